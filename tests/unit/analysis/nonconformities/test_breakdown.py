"""Several minor nonconformities that show a breakdown are one major nonconformity that lists them."""

from __future__ import annotations

import pytest

from clausegraph.engine.model import Escalation, Grade, KnowledgeBase, Rule
from clausegraph.tests.unit.analysis.nonconformities.small_audit import audited, members, note, with_notes
from clausegraph.tests.unit.inference.small_world import STANDARD, asks, by_count, requirement, rule, world

NAMES = ("a", "b", "c", "d", "e")


def clause(
    number: int, *escalations: Escalation, grades: dict[str, Grade] | None = None, **read: str
) -> KnowledgeBase:
    """A clause of so many requirements, each a practice of its own with a question of its own, unless it
    reads another's."""
    rules: list[Rule] = [
        rule(name, ((asks(read.get(name, name)),),), (grades or {}).get(name, Grade.MINOR))
        for name in NAMES[:number]
    ]
    return world([requirement("9.1", name) for name in NAMES[:number]], rules, escalations=list(escalations))


@pytest.mark.parametrize(
    ("requirements", "failing", "escalation", "together"),
    [
        (5, 3, by_count(4), False),
        (5, 4, by_count(4), True),
        (5, 3, by_count(3, share=60), True),
        (5, 3, by_count(3, share=61), False),
        (3, 3, by_count(4, whole=3), True),
        (3, 2, by_count(4, whole=3), False),
        (2, 2, by_count(4, whole=3), False),
        (2, 2, by_count(4, whole=2), True),
        (2, 2, by_count(4), False),
    ],
)
def test_so_many_of_a_clause_or_all_of_a_small_one_are_one_major(
    requirements: int, failing: int, escalation: Escalation, together: bool
) -> None:
    found = audited(clause(requirements, escalation), dict.fromkeys(NAMES[:failing], "no"))
    if together:
        assert [(one.grade, one.breakdown, len(one.parts)) for one in found.nonconformities] == [
            (Grade.MAJOR, f"{STANDARD}/9.1", failing)
        ]
    else:
        assert [one.grade for one in found.nonconformities] == [Grade.MINOR] * failing


def test_a_breakdown_lists_its_parts_and_is_counted_once() -> None:
    found = audited(clause(4, by_count(3)), dict.fromkeys("abc", "no"))
    (recorded,) = found.nonconformities
    assert recorded.parts == ("a in std", "b in std", "c in std")
    assert (recorded.key, recorded.clause) == (f"{STANDARD}/9.1 breakdown", "9.1")
    assert members((recorded,)) == [{"9.1/a", "9.1/b", "9.1/c"}]
    assert recorded.rules[0] == "together"
    assert found.summary.recorded[Grade.MAJOR] == 1
    assert found.summary.recorded[Grade.MINOR] == 0


def test_the_requirements_of_a_breakdown_keep_their_own_grade() -> None:
    found = audited(clause(4, by_count(3)), dict.fromkeys("abc", "no"))
    assert {finding.grade for finding in found.findings} == {Grade.MINOR, Grade.CONFORMS}
    assert {finding.nonconformity for finding in found.findings if finding.grade.fails} == {"NC-1"}


def test_several_requirements_by_one_answer_show_no_breakdown() -> None:
    found = audited(clause(4, by_count(2), b="a", c="a", d="a"), {"a": "no"})
    assert [(one.grade, one.breakdown) for one in found.nonconformities] == [(Grade.MINOR, "")]


def test_a_major_one_counts_and_is_listed_with_the_others() -> None:
    found = audited(clause(4, by_count(3), grades={"a": Grade.MAJOR}), dict.fromkeys("abc", "no"))
    (recorded,) = found.nonconformities
    assert (recorded.requirement, len(recorded.parts)) == (f"{STANDARD}/9.1/a", 3)


def test_where_nothing_but_majors_fails_each_stands_for_itself() -> None:
    found = audited(
        clause(4, by_count(2), grades=dict.fromkeys("ab", Grade.MAJOR)), dict.fromkeys("ab", "no")
    )
    assert [(one.grade, one.breakdown) for one in found.nonconformities] == [
        (Grade.MAJOR, ""),
        (Grade.MAJOR, ""),
    ]


def test_what_is_not_assessed_takes_no_part_in_the_share() -> None:
    answers = {"a": "no", "b": "no", "c": "", "d": "", "e": "yes"}
    (recorded,) = audited(clause(5, by_count(2, share=60)), answers).nonconformities
    assert recorded.breakdown == f"{STANDARD}/9.1"


def test_clauses_of_three_numbers_count_under_the_one_above_and_others_do_not() -> None:
    places = {"a": "9.2.1", "b": "9.2.2", "c": "9.3"}
    knowledge = world(
        [requirement(number, name) for name, number in places.items()], escalations=[by_count(2)]
    )
    found = audited(knowledge, dict.fromkeys("abc", "no"))
    assert [(one.breakdown, one.grade) for one in found.nonconformities] == [
        (f"{STANDARD}/9.2", Grade.MAJOR),
        ("", Grade.MINOR),
    ]


def test_observations_show_no_breakdown_however_many_there_are() -> None:
    grades = dict.fromkeys("bcd", Grade.OBSERVATION)
    found = audited(clause(4, by_count(2), grades=grades), dict.fromkeys("abcd", "no"))
    assert [(one.grade, one.breakdown) for one in found.nonconformities] == [(Grade.MINOR, "")]


def test_what_does_not_apply_takes_no_part_in_the_share() -> None:
    applies = {name: ((asks("there", "yes"),),) for name in "cde"}
    knowledge = world(
        [requirement("9.1", name) for name in NAMES], applies=applies, escalations=[by_count(2, share=60)]
    )
    answers = dict.fromkeys("ab", "no")
    assert [one.breakdown for one in audited(knowledge, answers).nonconformities] == ["", ""]
    assert [one.breakdown for one in audited(knowledge, answers | {"there": "no"}).nonconformities] == [
        f"{STANDARD}/9.1"
    ]


def test_every_note_is_an_answer_of_its_own_behind_a_breakdown() -> None:
    knowledge = with_notes(
        world([requirement("9.1.1", "a"), requirement("9.1.2", "b")], escalations=[by_count(2)])
    )
    seen = [note(f"{STANDARD}/9.1.{number}", line=number) for number in (1, 2)]
    assert [one.breakdown for one in audited(knowledge, {}, *seen).nonconformities] == [f"{STANDARD}/9.1"]


def test_what_is_certain_though_no_rule_fires_counts_by_the_answer_that_makes_it_so() -> None:
    rules = [
        rule(name, ((asks(name), asks(f"{name}-more", word)),), name=word)
        for name in "ab"
        for word in ("yes", "partly", "no")
    ]
    knowledge = world([requirement("9.1", name) for name in "ab"], rules, escalations=[by_count(2)])
    open_too = {"a-more": "", "b-more": ""}
    both = audited(knowledge, {"a": "no", "b": "no"} | open_too)
    assert [(one.grade, one.breakdown) for one in both.nonconformities] == [(Grade.MAJOR, f"{STANDARD}/9.1")]
    assert [one.breakdown for one in audited(knowledge, {"a": "no"} | open_too).nonconformities] == [""]

"""What became of the nonconformities of an earlier assessment, one case at a time."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from clausegraph.engine.analysis.assessment import assess
from clausegraph.engine.analysis.since import Since
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.model import Alternatives, Grade, KnowledgeBase
from clausegraph.engine.organisation.organisation import Answer, Organisation
from clausegraph.engine.organisation.previous import Earlier, EarlierNonconformity, Previous
from clausegraph.engine.reports.words.since import progress_words, since_lines, since_parts
from clausegraph.tests.unit.inference.small_world import (
    HERE,
    STANDARD,
    TODAY,
    asks,
    by_count,
    requirement,
    rule,
    world,
)

THEN = date(2025, 11, 21)
NAMES = ("a", "b", "c", "d")


def minor(template: str) -> Alternatives:
    return ((asks(template),),)


def knowledge() -> KnowledgeBase:
    """Four requirements, each a practice of its own: minor where its question is answered no, an observation
    where it is partly."""
    rules = [rule(name, minor(name)) for name in NAMES]
    rules += [rule(name, ((asks(name, "partly"),),), Grade.OBSERVATION, "eased") for name in NAMES]
    return world([requirement("9.1", name) for name in NAMES], rules)


def id_of(name: str) -> str:
    return f"{STANDARD}/9.1/{name}"


def nonconformity(*members: str, key: str = "", parts: tuple[str, ...] = ()) -> EarlierNonconformity:
    names = (key or f"{members[0]} in std", *parts)
    return EarlierNonconformity("NC-1", names, Grade.MINOR, id_of(members[0]), tuple(map(id_of, members)))


def since(*before: EarlierNonconformity, answers: dict[str, str], **more: object) -> Since:
    """What became of the nonconformities of a year ago; questions that are not named are answered yes."""
    failed = {name: Earlier(name, Grade.MINOR, THEN) for one in before for name in one.members}
    previous = Previous("then.json", THEN, "default", failed, frozenset(map(id_of, NAMES)), (), before)
    told = {name: answer for name, answer in ({**dict.fromkeys(NAMES, "yes"), **answers}).items() if answer}
    organisation = Organisation(
        "Acme",
        TODAY,
        (STANDARD,),
        tuple(Answer(fact, word, word, HERE) for fact, word in told.items()),
        previous=msgspec.structs.replace(previous, **more),
    )
    made = knowledge()
    found = assess(organisation, made, PlainEvaluator(made), made.policies[0]).since
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("answers", "part"),
    [
        ({}, "closed"),
        ({"a": "no"}, "still"),
        ({"a": "partly"}, "eased"),
        ({"a": ""}, "unjudged"),
        ({"b": "no"}, "still"),
        ({"b": "partly"}, "eased"),
        ({"b": ""}, "unjudged"),
        ({"a": "partly", "b": ""}, "unjudged"),
        ({"a": "no", "b": ""}, "still"),
    ],
)
def test_a_nonconformity_is_closed_only_if_everything_it_was_recorded_against_conforms(
    answers: dict[str, str], part: str
) -> None:
    progress = since(nonconformity("a", "b"), answers=answers).progress
    found = {name: len(getattr(progress, name)) for name in ("closed", "still", "eased", "unjudged", "new")}
    assert found == {**dict.fromkeys(found, 0), part: 1}


def test_what_is_still_open_is_told_with_both_numbers_and_grades() -> None:
    (fate,) = since(nonconformity("b"), answers={"a": "no", "b": "no"}).progress.still
    assert (fate.id_then, fate.then, fate.id_now, fate.now) == ("NC-1", Grade.MINOR, "NC-2", Grade.MINOR)
    assert (fate.requirement, fate.key) == (id_of("b"), "b in std")


def test_the_same_practice_is_the_same_nonconformity_though_another_requirement_tells_of_it_now() -> None:
    progress = since(nonconformity("b", key="a in std"), answers={"a": "no"}).progress
    assert [fate.requirement for fate in progress.still] == [id_of("a")]
    assert progress.new == ()


def test_each_part_of_a_breakdown_that_came_apart_is_the_breakdown_still() -> None:
    before = nonconformity(
        "a", "b", "c", key=f"{STANDARD}/9.1 breakdown", parts=("a in std", "b in std", "c in std")
    )
    progress = since(before, answers={"a": "no", "b": "no"}).progress
    assert (len(progress.still), progress.new) == (1, ())


def test_a_breakdown_of_now_is_what_it_lists() -> None:
    made = world([requirement("9.1", name) for name in NAMES], escalations=[by_count(3)])
    previous = Previous(
        "then.json",
        THEN,
        "default",
        {},
        frozenset(map(id_of, NAMES)),
        (),
        (nonconformity("a"), nonconformity("b")),
    )
    answers = tuple(Answer(name, "no", "no", HERE) for name in NAMES)
    organisation = Organisation("Acme", TODAY, (STANDARD,), answers, previous=previous)
    found = assess(organisation, made, PlainEvaluator(made), made.policies[0]).since
    assert found is not None
    assert [(fate.then, fate.now) for fate in found.progress.still] == [(Grade.MINOR, Grade.MAJOR)] * 2
    assert found.progress.new == ()


def test_what_fails_only_now_is_new_or_back() -> None:
    answers = {"a": "no", "b": "no", "c": "no", "d": "no"}
    found = since(nonconformity("a"), answers=answers, failed_before=frozenset({"b in std", id_of("c")}))
    assert [fate.requirement for fate in found.progress.back] == [id_of("b"), id_of("c")]
    assert [fate.requirement for fate in found.progress.new] == [id_of("d")]
    assert (found.back, found.new) == ((id_of("c"),), (id_of("b"), id_of("d")))


def test_what_was_not_judged_then_is_neither_new_nor_back() -> None:
    found = since(answers={"a": "no"}, compared=frozenset())
    assert (found.progress.new, found.new) == ((), ())


def test_what_is_not_part_of_this_assessment_is_named_by_its_old_id_and_not_counted() -> None:
    gone = EarlierNonconformity("NC-7", ("x in old",), Grade.MAJOR, "old:2020/4.1/x", ())
    progress = since(gone, nonconformity("a"), answers={}).progress
    assert [fate.requirement for fate in progress.not_compared] == ["old:2020/4.1/x"]
    assert progress_words(progress) == "1 of 1 closed, 1 not compared."


def test_progress_comes_first_and_the_parts_add_up() -> None:
    before = [nonconformity(name) for name in ("a", "b", "c")]
    found = since(*before, answers={"b": "no", "c": "partly", "d": "no"})
    lines = since_lines(found, "default", lambda names: ", ".join(name.rpartition("/")[2] for name in names))
    assert lines == [
        "1 of 3 closed, 1 still open, 1 new, 1 eased.",
        "Closed: 1 nonconformity of then is mended: everything it was recorded against conforms now (a).",
        "Still open: 1 nonconformity of then is not mended (b).",
        "New: 1 nonconformity is recorded now and was not then (d).",
        "Eased: 1 nonconformity of then leaves an observation or opportunity now (c).",
    ]
    assert sum(len(names) for _, _, names in since_parts(found)) == 4


def test_where_nothing_failed_then_or_now_the_report_says_so() -> None:
    assert progress_words(since(answers={}).progress) == "No nonconformity then, and none now."

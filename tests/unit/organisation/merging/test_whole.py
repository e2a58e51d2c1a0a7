"""What several people have filled in becomes one file: nothing lost, nothing chosen in silence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from clausegraph.engine.commands.merge import merge_files
from clausegraph.engine.commands.workspace import Workspace
from clausegraph.engine.organisation.inputs import Source
from clausegraph.engine.organisation.merging.whole import UNNAMED
from clausegraph.engine.organisation.organisation import Organisation
from clausegraph.engine.problems import BadInput
from clausegraph.engine.reports.as_yaml import questionnaire_yaml

TODAY = date(2026, 11, 21)
WORKSPACE = Workspace()


def source(name: str, answers: str, head: str = "", standards: str = "iso-9001:2015") -> Source:
    text = f"organisation: Acme\nas_of: 2026-11-21\nstandards: [{standards}]\n{head}answers:\n{answers}"
    return Source(name, text.encode())


def put_together(*sources: Source, prefer: tuple[str, ...] = ()) -> Any:
    preferred = [one for name in prefer for one in sources if one.shown == name]
    return merge_files(sources, prefer=preferred, today=TODAY, workspace=WORKSPACE)


def told(*sources: Source, prefer: tuple[str, ...] = ()) -> Organisation:
    organisation = put_together(*sources, prefer=prefer).organisation
    assert isinstance(organisation, Organisation)
    return organisation


def shares(**given: int) -> list[Source]:
    return [source(name, f"  competence.share: {share}\n") for name, share in given.items()]


def said(organisation: Organisation) -> dict[str, str]:
    return {
        f"{one.fact}@{one.discipline}" if one.discipline else one.fact: one.text
        for one in organisation.answers
    }


def refused(*sources: Source, prefer: tuple[str, ...] = ()) -> str:
    with pytest.raises(BadInput) as fault:
        put_together(*sources, prefer=prefer)
    return str(fault.value)


def test_answers_of_several_files_stand_in_one() -> None:
    both = told(source("a", "  policy.stated: yes\n"), source("b", "  internal_audit.covered: 60\n"))
    assert said(both) == {"policy.stated": "yes", "internal_audit.covered": "60"}


@pytest.mark.parametrize(
    ("fact", "one", "other"), [("policy.stated", "yes", "Ja"), ("competence.share", "40", "40 %")]
)
def test_the_same_answer_in_other_letters_stands_once(fact: str, one: str, other: str) -> None:
    assert said(told(source("a", f"  {fact}: {one}\n"), source("b", f"  {fact}: {other}\n"))) == {fact: one}


def test_answers_that_differ_are_told_with_both_places_and_names() -> None:
    message = refused(
        source("a", "  policy.stated: {answer: yes, by: Ann Poe}\n"),
        source("b", "  policy.stated: {answer: no, by: Tom Roe}\n"),
    )
    assert "b:5:27: policy.stated is `no` (by Tom Roe) here, and `yes` (by Ann Poe) at a:5:27" in message
    assert "[different-answers]" in message


def test_of_three_files_every_answer_that_differs_from_the_first_is_told() -> None:
    answers = shares(a=40, b=50, c=60)
    assert refused(*answers).count("[different-answers]") == 2


def test_the_answer_of_a_preferred_file_counts_and_the_other_stays_as_a_note() -> None:
    left = "{answer: 40, by: Ann Poe, evidence: [{ref: list 7, date: 2026-03-02}], note: roughly}"
    asking = put_together(
        source("a", f"  competence.share: {left}\n"), source("b", "  competence.share: 50\n"), prefer=("b",)
    )
    ((one,),) = [asking.organisation.answers]
    assert (one.text, one.evidence, one.by) == ("50", (), "")
    assert one.note == (
        "Answered otherwise: `40` (by Ann Poe), a:5:21, shown by list 7 of 2026-03-02, noted: roughly"
    )
    assert [remark.code for remark in asking.remarks] == ["passed-over"]


def test_a_preferred_file_settles_what_two_others_say_differently() -> None:
    files = shares(a=40, b=50, c=60)
    assert said(told(*files, prefer=("c",))) == {"competence.share": "60"}


def test_a_preferred_file_that_says_nothing_settles_nothing() -> None:
    files = (
        source("a", "  competence.share: 40\n"),
        source("b", "  competence.share: 50\n"),
        source("c", "  policy.stated: yes\n"),
    )
    assert "competence.share is `50` here, and `40`" in refused(*files, prefer=("c",))


def test_evidence_notes_and_names_of_one_answer_are_joined() -> None:
    one = "{answer: yes, by: Ann Poe, note: Seen., evidence: [{ref: list, date: 2026-03-02}, {ref: card}]}"
    pieces = "[{ref: list, date: 2026-03-02, note: new}, {ref: log}]"
    other = f"{{answer: yes, by: Tom Roe, note: By all., evidence: {pieces}}}"
    ((both,),) = [
        told(source("a", f"  policy.stated: {one}\n"), source("b", f"  policy.stated: {other}\n")).answers
    ]
    assert (both.by, both.note) == ("Ann Poe; Tom Roe", "Seen. By all.")
    assert [(piece.ref, piece.note) for piece in both.evidence] == [
        ("list", "new"),
        ("card", ""),
        ("log", ""),
    ]


def test_what_is_done_about_one_gap_twice_and_differently_is_told() -> None:
    known = "{{answer: no, known: {{action: Tell all., due: {}, owner: Ann}}}}"
    message = refused(
        source("a", f"  awareness.policy: {known.format('2027-01-31')}\n"),
        source("b", f"  awareness.policy: {known.format('2027-03-31')}\n"),
    )
    assert "awareness.policy: known: due is `2027-03-31` here, and `2027-01-31`" in message


def test_an_answer_for_all_and_one_by_discipline_meet_in_each_discipline() -> None:
    standards = "iso-9001:2015, iso-45001:2018"
    one = source("a", "  internal_audit.covered: 60\n", standards=standards)
    other = source("b", "  internal_audit.covered: {ohs: 80}\n", standards=standards)
    assert "internal_audit.covered for ohs is `80` here, and `60`" in refused(one, other)
    assert said(told(one, other, prefer=("b",))) == {
        "internal_audit.covered@quality": "60",
        "internal_audit.covered@ohs": "80",
    }


def test_an_answer_speaks_for_the_standards_of_its_own_file_alone() -> None:
    both = told(
        source("a", "  internal_audit.covered: 60\n"),
        source("b", "  internal_audit.covered: 80\n", standards="iso-45001:2018"),
    )
    assert both.standards == ("iso-9001:2015", "iso-45001:2018")
    assert said(both) == {"internal_audit.covered@quality": "60", "internal_audit.covered@ohs": "80"}


RISK = "    - {{record: {name}, what: The press stops., level: high, {more}}}\n"


def risks(name: str, *records: str, fact: str = "registers.risks") -> Source:
    return source(name, f"  {fact}:\n{''.join(records)}")


def test_records_are_joined_by_their_name() -> None:
    both = told(
        risks("a", RISK.format(name="R-1", more="owner: Ann")),
        risks(
            "b",
            RISK.format(name="r\u20111", more="assessed: 2026-03-02"),
            RISK.format(name="R-2", more="owner: Tom"),
        ),
    )
    records = both.registers["registers.risks"]
    assert [(one.id, one.values.get("owner"), str(one.values.get("assessed"))) for one in records] == [
        ("R-1", "Ann", "2026-03-02"),
        ("R-2", "Tom", "None"),
    ]


def test_a_record_that_is_told_in_two_ways_is_a_contradiction() -> None:
    message = refused(
        risks("a", RISK.format(name="R-1", more="owner: Ann")),
        risks("b", RISK.format(name="R-1", more="owner: Tom")),
    )
    assert "registers.risks R-1: owner is `Tom` here, and `Ann` at a" in message


def test_names_of_records_in_another_order_say_the_same() -> None:
    both = told(
        risks("a", RISK.format(name="R-1", more="controls: [C-1, C-2]")),
        risks("b", RISK.format(name="R-1", more='controls: "C-2; C-1"')),
    )
    assert both.registers["registers.risks"][0].names["controls"] == ("C-1", "C-2")


def test_a_register_that_is_empty_for_one_and_not_for_another_is_told() -> None:
    empty = source("a", "  registers.risks: []\n")
    message = refused(empty, risks("b", RISK.format(name="R-1", more="owner: Tom")))
    assert "registers.risks is a list of 1 here, and kept and empty at a" in message


def test_exclusions_and_what_was_seen_stand_once() -> None:
    left_out = "not_applicable:\n  - {requirement: iso-9001:2015/8.3, because: We design nothing.}\n"
    seen = (
        "observed:\n  - {requirement: iso-9001:2015/8.4.3, saw: One order unseen., extent: isolated,"
        " consequence: none}\n"
    )
    answer = "  policy.stated: yes\n"
    both = told(
        source("a", answer, left_out + seen), source("b", answer, seen), source("c", answer, left_out)
    )
    assert (len(both.exclusions), len(both.notes)) == (1, 1)
    assert both.exclusions[0].because == "We design nothing."


def test_two_days_of_one_assessment_are_told() -> None:
    other = Source("b", source("b", "  policy.stated: yes\n").content.replace(b"2026-11-21", b"2026-10-21"))
    assert "as_of is `2026-10-21` here, and `2026-11-21`" in refused(
        source("a", "  policy.stated: yes\n"), other
    )


def test_a_name_nobody_has_written_yet_gives_way() -> None:
    blank = Source("a", source("a", "  policy.stated: yes\n").content.replace(b"Acme", UNNAMED.encode()))
    assert told(blank, source("b", "  policy.stated: yes\n")).name == "Acme"


def test_what_is_wrong_in_one_file_is_told_at_its_place() -> None:
    message = refused(source("a", "  policy.stated: yes\n"), source("b", "  policy.stated2: yes\n"))
    assert "b:5:3: there is no fact `policy.stated2`" in message


def test_one_file_is_not_put_together() -> None:
    assert "there is one file" in refused(source("a", "  policy.stated: yes\n"))


def test_a_file_written_of_the_whole_says_the_same() -> None:
    asking = put_together(
        source("a", "  policy.stated: {answer: yes, by: Ann Poe, evidence: [{ref: list}]}\n"),
        risks("b", RISK.format(name="R-1", more="owner: Tom")),
    )
    text = questionnaire_yaml(asking.asked, asking.knowledge, asking.given)
    again = told(Source("c", text.encode()), source("d", "  policy.stated: yes\n"))
    assert said(again) == said(asking.organisation)
    assert again.answers[0].by == "Ann Poe"
    assert (
        again.registers["registers.risks"][0].values
        == asking.organisation.registers["registers.risks"][0].values
    )


def test_a_question_of_an_earlier_version_does_not_give_way_in_silence() -> None:
    old = source("a", "  risk_assessment.changes_missed: 0\n", standards="iso-27001:2022")
    new = source("b", "  risk_assessment.changes_assessed: 40\n", standards="iso-27001:2022")
    assert "a question of an earlier version, and b:5:3 answers risk_assessment.changes_assessed" in refused(
        old, new
    )
    assert (
        said(told(old, source("b", "  policy.stated: yes\n", standards="iso-27001:2022")))[
            "risk_assessment.changes_assessed"
        ]
        == "100"
    )


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("Not seen yet.", "Not", "Not seen yet. Not"),
        ("Seen. By all.", "By all.", "Seen. By all."),
        ("seen", "by all", "seen; by all"),
        ("seen; by all", "by all", "seen; by all"),
        ("One. Two.", "One. Three.", "One. Two. Three."),
    ],
)
def test_notes_are_joined_sentence_by_sentence(one: str, other: str, both: str) -> None:
    answers = [f'  policy.stated: {{answer: yes, note: "{text}"}}\n' for text in (one, other)]
    joined = told(source("a", answers[0]), source("b", answers[1]))
    assert joined.answers[0].note == both


def test_a_name_within_another_is_another() -> None:
    names = ("Joanna; Tom Roe", "Ann; Tom Roe")
    answers = [f"  policy.stated: {{answer: yes, by: {name}}}\n" for name in names]
    assert told(source("a", answers[0]), source("b", answers[1])).answers[0].by == "Joanna; Tom Roe; Ann"


def test_what_was_known_of_an_answer_that_is_passed_over_stays_in_its_note() -> None:
    known = "known: {action: Tell all, due: 2027-01-31, owner: Ann}"
    left = source("a", f"  awareness.policy: {{answer: no, {known}}}\n")
    taken = told(left, source("b", "  awareness.policy: yes\n"), prefer=("b",)).answers[0]
    assert "known: action Tell all, due 2027-01-31, owner Ann" in taken.note

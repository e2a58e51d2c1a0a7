"""Notes of what an auditor saw: read from a file, graded by the shipped rules, shown by every report."""

from __future__ import annotations

import itertools
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from clausegraph.cli import main
from clausegraph.engine.analysis.assessment import put_question
from clausegraph.engine.analysis.findings import Observed
from clausegraph.engine.commands.assess import Request, Result, run
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.model import Consequence, Extent, Grade, KnowledgeBase, Status, Weight
from clausegraph.engine.organisation.organisation import (
    ComesBack,
    Evidence,
    Note,
    Organisation,
    read_organisation,
    weight_of,
)
from clausegraph.engine.problems import Location
from clausegraph.engine.reports.words.assessment import observed_words

TODAY = date(2026, 11, 21)
PLACE = "iso-9001:2015/8.4.3/adequate-before-sending"
ITEM, ELEMENT = PLACE, "iso-9001:2015/8.4.1/evaluation-and-selection"
NOTE = """organisation: Invented Ltd
as_of: 2026-11-21
standards: [iso-9001:2015]
observed:
  - requirement: {place}
    saw: "{saw}"
    {extent}
    consequence: {consequence}
    evidence: [{{ref: PO-1, date: 2026-09-14}}]
"""


def written(
    folder: Path,
    place: str = PLACE,
    extent: str = "sample: {checked: 12, failed: 1}",
    consequence: str = "none",
    more: str = "",
    saw: str = "One order.",
) -> Path:
    file = folder / "seen.yaml"
    file.write_text(
        NOTE.format(place=place, extent=extent, consequence=consequence, saw=saw) + more, encoding="utf-8"
    )
    return file


def judged(file: Path, policy: str = "default") -> Result:
    return run(Request(file, engine="plain", policy=policy), today=TODAY)


def shown(*command: str) -> str:
    done = CliRunner().invoke(
        main, [*command, "--engine", "plain"], env={"COLUMNS": "200", "NO_COLOR": "1"}, catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_note_is_read_with_its_place_and_evidence(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    (note,) = read_organisation(
        written(tmp_path), knowledge, as_of=None, today=TODAY, shown="seen.yaml"
    ).notes
    assert (note.target, note.extent, note.checked, note.failed) == (PLACE, Extent.SAMPLE, 12, 1)
    assert (note.consequence, note.repeats) == (Consequence.NONE, False)
    assert (note.at.file, note.at.line) == ("seen.yaml", 5)
    assert note.evidence == (Evidence("PO-1", date(2026, 9, 14)),)


def test_the_finding_lists_the_note_with_the_rule_that_graded_it(tmp_path: Path) -> None:
    finding = judged(written(tmp_path)).assessment.finding[PLACE]
    assert (finding.grade, finding.status) == (Grade.MINOR, Status.GAP)
    (reason,) = finding.reasons
    (seen,) = finding.observed
    assert reason.rule == "grading/isolated"
    assert reason.note == seen.note
    assert (seen.grade, seen.rules) == (Grade.MINOR, ("grading/isolated",))


def test_the_worst_of_answer_and_note_wins_and_both_are_listed(
    tmp_path: Path, knowledge: KnowledgeBase
) -> None:
    answers = "answers: {suppliers.orders_checked: no}\n"
    (fact,) = (one for one in knowledge.reads_of[PLACE] if one)
    finding = judged(
        written(
            tmp_path,
            extent="extent: widespread",
            consequence="customer",
            more=answers.replace("suppliers.orders_checked", fact),
        )
    ).assessment.finding[PLACE]
    assert finding.grade is Grade.MAJOR
    assert len(finding.reasons) == 2
    assert finding.reasons[0].note
    assert not finding.reasons[1].note


CLAUSES = ["iso-9001:2015/8.4", "iso-9001:2015/9.2", "iso-9001:2015/4", "iso-9001:2015/10"]


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_note_on_a_clause_is_a_nonconformity_of_the_clause_and_of_no_requirement_under_it(
    tmp_path: Path, clause: str
) -> None:
    assessment = judged(written(tmp_path, place=clause)).assessment
    (recorded,) = assessment.nonconformities
    assert (recorded.requirement, recorded.clause, recorded.also) == (clause, clause.partition("/")[2], ())
    assert (recorded.grade, recorded.rules) == (Grade.MINOR, ("grading/isolated",))
    assert not [one for one in assessment.findings if one.grade.fails or one.reasons]
    assert len({one.requirement for one in assessment.findings}) == len(assessment.findings)


def test_the_note_on_a_clause_is_shown_with_the_first_requirement_under_it(
    tmp_path: Path, knowledge: KnowledgeBase
) -> None:
    findings = judged(written(tmp_path, place="iso-9001:2015/8.4")).assessment.findings
    (one,) = [one for one in findings if one.observed]
    assert one.requirement == min(knowledge.members["iso-9001:2015/8.4"], key=knowledge.position.__getitem__)
    assert (one.status, one.nonconformity) == (Status.NOT_ASSESSED, "")


@pytest.mark.parametrize("format_", ["text", "markdown", "html", "json"])
def test_every_report_names_the_clause_that_a_note_was_written_against(tmp_path: Path, format_: str) -> None:
    text = shown("assess", str(written(tmp_path, place="iso-9001:2015/8.4")), "--format", format_)
    expected = (
        '"requirement": "iso-9001:2015/8.4"'
        if format_ == "json"
        else "Control of externally provided processes"
    )
    assert expected in text


def test_a_note_on_a_clause_and_an_answer_on_its_practice_are_one_nonconformity(tmp_path: Path) -> None:
    more = "answers: {internal_audit.covered: 0}\n"
    (recorded,) = judged(written(tmp_path, place="iso-9001:2015/9.2", more=more)).assessment.nonconformities
    assert recorded.requirement == "iso-9001:2015/9.2.1/conducted"
    assert "iso-9001:2015/9.2" in recorded.also
    assert {proof.kind for proof in recorded.evidence} == {"answer", "evidence", "note"}


def test_what_is_absent_by_a_note_carries_the_rest_of_its_practice_as_an_answer_does(tmp_path: Path) -> None:
    noted = written(tmp_path, place="iso-9001:2015/9.3.1/held", extent="extent: absent")
    (by_note,) = judged(noted).assessment.nonconformities
    (tmp_path / "answered").mkdir()
    answered = tmp_path / "answered" / "asked.yaml"
    head = noted.read_text(encoding="utf-8").partition("observed")[0]
    answered.write_text(f"{head}answers: {{management_review.interval: never held}}\n", encoding="utf-8")
    (by_answer,) = judged(answered).assessment.nonconformities
    assert by_note.carries
    assert (by_note.requirement, by_note.grade, by_note.carries) == (
        by_answer.requirement,
        by_answer.grade,
        by_answer.carries,
    )


def test_a_clause_that_is_absent_carries_the_open_rest_of_its_practice(tmp_path: Path) -> None:
    (recorded,) = judged(
        written(tmp_path, place="iso-9001:2015/9.3", extent="extent: absent")
    ).assessment.nonconformities
    assert (recorded.requirement, recorded.grade) == ("iso-9001:2015/9.3", Grade.MAJOR)
    assert recorded.carries
    assert all(one.startswith("iso-9001:2015/9.3") for one in recorded.carries)


def test_a_finding_that_comes_back_on_a_clause_is_raised_on_the_clause_alone(tmp_path: Path) -> None:
    file = written(tmp_path, place="iso-9001:2015/8.4", more="    repeats: yes\n")
    assessment = judged(file, policy="strict").assessment
    (recorded,) = assessment.nonconformities
    assert (recorded.requirement, recorded.grade) == ("iso-9001:2015/8.4", Grade.MAJOR)
    assert not [one for one in assessment.findings if one.escalations]


def test_what_was_seen_makes_apply_what_was_declared_not_applicable(tmp_path: Path) -> None:
    excluded = "not_applicable: [{requirement: iso-9001:2015/8.3, because: We design nothing.}]\n"
    place = "iso-9001:2015/8.3.4/validation"
    found = judged(written(tmp_path, place=place, more=excluded)).assessment.finding
    assert found[place].status is Status.GAP
    others = [one for one in found.values() if one.clause.startswith("8.3") and one.requirement != place]
    assert {one.status for one in others} == {Status.NOT_APPLICABLE}


def test_what_was_seen_against_an_excluded_clause_is_recorded_and_makes_no_requirement_apply(
    tmp_path: Path,
) -> None:
    excluded = "not_applicable: [{requirement: iso-9001:2015/8.3, because: We design nothing.}]\n"
    assessment = judged(written(tmp_path, place="iso-9001:2015/8.3", more=excluded)).assessment
    assert [one.requirement for one in assessment.nonconformities] == ["iso-9001:2015/8.3"]
    assert {one.status for one in assessment.findings if one.clause.startswith("8.3")} == {
        Status.NOT_APPLICABLE
    }


def test_a_sample_without_a_lapse_is_shown_and_proves_nothing(tmp_path: Path) -> None:
    finding = judged(written(tmp_path, extent="sample: {checked: 12, failed: 0}")).assessment.finding[PLACE]
    assert finding.status is Status.NOT_ASSESSED
    assert finding.observed
    assert not finding.reasons


def test_a_failing_note_fails_the_links_of_its_requirement(tmp_path: Path) -> None:
    place = "iso-9001:2015/6.1.1/risks-determined"
    answers = "answers: {processes.criteria: yes, processes.records: yes, risks.actions: yes}\n"
    seen = judged(written(tmp_path, place=place, extent="extent: absent", more=answers)).assessment
    assert place in {one.requirement for one in seen.root_causes}
    assert any(one.path[0] == place for one in seen.dependency_failures)


def test_every_note_short_of_a_faultless_sample_gets_a_grade(knowledge: KnowledgeBase) -> None:
    extents = [
        (extent, essential, 0, 0)
        for extent in Extent
        if extent is not Extent.SAMPLE
        for essential in (0, 1, 3)
    ]
    counted = [(size, failed) for size in (1, 2, 3, 5) for failed in range(1, size + 1)] + [
        (60, 2),
        (60, 5),
        (60, 40),
        (1000, 40),
    ]
    samples = [(Extent.SAMPLE, 0, checked, failed) for checked, failed in counted]
    evidence: tuple[tuple[Evidence, ...], ...] = ((), (Evidence("IA-1"),))
    before = (None, ComesBack("NC-1", 1), ComesBack("NC-1", 2), ComesBack("NC-1", 1, left_open=True))
    reach = [(target, *one) for target in (ITEM, ELEMENT) for one in (*extents, *samples)]
    told = itertools.product(reach, Consequence, before, (False, True), evidence)
    notes = tuple(
        Note(
            *(
                target,
                "Something.",
                extent,
                consequence,
                Location("notes", line),
                checked,
                failed,
                back is not None,
                shows,
            ),
            essential=essential,
            back=back,
            ongoing=ongoing,
        )
        for line, (
            (target, extent, essential, checked, failed),
            consequence,
            back,
            ongoing,
            shows,
        ) in enumerate(told)
    )
    organisation = Organisation("all", TODAY, ("iso-9001:2015",), (), notes=notes)
    question = put_question(organisation, knowledge, organisation.standards, knowledge.policy["default"])
    seen = [one for verdict in PlainEvaluator(knowledge).infer(question).verdicts for one in verdict.seen]
    assert len(seen) == len(notes)
    for one in seen:
        assert one.base is Grade.OBSERVATION if not notes[one.note].evidence else one.base.fails


def test_every_report_shows_the_note(tmp_path: Path) -> None:
    file = str(written(tmp_path, consequence="legal", saw="A *bold* order."))
    text = shown("assess", file)
    assert "Seen     A *bold* order. (1 of 12, consequence: legal, minor)" in text
    assert r"- **Seen:** **A \*bold\* order.** (1 of 12, consequence: legal, minor;" in shown(
        "assess", file, "--format", "markdown"
    )
    report = json.loads(shown("assess", file, "--format", "json"))
    (finding,) = [one for one in report["findings"] if one["observed"]]
    assert finding["rule"] == "grading/isolated-breach-closed"
    assert finding["observed"][0]["sample"] == {"checked": 12, "failed": 1}
    assert finding["observed"][0]["line"] == 5


def test_an_explanation_leads_from_the_note_to_its_grade(tmp_path: Path) -> None:
    file = str(written(tmp_path))
    text = shown("explain", file, PLACE)
    assert "What was seen" in text
    assert "observed.lapses: at most 1 (noted: 1)" in text
    assert "observed.at_most: less than 50 (noted: 36)" in text
    assert "observed.extent: sample (noted: sample)" in text
    assert "No answer clears what was seen" in text
    assert "noted: sample" in shown("explain", file, PLACE, "--format", "markdown")
    assert json.loads(shown("explain", file, PLACE, "--format", "json"))[0]["finding"]["observed"]


def test_a_note_on_a_clause_does_not_stand_in_the_way_of_clearing_its_neighbours(
    tmp_path: Path, knowledge: KnowledgeBase
) -> None:
    under = sorted(knowledge.members["iso-9001:2015/8.4"], key=knowledge.position.__getitem__)
    file = str(written(tmp_path, place="iso-9001:2015/8.4"))
    (explained,) = json.loads(shown("explain", file, under[1], "--format", "json"))
    assert not explained["finding"]["observed"]
    assert explained["would_clear"][0]["grade"] == "conforms"


# --- how far it reaches, and what came of it


def grade_of(
    folder: Path, *, place: str = PLACE, extent: str, consequence: str = "none", more: str = ""
) -> Grade:
    return (
        judged(written(folder, place=place, extent=extent, consequence=consequence, more=more))
        .assessment.finding[place]
        .grade
    )


@pytest.mark.parametrize(("place", "grade"), [(ITEM, Grade.MINOR), (ELEMENT, Grade.MAJOR)])
@pytest.mark.parametrize(
    "extent", ["extent: absent", "extent: widespread", "sample: {checked: 9, failed: 9}"]
)
def test_the_weight_of_the_requirement_decides_what_absence_means(
    tmp_path: Path, place: str, grade: Grade, extent: str
) -> None:
    assert grade_of(tmp_path, place=place, extent=extent) is grade


def test_a_clause_weighs_as_much_as_the_weightiest_requirement_under_it(knowledge: KnowledgeBase) -> None:
    assert weight_of("iso-9001:2015/8.4", knowledge) is Weight.ELEMENT
    assert weight_of("iso-9001:2015/8.4.3", knowledge) is Weight.ITEM


@pytest.mark.parametrize("place", [ITEM, ELEMENT])
def test_what_is_there_and_incomplete_is_minor(tmp_path: Path, place: str) -> None:
    assert grade_of(tmp_path, place=place, extent="extent: incomplete") is Grade.MINOR


@pytest.mark.parametrize(("missing", "grade"), [(2, Grade.MINOR), (3, Grade.MAJOR)])
def test_several_essential_parts_missing_of_an_element_are_major(
    tmp_path: Path, missing: int, grade: Grade
) -> None:
    extent = f"extent: incomplete\n    essential: {missing}"
    assert grade_of(tmp_path, place=ELEMENT, extent=extent) is grade
    assert grade_of(tmp_path, place=ITEM, extent=extent) is Grade.MINOR


@pytest.mark.parametrize(
    ("failed", "checked", "rule"),
    [
        (1, 12, "isolated"),
        (1, 2, "isolated-in-a-small-sample"),
        (3, 200, "isolated"),
        (2, 2, "several-in-a-small-sample"),
        (2, 5, "several-in-a-small-sample"),
        (5, 9, "several-in-a-small-sample"),
        (2, 20, "several"),
        (40, 1000, "several"),
        (4, 5, "widespread"),
        (51, 100, "widespread"),
        (4, 4, "absent"),
    ],
)
def test_a_sample_is_graded_by_what_it_can_show(tmp_path: Path, failed: int, checked: int, rule: str) -> None:
    extent = f"sample: {{checked: {checked}, failed: {failed}}}"
    (seen,) = judged(written(tmp_path, place=ELEMENT, extent=extent)).assessment.finding[ELEMENT].observed
    assert seen.rules == (f"grading/{rule}",)


def test_a_worse_sample_never_gets_a_better_grade(knowledge: KnowledgeBase) -> None:
    """Of one size, more lapses are never graded milder; whatever came of them."""
    sizes = (1, 2, 3, 4, 5, 8, 12, 40, 100)
    told = [
        (size, consequence, failed)
        for size in sizes
        for consequence in Consequence
        for failed in range(size + 1)
    ]
    evidence = (Evidence("IA-1"),)
    notes = tuple(
        Note(
            ELEMENT,
            "Something.",
            Extent.SAMPLE,
            consequence,
            Location("notes", line),
            size,
            failed,
            evidence=evidence,
        )
        for line, (size, consequence, failed) in enumerate(told)
    )
    organisation = Organisation("all", TODAY, ("iso-9001:2015",), (), notes=notes)
    question = put_question(organisation, knowledge, organisation.standards, knowledge.policy["default"])
    seen = [one for verdict in PlainEvaluator(knowledge).infer(question).verdicts for one in verdict.seen]
    grades = {told[one.note]: one.base for one in seen}
    for (size, consequence, failed), grade in grades.items():
        assert failed == 0 or grade >= grades[size, consequence, failed - 1]


@pytest.mark.parametrize(
    ("consequence", "more", "grade"),
    [
        ("legal", "", Grade.MINOR),
        ("legal", "    ongoing: yes\n", Grade.MAJOR),
        ("legal", "    repeats: yes\n", Grade.MAJOR),
        ("[legal, customer]", "", Grade.MAJOR),
        ("[legal, record]", "", Grade.MINOR),
        ("[customer, security]", "", Grade.MINOR),
        ("environment", "", Grade.MAJOR),
        ("harm", "", Grade.MAJOR),
        ("none", "    could: [harm, legal]\n", Grade.MINOR),
    ],
)
def test_a_single_lapse_is_graded_by_what_came_of_it_and_never_by_what_could(
    tmp_path: Path, consequence: str, more: str, grade: Grade
) -> None:
    assert grade_of(tmp_path, extent="extent: isolated", consequence=consequence, more=more) is grade


@pytest.mark.parametrize(
    ("repeats", "rule"),
    [
        ("no", "isolated"),
        ("yes", "isolated-again"),
        ("{what: NC-3}", "isolated-again"),
        ("{what: orders without review, times: 2}", "again-and-again"),
        ("{what: NC-3, left_open: yes}", "left-open"),
        ("{what: NC-3, times: 2, left_open: yes}", "left-open"),
    ],
)
def test_what_comes_back_is_graded_by_how_often_and_whether_it_was_left_open(
    tmp_path: Path, repeats: str, rule: str
) -> None:
    file = written(tmp_path, extent="extent: isolated", more=f"    repeats: {repeats}\n")
    (seen,) = judged(file).assessment.finding[PLACE].observed
    assert seen.rules == (f"grading/{rule}",)
    assert seen.grade is (Grade.MINOR if rule.startswith("isolated") else Grade.MAJOR)


@pytest.mark.parametrize("word", ["yes", "Yes", "YES", "true", "True", "TRUE"])
def test_yes_is_yes_however_it_is_written(tmp_path: Path, knowledge: KnowledgeBase, word: str) -> None:
    more = f"    repeats: {word}\n    ongoing: {word}\nanswers: {{suppliers.evaluated: {word}}}\n"
    organisation = read_organisation(written(tmp_path, more=more), knowledge, as_of=None, today=TODAY)
    (note,) = organisation.notes
    (answer,) = organisation.answers
    assert (note.repeats, note.ongoing, answer.value, answer.text) == (True, True, "yes", "yes")


# --- what the auditor calls it


def called(folder: Path, kind: str, more: str = "") -> Observed:
    file = folder / "called.yaml"
    text = NOTE.format(place=PLACE, saw="Seen.", extent=f"kind: {kind}", consequence="none")
    file.write_text(text.replace("    consequence: none\n", "") + more, encoding="utf-8")
    (seen,) = judged(file).assessment.finding[PLACE].observed
    return seen


@pytest.mark.parametrize("kind", ["strength", "conforms"])
def test_praise_gives_no_finding_and_is_shown_as_conformity_seen(tmp_path: Path, kind: str) -> None:
    seen = called(tmp_path, kind)
    assert (seen.grade, seen.rules, seen.note.shows_conformity) == (Grade.CONFORMS, (), True)
    assert observed_words(seen) == f"called {kind}, conformity seen"


def test_a_requirement_that_conforms_is_shown_by_a_strength_with_evidence(
    tmp_path: Path, knowledge: KnowledgeBase
) -> None:
    (fact,) = knowledge.reads_of[PLACE]
    seen = written(
        tmp_path, extent="kind: strength", more=f"answers: {{{fact}: {knowledge.question[fact].best[0]}}}\n"
    )
    assert judged(seen).assessment.finding[PLACE].shown


@pytest.mark.parametrize(
    ("kind", "grade"), [("opportunity", Grade.OPPORTUNITY), ("observation", Grade.OBSERVATION)]
)
def test_an_opportunity_and_an_observation_stay_what_the_auditor_calls_them(
    tmp_path: Path, kind: str, grade: Grade
) -> None:
    assert called(tmp_path, kind).grade is grade
    assert called(tmp_path, kind, "    consequence: legal\n").grade is Grade.MINOR


def test_the_auditors_own_grade_stands_beside_ours_and_replaces_nothing(tmp_path: Path) -> None:
    file = written(tmp_path, extent="extent: isolated", more="    grade: major\n")
    (seen,) = judged(file).assessment.finding[PLACE].observed
    assert (seen.grade, seen.note.grade) == (Grade.MINOR, Grade.MAJOR)
    assert observed_words(seen).endswith("minor, the auditor's own grade: major")
    (finding,) = [
        one
        for one in json.loads(shown("assess", str(file), "--format", "json"))["findings"]
        if one["observed"]
    ]
    assert (finding["grade"], finding["observed"][0]["auditor_grade"]) == ("minor", "major")


def test_a_nonconformity_without_evidence_stays_an_observation(tmp_path: Path) -> None:
    file = tmp_path / "bare.yaml"
    file.write_text(
        written(tmp_path, extent="extent: absent").read_text(encoding="utf-8").split("    evidence")[0],
        encoding="utf-8",
    )
    file.write_text(file.read_text(encoding="utf-8") + "    kind: nonconformity\n", encoding="utf-8")
    assert judged(file).assessment.finding[PLACE].grade is Grade.OBSERVATION


def test_words_tell_all_that_a_note_says(tmp_path: Path) -> None:
    more = "    could: harm\n    ongoing: yes\n    repeats: {what: NC-3, times: 2, left_open: yes}\n"
    (seen,) = (
        judged(written(tmp_path, consequence="[legal, customer]", more=more))
        .assessment.finding[PLACE]
        .observed
    )
    assert (
        observed_words(seen)
        == "1 of 12, consequence: legal and customer, could follow: harm, goes on, found again 2 times: NC-3,"
        " which was left open, major"
    )

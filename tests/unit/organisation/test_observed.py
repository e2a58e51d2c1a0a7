"""Notes of what an auditor saw: read from a file, graded by the shipped rules, shown by every report."""

from __future__ import annotations

import itertools
import json
from datetime import date
from pathlib import Path

from click.testing import CliRunner

from clausegraph.cli import main
from clausegraph.engine.analysis.assessment import put_question
from clausegraph.engine.commands.assess import Request, Result, run
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.model import Consequence, Extent, Grade, KnowledgeBase, Status
from clausegraph.engine.organisation.organisation import Evidence, Note, Organisation, read_organisation
from clausegraph.engine.problems import Location

TODAY = date(2026, 11, 21)
PLACE = "iso-9001:2015/8.4.3/adequate-before-sending"
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
    file.write_text(NOTE.format(place=place, extent=extent, consequence=consequence, saw=saw) + more, encoding="utf-8")
    return file


def judged(file: Path, policy: str = "default") -> Result:
    return run(Request(file, engine="plain", policy=policy), today=TODAY)


def shown(*command: str) -> str:
    done = CliRunner().invoke(main, [*command, "--engine", "plain"], env={"COLUMNS": "200", "NO_COLOR": "1"}, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_note_is_read_with_its_place_and_evidence(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    (note,) = read_organisation(written(tmp_path), knowledge, as_of=None, today=TODAY, shown="seen.yaml").notes
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


def test_the_worst_of_answer_and_note_wins_and_both_are_listed(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    answers = "answers: {suppliers.orders_checked: no}\n"
    (fact,) = (one for one in knowledge.reads_of[PLACE] if one)
    finding = judged(
        written(tmp_path, extent="extent: widespread", more=answers.replace("suppliers.orders_checked", fact))
    ).assessment.finding[PLACE]
    assert finding.grade is Grade.MAJOR
    assert len(finding.reasons) == 2
    assert finding.reasons[0].note
    assert not finding.reasons[1].note


def test_a_note_on_a_clause_lands_on_one_requirement_under_it(tmp_path: Path) -> None:
    findings = judged(written(tmp_path, place="iso-9001:2015/8.4")).assessment.findings
    (one,) = [one for one in findings if one.observed]
    assert one.clause.startswith("8.4")
    assert one.grade is Grade.MINOR


def test_what_was_seen_makes_apply_what_was_declared_not_applicable(tmp_path: Path) -> None:
    excluded = "not_applicable: [{requirement: iso-9001:2015/8.3, because: We design nothing.}]\n"
    found = {one.requirement: one for one in judged(written(tmp_path, place="iso-9001:2015/8.3", more=excluded)).assessment.findings}
    (seen,) = [one for one in found.values() if one.observed]
    assert seen.status is Status.GAP
    others = [one for one in found.values() if one.clause.startswith("8.3") and one is not seen]
    assert {one.status for one in others} == {Status.NOT_APPLICABLE}


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
    extents = [(extent, 0, 0) for extent in Extent if extent is not Extent.SAMPLE]
    samples = [(Extent.SAMPLE, checked, failed) for checked in (1, 2, 3, 10, 11, 50, 200) for failed in range(1, checked + 1)]
    evidence: tuple[tuple[Evidence, ...], ...] = ((), (Evidence("IA-1"),))
    told = itertools.product([*extents, *samples], Consequence, (False, True), evidence)
    notes = tuple(
        Note(PLACE, "Something.", extent, consequence, Location("notes", line), checked, failed, repeats, shows)
        for line, ((extent, checked, failed), consequence, repeats, shows) in enumerate(told)
    )
    organisation = Organisation("all", TODAY, ("iso-9001:2015",), (), notes=notes)
    question = put_question(organisation, knowledge, organisation.standards, knowledge.policy["default"])
    (verdict,) = (one for one in PlainEvaluator(knowledge).infer(question).verdicts if one.seen)
    assert len(verdict.seen) == len(notes)
    for one in verdict.seen:
        assert one.base is Grade.OBSERVATION if not notes[one.note].evidence else one.base.fails


def test_every_report_shows_the_note(tmp_path: Path) -> None:
    file = str(written(tmp_path, consequence="legal", saw="A *bold* order."))
    text = shown("assess", file)
    assert "Seen     A *bold* order. (1 of 12, consequence: legal, major)" in text
    assert r"- **Seen:** **A \*bold\* order.** (1 of 12, consequence: legal, major;" in shown("assess", file, "--format", "markdown")
    report = json.loads(shown("assess", file, "--format", "json"))
    (finding,) = [one for one in report["findings"] if one["observed"]]
    assert finding["rule"] == "grading/isolated-breach"
    assert finding["observed"][0]["sample"] == {"checked": 12, "failed": 1}
    assert finding["observed"][0]["line"] == 5


def test_an_explanation_leads_from_the_note_to_its_grade(tmp_path: Path) -> None:
    file = str(written(tmp_path))
    text = shown("explain", file, PLACE)
    assert "What was seen" in text
    assert "observed.lapses: at most 1 (noted: 1)" in text
    assert "observed.extent: sample (noted: sample)" in text
    assert "No answer clears what was seen" in text
    assert "noted: sample" in shown("explain", file, PLACE, "--format", "markdown")
    assert json.loads(shown("explain", file, PLACE, "--format", "json"))[0]["finding"]["observed"]


def test_a_note_on_a_clause_does_not_stand_in_the_way_of_clearing_its_neighbours(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    under = sorted(knowledge.members["iso-9001:2015/8.4"], key=knowledge.position.__getitem__)
    file = str(written(tmp_path, place="iso-9001:2015/8.4"))
    (explained,) = json.loads(shown("explain", file, under[1], "--format", "json"))
    assert not explained["finding"]["observed"]
    assert explained["would_clear"][0]["grade"] == "conforms"

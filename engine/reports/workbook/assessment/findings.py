"""The sheet of findings: a row a requirement, worst first, from what is required to the answers and the
places they stand at."""

from __future__ import annotations

from collections.abc import Iterable

from ....analysis.assessment import Assessment
from ....analysis.audience import Audience
from ....analysis.dependencies import DependencyFailure
from ....analysis.findings import Finding
from ....analysis.overlaid import changes_behind
from ....model import Grade, KnowledgeBase
from ....organisation.organisation import Answer
from ...findings import failures_of_dependents, worst_first
from ...words.assessment import (
    COUNTED,
    answer_words,
    choice_words,
    clause_title,
    edition_notes,
    evidence_words,
    inferred_words,
    observed_words,
    path_of,
    place,
    raise_words,
    shown_by,
)
from ...words.overlaid import change_words
from ...words.registers import records_words
from ...words.since import earlier_words
from ..book import QUIET_TEXT
from ..table import Column, Marked, ReportTable, Value, told

WHAT_TO_DO, DECIDED, BEFORE = "What to do", "Decided by the policy", "Failed before"
OVERLAID = "Changed by overlays"

COLUMNS = (
    Column("Recorded in", 13),
    Column("Clause", 26),
    Column("Standard", 15),
    Column("Status", 14),
    Column("Grade", 12),
    Column("Shown", 10),
    Column("Could become", 14),
    Column("What is required", 40),
    Column("Why", 46),
    Column(WHAT_TO_DO, 46),
    Column(BEFORE, 20),
    Column("Raised by the policy", 36),
    Column(DECIDED, 36),
    Column(OVERLAID, 36),
    Column("Dependency failures", 44),
    Column("Answers", 44),
    Column("Evidence given", 40),
    Column("Notes", 40),
    Column("Seen by an auditor", 36),
    Column("Records", 40),
    Column("Still to ask", 26),
    Column("Shown by", 34),
    Column("Stage", 7),
    Column("Theme", 16),
    Column("Requirement", 30, QUIET_TEXT),
    Column("Rule", 34, QUIET_TEXT),
    Column("Rule stands at", 34, QUIET_TEXT),
    Column("Edition", 30),
    Column("Inferred", 30),
)


def findings_sheet(assessment: Assessment, knowledge: KnowledgeBase, report: Audience) -> ReportTable:
    """Every requirement in scope. An auditor's sheet has no column for what to do; without an earlier
    assessment there is none for what failed before, and without choices of the policy none for these."""
    left_out = {
        WHAT_TO_DO: report == "auditor",
        BEFORE: assessment.since is None,
        DECIDED: not assessment.choices,
        OVERLAID: not assessment.changes,
    }
    failing = failures_of_dependents(assessment, knowledge)
    rows = [
        _row(one, assessment, knowledge, failing.get(one.requirement, ())) for one in worst_first(assessment)
    ]
    kept = [number for number, one in enumerate(COLUMNS) if not left_out.get(one.heading)]
    return ReportTable(
        "Findings",
        "The judgement on every requirement in scope, as detail behind what is recorded: none of it counts a"
        " second time.",
        tuple(COLUMNS[number] for number in kept),
        tuple(tuple(row[number] for number in kept) for row in rows),
        kept=2,
        pages=2,
    )


def recorded_words(finding: Finding) -> str:
    """The number of what a requirement is recorded in, or of what carries it; empty where it is in
    neither."""
    if finding.nonconformity:
        return finding.nonconformity
    return f"carried by {finding.carried_by}" if finding.carried_by else ""


def shown_words(finding: Finding) -> str:
    """Whether conformity is shown by evidence or only claimed; empty where there is none."""
    if finding.grade is not Grade.CONFORMS:
        return ""
    return "shown" if finding.shown else "claimed"


def clause_words(clause: str, knowledge: KnowledgeBase) -> str:
    """A clause with its number and title."""
    return f"{knowledge.clause[clause].number} {clause_title(clause, knowledge)}"


def grade_cell(grade: Grade) -> Marked | None:
    """A grade in its colour; nothing where there is none."""
    return Marked(grade.word, grade.word) if grade else None


def status_cell(finding: Finding) -> Value:
    """The status, in its colour where there is no grade."""
    name = finding.status.value
    return name if finding.grade else Marked(name, COUNTED[name][0])


def _row(
    finding: Finding, assessment: Assessment, knowledge: KnowledgeBase, failing: Iterable[DependencyFailure]
) -> tuple[Value, ...]:
    requirement = knowledge.requirement[finding.requirement]
    decided = finding.decided_by
    also = (f"Also: {one.because} ({one.grade.word}, {one.rule})" for one in finding.reasons[1:])
    return (
        recorded_words(finding) or None,
        clause_words(requirement.clause_id, knowledge),
        finding.standard,
        status_cell(finding),
        grade_cell(finding.grade),
        shown_words(finding) or None,
        grade_cell(finding.could_become),
        knowledge.says(finding.requirement),
        told([finding.because, *also]),
        told([finding.fix]),
        earlier_words(finding.earlier, finding.requirement) if finding.earlier else None,
        told(f"{raise_words(one, knowledge)}: {one.because}" for one in finding.escalations),
        told(choice_words(one.choice) for one in finding.reasons),
        told(change_words(one) for one in changes_behind(finding, knowledge)),
        told(f"{one.kind}: {path_of(one, assessment.standards)}" for one in failing),
        told(_answer(one, knowledge) for one in finding.answers),
        told(_evidence(finding)),
        told(f"{one.fact}: {one.note}" for one in finding.answers if one.note),
        told(_seen(finding)),
        told(records_words(one, knowledge) for one in finding.records),
        told(finding.ask),
        told(shown_by(finding.requirement, knowledge)),
        requirement.stage.value,
        requirement.theme,
        finding.requirement,
        decided.rule if decided else None,
        place(decided.at) if decided else None,
        told(edition_notes(finding.requirement, knowledge)),
        inferred_words(finding.requirement, knowledge) or None,
    )


def _answer(answer: Answer, knowledge: KnowledgeBase) -> str:
    return f"{answer.fact}: {answer_words(answer, knowledge.question[answer.fact])} ({place(answer.at)})"


def _evidence(finding: Finding) -> list[str]:
    """What was given as evidence for the answers, and what the notes of an auditor rest on."""
    given = [f"{one.fact}: {evidence_words(piece)}" for one in finding.answers for piece in one.evidence]
    return [
        *given,
        *(f"seen: {evidence_words(piece)}" for one in finding.observed for piece in one.note.evidence),
    ]


def _seen(finding: Finding) -> list[str]:
    return [f"{one.note.saw} ({observed_words(one)}; {place(one.note.at)})" for one in finding.observed]

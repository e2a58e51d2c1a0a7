"""The sheets of dependencies: what fails and holds the rest up, and every dependency that fails, with its
path."""

from __future__ import annotations

from ....analysis.assessment import Assessment
from ....analysis.audience import Audience
from ....analysis.dependencies import DependencyFailure
from ....analysis.marks import marks_of, standing
from ....model import FailureKind, KnowledgeBase
from ...words.assessment import COUNTED, FAILURES, path_of
from ...words.nonconformity import Teller
from ..book import QUIET_TEXT
from ..table import Column, Marked, ReportTable, Value, told
from .findings import clause_words, grade_cell, recorded_words

FOUNDATIONS = "What holds the rest up"
MEANING = "What it means"


def foundations_sheet(assessment: Assessment, knowledge: KnowledgeBase) -> ReportTable:
    """The failing requirements that no failing foundation explains and on which others stand, those with
    most first."""
    columns = (
        Column("Recorded in", 13),
        Column("Grade", 12),
        Column("Clause", 26),
        Column("Why", 50),
        Column("Below it", 10),
        Column("Directly", 9),
        Column("Alone", 9),
        Column("Which clauses", 60),
        Column("Requirement", 30, QUIET_TEXT),
    )
    teller = Teller(assessment, knowledge)
    rows = []
    for cause in (one for one in assessment.root_causes if one.undermines):
        finding = assessment.finding[cause.requirement]
        clause = clause_words(knowledge.requirement[cause.requirement].clause_id, knowledge)
        numbers = (len(cause.undermines), len(cause.directly), len(cause.alone))
        which = told([teller.references(cause.undermines)])
        why, grade = told([finding.because]), grade_cell(finding.grade)
        rows.append((recorded_words(finding) or None, grade, clause, why, *numbers, which, cause.requirement))
    says = (
        "What fails and how many requirements stand on it: in all, directly, and on nothing else that fails."
    )
    return ReportTable(FOUNDATIONS, says, columns, tuple(rows), kept=3, pages=1)


def failures_sheet(assessment: Assessment, knowledge: KnowledgeBase, report: Audience) -> ReportTable:
    """Every link that fails, by the kind of failure, with the path along which it failed. What each kind
    means says what to mend first, so that an auditor's sheet does without."""
    columns = (
        Column("Failure", 13),
        Column(MEANING, 34),
        Column("Foundation", 34),
        Column("Foundation is", 14),
        Column("What builds on it", 34),
        Column("It is", 14),
        Column("Path", 60),
        Column("Basis", 11),
        Column("Why it depends", 46),
        Column("Link", 30),
    )
    kinds = list(FailureKind)
    by_kind = sorted(assessment.dependency_failures, key=lambda one: kinds.index(one.kind))
    rows = [_failure_row(one, assessment, knowledge) for one in by_kind]
    says = (
        "Where a requirement and the foundation it stands on come apart, each with the path the failure"
        " takes."
    )
    kept = [number for number, one in enumerate(columns) if report == "consultant" or one.heading != MEANING]
    shown = tuple(tuple(row[number] for number in kept) for row in rows)
    return ReportTable("Dependency failures", says, tuple(columns[number] for number in kept), shown, pages=1)


def _failure_row(
    one: DependencyFailure, assessment: Assessment, knowledge: KnowledgeBase
) -> tuple[Value, ...]:
    marks = marks_of(assessment)

    def stands(end: str) -> Marked:
        how = standing(end, marks, knowledge)
        return Marked(how, COUNTED[how][0])

    return (
        one.kind.value,
        FAILURES[one.kind],
        one.source,
        stands(one.source),
        one.target,
        stands(one.target),
        path_of(one, assessment.standards),
        one.basis.value,
        knowledge.link[one.link].because,
        one.link,
    )

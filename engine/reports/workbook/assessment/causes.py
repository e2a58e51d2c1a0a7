"""The sheets of causes: root causes with what they undermine, and every dependency that fails, with its path."""

from __future__ import annotations

from ....analysis.assessment import Assessment
from ....analysis.marks import marks_of, standing
from ....model import FailureKind, KnowledgeBase
from ...words.assessment import COUNTED, FAILURES, path_of, short_names
from ..table import Column, Marked, Table, told
from .findings import clause_words, grade_cell


def root_causes_sheet(assessment: Assessment, knowledge: KnowledgeBase) -> Table:
    """The failing requirements that no failing foundation explains, those that undermine most first."""
    columns = (
        Column("Requirement", 36),
        Column("Grade", 10),
        Column("Clause", 26),
        Column("Why", 50),
        Column("Undermines", 11),
        Column("Directly", 9),
        Column("Alone", 9),
        Column("Which", 60),
    )
    rows = []
    for cause in assessment.root_causes:
        finding = assessment.finding[cause.requirement]
        clause = clause_words(knowledge.requirement[cause.requirement].clause_id, knowledge)
        numbers = (len(cause.undermines), len(cause.directly), len(cause.alone))
        grade, which = grade_cell(finding.grade), told([short_names(cause.undermines, assessment.standards)])
        rows.append((cause.requirement, grade, clause, told([finding.because]), *numbers, which))
    says = "Gaps that no failing foundation explains, and how many requirements each undermines: in all, directly, and as their only cause."
    return Table("Root causes", says, columns, tuple(rows), pages=1)


def failures_sheet(assessment: Assessment, knowledge: KnowledgeBase) -> Table:
    """Every link that fails, by the kind of failure, with the path along which it failed."""
    columns = (
        Column("Failure", 13),
        Column("What it means", 34),
        Column("Foundation", 34),
        Column("Foundation is", 14),
        Column("What builds on it", 34),
        Column("It is", 14),
        Column("Path", 60),
        Column("Basis", 11),
        Column("Why it depends", 46),
        Column("Link", 30),
    )
    marks = marks_of(assessment)

    def stands(end: str) -> Marked:
        how = standing(end, marks, knowledge)
        return Marked(how, COUNTED[how][0])

    rows = [
        (
            one.kind.value,
            FAILURES[kind],
            one.source,
            stands(one.source),
            one.target,
            stands(one.target),
            path_of(one, assessment.standards),
            one.basis.value,
            knowledge.link[one.link].because,
            one.link,
        )
        for kind in FailureKind
        for one in assessment.dependency_failures
        if one.kind is kind
    ]
    says = "Where a requirement and the foundation it stands on come apart, each with the path the failure takes."
    return Table("Dependency failures", says, columns, tuple(rows), pages=1)

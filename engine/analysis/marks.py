"""How requirements and clauses stand: a mark for each, from the worst to what does not apply."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Grade, KnowledgeBase, Status
from .assessment import Assessment
from .findings import Finding

MARKS = ("major", "minor", "observation", "opportunity", "not-assessed", "conforms", "not-applicable")
"""How a requirement or a clause stands, worst first: its grade, or the status where there is none."""


def mark(finding: Finding) -> str:
    """How one requirement stands."""
    return finding.status.value if finding.grade is Grade.UNGRADED else finding.grade.word


def worst(marks: Iterable[str]) -> str:
    """The worst of some marks; what is open weighs more than what conforms. Without any, nothing applies."""
    return min(marks, key=MARKS.index, default=Status.NOT_APPLICABLE.value)


def standing(end: str, marks: dict[str, str], knowledge: KnowledgeBase) -> str:
    """How a requirement or a whole clause stands: the worst of the requirements under it that were in
    scope."""
    return worst(marks[one] for one in knowledge.members[end] if one in marks)


def marks_of(assessment: Assessment) -> dict[str, str]:
    """How every requirement in scope stands."""
    return {finding.requirement: mark(finding) for finding in assessment.findings}

"""The sheet of what became of the findings of an earlier assessment: a row a requirement that failed then
or is new now."""

from __future__ import annotations

from ....analysis.assessment import Assessment
from ....analysis.since import Since
from ....model import KnowledgeBase
from ...words.assessment import raise_words
from ...words.since import OUTCOMES
from ..book import QUIET_TEXT
from ..table import Column, ReportTable, Value, told
from .findings import clause_words, grade_cell, recorded_words, status_cell

COLUMNS = (
    Column("What became of it", 16),
    Column("Clause", 26),
    Column("Recorded now in", 15),
    Column("Grade then", 12),
    Column("Status now", 14),
    Column("Grade now", 12),
    Column("Why now", 50),
    Column("Raised by the policy", 40),
    Column("Requirement", 30, QUIET_TEXT),
    Column("Rules then", 38, QUIET_TEXT),
    Column("Called then", 36, QUIET_TEXT),
)
NAME = [column.heading for column in COLUMNS].index("Requirement")


def since_sheet(since: Since, assessment: Assessment, knowledge: KnowledgeBase) -> ReportTable:
    """What is still open first, then what eased, what is closed, what nobody judged, what is new and what
    cannot be compared. The names of then stand there only where one was another."""
    rows = [
        _row(word, one, assessment, knowledge)
        for part, (word, _) in OUTCOMES.items()
        for one in getattr(since, part)
    ]
    renamed = any(row[-1] for row in rows)
    shown = len(COLUMNS) if renamed else len(COLUMNS) - 1
    says = (
        f"What became of the findings of {since.as_of}, and which are new. What nothing is known of is out of"
        " sight, not closed."
    )
    return ReportTable(
        f"Since {since.as_of}", says, COLUMNS[:shown], tuple(row[:shown] for row in rows), kept=2, pages=1
    )


def _row(word: str, requirement: str, assessment: Assessment, knowledge: KnowledgeBase) -> tuple[Value, ...]:
    """A requirement with its finding; one that is not part of this assessment goes by the name it had."""
    finding = assessment.finding.get(requirement)
    if finding is None:
        return tuple({0: word, NAME: requirement}.get(place) for place in range(len(COLUMNS)))
    earlier = finding.earlier
    return (
        word,
        clause_words(knowledge.requirement[requirement].clause_id, knowledge),
        recorded_words(finding) or None,
        grade_cell(earlier.grade) if earlier else None,
        status_cell(finding),
        grade_cell(finding.grade),
        told([finding.because]),
        told(f"{raise_words(one, knowledge)}: {one.because}" for one in finding.escalations),
        requirement,
        told(earlier.rules) if earlier else None,
        earlier.requirement if earlier and earlier.requirement != requirement else None,
    )

"""The sheets of what is recorded: a row a nonconformity, and a row an observation or opportunity. The words
are those of every report."""

from __future__ import annotations

from collections.abc import Sequence

from ....analysis.assessment import Assessment
from ....analysis.audience import Audience
from ....analysis.nonconformities.nonconformity import Nonconformity
from ....model import Grade, KnowledgeBase
from ...words.nonconformity import SHOWN_BY, Said, Teller, standing_words
from ..book import QUIET_TEXT
from ..table import Column, ReportTable, Value, told
from .findings import grade_cell

NONCONFORMITIES, OBSERVATIONS = "Nonconformities", "Observations and opportunities"
WHAT_TO_DO = "What to do"
ALSO, CARRIES = "Also against", "Carries"

COLUMNS = (
    Column("No.", 8),
    Column("Grade", 12),
    Column("Written against", 24),
    Column("What is required", 34),
    Column("What was found", 44),
    Column("Evidence", 52),
    Column("Risk", 32),
    Column(WHAT_TO_DO, 40),
    Column(ALSO, 18),
    Column(CARRIES, 18),
    Column("Remarks", 34),
    Column("Key", 34, QUIET_TEXT, hidden=True),
)

IN_REMARKS = ("Inferred", "Grade", "Open")
"""The parts of a nonconformity that share a column, each behind its label."""


def nonconformities_sheet(assessment: Assessment, knowledge: KnowledgeBase, report: Audience) -> ReportTable:
    """Every nonconformity, worst first, as it is recorded. An auditor's sheet has no column for what to
    do."""
    says = (
        "Each failure of one practice once, worst first: what is required, what was found, the evidence, and"
        " what may follow."
    )
    return _sheet(NONCONFORMITIES, says, assessment.nonconformities, assessment, knowledge, report)


def observations_sheet(assessment: Assessment, knowledge: KnowledgeBase, report: Audience) -> ReportTable:
    """Every observation and opportunity: no nonconformity, and no answer is owed."""
    says = "What is no nonconformity and worth a look: it may become one, or could be better."
    return _sheet(OBSERVATIONS, says, assessment.observations, assessment, knowledge, report)


def _sheet(
    title: str,
    says: str,
    found: Sequence[Nonconformity],
    assessment: Assessment,
    knowledge: KnowledgeBase,
    report: Audience,
) -> ReportTable:
    teller = Teller(assessment, knowledge)
    rows = [_row(one, teller) for one in found]
    headings = [column.heading for column in COLUMNS]
    needed = {ALSO, CARRIES, "Risk", "Remarks"}
    empty = {name for name in needed if not any(row[headings.index(name)] for row in rows)}
    left_out = empty | ({WHAT_TO_DO} if report == "auditor" else set())
    kept = [number for number, heading in enumerate(headings) if heading not in left_out]
    shown = tuple(tuple(row[number] for number in kept) for row in rows)
    return ReportTable(title, says, tuple(COLUMNS[number] for number in kept), shown, kept=3, pages=1)


def _row(one: Nonconformity, teller: Teller) -> tuple[Value, ...]:
    said: dict[str, list[Said]] = {}
    for part in teller.parts(one):
        said.setdefault(part.label, []).append(part)
    place = f"at {one.place}" if one.place else ""
    standing = standing_words(teller.assessment, one.requirement)
    remarks = [f"{label}: {part.text}{part.strong}" for label in IN_REMARKS for part in said.get(label, ())]
    return (
        one.id,
        grade_cell(one.grade),
        told([teller.title(one), place]),
        _told(said, "Required"),
        told(one.statements),
        told(_evidence(part) for part in teller.evidence(one)),
        _told(said, "Risk"),
        _told(said, "Do"),
        _told(said, "Also"),
        _told(said, "Carries"),
        told([*remarks, standing]),
        one.key,
    )


def _told(said: dict[str, list[Said]], label: str) -> str:
    return told(part.text + part.strong for part in said.get(label, ()))


def _evidence(part: Said) -> str:
    """A piece of evidence with its place; what shows an answer stands below it."""
    lead = "— " if part.label == SHOWN_BY else ""
    at = f" ({part.at})" if part.at else ""
    return f"{lead}{part.text}{part.strong}{at}"


def first_sentence(one: Nonconformity) -> str:
    """What fails, in a sentence."""
    return told(one.statements[:1])


def worst_grade(assessment: Assessment) -> Grade | None:
    """The worst grade that is recorded as a nonconformity; None where there is none."""
    return max((one.grade for one in assessment.nonconformities), default=None)

"""The sheet of the matrix: a row a clause or control of Annex A, a pair of columns a standard, in the colour
of the worst under each."""

from __future__ import annotations

from ....analysis.assessment import Assessment
from ....analysis.findings import Finding
from ....analysis.marks import mark
from ....model import Grade, KnowledgeBase, Status, clause_order, lineage
from ...findings import cell_of
from ...words.assessment import clause_title
from ..table import Column, Marked, ReportTable, Value

ANNEX = "A"
CLAUSE, TITLE, STANDING = 12, 30, 30
MOST_NAMED = 6


def matrix_sheet(assessment: Assessment, knowledge: KnowledgeBase) -> ReportTable:
    """Clauses of one and two numbers, and every control. The same number is not the same subject, so that
    each standard names its own."""
    stands = {standard: _under(standard, assessment) for standard in assessment.standards}
    numbers = sorted({number for found in stands.values() for number in found}, key=clause_order)
    columns = [Column("Clause", CLAUSE)]
    for standard in assessment.standards:
        edition = knowledge.standard[standard].edition.partition(" with ")[0]
        columns += [Column(edition, TITLE), Column("How it stands", STANDING)]
    everything = (*assessment.nonconformities, *assessment.observations)
    order = {one.id: number for number, one in enumerate(everything)}
    rows = tuple(_row(number, stands, knowledge, order) for number in numbers)
    says = (
        "Every clause in the colour of the worst under it: what is recorded there, and how many requirements"
        " are met and open."
    )
    return ReportTable("Matrix", says, tuple(columns), rows, pages=1)


def _under(standard: str, assessment: Assessment) -> dict[str, list[Finding]]:
    """The findings under each clause of one or two numbers and each control, in their order."""
    found: dict[str, list[Finding]] = {}
    for finding in assessment.findings:
        for number in lineage(finding.clause) if finding.standard == standard else ():
            if number.count(".") < 2 or number.startswith(f"{ANNEX}."):
                found.setdefault(number, []).append(finding)
    return found


def _row(
    number: str, stands: dict[str, dict[str, list[Finding]]], knowledge: KnowledgeBase, order: dict[str, int]
) -> tuple[Value, ...]:
    row: list[Value] = [
        f"Annex {number}" if number == ANNEX else number if number.startswith(ANNEX) else f"Clause {number}"
    ]
    for standard, under in stands.items():
        findings = under.get(number)
        row += (
            [clause_title(f"{standard}/{number}", knowledge), _standing(number, findings, order)]
            if findings
            else [None, None]
        )
    return tuple(row)


def _standing(number: str, findings: list[Finding], order: dict[str, int]) -> Marked:
    """The numbers of what is recorded under a clause or only carried there, and how its other requirements
    stand."""
    recorded = {one.nonconformity for one in findings if one.nonconformity}
    carried = {one.carried_by for one in findings if one.carried_by} - recorded
    met = [one for one in findings if one.grade is Grade.CONFORMS]
    shown = sum(one.shown for one in met)
    counted = {
        f"met ({shown} shown)": len(met),
        "open": sum(one.status is Status.NOT_ASSESSED for one in findings),
        "not applicable": sum(one.status is Status.NOT_APPLICABLE for one in findings),
    }
    told = [
        _some(sorted(recorded, key=order.__getitem__)),
        f"carried by {_some(sorted(carried, key=order.__getitem__))}" if carried else "",
    ]
    told.append(", ".join(f"{times} {word}" for word, times in counted.items() if times))
    return Marked(cell_of(number, [mark(one) for one in findings]).mark, "; ".join(filter(None, told)))


def _some(numbers: list[str]) -> str:
    more = len(numbers) - MOST_NAMED
    return ", ".join(numbers[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")

"""The sheet of the matrix: a row a clause or control of Annex A, a pair of columns a standard, in the colour of the worst under each."""

from __future__ import annotations

from ....analysis.assessment import Assessment
from ....analysis.marks import mark
from ....model import KnowledgeBase, clause_order, lineage
from ...findings import Cell, cell_of
from ...words.assessment import clause_title, counted
from ..table import Column, Marked, Table, Value

ANNEX = "A"
CLAUSE, TITLE, STANDING = 12, 30, 26


def matrix_sheet(assessment: Assessment, knowledge: KnowledgeBase) -> Table:
    """Clauses of one and two numbers, and every control. The same number is not the same subject, so that each standard names its own."""
    stands = {standard: _cells(standard, assessment) for standard in assessment.standards}
    numbers = sorted({number for cells in stands.values() for number in cells}, key=clause_order)
    columns = [Column("Clause", CLAUSE)]
    for standard in assessment.standards:
        columns += [Column(standard, TITLE), Column("How it stands", STANDING)]
    rows = tuple(_row(number, stands, knowledge) for number in numbers)
    says = "Every clause of every standard in the colour of the worst under it, with how many requirements stand how."
    return Table("Matrix", says, tuple(columns), rows, pages=1)


def _cells(standard: str, assessment: Assessment) -> dict[str, Cell]:
    marks: dict[str, list[str]] = {}
    for finding in assessment.findings:
        for number in lineage(finding.clause) if finding.standard == standard else ():
            if number.count(".") < 2 or number.startswith(f"{ANNEX}."):
                marks.setdefault(number, []).append(mark(finding))
    return {number: cell_of(number, found) for number, found in marks.items()}


def _row(number: str, stands: dict[str, dict[str, Cell]], knowledge: KnowledgeBase) -> tuple[Value, ...]:
    row: list[Value] = [f"Annex {number}" if number == ANNEX else number if number.startswith(ANNEX) else f"Clause {number}"]
    for standard, cells in stands.items():
        cell = cells.get(number)
        row += [clause_title(f"{standard}/{number}", knowledge), _standing(cell)] if cell else [None, None]
    return tuple(row)


def _standing(cell: Cell) -> Marked:
    return Marked(cell.mark, ", ".join(counted(name, number) for name, number in cell.numbers))

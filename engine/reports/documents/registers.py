"""The registers of an organisation as tables: every field of every record, as the file gives it."""

from __future__ import annotations

from datetime import date

from ...commands.document import Ordered
from ...model import AnswerKind, Field
from ...organisation.records import RegisterRecord
from ..words.assessment import place, printable
from ..words.registers import register_words
from .parts import DocumentSection, Grid, GridCell, GridColumn, Prose, WrittenDocument, shown_date

OWN_REGISTER = "registers.nonconformities"
"""The register of nonconformities that the organisation keeps itself."""

LONGEST_TITLE = 31
NONE = "No register was given."
WIDTHS = {AnswerKind.TEXT: 36, AnswerKind.RECORDS: 22, AnswerKind.WORDS: 14}


def registers_document(ordered: Ordered) -> WrittenDocument:
    """Every register that is given, one after the other."""
    result = ordered.result
    grids = [grid for name in result.organisation.registers if (grid := register_grid(name, ordered))]
    sections = tuple(
        DocumentSection(grid.title.replace(" ", "_"), grid.title.capitalize(), (grid,)) for grid in grids
    )
    return WrittenDocument(
        title="Registers",
        organisation=result.assessment.organisation,
        as_of=result.assessment.as_of,
        facts=(
            ("As of", shown_date(result.assessment.as_of)),
            ("Registers", ", ".join(f"{grid.title} ({len(grid.rows)})" for grid in grids) or NONE),
        ),
        sections=sections or (DocumentSection("about", "", (Prose(NONE, tone="lead"),)),),
        template="register",
    )


def register_grid(register: str, ordered: Ordered) -> Grid | None:
    """One register as a table; None if it is not given, or kept and empty."""
    records = ordered.result.organisation.registers.get(register)
    if not records:
        return None
    fields = ordered.result.knowledge.question[register].record
    columns = (
        GridColumn("Record", 12),
        *(
            GridColumn(_heading(field), WIDTHS.get(field.holds, 12), on="both" if number < 1 else "filled")
            for number, field in enumerate(fields)
        ),
        GridColumn("Only for", 16, on="filled"),
        GridColumn("Stands at", 30, on="sheet"),
    )
    rows = tuple(_row(one, fields) for one in records)
    title = register_words(register)[:LONGEST_TITLE]
    return Grid(title, columns, rows, f"The register of {title}, as it is kept.")


def _heading(field: Field) -> str:
    words = field.name.replace("_", " ")
    return words[0].upper() + words[1:]


def _row(record: RegisterRecord, fields: tuple[Field, ...]) -> tuple[GridCell, ...]:
    return (
        printable(record.id),
        *(_value(record, field) for field in fields),
        ", ".join(record.disciplines),
        place(record.at),
    )


def _value(record: RegisterRecord, field: Field) -> GridCell:
    """What a record says in a field; what it leaves to the register's own meaning stays empty."""
    if field.name in record.names:
        strays = record.strays.get(field.name, ())
        return ", ".join(
            f"{name} (not there)" if name in strays else name for name in record.names[field.name]
        )
    value = None if field.name in record.unsaid else record.values.get(field.name)
    if value is None or isinstance(value, date):
        return value
    return printable(f"{value:g}" if isinstance(value, float) else str(value))

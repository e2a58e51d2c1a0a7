"""The registers of an organisation as tables: every field of every record, as the file gives it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain

from ...commands.document import Ordered
from ...knowledge.language.phrases import Value
from ...model import AnswerKind, Field
from ...organisation.records import RegisterRecord
from ..words.assessment import place, printable
from ..words.registers import register_words
from .parts import DocumentSection, Grid, GridCell, GridColumn, Prose, WrittenDocument, shown_date

OWN_REGISTER = "registers.nonconformities"
"""The register of nonconformities that the organisation keeps itself."""

LONGEST_TITLE = 31
MOST_ON_PAPER = 9
"""How many fields of a record a page has room for; a workbook has all."""

TELL_MOST = ("what", "level", "significant", "severity", "controls", "owner", "due", "status", "closed")
"""The fields that a page has before others."""

NONE = "No register was given."
MORE = "A page has no room for every field; the workbook has all of them."
OURS = ("Only for", "Stands at")
WIDTHS = {
    AnswerKind.TEXT: 36,
    AnswerKind.RECORDS: 22,
    AnswerKind.WORDS: 14,
    AnswerKind.DATE: 15,
    AnswerKind.PLANNED_DATE: 15,
}


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
        sections=(*sections, _more(grids))
        if sections
        else (DocumentSection("about", "", (Prose(NONE, tone="lead"),)),),
        template="register",
    )


def _more(grids: Iterable[Grid]) -> DocumentSection:
    """Where the fields are that a page has no room for; they are named in a workbook."""
    columns = chain.from_iterable(grid.columns for grid in grids)
    left_out = any(column.on == "sheet" for column in columns if column.heading not in OURS)
    return DocumentSection("more", "", (Prose(MORE, tone="quiet"),) if left_out else ())


def register_grid(register: str, ordered: Ordered, most: int = MOST_ON_PAPER) -> Grid | None:
    """One register as a table, on paper with so many fields at most; None if it is not given, or kept and
    empty."""
    records = ordered.result.organisation.registers.get(register)
    if not records:
        return None
    fields = ordered.result.knowledge.question[register].record
    shown = _on_paper(fields, records, most)
    columns = (
        GridColumn("Record", 12),
        *(
            GridColumn(
                _heading(field), WIDTHS.get(field.holds, 13), "both" if field.name in shown else "sheet"
            )
            for field in fields
        ),
        GridColumn("Only for", 16, on="sheet"),
        GridColumn("Stands at", 30, on="sheet"),
    )
    rows = tuple(_row(one, fields) for one in records)
    title = register_words(register)[:LONGEST_TITLE]
    return Grid(title, columns, rows, f"The register of {title}, as it is kept.")


def _on_paper(fields: Sequence[Field], records: Iterable[RegisterRecord], most: int) -> set[str]:
    """The fields that a page has room for: of those that are filled the ones that tell most, then the first
    of the others."""
    filled = set().union(*({*one.values, *one.names} - {*one.unsaid} for one in records))
    there = [field.name for field in fields if field.name in filled]
    return set(sorted(there, key=lambda name: name not in TELL_MOST)[:most])


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
    return value_words(value, record.written.get(field.name, ""))


def value_words(value: Value, written: str = "") -> str:
    """What a field says, with the points that people wrote where these were understood as a level."""
    said = f"{value:g}" if isinstance(value, float) else str(value)
    return printable(f"{said} ({written})" if written and written != said else said)

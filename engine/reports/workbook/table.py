"""A sheet of a report as plain data, and how it is drawn: the sheets say what they show, and only here it
becomes cells."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ...reading.workbooks import key
from ..words.assessment import printable
from .book import (
    DAY,
    FREE,
    GRADE_LOOKS,
    HEADING,
    ISO_DAY,
    LONGEST_TEXT,
    NUMBER,
    TEXT,
    Book,
    Look,
    fit,
    lay_out,
    stored,
)

A3 = 8

MARKED = {
    mark: msgspec.structs.replace(look, name=f"{look.name} wrapped", wrap=True)
    for mark, look in GRADE_LOOKS.items()
}
COUNTED_LOOK = msgspec.structs.replace(NUMBER, name="count", centred=True)
CUT = " … (cut here: a cell holds no more; the other formats have all of it)"


class Marked(msgspec.Struct, frozen=True):
    """Text in the colour of a grade or status."""

    mark: str
    text: str


Value = str | int | date | Marked | None


class Column(msgspec.Struct, frozen=True):
    """A column with its heading; the width is in characters. By its `key` a sheet is read back; a hidden one
    is for programs alone."""

    heading: str
    width: float
    look: Look = TEXT
    key: str = ""
    hidden: bool = False


class ReportTable(msgspec.Struct, frozen=True):
    """A sheet with a header and rows below it. `says` tells on the first sheet what it holds; `kept` columns
    stay in sight.

    `pages` is how many pages of A3 it is wide in print; 0 stands for one page of A4. With a `name` it can be
    read back: a hidden row above the header holds the keys of its columns.
    """

    title: str
    says: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    kept: int = 1
    pages: int = 0
    name: str = ""

    @property
    def header(self) -> int:
        """The row of headings."""
        return 2 if self.name else 1

    def letter(self, key: str) -> str:
        """The letter of the column with a key."""
        return get_column_letter(1 + [column.key for column in self.columns].index(key))

    def cells(self, first: str, last: str = "") -> str:
        """The cells below the headings, of one column by its key, or from one to another."""
        below, end = self.header + 1, self.header + len(self.rows)
        return f"{self.letter(first)}{below}:{self.letter(last or first)}{end}"


def told(parts: Iterable[str]) -> str:
    """What people wrote or we say as the text of a cell: a line a part, without control characters, cut where
    no cell could hold it."""
    text = "\n".join(printable(part) for part in parts if part)
    if len(stored(text)) <= LONGEST_TEXT:
        return text
    return text[: LONGEST_TEXT // 8] + CUT


def draw(table: ReportTable, book: Book) -> Worksheet:
    """Adds the sheet: header, rows, filters, and pages that print."""
    sheet = book.sheet(table.title)
    _write_header(table, book, sheet)
    for number, row in enumerate(table.rows, table.header + 1):
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True), 1):
            put(book, sheet, number, place, value, column.look)
        shown = zip(table.columns, row, strict=True)
        fit(sheet, number, ((_text(value), column.width) for column, value in shown if not column.hidden))
    lay_out(sheet, [column.width for column in table.columns], header=table.header)
    sheet.freeze_panes = f"{get_column_letter(table.kept + 1)}{table.header + 1}"
    if table.pages:
        sheet.page_setup.paperSize, sheet.page_setup.fitToWidth = A3, table.pages
        sheet.print_title_cols = f"A:{get_column_letter(table.kept)}"
    for place, column in enumerate(table.columns, 1):
        if column.hidden:
            sheet.column_dimensions[get_column_letter(place)].hidden = True
    return sheet


def _write_header(table: ReportTable, book: Book, sheet: Worksheet) -> None:
    """The headings and, where the sheet can be read back, the hidden row of keys above them."""
    for place, column in enumerate(table.columns, 1):
        book.put(sheet, table.header, place, column.heading, HEADING)
        if table.name and column.key:
            book.put(sheet, 1, place, key(table.name, column.key), FREE)
    if table.name:
        sheet.row_dimensions[1].hidden = True
    fit(
        sheet,
        table.header,
        ((column.heading, column.width - 2) for column in table.columns if not column.hidden),
    )


def _text(value: Value) -> str | None:
    text = value.text if isinstance(value, Marked) else value
    return text if isinstance(text, str) else None


def put(book: Book, sheet: Worksheet, row: int, column: int, value: Value, look: Look = TEXT) -> None:
    """Writes one value in the look of its kind; a column to fill in keeps its own."""
    if isinstance(value, Marked):
        book.put(sheet, row, column, value.text, MARKED[value.mark])
    elif isinstance(value, date):
        book.put(sheet, row, column, value, look if look.form == ISO_DAY else DAY)
    elif isinstance(value, int):
        book.put(sheet, row, column, value, COUNTED_LOOK)
    else:
        book.put(sheet, row, column, value, look)

"""A sheet of a report as plain data, and how it is drawn: the sheets say what they show, and only here it becomes cells."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from datetime import date

import msgspec
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ..words.assessment import printable
from .book import DAY, GRADE_LOOKS, HEADING, LONGEST_TEXT, NUMBER, TEXT, Book, Look, lay_out, stored

A3 = 8
LINE, TALLEST = 13.0, 409.0
CHARACTERS = 1.2
"""How many characters of running text take up one unit of a column's width, at the least."""

MARKED = {mark: msgspec.structs.replace(look, name=f"{look.name} wrapped", wrap=True) for mark, look in GRADE_LOOKS.items()}
COUNTED_LOOK = msgspec.structs.replace(NUMBER, name="count", centred=True)
CUT = " … (cut here: a cell holds no more; the other formats have all of it)"


class Marked(msgspec.Struct, frozen=True):
    """Text in the colour of a grade or status."""

    mark: str
    text: str


Value = str | int | date | Marked | None


class Column(msgspec.Struct, frozen=True):
    """A column with its heading; the width is in characters."""

    heading: str
    width: float


class Table(msgspec.Struct, frozen=True):
    """A sheet with a header and rows below it. `says` tells on the first sheet what it holds; `kept` columns stay in sight.

    `pages` is how many pages of A3 it is wide in print; 0 stands for one page of A4.
    """

    title: str
    says: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    kept: int = 1
    pages: int = 0


def told(parts: Iterable[str]) -> str:
    """What people wrote or we say as the text of a cell: a line a part, without control characters, cut where no cell could hold it."""
    text = "\n".join(printable(part) for part in parts if part)
    if len(stored(text)) <= LONGEST_TEXT:
        return text
    return text[: LONGEST_TEXT // 8] + CUT


def draw(table: Table, book: Book) -> Worksheet:
    """Adds the sheet: header, rows, filters, and pages that print."""
    sheet = book.sheet(table.title)
    for column, one in enumerate(table.columns, 1):
        book.put(sheet, 1, column, one.heading, HEADING)
    for number, row in enumerate(table.rows, 2):
        for column, value in enumerate(row, 1):
            put(book, sheet, number, column, value)
        sheet.row_dimensions[number].height = min(TALLEST, 2 + LINE * max(map(_lines, row, table.columns)))
    sheet.row_dimensions[1].height = 4 + LINE * max(_lines(one.heading, one) for one in table.columns)
    lay_out(sheet, [one.width for one in table.columns], header=1)
    sheet.freeze_panes = f"{get_column_letter(table.kept + 1)}2"
    if table.pages:
        sheet.page_setup.paperSize, sheet.page_setup.fitToWidth = A3, table.pages
        sheet.print_title_cols = "A:A"
    return sheet


def lines_in(text: str, width: float) -> int:
    """How many lines text takes up in so many units of width. Some programs do not measure wrapped text, and none does in joined cells."""
    room = int(width * CHARACTERS)
    return sum(1 if len(line) <= room else len(textwrap.wrap(line, room)) for line in text.split("\n"))


def _lines(value: Value, column: Column) -> int:
    text = value.text if isinstance(value, Marked) else value
    return lines_in(text, column.width) if isinstance(text, str) else 1


def put(book: Book, sheet: Worksheet, row: int, column: int, value: Value, look: Look = TEXT) -> None:
    """Writes one value in the look of its kind."""
    if isinstance(value, Marked):
        book.put(sheet, row, column, value.text, MARKED[value.mark])
    elif isinstance(value, date):
        book.put(sheet, row, column, value, DAY)
    elif isinstance(value, int):
        book.put(sheet, row, column, value, COUNTED_LOOK)
    else:
        book.put(sheet, row, column, value, look)

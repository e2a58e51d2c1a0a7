"""What the sheets of a questionnaire have in common: the hidden row of keys, headings, and cells to fill
in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ....organisation.workbook.sheets import SHEETS
from ....reading.workbooks import HEADINGS, key
from ..book import FREE, HEADING, QUIET_TEXT, Book, Look, fit, lay_out
from ..table import Column

KEY_ROW, SAYS_ROW, HEADING_ROW = 1, 2, 3
FIRST_ROW = HEADING_ROW + 1
LAST_ROW = 2000
"""How far down checks and dropdowns reach where people add rows."""

ANSWER = Look("answer", bold=True, fill="#fffdf3")
NOT_ASKED = Look("not asked", fill="#e4e4e4")
ONE_LINE = Look("one line", wrap=False, boxed=False)
OWN = Look("own remarks", italic=True)


class Form:
    """One sheet to fill in: a hidden row of keys, a line that says what belongs here, headings, then rows.
    The first column is hidden."""

    def __init__(
        self, book: Book, table: str, title: str, says: str, columns: Iterable[Column], hidden: str = ""
    ) -> None:
        self.book = book
        self.columns = (Column(key(table, HEADINGS), 3, QUIET_TEXT, hidden), *columns)
        self.sheet: Worksheet = book.sheet(title)
        self.row = HEADING_ROW
        book.put(self.sheet, SAYS_ROW, 2, says, ONE_LINE)
        for number, column in enumerate(self.columns, 1):
            book.put(self.sheet, HEADING_ROW, number, column.heading, HEADING)
            if column.key:
                book.put(self.sheet, KEY_ROW, number, key(table, column.key), FREE)

    def number(self, name: str) -> int:
        """The column with a key or, where it has none, a heading; from 1."""
        return next(
            number for number, column in enumerate(self.columns, 1) if name in (column.key, column.heading)
        )

    def letter(self, name: str) -> str:
        return get_column_letter(self.number(name))

    def cells(self, name: str, last: int = LAST_ROW) -> str:
        """The cells of a column below the heading: D4:D2000."""
        return f"{self.letter(name)}{FIRST_ROW}:{self.letter(name)}{last}"

    def add(self, values: dict[str, Any]) -> int:
        """Writes a row, by key or heading; returns its number."""
        self.row += 1
        for number, column in enumerate(self.columns, 1):
            self.book.put(self.sheet, self.row, number, values.get(column.key or column.heading), column.look)
        fit(
            self.sheet,
            self.row,
            ((values.get(one.key or one.heading), one.width) for one in self.columns[1:] if one.look.wrap),
        )
        return self.row

    def add_blank(self, rows: int) -> None:
        """Rows to be filled in."""
        for _ in range(rows):
            self.add({})

    def finish(self) -> None:
        """Sets widths, filters and pages, and hides what is not for people; call it last."""
        fit(self.sheet, HEADING_ROW, ((column.heading, column.width - 2) for column in self.columns[1:]))
        lay_out(self.sheet, (column.width for column in self.columns), header=HEADING_ROW)
        self.sheet.row_dimensions[KEY_ROW].hidden = True
        self.sheet.column_dimensions["A"].hidden = True


def sheet_title(table: str) -> str:
    """What the sheet of a table is called."""
    return SHEETS[table]

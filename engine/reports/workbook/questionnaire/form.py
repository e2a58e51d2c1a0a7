"""What the sheets of a questionnaire have in common: the hidden row of keys, headings, cells to fill in, and what each of them accepts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ....model import AnswerKind, Fact
from ....organisation.workbook.sheets import NOTHING_RECORDED, SHEETS
from ....reading.workbooks import HEADINGS, key
from ..book import FREE, HEADING, QUIET_TEXT, Book, Look, fit, lay_out

KEY_ROW, SAYS_ROW, HEADING_ROW = 1, 2, 3
FIRST_ROW = HEADING_ROW + 1
LAST_ROW = 2000
"""How far down checks and dropdowns reach where people add rows."""

TYPED = Look("typed text", form="@", fill="#fffdf3")
ANSWER = Look("answer", bold=True, fill="#fffdf3")
DAY_TYPED = Look("typed day", form="yyyy-mm-dd", wrap=False, fill="#fffdf3")
NUMBER_TYPED = Look("typed number", wrap=False, fill="#fffdf3")
NOT_ASKED = Look("not asked", fill="#e4e4e4")
ONE_LINE = Look("one line", wrap=False, boxed=False)
OWN = Look("own remarks", italic=True)

_DAY_SHOWN = "Write a date as year-month-day, for example 2026-03-31"


class Column(msgspec.Struct, frozen=True):
    """A column of a sheet. Without `key` nobody reads it back."""

    heading: str
    width: float
    look: Look
    key: str = ""


class Form:
    """One sheet to fill in: a hidden row of keys, a line that says what belongs here, headings, then rows. The first column is hidden."""

    def __init__(self, book: Book, table: str, title: str, says: str, columns: Iterable[Column], hidden: str = "") -> None:
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
        return next(number for number, column in enumerate(self.columns, 1) if name in (column.key, column.heading))

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
        fit(self.sheet, self.row, ((values.get(one.key or one.heading), one.width) for one in self.columns[1:] if one.look.wrap))
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


class Words:
    """The hidden sheet with the words of dropdowns, a column for each list."""

    TITLE = "Words"

    def __init__(self) -> None:
        self._lists: dict[tuple[str, ...], str] = {}

    def range_of(self, words: tuple[str, ...]) -> str:
        """Where a list of words will stand, for a dropdown."""
        if words not in self._lists:
            letter = get_column_letter(len(self._lists) + 1)
            self._lists[words] = f"{self.TITLE}!${letter}$1:${letter}${len(words)}"
        return self._lists[words]

    def write(self, book: Book) -> None:
        """Writes the sheet, at the end and hidden."""
        sheet = book.sheet(self.TITLE)
        sheet.sheet_state = "hidden"
        for column, words in enumerate(self._lists, 1):
            for row, word in enumerate(words, 1):
                book.put(sheet, row, column, word, FREE)


class Checks:
    """What cells of one sheet accept, each kind once with all its cells."""

    def __init__(self, sheet: Worksheet, words: Words, as_of: str) -> None:
        self.sheet = sheet
        self.words = words
        self.as_of = as_of
        self._known: dict[tuple[str, ...], DataValidation] = {}
        self._cells: dict[tuple[str, ...], list[str]] = {}

    def one_of(self, words: tuple[str, ...], cells: str, *, strict: bool = True) -> None:
        """A dropdown. Unless `strict`, it only offers its words."""
        range_of = self.words.range_of(words)
        message = f"Choose one of the answers of the list{_listed(words)}." if strict else ""
        self._add(cells, ("list", range_of), message, type="list", formula1=range_of, showErrorMessage=strict)

    def offer(self, range_of: str, cells: str) -> None:
        """A list to choose from, which refuses nothing."""
        self._add(cells, ("list", range_of), "", type="list", formula1=range_of, showErrorMessage=False)

    def answer(self, fact: Fact, cells: str) -> None:
        """What the question accepts."""
        match fact.answer:
            case AnswerKind.WORDS:
                self.one_of(fact.words, cells)
            case AnswerKind.PERCENTAGE:
                self.number(cells, 100, "Write a percentage from 0 to 100: 40 or 40%.")
            case AnswerKind.NUMBER:
                self.number(cells, 10**15, f"Write the {fact.answer_words} in figures, 0 or more.")
            case AnswerKind.DATE:
                self.day(cells, past=True)
            case AnswerKind.PLANNED_DATE:
                self.day(cells, past=False)
            case AnswerKind.REGISTER:
                self.one_of((NOTHING_RECORDED,), cells)

    def number(self, cells: str, most: int, message: str) -> None:
        self._add(cells, ("decimal", str(most), message), message, type="decimal", operator="between", formula1="0", formula2=str(most))

    def whole(self, cells: str, least: int, message: str) -> None:
        self._add(cells, ("whole", str(least)), message, type="whole", operator="greaterThanOrEqual", formula1=str(least))

    def day(self, cells: str, *, past: bool) -> None:
        """A date; if `past`, one that is not later than the day of the assessment."""
        latest = f'IF({self.as_of}="",TODAY(),{self.as_of})' if past else "2958465"
        message = f"{_DAY_SHOWN}{', not later than the day of the assessment' if past else ''}."
        self._add(cells, ("date", latest), message, type="date", operator="between", formula1="1", formula2=latest)

    def _add(self, cells: str, kind: tuple[str, ...], message: str, **check: Any) -> None:
        if kind not in self._known:
            check = {"showErrorMessage": True, **check}
            self._known[kind] = DataValidation(allow_blank=True, errorTitle="This cannot be read", error=message[:250], **check)
            self.sheet.add_data_validation(self._known[kind])
        self._cells.setdefault(kind, []).append(cells)

    def place(self) -> None:
        """Lays the checks on their cells, those below one another as one range; call it last."""
        for kind, cells in self._cells.items():
            for together in _joined(cells):
                self._known[kind].add(together)


def _joined(cells: list[str]) -> list[str]:
    """Cells and ranges of one column as few ranges: F4, F5, G5, F6 give F4:F6 and G5."""
    runs: dict[str, list[list[int]]] = {}
    for column, first, last in sorted((_parts(one) for one in cells), key=lambda one: (one[0], one[1])):
        known = runs.setdefault(column, [])
        if known and known[-1][1] + 1 == first:
            known[-1][1] = last
        else:
            known.append([first, last])
    return [f"{column}{first}:{column}{last}" for column, found in runs.items() for first, last in found]


def _parts(cells: str) -> tuple[str, int, int]:
    """Column, first and last row of a cell or of a range in one column."""
    first, _, last = cells.partition(":")
    column = first.rstrip("0123456789")
    return column, int(first.removeprefix(column)), int((last or first).removeprefix(column))


def sheet_title(table: str) -> str:
    """What the sheet of a table is called."""
    return SHEETS[table]


def _listed(words: tuple[str, ...]) -> str:
    text = ", ".join(words)
    return f": {text}" if len(text) < 180 else ""

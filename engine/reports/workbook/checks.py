"""What the cells of a sheet accept: lists to choose from, numbers, days. Every workbook that people fill in
asks for it here."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ...model import AnswerKind, Question
from ...organisation.workbook.sheets import NOTHING_RECORDED
from .book import FREE, Book

LAST_DAY = "2958465"
"""The last day that spreadsheet programs know, in the year 9999."""

_DAY_SHOWN = "Write a date as year-month-day, for example 2026-03-31"


class Lists(Protocol):
    """Where the words of a list to choose from stand."""

    def range_of(self, words: tuple[str, ...]) -> str:
        """What a dropdown names as its list."""


class InTheCheck:
    """Lists of a few short words without commas, which stand in the check itself."""

    def range_of(self, words: tuple[str, ...]) -> str:
        """The words, as a check holds them."""
        return f'"{",".join(words)}"'


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
    """What cells of one sheet accept, each kind once with all its cells. `as_of` is a formula for the day of
    the assessment."""

    def __init__(self, sheet: Worksheet, words: Lists, as_of: str) -> None:
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

    def answer(self, question: Question, cells: str) -> None:
        """What the question accepts."""
        match question.answer:
            case AnswerKind.WORDS:
                self.one_of(question.words, cells)
            case AnswerKind.PERCENTAGE:
                self.number(cells, 100, "Write a percentage from 0 to 100: 40 or 40%.")
            case AnswerKind.NUMBER:
                self.number(cells, 10**15, f"Write the {question.answer_words} in figures, 0 or more.")
            case AnswerKind.DATE:
                self.day(cells, past=True)
            case AnswerKind.PLANNED_DATE:
                self.day(cells, past=False)
            case AnswerKind.REGISTER:
                self.one_of((NOTHING_RECORDED,), cells)

    def number(self, cells: str, most: int, message: str) -> None:
        between = {"type": "decimal", "operator": "between", "formula1": "0", "formula2": str(most)}
        self._add(cells, ("decimal", str(most), message), message, **between)

    def whole(self, cells: str, least: int, message: str) -> None:
        at_least = {"type": "whole", "operator": "greaterThanOrEqual", "formula1": str(least)}
        self._add(cells, ("whole", str(least)), message, **at_least)

    def day(self, cells: str, *, past: bool) -> None:
        """A date; if `past`, one that is not later than the day of the assessment."""
        latest = f'IF({self.as_of}="",TODAY(),{self.as_of})' if past else LAST_DAY
        message = f"{_DAY_SHOWN}{', not later than the day of the assessment' if past else ''}."
        self._add(
            cells, ("date", latest), message, type="date", operator="between", formula1="1", formula2=latest
        )

    def due(self, cells: str, first: date) -> None:
        """A day on which something is due: none before the first."""
        earliest = f"DATE({first.year},{first.month},{first.day})"
        message = f"{_DAY_SHOWN}, not before {first}."
        self._add(
            cells, ("due", earliest), message, type="date", operator="greaterThanOrEqual", formula1=earliest
        )

    def _add(self, cells: str, kind: tuple[str, ...], message: str, **check: Any) -> None:
        if kind not in self._known:
            check = {"showErrorMessage": True, **check}
            self._known[kind] = DataValidation(
                allow_blank=True, errorTitle="This cannot be read", error=message[:250], **check
            )
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


def _listed(words: tuple[str, ...]) -> str:
    text = ", ".join(words)
    return f": {text}" if len(text) < 180 else ""

"""Workbooks as tables of cells that know their place. The only module that reads with openpyxl.

A sheet that belongs to us has a row of keys (`clausegraph:questions:id`, `clausegraph:questions:answer`):
columns are found by their key and rows by what stands in them, so that moved columns, sorted or filtered
rows, and rows and columns of somebody's own do no harm. What people type into cells becomes the text they
would have written in YAML; from there on the checks are the same.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from ..codes import CodeWord
from ..problems import Location, visible
from .claims import claims_too_much
from .nodes import LARGEST_FILE, Problems, Scalar, shortened, unseen_character

LARGEST_UNPACKED = 200 * 1024 * 1024
ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods")

EARLIEST_YEAR = 1950
"""Dates before are numbers typed into cells for dates: 2025 is a day of 1905 there."""

_FIRST_DAY = date(1899, 12, 30)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_KEY = re.compile(r"clausegraph:([a-z][a-z0-9_.]*):([a-z][a-z0-9_-]*)")
_STORED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_QUOTED_FORM = re.compile(r'"[^"]*"|\\.')
TAKE_OUT = (
    "take pictures and other sheets out of it, and delete empty rows and columns that are formatted or merged"
)
PROTECTED: tuple[str, CodeWord, str] = (
    "this workbook is protected by a password",
    "encrypted",
    "save it without the password",
)
SAVE_AS = "open it in a spreadsheet program and save it as an Excel workbook (.xlsx)"


class Row(msgspec.Struct, frozen=True):
    """What stands in one row of a table under the keys of its columns; blank cells are not there."""

    at: Location
    cells: dict[str, Scalar]

    def given(self, *keys: str) -> list[Scalar]:
        """The cells under these keys that are not blank."""
        return [self.cells[key] for key in keys if key in self.cells]


class Table(msgspec.Struct, frozen=True):
    """One sheet, by the name in its keys; without keys (`name` is empty) it is somebody's own. `columns`
    are the places of its columns by key, counted from 1. `headed`: it has a row of headings that bears the
    key of one; its rows are those below it."""

    name: str
    at: Location
    columns: dict[str, int]
    headed: bool
    rows: tuple[Row, ...]

    def place(self, row: Row, key: str) -> Location:
        """The place of a cell, which may be blank."""
        return Location(row.at.file, row.at.line, self.columns[key], row.at.sheet)


HEADINGS = "headings"
"""What is keyed in the row of headings, in any column."""


def key(table: str, column: str) -> str:
    """The key that stands above a column."""
    return f"clausegraph:{table}:{column}"


def looks_like_workbook(path: Path, content: bytes) -> bool:
    """Whether a file is meant to be a workbook, by its first bytes or its ending."""
    return content.startswith((_ZIP, _OLE)) or path.suffix.lower() in ENDINGS


def read_tables(content: bytes, shown: str, problems: Problems) -> tuple[Table, ...] | None:
    """The tables of a workbook in the order of its sheets; None, with a problem, if it cannot be read.

    Formulas count with the value they showed when the file was saved.
    """
    fault = _refusal(content)
    if fault is not None:
        problems.add(Location(shown), *fault)
        return None
    return _WorkbookReader(content, shown, problems).tables()


Refusal = tuple[str, CodeWord, str]
"""Message, code and hint."""


def refusal_of_archive(content: bytes) -> Refusal | None:
    """Why a workbook of whatever format is not even opened: it is too large, or protected. Whether it is
    broken, its reader tells."""
    if fault := _refused_as_bytes(content):
        return fault
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _refused_size(archive)
    except Exception:  # zipfile and zlib raise whatever a broken directory or part happens to lead to
        return None


def _refused_as_bytes(content: bytes) -> Refusal | None:
    if len(content) > LARGEST_FILE:
        most = LARGEST_FILE // 1024 // 1024
        return (
            f"this workbook has more than {most} MB, which is the most that is read",
            "too-large",
            TAKE_OUT,
        )
    return PROTECTED if content.startswith(_OLE) and _ENCRYPTED in content else None


def _refusal(content: bytes) -> Refusal | None:
    """Why this is no workbook of ours that can be read."""
    if fault := _refused_as_bytes(content):
        return fault
    if content.startswith(_OLE):
        return "this is a workbook of an old format (.xls)", "not-a-workbook", SAVE_AS
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _refused_parts(archive)
    except Exception:  # zipfile and zlib raise whatever a broken directory or part happens to lead to
        hint = (
            "make a new one with `clausegraph questions --format xlsx`, or give an organisation's file in"
            " YAML"
        )
        return "this is not a workbook, or it is broken", "not-a-workbook", hint


def _refused_parts(archive: zipfile.ZipFile) -> Refusal | None:
    names = {part.filename for part in archive.infolist()}
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        return "this is not a workbook of the format .xlsx", "not-a-workbook", SAVE_AS
    too_much = claims_too_much(archive)
    return _refused_size(archive) or ((too_much, "too-large", TAKE_OUT) if too_much else None)


def _refused_size(archive: zipfile.ZipFile) -> Refusal | None:
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        message = (
            f"this workbook has more than {LARGEST_UNPACKED // 1024 // 1024} MB when unpacked, which is the"
            " most that is read"
        )
        return message, "too-large", TAKE_OUT
    if any(part.flag_bits & 1 for part in parts):
        return PROTECTED
    return None


class _WorkbookReader:
    def __init__(self, content: bytes, shown: str, problems: Problems) -> None:
        self.content = content
        self.shown = shown
        self.problems = problems
        self._shown_values: Any = None

    def tables(self) -> tuple[Table, ...] | None:
        workbook = self._load(computed=False)
        if workbook is None:
            return None
        return tuple(self._table(sheet) for sheet in workbook.worksheets)

    def _load(self, *, computed: bool) -> Any:
        """The workbook with formulas or, if `computed`, with the values they showed; None, with a problem,
        if it is broken."""
        import warnings

        from openpyxl import load_workbook

        try:
            with warnings.catch_warnings():
                warnings.simplefilter(
                    "ignore"
                )  # openpyxl warns of what it will not write back; nothing is written back here
                return load_workbook(io.BytesIO(self.content), data_only=computed)
        except Exception as fault:  # openpyxl raises whatever the broken part happens to lead to
            message = f"this workbook is broken: {shortened(visible(str(fault) or type(fault).__name__))}"
            self.problems.add(Location(self.shown), message, "not-a-workbook", SAVE_AS)
            return None

    def _table(self, sheet: Any) -> Table:
        by_row = _by_row(sheet)
        for number, cells in by_row.items():
            found = {
                column: match
                for column, cell in cells.items()
                if (match := _key_of(cell)) and match[2] != HEADINGS
            }
            if found:
                name = next(iter(found.values()))[1]
                columns = {match[2]: column for column, match in found.items() if match[1] == name}
                headings = _headings(by_row, name)
                below = {row: kept for row, kept in by_row.items() if row > (headings or number)}
                return Table(
                    name,
                    self._at(sheet, 0, 0),
                    columns,
                    headings > 0,
                    tuple(self._rows(sheet, columns, below)),
                )
        return Table("", self._at(sheet, 0, 0), {}, False, ())

    def _rows(self, sheet: Any, columns: dict[str, int], by_row: dict[int, dict[int, Any]]) -> Iterator[Row]:
        for number, cells in by_row.items():
            read = {
                name: scalar
                for name, column in columns.items()
                if (scalar := self._scalar(sheet, cells.get(column)))
            }
            if read:
                yield Row(self._at(sheet, number, min(scalar.at.column for scalar in read.values())), read)

    def _at(self, sheet: Any, row: int, column: int) -> Location:
        return Location(self.shown, row, column, visible(sheet.title))

    def _scalar(self, sheet: Any, cell: Any) -> Scalar | None:
        """What a cell holds, as the text somebody would write; None if it is blank, or, with a problem, if
        it holds nothing usable."""
        if cell is None or cell.value is None:
            return None
        at = self._at(sheet, cell.row, cell.column)
        if cell.data_type == "f":
            shown = self._shown(cell)
            if shown is None or shown.value is None:
                hint = "open the workbook in a spreadsheet program and save it, or write the value itself"
                self.problems.add(
                    at, "this cell holds a formula whose value is not stored in the file", "formula", hint
                )
                return None
            cell = shown
        if cell.data_type == "e":
            message = f"this cell shows the error {shortened(visible(str(cell.value)))}"
            self.problems.add(at, message, "formula", "write the value itself, or leave the cell empty")
            return None
        if isinstance(cell.value, date) and cell.value.year < EARLIEST_YEAR:
            day = cell.value.date() if isinstance(cell.value, datetime) else cell.value
            number = (day - _FIRST_DAY).days
            message = f"this cell shows {day}, which is the number {number} in a cell for dates"
            self.problems.add(
                at, message, "wrong-answer", "write the whole day, year-month-day: a year alone is no day"
            )
            return None
        text = text_of(cell.value, cell.number_format)
        if unseen := unseen_character(text):
            message = f"this cell holds an invisible character that text may not hold ({unseen})"
            self.problems.add(at, message, "character", "write its text anew")
            return None
        return Scalar(at, text, quoted=True) if text.strip() else None

    def _shown(self, cell: Any) -> Any:
        """The same cell with the value its formula showed. The workbook is read a second time only where a
        formula stands in an answer."""
        if self._shown_values is None:
            self._shown_values = self._load(computed=True)
        return None if self._shown_values is None else self._shown_values[cell.parent.title][cell.coordinate]


def _by_row(sheet: Any) -> dict[int, dict[int, Any]]:
    """The cells that are there, by row and column. A cell merged over several rows stands in each of them.

    `_cells` holds what the file holds; every public way makes a cell for each place up to the last one, a
    million rows if need be.
    """
    found: dict[int, dict[int, Any]] = {}
    for (row, column), cell in sorted(sheet._cells.items()):
        if cell.value is not None:
            found.setdefault(row, {})[column] = cell
    lowest = max(found, default=0)
    for merged in sheet.merged_cells.ranges:
        first = found.get(merged.min_row, {}).get(merged.min_col)
        if first is not None:
            for row in range(merged.min_row + 1, min(merged.max_row, lowest) + 1):
                found.setdefault(row, {})[merged.min_col] = first
    return dict(sorted(found.items()))


def _headings(by_row: dict[int, dict[int, Any]], name: str) -> int:
    """The row of headings; 0 if there is none."""
    return next(
        (
            row
            for row, cells in by_row.items()
            if any(cell.value == key(name, HEADINGS) for cell in cells.values())
        ),
        0,
    )


def _key_of(cell: Any) -> re.Match[str] | None:
    return _KEY.fullmatch(cell.value) if isinstance(cell.value, str) else None


def text_of(value: Any, form: str = "General") -> str:
    """A value of a cell as the text it stands for: 12, 50% for a half shown as per cent, 2026-11-21, yes
    for TRUE."""
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return f"{figures(value * 100)}%" if _is_percent(form) else figures(value)
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return _STORED.sub(_character, str(value)).replace("\r\n", "\n").replace("\r", "\n")


def figures(number: float) -> str:
    """A number in figures, to nine places, without the dust that a hundredth leaves in binary. One of
    hundreds of figures stays as it is: it is too large to be rounded, and no answer either."""
    try:
        written = f"{number:.9f}"
    except OverflowError:
        return str(number)
    return written.rstrip("0").rstrip(".") if "." in written else written


def _is_percent(form: str) -> bool:
    return "%" in _QUOTED_FORM.sub("", form)


def _character(stored: re.Match[str]) -> str:
    return chr(int(stored[1], 16))

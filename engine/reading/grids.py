"""Tables that others have made, as grids of text: sheets of workbooks (xlsx, xlsm, xls, ods) and files with
values between commas, semicolons or tabs. The only module that reads with calamine.

Nothing is understood here. A cell is the text that a person would type: a day is year-month-day, a whole
number has no point, and a formula is the value it showed. What is merged stands in every cell it covers.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ..problems import Location, visible
from .claims import column_number
from .nodes import LARGEST_FILE, Problems, shortened
from .workbooks import PROTECTED, SAVE_AS, TAKE_OUT, Refusal, figures, looks_like_workbook, refusal_of_archive

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MOST_ROWS = 50_000
MOST_COLUMNS = 250
MOST_CELLS = 5_000_000
DELIMITERS = (",", ";", "\t", "|")
KEYED = 12
"""Within how many rows a sheet of ours has its keys."""

ROWS_TRIED = 40
"""How many rows tell what stands between the values of a file."""

_UTF_16 = b"\xff\xfe", b"\xfe\xff"
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")


class SheetGrid(msgspec.Struct, frozen=True):
    """A sheet, or a file without sheets (`sheet` is empty). `rows` are as long as each other; `spread` are
    the places, from 0, that show what is merged with a cell to the left of them. A grid that was made of
    another one has its `places` by row."""

    file: str
    sheet: str
    rows: list[list[str]]
    spread: frozenset[tuple[int, int]] = frozenset()
    places: tuple[tuple[int, int], ...] = ()

    def at(self, row: int, column: int = -1) -> Location:
        """A row or a cell, counted from 0."""
        if self.places:
            row, column = self.places[row]
        return Location(self.file, row + 1, column + 1, self.sheet)


def read_grids(content: bytes, shown: str, problems: Problems) -> tuple[SheetGrid, ...] | None:
    """The sheets of a file, in its order, without empty ones; None, with a problem, if it cannot be read."""
    if looks_like_workbook(Path(shown), content):
        return _sheets(content, shown, problems)
    if len(content) > LARGEST_FILE:
        return _refused(shown, ("this file is larger than what is read", "too-large", ""), problems)
    text = _decoded(content)
    if "\x00" in text[:1000]:
        message = "this is neither a workbook nor text with values between commas, semicolons or tabs"
        return _refused(shown, (message, "not-a-workbook", SAVE_AS), problems)
    return (SheetGrid(shown, "", _even(_values(text))),)


def is_ours(grid: SheetGrid) -> bool:
    """Whether a sheet has a row of keys of ours, as questionnaires and reports have."""
    return any(cell.startswith("clausegraph:") for row in grid.rows[:KEYED] for cell in row)


def _refused(shown: str, fault: Refusal, problems: Problems) -> tuple[SheetGrid, ...] | None:
    problems.add(Location(shown), *fault)
    return None


def _sheets(content: bytes, shown: str, problems: Problems) -> tuple[SheetGrid, ...] | None:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    if fault := refusal_of_archive(content) or _refused_area(content):
        return _refused(shown, fault, problems)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        grids = [_grid(book.get_sheet_by_name(name), shown) for name in book.sheet_names]
    except PasswordError:
        return _refused(shown, PROTECTED, problems)
    except (CalamineError, ValueError, OSError) as broken:
        message = f"this workbook is broken: {shortened(visible(str(broken) or type(broken).__name__))}"
        return _refused(shown, (message, "not-a-workbook", SAVE_AS), problems)
    return tuple(one for one in grids if one.rows)


def _grid(sheet: CalamineSheet, shown: str) -> SheetGrid:
    if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
        values = [row[:MOST_COLUMNS] for row in sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS)]
    else:
        values = sheet.to_python(skip_empty_area=False)
    rows = _even([[text_of_value(value) for value in row] for row in values])
    spread = _spread(rows, sheet.merged_cell_ranges or ())
    return SheetGrid(shown, visible(sheet.name), rows, frozenset(spread))


def text_of_value(value: object) -> str:
    """A value of a cell as the text it stands for."""
    match value:
        case str():
            return tidy(value)
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return figures(value)
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case time() | timedelta():
            return str(value)
    return ""


def tidy(text: str) -> str:
    """Text without what nobody sees, with single line breaks and without blanks around it."""
    plain = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", ""))
    return plain.replace("\u00a0", " ").replace("\u202f", " ").strip()


def _even(rows: Iterable[list[str]]) -> list[list[str]]:
    """Rows of one length, without the empty ones at the end."""
    kept = list(rows)
    while kept and not any(kept[-1]):
        kept.pop()
    width = max((len(row) for row in kept), default=0)
    return [row + [""] * (width - len(row)) for row in kept]


def _spread(
    rows: list[list[str]], merged: Iterable[tuple[tuple[int, int], tuple[int, int]]]
) -> Iterator[tuple[int, int]]:
    """Writes what is merged into every cell that it covers; the places to the right of its first column."""
    for (top, left), (bottom, right) in merged:
        if top >= len(rows) or left >= len(rows[top]) or not rows[top][left]:
            continue
        for row in range(top, min(bottom, len(rows) - 1) + 1):
            for column in range(left, min(right, len(rows[row]) - 1) + 1):
                rows[row][column] = rows[top][left]
                if column > left:
                    yield row, column


def _decoded(content: bytes) -> str:
    """Text in UTF-8, with or without its mark, in UTF-16, or else in the encoding of Windows."""
    if content.startswith(_UTF_16):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _values(text: str) -> Iterator[list[str]]:
    first, _, rest = text.partition("\n")
    if first.strip().startswith("sep=") and len(first.strip()) == len("sep=,"):
        return _split(rest, first.strip()[-1])
    return _split(text, max(DELIMITERS, key=lambda one: _evenness(text, one)))


def _split(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(LARGEST_FILE)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for number, row in enumerate(lines):
        if number >= MOST_ROWS:
            return
        yield [tidy(value) for value in row[:MOST_COLUMNS]]


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    """How well a character parts the first rows: how many have the most frequent number of columns above
    one, and that number."""
    lengths = [len(row) for row, _ in zip(_split(text, delimiter), range(ROWS_TRIED), strict=False)]
    several = [length for length in lengths if length > 1]
    usual = max(set(several), key=lambda length: (several.count(length), length), default=0)
    return several.count(usual), usual


_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*(?<!/)>')


def _refused_area(content: bytes) -> Refusal | None:
    """Why a workbook would not fit: two cells in far corners are a billion cells between them."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
            largest = max((_area(archive.read(name)) for name in sheets), default=0)
    except Exception:  # whatever a broken part happens to lead to; the reader tells of it
        return None
    most = f"{MOST_CELLS:,} cells, which is the most that is read"
    message = f"a sheet of this workbook reaches over more than {most}"
    return (message, "too-large", TAKE_OUT) if largest > MOST_CELLS else None


def _area(sheet: bytes) -> int:
    places = _CELL.findall(sheet)
    rows = max((int(row) for _, row in places), default=0)
    return rows * max(
        (column_number(letters.decode()) for letters in {column for column, _ in places}), default=0
    )

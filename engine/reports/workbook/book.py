"""What every workbook we write has in common: looks, text that no program computes, pages that print, the
same bytes for the same input.

A book is filled cell by cell through `put` (what people wrote or we say) and `compute` (our own formulas),
then saved as bytes.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterable
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from ...problems import BadInput, Location, Problem
from ..looks import FAINT, FILLS, INK, QUIET

LONGEST_TEXT = 32767
"""The most characters a cell can hold, by the published limits of spreadsheet programs."""

ISO_DAY = "yyyy-mm-dd"

LINE, TALLEST = 13.0, 409.0
"""The height of a line of text at 10 points, and the most that a row can have, by the published limits of
spreadsheet programs."""

LETTERS_IN_WIDTH = 1.25
"""Letters of running text at 10 points in one unit of width, which is that of a figure at 11 points, at the
least."""

_FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
_COMPUTED_IF_PLAIN = ("=", "+", "-", "@", "\t", "\r")
_NOT_PLAIN = re.compile("[\x00-\x08\x0b-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")


class Look(msgspec.Struct, frozen=True):
    """How a cell looks. Colours are written as in `looks.py`: #rrggbb; `form` is the number format."""

    name: str
    bold: bool = False
    italic: bool = False
    size: float = 10
    ink: str = INK
    fill: str = ""
    wrap: bool = True
    centred: bool = False
    boxed: bool = True
    form: str = "General"


TITLE = Look("title", bold=True, size=16, wrap=False, boxed=False)
SUBTITLE = Look("subtitle", bold=True, size=12, wrap=False, boxed=False)
HEADING = Look("heading", bold=True, ink="#ffffff", fill="#3b4a5a")
TEXT = Look("text")
FREE = Look("free text", boxed=False)
QUIET_TEXT = Look("quiet text", ink=QUIET)
DAY = Look("day", form=ISO_DAY, wrap=False)
NUMBER = Look("number", wrap=False)
TYPED = Look("typed text", form="@", fill="#fffdf3")
DAY_TYPED = Look("typed day", form=ISO_DAY, wrap=False, fill="#fffdf3")
NUMBER_TYPED = Look("typed number", wrap=False, fill="#fffdf3")
PERCENT = Look("percent", form="0%", wrap=False)

GRADE_LOOKS = {
    word: Look(f"grade {word}", fill=colour, centred=True, wrap=False) for word, colour in FILLS.items()
}
"""A look for each grade and status, in the colours of the pictures."""


class Book:
    """A workbook in the making. `made` is the day it tells as its own: the day of the assessment, never the
    clock's."""

    def __init__(self, title: str, made: date) -> None:
        self.workbook = Workbook()
        self.workbook.remove(self.workbook.worksheets[0])
        self.workbook.calculation.fullCalcOnLoad = True
        properties = self.workbook.properties
        properties.title, properties.creator = stored(title), "clausegraph"
        properties.created = properties.modified = datetime.combine(made, time())
        self._looks: set[str] = set()

    def sheet(self, title: str) -> Worksheet:
        """A new sheet at the end; titles are ours, at most 31 characters, without : \\ / ? * [ ]."""
        sheet: Worksheet = self.workbook.create_sheet(title)
        return sheet

    def put(
        self, sheet: Worksheet, row: int, column: int, value: str | float | date | None, look: Look = TEXT
    ) -> Cell:
        """Writes a value as it is: text stays text whatever it begins with. Rows and columns count from 1.

        Raises BadInput for text that no cell can hold.
        """
        cell: Any = sheet.cell(row, column)
        cell.style = self._known(look)
        if isinstance(value, str):
            if len(text := stored(value)) > LONGEST_TEXT:
                raise BadInput([_too_long(sheet, cell, text)])
            cell.value = text
            cell.data_type = "s"
            cell.quotePrefix = value.startswith(_COMPUTED_IF_PLAIN)
        elif value is not None:
            cell.value = value
            if isinstance(value, date):
                cell.number_format = ISO_DAY
        return cell  # type: ignore[no-any-return]

    def compute(self, sheet: Worksheet, row: int, column: int, formula: str, look: Look = NUMBER) -> None:
        """Writes a formula of ours, `=` included, with English names and commas. Never build one from what
        people wrote."""
        cell: Any = sheet.cell(row, column)
        cell.style = self._known(look)
        cell.value = formula

    def content(self) -> bytes:
        """The finished workbook. The same cells give the same bytes."""
        content = io.BytesIO()
        ExcelWriter(self.workbook, _Timeless(content, "w", ZIP_DEFLATED)).save()
        return content.getvalue()

    def _known(self, look: Look) -> str:
        """The name of a look's style; it cannot be taken for one that spreadsheet programs have themselves,
        such as Title."""
        name = f"clausegraph {look.name}"
        if name not in self._looks:
            self._looks.add(name)
            self.workbook.add_named_style(_style(name, look))
        return name


class _Timeless(ZipFile):
    """An archive whose parts all bear the same time, so that it does not tell when it was made."""

    def writestr(
        self,
        zinfo_or_arcname: str | ZipInfo,
        data: Any,
        compress_type: int | None = ZIP_DEFLATED,
        compresslevel: int | None = None,
    ) -> None:
        name = zinfo_or_arcname.filename if isinstance(zinfo_or_arcname, ZipInfo) else zinfo_or_arcname
        super().writestr(ZipInfo(name, _FIRST_DAY_OF_ZIP), data, compress_type, compresslevel)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        self.writestr(arcname, Path(filename).read_bytes())


def lay_out(sheet: Worksheet, widths: Iterable[float], *, header: int = 0, landscape: bool = True) -> None:
    """Column widths (in characters), and pages that print: as wide as the paper, numbered, on A4.

    With `header`, that row stays in sight and on every page, and filters stand in it: call this when the rows
    are written.
    """
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.sheet_view.showGridLines = False
    if header:
        sheet.freeze_panes = f"A{header + 1}"
        sheet.auto_filter.ref = f"A{header}:{get_column_letter(sheet.max_column)}{max(sheet.max_row, header)}"
        sheet.print_title_rows = f"{header}:{header}"
    _set_pages(sheet, landscape)


def fit(sheet: Worksheet, row: int, cells: Iterable[tuple[object, float]], size: float = 10) -> None:
    """Makes a row as high as its wrapped texts need, each given with the width it has, in letters of `size`
    points; not all programs do so when they open a file, and none does in joined cells."""
    most = max((lines_in(str(value), width, size) for value, width in cells if value is not None), default=1)
    sheet.row_dimensions[row].height = round(min(TALLEST, 3 + LINE * most * size / 10), 1)


def lines_in(text: str, width: float, size: float = 10) -> int:
    """How many lines text takes up in so many units of width, a little more rather than less."""
    room = max(1, int(width * LETTERS_IN_WIDTH * 10 / size))
    return sum(1 if len(line) <= room else len(textwrap.wrap(line, room)) for line in text.split("\n"))


def _set_pages(sheet: Worksheet, landscape: bool) -> None:
    page: Any = sheet.page_setup
    page.orientation = "landscape" if landscape else "portrait"
    page.paperSize, page.fitToWidth, page.fitToHeight = 9, 1, 0
    properties: Any = sheet.sheet_properties
    properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.6
    margins.header = margins.footer = 0.25
    footer: Any = sheet.oddFooter
    footer.left.text, footer.right.text = "&A", "&P / &N"


def stored(text: str) -> str:
    """Text as a workbook stores it: characters that XML cannot carry, and what looks like one of them written
    out, as _xHHHH_."""
    return _NOT_PLAIN.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def _too_long(sheet: Worksheet, cell: Cell, text: str) -> Problem:
    at = Location(f"{sheet.title}!{cell.coordinate}")
    message = (
        f"a text of {len(text)} characters does not fit into a cell of a workbook, which holds {LONGEST_TEXT}"
    )
    return Problem(at, message, "too-large", f"shorten the text that begins with: {text[:60]}")


@cache
def _line() -> Border:
    side = Side(style="thin", color=_colour(FAINT))
    return Border(left=side, right=side, top=side, bottom=side)


def _style(name: str, look: Look) -> NamedStyle:
    return NamedStyle(
        name,
        font=Font(
            name="Calibri", size=look.size, bold=look.bold, italic=look.italic, color=_colour(look.ink)
        ),
        fill=fill(look.fill) if look.fill else PatternFill(),
        alignment=Alignment(
            wrap_text=look.wrap, vertical="top", horizontal="center" if look.centred else None
        ),
        border=_line() if look.boxed else Border(),
        number_format=look.form,
    )


def fill(colour: str) -> PatternFill:
    """A plain background; what conditional formats want too."""
    return PatternFill("solid", start_color=_colour(colour), end_color=_colour(colour))


def _colour(written: str) -> str:
    return "FF" + written.removeprefix("#").upper()

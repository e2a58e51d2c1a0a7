"""What a document consists of, before it is Markdown, a page, a Word file or a workbook: sections of prose,
tables and forms. A kind of document says what stands in it, with these parts, and every format lays them out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Literal, TypeAlias

import msgspec


class Toned(msgspec.Struct, frozen=True, gc=False):
    """Text in the colour of a grade or status (a mark: `minor`, `not-assessed`)."""

    mark: str
    text: str


class Linked(msgspec.Struct, frozen=True, gc=False):
    """Text that leads to another file where a document can have links."""

    text: str
    to: str


GridCell: TypeAlias = "str | int | date | Toned | Linked | None"
"""What stands in a cell; a text with line ends is several lines."""

Tone = Literal["", "lead", "quiet", "warning"]


class Prose(msgspec.Struct, frozen=True, gc=False):
    """A paragraph; `label` stands in bold before it. A `lead` is what one reads who reads one sentence."""

    text: str
    label: str = ""
    tone: Tone = ""


class Points(msgspec.Struct, frozen=True, gc=False):
    """A list with a bullet to each line."""

    items: tuple[str, ...]


class Subheading(msgspec.Struct, frozen=True, gc=False):
    """A heading within a section, with a grade or status beside it if it has a `mark`."""

    text: str
    mark: str = ""


class GridColumn(msgspec.Struct, frozen=True, gc=False):
    """A column of a table; on paper widths are shares of the page, in a workbook they are in characters. One
    with `on="sheet"` is for the workbook alone; one that is "filled" is left out on paper where nothing
    stands in it."""

    heading: str
    width: float = 12
    on: Literal["both", "sheet", "filled"] = "both"


class Grid(msgspec.Struct, frozen=True, gc=False):
    """A table with a header. In a workbook it is a sheet called `title` (at most 31 characters, each once in
    a document), and `says` tells what is on it; `on` tells whether it stands on paper, on a sheet or on
    both. Without a header (`headed`) its columns speak for themselves."""

    title: str
    columns: tuple[GridColumn, ...]
    rows: tuple[tuple[GridCell, ...], ...]
    says: str = ""
    on: Literal["both", "paper", "sheet"] = "both"
    kept: int = 1
    headed: bool = True

    def on_paper(self) -> Grid:
        """The table without the columns that only a workbook has, or that would be empty for nothing."""
        there = [
            place
            for place, column in enumerate(self.columns)
            if column.on == "both" or (column.on == "filled" and any(row[place] for row in self.rows))
        ]
        return msgspec.structs.replace(
            self,
            columns=tuple(self.columns[place] for place in there),
            rows=tuple(tuple(row[place] for place in there) for row in self.rows),
        )


class FormField(msgspec.Struct, frozen=True, gc=False):
    """A field of a form: what is known of it, and so many empty `lines` to write on."""

    label: str
    text: str = ""
    lines: int = 0


class PaperForm(msgspec.Struct, frozen=True, gc=False):
    """A form to read and to fill in, which no page break should part; workbooks have tables instead."""

    title: str
    fields: tuple[FormField, ...]
    mark: str = ""


class NewPage(msgspec.Struct, frozen=True, gc=False):
    """What follows begins on a new page."""


DocumentPart: TypeAlias = "Prose | Points | Subheading | Grid | PaperForm | NewPage"


class DocumentSection(msgspec.Struct, frozen=True, gc=False):
    """A section under a heading; a template names it by its `name` (`section.plan`). Without a title it has
    no heading. With `apart` it begins on a page of its own."""

    name: str
    title: str
    parts: tuple[DocumentPart, ...]
    apart: bool = False


class WrittenDocument(msgspec.Struct, frozen=True):
    """A document. `facts` are what stands at its head: version, date, scope; `template` is the one of ours
    that lays it out in Word; `may_have` are the names of sections that others of its kind have."""

    title: str
    organisation: str
    as_of: date
    facts: tuple[tuple[str, str], ...]
    sections: tuple[DocumentSection, ...]
    template: str = "document"
    may_have: tuple[str, ...] = ()

    @property
    def grids(self) -> Iterator[Grid]:
        """Its tables, in order."""
        parts = chain.from_iterable(section.parts for section in self.sections)
        return (part for part in parts if isinstance(part, Grid))


def shown_date(value: date | None) -> str:
    """A day as every document writes it."""
    return value.isoformat() if value is not None else ""


def cell_text(cell: GridCell) -> str:
    """What stands in a cell as text."""
    if isinstance(cell, (Toned, Linked)):
        return cell.text
    if isinstance(cell, date):
        return shown_date(cell)
    return "" if cell is None else str(cell)

"""The parts of a document as WordprocessingML, in the styles of the template that they go into.

Everything is a paragraph or a table with styles that have names, so that somebody's own template decides how
it looks; colours of grades alone are set here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from ...looks import FAINT, FILLS
from ...words.assessment import printable
from ..parts import (
    DocumentPart,
    DocumentSection,
    Grid,
    GridCell,
    NewPage,
    PaperForm,
    Points,
    Prose,
    Subheading,
    Toned,
    cell_text,
)

SECTION, SUBHEADING, BULLET = "Heading 1", "Heading 2", "List Bullet"
CELL, CELL_HEADING, LABEL = "Table Text", "Table Heading", "Label"
TONES = {"": "Body Text", "lead": "Lead", "quiet": "Quiet", "warning": "Warning"}
STYLES = (SECTION, SUBHEADING, BULLET, CELL, CELL_HEADING, LABEL, *TONES.values())
"""The styles that parts are written in; those that a template does not have are taken from ours."""

HEADER_FILL = "3B4A5A"
LABEL_SHARE = 0.22
_SPACE = '<w:r><w:t xml:space="preserve">  </w:t></w:r>'
LONG_ROW = 8
"""Lines of a row that may go on on the next page."""

LINE_HEIGHT = 420
"""Of an empty line to write on, in twentieths of a point."""


class WordMarkup(str):
    """WordprocessingML to stand in a template as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


class WordWriter:
    """Writes parts. `styles` are the ids of STYLES in the template; `width` is that of the text, in
    twentieths of a point."""

    def __init__(self, styles: Mapping[str, str], width: int) -> None:
        self.styles = styles
        self.width = width
        self._make: Mapping[type, Callable[[Any], str]] = {
            Prose: self._prose,
            Points: self._points,
            Subheading: self._subheading,
            Grid: self._grid,
            PaperForm: self._form,
            NewPage: lambda _: '<w:p><w:r><w:br w:type="page"/></w:r></w:p>',
        }

    def section(self, section: DocumentSection) -> WordMarkup:
        """A section with its heading."""
        heading = self._paragraph(section.title, SECTION, apart=section.apart) if section.title else ""
        return WordMarkup(heading + self.parts(section.parts))

    def parts(self, parts: Iterable[DocumentPart]) -> WordMarkup:
        return WordMarkup("".join(self._make[type(part)](part) for part in parts))

    def _paragraph(
        self, text: str, style: str, *, keep: bool = False, label: str = "", apart: bool = False
    ) -> str:
        stays = "<w:keepNext/>" * keep + "<w:pageBreakBefore/>" * apart
        lead = self._run(label, LABEL) + (_SPACE if text else "") if label else ""
        runs = lead + self._run(text)
        return f'<w:p><w:pPr><w:pStyle w:val="{self.styles[style]}"/>{stays}</w:pPr>{runs}</w:p>'

    def _run(self, text: str, style: str = "") -> str:
        look = f'<w:rPr><w:rStyle w:val="{self.styles[style]}"/></w:rPr>' if style else ""
        return f'<w:r>{look}<w:t xml:space="preserve">{_plain(text)}</w:t></w:r>' if text else ""

    def _prose(self, part: Prose) -> str:
        return self._paragraph(part.text, TONES[part.tone], label=part.label)

    def _points(self, part: Points) -> str:
        return "".join(self._paragraph(item, BULLET) for item in part.items)

    def _subheading(self, part: Subheading) -> str:
        properties = f'<w:pPr><w:pStyle w:val="{self.styles[SUBHEADING]}"/></w:pPr>'
        return f"<w:p>{properties}{_mark_run(part.mark)}{self._run(part.text)}</w:p>"

    def _grid(self, part: Grid) -> str:
        if part.on == "sheet":
            return ""
        grid = part.on_paper()
        total = sum(column.width for column in grid.columns)
        widths = [int(self.width * column.width / total) for column in grid.columns]
        header = self._row(
            [
                self._cell(column.heading, width, heading=True)
                for column, width in _with(grid.columns, widths)
            ],
            "<w:cantSplit/><w:tblHeader/>",
        )
        rows = (
            self._row([self._cell(cell, width) for cell, width in _with(row, widths)], _whole(row))
            for row in grid.rows
        )
        return self._table(widths, [*([header] if part.headed else []), *rows])

    def _form(self, part: PaperForm) -> str:
        """A table of two columns, kept on one page."""
        label = int(self.width * LABEL_SHARE)
        widths = [label, self.width - label]
        head = _cell_xml(
            self.width,
            self._form_title(part),
            FILLS.get(part.mark, ""),
            span=2,
        )
        rows = [self._row([head], "<w:cantSplit/>")]
        last = len(part.fields) - 1
        for number, field in enumerate(part.fields):
            height = (
                f'<w:trHeight w:val="{LINE_HEIGHT * field.lines}" w:hRule="atLeast"/>' if field.lines else ""
            )
            keep = number < last
            cells = [
                _cell_xml(widths[0], self._lines(field.label, CELL, keep=keep, strong=True)),
                _cell_xml(widths[1], self._lines(field.text, CELL, keep=keep)),
            ]
            rows.append(self._row(cells, f"<w:cantSplit/>{height}"))
        return self._table(widths, rows)

    def _form_title(self, part: PaperForm) -> str:
        mark = f" ({part.mark})" if part.mark else ""
        properties = f'<w:pPr><w:pStyle w:val="{self.styles[CELL]}"/><w:keepNext/></w:pPr>'
        return f"<w:p>{properties}{self._run(f'{part.title}{mark}', LABEL)}</w:p>"

    def _table(self, widths: Sequence[int], rows: Iterable[str]) -> str:
        edges = "".join(
            f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="{FAINT.removeprefix("#")}"/>'
            for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        margins = "".join(
            f'<w:{side} w:w="{room}" w:type="dxa"/>'
            for side, room in (("top", 40), ("left", 85), ("bottom", 30), ("right", 85))
        )
        properties = (
            f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        )
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        after = f'<w:p><w:pPr><w:pStyle w:val="{self.styles[CELL]}"/></w:pPr></w:p>'
        return f"<w:tbl>{properties}<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>{after}"

    def _row(self, cells: Iterable[str], properties: str) -> str:
        return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"

    def _cell(self, cell: GridCell, width: int, *, heading: bool = False) -> str:
        fill = HEADER_FILL if heading else FILLS.get(cell.mark, "") if isinstance(cell, Toned) else ""
        return _cell_xml(width, self._lines(cell_text(cell), CELL_HEADING if heading else CELL), fill)

    def _lines(self, text: str, style: str, *, keep: bool = False, strong: bool = False) -> str:
        lines = text.split("\n")
        if strong:
            return "".join(self._paragraph("", style, keep=keep, label=line) for line in lines)
        return "".join(self._paragraph(line, style, keep=keep) for line in lines)


def _with(cells: Sequence[Any], widths: Sequence[int]) -> Iterator[tuple[Any, int]]:
    return zip(cells, widths, strict=True)


def _whole(row: Sequence[GridCell]) -> str:
    """That a row stays on one page, unless it is so long that this would leave pages half empty."""
    most = max((cell_text(cell).count("\n") for cell in row), default=0)
    return "<w:cantSplit/>" if most < LONG_ROW else ""


def _cell_xml(width: int, content: str, fill: str = "", span: int = 1) -> str:
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill.removeprefix("#").upper()}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}{shade}</w:tcPr>{content}</w:tc>'


def _mark_run(mark: str) -> str:
    """A grade as a word on its colour; nothing where there is none."""
    if not mark:
        return ""
    fill = FILLS[mark].removeprefix("#").upper()
    shade = f'<w:rPr><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/></w:rPr>'
    text = f'<w:t xml:space="preserve"> {_plain(mark)} </w:t>'
    return f"<w:r>{shade}{text}</w:r>{_SPACE}"


def _plain(text: str) -> str:
    """Text as XML holds it; docxtpl takes double braces in what is written for its own."""
    return escape(printable(text)) if text.strip() else escape(text)

"""A document as a workbook: a sheet that tells what it is, then a sheet for every table."""

from __future__ import annotations

from collections.abc import Iterator

from ...workbook.book import FREE, SUBTITLE, TITLE, Book, Look, fit, lay_out
from ...workbook.table import Column, Marked, ReportTable, Value, draw, told
from ..parts import Grid, GridCell, Linked, Points, Prose, Subheading, Toned, WrittenDocument

ABOUT = "About"
LABEL_WIDTH, TEXT_WIDTH = 26, 92
LABEL_LOOK = Look("label", bold=True, boxed=False)


def document_workbook(document: WrittenDocument) -> bytes:
    """The document as the content of an .xlsx file. Raises BadInput if a text fits into no cell."""
    book = Book(f"{document.title}: {document.organisation}", document.as_of)
    grids = [grid for grid in document.grids if grid.on != "paper"]
    _about(document, grids, book)
    for grid in grids:
        draw(_table(grid), book)
    return book.content()


def _about(document: WrittenDocument, grids: list[Grid], book: Book) -> None:
    """The first sheet: title, facts, what the document says in words, and what the other sheets hold."""
    sheet = book.sheet(ABOUT)
    book.put(sheet, 1, 1, document.title, TITLE)
    book.put(sheet, 2, 1, told([document.organisation]), SUBTITLE)
    lines = [*document.facts, ("", ""), *_words(document), ("", "")]
    lines += [(grid.title, grid.says) for grid in grids]
    for row, (label, text) in enumerate(lines, 4):
        book.put(sheet, row, 1, told([label]) or None, LABEL_LOOK)
        book.put(sheet, row, 2, told([text]) or None, FREE)
        fit(sheet, row, [(label, LABEL_WIDTH), (text, TEXT_WIDTH)])
    lay_out(sheet, [LABEL_WIDTH, TEXT_WIDTH], landscape=False)


def _words(document: WrittenDocument) -> Iterator[tuple[str, str]]:
    """What the sections say in words, under their titles."""
    for section in document.sections:
        label = section.title
        for part in section.parts:
            for text in _said(part):
                yield label, text
                label = ""


def _said(part: object) -> Iterator[str]:
    if isinstance(part, Prose):
        yield f"{part.label} {part.text}".strip()
    elif isinstance(part, Subheading):
        yield part.text
    elif isinstance(part, Points):
        yield from part.items


def _table(grid: Grid) -> ReportTable:
    columns = tuple(Column(column.heading, column.width) for column in grid.columns)
    rows = tuple(tuple(_value(cell) for cell in row) for row in grid.rows)
    return ReportTable(grid.title, grid.says, columns, rows, kept=grid.kept, pages=1)


def _value(cell: GridCell) -> Value:
    if isinstance(cell, Toned):
        return Marked(cell.mark, told(cell.text.split("\n")))
    if isinstance(cell, Linked):
        return told([cell.text])
    return told(cell.split("\n")) or None if isinstance(cell, str) else cell

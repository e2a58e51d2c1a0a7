"""A document as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ...markdown.assessment import escaped
from ...markdown.assessment import table as table_lines
from ..parts import (
    DocumentSection,
    Grid,
    GridCell,
    NewPage,
    PaperForm,
    Points,
    Prose,
    Subheading,
    WrittenDocument,
    cell_text,
)


def document_markdown(document: WrittenDocument) -> str:
    """The whole document."""
    head = [f"# {escaped(document.title)}", f"**{escaped(document.organisation)}**"]
    facts = [[f"**{escaped(label)}**", escaped(value)] for label, value in document.facts]
    blocks = [*head, _table(["", ""], facts)] if facts else head
    blocks += [block for section in document.sections for block in _section(section)]
    return "\n\n".join(blocks) + "\n"


def _section(section: DocumentSection) -> list[str]:
    heading = [f"## {escaped(section.title)}"] if section.title else []
    return [*heading, *filter(None, (_MADE[type(part)](part) for part in section.parts))]


def _prose(part: Prose) -> str:
    label = f"**{escaped(part.label)}** " if part.label else ""
    text = escaped(part.text)
    return label + {"lead": f"**{text}**", "quiet": f"*{text}*" if text else ""}.get(part.tone, text)


def _points(part: Points) -> str:
    return "\n".join(f"- {escaped(item)}" for item in part.items)


def _subheading(part: Subheading) -> str:
    return f"### {escaped(part.text)}{f' ({part.mark})' if part.mark else ''}"


def _grid(part: Grid) -> str:
    grid = part.on_paper()
    if part.on == "sheet":
        return ""
    headings = [escaped(column.heading) for column in grid.columns]
    return _table(headings, ([_cell(cell) for cell in row] for row in grid.rows))


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(table_lines(header, rows)).rstrip()


def _cell(cell: GridCell) -> str:
    return "<br>".join(escaped(line) for line in cell_text(cell).split("\n"))


def _form(part: PaperForm) -> str:
    mark = f" ({part.mark})" if part.mark else ""
    rows = [[f"**{escaped(field.label)}**", _cell(field.text)] for field in part.fields]
    return f"### {escaped(part.title)}{mark}\n\n" + _table(["", ""], rows)


def _new_page(_: NewPage) -> str:
    return ""


_MADE: Mapping[type, Callable[[Any], str]] = {
    Prose: _prose,
    Points: _points,
    Subheading: _subheading,
    Grid: _grid,
    PaperForm: _form,
    NewPage: _new_page,
}
"""What each kind of part becomes."""

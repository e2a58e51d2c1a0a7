"""Tables of the kinds that people keep, made up here, and how they are understood."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from openpyxl import Workbook

from clausegraph.engine.model import KnowledgeBase
from clausegraph.engine.organisation.taking.understood import KnownBeside, TakenTable, Understanding
from clausegraph.engine.reading.grids import read_grids
from clausegraph.engine.reading.nodes import Problems

DAY = date(2026, 11, 21)
Understand = Callable[..., tuple[TakenTable, ...]]


def workbook(*sheets: tuple[str, list[list[object]]], merged: tuple[str, ...] = ()) -> bytes:
    """A workbook of some sheets; in the first of them ranges are merged."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for one in merged:
        book.worksheets[0].merge_cells(one)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.fixture(scope="session")
def understand(knowledge: KnowledgeBase) -> Understand:
    """Understands a file by its content: text is CSV."""

    def understood(content: str | bytes, name: str = "table.csv", **known: object) -> tuple[TakenTable, ...]:
        data = content.encode() if isinstance(content, str) else content
        problems = Problems()
        grids = read_grids(data, name, problems)
        assert grids is not None, problems.found
        around = Understanding(knowledge, KnownBeside(**{"as_of": DAY, **known}))  # type: ignore[arg-type]
        return tuple(around.understood(found, name, ()) for found in around.tables(grids))

    return understood


def fields(table: TakenTable) -> dict[str, str]:
    """The field of each column by its heading."""
    return {column.heading: column.field for column in table.columns}


def values(table: TakenTable, name: str) -> list[object]:
    """What the records of a table have in a field."""
    return [one.values.get(name) for one in table.records]

"""The heat map of the page: a tile for every clause, that tells what is recorded there and leads to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from ...analysis.assessment import Assessment
from ...model import KnowledgeBase, clause_order, count
from ..findings import Cell, Chapter, heat
from ..words.assessment import COUNTED


class Tile(msgspec.Struct, frozen=True):
    """A clause: its sign, which is a mark or `carried`, how much is recorded there, and all of it in words."""

    clause: str
    sign: str
    recorded: int
    says: str


class Row(msgspec.Struct, frozen=True):
    """A chapter with its title, and for every standard its tiles."""

    number: str
    title: str
    columns: list[tuple[str, list[Tile]]]


def rows(assessment: Assessment, knowledge: KnowledgeBase) -> list[Row]:
    """The heat map, chapter by chapter; a standard that does not have one has no tile there."""
    columns = [(standard, _by_number(heat(standard, assessment, knowledge))) for standard in assessment.standards]
    numbers = sorted({number for _, chapters in columns for number in chapters}, key=clause_order)
    return [_row(number, columns, knowledge) for number in numbers]


def _by_number(chapters: Iterable[Chapter]) -> dict[str, Chapter]:
    return {one.number: one for one in chapters}


def _row(number: str, columns: Sequence[tuple[str, dict[str, Chapter]]], knowledge: KnowledgeBase) -> Row:
    title = next(chapters[number].title for _, chapters in columns if number in chapters)
    return Row(number, title, [(standard, _tiles(standard, chapters.get(number), knowledge)) for standard, chapters in columns])


def _tiles(standard: str, chapter: Chapter | None, knowledge: KnowledgeBase) -> list[Tile]:
    cells = chapter.cells if chapter else ()
    return [_tile(one, knowledge.clause[f"{standard}/{one.clause}"].title) for one in cells]


def _tile(cell: Cell, title: str) -> Tile:
    sign = "carried" if cell.carriers and not cell.recorded else cell.mark
    return Tile(cell.clause, sign, len(cell.recorded), f"{title}: {_says(cell)}")


def _says(cell: Cell) -> str:
    """What is recorded under a clause and what is only carried there; failing both, how it stands."""
    parts = [f"{', '.join(cell.recorded)} recorded here"] if cell.recorded else []
    parts += [f"carried by {', '.join(cell.carriers)}"] if cell.carriers else []
    requirements = count(sum(number for _, number in cell.numbers), "requirement")
    return f"{'; '.join(parts) or COUNTED[cell.mark][0]} ({requirements})"

"""The heat map of the page: a tile for every clause, that tells what is recorded there and leads to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from ...analysis.assessment import Assessment
from ...model import Grade, KnowledgeBase, clause_order, count, lineage
from ..findings import Cell, Chapter, heat

SIGNS = {
    "major": "major",
    "minor": "minor",
    "carried": "carried by what is recorded elsewhere",
    "observation": "observation",
    "opportunity": "opportunity",
    "not-assessed": "not assessed",
    "claimed": "nothing recorded, all of it claimed",
    "conforms": "nothing recorded, some or all of it shown by evidence",
    "not-applicable": "not applicable",
}
"""What the sign of a tile means, worst first."""


class Tile(msgspec.Struct, frozen=True):
    """A clause: its sign, one of `SIGNS`, how much is recorded there, and all of it in words."""

    clause: str
    sign: str
    recorded: int
    says: str


class TileRow(msgspec.Struct, frozen=True):
    """A chapter with its title, and for every standard its tiles."""

    number: str
    title: str
    columns: list[tuple[str, list[Tile]]]


def rows(assessment: Assessment, knowledge: KnowledgeBase) -> list[TileRow]:
    """The heat map, chapter by chapter; a standard that does not have one has no tile there."""
    columns = [
        (standard, _by_number(heat(standard, assessment, knowledge))) for standard in assessment.standards
    ]
    numbers = sorted({number for _, chapters in columns for number in chapters}, key=clause_order)
    shown = _shown(assessment)
    return [_row(number, columns, knowledge, shown) for number in numbers]


def _by_number(chapters: Iterable[Chapter]) -> dict[str, Chapter]:
    return {one.number: one for one in chapters}


def _row(
    number: str,
    columns: Sequence[tuple[str, dict[str, Chapter]]],
    knowledge: KnowledgeBase,
    shown: frozenset[str],
) -> TileRow:
    title = next(chapters[number].title for _, chapters in columns if number in chapters)
    return TileRow(
        number,
        title,
        [
            (standard, _tiles(standard, chapters.get(number), knowledge, shown))
            for standard, chapters in columns
        ],
    )


def _tiles(
    standard: str, chapter: Chapter | None, knowledge: KnowledgeBase, shown: frozenset[str]
) -> list[Tile]:
    cells = chapter.cells if chapter else ()
    return [
        _tile(
            one,
            knowledge.clause[f"{standard}/{one.clause}"].title,
            _sign(one, f"{standard}/{one.clause}", shown),
        )
        for one in cells
    ]


def _tile(cell: Cell, title: str, sign: str) -> Tile:
    return Tile(cell.clause, sign, len(cell.recorded), f"{title}: {_says(cell, sign)}")


def _sign(cell: Cell, clause: str, shown: frozenset[str]) -> str:
    if cell.carriers and not cell.recorded:
        return "carried"
    return "claimed" if cell.mark == Grade.CONFORMS.word and clause not in shown else cell.mark


def _says(cell: Cell, sign: str) -> str:
    """What is recorded under a clause and what is only carried there; failing both, how it stands."""
    parts = [f"{', '.join(cell.recorded)} recorded here"] if cell.recorded else []
    parts += [f"carried by {', '.join(cell.carriers)}"] if cell.carriers else []
    requirements = count(sum(number for _, number in cell.numbers), "requirement")
    return f"{'; '.join(parts) or SIGNS[sign]} ({requirements})"


def _shown(assessment: Assessment) -> frozenset[str]:
    """The clauses, with their standards, under which something met is shown by evidence."""
    found = (one for one in assessment.findings if one.shown)
    return frozenset(f"{one.standard}/{number}" for one in found for number in lineage(one.clause))

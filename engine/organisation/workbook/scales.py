"""The sheet of scales as the nodes that an organisation's file would give: a row a level, rows of one name
are one scale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...reading.nodes import Mapping, Node, Scalar, Sequence
from ...reading.workbooks import Row
from .cells import Pairs

OF_THE_SCALE = ("score", "highest", "registers")
"""What is said of a scale as a whole, in the first of its rows that says it."""


def scales_of(rows: Iterable[Row]) -> Iterator[Mapping]:
    """The scales. A row without a name goes on with the scale above it."""
    scales: dict[str, list[Row]] = {}
    name = ""
    for row in rows:
        name = row.cells["scale"].text.strip() if "scale" in row.cells else name
        scales.setdefault(name, []).append(row)
    return (_scale(rows) for rows in scales.values())


def _scale(rows: list[Row]) -> Mapping:
    at = rows[0].at
    pairs: Pairs = [(Scalar(at, "scale"), rows[0].cells["scale"])] if "scale" in rows[0].cells else []
    levels = [
        (row.cells["level"], row.cells["from"]) for row in rows if {"level", "from"} <= row.cells.keys()
    ]
    words = [pair for row in rows for pair in _words(row)]
    parts: dict[str, Pairs] = {"levels": [*levels], "words": words}
    pairs += [(Scalar(at, name), Mapping(at, made)) for name, made in parts.items() if made]
    for name in OF_THE_SCALE:
        cells = [row.cells[name] for row in rows if name in row.cells]
        if cells:
            pairs.append((Scalar(cells[0].at, name), _parts(cells[0]) if name == "registers" else cells[0]))
    return Mapping(at, pairs)


def _words(row: Row) -> Pairs:
    """The organisation's own words for the level of a row, each with the level."""
    if not {"level", "words"} <= row.cells.keys():
        return []
    return [(one, row.cells["level"]) for one in _parts(row.cells["words"]).items if isinstance(one, Scalar)]


def _parts(cell: Scalar) -> Sequence:
    parts: list[Node] = [
        Scalar(cell.at, part.strip(), quoted=True) for part in cell.text.split(",") if part.strip()
    ]
    return Sequence(cell.at, parts)

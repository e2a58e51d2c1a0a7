"""Where the tables of a sheet stand: the row of headings below titles, bands and legends, and the rows that
belong to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import msgspec

from ...reading.grids import SheetGrid
from .cells import number_in
from .days import looks_like_day

FEWEST_KNOWN = 2
"""How many headings of a row have to be known before it is taken for one of headings."""

SHARE_KNOWN = 0.3
MANY_KNOWN = 4
LONGEST_HEADING = 120
SECOND_LINE = 40
"""How long a heading of a second line may be."""
FEWEST_WIDE = 4
MOST_VALUES = 0.2
"""What share of a row of headings may be numbers and days."""

ROWS_LOOKED_AT = 60
FULL_ENOUGH = 0.5
"""What follows after an empty row belongs to the table where its rows are at least half as full."""

_CONTROL = re.compile(r"[Aa]\.? ?\d+(?:\.\d+)+")

Known = Callable[[str], bool]


class FoundTable(msgspec.Struct, frozen=True):
    """A table: its sheet, its row of headings (from 0), its columns with what is written over them, its rows,
    and the rows below that are no part of it. `above` is what stands over it: titles."""

    grid: SheetGrid
    header: int
    columns: tuple[tuple[int, str], ...]
    rows: tuple[int, ...]
    beyond: tuple[int, ...] = ()
    above: str = ""


def tables_in(grid: SheetGrid, known: Known, plainly: Known) -> tuple[FoundTable, ...]:
    """The tables of a sheet; `known` says whether a text may be a heading, `plainly` whether it is one and
    nothing else."""
    headers = list(_headers(grid, known, plainly)) or list(_widest(grid))
    ends = [*(first for first, _ in headers[1:]), len(grid.rows)]
    found = [_table(grid, header, end) for header, end in zip(headers, ends, strict=False)]
    return tuple(one for one in found if one.rows)


def _headers(grid: SheetGrid, known: Known, plainly: Known) -> Iterator[tuple[int, int]]:
    """The first and the last row of every run of headings."""
    row, found = 0, False
    while row < len(grid.rows):
        may_be = row < ROWS_LOOKED_AT and not found
        if not (may_be or (row and not any(grid.rows[row - 1]))) or not _points(grid, row, known):
            row += 1
            continue
        last = row
        while last + 1 < len(grid.rows) and _goes_on(grid, last + 1, last, plainly):
            last += 1
        yield row, last
        row, found = last + 1, True


def _widest(grid: SheetGrid) -> Iterator[tuple[int, int]]:
    """Where no heading is known enough: the first row of several words, with rows as full below it."""
    for row in range(min(ROWS_LOOKED_AT, len(grid.rows) - 1)):
        cells = _own(grid, row)
        headed = len(cells) >= FEWEST_WIDE and not any(map(_is_value, cells))
        if headed and max(map(len, cells)) <= LONGEST_HEADING and 2 * len(_own(grid, row + 1)) >= len(cells):
            yield row, row
            return


def _points(grid: SheetGrid, row: int, known: Known) -> int:
    """How many known headings a row has; 0 if it is none of headings."""
    cells = _own(grid, row)
    if len(cells) < FEWEST_KNOWN or max(map(len, cells)) > LONGEST_HEADING:
        return 0
    if sum(map(_is_value, cells)) > MOST_VALUES * len(cells):
        return 0
    found = sum(map(known, set(cells)))
    enough = found >= MANY_KNOWN or found >= SHARE_KNOWN * len(set(cells))
    return found if found >= FEWEST_KNOWN and enough else 0


def _is_value(cell: str) -> bool:
    """Whether a cell is a number or a day, as headings hardly are."""
    return number_in(cell) is not None or looks_like_day(cell) or bool(_CONTROL.fullmatch(cell))


def _goes_on(grid: SheetGrid, row: int, before: int, known: Known) -> bool:
    """Whether a row below one of headings is a second line of them: nearly all that stands in it is known,
    or stands above as well."""
    cells = _own(grid, row)
    if any(map(_is_value, cells)) or max(map(len, cells), default=0) > SECOND_LINE:
        return False
    above = {*grid.rows[before]}
    known_cells = [cell for cell in cells if cell in above or known(cell)]
    return (
        len(cells) >= FEWEST_KNOWN and len(known_cells) >= 0.8 * len(cells) and _points(grid, row, known) > 0
    )


def _own(grid: SheetGrid, row: int) -> list[str]:
    """What stands in a row, of what is merged only the first cell."""
    return [cell for column, cell in enumerate(grid.rows[row]) if cell and (row, column) not in grid.spread]


def _table(grid: SheetGrid, header: tuple[int, int], end: int) -> FoundTable:
    first, last = header
    headings = _headings(grid, first, last)
    blocks = _blocks(grid, last + 1, end)
    belongs = _belonging(grid, blocks)
    rows = tuple(row for block in blocks[:belongs] for row in block)
    filled = [{column for column, cell in enumerate(grid.rows[row]) if cell} for row in rows]
    used = set().union(*filled)
    columns = tuple((column, text) for column, text in enumerate(headings) if text or column in used)
    titles = (cell for row in range(max(0, first - 6), first) for cell in _own(grid, row))
    beyond = tuple(row for block in blocks[belongs:] for row in block)
    return FoundTable(grid, last, columns, rows, beyond, " ".join(titles))


def _headings(grid: SheetGrid, first: int, last: int) -> list[str]:
    """What is written over each column: its own heading, with the bands over it that cover some columns and
    not all of them."""
    lines = [_band(grid, first - 1, grid.rows[first])] if first else []
    lines += [grid.rows[row] for row in range(first, last + 1)]
    lines = [_filled_right(lines[0], lines[-1]), *lines[1:]] if len(lines) > 1 else lines
    return [
        " ".join(dict.fromkeys(filter(None, parts))).replace("\n", " ") for parts in zip(*lines, strict=True)
    ]


def _band(grid: SheetGrid, row: int, below: list[str]) -> list[str]:
    """A row of bands over the headings; empty where it is a title, or the end of a table above."""
    cells = {cell for cell in grid.rows[row] if cell}
    merged = any(one == row for one, _ in grid.spread)
    headed = sum(bool(cell) for cell in below)
    is_band = 2 <= len(cells) < headed and (merged or all(len(cell) < 40 for cell in cells))
    return list(grid.rows[row]) if is_band else [""] * len(below)


def _filled_right(band: list[str], below: list[str]) -> list[str]:
    """A band reaches to the right as far as headings below repeat or stand without a band of their own and
    the band is not merged in the file; only where the headings would else be the same."""
    repeated = {one for one in below if one and below.count(one) > 1}
    filled, current = list(band), ""
    for column, text in enumerate(band):
        current = text or current
        if not text and below[column] in repeated:
            filled[column] = current
    return filled


def _blocks(grid: SheetGrid, start: int, end: int) -> list[list[int]]:
    """The rows up to the next table, parted at empty ones."""
    blocks: list[list[int]] = [[]]
    for row in range(start, end):
        if any(grid.rows[row]):
            blocks[-1].append(row)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _belonging(grid: SheetGrid, blocks: list[list[int]]) -> int:
    """How many of the blocks belong to the table: up to the first that is much emptier than those before."""
    if not blocks:
        return 0
    usual = _fullness(grid, blocks[0])
    for number, block in enumerate(blocks[1:], 1):
        if _fullness(grid, block) < FULL_ENOUGH * usual:
            return number
        usual = max(usual, _fullness(grid, block))
    return len(blocks)


def _fullness(grid: SheetGrid, block: list[int]) -> float:
    return sum(sum(map(bool, grid.rows[row])) for row in block) / len(block)

"""Matrices as lists: a table that has people in its rows, courses over its columns, and days, marks or
levels in its cells says of each of them what a list says in one row."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...reading.grids import SheetGrid
from .cells import number_in
from .days import looks_like_day
from .rows import is_cross
from .tables import FoundTable

FEWEST = 3
"""How many columns a matrix has beside those that say who it is about."""

MOST_NAMING = 5
MOST_KNOWN = 0.34
FULL = 0.6
"""What share of the cells of a matrix are days, marks, or short."""

SHORT = 14
HEADINGS = ("Person", "Training", "Trained on", "Level", "Status")


def as_list(
    found: FoundTable, names: Callable[[str], bool], knows: Callable[[str], bool]
) -> FoundTable | None:
    """The list that a matrix is; None if it is none. `names` says whether a heading is that of people,
    `knows` whether it is one that registers have: those over a matrix are not, but for a few."""
    naming = [column for column, heading in found.columns if names(heading)][:1]
    if not naming or naming[0] not in [column for column, _ in found.columns[:MOST_NAMING]]:
        return None
    across = [
        (column, heading)
        for column, heading in found.columns
        if column > naming[0] and _is_across(found, column)
    ]
    if len(across) < FEWEST or 2 * len(across) < len(found.columns) - naming[0]:
        return None
    if sum(knows(heading) for _, heading in across) > MOST_KNOWN * len(across):
        return None
    rows, places = [list(HEADINGS)], [(found.header, 0)]
    for row, column, cells in _cells(found, naming[0], across):
        rows.append(cells)
        places.append((row, column))
    grid = SheetGrid(found.grid.file, found.grid.sheet, rows, places=tuple(places))
    columns = tuple(enumerate(HEADINGS))
    return FoundTable(grid, 0, columns, tuple(range(1, len(rows))), above=f"{found.above} training matrix")


def _is_across(found: FoundTable, column: int) -> bool:
    """Whether the cells of a column are days, marks and levels alone, some of them given."""
    texts = [found.grid.rows[row][column] for row in found.rows]
    given = [text for text in texts if text]
    telling = sum(_tells(text) for text in given)
    return bool(given) and telling >= FULL * len(given) and max(map(len, given)) <= SHORT


def _tells(text: str) -> bool:
    return looks_like_day(text) or is_cross(text) or (number_in(text) or 9) <= 5 or len(text) <= SHORT


def _cells(
    found: FoundTable, naming: int, across: list[tuple[int, str]]
) -> Iterator[tuple[int, int, list[str]]]:
    for row in found.rows:
        person = found.grid.rows[row][naming]
        for column, heading in across if person else ():
            text = found.grid.rows[row][column]
            if text:
                yield row, column, [person, heading, *_said(text)]


def _said(text: str) -> tuple[str, str, str]:
    """A cell as the day of a training, a level, or a state."""
    number = number_in(text)
    if number is not None and 0 <= number <= 5:
        return "", text, ""
    if looks_like_day(text):
        return text, "", ""
    return "", "", "competent" if is_cross(text) else text

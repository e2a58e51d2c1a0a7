"""The ways of lines between columns of boxes: beside the boxes and through the gaps between them, never
across."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from .drawing import bow, curve, moved_to, straight

MOST_LANES, LANE = 5, 3.0
CLEAR = 12.0


class Track(msgspec.Struct, frozen=True):
    """A column of boxes: its edges, and from where to where each box stands, top first."""

    left: float
    right: float
    boxes: tuple[tuple[float, float], ...] = ()

    def gap(self, near: float) -> float:
        """The height between two boxes, or below the last, nearest to a given one."""
        between = [
            (upper[1] + lower[0]) / 2 for upper, lower in pairwise(self.boxes) if lower[0] - upper[1] >= CLEAR
        ]
        below = max(near, self.boxes[-1][1] + CLEAR) if self.boxes else near
        return min([*between, below], key=lambda one: (abs(one - near), one))


class Spot(msgspec.Struct, frozen=True):
    """An end of a line: the column it stands in (its number), and the height."""

    column: int
    height: float


class Routes:
    """Finds the way of one line after the other; lines through one gap lie side by side."""

    def __init__(self, columns: Sequence[Track]) -> None:
        self.columns = columns
        self.taken: Counter[tuple[int, float]] = Counter()

    def path(self, start: Spot, end: Spot) -> str:
        """The SVG path from one place to another: level between columns, and to the right and back within
        one."""
        if start.column == end.column:
            right = self.columns[start.column].right
            reach = min(46.0, 14 + abs(end.height - start.height) * 0.09)
            return moved_to((right, start.height)) + bow((right, start.height), (right, end.height), reach)
        forward = start.column < end.column
        here = self._side(start.column, forward), start.height
        path = moved_to(here)
        between = range(start.column + 1, end.column) if forward else range(start.column - 1, end.column, -1)
        for number in between:
            share = abs(number - start.column) / abs(end.column - start.column)
            height = self._lane(number, start.height + (end.height - start.height) * share)
            there = self._side(number, not forward), height
            path += self._curve(here, there)
            here = self._side(number, forward), height
            path += straight(here)
        return path + self._curve(here, (self._side(end.column, not forward), end.height))

    def _side(self, number: int, right: bool) -> float:
        return self.columns[number].right if right else self.columns[number].left

    def _lane(self, number: int, near: float) -> float:
        gap = self.columns[number].gap(near)
        lane = self.taken[number, gap] % MOST_LANES
        self.taken[number, gap] += 1
        return gap + (lane + 1) // 2 * LANE * (1 if lane % 2 else -1)

    @staticmethod
    def _curve(here: tuple[float, float], there: tuple[float, float]) -> str:
        return curve(here, there, (there[0] - here[0]) * 0.55)

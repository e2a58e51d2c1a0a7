"""Boxes of answers, compared with every single answer."""

from __future__ import annotations

import itertools
import random

import pytest

from clausegraph.engine.analysis.verification import spaces
from clausegraph.engine.analysis.verification.spaces import Box, Point, TooLong, outside


def boxes(chance: random.Random, sides: tuple[int, ...], number: int) -> list[Box]:
    return [tuple(chance.randrange(1, 1 << side) for side in sides) for _ in range(number)]


def holds(box: Box, point: Point) -> bool:
    return all(mask >> number & 1 for mask, number in zip(box, point, strict=True))


@pytest.mark.parametrize("seed", range(200))
def test_a_point_outside_some_boxes_is_found_exactly_where_there_is_one(seed: int) -> None:
    chance = random.Random(seed)
    sides = tuple(chance.randint(1, 4) for _ in range(chance.randint(1, 4)))
    (start,), others = boxes(chance, sides, 1), boxes(chance, sides, chance.randint(0, 8))
    there_is = any(
        holds(start, point) and not any(holds(box, point) for box in others)
        for point in itertools.product(*map(range, sides))
    )
    point = outside(start, others)
    assert (point is not None) == there_is
    if point is not None:
        assert holds(start, point)
        assert not any(holds(box, point) for box in others)


def test_a_search_that_takes_too_long_claims_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spaces, "MOST_STEPS", 2)
    sides = (3, 3, 3)
    with pytest.raises(TooLong):
        outside(
            (7, 7, 7),
            [tuple(1 << number for number in point) for point in itertools.product(*map(range, sides))],
        )

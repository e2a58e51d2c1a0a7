"""What is counted under a clause, and how much of it it takes."""

from __future__ import annotations

import pytest

from clausegraph.engine.inference.meaning.escalation import counted_clause, needed
from clausegraph.tests.unit.inference.small_world import STANDARD, by_count


@pytest.mark.parametrize(
    ("number", "counted"),
    [("9.2.2", "9.2"), ("9.2", "9.2"), ("9.2.2.1", "9.2"), ("10", "10"), ("A.5.7", "A.5"), ("A.5", "A.5")],
)
def test_a_clause_is_counted_under_its_first_two_parts(number: str, counted: str) -> None:
    assert counted_clause(STANDARD, number) == f"{STANDARD}/{counted}"


@pytest.mark.parametrize(
    ("at_least", "share", "judged", "wanted"),
    [(2, 0, 100, 2), (2, 50, 4, 2), (2, 50, 5, 3), (1, 7, 100, 7), (1, 100, 3, 3), (4, 34, 0, 4)],
)
def test_how_many_it_takes(at_least: int, share: float, judged: int, wanted: int) -> None:
    assert needed(by_count(at_least, share), judged) == wanted

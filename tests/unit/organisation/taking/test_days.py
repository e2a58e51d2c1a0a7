"""Days as tables write them, each meant in one way, or in none."""

from __future__ import annotations

from datetime import date

import pytest

from clausegraph.engine.organisation.taking.days import DayOrder, day_meant, order_of


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-05-12", "2026-05-12"),
        ("2026-05-12 00:00:00", "2026-05-12"),
        ("12.5.26", "2026-05-12"),
        ("12/05/2026", "2026-05-12"),
        ("05/25/2026", "2026-05-25"),
        ("08-Oct-25", "2025-10-08"),
        ("1. März 2026", "2026-03-01"),
        ("1 de enero de 2027", "2027-01-01"),
        ("3 juin 2026", "2026-06-03"),
        ("12 juillet 2026", "2026-07-12"),
        ("October 8, 2025", "2025-10-08"),
        ("Q2/2024", "2024-06-30"),
        ("2024 Q4", "2024-12-31"),
        ("H1 2025", "2025-06-30"),
        ("Feb 2024", "2024-02-29"),
        ("03/2026", "2026-03-31"),
        ("2027", "2027-12-31"),
        ("46000", "2025-12-09"),
    ],
)
def test_a_day_is_meant(text: str, meant: str) -> None:
    assert str(day_meant(text, DayOrder.DAY)) == meant


@pytest.mark.parametrize(
    "text", ["", "30 days", "ongoing", "31/02/2026", "Recurring", "12", "R-1", "99/99/2026"]
)
def test_what_is_no_day_means_none(text: str) -> None:
    assert day_meant(text, DayOrder.DAY) is None


def test_a_column_tells_the_order_by_one_day_that_can_be_read_in_one_way_only() -> None:
    assert order_of(["12/05/2026", "13/05/2026"]) == ({DayOrder.DAY}, True)
    assert order_of(["12/05/2026", "05/13/2026"]) == ({DayOrder.MONTH}, True)
    assert order_of(["12/05/2026", "n/a"]) == (set(DayOrder), True)
    assert order_of(["05/05/2026"]) == (set(DayOrder), False)


def test_what_has_been_done_was_not_done_after_the_day_of_the_assessment() -> None:
    assert order_of(["12/05/2026"], date(2026, 11, 21)) == ({DayOrder.DAY}, True)

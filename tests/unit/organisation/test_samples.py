"""Between which bounds the share that fails can lie, by a sample."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausegraph.engine.organisation.samples import failing_share

SAMPLES = st.integers(1, 5000).flatmap(lambda checked: st.tuples(st.integers(0, checked), st.just(checked)))


@pytest.mark.parametrize(
    ("failed", "checked", "bounds"),
    [
        ((0), 10, (0, 28)),
        (1, 1, (20, 100)),
        (2, 2, (34, 100)),
        (2, 5, (11, 77)),
        (5, 10, (23, 77)),
        (40, 1000, (2, 6)),
        (9, 9, (70, 100)),
    ],
)
def test_the_bounds_are_wilsons(failed: int, checked: int, bounds: tuple[int, int]) -> None:
    assert failing_share(failed, checked) == bounds


@given(SAMPLES)
def test_the_share_seen_lies_between_the_bounds(sample: tuple[int, int]) -> None:
    least, most = failing_share(*sample)
    assert 0 <= least <= 100 * sample[0] / sample[1] <= most <= 100


@given(SAMPLES)
def test_a_sample_ten_times_as_large_tells_no_less(sample: tuple[int, int]) -> None:
    least, most = failing_share(*sample)
    sharper = failing_share(10 * sample[0], 10 * sample[1])
    assert least <= sharper[0]
    assert sharper[1] <= most

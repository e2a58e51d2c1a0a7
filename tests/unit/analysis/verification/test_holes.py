"""Where grades go up and down from one end of a question to the other."""

from __future__ import annotations

import pytest

from clausegraph.engine.analysis.verification.holes import lowest_between
from clausegraph.engine.model import Grade

LETTERS = {"-": Grade.CONFORMS, "o": Grade.OBSERVATION, "m": Grade.MINOR, "M": Grade.MAJOR}


@pytest.mark.parametrize(
    ("grades", "place"),
    [
        ("---", None),
        ("-mM", None),
        ("Mm-", None),
        ("mmm", None),
        ("-m-M", 2),
        ("M-m-", 1),
        ("Mom", 1),
        ("m-o-M", 1),
        ("-m-", 0),
        ("om-", 2),
        ("-mo", 0),
    ],
)
def test_the_mildest_grade_between_worse_ones_is_found(grades: str, place: int | None) -> None:
    assert lowest_between([LETTERS[one] for one in grades]) == place

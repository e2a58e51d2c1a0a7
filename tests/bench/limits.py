"""What all benchmarks share: limits are those the project promises, times SLACK for busy machines, on every engine there is."""

from __future__ import annotations

import pytest

from clausegraph.engine.inference.choose import durable_is_missing

SLACK = 3
ENGINES = [
    pytest.param("durable", marks=pytest.mark.skipif(bool(durable_is_missing()), reason=str(durable_is_missing()))),
    "plain",
]

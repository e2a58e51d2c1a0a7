"""What all benchmarks share: limits are those the project promises, times SLACK for slower machines, on every
engine there is.

What happens in one process is measured in its own processor time: on a quiet machine that is the time on
the clock, on a busy one it leaves out what others take.
"""

from __future__ import annotations

from time import process_time

import pytest

from clausegraph.engine.inference.choose import durable_is_missing

SLACK = 3
ENGINES = [
    pytest.param(
        "durable", marks=pytest.mark.skipif(bool(durable_is_missing()), reason=str(durable_is_missing()))
    ),
    "plain",
]
own_time = pytest.mark.benchmark(timer=process_time)

"""Both evaluators, so that what they promise is tested on either."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from clausegraph.engine.inference.choose import durable_is_missing
from clausegraph.engine.inference.interface import Evaluator, Inference, Premises
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.model import KnowledgeBase

Infer = Callable[[Premises], Inference]


def durable_evaluator(knowledge: KnowledgeBase) -> Evaluator:
    from clausegraph.engine.inference.durable.evaluator import DurableEvaluator

    return DurableEvaluator(knowledge)


@pytest.fixture(
    params=[
        PlainEvaluator,
        pytest.param(
            durable_evaluator,
            marks=pytest.mark.skipif(bool(durable_is_missing()), reason=str(durable_is_missing())),
        ),
    ],
    ids=["plain", "durable"],
)
def infer(request: pytest.FixtureRequest) -> Infer:
    """Judges by a fresh evaluator."""
    return lambda question: request.param(question.knowledge).infer(question)

"""What the plain evaluator does beyond its promise: it remembers, and only what does not change."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.model import Condition, Grade, Op
from clausegraph.tests.unit.inference.small_world import (
    answered,
    ask,
    asks,
    chain_of,
    requirement,
    rule,
    world,
)


def test_it_names_itself_plain() -> None:
    assert PlainEvaluator(chain_of("6.1")).name == "plain"


def test_a_changed_answer_is_never_judged_by_the_one_before() -> None:
    knowledge = chain_of("6.1", "8.1")
    evaluator = PlainEvaluator(knowledge)
    bases = [
        evaluator.infer(answered(knowledge, {"6.1": word, "8.1": "yes"})).verdicts[0].base
        for word in ("no", "yes", "no")
    ]
    assert bases == [Grade.MINOR, Grade.CONFORMS, Grade.MINOR]


def test_the_same_answers_on_another_day_are_judged_anew() -> None:
    stale = rule("r", ((Condition("a", Op.OLDER_THAN, months=12),),))
    knowledge = world([requirement("8.1", "r")], [stale])
    evaluator = PlainEvaluator(knowledge)
    today = ask(knowledge, a=date(2026, 1, 1))
    assert evaluator.infer(today).verdicts[0].fired == ()
    assert evaluator.infer(msgspec.structs.replace(today, as_of=date(2027, 1, 2))).verdicts[0].fired == (
        "r-gap",
    )


def test_a_condition_that_does_not_fit_its_answer_surfaces() -> None:
    knowledge = world([requirement("8.1", "r")], [rule("r", ((asks("a"),),))])
    with pytest.raises(TypeError, match="cannot be asked of"):
        PlainEvaluator(knowledge).infer(ask(knowledge, a=3.0))

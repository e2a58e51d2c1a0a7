"""The classes of answers that conditions tell apart: complete, and each with an answer of its own."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest

from clausegraph.engine.inference.meaning.answers import answer_classes, met
from clausegraph.engine.knowledge.language.phrases import Value
from clausegraph.engine.model import AnswerKind, Condition, Op, Question
from clausegraph.tests.unit.inference.small_world import HERE, TODAY, asks

FULL = ("yes", "largely", "partly", "no")


def fact(kind: AnswerKind, words: tuple[str, ...] = ()) -> Question:
    return Question("f", "", kind, HERE, words=words, best=words[1:2], unit="days")


def number(op: Op, limit: float) -> Condition:
    return Condition("f", op, number=limit)


def classes(kind: AnswerKind, *conditions: Condition, words: tuple[str, ...] = ()) -> list[tuple[str, Value]]:
    return [(one.words, one.value) for one in answer_classes(fact(kind, words), conditions, TODAY)]


def test_words_that_no_condition_tells_apart_are_one_and_the_best_stands_for_them() -> None:
    found = classes(AnswerKind.WORDS, asks("f", "partly", "no"), asks("f", "no"), words=FULL)
    assert found == [("largely or yes", "largely"), ("partly", "partly"), ("no", "no")]


@pytest.mark.parametrize(
    ("kind", "conditions", "expected"),
    [
        (AnswerKind.NUMBER, [number(Op.MORE_THAN, 0)], [("0 days", 0), ("at least 1 days", 1)]),
        (AnswerKind.NUMBER, [number(Op.AT_LEAST, 3)], [("at most 2 days", 2), ("at least 3 days", 4)]),
        (AnswerKind.PERCENTAGE, [number(Op.LESS_THAN, 80)], [("at most 79 %", 79), ("at least 80 %", 100)]),
        (AnswerKind.PERCENTAGE, [number(Op.LESS_THAN, 100)], [("at most 99 %", 99), ("100 %", 100)]),
        (AnswerKind.PERCENTAGE, [number(Op.MORE_THAN, 100)], [("any %", 100)]),
        (
            AnswerKind.NUMBER,
            [number(Op.AT_MOST, 3), number(Op.AT_LEAST, 4)],
            [("at most 3 days", 3), ("3.5 days", 3.5), ("at least 4 days", 5)],
        ),
        (AnswerKind.NUMBER, [], [("any days", 0)]),
    ],
)
def test_numbers_are_parted_below_at_and_above_each_limit(
    kind: AnswerKind, conditions: list[Condition], expected: list[tuple[str, float]]
) -> None:
    assert classes(kind, *conditions) == expected


def test_a_date_of_something_done_is_never_in_the_future_and_a_planned_one_may_be() -> None:
    overdue = Condition("f", Op.BEFORE)
    later = Condition("f", Op.AFTER, date="2027-01-01")
    assert max(value for _, value in classes(AnswerKind.DATE, overdue, later)) == TODAY  # type: ignore[type-var]
    assert [words for words, _ in classes(AnswerKind.PLANNED_DATE, overdue, later)] == [
        "2026-11-20 or earlier",
        "2026-11-21 to 2027-01-01",
        "2027-01-02 or later",
    ]


def test_dates_are_parted_on_each_side_of_each_edge() -> None:
    old, older = Condition("f", Op.OLDER_THAN, months=12), Condition("f", Op.OLDER_THAN, months=24)
    assert classes(AnswerKind.DATE, old, older) == [
        ("2024-11-20 or earlier", date(2024, 11, 20)),
        ("2024-11-21 to 2025-11-20", date(2025, 11, 20)),
        ("2025-11-21 or later", TODAY),
    ]


def test_a_register_has_no_classes() -> None:
    assert classes(AnswerKind.REGISTER) == []


@pytest.mark.parametrize("seed", range(200))
def test_every_answer_is_in_one_of_the_classes_and_no_two_are_alike(seed: int) -> None:
    rng = Random(seed)
    kind = rng.choice((AnswerKind.NUMBER, AnswerKind.PERCENTAGE, AnswerKind.DATE, AnswerKind.PLANNED_DATE))
    conditions = [condition(rng, kind) for _ in range(rng.randint(0, 5))]
    found = answer_classes(fact(kind), conditions, TODAY)
    told_apart = [met(one.value, conditions, TODAY) for one in found]
    seen = {met(random_answer(rng, kind), conditions, TODAY) for _ in range(300)}
    assert seen <= set(told_apart)
    assert all(one != other for one, other in pairwise(told_apart))
    assert all(in_range(one.value, kind) for one in found)


def condition(rng: Random, kind: AnswerKind) -> Condition:
    if kind in (AnswerKind.NUMBER, AnswerKind.PERCENTAGE):
        ops = (Op.MORE_THAN, Op.AT_LEAST, Op.LESS_THAN, Op.AT_MOST)
        return number(rng.choice(ops), rng.choice((0, 0.5, 1, 3, 3.5, 4, 50, 99.5, 100)))
    op = rng.choice((Op.OLDER_THAN, Op.WITHIN, Op.BEFORE, Op.AFTER))
    if op in (Op.OLDER_THAN, Op.WITHIN):
        return Condition("f", op, days=rng.choice((0, 1, 30, 365)))
    return Condition("f", op, date=rng.choice(("", "2026-11-20", "2026-11-22", "2027-11-22")))


def random_answer(rng: Random, kind: AnswerKind) -> Value:
    if kind in (AnswerKind.NUMBER, AnswerKind.PERCENTAGE):
        return rng.choice((0.0, 100.0, rng.uniform(0, 6), rng.uniform(0, 100), float(rng.randint(0, 100))))
    latest = 800 if kind is AnswerKind.PLANNED_DATE else 0
    return TODAY + timedelta(days=rng.choice((rng.randint(-3, min(3, latest)), rng.randint(-800, latest))))


def in_range(value: Value, kind: AnswerKind) -> bool:
    if isinstance(value, float):
        return value >= 0 and (kind is not AnswerKind.PERCENTAGE or value <= 100)
    return kind is AnswerKind.PLANNED_DATE or value <= TODAY  # type: ignore[operator]

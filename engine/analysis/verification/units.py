"""Numbers that look as if they were meant in another unit: days for months, 0.8 for 80 per cent."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import AnswerKind, Condition, KnowledgeBase, Op, Question, Rule
from .doubts import Doubt, written_by

MONTHS_OFTEN_MEANT = (12, 18, 24, 36, 48, 60)
"""Numbers that are usual for months and odd for days."""

MOST_MONTHS = 120
"""Longer ages are meant in days, if at all."""

FAR_APART = 20
"""Two ages of one question of which one is so many times the other are hardly in one unit."""


def odd_units(knowledge: KnowledgeBase) -> Iterator[Doubt]:
    """The conditions on shares, ages and counted spans that another unit would make usual; each once a
    rule."""
    ages = _ages(knowledge)
    for rule in knowledge.rules:
        for condition in dict.fromkeys(one for group in rule.when for one in group):
            question = knowledge.question[condition.fact]
            wrong = (
                _wrong_share(condition, question)
                or _wrong_age(condition, ages)
                or _wrong_span(condition, question)
            )
            if wrong:
                message = f"{rule.id}: `{question.id}: {condition}` {wrong[0]}"
                yield Doubt("wrong-unit", written_by(rule, knowledge), message, wrong[1], question.id)


def _wrong_share(condition: Condition, question: Question) -> tuple[str, str] | None:
    if question.answer is AnswerKind.PERCENTAGE and 0 < condition.number < 1:
        better = f"{condition.op} {condition.number * 100:g}"
        return f"is {condition.number:g} per cent, less than one in a hundred", f"did you mean {better}?"
    return None


def _wrong_age(condition: Condition, ages: dict[str, set[float]]) -> tuple[str, str] | None:
    if condition.op not in (Op.OLDER_THAN, Op.WITHIN):
        return None
    if not condition.months and condition.days in MONTHS_OFTEN_MEANT:
        return f"is {condition.days} days", f"did you mean {condition.op} {condition.days} months?"
    if condition.months > MOST_MONTHS:
        number = condition.months // 12 if condition.months % 12 == 0 else condition.months
        return (
            f"is more than {MOST_MONTHS // 12} years",
            f"did you mean {condition.op} {number} {_smaller(condition)}?",
        )
    longest = max(ages[condition.fact])
    if _days(condition) * FAR_APART < longest:
        return (
            f"is {longest / _days(condition):.0f} times shorter than another age asked of it",
            "compare the units",
        )
    return None


def _smaller(condition: Condition) -> str:
    return "months" if condition.months % 12 == 0 else "days"


def _ages(knowledge: KnowledgeBase) -> dict[str, set[float]]:
    """The ages, in days, that rules ask of each question."""
    ages: dict[str, set[float]] = {}
    for condition in _all_conditions(knowledge.rules):
        if condition.op in (Op.OLDER_THAN, Op.WITHIN):
            ages.setdefault(condition.fact, set()).add(_days(condition))
    return ages


def _all_conditions(rules: tuple[Rule, ...]) -> Iterator[Condition]:
    for rule in rules:
        for group in rule.when:
            yield from group


def _days(condition: Condition) -> float:
    return max(condition.months * 30.44 + condition.days, 1)


SPANS = {"days": 1.0, "weeks": 7.0, "months": 30.44, "years": 365.25}


def _wrong_span(condition: Condition, question: Question) -> tuple[str, str] | None:
    """A number of days, weeks, months or years that is longer than anybody plans, or said otherwise in the
    question."""
    if question.answer is not AnswerKind.NUMBER or question.unit not in SPANS:
        return None
    if condition.number * SPANS[question.unit] > MOST_MONTHS * SPANS["months"]:
        return f"is more than {MOST_MONTHS // 12} years", f"the question counts {question.unit}"
    asked = [unit for unit in SPANS if f"how many {unit}" in question.ask.lower()]
    if asked and question.unit not in asked:
        return f"counts {question.unit}, and the question asks how many {asked[0]}", "use one unit"
    return None

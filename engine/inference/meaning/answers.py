"""The answers that conditions tell apart: for each question a few classes, of which one answer stands for
all."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from ...knowledge.language.phrases import Value
from ...model import AnswerKind, Condition, Op, Question
from .conditions import back_from, holds


class AnswerClass(msgspec.Struct, frozen=True, gc=False):
    """Answers that no condition tells apart: in words, and one of them."""

    words: str
    value: Value


def answer_classes(
    question: Question, conditions: Iterable[Condition], as_of: date
) -> tuple[AnswerClass, ...]:
    """The classes of answers to a question that some conditions on it tell apart: every answer that the
    question takes is in one of them. Words: the best first; numbers, percentages and dates: from low to high,
    no date of something done after `as_of`.

    Empty for a register, which no condition asks of as a whole.
    """
    asked = list(dict.fromkeys(conditions))
    match question.answer:
        case AnswerKind.WORDS:
            return _of_words(question, asked, as_of)
        case AnswerKind.NUMBER | AnswerKind.PERCENTAGE:
            return _of_numbers(question, asked, as_of)
        case AnswerKind.DATE | AnswerKind.PLANNED_DATE:
            return _of_dates(question, asked, as_of)
        case _:
            return ()


def met(value: Value, conditions: Iterable[Condition], as_of: date) -> tuple[bool, ...]:
    """Which of some conditions an answer meets: answers that meet the same are of one class."""
    return tuple(holds(condition, value, as_of) for condition in conditions)


def _of_words(question: Question, conditions: list[Condition], as_of: date) -> tuple[AnswerClass, ...]:
    alike: dict[tuple[bool, ...], list[str]] = {}
    for word in dict.fromkeys((*question.best, *question.words)):
        alike.setdefault(met(word, conditions, as_of), []).append(word)
    return tuple(AnswerClass(" or ".join(words), words[0]) for words in alike.values())


def _of_numbers(question: Question, conditions: list[Condition], as_of: date) -> tuple[AnswerClass, ...]:
    """Ranges of numbers. Its last number stands for each but one that has no end."""
    highest = 100.0 if question.answer is AnswerKind.PERCENTAGE else float("inf")
    points = _points({float(condition.number) for condition in conditions}, highest)
    runs = [
        list(run) for _, run in itertools.groupby(points, key=lambda point: met(point, conditions, as_of))
    ]
    unit = " %" if question.answer is AnswerKind.PERCENTAGE else f" {question.unit}"
    return tuple(
        AnswerClass(_range_words(runs, number, highest) + unit, run[-1]) for number, run in enumerate(runs)
    )


def _points(limits: set[float], highest: float) -> list[float]:
    """A number below, at and above each limit, within the range of the question."""
    edges = sorted(limits)
    tried = {0.0, *(point for edge in edges for point in (edge - 1, edge, edge + 1))}
    tried |= {(low + high) / 2 for low, high in itertools.pairwise(edges)}
    tried |= {highest} - {float("inf")}
    return sorted(point for point in tried if 0 <= point <= highest)


def _range_words(runs: list[list[float]], number: int, highest: float) -> str:
    run, last = runs[number], number == len(runs) - 1
    if last and run[0] == 0:
        return "any"
    if len(run) == 1 and (not last or run[0] == highest):
        return f"{run[0]:g}"
    if last:
        return f"at least {run[0]:g}"
    return f"{run[0]:g} to {run[-1]:g}" if number else f"at most {run[-1]:g}"


def _of_dates(question: Question, conditions: list[Condition], as_of: date) -> tuple[AnswerClass, ...]:
    """Spans of days. Its last day stands for each but the last, which has no end, or ends with the
    assessment."""
    day = timedelta(1)
    edges = {_edge(condition, as_of) for condition in conditions} - {date.min, date.max}
    tried = {as_of, *(one for edge in edges for one in (edge - day, edge, edge + day))}
    points = sorted(one for one in tried if question.answer is AnswerKind.PLANNED_DATE or one <= as_of)
    runs = [
        list(run) for _, run in itertools.groupby(points, key=lambda point: met(point, conditions, as_of))
    ]
    return tuple(AnswerClass(_span_words(runs, number), run[-1]) for number, run in enumerate(runs))


def _span_words(runs: list[list[date]], number: int) -> str:
    run = runs[number]
    if number == len(runs) - 1:
        return f"{run[0]} or later" if number else "any date"
    return f"{run[0]} to {run[-1]}" if number else f"{run[-1]} or earlier"


def _edge(condition: Condition, as_of: date) -> date:
    """The day at which a condition on a date turns."""
    if condition.op in (Op.OLDER_THAN, Op.WITHIN):
        return back_from(as_of, condition.months, condition.days)
    return date.fromisoformat(condition.date) if condition.date else as_of

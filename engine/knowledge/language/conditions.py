"""What stands under `when` and `applies`, turned into alternatives of conditions with the facts looked up."""

from __future__ import annotations

import itertools
import math
from itertools import chain
from typing import Any

from ...model import Alternatives, AnswerKind, Condition, Group, Op, Question
from ...reading.nodes import Problems
from ...reading.shapes import NotUnderstood, Placed
from ..names import Names
from .phrases import conditions

Pairs = list[tuple[Placed[str], Placed[Any] | None]]
ALWAYS: Alternatives = ((),)


class ConditionReader:
    """Reads conditions against the facts that are known. A condition that cannot be read makes the whole
    unreadable."""

    def __init__(self, questions: dict[str, Question], names: Names, problems: Problems) -> None:
        self.facts = questions
        self.names = names
        self.problems = problems

    def alternatives(self, pairs: Pairs) -> Alternatives | None:
        """The groups of which one must hold; None, with problems, if a condition cannot be read."""
        plain = [(name, text) for name, text in pairs if name.value != "any"]
        choices = [groups for name, groups in pairs if name.value == "any"]
        base = self._group(plain)
        read = [choice.value for choice in choices if choice is not None]
        groups = [self._group(group.value) for group in chain.from_iterable(read)]
        if (
            base is None
            or any(group is None for group in groups)
            or any(choice is None for choice in choices)
        ):
            return None
        if not choices:
            return (base,)
        return tuple(base + group for group in groups if group is not None)

    def _group(self, pairs: Pairs) -> Group | None:
        read = [self._conditions(name, text) for name, text in pairs]
        if any(found is None for found in read):
            return None
        return tuple(itertools.chain.from_iterable(found for found in read if found is not None))

    def _conditions(self, name: Placed[str], text: Placed[Any] | None) -> Group | None:
        if not self.names.usable(name) or text is None:
            return None
        return self.read(text.value, text, self.facts[name.value])

    def read(self, phrase: str, place: Placed[Any], question: Question) -> Group | None:
        """The conditions a phrase means for a fact; None, with a problem, if it means none."""
        try:
            return conditions(phrase, question)
        except NotUnderstood as fault:
            self.problems.add(place.at, fault.message, "condition", fault.hint)
            return None


def both(first: Alternatives, second: Alternatives) -> Alternatives:
    """Alternatives that hold where both hold: every group of the one with every group of the other,
    doubled conditions once."""
    return tuple(tuple(dict.fromkeys(a + b)) for a in first for b in second)


def contradictory(group: Group, questions: dict[str, Question]) -> str | None:
    """The fact about which the conditions of a group contradict each other, if they do: then the group can
    never hold."""
    by_fact: dict[str, list[Condition]] = {}
    for condition in group:
        by_fact.setdefault(condition.fact, []).append(condition)
    return next((fact for fact, found in by_fact.items() if not _possible(found, questions[fact])), None)


def _possible(found: list[Condition], question: Question) -> bool:
    match question.answer:
        case AnswerKind.WORDS:
            return bool(set(question.words).intersection(*(condition.words for condition in found)))
        case AnswerKind.NUMBER:
            return _leaves_room(found, 0, math.inf)
        case AnswerKind.PERCENTAGE:
            return _leaves_room(found, 0, 100)
        case _:
            return _leaves_days(found)


def _leaves_room(found: list[Condition], lowest: float, highest: float) -> bool:
    """Whether some number between the two bounds (both included) meets every comparison."""
    low, low_open, high, high_open = lowest, False, highest, False
    for condition in found:
        if condition.op in (Op.MORE_THAN, Op.AT_LEAST):
            low, low_open = max((low, low_open), (condition.number, condition.op is Op.MORE_THAN))
        else:
            high, closed = min((high, not high_open), (condition.number, condition.op is not Op.LESS_THAN))
            high_open = not closed
    return low < high or (low == high and not (low_open or high_open))


def _leaves_days(found: list[Condition]) -> bool:
    """Whether ages agree among themselves and fixed dates among themselves; a mixture depends on the day
    of the assessment."""
    older = max(
        (_age_in_days(condition) for condition in found if condition.op is Op.OLDER_THAN), default=-1.0
    )
    within = min(
        (_age_in_days(condition) for condition in found if condition.op is Op.WITHIN), default=math.inf
    )
    after = max(
        (condition.date for condition in found if condition.op is Op.AFTER and condition.date), default=""
    )
    before = min(
        (condition.date for condition in found if condition.op is Op.BEFORE and condition.date),
        default="9999",
    )
    return older < within and after < before


def _age_in_days(condition: Condition) -> float:
    return condition.days + condition.months * 30.44

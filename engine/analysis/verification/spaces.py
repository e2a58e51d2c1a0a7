"""The answers to the questions of one requirement as a finite space: for each question the classes of answers
that its conditions tell apart, and boxes of them.

A group of conditions is a box: for every question the classes that meet it. That some answers meet one group
and none of others is a point in a box outside other boxes, which is found without listing all combinations.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import msgspec

from ...inference.meaning.answers import AnswerClass, answer_classes, met
from ...inference.meaning.conditions import holds
from ...model import (
    Alternatives,
    AnswerKind,
    Computed,
    Condition,
    Grade,
    Group,
    KnowledgeBase,
    Question,
    Rule,
    Template,
)

Box = tuple[int, ...]
"""For every question of a space the classes that are meant, as bits."""

Point = tuple[int, ...]
"""For every question of a space the number of one class."""

MOST_STEPS = 20_000
"""How many boxes are looked at in one search. One that takes more is given up, and nothing is said of it."""


class TooLong(Exception):
    """A search that is given up."""


class FiringRule(msgspec.Struct, frozen=True):
    """A rule over answers with the boxes in which it fires, where the requirement applies."""

    rule: Rule
    boxes: tuple[Box, ...]

    @property
    def grade(self) -> Grade:
        return self.rule.grade

    def fires(self, point: Point) -> bool:
        return any(_contains(box, point) for box in self.boxes)


class Space:
    """The answers that the rules and the applicability of one requirement tell apart on a day."""

    def __init__(self, template: Template, knowledge: KnowledgeBase, as_of: date) -> None:
        rules = [rule for rule in knowledge.rules_of[template.id] if rule.each is None]
        self.template = template
        self.questions = tuple(knowledge.question[name] for name in knowledge.reads_of[template.id])
        self.place = {question.id: number for number, question in enumerate(self.questions)}
        self._as_of = as_of
        asked = list(_conditions((template.applies, *(rule.when for rule in rules))))
        self.classes = tuple(self._classes(question, asked) for question in self.questions)
        self.full: Box = tuple((1 << len(classes)) - 1 for classes in self.classes)
        self.applies = self._boxes(template.applies) if template.applies else (self.full,)
        self.rules = tuple(FiringRule(rule, self._boxes(rule.when)) for rule in rules)

    def _classes(self, question: Question, asked: Iterable[Condition]) -> tuple[AnswerClass, ...]:
        own = [condition for condition in asked if condition.fact == question.id]
        classes = answer_classes(question, own, self._as_of)
        if question.computed is Computed.SWITCHED_OFF:
            return tuple(one for one in classes if one.value == "yes")
        return tuple(_counted(classes, own, self._as_of)) if _is_counted(question) else classes

    def _boxes(self, alternatives: Alternatives) -> tuple[Box, ...]:
        boxes = (self.box(group) for group in alternatives)
        return tuple(box for box in boxes if all(box))

    def box(self, group: Group) -> Box:
        """The answers that meet a group of conditions."""
        box = list(self.full)
        for condition in group:
            place = self.place[condition.fact]
            met = (holds(condition, one.value, self._as_of) for one in self.classes[place])
            box[place] &= sum(1 << number for number, meets in enumerate(met) if meets)
        return tuple(box)

    def at_least(self, grade: Grade) -> list[Box]:
        """Where some rule fires that weighs as much, or more."""
        heavy = [one for one in self.rules if one.grade >= grade]
        return [box for one in heavy for box in one.boxes]

    def above(self, grade: Grade) -> list[Box]:
        """Where some rule fires that weighs more."""
        heavier = [one for one in self.rules if one.grade > grade]
        return [box for one in heavier for box in one.boxes]

    def grade(self, point: Point) -> Grade:
        """What the rules make of some answers."""
        return max((one.grade for one in self.rules if one.fires(point)), default=Grade.CONFORMS)

    def where_it_applies(self, box: Box) -> Iterator[Box]:
        """The parts of a box in which the requirement applies."""
        return (part for one in self.applies if (part := common(box, one)) is not None)

    def outside(self, box: Box, others: Sequence[Box]) -> Point | None:
        """Answers in a box under which the requirement applies, outside some other boxes, if there are
        any."""
        found = (outside(part, others) for part in self.where_it_applies(box))
        return next((point for point in found if point is not None), None)

    def told(self, point: Point, places: Iterable[int] | None = None) -> str:
        """Answers in words, as they are written in a file: `audits.done: yes, audits.last: 2025-01-30`."""
        shown = sorted(set(range(len(self.questions)) if places is None else places))
        return ", ".join(
            f"{self.questions[one].id}: {answer_words(self.questions[one], self.classes[one][point[one]])}"
            for one in shown
        )


def answer_words(question: Question, answers: AnswerClass) -> str:
    """A class of answers in words: a word, a span of numbers, or one day of a span of days."""
    return answers.words if question.answer in NUMBERS else str(answers.value)


NUMBERS = (AnswerKind.NUMBER, AnswerKind.PERCENTAGE)
ORDERED = (*NUMBERS, AnswerKind.DATE, AnswerKind.PLANNED_DATE)


def only(box: Box, place: int, classes: int) -> Box:
    """A box with other classes of one question."""
    return (*box[:place], classes, *box[place + 1 :])


def common(one: Box, other: Box) -> Box | None:
    """What two boxes have in common, if anything."""
    both = tuple(a & b for a, b in zip(one, other, strict=True))
    return both if all(both) else None


def of_point(point: Point) -> Box:
    return tuple(1 << number for number in point)


def outside(box: Box, others: Sequence[Box]) -> Point | None:
    """A point of a box that lies in none of some others, its classes as low as can be; None if there is none.
    Raises TooLong."""
    return _outside(box, others, iter(range(MOST_STEPS)))


def _outside(box: Box, others: Sequence[Box], steps: Iterator[int]) -> Point | None:
    near = [other for other in others if all(a & b for a, b in zip(box, other, strict=True))]
    if not near:
        return tuple((one & -one).bit_length() - 1 for one in box)
    if next(steps, None) is None:
        raise TooLong
    first = min(near, key=lambda other: sum(a & ~b != 0 for a, b in zip(box, other, strict=True)))
    for place, (mine, its) in enumerate(zip(box, first, strict=True)):
        if mine & ~its:
            point = _outside(only(box, place, mine & ~its), near, steps)
            if point is not None:
                return point
            box = only(box, place, mine & its)
    return None


def _contains(box: Box, point: Point) -> bool:
    return all(mask >> number & 1 for mask, number in zip(box, point, strict=True))


def _conditions(all_alternatives: Iterable[Alternatives]) -> Iterator[Condition]:
    for alternatives in all_alternatives:
        for group in alternatives:
            yield from group


def _is_counted(question: Question) -> bool:
    """Whether a question is answered in whole numbers."""
    return question.answer is AnswerKind.NUMBER or bool(
        question.computed and question.answer is AnswerKind.PERCENTAGE
    )


def _counted(
    classes: Iterable[AnswerClass], asked: Sequence[Condition], as_of: date
) -> Iterator[AnswerClass]:
    """Classes of numbers without those in which nobody can count, such as between 5 and 6."""
    for one in classes:
        assert isinstance(one.value, float)
        whole = float(math.floor(one.value))
        if one.value == whole:
            yield one
        elif met(whole, asked, as_of) == met(one.value, asked, as_of):
            yield AnswerClass(one.words.replace(f" to {one.value:g}", ""), whole)

"""Numbers, shares and dates: from one end to the other things may get worse or better, and not both.

What passes between two answers that do not is a hole (6 to 10, between `at most 5` and `more than 10`), and
so is what passes beyond one that does not, on either side (below 50, beside `between 50 and 59`).
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Collection, Iterator, Sequence

from ...model import Grade
from .doubts import Doubt
from .spaces import ORDERED, Box, FiringRule, Point, Space, answer_words, only

MOST_SURROUNDINGS = 5_000
"""How many combinations of the other answers are looked at, one by one; of more than that, so many drawn at
random, always the same."""


def holes(space: Space) -> Iterator[Doubt]:
    """The numbers and dates that pass where those on both sides of them do not, or pass on both sides of one
    that does not: one for each question."""
    for place, question in enumerate(space.questions):
        if question.answer in ORDERED and not question.computed and len(space.classes[place]) > 2:
            found = _first_hole(space, place)
            if found is not None:
                yield _doubt(space, place, *found)


def _first_hole(space: Space, place: int) -> tuple[Point, list[Grade]] | None:
    """Other answers under which the grades go up and down again, with the grades from class to class."""
    about = _rules_about(space, place)
    for point in _surroundings(space, place, about):
        grades = [_grade(about, (*point[:place], step, *point[place + 1 :])) for step in _steps(space, place)]
        valley = lowest_between(grades)
        if valley is not None and (whole := _with_the_rest(space, place, point, grades, valley)):
            return whole, grades
    return None


def _rules_about(space: Space, place: int) -> list[FiringRule]:
    """The rules in so far as they look at a question."""
    full = space.full[place]
    about = (
        FiringRule(one.rule, tuple(box for box in one.boxes if box[place] != full)) for one in space.rules
    )
    return [one for one in about if one.boxes]


def _steps(space: Space, place: int) -> range:
    return range(len(space.classes[place]))


def _grade(rules: Sequence[FiringRule], point: Point) -> Grade:
    return max((one.grade for one in rules if one.fires(point)), default=Grade.CONFORMS)


def lowest_between(grades: Sequence[Grade]) -> int | None:
    """The place of the mildest grade that has a worse one on both sides; else, where the grades first get
    worse and then better, that of the milder end. None where they only get worse, or only better."""
    for place in sorted(range(1, len(grades) - 1), key=lambda place: grades[place]):
        if max(grades[:place]) > grades[place] < max(grades[place + 1 :]):
            return place
    worst = max(grades)
    if grades[0] < worst > grades[-1]:
        return 0 if grades[0] <= grades[-1] else len(grades) - 1
    return None


def _surroundings(space: Space, place: int, about: Sequence[FiringRule]) -> Iterator[Point]:
    """The answers to the questions that rules ask beside this one; of all others the first."""
    boxes = [box for one in about for box in one.boxes]
    beside = [other for other in _asked(boxes, space) if other != place]
    total = 1
    for other in beside:
        total *= len(space.classes[other])
    steps = [_steps(space, other) if other in beside else range(1) for other in range(len(space.questions))]
    if total <= MOST_SURROUNDINGS:
        yield from itertools.product(*steps)
        return
    chance = random.Random(0)
    for _ in range(MOST_SURROUNDINGS):
        yield tuple(chance.choice(one) for one in steps)


def _with_the_rest(
    space: Space, place: int, point: Point, grades: Sequence[Grade], valley: int
) -> Point | None:
    """The same answers with others to the remaining questions, under which no other rule hides the hole."""
    about = {box for one in _rules_about(space, place) for box in one.boxes}
    others = [box for box in space.at_least(_shore(grades, valley)) if box not in about]
    fixed = {place, *_asked(about, space)}
    start: Box = space.full
    for other in fixed:
        start = only(start, other, 1 << (valley if other == place else point[other]))
    return space.outside(start, others)


def _asked(boxes: Collection[Box], space: Space) -> list[int]:
    """The questions that some boxes do not leave open."""
    return [place for place, full in enumerate(space.full) if any(box[place] != full for box in boxes)]


def _shore(grades: Sequence[Grade], valley: int) -> Grade:
    """The milder of the worst grades on the two sides of a valley; beside an end, the worst of all."""
    sides = [max(side) for side in (grades[:valley], grades[valley + 1 :]) if side]
    return min(sides)


def _doubt(space: Space, place: int, point: Point, grades: Sequence[Grade]) -> Doubt:
    question = space.questions[place]
    told = ", ".join(
        f"{answer_words(question, one)}: {grade.word}"
        for one, grade in zip(space.classes[place], grades, strict=True)
    )
    others = space.told(point, [other for other in range(len(point)) if other != place])
    beside = f" (beside {others})" if others else ""
    message = f"the grades for {question.id} go up and down: {told}{beside}"
    hint = "close the hole between the thresholds, or beyond them"
    return Doubt("hole", (space.template,), message, hint, question.id)

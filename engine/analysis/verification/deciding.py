"""Rules and questions that decide nothing: because a worse rule fires wherever they do, or because no grade
ever turns on an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model import Group, KnowledgeBase, Op, Rule
from .doubts import Doubt, written_by
from .spaces import Box, FiringRule, Space, TooLong, only


def never_deciding(space: Space, knowledge: KnowledgeBase) -> Iterator[Doubt]:
    """The rules under whose every answer a worse rule fires."""
    for judging in space.rules:
        worse = space.above(judging.grade)
        if judging.boxes and all(space.outside(box, worse) is None for box in judging.boxes):
            yield _shadowed(judging, space, knowledge)


def _shadowed(judging: FiringRule, space: Space, knowledge: KnowledgeBase) -> Doubt:
    rule, of = judging.rule, written_by(judging.rule, knowledge)
    by = _shadowing(judging, space)
    point = next(space.outside(box, ()) for box in judging.boxes)
    assert point is not None
    shown = space.told(point, _asked(judging, space))
    if by is not None and set(by.boxes) == set(judging.boxes):
        message = f"{rule.id} and {by.rule.id} fire on the same answers ({shown}) and grade them"
        message += f" {rule.grade.word} and {by.grade.word}"
        return Doubt("rules-disagree", of, message, "keep the one that is meant", by.rule.name)
    names = by.rule.id if by is not None else "a worse rule"
    if by is not None and _only_limits_differ(rule, by.rule):
        message = (
            f"the limits of {rule.id} ({rule.grade.word}) and {names} ({by.grade.word}) are in the wrong"
        )
        message += f" order: at {shown} both fire, and {names} decides"
        return Doubt("threshold-order", of, message, "swap the two grades, or the two limits", rule.name)
    message = f"{rule.id} ({rule.grade.word}) never decides: wherever it fires, {names} does too ({shown})"
    return Doubt("never-decides", of, message, "narrow the worse rule, or remove this one", rule.name)


def _shadowing(judging: FiringRule, space: Space) -> FiringRule | None:
    """The one worse rule that fires wherever a rule does, if one does it alone."""
    return next(
        (one for one in space.rules if one.grade > judging.grade and _covers(one, judging, space)), None
    )


def _covers(one: FiringRule, other: FiringRule, space: Space) -> bool:
    return all(space.outside(box, one.boxes) is None for box in other.boxes)


def _asked(judging: FiringRule, space: Space) -> list[int]:
    return [
        place for place, full in enumerate(space.full) if any(box[place] != full for box in judging.boxes)
    ]


def _only_limits_differ(one: Rule, other: Rule) -> bool:
    """Whether two rules ask the same in the same direction, with other numbers or ages."""
    return len(one.when) == len(other.when) and all(
        _shape(a) == _shape(b) for a, b in zip(one.when, other.when, strict=True)
    )


def _shape(group: Group) -> set[tuple[str, Op, tuple[str, ...]]]:
    return {(one.fact, _DIRECTION.get(one.op, one.op), one.words) for one in group}


_DIRECTION = {Op.AT_LEAST: Op.MORE_THAN, Op.AT_MOST: Op.LESS_THAN}


def deciding(space: Space) -> Iterator[str]:
    """The questions of a requirement whose answer changes a grade, or whether the requirement applies."""
    for place, question in enumerate(space.questions):
        try:
            if _turns(space, place):
                yield question.id
        except TooLong:
            yield question.id


def _turns(space: Space, place: int) -> bool:
    if any(box[place] != space.full[place] for box in space.applies):
        return True
    return any(_turns_on(box, place, space, judging) for judging in space.rules for box in judging.boxes)


def _turns_on(box: Box, place: int, space: Space, judging: FiringRule) -> bool:
    """Whether the grade falls where one answer in a box becomes another: outside it nothing weighs as
    much."""
    others = space.full[place] & ~box[place]
    return bool(others) and space.outside(only(box, place, others), space.at_least(judging.grade)) is not None


def deciding_nothing(knowledge: KnowledgeBase, deciding: set[str]) -> Iterator[Doubt]:
    """The questions that rules read and on whose answer no grade turns."""
    read = {question for questions in knowledge.reads_of.values() for question in questions}
    for question in knowledge.questions:
        if question.id in read - deciding and not question.computed:
            message = f"nothing turns on the answer to {question.id}: whatever it is, other rules decide"
            hint = "let a rule decide by it, or remove the question"
            yield Doubt("decides-nothing", (question,), message, hint)


def asked_by_nobody(knowledge: KnowledgeBase) -> Iterator[Doubt]:
    """The requirements that no question to anybody decides, but what is worked out or stands in registers."""
    for template in knowledge.templates:
        reads = {question for rule in knowledge.rules_of[template.id] for question in rule.reads}
        asked = [question for question in reads if not knowledge.question[question].computed]
        if reads and not asked and template.id not in knowledge.on_notes:
            message = f"nobody is asked about {template.id}: its rules read only {_listed(reads)}"
            hint = "ask a question, and judge by it"
            yield Doubt("nobody-asks", (template,), message, hint)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))

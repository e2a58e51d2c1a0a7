"""What a policy tolerates before a rule counts: days beyond an interval, and the last few per cent of a
share."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ...model import (
    Alternatives,
    AnswerKind,
    Condition,
    Count,
    Each,
    Grade,
    Group,
    Op,
    Policy,
    Question,
    Relation,
    Rule,
)
from ...model.rules import WITHIN_TOLERANCE
from .conditions import contradictory

_YEAR = 12


def punctual(rule: Rule, late_days: int) -> Rule:
    """The rule with its ages and what comes round in months counted `late_days` later for every twelve
    months, in proportion; the very same rule where that changes nothing."""
    if not late_days:
        return rule
    when = tuple(_later(group, late_days) for group in rule.when)
    each = _each_later(rule.each, late_days) if rule.each else None
    return (
        rule
        if (when, each) == (rule.when, rule.each)
        else msgspec.structs.replace(rule, when=when, each=each)
    )


def _later(group: Group, late_days: int) -> Group:
    return tuple(_tolerant(condition, late_days) for condition in group)


def _tolerant(condition: Condition, late_days: int) -> Condition:
    if condition.op in (Op.OLDER_THAN, Op.WITHIN) and condition.months:
        return msgspec.structs.replace(condition, days=condition.days + late_days * condition.months // _YEAR)
    if condition.op is Op.BEFORE and condition.every:
        return Condition(condition.fact, Op.OLDER_THAN, days=late_days * condition.every // _YEAR)
    return condition


def _each_later(each: Each, late_days: int) -> Each:
    def related(relations: tuple[Relation, ...]) -> tuple[Relation, ...]:
        return tuple(
            msgspec.structs.replace(one, conditions=_later(one.conditions, late_days)) for one in relations
        )

    return msgspec.structs.replace(
        each,
        conditions=_later(each.conditions, late_days),
        among=None if each.among is None else _later(each.among, late_days),
        none=related(each.none),
        some=related(each.some),
        only=related(each.only),
    )


def counted_later(count: Count, late_days: int) -> Count:
    """How records answer a question, its ages and intervals counted later in the same way."""
    return msgspec.structs.replace(count, each=_each_later(count.each, late_days)) if late_days else count


def within_tolerance(rule: Rule, policy: Policy, questions: dict[str, Question]) -> tuple[Rule, ...]:
    """A minor rule on a share that is not as it should be, with what the policy tolerates as an
    observation of its own behind it."""
    tolerated = 100 - policy.nearly_all if policy.nearly_all else 0
    if not tolerated or rule.grade is not Grade.MINOR or rule.each is not None:
        return (rule,)
    beyond = tuple(_beyond(group, tolerated, questions) for group in rule.when)
    if beyond == rule.when:
        return (rule,)
    inside = tuple(
        one for before, after in zip(rule.when, beyond, strict=True) for one in _inside(before, after)
    )
    made = (_with(rule, _possible(beyond, questions)), _observed(rule, _possible(inside, questions), policy))
    return tuple(one for one in made if one.when)


def _beyond(group: Group, tolerated: float, questions: dict[str, Question]) -> Group:
    """A group whose conditions on shares hold only where they fall short by more than is tolerated."""
    return tuple(
        _harder(condition, tolerated) if _is_share(condition, questions) else condition for condition in group
    )


def _is_share(condition: Condition, questions: dict[str, Question]) -> bool:
    question = questions[condition.fact]
    return question.answer is AnswerKind.PERCENTAGE and not question.computed


def _harder(condition: Condition, tolerated: float) -> Condition:
    """Below 100 becomes below 95. What counts lapses (more than 0 overdue) stays: each of them is a
    requirement not kept, however many there are besides."""
    nearly, op, number = 100 - tolerated, condition.op, condition.number
    if (op is Op.LESS_THAN and number > nearly) or (op is Op.AT_MOST and nearly <= number < 100):
        return msgspec.structs.replace(condition, op=Op.LESS_THAN, number=nearly)
    return condition


def _inside(before: Group, after: Group) -> Iterator[Group]:
    """What the group met and its harder form does not: for every condition that became harder, the group
    with its opposite."""
    for condition, harder in zip(before, after, strict=True):
        if harder != condition:
            yield (*before, msgspec.structs.replace(harder, op=Op.AT_LEAST))


def _possible(groups: Alternatives, questions: dict[str, Question]) -> Alternatives:
    return tuple(group for group in groups if not contradictory(group, questions))


def _with(rule: Rule, when: Alternatives) -> Rule:
    return msgspec.structs.replace(rule, when=when)


def _observed(rule: Rule, when: Alternatives, policy: Policy) -> Rule:
    because = (
        f"{rule.because} It is no more than the policy {policy.id} tolerates, {100 - policy.nearly_all:g} per"
        " cent."
    )
    name, at, standard = rule.id.partition("@")
    return msgspec.structs.replace(
        rule,
        id=f"{name}{WITHIN_TOLERANCE}{at}{standard}",
        when=when,
        grade=Grade.OBSERVATION,
        because=because,
    )

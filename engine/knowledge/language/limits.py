"""Limits that an organisation has set itself for a share: what keeps them is as good as the best."""

from __future__ import annotations

from itertools import chain

from ...model import Condition, Grade, KnowledgeBase, Op, Rule

ALL, NONE = 100.0, 0.0
_FROM_ABOVE = (Op.LESS_THAN, Op.AT_MOST)


def kept_limit(fact: str, value: float, limit: float, knowledge: KnowledgeBase) -> float:
    """The share as it is judged: the best there is where it keeps the limit, else the share itself.

    No limit makes up for what a rule calls major on this share alone. A question that no rule reads keeps
    its answer.
    """
    best = _best(fact, knowledge)
    if best is None or any(_is_grave(rule, fact, value, knowledge) for rule in knowledge.rules):
        return value
    return best if (value >= limit if best == ALL else value <= limit) else value


def _is_grave(rule: Rule, fact: str, value: float, knowledge: KnowledgeBase) -> bool:
    """Whether the share alone makes a major rule fire where its requirement applies."""
    if rule.grade is not Grade.MAJOR:
        return False
    applies = {condition for group in knowledge.template[rule.template].applies for condition in group}
    own = ([one for one in group if one not in applies] for group in rule.when)
    return any(group and all(one.fact == fact and _holds(one, value) for one in group) for group in own)


def _best(fact: str, knowledge: KnowledgeBase) -> float | None:
    """The share that rules ask for: all where they look at what is too low, none where they look at what
    is too high."""
    groups = chain.from_iterable(rule.when for rule in knowledge.rules)
    found = [one for one in chain.from_iterable(groups) if one.fact == fact]
    if not found:
        return None
    return ALL if any(one.op in _FROM_ABOVE for one in found) else NONE


def _holds(condition: Condition, value: float) -> bool:
    match condition.op:
        case Op.LESS_THAN:
            return value < condition.number
        case Op.AT_MOST:
            return value <= condition.number
        case Op.MORE_THAN:
            return value > condition.number
        case _:
            return value >= condition.number

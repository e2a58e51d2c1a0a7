"""Limits that an organisation has set itself for a share: what keeps them is as good as the best."""

from __future__ import annotations

from ..model import Condition, Grade, KnowledgeBase, Op

ALL, NONE = 100.0, 0.0
_FROM_ABOVE = (Op.LESS_THAN, Op.AT_MOST)


def kept_limit(fact: str, value: float, limit: float, knowledge: KnowledgeBase) -> float:
    """The share as it is judged: the best there is where it keeps the limit, else the share itself.

    No limit makes up for what a rule calls major on this share alone. A question that no rule reads keeps its answer.
    """
    alone = [(rule.grade, group) for rule in knowledge.rules for group in rule.when if {one.fact for one in group} == {fact}]
    grave = any(grade is Grade.MAJOR and all(_holds(one, value) for one in group) for grade, group in alone)
    best = _best(fact, knowledge)
    if best is None or grave:
        return value
    return best if (value >= limit if best == ALL else value <= limit) else value


def _best(fact: str, knowledge: KnowledgeBase) -> float | None:
    """The share that rules ask for: all where they look at what is too low, none where they look at what is too high."""
    found = [one for rule in knowledge.rules for group in rule.when for one in group if one.fact == fact]
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

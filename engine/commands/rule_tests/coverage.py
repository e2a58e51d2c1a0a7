"""How much of the rules the cases touch: rules, limits from both sides, and right beside each limit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import msgspec

from ...inference.meaning.conditions import back_from, holds
from ...knowledge.language.phrases import Value
from ...model import Condition, KnowledgeBase, Op, Rule
from .cases import Case, template_of

COMPARED = (Op.MORE_THAN, Op.AT_LEAST, Op.LESS_THAN, Op.AT_MOST)
AGED = (Op.OLDER_THAN, Op.WITHIN)
DATED = (Op.BEFORE, Op.AFTER)
NEAR = 1
"""How far from a limit of numbers an answer may lie that tests it, and how many days from one of dates."""


class Covered(msgspec.Struct, frozen=True):
    """So many of so many things are tested."""

    of: str
    tested: int
    total: int

    @property
    def share(self) -> float:
        """In per cent; all of nothing."""
        return 100 * self.tested / self.total if self.total else 100.0

    def __str__(self) -> str:
        return f"{self.of} {self.share:.1f} % ({self.tested} of {self.total})"


def coverage_of_limits(cases: Iterable[Case], knowledge: KnowledgeBase) -> tuple[Covered, Covered]:
    """The limits in rules over answers that some case meets and another does not; and those that cases meet,
    and do not, by no more than NEAR."""
    by_template = _by_template(cases, knowledge)
    limits = [(rule, one) for rule in knowledge.rules for one in limits_of(rule)]
    sides = [_sides(one, by_template[rule.template]) for rule, one in limits]
    both = sum(len({met for met, _ in found}) == 2 for found in sides)
    at_it = sum(len({met for met, near in found if near}) == 2 for found in sides)
    return Covered("limits", both, len(limits)), Covered("at the limit", at_it, len(limits))


def _by_template(cases: Iterable[Case], knowledge: KnowledgeBase) -> defaultdict[str, list[Case]]:
    found: defaultdict[str, list[Case]] = defaultdict(list)
    for case in cases:
        for template in {template_of(one.requirement, knowledge) for one in case.expectations}:
            found[template].append(case)
    return found


def limits_of(rule: Rule) -> Iterator[Condition]:
    """The conditions of a rule on a number, a share or a date, each once."""
    asked = dict.fromkeys(one for group in rule.when for one in group)
    return (one for one in asked if one.op in (*COMPARED, *AGED, *DATED))


def _sides(condition: Condition, cases: Iterable[Case]) -> set[tuple[bool, bool]]:
    """Whether cases meet a limit, and whether they lie right beside it."""
    told = [(dict(case.values), case.as_of) for case in cases]
    given = [(values[condition.fact], as_of) for values, as_of in told if condition.fact in values]
    return {(holds(condition, value, as_of), _is_near(condition, value, as_of)) for value, as_of in given}


def _is_near(condition: Condition, value: Value, as_of: date) -> bool:
    if isinstance(value, float):
        return abs(value - condition.number) <= NEAR
    return isinstance(value, date) and abs(value - _edge(condition, as_of)) <= timedelta(NEAR)


def _edge(condition: Condition, as_of: date) -> date:
    if condition.op in AGED:
        return back_from(as_of, condition.months, condition.days)
    return date.fromisoformat(condition.date) if condition.date else as_of

"""From the truth of rules to a verdict: which fire, which stay open, and the grade that follows."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ...model import Grade, Rule
from ..interface import Raised, Verdict
from .conditions import Truth


class Opinion(msgspec.Struct, frozen=True, gc=False):
    """What the rules of a template say of some answers: as a verdict does, before records and notes have spoken."""

    applies: bool
    base: Grade
    fired: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


NOT_APPLICABLE = Opinion(False, Grade.UNGRADED)
CONFORMING = Opinion(True, Grade.CONFORMS)


def opinion_of(truths: Iterable[tuple[Rule, Truth]]) -> Opinion:
    """The opinion on a requirement that applies, or may: the worst grade of the rules that fire; where none fires, conforming only if
    none could."""
    told = list(truths)
    fired = [rule for rule, holds in told if holds is Truth.TRUE]
    left_open = [rule.id for rule, holds in told if holds is Truth.UNKNOWN]
    base = max((rule.grade for rule in fired), default=Grade.UNGRADED if left_open else Grade.CONFORMS)
    return Opinion(True, base, tuple(sorted(rule.id for rule in fired)), tuple(sorted(left_open)))


def grades_after(raised: Iterable[Raised], verdicts: Iterable[Verdict]) -> dict[str, Grade]:
    """The grade of every requirement once some are raised."""
    grades = {one.requirement: one.base for one in verdicts}
    for one in raised:
        grades[one.requirement] = max(grades[one.requirement], one.grade)
    return grades

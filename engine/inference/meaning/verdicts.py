"""From the truth of rules to a verdict: which fire, which stay open, and the grade that follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from ...model import Grade, Rule
from ..interface import Raised, Verdict
from .conditions import Truth


class Opinion(msgspec.Struct, frozen=True, gc=False):
    """What the rules of a template say of some answers: as a verdict does, before records and notes have
    spoken. `at_least` is UNGRADED where the requirement may turn out not to apply."""

    applies: bool
    base: Grade
    fired: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    at_least: Grade = Grade.UNGRADED

    def with_least(self, at_least: Grade) -> Opinion:
        return Opinion(self.applies, self.base, self.fired, self.open, at_least)


NOT_APPLICABLE = Opinion(False, Grade.UNGRADED)
CONFORMING = Opinion(True, Grade.CONFORMS, at_least=Grade.CONFORMS)


def opinion_of(truths: Iterable[tuple[Rule, Truth]]) -> Opinion:
    """The opinion on a requirement that applies, or may: the worst grade of the rules that fire; where
    none fires, conforming only if none could. What is certain (`at_least`) is known only where nothing is
    open."""
    told = list(truths)
    fired = [rule for rule, holds in told if holds is Truth.TRUE]
    left_open = [rule.id for rule, holds in told if holds is Truth.UNKNOWN]
    base = max((rule.grade for rule in fired), default=Grade.UNGRADED if left_open else Grade.CONFORMS)
    return Opinion(True, base, tuple(sorted(rule.id for rule in fired)), tuple(sorted(left_open)), base)


def verdict_of(requirement: str, opinion: Opinion) -> Verdict:
    """What answers say of a requirement, to be joined by records and notes, and then settled."""
    return Verdict(
        requirement, opinion.applies, opinion.base, opinion.fired, opinion.open, at_least=opinion.at_least
    )


def settled(verdict: Verdict, grades: Mapping[str, Grade]) -> Verdict:
    """A verdict once records and notes have spoken, with what is certain; `grades` by rule.

    A completion in which the requirement does not apply counts as conforming. Where every completion is worse
    than that and than what fired, the requirement has the mildest of their grades now, because of the open
    rules that weigh as much.
    """
    if not verdict.applies or (verdict.at_least is verdict.base and not verdict.open):
        return verdict
    at_least = max(verdict.at_least, Grade.CONFORMS)
    if at_least <= max(verdict.base, Grade.CONFORMS):
        return (
            verdict if at_least is verdict.at_least else msgspec.structs.replace(verdict, at_least=at_least)
        )
    certain = tuple(rule for rule in verdict.open if grades[rule] >= at_least)
    return msgspec.structs.replace(verdict, base=at_least, at_least=at_least, certain=certain)


def grades_after(raised: Iterable[Raised], verdicts: Iterable[Verdict]) -> dict[str, Grade]:
    """The grade of every requirement once some are raised."""
    grades = {one.requirement: one.base for one in verdicts}
    for one in raised:
        grades[one.requirement] = max(grades[one.requirement], one.grade)
    return grades

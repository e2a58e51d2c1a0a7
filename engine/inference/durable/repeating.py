"""Findings that come back after an earlier assessment are raised as the policy says.

What failed then is joined with what fails now, and, for a minor left open, the rules behind the one with
those behind the other; rules over registers have to name a record again that they named then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ...model import Escalation, Grade, KnowledgeBase, Repeat
from ..interface import Premises, Raised, Verdict
from .host import Layer
from .rules import Rules, a

REPEATING: Rules = {
    "finding": {"then": a("failed"), "now": a("fails", requirement="then.requirement")},
    "finding noted": {"note": a("noted before"), "now": a("fails", requirement="note.requirement")},
    "major-left-open": {
        "then": a("failed", grade=int(Grade.MAJOR)),
        "now": a("fails", requirement="then.requirement"),
    },
    "minor-left-open": {
        "then": a("failed", grade=int(Grade.MINOR)),
        "why": a("behind then", requirement="then.requirement"),
        "now": a("behind now", requirement="why.requirement", rule="why.rule", record="why.record"),
    },
    "raised": {
        "back": a("back"),
        "escalation": a("escalation", way="back.way"),
        "lower": a("lower", requirement="back.requirement", escalation="escalation.escalation"),
    },
}

NO_RECORD = 0
"""Stands where a rule is about answers, or an earlier assessment did not tell its records."""

WAYS = {way: number for number, way in enumerate(Repeat)}


class Repeating:
    """Raises what fails again."""

    def __init__(self, knowledge: KnowledgeBase, layer: Layer) -> None:
        self._layer = layer
        self._requirements = tuple(one.id for one in knowledge.requirements)
        self._place = {one: place for place, one in enumerate(self._requirements)}
        self._rules = {rule.id: number for number, rule in enumerate(knowledge.rules) if rule.grade.fails}
        self._failed = layer.form("failed", "requirement", "grade")
        self._noted = layer.form("noted before", "requirement")
        self._fails = layer.form("fails", "requirement")
        self._then = layer.form("behind then", "requirement", "rule", "record")
        self._now = layer.form("behind now", "requirement", "rule", "record")
        self._back = layer.form("back", "requirement", "way")
        self._escalation = layer.form("escalation", "way", "escalation")
        self._lower = layer.form("lower", "requirement", "escalation")

    def raised(self, verdicts: tuple[Verdict, ...], premises: Premises) -> set[Raised]:
        """What the escalations for findings that come back raise, judged by base grades."""
        escalations = [(one, one.repeats) for one in premises.policy.escalations if one.repeats]
        found: set[Raised] = set()

        def conclude(rule: str, matched: dict[str, dict[str, int]]) -> Iterator[str]:
            if rule == "raised":
                escalation, _ = escalations[matched["lower"]["escalation"]]
                requirement = self._requirements[matched["lower"]["requirement"]]
                found.add(Raised(requirement, escalation.id, escalation.grade, requirement))
            else:
                way = Repeat(rule.removesuffix(" noted"))
                yield self._back % (next(iter(matched.values()))["requirement"], WAYS[way])

        if escalations:
            self._layer.follow(self._units(verdicts, premises, escalations), conclude)
        return found

    def _units(
        self, verdicts: tuple[Verdict, ...], premises: Premises, escalations: list[tuple[Escalation, Repeat]]
    ) -> Iterator[list[str]]:
        """What fails now and failed before, once by itself and once for each rule and record behind it:
        those are joined one by one, and there may be thousands."""
        ways = [self._escalation % (WAYS[way], number) for number, (_, way) in enumerate(escalations)]
        for one in verdicts:
            if one.base.fails and (one.requirement in premises.earlier or noted_before(one, premises)):
                place = self._place[one.requirement]
                raising = (
                    number for number, (raised, _) in enumerate(escalations) if one.base < raised.grade
                )
                lower = (self._lower % (place, number) for number in raising)
                common = [*ways, self._fails % place, *self._before(one, place, premises), *lower]
                yield common
                yield from ([*common, *behind] for behind in self._behind_both(one, place, premises))

    def _before(self, verdict: Verdict, place: int, premises: Premises) -> Iterator[str]:
        if noted_before(verdict, premises):
            yield self._noted % place
        if earlier := premises.earlier.get(verdict.requirement):
            yield self._failed % (place, earlier.grade)

    def _behind_both(self, verdict: Verdict, place: int, premises: Premises) -> Iterator[list[str]]:
        """What was behind it then with what is behind it now, for each rule and record that may be either."""
        earlier = premises.earlier.get(verdict.requirement)
        if earlier is None:
            return
        number = records_numbered(verdict, premises)
        named = {found.rule: found.records for found in verdict.records}
        together: dict[tuple[int, int], list[str]] = {}
        for rule, record in self._behind(earlier.rules, earlier.records, number):
            together.setdefault((rule, record), []).append(self._then % (place, rule, record))
        for rule, record in self._behind(verdict.fired, named, number, always=True):
            together.setdefault((rule, record), []).append(self._now % (place, rule, record))
        yield from together.values()

    def _behind(
        self,
        rules: Iterable[str],
        named: Mapping[str, tuple[str, ...]],
        number: dict[str, int],
        *,
        always: bool = False,
    ) -> Iterator[tuple[int, int]]:
        """The rules that make something fail, each with the records it names; NO_RECORD where it names
        none, or `always`."""
        for rule in rules:
            if rule in self._rules:
                records = [number[one] for one in named.get(rule, ())]
                yield from (
                    (self._rules[rule], one)
                    for one in (records if records and not always else [*records, NO_RECORD])
                )


def records_numbered(verdict: Verdict, premises: Premises) -> dict[str, int]:
    """Numbers for the records that rules on a requirement name now or named then."""
    then = (
        premises.earlier[verdict.requirement].records.values()
        if verdict.requirement in premises.earlier
        else ()
    )
    names = [
        *(name for found in verdict.records for name in found.records),
        *(name for records in then for name in records),
    ]
    return {name: number for number, name in enumerate(dict.fromkeys(names), NO_RECORD + 1)}


def noted_before(verdict: Verdict, premises: Premises) -> bool:
    """Whether a note that fails says that the same was found before."""
    return any(note.base.fails and premises.notes[note.note].repeats for note in verdict.seen)

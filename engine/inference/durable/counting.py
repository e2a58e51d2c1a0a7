"""Nonconformities that together show a systemic failure, counted by forward chaining.

Each clause has two piles: its nonconformities, and the different answers, notes and rules over records behind them, so that one answer
read by many requirements does not look like many failures. A tally of n and what comes after the n-th on its pile make a tally of n + 1;
where both tallies reach their need, the lower nonconformities are raised.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from ...model import Escalation, Grade, KnowledgeBase, Policy
from ..interface import Raised, Verdict
from ..meaning.escalation import behind, counted_clause, needed
from .host import Layer
from .rules import Rules, a

COUNTING: Rules = {
    "one more": {"tally": a("tally"), "next": a("next", pile="tally.pile", after="tally.count")},
    "enough": {"tally": a("tally"), "need": a("need", pile="tally.pile", count="tally.count")},
    "raised": {
        "gaps": a("reached"),
        "lower": a("lower", gaps="gaps.pile", escalation="gaps.escalation"),
        "answers": a("reached", pile="lower.answers", escalation="lower.escalation"),
    },
}


class Counting:
    """Raises grades by count, clause by clause (9.2 with all under it)."""

    def __init__(self, knowledge: KnowledgeBase, layer: Layer) -> None:
        self._layer = layer
        self._tally = layer.form("tally", "pile", "count")
        self._next = layer.form("next", "pile", "after")
        self._need = layer.form("need", "pile", "count", "escalation")
        self._reached = layer.form("reached", "pile", "escalation")
        self._lower = layer.form("lower", "gaps", "answers", "escalation", "requirement")
        self._rule = knowledge.rule
        self._clause = {one.id: counted_clause(one.standard, one.clause) for one in knowledge.requirements}
        self._clauses = tuple(dict.fromkeys(self._clause.values()))
        self._requirements = tuple(self._clause)
        self._place = {one: place for place, one in enumerate(self._requirements)}

    def raised(self, verdicts: tuple[Verdict, ...], grades: Mapping[str, Grade], policy: Policy) -> set[Raised]:
        """What the escalations with a count raise: nonconformities by base grades, of which those lower by `grades`."""
        escalations = [one for one in policy.escalations if one.at_least > 0]
        found: set[Raised] = set()

        def conclude(rule: str, matched: dict[str, dict[str, int]]) -> Iterator[str]:
            match rule:
                case "one more":
                    yield self._tally % (matched["tally"]["pile"], matched["tally"]["count"] + 1)
                case "enough":
                    yield self._reached % (matched["need"]["pile"], matched["need"]["escalation"])
                case "raised":
                    found.add(self._raise(matched["lower"], escalations))

        if escalations:
            self._layer.follow(self._units(verdicts, grades, escalations), conclude)
        return found

    def _raise(self, lower: dict[str, int], escalations: list[Escalation]) -> Raised:
        escalation = escalations[lower["escalation"]]
        return Raised(self._requirements[lower["requirement"]], escalation.id, escalation.grade, self._clauses[lower["gaps"] // 2])

    def _units(self, verdicts: tuple[Verdict, ...], grades: Mapping[str, Grade], escalations: list[Escalation]) -> Iterator[list[str]]:
        """The facts of each clause under which something fails: what is counted under one says nothing of another."""
        judged: dict[str, list[Verdict]] = defaultdict(list)
        for verdict in verdicts:
            if verdict.applies:
                judged[self._clause[verdict.requirement]].append(verdict)
        for number, clause in enumerate(self._clauses):
            if any(one.base.fails for one in judged[clause]):
                yield list(self._facts(number, judged[clause], grades, escalations))

    def _facts(self, clause: int, judged: list[Verdict], grades: Mapping[str, Grade], escalations: list[Escalation]) -> Iterator[str]:
        gaps, answers = 2 * clause, 2 * clause + 1
        failing = [one for one in judged if one.base.fails]
        needs = [needed(one, len(judged)) for one in escalations]
        yield from self._pile(gaps, len(failing), needs)
        yield from self._pile(answers, len(frozenset().union(*map(self._behind, failing))), [one.at_least for one in escalations])
        for number, escalation in enumerate(escalations):
            lower = (one.requirement for one in failing if grades[one.requirement] < escalation.grade)
            yield from (self._lower % (gaps, answers, number, self._place[one]) for one in lower)

    def _pile(self, pile: int, size: int, needs: list[int]) -> Iterator[str]:
        """A pile of so many to be counted, as far as anybody asks, and how many each escalation needs on it."""
        yield self._tally % (pile, 0)
        yield from (self._next % (pile, after) for after in range(min(size, max(needs))))
        yield from (self._need % (pile, need, number) for number, need in enumerate(needs))

    def _behind(self, verdict: Verdict) -> frozenset[str]:
        rules = (self._rule[rule] for rule in verdict.fired)
        return behind(rules, verdict.requirement, (note.note for note in verdict.seen if note.base.fails))

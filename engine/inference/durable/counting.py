"""Second layer: nonconformities that together show a systemic failure, counted by forward chaining.

Each clause has two piles: its nonconformities, and the different answers, notes and rules over records behind them, so that one answer
read by many requirements does not look like many failures. A tally of n and what comes after the n-th on its pile make a tally of n + 1;
where both tallies reach their need, the lower nonconformities are raised.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping

from ...model import Escalation, Grade, KnowledgeBase, Policy
from ..interface import Raised, Verdict
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
        self._reads = {rule.id: rule.reads for rule in knowledge.rules if rule.grade.fails}
        self._clause = {one.id: f"{one.standard}/{'.'.join(one.clause.split('.')[:2])}" for one in knowledge.requirements}
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

        facts = list(self._facts(verdicts, grades, escalations)) if escalations else []
        if facts:
            with self._layer.session() as session:
                session.follow(facts, conclude)
        return found

    def _raise(self, lower: dict[str, int], escalations: list[Escalation]) -> Raised:
        escalation = escalations[lower["escalation"]]
        return Raised(self._requirements[lower["requirement"]], escalation.id, escalation.grade, self._clauses[lower["gaps"] // 2])

    def _facts(self, verdicts: tuple[Verdict, ...], grades: Mapping[str, Grade], escalations: list[Escalation]) -> Iterator[str]:
        suspect = {self._clause[one.requirement] for one in verdicts if one.base.fails}
        judged: dict[str, list[Verdict]] = defaultdict(list)
        for verdict in verdicts:
            if verdict.applies and (clause := self._clause[verdict.requirement]) in suspect:
                judged[clause].append(verdict)
        for number, clause in enumerate(self._clauses):
            if any(one.base.fails for one in judged[clause]):
                yield from self._facts_of_clause(number, judged[clause], grades, escalations)

    def _facts_of_clause(
        self, clause: int, judged: list[Verdict], grades: Mapping[str, Grade], escalations: list[Escalation]
    ) -> Iterator[str]:
        gaps, answers = 2 * clause, 2 * clause + 1
        failing = [one for one in judged if one.base.fails]
        behind = {fact for one in failing for rule in one.fired for fact in self._reads.get(rule, ())}
        notes = {note.note for one in failing for note in one.seen if note.base.fails}
        registers = {found.rule for one in failing for found in one.records if found.rule in self._reads}
        for pile, size in ((gaps, len(failing)), (answers, len(behind) + len(notes) + len(registers))):
            yield self._tally % (pile, 0)
            yield from (self._next % (pile, after) for after in range(size))
        for number, escalation in enumerate(escalations):
            yield self._need % (gaps, max(escalation.at_least, math.ceil(escalation.share * len(judged) / 100)), number)
            yield self._need % (answers, escalation.at_least, number)
            lower = (one.requirement for one in failing if grades[one.requirement] < escalation.grade)
            yield from (self._lower % (gaps, answers, number, self._place[one]) for one in lower)

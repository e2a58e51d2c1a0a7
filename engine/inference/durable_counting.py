"""Second layer: nonconformities that together show a systemic failure, counted by forward chaining.

A tally of n and the nonconformity after the n-th make a tally of n + 1; a tally that reaches the need raises the lower ones.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

from ..model import Escalation, KnowledgeBase, Policy
from .durable_host import Layer
from .durable_rules import Rules, a
from .interface import Raised, Verdict

COUNTING: Rules = {
    "one more": {"tally": a("tally"), "next": a("nonconformity", clause="tally.clause", after="tally.count")},
    "enough": {"tally": a("tally"), "need": a("need", clause="tally.clause", count="tally.count")},
    "raised": {"reached": a("reached"), "lower": a("lower", clause="reached.clause", escalation="reached.escalation")},
}


class Counting:
    """Raises grades by count, clause by clause (9.2 with all under it)."""

    def __init__(self, knowledge: KnowledgeBase, layer: Layer) -> None:
        self._layer = layer
        self._tally = layer.form("tally", "clause", "count")
        self._nonconformity = layer.form("nonconformity", "clause", "after")
        self._need = layer.form("need", "clause", "count", "escalation")
        self._reached = layer.form("reached", "clause", "escalation")
        self._lower = layer.form("lower", "clause", "escalation", "requirement")
        self._clause = {one.id: f"{one.standard}/{'.'.join(one.clause.split('.')[:2])}" for one in knowledge.requirements}
        self._clauses = tuple(dict.fromkeys(self._clause.values()))
        self._requirements = tuple(self._clause)
        self._place = {one: place for place, one in enumerate(self._requirements)}

    def raised(self, verdicts: tuple[Verdict, ...], policy: Policy) -> set[Raised]:
        """What the escalations with a count raise, judged by base grades."""
        escalations = [one for one in policy.escalations if one.at_least > 0]
        found: set[Raised] = set()

        def conclude(rule: str, matched: dict[str, dict[str, int]]) -> Iterator[str]:
            match rule:
                case "one more":
                    yield self._tally % (matched["tally"]["clause"], matched["tally"]["count"] + 1)
                case "enough":
                    yield self._reached % (matched["need"]["clause"], matched["need"]["escalation"])
                case "raised":
                    found.add(self._raise(matched["lower"], escalations))

        facts = list(self._facts(verdicts, escalations)) if escalations else []
        if facts:
            with self._layer.session() as session:
                session.follow(facts, conclude)
        return found

    def _raise(self, lower: dict[str, int], escalations: list[Escalation]) -> Raised:
        escalation = escalations[lower["escalation"]]
        return Raised(self._requirements[lower["requirement"]], escalation.id, escalation.grade, self._clauses[lower["clause"]])

    def _facts(self, verdicts: tuple[Verdict, ...], escalations: list[Escalation]) -> Iterator[str]:
        judged: dict[str, list[Verdict]] = defaultdict(list)
        for verdict in verdicts:
            if verdict.applies:
                judged[self._clause[verdict.requirement]].append(verdict)
        for number, clause in enumerate(self._clauses):
            if any(one.base.fails for one in judged[clause]):
                yield from self._facts_of_clause(number, judged[clause], escalations)

    def _facts_of_clause(self, clause: int, judged: list[Verdict], escalations: list[Escalation]) -> Iterator[str]:
        yield self._tally % (clause, 0)
        for number, escalation in enumerate(escalations):
            needed = max(escalation.at_least, math.ceil(escalation.share * len(judged) / 100))
            yield self._need % (clause, needed, number)
        for after, verdict in enumerate(one for one in judged if one.base.fails):
            yield self._nonconformity % (clause, after)
            for number, escalation in enumerate(escalations):
                if verdict.base < escalation.grade:
                    yield self._lower % (clause, number, self._place[verdict.requirement])

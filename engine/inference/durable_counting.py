"""Second layer: nonconformities that together show a systemic failure, counted by forward chaining.

A tally of n and the nonconformity after the n-th make a tally of n + 1; a tally that reaches the need raises the lower ones.
"""

from __future__ import annotations

import math
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
        self._clause = {one.id: f"{one.standard}/{'.'.join(one.clause.split('.')[:2])}" for one in knowledge.requirements}

    def raised(self, verdicts: tuple[Verdict, ...], policy: Policy) -> set[Raised]:
        """What the escalations with a count raise, judged by base grades."""
        escalations = [one for one in policy.escalations if one.at_least > 0]
        failing = [one for one in verdicts if one.base.fails]
        if not escalations or not failing:
            return set()
        clauses = sorted({self._clause[one.requirement] for one in failing})
        found: set[Raised] = set()

        def conclude(rule: str, matched: dict[str, dict[str, int]]) -> Iterator[str]:
            match rule:
                case "one more":
                    yield self._layer.fact("tally", clause=matched["tally"]["clause"], count=matched["tally"]["count"] + 1)
                case "enough":
                    need = matched["need"]
                    yield self._layer.fact("reached", clause=need["clause"], escalation=need["escalation"])
                case "raised":
                    lower = matched["lower"]
                    escalation = escalations[lower["escalation"]]
                    found.add(Raised(failing[lower["of"]].requirement, escalation.id, escalation.grade, clauses[lower["clause"]]))

        with self._layer.session() as session:
            session.follow(self._facts(verdicts, failing, clauses, escalations), conclude)
        return found

    def _facts(
        self, verdicts: tuple[Verdict, ...], failing: list[Verdict], clauses: list[str], escalations: list[Escalation]
    ) -> Iterator[str]:
        judged = [self._clause[one.requirement] for one in verdicts if one.applies]
        for number, clause in enumerate(clauses):
            yield self._layer.fact("tally", clause=number, count=0)
            for place, escalation in enumerate(escalations):
                needed = max(escalation.at_least, math.ceil(escalation.share * judged.count(clause) / 100))
                yield self._layer.fact("need", clause=number, count=needed, escalation=place)
            here = [one for one, verdict in enumerate(failing) if self._clause[verdict.requirement] == clause]
            for after, one in enumerate(here):
                yield self._layer.fact("nonconformity", clause=number, after=after)
                lower = (place for place, escalation in enumerate(escalations) if failing[one].base < escalation.grade)
                yield from (self._layer.fact("lower", clause=number, escalation=place, of=one) for place in lower)

"""Nonconformities that together show a systemic failure, counted by forward chaining.

Each clause has two piles: its nonconformities, and the different answers, notes and rules over records behind them, so that one answer
read by many requirements does not look like many failures. A tally of n and what comes after the n-th on its pile make a tally of n + 1;
where both tallies reach their need, the lower nonconformities are raised.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from ...model import Escalation, Grade, KnowledgeBase
from ..interface import Question, Raised, Verdict
from ..meaning.escalation import behind, counted_clause, needed, short_of_best
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
        self._knowledge = knowledge
        self._rule = knowledge.rule
        self._clause = {one.id: counted_clause(one.standard, one.clause) for one in knowledge.requirements}
        self._clauses = tuple(dict.fromkeys(self._clause.values()))
        self._requirements = tuple(self._clause)
        self._place = {one: place for place, one in enumerate(self._requirements)}

    def raised(self, verdicts: tuple[Verdict, ...], grades: Mapping[str, Grade], question: Question) -> set[Raised]:
        """What the escalations with a count raise: nonconformities by base grades, of which those lower by `grades`."""
        escalations = [one for one in question.policy.escalations if one.at_least > 0]
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
            self._layer.follow(self._units(verdicts, grades, escalations, question), conclude)
        return found

    def _raise(self, lower: dict[str, int], escalations: list[Escalation]) -> Raised:
        escalation = escalations[lower["escalation"]]
        return Raised(self._requirements[lower["requirement"]], escalation.id, escalation.grade, self._clauses[lower["gaps"] // 2])

    def _units(
        self,
        verdicts: tuple[Verdict, ...],
        grades: Mapping[str, Grade],
        escalations: list[Escalation],
        question: Question,
    ) -> Iterator[list[str]]:
        """The facts of each clause under which something fails: what is counted under one says nothing of another."""
        judged: dict[str, list[Verdict]] = defaultdict(list)
        for verdict in verdicts:
            if verdict.applies:
                judged[self._clause[verdict.requirement]].append(verdict)
        for number, clause in enumerate(self._clauses):
            if failing := [one for one in judged[clause] if one.base.fails]:
                answers = frozenset().union(*(self._behind(one, question) for one in failing))
                gaps, read = 2 * number, 2 * number + 1
                needs = [needed(one, len(judged[clause])) for one in escalations]
                piles = [*self._pile(gaps, len(failing), needs), *self._pile(read, len(answers), [one.at_least for one in escalations])]
                yield [*piles, *self._lower_ones(gaps, read, failing, grades, escalations)]

    def _lower_ones(
        self, gaps: int, read: int, failing: list[Verdict], grades: Mapping[str, Grade], escalations: list[Escalation]
    ) -> Iterator[str]:
        for number, escalation in enumerate(escalations):
            lower = (one.requirement for one in failing if grades[one.requirement] < escalation.grade)
            yield from (self._lower % (gaps, read, number, self._place[one]) for one in lower)

    def _pile(self, pile: int, size: int, needs: list[int]) -> Iterator[str]:
        """A pile of so many to be counted, as far as anybody asks, and how many each escalation needs on it."""
        yield self._tally % (pile, 0)
        yield from (self._next % (pile, after) for after in range(min(size, max(needs))))
        yield from (self._need % (pile, need, number) for number, need in enumerate(needs))

    def _behind(self, verdict: Verdict, question: Question) -> frozenset[str]:
        rules = (self._rule[rule] for rule in verdict.fired)
        fired = behind(rules, verdict.requirement, (note.note for note in verdict.seen if note.base.fails))
        return fired | self._behind_certain(verdict, question) if verdict.certain else fired

    def _behind_certain(self, verdict: Verdict, question: Question) -> frozenset[str]:
        requirement = self._knowledge.requirement[verdict.requirement]
        discipline = self._knowledge.standard[requirement.standard].discipline
        known = {fact: values[discipline] for fact, values in question.values.items() if discipline in values}
        return short_of_best(self._knowledge.rules_of[requirement.template], known, self._knowledge.fact)

"""Which questions tell most: what each one settles of the requirements in scope, and what stands on these. None is picked by hand."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ...inference.meaning.links import built_on, reach
from ...model import Grade, KnowledgeBase
from .settling import Settling

QUICK = 60
"""How many questions the quick questionnaire has at most: what can be gone through in an afternoon. A house number."""


class Decides(msgspec.Struct, frozen=True, gc=False):
    """What a question decides: the requirements whose rules read it, in the order of the standards, and the worst grade these could get."""

    requirements: tuple[str, ...]
    worst: Grade


def most_telling(knowledge: KnowledgeBase, standards: Iterable[str], known: Iterable[str] = ()) -> tuple[str, ...]:
    """The questions that the requirements of some standards ask, without those `known` already, the most telling first.

    Each next question is the one that adds most to what the questions before it settle:

        gain(question) = sum over the requirements that read it of  carried(requirement) * added(requirement)

    where `carried` is 1 + the number of requirements in scope that stand on it through hard links, over as many steps as there are, and
    `added` is how much the question adds to the weighted share of possible answers that settle its grades (`Settling.worth`). Where
    questions settle a requirement only together, each counts for its part of what they settle together. Of equal ones, the one that
    settles more by itself comes first, then the order of their names.
    """
    return _Ranking(knowledge, tuple(standards), known).ranked()


def quick(knowledge: KnowledgeBase, standards: Iterable[str]) -> tuple[str, ...]:
    """The most telling questions, as many as fit a first afternoon."""
    return most_telling(knowledge, standards)[:QUICK]


def carried(knowledge: KnowledgeBase, standards: Iterable[str]) -> dict[str, int]:
    """By requirement: 1 for itself and 1 for each other that stands on it through hard links, over any number of steps."""
    wanted = frozenset(standards)
    scope = frozenset(one for standard in wanted for one in knowledge.asked_by[standard])
    links = (one for one in knowledge.links if one.carries_failure and one.source.partition("/")[0] in wanted)
    builds_on = built_on(links, knowledge)
    return {one: len(reach([one], lambda here: builds_on.get(here, frozenset()) & scope)) for one in sorted(scope)}


def decided_by(knowledge: KnowledgeBase, standards: Iterable[str]) -> dict[str, Decides]:
    """What each question of some standards decides, in the order in which the requirements ask them."""
    found: dict[str, list[str]] = {}
    for standard in dict.fromkeys(standards):
        for requirement in knowledge.asked_by[standard]:
            for fact in asked(knowledge, knowledge.requirement[requirement].template):
                found.setdefault(fact, []).append(requirement)
    return {fact: Decides(tuple(serves), _worst(knowledge, fact, serves)) for fact, serves in found.items()}


def asked(knowledge: KnowledgeBase, template: str) -> tuple[str, ...]:
    """The questions that a template reads; what the engine works out itself is not asked."""
    return tuple(fact for fact in knowledge.reads_of[template] if not knowledge.fact[fact].computed)


def _worst(knowledge: KnowledgeBase, fact: str, requirements: list[str]) -> Grade:
    templates = {knowledge.requirement[one].template for one in requirements}
    return max((rule.grade for one in templates for rule in knowledge.rules_of[one] if fact in rule.reads), default=Grade.CONFORMS)


class _Ranking:
    """The greedy choice over the questions that are still open; `answered` grows as they are chosen."""

    def __init__(self, knowledge: KnowledgeBase, standards: tuple[str, ...], known: Iterable[str]) -> None:
        self.settling = Settling(knowledge)
        self.answered = set(known)
        self.carried: dict[str, int] = {}
        for requirement, number in carried(knowledge, standards).items():
            template = knowledge.requirement[requirement].template
            self.carried[template] = self.carried.get(template, 0) + number
        self.asks = {template: frozenset(asked(knowledge, template)) for template in self.carried}
        self.readers: dict[str, list[str]] = {}
        for template, facts in self.asks.items():
            for fact in sorted(facts):
                self.readers.setdefault(fact, []).append(template)

    def ranked(self) -> tuple[str, ...]:
        gains = {fact: self._gain(fact) for fact in sorted(self.readers.keys() - self.answered)}
        chosen = []
        while gains:
            best = max(gains, key=gains.__getitem__)
            del gains[best]
            self.answered.add(best)
            chosen.append(best)
            near = {fact for template in self.readers[best] for fact in self.asks[template]}
            gains |= {fact: self._gain(fact) for fact in near & gains.keys()}
        return tuple(chosen)

    def _gain(self, fact: str) -> tuple[float, float]:
        """What a question adds, alone or as one of those that settle a requirement together; then what it adds alone. Rounded, so that
        equal gains are equal however they were summed."""
        alone = self._added({fact})
        together = [self.asks[template] - self.answered for template in self.readers[fact]]
        shared = max((self._added(open_) / len(open_) for open_ in together), default=0.0)
        return round(max(alone, shared), 6), round(alone, 6)

    def _added(self, facts: Iterable[str]) -> float:
        before = frozenset(self.answered)
        after = before.union(facts)
        templates = dict.fromkeys(template for fact in sorted(facts) for template in self.readers[fact])
        return sum(self.carried[one] * (self.settling.worth(one, after) - self.settling.worth(one, before)) for one in templates)

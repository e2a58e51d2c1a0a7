"""Which questions tell most of the practices in scope: what each settles of them, and what stands on
these. None is picked by hand."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from math import sqrt

import msgspec

from ...inference.meaning.links import built_on, reach
from ...model import Grade, KnowledgeBase
from .practised import Practised
from .settling import Settling

QUICK = 70
"""How many questions the quick questionnaire has at most: what can be gone through in an afternoon. A
house number."""


class Decides(msgspec.Struct, frozen=True, gc=False):
    """What a question decides: the requirements whose rules read it, in the order of the standards, and
    the worst grade these could get."""

    requirements: tuple[str, ...]
    worst: Grade


def most_telling(
    knowledge: KnowledgeBase, standards: Iterable[str], known: Iterable[str] = ()
) -> tuple[str, ...]:
    """The questions that the requirements of some standards ask, without those `known` already, the most
    telling first.

    Each next question is the one that adds most to what the questions before it tell of practices:

        gain(question) = provable * sum over its practices of  told(practice) / sqrt(1 + asked of it before)
        told(practice) = sqrt(sum over its requirements that read it of  carried * (matters * added)^2)

    A nonconformity is one failure of one practice, whatever the number of requirements: so further
    requirements that one answer decides add by the root, and so do further questions on one practice. In
    operation each question is a practice of its own, and in Annex A each control. `carried` is 1 + the
    number of requirements in scope that stand on a requirement through hard links, over as many steps as
    there are, and with the rest of the theme that it leads; `matters` and `provable` are in `Practised`.
    `added` is how much the question adds to the weighted share of possible answers that settle the grades
    of a requirement (`Settling.worth`). Where questions settle a requirement only together, each counts
    for its part of what they settle together. Of equal ones, the one that settles more by itself comes
    first, then the order of their names.
    """
    return _Ranking(knowledge, tuple(standards), known).ranked()


def quick(knowledge: KnowledgeBase, standards: Iterable[str]) -> tuple[str, ...]:
    """The most telling questions, as many as fit a first afternoon."""
    return most_telling(knowledge, standards)[:QUICK]


def carried(knowledge: KnowledgeBase, standards: Iterable[str]) -> dict[str, int]:
    """By requirement: 1 for itself and 1 for each other that stands on it through hard links, over any
    number of steps."""
    wanted = frozenset(standards)
    scope = frozenset(one for standard in wanted for one in knowledge.asked_by[standard])
    links = (one for one in knowledge.links if one.carries_failure and one.source.partition("/")[0] in wanted)
    builds_on = built_on(links, knowledge)
    return {
        one: len(reach([one], lambda here: builds_on.get(here, frozenset()) & scope)) for one in sorted(scope)
    }


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
    return tuple(fact for fact in knowledge.reads_of[template] if not knowledge.question[fact].computed)


def _worst(knowledge: KnowledgeBase, fact: str, requirements: list[str]) -> Grade:
    templates = {knowledge.requirement[one].template for one in requirements}
    rules = chain.from_iterable(knowledge.rules_of[template] for template in templates)
    return max((rule.grade for rule in rules if fact in rule.reads), default=Grade.CONFORMS)


class _Ranking:
    """The greedy choice over the questions that are still open; `answered` grows as they are chosen, and
    so does `asked_of`."""

    def __init__(self, knowledge: KnowledgeBase, standards: tuple[str, ...], known: Iterable[str]) -> None:
        self.settling = Settling(knowledge)
        self.practised = Practised(knowledge, carried(knowledge, standards))
        self.asks = {template: frozenset(asked(knowledge, template)) for template in self.practised.carries}
        self.tells = self.practised.of(self.asks)
        self.near = _near(self.tells, self.asks)
        self.answered: set[str] = set()
        self.asked_of: dict[str, int] = {}
        for fact in sorted(set(known)):
            self._take(fact)

    def ranked(self) -> tuple[str, ...]:
        gains = {fact: self._gain(fact) for fact in sorted(self.tells.keys() - self.answered)}
        chosen = []
        while gains:
            best = max(gains, key=gains.__getitem__)
            del gains[best]
            self._take(best)
            chosen.append(best)
            gains |= {fact: self._gain(fact) for fact in self.near[best] & gains.keys()}
        return tuple(chosen)

    def _take(self, fact: str) -> None:
        self.answered.add(fact)
        for practice in self.tells.get(fact, ()):
            self.asked_of[practice] = self.asked_of.get(practice, 0) + 1

    def _gain(self, fact: str) -> tuple[float, float]:
        """What a question adds, alone or as one of those that settle a requirement together; then what it
        adds alone. Rounded, so that equal gains are equal however they were summed."""
        before = frozenset(self.answered)
        either, alone = 0.0, 0.0
        for practice, templates in self.tells[fact].items():
            less = sqrt(1 + self.asked_of.get(practice, 0))
            either += self._told(templates, [self._added(one, fact, before) for one in templates]) / less
            alone += self._told(templates, [self._alone(one, fact, before) for one in templates]) / less
        provable = self.practised.provable(fact)
        return round(provable * either, 6), round(provable * alone, 6)

    def _told(self, templates: tuple[str, ...], added: list[float]) -> float:
        """What an answer tells of one practice, by what it adds to each of some templates."""
        pairs = zip(templates, added, strict=True)
        return sqrt(
            sum(
                self.practised.carries[one] * (self.practised.matters(one) * more) ** 2 for one, more in pairs
            )
        )

    def _added(self, template: str, fact: str, before: frozenset[str]) -> float:
        waiting = self.asks[template] - before
        together = self._settles(template, waiting, before) / len(waiting) if waiting else 0.0
        return max(self._alone(template, fact, before), together)

    def _alone(self, template: str, fact: str, before: frozenset[str]) -> float:
        return self._settles(template, frozenset((fact,)), before)

    def _settles(self, template: str, facts: frozenset[str], before: frozenset[str]) -> float:
        return self.settling.worth(template, before | facts) - self.settling.worth(template, before)


def _near(
    tells: dict[str, dict[str, tuple[str, ...]]], asks: dict[str, frozenset[str]]
) -> dict[str, set[str]]:
    """By question, those whose gain changes once it is answered: they read a template with it, or are
    about a practice with it."""
    about: dict[str, set[str]] = {}
    for fact, by_practice in tells.items():
        for practice, templates in by_practice.items():
            about.setdefault(practice, set()).update(
                (fact, *(other for one in templates for other in asks[one]))
            )
    return {
        fact: set().union(*(about[practice] for practice in by_practice))
        for fact, by_practice in tells.items()
    }

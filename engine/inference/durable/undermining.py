"""Third layer: failures travel along links, from foundations that do not hold to what builds on them.

What is undermined turns bad itself and undermines what builds on it in turn, until nothing new follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import msgspec

from ...model import Grade, KnowledgeBase, Link, LinkKind
from ..interface import State
from .host import Layer
from .rules import Rules, a

UNDERMINING: Rules = {
    "undermined": {"bad": a("bad"), "link": a("link", source="bad.end"), "holding": a("holding", end="link.target")},
    "bad": {"undermined": a("undermined"), "member": a("member", requirement="undermined.requirement")},
}


SCOPES_REMEMBERED = 16
"""For how many sets of requirements it is remembered which end stands for which of them."""


class Standing(msgspec.Struct, frozen=True):
    """How requirements stand: the state of each, its grade after escalations by count, and the members of every end of a link.

    An end is a requirement or a clause; its members are the requirements it stands for that are in scope and apply.
    """

    state: Mapping[str, State]
    grade: Mapping[str, Grade]
    members: Mapping[str, tuple[str, ...]]

    def members_that(self, state: State, end: str) -> list[str]:
        return [one for one in self.members[end] if self.state[one] is state]


class Ends:
    """The links of a knowledge base that carry failure, and numbers for their ends and for requirements."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.links = tuple(link for link in knowledge.links if link.carries_failure)
        self.all = tuple(dict.fromkeys(end for link in self.links for end in (link.source, link.target)))
        self.number = {end: number for number, end in enumerate(self.all)}
        self.requirements = tuple(one.id for one in knowledge.requirements)
        self.place = {one: place for place, one in enumerate(self.requirements)}
        self._everyone = {end: knowledge.members[end] for end in self.all}
        self._with: dict[str, list[str]] = {}
        for end, everyone in self._everyone.items():
            for one in everyone:
                self._with.setdefault(one, []).append(end)
        self._in_scope = lru_cache(SCOPES_REMEMBERED)(self._members_in)

    def standing(self, state: Mapping[str, State], grade: Mapping[str, Grade]) -> Standing:
        """How the requirements of a scope stand, and who of them each end stands for."""
        members = self._in_scope(tuple(state))
        away = [one for one, holds in state.items() if holds is State.NOT_APPLICABLE]
        kept = {end: tuple(one for one in members[end] if state[one] is not State.NOT_APPLICABLE) for end in self.with_any(away)}
        return Standing(state, grade, {**members, **kept})

    def with_any(self, requirements: Iterable[str]) -> set[str]:
        """The ends that stand for any of these requirements."""
        return {end for one in requirements for end in self._with.get(one, ())}

    def _members_in(self, scope: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        present = set(scope)
        return {end: tuple(one for one in everyone if one in present) for end, everyone in self._everyone.items()}


class Undermining:
    """Finds what conforms on a foundation that does not hold."""

    def __init__(self, knowledge: KnowledgeBase, ends: Ends, layer: Layer) -> None:
        self._layer = layer
        self._ends = ends
        stages = stages_of(knowledge)
        self._bad = layer.form("bad", "end")
        self._holding = layer.form("holding", "end", "requirement")
        self._undermined = layer.form("undermined", "requirement")
        self._member = layer.form("member", "requirement", "end")
        link_form = layer.form("link", "source", "target")
        self._building_on: dict[str, list[tuple[str, str]]] = {}
        for link in ends.links:
            if not is_feedback(link, stages):
                fact = link_form % (ends.number[link.source], ends.number[link.target])
                self._building_on.setdefault(link.source, []).append((link.target, fact))
        self._sources_with: dict[str, list[str]] = {}
        for end in self._building_on:
            for one in knowledge.members[end]:
                self._sources_with.setdefault(one, []).append(end)

    def undermined(self, standing: Standing) -> set[str]:
        """The requirements that hold and build, over any number of links, on one that fails."""
        found: set[str] = set()

        def conclude(rule: str, matched: dict[str, dict[str, int]]) -> Iterator[str]:
            if rule == "undermined":
                requirement = matched["holding"]["requirement"]
                found.add(self._ends.requirements[requirement])
                yield self._undermined % requirement
            else:
                yield from self._turned_bad(self._ends.all[matched["member"]["end"]], standing)

        facts = list(self._facts(standing))
        if facts:
            with self._layer.session() as session:
                session.follow(facts, conclude)
        return found

    def _facts(self, standing: Standing) -> Iterator[str]:
        """What is bad from the start, with all that builds on it."""
        bad = self._ends.with_any(one for one, state in standing.state.items() if state is State.FAILS)
        for end in self._building_on:
            if end in bad:
                yield from self._turned_bad(end, standing)

    def _turned_bad(self, end: str, standing: Standing) -> Iterator[str]:
        """A bad end, the links from it, what holds at their other ends, and the ends that this would turn bad in turn.

        The rest of the graph is not asserted: what nothing bad leads to cannot be undermined.
        """
        number, place = self._ends.number, self._ends.place
        yield self._bad % number[end]
        for target, link in self._building_on[end]:
            if holding := standing.members_that(State.HOLDS, target):
                yield link
            for one in holding:
                yield self._holding % (number[target], place[one])
                yield from (self._member % (place[one], number[source]) for source in self._sources_with.get(one, ()))


def stages_of(knowledge: KnowledgeBase) -> dict[str, int]:
    """Where every clause and requirement stands in plan, do, check, act."""
    clauses = {one.id: one.stage.order for one in knowledge.clauses}
    return clauses | {one.id: one.stage.order for one in knowledge.requirements}


def is_feedback(link: Link, stages: Mapping[str, int]) -> bool:
    """An improvement whose dependent is at an earlier stage than its foundation: it closes a circle and undermines nothing."""
    return link.kind is LinkKind.IMPROVES and stages[link.target] < stages[link.source]

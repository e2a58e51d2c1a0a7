"""Third layer: failures travel along links, from foundations that do not hold to what builds on them.

What is undermined turns bad itself and undermines what builds on it in turn, until nothing new follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from ..model import Grade, KnowledgeBase, Link, LinkKind
from .durable_host import Layer
from .durable_rules import Rules, a
from .interface import State

UNDERMINING: Rules = {
    "undermined": {"bad": a("bad"), "link": a("link", source="bad.end"), "holding": a("holding", end="link.target")},
    "bad": {"undermined": a("undermined"), "member": a("member", requirement="undermined.requirement")},
}


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

    def standing(self, state: Mapping[str, State], grade: Mapping[str, Grade]) -> Standing:
        present = {one for one, holds in state.items() if holds is not State.NOT_APPLICABLE}
        members = {end: tuple(one for one in everyone if one in present) for end, everyone in self._everyone.items()}
        return Standing(state, grade, members)


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
        self._forward = tuple(
            (link, link_form % (ends.number[link.source], ends.number[link.target])) for link in ends.links if not is_feedback(link, stages)
        )

    def undermined(self, standing: Standing) -> set[str]:
        """The requirements that hold and build, over any number of links, on one that fails."""
        found: set[str] = set()

        def conclude(rule: str, matched: dict[str, dict[str, int]]) -> Iterator[str]:
            if rule == "undermined":
                requirement = matched["holding"]["requirement"]
                found.add(self._ends.requirements[requirement])
                yield self._undermined % requirement
            else:
                yield self._bad % matched["member"]["end"]

        facts = list(self._facts(standing))
        if facts:
            with self._layer.session() as session:
                session.follow(facts, conclude)
        return found

    def _facts(self, standing: Standing) -> Iterator[str]:
        """Links to what can be undermined, what is bad from the start, and the ends that turn bad with their members."""
        number, place = self._ends.number, self._ends.place
        holding = {end: standing.members_that(State.HOLDS, end) for end in {link.target for link, _ in self._forward}}
        sources = dict.fromkeys(link.source for link, _ in self._forward if holding[link.target])
        bad = {end for end in sources if standing.members_that(State.FAILS, end)}
        if not bad:
            return
        yield from (fact for link, fact in self._forward if holding[link.target])
        yield from (self._bad % number[end] for end in sources if end in bad)
        yield from (self._holding % (number[end], place[one]) for end, members in sorted(holding.items()) for one in members)
        within_reach = {one for members in holding.values() for one in members}
        for end in sources:
            if end not in bad:
                members = (one for one in standing.members[end] if one in within_reach)
                yield from (self._member % (place[one], number[end]) for one in members)


def stages_of(knowledge: KnowledgeBase) -> dict[str, int]:
    """Where every clause and requirement stands in plan, do, check, act."""
    clauses = {one.id: one.stage.order for one in knowledge.clauses}
    return clauses | {one.id: one.stage.order for one in knowledge.requirements}


def is_feedback(link: Link, stages: Mapping[str, int]) -> bool:
    """An improvement whose dependent is at an earlier stage than its foundation: it closes a circle and undermines nothing."""
    return link.kind is LinkKind.IMPROVES and stages[link.target] < stages[link.source]

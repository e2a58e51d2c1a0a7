"""Absence travels along links, from foundations that are not there to what builds on them.

What builds on it turns bad itself and is the foundation of more: step by step, until nothing new follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model import KnowledgeBase
from ..interface import State
from ..meaning.links import Standing, carrying, is_feedback
from .host import Layer
from .rules import Rules, a

UNDERMINING: Rules = {
    "unsound": {
        "bad": a("bad"),
        "link": a("link", source="bad.end"),
        "judged": a("judged", end="link.target"),
    },
    "bad": {"unsound": a("unsound"), "member": a("member", requirement="unsound.requirement")},
}


JUDGED = (State.FAILS, State.HOLDS)
"""How a requirement stands that passes on what its foundation is. What is not assessed passes nothing on."""


class UnderminedEnds:
    """The links of a knowledge base that can fail, and numbers for their ends and for requirements.
    `members` are the requirements that an end stands for, in scope or not."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.links = carrying(knowledge)
        self.travelling = tuple(link for link in self.links if not is_feedback(link, knowledge))
        self.all = tuple(dict.fromkeys(end for link in self.links for end in (link.source, link.target)))
        self.number = {end: number for number, end in enumerate(self.all)}
        self.requirements = tuple(one.id for one in knowledge.requirements)
        self.place = {one: place for place, one in enumerate(self.requirements)}
        self.members = {end: frozenset(knowledge.members[end]) for end in self.all}
        self._with: dict[str, list[str]] = {}
        for end, everyone in self.members.items():
            for one in everyone:
                self._with.setdefault(one, []).append(end)

    def with_any(self, requirements: Iterable[str]) -> set[str]:
        """The ends that stand for any of these requirements."""
        return {end for one in requirements for end in self._with.get(one, ())}

    def members_in(self, state: State, end: str, standing: Standing) -> list[str]:
        """The requirements under an end that stand like this, in the order of the knowledge base."""
        return sorted(self.members[end] & standing.of[state], key=self.place.__getitem__)


class Undermining:
    """Finds what conforms on a foundation that is not there."""

    def __init__(self, ends: UnderminedEnds, layer: Layer) -> None:
        self._layer = layer
        self._ends = ends
        self._bad = layer.form("bad", "end")
        self._judged = layer.form("judged", "end", "requirement")
        self._unsound = layer.form("unsound", "requirement")
        self._member = layer.form("member", "requirement", "end")
        link_form = layer.form("link", "source", "target")
        self._building_on: dict[str, list[tuple[str, str]]] = {}
        for link in ends.travelling:
            fact = link_form % (ends.number[link.source], ends.number[link.target])
            self._building_on.setdefault(link.source, []).append((link.target, fact))
        self._sources_with: dict[str, list[str]] = {}
        for end in self._building_on:
            for one in ends.members[end]:
                self._sources_with.setdefault(one, []).append(end)

    def unsound(self, standing: Standing) -> set[str]:
        """The requirements that are absent, or build, over any number of links, on one that is."""
        found = set(standing.absent)
        bad = self._ends.with_any(standing.absent)
        walked: set[str] = set()
        while waiting := [end for end in self._building_on if end in bad and end not in walked]:
            walked.update(waiting)
            self._one_step(waiting, standing, found, bad)
        return found

    def _one_step(self, waiting: list[str], standing: Standing, found: set[str], bad: set[str]) -> None:
        """Adds what builds on some bad ends to `found`, and the ends that this turns bad to `bad`."""

        def conclude(rule: str, matched: dict[str, dict[str, int]]) -> Iterator[str]:
            if rule == "unsound":
                requirement = matched["judged"]["requirement"]
                found.add(self._ends.requirements[requirement])
                yield self._unsound % requirement
            else:
                bad.add(self._ends.all[matched["member"]["end"]])

        self._layer.follow((unit for end in waiting for unit in self._units(end, standing)), conclude)

    def _units(self, end: str, standing: Standing) -> Iterator[list[str]]:
        """A bad end and a link from it, with each requirement that fails or holds at the other, and the ends
        that this would turn bad in turn.

        The rest of the graph is not asserted: what nothing bad leads to cannot be unsound.
        """
        number, place = self._ends.number, self._ends.place
        for target, link in self._building_on[end]:
            for one in (one for state in JUDGED for one in self._ends.members_in(state, target, standing)):
                members = (
                    self._member % (place[one], number[source]) for source in self._sources_with.get(one, ())
                )
                yield [self._bad % number[end], link, self._judged % (number[target], place[one]), *members]

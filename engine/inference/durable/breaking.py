"""Every link is judged by how its two ends stand, and links that fail raise grades as the policy says.

Whether a foundation is sound is known only once nothing more is undermined. That is why this is a layer of
its own, asserted when the one before is finished, and durable's negation is never used. The rules of both
layers are written from the table of what links mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from ...model import Escalation, FailureKind, Grade, Link, Policy
from ..interface import Raised, State
from ..meaning.links import KIND, SPEAKS_FIRST, Foundation, Standing, foundation_of
from .host import Layer
from .rules import Rules, a
from .undermining import UnderminedEnds


class BreakingCase(msgspec.Struct, frozen=True):
    """A row of the table: how a link fails that leads from a foundation that stands like this to
    requirements of which some stand like that, and, of those that would give it another kind, none."""

    foundation: Foundation
    dependent: State
    kind: FailureKind
    without: tuple[State, ...]

    @property
    def name(self) -> str:
        return f"{self.dependent} on what {self.foundation}"

    @property
    def source(self) -> str:
        return f"foundation {self.foundation}"

    @property
    def target(self) -> str:
        return dependents(self.dependent, self.without)


def dependents(state: State, without: Iterable[State]) -> str:
    """The kind of fact that says that an end has members in a state, and none in others."""
    return " but not ".join((f"some {state}", *without))


def cases() -> Iterator[BreakingCase]:
    for foundation in dict.fromkeys(below for below, _ in KIND):
        speaking = [state for state in SPEAKS_FIRST if (foundation, state) in KIND]
        for number, state in enumerate(speaking):
            yield BreakingCase(foundation, state, KIND[foundation, state], tuple(speaking[:number]))


CASES = {one.name: one for one in cases()}

BREAKING: Rules = {
    name: {
        "source": a(one.source),
        "link": a("link", source="source.end"),
        "target": a(one.target, end="link.target"),
    }
    for name, one in CASES.items()
}

STATES = {state: number for number, state in enumerate(State)}
KINDS = {kind: number for number, kind in enumerate(FailureKind)}

RAISING: Rules = {
    name: {
        "source": a(one.source),
        "link": a("link", source="source.end"),
        "escalation": a("escalation", failure=KINDS[one.kind]),
        "lower": a(
            "lower", state=STATES[one.dependent], end="link.target", escalation="escalation.escalation"
        ),
    }
    for name, one in CASES.items()
}

OFF = (State.FAILS, State.UNASSESSED)
"""How a requirement stands that can make a link fail."""


class Breaking:
    """Finds the links that fail, and how."""

    def __init__(self, ends: UnderminedEnds, layer: Layer) -> None:
        self._layer = layer
        self._ends = ends
        self._source = {one.foundation: layer.form(one.source, "end") for one in CASES.values()}
        self._target = {one.target: (one, layer.form(one.target, "end")) for one in CASES.values()}
        form = layer.form("link", "link", "source", "target")
        numbers = enumerate((ends.number[link.source], ends.number[link.target]) for link in ends.links)
        self._facts = [form % (number, *both) for number, both in numbers]

    def broken(self, standing: Standing) -> dict[str, FailureKind]:
        """How each link fails whose foundation or dependent does not hold, by its id."""
        found: dict[str, FailureKind] = {}

        def conclude(rule: str, matched: dict[str, dict[str, int]]) -> Iterable[str]:
            found[self._ends.links[matched["link"]["link"]].id] = CASES[rule].kind
            return ()

        self._layer.follow(self._units(standing), conclude)
        return found

    def _units(self, standing: Standing) -> Iterator[list[str]]:
        """Each link with a member of an end that does not hold as it should, and how its two ends stand."""
        off = self._ends.with_any(one for state in OFF for one in standing.of[state])
        off |= self._ends.with_any(standing.unsound)
        for link, fact in zip(self._ends.links, self._facts, strict=True):
            if link.source in off or link.target in off:
                foundation = foundation_of(self._ends.members[link.source], standing)
                dependent = list(self._as_dependent(link.target, standing)) if foundation else []
                if foundation and dependent:
                    yield [fact, self._source[foundation] % self._ends.number[link.source], *dependent]

    def _as_dependent(self, end: str, standing: Standing) -> Iterator[str]:
        """All that can be said of an end as what builds on another."""
        states = {
            state for state in SPEAKS_FIRST if not self._ends.members[end].isdisjoint(standing.of[state])
        }
        for one, form in self._target.values():
            if one.dependent in states and states.isdisjoint(one.without):
                yield form % self._ends.number[end]


class Raising:
    """Raises grades because of links that fail."""

    def __init__(self, ends: UnderminedEnds, layer: Layer) -> None:
        self._layer = layer
        self._ends = ends
        self._source = {one.foundation: layer.form(one.source, "end") for one in CASES.values()}
        self._link = layer.form("link", "link", "source", "target")
        self._escalation = layer.form("escalation", "failure", "escalation")
        self._lower = layer.form("lower", "end", "state", "escalation", "requirement")

    def raised(
        self, broken: Iterable[str], standing: Standing, grades: dict[str, Grade], policy: Policy
    ) -> set[Raised]:
        """What the escalations for dependency failures raise, of links that fail."""
        escalations = [(one, one.failure) for one in policy.escalations if one.failure]
        failing = set(broken)
        links = [(number, link) for number, link in enumerate(self._ends.links) if link.id in failing]
        found: set[Raised] = set()

        def conclude(_: str, matched: dict[str, dict[str, int]]) -> Iterable[str]:
            escalation, _failure = escalations[matched["lower"]["escalation"]]
            link = self._ends.links[matched["link"]["link"]]
            requirement = self._ends.requirements[matched["lower"]["requirement"]]
            found.add(Raised(requirement, escalation.id, escalation.grade, link.id))
            return ()

        if escalations:
            units = (
                unit
                for number, link in links
                for unit in self._units(number, link, standing, grades, escalations)
            )
            self._layer.follow(units, conclude)
        return found

    def _units(
        self,
        number: int,
        link: Link,
        standing: Standing,
        grades: dict[str, Grade],
        escalations: list[tuple[Escalation, FailureKind]],
    ) -> Iterator[list[str]]:
        """A failing link with each requirement that builds on it and each escalation that a rule can join
        with them."""
        source, target = self._ends.number[link.source], self._ends.number[link.target]
        foundation = foundation_of(self._ends.members[link.source], standing)
        if foundation is None:
            return
        common = [self._link % (number, source, target), self._source[foundation] % source]
        for place, (escalation, kind) in enumerate(escalations):
            raising = self._escalation % (KINDS[kind], place)
            for state in (state for state in SPEAKS_FIRST if KIND.get((foundation, state)) is kind):
                for one in self._ends.members_in(state, link.target, standing):
                    if grades[one] < escalation.grade:
                        lower = self._lower % (target, STATES[state], place, self._ends.place[one])
                        yield [*common, raising, lower]

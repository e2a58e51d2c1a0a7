"""Third layer: what follows along links. Failures travel from foundations to what builds on them; then every link is judged.

What is undermined grows until nothing new follows. Only then is it known which foundations are sound, so that is a layer of its own;
durable's negation is never used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from ..model import Escalation, FailureKind, Grade, KnowledgeBase, Link, LinkKind, Policy
from .durable_host import Layer
from .durable_rules import Rules, a
from .interface import Failure, Raised, State

UNDERMINING: Rules = {
    "undermined": {
        "bad": a("bad"),
        "link": a("link", source="bad.end"),
        "holding": a("holding", end="link.target"),
    },
    "bad": {"undermined": a("undermined"), "member": a("member", requirement="undermined.requirement")},
}

BREAKING: Rules = {
    "unfounded": {"link": a("link"), "source": a("bad", end="link.source"), "target": a("holds", end="link.target")},
    "inherited": {"link": a("link"), "source": a("bad", end="link.source"), "target": a("fails", end="link.target")},
    "stranded": {"link": a("link"), "source": a("sound", end="link.source"), "target": a("fails", end="link.target")},
    "provisional": {"link": a("link"), "source": a("unassessed", end="link.source"), "target": a("holds", end="link.target")},
}

RAISING: Rules = {
    "raised": {
        "failure": a("failure"),
        "escalation": a("escalation", kind_of="failure.kind_of"),
        "lower": a("lower", end="failure.target", escalation="escalation.escalation"),
    },
}

KINDS = tuple(FailureKind)

RAISED_STATE = {
    FailureKind.UNFOUNDED: State.HOLDS,
    FailureKind.PROVISIONAL: State.HOLDS,
    FailureKind.INHERITED: State.FAILS,
    FailureKind.STRANDED: State.FAILS,
}
"""Which members of the dependent a failure speaks of."""


class Standing(msgspec.Struct, frozen=True):
    """How requirements stand: the state of each, and its grade after escalations by count."""

    state: Mapping[str, State]
    grade: Mapping[str, Grade]


class Consequences(msgspec.Struct, frozen=True):
    undermined: tuple[str, ...]
    failures: tuple[Failure, ...]
    raised: frozenset[Raised]


class Chain:
    """Follows the links of one knowledge base that carry failure."""

    def __init__(self, knowledge: KnowledgeBase, undermining: Layer, breaking: Layer, raising: Layer) -> None:
        self._undermining = undermining
        self._breaking = breaking
        self._raising = raising
        self._links = tuple(link for link in knowledge.links if link.carries_failure)
        self._backward = frozenset(link.id for link in self._links if leads_back(link, knowledge))
        self._ends = tuple(dict.fromkeys(end for link in self._links for end in (link.source, link.target)))
        self._number = {end: number for number, end in enumerate(self._ends)}
        self._members = {end: knowledge.members[end] for end in self._ends}
        self._requirements = tuple(one.id for one in knowledge.requirements)
        self._place = {one: place for place, one in enumerate(self._requirements)}

    def consequences(self, standing: Standing, policy: Policy) -> Consequences:
        """What is undermined, which links fail and how, and the grades that failing links raise."""
        members = {end: self._present(end, standing) for end in self._ends}
        links = [(number, link) for number, link in enumerate(self._links) if members[link.source] and members[link.target]]
        undermined = self._undermined(links, members, standing)
        failures = self._failures(links, members, standing, undermined)
        raised = self._raised(failures, members, standing, policy)
        return Consequences(
            undermined=tuple(sorted(undermined)),
            failures=tuple(sorted(Failure(self._links[link].id, kind) for link, kind in failures)),
            raised=frozenset(raised),
        )

    def _present(self, end: str, standing: Standing) -> tuple[str, ...]:
        """The members of an end that are in scope and apply."""
        absent = (None, State.NOT_APPLICABLE)
        return tuple(one for one in self._members[end] if standing.state.get(one) not in absent)

    def _undermined(self, links: list[tuple[int, Link]], members: dict[str, tuple[str, ...]], standing: Standing) -> set[str]:
        bad = [end for end, present in members.items() if any(standing.state[one] is State.FAILS for one in present)]
        forward = [link for _, link in links if link.id not in self._backward]
        found: set[str] = set()
        if not bad or not forward:
            return found
        layer = self._undermining

        def conclude(rule: str, matched: dict[str, dict[str, int]]) -> Iterator[str]:
            if rule == "undermined":
                requirement = matched["holding"]["requirement"]
                found.add(self._requirements[requirement])
                yield layer.fact("undermined", requirement=requirement)
            else:
                yield layer.fact("bad", end=matched["member"]["end"])

        facts = [layer.fact("link", source=self._number[link.source], target=self._number[link.target]) for link in forward]
        facts += [layer.fact("bad", end=self._number[end]) for end in bad]
        facts += self._holding(forward, members, standing)
        with layer.session() as session:
            session.follow(facts, conclude)
        return found

    def _holding(self, forward: list[Link], members: dict[str, tuple[str, ...]], standing: Standing) -> Iterator[str]:
        """The requirements that can be undermined, and the ends that turn bad with them."""
        holding = {end: [one for one in present if standing.state[one] is State.HOLDS] for end, present in members.items()}
        for end in dict.fromkeys(link.target for link in forward):
            for one in holding[end]:
                yield self._undermining.fact("holding", end=self._number[end], requirement=self._place[one])
        for end in dict.fromkeys(link.source for link in forward):
            for one in holding[end]:
                yield self._undermining.fact("member", requirement=self._place[one], end=self._number[end])

    def _failures(
        self, links: list[tuple[int, Link]], members: dict[str, tuple[str, ...]], standing: Standing, undermined: set[str]
    ) -> list[tuple[int, FailureKind]]:
        layer = self._breaking
        found: list[tuple[int, FailureKind]] = []

        def conclude(rule: str, matched: dict[str, dict[str, int]]) -> Iterable[str]:
            found.append((matched["link"]["link"], FailureKind(rule)))
            return ()

        facts = [
            layer.fact("link", link=number, source=self._number[link.source], target=self._number[link.target])
            for number, link in links
        ]
        for end in dict.fromkeys(link.source for _, link in links):
            facts.append(layer.fact(as_foundation(members[end], standing, undermined), end=self._number[end]))
        for end in dict.fromkeys(link.target for _, link in links):
            facts += [layer.fact(word, end=self._number[end]) for word in as_dependent(members[end], standing)]
        with layer.session() as session:
            session.follow(facts, conclude)
        return found

    def _raised(
        self, failures: list[tuple[int, FailureKind]], members: dict[str, tuple[str, ...]], standing: Standing, policy: Policy
    ) -> set[Raised]:
        escalations = [one for one in policy.escalations if one.failure is not None]
        if not failures or not escalations:
            return set()
        found: set[Raised] = set()

        def conclude(_: str, matched: dict[str, dict[str, int]]) -> Iterable[str]:
            escalation = escalations[matched["lower"]["escalation"]]
            requirement = self._requirements[matched["lower"]["requirement"]]
            found.add(Raised(requirement, escalation.id, escalation.grade, self._links[matched["failure"]["link"]].id))
            return ()

        with self._raising.session() as session:
            session.follow(self._raising_facts(failures, members, standing, escalations), conclude)
        return found

    def _raising_facts(
        self,
        failures: list[tuple[int, FailureKind]],
        members: dict[str, tuple[str, ...]],
        standing: Standing,
        escalations: list[Escalation],
    ) -> Iterator[str]:
        layer = self._raising
        targets = dict.fromkeys(self._links[link].target for link, _ in failures)
        for link, kind in failures:
            yield layer.fact("failure", link=link, target=self._number[self._links[link].target], kind_of=KINDS.index(kind))
        for number, escalation in enumerate(escalations):
            if escalation.failure is None:
                continue
            yield layer.fact("escalation", kind_of=KINDS.index(escalation.failure), escalation=number)
            state = RAISED_STATE[escalation.failure]
            for end in targets:
                for one in members[end]:
                    if standing.state[one] is state and standing.grade[one] < escalation.grade:
                        yield layer.fact("lower", end=self._number[end], escalation=number, requirement=self._place[one])


def leads_back(link: Link, knowledge: KnowledgeBase) -> bool:
    """Feedback: an improvement whose dependent stands at an earlier stage than its foundation."""
    stages = {one.id: one.stage.order for one in (*knowledge.clauses, *knowledge.requirements)}
    return link.kind is LinkKind.IMPROVES and stages[link.target] < stages[link.source]


def as_foundation(members: tuple[str, ...], standing: Standing, undermined: set[str]) -> str:
    """As bad as the worst of its members; an undermined one is bad."""
    states = {standing.state[one] for one in members}
    if State.FAILS in states or not undermined.isdisjoint(members):
        return "bad"
    return "unassessed" if State.UNASSESSED in states else "sound"


def as_dependent(members: tuple[str, ...], standing: Standing) -> tuple[str, ...]:
    """It fails where a member fails, holds where none fails and one holds; else no link to it can be judged."""
    states = {standing.state[one] for one in members}
    if State.FAILS in states:
        return ("fails",)
    return ("holds",) if State.HOLDS in states else ()

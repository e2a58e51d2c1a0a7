"""Last layers: every link is judged by how its two ends stand, and links that fail raise grades as the policy says.

Whether a foundation is sound is known only once nothing more is undermined. That is why this is a layer of its own, asserted when
the one before is finished, and durable's negation is never used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model import Escalation, FailureKind, Link, Policy
from ..interface import Raised, State
from .host import Layer
from .rules import Rules, a
from .undermining import Ends, Standing

BREAKING: Rules = {
    kind.value: {"source": a(source), "link": a("link", source="source.end"), "target": a(target, end="link.target")}
    for kind, source, target in (
        (FailureKind.UNFOUNDED, "bad", "holds"),
        (FailureKind.INHERITED, "bad", "fails"),
        (FailureKind.STRANDED, "sound", "fails"),
        (FailureKind.PROVISIONAL, "unassessed", "met"),
    )
}

RAISING: Rules = {
    "raised": {
        "failure": a("failure"),
        "escalation": a("escalation", failure="failure.failure"),
        "lower": a("lower", end="failure.target", escalation="escalation.escalation"),
    },
}

KINDS = {kind: number for number, kind in enumerate(FailureKind)}

SPEAKS_OF = {
    FailureKind.UNFOUNDED: State.HOLDS,
    FailureKind.PROVISIONAL: State.HOLDS,
    FailureKind.INHERITED: State.FAILS,
    FailureKind.STRANDED: State.FAILS,
}
"""Which members of the dependent an escalation is about."""

ALSO_ON = {FailureKind.UNFOUNDED: (FailureKind.INHERITED,)}
"""A clause that fails as a whole may have members that hold: on a foundation at fault they are unfounded all the same."""

OFF = (State.FAILS, State.UNASSESSED)
"""How a requirement stands that can make a link fail."""

Broken = list[tuple[Link, FailureKind]]


class Breaking:
    """Finds the links that fail, and how."""

    def __init__(self, ends: Ends, layer: Layer) -> None:
        self._layer = layer
        self._ends = ends
        self._forms = {word: layer.form(word, "end") for word in ("bad", "sound", "unassessed", "holds", "fails", "met")}
        form = layer.form("link", "link", "source", "target")
        self._facts_of = [
            (link, form % (number, ends.number[link.source], ends.number[link.target])) for number, link in enumerate(ends.links)
        ]

    def broken(self, standing: Standing, undermined: set[str]) -> Broken:
        """The links whose foundation or dependent does not hold."""
        found: Broken = []

        def conclude(rule: str, matched: dict[str, dict[str, int]]) -> Iterable[str]:
            found.append((self._ends.links[matched["link"]["link"]], FailureKind(rule)))
            return ()

        facts = list(self._facts(standing, undermined))
        if facts:
            with self._layer.session() as session:
                session.follow(facts, conclude)
        return found

    def _facts(self, standing: Standing, undermined: set[str]) -> Iterator[str]:
        """Links of which an end does not hold as it should, with both ends known, and how these stand."""
        off = self._ends.with_any(one for one, state in standing.state.items() if state in OFF or one in undermined)
        near = [(link, fact) for link, fact in self._facts_of if link.source in off or link.target in off]
        foundation = {end: as_foundation(end, standing, undermined) for end in {link.source for link, _ in near}}
        dependent = {end: as_dependent(end, standing) for end in {link.target for link, _ in near}}
        judged = [(link, fact) for link, fact in near if is_off(foundation[link.source], dependent[link.target])]
        yield from (fact for _, fact in judged)
        for end in dict.fromkeys(link.source for link, _ in judged):
            yield self._forms[foundation[end]] % self._ends.number[end]
        for end in dict.fromkeys(link.target for link, _ in judged):
            yield self._forms[dependent[end]] % self._ends.number[end]
            if standing.members_that(State.HOLDS, end):
                yield self._forms["met"] % self._ends.number[end]


class Raising:
    """Raises grades because of links that fail."""

    def __init__(self, ends: Ends, layer: Layer) -> None:
        self._layer = layer
        self._ends = ends
        self._link = {link.id: number for number, link in enumerate(ends.links)}
        self._failure = layer.form("failure", "link", "failure", "target")
        self._escalation = layer.form("escalation", "failure", "escalation")
        self._lower = layer.form("lower", "end", "escalation", "requirement")

    def raised(self, broken: Broken, standing: Standing, policy: Policy) -> set[Raised]:
        """What the escalations for dependency failures raise."""
        escalations = [(one, one.failure) for one in policy.escalations if one.failure]
        found: set[Raised] = set()

        def conclude(_: str, matched: dict[str, dict[str, int]]) -> Iterable[str]:
            lower = matched["lower"]
            escalation, _ = escalations[lower["escalation"]]
            link = self._ends.links[matched["failure"]["link"]]
            found.add(Raised(self._ends.requirements[lower["requirement"]], escalation.id, escalation.grade, link.id))
            return ()

        facts = list(self._facts(broken, standing, escalations))
        if facts:
            with self._layer.session() as session:
                session.follow(facts, conclude)
        return found

    def _facts(self, broken: Broken, standing: Standing, escalations: list[tuple[Escalation, FailureKind]]) -> Iterator[str]:
        for number, (escalation, kind) in enumerate(escalations):
            links = [link for link, failure in broken if failure in (kind, *ALSO_ON.get(kind, ()))]
            yield from (self._failure % (self._link[link.id], KINDS[kind], self._ends.number[link.target]) for link in links)
            if links:
                yield self._escalation % (KINDS[kind], number)
            for end in dict.fromkeys(link.target for link in links):
                lower = (one for one in standing.members_that(SPEAKS_OF[kind], end) if standing.grade[one] < escalation.grade)
                yield from (self._lower % (self._ends.number[end], number, self._ends.place[one]) for one in lower)


def is_off(foundation: str, dependent: str) -> bool:
    """Whether a link between ends that stand like this is worth a look: both are known, and not both are well."""
    return bool(foundation and dependent) and (foundation, dependent) != ("sound", "holds")


def as_foundation(end: str, standing: Standing, undermined: set[str]) -> str:
    """As bad as the worst of its members, and bad with an undermined one; empty where it has none."""
    states = {standing.state[one] for one in standing.members[end]}
    if State.FAILS in states or not undermined.isdisjoint(standing.members[end]):
        return "bad"
    if State.UNASSESSED in states:
        return "unassessed"
    return "sound" if states else ""


def as_dependent(end: str, standing: Standing) -> str:
    """It fails where a member fails, and holds where none fails and one holds; empty where neither can be said."""
    states = {standing.state[one] for one in standing.members[end]}
    if State.FAILS in states:
        return "fails"
    return "holds" if State.HOLDS in states else ""

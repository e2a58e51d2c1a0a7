"""What links between requirements mean: when one fails and how, what that raises, and what it reaches. One table says it all.

Whoever uses it finds the requirements in a way of its own; none decides for itself what fails and what travels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from typing import TypeVar

import msgspec

from ...model import FailureKind, Grade, KnowledgeBase, Link, LinkKind, Policy
from ..interface import Raised, State

Node = TypeVar("Node")

KIND: dict[tuple[State, State], FailureKind] = {
    (State.FAILS, State.FAILS): FailureKind.INHERITED,
    (State.FAILS, State.HOLDS): FailureKind.UNFOUNDED,
    (State.UNASSESSED, State.HOLDS): FailureKind.PROVISIONAL,
    (State.HOLDS, State.FAILS): FailureKind.STRANDED,
}
"""How a link fails for one requirement that builds on it, by how the foundation stands and how that requirement does. Where the table says
nothing, nothing is wrong."""

WORST_FIRST = (State.FAILS, State.UNASSESSED, State.HOLDS)
"""A foundation is as good as the worst under it."""

SPEAKS_FIRST = (State.FAILS, State.HOLDS)
"""Which of the requirements that build on a link gives the whole link its kind."""


class Standing(msgspec.Struct, frozen=True):
    """How the requirements that are judged stand. `of`: those in each state; what does not apply is in none. `undermined`: those that hold
    on a foundation that does not; as a foundation they are as bad as it."""

    of: Mapping[State, Set[str]]
    undermined: Set[str] = frozenset()


def state_of(grade: Grade, base: Grade, could_fail: bool) -> State:
    """How a requirement that applies stands by its grade after escalation by count. `base` is its grade before, `could_fail` tells
    whether an open question could still make it fail."""
    if grade.fails:
        return State.FAILS
    return State.UNASSESSED if could_fail or base is Grade.UNGRADED else State.HOLDS


def standing_of(states: Mapping[str, State]) -> Standing:
    """The requirements sorted by state; `undermined` is not yet known."""
    found: dict[State, set[str]] = {state: set() for state in WORST_FIRST}
    for requirement, state in states.items():
        if state in found:
            found[state].add(requirement)
    return Standing(found)


def foundation_of(members: Set[str], standing: Standing) -> State | None:
    """How an end of a link stands as a foundation; None where none of its members is judged."""
    if not members.isdisjoint(standing.undermined):
        return State.FAILS
    return next((state for state in WORST_FIRST if not members.isdisjoint(standing.of[state])), None)


def kind_of(foundation: State | None, dependent: Set[str], standing: Standing) -> FailureKind | None:
    """How a link fails, if it does: as for the first of its dependents of which the table says anything."""
    for state in SPEAKS_FIRST:
        kind = KIND.get((foundation, state)) if foundation else None
        if kind and not dependent.isdisjoint(standing.of[state]):
            return kind
    return None


def concerned(foundation: State | None, dependent: Set[str], standing: Standing) -> Iterator[tuple[FailureKind, Set[str]]]:
    """What a failing link says of the requirements that build on it, member by member: each kind with those it is about. A clause that
    fails as a whole may have members that hold."""
    for (below, above), kind in KIND.items():
        if below is foundation and not dependent.isdisjoint(standing.of[above]):
            yield kind, dependent & standing.of[above]


def raised_by(
    link: Link,
    foundation: State | None,
    dependent: Set[str],
    standing: Standing,
    grades: Mapping[str, Grade],
    policy: Policy,
) -> Iterator[Raised]:
    """What a link raises: of those that build on it, the ones lower than an escalation of the policy for how it fails for them."""
    for kind, members in concerned(foundation, dependent, standing):
        for escalation in policy.escalations:
            if escalation.failure is kind:
                lower = (one for one in members if grades[one] < escalation.grade)
                yield from (Raised(one, escalation.id, escalation.grade, link.id) for one in lower)


def carrying(knowledge: KnowledgeBase) -> tuple[Link, ...]:
    """The links that can fail."""
    return tuple(link for link in knowledge.links if link.carries_failure)


def is_feedback(link: Link, knowledge: KnowledgeBase) -> bool:
    """An improvement that leads back to an earlier stage. Failures show on it but do not travel on: a circle has no first cause."""

    def stage(end: str) -> int:
        return (knowledge.clause[end] if end in knowledge.clause else knowledge.requirement[end]).stage.order

    return link.kind is LinkKind.IMPROVES and stage(link.target) < stage(link.source)


def built_on(links: Iterable[Link], knowledge: KnowledgeBase) -> dict[str, frozenset[str]]:
    """What builds directly on each requirement, along the links that let failure travel; requirements without any are left out."""
    found: dict[str, set[str]] = {}
    for link in links:
        if not is_feedback(link, knowledge):
            for foundation in knowledge.members[link.source]:
                found.setdefault(foundation, set()).update(knowledge.members[link.target])
    return {foundation: frozenset(dependents) for foundation, dependents in found.items()}


def reach(starts: Iterable[Node], along: Callable[[Node], Iterable[Node]]) -> dict[Node, Node | None]:
    """All that can be reached from some starts, these included, over any number of steps: the nearest first, each with the one it was
    reached from (None for a start). Of equally near ones, the first in the order of the starts and of `along` is kept."""
    came_from: dict[Node, Node | None] = dict.fromkeys(starts)
    waiting = list(came_from)
    for here in waiting:
        for there in along(here):
            if there not in came_from:
                came_from[there] = here
                waiting.append(there)
    return came_from


def undermined(standing: Standing, builds_on: Mapping[str, Set[str]]) -> set[str]:
    """The requirements that hold and build, over any number of links, on one that fails."""
    failing, holding = standing.of[State.FAILS], standing.of[State.HOLDS]
    return reach(failing, lambda one: builds_on.get(one, frozenset()) & holding).keys() - failing

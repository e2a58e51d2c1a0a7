"""What links between requirements mean: when one fails and how, what that raises, and what it reaches. One
table says it all.

Whoever uses it finds the requirements in a way of its own; none decides for itself what fails and what
travels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from typing import TypeVar

import msgspec

from ...model import FailureKind, Grade, KnowledgeBase, Link, LinkKind, Policy, Weight, Word
from ..interface import Raised, State, Verdict

Node = TypeVar("Node")


class Foundation(Word):
    """How an end of a link stands as a foundation.

    ABSENT: an element under it is not there, or holds on one that is not. FAILS: something under it fails,
    and all of it is known. IN_DOUBT: something fails, and something else is not assessed. UNASSESSED: nothing
    fails, something is not assessed. HOLDS: all does.
    """

    ABSENT = "absent"
    FAILS = "fails"
    IN_DOUBT = "in-doubt"
    UNASSESSED = "unassessed"
    HOLDS = "holds"


KIND: dict[tuple[Foundation, State], FailureKind] = {
    (Foundation.ABSENT, State.FAILS): FailureKind.INHERITED,
    (Foundation.ABSENT, State.HOLDS): FailureKind.UNFOUNDED,
    (Foundation.FAILS, State.FAILS): FailureKind.INHERITED,
    (Foundation.IN_DOUBT, State.FAILS): FailureKind.INHERITED,
    (Foundation.IN_DOUBT, State.HOLDS): FailureKind.PROVISIONAL,
    (Foundation.UNASSESSED, State.HOLDS): FailureKind.PROVISIONAL,
    (Foundation.HOLDS, State.FAILS): FailureKind.STRANDED,
}
"""How a link fails for one requirement that builds on it, by how the foundation stands and how that
requirement does. Where the table says nothing, nothing is wrong: a gap in a foundation leaves alone what
conforms on it, and only an absence does not."""

SPEAKS_FIRST = (State.FAILS, State.HOLDS)
"""Which of the requirements that build on a link gives the whole link its kind."""


class Standing(msgspec.Struct, frozen=True):
    """How the requirements that are judged stand.

    `of`: those in each state; what does not apply is in none. `absent`: those that fail as a missing element.
    `unsound`: these, and all that stands on one of them; as a foundation they are as bad as it.
    """

    of: Mapping[State, Set[str]]
    absent: Set[str]
    unsound: Set[str] = frozenset()

    @property
    def undermined(self) -> Set[str]:
        """What holds on a foundation that is absent: it works by luck."""
        return self.unsound & self.of[State.HOLDS]


def state_of(grade: Grade, base: Grade, could_fail: bool) -> State:
    """How a requirement that applies stands by its grade, raised where it came back. `base` is its grade
    before, `could_fail` tells whether an open question could still make it fail."""
    if grade.fails:
        return State.FAILS
    return State.UNASSESSED if could_fail or base is Grade.UNGRADED else State.HOLDS


def is_absent(weight: Weight, base: Grade) -> bool:
    """Whether a requirement with this grade by its own rules, records and notes is a required element that
    is not there."""
    return weight is Weight.ELEMENT and base is Grade.MAJOR


def standing_of(states: Iterable[tuple[str, State]], absent: Set[str]) -> Standing:
    """The requirements sorted by state; what is unsound because of others is not yet known."""
    found: dict[State, set[str]] = {State.FAILS: set(), State.UNASSESSED: set(), State.HOLDS: set()}
    for requirement, state in states:
        if state in found:
            found[state].add(requirement)
    return Standing(found, absent, absent)


def standing_after(
    verdicts: Iterable[Verdict], grades: Mapping[str, Grade], knowledge: KnowledgeBase
) -> Standing:
    """How requirements stand by their verdicts, and by their grades, raised where they came back."""
    rules = knowledge.rule
    applying = [one for one in verdicts if one.applies]
    doubtful = [one for one in applying if one.open]
    could_fail = {one.requirement for one in doubtful if any(rules[rule].grade.fails for rule in one.open)}
    major = [one.requirement for one in applying if one.base is Grade.MAJOR]
    absent = {one for one in major if is_absent(weight_of(one, knowledge), Grade.MAJOR)}
    states = (
        (one.requirement, state_of(grades[one.requirement], one.base, one.requirement in could_fail))
        for one in applying
    )
    return standing_of(states, absent)


def weight_of(requirement: str, knowledge: KnowledgeBase) -> Weight:
    """What the absence of a requirement means."""
    return knowledge.template[knowledge.requirement[requirement].template].weight


def foundation_of(members: Set[str], standing: Standing) -> Foundation | None:
    """How an end of a link stands as a foundation: as the worst under it; None where nothing under it is
    judged."""
    if not members.isdisjoint(standing.unsound):
        return Foundation.ABSENT
    doubtful = not members.isdisjoint(standing.of[State.UNASSESSED])
    if not members.isdisjoint(standing.of[State.FAILS]):
        return Foundation.IN_DOUBT if doubtful else Foundation.FAILS
    if doubtful:
        return Foundation.UNASSESSED
    return None if members.isdisjoint(standing.of[State.HOLDS]) else Foundation.HOLDS


def kind_of(foundation: Foundation | None, dependent: Set[str], standing: Standing) -> FailureKind | None:
    """How a link fails, if it does: as for the first of its dependents of which the table says anything."""
    for state in SPEAKS_FIRST:
        kind = KIND.get((foundation, state)) if foundation else None
        if kind and not dependent.isdisjoint(standing.of[state]):
            return kind
    return None


def concerned(
    foundation: Foundation | None, dependent: Set[str], standing: Standing
) -> Iterator[tuple[FailureKind, Set[str]]]:
    """What a failing link says of the requirements that build on it, member by member: each kind with
    those it is about. A clause that fails as a whole may have members that hold."""
    for (below, above), kind in KIND.items():
        if below is foundation and not dependent.isdisjoint(standing.of[above]):
            yield kind, dependent & standing.of[above]


def raised_by(
    link: Link,
    foundation: Foundation | None,
    dependent: Set[str],
    standing: Standing,
    grades: Mapping[str, Grade],
    policy: Policy,
) -> Iterator[Raised]:
    """What a link raises: of those that build on it, the ones lower than an escalation of the policy for
    how it fails for them."""
    for kind, members in concerned(foundation, dependent, standing):
        for escalation in policy.escalations:
            if escalation.failure is kind:
                lower = (one for one in members if grades[one] < escalation.grade)
                yield from (Raised(one, escalation.id, escalation.grade, link.id) for one in lower)


def carrying(knowledge: KnowledgeBase) -> tuple[Link, ...]:
    """The links that can fail. One whose two ends read one and the same answer, and nothing else, is no
    dependency: it repeats what the answer says already."""
    read = reads_by_template(knowledge)
    template = {one.id: one.template for one in knowledge.requirements}

    def reads(end: str) -> frozenset[str]:
        return frozenset().union(*(read[template[one]] for one in knowledge.members[end]))

    def reads_one_answer(link: Link) -> bool:
        source = reads(link.source)
        return len(source) == 1 and source == reads(link.target)

    return tuple(link for link in knowledge.links if link.carries_failure and not reads_one_answer(link))


def reads_by_template(knowledge: KnowledgeBase) -> dict[str, frozenset[str]]:
    """The facts that each template is judged by, registers included."""
    found = {template: set(facts) for template, facts in knowledge.reads_of.items()}
    for rule in knowledge.on_records:
        found[rule.template].update(rule.each.registers if rule.each else ())
    return {template: frozenset(facts) for template, facts in found.items()}


def is_feedback(link: Link, knowledge: KnowledgeBase) -> bool:
    """An improvement that leads back to an earlier stage. Failures show on it but do not travel on: a
    circle has no first cause."""

    def stage(end: str) -> int:
        return (knowledge.clause[end] if end in knowledge.clause else knowledge.requirement[end]).stage.order

    return link.kind is LinkKind.IMPROVES and stage(link.target) < stage(link.source)


def built_on(links: Iterable[Link], knowledge: KnowledgeBase) -> dict[str, frozenset[str]]:
    """What builds directly on each requirement, along the links that let failure travel; requirements
    without any are left out."""
    found: dict[str, set[str]] = {}
    for link in links:
        if not is_feedback(link, knowledge):
            for foundation in knowledge.members[link.source]:
                found.setdefault(foundation, set()).update(knowledge.members[link.target])
    return {foundation: frozenset(dependents) for foundation, dependents in found.items()}


def reach(starts: Iterable[Node], along: Callable[[Node], Iterable[Node]]) -> dict[Node, Node | None]:
    """All that can be reached from some starts, these included, over any number of steps: the nearest
    first, each with the one it was reached from (None for a start). Of equally near ones, the first in the
    order of the starts and of `along` is kept."""
    came_from: dict[Node, Node | None] = dict.fromkeys(starts)
    waiting = list(came_from)
    for here in waiting:
        for there in along(here):
            if there not in came_from:
                came_from[there] = here
                waiting.append(there)
    return came_from


def unsound(standing: Standing, builds_on: Mapping[str, Set[str]]) -> frozenset[str]:
    """The requirements that are absent, or stand, over any number of links, on one that is. What fails on
    the way passes it on as what holds does, so that mending it makes nothing worse; what is not assessed
    passes nothing on: doubt about what is unknown would soon cover everything."""
    judged = standing.of[State.FAILS] | standing.of[State.HOLDS]
    return frozenset(reach(standing.absent, lambda one: builds_on.get(one, frozenset()) & judged))


def pulled_down(one: str, standing: Standing, builds_on: Mapping[str, Set[str]]) -> Set[str]:
    """What fails, or is undermined, because of one requirement that does, by the links from it: whatever
    fails on it; what holds on it only if it is unsound itself."""
    dependents = builds_on.get(one, frozenset())
    failing = dependents & standing.of[State.FAILS]
    return failing | (dependents & standing.undermined) if one in standing.unsound else failing

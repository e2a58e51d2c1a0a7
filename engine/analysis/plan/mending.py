"""How an organisation would stand once some requirements were mended: judged again from grades, links and
policy, without its answers.

What holds from the grades on is what the evaluators do, in the same order (docs/decisions/0004): counting,
then what travels along the links, then what failing links raise. A mended requirement is one that conforms by
its own answers, and so is no finding that came back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

import msgspec

from ...inference.interface import State
from ...inference.meaning.escalation import behind, counted_clause, enough, short_of_best
from ...inference.meaning.links import (
    Standing,
    built_on,
    carrying,
    concerned,
    foundation_of,
    is_absent,
    kind_of,
    pulled_down,
    reach,
    standing_of,
    state_of,
    unsound,
    weight_of,
)
from ...model import Escalation, FailureKind, Grade, KnowledgeBase, Link, Policy, Status
from ..findings import Finding


class Own(msgspec.Struct, frozen=True, gc=False):
    """What its own answers say of a requirement, and what came before: the grade before anything else is
    raised.

    `state` is how it stands by that, `absent` whether it is an element that is not there; `facts` are the
    answers that made it fail, as they are counted.
    """

    base: Grade
    state: State
    absent: bool
    facts: frozenset[str]


class Joint(msgspec.Struct, frozen=True, gc=False):
    """A link that can fail, with the requirements that its ends stand for."""

    link: str
    foundation: frozenset[str]
    dependent: frozenset[str]


class Counted(msgspec.Struct, frozen=True, gc=False):
    """A clause of two numbers: how many of its requirements are judged, and which of them fail."""

    judged: int
    failing: frozenset[str]


class Picture(msgspec.Struct, frozen=True):
    """How every requirement that applies stands, which links fail and how, and what is `bad`: failing, or
    undermined."""

    grades: dict[str, Grade]
    failures: dict[str, FailureKind]
    bad: frozenset[str]

    @property
    def majors(self) -> set[str]:
        return {requirement for requirement, grade in self.grades.items() if grade is Grade.MAJOR}


class Mending:
    """One assessment, open to be judged again. `failing` are the requirements that can be mended."""

    def __init__(self, findings: Iterable[Finding], knowledge: KnowledgeBase, policy: Policy) -> None:
        applying = [one for one in findings if one.status is not Status.NOT_APPLICABLE]
        self.own = {one.requirement: _own(one, knowledge) for one in applying}
        states = ((requirement, own.state) for requirement, own in self.own.items())
        self.standing = standing_of(states, {requirement for requirement, own in self.own.items() if own.absent})
        self.failing = frozenset(self.standing.of[State.FAILS])
        links = carrying(knowledge)
        self.joints = [joint for link in links if (joint := self._joint(link, knowledge))]
        self.by_count = [one for one in policy.escalations if one.at_least > 0]
        by_grade = sorted(policy.escalations, key=lambda one: one.grade)
        self.by_failure = {one.failure: one.grade for one in by_grade if one.failure}
        self.counted = self._counted(applying)
        self.builds_on = built_on(links, knowledge)
        self.bases = {one: own.base for one, own in self.own.items()}
        self.settled: dict[str, FailureKind] = {}
        self.as_it_is = self._standing(frozenset())
        self.now = self.after(frozenset())
        self._settle()

    def _joint(self, link: Link, knowledge: KnowledgeBase) -> Joint | None:
        ends = [frozenset(one for one in knowledge.members[end] if one in self.own) for end in (link.source, link.target)]
        return Joint(link.id, ends[0], ends[1]) if all(ends) else None

    def _counted(self, applying: list[Finding]) -> dict[str, Counted]:
        """The clauses under which something fails."""
        under: dict[str, list[str]] = {}
        for one in applying:
            under.setdefault(counted_clause(one.standard, one.clause), []).append(one.requirement)
        found = {clause: Counted(len(members), self.failing.intersection(members)) for clause, members in under.items()}
        return {clause: counted for clause, counted in found.items() if counted.failing}

    def _settle(self) -> None:
        """Sets aside the links with nothing bad at either end: no mending changes how they fail or what
        they raise."""
        aside = [one for one in self.joints if self.now.bad.isdisjoint(one.foundation | one.dependent)]
        self.settled = {one.link: self.now.failures[one.link] for one in aside if one.link in self.now.failures}
        self._raise_by_failure(self.bases, aside, self.as_it_is)
        links = {one.link for one in aside}
        self.joints = [one for one in self.joints if one.link not in links]

    def after(self, mended: Set[str]) -> Picture:
        """The picture once some of the failing requirements are mended."""
        grades = self.bases | dict.fromkeys(mended, Grade.CONFORMS)
        for one, grade in self._raised_by_count(self.failing - mended):
            grades[one] = max(grades[one], grade)
        standing = self._standing(mended)
        kinds = {one.link: kind_of(foundation_of(one.foundation, standing), one.dependent, standing) for one in self.joints}
        self._raise_by_failure(grades, self.joints, standing)
        failures = self.settled | {link: kind for link, kind in kinds.items() if kind}
        return Picture(grades, failures, frozenset(standing.of[State.FAILS] | standing.undermined))

    def _standing(self, mended: Set[str]) -> Standing:
        """How everything stands once some are mended: these hold."""
        of = {state: members - mended for state, members in self.standing.of.items()}
        of[State.HOLDS] |= mended
        standing = Standing(of, self.standing.absent - mended)
        return msgspec.structs.replace(standing, unsound=unsound(standing, self.builds_on))

    def _raise_by_failure(self, grades: dict[str, Grade], joints: list[Joint], standing: Standing) -> None:
        """Raises the requirements that links fail for."""
        for joint in joints if self.by_failure else ():
            foundation = foundation_of(joint.foundation, standing)
            for kind, members in concerned(foundation, joint.dependent, standing):
                for one in members if kind in self.by_failure else ():
                    grades[one] = max(grades[one], self.by_failure[kind])

    def _raised_by_count(self, failing: Set[str]) -> Iterator[tuple[str, Grade]]:
        for counted in self.counted.values():
            left = counted.failing & failing
            for escalation in self.by_count:
                if left and self.enough(escalation, counted, left):
                    yield from ((one, escalation.grade) for one in left)

    def enough(self, escalation: Escalation, counted: Counted, left: Set[str]) -> bool:
        """Whether those left failing under a clause are so many, on so many different answers, that they
        are raised."""
        answers = frozenset().union(*(self.own[one].facts for one in left))
        return enough(escalation, counted.judged, len(left), len(answers))

    def pulls_down(self, requirements: Set[str]) -> set[str]:
        """Some bad requirements with all the bad ones that stand, directly or not, on one of them."""
        return set(reach(requirements, lambda one: pulled_down(one, self.as_it_is, self.builds_on)))


def _own(finding: Finding, knowledge: KnowledgeBase) -> Own:
    before = finding.escalations[0].before if finding.escalations else finding.grade
    base = max([before, *(one.after for one in finding.escalations if one.because_of == finding.requirement)])
    rules = (knowledge.rule[reason.rule] for reason in finding.reasons if not reason.note)
    notes = (place for place, seen in enumerate(finding.observed) if seen.grade.fails)
    return Own(
        base=base,
        state=state_of(base, base, finding.could_become.fails),
        absent=is_absent(weight_of(finding.requirement, knowledge), before),
        facts=behind(rules, finding.requirement, notes) | _behind_certain(finding, before, knowledge),
    )


def _behind_certain(finding: Finding, base: Grade, knowledge: KnowledgeBase) -> frozenset[str]:
    """The answers behind what is certain though nothing that fired weighs as much."""
    if base <= max((one.grade for one in finding.reasons), default=Grade.CONFORMS):
        return frozenset()
    known = {answer.fact: answer.value for answer in finding.answers}
    return short_of_best(knowledge.rules_of[knowledge.requirement[finding.requirement].template], known, knowledge.fact)

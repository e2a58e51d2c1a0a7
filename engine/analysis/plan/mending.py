"""How an organisation would stand once some requirements were mended: judged again from grades, links and
policy, without its answers.

What holds from the grades on is what the evaluators do, in the same order (docs/decisions/0004): what travels
along the links, then what failing links raise. A mended requirement is one that conforms by its own answers,
and so is no finding that came back. What several nonconformities show together is decided on them. What an
auditor saw against a clause fails in the graph at the requirement that bears it there, until the clause is
mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Set

import msgspec

from ...inference.interface import State
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
from ...model import FailureKind, Grade, KnowledgeBase, Link, Policy, Repeat, Status
from ..findings import Finding


class Own(msgspec.Struct, frozen=True, gc=False):
    """What its own answers say of a requirement, and what came before: the grade before anything else is
    raised.

    `state` is how it stands by that, `absent` whether it is an element that is not there.
    """

    base: Grade
    state: State
    absent: bool


class Joint(msgspec.Struct, frozen=True, gc=False):
    """A link that can fail, with the requirements that its ends stand for."""

    link: str
    foundation: frozenset[str]
    dependent: frozenset[str]


class Borne(msgspec.Struct, frozen=True, gc=False):
    """What was seen against a clause as a whole, at its worst, and the requirement that bears it in the
    graph."""

    requirement: str
    grade: Grade


class MendedPicture(msgspec.Struct, frozen=True):
    """How every requirement that applies stands, which links fail and how, and what is `bad`: failing, or
    undermined."""

    grades: dict[str, Grade]
    failures: dict[str, FailureKind]
    bad: frozenset[str]

    @property
    def majors(self) -> set[str]:
        return {requirement for requirement, grade in self.grades.items() if grade is Grade.MAJOR}


class Mending:
    """One assessment, open to be judged again. `failing` are the requirements that can be mended, `borne`
    what was seen against clauses."""

    def __init__(self, findings: Iterable[Finding], knowledge: KnowledgeBase, policy: Policy) -> None:
        applying = [one for one in findings if one.status is not Status.NOT_APPLICABLE]
        self.own = {one.requirement: _own(one, knowledge) for one in applying}
        self.borne = _borne(applying, policy)
        self.standing = self._as_found(knowledge)
        self.failing = frozenset(name for name, own in self.own.items() if own.state is State.FAILS)
        links = carrying(knowledge)
        self.joints = [joint for link in links if (joint := self._joint(link, knowledge))]
        by_grade = sorted(policy.escalations, key=lambda one: one.grade)
        self.by_failure = {one.failure: one.grade for one in by_grade if one.failure}
        self.builds_on = built_on(links, knowledge)
        self.bases = {one: own.base for one, own in self.own.items()}
        self.settled: dict[str, FailureKind] = {}
        self.as_it_is = self._standing(frozenset())
        self.now = self.after(frozenset())
        self._settle()

    def _as_found(self, knowledge: KnowledgeBase) -> Standing:
        """How everything stands by its own answers and by what was seen, against clauses as well."""
        seen = {one.requirement for one in self.borne.values() if one.grade.fails}
        gone = {
            one.requirement
            for one in self.borne.values()
            if is_absent(weight_of(one.requirement, knowledge), one.grade)
        }
        states = ((name, State.FAILS if name in seen else own.state) for name, own in self.own.items())
        return standing_of(states, gone | {name for name, own in self.own.items() if own.absent})

    def _joint(self, link: Link, knowledge: KnowledgeBase) -> Joint | None:
        ends = [
            frozenset(one for one in knowledge.members[end] if one in self.own)
            for end in (link.source, link.target)
        ]
        return Joint(link.id, ends[0], ends[1]) if all(ends) else None

    def _settle(self) -> None:
        """Sets aside the links with nothing bad at either end: no mending changes how they fail or what
        they raise."""
        aside = [one for one in self.joints if self.now.bad.isdisjoint(one.foundation | one.dependent)]
        self.settled = {
            one.link: self.now.failures[one.link] for one in aside if one.link in self.now.failures
        }
        self._raise_by_failure(self.bases, aside, self.as_it_is)
        links = {one.link for one in aside}
        self.joints = [one for one in self.joints if one.link not in links]

    def after(self, mended: Set[str]) -> MendedPicture:
        """The picture once some of the failing requirements, and what was seen against some clauses, are
        mended."""
        grades = self.bases | dict.fromkeys(mended & self.own.keys(), Grade.CONFORMS)
        standing = self._standing(mended)
        kinds = {
            one.link: kind_of(foundation_of(one.foundation, standing), one.dependent, standing)
            for one in self.joints
        }
        self._raise_by_failure(grades, self.joints, standing)
        failures = self.settled | {link: kind for link, kind in kinds.items() if kind}
        return MendedPicture(grades, failures, frozenset(standing.of[State.FAILS] | standing.undermined))

    def _standing(self, mended: Set[str]) -> Standing:
        """How everything stands once some are mended: these hold, unless they still bear what was seen
        against a clause."""
        still = {
            one.requirement for clause, one in self.borne.items() if one.grade.fails and clause not in mended
        }
        better = {name for name in (*mended, *self.bearing(mended)) if name in self.own} - still
        states = {name: State.HOLDS if name in mended else self.own[name].state for name in better}
        of = {
            state: (members - better) | {name for name, now in states.items() if now is state}
            for state, members in self.standing.of.items()
        }
        absent = self.standing.absent - {
            name for name in better if name in mended or not self.own[name].absent
        }
        standing = Standing(of, absent)
        return msgspec.structs.replace(standing, unsound=unsound(standing, self.builds_on))

    def _raise_by_failure(self, grades: dict[str, Grade], joints: list[Joint], standing: Standing) -> None:
        """Raises the requirements that links fail for."""
        for joint in joints if self.by_failure else ():
            foundation = foundation_of(joint.foundation, standing)
            for kind, members in concerned(foundation, joint.dependent, standing):
                for one in members if kind in self.by_failure else ():
                    grades[one] = max(grades[one], self.by_failure[kind])

    def bearing(self, names: Iterable[str]) -> set[str]:
        """The requirements by which some requirements and clauses stand in the graph."""
        return {self.borne[name].requirement if name in self.borne else name for name in names}

    def pulls_down(self, names: Set[str]) -> set[str]:
        """Some bad requirements, or those that bear some clauses, with all the bad ones that stand, directly
        or not, on one of them."""
        return set(reach(self.bearing(names), lambda one: pulled_down(one, self.as_it_is, self.builds_on)))


def _borne(findings: Iterable[Finding], policy: Policy) -> dict[str, Borne]:
    """By clause, what was seen against it as a whole."""
    again = max(
        (one.grade for one in policy.escalations if one.repeats is Repeat.FINDING), default=Grade.UNGRADED
    )
    found: dict[str, Borne] = {}
    for finding in findings:
        for one in finding.observed:
            if not one.note.on_clause or not one.rules:
                continue
            grade = max(one.grade, again) if one.note.repeats and one.grade.fails else one.grade
            before = found.get(one.note.target)
            found[one.note.target] = Borne(finding.requirement, max(grade, before.grade) if before else grade)
    return found


def _own(finding: Finding, knowledge: KnowledgeBase) -> Own:
    before = finding.escalations[0].before if finding.escalations else finding.grade
    base = max([before, *(one.after for one in finding.escalations if one.because_of == finding.requirement)])
    return Own(
        base=base,
        state=state_of(base, base, finding.could_become.fails),
        absent=is_absent(weight_of(finding.requirement, knowledge), before),
    )

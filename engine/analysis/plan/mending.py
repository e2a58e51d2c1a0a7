"""How an organisation would stand once some requirements were mended: judged again from grades, links and policy, without its answers.

What holds from the grades on is what the evaluators do, in the same order (docs/decisions/0004): counting, then what travels along the
links, then what failing links raise. A mended requirement is one that conforms by its own answers, and so is no finding that came back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

import msgspec

from ...inference.plain.evaluator import counted_clause, is_feedback, needed
from ...model import Escalation, FailureKind, Grade, KnowledgeBase, Link, Policy, Status
from ..findings import Finding, Reason

RAISES_WHAT_HOLDS = (FailureKind.UNFOUNDED, FailureKind.PROVISIONAL)


class Own(msgspec.Struct, frozen=True, gc=False):
    """What its own answers say of a requirement, and what came before: the grade before anything else is raised.

    `could_fail`: an open question could still make it fail. `facts`: those whose answers made it fail, the places of notes that did, and
    the rules over records.
    """

    base: Grade
    could_fail: bool
    facts: frozenset[str]


class Joint(msgspec.Struct, frozen=True, gc=False):
    """A hard link with the requirements that its ends stand for. What fails `travels` along it unless it is feedback."""

    link: str
    foundation: frozenset[str]
    dependent: frozenset[str]
    travels: bool


class Counted(msgspec.Struct, frozen=True, gc=False):
    """A clause of two numbers: how many of its requirements are judged, and which of them fail."""

    judged: int
    failing: frozenset[str]


class Picture(msgspec.Struct, frozen=True):
    """How every requirement that applies stands, which links fail and how, and what is `bad`: failing, or undermined."""

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
        self.failing = frozenset(one for one, own in self.own.items() if own.base.fails)
        self.unassessed = frozenset(one for one in self.own if one not in self.failing and _proves_nothing(self.own[one]))
        self.holding = frozenset(self.own) - self.failing - self.unassessed
        self.joints = [joint for link in knowledge.links if link.carries_failure and (joint := self._joint(link, knowledge))]
        self.by_count = [one for one in policy.escalations if one.at_least > 0]
        self.by_failure = {one.failure: one.grade for one in sorted(policy.escalations, key=lambda one: one.grade) if one.failure}
        self.counted = self._counted(applying)
        self.built_on: dict[str, list[Joint]] = {}
        for joint in self.joints:
            for one in joint.foundation if joint.travels else ():
                self.built_on.setdefault(one, []).append(joint)
        self.bases = {one: own.base for one, own in self.own.items()}
        self.settled: dict[str, FailureKind] = {}
        self.now = self.after(frozenset())
        self._settle()

    def _joint(self, link: Link, knowledge: KnowledgeBase) -> Joint | None:
        ends = [frozenset(one for one in knowledge.members[end] if one in self.own) for end in (link.source, link.target)]
        return Joint(link.id, ends[0], ends[1], not is_feedback(link, knowledge)) if all(ends) else None

    def _counted(self, applying: list[Finding]) -> dict[str, Counted]:
        """The clauses under which something fails."""
        under: dict[str, list[str]] = {}
        for one in applying:
            under.setdefault(counted_clause(one.standard, one.clause), []).append(one.requirement)
        found = {clause: Counted(len(members), self.failing.intersection(members)) for clause, members in under.items()}
        return {clause: counted for clause, counted in found.items() if counted.failing}

    def _settle(self) -> None:
        """Sets aside the links with nothing bad at either end: no mending changes how they fail or what they raise."""
        aside = [one for one in self.joints if self.now.bad.isdisjoint(one.foundation | one.dependent)]
        self.settled = {one.link: self.now.failures[one.link] for one in aside if one.link in self.now.failures}
        self._raise_by_failure(self.bases, aside, self.settled, self.failing, self.holding)
        links = {one.link for one in aside}
        self.joints = [one for one in self.joints if one.link not in links]

    def after(self, mended: Set[str]) -> Picture:
        """The picture once some of the failing requirements are mended."""
        failing, holding = self.failing - mended, self.holding | mended
        grades = self.bases | dict.fromkeys(mended, Grade.CONFORMS)
        for one, grade in self._raised_by_count(failing):
            grades[one] = max(grades[one], grade)
        bad = self._bad(failing, holding)
        failures = {joint.link: kind for joint in self.joints if (kind := self._kind(joint, failing, holding, bad))}
        self._raise_by_failure(grades, self.joints, failures, failing, holding)
        return Picture(grades, self.settled | failures, bad)

    def _raise_by_failure(
        self, grades: dict[str, Grade], joints: list[Joint], failures: dict[str, FailureKind], failing: Set[str], holding: Set[str]
    ) -> None:
        """Raises the dependents of failing links: those that hold where the foundation is at fault or in doubt, else those that fail."""
        for joint in joints:
            kind = failures.get(joint.link)
            speaks_of = (kind, FailureKind.UNFOUNDED) if kind is FailureKind.INHERITED else (kind,)
            for raising in speaks_of:
                if raising in self.by_failure:
                    for one in joint.dependent & (holding if raising in RAISES_WHAT_HOLDS else failing):
                        grades[one] = max(grades[one], self.by_failure[raising])

    def _raised_by_count(self, failing: Set[str]) -> Iterator[tuple[str, Grade]]:
        for counted in self.counted.values():
            left = counted.failing & failing
            for escalation in self.by_count:
                if self.enough(escalation, counted, left):
                    yield from ((one, escalation.grade) for one in left)

    def enough(self, escalation: Escalation, counted: Counted, left: Set[str]) -> bool:
        """Whether those left failing under a clause are so many, on so many different answers, that they are raised."""
        if len(left) < needed(escalation, counted.judged):
            return False
        return len(frozenset().union(*(self.own[one].facts for one in left))) >= escalation.at_least

    def _bad(self, failing: Set[str], holding: Set[str]) -> frozenset[str]:
        """What fails, and what holds on it."""
        return frozenset(failing | self._reached(failing, holding))

    def pulls_down(self, requirements: Set[str]) -> set[str]:
        """All the bad requirements that stand, directly or not, on some of them."""
        return self._reached(requirements, self.now.bad)

    def _reached(self, starts: Iterable[str], among: Set[str]) -> set[str]:
        """The requirements among some that links lead to, over any number of them. A start is there only if a circle leads back to it."""
        found: set[str] = set()
        walked: set[str] = set()
        waiting = list(starts)
        while waiting:
            for joint in self.built_on.get(waiting.pop(), ()):
                if joint.link not in walked:
                    walked.add(joint.link)
                    new = (joint.dependent & among) - found
                    found |= new
                    waiting += new
        return found

    def _kind(self, joint: Joint, failing: Set[str], holding: Set[str], bad: Set[str]) -> FailureKind | None:
        fails = not failing.isdisjoint(joint.dependent)
        holds = not fails and not holding.isdisjoint(joint.dependent)
        if not bad.isdisjoint(joint.foundation):
            return FailureKind.INHERITED if fails else FailureKind.UNFOUNDED if holds else None
        if not self.unassessed.isdisjoint(joint.foundation):
            return None if holding.isdisjoint(joint.dependent) else FailureKind.PROVISIONAL
        return FailureKind.STRANDED if fails else None


def _own(finding: Finding, knowledge: KnowledgeBase) -> Own:
    before = finding.escalations[0].before if finding.escalations else finding.grade
    base = max([before, *(one.after for one in finding.escalations if one.because_of == finding.requirement)])
    read = (_behind(reason, knowledge) for reason in finding.reasons if reason.grade.fails)
    return Own(base, finding.could_become.fails, frozenset(fact for facts in read for fact in facts))


def _behind(reason: Reason, knowledge: KnowledgeBase) -> tuple[str, ...]:
    """What made a reason fire: a note, a rule over records, or the facts it reads."""
    if reason.note:
        return (str(reason.note.at),)
    rule = knowledge.rule[reason.rule]
    return (rule.id,) if rule.each is not None else rule.reads


def _proves_nothing(own: Own) -> bool:
    return own.base is Grade.UNGRADED or own.could_fail

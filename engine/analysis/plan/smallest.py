"""The fewest nonconformities whose mending leaves no major.

Every major one is among them; where a policy makes something major on account of a foundation, the
nonconformity of that foundation is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

import msgspec

from ...model import FailureKind, Grade
from .mending import Joint, MendedPicture, Mending
from .tasks import Task, is_clause, mended

FAIL_THEMSELVES = (FailureKind.INHERITED, FailureKind.STRANDED)
"""The ways in which a link fails whose dependent fails too, so that mending either end may be enough."""


class Smallest(msgspec.Struct, frozen=True, gc=False):
    """Nonconformities by number, in the order of the plan, and the requirements that fail in them. `exact`:
    no fewer would do; else none of these can be spared.

    `leaves` are majors that no mending takes away: a policy makes them major because a foundation is not
    assessed.
    """

    nonconformities: tuple[str, ...]
    requirements: tuple[str, ...]
    exact: bool
    leaves: tuple[str, ...] = ()


def smallest(mending: Mending, tasks: Sequence[Task]) -> Smallest:
    """The set for some tasks, given in the order of the plan. It is exact unless a policy makes it major that
    a dependent fails; then, too, a breakdown that such a major hides shows only once that is mended."""
    return _Majors(mending, tasks).smallest()


class _Majors:
    """What is major, and what has to be mended so that it is no more."""

    def __init__(self, mending: Mending, tasks: Sequence[Task]) -> None:
        self.mending = mending
        self.tasks = tasks
        self.unavoidable = mending.after(mending.failing | mending.borne.keys()).majors
        self.raising = {kind for kind, grade in mending.by_failure.items() if grade is Grade.MAJOR}

    def smallest(self) -> Smallest:
        own = frozenset(task.id for task in self.tasks if self._is_major_itself(task))
        enough = self._with_foundations(own)
        exact = enough == own or self.raising.isdisjoint(FAIL_THEMSELVES)
        chosen = enough if exact else self._without_the_spare(enough, own)
        kept = [task for task in self.tasks if task.id in chosen]
        requirements = dict.fromkeys(name for task in kept for name in task.requirements)
        leaves = tuple(name for name in self.mending.own if name in self.unavoidable)
        return Smallest(tuple(task.id for task in kept), tuple(requirements), exact, leaves)

    def _is_major_itself(self, task: Task) -> bool:
        """Whether it is major by its own answers, by what was seen against a clause, by coming back, or as a
        breakdown, and not on account of a foundation."""
        if task.nonconformity.grade is not Grade.MAJOR:
            return False
        requirements = [name for name in task.requirements if not is_clause(name)]
        by_answers = any(self.mending.own[name].base is Grade.MAJOR for name in requirements)
        borne = (self.mending.borne[name].grade for name in task.requirements if name in self.mending.borne)
        of_a_clause = Grade.MAJOR in borne
        return by_answers or bool(task.nonconformity.breakdown) or of_a_clause

    def _with_foundations(self, chosen: frozenset[str]) -> frozenset[str]:
        while True:
            picture = self._after(chosen)
            more = self._behind(self._left(picture, chosen), picture, chosen) - chosen
            if not more:
                return chosen
            chosen |= more

    def _without_the_spare(self, chosen: frozenset[str], forced: frozenset[str]) -> frozenset[str]:
        """What is left when each that can be spared is, the last of the plan first; what can be spared
        depends on what was."""
        while True:
            spare = next(
                (
                    task.id
                    for task in reversed(self.tasks)
                    if self._can_spare(task.id, chosen - forced, chosen)
                ),
                None,
            )
            if spare is None:
                return chosen
            chosen -= {spare}

    def _can_spare(self, task: str, among: Set[str], chosen: frozenset[str]) -> bool:
        return task in among and not self._left(self._after(chosen - {task}), chosen - {task})

    def _after(self, done: Set[str]) -> MendedPicture:
        return self.mending.after(mended(self.tasks, done))

    def _left(self, picture: MendedPicture, done: Set[str]) -> set[str]:
        """The majors left after some tasks, but those that hold and are major all the same."""
        return picture.majors - (self.unavoidable - (self.mending.failing - mended(self.tasks, done)))

    def _behind(self, majors: Set[str], picture: MendedPicture, done: Set[str]) -> frozenset[str]:
        """The tasks whose mending takes majors away that a link raises: those of its failing foundations,
        else their own."""
        failing = self.mending.failing - mended(self.tasks, done)
        wanted: set[str] = set()
        for joint in self._raising(majors, picture):
            at_fault = set(
                self._under(joint, failing | (self.mending.borne.keys() - mended(self.tasks, done)))
            )
            wanted |= at_fault or (majors & joint.dependent & failing)
        return frozenset(task.id for task in self.tasks if not wanted.isdisjoint(task.requirements))

    def _raising(self, majors: Set[str], picture: MendedPicture) -> Iterator[Joint]:
        for joint in self.mending.joints:
            kind = picture.failures.get(joint.link)
            speaks_of = {kind, FailureKind.UNFOUNDED} if kind is FailureKind.INHERITED else {kind}
            if not majors.isdisjoint(joint.dependent) and not self.raising.isdisjoint(speaks_of):
                yield joint

    def _under(self, joint: Joint, failing: Iterable[str]) -> Iterator[str]:
        """The failing requirements, or clauses by what bears them, that are the foundation of a link, or
        carry it."""
        for name in failing:
            if not joint.foundation.isdisjoint(
                self.mending.bearing({name})
            ) or not joint.foundation.isdisjoint(self.mending.pulls_down({name})):
                yield name

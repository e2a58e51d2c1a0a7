"""In which order to mend what fails: foundations before what builds on them, and what each step clears."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from ...model import Grade, KnowledgeBase, Policy
from ..findings import Finding
from .mending import Mending, Picture
from .smallest import Smallest, smallest


class Clears(msgspec.Struct, frozen=True, gc=False):
    """What is gone after a step that was there before it.

    `findings`: requirements whose nonconformity is none any more, or whose observation or opportunity is gone, in the order of the
    clauses. `failures`: the links that no longer fail in any way.
    """

    findings: tuple[str, ...]
    failures: tuple[str, ...]


class Step(msgspec.Struct, frozen=True, gc=False):
    """One thing to mend: a failing requirement, with all its ids where it fails in several standards.

    `grade`, `because` and `fix` are those of its worst finding. `clears` supposes that the steps before it are done.
    """

    requirements: tuple[str, ...]
    grade: Grade
    because: str
    fix: str
    clears: Clears


class Plan(msgspec.Struct, frozen=True, gc=False):
    """All that fails, step by step, and the smallest part of it whose mending leaves no major."""

    steps: tuple[Step, ...]
    smallest: Smallest


def plan_of(findings: Iterable[Finding], knowledge: KnowledgeBase, policy: Policy) -> Plan:
    """The plan for the findings of one assessment under its policy.

    Every failing requirement is in one step; no step comes before one it stands on, unless the two stand on each other. What holds on
    a foundation that fails needs no step: it clears with its foundation.
    """
    found = {one.requirement: one for one in findings}
    mending = Mending(found.values(), knowledge, policy)
    order = list(_Order(mending, found, knowledge).steps())
    return Plan(tuple(_steps(order, found, mending, knowledge)), smallest(mending, [one for step in order for one in step]))


def _steps(order: list[tuple[str, ...]], found: dict[str, Finding], mending: Mending, knowledge: KnowledgeBase) -> Iterator[Step]:
    mended: frozenset[str] = frozenset()
    before = mending.now
    for requirements in order:
        mended |= frozenset(requirements)
        after = mending.after(mended)
        worst = max((found[one] for one in requirements), key=lambda one: one.grade)
        yield Step(requirements, worst.grade, worst.because, worst.fix, _cleared(before, after, knowledge))
        before = after


def _cleared(before: Picture, after: Picture, knowledge: KnowledgeBase) -> Clears:
    findings = [one for one, grade in after.grades.items() if grade < before.grades[one] and _is_gone(before.grades[one], grade)]
    failures = sorted(before.failures.keys() - after.failures.keys())
    return Clears(tuple(sorted(findings, key=knowledge.position.__getitem__)), tuple(failures))


def _is_gone(before: Grade, after: Grade) -> bool:
    """Whether nothing is left of a finding whose grade got better, or no nonconformity."""
    return after is Grade.CONFORMS or (before.fails and not after.fails)


class _Order:
    """The failing requirements, those alike together, in an order that respects the links along which failures travel."""

    def __init__(self, mending: Mending, found: dict[str, Finding], knowledge: KnowledgeBase) -> None:
        self.position = knowledge.position
        self.found = found
        self.pulls = {one: mending.pulls_down(one) for one in mending.failing}
        self.waits_for = {one: {other for other in self.pulls if other != one and one in self.pulls[other]} for one in self.pulls}
        alike: dict[str, list[str]] = {}
        for one in sorted(self.pulls, key=self.position.__getitem__):
            alike.setdefault(knowledge.requirement[one].template, []).append(one)
        self.left = sorted(alike.values(), key=self._urgency)

    def _urgency(self, alike: list[str]) -> tuple[int, int, int]:
        """First what undermines more, then what is graded worse, then the order of the clauses."""
        undermined = set().union(*(self.pulls[one] for one in alike)).difference(alike)
        return -len(undermined), -max(self.found[one].grade for one in alike), self.position[alike[0]]

    def steps(self) -> Iterator[tuple[str, ...]]:
        while self.left:
            step = self._next()
            done = set(step)
            self.left = [rest for alike in self.left if (rest := [one for one in alike if one not in done])]
            for waiting in self.waits_for.values():
                waiting -= done
            yield tuple(step)

    def _next(self) -> list[str]:
        """The most urgent requirement that waits for nothing. Where a circle leaves none, a part of one in the circle that waits for
        nothing; failing that, one of the circle."""
        free = [[one for one in alike if not self.waits_for[one]] for alike in self.left]
        whole = (part for part, alike in zip(free, self.left, strict=True) if part == alike)
        circling = (part for part, alike in zip(free, self.left, strict=True) if part and self._stand_on_themselves(alike))
        return next(whole, None) or next(circling, None) or [self._first_of_a_circle()]

    def _stand_on_themselves(self, alike: list[str]) -> bool:
        """Whether some of those alike stand on others of them, when those alike count as one wherever they stand."""
        together = {one: group for group in self.left for one in group}
        found: set[str] = set()
        waiting = list(alike)
        while waiting:
            under = {other for one in self.waits_for[waiting.pop()] for other in together[one]}
            waiting += under - found
            found |= under
        return not found.isdisjoint(alike)

    def _first_of_a_circle(self) -> str:
        """One of a circle that nothing outside explains: those for which it waits all wait for it."""
        everyone = [one for alike in self.left for one in alike]
        circle = [one for one in everyone if self.waits_for[one] and all(one in self.waits_for[other] for other in self.waits_for[one])]
        return min(circle, key=self.position.__getitem__)

"""Why it fails: every dependency failure with its path, and the root causes with all that they undermine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from ..inference.interface import Inference, State
from ..inference.meaning.links import (
    concerned,
    foundation_of,
    is_feedback,
    pulled_down,
    reach,
    standing_after,
)
from ..model import Basis, FailureKind, Grade, KnowledgeBase, Link


class DependencyFailure(msgspec.Struct, frozen=True, gc=False):
    """A link whose foundation or dependent does not hold. `path` leads from a failing requirement, through
    the foundation, to the dependent; for `stranded` and `provisional`, where nothing is known to fail
    upstream, it is the two ends."""

    kind: FailureKind
    source: str
    target: str
    link: str
    basis: Basis
    path: tuple[str, ...]


class RootCause(msgspec.Struct, frozen=True, gc=False):
    """A failing requirement that no failing foundation explains, and the requirements it undermines, in the
    order of the clauses.

    `directly` are those one link away, `alone` those that no other root cause undermines as well: what
    mending it is sure to free.
    """

    requirement: str
    undermines: tuple[str, ...]
    directly: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()


class Fragility(msgspec.Struct, frozen=True, gc=False):
    """How much of what is met stands on foundations that fail or that nobody has assessed.

    `met` counts the requirements that do not fail and have a grade, `shaky` those of them that a hard link
    leaves unfounded or provisional.
    """

    met: int
    shaky: int

    @property
    def share(self) -> float:
        """Percent of what is met, rounded to one decimal; 0 where nothing is met."""
        return round(100 * self.shaky / self.met, 1) if self.met else 0.0


class Dependencies:
    """The part of the graph along which failures travelled in one assessment."""

    def __init__(self, knowledge: KnowledgeBase, grades: dict[str, Grade], inference: Inference) -> None:
        self.knowledge = knowledge
        self.position = knowledge.position
        self.grades = grades
        standing = standing_after(inference.verdicts, grades, knowledge)
        self.standing = msgspec.structs.replace(standing, unsound=frozenset(inference.unsound))
        self.failing = self.standing.of[State.FAILS]
        self.bad = self.failing | self.standing.undermined
        self.failures = [(failure, knowledge.link[failure.link]) for failure in inference.failures]
        self.steps = self._steps()
        self.roots, self.came_from = self._explain()

    def _steps(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """From each bad requirement to those it pulls down, with the nodes to walk through (clauses that a
        link names)."""
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for failure, link in self.failures:
            if failure.kind not in (FailureKind.UNFOUNDED, FailureKind.INHERITED) or is_feedback(
                link, self.knowledge
            ):
                continue
            for source in self._bad_under(link.source):
                pulled = pulled_down(source, self.standing, {source: self.bad})
                for target in (one for one in self._bad_under(link.target) if one in pulled):
                    walk = (
                        *([link.source] if link.source != source else []),
                        *([link.target] if link.target != target else []),
                        target,
                    )
                    shortest = found.setdefault(source, {}).setdefault(target, walk)
                    found[source][target] = min(shortest, walk, key=lambda one: (len(one), one))
        return found

    def _bad_under(self, end: str) -> list[str]:
        return [requirement for requirement in self.knowledge.members[end] if requirement in self.bad]

    def _explain(self) -> tuple[list[str], dict[str, tuple[str, ...]]]:
        """The root causes, and for every bad requirement the shortest path to it from one of them."""
        explained = {target for targets in self.steps.values() for target in targets}
        roots = sorted(self.failing - explained, key=self.position.__getitem__)
        paths = self._shortest(roots)
        for left in sorted(self.failing - set(paths), key=self.position.__getitem__):
            if left not in paths:  # a circle of failing requirements that nothing outside explains
                roots.append(left)
                paths |= {
                    target: path for target, path in self._shortest([left]).items() if target not in paths
                }
        return roots, paths

    def _shortest(self, starts: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The shortest path from any start to everything it pulls down; among equals the first in the
        order of the clauses."""
        came_from = reach(
            starts, lambda here: sorted(self.steps.get(here, ()), key=self.position.__getitem__)
        )
        paths: dict[str, tuple[str, ...]] = {}
        for there, here in came_from.items():
            paths[there] = (there,) if here is None else paths[here] + self.steps[here][there]
        return paths

    def all_failures(self) -> tuple[DependencyFailure, ...]:
        """Every dependency failure with its path, unfounded first, then in the order of the links."""
        kinds = list(FailureKind)
        found = [
            DependencyFailure(
                failure.kind, link.source, link.target, link.id, link.basis, self._path(failure.kind, link)
            )
            for failure, link in self.failures
        ]
        return tuple(sorted(found, key=lambda one: (kinds.index(one.kind), one.link)))

    def _path(self, kind: FailureKind, link: Link) -> tuple[str, ...]:
        if kind in (FailureKind.STRANDED, FailureKind.PROVISIONAL):
            return link.source, link.target
        bad = [
            one
            for one in self._bad_under(link.source)
            if kind is FailureKind.INHERITED or one in self.standing.unsound
        ]
        known = [self.came_from[requirement] for requirement in bad if requirement in self.came_from]
        upstream = min(known, key=lambda path: (len(path), path))
        through = () if upstream[-1] == link.source else (link.source,)
        return (*upstream, *through, link.target)

    def root_causes(self) -> tuple[RootCause, ...]:
        """The root causes, those that undermine most first; among equals the worse grade, then the order
        of the clauses."""
        below = {root: set(self._shortest([root])) - {root} for root in self.roots}
        shared = Counter(one for undermined in below.values() for one in undermined)
        found = [
            RootCause(
                requirement=root,
                undermines=self._ordered(undermined),
                directly=self._ordered(self.steps.get(root, {})),
                alone=self._ordered(one for one in undermined if shared[one] == 1),
            )
            for root, undermined in below.items()
        ]
        return tuple(
            sorted(
                found,
                key=lambda one: (
                    -len(one.undermines),
                    -self.grades[one.requirement],
                    self.position[one.requirement],
                ),
            )
        )

    def _ordered(self, requirements: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(requirements, key=self.position.__getitem__))

    def fragility(self) -> Fragility:
        """The share of conforming requirements that stand on an absent or unassessed foundation."""
        met = {one for one, grade in self.grades.items() if grade is not Grade.UNGRADED and not grade.fails}
        shaky = {one for _, link in self.failures for one in self._shaky_above(link)}
        return Fragility(len(met), len(shaky & met))

    def _shaky_above(self, link: Link) -> set[str]:
        """The requirements that a failing link leaves unfounded or provisional."""
        members = {end: frozenset(self.knowledge.members[end]) for end in (link.source, link.target)}
        told = concerned(
            foundation_of(members[link.source], self.standing), members[link.target], self.standing
        )
        doubtful = (FailureKind.UNFOUNDED, FailureKind.PROVISIONAL)
        return set().union(*(above for kind, above in told if kind in doubtful))

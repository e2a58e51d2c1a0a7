"""Which failures are one nonconformity: those of one practice in one standard, and those that one answer
causes, in whatever standard."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence

import msgspec

from ...model import Grade, KnowledgeBase
from .failures import Shortfall


class FailureGroup(msgspec.Struct, frozen=True, gc=False):
    """Failures that are one nonconformity, or one observation: the one it is written against first.
    `carries` are the requirements that fall short only because of it."""

    failures: tuple[Shortfall, ...]
    carries: tuple[str, ...] = ()

    @property
    def home(self) -> Shortfall:
        """What it is written against."""
        return self.failures[0]

    @property
    def grade(self) -> Grade:
        """The worst of its members by their own rules."""
        return max(failure.grade for failure in self.failures)

    @property
    def causes(self) -> frozenset[Hashable]:
        return frozenset(cause for failure in self.failures for cause in failure.causes)

    @property
    def requirements(self) -> frozenset[str]:
        return frozenset(failure.requirement for failure in self.failures)


class Grouped(msgspec.Struct, frozen=True, gc=False):
    """The groups that are nonconformities, and those below them, in no order that counts."""

    failing: tuple[FailureGroup, ...]
    lesser: tuple[FailureGroup, ...]


class Grouping:
    """Joins failures. `standards` are those assessed, in the order the organisation names them."""

    def __init__(self, knowledge: KnowledgeBase, standards: Sequence[str]) -> None:
        self.knowledge = knowledge
        self.standards = tuple(standards)
        known = (standard.id for standard in knowledge.standards)
        self.order = {standard: place for place, standard in enumerate(dict.fromkeys((*standards, *known)))}
        self.leading = knowledge.leading

    def grouped(self, failures: Sequence[Shortfall], open_too: Iterable[str] = ()) -> Grouped:
        """The groups behind some failures; `open_too` are the requirements that nobody has assessed.

        What is absent carries the rest of its theme, and a lesser failure is carried by the nonconformity
        that rests on the same answer or record.
        """
        swallowed = self._swallowed(failures, open_too)
        standing = [failure for failure in failures if failure.requirement not in swallowed]
        groups = [
            self._group(members)
            for members in _joined([failure for failure in standing if failure.grade.fails])
        ]
        carried: list[set[str]] = [
            {requirement for requirement, leader in swallowed.items() if leader in group.requirements}
            for group in groups
        ]
        lesser = []
        for failure in standing:
            if failure.grade.fails:
                continue
            home = next(
                (place for place, group in enumerate(groups) if group.causes.intersection(failure.causes)),
                None,
            )
            if home is None:
                lesser.append(failure)
            else:
                carried[home].add(failure.requirement)
        failing = tuple(self._carrying(group, found) for group, found in zip(groups, carried, strict=True))
        return Grouped(failing, tuple(self._group(members) for members in _joined(lesser)))

    def place(self, requirement: str) -> tuple[int, int]:
        """Where a requirement stands in the order of the standards assessed, then of their clauses."""
        return self.order[requirement.partition("/")[0]], self.knowledge.place_of(requirement)

    def _group(self, members: Iterable[Shortfall]) -> FailureGroup:
        return FailureGroup(tuple(sorted(members, key=self._home_first)))

    def _carrying(self, group: FailureGroup, requirements: set[str]) -> FailureGroup:
        carries = tuple(sorted(requirements - group.requirements, key=self.place))
        return msgspec.structs.replace(group, carries=carries)

    def _home_first(self, failure: Shortfall) -> tuple[object, ...]:
        """What a nonconformity is written against comes first: a requirement of the practice's own theme,
        and of these the worst."""
        requirement = self.knowledge.written_against(failure.requirement)
        asked = failure.reasons[0].questions if failure.reasons else ()
        at_home = not asked or requirement.theme == self.knowledge.question[asked[0]].theme
        leads = bool(requirement.template) and self.knowledge.template[requirement.template].leads
        return not at_home, -failure.grade, not leads, self.place(failure.requirement)

    def _swallowed(self, failures: Sequence[Shortfall], open_too: Iterable[str]) -> dict[str, str]:
        """The requirements that an absent one carries, each with that one: the rest of the theme it leads.
        Nobody asks what a review dealt with that was never held."""
        whole = [failure.requirement for failure in failures if failure.absent]
        absent = {member: above for above in whole for member in self.knowledge.members[above]}
        leader_of = {
            key: next((one for one in leaders if one in absent), "") for key, leaders in self.leading.items()
        }
        found: dict[str, str] = {}
        for requirement in (*(failure.requirement for failure in failures), *open_too):
            known = self.knowledge.written_against(requirement)
            leader = leader_of.get((known.standard, known.theme), "")
            is_part = leader and leader not in self.knowledge.members[requirement]
            if is_part and requirement not in self.leading[known.standard, known.theme]:
                found[requirement] = absent[leader]
        return found


def _joined(failures: Iterable[Shortfall]) -> list[list[Shortfall]]:
    """The failures parted into those that hang together, each part and all parts in the order given."""
    parts: list[tuple[set[Hashable], list[Shortfall]]] = []
    for failure in failures:
        keys = set(_keys(failure))
        touching = [part for part in parts if part[0] & keys]
        members = [*(member for _, found in touching for member in found), failure]
        parts = [part for part in parts if not part[0] & keys]
        parts.append((keys.union(*(part[0] for part in touching)), members))
    return [members for _, members in parts]


def _keys(failure: Shortfall) -> Iterator[Hashable]:
    """What a failure shares with others of the same nonconformity. A major one stands for its practice alone;
    lesser ones of a family are written as one."""
    yield failure.finding.standard, failure.practice, failure.place
    if failure.family and failure.grade is not Grade.MAJOR:
        yield failure.finding.standard, failure.family, failure.place
    if not failure.place:
        yield from failure.causes

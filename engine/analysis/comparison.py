"""What changes from one assessment to another: nonconformities first, then findings, dependency failures and
root causes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from ..model import Grade
from .assessment import Assessment
from .dependencies import DependencyFailure
from .nonconformities.nonconformity import Nonconformity
from .since import names_of


class Shift(msgspec.Struct, frozen=True, gc=False):
    """A requirement whose grade changed; UNGRADED stands for not assessed or not applicable."""

    requirement: str
    before: Grade
    after: Grade


class Regraded(msgspec.Struct, frozen=True, gc=False):
    """A nonconformity whose grade changed, or which an observation became or was. `before` is the worst of
    what it was before, which may have been part of a breakdown; `now` is what it is."""

    before: Nonconformity
    now: Nonconformity


class Comparison(msgspec.Struct, frozen=True):
    """The difference between two assessments of the same requirements, each part in the order of the later
    one.

    `gone` are nonconformities of before that nothing is left of, `new` those of now that were not there;
    `milder` and `harder` were graded otherwise. `better` and `worse` are requirements; `judged` has a grade
    now and had none before, `unjudged` the other way round.
    """

    gone: tuple[Nonconformity, ...]
    new: tuple[Nonconformity, ...]
    milder: tuple[Regraded, ...]
    harder: tuple[Regraded, ...]

    better: tuple[Shift, ...]
    worse: tuple[Shift, ...]
    judged: tuple[Shift, ...]
    unjudged: tuple[Shift, ...]
    failures_gone: tuple[DependencyFailure, ...]
    failures_new: tuple[DependencyFailure, ...]
    roots_gone: tuple[str, ...]
    roots_new: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed at all."""
        return not any(getattr(self, field) for field in self.__struct_fields__)


def compare(before: Assessment, after: Assessment) -> Comparison:
    """What changed; requirements that only one of the two assessments has are left out."""
    shifts = [
        Shift(one.requirement, before.finding[one.requirement].grade, one.grade)
        for one in after.findings
        if one.requirement in before.finding and before.finding[one.requirement].grade is not one.grade
    ]
    known = [one for one in shifts if Grade.UNGRADED not in (one.before, one.after)]
    failures = [
        {(one.link, one.kind): one for one in assessment.dependency_failures}
        for assessment in (before, after)
    ]
    roots = [[one.requirement for one in assessment.root_causes] for assessment in (before, after)]
    changes = _NonconformityChanges(before, after)
    return Comparison(
        gone=changes.gone(),
        new=changes.new(),
        milder=tuple(one for one in changes.regraded if one.now.grade < one.before.grade),
        harder=tuple(one for one in changes.regraded if one.now.grade > one.before.grade),
        better=tuple(one for one in known if one.after < one.before),
        worse=tuple(one for one in known if one.after > one.before),
        judged=tuple(one for one in shifts if one.before is Grade.UNGRADED),
        unjudged=tuple(one for one in shifts if one.after is Grade.UNGRADED),
        failures_gone=tuple(failure for key, failure in failures[0].items() if key not in failures[1]),
        failures_new=tuple(failure for key, failure in failures[1].items() if key not in failures[0]),
        roots_gone=_without(roots[0], roots[1]),
        roots_new=_without(roots[1], roots[0]),
    )


def _without(these: Iterable[str], those: list[str]) -> tuple[str, ...]:
    return tuple(one for one in these if one not in those)


class _NonconformityChanges:
    """What became of nonconformities: the same practice is the same one, a breakdown is also what it
    lists."""

    def __init__(self, before: Assessment, after: Assessment) -> None:
        self.before = before
        self.after = after
        self.known_before = _by_name((*before.nonconformities, *before.observations))
        self.known_after = _by_name((*after.nonconformities, *after.observations))
        self.regraded = tuple(self._regraded())

    def gone(self) -> tuple[Nonconformity, ...]:
        return tuple(
            one
            for one in self.before.nonconformities
            if not any(name in self.known_after for name in names_of(one))
        )

    def new(self) -> tuple[Nonconformity, ...]:
        return tuple(
            one
            for one in self.after.nonconformities
            if not any(name in self.known_before for name in names_of(one))
        )

    def _regraded(self) -> Iterator[Regraded]:
        for one in (*self.after.nonconformities, *self.after.observations):
            was = [self.known_before[name] for name in names_of(one) if name in self.known_before]
            if self.known_after[one.key] is not one:
                continue  # an observation beside a nonconformity of the same practice
            worst = max(was, key=lambda known: known.grade, default=one)
            if worst.grade is not one.grade and (one.grade.fails or worst.grade.fails):
                yield Regraded(worst, one)


def _by_name(recorded: Iterable[Nonconformity]) -> dict[str, Nonconformity]:
    """Nonconformities and observations by their keys and by those of what they list; of one name the worst,
    which comes first."""
    found: dict[str, Nonconformity] = {}
    for one in recorded:
        for name in names_of(one):
            found.setdefault(name, one)
    return found

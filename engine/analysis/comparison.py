"""What changes from one assessment to another: findings better and worse, dependency failures and root causes gone and new."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ..model import Grade
from .assessment import Assessment
from .dependencies import DependencyFailure


class Shift(msgspec.Struct, frozen=True, gc=False):
    """A requirement whose grade changed; UNGRADED stands for not assessed or not applicable."""

    requirement: str
    before: Grade
    after: Grade


class Comparison(msgspec.Struct, frozen=True):
    """The difference between two assessments of the same requirements, each part in the order of the later one.

    `judged` has a grade now and had none before, `unjudged` the other way round.
    """

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
    failures = [{(one.link, one.kind): one for one in assessment.dependency_failures} for assessment in (before, after)]
    roots = [[one.requirement for one in assessment.root_causes] for assessment in (before, after)]
    return Comparison(
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

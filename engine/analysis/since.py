"""What became of the findings of an earlier assessment: which are still open, closed, or out of sight, and which are new."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from ..model import Grade
from ..organisation.previous import Previous
from .findings import Finding


class Since(msgspec.Struct, frozen=True, gc=False):
    """The nonconformities of two assessments, by the ids of now and in the order of the clauses.

    `still` failed then and fail now, `eased` failed then and leave an observation or opportunity now, `closed` failed then and conform
    now, `unjudged` failed then and nothing is said of them now. `new` fail now and did not then. `not_compared` failed then and are not
    part of this assessment, by the id of then.
    """

    file: str
    as_of: date
    policy: str
    still: tuple[str, ...]
    eased: tuple[str, ...]
    closed: tuple[str, ...]
    unjudged: tuple[str, ...]
    new: tuple[str, ...]
    not_compared: tuple[str, ...]


def since_of(previous: Previous, findings: Iterable[Finding]) -> Since:
    """What became of what failed at an earlier assessment."""
    found = list(findings)
    before = [one for one in found if one.requirement in previous.failed]
    return Since(
        file=previous.file,
        as_of=previous.as_of,
        policy=previous.policy,
        still=tuple(one.requirement for one in before if one.grade.fails),
        eased=tuple(one.requirement for one in before if one.grade in (Grade.OBSERVATION, Grade.OPPORTUNITY)),
        closed=tuple(one.requirement for one in before if one.grade is Grade.CONFORMS),
        unjudged=tuple(one.requirement for one in before if one.grade is Grade.UNGRADED),
        new=tuple(one.requirement for one in found if _is_new(one, previous)),
        not_compared=previous.not_compared,
    )


def _is_new(finding: Finding, previous: Previous) -> bool:
    return finding.grade.fails and finding.requirement in previous.compared and finding.requirement not in previous.failed

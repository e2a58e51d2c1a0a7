"""Several minor nonconformities that together show a breakdown (ISO/IEC 17021-1:2015, 3.12 note): decided
on what failed, never on counts blind to how much was asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

import msgspec

from ...inference.meaning.escalation import counted_clause, needed
from ...model import Escalation, Grade, Policy, Status
from ..findings import Finding
from .failures import Shortfall
from .grouping import FailureGroup


class Breakdown(msgspec.Struct, frozen=True):
    """A clause of two numbers that has broken down (`iso-9001:2015/9.2`), the groups that show it, and the
    policy's rule that says so."""

    clause: str
    groups: tuple[FailureGroup, ...]
    escalation: Escalation


def breakdowns(
    groups: Sequence[FailureGroup], findings: Iterable[Finding], policy: Policy
) -> tuple[Breakdown, ...]:
    """The clauses that have broken down, in the order of the findings; a group shows one breakdown at most,
    the first.

    So many answers behind what fails, making up such a share of the requirements judged; or, in a small
    clause, all of them. A group that is major already counts, and is listed with the others; where nothing
    but majors fails, nothing is raised.
    """
    judged: dict[str, int] = {}
    for finding in findings:
        if finding.status in (Status.GAP, Status.CONFORMS):
            clause = _counted_under(finding)
            judged[clause] = judged.get(clause, 0) + 1
    written: dict[str, list[FailureGroup]] = {}
    for group in groups:
        written.setdefault(_counted_under(group.home.finding), []).append(group)
    found: list[Breakdown] = []
    for clause, number in judged.items():
        here = written.get(clause, [])
        counting = (
            one for one in policy.escalations if one.at_least and _has_broken_down(here, clause, number, one)
        )
        escalation = max(counting, key=lambda one: one.grade, default=None)
        if escalation is not None and any(group.grade < escalation.grade for group in here):
            found.append(Breakdown(clause, tuple(here), escalation))
    return tuple(found)


def _counted_under(finding: Finding) -> str:
    return counted_clause(finding.standard, finding.clause)


def _is_under(failure: Shortfall, clause: str) -> bool:
    return _counted_under(failure.finding) == clause


def _has_broken_down(
    groups: Sequence[FailureGroup], clause: str, judged: int, escalation: Escalation
) -> bool:
    failures = chain.from_iterable(group.failures for group in groups)
    under = [one for one in failures if one.grade >= Grade.MINOR and _is_under(one, clause)]
    failing = {one.requirement for one in under}
    answers = {because for one in under for because in one.rests_on}
    several = len(failing) >= needed(escalation, judged) and len(answers) >= escalation.at_least
    whole = bool(escalation.whole) and len(failing) == judged and len(answers) >= escalation.whole
    return several or whole

"""What an assessment says of the nodes and links of the knowledge graph, for every format that shows the
graph."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ...analysis.assessment import Assessment
from ...analysis.marks import marks_of, worst
from ...model import FailureKind, lineage


class Assessed(msgspec.Struct, frozen=True):
    """Marks of requirements and clauses (a clause has the worst under it), failing links by their id, root
    causes with the number of requirements each undermines (those that undermine none are left out), and
    what conforms on a foundation that is absent."""

    marks: dict[str, str] = {}
    failures: dict[str, FailureKind] = {}
    roots: dict[str, int] = {}
    unfounded: frozenset[str] = frozenset()

    def failing(self) -> set[str]:
        """The requirements and clauses that are not fulfilled."""
        return {name for name, mark in self.marks.items() if mark in ("major", "minor")}


def assessed(assessment: Assessment | None) -> Assessed:
    """What there is to show of an assessment; without one, nothing."""
    if assessment is None:
        return Assessed()
    failures = assessment.dependency_failures
    return Assessed(
        marks=marks_of(assessment) | _marks_of_clauses(assessment),
        failures={one.link: one.kind for one in failures},
        roots={one.requirement: len(one.undermines) for one in assessment.root_causes if one.undermines},
        unfounded=frozenset(one.target for one in failures if one.kind is FailureKind.UNFOUNDED),
    )


def _marks_of_clauses(assessment: Assessment) -> dict[str, str]:
    marks = marks_of(assessment)
    under: dict[str, list[str]] = {}
    for finding in assessment.findings:
        for number in lineage(finding.clause):
            under.setdefault(f"{finding.standard}/{number}", []).append(marks[finding.requirement])
    return {clause: worst(found) for clause, found in under.items()}


def failures_counted(shown: Assessed, links: Iterable[str]) -> dict[FailureKind, int]:
    """How many of some links fail in each way; the ways that do not occur are left out."""
    kinds = [shown.failures[link] for link in links if link in shown.failures]
    return {kind: kinds.count(kind) for kind in FailureKind if kind in kinds}

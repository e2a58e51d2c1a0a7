"""The figures behind the charts of the HTML report: how much of every chapter is met, and the graph of requirements and links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from ...analysis.assessment import Assessment
from ...model import FailureKind, KnowledgeBase, LinkKind, Stage, Status, clause_order
from ..looks import FAILURE_STROKES, KINDS, Stroke
from ..picture.assessed import Assessed, assessed
from ..words.assessment import COUNTED, FAILURES

Json = dict[str, Any]


class Met(msgspec.Struct, frozen=True):
    """How many requirements of a chapter apply, and how many of them have a grade that is no nonconformity."""

    chapter: str
    applicable: int
    met: int

    @property
    def share(self) -> int:
        """Whole percent, rounded down, so that 100 means all."""
        return 100 * self.met // self.applicable


def met(standard: str, assessment: Assessment) -> dict[str, Met]:
    """What is met of one standard by chapter; a chapter in which nothing applies is left out."""
    chapters: dict[str, list[bool]] = {}
    for one in assessment.findings:
        if one.standard == standard and one.status is not Status.NOT_APPLICABLE:
            holds = one.status is not Status.NOT_ASSESSED and not one.grade.fails
            chapters.setdefault(one.clause.partition(".")[0], []).append(holds)
    return {one: Met(one, len(chapters[one]), sum(chapters[one])) for one in sorted(chapters, key=clause_order)}


def charts(assessment: Assessment, knowledge: KnowledgeBase) -> Json:
    """Everything the scripts of the page draw with."""
    shown = assessed(assessment)
    return {
        "standards": [_standard(one, assessment, knowledge, shown) for one in assessment.standards],
        "marks": {mark: words[0] for mark, words in COUNTED.items()},
        "failing": ["major", "minor", "observation", "opportunity"],
        "kinds": {kind.value: {"says": FAILURES[kind], **_stroke(FAILURE_STROKES[kind])} for kind in FailureKind},
        "links": {kind.value: KINDS[kind] for kind in LinkKind},
        "stages": [stage.value.capitalize() for stage in Stage],
    }


def _stroke(stroke: Stroke) -> Json:
    return {"colour": stroke.colour, "dashes": [float(part) for part in stroke.dashes.split()], "width": stroke.width}


def _standard(standard: str, assessment: Assessment, knowledge: KnowledgeBase, shown: Assessed) -> Json:
    findings = [one for one in assessment.findings if one.standard == standard]
    clauses = {one.number: one for one in knowledge.clauses if one.standard == standard}
    return {
        "id": standard,
        "edition": knowledge.standard[standard].edition.partition(" with ")[0],
        "met": {chapter: one.share for chapter, one in met(standard, assessment).items()},
        "clauses": {number: clauses[number].title for number in sorted(clauses, key=clause_order) if number.count(".") < 2},
        "stages": {number: clauses[number].stage.order for number in clauses if "." not in number},
        "nodes": [
            [
                one.requirement.partition("/")[2],
                shown.marks[one.requirement],
                shown.roots.get(one.requirement, 0),
                knowledge.says(one.requirement),
            ]
            for one in findings
        ],
        "links": list(_links(standard, knowledge, shown)),
        "failures": [
            {
                "kind": one.kind.value,
                "link": one.link,
                "path": [_inside(step) for step in one.path],
                "because": knowledge.link[one.link].because,
            }
            for one in assessment.dependency_failures
            if one.source.partition("/")[0] == standard
        ],
    }


def _inside(name: str) -> str:
    return name.partition("/")[2]


def _links(standard: str, knowledge: KnowledgeBase, shown: Assessed) -> Iterator[list[str]]:
    """The hard links between what is in scope: both ends, kind, and how each fails (empty: it does not)."""
    for link in knowledge.links:
        if link.source.startswith(f"{standard}/") and link.carries_failure and link.source in shown.marks and link.target in shown.marks:
            failure = shown.failures.get(link.id)
            yield [_inside(link.source), _inside(link.target), link.kind.value, failure.value if failure else "", link.id]

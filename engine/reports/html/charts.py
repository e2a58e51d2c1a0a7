"""The figures behind the graph of the HTML report: requirements, links, and how they fail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...analysis.assessment import Assessment
from ...analysis.audience import Audience
from ...model import FailureKind, KnowledgeBase, LinkKind, Stage, clause_order
from ..looks import FAILURE_STROKES, KINDS, Stroke
from ..picture.assessed import Assessed, assessed
from ..words.assessment import COUNTED, FAILURES

Json = dict[str, Any]


def failure_says(kind: FailureKind, report: Audience) -> str:
    """What a kind of dependency failure means; to an auditor, without what to mend."""
    return FAILURES[kind] if report == "consultant" else FAILURES[kind].partition(": mend")[0]


def charts(assessment: Assessment, knowledge: KnowledgeBase, report: Audience = "consultant") -> Json:
    """Everything the scripts of the page draw with, and nothing of what to do in an auditor's."""
    shown = assessed(assessment)
    return {
        "standards": [_standard(one, assessment, knowledge, shown) for one in assessment.standards],
        "marks": {mark: words[0] for mark, words in COUNTED.items()},
        "failing": ["major", "minor", "observation", "opportunity"],
        "kinds": {
            kind.value: {"says": failure_says(kind, report), **_stroke(FAILURE_STROKES[kind])}
            for kind in FailureKind
        },
        "links": {kind.value: KINDS[kind] for kind in LinkKind},
        "stages": [stage.value.capitalize() for stage in Stage],
    }


def _stroke(stroke: Stroke) -> Json:
    return {
        "colour": stroke.colour,
        "dashes": [float(part) for part in stroke.dashes.split()],
        "width": stroke.width,
    }


def _standard(standard: str, assessment: Assessment, knowledge: KnowledgeBase, shown: Assessed) -> Json:
    findings = [one for one in assessment.findings if one.standard == standard]
    clauses = {one.number: one for one in knowledge.clauses if one.standard == standard}
    return {
        "id": standard,
        "edition": knowledge.standard[standard].edition.partition(" with ")[0],
        "clauses": {
            number: clauses[number].title
            for number in sorted(clauses, key=clause_order)
            if number.count(".") < 2
        },
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
        if (
            link.source.startswith(f"{standard}/")
            and link.carries_failure
            and link.source in shown.marks
            and link.target in shown.marks
        ):
            failure = shown.failures.get(link.id)
            yield [
                _inside(link.source),
                _inside(link.target),
                link.kind.value,
                failure.value if failure else "",
                link.id,
            ]

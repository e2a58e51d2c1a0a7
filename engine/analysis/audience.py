"""For whom a report is written: an auditor prescribes no solution, so that what an auditor hands over
loses every `fix` here, once for all formats."""

from __future__ import annotations

from typing import Literal

import msgspec

from .assessment import Assessment
from .explanation.chain import Explanation, RuleRead
from .findings import Finding
from .overlap.result import OverlapResult

Audience = Literal["consultant", "auditor"]
"""For whom a report is written. An auditor does not prescribe solutions, so that `auditor` leaves every
`fix` out."""

PURPOSE: dict[Audience, str] = {
    "consultant": "Written for the organisation: it says what is missing, why, and what to do about it.",
    "auditor": (
        "Written by an auditor: it says what is missing and why. What to do is for the organisation to decide"
        " and is left out."
    ),
}


def addressed(assessment: Assessment, report: Audience) -> Assessment:
    """The assessment as this report may tell it; a consultant's tells all."""
    if report == "consultant":
        return assessment
    return msgspec.structs.replace(
        assessment,
        findings=tuple(_without_fix(one) for one in assessment.findings),
        nonconformities=tuple(msgspec.structs.replace(one, fix="") for one in assessment.nonconformities),
        observations=tuple(msgspec.structs.replace(one, fix="") for one in assessment.observations),
    )


def explanation_addressed(explanation: Explanation, report: Audience) -> Explanation:
    """The explanation as this report may tell it. Which answers would clear the finding stays, since it
    says what is asked for and not how to get there."""
    if report == "consultant":
        return explanation
    return msgspec.structs.replace(
        explanation,
        finding=_without_fix(explanation.finding),
        fired=tuple(_rule_without_fix(one) for one in explanation.fired),
        could_fire=tuple(_rule_without_fix(one) for one in explanation.could_fire),
    )


def overlap_addressed(result: OverlapResult, report: Audience) -> OverlapResult:
    """The comparison as this report may tell it: an auditor's names the gaps that one more standard
    leaves, not what to do about them."""
    if report == "consultant" or result.adding is None or result.adding.plan is None:
        return result
    plan = result.adding.plan
    steps = tuple(msgspec.structs.replace(one, fix="") for one in plan.steps)
    return msgspec.structs.replace(
        result, adding=msgspec.structs.replace(result.adding, plan=msgspec.structs.replace(plan, steps=steps))
    )


def _without_fix(finding: Finding) -> Finding:
    reasons = tuple(msgspec.structs.replace(one, fix="") for one in finding.reasons)
    return msgspec.structs.replace(finding, fix="", reasons=reasons)


def _rule_without_fix(read: RuleRead) -> RuleRead:
    return msgspec.structs.replace(read, rule=msgspec.structs.replace(read.rule, fix=""))

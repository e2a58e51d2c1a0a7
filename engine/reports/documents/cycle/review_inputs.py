"""Where what a management review has to look at comes from (9.3 of each standard): for every input that the
knowledge base names, the areas and registers that tell of it. A test holds this table to the knowledge."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class InputSource(msgspec.Struct, frozen=True):
    """What tells of an input: areas by their theme, registers and single questions by name. `planned` takes
    in the actions that people planned, `recorded` everything that is recorded."""

    themes: tuple[str, ...] = ()
    registers: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    planned: bool = False
    recorded: bool = False


INPUTS: Mapping[str, InputSource] = {
    "input-earlier-actions": InputSource(questions=("management_review.last",), planned=True),
    "input-changed-issues": InputSource(("context", "planning-of-changes", "operational-change")),
    "input-interested-parties": InputSource(("interested-parties", "communication")),
    "input-changed-needs": InputSource(("interested-parties",)),
    "input-needs-and-obligations": InputSource(
        ("interested-parties", "compliance-obligations"), ("registers.obligations",)
    ),
    "input-customer-satisfaction": InputSource(
        ("customer-satisfaction", "customer-focus"), ("registers.complaints",)
    ),
    "input-objectives": InputSource(("objectives",), ("registers.objectives",)),
    "input-processes-and-conformity": InputSource(
        ("management-system", "production-and-service", "release", "nonconforming-outputs")
    ),
    "input-nonconformities": InputSource(
        ("corrective-action", "nonconforming-outputs"), ("registers.nonconformities",), recorded=True
    ),
    "input-measurement-results": InputSource(("monitoring-and-measurement", "measuring-resources")),
    "input-audit-results": InputSource(("internal-audit",), ("registers.audits",)),
    "input-external-providers": InputSource(("external-providers",), ("registers.providers",)),
    "input-resources": InputSource(
        ("resources", "people", "infrastructure", "work-environment", "competence")
    ),
    "input-risk-actions": InputSource(("risks-and-opportunities",), ("registers.risks",)),
    "input-improvement": InputSource(("improvement", "continual-improvement")),
    "input-risks": InputSource(("risks-and-opportunities",), ("registers.risks",)),
    "input-significant-aspects": InputSource(("environmental-aspects",), ("registers.aspects",)),
    "input-compliance": InputSource(
        ("evaluation-of-compliance", "compliance-obligations"), ("registers.obligations",)
    ),
    "input-risk-assessment": InputSource(("security-risk-assessment",), ("registers.security_risks",)),
    "input-risk-treatment": InputSource(
        ("risk-treatment", "statement-of-applicability"), ("registers.security_risks", "registers.controls")
    ),
    "input-incidents": InputSource(("work-incidents", "corrective-action"), ("registers.incidents",)),
    "input-legal-and-compliance": InputSource(
        ("evaluation-of-compliance", "compliance-obligations"), ("registers.obligations",)
    ),
    "input-participation": InputSource(("consultation-and-participation",)),
    "input-policy": InputSource(("policy",)),
    "input-risks-and-opportunities": InputSource(
        ("risks-and-opportunities", "hazard-identification", "ohs-risk-assessment"),
        ("registers.risks", "registers.hazards"),
    ),
}
"""By the last part of the name of the requirement."""

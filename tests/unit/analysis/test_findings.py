"""What a finding says must be what an auditor can sign."""

from __future__ import annotations

from clausegraph.engine.model import FailureKind
from clausegraph.tests.unit.analysis.nonconformities.small_audit import audited
from clausegraph.tests.unit.inference.small_world import STANDARD, by_failure, chain_of, elements

BASE, BUILT = f"{STANDARD}/6.1/6.1", f"{STANDARD}/8.1/8.1"


def test_a_foundation_that_is_absent_is_to_be_mended() -> None:
    knowledge = elements("6.1", "8.1", escalations=[by_failure(FailureKind.UNFOUNDED)])
    finding = audited(knowledge, {"6.1": "no"}).finding[BUILT]
    assert (finding.reasons, finding.escalations[0].because_of) == ((), "6.1->8.1")
    assert finding.fix == f"Mend {BASE} first."


def test_a_foundation_that_nobody_has_assessed_is_to_be_looked_at_and_not_to_be_mended() -> None:
    knowledge = chain_of("6.1", "8.1", escalations=[by_failure(FailureKind.PROVISIONAL)])
    finding = audited(knowledge, {"6.1": ""}).finding[BUILT]
    assert (finding.reasons, finding.escalations[0].because_of) == ((), "6.1->8.1")
    assert finding.fix == f"Answer the open questions on {STANDARD}/6.1 first."


def test_where_the_trouble_begins_further_down_that_is_to_be_mended() -> None:
    knowledge = elements("4.1", "6.1", "8.1", escalations=[by_failure(FailureKind.UNFOUNDED)])
    finding = audited(knowledge, {"4.1": "no"}).finding[BUILT]
    begins = f"{STANDARD}/4.1/4.1"
    assert finding.because.endswith(f"The trouble begins with {begins}.")
    assert finding.fix == f"Mend {begins} first."

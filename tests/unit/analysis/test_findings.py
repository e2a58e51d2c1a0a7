"""What a finding says must be what an auditor can sign."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from clausegraph.engine.commands.assess import Request, Result, run
from clausegraph.engine.model import FailureKind


def assessed(place: Path) -> Result:
    return run(Request(place, policy="strict", engine="plain"), today=date(2026, 11, 21))


def advice(result: Result, kind: FailureKind) -> set[str]:
    """The first words of the fix of every finding that only a dependency failure of a kind raised."""
    links = {failure.link for failure in result.assessment.dependency_failures if failure.kind is kind}
    raised = [one for one in result.assessment.findings if not one.reasons and one.escalations and one.escalations[0].because_of in links]
    return {one.fix.partition("iso-")[0] for one in raised}


def test_a_foundation_that_is_absent_is_to_be_mended(examples: Path) -> None:
    assert advice(assessed(examples / "integrated-manufacturer.yaml"), FailureKind.UNFOUNDED) == {"Mend "}


def test_a_foundation_that_nobody_has_assessed_is_to_be_looked_at_and_not_to_be_mended(examples: Path) -> None:
    assert advice(assessed(examples / "before-certification.yaml"), FailureKind.PROVISIONAL) == {"Answer the open questions on "}

"""The gate of `--fail-on` counts nonconformities."""

from __future__ import annotations

import pytest

from clausegraph.engine.commands.assess import gate_fails
from clausegraph.engine.model import Grade
from clausegraph.tests.unit.analysis.test_comparison import GRADED, TOGETHER, assessed


def test_minors_that_show_a_breakdown_fail_the_gate_of_majors_though_no_finding_is_major() -> None:
    assessment = assessed(TOGETHER, a="no", b="no", c="no")
    assert {finding.grade for finding in assessment.findings} == {Grade.MINOR}
    assert gate_fails(assessment, "major")
    assert not gate_fails(assessed(TOGETHER, a="no", b="no"), "major")


@pytest.mark.parametrize(("answer", "fails"), [("no", True), ("partly", False), ("yes", False)])
def test_a_minor_fails_the_gate_of_minors_and_an_observation_does_not(answer: str, fails: bool) -> None:
    assert gate_fails(assessed(GRADED, a=answer), "minor") is fails

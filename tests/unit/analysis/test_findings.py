"""What a finding says must be what an auditor can sign."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from clausegraph.engine.analysis.assessment import Assessment, assess
from clausegraph.engine.commands.assess import Request, Result, run
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.model import Escalation, FailureKind, Grade, Repeat
from clausegraph.engine.organisation.organisation import Answer, Organisation
from clausegraph.engine.organisation.previous import Earlier, Previous
from clausegraph.tests.unit.analysis.nonconformities.small_audit import audited, note, with_notes
from clausegraph.tests.unit.inference.small_world import (
    HERE,
    STANDARD,
    TODAY,
    by_failure,
    elements,
    requirement,
    world,
)

FOUNDATION = "iso-9001:2015/5.2.1/established"
STANDING_ON_IT = (
    "iso-9001:2015/5.2.1/appropriate",
    "iso-9001:2015/5.2.1/commitment-to-improvement",
    "iso-9001:2015/5.2.1/commitment-to-requirements",
    "iso-9001:2015/5.2.1/framework-for-objectives",
    "iso-9001:2015/5.2.2/available",
    "iso-9001:2015/5.2.2/communicated",
    "iso-9001:2015/7.3/policy",
)


@pytest.fixture(scope="module")
def workshop(examples: Path) -> Result:
    asked = Request(examples / "invented-workshop.yaml", policy="strict", engine="plain")
    return run(asked, today=date(2026, 11, 21))


def advice(assessment: Assessment, kind: FailureKind) -> dict[str, str]:
    """The fix of every finding that only a dependency failure of a kind raised, by requirement."""
    links = {failure.link for failure in assessment.dependency_failures if failure.kind is kind}
    alone = [finding for finding in assessment.findings if not finding.reasons and finding.escalations]
    return {
        finding.requirement: finding.fix for finding in alone if finding.escalations[0].because_of in links
    }


def with_policy(workshop: Result, answer: str) -> Assessment:
    """The workshop with another answer to the question on its policy, or with none."""
    kept = [given for given in workshop.organisation.answers if given.fact != "policy.stated"]
    (asked,) = (given for given in workshop.organisation.answers if given.fact == "policy.stated")
    answers = (*kept, msgspec.structs.replace(asked, value=answer, text=answer)) if answer else tuple(kept)
    organisation = msgspec.structs.replace(workshop.organisation, answers=answers)
    knowledge = workshop.knowledge
    return assess(organisation, knowledge, PlainEvaluator(knowledge), workshop.policy)


def test_a_foundation_that_is_absent_is_to_be_mended(workshop: Result) -> None:
    told = advice(with_policy(workshop, "no"), FailureKind.UNFOUNDED)
    assert told == dict.fromkeys(STANDING_ON_IT, f"Mend {FOUNDATION} first.")


def test_a_foundation_that_nobody_has_assessed_is_to_be_looked_at_and_not_to_be_mended(
    workshop: Result,
) -> None:
    told = advice(with_policy(workshop, ""), FailureKind.PROVISIONAL)
    assert told == dict.fromkeys(STANDING_ON_IT, f"Answer the open questions on {FOUNDATION} first.")


def test_where_the_trouble_begins_further_down_that_is_to_be_mended() -> None:
    knowledge = elements("4.1", "6.1", "8.1", escalations=[by_failure(FailureKind.UNFOUNDED)])
    finding = audited(knowledge, {"4.1": "no"}).finding[f"{STANDARD}/8.1/8.1"]
    begins = f"{STANDARD}/4.1/4.1"
    assert finding.because.endswith(f"The trouble begins with {begins}.")
    assert finding.fix == f"Mend {begins} first."


def test_what_stands_on_a_foundation_that_holds_needs_no_advice(workshop: Result) -> None:
    assert advice(workshop.assessment, FailureKind.UNFOUNDED) == {}
    assert advice(workshop.assessment, FailureKind.PROVISIONAL) == {}


def test_a_clause_found_again_raises_no_requirement_that_nobody_may_be_blamed_for_yet() -> None:
    again = Escalation("again", Grade.MAJOR, "", HERE, repeats=Repeat.FINDING)
    made = with_notes(world([requirement("9.1", "a")], escalations=[again]))
    name = f"{STANDARD}/9.1/a"
    last_week = date(2026, 11, 14)
    previous = Previous(
        "then.json",
        last_week,
        "default",
        {name: Earlier(name, Grade.MINOR, last_week)},
        frozenset({name}),
        (),
    )
    seen = msgspec.structs.replace(note(f"{STANDARD}/9.1"), repeats=True)
    organisation = Organisation(
        "Acme", TODAY, (STANDARD,), (Answer("a", "no", "no", HERE),), notes=(seen,), previous=previous
    )
    found = assess(organisation, made, PlainEvaluator(made), made.policies[0])
    assert (found.finding[name].grade, found.finding[name].escalations) == (Grade.MINOR, ())
    assert [one.grade for one in found.nonconformities] == [Grade.MAJOR]

"""The verdict in a line counts as a certification body would."""

from __future__ import annotations

import pytest

from clausegraph.engine.analysis.findings import Finding, Raise
from clausegraph.engine.analysis.summary import summary_of
from clausegraph.engine.model import Grade, Status
from clausegraph.engine.problems import Location

HERE = Location("somewhere", 1, 1)
NO_GRADE = {Grade.UNGRADED: Status.NOT_ASSESSED, Grade.CONFORMS: Status.CONFORMS}


def found(grade: Grade, name: str = "one", raised_on: str = "", clause: str = "7.5.2") -> Finding:
    escalations = (Raise("default/many", Grade.MINOR, Grade.MAJOR, "", f"std:2020/{raised_on}", HERE),) if raised_on else ()
    return Finding(
        requirement=f"std:2020/{clause}/{name}",
        standard="std:2020",
        clause=clause,
        status=NO_GRADE.get(grade, Status.GAP),
        grade=grade,
        could_become=Grade.UNGRADED,
        because="",
        fix="",
        escalations=escalations,
    )


def test_gaps_taken_together_on_one_clause_count_as_one_major_nonconformity() -> None:
    findings = (*(found(Grade.MAJOR, f"gap-{number}", "7.5") for number in range(5)), found(Grade.MAJOR))
    assert summary_of(findings).verdict == "Not certifiable as it stands: 2 major (taken together: 5 on 7.5) nonconformities."


def test_a_single_major_is_named_in_the_singular() -> None:
    assert summary_of((found(Grade.MAJOR),)).verdict == "Not certifiable as it stands: 1 major nonconformity."


@pytest.mark.parametrize(
    ("grades", "verdict"),
    [
        ([Grade.MINOR, Grade.CONFORMS], "Certifiable once the 1 minor nonconformity has an accepted plan."),
        ([Grade.MINOR, Grade.MINOR, Grade.CONFORMS], "Certifiable once the 2 minor nonconformities have accepted plans."),
        ([Grade.CONFORMS, Grade.OBSERVATION], "No nonconformity: every applicable requirement is met."),
        ([Grade.CONFORMS, Grade.CONFORMS, Grade.UNGRADED], "No nonconformity so far; 1 of 3 requirements are not assessed."),
        (
            [Grade.MINOR, Grade.UNGRADED, Grade.UNGRADED],
            "Too little is known for a verdict: 1 minor nonconformity so far; 2 of 3 requirements are not assessed.",
        ),
    ],
)
def test_the_verdict_says_what_a_body_would_decide(grades: list[Grade], verdict: str) -> None:
    assert summary_of(tuple(found(grade, f"n{number}") for number, grade in enumerate(grades))).verdict == verdict

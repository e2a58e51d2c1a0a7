"""The verdict in a line counts nonconformities, says what is shown, and never decides what is the
certification body's to decide."""

from __future__ import annotations

import pytest

from clausegraph.engine.analysis.claims import Shown
from clausegraph.engine.analysis.findings import Finding
from clausegraph.engine.analysis.nonconformities.nonconformity import Nonconformity
from clausegraph.engine.analysis.nonconformities.recorded import Recorded
from clausegraph.engine.analysis.summary import Summary, summary_of
from clausegraph.engine.model import Grade, Status

STATUS = {Grade.UNGRADED: Status.NOT_ASSESSED, Grade.CONFORMS: Status.CONFORMS}
MAJOR, MINOR, OBSERVATION, CONFORMS, OPEN = (
    Grade.MAJOR,
    Grade.MINOR,
    Grade.OBSERVATION,
    Grade.CONFORMS,
    Grade.UNGRADED,
)


def found(grade: Grade, name: str, shown: bool = False) -> Finding:
    status = STATUS.get(grade, Status.GAP)
    return Finding(
        f"std:2020/7.5/{name}", "std:2020", "7.5", status, grade, Grade.UNGRADED, "", "", shown=shown
    )


def nonconformity(grade: Grade, *standards: str) -> Nonconformity:
    return Nonconformity(
        "NC-1", "k", grade, "std:2020/7.5/n0", "7.5", standards or ("std:2020",), (), "", "", "", ()
    )


def summary(grades: list[Grade], recorded: list[Grade], answers: int = 3, shown: int = 0) -> Summary:
    findings = tuple(found(grade, f"n{number}") for number, grade in enumerate(grades))
    written = [nonconformity(grade) for grade in recorded]
    kept = Recorded(
        tuple(one for one in written if one.grade.fails), tuple(one for one in written if not one.grade.fails)
    )
    return summary_of(findings, kept, Shown(answers, shown), ("std:2020",))


@pytest.mark.parametrize(
    ("grades", "recorded", "verdict"),
    [
        ([MAJOR, CONFORMS], [MAJOR], "1 major nonconformity."),
        ([MAJOR, MAJOR, MINOR], [MAJOR], "1 major nonconformity."),
        ([MAJOR, MINOR, MINOR], [MAJOR, MINOR, MINOR], "1 major and 2 minor nonconformities."),
        ([MINOR, CONFORMS], [MINOR], "1 minor nonconformity."),
        ([MINOR, CONFORMS, OPEN], [MINOR], "1 minor nonconformity; 1 of 3 requirements are open."),
        (
            [CONFORMS, OBSERVATION],
            [OBSERVATION],
            "Nothing answered speaks against conformity; 0 of 3 answers are shown by evidence.",
        ),
        (
            [MINOR, OPEN, OPEN],
            [MINOR],
            (
                "Of the 3 questions answered: 1 minor nonconformity; the rest is open (2 of 3 requirements"
                " are open)."
            ),
        ),
        (
            [CONFORMS, OPEN, OPEN],
            [],
            (
                "Of the 3 questions answered: nothing that speaks against conformity; the rest is open (2 of"
                " 3 requirements are open)."
            ),
        ),
    ],
)
def test_the_verdict_counts_nonconformities_and_says_what_is_open(
    grades: list[Grade], recorded: list[Grade], verdict: str
) -> None:
    assert summary(grades, recorded).verdict == verdict


def test_nothing_is_ever_called_certifiable() -> None:
    for grades, recorded in (([MAJOR], [MAJOR]), ([MINOR], [MINOR]), ([CONFORMS], []), ([OPEN], [])):
        assert "certif" not in summary(grades, recorded).verdict.lower()
        assert "every" not in summary(grades, recorded).verdict


def test_what_is_shown_is_counted_apart_from_what_is_claimed() -> None:
    findings = (found(CONFORMS, "a", shown=True), found(CONFORMS, "b"), found(MINOR, "c"))
    kept = Recorded((nonconformity(MINOR),), ())
    counted = summary_of(findings, kept, Shown(9, 4), ("std:2020",))
    assert (counted.shown, counted.claimed, counted.answers, counted.answers_shown) == (1, 1, 9, 4)


def test_a_nonconformity_in_two_standards_is_counted_once_and_told_in_both() -> None:
    kept = Recorded((nonconformity(MINOR, "std:2020", "other:2020"), nonconformity(MAJOR, "other:2020")), ())
    counted = summary_of((found(MINOR, "a"),), kept, Shown(1, 0), ("std:2020", "other:2020"))
    assert (counted.recorded[MAJOR], counted.recorded[MINOR]) == (1, 1)
    assert (counted.by_standard["std:2020"][MINOR], counted.by_standard["other:2020"][MINOR]) == (1, 1)
    assert (counted.by_standard["std:2020"][MAJOR], counted.by_standard["other:2020"][MAJOR]) == (0, 1)

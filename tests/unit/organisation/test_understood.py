"""What people write is understood where it has one meaning, and refused with what to write where it has
two."""

from __future__ import annotations

from datetime import date

import pytest

from clausegraph.engine.model import AnswerKind, Question
from clausegraph.engine.organisation.understood import answered, parted
from clausegraph.engine.problems import Location
from clausegraph.engine.reading.shapes import NotUnderstood

TODAY = date(2026, 11, 21)
YES_PARTLY_NO = ("yes", "partly", "no")


def fact(kind: AnswerKind, words: tuple[str, ...] = ()) -> Question:
    return Question("a.fact", "Is it so?", kind, Location("facts.yaml"), words=words)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(
            (one, "yes")
            for one in (
                "yes",
                "Yes",
                "YES",
                " yes ",
                "Y",
                "true",
                "TRUE",
                "ja",
                "Ja",
                "S\u00ed",
                "\u2705 Yes",
                "yes!",
            )
        ),
        *((one, "no") for one in ("No", "N", "false", "nein", "\u274c")),
        *((one, "partly") for one in ("Partly", "partially", "Teilweise")),
    ],
)
def test_a_word_is_understood_however_it_is_said(written: str, meant: str) -> None:
    assert answered(written, fact(AnswerKind.WORDS, YES_PARTLY_NO), TODAY) == meant


@pytest.mark.parametrize("written", ["yes?", "yes and no", "x", "1", "perhaps"])
def test_what_is_no_answer_stays_none(written: str) -> None:
    with pytest.raises(NotUnderstood):
        answered(written, fact(AnswerKind.WORDS, YES_PARTLY_NO), TODAY)


def test_a_word_of_the_question_itself_goes_first() -> None:
    assert answered("N/A", fact(AnswerKind.WORDS, ("true", "n/a")), TODAY) == "n/a"
    assert answered("true", fact(AnswerKind.WORDS, ("true", "yes")), TODAY) == "true"


@pytest.mark.parametrize(
    "kind", [AnswerKind.WORDS, AnswerKind.NUMBER, AnswerKind.PERCENTAGE, AnswerKind.DATE]
)
@pytest.mark.parametrize("written", ["n/a", "N/A", "not applicable", "entf\u00e4llt"])
def test_what_does_not_apply_is_led_to_the_exclusions(kind: AnswerKind, written: str) -> None:
    with pytest.raises(NotUnderstood) as fault:
        answered(written, fact(kind, YES_PARTLY_NO if kind is AnswerKind.WORDS else ()), TODAY)
    assert "not_applicable" in fault.value.hint


@pytest.mark.parametrize(
    ("written", "share"),
    [("60", 60.0), ("60%", 60.0), ("0.6%", 0.6), ("0,6 %", 0.6), ("12,5", 12.5), ("0", 0.0), ("1", 1.0)],
)
def test_a_percentage_with_one_meaning_is_taken(written: str, share: float) -> None:
    assert answered(written, fact(AnswerKind.PERCENTAGE), TODAY) == share


@pytest.mark.parametrize("written", ["0.6", "0,6", ".6", "0.95", "0.004"])
def test_a_share_of_one_at_a_percentage_is_asked_back(written: str) -> None:
    with pytest.raises(NotUnderstood) as fault:
        answered(written, fact(AnswerKind.PERCENTAGE), TODAY)
    assert "per cent" in fault.value.hint


def test_a_number_that_could_be_in_thousands_is_asked_back() -> None:
    assert answered("12,5", fact(AnswerKind.NUMBER), TODAY) == 12.5
    with pytest.raises(NotUnderstood) as fault:
        answered("1,000", fact(AnswerKind.NUMBER), TODAY)
    assert fault.value.hint == "write 1000 without a comma, or 1.000 with a point"


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-02",
        "2026-3-2",
        "2026/03/02",
        "2.3.2026",
        "02.03.2026",
        "2 March 2026",
        "02-Mar-2026",
        "Mar 2, 2026",
    ],
)
def test_a_day_with_one_meaning_is_taken(written: str) -> None:
    assert answered(written, fact(AnswerKind.DATE), TODAY) == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("written", "day"),
    [("25/12/2025", date(2025, 12, 25)), ("12/25/2025", date(2025, 12, 25)), ("5/5/2026", date(2026, 5, 5))],
)
def test_a_day_that_can_stand_in_one_order_only_is_taken(written: str, day: date) -> None:
    assert answered(written, fact(AnswerKind.DATE), TODAY) == day


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("12/05/2026", "write 2026-05-12 or 2026-12-05"),
        ("2025", "write the day, for example 2025-11-21"),
        ("45992", "as spreadsheet programs count days it is 2025-12-01: write that"),
        ("08-Oct-25", "write the year with four figures, best as year-month-day: 2026-11-21"),
        ("31.02.2026", "write year-month-day, for example 2026-11-21"),
        ("soon", "write year-month-day, for example 2026-11-21"),
    ],
)
def test_a_day_that_could_be_two_or_is_none_is_asked_back(written: str, hint: str) -> None:
    with pytest.raises(NotUnderstood) as fault:
        answered(written, fact(AnswerKind.DATE), TODAY)
    assert fault.value.hint == hint


@pytest.mark.parametrize(
    ("reference", "parts"),
    [
        ("IA-7 2026-03-02", ("IA-7", "2026-03-02")),
        ("minutes (25/12/2025)", ("minutes", "2025-12-25")),
        ("minutes, 2.3.2026", ("minutes", "2026-03-02")),
        ("IA-2026-03", ("IA-2026-03", "")),
        ("form 12 of 100", ("form 12 of 100", "")),
    ],
)
def test_a_date_glued_to_a_reference_is_taken_off(reference: str, parts: tuple[str, str]) -> None:
    assert parted(reference) == parts


def test_a_date_glued_to_a_reference_that_could_be_two_is_asked_back() -> None:
    with pytest.raises(NotUnderstood):
        parted("QZ-2026 12/05/2026")

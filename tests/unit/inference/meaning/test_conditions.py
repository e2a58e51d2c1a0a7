"""What one condition means for one answer, at its boundaries."""

from __future__ import annotations

from datetime import date

import pytest

from clausegraph.engine.inference.meaning.conditions import Truth, back_from, meets, truth
from clausegraph.engine.knowledge.language.phrases import Value
from clausegraph.engine.model import Condition, Op
from clausegraph.engine.organisation.records import RegisterRecord
from clausegraph.engine.problems import Location

TODAY = date(2026, 11, 21)


def test_an_unanswered_question_is_unknown_whatever_is_asked() -> None:
    assert {truth(Condition("fact", op), None, TODAY) for op in Op} == {Truth.UNKNOWN}


def test_unknown_lies_between_false_and_true() -> None:
    assert min(Truth.TRUE, Truth.UNKNOWN, Truth.FALSE) is Truth.FALSE
    assert max(Truth.FALSE, Truth.UNKNOWN) is Truth.UNKNOWN


def test_a_word_must_be_one_of_the_words_named() -> None:
    condition = Condition("fact", Op.ONE_OF, words=("partly", "no"))
    assert [truth(condition, word, TODAY) for word in ("yes", "partly", "no")] == [
        Truth.FALSE,
        Truth.TRUE,
        Truth.TRUE,
    ]


@pytest.mark.parametrize(
    ("op", "below", "equal", "above"),
    [
        (Op.MORE_THAN, False, False, True),
        (Op.AT_LEAST, False, True, True),
        (Op.LESS_THAN, True, False, False),
        (Op.AT_MOST, True, True, False),
    ],
)
def test_numbers_are_compared_at_the_limit_as_the_words_say(
    op: Op, below: bool, equal: bool, above: bool
) -> None:
    condition = Condition("fact", op, number=80.0)
    assert [truth(condition, number, TODAY) is Truth.TRUE for number in (79.999, 80.0, 80.001)] == [
        below,
        equal,
        above,
    ]


@pytest.mark.parametrize(
    ("answer", "older"),
    [
        (date(2025, 11, 20), True),
        (date(2025, 11, 21), False),
        (date(2025, 11, 22), False),
        (date(2027, 1, 1), False),
    ],
)
def test_older_than_twelve_months_begins_the_day_after_the_anniversary(answer: date, older: bool) -> None:
    assert (truth(Condition("fact", Op.OLDER_THAN, months=12), answer, TODAY) is Truth.TRUE) is older
    assert (truth(Condition("fact", Op.WITHIN, months=12), answer, TODAY) is Truth.TRUE) is not older


def test_thirty_days_are_thirty_days_whatever_the_month() -> None:
    within = Condition("fact", Op.WITHIN, days=30)
    assert truth(within, date(2026, 10, 22), TODAY) is Truth.TRUE
    assert truth(within, date(2026, 10, 21), TODAY) is Truth.FALSE


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2024, 2, 29), 48, date(2020, 2, 29)),
        (date(2026, 1, 31), 1, date(2025, 12, 31)),
        (date(2026, 12, 31), 6, date(2026, 6, 30)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
        (date(2100, 3, 31), 1, date(2100, 2, 28)),
    ],
)
def test_a_day_that_the_earlier_month_does_not_have_becomes_its_last(
    day: date, months: int, earlier: date
) -> None:
    assert back_from(day, months, 0) == earlier


@pytest.mark.parametrize(
    ("months", "days"), [(12 * 2026, 0), (12 * 2025 + 11, 0), (0, 10**7), (12 * 2025, 400)]
)
def test_counting_back_ends_at_the_first_day_there_is(months: int, days: int) -> None:
    assert back_from(TODAY, months, days) == date.min


def test_before_and_after_leave_the_day_itself_out() -> None:
    before, after = (Condition("fact", op, date="2026-01-01") for op in (Op.BEFORE, Op.AFTER))
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 2))
    assert [truth(before, day, TODAY) for day in days] == [Truth.TRUE, Truth.FALSE, Truth.FALSE]
    assert [truth(after, day, TODAY) for day in days] == [Truth.FALSE, Truth.FALSE, Truth.TRUE]


def test_without_a_date_before_means_overdue_on_the_day_of_the_assessment() -> None:
    overdue = Condition("fact", Op.BEFORE)
    assert truth(overdue, date(2026, 11, 20), TODAY) is Truth.TRUE
    assert truth(overdue, TODAY, TODAY) is Truth.FALSE


@pytest.mark.parametrize(
    ("op", "value"), [(Op.ONE_OF, 1.0), (Op.AT_LEAST, "yes"), (Op.OLDER_THAN, "2026-01-01"), (Op.BEFORE, 3.0)]
)
def test_a_condition_that_does_not_fit_the_answer_is_an_error_and_never_false(op: Op, value: Value) -> None:
    with pytest.raises(TypeError, match="cannot be asked of"):
        truth(Condition("fact", op), value, TODAY)


@pytest.mark.parametrize(
    ("op", "earlier", "same", "later"),
    [
        (Op.BEFORE, True, False, False),
        (Op.NOT_AFTER, True, True, False),
        (Op.NOT_BEFORE, False, True, True),
        (Op.AFTER, False, False, True),
    ],
)
def test_two_dates_of_a_record_are_compared_as_the_words_say(
    op: Op, earlier: bool, same: bool, later: bool
) -> None:
    condition = Condition("verified", op, field="carried_out")
    days = [date(2026, 11, day) for day in (20, 21, 22)]
    records = [
        RegisterRecord("N-1", Location("log"), {"verified": day, "carried_out": TODAY}) for day in days
    ]
    assert [meets(one, condition, TODAY) for one in records] == [earlier, same, later]


@pytest.mark.parametrize("op", [Op.BEFORE, Op.AFTER, Op.NOT_BEFORE, Op.NOT_AFTER, Op.SAME_AS])
def test_an_empty_field_is_like_no_other(op: Op) -> None:
    condition = Condition("verified", op, field="carried_out")
    half_empty = [
        RegisterRecord("N-1", Location("log"), {name: TODAY}) for name in ("verified", "carried_out")
    ]
    assert not any(meets(one, condition, TODAY) for one in half_empty)


@pytest.mark.parametrize(
    ("owner", "same"), [("Ann Weber", True), ("ann  weber ", True), ("Ann Webern", False)]
)
def test_two_texts_are_the_same_whatever_blanks_and_capitals(owner: str, same: bool) -> None:
    audit = RegisterRecord("A-1", Location("programme"), {"auditor": "Ann Weber", "owner": owner})
    assert meets(audit, Condition("auditor", Op.SAME_AS, field="owner"), TODAY) is same

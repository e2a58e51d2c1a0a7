"""The small language of the rule files, at its edges."""

from __future__ import annotations

from datetime import date

import pytest

from clausegraph.engine.knowledge.language.phrases import answer, answering, conditions, field_conditions
from clausegraph.engine.model import AnswerKind, Condition, Field, Op, Question
from clausegraph.engine.problems import Location
from clausegraph.engine.reading.shapes import NotUnderstood

HERE = Location("here")
TODAY = date(2026, 11, 21)


def fact(kind: str) -> Question:
    meant = answering(kind)
    return Question("topic.what", "Is it so?", meant.kind, HERE, words=meant.words, unit=meant.unit)


@pytest.mark.parametrize(
    ("text", "kind", "words", "unit"),
    [
        ("yes or no", AnswerKind.WORDS, ("yes", "no"), ""),
        ("yes, largely, partly or no", AnswerKind.WORDS, ("yes", "largely", "partly", "no"), ""),
        ("yes, partly or no", AnswerKind.WORDS, ("yes", "partly", "no"), ""),
        ("one of daily,weekly,  no fixed times", AnswerKind.WORDS, ("daily", "weekly", "no fixed times"), ""),
        ("number of late deliveries", AnswerKind.NUMBER, (), "late deliveries"),
        ("percentage", AnswerKind.PERCENTAGE, (), ""),
        ("date", AnswerKind.DATE, (), ""),
        ("planned date", AnswerKind.PLANNED_DATE, (), ""),
        ("register", AnswerKind.REGISTER, (), ""),
    ],
)
def test_a_kind_of_answer_is_understood(
    text: str, kind: AnswerKind, words: tuple[str, ...], unit: str
) -> None:
    meant = answering(text)
    assert (meant.kind, meant.words, meant.unit) == (kind, words, unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yes",
        "no or yes",
        "number of",
        "one of a",
        "one of a, a",
        "one of a,",
        "one of a or b, c",
        "one of any, none",
    ],
)
def test_another_kind_of_answer_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        answering(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("yes", ("yes",)),
        ("no or yes", ("yes", "no")),
        ("not yes", ("partly", "no")),
        ("not yes or partly", ("no",)),
        ("one of no, partly", ("partly", "no")),
        ("none of no, partly", ("yes",)),
        ("none of yes, partly, no", ()),
    ],
)
def test_words_let_through_the_answers_named_in_the_order_of_the_question(
    text: str, words: tuple[str, ...]
) -> None:
    assert conditions(text, fact("yes, partly or no")) == (Condition("topic.what", Op.ONE_OF, words=words),)


def test_an_answer_that_begins_with_not_is_refused_where_it_could_mean_two_things() -> None:
    with pytest.raises(NotUnderstood, match="could mean"):
        conditions("not agreed", fact("one of agreed, not agreed, not needed"))


def test_an_answer_that_begins_with_not_stands_alone_where_it_means_one_thing() -> None:
    (found,) = conditions("not needed", fact("one of agreed, not agreed, not needed"))
    assert found.words == ("not needed",)


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("more than 12", [(Op.MORE_THAN, 12)]),
        ("at least 0.5", [(Op.AT_LEAST, 0.5)]),
        ("less than 5", [(Op.LESS_THAN, 5)]),
        ("at most 3", [(Op.AT_MOST, 3)]),
        ("exactly 0", [(Op.AT_LEAST, 0), (Op.AT_MOST, 0)]),
        ("between 3 and 5", [(Op.AT_LEAST, 3), (Op.AT_MOST, 5)]),
    ],
)
def test_numbers_are_compared_in_words(text: str, limits: list[tuple[Op, float]]) -> None:
    assert [(one.op, one.number) for one in conditions(text, fact("number of things"))] == limits


def test_a_percentage_may_carry_its_sign() -> None:
    assert conditions("less than 80 %", fact("percentage")) == conditions("less than 80", fact("percentage"))


@pytest.mark.parametrize(
    "text",
    [
        "12",
        "> 12",
        "more than",
        "more than ten",
        "more than 1,5",
        f"more than {'9' * 20}",
        "between 3 and",
        "yes",
    ],
)
def test_another_condition_on_a_number_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        conditions(text, fact("number of things"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("older than 12 months", Condition("topic.what", Op.OLDER_THAN, months=12)),
        ("within 1 day", Condition("topic.what", Op.WITHIN, days=1)),
        ("older than 2 weeks", Condition("topic.what", Op.OLDER_THAN, days=14)),
        ("within 100 years", Condition("topic.what", Op.WITHIN, months=1200)),
        ("before 2024-02-29", Condition("topic.what", Op.BEFORE, date="2024-02-29")),
        ("after 2026-01-01", Condition("topic.what", Op.AFTER, date="2026-01-01")),
    ],
)
def test_dates_are_compared_in_words(text: str, expected: Condition) -> None:
    assert conditions(text, fact("date")) == (expected,)


@pytest.mark.parametrize(
    "text",
    [
        "overdue",
        "older than a year",
        "older than 101 years",
        f"within {'9' * 5000} days",
        "before 2025-02-29",
        "after 1.1.2026",
        "2026-01-01",
    ],
)
def test_another_condition_on_a_date_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        conditions(text, fact("date"))


def test_only_a_planned_date_can_be_overdue() -> None:
    assert conditions("overdue", fact("planned date")) == (Condition("topic.what", Op.BEFORE),)


def test_no_condition_reads_a_register() -> None:
    with pytest.raises(NotUnderstood, match="register"):
        conditions("more than 3", fact("register"))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("yes or no", "no", "no"),
        ("number of things", "12.5", 12.5),
        ("number of things", "0", 0.0),
        ("percentage", "100 %", 100.0),
        ("percentage", "0", 0.0),
        ("date", "2026-11-21", TODAY),
        ("planned date", "2027-01-01", date(2027, 1, 1)),
    ],
)
def test_an_answer_of_the_right_kind_is_taken(kind: str, text: str, value: str | float | date) -> None:
    assert answer(text, fact(kind), TODAY) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("yes or no", "partly"),
        ("yes or no", "true"),
        ("number of things", "-1"),
        ("number of things", "many"),
        ("number of things", "1e3"),
        ("percentage", "100.1"),
        ("date", "2026-11-22"),
        ("date", "2026-02-30"),
        ("planned date", "soon"),
        ("register", "anything"),
    ],
)
def test_an_answer_of_another_kind_is_refused_with_a_hint_or_a_reason(kind: str, text: str) -> None:
    with pytest.raises(NotUnderstood) as fault:
        answer(text, fact(kind), TODAY)
    assert text in fault.value.message or "register" in fault.value.message


COMPARED = (
    Field("verified", AnswerKind.DATE, "When?"),
    Field("due", AnswerKind.PLANNED_DATE, "By when?"),
    Field("owner", AnswerKind.TEXT, "Who?"),
)


@pytest.mark.parametrize(
    ("holds", "text", "op", "other"),
    [
        (AnswerKind.DATE, "before due", Op.BEFORE, "due"),
        (AnswerKind.DATE, "not after verified", Op.NOT_AFTER, "verified"),
        (AnswerKind.PLANNED_DATE, "not before verified", Op.NOT_BEFORE, "verified"),
        (AnswerKind.TEXT, "same as owner", Op.SAME_AS, "owner"),
    ],
)
def test_a_field_is_compared_with_one_of_its_kind(holds: AnswerKind, text: str, op: Op, other: str) -> None:
    (condition,) = field_conditions(text, Field("one", holds, "?"), COMPARED)
    assert condition == Condition("one", op, field=other)
    assert str(condition) == text


@pytest.mark.parametrize(
    ("holds", "text", "hint"),
    [
        (AnswerKind.DATE, "not after owner", "its dates are verified, due"),
        (AnswerKind.DATE, "after du", "did you mean due?"),
        (AnswerKind.TEXT, "same as due", "its texts are owner"),
    ],
)
def test_a_field_is_compared_with_no_other_kind(holds: AnswerKind, text: str, hint: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        field_conditions(text, Field("one", holds, "?"), COMPARED)
    assert refused.value.hint == hint

"""The small language of the rule files: kinds of answer and conditions in words, and the answers people
give."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from ...model import AnswerKind, Condition, Field, Op, Question
from ...problems import Location, did_you_mean
from ...reading.nodes import shortened
from ...reading.shapes import NotUnderstood

Value = str | float | date
"""An answer, or a field of a record, as it is understood: a word or text, a number, or a day. `None`
beside it means nobody answered."""


class AnyOf(msgspec.Struct, frozen=True, gc=False):
    """An answer of which so much is known: it is one of these words, the best first; or it lies between two
    days, the later first."""

    values: tuple[Value, ...]


Told = Value | AnyOf
"""An answer as it is known, perhaps not to the word."""

YES_NO = ("yes", "no")
YES_PARTLY_NO = ("yes", "partly", "no")
SCALE = ("yes", "largely", "partly", "no")
"""Fully, largely, partially and not achieved (ISO/IEC 33020). The kind of answer without `largely` stays
for rulebases that use it."""
SCALES = (YES_NO, YES_PARTLY_NO, SCALE)
"""The answers that stand in an order, the best first."""
SCALE_MEANS = {
    "yes": "in place everywhere it has to be, and working",
    "largely": "in place and working, yet informal, not yet everywhere, or it could be better",
    "partly": "begun, with real lapses: something that ought to be done is missing or does not work",
    "no": "hardly there, or not at all",
}
"""What each answer of the scale means to the person who answers, unless a question says otherwise."""

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")
_COMPARISONS = {op.value: op for op in (Op.MORE_THAN, Op.AT_LEAST, Op.LESS_THAN, Op.AT_MOST)}
_AGES = {op.value: op for op in (Op.OLDER_THAN, Op.WITHIN)}
_SIDES = {op.value: op for op in (Op.BEFORE, Op.AFTER)}
_DATES = (AnswerKind.DATE, AnswerKind.PLANNED_DATE)
_WITH_A_FIELD = {
    **dict.fromkeys(_DATES, (Op.BEFORE, Op.AFTER, Op.NOT_BEFORE, Op.NOT_AFTER)),
    AnswerKind.TEXT: (Op.SAME_AS,),
}
"""How a field may be compared with another one, by what it holds."""
_UNITS = {"day": (1, 0), "week": (7, 0), "month": (0, 1), "year": (0, 12)}
_AGE = re.compile(r"([0-9]{1,6}) (day|week|month|year)s?")
_OVERDUE = re.compile(r"overdue(?: every ([1-9][0-9]?) months?)?")
_LONGEST_AGE_MONTHS = 1200

ANSWER_FORMS = (
    "yes or no",
    "yes, largely, partly or no",
    "yes, partly or no",
    "number of .+",
    "percentage",
    "date",
    "planned date",
    "one of .+,.+",
    "register",
)
"""The kinds of answer as patterns, for editors."""

FIELD_FORMS = (
    *(form for form in ANSWER_FORMS if form != "register"),
    "text",
    "score",
    "level of .+,.+",
    "records of .+",
)
"""What a field of a record may hold, as patterns, for editors."""


class Answering(msgspec.Struct, frozen=True):
    """The kind of answer a fact takes."""

    kind: AnswerKind
    words: tuple[str, ...] = ()
    unit: str = ""
    register: str = ""
    scaled: bool = False


def holding(text: str) -> Answering:
    """What a field of a record holds: as `answering`, and `text`, `score`, `level of low, high` or
    `records of registers.controls`."""
    if text in (AnswerKind.TEXT.value, AnswerKind.SCORE.value):
        return Answering(AnswerKind(text))
    if text.startswith("level of "):
        return Answering(AnswerKind.WORDS, _listed(text.removeprefix("level of ")), scaled=True)
    if text.startswith("records of "):
        return Answering(AnswerKind.RECORDS, register=text.removeprefix("records of ").strip())
    if text == AnswerKind.REGISTER.value:
        raise NotUnderstood(
            "a field of a record cannot hold a register",
            "for records of another one: records of registers.controls",
        )
    return answering(text)


def answering(text: str) -> Answering:
    """The kind of answer meant by `yes, largely, partly or no`, `number of days`, `one of a, b` and the
    others."""
    fixed = {
        "yes or no": Answering(AnswerKind.WORDS, YES_NO),
        "yes, largely, partly or no": Answering(AnswerKind.WORDS, SCALE),
        "yes, partly or no": Answering(AnswerKind.WORDS, YES_PARTLY_NO),
        **{
            kind.value: Answering(kind)
            for kind in (AnswerKind.PERCENTAGE, AnswerKind.DATE, AnswerKind.PLANNED_DATE, AnswerKind.REGISTER)
        },
    }
    if text in fixed:
        return fixed[text]
    if text.startswith("number of "):
        return Answering(AnswerKind.NUMBER, unit=text.removeprefix("number of ").strip())
    if text.startswith("one of "):
        return Answering(AnswerKind.WORDS, _listed(text.removeprefix("one of ")))
    known = [*fixed, "number of <things>", "one of a, b, c"]
    raise NotUnderstood(
        f"`{shortened(text)}` is not a kind of answer",
        did_you_mean(text, known) or f"it is one of: {'; '.join(known)}",
    )


def _listed(text: str) -> tuple[str, ...]:
    words = tuple(word.strip() for word in text.split(","))
    if len(words) < 2 or not all(words) or len(set(words)) < len(words):
        raise NotUnderstood(
            f"`one of {shortened(text)}` does not name two or more different answers",
            "for example: one of daily, weekly, never",
        )
    for word in words:
        if re.search(r"\bor\b", word) or re.match(r"(one|none) of ", word) or word == "any":
            message = (
                f"`{shortened(word)}` cannot be an answer: conditions could not tell it from their own words"
            )
            raise NotUnderstood(
                message, "leave out `or`, `one of`, `none of` and `any`; commas stand between the answers"
            )
    return words


def conditions(text: str, question: Question) -> tuple[Condition, ...]:
    """The conditions on one fact that a phrase means; all of them must hold (`between` gives two)."""
    match question.answer:
        case AnswerKind.WORDS:
            return (Condition(question.id, Op.ONE_OF, words=_words(text, question)),)
        case AnswerKind.NUMBER | AnswerKind.PERCENTAGE:
            return _comparison(text, question)
        case AnswerKind.DATE | AnswerKind.PLANNED_DATE:
            return (_on_date(text, question),)
        case _:
            hint = "a rule looks at its records: each: {" + question.id + ": {field: condition}}"
            raise NotUnderstood(f"{question.id} is a register, which `when` cannot read", hint)


_OF_KIND = {AnswerKind.RECORDS: (Op.DANGLING,), AnswerKind.WORDS: (Op.CONTRADICTED,)}
"""What can be asked of some fields alone: whether a name is there, whether answers say otherwise."""


def field_conditions(text: str, field: Field, others: Sequence[Field] = ()) -> tuple[Condition, ...]:
    """The conditions on one field of a record that a phrase means. `others` are the fields of the record
    it is compared with, itself or the one it is joined with, to which a date or a text may be compared by
    name."""
    for op in (Op.MISSING, Op.GIVEN, *_OF_KIND.get(field.holds, ())):
        if text == op.value and text not in field.words:
            return (Condition(field.name, op),)
    if (compared := _compared(text, field, others)) is not None:
        return (compared,)
    if field.holds.in_records_only:
        known = {
            AnswerKind.RECORDS: "missing, given or dangling",
            AnswerKind.TEXT: "missing, given or the same as another text",
        }.get(field.holds, "missing or given")
        raise NotUnderstood(
            f"`{shortened(text)}` cannot be asked of `{field.name}`", f"ask whether it is {known}"
        )
    about_the_field = conditions(text, as_question(field))
    return tuple(msgspec.structs.replace(one, fact=field.name) for one in about_the_field)


def _compared(text: str, field: Field, others: Sequence[Field]) -> Condition | None:
    """The condition that compares a field with another one; None if the phrase names none."""
    op = next((one for one in _WITH_A_FIELD.get(field.holds, ()) if text.startswith(f"{one} ")), None)
    if op is None or not others:
        return None
    other = text.removeprefix(f"{op} ").strip()
    if other[:1].isdigit():
        return None
    alike = _DATES if field.holds in _DATES else (field.holds,)
    known = [one.name for one in others if one.holds in alike]
    if other in known:
        return Condition(field.name, op, field=other)
    kind = "date" if field.holds in _DATES else "text"
    hint = did_you_mean(other, known) or f"its {kind}s are {', '.join(known) or 'none'}"
    message = "is neither a date nor the name of one" if kind == "date" else "is not the name of a text"
    raise NotUnderstood(f"`{shortened(other)}` {message} in the record it is compared with", hint)


def as_question(field: Field) -> Question:
    """A field as a question of its own, so that the same words are understood of both."""
    return Question(
        f"`{field.name}`", field.says, field.holds, Location(""), words=field.words, unit=field.unit
    )


def _words(text: str, question: Question) -> tuple[str, ...]:
    """The answers of a closed question that a phrase lets through, in the order of the question."""
    if text in question.words:
        return (_unmistakable(text, question),)
    for lead, keep in (("none of ", False), ("one of ", True), ("not ", False)):
        if text.startswith(lead):
            named, wanted = re.split(r",\s*| or ", text.removeprefix(lead)), keep
            break
    else:
        named, wanted = re.split(r" or |,\s*", text), True
    for word in named:
        if word not in question.words:
            raise _no_answer(word, question)
    return tuple(word for word in question.words if (word in named) is wanted)


def _unmistakable(word: str, question: Question) -> str:
    """An answer that stands alone as a condition; `not agreed` is refused where `agreed` is an answer too."""
    if (other := word.removeprefix("not ")) != word and other in question.words:
        message = f"`{word}` could mean the answer `{word}`, or every answer but `{other}`"
        raise NotUnderstood(message, f"write `one of {word}`, or `none of {other}`")
    return word


def _no_answer(word: str, question: Question) -> NotUnderstood:
    hint = did_you_mean(word, question.words) or f"its answers are {', '.join(question.words)}"
    return NotUnderstood(f"`{shortened(word)}` is not an answer to {question.id}", hint)


def _comparison(text: str, question: Question) -> tuple[Condition, ...]:
    if question.answer is AnswerKind.PERCENTAGE:
        text = re.sub(r" ?%", "", text)
    if match := re.fullmatch(r"(more than|at least|less than|at most|exactly) (\S+)", text):
        number = _number(match[2])
        if match[1] == "exactly":
            return Condition(question.id, Op.AT_LEAST, number=number), Condition(
                question.id, Op.AT_MOST, number=number
            )
        return (Condition(question.id, _COMPARISONS[match[1]], number=number),)
    if match := re.fullmatch(r"between (\S+) and (\S+)", text):
        return Condition(question.id, Op.AT_LEAST, number=_number(match[1])), Condition(
            question.id, Op.AT_MOST, number=_number(match[2])
        )
    known = "more than 12, at least 80, less than 5, at most 3, between 3 and 5, exactly 0"
    raise NotUnderstood(
        f"`{shortened(text)}` is not a condition on a number",
        f"conditions on {question.id} ({question.answer_words}) are: {known}",
    )


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise NotUnderstood(f"`{shortened(text)}` is not a number", "in figures, with a point: 12 or 12.5")
    return float(text)


def _on_date(text: str, question: Question) -> Condition:
    if question.answer is AnswerKind.PLANNED_DATE and (match := _OVERDUE.fullmatch(text)):
        return Condition(question.id, Op.BEFORE, every=int(match[1] or 0))
    if match := re.fullmatch(r"(before|after) (\S+)", text):
        return Condition(question.id, _SIDES[match[1]], date=day(match[2]).isoformat())
    if (match := re.fullmatch(r"(older than|within) (.+)", text)) and (age := _AGE.fullmatch(match[2])):
        days, months = (int(age[1]) * unit for unit in _UNITS[age[2]])
        if months > _LONGEST_AGE_MONTHS or days > _LONGEST_AGE_MONTHS * 31:
            raise NotUnderstood(
                f"`{text}` reaches back more than a hundred years", "for example: older than 12 months"
            )
        return Condition(question.id, _AGES[match[1]], days=days, months=months)
    known = "older than 12 months, within 30 days, before 2026-01-01, after 2026-01-01"
    if question.answer is AnswerKind.PLANNED_DATE:
        known += ", overdue, overdue every 12 months"
    raise NotUnderstood(
        f"`{shortened(text)}` is not a condition on a date",
        f"conditions on {question.id} ({question.answer_words}) are: {known}",
    )


def day(text: str) -> date:
    """A date written as 2026-11-21."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise NotUnderstood(f"`{shortened(text)}` is not a date", "write year-month-day, for example 2026-11-21")


def answer(text: str, question: Question, as_of: date) -> Value:
    """The value that an answer to a fact means; `as_of` is the day of the assessment, which nothing done
    can lie after."""
    match question.answer:
        case AnswerKind.WORDS:
            if text not in question.words:
                raise _no_answer(text, question)
            return text
        case AnswerKind.NUMBER | AnswerKind.PERCENTAGE:
            return _amount(text, question)
        case AnswerKind.DATE | AnswerKind.PLANNED_DATE:
            when = day(text)
            if question.answer is AnswerKind.DATE and when > as_of:
                raise NotUnderstood(
                    f"{text} lies after the day of the assessment, {as_of}",
                    f"{question.id} asks when something was done",
                )
            return when
        case AnswerKind.TEXT:
            return text
        case AnswerKind.SCORE:
            return score(text)
        case _:
            raise NotUnderstood(
                f"{question.id} is a register: its answer is a list of records",
                "for example: [{record: R-1, ...}]",
            )


_POINTS = re.compile(r"([0-9]{1,6}(?:[.,][0-9]{1,6})?)(?: ?%)?(?![0-9.,/%]| ?[-\u2013/] ?[0-9])")
_PRODUCT = re.compile(r"([0-9]{1,3}) ?[x\u00d7*] ?([0-9]{1,3})(?: ?= ?[0-9]{1,6})?")


def score(text: str) -> float | str:
    """The points that a text gives on a scale of the organisation's own: `4`, `0,6`, `4 - likely`, `4 x 5`;
    without a number at its head it stays in words."""
    plain = " ".join(text.split())
    if match := _PRODUCT.fullmatch(plain):
        return float(int(match[1]) * int(match[2]))
    match = _POINTS.match(plain)
    return float(match[1].replace(",", ".")) if match else text


def _amount(text: str, question: Question) -> float:
    number = text.removesuffix("%").strip() if question.answer is AnswerKind.PERCENTAGE else text
    if not _NUMBER.fullmatch(number):
        raise NotUnderstood(
            f"`{shortened(text)}` is not a number",
            f"{question.id} asks for a {question.answer_words}, in figures: 12 or 12.5",
        )
    if float(number) < 0 or (question.answer is AnswerKind.PERCENTAGE and float(number) > 100):
        raise NotUnderstood(
            f"`{shortened(text)}` is out of range",
            (
                "a percentage lies between 0 and 100"
                if question.answer is AnswerKind.PERCENTAGE
                else "it cannot be negative"
            ),
        )
    return float(number)

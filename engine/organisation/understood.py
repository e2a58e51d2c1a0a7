"""What people write, in the words that the questions take: understood where only one meaning is possible,
else refused with what to write.

`Yes`, `ja` and `TRUE` are yes; `25/12/2026` is one day and `12/05/2026` could be two; `0.6` at a
percentage could be sixty.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from ..knowledge.language.phrases import Value, answer
from ..knowledge.language.said import word_meant
from ..model import AnswerKind, Question
from ..reading.nodes import shortened
from ..reading.shapes import NotUnderstood

NOT_APPLICABLE = (
    "n/a",
    "na",
    "n.a.",
    "n. a.",
    "not applicable",
    "does not apply",
    "entf\u00e4llt",
    "nicht zutreffend",
    "sans objet",
)
EXCLUDE = (
    "what does not apply is declared: not_applicable: [{requirement: iso-9001:2015/8.3, because: the"
    " reason}]; else leave it out"
)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FIRST_DAY_OF_SPREADSHEETS = date(1899, 12, 30)


def answered(text: str, question: Question, as_of: date) -> Value:
    """The value that an answer to a fact means, in whatever words people give it. Raises NotUnderstood
    where it could mean several."""
    return answer(in_our_words(text, question), question, as_of)


def as_asked(text: str, question: Question) -> str:
    """An answer as it is kept: the word of a closed question that it means, anything else as it was written.
    Raises NotUnderstood as `answered` does."""
    return in_our_words(text, question) if question.words else text


def in_our_words(text: str, question: Question) -> str:
    """An answer as the question takes it; one that is not known here stays as it is. Raises NotUnderstood
    where it could mean several."""
    plain = " ".join(text.split())
    if question.words and (word := word_meant(plain, question.words)):
        return word
    if question.answer in (AnswerKind.TEXT, AnswerKind.SCORE):
        return text
    if plain.casefold() in NOT_APPLICABLE:
        raise NotUnderstood(f"`{plain}` is no answer: it says that the question does not apply", EXCLUDE)
    return _KINDS.get(question.answer, str)(plain)


def _number(text: str) -> str:
    if re.fullmatch(r"\d{1,3}(,\d{3})+", text):
        hint = f"write {text.replace(',', '')} without a comma, or {text.replace(',', '.', 1)} with a point"
        raise NotUnderstood(f"`{shortened(text)}` could be a number in thousands or a decimal one", hint)
    return text.replace(",", ".") if re.fullmatch(r"\d+,\d+", text) else text


def _percentage(text: str) -> str:
    number = _number(text.removesuffix("%").strip())
    if not text.endswith("%") and re.fullmatch(r"0?\.\d{1,9}", number) and float(number) > 0:
        of_a_hundred = f"{float(number) * 100:.7f}".rstrip("0").rstrip(".")
        hint = (
            f"write {of_a_hundred} for {of_a_hundred} per cent; with its sign, {number}%, if less than one"
            " per cent is meant"
        )
        raise NotUnderstood(f"`{shortened(text)}` could be {of_a_hundred} per cent, or less than one", hint)
    return number if number != text else text


def as_day(text: str) -> str:
    """A day as year-month-day, from the ways of writing it that can mean one day only; anything else stays as
    it is, to be refused.

    Raises NotUnderstood where it could be two days, or is no whole day."""
    plain = " ".join(text.split())
    for form, meant in _DAYS:
        if match := form.fullmatch(plain):
            return meant(match)
    return text


def _in_order(match: re.Match[str]) -> str:
    return _day(match["y"], match["m"], match["d"]) or match[0]


def _day(year: str, month: str, day: str) -> str:
    """A day as year-month-day; empty if there is no such day."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _in_either_order(match: re.Match[str]) -> str:
    days = {_day(match["y"], match["b"], match["a"]), _day(match["y"], match["a"], match["b"])} - {""}
    if len(days) == 2:
        raise NotUnderstood(f"`{match[0]}` could be two days", f"write {' or '.join(sorted(days))}")
    return days.pop() if days else match[0]


def _with_name(match: re.Match[str]) -> str:
    month = match["name"][:3].casefold()
    return (_day(match["y"], str(_MONTHS.index(month) + 1), match["d"]) if month in _MONTHS else "") or match[
        0
    ]


def _bare_year(match: re.Match[str]) -> str:
    raise NotUnderstood(f"`{match[0]}` is a year and no day", f"write the day, for example {match[0]}-11-21")


def _counted(match: re.Match[str]) -> str:
    meant = _FIRST_DAY_OF_SPREADSHEETS + timedelta(days=int(match[0]))
    raise NotUnderstood(
        f"`{match[0]}` is not a date", f"as spreadsheet programs count days it is {meant}: write that"
    )


def _short_year(match: re.Match[str]) -> str:
    raise NotUnderstood(
        f"`{match[0]}` is not a whole date",
        "write the year with four figures, best as year-month-day: 2026-11-21",
    )


_DAYS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})"), _in_order),
    (re.compile(r"(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})\. ?(?P<y>\d{4})"), _in_order),
    (re.compile(r"(?P<a>\d{1,2})([-/])(?P<b>\d{1,2})\2(?P<y>\d{4})"), _in_either_order),
    (re.compile(r"(?P<d>\d{1,2})\.?[- ](?P<name>[A-Za-z]{3,9})\.?,?[- ](?P<y>\d{4})"), _with_name),
    (re.compile(r"(?P<name>[A-Za-z]{3,9})\.? (?P<d>\d{1,2}),? (?P<y>\d{4})"), _with_name),
    (re.compile(r"(?:19|20)\d{2}"), _bare_year),
    (re.compile(r"[2-6]\d{4}"), _counted),
    (re.compile(r"\d{1,2}[-/. ]+(?:\d{1,2}|[A-Za-z]{3,9})[-/. ]+\d{2}"), _short_year),
)

_KINDS: dict[AnswerKind, Callable[[str], str]] = {
    AnswerKind.NUMBER: _number,
    AnswerKind.PERCENTAGE: _percentage,
    AnswerKind.DATE: as_day,
    AnswerKind.PLANNED_DATE: as_day,
}

_LONGEST_REFERENCE = 300
_DAY_AT_THE_END = re.compile(r"(.*?\S)[\s,;(\[]+(\d[\d./-]{5,9}\d)[)\]]?")


def parted(reference: str) -> tuple[str, str]:
    """A reference and the day glued to its end, as year-month-day; the day is empty where there is none.
    Raises NotUnderstood where the day could be two."""
    match = _DAY_AT_THE_END.fullmatch(reference) if len(reference) <= _LONGEST_REFERENCE else None
    if match is None:
        return reference, ""
    day = as_day(match[2])
    return (match[1], day) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) else (reference, "")

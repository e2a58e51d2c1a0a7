"""What one condition means for one answer: Kleene's strong three-valued logic, shared by both evaluators and by nothing else."""

from __future__ import annotations

import calendar
from datetime import date
from enum import IntEnum

from ..model import Condition, Op

Value = str | float | date
"""An answer as the engine sees it: a word, a number or a date. `None` beside it means nobody answered."""


class Truth(IntEnum):
    """False, unknown, true; `min` is and, `max` is or."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2


def truth(condition: Condition, value: Value | None, as_of: date) -> Truth:
    """Whether an answer meets a condition on the day of the assessment. Without an answer it is unknown."""
    if value is None:
        return Truth.UNKNOWN
    return Truth.TRUE if holds(condition, value, as_of) else Truth.FALSE


def holds(condition: Condition, value: Value, as_of: date) -> bool:
    """The condition on a known answer. The reader has seen to it that operator and kind of answer fit."""
    match condition.op, value:
        case Op.ONE_OF, str(word):
            return word in condition.words
        case Op.MORE_THAN, float(number):
            return number > condition.number
        case Op.AT_LEAST, float(number):
            return number >= condition.number
        case Op.LESS_THAN, float(number):
            return number < condition.number
        case Op.AT_MOST, float(number):
            return number <= condition.number
        case Op.OLDER_THAN, date():
            return value < back_from(as_of, condition.months, condition.days)
        case Op.WITHIN, date():
            return value >= back_from(as_of, condition.months, condition.days)
        case Op.BEFORE, date():
            return value < (date.fromisoformat(condition.date) if condition.date else as_of)
        case Op.AFTER, date():
            return value > (date.fromisoformat(condition.date) if condition.date else as_of)
    raise TypeError(f"{condition.fact}: {condition.op} cannot be asked of {value!r}")


def back_from(day: date, months: int, days: int) -> date:
    """The day that lies so many calendar months and days earlier; a day that month does not have becomes its last."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return date.min
    earlier = date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    return date.fromordinal(max(earlier.toordinal() - days, 1))

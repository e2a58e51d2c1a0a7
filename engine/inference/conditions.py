"""What one condition means for one answer: Kleene's strong three-valued logic, shared by both evaluators and by nothing else."""

from __future__ import annotations

import calendar
from datetime import date
from enum import IntEnum

from ..model import Condition, Op
from ..records import RegisterRecord

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


def meets(record: RegisterRecord, condition: Condition, as_of: date, other: RegisterRecord | None = None) -> bool:
    """Whether a record meets a condition on one of its fields; `other` is the record it is joined with, whose dates the condition may
    name. An empty field meets nothing but `missing`: a register is what is written in it."""
    value = record.values.get(condition.fact)
    match condition.op:
        case Op.MISSING:
            return value is None and not record.names.get(condition.fact)
        case Op.GIVEN:
            return value is not None or bool(record.names.get(condition.fact))
        case Op.DANGLING:
            return condition.fact in record.strays
    if value is None:
        return False
    if not condition.field:
        return holds(condition, value, as_of)
    day = other.values.get(condition.field) if other is not None else None
    if not isinstance(day, date) or not isinstance(value, date):
        return False
    return value < day if condition.op is Op.BEFORE else value > day


def back_from(day: date, months: int, days: int) -> date:
    """The day that lies so many calendar months and days earlier; a day that month does not have becomes its last."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return date.min
    earlier = date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    return date.fromordinal(max(earlier.toordinal() - days, 1))

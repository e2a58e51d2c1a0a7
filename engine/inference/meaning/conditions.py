"""What one condition means for one answer, or for one record: true, false, or unknown where nobody
answered."""

from __future__ import annotations

import calendar
import operator
from collections.abc import Callable
from datetime import date
from enum import IntEnum
from typing import Any

from ...knowledge.language.phrases import AnyOf, Told, Value
from ...model import Condition, Op
from ...organisation.records import RegisterRecord

COMPARISONS: dict[Op, Callable[[float, float], bool]] = {
    Op.MORE_THAN: operator.gt,
    Op.AT_LEAST: operator.ge,
    Op.LESS_THAN: operator.lt,
    Op.AT_MOST: operator.le,
}


_COMPARED: dict[Op, Callable[[Any, Any], bool]] = {
    Op.BEFORE: operator.lt,
    Op.AFTER: operator.gt,
    Op.NOT_BEFORE: operator.ge,
    Op.NOT_AFTER: operator.le,
    Op.SAME_AS: lambda one, other: _plain(one) == _plain(other),
}
"""What is asked of two fields, which the reader has seen to be of one kind: two dates, or two texts."""


class Truth(IntEnum):
    """False, unknown, true; `min` is and, `max` is or."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2


def truth(condition: Condition, value: Told | None, as_of: date) -> Truth:
    """Whether an answer meets a condition on the day of the assessment. Without an answer it is unknown."""
    if value is None:
        return Truth.UNKNOWN
    if isinstance(value, AnyOf):
        met = {holds(condition, word, as_of) for word in value.values}
        return Truth.UNKNOWN if len(met) > 1 else truth(condition, value.values[0], as_of)
    return Truth.TRUE if holds(condition, value, as_of) else Truth.FALSE


def holds(condition: Condition, value: Value, as_of: date) -> bool:
    """The condition on a known answer. The reader has seen to it that operator and kind of answer fit."""
    op = condition.op
    if isinstance(value, str):
        if op is Op.ONE_OF:
            return value in condition.words
    elif isinstance(value, float):
        if compare := COMPARISONS.get(op):
            return compare(value, condition.number)
    elif op is Op.OLDER_THAN:
        return value < back_from(as_of, condition.months, condition.days)
    elif op is Op.WITHIN:
        return value >= back_from(as_of, condition.months, condition.days)
    elif op is Op.BEFORE:
        return value < (date.fromisoformat(condition.date) if condition.date else as_of)
    elif op is Op.AFTER:
        return value > (date.fromisoformat(condition.date) if condition.date else as_of)
    raise TypeError(f"{condition.fact}: {op} cannot be asked of {value!r}")


def meets(
    record: RegisterRecord, condition: Condition, as_of: date, other: RegisterRecord | None = None
) -> bool:
    """Whether a record meets a condition on one of its fields; `other` is the record it is joined with,
    whose fields the condition may name; without one it names the record's own. An empty field meets nothing
    but `missing`: a register is what is written in it; and not even that where no record of the register uses
    the field, because then nobody asked."""
    value = record.values.get(condition.fact)
    op = condition.op
    if op is Op.MISSING:
        return value is None and not record.names.get(condition.fact) and condition.fact not in record.unsure
    if op is Op.GIVEN:
        return value is not None or bool(record.names.get(condition.fact))
    if op is Op.CONTRADICTED:
        return condition.fact in record.contradicted
    if op is Op.DANGLING:
        return condition.fact in record.strays
    if value is None:
        return False
    if not condition.field:
        return holds(condition, value, as_of)
    compared = (other or record).values.get(condition.field)
    return compared is not None and _COMPARED[op](value, compared)


def _plain(text: str) -> str:
    """A text without what people change in it when they write it again."""
    return " ".join(text.split()).casefold()


def back_from(day: date, months: int, days: int) -> date:
    """The day that lies so many calendar months and days earlier; a day that month does not have becomes
    its last."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return date.min
    earlier = date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    return date.fromordinal(max(earlier.toordinal() - days, 1))

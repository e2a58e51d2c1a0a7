"""Days as people write them into tables: `12/05/2026`, `08-Oct-25`, `1. März 2026`, `Q2/2024`, 46000.

Whether the day or the month comes first, a column decides by itself where one of its days can be read in one
way only; else nobody can know. A quarter, a month or a year is its last day: nothing that was done in it is
older, and nothing that is due in it is late before its end.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache

_NAMES = (
    ("jan", "ene"),
    ("feb", "fév", "fev"),
    ("mar", "mär", "mrz", "maer"),
    ("apr", "avr", "abr"),
    ("may", "mai"),
    ("jun", "juin"),
    ("jul", "juil"),
    ("aug", "août", "aou", "ago"),
    ("sep", "set"),
    ("oct", "okt"),
    ("nov",),
    ("dec", "dez", "déc", "dic"),
)
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000
"""Days counted from the end of 1899, as spreadsheets keep them: 1954 to 2119."""

_FIRST_DAY = date(1899, 12, 30)


class DayOrder(str, Enum):
    """What comes first in `12/05/2026`."""

    DAY = "day first"
    MONTH = "month first"


def order_of(texts: Iterable[str], latest: date | None = None) -> tuple[frozenset[DayOrder], bool]:
    """The orders in which all days of a column can be read, and whether one of them could be two days. Where
    none of them lies after the `latest`, an order in which one does is none."""
    orders, ambiguous = set(DayOrder), False
    texts = list(texts)
    if latest is not None:
        early = {
            order
            for order in DayOrder
            if not any((day_meant(text, order) or latest) > latest for text in texts)
        }
        orders = early or orders
    for text in texts:
        match = _EITHER.fullmatch(_plain(text))
        if match is None:
            continue
        first, second = int(match["a"]), int(match["b"])
        if first > 12:
            orders.discard(DayOrder.MONTH)
        elif second > 12:
            orders.discard(DayOrder.DAY)
        else:
            ambiguous |= first != second
    return frozenset(orders), ambiguous


def looks_like_day(text: str) -> bool:
    """Whether a text is a day, a month, a quarter or a year."""
    return bool(day_meant(text, DayOrder.DAY) or day_meant(text, DayOrder.MONTH))


@lru_cache(20_000)
def day_meant(text: str, order: DayOrder) -> date | None:
    """The day that a text means; None if it means none."""
    plain = _plain(text)
    for form, meant in _FORMS:
        if match := form.fullmatch(plain):
            try:
                return meant(match, order)
            except ValueError:
                return None
    return None


def is_rounded(text: str) -> bool:
    """Whether a text names more than a day: a month, a quarter, a year."""
    return any(
        form.fullmatch(_plain(text)) for form in (_QUARTER, _QUARTER_LAST, _MONTH, _NAMED_MONTH, _YEAR, _HALF)
    )


def _plain(text: str) -> str:
    plain = " ".join(text.casefold().replace(",", " ").split())
    return re.sub(r"[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m|z)?$", "", plain)


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 and int(text) < 70 else 1900 if len(text) == 2 else 0)


def _month(name: str) -> int:
    """The month of a name. Raises ValueError if it is none."""
    if name.startswith(("juin", "june")):
        return 6
    if name.startswith("jui"):
        return 7
    found = [number for number, starts in enumerate(_NAMES, 1) if name.startswith(starts)]
    if not found:
        raise ValueError(name)
    return found[0]


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _in_order(match: re.Match[str], order: DayOrder) -> date:
    return date(int(match["y"]), int(match["m"]), int(match["d"]))


def _with_points(match: re.Match[str], order: DayOrder) -> date:
    return date(_year(match["y"]), int(match["m"]), int(match["d"]))


def _in_either_order(match: re.Match[str], order: DayOrder) -> date:
    first, second = int(match["a"]), int(match["b"])
    day, month = (first, second) if order is DayOrder.DAY else (second, first)
    if month > 12:
        day, month = month, day
    return date(_year(match["y"]), month, day)


def _with_name(match: re.Match[str], order: DayOrder) -> date:
    return date(_year(match["y"]), _month(match["name"]), int(match["d"]))


def _quarter(match: re.Match[str], order: DayOrder) -> date:
    return _last_day(_year(match["y"]), 3 * int(match["q"]))


def _half(match: re.Match[str], order: DayOrder) -> date:
    return _last_day(_year(match["y"]), 6 * int(match["h"]))


def _whole_month(match: re.Match[str], order: DayOrder) -> date:
    return _last_day(_year(match["y"]), int(match["m"]))


def _named_month(match: re.Match[str], order: DayOrder) -> date:
    return _last_day(_year(match["y"]), _month(match["name"]))


def _whole_year(match: re.Match[str], order: DayOrder) -> date:
    return date(int(match["y"]), 12, 31)


def _serial(match: re.Match[str], order: DayOrder) -> date:
    number = int(match["n"])
    if not FIRST_SERIAL <= number <= LAST_SERIAL:
        raise ValueError(number)
    return _FIRST_DAY + timedelta(days=number)


_EITHER = re.compile(r"(?P<a>\d{1,2})([/-])(?P<b>\d{1,2})\2(?P<y>\d{4}|\d{2})")
_QUARTER = re.compile(r"[qt](?P<q>[1-4])[ /.-]*(?P<y>\d{4}|\d{2})")
_QUARTER_LAST = re.compile(r"(?P<y>\d{4})[ /.-]*[qt](?P<q>[1-4])")
_HALF = re.compile(r"h(?P<h>[12])[ /.-]*(?P<y>\d{4})")
_MONTH = re.compile(r"(?P<m>0?[1-9]|1[0-2])[/.-](?P<y>\d{4})")
_NAMED_MONTH = re.compile(r"(?P<name>[^\W\d]{3,10})\.?[ /'-]*(?P<y>\d{4}|\d{2})")
_YEAR = re.compile(r"(?P<y>(?:19|20)\d{2})")

_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], DayOrder], date]], ...] = (
    (re.compile(r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})"), _in_order),
    (re.compile(r"(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})\. ?(?P<y>\d{4}|\d{2})"), _with_points),
    (_EITHER, _in_either_order),
    (
        re.compile(
            r"(?P<d>\d{1,2})(?:st|nd|rd|th)?\.?[ /-]?(?:de )?"
            r"(?P<name>[^\W\d]{3,10})\.?[ /-]?(?:de )?(?P<y>\d{4}|\d{2})"
        ),
        _with_name,
    ),
    (re.compile(r"(?P<name>[^\W\d]{3,10})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)? (?P<y>\d{4})"), _with_name),
    (_QUARTER, _quarter),
    (_QUARTER_LAST, _quarter),
    (_HALF, _half),
    (_MONTH, _whole_month),
    (_NAMED_MONTH, _named_month),
    (_YEAR, _whole_year),
    (re.compile(r"(?P<n>\d{5})(?:\.\d+)?"), _serial),
)

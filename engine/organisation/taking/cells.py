"""What the cells of one column say, in the form that the field of a register takes; and what of it cannot be
taken, with the reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from ...model import AnswerKind, Field
from .annex import Annex
from .columns import LEFT_OUT
from .days import DayOrder, day_meant, is_rounded, order_of
from .plain import one_dash
from .words import FieldWords, is_empty, levels_of

Taken = str | tuple[str, ...]
"""What goes into a field: a text, or names."""

DAYS = (AnswerKind.DATE, AnswerKind.PLANNED_DATE)
_NUMBER = re.compile(r"-?\d{1,9}(?:[.,]\d{1,6})?")
_PRODUCT = re.compile(r"(\d{1,3}) ?[x\u00d7*] ?(\d{1,3})(?: ?= ?\d+)?")
_BETWEEN_NAMES = re.compile(r"[,;\n]+|\s+/\s+|\s+(?=A\.\d)")
_NAME = re.compile(r"[A-Za-z]{0,6}[-_. ]?\d{1,6}(?:[.-]\d{1,4}){0,3}[a-z]?|[A-Z]{1,6}[-_][A-Z0-9-]{1,14}")


class NotTaken(Exception):
    """A cell that cannot be taken; says why."""


class SaidInCell(msgspec.Struct, frozen=True):
    """What a cell says, and a word on how it was understood, if it needs one."""

    taken: Taken
    remark: str = ""


def number_in(text: str) -> float | None:
    """The number that a cell is, or the product that it shows: `4 x 5`, `12`, `0,6`."""
    plain = text.strip().removesuffix("%").strip()
    if match := _PRODUCT.fullmatch(plain):
        return float(int(match[1]) * int(match[2]))
    return float(plain.replace(",", ".")) if _NUMBER.fullmatch(plain) else None


class ColumnReader:
    """Reads the cells of one column for a field. `unknown` counts the words that nobody has explained,
    `points` are the scores for which nobody has said where levels begin; `undecided` tells that days could
    be read in two ways."""

    def __init__(
        self,
        field: Field,
        texts: Iterable[str],
        annex: Annex,
        *,
        days: DayOrder | None = None,
        has_scale: bool = False,
        words: Mapping[str, str] | None = None,
        as_of: date,
    ) -> None:
        self.field = field
        self.annex = annex
        self.has_scale = has_scale
        self.as_of = as_of
        self.unknown: Counter[str] = Counter()
        self.points: list[float] = []
        self.levels = levels_of(field)
        self._words = FieldWords(field, words or {}) if field.words else None
        latest = as_of if field.holds is AnswerKind.DATE else None
        texts = texts if field.holds in DAYS else ()
        self.order, self.undecided = _order(texts, days, latest)

    def read(self, text: str) -> SaidInCell | None:
        """What a cell says; None where it says nothing. Raises NotTaken."""
        if self.field.words:
            return self._closed(text)
        if self.field.holds is AnswerKind.RECORDS:
            return self._names(text)
        if is_empty(text):
            return None
        if self.field.holds in DAYS:
            return self._day(text)
        if self.field.holds in (AnswerKind.NUMBER, AnswerKind.PERCENTAGE):
            return self._number(text)
        return SaidInCell(text)

    def _closed(self, text: str) -> SaidInCell | None:
        if self.levels and (number := number_in(text)) is not None:
            return self._scored(number)
        meant = self._words.meant(text) if self._words and text else ()
        if meant == (LEFT_OUT,):
            raise NotTaken("you said that it means nothing here")
        if meant:
            more = f"`{text}` says {' and '.join(meant)}; the first is taken" if len(meant) > 1 else ""
            return SaidInCell(meant[0], more)
        if is_empty(text):
            return None
        self.unknown[text] += 1
        raise NotTaken(f"nobody has said which of {', '.join(self.field.words)} this means")

    def _scored(self, number: float) -> SaidInCell:
        """Points, which the organisation's scale turns into a level."""
        if not self.has_scale:
            self.points.append(number)
            raise NotTaken("nobody has said where the levels begin on this scale")
        return SaidInCell(f"{number:g}")

    def _day(self, text: str) -> SaidInCell:
        when = day_meant(text, self.order)
        if when is None:
            raise NotTaken("this is no day")
        if self.field.holds is AnswerKind.DATE and when > self.as_of:
            if not is_rounded(text) or when.year > self.as_of.year:
                raise NotTaken(f"it lies after the day of the assessment, {self.as_of}")
            when = self.as_of
        return SaidInCell(when.isoformat(), f"`{text}` is taken as {when}" if is_rounded(text) else "")

    def _number(self, text: str) -> SaidInCell:
        number = number_in(text)
        if number is None:
            raise NotTaken("this is no number")
        return SaidInCell(f"{number:g}")

    def _names(self, text: str) -> SaidInCell | None:
        """Names of records, where all that stands in the cell are names; else the words as they are."""
        if is_empty(text):
            return None
        parts = [one_dash(part).strip(" .-") for part in _BETWEEN_NAMES.split(text) if part.strip(" .-")]
        controls = [self.annex.control(part) if "." in part else None for part in parts]
        if all(control or _NAME.fullmatch(part) for control, part in zip(controls, parts, strict=True)):
            names = [
                control.number if control else part for control, part in zip(controls, parts, strict=True)
            ]
            old = [f"{one.of_2013} is {one.number} today" for one in controls if one and one.of_2013]
            return SaidInCell(tuple(dict.fromkeys(names)), "; ".join(old))
        return SaidInCell((text,))


def _order(texts: Iterable[str], days: DayOrder | None, latest: date | None) -> tuple[DayOrder, bool]:
    """What comes first in the days of a column: as they tell themselves, else as a person said."""
    orders, ambiguous = order_of(texts, latest)
    if len(orders) == 1:
        return next(iter(orders)), False
    return days or DayOrder.DAY, ambiguous and days is None

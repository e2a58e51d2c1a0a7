"""Whether what stands in a column fits a field: days into a field of days, words that are known into one of
closed words, numbers of controls into the one for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

from ...model import AnswerKind, Field, Question
from .annex import Annex
from .cells import DAYS, number_in
from .columns import RECORD
from .days import looks_like_day
from .words import FieldWords, is_empty, levels_of

VALUES_LOOKED_AT = 200
POINTS = 2.5
"""How much better a column of words fits levels than one of points."""

NUMBERED = ("target", "current", "baseline", "cost", "reference", "version", "result")
"""Fields of text that may hold bare numbers."""


class Fitting:
    """How well columns fit the fields of a register; looked at where a heading asks for it. `texts` gives
    what stands in a column, `said` what a person said of words, by field."""

    def __init__(
        self,
        texts: Callable[[int], list[str]],
        register: Question,
        annex: Annex,
        said: Mapping[str, Mapping[str, str]],
    ) -> None:
        self.texts = texts
        self.register = register
        self.annex = annex
        self.said = said

    def __call__(self, column: int, name: str) -> float | None:
        """0 where a column fits, less where words would fit better than points, None where it does not."""
        texts = [text for text in self.texts(column)[:VALUES_LOOKED_AT] if not is_empty(text)]
        if texts and not self._fits(name, texts):
            return None
        field = self.register.field(name)
        return -POINTS if levels_of(field) and texts and share(is_number, texts) > 0.5 else 0.0

    def _fits(self, name: str, texts: list[str]) -> bool:
        annex = self.annex
        if name == "marked":
            return max(map(len, texts)) <= 5
        if name == RECORD:
            return sum(map(len, texts)) / len(texts) <= 30 and len(set(texts)) > 0.5 * len(texts)
        if name == "annex_a":
            return share(annex.is_control, texts) >= 0.3
        if name == "what" and self.register.field("annex_a") and share(is_short_number(annex), texts) > 0.5:
            return False
        field = self.register.field(name)
        assert field is not None
        days = share(looks_like_day, texts)
        if field.holds in DAYS:
            return days >= 0.3
        if field.words:
            return self._fits_words(name, texts)
        numbers = share(is_number, texts)
        if field.holds in (AnswerKind.NUMBER, AnswerKind.PERCENTAGE):
            return numbers >= 0.3
        if field.holds is AnswerKind.TEXT and name not in NUMBERED:
            return max(days, numbers) < 0.7
        return days < 0.7

    def _fits_words(self, name: str, texts: list[str]) -> bool:
        """Whether a column is of words: most of them known, or few different ones, or numbers on a scale."""
        field = self.register.field(name)
        assert field is not None
        if levels_of(field) and share(is_number, texts) >= 0.6:
            return True
        known = FieldWords(field, self.said.get(name, {}))
        if share(lambda text: bool(known.meant(text)), texts) >= 0.3:
            return True
        return len(set(texts)) <= min(8, max(3, 0.5 * len(texts))) and max(map(len, texts)) <= 40


def is_told(register: Question, field: Field, given: Collection[str]) -> bool:
    """Whether columns tell a field, as far as a record needs it: by itself, by the points it is worked out
    of, or a control by its number."""
    if not field.required or field.name in given or (field.name == "what" and "annex_a" in given):
        return True
    of = [one for name in field.worked_out_of if (one := register.field(name)) is not None]
    return bool(of) and all(_is_given(register, one, given) for one in of)


def _is_given(register: Question, field: Field, given: Collection[str]) -> bool:
    of = [one for name in field.worked_out_of if (one := register.field(name)) is not None]
    return field.name in given or (bool(of) and all(_is_given(register, one, given) for one in of))


def is_short_number(annex: Annex) -> Callable[[str], bool]:
    """Whether a cell is the number of a control and no more."""
    return lambda text: len(text) <= 12 and annex.is_numbered(text)


def is_number(text: str) -> bool:
    """Whether a cell is a number, or shows a product."""
    return number_in(text) is not None


def is_range(text: str) -> bool:
    """Whether a cell is a range of points: `20-25`, `1 to 4`, `> 15`."""
    return bool(
        re.fullmatch(
            r"[<>\u2265\u2264=]* ?\d+ ?(?:-|\u2013|to|bis|\u00e0|a) ?\d+|[<>\u2265\u2264]=? ?\d+|\d+\+", text
        )
    )


def share(holds: Callable[[str], bool], texts: list[str]) -> float:
    """What share of texts something holds of."""
    return sum(map(holds, texts)) / len(texts)

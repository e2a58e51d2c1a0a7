"""What the words in cells mean in the words of a closed field: `Mitigate` is reduce, `3 - High` is high,
`✅ Umgesetzt` is in place. What could mean several, or nothing known, means nothing here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import fuzz, process

from ...knowledge.language.phrases import YES_NO
from ...knowledge.language.said import word_meant
from ...model import Field
from .columns import LEFT_OUT
from .plain import plain_word

_DASHES = ("-", "--", "---", "\u2013", "\u2014", "?", ".", "x.x", "[]", "{}", "nan", "null")
_NOTHING = (
    "n/a",
    "na",
    "n.a.",
    "n.a",
    "nil",
    "none",
    "keine",
    "kein",
    "nichts",
    "aucun",
    "aucune",
    "ninguno",
)
_OPEN = (
    "tbd",
    "tbc",
    "t.b.d.",
    "sans objet",
    "tba",
    "to be determined",
    "not assessed",
    "not_assessed",
    "to be confirmed",
    "not set",
    "not defined",
)
_MEANINGLESS = (
    "not applicable",
    "nicht relevant",
    "nicht zutreffend",
    "entf\u00e4llt",
    "sans objet",
    "no aplica",
)
EMPTY = frozenset((*_DASHES, *_NOTHING, *_OPEN, *_MEANINGLESS))
"""What people write where there is nothing to write."""

_NEGATIONS = frozenset(
    ["not", "non", "no", "nicht", "kein", "ne", "pas", "sin", "un", "nie", "never", "without"]
)
_NUMBERS = re.compile(r"\b[\d.,]+\b")
_BETWEEN = re.compile(r"[,;/&+|\n]| and | und | et | y ")
ALIKE = 90


def is_empty(text: str) -> bool:
    """Whether a cell says that there is nothing to say."""
    return not text or " ".join(text.casefold().split()) in EMPTY


def levels_of(field: Field | None) -> tuple[str, ...]:
    """The words of a field that points on a scale can tell, the mildest first; else none."""
    if field is None or not field.scaled:
        return ()
    return field.words if field.words != YES_NO else YES_NO[::-1]


class FieldWords:
    """The words of one closed field, with those that a person has explained in `own`."""

    def __init__(self, field: Field, own: Mapping[str, str]) -> None:
        self.field = field
        self._own = {plain_word(text): word for text, word in own.items()}
        self._known = {plain_word(word): word for word in field.words}
        for word, ways in field.means:
            for way in ways:
                self._known.setdefault(plain_word(way), word)
        self.meant = lru_cache(20_000)(self._meant)

    def _meant(self, text: str) -> tuple[str, ...]:
        """The words that a text means: none where it is not understood, several where it names several;
        `left out` where a person said that it means nothing."""
        plain = plain_word(text)
        if plain in self._own:
            return (self._own[plain],) if self._own[plain] else (LEFT_OUT,)
        if word := self._one(text):
            return (word,)
        parts = [self._one(part) for part in _BETWEEN.split(text.casefold()) if part.strip()]
        return tuple(dict.fromkeys(parts)) if len(parts) > 1 and all(parts) else ()

    def _one(self, text: str) -> str:
        if word := word_meant(text, self.field.words, self.field.means):
            return word
        for plain in (
            plain_word(text),
            plain_word(_NUMBERS.sub(" ", text)),
            plain_word(re.sub(r"\(.*?\)", " ", text)),
        ):
            if plain and plain in self._known:
                return self._known[plain]
        return self._near(plain_word(_NUMBERS.sub(" ", text)))

    def _near(self, plain: str) -> str:
        """The word that a misspelt one means, or the only one that stands in a short text."""
        if len(plain) >= 5:
            near = process.extractOne(plain, list(self._known), scorer=fuzz.ratio, score_cutoff=ALIKE)
            if near and self._negated(plain) == self._negated(near[0]):
                return self._known[near[0]]
        padded = f" {plain} "
        found = [known for known in self._known if len(known) > 2 and f" {known} " in padded]
        longest = [one for one in found if not any(one != other and one in other for other in found)]
        words = {self._known[one] for one in longest}
        denied = self._negated(plain) and not any(self._negated(one) for one in longest)
        return words.pop() if len(words) == 1 and not denied and len(plain.split()) <= 5 else ""

    @staticmethod
    def _negated(plain: str) -> bool:
        return not _NEGATIONS.isdisjoint(plain.split())

"""Controls of Annex A as tables name them: `A.5.1`, `5.1`, `A5.1`, `A 5.17`, by title alone, by the numbers
of 2013, and 5.10 as spreadsheets shorten it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec
from rapidfuzz import fuzz, process

from ...model import KnowledgeBase
from ..annex_of_2013 import SUCCESSOR
from .plain import plain_word

_NUMBER = re.compile(r"(?:annex ?)?a?[. ]{0,2}(\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)\.?", re.IGNORECASE)
_AT_THE_HEAD = re.compile(
    r"(?:iso ?/?(?:iec)? ?27001(?::20\d\d)? ?)?(?:annex )?(?:a[. ]{0,2})?"
    r"(\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)(?![\d.])",
    re.IGNORECASE,
)
_WITH_ITS_LETTER = re.compile(
    r"(?<![a-z\d.])a[. ]{0,2}(\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)(?![\d.])", re.IGNORECASE
)
TITLE_ALIKE = 88
CLOSER_BY = 10


class NamedControl(msgspec.Struct, frozen=True):
    """A control that is named: its number of today, and the number of 2013 by which it was named, if it
    was."""

    number: str
    of_2013: str = ""


class Annex:
    """The controls of Annex A by number and title."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.titles = {
            one.number: one.title for one in knowledge.clauses if re.fullmatch(r"A\.\d+\.\d+", one.number)
        }
        self._by_title = {plain_word(title): number for number, title in self.titles.items()}

    def is_control(self, text: str) -> bool:
        """Whether a text is a control by its number or title."""
        return self.control(text) is not None

    def is_numbered(self, text: str) -> bool:
        """Whether a text begins with the number of a control."""
        match = _AT_THE_HEAD.match(text.strip())
        return match is not None and self._of(match[1]) is not None

    def control(self, text: str) -> NamedControl | None:
        """The control that a cell names, by number or by title."""
        match = _NUMBER.fullmatch(text.strip()) or _AT_THE_HEAD.match(text.strip())
        if match:
            return self._of(match[1])
        near = process.extractOne(
            plain_word(text), list(self._by_title), scorer=fuzz.ratio, score_cutoff=TITLE_ALIKE
        )
        return NamedControl(self._by_title[near[0]]) if near else None

    def among(self, text: str) -> tuple[NamedControl, ...]:
        """The controls that a text names with their letter: `see A.5.15 and A.8.3`."""
        found = (self._of(number) for number in _WITH_ITS_LETTER.findall(text))
        return tuple(dict.fromkeys(one for one in found if one))

    def _of(self, number: str) -> NamedControl | None:
        if number in SUCCESSOR:
            return NamedControl(f"A.{SUCCESSOR[number]}", f"A.{number}")
        return NamedControl(f"A.{number}") if f"A.{number}" in self.titles else None


def lengthened(named: Iterable[tuple[str, str]], annex: Annex) -> dict[int, str]:
    """By place, the number that a spreadsheet has shortened to another one (5.10 to 5.1), where the title
    beside it tells so, or where the number stands a second time and the longer one nowhere. `named` gives
    number and title."""
    lines = list(named)
    times = Counter(number for number, _ in lines)
    last = {number: place for place, (number, _) in enumerate(lines)}
    found: dict[int, str] = {}
    for place, (number, title) in enumerate(lines):
        longer = f"{number}0"
        if longer not in annex.titles:
            continue
        own, other = (_alike(title, annex.titles[one]) for one in (number, longer))
        twice = times[number] == 2 and last[number] == place and _misses(longer, times, annex)
        if other > own + CLOSER_BY or (twice and own < TITLE_ALIKE):
            found[place] = longer
    return found


def _misses(number: str, stated: Mapping[str, int], annex: Annex) -> bool:
    """Whether a control has no line, and those beside it have one."""
    section, _, place = number.rpartition(".")
    beside = {f"{section}.{int(place) - 1}", f"{section}.{int(place) + 1}"} & annex.titles.keys()
    return number not in stated and all(one in stated for one in beside)


def _alike(said: str, title: str) -> float:
    return fuzz.token_set_ratio(plain_word(said)[:200], plain_word(title)) if said else 0.0

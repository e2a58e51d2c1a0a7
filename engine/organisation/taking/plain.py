"""Headings and words without what makes no difference: capitals, accents, signs, and what stands in
brackets."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")
_SCALES = re.compile(r"\b\d+ ?(?:-|to|bis|à|a|\.\.) ?\d+\b|[=x\u00d7*/]+\s*\d+\b|\b\d+\b")
_SIGNS = re.compile(r"[^a-z0-9#%]+")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


@lru_cache(20_000)
def plain_heading(text: str) -> str:
    """A heading in plain letters: `Likelihood (1-5)` is likelihood, `Verantwortliche/r` verantwortliche r."""
    folded = _folded(text.replace("_", " "))
    without = _SCALES.sub(" ", _BRACKETS.sub(" ", folded))
    return _worded(without) or _worded(folded)


@lru_cache(50_000)
def plain_word(text: str) -> str:
    """What a cell says, in plain letters: `✅ Yes` is yes, `Non-compliant` non compliant."""
    return _worded(_folded(text))


def one_dash(text: str) -> str:
    """A text with one kind of dash: `R-001` with whatever dash is R-001."""
    return text.translate(_DASHES)


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss").replace("œ", "oe"))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def _worded(text: str) -> str:
    return " ".join(_SIGNS.sub(" ", text.replace("n°", "n ").replace("nº", "n ")).split())

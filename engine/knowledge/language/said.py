"""How people say the words that closed questions take: `Yes`, `ja`, `TRUE` and a tick are yes.

Whoever takes a word takes it through here: answers, fields of records, notes, and the cells of workbooks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

SAID = {
    "yes": ("y", "true", "ja", "oui", "si", "s\u00ed", "\u2713", "\u2714", "\u2705"),
    "no": ("n", "false", "nein", "non", "\u2717", "\u2718", "\u274c"),
    "largely": ("mostly", "for the most part", "weitgehend", "en grande partie"),
    "partly": ("partial", "partially", "in part", "teilweise", "en partie", "parcialmente"),
}
"""How people say the words of closed questions, by the word."""


def word_meant(text: str, words: Iterable[str], means: Iterable[tuple[str, Iterable[str]]] = ()) -> str:
    """The one of some words that a text means; empty if it is none. `means` has what else people write, by
    the word."""
    said = " ".join(text.split()).casefold()
    lower = {word.casefold(): word for word in words}
    meant = (
        said
        if said in lower
        else next((word for word, ways in SAID.items() if said in ways or _with_sign(said, word)), "")
    )
    return lower.get(meant, "") or next((word for word, ways in means if _is_one_of(said, ways)), "")


def _is_one_of(said: str, ways: Iterable[str]) -> bool:
    bare = re.sub(r"^[^\w?]+|[^\w?.)]+$", "", said)
    return any(way.casefold() in (said, bare) for way in ways)


def _with_sign(said: str, word: str) -> bool:
    """Whether a sign stands before or after the word: a green tick and Yes."""
    return re.fullmatch(rf"[^\w?]*\b{word}\b[^\w?]*", said) is not None

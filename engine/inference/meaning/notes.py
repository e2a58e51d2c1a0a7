"""Notes of what an auditor saw: which requirement one lands on, and what it does there. A note is known by
its place among the notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from ...model import Grade
from ..interface import NoteVerdict, Verdict


def carrier(members: Iterable[str], applies: Mapping[str, bool], position: Mapping[str, int]) -> str | None:
    """The requirement that a note lands on: the first of its target's that is in scope (`applies` knows
    it) and applies, failing that the first in scope; None where none is. `position` is the order of the
    standard."""
    here = [one for one in members if one in applies]
    return min(here, key=lambda one: (not applies[one], position[one]), default=None)


def joined(verdict: Verdict, seen: Iterable[NoteVerdict]) -> Verdict:
    """A verdict with what is said of the notes on it. A note that no rule fires on proves nothing and
    changes nothing; one that a rule fires on makes the requirement apply: what was seen there is there."""
    notes = tuple(seen)
    worst = max((one.base for one in notes), default=Grade.CONFORMS)
    if worst is Grade.CONFORMS:
        return msgspec.structs.replace(verdict, seen=notes)
    base, at_least = max(verdict.base, worst), max(verdict.at_least, worst)
    return msgspec.structs.replace(verdict, applies=True, base=base, seen=notes, at_least=at_least)

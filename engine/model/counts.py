"""Answers that are counted from the records of a register."""

from __future__ import annotations

import msgspec

from ..problems import Location
from .rules import Alternatives, Each
from .words import Word


class CountKind(Word):
    """What is counted: an ANSWER by how many records fall short, their NUMBER, the SHARE of those that do
    not or SHARE_SHORT of those that do, in per cent, or the LATEST day in a field."""

    ANSWER = "answer"
    NUMBER = "number"
    SHARE = "share"
    SHARE_SHORT = "share short"
    LATEST = "latest"


class CountStep(msgspec.Struct, frozen=True, gc=False):
    """The answer where at least so many records fall short, and at least such a share of those looked at, in
    per cent."""

    answer: str
    at_least: int = 1
    share: float = 0


class Count(msgspec.Struct, frozen=True, gc=False):
    """How the records of a register answer a question. `each` says which records are looked at (its
    `counted` conditions; it takes `at_least` so many) and which of them fall short. `steps`, worst first, are
    the answers of an ANSWER; `field` has the day of a LATEST. Under `whole` the register is known to hold all
    there is: then a register in which nothing falls short gives the best answer. Without it records prove a
    worse answer alone.
    """

    id: str
    question: str
    each: Each
    kind: CountKind
    at: Location
    steps: tuple[CountStep, ...] = ()
    field: str = ""
    whole: Alternatives = ()

"""Groups of conditions: one group must hold, and all conditions of a group. Kleene's strong three-valued
logic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from ...knowledge.language.phrases import Told
from ...model import Alternatives
from .conditions import Truth, truth


def all_of(truths: Iterable[Truth]) -> Truth:
    """The truth of a group: that of its weakest condition; a group without conditions holds."""
    return min(truths, default=Truth.TRUE)


def any_of(truths: Iterable[Truth]) -> Truth:
    """The truth of alternatives: that of the strongest; where there is none, nothing holds."""
    return max(truths, default=Truth.FALSE)


def kleene(alternatives: Alternatives, known: Mapping[str, Told | None], as_of: date) -> Truth:
    """Whether alternatives hold by what is known; `known` names every fact they read, None where nobody
    answered."""
    return any_of(all_of(truth(one, known[one.fact], as_of) for one in group) for group in alternatives)

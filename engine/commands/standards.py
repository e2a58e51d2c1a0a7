"""Browsing: from what a person names to a place in the knowledge base."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec

from ..model import KnowledgeBase
from ..problems import BadInput, Location, Problem, did_you_mean
from .workspace import Workspace


class Place(msgspec.Struct, frozen=True):
    """A place in the knowledge base: one clause, one standard (`clause` is empty), or all of it (both
    are)."""

    knowledge: KnowledgeBase
    standard: str = ""
    clause: str = ""


def place_of(text: str | None, overlays: tuple[Path, ...], *, today: date) -> Place:
    """The standard or clause meant by `iso-9001:2015` or `iso-9001:2015/9.2`; without text, the whole
    knowledge base. Changes of overlays count as far as they are in force on the day `today`. Raises
    BadInput."""
    workspace = Workspace(overlays)
    knowledge = workspace.on(today)
    if text is None:
        return Place(knowledge)
    standard, _, clause = text.partition("/")
    workspace.chosen((standard,))
    if clause and text not in knowledge.clause:
        hint = did_you_mean(text, [one.id for one in knowledge.clauses if one.standard == standard])
        raise BadInput(
            [Problem(Location("ID/CLAUSE"), f"{standard} has no clause `{clause}`", "unknown-name", hint)]
        )
    return Place(knowledge, standard, clause)

"""The steps that disciplines take alike: groups of themes and clauses, declared beside the themes."""

from __future__ import annotations

from ..model import Parallel, without_edition
from ..reading.nodes import Problems
from ..reading.shapes import Entry, Placed
from .names import Names
from .sources import Sources
from .standards import Outline

FEWEST = 2
"""How many themes and clauses a parallel has at least."""


def read_parallels(
    sources: Sources, themes: Names, outline: Outline, problems: Problems
) -> tuple[Parallel, ...]:
    """The parallels of all files, each name once; what is wrong with one goes to `problems`, and it is
    left out."""
    names = Names("a parallel", problems)
    entries = [entry for file in sources["themes"] for entry in file.all("parallel")]
    named = [
        one
        for one in entries
        if "parallel" in one and names.declare(one["parallel"], one.place("parallel")) and one.whole
    ]
    return tuple(_parallel(one) for one in named if _is_sound(one, themes, outline, problems))


def _parallel(entry: Entry) -> Parallel:
    at, listed = entry.place("parallel"), (tuple(entry.all("themes")), tuple(entry.all("clauses")))
    return Parallel(entry["parallel"], entry["title"], entry["because"], at, *listed)


def _is_sound(entry: Entry, themes: Names, outline: Outline, problems: Problems) -> bool:
    known = [
        *map(themes.usable, entry.get("themes", ())),
        *(_has_clause(one, outline) for one in entry.get("clauses", ())),
    ]
    members = {*entry.all("themes"), *map(without_edition, entry.all("clauses"))}
    if len(members) < FEWEST:
        message = (
            f"the parallel {entry['parallel']} names"
            f" {'one thing only' if members else 'no theme and no clause'}"
        )
        problems.add(
            entry.place("parallel"),
            message,
            "missing-key",
            "name at least two themes, or clauses of two standards",
        )
    return all(known) and len(members) >= FEWEST


def _has_clause(clause: Placed[str], outline: Outline) -> bool:
    standard, _, number = clause.value.partition("/")
    return outline.names.usable(Placed(standard, clause.at)) and outline.knows(
        standard, Placed(number, clause.at)
    )

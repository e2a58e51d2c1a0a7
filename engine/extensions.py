"""What others install beside clausegraph to extend it, by entry points: loaded when it is asked for, never
before."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from .problems import BadInput, Location, Problem

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

T = TypeVar("T")

INPUTS, FORMATS, DOCUMENTS = "clausegraph.inputs", "clausegraph.formats", "clausegraph.documents"
"""The groups of entry points: kinds of files an organisation is read from, formats of reports, and kinds of
documents."""


def extensions(group: str) -> dict[str, EntryPoint]:
    """What is installed in a group, by name in the order of the names. Nothing of it is imported.

    Raises BadInput where two have one name, since nobody could say which is meant."""
    from importlib.metadata import (
        entry_points,
    )  # takes longer to import than most commands take to decide a format

    found: dict[str, EntryPoint] = {}
    for entry in sorted(entry_points(group=group), key=lambda entry: (entry.name, entry.value)):
        if found.setdefault(entry.name, entry).value != entry.value:
            hint = "uninstall the package of one of them"
            raise _unusable(entry, f"{found[entry.name].value} and {entry.value} have this name", hint)
    return found


def loaded(entry: EntryPoint, kind: type[T]) -> T:
    """What an entry point leads to, which has to be a `kind`. Raises BadInput where it cannot be had or is
    none."""
    hint = "mend or uninstall the package it comes from"
    try:
        made = entry.load()
    except Exception as fault:  # whatever somebody else's module raises when it is imported
        raise _unusable(
            entry, f"{entry.value} cannot be loaded: {type(fault).__name__}: {fault}", hint
        ) from fault
    if not isinstance(made, kind):
        raise _unusable(entry, f"{entry.value} is no {kind.__name__}", hint)
    return made


def _unusable(entry: EntryPoint, message: str, hint: str) -> BadInput:
    return BadInput([Problem(Location(f"{entry.group}: {entry.name}"), message, "extension", hint)])

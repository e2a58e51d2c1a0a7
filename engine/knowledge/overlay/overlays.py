"""Overlays: a client's or a consultant's changes to the knowledge, kept outside it and printed in every
report. They lie over it in layers, each over the one before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from ...model import KnowledgeBase, OverlayLayer
from ...problems import BadInput
from ...reading.nodes import Problems
from ...reading.shapes import Entry
from ..names import Names
from ..sources import DIGITS_SHOWN, Files, Root, read_sources
from .changes import OverlayChanges


class Overlays(msgspec.Struct, frozen=True):
    """The overlays of some roots as they are written, the lowest first, parsed once, with the lines that
    messages on them show and a hash of the files of each."""

    entries: tuple[tuple[Entry, str], ...]
    lines: Problems

    def below(self, number: int) -> Overlays:
        """So many of them, the lowest first."""
        return Overlays(self.entries[:number], self.lines)

    def period(self, day: date) -> int:
        """How many of their changes have run out by a day: where that is the same, so is all they do."""
        days = [entry.get("until") for overlay, _ in self.entries for entry in overlay.all("changes")]
        return sum(until is not None and until < day for until in days)

    def on(self, knowledge: KnowledgeBase, as_of: date) -> KnowledgeBase:
        """The knowledge base with those of their changes that are in force on a day. Raises BadInput with
        every problem: an unknown rule, two changes to one thing in one overlay, an answer that passes in
        silence since.

        What several overlays change is as the last of them leaves it. A change agreed `until` a day before
        `as_of` has lapsed: it does nothing, and is told. A rule that is disabled stays as one that is open,
        so that nothing conforms for want of it (see `switched_off`).
        """
        problems = Problems()
        problems.share_lines(self.lines)
        names = Names("an overlay", problems)
        changes = OverlayChanges(knowledge, problems, as_of)
        for overlay, _ in self.entries:
            if "overlay" in overlay and names.declare(overlay["overlay"], overlay.place("overlay")):
                changes.take(overlay)
        changed = changes.changed_knowledge()
        if problems.found:
            raise BadInput(problems.found)
        layers = tuple(_layer(*one) for one in self.entries)
        versions = msgspec.structs.replace(knowledge.versions, layers=layers)
        return msgspec.structs.replace(changed, versions=versions)


def _layer(overlay: Entry, digested: str) -> OverlayLayer:
    return OverlayLayer(
        overlay["overlay"],
        overlay.place("overlay"),
        overlay.get("version", ""),
        overlay.get("made_for", ""),
        digested[:DIGITS_SHOWN],
    )


def read_overlays(roots: Iterable[Root], files: Files | None = None) -> Overlays:
    """The overlays of some roots; `files` are those that somebody has read of them already. Raises BadInput
    with every problem in the files of the roots."""
    problems, files = Problems(), files or Files()
    entries = [
        (entry, files.digest((root,)))
        for root in roots
        for entry in read_sources([root], problems, files.content)["overlay"]
    ]
    if problems.found:
        raise BadInput(problems.found)
    return Overlays(tuple(entries), problems)


def with_overlays(knowledge: KnowledgeBase, roots: Iterable[Root], as_of: date) -> KnowledgeBase:
    """The knowledge base with the changes of all overlays of some roots on a day. Raises BadInput, as both
    steps do."""
    return read_overlays(roots).on(knowledge, as_of)

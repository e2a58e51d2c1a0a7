"""How pictures of the graph look: colours of marks, of kinds of links and of failures, and dashes that
tell them apart without colour."""

from __future__ import annotations

import msgspec

from ..model import FailureKind, LinkKind

INK = "#222222"
QUIET = "#666666"
FAINT = "#c4c4c4"

KINDS = {
    LinkKind.GROUNDS: "#8c510a",
    LinkKind.LEADS: "#762a83",
    LinkKind.PLANS: "#b2182b",
    LinkKind.SUPPORTS: "#01665e",
    LinkKind.EVALUATES: "#2166ac",
    LinkKind.IMPROVES: "#4d9221",
    LinkKind.REFERS: "#999999",
}

FILLS = {
    "major": "#f4a6a0",
    "minor": "#fbd78f",
    "observation": "#bfe3ee",
    "opportunity": "#c9d3f5",
    "conforms": "#c8e6c0",
    "not-assessed": "#eeeeee",
    "not-applicable": "#ffffff",
}


class Stroke(msgspec.Struct, frozen=True):
    """How a line is drawn: colour, lengths of dashes and gaps (empty: solid), width."""

    colour: str
    dashes: str = ""
    width: float = 1.2


FAILURE_STROKES = {
    FailureKind.UNFOUNDED: Stroke("#b2182b", "7 4", 2),
    FailureKind.INHERITED: Stroke("#7a4a00", "", 1.7),
    FailureKind.STRANDED: Stroke("#2166ac", "10 3 2 3", 1.7),
    FailureKind.PROVISIONAL: Stroke("#666666", "2 4", 1.7),
}

HOLDS = Stroke("#9a9a9a")
"""A hard link that nothing is known to be wrong with."""

SOFT_DASHES = "3 3"

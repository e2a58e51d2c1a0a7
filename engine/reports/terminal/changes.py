"""What overlays changed in the rules, on the terminal: every report that rests on changed rules prints it."""

from __future__ import annotations

from collections.abc import Sequence

from ...model import Change
from ..words.assessment import place
from .page import Page


def print_changes(page: Page, changes: Sequence[Change]) -> None:
    """Prints each change with its reason; nothing where nothing was changed."""
    if not changes:
        return
    page.section("Rules changed by overlays")
    for change in changes:
        page.hanging(
            "  ",
            (change.rule, "bold"),
            f": {change.told}  ",
            (f"{change.overlay}, {place(change.at)}", "dim"),
        )
        page.labelled("Why", change.because)

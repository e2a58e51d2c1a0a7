"""What would change, on the terminal: the two verdicts and what lies between them."""

from __future__ import annotations

from rich.console import Console

from ...analysis.assessment import Assessment
from ...analysis.comparison import Comparison
from ..words.what_if import lines_of
from .page import Page


def print_what_if(
    console: Console, before: Assessment, after: Assessment, comparison: Comparison, settings: tuple[str, ...]
) -> None:
    """Prints the two verdicts and what lies between them."""
    page = Page(console)
    page.line(("What if", "bold"), " · ", (after.organisation, "bold"))
    page.line(f"with {', '.join(settings)}")
    page.blank()
    page.hanging("now   ", before.summary.verdict)
    page.hanging("then  ", (after.summary.verdict, "bold"))
    if comparison.is_empty:
        page.blank()
        page.line("Nothing changes: no rule decides by these answers as things stand.")
    for heading, lines in lines_of(comparison, after.standards):
        page.section(f"{heading} ({len(lines)})")
        for line in lines:
            page.hanging("- ", line)

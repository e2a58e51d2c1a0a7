"""What would change, as Markdown."""

from __future__ import annotations

from ...analysis.assessment import Assessment
from ...analysis.comparison import Comparison
from ..words.what_if import lines_of
from .assessment import escaped, plain


def what_if_markdown(
    before: Assessment, after: Assessment, comparison: Comparison, settings: tuple[str, ...]
) -> str:
    """The two verdicts and what lies between them."""
    lines = [
        f"# What if: {escaped(after.organisation)}",
        "",
        f"With {', '.join(f'`{plain(one)}`' for one in settings)}.",
        "",
    ]
    lines += [f"- Now: {plain(before.summary.verdict)}", f"- Then: **{plain(after.summary.verdict)}**", ""]
    for heading, found in lines_of(comparison, after.standards):
        lines += [f"## {heading}", "", *(f"- {plain(line)}" for line in found), ""]
    return "\n".join(lines).rstrip("\n") + "\n"

"""What would change: the difference between an organisation as it is and as it would be with other answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..assessment import Assessment
from ..comparison import Comparison, Shift
from ..model import Grade
from .json_report import Json, failure_json, grade_word
from .words import short_name

if TYPE_CHECKING:
    from rich.console import Console

    from ..model import KnowledgeBase

HEADINGS = {
    "better": "Better",
    "worse": "Worse",
    "judged": "Judged now",
    "unjudged": "No longer judged",
}


def what_if_json(comparison: Comparison, settings: tuple[str, ...], knowledge: KnowledgeBase) -> Json:
    """The difference for programs, beside the assessment with the other answers."""
    return {
        "set": list(settings),
        **{part: [_shift(one) for one in getattr(comparison, part)] for part in HEADINGS},
        "failures_gone": [failure_json(one, knowledge) for one in comparison.failures_gone],
        "failures_new": [failure_json(one, knowledge) for one in comparison.failures_new],
        "roots_gone": list(comparison.roots_gone),
        "roots_new": list(comparison.roots_new),
    }


def _shift(one: Shift) -> Json:
    return {"requirement": one.requirement, "before": grade_word(one.before), "after": grade_word(one.after)}


def lines_of(comparison: Comparison, standards: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    """The difference as headings with lines, those without any left out."""
    found = [(heading, [_words(one, standards) for one in getattr(comparison, part)]) for part, heading in HEADINGS.items()]
    for heading, failures in (("Dependency failures gone", comparison.failures_gone), ("New dependency failures", comparison.failures_new)):
        found.append((heading, [f"{one.kind}: {' → '.join(short_name(step, standards) for step in one.path)}" for one in failures]))
    for heading, roots in (("Root causes gone", comparison.roots_gone), ("New root causes", comparison.roots_new)):
        found.append((heading, [short_name(one, standards) for one in roots]))
    return [(heading, lines) for heading, lines in found if lines]


def _words(one: Shift, standards: tuple[str, ...]) -> str:
    before, after = ("no grade" if grade is Grade.UNGRADED else grade.word for grade in (one.before, one.after))
    return f"{short_name(one.requirement, standards)}: {before} → {after}"


def print_what_if(console: Console, before: Assessment, after: Assessment, comparison: Comparison, settings: tuple[str, ...]) -> None:
    """Prints the two verdicts and what lies between them."""
    from .terminal import Page

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


def what_if_markdown(before: Assessment, after: Assessment, comparison: Comparison, settings: tuple[str, ...]) -> str:
    """The same as Markdown."""
    from .markdown import escaped, plain

    lines = [f"# What if: {escaped(after.organisation)}", "", f"With {', '.join(f'`{plain(one)}`' for one in settings)}.", ""]
    lines += [f"- Now: {plain(before.summary.verdict)}", f"- Then: **{plain(after.summary.verdict)}**", ""]
    for heading, found in lines_of(comparison, after.standards):
        lines += [f"## {heading}", "", *(f"- {plain(line)}" for line in found), ""]
    return "\n".join(lines).rstrip("\n") + "\n"

"""What would change, in words: the difference between an organisation as it is and as it would be with other answers."""

from __future__ import annotations

from ...analysis.comparison import Comparison, Shift
from ...model import Grade
from .assessment import short_name

HEADINGS = {
    "better": "Better",
    "worse": "Worse",
    "judged": "Judged now",
    "unjudged": "No longer judged",
}


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

"""What would change, in words: the difference between an organisation as it is and as it would be with other
answers."""

from __future__ import annotations

from ...analysis.comparison import Comparison, Regraded, Shift
from ...analysis.nonconformities.nonconformity import Nonconformity
from ...model import Grade
from .assessment import printable, short_name

HEADINGS = {
    "better": "Better",
    "worse": "Worse",
    "judged": "Judged now",
    "unjudged": "No longer judged",
}


RECORDED = {
    "gone": "Nonconformities gone",
    "new": "New nonconformities",
    "milder": "Nonconformities graded milder",
    "harder": "Nonconformities graded harder",
}
"""What became of nonconformities, by the parts of a `Comparison`."""


def lines_of(comparison: Comparison, standards: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    """The difference as headings with lines, nonconformities first; headings without any are left out."""
    told = [
        (heading, [_recorded(one, standards) for one in getattr(comparison, part)])
        for part, heading in RECORDED.items()
    ]
    return [(heading, lines) for heading, lines in told if lines] + _below(comparison, standards)


def _recorded(one: Nonconformity | Regraded, standards: tuple[str, ...]) -> str:
    """A nonconformity with its number and grade, before and now where it was graded anew, and what is
    recorded."""
    was, now = (one.before, one.now) if isinstance(one, Regraded) else (one, one)
    number = " → ".join(dict.fromkeys((was.id, now.id)))
    grade = " → ".join(dict.fromkeys((was.grade.word, now.grade.word)))
    more = f" and {len(now.also)} more" if now.also else ""
    where = f"{short_name(now.requirement, standards)}{more}"
    return f"{number}, {grade}: {where}. {printable(now.statement)}".rstrip()


def _below(comparison: Comparison, standards: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    """What changed below the nonconformities: requirements, dependency failures, root causes."""
    found = [
        (heading, [_words(one, standards) for one in getattr(comparison, part)])
        for part, heading in HEADINGS.items()
    ]
    for heading, failures in (
        ("Dependency failures gone", comparison.failures_gone),
        ("New dependency failures", comparison.failures_new),
    ):
        found.append(
            (
                heading,
                [
                    f"{one.kind}: {' → '.join(short_name(step, standards) for step in one.path)}"
                    for one in failures
                ],
            )
        )
    for heading, roots in (
        ("Root causes gone", comparison.roots_gone),
        ("New root causes", comparison.roots_new),
    ):
        found.append((heading, [short_name(one, standards) for one in roots]))
    return [(heading, lines) for heading, lines in found if lines]


def _words(one: Shift, standards: tuple[str, ...]) -> str:
    before, after = (
        "no grade" if grade is Grade.UNGRADED else grade.word for grade in (one.before, one.after)
    )
    return f"{short_name(one.requirement, standards)}: {before} → {after}"

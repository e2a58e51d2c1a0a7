"""What would change, for programs, beside the assessment with the other answers."""

from __future__ import annotations

from ...analysis.comparison import Comparison, Shift
from ...model import KnowledgeBase
from ..words.what_if import HEADINGS
from .assessment import Json, failure_json, grade_word


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

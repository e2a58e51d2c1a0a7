"""What would change, for programs, beside the assessment with the other answers."""

from __future__ import annotations

from ...analysis.comparison import Comparison, Regraded, Shift
from ...analysis.nonconformities.nonconformity import Nonconformity
from ...model import KnowledgeBase
from ..words.what_if import HEADINGS
from .assessment import Json, failure_json, grade_word


def what_if_json(comparison: Comparison, settings: tuple[str, ...], knowledge: KnowledgeBase) -> Json:
    """The difference for programs, beside the assessment with the other answers. A nonconformity that is
    gone has the number it had."""
    return {
        "set": list(settings),
        "nonconformities": {
            "gone": [_recorded(one) for one in comparison.gone],
            "new": [_recorded(one) for one in comparison.new],
            "better": [_regraded(one) for one in comparison.milder],
            "worse": [_regraded(one) for one in comparison.harder],
        },
        **{part: [_shift(one) for one in getattr(comparison, part)] for part in HEADINGS},
        "failures_gone": [failure_json(one, knowledge) for one in comparison.failures_gone],
        "failures_new": [failure_json(one, knowledge) for one in comparison.failures_new],
        "roots_gone": list(comparison.roots_gone),
        "roots_new": list(comparison.roots_new),
    }


def _recorded(one: Nonconformity) -> Json:
    return {"id": one.id, "key": one.key, "grade": one.grade.word, "requirement": one.requirement}


def _regraded(one: Regraded) -> Json:
    return {
        "id": one.now.id,
        "key": one.now.key,
        "requirement": one.now.requirement,
        "before": one.before.grade.word,
        "after": one.now.grade.word,
    }


def _shift(one: Shift) -> Json:
    return {"requirement": one.requirement, "before": grade_word(one.before), "after": grade_word(one.after)}

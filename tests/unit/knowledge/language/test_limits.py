"""A limit that an organisation has set itself: what keeps it is judged as the best there is."""

from __future__ import annotations

import pytest

from clausegraph.engine.knowledge.language.limits import kept_limit
from clausegraph.engine.model import KnowledgeBase


@pytest.mark.parametrize(
    ("fact", "value", "limit", "judged"),
    [
        ("competence.share", 90.0, 90.0, 100.0),
        ("competence.share", 89.0, 90.0, 89.0),
        ("measuring.overdue", 3.0, 3.0, 0.0),
        ("measuring.overdue", 4.0, 3.0, 4.0),
        ("competence.share", 40.0, 30.0, 40.0),
        ("measuring.overdue", 50.0, 60.0, 50.0),
    ],
    ids=[
        "kept",
        "missed",
        "kept from above",
        "missed from above",
        "no excuse for a breakdown",
        "nor from above",
    ],
)
def test_a_share_is_judged_by_the_limit_unless_it_is_major(
    knowledge: KnowledgeBase, fact: str, value: float, limit: float, judged: float
) -> None:
    assert kept_limit(fact, value, limit, knowledge) == judged

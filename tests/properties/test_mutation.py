"""The cases beside the rules notice what a slip of an author could change in the rules that ship."""

from __future__ import annotations

from clausegraph.engine.commands.check import knowledge_tested


def test_of_a_hundred_small_changes_to_the_rules_that_ship_cases_notice_95() -> None:
    changed = knowledge_tested((), "plain", mutate=True).mutation
    assert changed is not None
    assert changed.made > 10_000
    assert changed.score >= 95

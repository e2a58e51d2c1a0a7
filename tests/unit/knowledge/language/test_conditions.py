"""Which conditions contradict each other."""

from __future__ import annotations

import pytest

from clausegraph.engine.knowledge.language.conditions import ALWAYS, both, contradictory
from clausegraph.engine.knowledge.language.phrases import answering, conditions
from clausegraph.engine.model import Group, Question
from clausegraph.engine.problems import Location

KINDS = {
    "words": "yes, partly or no",
    "number": "number of things",
    "share": "percentage",
    "done": "date",
    "plan": "planned date",
}


def facts() -> dict[str, Question]:
    meant = {name: answering(kind) for name, kind in KINDS.items()}
    return {
        name: Question(name, "Is it so?", one.kind, Location("here"), words=one.words, unit=one.unit)
        for name, one in meant.items()
    }


def group(fact: str, *phrases: str) -> Group:
    return tuple(one for phrase in phrases for one in conditions(phrase, facts()[fact]))


@pytest.mark.parametrize(
    ("fact", "phrases"),
    [
        ("words", ("yes", "no")),
        ("words", ("not yes", "yes")),
        ("words", ("none of yes, partly, no",)),
        ("number", ("between 5 and 3",)),
        ("number", ("more than 3", "less than 3")),
        ("number", ("at least 3", "less than 3")),
        ("number", ("more than 3", "at most 3")),
        ("number", ("less than 0",)),
        ("share", ("more than 100",)),
        ("share", ("exactly 101",)),
        ("done", ("older than 12 months", "within 12 months")),
        ("done", ("older than 2 years", "within 30 days")),
        ("done", ("before 2026-01-01", "after 2026-01-01")),
    ],
)
def test_conditions_that_no_answer_meets_contradict_each_other(fact: str, phrases: tuple[str, ...]) -> None:
    assert contradictory(group(fact, *phrases), facts()) == fact


@pytest.mark.parametrize(
    ("fact", "phrases"),
    [
        ("words", ("not yes", "no")),
        ("number", ("at least 3", "at most 3")),
        ("number", ("exactly 0",)),
        ("number", ("more than 3", "less than 3.1")),
        ("share", ("at least 100",)),
        ("done", ("older than 6 months", "within 12 months")),
        ("done", ("before 2026-01-02", "after 2025-12-31")),
        ("done", ("before 2020-01-01", "within 12 months")),
        ("plan", ("overdue", "after 2026-01-01")),
    ],
)
def test_conditions_that_some_answer_may_meet_do_not(fact: str, phrases: tuple[str, ...]) -> None:
    assert contradictory(group(fact, *phrases), facts()) is None


def test_conditions_on_different_facts_never_contradict_each_other() -> None:
    assert contradictory(group("words", "yes") + group("number", "exactly 0"), facts()) is None


def test_alternatives_are_multiplied_out_and_doubled_conditions_stand_once() -> None:
    yes, none, some = group("words", "yes"), group("number", "exactly 0"), group("number", "more than 0")
    assert both((yes,), (yes + none, some)) == (yes + none, yes + some)
    assert both(ALWAYS, (yes,)) == (yes,)

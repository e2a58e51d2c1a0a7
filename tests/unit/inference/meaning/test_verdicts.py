"""From the truth of rules to a verdict, and Kleene's logic over groups of conditions."""

from __future__ import annotations

import itertools

import pytest

from clausegraph.engine.inference.interface import Raised, Verdict
from clausegraph.engine.inference.meaning.conditions import Truth
from clausegraph.engine.inference.meaning.kleene import all_of, any_of, kleene
from clausegraph.engine.inference.meaning.verdicts import grades_after, opinion_of, settled
from clausegraph.engine.model import Alternatives, Grade
from clausegraph.tests.unit.inference.small_world import TODAY, asks, rule

RULES = {grade: rule("r", (), grade, grade.word) for grade in (Grade.OBSERVATION, Grade.MINOR, Grade.MAJOR)}


@pytest.mark.parametrize(
    ("when", "known", "expected"),
    [
        ((), {}, Truth.FALSE),
        (((),), {}, Truth.TRUE),
        (((asks("a"),),), {"a": None}, Truth.UNKNOWN),
        (((asks("a"), asks("b")),), {"a": None, "b": "yes"}, Truth.FALSE),
        (((asks("a"), asks("b")),), {"a": None, "b": "no"}, Truth.UNKNOWN),
        (((asks("a"),), (asks("b"),)), {"a": None, "b": "no"}, Truth.TRUE),
        (((asks("a"),), (asks("b"),)), {"a": None, "b": "yes"}, Truth.UNKNOWN),
    ],
)
def test_one_group_must_hold_and_all_conditions_of_a_group(
    when: Alternatives, known: dict[str, str | None], expected: Truth
) -> None:
    assert kleene(when, dict(known), TODAY) is expected


@pytest.mark.parametrize(("one", "other"), list(itertools.product(Truth, Truth)))
def test_and_is_the_weakest_and_or_the_strongest(one: Truth, other: Truth) -> None:
    assert all_of([one, other]) is Truth(min(one, other))
    assert any_of([one, other]) is Truth(max(one, other))


@pytest.mark.parametrize(
    ("minor", "major", "base"),
    [
        (Truth.FALSE, Truth.FALSE, Grade.CONFORMS),
        (Truth.UNKNOWN, Truth.FALSE, Grade.UNGRADED),
        (Truth.TRUE, Truth.UNKNOWN, Grade.MINOR),
        (Truth.TRUE, Truth.TRUE, Grade.MAJOR),
    ],
)
def test_the_worst_rule_that_fires_decides_and_silence_is_no_pass(
    minor: Truth, major: Truth, base: Grade
) -> None:
    opinion = opinion_of([(RULES[Grade.MINOR], minor), (RULES[Grade.MAJOR], major)])
    assert opinion.base is base
    assert opinion.open == tuple(
        sorted(f"r-{word}" for word, holds in (("minor", minor), ("major", major)) if holds is Truth.UNKNOWN)
    )


@pytest.mark.parametrize(
    ("base", "at_least", "becomes", "certain"),
    [
        (Grade.UNGRADED, Grade.UNGRADED, (Grade.UNGRADED, Grade.CONFORMS), ()),
        (Grade.UNGRADED, Grade.CONFORMS, (Grade.UNGRADED, Grade.CONFORMS), ()),
        (Grade.UNGRADED, Grade.MINOR, (Grade.MINOR, Grade.MINOR), ("r-major", "r-minor")),
        (Grade.OBSERVATION, Grade.MINOR, (Grade.MINOR, Grade.MINOR), ("r-major", "r-minor")),
        (Grade.MINOR, Grade.MINOR, (Grade.MINOR, Grade.MINOR), ()),
        (Grade.MINOR, Grade.UNGRADED, (Grade.MINOR, Grade.CONFORMS), ()),
        (Grade.MINOR, Grade.MAJOR, (Grade.MAJOR, Grade.MAJOR), ("r-major",)),
    ],
)
def test_what_every_completion_agrees_on_is_the_grade_now(
    base: Grade, at_least: Grade, becomes: tuple[Grade, Grade], certain: tuple[str, ...]
) -> None:
    grades = {one.id: one.grade for one in RULES.values()}
    verdict = settled(
        Verdict("r", True, base, open=("r-major", "r-minor", "r-observation"), at_least=at_least), grades
    )
    assert ((verdict.base, verdict.at_least), verdict.certain) == (becomes, certain)


def test_what_does_not_apply_stays_as_it_is() -> None:
    verdict = Verdict("r", False, Grade.UNGRADED)
    assert settled(verdict, {}) is verdict


def test_the_worst_of_what_raises_a_grade_counts_and_none_lowers_it() -> None:
    raised = [
        Raised("a", "x", Grade.MAJOR, ""),
        Raised("a", "y", Grade.MINOR, ""),
        Raised("b", "z", Grade.OBSERVATION, ""),
    ]
    verdicts = [
        Verdict("a", True, Grade.MINOR),
        Verdict("b", True, Grade.MAJOR),
        Verdict("c", True, Grade.CONFORMS),
    ]
    assert grades_after(raised, verdicts) == {"a": Grade.MAJOR, "b": Grade.MAJOR, "c": Grade.CONFORMS}

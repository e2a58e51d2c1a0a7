"""What it is worth to have questions answered, before anybody has answered them."""

from __future__ import annotations

import msgspec
import pytest

from clausegraph.engine.analysis.questions.settling import WEIGHT, Settling
from clausegraph.engine.model import Alternatives, AnswerKind, Condition, Grade, Op
from clausegraph.tests.unit.inference.small_world import asks, requirement, rule, world


def worth(rules: list, *answered: str, applies: Alternatives = ()) -> float:
    knowledge = world([requirement("6.1", "x")], rules, applies={"x": applies} if applies else None)
    return Settling(knowledge).worth("x", frozenset(answered))


def test_nothing_answered_settles_nothing() -> None:
    assert worth([rule("x", ((asks("a"),),))]) == 0


def test_the_only_question_settles_all() -> None:
    assert worth([rule("x", ((asks("a"),),), Grade.MAJOR)], "a") == WEIGHT[Grade.MAJOR]


def test_a_requirement_that_can_get_two_grades_is_worth_both() -> None:
    rules = [
        rule("x", ((asks("a"),),), Grade.MAJOR, "none"),
        rule("x", ((asks("a", "partly"),),), Grade.MINOR, "some"),
    ]
    assert worth(rules, "a") == WEIGHT[Grade.MAJOR] + WEIGHT[Grade.MINOR]


def test_one_of_two_questions_settles_what_its_answer_alone_rules_out() -> None:
    both = [rule("x", ((asks("a"), asks("b")),), Grade.MAJOR)]
    assert worth(both, "a") == WEIGHT[Grade.MAJOR] / 2
    assert worth(both, "a", "b") == WEIGHT[Grade.MAJOR]


def test_a_worse_finding_settles_the_lesser_one() -> None:
    rules = [
        rule("x", ((asks("a"),),), Grade.MAJOR, "worse"),
        rule("x", ((asks("b"),),), Grade.MINOR, "lesser"),
    ]
    assert worth(rules, "a") == WEIGHT[Grade.MAJOR] + WEIGHT[Grade.MINOR] / 2


def test_an_answer_by_which_a_requirement_does_not_apply_settles_it() -> None:
    used = ((asks("used", "yes"),),)
    found = worth([rule("x", ((asks("used", "yes"), asks("a")),), Grade.MINOR)], "used", applies=used)
    assert found == WEIGHT[Grade.MINOR] / 2


@pytest.mark.parametrize(
    ("kind", "condition"),
    [
        (AnswerKind.NUMBER, Condition("a", Op.AT_LEAST, number=3)),
        (AnswerKind.PERCENTAGE, Condition("a", Op.LESS_THAN, number=100)),
        (AnswerKind.DATE, Condition("a", Op.OLDER_THAN, months=12)),
        (AnswerKind.DATE, Condition("a", Op.WITHIN, days=30)),
        (AnswerKind.PLANNED_DATE, Condition("a", Op.BEFORE)),
        (AnswerKind.DATE, Condition("a", Op.AFTER, date="2026-01-01")),
    ],
)
def test_a_limit_makes_two_kinds_of_answer(kind: AnswerKind, condition: Condition) -> None:
    knowledge = world([requirement("6.1", "x")], [rule("x", ((condition, asks("b")),), Grade.MINOR)])
    facts = tuple(
        msgspec.structs.replace(one, answer=kind, words=()) if one.id == "a" else one
        for one in knowledge.questions
    )
    knowledge = msgspec.structs.replace(knowledge, questions=facts)
    assert Settling(knowledge).worth("x", frozenset({"a"})) == WEIGHT[Grade.MINOR] / 2

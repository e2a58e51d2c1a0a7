"""What is counted under a clause, and when it is enough."""

from __future__ import annotations

import msgspec
import pytest

from clausegraph.engine.inference.meaning.escalation import (
    behind,
    counted_clause,
    enough,
    needed,
    short_of_best,
)
from clausegraph.engine.knowledge.language.phrases import Value
from clausegraph.engine.model import AnswerKind, Computed, Each, Fact, FailureKind, Grade
from clausegraph.tests.unit.inference.small_world import HERE, STANDARD, asks, by_count, by_failure, rule


@pytest.mark.parametrize(
    ("number", "counted"),
    [("9.2.2", "9.2"), ("9.2", "9.2"), ("9.2.2.1", "9.2"), ("10", "10"), ("A.5.7", "A.5")],
)
def test_a_clause_is_counted_under_its_first_two_parts(number: str, counted: str) -> None:
    assert counted_clause(STANDARD, number) == f"{STANDARD}/{counted}"


@pytest.mark.parametrize(
    ("at_least", "share", "judged", "wanted"),
    [(2, 0, 100, 2), (2, 50, 4, 2), (2, 50, 5, 3), (1, 7, 100, 7), (1, 100, 3, 3), (4, 34, 0, 4)],
)
def test_how_many_it_takes(at_least: int, share: float, judged: int, wanted: int) -> None:
    assert needed(by_count(at_least, share), judged) == wanted


@pytest.mark.parametrize(
    ("judged", "failing", "answers", "is_enough"),
    [(4, 2, 2, True), (4, 1, 9, False), (4, 4, 1, False), (9, 2, 2, False), (9, 5, 2, True)],
)
def test_it_takes_enough_nonconformities_on_enough_different_answers(judged: int, failing: int, answers: int, is_enough: bool) -> None:
    assert enough(by_count(2, 50), judged, failing, answers) is is_enough


def test_an_escalation_that_does_not_count_is_never_enough() -> None:
    assert not enough(by_failure(FailureKind.UNFOUNDED), 1, 1, 1)


def test_behind_a_nonconformity_are_the_facts_of_failing_rules_rules_over_records_and_notes() -> None:
    fires = rule("r", ((asks("a"), asks("b")), (asks("a"),)))
    weak = rule("r", ((asks("c"),),), Grade.OBSERVATION, "weak")
    over_records = msgspec.structs.replace(rule("r", (), name="records"), each=Each("risks", ()))
    assert behind([fires, weak, over_records], "r", [3]) == {"a", "b", "r-records", "r note 3"}
    assert behind([], "r", []) == set()


@pytest.mark.parametrize(
    ("fact", "value", "is_short"),
    [
        (Fact("a", "", AnswerKind.WORDS, HERE, words=("yes", "no"), best=("yes",)), "no", True),
        (Fact("a", "", AnswerKind.WORDS, HERE, words=("yes", "no"), best=("yes",)), "yes", False),
        (Fact("a", "", AnswerKind.WORDS, HERE, words=("own", "rented")), "own", False),
        (Fact("a", "", AnswerKind.NUMBER, HERE), 3.0, True),
        (Fact("a", "", AnswerKind.NUMBER, HERE, computed=Computed.ANNEX_LEFT_OUT), 3.0, False),
    ],
)
def test_behind_what_is_certain_is_each_known_answer_short_of_the_best(fact: Fact, value: Value, is_short: bool) -> None:
    rules = [rule("r", ((asks("a"), asks("open")),)), rule("r", ((asks("b"),),), Grade.OBSERVATION)]
    assert short_of_best(rules, {"a": value, "b": "no"}, {"a": fact}) == ({"a"} if is_short else set())

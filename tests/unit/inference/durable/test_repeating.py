"""What both evaluators say of findings that come back, one case at a time, each run on either."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from clausegraph.engine.inference.interface import Inference, Premises, Raised, Seen
from clausegraph.engine.model import (
    AnswerKind,
    Computed,
    Escalation,
    Grade,
    KnowledgeBase,
    Question,
    Repeat,
    Template,
)
from clausegraph.engine.organisation.previous import Earlier
from clausegraph.tests.unit.inference.conftest import Infer
from clausegraph.tests.unit.inference.small_world import (
    HERE,
    STANDARD,
    answered,
    asks,
    link,
    requirement,
    rule,
    world,
)

THEN = date(2025, 11, 21)
ID = f"{STANDARD}/8.1/r"


def again(way: Repeat, grade: Grade = Grade.MAJOR) -> Escalation:
    return Escalation(f"again-{way}", grade, "", HERE, repeats=way)


ALL = [again(way) for way in Repeat]


def two_rules(*escalations: Escalation) -> KnowledgeBase:
    """One requirement: `a` answered no, or `b` answered no, makes it a minor; `c` answered no is an
    observation."""
    rules = [
        rule("r", ((asks(fact),),), Grade.OBSERVATION if fact == "c" else Grade.MINOR, fact)
        for fact in ("a", "b", "c")
    ]
    return world([requirement("8.1", "r")], rules, escalations=list(escalations))


def failed(grade: Grade, *rules: str) -> dict[str, Earlier]:
    return {ID: Earlier(ID, grade, THEN, tuple(f"r-{name}" for name in rules))}


def asked(knowledge: KnowledgeBase, earlier: dict[str, Earlier], **answers: str) -> Premises:
    known = {"a": "yes", "b": "yes", "c": "yes"} | answers
    return msgspec.structs.replace(answered(knowledge, dict(known)), earlier=earlier)


def ways(inference: Inference) -> set[str]:
    return {one.escalation.removeprefix("again-") for one in inference.raised}


@pytest.mark.parametrize(
    ("earlier", "answers", "expected"),
    [
        (failed(Grade.MINOR, "a"), {"a": "no"}, {"finding", "minor-left-open"}),
        (failed(Grade.MINOR, "a"), {"b": "no"}, {"finding"}),
        (failed(Grade.MINOR, "a", "b"), {"b": "no"}, {"finding", "minor-left-open"}),
        (failed(Grade.MINOR, "c"), {"a": "no", "c": "no"}, {"finding"}),
        (failed(Grade.MAJOR, "a"), {"a": "no"}, {"finding", "major-left-open"}),
        (failed(Grade.MAJOR, "gone"), {"b": "no"}, {"finding", "major-left-open"}),
        (failed(Grade.MAJOR, "a"), {"c": "no"}, set()),
        (failed(Grade.MAJOR, "a"), {}, set()),
        ({}, {"a": "no"}, set()),
    ],
)
def test_how_a_finding_comes_back(
    infer: Infer, earlier: dict[str, Earlier], answers: dict[str, str], expected: set[str]
) -> None:
    assert ways(infer(asked(two_rules(*ALL), earlier, **answers))) == expected


def test_it_is_raised_because_of_the_requirement_itself(infer: Infer) -> None:
    raised = infer(asked(two_rules(again(Repeat.FINDING)), failed(Grade.MINOR, "a"), a="no")).raised
    assert raised == (Raised(ID, "again-finding", Grade.MAJOR, ID),)


def test_a_grade_that_is_as_high_already_is_not_raised(infer: Infer) -> None:
    assert (
        infer(asked(two_rules(again(Repeat.FINDING, Grade.MINOR)), failed(Grade.MINOR, "a"), a="no")).raised
        == ()
    )


def test_what_is_major_only_because_it_came_back_is_not_absent(infer: Infer) -> None:
    knowledge = world(
        [requirement("8.1", "r"), requirement("9.1", "s")], links=[link("8.1", "9.1")], escalations=ALL
    )
    question = msgspec.structs.replace(
        answered(knowledge, {"r": "no", "s": "yes"}), earlier=failed(Grade.MAJOR)
    )
    inference = infer(question)
    assert {one.grade for one in inference.raised} == {Grade.MAJOR}
    assert (inference.failures, inference.unsound) == ((), ())


def test_what_is_excluded_now_does_not_come_back(infer: Infer) -> None:
    question = msgspec.structs.replace(
        asked(two_rules(*ALL), failed(Grade.MAJOR, "a"), a="no"), excluded=frozenset([ID])
    )
    assert infer(question).raised == ()


@pytest.mark.parametrize(
    ("repeats", "told", "expected"), [(True, "no", {"finding"}), (False, "no", set()), (True, "yes", set())]
)
def test_a_note_that_fails_and_says_it_was_found_before_comes_back(
    infer: Infer, repeats: bool, told: str, expected: set[str]
) -> None:
    base = two_rules(*ALL)
    knowledge = msgspec.structs.replace(
        base,
        questions=(
            *base.questions,
            Question(
                "note.x", "?", AnswerKind.WORDS, HERE, words=("yes", "no"), computed=Computed.NOTE_EXTENT
            ),
        ),
        templates=(*base.templates, Template("n", "", HERE)),
        rules=(*base.rules, rule("n", ((asks("note.x"),),), Grade.MINOR)),
    )
    question = msgspec.structs.replace(asked(knowledge, {}), notes=(Seen(ID, {"note.x": told}, repeats),))
    assert ways(infer(question)) == expected

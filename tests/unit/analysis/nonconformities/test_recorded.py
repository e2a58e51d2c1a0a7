"""Nonconformities as they are recorded: numbers, keys, statements, evidence."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from clausegraph.engine.analysis.assessment import assess
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.model import FailureKind, Grade, KnowledgeBase, Requirement
from clausegraph.engine.organisation.organisation import Answer, Evidence, Organisation
from clausegraph.tests.unit.analysis.nonconformities.small_audit import audited, note, with_notes
from clausegraph.tests.unit.inference.small_world import (
    HERE,
    SECOND_STANDARD,
    STANDARD,
    TODAY,
    asks,
    by_failure,
    link,
    requirement,
    rule,
    world,
)


def graded(**grades: Grade) -> KnowledgeBase:
    """Requirements in the order given, each a practice of its own."""
    numbers = (f"9.{place}" for place in range(1, 10))
    rules = [rule(name, ((asks(name),),), grade) for name, grade in grades.items()]
    return world([requirement(next(numbers), name) for name in grades], rules)


def test_they_are_numbered_worst_first_and_then_in_the_order_of_the_clauses() -> None:
    grades = {
        "a": Grade.MINOR,
        "b": Grade.MAJOR,
        "c": Grade.MINOR,
        "d": Grade.OPPORTUNITY,
        "e": Grade.OBSERVATION,
        "f": Grade.OBSERVATION,
    }
    found = audited(graded(**grades), dict.fromkeys(grades, "no"))
    assert [(one.id, one.requirement[-1]) for one in found.nonconformities] == [
        ("NC-1", "b"),
        ("NC-2", "a"),
        ("NC-3", "c"),
    ]
    assert [(one.id, one.requirement[-1]) for one in found.observations] == [
        ("OBS-1", "e"),
        ("OBS-2", "f"),
        ("OFI-1", "d"),
    ]


@pytest.mark.parametrize("standards", [(STANDARD, SECOND_STANDARD), (SECOND_STANDARD, STANDARD)])
def test_the_order_of_the_standards_is_the_organisations(standards: tuple[str, ...]) -> None:
    theirs: list[Requirement] = [requirement("9.2", "a"), requirement("4.1", "b", SECOND_STANDARD)]
    found = audited(world(theirs), {"a": "no", "b": "no"}, standards=standards)
    assert [one.standards for one in found.nonconformities] == [(standard,) for standard in standards]


def test_a_key_stays_the_same_when_the_grade_changes_or_another_requirement_joins() -> None:
    rules = [rule("a", ((asks("a"),),)), rule("b", ((asks("b"),),), Grade.MAJOR)]
    knowledge = world([requirement("9.2", "a", theme="audit"), requirement("9.2", "b", theme="audit")], rules)
    keys = {
        one.key
        for answers in ({"a": "no"}, {"a": "no", "b": "no"})
        for one in audited(knowledge, answers).nonconformities
    }
    assert keys == {"audit in std"}


def test_no_two_of_one_assessment_have_the_same_key() -> None:
    knowledge = with_notes(world([requirement("8.1", name) for name in "abc"]))
    notes = [
        note(f"{STANDARD}/8.1/a", where=place, line=line)
        for line, place in enumerate(("", "hall 1", "hall 2"), 1)
    ]
    found = audited(knowledge, {"b": "no", "c": "no"}, *notes).nonconformities
    assert len({one.key for one in found}) == len(found) == 5


def test_a_statement_says_each_cause_once_the_written_one_first_and_a_notes_own_words() -> None:
    rules = [
        msgspec.structs.replace(rule(name, ((asks(name),),)), because=f"{name} is missing.") for name in "ab"
    ]
    made = world([requirement("9.2", name, theme="audit") for name in "ab"], rules)
    (one,) = audited(
        with_notes(made), {"a": "no", "b": "no"}, note(f"{STANDARD}/9.2/a", "Line 3 was left out.")
    ).nonconformities
    assert one.statement == "a is missing. Line 3 was left out. b is missing."


def test_evidence_has_the_answer_its_documents_and_the_notes_each_once() -> None:
    knowledge = with_notes(world([requirement("9.2", "held"), requirement("9.2", "held", SECOND_STANDARD)]))
    shown = Evidence("IA-7", date(2026, 3, 2), "four of nine")
    answers = (Answer("held", "no", "no", HERE, evidence=(shown,)),)
    organisation = Organisation(
        "Acme",
        TODAY,
        (STANDARD, SECOND_STANDARD),
        answers,
        notes=(note(f"{STANDARD}/9.2/held", "Not seen."),),
    )
    (one,) = assess(organisation, knowledge, PlainEvaluator(knowledge), knowledge.policies[0]).nonconformities
    told = [(proof.kind, proof.ref, proof.text, proof.date) for proof in one.evidence]
    assert told == [
        ("answer", "held", "no", None),
        ("evidence", "IA-7", "four of nine", date(2026, 3, 2)),
        ("note", f"{STANDARD}/9.2/held", "Not seen.", None),
    ]


def test_what_only_an_absent_foundation_raises_is_written_down_apart_from_that() -> None:
    knowledge = world(
        [requirement("6.1", "base"), requirement("8.1", "built")],
        [rule("base", ((asks("base"),),), Grade.MAJOR), rule("built", ((asks("built"),),))],
        links=[link("6.1", "8.1")],
        escalations=[by_failure(FailureKind.UNFOUNDED)],
    )
    found = audited(knowledge, {"base": "no"})
    assert [one.requirement for one in found.nonconformities] == [f"{STANDARD}/6.1/base"]
    assert [(one.requirement, one.grade) for one in found.observations] == [
        (f"{STANDARD}/8.1/built", Grade.OBSERVATION)
    ]


def test_what_conforms_or_is_open_is_in_none() -> None:
    found = audited(graded(a=Grade.MINOR, b=Grade.MINOR), {"b": ""})
    assert (found.nonconformities, found.observations) == ((), ())
    assert {finding.nonconformity for finding in found.findings} == {""}

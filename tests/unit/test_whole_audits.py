"""Whole audits: the verdict has about as many nonconformities as a lead auditor's, none of theirs is lost or
graded otherwise, and what they only note is only noted."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from clausegraph.engine.analysis.assessment import Assessment, assess
from clausegraph.engine.analysis.nonconformities.nonconformity import Nonconformity
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.inference.under_policy import with_policy
from clausegraph.engine.model import AnswerKind, Grade, KnowledgeBase, Question
from clausegraph.engine.organisation.organisation import organisation_in
from clausegraph.engine.reading.nodes import Problems, read_bytes
from clausegraph.tests.shipped import KNOWLEDGE
from clausegraph.tests.unit.test_one_fact_one_grade import plain

TABLE = Path(__file__).with_name("whole_audits.yaml")
TODAY = date(2026, 11, 21)
MOST = 1.3
"""How many times as many nonconformities as a lead auditor wrote are too many."""


def table() -> list[dict[str, Any]]:
    problems = Problems()
    node = read_bytes(TABLE.read_bytes(), TABLE.name, problems)
    assert node is not None, problems.found
    return list(plain(node)["audits"])


AUDITS = table()


@cache
def judged_by() -> tuple[KnowledgeBase, PlainEvaluator]:
    wanted = with_policy(KNOWLEDGE, KNOWLEDGE.policy["default"])
    return wanted, PlainEvaluator(wanted)


def best(question: Question) -> str:
    """The best answer: a first of the best words, everything reached and nothing overdue, a month ago."""
    if question.answer is AnswerKind.PERCENTAGE:
        return "0" if question.id.endswith("overdue") else "100"
    if question.answer is AnswerKind.DATE:
        return str(TODAY - timedelta(days=30))
    return (question.best or question.words or ("0",))[0]


@cache
def asked(standards: tuple[str, ...]) -> dict[str, str]:
    """The best answer to every question of some standards."""
    templates = {
        KNOWLEDGE.requirement[name].template for one in standards for name in KNOWLEDGE.asked_by[one]
    }
    read = {name for template in templates for name in KNOWLEDGE.reads_of[template]}
    questions = [one for one in KNOWLEDGE.questions if one.id in read and not one.computed]
    return {one.id: best(one) for one in questions if one.answer is not AnswerKind.REGISTER}


def judged(standards: list[str], answers: dict[str, str]) -> Assessment:
    told = {
        "organisation": "Invented Ltd",
        "as_of": str(TODAY),
        "standards": standards,
        "answers": asked(tuple(standards)) | answers,
    }
    organisation = organisation_in(msgspec.json.encode(told).decode(), "told.yaml", KNOWLEDGE, today=TODAY)
    knowledge, evaluator = judged_by()
    return assess(organisation, knowledge, evaluator, KNOWLEDGE.policy["default"])


@cache
def outcome(number: int) -> Assessment:
    audit = AUDITS[number]
    return judged(audit["standards"], audit["answers"])


EVERY = pytest.mark.parametrize("number", range(len(AUDITS)), ids=[audit["audit"] for audit in AUDITS])


def on(clause: str, recorded: Nonconformity) -> bool:
    """Whether a nonconformity is recorded against a clause or something under it."""
    under = (member.split("/")[1] for member in recorded.members)
    return any(number == clause or number.startswith(f"{clause}.") for number in under)


@pytest.mark.parametrize("standard", sorted({one for audit in AUDITS for one in audit["standards"]}))
def test_with_the_best_answers_there_is_nothing_to_write(standard: str) -> None:
    found = judged([standard], {})
    assert (found.nonconformities, found.observations) == ((), ())


@EVERY
def test_no_nonconformity_of_the_auditor_is_lost_or_graded_otherwise(number: int) -> None:
    found = outcome(number).nonconformities
    for grade in (Grade.MAJOR, Grade.MINOR):
        for clause in AUDITS[number].get(grade.word, ()):
            assert any(on(clause, one) for one in found if one.grade is grade), (clause, grade.word)


@EVERY
def test_there_are_about_as_many_nonconformities_as_the_auditor_wrote_and_no_more_majors(number: int) -> None:
    found, audit = outcome(number).nonconformities, AUDITS[number]
    majors, minors = audit.get("major", []), audit.get("minor", [])
    assert sum(one.grade is Grade.MAJOR for one in found) == len(majors)
    assert len(found) <= MOST * len([*majors, *minors]), [one.requirement for one in found]


@EVERY
def test_what_the_auditor_only_noted_is_only_noted(number: int) -> None:
    for clause in AUDITS[number].get("noted", ()):
        assert any(on(clause, one) for one in outcome(number).observations), clause

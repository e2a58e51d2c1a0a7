"""The organisations in examples/: they can be assessed, show what they are there for, and every way of judging agrees."""

from __future__ import annotations

import random
from datetime import date
from functools import cache
from pathlib import Path

import msgspec
import pytest

from clausegraph.engine.assessment import Assessment, assess
from clausegraph.engine.inference.choose import durable_is_missing, evaluator
from clausegraph.engine.knowledge.load import PACKAGE
from clausegraph.engine.model import FailureKind, Grade, KnowledgeBase, Status
from clausegraph.engine.organisation import Organisation, read_organisation
from clausegraph.engine.reports.json_report import assessment_json, dumps
from clausegraph.engine.run import Request, run

TODAY = date(2026, 11, 21)
EXAMPLES = PACKAGE / "examples"
WORKSHOP = EXAMPLES / "invented-workshop.yaml"
YEAR_1, YEAR_2 = (EXAMPLES / "brisbane-construction" / f"year-{year}.yaml" for year in (1, 2))

every_example = pytest.mark.parametrize("path", sorted(EXAMPLES.rglob("*.yaml")), ids=lambda path: path.relative_to(EXAMPLES).as_posix())
with_durable = pytest.mark.skipif(bool(durable_is_missing()), reason=str(durable_is_missing()))


@cache
def assessed(path: Path, engine: str = "plain") -> Assessment:
    return run(Request(path, engine=engine), today=TODAY).assessment


def organisation_of(path: Path, knowledge: KnowledgeBase) -> Organisation:
    return read_organisation(path, knowledge, as_of=None, today=TODAY)


def json_of(organisation: Organisation, knowledge: KnowledgeBase) -> str:
    judged = assess(organisation, knowledge, evaluator(knowledge, "plain"), knowledge.policy["default"])
    return dumps(assessment_json(judged, knowledge))


def grades(assessment: Assessment) -> dict[str, Grade]:
    """The grade of every requirement, without the edition before its clause."""
    return {one.requirement.partition("/")[2]: one.grade for one in assessment.findings}


# All of them


@every_example
def test_an_example_is_assessed_without_a_problem(path: Path) -> None:
    assert assessed(path).findings


@every_example
def test_an_example_says_when_it_was_true_and_by_which_standards_it_is_judged(path: Path, knowledge: KnowledgeBase) -> None:
    organisation = organisation_of(path, knowledge)
    assert organisation.as_of != TODAY
    assert organisation.standards
    assert organisation.about


@every_example
def test_no_evidence_in_an_example_is_dated_after_the_assessment(path: Path, knowledge: KnowledgeBase) -> None:
    organisation = organisation_of(path, knowledge)
    dates = [one.date for answer in organisation.answers for one in answer.evidence if one.date]
    assert all(one <= organisation.as_of for one in dates)


@every_example
def test_the_order_of_the_answers_changes_nothing(path: Path, knowledge: KnowledgeBase) -> None:
    organisation = organisation_of(path, knowledge)
    answers = list(organisation.answers)
    as_written = json_of(organisation, knowledge)
    for seed in range(3):
        random.Random(seed).shuffle(answers)
        assert json_of(msgspec.structs.replace(organisation, answers=tuple(answers)), knowledge) == as_written


@with_durable
@every_example
def test_both_evaluators_say_the_same(path: Path) -> None:
    durable, plain = assessed(path, "durable"), assessed(path, "plain")
    assert durable.engine != plain.engine
    assert msgspec.structs.replace(durable, engine="") == msgspec.structs.replace(plain, engine="")


# The invented workshop


def test_the_workshop_says_that_it_is_invented(knowledge: KnowledgeBase) -> None:
    organisation = organisation_of(WORKSHOP, knowledge)
    assert "invented" in organisation.name
    assert "invented" in organisation.about


def test_the_workshop_leaves_nothing_unassessed() -> None:
    workshop = assessed(WORKSHOP)
    assert not [one.requirement for one in workshop.findings if one.status is Status.NOT_ASSESSED]
    assert not [one.requirement for one in workshop.findings if one.could_become is not Grade.UNGRADED]
    assert not workshop.unanswered


def test_the_workshop_has_every_question_answered_that_its_exclusions_leave(knowledge: KnowledgeBase) -> None:
    organisation = organisation_of(WORKSHOP, knowledge)
    excluded = organisation.excluded(knowledge)
    in_scope = [one for one in knowledge.requirements if one.standard in organisation.standards and one.id not in excluded]
    read = {fact for one in in_scope for fact in knowledge.reads_of[one.template]}
    asked = {fact for fact in read if not knowledge.fact[fact].computed}
    assert asked == {answer.fact for answer in organisation.answers}


def test_the_workshop_leaves_out_design_alone(knowledge: KnowledgeBase) -> None:
    workshop = assessed(WORKSHOP)
    out = {one.clause for one in workshop.findings if one.status is Status.NOT_APPLICABLE}
    assert out
    assert all(clause.startswith("8.3") for clause in out)


def test_the_workshop_is_worth_a_report() -> None:
    found = list(grades(assessed(WORKSHOP)).values())
    assert 1 <= found.count(Grade.MAJOR) <= 3
    assert 10 <= found.count(Grade.MINOR) <= 25
    assert found.count(Grade.OBSERVATION) >= 2
    assert found.count(Grade.CONFORMS) > len(found) / 2


@pytest.mark.parametrize(
    ("requirement", "grade"),
    [
        ("6.1.1/risks-determined", Grade.MINOR),
        ("6.2.1/measurable", Grade.MINOR),
        ("7.1.5.2/calibrated", Grade.MINOR),
        ("8.4.1/evaluation-and-selection", Grade.MINOR),
        ("9.2.1/conducted", Grade.MINOR),
        ("9.3.2/input-external-providers", Grade.MINOR),
        ("10.2.1/effect-reviewed", Grade.MAJOR),
    ],
)
def test_the_workshop_is_weak_where_its_file_says(requirement: str, grade: Grade) -> None:
    assert grades(assessed(WORKSHOP))[requirement] is grade


@pytest.mark.parametrize("clause", ["8.2", "8.5", "8.6", "8.7"])
def test_no_answer_speaks_against_the_production_and_release_of_the_workshop(clause: str) -> None:
    found = [one for one in assessed(WORKSHOP).findings if f"{one.clause}.".startswith(f"{clause}.")]
    assert found
    assert not [reason.rule for one in found for reason in one.reasons]


def test_one_gap_in_the_planning_of_the_workshop_leaves_controls_in_operation_without_their_foundation() -> None:
    workshop = assessed(WORKSHOP)
    worst, *_ = workshop.root_causes
    assert worst.requirement == "iso-9001:2015/6.1.1/risks-determined"
    clauses = {one.requirement: one.clause for one in workshop.findings}
    unfounded = {one.target for one in workshop.dependency_failures if one.kind is FailureKind.UNFOUNDED and worst.requirement in one.path}
    assert [one for one in unfounded if clauses[one].startswith("8.")]
    assert [one for one in worst.undermines if clauses[one].startswith("8.")]


# The story from Brisbane


def test_year_two_of_brisbane_is_nowhere_worse_than_year_one() -> None:
    before, after = grades(assessed(YEAR_1)), grades(assessed(YEAR_2))
    assert before.keys() == after.keys()
    for requirement, grade in before.items():
        if grade is Grade.UNGRADED:
            assert after[requirement] <= Grade.CONFORMS, requirement
        else:
            assert Grade.CONFORMS <= after[requirement] <= grade, requirement


def test_year_two_of_brisbane_is_better_where_the_story_says_and_nowhere_else() -> None:
    before, after = grades(assessed(YEAR_1)), grades(assessed(YEAR_2))
    better = {requirement: (before[requirement], after[requirement]) for requirement in before if before[requirement] != after[requirement]}
    assert better == {
        # the system reaches the sites
        "4.4.1/in-use": (Grade.MAJOR, Grade.MINOR),
        "8.1/control": (Grade.MAJOR, Grade.MINOR),
        # the operations manager takes it up
        "5.1.1/integration": (Grade.MAJOR, Grade.MINOR),
        # people are told why
        "7.3/own-contribution": (Grade.MINOR, Grade.CONFORMS),
        "7.3/consequences": (Grade.MINOR, Grade.CONFORMS),
        # auditors ask questions
        "9.2.1/purpose": (Grade.MINOR, Grade.CONFORMS),
        # results get better
        "4.4.1/improved": (Grade.UNGRADED, Grade.CONFORMS),
        "10.1/system": (Grade.UNGRADED, Grade.CONFORMS),
        "10.3/achieved": (Grade.UNGRADED, Grade.CONFORMS),
    }


@pytest.mark.parametrize("path", [YEAR_1, YEAR_2], ids=["year 1", "year 2"])
def test_what_the_story_from_brisbane_does_not_tell_is_not_assessed(path: Path) -> None:
    story = assessed(path)
    assert story.summary.not_assessed > 0.9 * len(story.findings)


@pytest.mark.parametrize("path", [YEAR_1, YEAR_2], ids=["year 1", "year 2"])
def test_every_answer_from_brisbane_says_which_sentence_it_rests_on(path: Path, knowledge: KnowledgeBase) -> None:
    assert all(answer.note.startswith("Rests on ") for answer in organisation_of(path, knowledge).answers)

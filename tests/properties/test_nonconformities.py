"""What must always hold of what is recorded: every number agrees, every failure is somewhere, and the order
of files never matters."""

from __future__ import annotations

import re
from collections import Counter
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausegraph.engine.analysis.assessment import Assessment, assess
from clausegraph.engine.analysis.nonconformities.nonconformity import Nonconformity
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.knowledge.load import BUILT_IN, default_cache, load
from clausegraph.engine.model import (
    Discipline,
    Escalation,
    Extent,
    FailureKind,
    Grade,
    KnowledgeBase,
    Policy,
    Status,
    count,
)
from clausegraph.engine.organisation.organisation import Answer, Consequence, Note, Organisation
from clausegraph.engine.problems import Location
from clausegraph.engine.reports.as_json.assessment import assessment_json
from clausegraph.tests.properties.knowledge_bases import HERE, TODAY, Size, random_knowledge, random_value
from clausegraph.tests.properties.practices import shuffled_files, with_practices
from clausegraph.tests.properties.test_evaluators_agree import repeatably, seeds
from clausegraph.tests.unit.analysis.nonconformities.small_audit import with_notes

RECORDED = (Grade.MAJOR, Grade.MINOR, Grade.OBSERVATION, Grade.OPPORTUNITY)
PLACES = ("", "", "", "hall 1", "hall 2")

sizes = st.builds(
    Size,
    standards=st.integers(1, 3),
    facts=st.integers(3, 8),
    templates=st.integers(3, 16),
    rules=st.integers(2, 5),
    links=st.integers(0, 25),
    escalations=st.just(0),
)


def random_world(rng: Random, size: Size) -> KnowledgeBase:
    """Practices, notes, and a policy under which minors break down, and at times links raise."""
    made = with_practices(rng, random_knowledge(rng, size))
    told = {question.id for question in made.questions if question.computed}
    seen = msgspec.structs.replace(
        made,
        questions=tuple(question for question in made.questions if not question.computed),
        rules=tuple(one for one in made.rules if one.each is None and told.isdisjoint(one.reads)),
    )
    whole, share = rng.randint(1, 3), rng.choice((0, 33.3, 66.7))
    escalations = [
        Escalation("together", Grade.MAJOR, "", HERE, at_least=rng.randint(2, 4), share=share, whole=whole)
    ]
    for kind in (FailureKind.UNFOUNDED, FailureKind.INHERITED):
        if rng.random() < 0.3:
            escalations.append(Escalation(f"raise-{kind}", rng.choice(RECORDED), "", HERE, failure=kind))
    return with_notes(msgspec.structs.replace(seen, policies=(Policy("default", "", tuple(escalations)),)))


def random_organisation(
    rng: Random, knowledge: KnowledgeBase, places: tuple[str, ...] = PLACES
) -> Organisation:
    """Answers for all or by discipline, some missing, and notes that name places."""
    asked = [question for question in knowledge.questions if not question.computed and not question.record]
    answers: list[Answer] = []
    for question in asked:
        for discipline in rng.choice(((), (None,), (None,), (None,), tuple(Discipline))):
            value = random_value(rng, question)
            answers.append(Answer(question.id, value, str(value), HERE, discipline))
    targets = rng.sample(sorted(knowledge.members), min(rng.choice((0, 1, 3, 6)), len(knowledge.members)))
    notes = [
        Note(
            target,
            f"Case {line}.",
            rng.choice((Extent.ISOLATED, Extent.WIDESPREAD, Extent.SEVERAL)),
            Consequence.NONE,
            Location("audit.yaml", line, 1),
            where=rng.choice(places),
        )
        for line, target in enumerate([*targets, *targets], 1)
    ]
    standards = tuple(rng.sample(sorted(knowledge.standard), rng.randint(1, len(knowledge.standards))))
    return Organisation("random", TODAY, standards, tuple(answers), notes=tuple(notes))


def assessed(organisation: Organisation, knowledge: KnowledgeBase) -> Assessment:
    return assess(organisation, knowledge, PlainEvaluator(knowledge), knowledge.policies[0])


def random_assessment(
    size: Size, seed: int, places: tuple[str, ...] = PLACES
) -> tuple[Assessment, KnowledgeBase]:
    rng = Random(seed)
    knowledge = random_world(rng, size)
    return assessed(random_organisation(rng, knowledge, places), knowledge), knowledge


@pytest.fixture(scope="module")
def shipped() -> KnowledgeBase:
    return load((BUILT_IN,), cache=default_cache())


def numbers_agree(assessment: Assessment, knowledge: KnowledgeBase) -> None:
    everything = (*assessment.nonconformities, *assessment.observations)
    counted = Counter(one.grade for one in everything)
    assert assessment.summary.recorded == {grade: counted[grade] for grade in RECORDED}
    for standard, numbers in assessment.summary.by_standard.items():
        assert numbers == {
            grade: sum(one.grade is grade and standard in one.standards for one in everything)
            for grade in RECORDED
        }
    read = assessment_json(assessment, knowledge)
    told = Counter(one["grade"] for one in (*read["nonconformities"], *read["observations"]))
    assert {grade.word: read["summary"][grade.word] for grade in RECORDED} == {
        grade.word: told[grade.word] for grade in RECORDED
    }
    assert told == {grade.word: number for grade, number in counted.items()}
    verdict_says(assessment.summary.verdict, counted)
    steps = {one["nonconformity"]: one["requirements"] for one in read["plan"]["steps"]}
    assert steps.keys() <= {one["id"] for one in read["nonconformities"]}
    for one in assessment.nonconformities:
        against_clauses = [name for name in one.members if name in knowledge.clause]
        assert set(against_clauses) <= set(steps.get(one.id, ()))


def verdict_says(verdict: str, counted: Counter[Grade]) -> None:
    """The headline counts every nonconformity, and says nothing of those there are none of."""
    for grade in (Grade.MAJOR, Grade.MINOR):
        told = re.search(rf"(\d+) {grade.word}", verdict)
        assert (int(told[1]) if told else 0) == counted[grade]


@settings(repeatably, max_examples=300)
@given(sizes, seeds)
def test_the_headline_the_summary_and_json_agree_in_every_number(size: Size, seed: int) -> None:
    numbers_agree(*random_assessment(size, seed))


@settings(repeatably, max_examples=15)
@given(seeds)
def test_they_agree_for_organisations_of_the_standards_that_ship(shipped: KnowledgeBase, seed: int) -> None:
    rng = Random(seed)
    asked = [
        question
        for question in shipped.questions
        if not question.computed and question.words and rng.random() < 0.4
    ]
    answers = tuple(
        Answer(question.id, word, word, HERE) for question in asked if (word := rng.choice(question.words))
    )
    organisation = Organisation("random", TODAY, tuple(rng.sample(sorted(shipped.standard), 2)), answers)
    assessment = assess(organisation, shipped, PlainEvaluator(shipped), shipped.policy["default"])
    numbers_agree(assessment, shipped)
    every_failure_is_somewhere(assessment)


def every_failure_is_somewhere(assessment: Assessment) -> None:
    for finding in assessment.findings:
        inside = [one.id for one in assessment.nonconformities if finding.requirement in one.members]
        carrying = [one.id for one in assessment.nonconformities if finding.requirement in one.carries]
        if finding.grade.fails:
            assert len(inside) == 1 or (not inside and len(carrying) == 1)
            assert (finding.nonconformity, finding.carried_by) == (
                "".join(inside),
                "" if inside else "".join(carrying),
            )
        else:
            assert not inside


@settings(repeatably, max_examples=300)
@given(sizes, seeds)
def test_every_failing_requirement_is_in_one_nonconformity_or_carried_by_one(size: Size, seed: int) -> None:
    every_failure_is_somewhere(random_assessment(size, seed, places=("",))[0])


@settings(repeatably, max_examples=300)
@given(sizes, seeds)
def test_wherever_it_was_seen_what_fails_is_recorded_or_carried_and_what_does_not_fail_is_not(
    size: Size, seed: int
) -> None:
    assessment, _ = random_assessment(size, seed)
    recorded = {member for one in assessment.nonconformities for member in one.members}
    carried = {name for one in assessment.nonconformities for name in one.carries}
    failing = {finding.requirement for finding in assessment.findings if finding.grade.fails}
    assert failing <= recorded | carried
    seen = {
        one.note.target
        for finding in assessment.findings
        for one in finding.observed
        if one.note.on_clause and one.grade.fails
    }
    assert seen <= recorded | carried
    assert recorded <= failing | seen
    assert {
        finding.requirement for finding in assessment.findings if finding.status is Status.GAP
    } <= recorded | carried | {member for one in assessment.observations for member in one.members}


@settings(repeatably, max_examples=300)
@given(sizes, seeds)
def test_keys_and_numbers_are_given_once_and_run_on_worst_first(size: Size, seed: int) -> None:
    assessment, _ = random_assessment(size, seed)
    found = assessment.nonconformities
    assert len({one.key for one in found}) == len(found)
    assert [one.id for one in found] == [f"NC-{number}" for number in range(1, len(found) + 1)]
    assert [one.grade for one in found] == sorted((one.grade for one in found), reverse=True)
    listed = [part for one in found for part in one.parts]
    assert len(listed) == len(set(listed))
    assert set(listed).isdisjoint(one.key for one in found)


@settings(repeatably, max_examples=300)
@given(sizes, seeds)
def test_the_same_answer_is_never_two_nonconformities(size: Size, seed: int) -> None:
    assessment, knowledge = random_assessment(size, seed, places=("",))
    for question in knowledge.questions:
        for discipline in Discipline:
            decided = {
                finding.nonconformity
                for finding in assessment.findings
                if finding.grade.fails
                and finding.nonconformity
                and not finding.observed
                and not finding.escalations
                if knowledge.standard[finding.standard].discipline is discipline
                if [reason.questions[:1] for reason in finding.reasons if reason.grade.fails]
                == [(question.id,)]
                if any(answer.fact == question.id for answer in finding.answers)
            }
            assert len(decided) <= 1, count(len(decided), "nonconformity")


@settings(repeatably, max_examples=200)
@given(sizes, seeds)
def test_the_order_of_files_never_matters_to_what_is_recorded(size: Size, seed: int) -> None:
    rng = Random(seed)
    knowledge = random_world(rng, size)
    organisation = random_organisation(rng, knowledge)
    straight, mixed = (
        assessed(organisation, knowledge),
        assessed(organisation, shuffled_files(rng, knowledge)),
    )
    for here, there in (
        (straight.nonconformities, mixed.nonconformities),
        (straight.observations, mixed.observations),
    ):
        assert list(map(in_any_order, here)) == list(map(in_any_order, there))
    assert straight.summary == mixed.summary


def in_any_order(recorded: Nonconformity) -> Nonconformity:
    """The same with its evidence sorted: answers stand in the order in which the rules of a requirement read
    them."""
    evidence = sorted(recorded.evidence, key=lambda proof: (proof.kind, proof.ref, proof.text, str(proof.at)))
    return msgspec.structs.replace(recorded, evidence=tuple(evidence))

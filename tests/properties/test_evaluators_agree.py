"""What must always hold of both evaluators, on thousands of random knowledge bases and organisations."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausegraph.engine.inference.choose import durable_is_missing
from clausegraph.engine.inference.interface import Evaluator, Inference, Premises, Verdict
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.model import Discipline, Escalation, Grade, KnowledgeBase, LinkKind, Repeat, Rule
from clausegraph.tests import oracle
from clausegraph.tests.properties.knowledge_bases import (
    HERE,
    WORDS,
    Size,
    known_in_part,
    random_knowledge,
    random_question,
    random_value,
    shuffled,
)

needs_durable = pytest.mark.skipif(bool(durable_is_missing()), reason=str(durable_is_missing()))

repeatably = settings(deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))

EXAMPLES = int(os.environ.get("CLAUSEGRAPH_EXAMPLES", "200"))
"""How many random knowledge bases the oracle is asked about. The setting is there for a longer search
after a change of the semantics."""

ORGANISATIONS = 6
"""Judged per knowledge base."""

sizes = st.builds(
    Size,
    standards=st.integers(1, 3),
    facts=st.integers(1, 8),
    templates=st.integers(1, 14),
    rules=st.integers(1, 4),
    links=st.integers(0, 25),
    escalations=st.integers(0, 4),
)

seeds = st.integers(0, 2**32)


def durable(knowledge: KnowledgeBase) -> Evaluator:
    from clausegraph.engine.inference.durable.evaluator import DurableEvaluator

    return DurableEvaluator(knowledge)


@needs_durable
@settings(repeatably, max_examples=1000)
@given(sizes, seeds)
def test_durable_and_plain_agree_on_every_organisation(size: Size, seed: int) -> None:
    rng = Random(seed)
    knowledge = random_knowledge(rng, size)
    plain, forward_chaining = PlainEvaluator(knowledge), durable(knowledge)
    for _ in range(ORGANISATIONS):
        question = known_in_part(rng, random_question(rng, knowledge, unknown=rng.choice((0.0, 0.2, 0.6))))
        assert forward_chaining.infer(question) == plain.infer(question)


SMALL = st.builds(
    Size,
    standards=st.integers(1, 2),
    facts=st.integers(1, 5),
    templates=st.integers(1, 9),
    rules=st.integers(1, 4),
    links=st.integers(0, 15),
    escalations=st.integers(0, 4),
)
"""Small enough for an oracle that tries every completion of the answers."""


@pytest.mark.parametrize("evaluator", [PlainEvaluator, pytest.param(durable, marks=needs_durable)])
def test_each_evaluator_agrees_with_the_oracle(evaluator: type[PlainEvaluator]) -> None:
    @settings(repeatably, max_examples=EXAMPLES)
    @given(SMALL, seeds)
    def holds(size: Size, seed: int) -> None:
        rng = Random(seed)
        knowledge = random_knowledge(rng, size)
        judge = evaluator(knowledge)
        for _ in range(ORGANISATIONS):
            question = known_in_part(
                rng, random_question(rng, knowledge, unknown=rng.choice((0.0, 0.2, 0.6)))
            )
            assert judge.infer(question) == oracle.infer(question)

    holds()


@pytest.mark.parametrize("evaluator", [PlainEvaluator, pytest.param(durable, marks=needs_durable)])
def test_the_order_of_files_never_matters(evaluator: type[PlainEvaluator]) -> None:
    @settings(repeatably, max_examples=150)
    @given(sizes, seeds)
    def holds(size: Size, seed: int) -> None:
        rng = Random(seed)
        knowledge = random_knowledge(rng, size)
        question = random_question(rng, knowledge)
        mixed = shuffled(rng, knowledge)
        scope = tuple(rng.sample(question.scope, len(question.scope)))
        again = msgspec.structs.replace(question, knowledge=mixed, policy=mixed.policies[0], scope=scope)
        assert in_order(evaluator(mixed).infer(again)) == in_order(evaluator(knowledge).infer(question))

    holds()


def in_order(inference: Inference) -> Inference:
    return msgspec.structs.replace(
        inference, verdicts=tuple(sorted(inference.verdicts, key=lambda one: one.requirement))
    )


@needs_durable
def test_hundreds_of_organisations_on_one_evaluator_leave_nothing_behind() -> None:
    rng = Random(9001)
    knowledge = random_knowledge(rng, Size(standards=3, facts=20, templates=30, links=40))
    evaluator = durable(knowledge)
    questions = [random_question(rng, knowledge) for _ in range(300)]
    first = [evaluator.infer(question) for question in questions]
    assert [evaluator.infer(question) for question in reversed(questions)] == first[::-1]
    assert first == [PlainEvaluator(knowledge).infer(question) for question in questions]


@needs_durable
def test_memory_stays_flat_over_hundreds_of_organisations() -> None:
    rng = Random(27001)
    knowledge = random_knowledge(rng, Size(standards=3, facts=20, templates=30, links=40))
    evaluator = durable(knowledge)
    questions = [random_question(rng, knowledge) for _ in range(50)]
    judge(evaluator, questions, times=4)
    before = resident_megabytes()
    judge(evaluator, questions, times=12)
    assert resident_megabytes() - before < 4


def judge(evaluator: Evaluator, questions: list[Premises], times: int) -> None:
    for _ in range(times):
        for question in questions:
            evaluator.infer(question)


def resident_megabytes() -> float:
    pages = Path("/proc/self/statm")
    if not pages.exists():
        pytest.skip("this system does not tell how much memory a process holds")
    return int(pages.read_text().split()[1]) * 4096 / 1024**2


@settings(repeatably, max_examples=300)
@given(sizes, seeds)
def test_whatever_is_undermined_has_a_failing_requirement_upstream(size: Size, seed: int) -> None:
    rng = Random(seed)
    knowledge = random_knowledge(rng, size)
    question = random_question(rng, knowledge)
    inference = PlainEvaluator(knowledge).infer(question)
    failing = {one.requirement for one in inference.verdicts if final_grade(one, inference).fails}
    for requirement in inference.undermined:
        assert requirement not in failing
        assert failing & upstream(knowledge, requirement)


@settings(repeatably, max_examples=300)
@given(sizes, seeds)
def test_a_note_never_improves_a_grade_and_touches_only_what_it_lands_on(size: Size, seed: int) -> None:
    rng = Random(seed)
    knowledge = random_knowledge(rng, size)
    question = random_question(rng, knowledge)
    noted = PlainEvaluator(knowledge).infer(question).verdicts
    silent = PlainEvaluator(knowledge).infer(msgspec.structs.replace(question, notes=())).verdicts
    for one, other in zip(noted, silent, strict=True):
        assert one == other if not one.seen else one.base >= other.base
        assert one.open == other.open
    landed = [note.note for one in noted for note in one.seen]
    in_scope = [
        place
        for place, note in enumerate(question.notes)
        if not set(question.scope).isdisjoint(knowledge.members[note.target])
    ]
    assert sorted(landed) == in_scope


@settings(repeatably, max_examples=300)
@given(sizes, seeds)
def test_records_never_improve_a_grade_and_every_rule_over_them_names_those_it_meets(
    size: Size, seed: int
) -> None:
    rng = Random(seed)
    knowledge = random_knowledge(rng, size)
    question = random_question(rng, knowledge)
    told = PlainEvaluator(knowledge).infer(question).verdicts
    silent = PlainEvaluator(knowledge).infer(msgspec.structs.replace(question, registers={})).verdicts
    over_records = {rule.id for rule in knowledge.on_records}
    for one, other in zip(told, silent, strict=True):
        assert one.base >= other.base
        assert (one.applies, one.open, one.seen) == (other.applies, other.open, other.seen)
        assert {found.rule for found in one.records} == over_records.intersection(one.fired)
        assert all(0 < len(found.records) <= found.among for found in one.records)


@settings(repeatably, max_examples=400)
@given(sizes, seeds)
def test_what_came_before_never_improves_a_grade_and_touches_only_what_fails(size: Size, seed: int) -> None:
    rng = Random(seed)
    knowledge = random_knowledge(rng, size)
    given_all = tuple(
        Escalation(f"again-{way}", rng.choice((Grade.MINOR, Grade.MAJOR)), "", HERE, repeats=way)
        for way in Repeat
        if rng.random() < 0.7
    )
    policy = msgspec.structs.replace(
        knowledge.policies[0], escalations=(*knowledge.policies[0].escalations, *given_all)
    )
    question = msgspec.structs.replace(random_question(rng, knowledge), policy=policy)
    first = msgspec.structs.replace(
        question,
        earlier={},
        notes=tuple(msgspec.structs.replace(one, repeats=False) for one in question.notes),
    )
    evaluator = PlainEvaluator(knowledge)
    again, before = evaluator.infer(question), evaluator.infer(first)
    assert again.verdicts == before.verdicts
    assert (again.failures, again.undermined) == (before.failures, before.undermined)
    grades, earlier = raised_grades(again), raised_grades(before)
    assert all(grades[one] >= earlier[one] for one in earlier)
    failing = {one.requirement for one in again.verdicts if one.base.fails}
    back = {one.requirement for one in again.raised if one.because_of == one.requirement}
    assert back <= failing
    assert {one for one in grades if grades[one] != earlier[one]} <= back


@settings(repeatably, max_examples=200)
@given(sizes, seeds)
def test_a_policy_without_words_on_what_came_before_ignores_it(size: Size, seed: int) -> None:
    rng = Random(seed)
    knowledge = random_knowledge(rng, size)
    silent = tuple(one for one in knowledge.policies[0].escalations if not one.repeats)
    question = msgspec.structs.replace(
        random_question(rng, knowledge),
        policy=msgspec.structs.replace(knowledge.policies[0], escalations=silent),
    )
    evaluator = PlainEvaluator(knowledge)
    assert evaluator.infer(question) == evaluator.infer(msgspec.structs.replace(question, earlier={}))


def raised_grades(inference: Inference) -> dict[str, Grade]:
    """The grades in the end."""
    grades = {one.requirement: one.base for one in inference.verdicts}
    for one in inference.raised:
        grades[one.requirement] = max(grades[one.requirement], one.grade)
    return grades


def final_grade(verdict: Verdict, inference: Inference) -> Grade:
    """The grade before dependencies raise any: what came back names itself, the others a link."""
    again = (
        one.grade for one in inference.raised if one.requirement == verdict.requirement == one.because_of
    )
    return max((verdict.base, *again))


def upstream(knowledge: KnowledgeBase, requirement: str) -> set[str]:
    """Every requirement from which links that are no feedback lead here."""
    stage = {one.id: one.stage.order for one in (*knowledge.clauses, *knowledge.requirements)}  # type: ignore[attr-defined]
    found: set[str] = set()
    waiting = [requirement]
    while waiting:
        here = waiting.pop()
        for link in knowledge.links:
            feedback = link.kind is LinkKind.IMPROVES and stage[link.target] < stage[link.source]
            if link.carries_failure and not feedback and here in knowledge.members[link.target]:
                waiting += set(knowledge.members[link.source]) - found
                found |= set(knowledge.members[link.source])
    return found


@settings(repeatably, max_examples=200)
@given(sizes, seeds)
def test_every_failure_is_of_a_link_that_carries_it_and_every_raise_is_upwards(size: Size, seed: int) -> None:
    rng = Random(seed)
    knowledge = random_knowledge(rng, size)
    inference = PlainEvaluator(knowledge).infer(random_question(rng, knowledge))
    carrying = {link.id for link in knowledge.links if link.carries_failure}
    base = {one.requirement: one.base for one in inference.verdicts}
    assert {one.link for one in inference.failures} <= carrying
    assert all(one.grade > base[one.requirement] for one in inference.raised)
    causes = {one.because_of for one in inference.raised if one.because_of != one.requirement}
    assert causes <= {one.link for one in inference.failures}


@settings(repeatably, max_examples=300)
@given(sizes, seeds)
def test_an_answer_to_an_open_question_changes_nothing_that_was_certain(size: Size, seed: int) -> None:
    """Without notes: one of these can make a requirement apply that an answer has just left out."""
    rng = Random(seed)
    knowledge = random_knowledge(rng, size)
    question = msgspec.structs.replace(random_question(rng, knowledge, unknown=0.5), notes=())
    values = {fact: dict(given) for fact, given in question.values.items()}
    for fact in knowledge.questions:
        for discipline in Discipline:
            if rng.random() < 0.5:
                values.setdefault(fact.id, {}).setdefault(discipline, random_value(rng, fact))
    evaluator = PlainEvaluator(knowledge)
    before, after = (
        evaluator.infer(question),
        evaluator.infer(msgspec.structs.replace(question, values=values)),
    )
    for earlier, later in zip(before.verdicts, after.verdicts, strict=True):
        assert earlier.applies or not later.applies
        if later.applies:
            assert set(earlier.fired) <= set(later.fired) <= set(earlier.fired) | set(earlier.open)
            assert set(later.open) <= set(earlier.open)


@settings(repeatably, max_examples=300)
@given(sizes, seeds)
def test_a_worse_answer_never_improves_a_grade_where_rules_react_to_what_is_worse(
    size: Size, seed: int
) -> None:
    """Rules whose conditions hold for an answer hold for every worse one here: `partly or no`, `no`, never
    `yes or partly`."""
    rng = Random(seed)
    knowledge = reacting_to_worse(random_knowledge(rng, size))
    question = random_question(rng, knowledge)
    worse = {
        fact: {
            discipline: lower(rng, word) if isinstance(word, str) else word
            for discipline, word in given.items()
        }
        for fact, given in question.values.items()
    }
    evaluator = PlainEvaluator(knowledge)
    before, after = (
        evaluator.infer(question),
        evaluator.infer(msgspec.structs.replace(question, values=worse)),
    )
    fails = [
        (earlier.base, later.base)
        for earlier, later in zip(before.verdicts, after.verdicts, strict=True)
        if later.base
    ]
    assert all(later >= earlier for earlier, later in fails)


def reacting_to_worse(knowledge: KnowledgeBase) -> KnowledgeBase:
    return msgspec.structs.replace(
        knowledge,
        templates=tuple(msgspec.structs.replace(one, applies=()) for one in knowledge.templates),
        rules=tuple(msgspec.structs.replace(one, when=tuple(worsened(one))) for one in knowledge.rules),
    )


def worsened(rule: Rule) -> Iterator[tuple[object, ...]]:
    """The rule's groups with every list of words extended to all that are worse."""
    for group in rule.when:
        yield tuple(
            msgspec.structs.replace(one, words=WORDS[min(map(WORDS.index, one.words)) or 1 :])
            if one.words
            else one
            for one in group
        )


def lower(rng: Random, word: str) -> str:
    return rng.choice(WORDS[WORDS.index(word) :])

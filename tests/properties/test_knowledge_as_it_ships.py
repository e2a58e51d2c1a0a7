"""What must always hold of the knowledge base as it ships, whatever an organisation answers."""

from __future__ import annotations

import itertools
import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausegraph.engine.analysis.assessment import Assessment, assess, put_question
from clausegraph.engine.analysis.dependencies import DependencyFailure
from clausegraph.engine.inference.meaning.conditions import Truth
from clausegraph.engine.inference.meaning.kleene import kleene
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.knowledge.graph import knowledge_graph
from clausegraph.engine.knowledge.language.phrases import SCALE, Value
from clausegraph.engine.knowledge.load import BUILT_IN
from clausegraph.engine.knowledge.overlay.overlays import with_overlays
from clausegraph.engine.knowledge.sources import Root
from clausegraph.engine.model import FailureKind, Grade, KnowledgeBase, Question, Status, Template, lineage
from clausegraph.engine.organisation.organisation import Answer, Organisation
from clausegraph.engine.problems import Location

TODAY = date(2026, 11, 21)
MOST_COMBINATIONS = 20_000
STANDARDS = ("iso-9001:2015", "iso-14001:2015", "iso-27001:2022", "iso-45001:2018")


def grade(template: Template, known: dict[str, Value | None], knowledge: KnowledgeBase) -> Grade:
    """The worst grade of the rules that fire; UNGRADED where the requirement does not apply."""
    if template.applies and kleene(template.applies, known, TODAY) is Truth.FALSE:
        return Grade.UNGRADED
    fired = [
        rule.grade
        for rule in knowledge.rules_of[template.id]
        if kleene(rule.when, known, TODAY) is Truth.TRUE
    ]
    return max(fired, default=Grade.CONFORMS)


def is_ordered(question: Question) -> bool:
    return question.best == ("yes",) and question.words in (("yes", "no"), ("yes", "partly", "no"), SCALE)


def test_a_worse_answer_never_improves_a_grade_unless_its_absence_is_judged_worse_or_as_a_breakdown_elsewhere(
    knowledge: KnowledgeBase,
) -> None:
    readers: dict[str, list[Template]] = {}
    for template in knowledge.templates:
        for fact in knowledge.reads_of[template.id]:
            readers.setdefault(fact, []).append(template)
    for template in knowledge.templates:
        for known, fact, worse in steps_down(template, knowledge):
            before, after = (
                grade(template, known, knowledge),
                grade(template, known | {fact: worse}, knowledge),
            )
            if Grade.UNGRADED not in (before, after) and after < before:
                elsewhere = [
                    grade(one, best_answers(one, knowledge) | {fact: worse}, knowledge)
                    for one in readers[fact]
                ]
                assert max(elsewhere) > before or max(elsewhere) is Grade.MAJOR, (
                    f"{template.id}: {fact} {known[fact]} -> {worse}: {before.word} -> {after.word}"
                )


def test_what_is_inferred_is_read_off_answers_that_something_else_asks_for(knowledge: KnowledgeBase) -> None:
    inferred = [one for one in knowledge.templates if one.inferred]
    asked = {name for one in knowledge.templates if not one.inferred for name in knowledge.reads_of[one.id]}
    assert inferred
    assert {one.id for one in inferred if not asked.issuperset(knowledge.reads_of[one.id])} == set()


def steps_down(
    template: Template, knowledge: KnowledgeBase
) -> list[tuple[dict[str, Value | None], str, str]]:
    """Combinations of closed answers with one ordered fact that can be answered one step worse."""
    facts = [knowledge.question[name] for name in knowledge.reads_of[template.id]]
    closed = [question for question in facts if question.words]
    combinations = itertools.islice(
        itertools.product(*(question.words for question in closed)), MOST_COMBINATIONS
    )
    found = []
    for words in combinations:
        known: dict[str, Value | None] = dict.fromkeys(question.id for question in facts) | dict(
            zip((f.id for f in closed), words, strict=True)
        )
        for question, word in zip(closed, words, strict=True):
            if is_ordered(question) and word != "no":
                found.append((known, question.id, question.words[question.words.index(word) + 1]))
    return found


def best_answers(template: Template, knowledge: KnowledgeBase) -> dict[str, Value | None]:
    facts = [knowledge.question[name] for name in knowledge.reads_of[template.id]]
    return {
        question.id: (question.best or question.words)[0] if question.words else None for question in facts
    }


def some_organisation(knowledge: KnowledgeBase, seed: int) -> Organisation:
    """An organisation with a random share of answers, of which a random share is short of the best."""
    chance = random.Random(seed)
    answered, short = chance.choice([0.2, 0.8, 1.0]), chance.choice([0.02, 0.1, 0.5])
    answers = []
    for question in knowledge.questions:
        if question.words and chance.random() < answered:
            word = (
                chance.choice(question.words)
                if chance.random() < short
                else (question.best or question.words)[0]
            )
            answers.append(Answer(question.id, word, word, Location("somewhere", 1, 1)))
    standards = tuple(chance.sample(STANDARDS, chance.randint(1, len(STANDARDS))))
    return Organisation("Somebody", TODAY, standards, tuple(answers))


@pytest.fixture(scope="module")
def plain(knowledge: KnowledgeBase) -> PlainEvaluator:
    return PlainEvaluator(knowledge)


@pytest.fixture(scope="module")
def joined(knowledge: KnowledgeBase) -> set[tuple[str, str]]:
    """What one can step between: the ends of a link, and a clause and anything under it, either way."""
    graph = knowledge_graph(knowledge)
    pairs = {(source, target) for source, target, about in graph.edges(data=True) if about["basis"]}
    for one in knowledge.requirements:
        for number in lineage(one.clause):
            pairs |= {(f"{one.standard}/{number}", one.id), (one.id, f"{one.standard}/{number}")}
    return pairs


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000))
def test_every_dependency_failure_has_its_path_in_the_graph(
    knowledge: KnowledgeBase, plain: PlainEvaluator, joined: set[tuple[str, str]], seed: int
) -> None:
    assessment = assess(some_organisation(knowledge, seed), knowledge, plain, knowledge.policy["default"])
    for failure in assessment.dependency_failures:
        assert failure.path[-1] == failure.target
        assert failure.source in failure.path
        assert set(itertools.pairwise(failure.path)) <= joined


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000))
def test_every_failing_requirement_is_a_root_cause_or_stands_below_one(
    knowledge: KnowledgeBase, plain: PlainEvaluator, seed: int
) -> None:
    assessment = assess(some_organisation(knowledge, seed), knowledge, plain, knowledge.policy["lenient"])
    explained = {one for cause in assessment.root_causes for one in (cause.requirement, *cause.undermines)}
    assert failing(assessment) <= explained
    assert {cause.requirement for cause in assessment.root_causes} <= failing(assessment)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000))
def test_what_a_root_undermines_alone_or_directly_is_part_of_what_it_undermines(
    knowledge: KnowledgeBase, plain: PlainEvaluator, seed: int
) -> None:
    assessment = assess(some_organisation(knowledge, seed), knowledge, plain, knowledge.policy["default"])
    below = [set(cause.undermines) for cause in assessment.root_causes]
    for cause, mine in zip(assessment.root_causes, below, strict=True):
        assert set(cause.directly) <= mine
        assert set(cause.alone) == mine - set().union(*(other for other in below if other is not mine))
        assert bool(cause.directly) is bool(mine)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000))
def test_fragility_counts_the_met_requirements_at_the_end_of_doubtful_links(
    knowledge: KnowledgeBase, plain: PlainEvaluator, seed: int
) -> None:
    organisation, policy = some_organisation(knowledge, seed), knowledge.policy["lenient"]
    assessment = assess(organisation, knowledge, plain, policy)
    met = [one for one in assessment.findings if one.grade is not Grade.UNGRADED and not one.grade.fails]
    holding = {one.requirement for one in met if not one.could_become.fails}
    unsound = set(plain.infer(put_question(organisation, knowledge, organisation.standards, policy)).unsound)
    open_still = {one.requirement for one in assessment.findings if one.status is not Status.NOT_APPLICABLE}
    no_support = unsound | (open_still - holding - failing(assessment))

    def is_doubtful(one: DependencyFailure) -> bool:
        return one.kind is not FailureKind.STRANDED and not no_support.isdisjoint(
            knowledge.members[one.source]
        )

    doubtful = {one.target for one in assessment.dependency_failures if is_doubtful(one)}
    shaky = {one for one in holding if any(one in knowledge.members[target] for target in doubtful)}
    assert (assessment.fragility.met, assessment.fragility.shaky) == (len(met), len(shaky))


def failing(assessment: Assessment) -> set[str]:
    return {finding.requirement for finding in assessment.findings if finding.grade.fails}


def test_an_empty_overlay_changes_nothing(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    assert with_overlays(knowledge, [Root(tmp_path, "empty")], TODAY) == knowledge


def test_nothing_answered_is_nothing_passed(knowledge: KnowledgeBase, plain: PlainEvaluator) -> None:
    nobody = Organisation("Nobody", TODAY, STANDARDS, ())
    assessment = assess(nobody, knowledge, plain, knowledge.policy["default"])
    assert [finding.requirement for finding in assessment.findings if finding.grade is Grade.CONFORMS] == []


def test_everything_at_its_best_leaves_no_gap_among_closed_questions(
    knowledge: KnowledgeBase, plain: PlainEvaluator
) -> None:
    answers = [Answer(f.id, f.best[0], f.best[0], Location("x", 1, 1)) for f in knowledge.questions if f.best]
    assessment = assess(
        Organisation("Best", TODAY, STANDARDS, tuple(answers)), knowledge, plain, knowledge.policy["default"]
    )
    assert failing(assessment) == set()


def test_the_built_in_knowledge_is_one_root() -> None:
    assert [shown for _, shown in BUILT_IN.files()] == sorted(shown for _, shown in BUILT_IN.files())

"""What became of nonconformities from one assessment to another."""

from __future__ import annotations

from clausegraph.engine.analysis.assessment import Assessment, assess
from clausegraph.engine.analysis.comparison import Comparison, compare
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.model import Grade, KnowledgeBase
from clausegraph.engine.organisation.organisation import Answer, Organisation
from clausegraph.tests.unit.inference.small_world import (
    HERE,
    STANDARD,
    TODAY,
    asks,
    by_count,
    requirement,
    rule,
    world,
)

NAMES = ("a", "b", "c")
TOGETHER = world([requirement("9.1", name) for name in NAMES], escalations=[by_count(3)])
GRADED = world(
    [requirement("9.1", name) for name in NAMES],
    [rule(name, ((asks(name),),)) for name in NAMES]
    + [rule(name, ((asks(name, "partly"),),), Grade.OBSERVATION, "eased") for name in NAMES],
)
SAME_PRACTICE = world(
    [requirement("9.1", name, theme="audit") for name in NAMES],
    [rule("a", ((asks("a"),),)), rule("b", ((asks("b"),),), Grade.OBSERVATION)],
)


def assessed(knowledge: KnowledgeBase, **answers: str) -> Assessment:
    told = {**dict.fromkeys((question.id for question in knowledge.questions), "yes"), **answers}
    organisation = Organisation(
        "Acme", TODAY, (STANDARD,), tuple(Answer(fact, word, word, HERE) for fact, word in told.items())
    )
    return assess(organisation, knowledge, PlainEvaluator(knowledge), knowledge.policies[0])


def compared(knowledge: KnowledgeBase, before: dict[str, str], after: dict[str, str]) -> Comparison:
    return compare(assessed(knowledge, **before), assessed(knowledge, **after))


def test_what_comes_apart_of_a_breakdown_is_graded_milder_and_neither_gone_nor_new() -> None:
    found = compared(TOGETHER, {"a": "no", "b": "no", "c": "no"}, {"a": "no", "b": "no"})
    assert [(one.before.breakdown, one.before.grade, one.now.key, one.now.grade) for one in found.milder] == [
        (f"{STANDARD}/9.1", Grade.MAJOR, "a in std", Grade.MINOR),
        (f"{STANDARD}/9.1", Grade.MAJOR, "b in std", Grade.MINOR),
    ]
    assert (found.gone, found.new, found.harder) == ((), (), ())


def test_what_breaks_down_is_graded_harder_and_is_not_new() -> None:
    found = compared(TOGETHER, {"a": "no", "b": "no"}, {"a": "no", "b": "no", "c": "no"})
    assert [(one.before.key, one.before.grade, one.now.grade) for one in found.harder] == [
        ("a in std", Grade.MINOR, Grade.MAJOR)
    ]
    assert (found.gone, found.new, found.milder) == ((), (), ())


def test_a_nonconformity_of_which_an_observation_is_left_is_milder_and_not_gone() -> None:
    found = compared(GRADED, {"a": "no"}, {"a": "partly"})
    assert [(one.before.grade, one.now.grade) for one in found.milder] == [(Grade.MINOR, Grade.OBSERVATION)]
    assert found.gone == ()


def test_an_observation_that_comes_or_goes_is_no_change_of_nonconformities() -> None:
    found = compared(GRADED, {"a": "partly"}, {"b": "partly"})
    assert (found.gone, found.new, found.milder, found.harder) == ((), (), (), ())
    assert (len(found.better), len(found.worse)) == (1, 1)


def test_an_observation_beside_a_nonconformity_of_the_same_practice_makes_that_no_milder() -> None:
    found = compared(SAME_PRACTICE, {"a": "no"}, {"a": "no", "b": "no"})
    assert (found.gone, found.new, found.milder, found.harder) == ((), (), (), ())


def test_an_assessment_compared_with_itself_is_empty() -> None:
    assert compared(TOGETHER, {"a": "no"}, {"a": "no"}).is_empty

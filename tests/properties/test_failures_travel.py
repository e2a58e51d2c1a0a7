"""What must always hold of dependency failures: a foundation that fails takes none away, and mending a
root cause makes nothing worse."""

from __future__ import annotations

from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausegraph.engine.inference.interface import Premises
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.model import (
    Basis,
    Clause,
    FailureKind,
    Grade,
    KnowledgeBase,
    Link,
    LinkKind,
    Requirement,
    Rule,
    Stage,
    Strength,
    Template,
    Weight,
)
from clausegraph.tests.properties.knowledge_bases import HERE, Size, random_knowledge, random_question
from clausegraph.tests.properties.test_evaluators_agree import repeatably, seeds, sizes
from clausegraph.tests.properties.test_plan import Situation, grades_of

POLICIES = ("default", "strict", "lenient")


@settings(repeatably, max_examples=400)
@given(sizes, seeds)
def test_adding_a_failing_foundation_never_removes_a_failure(size: Size, seed: int) -> None:
    rng = Random(seed)
    knowledge = random_knowledge(rng, size)
    question = random_question(rng, knowledge)
    if not question.scope:
        return
    undermined = on_sand(knowledge, rng.choice(question.scope))
    scope = (*question.scope, undermined.requirements[-1].id)
    again = msgspec.structs.replace(question, knowledge=undermined, scope=scope)
    before = {one.link: one.kind for one in PlainEvaluator(knowledge).infer(question).failures}
    after = {one.link: one.kind for one in PlainEvaluator(undermined).infer(again).failures}
    assert before.keys() <= after.keys()
    changed = {after[link] for link in before if after[link] is not before[link]}
    assert changed <= {FailureKind.UNFOUNDED, FailureKind.INHERITED}


def on_sand(knowledge: KnowledgeBase, dependent: str) -> KnowledgeBase:
    """The knowledge with one more requirement, which always fails, in a clause of its own, and on which a
    dependent builds."""
    standard = knowledge.requirement[dependent].standard
    template = Template("sand/req", "Nothing ever is.", HERE, weight=Weight.ELEMENT)
    requirement = Requirement(f"{standard}/99/req", standard, "99", template.id, "", Stage.PLAN)
    link = Link(
        "sand/link", requirement.id, dependent, LinkKind.PLANS, Basis.NORMATIVE, Strength.HARD, "", HERE
    )
    return msgspec.structs.replace(
        knowledge,
        clauses=(*knowledge.clauses, Clause(f"{standard}/99", standard, "99", "Sand", Stage.PLAN, "", HERE)),
        templates=(*knowledge.templates, template),
        requirements=(*knowledge.requirements, requirement),
        rules=(*knowledge.rules, Rule("sand/always", template.id, ((),), Grade.MAJOR, "", "", HERE)),
        links=(*knowledge.links, link),
    )


@pytest.mark.parametrize("name", POLICIES)
def test_mending_a_root_cause_never_worsens_a_finding_under_a_policy_that_ships(
    name: str, knowledge: KnowledgeBase
) -> None:
    policy = knowledge.policy[name]

    @settings(repeatably, max_examples=150)
    @given(sizes, seeds, st.integers(0, 100))
    def holds(size: Size, seed: int, pick: int) -> None:
        rng = Random(seed)
        random = random_knowledge(rng, size)
        premises: Premises = msgspec.structs.replace(random_question(rng, random), policy=policy)
        made = Situation(random, premises)
        roots = [one.requirement for one in made.assessment.root_causes if one.requirement in made.failing]
        if not roots:
            return
        before = grades_of(made.after(frozenset()))
        after = grades_of(made.after(frozenset({roots[pick % len(roots)]})))
        assert all(after[one] <= before[one] for one in before)

    holds()

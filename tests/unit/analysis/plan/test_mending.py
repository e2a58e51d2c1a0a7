"""How an organisation would stand once something was mended: the plan counts what the evaluators count."""

from __future__ import annotations

import msgspec

from clausegraph.engine.analysis.assessment import assess
from clausegraph.engine.analysis.plan.mending import Mending
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.model import (
    AnswerKind,
    Computed,
    Consequence,
    Extent,
    Fact,
    Grade,
    KnowledgeBase,
    Template,
)
from clausegraph.engine.organisation.organisation import Note, Organisation
from clausegraph.tests.unit.inference.small_world import (
    HERE,
    STANDARD,
    TODAY,
    by_count,
    requirement,
    rule,
    world,
)
from clausegraph.tests.unit.inference.small_world import asks as condition


def on_notes(*clauses: str) -> KnowledgeBase:
    """A requirement under each clause without rules of its own; a note of several cases is a minor, and
    two make majors."""
    bare = world([requirement(clause, clause) for clause in clauses], [], escalations=[by_count(2)])
    extent = Fact("note", "", AnswerKind.WORDS, HERE, words=("several", "none"), computed=Computed.NOTE_EXTENT)
    return msgspec.structs.replace(
        bare,
        facts=(extent,),
        templates=(*bare.templates, Template("seen", "", HERE)),
        rules=(rule("seen", ((condition("note", "several"),),)),),
    )


def test_two_notes_with_one_place_are_two_in_the_plan_as_in_the_findings() -> None:
    knowledge = on_notes("8.1", "8.1.1")
    places = [f"{STANDARD}/{clause}/{clause}" for clause in ("8.1", "8.1.1")]
    notes = tuple(Note(place, "Something.", Extent.SEVERAL, Consequence.NONE, HERE) for place in places)
    organisation = Organisation("Acme", TODAY, (STANDARD,), (), notes=notes)
    policy = knowledge.policies[0]
    findings = assess(organisation, knowledge, PlainEvaluator(knowledge), policy).findings
    assert {one.grade for one in findings} == {Grade.MAJOR}
    assert set(Mending(findings, knowledge, policy).now.grades.values()) == {Grade.MAJOR}

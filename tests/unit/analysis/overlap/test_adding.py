"""What one more standard or edition asks: what serves already, what to extend, what is new; nothing is
inherited."""

from __future__ import annotations

import msgspec

from clausegraph.engine.analysis.assessment import assess
from clausegraph.engine.analysis.overlap.adding import Adding, EffortOfAdding, ToAnswer, adding_of
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.model import (
    ChangeKind,
    Confidence,
    Discipline,
    KnowledgeBase,
    Requirement,
    Rule,
    Status,
)
from clausegraph.engine.organisation.organisation import Answer, Organisation
from clausegraph.engine.reports.words.overlap import confirm_words
from clausegraph.tests.unit.analysis.overlap.test_shared import about, reading
from clausegraph.tests.unit.inference.small_world import HERE, SECOND_STANDARD, STANDARD, TODAY, link, world

FOUR = ("iso-9001:2015", "iso-14001:2015", "iso-27001:2022", "iso-45001:2018")


def adding(*requirements: Requirement, rules: list[Rule] | None = None) -> dict[str, EffortOfAdding]:
    """The effort for each requirement of the second standard, by the name of its template."""
    view = adding_of(world(list(requirements), rules), (STANDARD,), SECOND_STANDARD)
    return {one.requirement.rpartition("/")[2]: one.effort for one in view.requirements}


def judged(knowledge: KnowledgeBase, **answers: str) -> Adding:
    given = tuple(Answer(fact, value, value, HERE) for fact, value in answers.items())
    organisation = Organisation("Acme", TODAY, (SECOND_STANDARD,), given)
    findings = assess(organisation, knowledge, PlainEvaluator(knowledge), knowledge.policies[0]).findings
    return adding_of(knowledge, (STANDARD,), SECOND_STANDARD, findings, knowledge.policies[0])


# Without an organisation


def test_a_requirement_whose_questions_are_all_asked_already_is_shared_whatever_its_theme() -> None:
    rules = [reading("audits", "done"), reading("reviews", "done")]
    assert adding(
        about("audit", "9.2", "audits"), about("review", "9.3", "reviews", SECOND_STANDARD), rules=rules
    ) == {"reviews": EffortOfAdding.SHARED}


def test_a_requirement_that_asks_one_thing_more_is_extended() -> None:
    rules = [reading("audits", "done"), reading("reviews", "done", "signed")]
    assert adding(
        about("audit", "9.2", "audits"), about("review", "9.3", "reviews", SECOND_STANDARD), rules=rules
    ) == {"reviews": EffortOfAdding.EXTENDED}


def test_a_new_question_on_a_theme_with_a_shared_core_extends_it_and_on_any_other_theme_it_is_new() -> None:
    theirs = [about("audit", "9.2", name, SECOND_STANDARD) for name in ("audits", "workers-told")]
    hazards = about("hazards", "6.1", "hazards", SECOND_STANDARD)
    assert adding(about("audit", "9.2", "audits"), *theirs, hazards) == {
        "audits": EffortOfAdding.SHARED,
        "workers-told": EffortOfAdding.EXTENDED,
        "hazards": EffortOfAdding.NEW,
    }


def test_without_answers_only_questions_nobody_asked_before_are_listed() -> None:
    theirs = [about("audit", "9.2", name, SECOND_STANDARD) for name in ("audits", "workers")]
    view = adding_of(world([about("audit", "9.2", "audits"), *theirs]), (STANDARD,), SECOND_STANDARD)
    assert [(one.fact, one.requirements, one.new) for one in view.questions] == [
        ("workers", (f"{SECOND_STANDARD}/9.2/workers",), True)
    ]
    assert view.plan is None
    assert {one.status for one in view.requirements} == {None}


# With an organisation

AUDIT_AND_HAZARDS = world(
    [
        about("audit", "9.2", "audits"),
        about("audit", "9.2", "audits", SECOND_STANDARD),
        about("hazards", "6.1", "hazards", SECOND_STANDARD),
        about("operation", "8.1", "controls", SECOND_STANDARD),
    ],
    links=[
        msgspec.structs.replace(
            link("6.1", "8.1"), source=f"{SECOND_STANDARD}/6.1", target=f"{SECOND_STANDARD}/8.1"
        ),
    ],
)


def test_what_the_answers_meet_what_they_leave_open_and_what_they_show_as_a_gap() -> None:
    view = judged(AUDIT_AND_HAZARDS, audits="yes", controls="no")
    assert (
        view.count(EffortOfAdding.SHARED, Status.CONFORMS),
        view.count(EffortOfAdding.NEW, Status.GAP),
    ) == (1, 1)
    assert [(one.fact, one.new) for one in view.questions] == [("hazards", True)]


def test_a_question_of_the_standards_one_has_that_nobody_answered_is_asked_and_is_not_new() -> None:
    view = judged(AUDIT_AND_HAZARDS, hazards="yes", controls="yes")
    assert [(one.fact, one.new) for one in view.questions] == [("audits", False)]


def test_gaps_come_in_the_order_of_the_plan() -> None:
    plan = judged(AUDIT_AND_HAZARDS, audits="yes", controls="no", hazards="no").plan
    assert plan is not None
    assert [step.requirements for step in plan.steps] == [
        (f"{SECOND_STANDARD}/6.1/hazards",),
        (f"{SECOND_STANDARD}/8.1/controls",),
    ]


def test_an_answer_for_one_discipline_meets_nothing_of_another() -> None:
    organisation = Organisation(
        "Acme", TODAY, (SECOND_STANDARD,), (Answer("audits", "yes", "yes", HERE, Discipline.QUALITY),)
    )
    findings = assess(
        organisation, AUDIT_AND_HAZARDS, PlainEvaluator(AUDIT_AND_HAZARDS), AUDIT_AND_HAZARDS.policies[0]
    ).findings
    view = adding_of(AUDIT_AND_HAZARDS, (STANDARD,), SECOND_STANDARD, findings)
    assert view.count(EffortOfAdding.SHARED, Status.NOT_ASSESSED) == 1
    assert ("audits", False) in [(one.fact, one.new) for one in view.questions]


# The real knowledge base


def test_questions_to_answer_are_those_that_the_others_do_not_ask(knowledge: KnowledgeBase) -> None:
    view = adding_of(knowledge, FOUR[:3], FOUR[3])
    together = {fact for one in FOUR for each in knowledge.asked_by[one] for fact in _asked(each, knowledge)}
    before = {
        fact for one in FOUR[:3] for each in knowledge.asked_by[one] for fact in _asked(each, knowledge)
    }
    assert {one.fact for one in view.questions} == together - before
    assert all(one.new for one in view.questions)


def _asked(requirement: str, knowledge: KnowledgeBase) -> set[str]:
    return {
        fact
        for fact in knowledge.reads_of[knowledge.requirement[requirement].template]
        if not knowledge.question[fact].computed
    }


def test_the_next_edition_of_14001_tells_what_it_changed_and_until_when(knowledge: KnowledgeBase) -> None:
    view = adding_of(knowledge, ("iso-14001:2015",), "iso-14001:2026")
    assert {one.kind for one in view.changes} >= {
        ChangeKind.ADDED,
        ChangeKind.RENUMBERED,
        ChangeKind.REWORDED,
    }
    assert all(one.note for one in view.changes if one.confidence is not Confidence.HIGH)
    assert view.transition is not None
    assert (view.transition.until, view.transition.confidence) == ("2029-04-14", Confidence.LOW)
    effort = {one.requirement: one.effort for one in view.requirements}
    assert effort["iso-14001:2026/6.1.4/risks-determined"] is EffortOfAdding.SHARED
    assert effort["iso-14001:2026/4.1/environmental-conditions"] is EffortOfAdding.EXTENDED
    assert effort["iso-14001:2026/6.3/planned"] is EffortOfAdding.NEW


def test_planning_of_changes_is_not_new_to_those_who_have_9001(knowledge: KnowledgeBase) -> None:
    view = adding_of(knowledge, ("iso-9001:2015", "iso-14001:2015"), "iso-14001:2026")
    assert {one.requirement: one.effort for one in view.requirements}[
        "iso-14001:2026/6.3/planned"
    ] is EffortOfAdding.SHARED


def test_an_edition_tells_its_changes_only_to_those_who_have_the_one_before(knowledge: KnowledgeBase) -> None:
    view = adding_of(knowledge, ("iso-9001:2015",), "iso-14001:2026")
    assert (view.changes, view.transition) == ((), None)


# Answers given for the disciplines one has


def confirmed(*answers: Answer) -> tuple[Discipline, ...]:
    """For whom the one open question of a standard of another discipline is told to be answered."""
    knowledge = world([about("audit", "9.2", "audits"), about("audit", "9.2", "audits", SECOND_STANDARD)])
    organisation = Organisation(
        "Acme", TODAY, (SECOND_STANDARD,), tuple(one for one in answers if one.discipline)
    )
    findings = assess(organisation, knowledge, PlainEvaluator(knowledge), knowledge.policies[0]).findings
    (question,) = adding_of(
        knowledge, (STANDARD,), SECOND_STANDARD, findings, knowledge.policies[0], answers
    ).questions
    return question.given_for


def test_an_open_question_tells_for_whom_it_is_answered_already() -> None:
    assert confirmed(Answer("audits", "yes", "yes", HERE, Discipline.QUALITY)) == (Discipline.QUALITY,)


def test_an_undivided_answer_was_given_for_the_disciplines_one_has() -> None:
    assert confirmed(Answer("audits", "yes", "yes", HERE)) == (Discipline.QUALITY,)


def test_a_question_that_nobody_answered_is_given_for_nobody() -> None:
    assert confirmed() == ()


def test_the_words_say_for_whom_to_confirm(knowledge: KnowledgeBase) -> None:
    question = ToAnswer(
        "internal_audit.last", (), new=False, given_for=(Discipline.QUALITY, Discipline.INFORMATION_SECURITY)
    )
    told = "given for quality and information security: confirm for environment"
    assert confirm_words(question, "iso-14001:2015", knowledge) == told
    assert confirm_words(msgspec.structs.replace(question, given_for=()), "iso-14001:2015", knowledge) == ""

"""Which questions tell most follows from rules and links alone, and a lead auditor would ask the quick
ones on a first afternoon."""

from __future__ import annotations

import msgspec
import pytest

from clausegraph.engine.analysis.questions.telling import QUICK, carried, decided_by, most_telling, quick
from clausegraph.engine.model import (
    AnswerKind,
    Condition,
    Grade,
    KnowledgeBase,
    LinkKind,
    Op,
    Strength,
    Weight,
)
from clausegraph.tests.unit.inference.small_world import (
    SECOND_STANDARD,
    STANDARD,
    asks,
    chain_of,
    link,
    requirement,
    rule,
    world,
)

FOUR = ("iso-9001:2015", "iso-14001:2015", "iso-27001:2022", "iso-45001:2018")
ANY_STANDARD = (
    "internal_audit.covered",
    "management_review.last",
    "corrective_action.causes",
    "policy.stated",
    "objectives.written",
)
OWN = {
    "iso-9001:2015": (
        "risks.determined",
        "requirements.legal",
        "design.process",
        "customer_satisfaction.evaluated",
    ),
    "iso-14001:2015": (
        "aspects.coverage",
        "aspects.significant",
        "obligations.determined",
        "compliance.interval",
    ),
    "iso-27001:2022": (
        "risk_assessment.covered",
        "risk_treatment.plan",
        "soa.written",
        "soa.exclusion_reasons",
    ),
    "iso-45001:2018": (
        "hazards.identified",
        "ohs_risks.assessed",
        "obligations.determined",
        "workers.involved",
    ),
}


def order(knowledge: KnowledgeBase, *known: str) -> tuple[str, ...]:
    return most_telling(knowledge, [STANDARD], known)


def test_a_foundation_tells_more_than_what_stands_on_it() -> None:
    assert order(chain_of("4.1", "6.1", "8.1")) == ("4.1", "6.1", "8.1")


def test_a_requirement_carries_itself_and_all_that_stands_on_it_over_any_number_of_steps() -> None:
    found = carried(chain_of("4.1", "6.1", "8.1"), [STANDARD])
    assert found == {f"{STANDARD}/4.1/4.1": 3, f"{STANDARD}/6.1/6.1": 2, f"{STANDARD}/8.1/8.1": 1}


@pytest.mark.parametrize(
    "joined", [link("4.1", "6.1", strength=Strength.SOFT), link("4.1", "6.1", kind=LinkKind.REFERS)]
)
def test_nothing_stands_on_a_link_that_carries_no_failure(joined) -> None:
    assert set(carried(chain_of("4.1", "6.1", links=[joined]), [STANDARD]).values()) == {1}


def test_an_improvement_that_leads_back_carries_nothing() -> None:
    circle = [link("6.1", "10.1"), link("10.1", "6.1", kind=LinkKind.IMPROVES)]
    assert carried(chain_of("6.1", "10.1", links=circle), [STANDARD])[f"{STANDARD}/10.1/10.1"] == 1


def test_what_may_become_major_tells_more_than_what_may_become_minor() -> None:
    rules = [rule("a", ((asks("a"),),), Grade.MINOR), rule("b", ((asks("b"),),), Grade.MAJOR)]
    assert order(world([requirement("6.1", "a"), requirement("6.1", "b")], rules)) == ("b", "a")


def test_a_question_that_two_standards_share_tells_more() -> None:
    knowledge = world(
        [requirement("6.1", "a"), requirement("6.1", "b"), requirement("6.1", "b", SECOND_STANDARD)]
    )
    assert most_telling(knowledge, [STANDARD, SECOND_STANDARD]) == ("b", "a")
    assert most_telling(knowledge, [STANDARD]) == ("a", "b")


def test_of_two_questions_the_one_that_settles_more_by_itself_comes_first() -> None:
    laid_down_but_not_done = ((asks("a_planned", "yes", "partly"), asks("b_done", "no")),)
    neither = ((asks("a_planned", "no"), asks("b_done", "no")),)
    rules = [
        rule("x", laid_down_but_not_done, Grade.MAJOR, "paper"),
        rule("x", neither, Grade.MAJOR, "absent"),
    ]
    assert order(world([requirement("6.1", "x")], rules)) == ("b_done", "a_planned")


def test_questions_that_settle_a_requirement_only_together_each_count_for_their_part() -> None:
    both = ((asks("p"), asks("q")),)
    rules = [rule("together", both, Grade.MAJOR), rule("single", ((asks("r"),),), Grade.MINOR)]
    knowledge = world([requirement("6.1", "together"), requirement("6.1", "single")], rules)
    assert order(knowledge) == ("p", "q", "r")
    assert order(knowledge, "p") == ("q", "r")


def test_a_further_question_on_one_practice_tells_less_than_the_first_on_another() -> None:
    """Three questions on audits and one on training: training comes second, though its name is last."""
    names = ("audit_a", "audit_b", "audit_c", "training")
    found = order(about(world([requirement("9.2", name) for name in names]), training="competence"))
    assert found == ("audit_a", "training", "audit_b", "audit_c")


def test_in_operation_each_question_is_a_practice_of_its_own() -> None:
    names = ("process_a", "process_b", "process_c", "training")
    found = order(about(world([requirement("8.1", name) for name in names]), training="competence"))
    assert found == names


def test_what_is_known_of_a_practice_makes_the_rest_of_it_tell_less() -> None:
    names = ("audit_a", "audit_b", "training")
    knowledge = about(world([requirement("9.2", name) for name in names]), training="competence")
    assert order(knowledge, "audit_a") == ("training", "audit_b")


def test_a_requirement_whose_absence_is_a_breakdown_tells_more_than_an_item() -> None:
    items = templates_with(world([requirement("9.2", "a"), requirement("9.2", "b")]), "a", weight=Weight.ITEM)
    assert order(templates_with(items, "b", weight=Weight.ELEMENT)) == ("b", "a")
    assert order(templates_with(items, "b", weight=Weight.ITEM)) == ("a", "b")


def test_what_leads_a_theme_carries_the_rest_of_it() -> None:
    names = ("a", "b", "c")
    knowledge = about(world([requirement("9.2", name) for name in names]))
    for name in names:
        knowledge = templates_with(knowledge, name, leads=name == "b")
    assert order(knowledge)[0] == "b"


def test_what_the_law_asks_tells_more_than_what_it_does_not() -> None:
    names = ("a", "b")
    knowledge = world([requirement("6.1", name) for name in names])
    assert order(about(knowledge, b="compliance-obligations")) == ("b", "a")


def test_what_the_list_of_obligations_bears_on_directly_is_a_matter_of_law() -> None:
    knowledge = world(
        [requirement("6.1", "list"), requirement("8.1", "a"), requirement("8.2", "b")],
        links=[link("6.1", "8.2")],
    )
    assert order(about(knowledge, list="compliance-obligations")) == ("list", "b", "a")


def test_of_two_answers_the_one_that_can_be_checked_on_the_spot_tells_more() -> None:
    knowledge = world(
        [requirement("9.2", "a"), requirement("9.2", "b")],
        [rule("a", ((asks("a"),),)), rule("b", ((some("b"),),))],
    )
    numbered = tuple(
        msgspec.structs.replace(one, answer=AnswerKind.NUMBER, words=()) if one.id == "b" else one
        for one in knowledge.questions
    )
    assert order(msgspec.structs.replace(knowledge, questions=numbered)) == ("b", "a")


def some(fact: str) -> Condition:
    return Condition(fact, Op.MORE_THAN, number=0)


def about(knowledge: KnowledgeBase, **themes: str) -> KnowledgeBase:
    """The same with questions, and the requirements named like them, about themes of their own; all others
    about audits."""
    named = {one.template: themes.get(one.template, "internal-audit") for one in knowledge.requirements}
    facts = tuple(
        msgspec.structs.replace(one, theme=themes.get(one.id, "internal-audit"))
        for one in knowledge.questions
    )
    requirements = tuple(
        msgspec.structs.replace(one, theme=named[one.template]) for one in knowledge.requirements
    )
    return msgspec.structs.replace(knowledge, questions=facts, requirements=requirements)


def templates_with(knowledge: KnowledgeBase, name: str, **changed: object) -> KnowledgeBase:
    """The same with one template changed."""
    templates = tuple(
        msgspec.structs.replace(one, **changed) if one.id == name else one for one in knowledge.templates
    )
    return msgspec.structs.replace(knowledge, templates=templates)


def test_what_is_known_is_not_asked_again() -> None:
    assert order(chain_of("4.1", "6.1", "8.1"), "4.1") == ("6.1", "8.1")


def test_every_question_is_ranked_once_and_files_in_another_order_change_nothing(
    knowledge: KnowledgeBase,
) -> None:
    ranked = most_telling(knowledge, FOUR)
    assert set(ranked) == set(decided_by(knowledge, FOUR))
    assert len(ranked) == len(set(ranked))
    turned = {
        name: tuple(reversed(getattr(knowledge, name)))
        for name in ("questions", "rules", "templates", "requirements", "links")
    }
    assert most_telling(msgspec.structs.replace(knowledge, **turned), reversed(FOUR)) == ranked


@pytest.mark.parametrize("standard", FOUR)
def test_the_quick_questions_of_a_standard_are_those_of_a_first_afternoon(
    knowledge: KnowledgeBase, standard: str
) -> None:
    found = quick(knowledge, [standard])
    assert len(found) == QUICK
    assert {*ANY_STANDARD, *OWN[standard]} <= set(found)


def test_the_quick_questions_of_four_standards_hold_what_none_can_be_certified_without(
    knowledge: KnowledgeBase,
) -> None:
    needed = (
        "risks.determined aspects.coverage hazards.identified ohs_risks.assessed risk_assessment.covered"
        " soa.written"
    )
    legal = "obligations.determined legal.permits compliance.interval"
    assert {*ANY_STANDARD, *needed.split(), *legal.split()} <= set(quick(knowledge, FOUR))


def test_the_quick_questions_of_four_standards_touch_every_clause_from_four_to_ten(
    knowledge: KnowledgeBase,
) -> None:
    decides = decided_by(knowledge, FOUR)
    touched = {
        knowledge.requirement[one].clause_id.split(".")[0]
        for fact in quick(knowledge, FOUR)
        for one in decides[fact].requirements
    }
    assert {f"{standard}/{number}" for standard in FOUR for number in range(4, 11)} <= touched


def test_a_question_names_what_it_decides_and_the_worst_that_can_come_of_it(knowledge: KnowledgeBase) -> None:
    worst = decided_by(knowledge, ["iso-9001:2015"])
    assert worst["internal_audit.covered"].worst is Grade.MAJOR
    assert worst["internal_audit.basis"].worst is Grade.MINOR
    assert worst["internal_audit.basis"].requirements[0] == "iso-9001:2015/9.2.2/programme-basis"

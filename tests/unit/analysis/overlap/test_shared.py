"""What standards share: by theme, question and template; never by number."""

from __future__ import annotations

import itertools

import msgspec
import pytest

from clausegraph.engine.analysis.overlap.shared import Correspondence, Overlap, Shared, asked, overlap_of
from clausegraph.engine.model import Computed, Documented, KnowledgeBase, Parallel, Requirement, Rule, Stage
from clausegraph.tests.unit.inference.small_world import (
    HERE,
    SECOND_STANDARD,
    STANDARD,
    asks,
    requirement,
    rule,
    world,
)

FOUR = ("iso-9001:2015", "iso-14001:2015", "iso-27001:2022", "iso-45001:2018")
SIX = (*FOUR, "iso-9001:2026", "iso-14001:2026")
BOTH = (STANDARD, SECOND_STANDARD)
PAIRS = list(itertools.combinations(SIX, 2))


def about(theme: str, clause: str, template: str, standard: str = STANDARD) -> Requirement:
    return msgspec.structs.replace(requirement(clause, template, standard), theme=theme)


def reading(template: str, *facts: str) -> Rule:
    return rule(template, (tuple(asks(fact) for fact in facts),))


def of_both(*requirements: Requirement, rules: list[Rule] | None = None) -> Overlap:
    return overlap_of(world(list(requirements), rules), BOTH)


def only(overlap: Overlap) -> Shared:
    (shared,) = overlap.shared
    return shared


# What is shared


def test_the_same_requirement_in_both_and_nothing_more_is_common() -> None:
    overlap = of_both(about("audit", "9.2", "audits"), about("audit", "9.2", "audits", SECOND_STANDARD))
    shared = only(overlap)
    assert (shared.theme, shared.relation, shared.same, shared.facts) == (
        "audit",
        Correspondence.COMMON,
        ("audits",),
        ("audits",),
    )
    assert shared.requirements == {
        STANDARD: (f"{STANDARD}/9.2/audits",),
        SECOND_STANDARD: (f"{SECOND_STANDARD}/9.2/audits",),
    }
    assert overlap.specific == {STANDARD: (), SECOND_STANDARD: ()}


def test_a_standard_that_asks_more_on_a_theme_extends_it_and_keeps_that_for_itself() -> None:
    more = about("audit", "9.2", "workers-told", SECOND_STANDARD)
    overlap = of_both(about("audit", "9.2", "audits"), about("audit", "9.2", "audits", SECOND_STANDARD), more)
    assert only(overlap).relation is Correspondence.EXTENDED
    assert only(overlap).more == {SECOND_STANDARD: (more.id,)}
    assert overlap.specific == {STANDARD: (), SECOND_STANDARD: (more.id,)}


def test_a_requirement_that_rests_on_shared_questions_and_one_more_extends_its_theme() -> None:
    rules = [reading("audits", "done"), reading("safety-audits", "done", "workers")]
    overlap = of_both(
        about("audit", "9.2", "audits"), about("audit", "9.2", "safety-audits", SECOND_STANDARD), rules=rules
    )
    assert (only(overlap).relation, only(overlap).facts, only(overlap).more) == (
        Correspondence.EXTENDED,
        ("done",),
        {},
    )


def test_requirements_of_their_own_that_rest_on_the_same_questions_share_these_but_are_not_the_same() -> None:
    rules = [reading("audits", "done"), reading("safety-audits", "done")]
    overlap = of_both(
        about("audit", "9.2", "audits"), about("audit", "9.2", "safety-audits", SECOND_STANDARD), rules=rules
    )
    assert (only(overlap).relation, only(overlap).same) == (Correspondence.COMMON, ())
    assert (overlap.figures[-1].shared, overlap.figures[-1].same) == (2, 0)


@pytest.mark.parametrize("other", [{"documented": Documented.RETAIN}, {"says": "Audits are done each year."}])
def test_what_one_edition_words_or_wants_documented_otherwise_is_extended(other: dict[str, object]) -> None:
    changed = msgspec.structs.replace(about("audit", "9.2", "audits", SECOND_STANDARD), **other)
    assert only(of_both(about("audit", "9.2", "audits"), changed)).relation is Correspondence.EXTENDED


def test_one_theme_without_a_question_in_common_is_told_and_counts_as_nothing_shared() -> None:
    overlap = of_both(
        about("emergencies", "8.2", "spills"), about("emergencies", "8.2", "fires", SECOND_STANDARD)
    )
    assert overlap.shared == ()
    assert [one.theme for one in overlap.apart] == ["emergencies"]
    assert overlap.specific == {
        STANDARD: (f"{STANDARD}/8.2/spills",),
        SECOND_STANDARD: (f"{SECOND_STANDARD}/8.2/fires",),
    }


def test_a_third_standard_that_asks_nothing_of_the_core_makes_it_extended() -> None:
    third = "third:2020"
    requirements = [
        about("audit", "9.2", name, one)
        for one, name in ((STANDARD, "audits"), (SECOND_STANDARD, "audits"), (third, "own"))
    ]
    knowledge = world(requirements)
    knowledge = msgspec.structs.replace(
        knowledge, standards=(*knowledge.standards, msgspec.structs.replace(knowledge.standards[0], id=third))
    )
    shared = only(overlap_of(knowledge, (*BOTH, third)))
    assert (shared.relation, set(shared.requirements), shared.more) == (
        Correspondence.EXTENDED,
        set(BOTH),
        {third: (f"{third}/9.2/own",)},
    )
    assert only(overlap_of(knowledge, BOTH)).relation is Correspondence.COMMON


# Traps


def test_the_same_number_about_something_else_is_not_shared_even_where_both_read_one_answer() -> None:
    rules = [reading("customers", "known"), reading("spills", "known")]
    overlap = of_both(
        about("customers", "8.2", "customers"),
        about("emergencies", "8.2", "spills", SECOND_STANDARD),
        rules=rules,
    )
    assert (overlap.shared, overlap.apart) == ((), ())
    assert [(one.number, one.themes) for one in overlap.same_numbers] == [
        ("8.2", {STANDARD: "customers", SECOND_STANDARD: "emergencies"})
    ]
    assert overlap.figures[-1].questions.shared == 1


def test_of_a_clause_and_the_one_under_it_only_the_upper_is_named() -> None:
    overlap = of_both(
        about("customers", "8.2.1.1", "customers"), about("emergencies", "8.2.1.1", "spills", SECOND_STANDARD)
    )
    assert [one.number for one in overlap.same_numbers] == ["8.2"]


def test_a_control_of_annex_a_and_a_clause_do_not_have_the_same_number() -> None:
    overlap = of_both(
        about("devices", "A.8.2", "devices"), about("emergencies", "8.2", "spills", SECOND_STANDARD)
    )
    assert overlap.same_numbers == ()


def test_what_the_engine_works_out_itself_is_no_question_anybody_shares() -> None:
    knowledge = world([about("scope", "4.3", "left-out"), about("scope", "4.3", "left-out", SECOND_STANDARD)])
    worked_out = msgspec.structs.replace(knowledge.questions[0], computed=Computed.EXCLUSIONS_UNJUSTIFIED)
    overlap = overlap_of(msgspec.structs.replace(knowledge, questions=(worked_out,)), BOTH)
    assert (only(overlap).same, only(overlap).facts) == (("left-out",), ())
    assert overlap.figures[-1].questions.apart == 0


# Numbers


def test_a_question_of_two_stages_counts_in_both_and_once_in_all() -> None:
    rules = [reading("plan", "known"), reading("check", "known")]
    overlap = of_both(
        about("a", "6.1", "plan"),
        about("b", "9.1", "check"),
        about("b", "9.1", "check", SECOND_STANDARD),
        rules=rules,
    )
    counted = {
        one.stage: (one.questions.apart, one.questions.once, one.questions.shared) for one in overlap.figures
    }
    assert counted == {
        Stage.PLAN: (1, 1, 0),
        Stage.DO: (0, 0, 0),
        Stage.CHECK: (2, 1, 1),
        Stage.ACT: (0, 0, 0),
        None: (2, 1, 1),
    }


@pytest.mark.parametrize("standards", [*PAIRS, FOUR, SIX], ids="+".join)
def test_every_requirement_is_shared_or_specific_and_once(
    knowledge: KnowledgeBase, standards: tuple[str, ...]
) -> None:
    overlap = overlap_of(knowledge, standards)
    for standard in standards:
        shared = [requirement for one in overlap.shared for requirement in one.requirements.get(standard, ())]
        assert sorted((*shared, *overlap.specific[standard])) == sorted(knowledge.asked_by[standard])


@pytest.mark.parametrize("standards", [*PAIRS, FOUR, SIX], ids="+".join)
def test_shared_facts_serve_two_standards_and_shared_themes_have_two(
    knowledge: KnowledgeBase, standards: tuple[str, ...]
) -> None:
    for one in overlap_of(knowledge, standards).shared:
        assert len(one.requirements) > 1
        for fact in one.facts:
            readers = [
                standard
                for standard, ids in one.requirements.items()
                if any(fact in asked(knowledge.requirement[each].template, knowledge) for each in ids)
            ]
            assert len(readers) > 1


@pytest.mark.parametrize("standards", [*PAIRS, FOUR], ids="+".join)
def test_stages_add_up_to_all_requirements(knowledge: KnowledgeBase, standards: tuple[str, ...]) -> None:
    *stages, everything = overlap_of(knowledge, standards).figures
    for count in ("requirements", "shared", "same"):
        assert sum(getattr(one, count) for one in stages) == getattr(everything, count)
    assert everything.requirements == sum(len(knowledge.asked_by[one]) for one in standards)


def test_the_order_in_which_standards_are_named_changes_no_number(knowledge: KnowledgeBase) -> None:
    overlap, turned = overlap_of(knowledge, FOUR), overlap_of(knowledge, tuple(reversed(FOUR)))
    assert overlap.figures == turned.figures
    assert {one.theme: (one.relation, sorted(one.facts)) for one in overlap.shared} == {
        one.theme: (one.relation, sorted(one.facts)) for one in turned.shared
    }


def test_one_more_standard_never_takes_away_what_two_share(knowledge: KnowledgeBase) -> None:
    two = {one.theme: set(one.facts) for one in overlap_of(knowledge, FOUR[:2]).shared}
    four = {one.theme: set(one.facts) for one in overlap_of(knowledge, FOUR).shared}
    assert all(facts <= four[theme] for theme, facts in two.items())


# The harmonised structure as it is published. Clause by clause it stands in the comparison tables of several
# certification and consulting bodies (NQA's comparison tool for Annex SL; the tables 9001-14001-45001 of
# March 2018; ISO's own Annex SL, appendix 2).

CORE = {
    "context": ("4.1", "4.1", "4.1", "4.1"),
    "interested-parties": ("4.2", "4.2", "4.2", "4.2"),
    "scope": ("4.3", "4.3", "4.3", "4.3"),
    "management-system": ("4.4", "4.4", "4.4", "4.4"),
    "leadership": ("5.1", "5.1", "5.1", "5.1"),
    "policy": ("5.2", "5.2", "5.2", "5.2"),
    "roles": ("5.3", "5.3", "5.3", "5.3"),
    "risks-and-opportunities": ("6.1", "6.1", "6.1", "6.1"),
    "objectives": ("6.2", "6.2", "6.2", "6.2"),
    "resources": ("7.1", "7.1", "7.1", "7.1"),
    "competence": ("7.2", "7.2", "7.2", "7.2"),
    "awareness": ("7.3", "7.3", "7.3", "7.3"),
    "communication": ("7.4", "7.4", "7.4", "7.4"),
    "documented-information": ("7.5", "7.5", "7.5", "7.5"),
    "operational-planning": ("8.1", "8.1", "8.1", "8.1"),
    "monitoring-and-measurement": ("9.1", "9.1", "9.1", "9.1"),
    "internal-audit": ("9.2", "9.2", "9.2", "9.2"),
    "management-review": ("9.3", "9.3", "9.3", "9.3"),
    "corrective-action": ("10.2", "10.2", "10.2", "10.2"),
    "continual-improvement": ("10.3", "10.3", "10.1", "10.3"),
}
OTHER_SUBJECTS = {
    "6.1.2": (
        "risks-and-opportunities",
        "environmental-aspects",
        "security-risk-assessment",
        "hazard-identification",
    ),
    "6.1.3": (None, "compliance-obligations", "risk-treatment", "compliance-obligations"),
    "8.2": (
        "customer-requirements",
        "emergency-preparedness",
        "security-risk-assessment",
        "emergency-preparedness",
    ),
    "8.3": ("design-and-development", None, "risk-treatment", None),
    "9.1.2": ("customer-satisfaction", "evaluation-of-compliance", None, "evaluation-of-compliance"),
    "10.1": ("improvement", "improvement", "continual-improvement", "improvement"),
}
"""What a number is about in 9001, 14001, 27001 and 45001; None where the edition has no such clause."""


def under(requirements: tuple[str, ...], clause: str) -> list[str]:
    numbers = [one.split("/")[1] for one in requirements]
    return [one for one in numbers if one == clause or one.startswith(f"{clause}.")]


@pytest.mark.parametrize("theme", CORE)
def test_the_core_of_the_harmonised_structure_is_shared_by_all_four(
    knowledge: KnowledgeBase, theme: str
) -> None:
    shared = {one.theme: one for one in overlap_of(knowledge, FOUR).shared}[theme]
    assert tuple(shared.requirements) == FOUR
    assert all(
        under(shared.requirements[standard], clause)
        for standard, clause in zip(FOUR, CORE[theme], strict=True)
    )
    assert shared.same


def test_what_has_the_same_number_and_another_subject_is_what_is_published(knowledge: KnowledgeBase) -> None:
    told = {
        one.number: tuple(one.themes.get(standard) for standard in FOUR)
        for one in overlap_of(knowledge, FOUR).same_numbers
    }
    assert told == OTHER_SUBJECTS


DIFFERENT = [
    (number, FOUR[one], FOUR[other])
    for number, subjects in OTHER_SUBJECTS.items()
    for one, other in itertools.combinations(range(4), 2)
    if subjects[one] and subjects[other] and subjects[one] != subjects[other]
    if (number, one, other)
    != (
        "6.1.2",
        0,
        3,
    )  # 6.1.2.2 and 6.1.2.3 of 45001 also take up the other risks and opportunities of the system
]


@pytest.mark.parametrize(("number", "one", "other"), DIFFERENT)
def test_nothing_is_shared_under_a_number_that_means_other_things(
    knowledge: KnowledgeBase, number: str, one: str, other: str
) -> None:
    shared = overlap_of(knowledge, (one, other)).shared
    assert [
        each.theme
        for each in shared
        if under(each.requirements[one], number) and under(each.requirements[other], number)
    ] == []


def test_evaluation_of_compliance_is_one_thing_in_14001_and_45001(knowledge: KnowledgeBase) -> None:
    shared = {one.theme: one for one in overlap_of(knowledge, FOUR).shared}["evaluation-of-compliance"]
    assert (shared.relation, set(shared.requirements)) == (
        Correspondence.COMMON,
        {"iso-14001:2015", "iso-45001:2018"},
    )


def test_two_standards_have_more_in_common_than_four(knowledge: KnowledgeBase) -> None:
    common = {
        one.theme
        for one in overlap_of(knowledge, ("iso-27001:2022", "iso-45001:2018")).shared
        if one.relation is Correspondence.COMMON
    }
    assert common == {"context", "resources", "corrective-action"}


def test_emergency_preparedness_is_one_core_of_14001_and_45001_and_each_asks_more(
    knowledge: KnowledgeBase,
) -> None:
    shared = {one.theme: one for one in overlap_of(knowledge, FOUR).shared}["emergency-preparedness"]
    assert (shared.relation, set(shared.requirements)) == (
        Correspondence.EXTENDED,
        {"iso-14001:2015", "iso-45001:2018"},
    )
    assert shared.more == {
        "iso-14001:2015": ("iso-14001:2015/8.2/environmental-harm",),
        "iso-45001:2018": (
            "iso-45001:2018/8.2/first-aid",
            "iso-45001:2018/8.2/records",
            "iso-45001:2018/8.2/workers-informed",
        ),
    }


@pytest.mark.parametrize(
    "theme",
    [
        "customer-focus",
        "environmental-aspects",
        "hazard-identification",
        "risk-treatment",
        "consultation-and-participation",
    ],
)
def test_what_belongs_to_one_discipline_is_nowhere_shared(knowledge: KnowledgeBase, theme: str) -> None:
    overlap = overlap_of(knowledge, FOUR)
    assert theme not in {one.theme for one in overlap.shared}
    assert any(knowledge.requirement[one].theme == theme for ids in overlap.specific.values() for one in ids)


# Two editions of one standard


def test_two_editions_share_all_but_what_the_later_one_brought(knowledge: KnowledgeBase) -> None:
    overlap = overlap_of(knowledge, ("iso-9001:2015", "iso-9001:2026"))
    assert overlap.specific == {
        "iso-9001:2015": (),
        "iso-9001:2026": (
            "iso-9001:2026/4.2/requirements-addressed",
            "iso-9001:2026/5.1.1/quality-culture",
            "iso-9001:2026/6.1.3/opportunity-actions-evaluated",
            "iso-9001:2026/6.1.3/opportunity-actions-planned",
            "iso-9001:2026/7.3/culture-and-ethics",
        ),
    }
    extended = {one.theme for one in overlap.shared if one.relation is Correspondence.EXTENDED}
    assert extended == {"leadership", "risks-and-opportunities", "awareness", "interested-parties"}


def test_a_requirement_that_moved_is_shared_with_itself(knowledge: KnowledgeBase) -> None:
    overlap = overlap_of(knowledge, ("iso-14001:2015", "iso-14001:2026"))
    improvement = {one.theme: one for one in overlap.shared}["continual-improvement"].requirements
    assert under(improvement["iso-14001:2015"], "10.3")
    assert under(improvement["iso-14001:2026"], "10.1")


# What is parallel: one step, each discipline with its own method


ASPECTS, HAZARDS = (
    about("aspects", "6.1", "aspects-found"),
    about("hazards", "6.1", "hazards-found", SECOND_STANDARD),
)


def in_parallel(
    *requirements: Requirement,
    themes: tuple[str, ...] = ("aspects", "hazards"),
    clauses: tuple[str, ...] = (),
) -> Overlap:
    declared = Parallel(
        "finding", "Finding what can do harm", "Each goes through all that is done.", HERE, themes, clauses
    )
    return overlap_of(msgspec.structs.replace(world(list(requirements)), parallels=(declared,)), BOTH)


def test_two_disciplines_that_take_one_step_by_different_themes_are_parallel() -> None:
    (step,) = in_parallel(ASPECTS, HAZARDS).parallel
    assert step.parallel == "finding"
    assert step.requirements == {STANDARD: (ASPECTS.id,), SECOND_STANDARD: (HAZARDS.id,)}


def test_a_clause_can_take_a_step_that_the_rest_of_its_theme_does_not() -> None:
    rules, other = (
        about("monitoring", "9.3", "rules-kept", SECOND_STANDARD),
        about("monitoring", "9.1", "measured", SECOND_STANDARD),
    )
    (step,) = in_parallel(
        ASPECTS, rules, other, themes=("aspects",), clauses=(f"{SECOND_STANDARD}/9.3",)
    ).parallel
    assert step.requirements[SECOND_STANDARD] == (rules.id,)


def test_what_one_discipline_alone_takes_is_parallel_to_nothing() -> None:
    both = (ASPECTS, about("hazards", "6.2", "hazards-found"))
    assert in_parallel(*both, about("audit", "9.2", "audits", SECOND_STANDARD)).parallel == ()


def test_disciplines_that_take_a_step_by_one_and_the_same_theme_are_not_parallel_in_it() -> None:
    assert in_parallel(ASPECTS, about("aspects", "6.1", "aspects-rated", SECOND_STANDARD)).parallel == ()


def test_what_is_parallel_counts_as_nothing_shared(knowledge: KnowledgeBase) -> None:
    with_them = overlap_of(knowledge, FOUR)
    without = overlap_of(msgspec.structs.replace(knowledge, parallels=()), FOUR)
    assert with_them.parallel
    assert msgspec.structs.replace(with_them, parallel=()) == without
    assert Correspondence.PARALLEL not in {one.relation for one in with_them.shared}


def test_two_editions_of_one_standard_take_no_step_in_parallel(knowledge: KnowledgeBase) -> None:
    for name in ("iso-9001", "iso-14001"):
        assert overlap_of(knowledge, (f"{name}:2015", f"{name}:2026")).parallel == ()


@pytest.mark.parametrize("pair", PAIRS)
def test_every_parallel_joins_two_disciplines_and_each_requirement_of_it_belongs_there(
    knowledge: KnowledgeBase, pair: tuple[str, str]
) -> None:
    declared = {one.id: one for one in knowledge.parallels}
    for step in overlap_of(knowledge, pair).parallel:
        assert len({knowledge.standard[one].discipline for one in step.requirements}) == 2
        members = {
            declared[step.parallel].member(knowledge.requirement[one])
            for ids in step.requirements.values()
            for one in ids
        }
        assert len(members) > 1
        assert "" not in members

"""The plan: what to mend first, what each step clears, and the least that leaves no major."""

from __future__ import annotations

import itertools
import json
import re
from datetime import date
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from clausegraph.cli import main
from clausegraph.engine.analysis.assessment import Assessment, assess
from clausegraph.engine.analysis.nonconformities.nonconformity import Nonconformity
from clausegraph.engine.analysis.plan.steps import Plan, plan_of, practice_words
from clausegraph.engine.analysis.plan.tasks import mended, tasks_of
from clausegraph.engine.commands.assess import Request, Result, run
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.model import (
    Escalation,
    Extent,
    FailureKind,
    Grade,
    KnowledgeBase,
    Link,
    LinkKind,
    Rule,
    Theme,
)
from clausegraph.engine.organisation.organisation import Answer, Note, Organisation
from clausegraph.tests.unit.analysis.nonconformities.small_audit import audited, note, with_notes
from clausegraph.tests.unit.inference.small_world import (
    HERE,
    SECOND_STANDARD,
    STANDARD,
    TODAY,
    asks,
    by_count,
    by_failure,
    elements,
    link,
    requirement,
    rule,
    world,
)


def given(knowledge: KnowledgeBase, answers: dict[str, str]) -> Organisation:
    standards = tuple(dict.fromkeys(one.standard for one in knowledge.requirements))
    return Organisation(
        "Acme", TODAY, standards, tuple(Answer(fact, word, word, HERE) for fact, word in answers.items())
    )


def assessed(knowledge: KnowledgeBase, *failing: str, unknown: tuple[str, ...] = ()) -> Assessment:
    """An organisation that answers no to some facts and yes to all others that are not unknown."""
    answers = {
        question.id: "no" if question.id in failing else "yes"
        for question in knowledge.questions
        if question.id not in unknown
    }
    return assess(given(knowledge, answers), knowledge, PlainEvaluator(knowledge), knowledge.policies[0])


def planned(knowledge: KnowledgeBase, *failing: str, unknown: tuple[str, ...] = ()) -> Plan:
    assessment = assessed(knowledge, *failing, unknown=unknown)
    return plan_of(assessment.findings, knowledge, knowledge.policies[0], assessment.nonconformities)


def planned_nonconformities(knowledge: KnowledgeBase, *failing: str) -> tuple[Nonconformity, ...]:
    return assessed(knowledge, *failing).nonconformities


def nonconformity(number: str, grade: Grade, requirement: str, place: str = "") -> Nonconformity:
    standard, clause, name = requirement.split("/")
    return Nonconformity(
        number, f"{name} at {place}", grade, requirement, clause, (standard,), "", "", "", "", (), place=place
    )


def clauses(plan: Plan) -> list[str]:
    """The clause of each step's first requirement: they tell the requirements of a small world apart."""
    return [step.requirements[0].split("/")[1] for step in plan.steps]


def chain(
    *numbers: str, links: list[Link] | None = None, escalations: list[Escalation] | None = None
) -> KnowledgeBase:
    """One requirement per clause, named after it, each the foundation of the next unless links are given."""
    joined = [link(*pair) for pair in itertools.pairwise(numbers)] if links is None else links
    return world([requirement(one, one) for one in numbers], links=joined, escalations=escalations)


def graded(**grades: Grade) -> list[Rule]:
    return [rule(name, ((asks(name),),), grade) for name, grade in grades.items()]


# The order


def test_where_nothing_fails_there_is_nothing_to_mend() -> None:
    plan = planned(chain("6.1", "8.1"))
    assert plan.steps == ()
    assert (plan.smallest.requirements, plan.smallest.exact) == ((), True)


def test_a_foundation_comes_before_what_builds_on_it_whatever_their_grades_and_clauses() -> None:
    knowledge = world(
        [requirement("4.1", "built"), requirement("9.1", "base")],
        graded(built=Grade.MAJOR, base=Grade.MINOR),
        [link("9.1", "4.1")],
    )
    assert clauses(planned(knowledge, "built", "base")) == ["9.1", "4.1"]


def test_a_foundation_comes_first_even_where_what_lies_between_holds() -> None:
    joined = [link("10.2", "8.1"), link("8.1", "4.1")]
    knowledge = elements("10.2", "8.1", "4.1", links=joined)
    assert clauses(planned(knowledge, "10.2", "4.1")) == ["10.2", "4.1"]


def test_a_gap_in_a_foundation_does_not_reach_past_what_holds_on_it() -> None:
    knowledge = chain("10.2", "8.1", "4.1", links=[link("10.2", "8.1"), link("8.1", "4.1")])
    assert clauses(planned(knowledge, "10.2", "4.1")) == ["4.1", "10.2"]


def test_what_undermines_more_comes_before_what_is_graded_worse_and_that_before_the_order_of_clauses() -> (
    None
):
    names = {"4.1": "first", "4.2": "worse", "6.1": "wide", "8.1": "on_it"}
    knowledge = world(
        [requirement(number, name) for number, name in names.items()],
        graded(first=Grade.MINOR, worse=Grade.MAJOR, wide=Grade.MINOR, on_it=Grade.MINOR),
        [link("6.1", "8.1")],
    )
    assert clauses(planned(knowledge, "first", "worse", "wide", "on_it")) == ["6.1", "4.2", "4.1", "8.1"]


def test_what_holds_on_a_failing_foundation_needs_no_step() -> None:
    assert clauses(planned(chain("6.1", "8.1", "9.1"), "6.1")) == ["6.1"]


def test_what_is_made_a_nonconformity_by_its_foundation_alone_needs_no_step() -> None:
    knowledge = elements("6.1", "8.1", escalations=[by_failure(FailureKind.UNFOUNDED, Grade.MINOR)])
    plan = planned(knowledge, "6.1")
    assert clauses(plan) == ["6.1"]
    assert plan.steps[0].clears.findings == (f"{STANDARD}/6.1/6.1", f"{STANDARD}/8.1/8.1")


def test_soft_links_and_feedback_put_nothing_in_order() -> None:
    knowledge = chain("4.1", "10.2", links=[link("10.2", "4.1", LinkKind.IMPROVES)])
    assert clauses(planned(knowledge, "4.1", "10.2")) == ["4.1", "10.2"]


def test_one_nonconformity_in_two_standards_is_one_step_after_all_its_foundations() -> None:
    knowledge = world(
        [
            requirement("8.1", "shared"),
            requirement("8.1", "shared", SECOND_STANDARD),
            requirement("9.1", "base"),
        ],
        links=[link("9.1", "8.1")],
    )
    plan = planned(knowledge, "shared", "base")
    assert [len(step.requirements) for step in plan.steps] == [1, 2]
    assert plan.steps[1].requirements == (f"{STANDARD}/8.1/shared", f"{SECOND_STANDARD}/8.1/shared")
    assert [(step.nonconformity, step.key) for step in plan.steps] == [
        ("NC-2", "base in std"),
        ("NC-1", "shared in std"),
    ]


def test_no_nonconformity_is_parted_where_two_standards_build_the_other_way_round() -> None:
    backwards = msgspec.structs.replace(
        link("8.2", "8.1"), source=f"{SECOND_STANDARD}/8.2", target=f"{SECOND_STANDARD}/8.1"
    )
    twice = [
        requirement(number, name, standard)
        for standard in (STANDARD, SECOND_STANDARD)
        for number, name in (("8.1", "a"), ("8.2", "b"))
    ]
    steps = planned(world(twice, links=[link("8.1", "8.2"), backwards]), "a", "b").steps
    assert [step.nonconformity for step in steps] == ["NC-1", "NC-2"]
    assert [len(step.requirements) for step in steps] == [2, 2]


def test_what_stands_on_a_circle_of_nonconformities_waits_for_all_of_them() -> None:
    theirs = [requirement(number, name) for number, name in (("4.1", "late"), ("6.1", "a"), ("6.2", "b"))]
    joined = [link("6.1", "6.2"), link("6.2", "6.1"), link("6.2", "4.1")]
    assert clauses(planned(world(theirs, links=joined), "late", "a", "b")) == ["6.1", "6.2", "4.1"]


def test_a_foundation_comes_before_a_nonconformity_that_undermines_more_and_stands_on_it_in_part() -> None:
    theirs = [
        requirement("4.1", "base"),
        requirement("6.1", "on_it", theme="x"),
        requirement("6.2", "wide", theme="x"),
    ]
    theirs += [requirement(f"8.{place}", f"held{place}") for place in (1, 2, 3)]
    joined = [link("4.1", "6.1"), *(link("6.2", f"8.{place}") for place in (1, 2, 3))]
    assert clauses(planned(world(theirs, links=joined), "base", "on_it", "wide")) == ["4.1", "6.1"]


def test_what_two_nonconformities_carry_is_mended_with_the_first() -> None:
    first, second = (
        nonconformity(f"NC-{number}", Grade.MAJOR, f"{STANDARD}/9.{number}/r") for number in (1, 2)
    )
    shared = [
        msgspec.structs.replace(one, also=(f"{STANDARD}/9.3/both",), carries=(f"{STANDARD}/9.4/c",))
        for one in (first, second)
    ]
    failing = {f"{STANDARD}/{name}" for name in ("9.1/r", "9.2/r", "9.3/both", "9.4/c")}
    told = {
        task.id: [name.partition("/")[2] for name in task.requirements] for task in tasks_of(shared, failing)
    }
    assert told == {"NC-1": ["9.1/r", "9.3/both", "9.4/c"], "NC-2": ["9.2/r", "9.3/both"]}
    assert mended(tasks_of(shared, failing), {"NC-1"}) == {f"{STANDARD}/9.1/r", f"{STANDARD}/9.4/c"}


def test_a_step_mends_what_its_nonconformity_carries() -> None:
    theirs = [
        requirement("9.2", "held", theme="audit"),
        requirement("9.2", "reported", theme="audit"),
        requirement("9.2", "kept", theme="audit"),
    ]
    rules = graded(held=Grade.MAJOR, reported=Grade.MINOR, kept=Grade.MINOR)
    knowledge = world(theirs, rules, elements=("held",), leads=("held",))
    (step,) = planned(knowledge, "held", "reported").steps
    assert step.requirements == (f"{STANDARD}/9.2/held", f"{STANDARD}/9.2/reported")
    assert step.clears.findings == step.requirements


def planned_with_notes(knowledge: KnowledgeBase, answers: dict[str, str], *notes: Note) -> Plan:
    noted = with_notes(knowledge)
    assessment = audited(noted, answers, *notes)
    return plan_of(assessment.findings, noted, noted.policies[0], assessment.nonconformities)


def test_what_a_note_finds_against_a_whole_clause_is_a_step_and_no_requirement_fails_for_it() -> None:
    knowledge = world([requirement("9.2", "held", theme="audit"), requirement("9.2", "kept", theme="audit")])
    plan = planned_with_notes(knowledge, {}, note(f"{STANDARD}/9.2"))
    (step,) = plan.steps
    assert (step.nonconformity, step.requirements, step.grade) == ("NC-1", (f"{STANDARD}/9.2",), Grade.MINOR)
    assert (step.clears.findings, step.clears.failures) == ((), ())
    assert plan.smallest.nonconformities == ()


def test_a_clause_and_a_requirement_of_one_practice_are_one_step_that_clears_the_requirement() -> None:
    made = world([requirement("9.2", "held", theme="audit"), requirement("9.2", "kept", theme="audit")])
    fixes = {"held-gap": "Hold one audit a year.", "notes-widespread": "Correct every case."}
    rules = [msgspec.structs.replace(one, fix=fixes.get(one.id, "")) for one in with_notes(made).rules]
    knowledge = msgspec.structs.replace(with_notes(made), rules=tuple(rules))
    found = audited(knowledge, {"held": "no"}, note(f"{STANDARD}/9.2", extent=Extent.WIDESPREAD))
    plan = plan_of(found.findings, knowledge, knowledge.policies[0], found.nonconformities)
    (step,) = plan.steps
    assert step.requirements == (f"{STANDARD}/9.2", f"{STANDARD}/9.2/held")
    assert step.fix.endswith("Correct every case. Hold one audit a year.")
    assert step.clears.findings == (f"{STANDARD}/9.2/held",)
    assert (plan.smallest.nonconformities, plan.smallest.exact) == (("NC-1",), True)


def test_a_major_against_a_whole_clause_is_in_the_smallest_set() -> None:
    knowledge = world([requirement("8.1", "bad"), requirement("9.2", "held"), requirement("9.2", "kept")])
    seen = note(f"{STANDARD}/9.2", extent=Extent.WIDESPREAD)
    found = planned_with_notes(knowledge, {"bad": "no"}, seen).smallest
    assert (found.nonconformities, found.requirements) == (("NC-1",), (f"{STANDARD}/9.2",))


def test_what_is_found_against_a_clause_is_mended_before_what_stands_on_it_and_clears_its_links() -> None:
    knowledge = world(
        [requirement("4.1", "base"), requirement("8.1", "built")], links=[link("4.1/base", "8.1/built")]
    )
    plan = planned_with_notes(knowledge, {"built": "no"}, note(f"{STANDARD}/4.1", line=2))
    assert [(one.requirements, one.clears.findings, one.clears.failures) for one in plan.steps] == [
        ((f"{STANDARD}/4.1",), (), ()),
        ((f"{STANDARD}/8.1/built",), (f"{STANDARD}/8.1/built",), ("4.1/base->8.1/built",)),
    ]
    (alone,) = planned_with_notes(knowledge, {}, note(f"{STANDARD}/4.1", extent=Extent.WIDESPREAD)).steps
    assert alone.clears.failures == ("4.1/base->8.1/built",)


def test_a_major_against_a_clause_counts_though_a_requirement_beside_it_is_major_by_a_link_alone() -> None:
    knowledge = world(
        [
            requirement("4.1", "base"),
            requirement("9.2", "held", theme="audit"),
            requirement("9.2", "kept", theme="audit"),
        ],
        links=[link("4.1/base", "9.2/kept")],
        escalations=[by_failure(FailureKind.INHERITED, Grade.MAJOR)],
    )
    seen = note(f"{STANDARD}/9.2", extent=Extent.WIDESPREAD)
    found = planned_with_notes(knowledge, {"base": "no", "kept": "no"}, seen).smallest
    assert f"{STANDARD}/9.2" in found.requirements


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html"])
def test_every_report_names_the_clause_in_the_step(tmp_path: Path, form: str) -> None:
    place = tmp_path / "shop.yaml"
    place.write_text(
        "organisation: A shop\nas_of: 2026-11-21\nstandards: [iso-9001:2015]\n"
        "answers: {internal_audit.programme: no programme}\nobserved:\n"
        "  - {requirement: iso-9001:2015/9.2, saw: Nobody audits., extent: widespread, consequence: none, "
        "evidence: [{ref: IA-1, date: 2026-09-01}]}\n"
    )
    text = printed(place, "--format", form)
    told = {
        "text": "Mending NC-1 leaves no major: 9.2, 9.2.1/conducted",
        "json": '"requirements": ["iso-9001:2015/9.2", "iso-9001:2015/9.2.1/conducted"',
        "markdown": "Mending NC-1 leaves no major: `9.2`, `9.2.1/conducted`",
        "html": '<span class="name">9.2</span>, <a class="name" href="#iso-9001:2015/9.2.1/conducted">',
    }
    assert " ".join(told[form].split()) in " ".join(text.split()).replace("[ ", "[")


def test_a_circle_begins_with_its_first_clause_and_comes_before_what_stands_on_it() -> None:
    knowledge = chain("4.1", "8.1", "8.2", links=[link("8.1", "8.2"), link("8.2", "8.1"), link("8.2", "4.1")])
    assert clauses(planned(knowledge, "4.1", "8.1", "8.2")) == ["8.1", "8.2", "4.1"]


# What a step says and clears


def test_a_step_begins_with_the_practice_and_says_what_to_do_about_each_requirement_the_worst_first() -> None:
    fixes = {
        "few": (Grade.MINOR, "Complete it. Name who takes part."),
        "none": (Grade.MAJOR, "Hold one first. Name who takes part."),
    }
    rules = [
        msgspec.structs.replace(rule(name, ((asks(name),),), grade), because=f"{name} is missing.", fix=fix)
        for name, (grade, fix) in fixes.items()
    ]
    made = world([requirement("9.3", name, theme="review") for name in fixes], rules)
    knowledge = msgspec.structs.replace(made, themes=(Theme("review", "Management review"),))
    (step,) = planned(knowledge, *fixes).steps
    assert (step.grade, step.because) == (Grade.MAJOR, "none is missing.")
    assert step.fix == "Management review: Hold one first. Name who takes part."


def test_a_fix_of_two_words_is_told_where_there_is_no_other() -> None:
    rules = [msgspec.structs.replace(rule("9.3", ((asks("9.3"),),)), fix="Complete it.")]
    (step,) = planned(world([requirement("9.3", "9.3")], rules), "9.3").steps
    assert step.fix == "Complete it."


@pytest.mark.parametrize(
    ("home", "theme", "breakdown", "practice"),
    [
        ("9.2", "audit", "", "Audits"),
        ("A.5.7", "audit", "", "Control"),
        ("9.2", "audit", "9", "Evaluation"),
        ("9.2", "none", "", "9.2"),
    ],
)
def test_a_practice_is_called_by_its_theme_its_control_or_the_clause_that_broke_down(
    home: str, theme: str, breakdown: str, practice: str
) -> None:
    made = world(
        [requirement(home, "it", theme=theme), requirement("9.2.1", "other"), requirement("A.5.7", "more")]
    )
    titles = {"9": "Evaluation", "9.2": "9.2", "A.5.7": "Control"}
    named = tuple(msgspec.structs.replace(one, title=titles.get(one.number, "")) for one in made.clauses)
    knowledge = msgspec.structs.replace(made, clauses=named, themes=(Theme("audit", "Audits"),))
    recorded = planned_nonconformities(knowledge, "it")[0]
    shown = msgspec.structs.replace(recorded, breakdown=f"{STANDARD}/{breakdown}" if breakdown else "")
    assert practice_words(shown, knowledge) == practice


def test_a_step_clears_its_own_finding_what_was_raised_and_the_failures_that_disappear() -> None:
    knowledge = elements("6.1", "8.1", "9.1", escalations=[by_failure(FailureKind.UNFOUNDED)])
    (step,) = planned(knowledge, "6.1").steps
    assert step.clears.findings == tuple(f"{STANDARD}/{one}/{one}" for one in ("6.1", "8.1", "9.1"))
    assert step.clears.failures == ("6.1->8.1", "8.1->9.1")


@pytest.mark.parametrize("grades", list(itertools.permutations((Grade.OBSERVATION, Grade.MAJOR))))
def test_the_worse_of_two_escalations_of_one_failure_counts(grades: tuple[Grade, ...]) -> None:
    both = [
        msgspec.structs.replace(by_failure(FailureKind.INHERITED, grade), id=grade.word) for grade in grades
    ]
    first, second = planned(chain("6.1", "8.1", escalations=both), "6.1", "8.1").steps
    assert (first.grade, second.grade) == (Grade.MINOR, Grade.MAJOR)
    assert (
        planned(chain("6.1", "8.1", escalations=both), "6.1", "8.1").smallest.requirements
        == first.requirements
    )


def test_a_failure_between_two_that_fail_clears_with_the_second() -> None:
    first, second = planned(chain("6.1", "8.1"), "6.1", "8.1").steps
    assert (first.clears.failures, second.clears.failures) == ((), ("6.1->8.1",))


def test_what_stands_on_two_failing_foundations_clears_with_the_last_of_them() -> None:
    joined = [link("4.1", "8.1"), link("6.1", "8.1")]
    knowledge = elements("4.1", "6.1", "8.1", links=joined, escalations=[by_failure(FailureKind.UNFOUNDED)])
    first, second = planned(knowledge, "4.1", "6.1").steps
    assert f"{STANDARD}/8.1/8.1" not in first.clears.findings
    assert f"{STANDARD}/8.1/8.1" in second.clears.findings


def test_a_foundation_nobody_assessed_keeps_what_stands_on_it_provisional() -> None:
    knowledge = elements("4.1", "6.1", "8.1", links=[link("4.1", "8.1"), link("6.1", "8.1")])
    (step,) = planned(knowledge, "6.1", unknown=("4.1",)).steps
    assert step.clears.failures == ("6.1->8.1",)


# The smallest set


def under_one_clause(number: int) -> list[str]:
    return [f"r{place}" for place in range(number)]


def test_the_smallest_set_holds_what_rules_grade_major_and_nothing_else() -> None:
    knowledge = world(
        [requirement("4.1", "bad"), requirement("8.1", "worse")],
        graded(bad=Grade.MINOR, worse=Grade.MAJOR),
        [link("4.1", "8.1")],
    )
    assert planned(knowledge, "bad", "worse").smallest.requirements == (f"{STANDARD}/8.1/worse",)


def test_a_breakdown_is_mended_as_a_whole_and_what_it_lists_is_no_step_besides() -> None:
    names = under_one_clause(5)
    knowledge = world([requirement("8.1", name) for name in names], escalations=[by_count(4)])
    plan = planned(knowledge, *names)
    assert [(step.nonconformity, step.grade, len(step.requirements)) for step in plan.steps] == [
        ("NC-1", Grade.MAJOR, 5)
    ]
    assert (plan.smallest.nonconformities, plan.smallest.exact) == (("NC-1",), True)
    assert plan.smallest.requirements == plan.steps[0].requirements


def test_minor_nonconformities_beside_a_major_one_stay_out_of_the_smallest_set() -> None:
    names = under_one_clause(4)
    rules = graded(**dict.fromkeys(names[1:], Grade.MINOR), r0=Grade.MAJOR)
    knowledge = world([requirement("8.1", name) for name in names], rules, escalations=[by_count(5)])
    assert planned(knowledge, *names).smallest.nonconformities == ("NC-1",)


def test_where_standing_on_sand_is_major_the_absent_foundation_has_to_go_and_not_the_gap_on_the_way() -> None:
    knowledge = world(
        [
            requirement(number, name)
            for number, name in (("4.1", "sand"), ("6.1", "between"), ("8.1", "held"), ("9.1", "gap"))
        ],
        graded(sand=Grade.MAJOR, between=Grade.MINOR, held=Grade.MINOR, gap=Grade.MINOR),
        [link("4.1", "6.1"), link("6.1", "8.1")],
        [sand()],
    )
    assessment = assessed(knowledge, "sand", "between", "gap")
    assert assessment.finding[f"{STANDARD}/8.1/held"].grade is Grade.MAJOR
    found = planned(knowledge, "sand", "between", "gap").smallest
    assert (found.requirements, found.exact, found.leaves) == ((f"{STANDARD}/4.1/sand",), True, ())


def sand(kind: FailureKind = FailureKind.UNFOUNDED) -> Escalation:
    return by_failure(kind, Grade.MAJOR)


def test_a_major_on_a_foundation_nobody_assessed_is_named_as_left() -> None:
    knowledge = chain(
        "4.1", "8.1", "9.1", links=[link("4.1", "8.1")], escalations=[sand(FailureKind.PROVISIONAL)]
    )
    found = planned(knowledge, "9.1", unknown=("4.1",)).smallest
    assert (found.requirements, found.leaves) == ((), (f"{STANDARD}/8.1/8.1",))


def test_nothing_is_mended_for_what_stays_major_anyway() -> None:
    joined = [link("4.1", "8.1"), link("6.1", "8.1")]
    knowledge = chain("4.1", "6.1", "8.1", links=joined, escalations=[sand(), sand(FailureKind.PROVISIONAL)])
    found = planned(knowledge, "6.1", unknown=("4.1",)).smallest
    assert (found.requirements, found.exact, found.leaves) == ((), True, (f"{STANDARD}/8.1/8.1",))


def test_what_fails_and_would_stay_major_when_mended_is_no_major_once_its_foundation_is_mended() -> None:
    joined = [link("4.1", "8.1"), link("6.1", "8.1")]
    knowledge = chain(
        "4.1",
        "6.1",
        "8.1",
        links=joined,
        escalations=[sand(FailureKind.INHERITED), sand(FailureKind.PROVISIONAL)],
    )
    found = planned(knowledge, "6.1", "8.1", unknown=("4.1",)).smallest
    assert (found.requirements, found.leaves) == ((f"{STANDARD}/6.1/6.1",), (f"{STANDARD}/8.1/8.1",))


def test_sand_has_to_go_from_under_what_holds_beside_something_that_fails_under_the_same_clause() -> None:
    theirs = [requirement("6.1", "base"), requirement("8.1", "bad"), requirement("8.1", "held")]
    rules = graded(base=Grade.MAJOR, bad=Grade.MINOR, held=Grade.MINOR)
    found = planned(world(theirs, rules, [link("6.1", "8.1")], [sand()]), "base", "bad").smallest
    assert (found.requirements, found.exact) == ((f"{STANDARD}/6.1/base",), True)


def test_a_foundation_is_spared_where_what_stands_on_it_has_to_be_mended_itself() -> None:
    both = [sand(FailureKind.INHERITED), sand(FailureKind.STRANDED)]
    found = planned(chain("6.1", "8.1", escalations=both), "6.1", "8.1").smallest
    assert (found.requirements, found.exact) == ((f"{STANDARD}/8.1/8.1",), False)


def test_of_two_ends_that_could_be_mended_the_foundation_is_named_and_that_fewer_may_do() -> None:
    knowledge = chain(
        "6.1",
        "8.1",
        "8.2",
        links=[link("6.1", "8.1"), link("6.1", "8.2")],
        escalations=[sand(FailureKind.INHERITED)],
    )
    found = planned(knowledge, "6.1", "8.1", "8.2").smallest
    assert (found.requirements, found.exact) == ((f"{STANDARD}/6.1/6.1",), False)


def test_where_a_plan_that_never_arrived_is_major_what_fails_has_to_be_mended_itself() -> None:
    knowledge = chain("6.1", "8.1", escalations=[sand(FailureKind.STRANDED)])
    assert planned(knowledge, "8.1").smallest.requirements == (f"{STANDARD}/8.1/8.1",)


def test_a_requirement_seen_to_fail_at_two_places_is_mended_once_both_are() -> None:
    theirs = [requirement("8.1", "base"), requirement("9.1", "on_it")]
    knowledge = world(theirs, graded(base=Grade.MAJOR, on_it=Grade.MINOR), [link("8.1", "9.1")])
    first, second = (
        nonconformity(f"NC-{number}", Grade.MINOR, f"{STANDARD}/8.1/base", place=f"hall {number}")
        for number in (1, 2)
    )
    answers = dict.fromkeys(("base",), "no") | {"on_it": "yes"}
    assessment = assess(
        given(knowledge, answers), knowledge, PlainEvaluator(knowledge), knowledge.policies[0]
    )
    plan = plan_of(assessment.findings, knowledge, knowledge.policies[0], (first, second))
    assert [step.clears.findings for step in plan.steps] == [(), (f"{STANDARD}/8.1/base",)]
    assert [step.clears.failures for step in plan.steps] == [(), ("8.1->9.1",)]


# As it ships


def judged(place: Path, *settings: str) -> Result:
    return run(Request(place, engine="plain", settings=settings), today=date(2026, 11, 21))


@pytest.fixture(scope="module")
def workshop(examples: Path) -> Result:
    """Minor nonconformities only."""
    return judged(examples / "invented-workshop.yaml")


@pytest.fixture(scope="module")
def before_certification(examples: Path) -> Result:
    """Four major nonconformities, a minor one below one of them, and more."""
    return judged(examples / "before-certification.yaml")


def test_the_first_step_clears_what_the_answers_behind_it_clear(workshop: Result, examples: Path) -> None:
    step = workshop.plan.steps[0]
    assert step.requirements == (
        "iso-9001:2015/6.1.1/risks-determined",
        "iso-9001:2015/6.1.1/opportunities-determined",
        "iso-9001:2015/6.1.2/actions-integrated",
    )
    assert set(step.clears.findings) == set(step.requirements)
    assert step.clears.failures
    after = judged(
        examples / "invented-workshop.yaml", "risks.determined=both", "risks.integrated=yes"
    ).assessment
    assert all(after.finding[one].grade is Grade.CONFORMS for one in step.clears.findings)
    assert not {one.link for one in after.dependency_failures} & set(step.clears.failures)


def printed(place: Path, *options: str) -> str:
    done = CliRunner().invoke(
        main, ["assess", str(place), "--engine", "plain", *options], env={"COLUMNS": "100"}
    )
    assert done.exit_code == 0, done.output
    return done.stdout


def test_json_has_the_plan(before_certification: Result, examples: Path) -> None:
    read = json.loads(printed(examples / "before-certification.yaml", "--format", "json"))
    plan = before_certification.plan
    assert [step["requirements"] for step in read["plan"]["steps"]] == [
        list(step.requirements) for step in plan.steps
    ]
    first = read["plan"]["steps"][0]
    carried_over = {"owner", "due", "state", "note"}
    assert set(first) - carried_over == {
        "nonconformity",
        "key",
        "requirements",
        "grade",
        "because",
        "fix",
        "clears",
    }
    numbers = {one["id"]: one["key"] for one in read["nonconformities"]}
    assert {step["nonconformity"]: step["key"] for step in read["plan"]["steps"]} == numbers
    assert (first["grade"], first["clears"]["failures"]) == ("minor", list(plan.steps[0].clears.failures))
    majors = [one["id"] for one in read["nonconformities"] if one["grade"] == "major"]
    assert majors == ["NC-1", "NC-2", "NC-3", "NC-4"]
    smallest = {
        "nonconformities": majors,
        "requirements": list(plan.smallest.requirements),
        "exact": True,
        "leaves": [],
    }
    assert read["plan"]["smallest"] == smallest


def test_where_nothing_is_major_the_smallest_set_is_empty(workshop: Result, examples: Path) -> None:
    read = json.loads(printed(examples / "invented-workshop.yaml", "--format", "json"))
    assert read["plan"]["smallest"] == {
        "nonconformities": [],
        "requirements": [],
        "exact": True,
        "leaves": [],
    }
    assert len(read["plan"]["steps"]) == len(workshop.plan.steps) == 9
    assert "leaves no major" not in printed(examples / "invented-workshop.yaml")


def test_the_terminal_shows_five_steps_after_the_nonconformities_and_the_smallest_set(examples: Path) -> None:
    text = printed(examples / "before-certification.yaml")
    section = text[text.index("What to mend first (5 of 6 steps)") : text.index("What was not assessed")]
    assert text.index("Major nonconformities") < text.index("What to mend first")
    assert re.findall(r"^(\d+)\. . (NC-\d+) ", section, re.MULTILINE) == [
        ("1", "NC-6"),
        ("2", "NC-1"),
        ("3", "NC-2"),
        ("4", "NC-3"),
        ("5", "NC-4"),
    ]
    said = " ".join(section.split())
    assert "Mending NC-1, NC-2, NC-3 and NC-4 leaves no major: 6.1.2/aspects-determined," in said


def test_markdown_lists_every_step(workshop: Result, examples: Path) -> None:
    text = printed(examples / "invented-workshop.yaml", "--format", "markdown")
    section = text[
        text.index("## What to mend first") : text.index("## Findings, requirement by requirement")
    ]
    rows = re.findall(r"^\| (\d+) \| (NC-\d+) \| \w+ \| (.+?) \|", section, re.MULTILINE)
    assert rows == [
        (str(place + 1), step.nonconformity, step.fix) for place, step in enumerate(workshop.plan.steps)
    ]


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_an_auditors_report_prescribes_nothing(workshop: Result, examples: Path, form: str) -> None:
    place = examples / "invented-workshop.yaml"
    prescribed = [finding.fix for finding in workshop.assessment.findings if finding.fix]
    says = {
        report: " ".join(printed(place, "--format", form, "--report", report).split())
        for report in ("consultant", "auditor")
    }
    assert "What to mend" in says["consultant"]
    assert sum(fix in says["consultant"] for fix in prescribed) >= 5
    assert "What to mend" not in says["auditor"]
    assert not [fix for fix in prescribed if fix in says["auditor"]]


def test_without_a_failing_requirement_no_report_speaks_of_mending(tmp_path: Path) -> None:
    place = tmp_path / "shop.yaml"
    place.write_text("organisation: A shop\nas_of: 2026-11-21\nstandards: [iso-9001:2015]\nanswers: {}\n")
    assert "What to mend" not in printed(place)
    assert "What to mend" not in printed(place, "--format", "markdown")
    assert json.loads(printed(place, "--format", "json"))["plan"]["steps"] == []

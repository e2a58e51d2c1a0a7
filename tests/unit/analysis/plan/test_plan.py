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
from clausegraph.engine.analysis.assessment import assess
from clausegraph.engine.analysis.plan import smallest as limits
from clausegraph.engine.analysis.plan.steps import Plan, plan_of
from clausegraph.engine.commands.assess import Request, Result, run
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.model import Discipline, Escalation, FailureKind, Grade, KnowledgeBase, Link, LinkKind, Rule
from clausegraph.engine.organisation.organisation import Answer, Organisation
from clausegraph.tests.unit.inference.small_world import (
    HERE,
    SECOND_STANDARD,
    STANDARD,
    TODAY,
    asks,
    by_count,
    by_failure,
    link,
    requirement,
    rule,
    world,
)


def planned(knowledge: KnowledgeBase, *failing: str, unknown: tuple[str, ...] = ()) -> Plan:
    """The plan of an organisation that answers no to some facts and yes to all others that are not unknown."""
    answers = {fact.id: "no" if fact.id in failing else "yes" for fact in knowledge.facts if fact.id not in unknown}
    standards = tuple(dict.fromkeys(one.standard for one in knowledge.requirements))
    organisation = Organisation("Acme", TODAY, standards, tuple(Answer(fact, word, word, HERE) for fact, word in answers.items()))
    assessment = assess(organisation, knowledge, PlainEvaluator(knowledge), knowledge.policies[0])
    return plan_of(assessment.findings, knowledge, knowledge.policies[0])


def clauses(plan: Plan) -> list[str]:
    """The clause of each step's first requirement: they tell the requirements of a small world apart."""
    return [step.requirements[0].split("/")[1] for step in plan.steps]


def chain(
    *numbers: str, links: list[Link] | None = None, escalations: list[Escalation] | None = None, absent: tuple[str, ...] = ()
) -> KnowledgeBase:
    """One requirement per clause, named after it, each the foundation of the next unless links are given. What fails is minor, or, of
    some, absent."""
    joined = [link(*pair) for pair in itertools.pairwise(numbers)] if links is None else links
    rules = [rule(one, ((asks(one),),), Grade.MAJOR if one in absent else Grade.MINOR) for one in numbers]
    return world([requirement(one, one) for one in numbers], rules, joined, escalations)


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
    knowledge = chain("10.2", "8.1", "4.1", links=[link("10.2", "8.1"), link("8.1", "4.1")], absent=("10.2",))
    assert clauses(planned(knowledge, "10.2", "4.1")) == ["10.2", "4.1"]


def test_what_undermines_more_comes_before_what_is_graded_worse_and_that_before_the_order_of_clauses() -> None:
    names = {"4.1": "first", "4.2": "worse", "6.1": "wide", "8.1": "on_it"}
    knowledge = world(
        [requirement(number, name) for number, name in names.items()],
        graded(first=Grade.MINOR, worse=Grade.MAJOR, wide=Grade.MINOR, on_it=Grade.MINOR),
        [link("6.1", "8.1")],
    )
    assert clauses(planned(knowledge, "first", "worse", "wide", "on_it")) == ["6.1", "4.2", "4.1", "8.1"]


@pytest.mark.parametrize("absent", [(), ("6.1",)])
def test_what_holds_on_a_failing_foundation_needs_no_step(absent: tuple[str, ...]) -> None:
    assert clauses(planned(chain("6.1", "8.1", "9.1", absent=absent), "6.1")) == ["6.1"]


def test_what_is_made_a_nonconformity_by_its_foundation_alone_needs_no_step() -> None:
    knowledge = chain("6.1", "8.1", escalations=[by_failure(FailureKind.UNFOUNDED, Grade.MINOR)], absent=("6.1",))
    plan = planned(knowledge, "6.1")
    assert clauses(plan) == ["6.1"]
    assert plan.steps[0].clears.findings == (f"{STANDARD}/6.1/6.1", f"{STANDARD}/8.1/8.1")


def test_soft_links_and_feedback_put_nothing_in_order() -> None:
    knowledge = chain("4.1", "10.2", links=[link("10.2", "4.1", LinkKind.IMPROVES)])
    assert clauses(planned(knowledge, "4.1", "10.2")) == ["4.1", "10.2"]


def test_the_same_requirement_in_two_standards_is_one_step_after_all_its_foundations() -> None:
    knowledge = world(
        [requirement("8.1", "shared"), requirement("8.1", "shared", SECOND_STANDARD), requirement("9.1", "base")],
        links=[link("9.1", "8.1")],
    )
    plan = planned(knowledge, "shared", "base")
    assert [len(step.requirements) for step in plan.steps] == [1, 2]
    assert plan.steps[1].requirements == (f"{SECOND_STANDARD}/8.1/shared", f"{STANDARD}/8.1/shared")


def test_a_requirement_is_parted_where_two_standards_build_the_other_way_round() -> None:
    backwards = msgspec.structs.replace(link("8.2", "8.1"), source=f"{SECOND_STANDARD}/8.2", target=f"{SECOND_STANDARD}/8.1")
    knowledge = world(
        [requirement(number, name, standard) for standard in (STANDARD, SECOND_STANDARD) for number, name in (("8.1", "a"), ("8.2", "b"))],
        links=[link("8.1", "8.2"), backwards],
    )
    steps = [step.requirements for step in planned(knowledge, "a", "b").steps]
    assert sorted(one for step in steps for one in step) == sorted(one.id for one in knowledge.requirements)
    places = {one: place for place, step in enumerate(steps) for one in step}
    assert places[f"{STANDARD}/8.1/a"] < places[f"{STANDARD}/8.2/b"]
    assert places[f"{SECOND_STANDARD}/8.2/b"] < places[f"{SECOND_STANDARD}/8.1/a"]
    assert len(steps) == 3


def test_a_circle_begins_with_its_first_clause_and_comes_before_what_stands_on_it() -> None:
    knowledge = chain("4.1", "8.1", "8.2", links=[link("8.1", "8.2"), link("8.2", "8.1"), link("8.2", "4.1")])
    assert clauses(planned(knowledge, "4.1", "8.1", "8.2")) == ["8.1", "8.2", "4.1"]


# What a step says and clears


def test_a_step_speaks_for_its_worst_finding() -> None:
    knowledge = world(
        [requirement("8.1", "shared"), requirement("8.1", "shared", SECOND_STANDARD)],
        [
            msgspec.structs.replace(rule("shared", ((asks("shared"),),)), because="Some.", fix="Complete it."),
            msgspec.structs.replace(rule("shared", ((asks("other"),),), Grade.MAJOR, "none"), because="None.", fix="Do it."),
        ],
    )
    answers = [
        Answer("shared", "no", "no", HERE),
        Answer("other", "no", "no", HERE, Discipline.QUALITY),
        Answer("other", "yes", "yes", HERE, Discipline.OHS),
    ]
    organisation = Organisation("Acme", TODAY, (STANDARD, SECOND_STANDARD), tuple(answers))
    assessment = assess(organisation, knowledge, PlainEvaluator(knowledge), knowledge.policies[0])
    (step,) = plan_of(assessment.findings, knowledge, knowledge.policies[0]).steps
    assert (step.grade, step.because, step.fix) == (Grade.MAJOR, "None.", "Do it.")


def test_a_step_clears_its_own_finding_what_was_raised_and_the_failures_that_disappear() -> None:
    knowledge = chain("6.1", "8.1", "9.1", escalations=[by_failure(FailureKind.UNFOUNDED)], absent=("6.1",))
    (step,) = planned(knowledge, "6.1").steps
    assert step.clears.findings == tuple(f"{STANDARD}/{one}/{one}" for one in ("6.1", "8.1", "9.1"))
    assert step.clears.failures == ("6.1->8.1", "8.1->9.1")


@pytest.mark.parametrize("grades", list(itertools.permutations((Grade.OBSERVATION, Grade.MAJOR))))
def test_the_worse_of_two_escalations_of_one_failure_counts(grades: tuple[Grade, ...]) -> None:
    both = [msgspec.structs.replace(by_failure(FailureKind.INHERITED, grade), id=grade.word) for grade in grades]
    first, second = planned(chain("6.1", "8.1", escalations=both), "6.1", "8.1").steps
    assert (first.grade, second.grade) == (Grade.MINOR, Grade.MAJOR)
    assert planned(chain("6.1", "8.1", escalations=both), "6.1", "8.1").smallest.requirements == first.requirements


def test_a_failure_between_two_that_fail_clears_with_the_second() -> None:
    first, second = planned(chain("6.1", "8.1"), "6.1", "8.1").steps
    assert (first.clears.failures, second.clears.failures) == ((), ("6.1->8.1",))


def test_what_stands_on_two_failing_foundations_clears_with_the_last_of_them() -> None:
    both = [link("4.1", "8.1"), link("6.1", "8.1")]
    knowledge = chain("4.1", "6.1", "8.1", links=both, escalations=[by_failure(FailureKind.UNFOUNDED)], absent=("4.1", "6.1"))
    first, second = planned(knowledge, "4.1", "6.1").steps
    assert f"{STANDARD}/8.1/8.1" not in first.clears.findings
    assert f"{STANDARD}/8.1/8.1" in second.clears.findings


def test_a_foundation_nobody_assessed_keeps_what_stands_on_it_provisional() -> None:
    knowledge = chain("4.1", "6.1", "8.1", links=[link("4.1", "8.1"), link("6.1", "8.1")], absent=("6.1",))
    (step,) = planned(knowledge, "6.1", unknown=("4.1",)).steps
    assert step.clears.failures == ("6.1->8.1",)


# The smallest set


def under_one_clause(number: int) -> list[str]:
    return [f"r{place}" for place in range(number)]


def test_the_smallest_set_holds_what_rules_grade_major_and_nothing_else() -> None:
    knowledge = world(
        [requirement("4.1", "bad"), requirement("8.1", "worse")], graded(bad=Grade.MINOR, worse=Grade.MAJOR), [link("4.1", "8.1")]
    )
    assert planned(knowledge, "bad", "worse").smallest.requirements == (f"{STANDARD}/8.1/worse",)


def test_majors_by_count_vanish_with_as_many_as_are_too_many() -> None:
    names = under_one_clause(5)
    knowledge = world([requirement("8.1", name) for name in names], escalations=[by_count(4)])
    found = planned(knowledge, *names).smallest
    assert (len(found.requirements), found.exact) == (2, True)


def test_majors_by_count_vanish_sooner_where_few_answers_are_behind_what_is_left() -> None:
    names = under_one_clause(5)
    same = [rule(name, ((asks("same"),),)) for name in names[:4]]
    knowledge = world([requirement("8.1", name) for name in names], [*same, rule("r4", ((asks("r4"),),))], escalations=[by_count(2)])
    found = planned(knowledge, "same", "r4").smallest
    assert (found.requirements, found.exact) == ((f"{STANDARD}/8.1/r4",), True)


def test_a_major_by_rule_counts_towards_what_has_to_go_from_its_clause() -> None:
    names = under_one_clause(4)
    rules = graded(**dict.fromkeys(names[1:], Grade.MINOR), r0=Grade.MAJOR)
    knowledge = world([requirement("8.1", name) for name in names], rules, escalations=[by_count(4)])
    assert planned(knowledge, *names).smallest.requirements == (f"{STANDARD}/8.1/r0",)


def test_where_standing_on_sand_is_major_the_sand_has_to_go() -> None:
    links = [link("4.1", "6.1"), link("6.1", "8.1")]
    knowledge = chain("4.1", "6.1", "8.1", "9.1", links=links, escalations=[sand()], absent=("4.1",))
    found = planned(knowledge, "4.1", "6.1", "9.1").smallest
    assert (found.requirements, found.exact) == ((f"{STANDARD}/4.1/4.1",), True)


def sand(kind: FailureKind = FailureKind.UNFOUNDED) -> Escalation:
    return by_failure(kind, Grade.MAJOR)


def test_a_major_on_a_foundation_nobody_assessed_is_named_as_left() -> None:
    knowledge = chain("4.1", "8.1", "9.1", links=[link("4.1", "8.1")], escalations=[sand(FailureKind.PROVISIONAL)])
    found = planned(knowledge, "9.1", unknown=("4.1",)).smallest
    assert (found.requirements, found.leaves) == ((), (f"{STANDARD}/8.1/8.1",))


def test_nothing_is_mended_for_what_stays_major_anyway() -> None:
    joined = [link("4.1", "8.1"), link("6.1", "8.1")]
    knowledge = chain("4.1", "6.1", "8.1", links=joined, escalations=[sand(), sand(FailureKind.PROVISIONAL)])
    found = planned(knowledge, "6.1", unknown=("4.1",)).smallest
    assert (found.requirements, found.exact, found.leaves) == ((), True, (f"{STANDARD}/8.1/8.1",))


def test_beyond_the_limits_a_set_that_is_enough_is_found_and_called_inexact(monkeypatch: pytest.MonkeyPatch) -> None:
    knowledge = chain("6.1", "8.1", "8.2", links=[link("6.1", "8.1"), link("6.1", "8.2")], escalations=[sand(FailureKind.INHERITED)])
    exact = planned(knowledge, "6.1", "8.1", "8.2").smallest
    monkeypatch.setattr(limits, "MOST_SETS", 0)
    found = planned(knowledge, "6.1", "8.1", "8.2").smallest
    assert (exact.requirements, exact.exact) == ((f"{STANDARD}/6.1/6.1",), True)
    assert (found.requirements, found.exact) == ((f"{STANDARD}/6.1/6.1",), False)


def test_beyond_the_limit_of_facts_a_clause_is_thinned_by_number_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    names = under_one_clause(5)
    same = [rule(name, ((asks("same"),),)) for name in names[:4]]
    knowledge = world([requirement("8.1", name) for name in names], [*same, rule("r4", ((asks("r4"),),))], escalations=[by_count(2)])
    monkeypatch.setattr(limits, "MOST_FACT_SETS", 1)
    found = planned(knowledge, "same", "r4").smallest
    assert (len(found.requirements), found.exact) == (4, False)


# As it ships


@pytest.fixture(scope="module")
def workshop(examples: Path) -> Result:
    return run(Request(examples / "invented-workshop.yaml", engine="plain"), today=date(2026, 11, 21))


def test_a_step_clears_what_the_answer_behind_it_clears(workshop: Result, examples: Path) -> None:
    risks = ("iso-9001:2015/6.1.1/risks-determined",)
    steps = plan_of(workshop.assessment.findings, workshop.knowledge, workshop.policy).steps
    step = next(step for step in steps if step.requirements == risks)
    asked = Request(examples / "invented-workshop.yaml", settings=("risks.determined=both",), engine="plain")
    after = run(asked, today=date(2026, 11, 21)).assessment
    assert all(after.finding[one].grade is Grade.CONFORMS for one in step.clears.findings)
    assert not {one.link for one in after.dependency_failures} & set(step.clears.failures)


def printed(place: Path, *options: str) -> str:
    done = CliRunner().invoke(main, ["assess", str(place), "--engine", "plain", *options], env={"COLUMNS": "100"})
    assert done.exit_code == 0, done.output
    return done.stdout


def test_json_has_the_plan(workshop: Result, examples: Path) -> None:
    read = json.loads(printed(examples / "invented-workshop.yaml", "--format", "json"))
    plan = plan_of(workshop.assessment.findings, workshop.knowledge, workshop.policy)
    assert [step["requirements"] for step in read["plan"]["steps"]] == [list(step.requirements) for step in plan.steps]
    first = read["plan"]["steps"][0]
    assert set(first) == {"requirements", "grade", "because", "fix", "clears"}
    assert (first["grade"], first["clears"]["failures"]) == ("minor", list(plan.steps[0].clears.failures))
    smallest = {"requirements": list(plan.smallest.requirements), "exact": True, "leaves": []}
    assert read["plan"]["smallest"] == smallest


def test_the_terminal_shows_five_steps_after_the_root_causes_and_the_smallest_set(workshop: Result, examples: Path) -> None:
    text = printed(examples / "invented-workshop.yaml")
    section = text[text.index("What to mend first") : text.index("Major nonconformities")]
    assert text.index("Root causes") < text.index("What to mend first")
    assert re.findall(r"^(\d+)\. ", section, re.MULTILINE) == ["1", "2", "3", "4", "5"]
    assert "Mending this one leaves no major: 10.2.1/effect-reviewed." in section


def test_markdown_lists_every_step_and_an_auditors_report_prescribes_nothing(workshop: Result, examples: Path) -> None:
    plan = plan_of(workshop.assessment.findings, workshop.knowledge, workshop.policy)
    for report, says in (("consultant", plan.steps[0].fix), ("auditor", plan.steps[0].because)):
        text = printed(examples / "invented-workshop.yaml", "--format", "markdown", "--report", report)
        section = text[text.index("## What to mend first") : text.index("## Major")]
        assert len(re.findall(r"^\| \d+ \|", section, re.MULTILINE)) == len(plan.steps)
        assert says in section


def test_without_a_failing_requirement_no_report_speaks_of_mending(tmp_path: Path) -> None:
    place = tmp_path / "shop.yaml"
    place.write_text("organisation: A shop\nas_of: 2026-11-21\nstandards: [iso-9001:2015]\nanswers: {}\n")
    assert "What to mend" not in printed(place)
    assert "What to mend" not in printed(place, "--format", "markdown")
    assert json.loads(printed(place, "--format", "json"))["plan"]["steps"] == []

"""The organisations in examples/: they can be assessed, show what they are there for, and every way of
judging agrees."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import msgspec
import pytest

from clausegraph.engine.analysis.assessment import Assessment, assess
from clausegraph.engine.analysis.questions.telling import carried
from clausegraph.engine.commands.assess import Request, run
from clausegraph.engine.inference.choose import durable_is_missing, evaluator
from clausegraph.engine.knowledge.load import PACKAGE
from clausegraph.engine.model import Discipline, FailureKind, Grade, KnowledgeBase, Status
from clausegraph.engine.organisation.organisation import Organisation, read_organisation
from clausegraph.engine.reports.as_json.assessment import assessment_json, dumps

TODAY = date(2026, 11, 21)
EXAMPLES = PACKAGE / "examples"
WORKSHOP = EXAMPLES / "invented-workshop.yaml"
INTEGRATED = EXAMPLES / "integrated-manufacturer.yaml"
SOFTWARE = EXAMPLES / "software-company.yaml"
BUILDERS = EXAMPLES / "construction-firm.yaml"
BEGINNERS = EXAMPLES / "before-certification.yaml"
ELECTROPLATER = EXAMPLES / "electroplater.yaml"
AUDIT_DAY = EXAMPLES / "audit-day.yaml"
ARCHIVE = EXAMPLES / "records-archive.yaml"
OVERLAYS = EXAMPLES / "overlays"
FLIGHT_WORKS = OVERLAYS / "flight-works.yaml"
INVENTED = [WORKSHOP, INTEGRATED, SOFTWARE, BUILDERS, BEGINNERS, AUDIT_DAY, ELECTROPLATER, ARCHIVE]
COMPLETE = [WORKSHOP, INTEGRATED, SOFTWARE]
"""Examples in which every question is answered that their exclusions leave."""
YEAR_1, YEAR_2 = (EXAMPLES / "brisbane-construction" / f"year-{year}.yaml" for year in (1, 2))


def name_of(path: Path) -> str:
    return path.relative_to(EXAMPLES).as_posix()


every_example = pytest.mark.parametrize(
    "path", sorted(path for path in EXAMPLES.rglob("*.yaml") if OVERLAYS not in path.parents), ids=name_of
)
every_invented_example = pytest.mark.parametrize("path", INVENTED, ids=name_of)
every_complete_example = pytest.mark.parametrize("path", COMPLETE, ids=name_of)
with_durable = pytest.mark.skipif(bool(durable_is_missing()), reason=str(durable_is_missing()))


@cache
def assessed(path: Path, engine: str = "plain") -> Assessment:
    return run(Request(path, engine=engine), today=TODAY).assessment


def organisation_of(path: Path, knowledge: KnowledgeBase) -> Organisation:
    return read_organisation(path, knowledge, as_of=None, today=TODAY)


def json_of(organisation: Organisation, knowledge: KnowledgeBase) -> str:
    judged = assess(organisation, knowledge, evaluator(knowledge, "plain"), knowledge.policy["default"])
    return dumps(assessment_json(judged, knowledge))


def grades(assessment: Assessment) -> dict[str, Grade]:
    return {one.requirement: one.grade for one in assessment.findings}


def rules(assessment: Assessment) -> dict[str, set[str]]:
    """The rules that fired on each requirement."""
    return {one.requirement: {reason.rule for reason in one.reasons} for one in assessment.findings}


def facts_in_scope(organisation: Organisation, knowledge: KnowledgeBase) -> set[str]:
    """The questions that the standards of an organisation ask, less those that only its exclusions ask."""
    excluded = organisation.excluded(knowledge)
    in_scope = [
        one
        for one in knowledge.requirements
        if one.standard in organisation.standards and one.id not in excluded
    ]
    read = {fact for one in in_scope for fact in knowledge.reads_of[one.template]}
    return {fact for fact in read if not knowledge.question[fact].computed}


# All of them


@every_example
def test_an_example_is_assessed_without_a_problem(path: Path) -> None:
    assert assessed(path).findings


@every_example
def test_an_example_says_when_it_was_true_and_by_which_standards_it_is_judged(
    path: Path, knowledge: KnowledgeBase
) -> None:
    organisation = organisation_of(path, knowledge)
    assert organisation.as_of != TODAY
    assert organisation.standards
    assert organisation.about


@every_example
def test_no_evidence_in_an_example_is_dated_after_the_assessment(
    path: Path, knowledge: KnowledgeBase
) -> None:
    organisation = organisation_of(path, knowledge)
    dates = [one.date for answer in organisation.answers for one in answer.evidence if one.date]
    assert all(one <= organisation.as_of for one in dates)


@every_example
def test_the_order_of_the_answers_changes_nothing(path: Path, knowledge: KnowledgeBase) -> None:
    organisation = organisation_of(path, knowledge)
    answers = list(organisation.answers)
    as_written = json_of(organisation, knowledge)
    for seed in range(3):
        random.Random(seed).shuffle(answers)
        assert json_of(msgspec.structs.replace(organisation, answers=tuple(answers)), knowledge) == as_written


@with_durable
@every_example
def test_both_evaluators_say_the_same(path: Path) -> None:
    durable, plain = assessed(path, "durable"), assessed(path, "plain")
    assert durable.engine != plain.engine
    assert msgspec.structs.replace(durable, engine="") == msgspec.structs.replace(plain, engine="")


# What is invented says so; what is complete leaves nothing open


def test_every_example_is_invented_or_published() -> None:
    organisations = {path for path in EXAMPLES.rglob("*.yaml") if "\norganisation:" in path.read_text()}
    assert organisations == {*INVENTED, FLIGHT_WORKS, YEAR_1, YEAR_2}
    assert "An invented organisation" in FLIGHT_WORKS.read_text().splitlines()[0]


@every_invented_example
def test_an_invented_organisation_says_that_it_is_invented(path: Path, knowledge: KnowledgeBase) -> None:
    organisation = organisation_of(path, knowledge)
    assert "invented" in organisation.name
    assert "invented" in organisation.about
    assert "An invented organisation" in path.read_text().splitlines()[0]


@every_example
def test_no_question_is_answered_that_nothing_in_scope_asks(path: Path, knowledge: KnowledgeBase) -> None:
    organisation = organisation_of(path, knowledge)
    assert {answer.fact for answer in organisation.answers} <= facts_in_scope(organisation, knowledge)


@every_invented_example
def test_every_exclusion_of_an_invented_organisation_holds(path: Path, knowledge: KnowledgeBase) -> None:
    organisation = organisation_of(path, knowledge)
    excluded = organisation.excluded(knowledge)
    assert all(set(knowledge.members[one.target]) <= excluded.keys() for one in organisation.exclusions)
    out = {one.requirement for one in assessed(path).findings if one.status is Status.NOT_APPLICABLE}
    assert excluded.keys() <= out


@every_complete_example
def test_a_complete_example_has_every_question_answered_that_its_exclusions_leave(
    path: Path, knowledge: KnowledgeBase
) -> None:
    organisation = organisation_of(path, knowledge)
    assert {answer.fact for answer in organisation.answers} == facts_in_scope(organisation, knowledge)


@every_complete_example
def test_a_complete_example_leaves_nothing_unassessed(path: Path) -> None:
    assessment = assessed(path)
    assert not [one.requirement for one in assessment.findings if one.status is Status.NOT_ASSESSED]
    assert not [one.requirement for one in assessment.findings if one.could_become is not Grade.UNGRADED]
    assert not assessment.unanswered


@every_invented_example
def test_no_gap_of_an_invented_organisation_is_without_a_word_on_what_was_seen(
    path: Path, knowledge: KnowledgeBase
) -> None:
    told = {
        answer.fact for answer in organisation_of(path, knowledge).answers if answer.evidence or answer.note
    }
    majors = [one for one in assessed(path).findings if one.grade is Grade.MAJOR]
    silent = [
        one.requirement
        for one in majors
        if not one.observed and not told & {answer.fact for answer in one.answers}
    ]
    assert not silent


# One day of an audit


def test_the_audit_day_shows_every_note_with_its_grade() -> None:
    found = [one for one in assessed(AUDIT_DAY).findings if one.observed]
    assert [(one.requirement.partition("/")[2], one.grade) for one in found] == [
        ("7.1.5.2/calibrated", Grade.MINOR),
        ("7.3/consequences", Grade.UNGRADED),
        ("8.4.3/adequate-before-sending", Grade.MINOR),
        ("8.6/no-release-before-completion", Grade.MAJOR),
    ]
    assert all(reason.note for one in found for reason in one.reasons)
    assert [(one.requirement, one.grade) for one in assessed(AUDIT_DAY).observations] == [
        ("iso-9001:2015/7.3", Grade.OBSERVATION)
    ]


# The invented workshop


def test_the_workshop_leaves_out_design_alone(knowledge: KnowledgeBase) -> None:
    workshop = assessed(WORKSHOP)
    out = {one.clause for one in workshop.findings if one.status is Status.NOT_APPLICABLE}
    assert out
    assert all(clause.startswith("8.3") for clause in out)


def test_the_workshop_is_worth_a_report_and_keeps_its_certificate() -> None:
    found = list(grades(assessed(WORKSHOP)).values())
    assert found.count(Grade.MAJOR) == 0
    assert 10 <= found.count(Grade.MINOR) <= 25
    assert found.count(Grade.OBSERVATION) >= 2
    assert found.count(Grade.CONFORMS) > len(found) / 2
    recorded = assessed(WORKSHOP).summary.recorded
    assert recorded[Grade.MAJOR] == 0
    assert 7 <= recorded[Grade.MINOR] <= 12


@pytest.mark.parametrize(
    ("requirement", "grade"),
    [
        ("6.1.1/risks-determined", Grade.MINOR),
        ("6.2.1/measurable", Grade.MINOR),
        ("7.1.5.2/calibrated", Grade.MINOR),
        ("8.4.1/evaluation-and-selection", Grade.MINOR),
        ("9.2.1/conducted", Grade.MINOR),
        ("9.3.2/input-external-providers", Grade.MINOR),
        ("10.2.1/effect-reviewed", Grade.MINOR),
    ],
)
def test_the_workshop_is_weak_where_its_file_says(requirement: str, grade: Grade) -> None:
    assert grades(assessed(WORKSHOP))[f"iso-9001:2015/{requirement}"] is grade


@pytest.mark.parametrize("clause", ["8.2", "8.5", "8.6", "8.7"])
def test_no_answer_speaks_against_the_production_and_release_of_the_workshop(clause: str) -> None:
    found = [one for one in assessed(WORKSHOP).findings if f"{one.clause}.".startswith(f"{clause}.")]
    assert found
    assert not [reason.rule for one in found for reason in one.reasons]


def unfounded(assessment: Assessment) -> dict[str, str]:
    """What is met by luck, with the foundation that is absent at the beginning of the path."""
    found = (one for one in assessment.dependency_failures if one.kind is FailureKind.UNFOUNDED)
    return {one.target: one.path[0] for one in found}


def test_one_gap_in_the_planning_of_the_workshop_explains_one_in_operation() -> None:
    workshop = assessed(WORKSHOP)
    worst, *_ = workshop.root_causes
    assert worst.requirement == "iso-9001:2015/6.1.1/risks-determined"
    assert worst.undermines == ("iso-9001:2015/8.4.2/controls-defined",)
    path = (worst.requirement, *worst.undermines)
    (failure,) = (one for one in workshop.dependency_failures if one.path == path)
    assert failure.kind is FailureKind.INHERITED


def test_a_gap_leaves_what_is_met_alone_and_absence_leaves_it_to_luck() -> None:
    assert unfounded(assessed(WORKSHOP)) == {}
    what_if = run(Request(WORKSHOP, engine="plain", settings=("risks.determined=none",)), today=TODAY)
    lucky = unfounded(what_if.assessment)
    assert "iso-9001:2015/8.1/actions-carried-out" in lucky
    assert set(lucky.values()) == {"iso-9001:2015/6.1.1/risks-determined"}
    assert not [one for one in what_if.assessment.findings if one.requirement in lucky and one.grade.fails]


# The integrated manufacturer


def test_the_integrated_manufacturer_is_judged_by_four_standards(knowledge: KnowledgeBase) -> None:
    organisation = organisation_of(INTEGRATED, knowledge)
    assert {knowledge.standard[one].discipline for one in organisation.standards} == set(Discipline)


def test_the_integrated_manufacturer_is_worth_a_report() -> None:
    found = list(grades(assessed(INTEGRATED)).values())
    assert found.count(Grade.MAJOR) <= 2
    assert 30 <= found.count(Grade.MINOR) <= 55
    assert found.count(Grade.CONFORMS) > len(found) * 0.8
    recorded = assessed(INTEGRATED).summary.recorded
    assert recorded[Grade.MAJOR] <= 2
    assert recorded[Grade.MINOR] < found.count(Grade.MINOR)


def test_one_answer_on_suppliers_is_one_nonconformity_over_annex_a_and_clause_8() -> None:
    integrated = assessed(INTEGRATED)
    place = "iso-27001:2022/A.5.19/critical-suppliers-assessed"
    (recorded,) = (one for one in integrated.nonconformities if one.requirement == place)
    assert recorded.grade is Grade.MINOR
    assert recorded.carries == ("iso-27001:2022/8.1/external-products-and-services",)
    assert [one.text for one in recorded.evidence if one.ref == "suppliers.security_assessed"] == ["36"]


def test_quality_is_the_best_and_information_security_the_youngest_of_the_integrated_manufacturer() -> None:
    failing = Counter(one.standard for one in assessed(INTEGRATED).findings if one.grade.fails)
    assert (
        failing["iso-9001:2015"]
        < failing["iso-45001:2018"]
        < failing["iso-14001:2015"]
        < failing["iso-27001:2022"]
    )


@pytest.mark.parametrize("theme", ["internal-audit", "management-review"])
def test_the_integrated_manufacturer_is_integrated_on_paper_only(
    theme: str, knowledge: KnowledgeBase
) -> None:
    found = [
        one for one in assessed(INTEGRATED).findings if knowledge.requirement[one.requirement].theme == theme
    ]
    by_standard = {
        one.standard: {
            each.requirement for each in found if each.standard == one.standard and each.grade.fails
        }
        for one in found
    }
    assert by_standard.keys() == {"iso-9001:2015", "iso-14001:2015", "iso-27001:2022", "iso-45001:2018"}
    assert len({len(failing) for failing in by_standard.values()}) > 1


@pytest.mark.parametrize(
    ("requirement", "grade"),
    [
        ("iso-14001:2015/9.1.2/status-known", Grade.MINOR),
        ("iso-14001:2015/8.1/aspects-controlled", Grade.MINOR),
        ("iso-27001:2022/8.1/external-products-and-services", Grade.OBSERVATION),
        ("iso-27001:2022/8.2/on-significant-changes", Grade.MINOR),
        ("iso-27001:2022/A.5.19/critical-suppliers-assessed", Grade.MINOR),
        ("iso-45001:2018/5.2/appropriate", Grade.MINOR),
        ("iso-9001:2015/5.2.1/appropriate", Grade.CONFORMS),
        ("iso-9001:2015/9.2.1/purpose", Grade.CONFORMS),
    ],
)
def test_the_integrated_manufacturer_is_weak_where_its_file_says(requirement: str, grade: Grade) -> None:
    assert grades(assessed(INTEGRATED))[requirement] is grade


def test_what_the_integrated_manufacturer_never_planned_for_its_new_works_shows_in_operation() -> None:
    inherited = {
        (one.source, one.target)
        for one in assessed(INTEGRATED).dependency_failures
        if one.kind is FailureKind.INHERITED
    }
    assert (
        "iso-14001:2015/6.1.4/compliance-obligations",
        "iso-14001:2015/8.1/aspects-controlled",
    ) in inherited
    assert "iso-14001:2015/6.1.2/aspects-determined" in {
        one.requirement for one in assessed(INTEGRATED).root_causes
    }


# The software company


def test_the_software_company_leaves_out_physical_controls_it_has_no_use_for_and_says_why(
    knowledge: KnowledgeBase,
) -> None:
    organisation = organisation_of(SOFTWARE, knowledge)
    assert {one.target.partition("/A.")[2][0] for one in organisation.exclusions} <= {"7", "8"}
    assert sum("/A.7" in one.target for one in organisation.exclusions) > 1
    assert all(one.because for one in organisation.exclusions)


def test_the_software_company_keeps_its_certificate_although_what_it_looks_at_again_is_late() -> None:
    found = grades(assessed(SOFTWARE))
    assert Grade.MAJOR not in found.values()
    late = [
        "A.8.13/backups-tested",
        "A.5.18/rights-reviewed",
        "8.3/plan-carried-out",
        "6.1.3/residual-risks-accepted",
    ]
    assert {found[f"iso-27001:2022/{one}"] for one in late} == {Grade.MINOR}


def test_no_answer_speaks_against_the_networks_and_the_development_of_the_software_company() -> None:
    fired = rules(assessed(SOFTWARE))
    technical = [
        one for number in range(15, 33) for one in fired if one.startswith(f"iso-27001:2022/A.8.{number}/")
    ]
    assert technical
    assert not [one for one in technical if fired[one]]


# The construction firm


def test_the_construction_firm_has_most_questions_answered_and_some_not(knowledge: KnowledgeBase) -> None:
    organisation = organisation_of(BUILDERS, knowledge)
    asked = facts_in_scope(organisation, knowledge)
    answered = {answer.fact for answer in organisation.answers}
    assert 0.85 * len(asked) < len(answered) < len(asked)
    assert assessed(BUILDERS).unanswered


def test_serious_risks_left_to_protective_equipment_are_a_major_gap_of_the_construction_firm() -> None:
    builders = assessed(BUILDERS)
    assert grades(builders)["iso-45001:2018/8.1.2/hierarchy-applied"] is Grade.MAJOR
    worst, *others = builders.nonconformities
    assert (worst.grade, worst.requirement) == (Grade.MAJOR, "iso-45001:2018/8.1.2/hierarchy-applied")
    assert worst.also == ("iso-45001:2018/6.1.4/hierarchy-of-controls",)
    assert {one.grade for one in others} == {Grade.MINOR}


def test_gaps_in_the_planning_of_the_construction_firm_undermine_most() -> None:
    told = [(one.requirement, len(one.undermines)) for one in assessed(BUILDERS).root_causes]
    assert told[:2] == [("iso-45001:2018/6.1.3/determined", 2), ("iso-9001:2015/6.1.1/risks-determined", 1)]
    assert {undermined for _, undermined in told[2:]} == {0}


def test_people_on_the_sites_of_the_construction_firm_report_what_goes_wrong() -> None:
    found = grades(assessed(BUILDERS))
    practice = ["10.2/reporting", "10.2/process", "7.3/right-to-withdraw", "5.1/no-reprisals", "5.1/culture"]
    assert {found[f"iso-45001:2018/{one}"] for one in practice} == {Grade.CONFORMS}


# The electroplater


def test_every_record_of_the_electroplater_that_breaks_a_rule_is_named_once_in_its_finding() -> None:
    named = {
        found.rule.partition("/")[2]: {record.id for record in found.records}
        for finding in assessed(ELECTROPLATER).findings
        for found in finding.records
    }
    assert named == {
        "high-risk-accepted-by-nobody": {"R-2"},
        "control-nobody-asked-for": {"C-12"},
        "control-without-owner": {"C-12"},
        "objective-nobody-measures": {"O-2"},
        "objective-overdue-and-never-measured": {"O-2"},
        "objective-overdue": {"O-2"},
        "objective-without-measure": {"O-2"},
        "significant-aspect-control-not-yet-there": {"A-3"},
        "aspect-control-changed-since": {"A-2"},
        "aspect-not-judged-for-two-years": {"A-2"},
        "obligation-broken": {"L-3"},
        "obligation-never-evaluated": {"L-5"},
        "obligation-evaluation-overdue": {"L-2"},
        "ppe-or-procedure-alone": {"H-2"},
        "procedures-or-protection-alone": {"H-2"},
        "engineering-control-not-built": {"H-4"},
        "hazard-names-no-control-there-is": {"H-3"},
        "hazard-never-assessed": {"H-6"},
        "hazard-not-assessed-for-a-year": {"H-1"},
        "serious-hazard-not-assessed-for-two-years": {"H-1"},
        "serious-hazard-control-changed-since": {"H-1"},
    }


def test_what_the_registers_of_the_electroplater_show_takes_part_in_dependency_failures() -> None:
    electroplater = assessed(ELECTROPLATER)
    hierarchy = "iso-45001:2018/8.1.2/hierarchy-applied"
    found = {(one.kind, one.source) for one in electroplater.dependency_failures if one.target == hierarchy}
    assert found == {
        (FailureKind.STRANDED, "iso-45001:2018/6.1.2.1/identified"),
        (FailureKind.STRANDED, "iso-45001:2018/6.1.2.2/risks-assessed"),
    }
    assert hierarchy in {one.requirement for one in electroplater.root_causes}


# Before certification


def test_most_of_a_system_before_certification_is_not_assessed() -> None:
    beginners = assessed(BEGINNERS)
    assert beginners.summary.not_assessed > 0.6 * len(beginners.findings)
    assert len(beginners.unanswered) > 100


def test_what_must_be_there_before_stage_1_and_is_not_is_major() -> None:
    found = grades(assessed(BEGINNERS))
    absent = ["6.1.2/aspects-determined", "6.2.1/established", "9.2.1/conducted", "9.3/held"]
    assert {found[f"iso-14001:2015/{one}"] for one in absent} == {Grade.MAJOR}


def test_the_questions_that_tell_most_before_certification_come_first(knowledge: KnowledgeBase) -> None:
    beginners = assessed(BEGINNERS)
    weighs = carried(knowledge, beginners.standards)
    told = [
        (one.could_become, sum(weighs[name] for name in one.requirements)) for one in beginners.unanswered
    ]
    assert told == sorted(told, reverse=True)
    assert told[0] > told[-1]


# The story from Brisbane


def test_brisbane_is_judged_by_the_two_standards_the_story_names(knowledge: KnowledgeBase) -> None:
    assert (
        organisation_of(YEAR_1, knowledge).standards
        == organisation_of(YEAR_2, knowledge).standards
        == ("iso-9001:2015", "iso-45001:2018")
    )


def test_year_two_of_brisbane_is_nowhere_worse_than_year_one() -> None:
    before, after = grades(assessed(YEAR_1)), grades(assessed(YEAR_2))
    assert before.keys() == after.keys()
    for requirement, grade in before.items():
        if grade is Grade.UNGRADED:
            assert after[requirement] <= Grade.CONFORMS, requirement
        else:
            assert Grade.CONFORMS <= after[requirement] <= grade, requirement


def test_year_two_of_brisbane_is_better_where_the_story_says_and_nowhere_else() -> None:
    before, after = grades(assessed(YEAR_1)), grades(assessed(YEAR_2))
    better = {
        requirement: (before[requirement], after[requirement])
        for requirement in before
        if before[requirement] != after[requirement]
    }
    assert better == {
        # the system reaches the sites
        "iso-9001:2015/4.4.1/in-use": (Grade.MAJOR, Grade.MINOR),
        "iso-45001:2018/4.4/in-use": (Grade.MAJOR, Grade.MINOR),
        "iso-9001:2015/8.1/control": (Grade.MINOR, Grade.OBSERVATION),
        "iso-45001:2018/8.1.1/control": (Grade.MINOR, Grade.OBSERVATION),
        # the operations manager takes it up
        "iso-45001:2018/6.2.2/integrated": (Grade.MINOR, Grade.OBSERVATION),
        "iso-9001:2015/5.1.1/integration": (Grade.MINOR, Grade.OBSERVATION),
        "iso-45001:2018/5.1/integration": (Grade.MINOR, Grade.OBSERVATION),
        # people are told why
        "iso-9001:2015/7.3/own-contribution": (Grade.MINOR, Grade.CONFORMS),
        "iso-45001:2018/7.3/own-contribution": (Grade.MINOR, Grade.CONFORMS),
        # auditors ask questions
        "iso-9001:2015/9.2.1/purpose": (Grade.MINOR, Grade.CONFORMS),
        "iso-45001:2018/9.2.1/purpose": (Grade.MINOR, Grade.CONFORMS),
        # results get better
        "iso-9001:2015/4.4.1/improved": (Grade.UNGRADED, Grade.CONFORMS),
        "iso-45001:2018/4.4/improved": (Grade.UNGRADED, Grade.CONFORMS),
        "iso-9001:2015/10.1/system": (Grade.UNGRADED, Grade.CONFORMS),
        "iso-9001:2015/10.3/achieved": (Grade.UNGRADED, Grade.CONFORMS),
        "iso-45001:2018/10.3/achieved": (Grade.UNGRADED, Grade.CONFORMS),
    }


@pytest.mark.parametrize("path", [YEAR_1, YEAR_2], ids=["year 1", "year 2"])
def test_what_the_story_from_brisbane_does_not_tell_is_not_assessed(path: Path) -> None:
    story = assessed(path)
    assert story.summary.not_assessed > 0.9 * len(story.findings)


@pytest.mark.parametrize("path", [YEAR_1, YEAR_2], ids=["year 1", "year 2"])
def test_every_answer_from_brisbane_says_which_sentence_it_rests_on(
    path: Path, knowledge: KnowledgeBase
) -> None:
    assert all(answer.note.startswith("Rests on ") for answer in organisation_of(path, knowledge).answers)


def test_the_archive_states_every_control_and_lacks_one_acceptance_and_one_review(
    knowledge: KnowledgeBase,
) -> None:
    organisation = organisation_of(ARCHIVE, knowledge)
    stated = {str(one.values.get("annex_a")) for one in organisation.registers["registers.controls"]}
    assert len(stated - {"None"}) == 93
    recorded = assessed(ARCHIVE).nonconformities
    assert [(one.clause, one.grade) for one in recorded] == [
        ("6.1.3", Grade.MINOR),
        ("A.5.18", Grade.MINOR),
    ]

"""Published audit situations for the four standards: each is a case beside the rules and gets the grade its
source gives.

See docs/decisions/0007-published-cases.md.
"""

from __future__ import annotations

from functools import cache

import pytest

from clausegraph.engine.analysis.assessment import assess
from clausegraph.engine.commands.rule_tests.cases import Case, read_cases
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.knowledge.load import BUILT_IN, read
from clausegraph.engine.model import Grade, KnowledgeBase
from clausegraph.engine.organisation.organisation import Answer, Organisation

PUBLISHED = {
    # ISO 9001:2015
    "9-02": ("10.2", Grade.MINOR),  # nonconformities not closed by the planned date, no reason recorded
    "9-03": ("5.1.1", Grade.MAJOR),  # no commitment from top management
    "9-08": ("8.4.3", Grade.MINOR),  # one purchase order released without review
    "9-09": ("7.1.5.2", Grade.MINOR),  # one instrument past its calibration date
    "9-12": ("8.4.1", Grade.MAJOR),  # critical purchases from providers never evaluated
    "9-14": ("7.5", Grade.MAJOR),  # many minor findings on one clause
    # ISO 14001:2015
    "14-02": ("7.2", Grade.MINOR),  # training given, not all of it recorded
    # ISO/IEC 27001:2022
    "27-02": ("6.1.3", Grade.MAJOR),  # a Statement of Applicability that cannot be relied on
    "27-09": ("8.1", Grade.MAJOR),  # supplier reviews described, none done of a critical supplier
    "27-11": ("8.1", Grade.MINOR),  # backups succeed, no restore test for 14 months
    "27-17": ("6.2", Grade.MINOR),  # objectives without measure, target, review or owner
    "27-18": ("5.3", Grade.MINOR),  # teams disagree who is responsible, no record of roles
    "27-20": ("8.1", Grade.OBSERVATION),  # logs of administrators collected, reviewed by chance
    "27-24": ("8.2", Grade.MAJOR),  # three significant changes that no risk assessment followed
    "27-25": ("A.5.18", Grade.MINOR),  # access rights reviewed in six of eight systems
    "27-27": ("A.5", Grade.CONFORMS),  # suppliers rated, assessed and visited, terms in contracts
    "27-31": ("7.2", Grade.MINOR),  # one employee trained late
    # ISO 45001:2018
    "45-07": ("6.1.3", Grade.MINOR),  # register of legal requirements updated late
    "45-08": ("8.1.2", Grade.MAJOR),  # a serious risk left to protective equipment
    "45-13": ("8.2", Grade.MINOR),  # drills irregular, evaluation and revision weak
    "45-16": ("9.2", Grade.MINOR),  # processes left out of the audits, earlier results not used
    "45-19": ("10.2", Grade.MAJOR),  # incidents neither investigated nor corrected, or recurring
    "45-24": ("4.3", Grade.MAJOR),  # scope undefined or at odds with the work done
    "45-30": ("6.1.2.2", Grade.CONFORMS),  # one method used alike, residual risk recorded
}
"""The clause its source names and the grade of each situation. That the rules reach these grades is what
`clausegraph test` shows."""

STANDARDS = {"9": "iso-9001:2015", "14": "iso-14001:2015", "27": "iso-27001:2022", "45": "iso-45001:2018"}

CONTROLS = {"27-11": "A.8.13", "27-20": "A.8.15"}
"""Where a source puts the failing of a control under 8.1 and we put it under the control."""

BREAKDOWNS = frozenset({"9-14"})
"""Situations in which no requirement is worse than minor, and all together are one major nonconformity."""

each_situation = pytest.mark.parametrize(
    ("source", "clause", "grade"), [(source, *told) for source, told in PUBLISHED.items()]
)


@cache
def shipped() -> tuple[KnowledgeBase, tuple[Case, ...]]:
    knowledge = read((BUILT_IN,))
    cases, _ = read_cases((BUILT_IN,), knowledge)
    return knowledge, tuple(cases)


def cases_from(source: str) -> list[Case]:
    return [case for case in shipped()[1] if case.source == source]


def number_of(requirement: str) -> str:
    """The clause number of a requirement."""
    return shipped()[0].requirement[requirement].clause


def of_each(source: str, grade: Grade) -> Grade:
    """What the worst requirement of a situation of some grade has."""
    return Grade.MINOR if source in BREAKDOWNS else grade


def template_of(requirement: str) -> str:
    """What a requirement is in every standard that has it."""
    return shipped()[0].requirement[requirement].template


def lies_under(number: str, clause: str) -> bool:
    return number == clause or number.startswith(f"{clause}.")


@pytest.mark.parametrize("source", PUBLISHED)
def test_a_published_situation_is_a_case_beside_the_rules(source: str) -> None:
    assert cases_from(source)


def test_no_case_names_a_published_situation_that_is_not_listed_here() -> None:
    assert {case.source for case in shipped()[1] if case.source} == PUBLISHED.keys()


@pytest.mark.parametrize("source", PUBLISHED)
def test_a_published_situation_is_judged_by_requirements_of_its_standard(source: str) -> None:
    """A harmonised requirement is one of every standard that takes it."""
    knowledge, _ = shipped()
    judged = {
        knowledge.requirement[one.requirement].template
        for case in cases_from(source)
        for one in case.expectations
    }
    theirs = {
        one.template for one in knowledge.requirements if one.standard == STANDARDS[source.partition("-")[0]]
    }
    assert judged <= theirs


@each_situation
def test_the_case_of_a_published_situation_expects_the_grade_of_its_source(
    source: str, clause: str, grade: Grade
) -> None:
    for case in cases_from(source):
        ours = CONTROLS.get(source, clause)
        judged = [one.grade for one in case.expectations if lies_under(number_of(one.requirement), ours)]
        assert max(judged, default=Grade.UNGRADED) is of_each(source, grade), case.says


@each_situation
def test_the_case_of_a_published_situation_finds_nothing_worse_elsewhere(
    source: str, clause: str, grade: Grade
) -> None:
    for case in cases_from(source):
        assert max(one.grade for one in case.expectations) is of_each(source, grade), case.says


@pytest.mark.parametrize("source", sorted(BREAKDOWNS))
def test_many_minor_findings_on_one_clause_are_one_major_nonconformity_of_that_clause(source: str) -> None:
    knowledge, _ = shipped()
    clause, grade = PUBLISHED[source]
    standard = STANDARDS[source.partition("-")[0]]
    for case in cases_from(source):
        answers = tuple(Answer(fact, value, str(value), case.at) for fact, value in case.values)
        organisation = Organisation("Acme", case.as_of, (standard,), answers)
        found = assess(organisation, knowledge, PlainEvaluator(knowledge), knowledge.policy[case.policy])
        (broken,) = [one for one in found.nonconformities if one.breakdown]
        assert (broken.breakdown, broken.grade) == (f"{standard}/{clause}", grade)
        failing = {template_of(one.requirement) for one in case.expectations if one.grade.fails}
        assert failing <= {template_of(one) for one in broken.members}

"""Published audit situations for ISO 9001: each is a case beside the rules and gets the grade its source gives.

See docs/decisions/0007-published-cases.md.
"""

from __future__ import annotations

from functools import cache

import msgspec
import pytest

from clausegraph.engine.inference.choose import evaluator
from clausegraph.engine.knowledge.load import BUILT_IN, read
from clausegraph.engine.model import Grade, KnowledgeBase
from clausegraph.engine.reading.nodes import Problems
from clausegraph.engine.rule_tests import Case, read_cases, run_cases

PUBLISHED = {
    "9-02": ("10.2", Grade.MINOR),  # nonconformities not closed by the planned date, no reason recorded
    "9-03": ("5.1.1", Grade.MAJOR),  # no commitment from top management
    "9-08": ("8.4.3", Grade.MINOR),  # one purchase order released without review
    "9-09": ("7.1.5.2", Grade.MINOR),  # one instrument past its calibration date
    "9-12": ("8.4.1", Grade.MAJOR),  # critical purchases from providers never evaluated
    "9-14": ("7.5", Grade.MAJOR),  # many minor findings on one clause
}
"""The clause and the grade of each situation. That the rules reach these grades is what `clausegraph test` shows."""

each_situation = pytest.mark.parametrize(("source", "clause", "grade"), [(source, *told) for source, told in PUBLISHED.items()])


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


def lies_under(number: str, clause: str) -> bool:
    return number == clause or number.startswith(f"{clause}.")


@pytest.mark.parametrize("source", PUBLISHED)
def test_a_published_situation_is_a_case_beside_the_rules(source: str) -> None:
    assert cases_from(source)


@each_situation
def test_the_case_of_a_published_situation_expects_the_grade_of_its_source(source: str, clause: str, grade: Grade) -> None:
    for case in cases_from(source):
        judged = [one.grade for one in case.expectations if lies_under(number_of(one.requirement), clause)]
        assert max(judged, default=Grade.UNGRADED) is grade, case.says


@each_situation
def test_the_case_of_a_published_situation_finds_nothing_worse_elsewhere(source: str, clause: str, grade: Grade) -> None:
    for case in cases_from(source):
        assert max(one.grade for one in case.expectations) is grade, case.says


def test_many_minor_findings_on_one_clause_are_major_only_because_a_policy_counts_them() -> None:
    knowledge, _ = shipped()
    for case in cases_from("9-14"):
        each_minor = tuple(msgspec.structs.replace(one, grade=min(one.grade, Grade.MINOR)) for one in case.expectations)
        uncounted = msgspec.structs.replace(case, policy="", expectations=each_minor)
        assert not run_cases([uncounted], knowledge, evaluator(knowledge, "plain"), Problems()).failures

"""What a policy tolerates: some days beyond an interval, and the last few per cent of a share."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from clausegraph.engine.inference.meaning.conditions import Truth, truth
from clausegraph.engine.inference.under_policy import with_policy
from clausegraph.engine.knowledge.language.phrases import Value
from clausegraph.engine.model import Grade, KnowledgeBase, Rule

DAY = date(2026, 11, 21)
LATE = "harmonised/review-later-than-planned"
SHARE = "harmonised/some-processes-unaudited"
OVERDUE = "iso-9001/instrument-overdue"


def fires(rule: Rule, answers: dict[str, Value]) -> bool:
    return any(
        all(truth(one, answers.get(one.fact), DAY) is Truth.TRUE for one in group) for group in rule.when
    )


def wanted(knowledge: KnowledgeBase, policy: str) -> KnowledgeBase:
    return with_policy(knowledge, knowledge.policy[policy])


@pytest.mark.parametrize(
    ("policy", "interval", "last", "late"),
    [
        ("default", "yearly", date(2025, 10, 22), False),
        ("default", "yearly", date(2025, 10, 21), True),
        ("default", "half-yearly", date(2026, 5, 6), False),
        ("default", "half-yearly", date(2026, 5, 5), True),
        ("strict", "yearly", date(2025, 11, 21), False),
        ("strict", "yearly", date(2025, 11, 20), True),
    ],
)
def test_a_review_is_late_once_the_tolerated_days_have_passed(
    knowledge: KnowledgeBase, policy: str, interval: str, last: date, late: bool
) -> None:
    rule = wanted(knowledge, policy).rule[LATE]
    assert fires(rule, {"management_review.interval": interval, "management_review.last": last}) is late


def test_without_a_policy_nothing_is_tolerated(knowledge: KnowledgeBase) -> None:
    answers: dict[str, Value] = {
        "management_review.interval": "yearly",
        "management_review.last": date(2025, 11, 20),
    }
    assert fires(knowledge.rule[LATE], answers)


def test_the_words_of_a_condition_say_what_is_tolerated(knowledge: KnowledgeBase) -> None:
    said = {str(one) for group in wanted(knowledge, "default").rule[LATE].when for one in group}
    assert "older than 12 months and 30 days" in said


def test_what_comes_round_is_overdue_in_a_register_when_it_would_be_in_an_answer(
    knowledge: KnowledgeBase,
) -> None:
    each = wanted(knowledge, "default").rule["iso-14001/obligation-evaluation-overdue"].each
    assert each is not None
    (condition,) = (one for one in each.conditions if one.fact == "next_evaluation")
    due = DAY - timedelta(30)
    assert [truth(condition, day, DAY) is Truth.TRUE for day in (due, due - timedelta(1))] == [False, True]


def test_a_date_that_was_set_once_is_overdue_at_once(knowledge: KnowledgeBase) -> None:
    before, after = (
        knowledge.rule["harmonised/objective-overdue"],
        wanted(knowledge, "default").rule["harmonised/objective-overdue"],
    )
    assert before.each == after.each


@pytest.mark.parametrize(
    ("share", "minor", "observation"),
    [(94, True, False), (95, False, True), (99, False, True), (100, False, False)],
)
def test_the_last_few_per_cent_are_an_observation_by_a_rule_of_its_own(
    knowledge: KnowledgeBase, share: int, minor: bool, observation: bool
) -> None:
    rules = wanted(knowledge, "default").rule
    near = rules[f"{SHARE}-within-tolerance"]
    assert near.grade is Grade.OBSERVATION
    assert "tolerates, 5 per cent" in near.because
    answers: dict[str, Value] = {"internal_audit.covered": float(share)}
    assert (fires(rules[SHARE], answers), fires(near, answers)) == (minor, observation)


@pytest.mark.parametrize(("share", "minor"), [(0, False), (1, True), (5, True)])
def test_a_share_of_what_has_lapsed_is_not_tolerated(
    knowledge: KnowledgeBase, share: int, minor: bool
) -> None:
    rules = wanted(knowledge, "default").rule
    answers: dict[str, Value] = {
        "measuring.overdue": float(share),
        "measuring.calibration": "traceable standards",
    }
    assert fires(rules[OVERDUE], answers) == minor
    assert f"{OVERDUE}-within-tolerance" not in rules


def test_what_is_major_is_never_tolerated(knowledge: KnowledgeBase) -> None:
    changed = {one.id for one in wanted(knowledge, "default").rules if one.id.endswith("-within-tolerance")}
    assert changed
    assert {knowledge.rule[one.removesuffix("-within-tolerance")].grade for one in changed} == {Grade.MINOR}


def test_a_strict_policy_tolerates_nothing(knowledge: KnowledgeBase) -> None:
    assert {one.id: one.when for one in wanted(knowledge, "strict").rules} == {
        one.id: one.when for one in knowledge.rules
    }

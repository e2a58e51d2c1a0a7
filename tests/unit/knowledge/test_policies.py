"""Policies: built on one another, deciding settings, changed by overlays, and what the shipped ones
decide."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clausegraph.engine.inference.under_policy import with_policy
from clausegraph.engine.knowledge.load import BUILT_IN, load
from clausegraph.engine.knowledge.overlay.overlays import with_overlays
from clausegraph.engine.knowledge.sources import Root
from clausegraph.engine.model import FailureKind, Grade, KnowledgeBase, Policy, Repeat

TODAY = date(2026, 11, 21)
ITEMS = "harmonised/awareness-policy-incomplete"
LAPSE = "grading/isolated"
SETTINGS = {
    "review-without-core-inputs": {"default": Grade.MAJOR, "strict": Grade.MAJOR, "lenient": Grade.MINOR},
    "core-review-input-missing": {"default": Grade.MINOR, "strict": Grade.MAJOR},
    "planned-control-not-built": {
        "default": Grade.OPPORTUNITY,
        "strict": Grade.MINOR,
        "lenient": Grade.OPPORTUNITY,
    },
    "weak-awareness": {"default": Grade.MINOR, "strict": Grade.MINOR, "lenient": Grade.OBSERVATION},
    "single-lapse": {"default": Grade.MINOR, "strict": Grade.MINOR, "lenient": Grade.OBSERVATION},
    "missing-records": {"strict": Grade.MAJOR},
}
COMES_BACK = {
    "default": {
        Repeat.MAJOR_LEFT_OPEN: Grade.MAJOR,
        Repeat.MINOR_LEFT_OPEN: Grade.MAJOR,
        Repeat.FINDING: Grade.MINOR,
    },
    "strict": {
        Repeat.MAJOR_LEFT_OPEN: Grade.MAJOR,
        Repeat.MINOR_LEFT_OPEN: Grade.MAJOR,
        Repeat.FINDING: Grade.MAJOR,
    },
    "lenient": {Repeat.FINDING: Grade.MINOR},
}
OURS = """policies:
  - policy: ours
    says: For us.
    based_on: strict
    without: [unproven-foundation]
    escalations:
      - rule: several-on-one-clause
        at_least: 3
        grade: major
        because: Three are enough for us.
    grades:
      - rule: harmonised/awareness-policy-incomplete
        grade: opportunity
        because: We have just begun.
"""


def overlay(folder: Path, policies: str = "", changes: str = "") -> tuple[Root, ...]:
    if policies:
        place = folder / "rulebases" / "grading" / "policies.yaml"
        place.parent.mkdir(parents=True)
        place.write_text(policies)
    if changes:
        (folder / "overlay.yaml").write_text(f"overlay: client\nchanges:\n{changes}")
    return (Root(folder, folder.name),)


def known(*roots: Root) -> KnowledgeBase:
    return with_overlays(load((BUILT_IN, *roots)), roots, TODAY)


def grade(knowledge: KnowledgeBase, policy: str, rule: str) -> Grade:
    return with_policy(knowledge, knowledge.policy[policy]).rule[rule].grade


@pytest.mark.parametrize("setting", SETTINGS)
def test_each_policy_decides_a_setting_as_the_page_on_policies_says(
    knowledge: KnowledgeBase, setting: str
) -> None:
    decided = {
        name: one.grade
        for name, policy in knowledge.policy.items()
        for one in policy.grades
        if one.setting == setting
    }
    assert decided == SETTINGS[setting]


def test_every_setting_is_named_here_and_decided_by_a_policy(knowledge: KnowledgeBase) -> None:
    assert {one.id for one in knowledge.settings} == set(SETTINGS)
    assert {one.setting for policy in knowledge.policies for one in policy.grades} == {
        one.id for one in knowledge.settings
    }


@pytest.mark.parametrize("policy", COMES_BACK)
def test_each_policy_says_what_becomes_of_a_finding_that_comes_back(
    knowledge: KnowledgeBase, policy: str
) -> None:
    raised = {one.repeats: one.grade for one in knowledge.policy[policy].escalations if one.repeats}
    assert raised == COMES_BACK[policy]


def test_the_default_policy_leaves_every_rule_its_own_grade(knowledge: KnowledgeBase) -> None:
    wanted = with_policy(knowledge, knowledge.policy["default"])
    assert {rule.id: rule.grade for rule in knowledge.rules}.items() <= {
        rule.id: rule.grade for rule in wanted.rules
    }.items()


def test_only_the_strict_policy_makes_observations_of_what_works_by_luck(knowledge: KnowledgeBase) -> None:
    raised = {
        name: {one.failure: one.grade for one in policy.escalations if one.failure}
        for name, policy in knowledge.policy.items()
    }
    assert raised["strict"][FailureKind.UNFOUNDED] is Grade.OBSERVATION
    assert not raised["default"]
    assert not raised["lenient"]


def test_a_policy_that_wants_nothing_else_leaves_the_knowledge_as_it_is(knowledge: KnowledgeBase) -> None:
    assert with_policy(knowledge, Policy("ours", "For us.", ())) is knowledge


def test_a_policy_gives_the_rules_of_a_setting_its_grade_and_leaves_the_others(
    knowledge: KnowledgeBase,
) -> None:
    lenient = knowledge.policy["lenient"]
    decided = {rule: one.grade for one in lenient.grades for rule in one.rules}
    wanted = with_policy(knowledge, lenient)
    assert all(wanted.rule[one.id].grade is decided.get(one.id, one.grade) for one in knowledge.rules)
    assert grade(knowledge, "lenient", LAPSE) is Grade.OBSERVATION


def test_the_step_of_a_ladder_decides_all_rules_that_came_from_it(knowledge: KnowledgeBase) -> None:
    (setting,) = (one for one in knowledge.settings if one.id == "missing-records")
    assert set(setting.rules) == {
        one.id for one in knowledge.rules if (one.ladder, one.step) == ("record", "not-kept")
    }


def test_a_policy_of_an_overlay_takes_over_what_it_does_not_say_itself(tmp_path: Path) -> None:
    knowledge = known(*overlay(tmp_path, OURS))
    ours, strict = knowledge.policy["ours"], knowledge.policy["strict"]
    left_out = {"strict/unproven-foundation", "strict/several-on-one-clause"}
    assert {one.id for one in ours.escalations} == {one.id for one in strict.escalations} - left_out | {
        "ours/several-on-one-clause"
    }
    (awareness,) = (one for one in ours.grades if one.setting == "weak-awareness")
    assert ITEMS not in awareness.rules
    assert grade(knowledge, "ours", ITEMS) is Grade.OPPORTUNITY
    assert grade(knowledge, "ours", "harmonised/audit-results-not-reviewed") is Grade.MAJOR


def test_an_overlay_changes_the_grade_of_an_escalation_wherever_it_is_taken_over(tmp_path: Path) -> None:
    changes = "  - {change: default/minor-left-open, grade: minor, because: Agreed with the body.}\n"
    knowledge = known(*overlay(tmp_path, changes=changes))
    for policy in ("default", "strict"):
        (one,) = (one for one in knowledge.policy[policy].escalations if one.id == "default/minor-left-open")
        assert one.grade is Grade.MINOR
    (change,) = knowledge.changes
    assert (change.rule, change.does) == ("default/minor-left-open", "grade major -> minor")


def test_an_overlay_disables_an_escalation(tmp_path: Path) -> None:
    knowledge = known(
        *overlay(tmp_path, changes="  - {disable: default/minor-left-open, because: Agreed with the body.}\n")
    )
    assert "default/minor-left-open" not in {one.id for one in knowledge.policy["default"].escalations}


def test_a_policy_takes_over_when_the_next_audit_is_unless_it_says_so_itself() -> None:
    months = {name: policy.next_audit_months for name, policy in known().policy.items()}
    assert months == {"default": 6, "strict": 6, "lenient": 6}


def test_an_overlay_disables_an_escalation_of_another_policy(tmp_path: Path) -> None:
    knowledge = known(
        *overlay(
            tmp_path, changes="  - {disable: strict/unfounded-control, because: We look at it ourselves.}\n"
        )
    )
    assert "strict/unfounded-control" not in {one.id for one in knowledge.policy["strict"].escalations}


def test_an_overlay_that_changes_a_rule_outweighs_what_a_policy_decides(tmp_path: Path) -> None:
    changes = f"  - {{change: {LAPSE}, grade: major, because: One lapse is one too many here.}}\n"
    knowledge = known(*overlay(tmp_path, changes=changes))
    assert {grade(knowledge, policy, LAPSE) for policy in ("default", "strict", "lenient")} == {Grade.MAJOR}
    assert all(policy.choice_on(LAPSE) is None for policy in knowledge.policies)

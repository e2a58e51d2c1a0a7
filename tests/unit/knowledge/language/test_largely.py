"""What `largely` means: below a nonconformity and never silent, from a ladder's step or taken over from
what `partly` means."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausegraph.engine.knowledge.load import read
from clausegraph.engine.knowledge.sources import Root
from clausegraph.engine.model import Grade, KnowledgeBase, Rule

LARGELY = """
  - ladder: largely
    says: What largely means.
    slots: {answer: it is so}
    steps:
      - step: largely
        when: {answer: largely}
        grade: observation
        because: "In the main: {says}"
        fix: "Look for the rest. {fix}"
"""
RULEBASE = """rulebase: sample/extra
standard: sample:2020
facts:
  extra.a_list: {{ask: Is it so?, answer: "yes, largely, partly or no"}}
  extra.used: {{ask: Is it used?, answer: yes or no}}
  extra.late: {{ask: How many?, answer: number of things}}
requirements:
  - requirement: 8.4/extra
    says: Something is done.
    evidence: [something]
{more}rules:
{rules}"""
RULE = (
    "  - {{rule: extra-{number}, requirement: 8.4/extra, when: {when}, grade: {grade}, because: It is so.,"
    " fix: Mend it.}}\n"
)
NO = ("{extra.a_list: no}", "minor")
UNREAD = ("{extra.late: more than 90}", "minor")
UNUSED = ("{extra.used: no}", "minor")
"""Rules beside those that matter, so that every question is read."""


def taken_over(base: Path, *rules: tuple[str, str], more: str = "") -> list[Rule]:
    """The rules on `largely` that a requirement with these rules of its own gets."""
    written = "".join(
        RULE.format(number=number, when=when, grade=grade)
        for number, (when, grade) in enumerate((*rules, UNREAD, UNUSED))
    )
    (base / "rulebases/sample/extra.yaml").write_text(
        RULEBASE.format(more=more, rules=written), encoding="utf-8"
    )
    ladders = base / "rulebases/ladders.yaml"
    ladders.write_text(ladders.read_text(encoding="utf-8") + LARGELY, encoding="utf-8")
    return [rule for rule in read([Root(base)]).rules if rule.ladder == "largely"]


def test_what_partly_means_is_taken_over_as_an_observation_with_the_words_of_the_requirement(
    base: Path,
) -> None:
    (rule,) = taken_over(base, NO, ("{extra.a_list: partly}", "minor"))
    assert (rule.id, rule.grade) == ("sample/8.4-extra-extra-a-list-largely", Grade.OBSERVATION)
    assert (rule.because, rule.fix) == ("In the main: Something is done.", "Look for the rest. Mend it.")
    assert [[str(one) for one in group] for group in rule.when] == [["largely"]]


def test_it_is_an_opportunity_where_partly_is_one(base: Path) -> None:
    (rule,) = taken_over(base, NO, ("{extra.a_list: partly}", "opportunity"))
    assert rule.grade is Grade.OPPORTUNITY


def test_a_condition_beside_partly_stands_beside_largely_too(base: Path) -> None:
    both = "{extra.a_list: partly or no, extra.used: no}"
    accepted = "    accepts: [{answer: {extra.a_list: partly, extra.used: yes}, because: It is fine.}]\n"
    (rule,) = taken_over(base, NO, (both, "minor"), more=accepted)
    assert [[str(one) for one in group] for group in rule.when] == [["no", "largely"]]


def test_a_group_that_asks_for_more_than_another_is_left_out(base: Path) -> None:
    worse = "{extra.a_list: partly or no, extra.late: more than 3}"
    (rule,) = taken_over(base, NO, ("{extra.a_list: partly}", "minor"), (worse, "major"))
    assert [[str(one) for one in group] for group in rule.when] == [["largely"]]


@pytest.mark.parametrize("answer", ["partly", "largely"])
def test_nothing_is_taken_over_where_the_answer_is_accepted(base: Path, answer: str) -> None:
    more = f"    accepts: [{{answer: {{extra.a_list: {answer}}}, because: It is fine.}}]\n"
    assert taken_over(base, NO, ("{extra.a_list: partly}", "minor"), more=more) == []


def test_nothing_is_taken_over_where_a_rule_reacts_already(base: Path) -> None:
    assert taken_over(base, NO, ("{extra.a_list: largely or partly}", "minor")) == []


def test_the_weight_of_a_requirement_stays_that_of_its_own_rules(base: Path) -> None:
    taken_over(base, ("{extra.a_list: no}", "major"), ("{extra.a_list: partly}", "minor"))
    assert read([Root(base)]).template["sample:2020/8.4/extra"].weight.value == "element"


def test_every_ladder_in_use_has_a_step_for_each_slot(knowledge: KnowledgeBase) -> None:
    steps = {(rule.ladder, rule.step) for rule in knowledge.rules if rule.step.startswith("largely")}
    one_slot = {(ladder, "largely-in-place") for ladder in ("element", "item", "choice")}
    one_slot |= {
        ("commitment", "largely-shown"),
        ("sign", "largely-shown"),
        ("record", "largely-kept"),
        ("largely", "largely"),
    }
    several = {("process", "largely-working")}
    several |= {
        (ladder, step)
        for ladder in ("process", "practice")
        for step in ("largely-planned", "largely-practised")
    }
    assert steps == one_slot | several

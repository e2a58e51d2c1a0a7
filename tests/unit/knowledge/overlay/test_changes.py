"""What an overlay can change, where alone it counts, and which of several overlays wins."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clausegraph.engine.knowledge.load import load
from clausegraph.engine.knowledge.overlay.layers import layered
from clausegraph.engine.knowledge.overlay.overlays import with_overlays
from clausegraph.engine.knowledge.sources import Root
from clausegraph.engine.model import Grade, KnowledgeBase, Strength, Weight
from clausegraph.engine.problems import BadInput

TODAY = date(2026, 11, 21)
NOT_DONE = "harmonised/audits-not-done"
LATE = "harmonised/audit-later-than-customary"
IN_9001, IN_14001 = "iso-9001:2015/9.2.1/conducted", "iso-14001:2015/9.2.1/conducted"


def overlay(folder: Path, name: str, changes: str, more: str = "") -> Root:
    (folder / name).mkdir(parents=True)
    text = f"overlay: {name}\n{more}changes:\n{changes}"
    (folder / name / "overlay.yaml").write_text(text, encoding="utf-8")
    return Root(folder / name, name)


def changed(knowledge: KnowledgeBase, folder: Path, *changes: str) -> KnowledgeBase:
    """The knowledge with overlays called a, b, ... over it, each over the one before."""
    roots = [overlay(folder, chr(ord("a") + number), text) for number, text in enumerate(changes)]
    return with_overlays(knowledge, roots, TODAY)


def one(key: str, name: str, **what: str) -> str:
    listed = "".join(f", {word}: {value}" for word, value in what.items())
    return f"  - {{{key}: {name}{listed}, because: Agreed.}}\n"


def rule_on(knowledge: KnowledgeBase, requirement: str, name: str) -> str:
    """The id of a rule as it judges a requirement."""
    rules = knowledge.rules_of[knowledge.requirement[requirement].template]
    return next(rule.id for rule in rules if rule.shared_id == name)


def test_a_rule_gets_another_grade_other_words_and_other_thresholds(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    text = one(
        "change",
        LATE,
        grade="minor",
        thresholds="{internal_audit.last: older than 18 months}",
        words="{because: Too late for us., fix: Audit.}",
    )
    before, rule = knowledge.rule[LATE], changed(knowledge, tmp_path, text).rule[LATE]
    assert (rule.grade, rule.because, rule.fix, rule.risk) == (
        Grade.MINOR,
        "Too late for us.",
        "Audit.",
        before.risk,
    )
    ages = {str(found) for group in rule.when for found in group if found.fact == "internal_audit.last"}
    assert ages == {"older than 18 months"}
    others = [found for group in before.when for found in group if found.fact != "internal_audit.last"]
    assert others == [found for group in rule.when for found in group if found.fact != "internal_audit.last"]


def test_new_conditions_stand_beside_those_under_which_the_requirement_applies(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    rule, fact = next(
        (found, knowledge.question[name])
        for found in knowledge.rules
        if (applies := knowledge.template[found.template].applies)
        for name in found.reads
        if name not in {one.fact for group in applies for one in group} and knowledge.question[name].best
    )
    short = " or ".join(word for word in fact.words if word not in fact.best)
    known = changed(knowledge, tmp_path, one("change", rule.id, when=f"{{{fact.id}: {short}}}"))
    wanted = {found for group in knowledge.template[rule.template].applies for found in group}
    assert all(wanted & set(group) for group in known.rule[rule.id].when)


def test_a_rule_over_records_may_want_more_of_them(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    rule = next(found for found in knowledge.on_records if found.each and found.each.at_least == 1)
    each = changed(knowledge, tmp_path, one("change", rule.id, at_least="4", share="10")).rule[rule.id].each
    assert each is not None
    assert (each.at_least, each.share) == (4, 10)


def test_question_requirement_and_link_change_where_they_can(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    text = (
        one("question", "internal_audit.covered", ask="How much of it was looked at?", help="Count.")
        + one("requirement", IN_9001, evidence="[plan of the association]", weight="item")
        + one("link", "iso-14001-2015/scope-considers-issues", strength="soft")
    )
    known = changed(knowledge, tmp_path, text)
    assert known.question["internal_audit.covered"].ask == "How much of it was looked at?"
    assert known.template[known.requirement[IN_9001].template].evidence == ("plan of the association",)
    assert known.template[known.requirement[IN_14001].template].weight is Weight.ELEMENT
    assert known.link["iso-14001-2015/scope-considers-issues"].strength is Strength.SOFT


@pytest.mark.parametrize(
    "text",
    [
        one("change", NOT_DONE, grade="observation", standard="iso-9001:2015"),
        one("change", NOT_DONE, grade="observation", requirement=IN_9001),
        one("change", f"{NOT_DONE}@iso-9001:2015", grade="observation"),
        one("change", NOT_DONE, grade="observation", standard="iso-9001:2015", requirement="9.2.1/conducted"),
    ],
)
def test_a_change_may_count_in_one_standard_alone(
    knowledge: KnowledgeBase, tmp_path: Path, text: str
) -> None:
    known = changed(knowledge, tmp_path, text)
    grades = {found: known.rule[rule_on(known, found, NOT_DONE)].grade for found in (IN_9001, IN_14001)}
    assert grades == {IN_9001: Grade.OBSERVATION, IN_14001: Grade.MAJOR}
    assert known.requirement[IN_9001].kin == knowledge.requirement[IN_9001].template


def test_what_a_policy_decides_it_decides_of_a_rule_told_apart_too(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    decided = {rule for policy in knowledge.policies for choice in policy.grades for rule in choice.rules}
    for rule in (knowledge.rule[name] for name in sorted(decided)):
        takers = [found for found in knowledge.requirements if found.template == rule.template]
        if len(takers) > 1:
            text = one("requirement", takers[0].id, evidence="[a list]")
            known = changed(knowledge, tmp_path, text)
            apart = rule_on(known, takers[0].id, rule.id)
            assert apart != rule.id
            for policy in known.policies:
                assert (policy.choice_on(apart) is None) == (policy.choice_on(rule.id) is None)
            return
    pytest.fail("no policy decides a rule that several standards share")


def test_the_later_overlay_wins_and_says_over_what(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    known = changed(
        knowledge,
        tmp_path,
        one("change", NOT_DONE, grade="minor"),
        one("change", NOT_DONE, grade="observation"),
    )
    assert known.rule[NOT_DONE].grade is Grade.OBSERVATION
    assert [found.over for found in known.changes] == ["", "a: grade major -> minor"]
    assert known.changes[1].told == "grade minor -> observation (over a: grade major -> minor)"


def test_a_later_overlay_switches_on_again_what_an_earlier_one_switched_off(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    known = changed(knowledge, tmp_path, one("disable", NOT_DONE), one("change", NOT_DONE, grade="minor"))
    assert known.rule[NOT_DONE].when == knowledge.rule[NOT_DONE].when
    assert known.changes[1].over == "a: disabled: what it judges is open"


def test_what_counts_in_one_standard_wins_over_what_counts_everywhere_in_whatever_order(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    everywhere = one("change", NOT_DONE, grade="minor")
    here = one("change", NOT_DONE, grade="observation", standard="iso-9001:2015")
    for number, text in enumerate((everywhere + here, here + everywhere)):
        known = changed(knowledge, tmp_path / str(number), text)
        assert known.rule[rule_on(known, IN_9001, NOT_DONE)].grade is Grade.OBSERVATION
        assert known.rule[rule_on(known, IN_14001, NOT_DONE)].grade is Grade.MINOR


def test_a_change_of_everything_reaches_what_an_earlier_overlay_told_apart(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    known = changed(
        knowledge,
        tmp_path,
        one("requirement", IN_9001, evidence="[a list]"),
        one("change", NOT_DONE, grade="minor"),
    )
    for requirement in (IN_9001, IN_14001):
        assert known.rule[rule_on(known, requirement, NOT_DONE)].grade is Grade.MINOR


def test_what_is_behind_a_rule_told_apart_is_told_of_it(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    known = changed(
        knowledge,
        tmp_path,
        one("change", NOT_DONE, grade="minor"),
        one("change", NOT_DONE, words="{fix: Audit.}", standard="iso-9001:2015"),
    )
    here, there = (rule_on(known, found, NOT_DONE) for found in (IN_9001, IN_14001))
    assert [found.overlay for found in known.changes_on([here])] == ["a", "b"]
    assert [found.overlay for found in known.changes_on([there])] == ["a"]


def test_a_name_that_stands_in_several_standards_has_to_name_one(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    with pytest.raises(BadInput) as fault:
        changed(knowledge, tmp_path, one("requirement", "9.2.1/conducted", weight="item"))
    assert "stands in 6 standards" in str(fault.value)


def test_a_harmonised_requirement_goes_by_its_own_name_in_every_standard(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    known = changed(knowledge, tmp_path, one("requirement", "internal-audit/conducted", weight="item"))
    assert known.template["internal-audit/conducted"].weight is Weight.ITEM
    assert len(known.templates) == len(knowledge.templates)


def test_an_overlay_brings_those_it_extends_and_lies_over_them(tmp_path: Path) -> None:
    overlay(tmp_path, "base", "  []\n")
    overlay(tmp_path, "sector", "  []\n", "extends: [../base]\n")
    client = overlay(tmp_path, "client", "  []\n", "extends: ../sector\n")
    found = layered([client, Root(tmp_path / "sector", "sector")])
    assert [root.shown for root in found] == ["base", "sector", "client"]


def test_a_rulebase_of_a_client_judges_a_harmonised_requirement_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "rulebases" / "acme").mkdir(parents=True)
    (tmp_path / "rulebases" / "acme" / "audit.yaml").write_text(
        """rulebase: acme/audit
standard: iso-9001:2015
rules:
  - rule: covered-too-little
    requirement: 9.2.1/conducted
    when: {internal_audit.covered: less than 98}
    grade: minor
    because: The client wants nearly everything audited each year.
    fix: Audit the rest.
""",
        encoding="utf-8",
    )
    from clausegraph.engine.knowledge.load import BUILT_IN

    known = load([BUILT_IN, Root(tmp_path, "acme")])
    assert rule_on(known, IN_9001, "acme/covered-too-little") == "acme/covered-too-little"
    assert rule_on(known, IN_9001, NOT_DONE) == f"{NOT_DONE}@iso-9001:2015"
    assert not any("acme" in rule.id for rule in known.rules_of[known.requirement[IN_14001].template])

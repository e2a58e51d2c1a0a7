"""The cases beside the rules: what `by` means, what is run, how it is shown, what is covered, and what nobody
would notice."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest
from click.testing import CliRunner, Result

from clausegraph.cli import main
from clausegraph.engine.commands.check import check_knowledge, knowledge_tested
from clausegraph.engine.commands.rule_tests.mutants import mutants
from clausegraph.engine.model import Condition, KnowledgeBase, Op, Rule

BEGIN = ["new", "rulebase", "acme/calibration", "--clause", "iso-9001:2015/7.1.5"]


@pytest.fixture
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a rulebase of its own and its cases, from which the program is run."""
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(main, [*BEGIN, "--in", "acme"])
    return Path("acme")


@pytest.fixture
def cases(acme: Path) -> Path:
    return acme / "rulebases/acme/calibration.test.yaml"


def ran(*words: str) -> Result:
    return CliRunner().invoke(main, ["test", "acme", "--engine", "plain", *words])


def rewrite(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


# By


MILDER = """  - rule: calibration-hardly-practised
    requirement: 7.1.5/calibration
    when: {calibration.practised: partly or no}
    grade: observation
    because: It is so.
    fix: Mend it.
"""


def test_by_means_that_the_rule_gave_the_grade_and_not_only_that_it_fired(acme: Path, cases: Path) -> None:
    rules = acme / "rulebases/acme/calibration.yaml"
    rules.write_text(rules.read_text(encoding="utf-8") + MILDER, encoding="utf-8")
    rewrite(cases, "major by calibration-not-practised", "major by calibration-hardly-practised")
    failed = ran("--filter", "acme/")
    assert failed.exit_code == 1
    said = "got major by calibration-hardly-practised (observation), calibration-not-practised"
    assert said in failed.stderr


# Which cases


@pytest.mark.parametrize(
    ("text", "told"),
    [("acme/rulebases", "4 cases"), ("ZINC", "1 case"), ("calibration-in-part", "1 case")],
)
def test_a_filter_looks_in_sentences_files_and_expectations(
    acme: Path, cases: Path, text: str, told: str
) -> None:
    rewrite(cases, "What is not done at all", "Zinc that nobody weighs")
    done = ran("--filter", text)
    assert (done.exit_code, done.stdout.startswith(f"Passed: {told}, ")) == (0, True)


def test_a_filter_that_no_case_meets_is_bad_usage(acme: Path) -> None:
    done = ran("--filter", "no such thing")
    assert (done.exit_code, "no case has `no such thing`" in done.stderr) == (2, True)


def test_of_some_cases_nobody_says_what_is_covered(acme: Path, cases: Path) -> None:
    done = ran("--filter", "calibration-in-part")
    assert (done.exit_code, done.stdout) == (0, "Passed: 1 case, 1 expectation.\n")


def test_a_case_that_expects_nothing_is_a_problem(acme: Path, cases: Path) -> None:
    rewrite(cases, "expect: {7.1.5/calibration: conforms}", "expect: {}")
    problems = check_knowledge([acme], today=date(2026, 11, 21)).problems
    assert [problem.code for problem in problems] == ["asserts-nothing"]


# How it is shown


def test_json_has_every_case_with_its_place_and_what_failed(acme: Path, cases: Path) -> None:
    rewrite(cases, "minor by calibration-in-part", "observation")
    done = ran("--filter", "acme/", "--format", "json")
    read = json.loads(done.stdout)
    assert (done.exit_code, read["passed"], read["mutation"]) == (1, False, None)
    assert [one["passed"] for one in read["cases"]] == [True, False, True, True]
    (failure,) = read["cases"][1]["failures"]
    assert failure["code"] == "case-failed"
    assert failure["file"] == read["cases"][1]["file"] == cases.as_posix()


def test_junit_has_a_suite_for_each_file_and_a_failure_for_each_expectation_in_vain(
    acme: Path, cases: Path
) -> None:
    rewrite(cases, "minor by calibration-in-part", "observation")
    root = ElementTree.fromstring(ran("--filter", "acme/", "--format", "junit").stdout)
    assert (root.tag, root.get("tests"), root.get("failures")) == ("testsuites", "4", "1")
    (suite,) = root
    assert suite.get("name") == cases.as_posix()
    assert [len(case) for case in suite] == [0, 1, 0, 0]
    assert "expected observation, got minor by calibration-in-part" in str(suite[1][0].get("message"))


# What is covered


def test_the_rules_that_ship_are_covered_with_their_limits_from_both_sides() -> None:
    outcome = knowledge_tested((), "plain")
    assert outcome.passed
    covered = {one.of: one.share for one in outcome.covered}
    assert covered["rules"] == 100
    assert covered["limits"] >= 95
    assert covered["at the limit"] >= 90


# What nobody would notice


def test_a_change_that_no_case_notices_is_told_with_the_rule_and_fails_nothing(
    acme: Path, cases: Path
) -> None:
    whole = ran("--filter", "acme/", "--mutate")
    assert "small changes to the rules noticed: 100.0 %." in whole.stdout
    head, _, _ = cases.read_text(encoding="utf-8").partition("  - case: What is done everywhere conforms")
    cases.write_text(head, encoding="utf-8")
    done = ran("--filter", "acme/", "--mutate")
    assert done.exit_code == 0
    said = "calibration-in-part with calibration.practised: partly -> yes or partly [unnoticed]"
    assert said in done.stderr


def test_every_small_change_to_rules_over_answers_is_noticed() -> None:
    changed = knowledge_tested((), "plain", only="iso-14001/communication.test", mutate=True).mutation
    assert changed is not None
    assert (changed.made > 50, changed.unnoticed) == (True, ())


def rule_of(knowledge: KnowledgeBase, *conditions: Condition) -> Rule:
    some = next(rule for rule in knowledge.rules if rule.each is None and rule.grade.fails)
    return msgspec.structs.replace(some, when=(conditions,))


def said(rule: Rule, knowledge: KnowledgeBase) -> list[str]:
    return [one.says for one in mutants(rule, knowledge) if "->" in one.says and ":" in one.says]


def test_a_limit_moves_by_one_and_never_out_of_its_range(knowledge: KnowledgeBase) -> None:
    share = "internal_audit.covered"
    below = rule_of(knowledge, Condition(share, Op.LESS_THAN, number=50))
    assert [one.rpartition("-> ")[2] for one in said(below, knowledge)] == ["less than 49", "less than 51"]
    full = rule_of(knowledge, Condition(share, Op.LESS_THAN, number=100))
    assert [one.rpartition("-> ")[2] for one in said(full, knowledge)] == ["less than 99"]


def test_an_age_moves_by_a_day_at_least(knowledge: KnowledgeBase) -> None:
    late = rule_of(knowledge, Condition("internal_audit.last", Op.OLDER_THAN, months=12))
    assert [one.rpartition("-> ")[2] for one in said(late, knowledge)] == [
        "older than 12 months and 1 day",
        "older than 11 months and 27 days",
    ]


def test_an_answer_is_taken_in_or_left_out_but_never_all_of_them(knowledge: KnowledgeBase) -> None:
    partly = rule_of(knowledge, Condition("internal_audit.impartial", Op.ONE_OF, words=("partly", "no")))
    assert [one.rpartition("-> ")[2] for one in said(partly, knowledge)] == [
        "yes or partly or no",
        "largely or partly or no",
        "no",
        "partly",
    ]

"""The command line: exit codes, where things are written, and that nothing is done half."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clausegraph.cli import main


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments], env={"COLUMNS": "80"})


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    place = tmp_path / "shop.yaml"
    place.write_text(
        "organisation: A small shop\nas_of: 2026-11-21\nstandards: [iso-9001:2015]\nanswers: {}\n"
    )
    return place


def broken(facts: Path, before: str, after: str) -> Path:
    facts.write_text(facts.read_text().replace(before, after))
    return facts


def test_an_assessment_goes_to_standard_output_and_ends_with_0(facts: Path) -> None:
    done = run("assess", facts)
    assert done.exit_code == 0
    assert "A small shop" in done.stdout
    assert done.stderr == ""


def test_json_has_the_keys_that_others_read(facts: Path) -> None:
    read = json.loads(run("assess", facts, "--format", "json").stdout)
    keys = {
        "organisation",
        "as_of",
        "engine",
        "standards",
        "policy",
        "summary",
        "findings",
        "dependency_failures",
        "root_causes",
        "unanswered",
    }
    assert keys | {"problems", "nonconformities", "observations"} <= set(read)
    finding = {
        "requirement",
        "standard",
        "clause",
        "status",
        "grade",
        "could_become",
        "rule",
        "because",
        "fix",
        "answers",
        "rule_at",
        "escalations",
        "nonconformity",
        "at_least",
        "carried_by",
        "shown",
    }
    assert all(finding <= set(one) for one in read["findings"])


def test_both_engines_give_the_same_but_for_their_name(examples: Path) -> None:
    place = examples / "invented-workshop.yaml"
    chosen = json.loads(run("assess", place, "--format", "json").stdout)
    plain = json.loads(run("assess", place, "--format", "json", "--engine", "plain").stdout)
    assert plain.pop("engine") == "plain"
    chosen.pop("engine")
    assert chosen == plain


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("answers: {}", "answers: {policy.writen: yes}", "did you mean"),
        ("answers: {}", "answers: {internal_audit.last: 2031-01-01}", "lies after the day of the assessment"),
        ("answers: {}", "answers: {internal_audit.last: often}", "is not a date"),
        ("iso-9001:2015", "iso-9001:2016", "there is no standard"),
        (
            "answers: {}",
            "answers: {}\nnot_applicable: [{requirement: iso-9001:2015/8.9, because: none}]",
            "there is no requirement or clause",
        ),
        ("answers: {}", "answers:\n  policy.written: yes\n  policy.written: no", "stands twice"),
    ],
)
def test_bad_input_ends_with_2_and_says_where(facts: Path, before: str, after: str, message: str) -> None:
    done = run("assess", broken(facts, before, after))
    assert done.exit_code == 2
    assert done.stdout == ""
    assert message in done.stderr
    assert f"{facts}:" in done.stderr


@pytest.mark.parametrize("content", ["", "{", "- a list\n", "\x00"])
def test_a_file_that_is_no_organisation_ends_with_2_without_a_traceback(facts: Path, content: str) -> None:
    facts.write_text(content)
    done = run("assess", facts)
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_a_file_that_does_not_exist_ends_with_2(tmp_path: Path) -> None:
    assert run("assess", tmp_path / "nowhere.yaml").exit_code == 2


def test_an_unknown_requirement_ends_with_2(facts: Path) -> None:
    done = run("explain", facts, "9.2.2/programm")
    assert done.exit_code == 2
    assert "did you mean" in done.stderr


def test_an_unknown_policy_ends_with_2(facts: Path) -> None:
    assert "did you mean strict?" in run("assess", facts, "--policy", "strickt").stderr


def test_an_answer_to_a_question_of_an_earlier_version_counts_and_is_told_beside_the_result(
    facts: Path,
) -> None:
    done = run(
        "assess",
        broken(facts, "answers: {}", "answers: {changes.unapproved: 2}"),
        "--standard",
        "iso-27001:2022",
    )
    assert done.exit_code == 0
    assert done.stdout.startswith("Gap analysis · A small shop")
    told = (
        "changes.unapproved is a question of an earlier version: it is read as an answer to changes.approved"
        " [renamed]"
    )
    (remark,) = done.stderr.splitlines()
    assert remark.startswith(f"Remark: {facts}:4:11: {told} (The share of changes with an approval is asked")


@pytest.mark.parametrize(
    ("example", "gate", "expected"),
    [
        ("invented-workshop", "major", 0),
        ("invented-workshop", "minor", 1),
        ("invented-workshop", "dependency", 1),
        ("before-certification", "major", 1),
        ("before-certification", "minor", 1),
    ],
)
def test_a_gate_fails_with_1_where_there_is_one_and_the_result_is_shown_all_the_same(
    examples: Path, example: str, gate: str, expected: int
) -> None:
    place = examples / f"{example}.yaml"
    done = run("assess", place, "--fail-on", gate)
    assert done.exit_code == expected
    assert done.stdout == run("assess", place).stdout
    assert done.stdout.startswith("Gap analysis · ")


def test_a_gate_holds_where_nothing_is_found(facts: Path) -> None:
    assert run("assess", facts, "--fail-on", "minor").exit_code == 0


def test_output_goes_to_a_file_which_is_named_and_an_old_report_is_replaced_whole(
    facts: Path, tmp_path: Path
) -> None:
    place = tmp_path / "report.txt"
    done = run("assess", facts, "--output", place)
    assert (done.stdout, done.stderr) == ("", f"Written: {place}\n")
    first = place.read_text()
    assert "A small shop" in first
    broken(facts, "answers: {}", "answers: {policy.stated: no}")
    assert run("assess", facts, "--output", place).exit_code == 0
    assert place.read_text() != first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.txt", "shop.yaml"]


def test_a_place_that_cannot_be_written_ends_with_2(facts: Path, tmp_path: Path) -> None:
    done = run("assess", facts, "--output", tmp_path / "no" / "such" / "folder.txt")
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr


def test_an_overlay_changes_a_grade_and_its_reason_is_printed(facts: Path, tmp_path: Path) -> None:
    overlay = tmp_path / "client"
    overlay.mkdir()
    (overlay / "overlay.yaml").write_text(
        "overlay: client\nchanges:\n  - change: iso-9001/critical-providers-never-evaluated\n"
        "    grade: minor\n    because: Agreed with the client.\n"
    )
    broken(facts, "answers: {}", "answers: {suppliers.critical_unevaluated: 5}")
    before = json.loads(run("assess", facts, "--format", "json").stdout)
    after = json.loads(run("assess", facts, "--format", "json", "--with", overlay).stdout)
    place = "iso-9001:2015/8.4.1/evaluation-and-selection"
    grades = [
        next(one["grade"] for one in read["findings"] if one["requirement"] == place)
        for read in (before, after)
    ]
    assert grades == ["major", "minor"]
    assert "Agreed with the client." in run("assess", facts, "--with", overlay).stdout


def test_check_ends_with_1_where_an_overlay_names_no_rule(tmp_path: Path) -> None:
    (tmp_path / "overlay.yaml").write_text(
        "overlay: a\nchanges:\n  - disable: iso-9001/no-such-rule\n    because: Why not.\n"
    )
    done = run("check", tmp_path)
    assert done.exit_code == 1
    assert "overlay.yaml:3:14" in done.stderr


def test_check_and_test_pass_on_the_knowledge_as_it_ships() -> None:
    assert run("check").stdout.startswith("Sound: ")
    assert run("test").stdout.startswith("Passed: ")


def test_the_graph_names_clauses_requirements_and_what_contains_what() -> None:
    read = json.loads(run("graph", "--standard", "iso-9001:2015").stdout)
    assert {node["kind"] for node in read["nodes"]} == {"clause", "requirement"}
    assert {"id", "from", "to", "kind", "basis", "strength"} <= set(read["links"][0])
    held = {link["to"] for link in read["links"] if link["kind"] == "contains"}
    assert {node["id"] for node in read["nodes"] if node["clause"].count(".")} <= held


def test_a_standard_can_be_browsed_down_to_its_questions() -> None:
    assert "iso-9001:2015" in run("standards").stdout
    assert "Information for external providers" in run("standards", "iso-9001:2015/8.4.3").stdout
    assert run("standards", "iso-9001:2015/8.4.9").exit_code == 2

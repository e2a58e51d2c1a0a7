"""The command `overlap`: what it takes, what it refuses, and the keys that others read."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from clausegraph.cli import main
from clausegraph.engine.knowledge.load import PACKAGE

MANUFACTURER = str(PACKAGE / "examples" / "integrated-manufacturer.yaml")
PAIR = ("--standard", "iso-9001:2015", "--standard", "iso-14001:2015")


@cache
def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["overlap", *map(str, arguments)], env={"COLUMNS": "80", "NO_COLOR": "1"})


def read(*arguments: str | Path) -> Any:
    done = run(*arguments, "--format", "json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


# Without an organisation


def test_json_has_the_keys_that_others_read() -> None:
    found = read(*PAIR)
    assert {"standards", "shared", "specific", "summary"} <= set(found)
    assert found["standards"] == ["iso-9001:2015", "iso-14001:2015"]
    for one in found["shared"]:
        assert {"theme", "relation", "requirements", "facts"} <= set(one)
        assert one["relation"] in ("common", "extended")
    assert set(found["specific"]) == set(found["standards"])
    assert "held" not in found
    assert "adding" not in found


def test_the_summary_brings_the_definition_of_every_number_and_says_why_conformity_is_not_shared() -> None:
    summary = read(*PAIR)["summary"]
    assert set(summary["definitions"]) >= {
        "requirements",
        "shared",
        "same",
        "questions once",
        "evidence",
        "stages",
    }
    assert "judge each standard on its own" in summary["note"]


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_people_read_why_conformity_is_not_shared_and_what_is_counted(form: str) -> None:
    words = " ".join(run(*PAIR, "--format", form).stdout.split())
    assert "Auditors judge each standard on its own" in words
    assert "each question a single time" in words


@pytest.mark.parametrize("width", ["60", "80", "120"])
def test_the_report_is_never_wider_than_the_terminal(width: str) -> None:
    standards = [
        part
        for one in ("9001:2015", "9001:2026", "14001:2015", "14001:2026")
        for part in ("--standard", f"iso-{one}")
    ]
    done = CliRunner().invoke(main, ["overlap", *standards], env={"COLUMNS": width, "NO_COLOR": "1"})
    assert done.exit_code == 0
    assert max(map(len, done.stdout.splitlines())) <= int(width)


def test_two_editions_of_one_standard_are_told_to_be_one_system() -> None:
    both = " ".join(run("--standard", "iso-9001:2015", "--standard", "iso-9001:2026").stdout.split())
    assert "do not make two systems" in both
    assert "do not make two systems" not in " ".join(run(*PAIR).stdout.split())


def test_the_result_goes_to_a_file_where_one_is_named(tmp_path: Path) -> None:
    place = tmp_path / "overlap.md"
    assert run(*PAIR, "--format", "markdown", "--output", place).stdout == ""
    assert place.read_text(encoding="utf-8").startswith("# Overlap\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "an overlap needs at least two standards"),
        (PAIR[:2], "an overlap needs at least two standards"),
        ((*PAIR[:2], *PAIR[:2]), "an overlap needs at least two standards"),
        (("--adding", "iso-9001:2015"), "no standard is named to which iso-9001:2015 would be added"),
        (
            (*PAIR[:2], "--adding", "iso-9001:2015"),
            "no standard is named to which iso-9001:2015 would be added",
        ),
        ((*PAIR, "--adding", "iso-45001:2081"), "--adding: there is no standard `iso-45001:2081`"),
        ((*PAIR, "--standard", "iso-45001:2081"), "--standard: there is no standard `iso-45001:2081`"),
        ((PACKAGE / "examples" / "invented-workshop.yaml",), "an overlap needs at least two standards"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_a_hint_and_2(
    arguments: tuple[str, ...], message: str
) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert "hint: " in done.stderr
    assert done.stdout == ""


def test_an_edition_that_was_followed_by_another_is_told_until_when_it_counts() -> None:
    told = " ".join(run(*PAIR).stdout.split())
    assert "is followed by ISO 9001:2026: change over by 2029-09-30 (low confidence)" in told
    assert "is followed by" not in run("--standard", "iso-27001:2022", "--standard", "iso-45001:2018").stdout


@pytest.fixture
def client(tmp_path: Path) -> Path:
    """An overlay that switches off a rule on internal audits."""
    change = (
        "  - disable: harmonised/audit-programme-unsettled\n    until: 2027-06-30\n    because: The client's"
        " own reason.\n"
    )
    (tmp_path / "overlay.yaml").write_text(f"overlay: acme\nchanges:\n{change}")
    return tmp_path


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_changes_of_an_overlay_are_printed_with_their_reason(client: Path, form: str) -> None:
    done = run(*PAIR, "--with", client, "--as-of", "2026-11-21", "--format", form)
    assert done.exit_code == 0
    assert "The client's own reason." in done.stdout


def test_an_overlay_that_has_run_out_lapses_with_a_word(client: Path) -> None:
    done = run(*PAIR, "--with", client, "--as-of", "2027-11-21")
    assert done.exit_code == 0
    assert "which has passed: it counts no more" in " ".join(done.stdout.split())


# With an organisation


def test_an_organisation_brings_what_holds_and_the_evidence() -> None:
    found = read(MANUFACTURER, "--engine", "plain")
    themes = {one["theme"]: one for one in found["held"]["themes"]}
    assert themes["internal-audit"]["state"] == "on-paper-only"
    assert themes["internal-audit"]["marks"]["iso-9001:2015"] == "conforms"
    assert themes["competence"]["state"] == "holds"
    assert set(themes) == {one["theme"] for one in found["shared"]}
    assert found["held"]["kept_twice"][0]["fact"] == "internal_audit.measured_against"


def test_every_split_of_a_theme_has_requirements_on_both_sides() -> None:
    for theme in read(MANUFACTURER, "--engine", "plain")["held"]["themes"]:
        for split in theme["splits"]:
            assert split["holds"]
            assert split["fails"]
            assert {one.split("/")[0] for one in split["holds"]}.isdisjoint(
                one.split("/")[0] for one in split["fails"]
            )


def test_a_standard_the_file_names_already_is_taken_away_from_those_it_has() -> None:
    found = read(MANUFACTURER, "--adding", "iso-27001:2022")
    assert found["adding"]["has"] == ["iso-9001:2015", "iso-14001:2015", "iso-45001:2018"]
    assert found["standards"] == ["iso-9001:2015", "iso-14001:2015", "iso-45001:2018", "iso-27001:2022"]
    assert all("iso-27001:2022" not in one["marks"] for one in found["held"]["themes"])


def test_adding_judges_every_requirement_once_and_orders_gaps_by_the_plan() -> None:
    adding = read(MANUFACTURER, "--adding", "iso-27001:2022")["adding"]
    assert adding["questions"] == []
    assert sum(one["requirements"] for one in adding["summary"].values()) == len(adding["requirements"])
    failing = [one["requirement"] for one in adding["requirements"] if one["grade"] in ("major", "minor")]
    assert sorted(one for step in adding["plan"]["steps"] for one in step["requirements"]) == sorted(failing)


def test_one_standard_will_do_where_another_is_added() -> None:
    found = read("--standard", "iso-14001:2015", "--adding", "iso-14001:2026")
    assert found["adding"]["transition"]["until"] == "2029-04-14"
    assert {one["kind"] for one in found["adding"]["changes"]} >= {"added", "renumbered", "reworded"}
    assert all(one["new"] for one in found["adding"]["questions"])
    assert "context.five_conditions" in {one["fact"] for one in found["adding"]["questions"]}


def test_what_the_edition_before_may_leave_out_stays_left_out_in_the_next() -> None:
    adding = read(PACKAGE / "examples" / "invented-workshop.yaml", "--adding", "iso-9001:2026")["adding"]
    left_out = {
        one["requirement"].split("/")[1]
        for one in adding["requirements"]
        if one["status"] == "not-applicable"
    }
    assert left_out >= {"8.3.2", "8.3.6"}


@pytest.mark.parametrize(("answer", "status"), [("{quality: yes}", "not-assessed"), ("yes", "conforms")])
def test_an_answer_of_another_discipline_meets_nothing_and_one_for_all_does(
    tmp_path: Path, answer: str, status: str
) -> None:
    place = tmp_path / "shop.yaml"
    head = "organisation: A shop\nas_of: 2026-11-21\nstandards: [iso-9001:2015, iso-45001:2018]\nanswers:\n"
    answers = (f"  internal_audit.{fact}: {answer}\n" for fact in ("impartial", "auditors_competent"))
    place.write_text(head + "".join(answers))
    adding = read(place, "--adding", "iso-45001:2018")["adding"]
    assert {one["requirement"]: one["status"] for one in adding["requirements"]}[
        "iso-45001:2018/9.2.2/impartial"
    ] == status


# What is parallel

FOUR = tuple(
    part
    for one in ("9001:2015", "14001:2015", "27001:2022", "45001:2018")
    for part in ("--standard", f"iso-{one}")
)


def test_json_has_parallel_steps_apart_from_what_is_shared_and_without_facts() -> None:
    found = read(*FOUR)
    for one in found["parallel"]:
        assert one["relation"] == "parallel"
        assert len(one["requirements"]) > 1
        assert one["because"].endswith(".")
        assert not {"facts", "evidence", "same"} & set(one)
    assert found["summary"]["themes"]["parallel"] == len(found["parallel"]) > 0
    assert "parallel" not in {one["relation"] for one in found["shared"]}


def test_aspects_hazards_and_information_security_risks_are_one_step_taken_three_ways() -> None:
    (step,) = (one for one in read(*FOUR)["parallel"] if one["parallel"] == "finding-what-can-do-harm")
    assert set(step["requirements"]) == {"iso-14001:2015", "iso-27001:2022", "iso-45001:2018"}
    assert "iso-14001:2015/6.1.2/aspects-determined" in step["requirements"]["iso-14001:2015"]
    assert "iso-45001:2018/6.1.2.1/identified" in step["requirements"]["iso-45001:2018"]


@pytest.mark.parametrize(
    ("form", "head"), [("text", "── Parallel (10 steps) "), ("markdown", "### Parallel \\(10 steps\\) ")]
)
def test_people_read_which_steps_are_parallel_and_that_no_evidence_is_promised(form: str, head: str) -> None:
    words = " ".join(run(*FOUR, "--format", form).stdout.split())
    assert head in words
    assert "It promises no shared evidence and counts as nothing shared" in words
    assert "Being ready for emergencies and disruption" in words


def test_a_parallel_spares_no_effort_when_a_standard_is_added() -> None:
    adding = read("--standard", "iso-14001:2015", "--adding", "iso-45001:2018")["adding"]
    efforts = {one["requirement"]: one["effort"] for one in adding["requirements"]}
    assert efforts["iso-45001:2018/6.1.2.1/identified"] == "new"


# The page for the head of an integrated system

PAGE = (PACKAGE / "docs" / "overlap.md").read_text(encoding="utf-8")
COMMANDS = [
    line.removeprefix("clausegraph overlap ").split()
    for line in PAGE.splitlines()
    if line.startswith("clausegraph overlap ")
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_of_the_page_runs_as_shown(command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PACKAGE)
    assert run(*command).exit_code == 0


def test_what_the_page_shows_is_what_the_program_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PACKAGE)
    printed = "".join(run(*command).stdout for command in COMMANDS).splitlines()
    shown = [
        line
        for block in re.findall(r"```\n(.*?)```", PAGE, re.DOTALL)
        for line in block.splitlines()
        if line.strip()
    ]
    assert [line for line in shown if not line.startswith("clausegraph ") and line not in printed] == []


def test_the_figures_of_the_page_are_those_of_the_program() -> None:
    four = read(MANUFACTURER, "--engine", "plain")
    added = read(MANUFACTURER, "--adding", "iso-27001:2022", "--engine", "plain")["adding"]["summary"]
    questions, held = four["summary"]["questions"], four["held"]["summary"]
    told = [int(number) for number in re.findall(r"^\| .* \| (\d+) \|$", PAGE, re.MULTILINE)]
    assert told == [
        questions["one_by_one"],
        questions["once"],
        questions["shared"],
        len(four["shared"]),
        held["on-paper-only"],
        *(added[effort]["requirements"] for effort in ("shared", "extended", "new")),
    ]

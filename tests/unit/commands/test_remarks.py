"""What is worth a word in an organisation's file, and no mistake: told beside every result, and in the
JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clausegraph.cli import main

SHOP = "organisation: A shop\nas_of: 2026-11-21\nstandards: [iso-27001:2022]\nanswers:\n"
STATEMENT = """\
  registers.controls:
    - {record: Backup, what: Backup, annex_a: A.8.13, applicable: yes, status: in place}
"""
COMMANDS = {
    "assess": ["--engine", "plain"],
    "explain": ["9.2", "--engine", "plain"],
    "graph": ["--engine", "plain"],
    "overlap": ["--adding", "iso-9001:2015", "--engine", "plain"],
    "questions": ["--format", "yaml"],
    "interview": [],
}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    path = tmp_path / "shop.yaml"
    path.write_text(SHOP + STATEMENT, encoding="utf-8")
    return path


def run(command: str, place: Path, *more: str) -> Result:
    return CliRunner().invoke(main, [command, str(place), *COMMANDS[command], *more])


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_that_reads_an_organisation_tells_a_remark_in_one_line_and_ends_well(
    command: str, place: Path
) -> None:
    done = run(command, place)
    assert done.exit_code == 0
    (remark,) = done.stderr.splitlines()
    assert remark.startswith(f"Remark: {place}:6:7: the Statement has no line for A.5.1, ")
    assert remark.endswith("[statement] (say of each whether it applies, and why or why not)")


def test_nothing_is_told_where_nothing_is_worth_a_word(place: Path) -> None:
    place.write_text(f"{SHOP}  policy.stated: yes\n", encoding="utf-8")
    done = run("assess", place, "--format", "json")
    assert (done.exit_code, done.stderr, json.loads(done.stdout)["problems"]) == (0, "", [])


def test_the_json_of_an_assessment_holds_its_remarks(place: Path) -> None:
    (remark,) = json.loads(run("assess", place, "--format", "json").stdout)["problems"]
    assert remark["message"].startswith("the Statement has no line for A.5.1, ")
    assert {name: remark[name] for name in ("code", "hint", "file", "line")} == {
        "code": "statement",
        "hint": "say of each whether it applies, and why or why not",
        "file": str(place),
        "line": 6,
    }


def test_what_a_stranger_wrote_never_makes_a_second_line_of_a_remark(place: Path) -> None:
    named = place.rename(place.with_name("a shop\nRemark: of mine.yaml"))
    assert len(run("assess", named).stderr.splitlines()) == 1

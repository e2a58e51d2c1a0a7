"""The page on policies: its files and commands work as shown, and its tables say what the policies do."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from clausegraph.cli import main
from clausegraph.engine.knowledge.load import PACKAGE
from clausegraph.engine.model import KnowledgeBase

TEXT = (PACKAGE / "docs" / "policies.md").read_text(encoding="utf-8")
COMMANDS = [line for line in TEXT.splitlines() if line.startswith("clausegraph ")]
FILES = re.findall(r"```yaml\n# (\S+)\n(.*?)```", TEXT, re.DOTALL)
SHOWN = re.findall(r"```\n([-✗ ][^`]*?)```", TEXT)
POLICIES = ("default", "strict", "lenient")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the page writes."""
    for name, text in FILES:
        place = tmp_path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(command: str) -> str:
    done = CliRunner().invoke(main, shlex.split(command)[1:], env={"COLUMNS": "80", "NO_COLOR": "1"})
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_commands_of_the_page_run_one_after_the_other_and_show_what_it_shows(folder: Path) -> None:
    reports = [run(command) for command in COMMANDS]
    (report,) = (
        shown
        for command, shown in zip(COMMANDS, reports, strict=True)
        if command.endswith("--previous audit-2025.json")
    )
    assert len(SHOWN) == 2
    missing = [line for block in SHOWN for line in block.splitlines() if line not in report.splitlines()]
    assert missing == []


def test_the_policy_and_the_overlay_of_the_page_make_a_repeated_finding_major(folder: Path) -> None:
    run(COMMANDS[0])
    compared = [command for command in COMMANDS if "--previous" in command]
    assert {command: own_contribution(command) for command in compared} == {
        "clausegraph assess audit-2026.yaml --previous audit-2025.json": ("minor", []),
        "clausegraph assess audit-2026.yaml --previous audit-2025.json --with clients/acme --policy acme": (
            "major",
            ["acme/repeated-finding"],
        ),
        "clausegraph assess audit-2026.yaml --previous audit-2025.json --with clients/bolt": (
            "major",
            ["default/repeated-finding"],
        ),
    }


def own_contribution(command: str) -> tuple[str, list[str]]:
    """The grade of 7.3/own-contribution by a command, and what raised it."""
    findings = json.loads(run(f"{command} --format json"))["findings"]
    (found,) = (one for one in findings if one["requirement"] == "iso-9001:2015/7.3/own-contribution")
    return found["grade"], [one["rule"] for one in found["escalations"]]


@pytest.mark.parametrize("policy", POLICIES)
def test_the_table_of_the_points_on_which_auditors_differ_says_what_the_policies_decide(
    policy: str, knowledge: KnowledgeBase
) -> None:
    own = {rule: knowledge.rule[rule].grade for one in knowledge.settings for rule in one.rules}
    chosen = {rule: choice.grade for choice in knowledge.policy[policy].grades for rule in choice.rules}
    rows = re.findall(
        r"^\|[^|]*\| `([a-z-]+)`[^|]*\| (\w+)[^|]*\| (\w+)[^|]*\| (\w+)[^|]*\|", TEXT, re.MULTILINE
    )
    assert {name for name, *_ in rows} | {"missing-records"} == {one.id for one in knowledge.settings}
    for name, *told in rows:
        (setting,) = (one for one in knowledge.settings if one.id == name)
        grades = {chosen.get(rule, own[rule]).word for rule in setting.rules}
        assert grades == {dict(zip(POLICIES, told, strict=True))[policy]}

"""What the README shows works as shown."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from clausegraph.cli import main
from clausegraph.engine.knowledge.load import PACKAGE

TEXT = (PACKAGE / "README.md").read_text(encoding="utf-8")
COMMANDS = [line.split("   ")[0].strip() for line in TEXT.splitlines() if line.startswith("clausegraph ")]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the file the README writes, and with the client's overlay it speaks of."""
    block = re.search(r"```yaml\n(# shop\.yaml\n.*?)```", TEXT, re.DOTALL)
    assert block is not None
    (tmp_path / "shop.yaml").write_text(block[1], encoding="utf-8")
    (tmp_path / "clients" / "acme").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_readme_shows_commands() -> None:
    assert len(COMMANDS) >= 8


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_runs_as_shown(shop: Path, command: str) -> None:
    done = CliRunner().invoke(main, shlex.split(command)[1:])
    assert done.exit_code in ((0, 1) if "--fail-on" in command else (0,)), done.output
    assert done.stdout or "--output" in command


def test_the_report_in_the_readme_is_the_report_of_the_demo() -> None:
    shown = (PACKAGE / "tests/golden/workshop.txt").read_text(encoding="utf-8")
    block = re.search(r"```\n(Not certifiable.*?)```", TEXT, re.DOTALL)
    assert block is not None
    lines = [line for line in block[1].splitlines() if line.strip()]
    missing = [line for line in lines if line not in shown.splitlines()]
    assert missing == []


def test_every_example_in_the_readme_is_there_and_every_one_that_is_there_is_named() -> None:
    named = set(re.findall(r"^\| `([a-z-]+(?:\.yaml|/))`", TEXT, re.MULTILINE))
    there = {f"{path.name}/" if path.is_dir() else path.name for path in (PACKAGE / "examples").iterdir()}
    assert named == there

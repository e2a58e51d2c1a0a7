"""The page for managers: its commands run as shown, and its pictures are there."""

import json
import re
import shlex
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from clausegraph.cli import main
from clausegraph.engine.knowledge.load import PACKAGE

PAGE = PACKAGE / "docs" / "dependency-failures.md"
TEXT = PAGE.read_text(encoding="utf-8")
COMMANDS = [line for line in TEXT.splitlines() if line.startswith("clausegraph ")]
NAMED = "{http://www.w3.org/2000/svg}title"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the examples lie as they do in the repository."""
    (tmp_path / "examples").symlink_to(PACKAGE / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_runs_as_shown(root: Path, command: str) -> None:
    done = CliRunner().invoke(main, shlex.split(command)[1:])
    assert done.exit_code == 0, done.output
    for picture in re.findall(r"--output (\S+)", command):
        assert ElementTree.parse(root / picture).getroot().get("viewBox")


def test_the_pictures_of_the_page_are_there_and_of_the_workshop() -> None:
    pictures = re.findall(r"\]\((pictures/\S+)\)", TEXT)
    titles = [ElementTree.parse(PAGE.parent / picture).getroot().findtext(NAMED) for picture in pictures]
    assert titles == ["Invented Precision Works (an invented workshop)", "Around 8.1/criteria"]


def test_the_page_tells_of_every_way_a_dependency_can_fail() -> None:
    for kind in ("unfounded", "inherited", "stranded", "provisional"):
        assert f"**{kind}**" in TEXT


def test_what_the_page_says_of_brisbane_is_what_the_program_says(root: Path) -> None:
    first, second = (brisbane(year) for year in (1, 2))
    control = "iso-9001:2015/8.1/control"
    worst = first["nonconformities"][0]
    assert (worst["grade"], worst["requirement"]) == ("major", "iso-9001:2015/4.4.1/in-use")
    assert worst["also"] == [control]
    assert [one for one in first["dependency_failures"] if one["to"] == control] == []
    now = second["nonconformities"][0]
    assert (now["key"], now["grade"], now["carries"]) == (worst["key"], "minor", [control])
    assert {one["kind"] for one in second["dependency_failures"]} == {"provisional"}


def brisbane(year: int) -> dict[str, Any]:
    """What the program says of the story in one of its years."""
    command = f"assess examples/brisbane-construction/year-{year}.yaml --standard iso-9001:2015 --format json"
    told: dict[str, Any] = json.loads(CliRunner().invoke(main, shlex.split(command)).stdout)
    return told


def test_what_the_page_says_of_a_workshop_without_risks_is_what_the_program_says(root: Path) -> None:
    command = "assess examples/invented-workshop.yaml --set risks.determined=none --format json"
    found = json.loads(CliRunner().invoke(main, shlex.split(command)).stdout)
    unfounded = [one for one in found["dependency_failures"] if one["kind"] == "unfounded"]
    assert {one["to"].partition("/")[2] for one in unfounded} == {
        "4.4.1/process-risks",
        "6.1.2/actions-planned",
        "6.1.2/effectiveness-evaluated",
        "6.1.2/proportionate",
        "8.1/actions-carried-out",
    }
    assert {one["path"][0] for one in unfounded} == {"iso-9001:2015/6.1.1/risks-determined"}

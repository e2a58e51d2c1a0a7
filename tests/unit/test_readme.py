"""What the README shows works as shown."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from clausegraph.cli import main
from clausegraph.engine.knowledge.load import PACKAGE
from clausegraph.tests.pages import Reader, blocks

README = PACKAGE / "README.md"
TEXT = README.read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\w+) \| `([^`|]+)` \| `([^`|]+)` \|$", TEXT, re.MULTILINE)
SYSTEMS = {system: (command, program) for system, command, program in ROWS}
"""The command that installs and the program's name afterwards, by system."""


def test_every_command_of_the_readme_runs_as_written_one_after_the_other(tmp_path: Path) -> None:
    assert sum(len(block.commands) for block in blocks(README)) >= 20
    assert Reader(tmp_path).follows(README) == []


def test_the_readme_says_for_each_system_how_to_install_and_under_which_name_the_program_is_then() -> None:
    assert list(SYSTEMS) == ["Linux", "macOS", "Windows"]


def test_the_command_for_linux_makes_the_program_it_names_and_runs_it() -> None:
    command, program = SYSTEMS["Linux"]
    dry = [*command.split(), "--dry-run", "VENV=.venv"]
    told = subprocess.run(dry, cwd=PACKAGE, capture_output=True, text=True, check=True)
    assert f"{program} assess examples/invented-workshop.yaml" in told.stdout
    assert re.search(rf"^{command}$", (PACKAGE / ".ci/run").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository, without what was made in ours."""
    made = shutil.ignore_patterns(".*", "build", "dist", "*.egg-info", "__pycache__", "tests")
    return Path(shutil.copytree(PACKAGE, tmp_path_factory.mktemp("copy") / "clausegraph", ignore=made))


@pytest.fixture(scope="module")
def pinned(copy: Path) -> dict[str, str]:
    """The variables with which pip chooses the releases of the lock, which the command does not ask for."""
    lock = (PACKAGE / "locks/test.txt").read_text(encoding="utf-8")
    place = copy / "constraints"
    releases = [line.removesuffix("\\") for line in lock.splitlines() if line[:1].isalnum()]
    place.write_text("\n".join(releases), encoding="utf-8")
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return alone | {"PIP_CONSTRAINT": str(place), "PATH": programs}


def run_in(folder: Path, command: str, variables: dict[str, str]) -> str:
    """What a command of a shell prints."""
    shell = ["bash", "-c", command]
    done = subprocess.run(shell, cwd=folder, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_macos_and_windows_find_the_program_under_its_name(copy: Path, pinned: dict[str, str]) -> None:
    command, program = SYSTEMS["macOS"]
    run_in(copy, command, pinned)
    install, on_windows = (words.removeprefix("py ") for words in SYSTEMS["Windows"])
    assert command.endswith(install.removeprefix("-m "))
    for name in (program, f".venv/bin/python {on_windows}"):
        report = run_in(copy, f"{name} assess examples/invented-workshop.yaml", pinned)
        assert report.startswith("Gap analysis")


def test_the_report_in_the_readme_is_the_report_of_the_demo_in_its_order() -> None:
    demo = ["assess", str(PACKAGE / "examples/invented-workshop.yaml")]
    done = CliRunner().invoke(main, demo, env={"COLUMNS": "80", "NO_COLOR": "1"})
    printed = iter([line for line in done.stdout.splitlines() if line.strip()])
    block = re.search(r"as `make demo` does at its end:\n\n```\n(.*?)```", TEXT, re.DOTALL)
    assert block is not None
    shown = [line for line in block[1].splitlines() if line.strip()]
    assert len(shown) >= 15
    assert [line for line in shown if line not in printed] == []


def test_every_example_in_the_readme_is_there_and_every_one_that_is_there_is_named() -> None:
    named = set(re.findall(r"^\| `([a-z-]+(?:\.yaml|/))`", TEXT, re.MULTILINE))
    there = {f"{path.name}/" if path.is_dir() else path.name for path in (PACKAGE / "examples").iterdir()}
    assert named == there

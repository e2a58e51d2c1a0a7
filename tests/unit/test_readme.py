"""What the README shows works as shown."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clausegraph.engine.knowledge.load import PACKAGE
from clausegraph.tests.pages import Reader, blocks

README = PACKAGE / "README.md"
TEXT = README.read_text(encoding="utf-8")
SYSTEMS = {
    system: (command, program) for system, command, program in re.findall(r"^\| (\w+) \| `([^`|]+)` \| `([^`|]+)` \|$", TEXT, re.MULTILINE)
}


def test_every_command_of_the_readme_runs_as_written_one_after_the_other(tmp_path: Path) -> None:
    assert sum(len(block.commands) for block in blocks(README)) >= 20
    assert Reader(tmp_path).follows(README) == []


def test_the_readme_says_for_each_system_how_to_install_and_under_which_name_the_program_is_then() -> None:
    assert list(SYSTEMS) == ["Linux", "macOS", "Windows"]


def test_the_command_for_linux_makes_the_program_it_names_and_runs_it() -> None:
    command, program = SYSTEMS["Linux"]
    told = subprocess.run([*command.split(), "--dry-run", "VENV=.venv"], cwd=PACKAGE, capture_output=True, text=True, check=True).stdout
    assert f"{program} assess examples/invented-workshop.yaml" in told
    assert re.search(rf"^{command}$", (PACKAGE / ".ci/run").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository, without what was made in ours."""
    made = shutil.ignore_patterns(".*", "build", "dist", "*.egg-info", "__pycache__", "tests")
    return Path(shutil.copytree(PACKAGE, tmp_path_factory.mktemp("copy") / "clausegraph", ignore=made))


@pytest.fixture(scope="module")
def pinned(copy: Path) -> dict[str, str]:
    """What an environment has to hold for pip to choose the releases of the lock, which a command of a person does not ask for."""
    lock = (PACKAGE / "locks/test.txt").read_text(encoding="utf-8")
    place = copy / "constraints"
    place.write_text("".join(f"{line.removesuffix(chr(92))}\n" for line in lock.splitlines() if line[:1].isalnum()), encoding="utf-8")
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return alone | {"PIP_CONSTRAINT": str(place), "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


def test_the_command_for_macos_installs_the_program_it_names_and_the_one_for_windows_its_name(copy: Path, pinned: dict[str, str]) -> None:
    command, program = SYSTEMS["macOS"]
    done = subprocess.run(["bash", "-c", command], cwd=copy, env=pinned, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    install, on_windows = (words.removeprefix("py ") for words in SYSTEMS["Windows"])
    assert command.endswith(install.removeprefix("-m "))
    for name in (program, f".venv/bin/python {on_windows}"):
        words = [*name.split(), "assess", "examples/invented-workshop.yaml"]
        report = subprocess.run(words, cwd=copy, env=pinned, capture_output=True, text=True, check=False)
        assert report.returncode == 0, report.stderr
        assert report.stdout.startswith("Gap analysis")


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

"""A built wheel, installed elsewhere from the lock without a compiler, carries its knowledge and works."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from clausegraph.engine.inference.choose import instead_of_durable
from clausegraph.engine.knowledge.load import PACKAGE


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that nothing left over from an earlier build can stand in for what is missing."""
    folder: Path = tmp_path_factory.mktemp("wheel")
    sources = shutil.copytree(
        PACKAGE,
        folder / "sources",
        ignore=shutil.ignore_patterns(".*", "build", "dist", "*.egg-info", "__pycache__"),
    )
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir"]
    done = subprocess.run([*build, str(folder), str(sources)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_every_file_of_knowledge_every_schema_and_no_test_of_ours(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"clausegraph/{path.relative_to(PACKAGE).as_posix()}"
        for folder in ("standards", "rulebases")
        for path in (PACKAGE / folder).rglob("*.yaml")
    }
    wanted |= {f"clausegraph/schemas/{path.name}" for path in (PACKAGE / "schemas").glob("*.json")}
    reports = PACKAGE / "engine" / "reports"
    wanted |= {
        f"clausegraph/{path.relative_to(PACKAGE).as_posix()}"
        for folder in ("html", "documents")
        for path in (reports / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted <= held
    assert not [name for name in held if name.startswith(("clausegraph/tests", "clausegraph/docs", "tests"))]


@pytest.fixture(scope="module")
def away(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of an empty environment with the lock for users and the wheel, and no compiler."""
    folder: Path = tmp_path_factory.mktemp("away")
    venv.create(folder / "env", with_pip=True)
    scripts = next(path for path in (folder / "env/bin", folder / "env/Scripts") if path.exists())
    pip = [str(scripts / "python"), "-m", "pip", "install", "--quiet", "--no-cache-dir"]
    alone = _alone() | {"CC": "no-compiler", "CXX": "no-compiler"}
    lock = [*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(PACKAGE / "locks" / "user.txt")]
    for command in (lock, [*pip, "--no-index", str(wheel)], [*pip[:3], "check"]):
        done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=alone, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return scripts


def run_away(scripts: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [str(scripts / "clausegraph"), *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=_alone(), check=False)


def _alone() -> dict[str, str]:
    """The variables of this process without the way to its sources."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def test_the_wheel_assesses_where_the_sources_are_not(away: Path, tmp_path: Path, examples: Path) -> None:
    done = run_away(away, tmp_path, "assess", str(examples / "invented-workshop.yaml"), "--format", "json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["standards"] == ["iso-9001:2015"]
    assert told["engine"].startswith("plain")
    page = run_away(away, tmp_path, "assess", str(examples / "invented-workshop.yaml"), "--format", "html")
    assert page.stdout.rstrip().endswith("</html>"), page.stderr


def test_the_wheel_says_how_to_get_durable(away: Path, tmp_path: Path, examples: Path) -> None:
    done = run_away(away, tmp_path, "assess", str(examples / "invented-workshop.yaml"), "--engine", "durable")
    assert done.returncode == 2
    assert instead_of_durable() in done.stderr


def test_the_wheel_asks_for_no_package_that_has_to_be_compiled_unless_asked(wheel: Path) -> None:
    held = zipfile.ZipFile(wheel)
    (metadata,) = (name for name in held.namelist() if name.endswith(".dist-info/METADATA"))
    lines = held.read(metadata).decode().splitlines()
    asked = [line for line in lines if line.startswith("Requires-Dist: durable")]
    assert len(asked) == 1
    assert asked[0].endswith('and extra == "durable"') or "extra == 'durable'" in asked[0]

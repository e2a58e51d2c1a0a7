"""A built wheel, installed elsewhere, carries standards and rulebases and works."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from clausegraph.engine.knowledge.load import PACKAGE


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that nothing left over from an earlier build can stand in for what is missing."""
    folder: Path = tmp_path_factory.mktemp("wheel")
    sources = shutil.copytree(
        PACKAGE, folder / "sources", ignore=shutil.ignore_patterns(".*", "build", "dist", "*.egg-info", "__pycache__")
    )
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(sources)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_every_file_of_knowledge_and_no_test_of_ours(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"clausegraph/{path.relative_to(PACKAGE).as_posix()}"
        for folder in ("standards", "rulebases")
        for path in (PACKAGE / folder).rglob("*.yaml")
    }
    page = PACKAGE / "engine" / "reports" / "html"
    wanted |= {
        f"clausegraph/{path.relative_to(PACKAGE).as_posix()}"
        for path in page.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted <= held
    assert not [name for name in held if name.startswith(("clausegraph/tests", "clausegraph/docs", "tests"))]


def test_the_wheel_assesses_an_organisation_where_the_sources_are_not(wheel: Path, tmp_path: Path, examples: Path) -> None:
    venv.create(tmp_path / "env", with_pip=False)
    python = next(path for path in (tmp_path / "env/bin/python", tmp_path / "env/Scripts/python.exe") if path.exists())
    site = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], capture_output=True, text=True, check=True
    )
    zipfile.ZipFile(wheel).extractall(site.stdout.strip())
    command = [python, "-m", "clausegraph.cli", "assess", examples / "invented-workshop.yaml", "--format", "json"]
    libraries = _libraries_without_the_sources(tmp_path)
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(libraries)}, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["standards"] == ["iso-9001:2015"]
    page = subprocess.run(
        [*command[:-1], "html"], capture_output=True, text=True, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(libraries)}, check=False
    )
    assert page.stdout.rstrip().endswith("</html>"), page.stderr


def _libraries_without_the_sources(folder: Path) -> Path:
    """This environment's libraries by links, without what leads to the checkout."""
    libraries = folder / "libraries"
    libraries.mkdir()
    for place in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
        for item in Path(place).iterdir():
            if "clausegraph" not in item.name and item.suffix != ".pth" and not (libraries / item.name).exists():
                (libraries / item.name).symlink_to(item)
    return libraries

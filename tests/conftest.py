"""What the tests share: the knowledge base as it ships, read once, a cache folder of their own, and
LibreOffice with its profile."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from clausegraph.engine.knowledge.load import BUILT_IN, PACKAGE, load
from clausegraph.engine.model import KnowledgeBase

EXAMPLES = PACKAGE / "examples"


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """No test reads or leaves anything in the user's cache."""
    folder: Path = tmp_path_factory.mktemp("cache")
    patch = pytest.MonkeyPatch()
    patch.setenv("CLAUSEGRAPH_CACHE", str(folder))
    return folder


@pytest.fixture(scope="session")
def knowledge(own_cache: Path) -> KnowledgeBase:
    return load((BUILT_IN,), cache=own_cache)


@pytest.fixture(scope="session")
def examples() -> Path:
    return EXAMPLES


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str, Path], None]:
    """Has LibreOffice open a file and save it in another format into a folder. Its profile, slow to make,
    is made once."""
    if shutil.which("soffice") is None:
        pytest.skip("no LibreOffice (soffice): apt-get install libreoffice-calc libreoffice-writer")
    profile = tmp_path_factory.mktemp("office").as_uri()

    def convert(place: Path, form: str, folder: Path) -> None:
        command = [
            "soffice",
            "--headless",
            f"-env:UserInstallation={profile}",
            "--convert-to",
            form,
            "--outdir",
            str(folder),
            str(place),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)

    return convert

"""Every mistake an author can make, one folder each: what is laid over a small valid base, and every message
it gives.

Run as a script it writes all expected messages anew. Read each of them as someone who has never programmed.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest

from clausegraph.engine.analysis.verification.verify import verify
from clausegraph.engine.knowledge.load import load_whole
from clausegraph.engine.knowledge.overlay.layers import layered
from clausegraph.engine.knowledge.overlay.overlays import with_overlays
from clausegraph.engine.knowledge.sources import Root
from clausegraph.engine.organisation.organisation import read_organisation
from clausegraph.engine.problems import BadInput
from clausegraph.engine.reading.nodes import Problems

MISTAKES = Path(__file__).resolve().parents[1] / "mistakes"
FOLDERS = sorted(
    folder for folder in MISTAKES.iterdir() if folder.is_dir() and folder.name not in ("base", "__pycache__")
)
EXPECTED = "expected.txt"
ORGANISATION = "organisation.yaml"
TODAY = date(2026, 11, 21)


def messages(mistake: Path, folder: Path) -> str:
    """What is said of the base with a mistake laid over it in `folder`; empty if nothing is wrong."""
    shutil.copytree(MISTAKES / "base", folder, dirs_exist_ok=True)
    shutil.copytree(mistake, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(ORGANISATION))
    try:
        overlays = layered(Root(path, path.name) for path in sorted(folder.glob("overlay-*")))
        loaded = load_whole([Root(folder), *overlays])
        problems = Problems()
        loaded.sources(problems)
        knowledge = with_overlays(loaded.knowledge, overlays, TODAY)
        verify(knowledge, TODAY, problems)
        if problems.found:
            raise BadInput(problems.found)
        if (mistake / ORGANISATION).exists():
            read_organisation(mistake / ORGANISATION, knowledge, as_of=None, today=TODAY, shown=ORGANISATION)
    except BadInput as fault:
        return f"{fault}\n"
    return ""


@pytest.mark.parametrize("mistake", FOLDERS, ids=lambda folder: folder.name)
def test_a_mistake_is_told_once_at_its_place_and_with_a_hint(mistake: Path, tmp_path: Path) -> None:
    assert messages(mistake, tmp_path) == (mistake / EXPECTED).read_text(encoding="utf-8")


def test_the_base_itself_holds_no_mistake(tmp_path: Path) -> None:
    assert messages(MISTAKES / "base", tmp_path) == ""


if __name__ == "__main__":
    for one in FOLDERS:
        with tempfile.TemporaryDirectory() as place:
            (one / EXPECTED).write_text(messages(one, Path(place)), encoding="utf-8")
    sys.exit(0)

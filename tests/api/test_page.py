"""What the page on the API shows works as shown, and so does the example."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from clausegraph import api
from clausegraph.engine.knowledge.load import PACKAGE

PAGE = (PACKAGE / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
SHOP = "organisation: Acme\nas_of: 2026-11-21\nstandards: [iso-9001:2015]\nanswers: {policy.stated: no}\n"


@pytest.mark.parametrize("block", BLOCKS, ids=[block.splitlines()[2][:30] for block in BLOCKS])
def test_what_the_page_shows_runs(block: str, tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text(SHOP, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", block], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_the_page_names_every_function_and_every_option() -> None:
    functions = [name for name in api.__all__ if name[0].islower()]
    assert [name for name in functions if f"cg.{name}(" not in PAGE] == []
    assert [name for name in api.Options.__annotations__ if f"| `{name}` |" not in PAGE] == []


def test_the_example_assesses_a_whole_folder(tmp_path: Path) -> None:
    folder = tmp_path / "clients"
    folder.mkdir()
    (folder / "acme.yaml").write_text(SHOP, encoding="utf-8")
    (folder / "sound.yaml").write_text(
        SHOP.replace("{policy.stated: no}", "{}").replace("Acme", "Bell"), encoding="utf-8"
    )
    script = [
        sys.executable,
        str(PACKAGE / "examples/api/assess_all.py"),
        str(folder),
        str(tmp_path / "reports"),
    ]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == ["Acme", "Bell"]
    assert [path.name for path in (tmp_path / "reports").iterdir()] == ["acme.html"]
    (folder / "broken.yaml").write_text("organisation: [", encoding="utf-8")
    again = subprocess.run(script, capture_output=True, text=True, check=False)
    assert (again.returncode, again.stdout) == (1, done.stdout)
    assert "broken.yaml: 1 problems" in again.stderr

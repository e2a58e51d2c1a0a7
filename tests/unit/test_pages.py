"""The first pages of the docs: every command they show runs, one after the other, from a folder with the examples."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from clausegraph.cli import main
from clausegraph.engine.knowledge.load import PACKAGE

PAGES = [PACKAGE / "docs" / name for name in ("managers.md", "consultants.md", "dependency-failures.md", "overlap.md")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_commands_of_a_page_run_one_after_the_other(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = page.read_text(encoding="utf-8")
    for name, content in re.findall(r"```yaml\n# (\S+)\n(.*?)```", text, re.DOTALL):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    shutil.copytree(PACKAGE / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    fenced = re.findall(r"^```\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    commands = [line for block in fenced for line in block.splitlines() if line.startswith("clausegraph ")]
    assert commands
    for command in commands:
        done = CliRunner().invoke(main, shlex.split(command)[1:], input="quit\n", env={"COLUMNS": "80", "NO_COLOR": "1"})
        assert done.exit_code == 0, f"{command}\n{done.output}"


@pytest.mark.parametrize("page", [*sorted((PACKAGE / "docs").rglob("*.md")), PACKAGE / "README.md"], ids=lambda page: page.name)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert missing == []

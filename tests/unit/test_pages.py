"""The pages of the docs: every command runs as written, in their order, and every link leads somewhere."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from clausegraph.engine.knowledge.load import PACKAGE
from clausegraph.tests.pages import Block, Reader, blocks, hidden_commands

PAGES = [*sorted((PACKAGE / "docs").rglob("*.md")), PACKAGE / "README.md"]
WITH_COMMANDS = [page for page in PAGES[:-1] if any(block.commands for block in blocks(page))]
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(PACKAGE).as_posix())

READER_HAS = {
    "questionnaires.md": {"acme.yaml": "examples/before-certification.yaml"},
    "tables.md": {"risks.csv": "examples/tables/risks.csv"},
}
"""Files that a reader of a page has already, and the example that stands for each."""

NOT_RUN = {
    "apt-get install git make gcc python3-dev python3-venv\n": "it changes the system, as its administrator",
    (
        "clausegraph document report acme.yaml --template letter.docx --logo logo.png --output report.docx\n"
    ): "it takes a letterhead and a logo, which tests/unit/reports/documents/test_word.py makes",
}
"""Each block marked `console`, and why no test runs it."""

RUN_ELSEWHERE = {"api.md": {"python", "toml"}}
"""Languages of a page that a test of its own looks at (tests/api)."""


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: page.stem)
def test_the_commands_of_a_page_run_as_written_one_after_the_other(page: Path, tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    for name, example in READER_HAS.get(page.name, {}).items():
        shutil.copyfile(PACKAGE / example, tmp_path / name)
    assert reader.follows(page) == []


def test_the_pages_with_commands_are_found() -> None:
    pages = {
        "managers",
        "consultants",
        "dependency-failures",
        "overlap",
        "policies",
        "questionnaires",
        "tables",
    }
    assert pages <= {page.stem for page in WITH_COMMANDS}


@every_page
def test_no_command_stands_where_no_test_runs_it(page: Path) -> None:
    marked = {block.text for block in blocks(page) if block.language == "console"}
    assert marked - set(NOT_RUN) == set()
    assert [line for block in blocks(page) for line in hidden_commands(block)] == []
    assert {block.language for block in blocks(page)} <= {
        "",
        "sh",
        "yaml",
        "console",
        "text",
    } | RUN_ELSEWHERE.get(page.name, set())


def test_a_block_that_is_not_run_stands_on_some_page() -> None:
    shown = {block.text for page in PAGES for block in blocks(page) if block.language == "console"}
    assert shown == set(NOT_RUN)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("clausegraph --version", ""),
        ("clausegraph standards > out.txt && cat out.txt", ""),
        ("clausegraph check nowhere  # exit code 2", ""),
        ("clausegraph check nowhere", "exit code 2: "),
        ("clausegraph --version  # exit code 1", "exit code 0: "),
        ("nobodys-program", "exit code 127: "),
        ("clausegraph --version > /dev/null", "printed nothing and wrote nothing"),
        ("clausegraph --version > /dev/null # --output x", "printed nothing and wrote nothing"),
    ],
)
def test_a_command_that_does_not_do_what_the_page_says_is_told(line: str, fault: str, tmp_path: Path) -> None:
    told = Reader(tmp_path).runs(line)
    assert told.startswith(f"{line}\n  {fault}") if fault else told == ""


def test_a_block_is_known_by_its_language_and_its_first_line() -> None:
    assert Block("", "pip check\nmake test  # all\n").commands == ("pip check", "make test  # all")
    assert Block("sh", "ls\n").commands == ("ls",)
    assert Block("", "1 major\nclausegraph\n").commands == ()
    assert Block("python", "import clausegraph\n").commands == ()
    assert hidden_commands(Block("", "1 major\n.venv/bin/pip check\n")) == [".venv/bin/pip check"]
    assert Block("yaml", "# a/b.yaml\nfacts: []\n").file == "a/b.yaml"
    assert Block("yaml", "facts: []\n").file == ""


@every_page
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert missing == []

"""Reports of the examples, word for word. They change on purpose only: `make golden` writes them anew, for
you to read."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from clausegraph.cli import main
from clausegraph.engine.commands.workspace import Workspace
from clausegraph.engine.knowledge.load import PACKAGE
from clausegraph.engine.knowledge.sources import DIGITS_SHOWN

GOLDEN = PACKAGE / "tests" / "golden"
PICTURES = PACKAGE / "docs" / "pictures"
WORKSHOP = "examples/invented-workshop.yaml"
ARCHIVE = "examples/records-archive.yaml"
MANUFACTURER = "examples/integrated-manufacturer.yaml"
FOUR = ("iso-9001:2015", "iso-14001:2015", "iso-27001:2022", "iso-45001:2018")
OF_9001, OF_14001, OF_27001, OF_45001 = (["--standard", one] for one in FOUR)
REPORTS = {
    "workshop.txt": ["assess", WORKSHOP],
    "workshop.md": ["assess", WORKSHOP, "--format", "markdown"],
    "workshop-auditor.txt": ["assess", WORKSHOP, "--report", "auditor"],
    "workshop-strict.json": ["assess", WORKSHOP, "--policy", "strict", "--format", "json"],
    "brisbane-year-1.txt": ["assess", "examples/brisbane-construction/year-1.yaml"],
    "brisbane-year-2.txt": ["assess", "examples/brisbane-construction/year-2.yaml"],
    "electroplater.txt": ["assess", "examples/electroplater.yaml"],
    "explain-hierarchy-applied.txt": ["explain", "examples/electroplater.yaml", "8.1.2/hierarchy-applied"],
    "explain-hierarchy-applied.md": [
        "explain",
        "examples/electroplater.yaml",
        "8.1.2/hierarchy-applied",
        "--format",
        "markdown",
    ],
    "questions-quick.yaml": ["questions", WORKSHOP, "--depth", "quick", "--format", "yaml"],
    "explain-effect-reviewed.txt": ["explain", WORKSHOP, "10.2.1/effect-reviewed"],
    "archive-soa.md": ["document", "soa", ARCHIVE, "--revision", "1.2"],
    "archive-treatment.md": ["document", "treatment", ARCHIVE],
    "workshop-summary.md": ["document", "summary", WORKSHOP, "--format", "markdown"],
    "overlap-four.txt": ["overlap", *OF_9001, *OF_14001, *OF_27001, *OF_45001],
    "overlap-two.json": ["overlap", *OF_14001, *OF_45001, "--format", "json"],
    "overlap-manufacturer.txt": ["overlap", MANUFACTURER],
    "overlap-manufacturer-27001.txt": ["overlap", MANUFACTURER, "--adding", "iso-27001:2022"],
    "overlap-transition.txt": ["overlap", *OF_14001, "--adding", "iso-14001:2026"],
    "overlap-transition.md": [
        "overlap",
        MANUFACTURER,
        *OF_14001,
        "--adding",
        "iso-14001:2026",
        "--format",
        "markdown",
    ],
}
SHEETS = {"audit-day-sheets.txt": ["assess", "examples/audit-day.yaml", "--format", "xlsx"]}
SHOWN = {
    "invented-workshop.svg": ["graph", WORKSHOP, "--format", "svg"],
    "around-criteria.svg": ["graph", WORKSHOP, "--around", "8.1/criteria", "--format", "svg"],
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_picture_in_the_docs_is_what_the_program_draws(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    compare(PICTURES / name, SHOWN[name], monkeypatch)


def test_every_picture_in_the_docs_is_compared() -> None:
    assert {path.name for path in PICTURES.iterdir()} == {
        *SHOWN,
        "report.png",
    }  # of the browser; `make pictures` takes it anew


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_reads_as_it_did(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    compare(GOLDEN / name, REPORTS[name], monkeypatch)


@pytest.mark.parametrize("name", SHEETS)
def test_a_workbook_reads_as_it_did(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(PACKAGE)
    report([*SHEETS[name], "--output", str(tmp_path / "report.xlsx")])
    same_as(GOLDEN / name, cells_of(tmp_path / "report.xlsx"))


def cells_of(workbook: Path) -> str:
    """Every cell with something in it: sheet, cell, value."""
    cells = [
        cell
        for sheet in load_workbook(workbook)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    ]
    return "".join(
        f"{cell.parent.title}!{cell.coordinate}\t{str(cell.value).replace(chr(10), ' / ')}\n"
        for cell in cells
    )


def compare(place: Path, command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Compares what a command prints with a file, or writes the file where that is asked for."""
    monkeypatch.chdir(PACKAGE)
    same_as(place, report(command))


def same_as(place: Path, shown: str) -> None:
    """Compares, whatever the knowledge is: its hash says no more than that it changed."""
    shown = shown.replace(knowledge_version(), "0" * DIGITS_SHOWN)
    if os.environ.get("CLAUSEGRAPH_GOLDEN") == "write":
        place.write_text(shown, encoding="utf-8")
    assert shown == place.read_text(encoding="utf-8")


@cache
def knowledge_version() -> str:
    return Workspace().knowledge.versions.knowledge


def test_every_golden_file_is_compared() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {*REPORTS, *SHEETS}


def report(command: list[str]) -> str:
    """What a command prints at 80 columns, with the plain evaluator so that every Python gives the same."""
    engine = [] if command[0] == "questions" else ["--engine", "plain"]
    done = CliRunner().invoke(
        main, [*command, *engine], env={"COLUMNS": "80", "NO_COLOR": "1"}, catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    return done.stdout

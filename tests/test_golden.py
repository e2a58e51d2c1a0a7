"""Reports of the examples, word for word. They change on purpose only: `make golden` writes them anew, for you to read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from clausegraph.cli import main
from clausegraph.engine.knowledge.load import PACKAGE

GOLDEN = PACKAGE / "tests" / "golden"
PICTURES = PACKAGE / "docs" / "pictures"
WORKSHOP = "examples/invented-workshop.yaml"
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
    "explain-effect-reviewed.txt": ["explain", WORKSHOP, "10.2.1/effect-reviewed"],
    "overlap-four.txt": ["overlap", *OF_9001, *OF_14001, *OF_27001, *OF_45001],
    "overlap-two.json": ["overlap", *OF_14001, *OF_45001, "--format", "json"],
    "overlap-manufacturer.txt": ["overlap", MANUFACTURER],
    "overlap-manufacturer-27001.txt": ["overlap", MANUFACTURER, "--adding", "iso-27001:2022"],
    "overlap-transition.txt": ["overlap", *OF_14001, "--adding", "iso-14001:2026"],
    "overlap-transition.md": ["overlap", MANUFACTURER, *OF_14001, "--adding", "iso-14001:2026", "--format", "markdown"],
}
SHOWN = {
    "invented-workshop.svg": ["graph", WORKSHOP, "--format", "svg"],
    "around-criteria.svg": ["graph", WORKSHOP, "--around", "8.1/criteria", "--format", "svg"],
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_picture_in_the_docs_is_what_the_program_draws(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    compare(PICTURES / name, SHOWN[name], monkeypatch)


def test_every_picture_in_the_docs_is_compared() -> None:
    assert {path.name for path in PICTURES.iterdir()} == set(SHOWN)


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_reads_as_it_did(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    compare(GOLDEN / name, REPORTS[name], monkeypatch)


def compare(place: Path, command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Compares what a command prints with a file, or writes the file where that is asked for."""
    monkeypatch.chdir(PACKAGE)
    shown = report(command)
    if os.environ.get("CLAUSEGRAPH_GOLDEN") == "write":
        place.write_text(shown, encoding="utf-8")
    assert shown == place.read_text(encoding="utf-8")


def test_every_golden_file_is_compared() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(REPORTS)


def report(command: list[str]) -> str:
    """What a command prints at 80 columns, with the plain evaluator so that every Python gives the same."""
    done = CliRunner().invoke(main, [*command, "--engine", "plain"], env={"COLUMNS": "80", "NO_COLOR": "1"}, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout

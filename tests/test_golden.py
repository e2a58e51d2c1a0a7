"""Reports of the examples, word for word. They change on purpose only: `make golden` writes them anew, for you to read."""

from __future__ import annotations

import os

import pytest
from click.testing import CliRunner

from clausegraph.cli import main
from clausegraph.engine.knowledge.load import PACKAGE

GOLDEN = PACKAGE / "tests" / "golden"
WORKSHOP = "examples/invented-workshop.yaml"
REPORTS = {
    "workshop.txt": ["assess", WORKSHOP],
    "workshop.md": ["assess", WORKSHOP, "--format", "markdown"],
    "workshop-auditor.txt": ["assess", WORKSHOP, "--report", "auditor"],
    "workshop-strict.json": ["assess", WORKSHOP, "--policy", "strict", "--format", "json"],
    "brisbane-year-1.txt": ["assess", "examples/brisbane-construction/year-1.yaml"],
    "brisbane-year-2.txt": ["assess", "examples/brisbane-construction/year-2.yaml"],
    "explain-effect-reviewed.txt": ["explain", WORKSHOP, "10.2.1/effect-reviewed"],
}


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_reads_as_it_did(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PACKAGE)
    place = GOLDEN / name
    shown = report(REPORTS[name])
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

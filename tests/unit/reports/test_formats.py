"""Formats: what a command offers is what can be made."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from clausegraph.cli import main
from clausegraph.engine.reports.formats import ASSESSMENT, EXPLANATIONS, GRAPH, OVERLAP, PLACE, QUESTIONS, WHAT_IF

TABLES = {
    "assess": ASSESSMENT,
    "explain": EXPLANATIONS,
    "graph": GRAPH,
    "overlap": OVERLAP,
    "standards": PLACE,
    "questions": QUESTIONS,
}


def formats_of(command: str) -> list[str] | None:
    """The formats a command offers; None if it has no choice of them."""
    kinds = [one.type for one in main.commands[command].params if one.name == "form"]
    return list(kinds[0].choices) if kinds and isinstance(kinds[0], click.Choice) else None


@pytest.mark.parametrize("command", TABLES)
def test_a_command_offers_the_formats_that_can_be_made_and_no_other(command: str) -> None:
    assert formats_of(command) == list(TABLES[command])


def test_every_command_with_formats_has_its_table() -> None:
    assert {command for command in main.commands if formats_of(command)} == set(TABLES)


@pytest.mark.parametrize("form", [one for one in ASSESSMENT if one not in WHAT_IF])
def test_a_format_that_cannot_show_what_other_answers_change_says_which_can(form: str, examples: Path, tmp_path: Path) -> None:
    place = tmp_path / "report"
    command = ["assess", str(examples / "invented-workshop.yaml"), "--set", "risks.determined=both", "--format", form]
    done = CliRunner().invoke(main, [*command, "--output", str(place)])
    assert done.exit_code == 2
    assert "text, json, markdown, html; not as xlsx" in done.stderr
    assert not place.exists()

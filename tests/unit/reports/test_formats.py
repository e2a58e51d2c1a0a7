"""Formats: what a command offers is what can be made."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from clausegraph.cli import main
from clausegraph.engine.problems import BadInput
from clausegraph.engine.reports import formats
from clausegraph.engine.reports.documents.kinds import PREFIX
from clausegraph.engine.reports.form import Format
from clausegraph.engine.reports.formats import (
    ASSESSMENT,
    DOCUMENT,
    TABLES,
    WHAT_IF,
    format_for,
    names_of,
    table_of,
)
from clausegraph.engine.signs import STYLES

COMMANDS = [*(name for name in TABLES if name != "what-if" and not name.startswith(PREFIX)), DOCUMENT]
EVERY = [(command, form) for command, table in TABLES.items() for form in table.values()]
every_format = pytest.mark.parametrize(
    ("command", "form"), EVERY, ids=[f"{one}.{form.name}" for one, form in EVERY]
)


def formats_of(command: str) -> list[str] | None:
    """The formats a command offers; None if it has no choice of them."""
    kinds = [one.type for one in main.commands[command].params if one.name == "form"]
    return list(kinds[0].choices) if kinds and isinstance(kinds[0], click.Choice) else None


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_offers_the_formats_that_can_be_made_and_no_other(command: str) -> None:
    assert formats_of(command) == list(table_of(command))


def test_every_command_with_formats_has_its_table() -> None:
    assert {command for command in main.commands if formats_of(command)} == set(COMMANDS)


@pytest.mark.parametrize("form", [one for one in ASSESSMENT if one not in WHAT_IF])
def test_a_format_that_cannot_show_what_other_answers_change_says_which_can(
    form: str, examples: Path, tmp_path: Path
) -> None:
    place = tmp_path / "report"
    command = [
        "assess",
        str(examples / "invented-workshop.yaml"),
        "--set",
        "risks.determined=both",
        "--format",
        form,
    ]
    done = CliRunner().invoke(main, [*command, "--output", str(place)])
    assert done.exit_code == 2
    assert "text, json, markdown, html; not as xlsx" in done.stderr
    assert not place.exists()


# The ending of --output


@every_format
def test_the_ending_of_the_output_decides_where_no_format_is_asked_for(command: str, form: Format) -> None:
    assert format_for(command, None, Path(f"report{form.suffixes[0]}")) is form
    assert format_for(command, None, Path(f"REPORT{form.suffixes[0].upper()}")) is form


@every_format
def test_a_format_that_is_asked_for_goes_into_a_file_with_its_ending_or_one_that_says_nothing(
    command: str, form: Format
) -> None:
    for name in ("report", "report.out", "report.2026", f"report{form.suffixes[-1]}"):
        assert format_for(command, form.name, Path(name)) is form


@pytest.mark.parametrize(
    ("command", "asked", "output", "says"),
    [
        (
            "assess",
            "markdown",
            "report.html",
            "the ending .html speaks of another format than --format markdown",
        ),
        ("assess", "json", "report.txt", "the ending .txt speaks of another format than --format json"),
        ("overlap", "json", "report.xlsx", "the ending .xlsx speaks of another format than --format json"),
        ("explain", None, "report.html", "no format of `explain` ends with .html"),
        ("what-if", None, "report.xlsx", "no format of `assess --set` ends with .xlsx"),
        ("assess", None, "report.pdf", "no format of `assess` ends with .pdf"),
        ("assess", "text", "report.docx", "the ending .docx speaks of another format than --format text"),
    ],
)
def test_an_ending_that_contradicts_is_a_problem(
    command: str, asked: str | None, output: str, says: str
) -> None:
    with pytest.raises(BadInput) as fault:
        format_for(command, asked, Path(output))
    (problem,) = fault.value.problems
    assert (problem.message, problem.code) == (says, "contradiction")
    assert problem.hint


def test_who_wants_an_assessment_in_word_is_led_to_the_document() -> None:
    with pytest.raises(BadInput) as fault:
        format_for("assess", None, Path("report.docx"))
    assert "`clausegraph document report` makes a .docx" in str(fault.value.problems[0].hint)


def test_a_contradiction_ends_with_2_and_nothing_is_written(examples: Path, tmp_path: Path) -> None:
    place = tmp_path / "report.html"
    done = CliRunner().invoke(
        main, ["assess", str(examples / "audit-day.yaml"), "--format", "json", "--output", str(place)]
    )
    assert (done.exit_code, done.stdout, place.exists()) == (2, "", False)


@every_format
def test_a_format_can_be_signed_and_says_what_it_is(command: str, form: Format) -> None:
    assert form.style in STYLES or (form.style in ("workbook", "archive") and form.binary)
    assert "/" in form.media


def test_formats_of_one_command_have_endings_of_their_own() -> None:
    for command, table in TABLES.items():
        first = [form.suffixes[0] for form in table.values()]
        assert len(set(first)) == len(first), command


# What others install


PLUGIN = """
from clausegraph.engine.reports.formats import Format

def make(result):
    return f"{result.assessment.organisation}: {len(result.assessment.findings)}\\n"

lines = Format("lines", make, (".lines",), "text/plain")
"""


def test_another_format_is_made_by_what_others_install(examples: Path, tmp_path: Path) -> None:
    info = tmp_path / "plugin-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: plugin\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[clausegraph.formats]\nassess.lines = plugin:lines\n")
    (tmp_path / "plugin.py").write_text(PLUGIN)
    begin = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from clausegraph.cli import main; main()"
    command = [sys.executable, "-c", begin, "assess", str(examples / "audit-day.yaml"), "--engine", "plain"]
    asked = subprocess.run([*command, "--format", "lines"], capture_output=True, text=True, check=False)
    assert asked.stdout.startswith("Invented Pump Repairs"), asked.stderr
    place = tmp_path / "report.lines"
    subprocess.run([*command, "--output", str(place)], capture_output=True, check=True)
    assert place.read_text() == asked.stdout
    again = subprocess.run([*command, "--output", str(place)], capture_output=True, text=True, check=False)
    assert (again.returncode, "a file that clausegraph did not write" in again.stderr) == (2, True)


def test_names_of_formats_are_known_without_loading_what_others_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        formats, "extensions", lambda group: {"assess.pdf": None, "graph.png": None, "assess.json": None}
    )
    assert names_of("assess") == (*ASSESSMENT, "pdf")
    assert names_of("overlap") == tuple(TABLES["overlap"])

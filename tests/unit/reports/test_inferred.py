"""A requirement that no question asks for says off which answers it is read, wherever it shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from clausegraph.cli import main
from clausegraph.engine.reports.words.assessment import inferred_from, inferred_words
from clausegraph.tests.shipped import KNOWLEDGE

READ_OFF = "iso-9001:2015/5.2.2/understood-and-applied"
ASKED = "iso-9001:2015/7.3/policy"
SAID = "from Do you know what the policy asks of you? No question asks for this by itself."


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """People cannot say what the policy asks of them, and an auditor saw that nobody acts on it."""
    place = tmp_path_factory.mktemp("inferred") / "shop.yaml"
    place.write_text(
        "organisation: A shop\nas_of: 2026-11-21\nstandards: [iso-9001:2015]\nobserved:\n"
        f"  - {{requirement: {READ_OFF}, saw: Nobody acts on it., extent: several, consequence: none, "
        "evidence: [{ref: IA-1, date: 2026-09-01}]}\n"
    )
    return place


def output(*arguments: str) -> bytes:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result.stdout_bytes


def test_what_a_question_asks_for_is_not_inferred() -> None:
    assert inferred_from(READ_OFF, KNOWLEDGE) == ("awareness.policy",)
    assert inferred_words(READ_OFF, KNOWLEDGE) == SAID
    assert inferred_from(ASKED, KNOWLEDGE) == ()
    assert inferred_words("iso-9001:2015/5.2", KNOWLEDGE) == ""


@pytest.mark.parametrize(
    ("command", "form"),
    [
        ("assess", "text"),
        ("assess", "markdown"),
        ("assess", "html"),
        ("explain", "text"),
        ("explain", "markdown"),
    ],
)
def test_reports_and_explanations_say_so(shop: Path, command: str, form: str) -> None:
    what = [READ_OFF] if command == "explain" else []
    text = " ".join(output(command, str(shop), *what, "--format", form).decode().split())
    assert "Do you know what the policy asks of you? No question asks for this by itself." in text


def test_programs_are_given_the_questions(shop: Path) -> None:
    findings = json.loads(output("assess", str(shop), "--format", "json"))["findings"]
    told = {one["requirement"]: one["inferred_from"] for one in findings}
    assert (told[READ_OFF], told[ASKED]) == (["awareness.policy"], [])
    clauses = json.loads(output("standards", "iso-9001:2015", "--format", "json"))["clauses"]
    asked = {one["id"]: one["inferred_from"] for clause in clauses for one in clause["requirements"]}
    assert (asked[READ_OFF], asked[ASKED]) == (["awareness.policy"], [])


def test_the_workbook_says_so_beside_the_nonconformity_and_the_finding(shop: Path) -> None:
    place = shop.with_suffix(".xlsx")
    output("assess", str(shop), "--output", str(place))
    book = load_workbook(place)
    texts = {
        sheet: " ".join(str(cell) for row in book[sheet].values for cell in row)
        for sheet in ("Findings", "Nonconformities")
    }
    assert all(SAID in text for text in texts.values())


def test_browsing_a_clause_says_so() -> None:
    assert SAID in " ".join(output("standards", "iso-9001:2015/5.2.2").decode().split())

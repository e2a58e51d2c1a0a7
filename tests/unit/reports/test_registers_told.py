"""What every format tells of the registers given, of those that matter and were not, and which register decides a requirement."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from clausegraph.cli import main

HEAD = "organisation: A small shop\nas_of: 2026-11-21\nstandards: [iso-45001:2018]\nanswers:\n"
SOME = """\
  registers.hazards:
    - {record: H-1, what: Press without guard, severity: fatal, controls: [C-1, C-9]}
    - {record: H-2, what: Noise, severity: minor, controls: C-1}
  registers.controls:
    - {record: C-1, what: Ear protection, type: ppe}
  registers.risks: []
"""
GIVEN = "Registers given: risks (0 records), controls (1 record) and hazards (2 records)."
MISSING = "Not given, so that no record of theirs was looked at: obligations and objectives."
NONE = "No register was given, so that no record of risks, controls, obligations, objectives or hazards was looked at."


def run(*arguments: str | Path) -> str:
    done = CliRunner().invoke(main, [str(one) for one in arguments], env={"COLUMNS": "80", "NO_COLOR": "1"}, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    place = tmp_path / "shop.yaml"
    place.write_text(HEAD + SOME, encoding="utf-8")
    return place


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_people_read_which_registers_were_given_and_which_that_matter_were_not(shop: Path, form: str) -> None:
    told = " ".join(run("assess", shop, "--format", form).split())
    assert f"{GIVEN} {MISSING}" in told


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_where_no_register_is_given_those_that_matter_are_named(shop: Path, form: str) -> None:
    shop.write_text(HEAD, encoding="utf-8")
    assert NONE in " ".join(run("assess", shop, "--format", form).split())


def test_json_has_every_register_that_matters_with_its_records_and_what_it_bears_on(shop: Path) -> None:
    registers = {one["register"]: one for one in json.loads(run("assess", shop, "--format", "json"))["method"]["registers"]}
    assert {name: one["records"] for name, one in registers.items()} == {
        "registers.risks": 0,
        "registers.controls": 1,
        "registers.obligations": None,
        "registers.objectives": None,
        "registers.hazards": 2,
    }
    assert "iso-45001:2018/8.1.2/hierarchy-applied" in registers["registers.hazards"]["requirements"]


def test_a_register_of_another_discipline_is_told_as_given_and_bears_on_nothing(shop: Path) -> None:
    shop.write_text(HEAD + "  registers.aspects: [{record: A-1, what: Waste, significant: yes}]\n", encoding="utf-8")
    registers = json.loads(run("assess", shop, "--format", "json"))["method"]["registers"]
    aspects = next(one for one in registers if one["register"] == "registers.aspects")
    assert (aspects["records"], aspects["requirements"]) == (1, [])


def test_browsing_a_clause_shows_which_register_decides_it_and_by_which_rules() -> None:
    told = " ".join(run("standards", "iso-45001:2018/8.1.2").split())
    rules = "serious-hazard-without-control, ppe-or-procedure-alone, engineering-control-not-built"
    assert f"Records registers.hazards, with registers.controls {rules}" in told


def test_browsing_names_no_register_of_another_discipline() -> None:
    told = " ".join(run("standards", "iso-9001:2015/8.1").split())
    assert "Records registers.controls, with registers.risks, registers.obligations, registers.objectives control-nobody-asked-for" in told
    assert "hazards" not in told

"""What every format tells of the registers given, of those that matter and were not, and which register
decides a requirement."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from clausegraph.cli import main

HEAD = "organisation: A small shop\nas_of: 2026-11-21\nstandards: [iso-45001:2018]\nanswers:\n"
SOME = """\
  registers.hazards:
    - {record: H-1, what: Press without guard, severity: fatal, controls: [C-1, C-9]}
    - {record: H-2, what: Noise, severity: minor, controls: C-1, residual: low, assessed: 2026-10-01}
  registers.controls:
    - {record: C-1, what: Ear protection, type: ppe}
  registers.risks: []
"""
GIVEN = "Registers given: risks (0 records), controls (1 record) and hazards (2 records)."
NEW = "nonconformities, incidents, audits, sites, competences, documents, equipment, providers"
MISSING = f"Not given, so that no record of theirs was looked at: {NEW}, obligations and objectives."
NONE = (
    f"No register was given, so that no record of {NEW}, risks, controls, obligations, objectives or hazards"
    " was looked at."
)


def run(*arguments: str | Path) -> str:
    done = CliRunner().invoke(
        main, [str(one) for one in arguments], env={"COLUMNS": "80", "NO_COLOR": "1"}, catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    place = tmp_path / "shop.yaml"
    place.write_text(HEAD + SOME, encoding="utf-8")
    return place


def sheet_of(place: Path, title: str) -> list[dict[str, Any]]:
    """The rows of a sheet of the report, by their headings."""
    output = place.with_suffix(".xlsx")
    run("assess", place, "--format", "xlsx", "--output", output, "--engine", "plain")
    header, *rows = load_workbook(output)[title].values
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_people_read_which_registers_were_given_and_which_that_matter_were_not(shop: Path, form: str) -> None:
    told = " ".join(run("assess", shop, "--format", form).split())
    assert f"{GIVEN} {MISSING}" in told


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_where_no_register_is_given_those_that_matter_are_named(shop: Path, form: str) -> None:
    shop.write_text(HEAD, encoding="utf-8")
    assert NONE in " ".join(run("assess", shop, "--format", form).split())


def test_json_has_every_register_that_matters_with_its_records_and_what_it_bears_on(shop: Path) -> None:
    registers = {
        one["register"]: one
        for one in json.loads(run("assess", shop, "--format", "json"))["method"]["registers"]
    }
    assert {name: one["records"] for name, one in registers.items()} == {
        **{f"registers.{name}": None for name in NEW.split(", ")},
        "registers.risks": 0,
        "registers.controls": 1,
        "registers.obligations": None,
        "registers.objectives": None,
        "registers.hazards": 2,
    }
    assert "iso-45001:2018/8.1.2/hierarchy-applied" in registers["registers.hazards"]["requirements"]


def test_a_register_of_another_discipline_is_told_as_given_and_bears_on_nothing(shop: Path) -> None:
    shop.write_text(
        HEAD + "  registers.aspects: [{record: A-1, what: Waste, significant: yes}]\n", encoding="utf-8"
    )
    registers = json.loads(run("assess", shop, "--format", "json"))["method"]["registers"]
    aspects = next(one for one in registers if one["register"] == "registers.aspects")
    assert (aspects["records"], aspects["requirements"]) == (1, [])


def test_the_summary_of_the_workbook_tells_it_too(shop: Path) -> None:
    sheet_of(shop, "Registers")
    summary = {row[0]: row[1] for row in load_workbook(shop.with_suffix(".xlsx"))["Summary"].values}
    assert summary["Own registers"] == f"{GIVEN} {MISSING}"


def test_a_record_in_the_workbook_shows_what_it_names_what_names_it_and_what_was_found(shop: Path) -> None:
    press, noise, protection, risks = sheet_of(shop, "Registers")
    assert (press["Register"], press["Record"], press["What it is"]) == (
        "hazards",
        "H-1",
        "Press without guard",
    )
    assert press["Names"] == "controls: C-1, C-9 (not there)"
    assert press["Worst"] == "minor"
    assert press["Recorded in"].splitlines() == [
        "NC-1: 6.1.2.2/complete, minor",
        "NC-1: 6.1.2.2/complete, observation",
        "OBS-1: 6.1.4/hierarchy-of-controls, observation",
    ]
    assert noise["Recorded in"] is None
    assert protection["Named by"] == "H-1 (hazards), H-2 (hazards)"
    assert protection["What else it says"] == "type: ppe\napplicable: yes\nstatus: in place"
    assert (protection["Worst"], noise["Stands at"]) == (None, f"{shop}:7")
    assert (risks["Register"], risks["Record"], risks["What it is"]) == ("risks", None, "kept, and empty")


def test_browsing_a_clause_shows_which_register_decides_it_and_by_which_rules() -> None:
    told = " ".join(run("standards", "iso-45001:2018/8.1.2").split())
    assert "Records registers.hazards serious-hazard-without-control Records registers.hazards, with" in told
    assert (
        " with registers.controls serious-hazard-with-controls-not-in-place,"
        " serious-hazard-with-controls-in-part, procedures-or-protection-alone, " in told
    )
    assert "engineering-control-not-built" in told


def test_browsing_names_no_register_of_another_discipline() -> None:
    told = " ".join(run("standards", "iso-9001:2015/8.1").split())
    assert (
        "Records registers.controls, with registers.risks, registers.obligations, registers.objectives"
        " control-nobody-asked-for" in told
    )
    assert "hazards" not in told

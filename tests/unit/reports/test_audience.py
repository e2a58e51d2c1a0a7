"""An auditor prescribes no solution: no format says in an auditor's report what to do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from clausegraph.cli import main
from clausegraph.tests.unit.page import Page

FORMATS = ["text", "markdown", "json", "xlsx", "html"]
CASES = [
    ("invented-workshop.yaml", "strict"),
    ("integrated-manufacturer.yaml", "default"),
    ("audit-day.yaml", "default"),
]


def shown(*command: str | Path) -> str:
    done = CliRunner().invoke(
        main, [*map(str, command), "--engine", "plain"], env={"COLUMNS": "80", "NO_COLOR": "1"}
    )
    assert done.exit_code == 0, done.output
    return done.stdout


def report(place: Path, policy: str, audience: str, form: str, folder: Path) -> str:
    """A whole report as words without the marks that wrap or escape them."""
    output = folder / f"{audience}.{form}"
    shown("assess", place, "--policy", policy, "--report", audience, "--format", form, "--output", output)
    if form == "xlsx":
        return bare(cells(output))
    text = output.read_text(encoding="utf-8")
    return bare(Page(text).text if form == "html" else text)


def cells(workbook: Path) -> str:
    return "\n".join(
        str(value)
        for sheet in load_workbook(workbook)
        for row in sheet.values
        for value in row
        if value is not None
    )


def bare(text: str) -> str:
    return "".join(text.replace("\\", "").split())


def values(key: str, within: Any) -> Iterator[Any]:
    if isinstance(within, dict):
        yield from (value for name, value in within.items() if name == key)
    for inner in within.values() if isinstance(within, dict) else within if isinstance(within, list) else ():
        yield from values(key, inner)


@pytest.fixture(scope="module", params=CASES, ids=[name for name, _ in CASES])
def told(request: pytest.FixtureRequest, examples: Path) -> tuple[Path, str, set[str]]:
    """An example, a policy, and everything a consultant says there of what to do."""
    name, policy = request.param
    consultants = json.loads(shown("assess", examples / name, "--policy", policy, "--format", "json"))
    return examples / name, policy, set(values("fix", consultants)) - {""}


@pytest.mark.parametrize("form", FORMATS)
def test_no_auditors_report_says_what_to_do(
    told: tuple[Path, str, set[str]], form: str, tmp_path: Path
) -> None:
    place, policy, fixes = told
    text = report(place, policy, "auditor", form, tmp_path)
    assert [fix for fix in sorted(fixes) if bare(fix) in text] == []


@pytest.mark.parametrize("form", FORMATS)
def test_every_consultants_report_says_what_to_do_about_every_gap(
    told: tuple[Path, str, set[str]], form: str, tmp_path: Path, examples: Path
) -> None:
    place, policy, _ = told
    made = json.loads(shown("assess", place, "--policy", policy, "--format", "json"))
    findings = made["findings"]
    fixes = fixes_in(form, made)
    text = report(place, policy, "consultant", form, tmp_path)
    assert fixes
    assert [fix for fix in sorted(fixes) if bare(told_shortly(fix, form, findings)) not in text] == []


def fixes_in(form: str, made: dict[str, Any]) -> set[str]:
    """What to do about every gap. The terminal has no list of findings: there it is what to do about
    everything recorded."""
    recorded = [*made["nonconformities"], *made["observations"]]
    gaps = [one for one in made["findings"] if one["status"] == "gap"]
    return {one["fix"] for one in (recorded if form == "text" else gaps) if one["fix"]}


def told_shortly(fix: str, form: str, findings: list[dict[str, Any]]) -> str:
    """Text and HTML leave out the standard where there is only one."""
    standards = {one["standard"] for one in findings}
    return fix.replace(f"{min(standards)}/", "") if form in ("text", "html") and len(standards) == 1 else fix


def test_an_auditors_json_keeps_its_keys_and_leaves_them_empty(examples: Path) -> None:
    read = json.loads(shown("assess", examples / "audit-day.yaml", "--report", "auditor", "--format", "json"))
    assert set(values("fix", read)) == {""}
    assert all("fix" in one for one in (*read["findings"], *read["plan"]["steps"]))
    assert read["method"]["report"] == "auditor"


@pytest.mark.parametrize("form", FORMATS[:3])
def test_an_auditors_explanation_says_what_would_clear_it_and_not_what_to_do(
    examples: Path, form: str
) -> None:
    ask = ("explain", examples / "invented-workshop.yaml", "10.2.1/effect-reviewed", "--format", form)
    (consultants,) = json.loads(shown(*ask[:-1], "json"))
    fixes = set(values("fix", consultants)) - {""}
    assert all(bare(fix) in bare(shown(*ask)) for fix in fixes)
    auditors = bare(shown(*ask, "--report", "auditor"))
    assert fixes
    assert [fix for fix in fixes if bare(fix) in auditors] == []
    assert "clear" in auditors


def test_what_another_answer_would_change_is_told_to_an_auditor_without_what_to_do(examples: Path) -> None:
    ask = (
        "assess",
        examples / "invented-workshop.yaml",
        "--set",
        "risks.determined=both",
        "--format",
        "json",
    )
    assert set(values("fix", json.loads(shown(*ask, "--report", "auditor")))) == {""}
    assert set(values("fix", json.loads(shown(*ask)))) != {""}


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_an_auditors_overlap_names_the_gaps_of_one_more_standard_and_not_what_to_do(
    examples: Path, form: str
) -> None:
    ask = ("overlap", examples / "integrated-manufacturer.yaml", "--adding", "iso-27001:2022", "--format")
    steps = json.loads(shown(*ask, "json"))["adding"]["plan"]["steps"]
    fixes = {bare(one["fix"]) for one in steps[:8]}
    ours, theirs = bare(shown(*ask, form)), bare(shown(*ask, form, "--report", "auditor"))
    assert all(fix in ours for fix in fixes)
    assert [fix for fix in sorted(fixes) if fix in theirs] == []
    assert all(bare(one["because"]) in theirs for one in steps[:8])

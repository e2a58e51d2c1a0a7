"""What a check finds, as text, as JSON and as SARIF 2.1.0."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from clausegraph.cli import main
from clausegraph.engine.codes import Code
from clausegraph.engine.commands.check import Checked
from clausegraph.engine.problems import Location, Problem
from clausegraph.engine.reports.as_json.sarif import check_sarif

BROKEN = (
    "overlay: a b\nchanges:\n  - disable: iso-9001/no-such-rule\n    because: Why not.\n  - grade: major\n"
)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    folder = tmp_path / "a client"
    folder.mkdir()
    (folder / "overlay.yaml").write_text(BROKEN)
    return folder


def check(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, words)])


def problems(read: dict[str, Any]) -> list[tuple[str, int, int]]:
    return [(one["code"], one["line"], one["column"]) for one in read["problems"]]


# Text


def test_what_is_sound_is_counted_in_one_line() -> None:
    done = check()
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("Sound: ")


def test_what_is_wrong_is_told_to_people_on_standard_error(broken: Path) -> None:
    done = check(broken)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "overlay.yaml:1:10" in done.stderr
    assert "problems; nothing was assessed." in done.stderr


def test_a_text_in_a_file_says_the_same(broken: Path, tmp_path: Path) -> None:
    place = tmp_path / "check.txt"
    assert check(broken, "--output", place).exit_code == 1
    assert place.read_text(encoding="utf-8").splitlines()[0] in check(broken).stderr


# JSON


def test_json_has_code_file_line_column_and_hint_of_every_problem(broken: Path) -> None:
    done = check(broken, "--format", "json")
    assert done.exit_code == 1
    read = json.loads(done.stdout)
    assert read["sound"] is False
    assert read["counted"] == []
    assert len(read["problems"]) == done.stderr.count(f"{broken}/overlay.yaml:") > 1
    for one in read["problems"]:
        assert one.keys() == {"code", "sentence", "message", "hint", "file", "line", "column"}
        assert one["sentence"] == Code(one["code"]).sentence
        assert f"{one['file']}:{one['line']}:{one['column']}: {one['message']} [{one['code']}]" in done.stderr


def test_json_of_what_is_sound_has_no_problems() -> None:
    done = check("--format", "json")
    read = json.loads(done.stdout)
    assert (done.exit_code, read["sound"], read["problems"]) == (0, True, [])
    first, *rest = check().stdout.splitlines()
    assert first == f"Sound: {', '.join(read['counted'])}."
    assert [line.partition(": ")[0].removeprefix("From records of ") for line in rest] == [
        *read["from_records"]
    ]


def test_what_registers_answer_is_listed_by_register() -> None:
    answered = json.loads(check("--format", "json").stdout)["from_records"]
    assert "legal.permits" in answered["registers.obligations"]
    assert "soa.written" in answered["registers.controls"]


# SARIF: the keys that the published schema requires, and no other at the top


def is_sarif(log: dict[str, Any]) -> None:
    """Fails unless a log has the form of the standard's schema, as far as we write it."""
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    assert log.keys() <= {"$schema", "version", "runs", "inlineExternalProperties", "properties"}
    for run in log["runs"]:
        driver = run["tool"]["driver"]
        assert driver["name"] == "clausegraph"
        ids = [rule["id"] for rule in driver["rules"]]
        assert len(set(ids)) == len(ids)
        assert all(rule["shortDescription"]["text"] for rule in driver["rules"])
        for result in run["results"]:
            is_result(result, ids)


def is_result(result: dict[str, Any], ids: list[str]) -> None:
    assert result.keys() <= {"ruleId", "ruleIndex", "level", "message", "locations", "properties"}
    assert result["message"]["text"]
    assert result["level"] in ("none", "note", "warning", "error")
    assert ids[result["ruleIndex"]] == result["ruleId"]
    for location in result["locations"]:
        place = location["physicalLocation"]
        assert " " not in place["artifactLocation"]["uri"]
        if "region" in place:
            assert all(isinstance(number, int) and number >= 1 for number in place["region"].values())


def test_sarif_has_the_form_of_its_standard_and_says_what_json_says(broken: Path) -> None:
    done = check(broken, "--format", "sarif")
    assert done.exit_code == 1
    log = json.loads(done.stdout)
    is_sarif(log)
    (run,) = log["runs"]
    regions = [one["locations"][0]["physicalLocation"]["region"] for one in run["results"]]
    said = [
        (one["ruleId"], at["startLine"], at["startColumn"])
        for one, at in zip(run["results"], regions, strict=True)
    ]
    assert said == problems(json.loads(check(broken, "--format", "json").stdout))
    assert [one["properties"]["hint"] for one in run["results"] if "properties" in one]


def test_sarif_of_what_is_sound_has_no_result() -> None:
    log = json.loads(check("--format", "sarif").stdout)
    is_sarif(log)
    assert log["runs"][0]["results"] == log["runs"][0]["tool"]["driver"]["rules"] == []


def test_a_signed_log_is_still_one(broken: Path, tmp_path: Path) -> None:
    place = tmp_path / "check.sarif"
    check(broken, "--output", place)
    is_sarif(json.loads(place.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("rulebases/a.yaml", "rulebases/a.yaml"),
        ("a client/ü.yaml", "a%20client/%C3%BC.yaml"),
        ("/home/a/b.yaml", "file:///home/a/b.yaml"),
        ("C:\\rules\\a.yaml", "file:///C:/rules/a.yaml"),
    ],
)
def test_the_name_of_a_file_becomes_a_reference(file: str, uri: str) -> None:
    log = check_sarif(
        Checked((Problem(Location(file, 3, 0), "wrong", "tab"), Problem(Location(file), "wrong", "empty")))
    )
    is_sarif(log)
    first, second = (one["locations"][0]["physicalLocation"] for one in log["runs"][0]["results"])
    assert (first["artifactLocation"]["uri"], first["region"]) == (uri, {"startLine": 3, "startColumn": 1})
    assert "region" not in second

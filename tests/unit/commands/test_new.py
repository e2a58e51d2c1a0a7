"""What `new` writes is sound and tested before anybody has changed a word of it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner, Result

from clausegraph.cli import main
from clausegraph.engine.commands.new import NAMES_SCHEMA, Beginning, begin
from clausegraph.engine.model import KnowledgeBase
from clausegraph.engine.problems import BadInput

BEGUN: dict[str, tuple[str, tuple[str, ...]]] = {
    "overlay": ("acme", ()),
    "standard": ("acme-100:2026", ()),
    "rulebase": ("acme/calibration", ("--clause", "iso-9001:2015/7.1.5.2")),
}
"""A name of each kind, and what else it takes."""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


@pytest.mark.parametrize(
    ("kind", "name", "more", "files"),
    [
        ("overlay", "acme", (), {"acme/overlay.yaml"}),
        (
            "standard",
            "acme-100:2026",
            (),
            {
                "standards/acme-100-2026.yaml",
                "rulebases/acme-100/first.yaml",
                "rulebases/acme-100/first.test.yaml",
            },
        ),
        (
            "rulebase",
            "acme/calibration",
            ("--clause", "iso-9001:2015/7.1.5.2"),
            {"rulebases/acme/calibration.yaml", "rulebases/acme/calibration.test.yaml"},
        ),
    ],
)
def test_what_is_begun_is_sound_and_its_cases_pass(
    kind: str, name: str, more: tuple[str, ...], files: set[str], tmp_path: Path
) -> None:
    done = run("new", kind, name, "--in", tmp_path, *more)
    assert done.exit_code == 0, done.output
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.yaml")} == files
    root = tmp_path / name if kind == "overlay" else tmp_path
    for command in ("check", "test"):
        proved = run(command, root)
        assert proved.exit_code == 0, proved.output


@pytest.mark.parametrize("kind", ["overlay", "standard", "rulebase"])
def test_every_file_names_its_schema_which_lies_beside_and_holds_for_it(kind: str, tmp_path: Path) -> None:
    name, more = BEGUN[kind]
    assert run("new", kind, name, "--in", tmp_path, *more).exit_code == 0
    files = list(tmp_path.rglob("*.yaml"))
    assert files
    for path in files:
        text = path.read_text(encoding="utf-8")
        schema = json.loads(
            (path.parent / text.splitlines()[0].removeprefix(NAMES_SCHEMA)).read_text("utf-8")
        )
        assert schema["title"] in yaml.load(text, yaml.BaseLoader)
        jsonschema.Draft202012Validator(schema).validate(yaml.load(text, yaml.BaseLoader))


def test_a_schema_that_is_there_already_stays_as_it_is(tmp_path: Path) -> None:
    place = tmp_path / "schemas" / "rulebase.schema.json"
    place.parent.mkdir()
    place.write_text("{}", encoding="utf-8")
    name, more = BEGUN["rulebase"]
    assert run("new", "rulebase", name, "--in", tmp_path, *more).exit_code == 0
    assert place.read_text(encoding="utf-8") == "{}"
    assert (tmp_path / "schemas" / "tests.schema.json").is_file()


def test_a_file_that_is_there_already_stays_as_it_is(tmp_path: Path) -> None:
    assert run("new", "overlay", "acme", "--in", tmp_path).exit_code == 0
    (tmp_path / "acme" / "overlay.yaml").write_text("mine", encoding="utf-8")
    again = run("new", "overlay", "acme", "--in", tmp_path)
    assert again.exit_code == 2
    assert "there already" in again.output
    assert (tmp_path / "acme" / "overlay.yaml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("kind", "name", "clause", "message"),
    [
        (Beginning.OVERLAY, "Acme Ltd", "", "is no name for overlay"),
        (Beginning.STANDARD, "acme-100", "", "is no name for standard"),
        (Beginning.STANDARD, "iso-9001:2015", "", "is known already"),
        (Beginning.RULEBASE, "calibration", "iso-9001:2015/7.1.5", "is no name for rulebase"),
        (Beginning.RULEBASE, "acme/calibration", "", "is about a clause"),
        (Beginning.RULEBASE, "acme/calibration", "iso-9001:2015/7.9", "there is no clause"),
    ],
)
def test_what_cannot_be_begun_is_refused_and_nothing_is_written(
    kind: Beginning, name: str, clause: str, message: str, tmp_path: Path, knowledge: KnowledgeBase
) -> None:
    with pytest.raises(BadInput, match=message):
        begin(kind, name, tmp_path, knowledge, clause)
    assert not list(tmp_path.iterdir())

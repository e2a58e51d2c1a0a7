"""Schemas say what the reader says, as far as a schema can."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner, Result

from clausegraph.cli import main
from clausegraph.engine.knowledge.formats.schemas import as_text, file_name, schemas
from clausegraph.engine.knowledge.formats.standards import FORMATS

PROJECT = Path(__file__).resolve().parents[4]
MISTAKES = PROJECT / "tests" / "mistakes"
COMMITTED = sorted(
    path
    for folder in ("standards", "rulebases", "tests/mistakes/base")
    for path in (PROJECT / folder).rglob("*.yaml")
)


class _Text(yaml.SafeLoader):
    """Every scalar as text, as an editor for YAML 1.2 sees most of them."""


class _Typed(yaml.SafeLoader):
    """Yes as true and 4.1 as a number, but dates as text: JSON has no other."""


_Text.yaml_implicit_resolvers = {}
_Typed.yaml_implicit_resolvers = {
    start: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for start, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def faults(path: Path, loader: type[yaml.SafeLoader]) -> list[str]:
    content: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    kind = next(kind for kind in FORMATS if kind in content)
    return [
        fault.message
        for fault in jsonschema.Draft202012Validator(schemas()[file_name(kind)]).iter_errors(content)
    ]


@pytest.mark.parametrize("name", sorted(schemas()))
def test_a_committed_schema_is_what_the_tables_say(name: str) -> None:
    assert (PROJECT / "schemas" / name).read_text(encoding="utf-8") == as_text(schemas()[name])


def test_no_schema_of_a_format_that_is_gone_is_left() -> None:
    assert {path.name for path in (PROJECT / "schemas").iterdir()} == set(schemas())


@pytest.mark.parametrize("name", sorted(schemas()))
def test_a_schema_is_valid_itself(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schemas()[name])


@pytest.mark.parametrize("loader", [_Text, _Typed])
def test_every_committed_file_fits_its_schema(loader: type[yaml.SafeLoader]) -> None:
    assert {
        str(path.relative_to(PROJECT)): found for path in COMMITTED if (found := faults(path, loader))
    } == {}


@pytest.mark.parametrize("loader", [_Text, _Typed])
@pytest.mark.parametrize(
    "mistake",
    [
        "unknown-key/rulebases/sample/suppliers.yaml",
        "missing-keys/rulebases/sample/suppliers.yaml",
        "bad-grade/rulebases/sample/suppliers.yaml",
        "text-for-list/rulebases/sample/suppliers.yaml",
        "list-for-facts/rulebases/sample/audit.yaml",
        "bad-clause-number/standards/sample-2020.yaml",
        "bad-kind-of-answer/rulebases/sample/suppliers.yaml",
        "any-empty/rulebases/sample/extra.yaml",
        "any-within-any/rulebases/sample/extra.yaml",
        "rule-without-condition/rulebases/sample/extra.yaml",
        "answers-by-discipline-wrong/organisation.yaml",
        "overlay-bad-words/overlay-1/overlay.yaml",
    ],
)
def test_a_mistake_in_keys_or_words_does_not_fit_its_schema(
    mistake: str, loader: type[yaml.SafeLoader]
) -> None:
    assert faults(MISTAKES / mistake, loader)


def every_property(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    found = list(schema.get("properties", {}).items())
    below = [
        *(one for _, one in found),
        *schema.get("anyOf", ()),
        *(schema[key] for key in ("items", "additionalProperties") if schema.get(key)),
    ]
    return found + [inner for one in below for inner in every_property(one)]


@pytest.mark.parametrize("name", sorted(schemas()))
def test_every_key_is_explained(name: str) -> None:
    assert [key for key, schema in every_property(schemas()[name]) if not schema.get("description")] == []


# On the command line


def show(*words: str) -> Result:
    return CliRunner().invoke(main, ["schema", *words])


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_a_schema_is_printed_as_its_file_holds_it(kind: str) -> None:
    assert show(kind).stdout == as_text(schemas()[file_name(kind)])


def test_without_a_name_the_schemas_are_listed() -> None:
    told = show()
    assert told.exit_code == 0
    assert [line.split()[0] for line in told.stdout.splitlines()] == sorted(FORMATS)


def test_a_schema_that_is_not_there_is_a_problem_with_the_nearest_name() -> None:
    told = show("rulebases")
    assert (told.exit_code, told.stdout) == (2, "")
    assert "there is no schema `rulebases`" in told.stderr
    assert "rulebase" in told.stderr.splitlines()[1]

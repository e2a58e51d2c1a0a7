"""Whatever a folder holds is read, or it is said what was looked for: a wrong folder is never taken in
silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausegraph.engine.knowledge.load import load, read
from clausegraph.engine.knowledge.sources import Root, contents
from clausegraph.engine.problems import BadInput

RULE = "rulebases/sample/suppliers.yaml"


@pytest.fixture
def client(tmp_path: Path) -> Path:
    folder = tmp_path / "acme"
    folder.mkdir()
    return folder


def put(path: Path, text: str = "overlay: acme\nchanges: []\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def told(base: Path, folder: Path, cache: Path | None = None) -> str:
    with pytest.raises(BadInput) as fault:
        load([Root(base), Root(folder, folder.name)], cache=cache)
    return str(fault.value)


def test_an_empty_folder_says_what_was_looked_for_with_a_cache_as_without(
    base: Path, client: Path, tmp_path: Path
) -> None:
    load([Root(base)], cache=tmp_path / "cache")
    for cache in (None, tmp_path / "cache"):
        assert (
            "acme: nothing is read from this folder: it holds no standards/, no rulebases/ and no"
            " overlay.yaml" in told(base, client, cache)
        )


def test_the_parent_of_several_overlays_names_them(base: Path, client: Path) -> None:
    put(client / "one/overlay.yaml"), put(client / "two/rulebases/two/rules.yaml")
    assert "did you mean acme/one or acme/two? Each is given by itself" in told(base, client)


@pytest.mark.parametrize("name", ["rulebase", "Rulebases", "standard", "rule-bases"])
def test_a_folder_under_a_name_that_is_nearly_right_is_named(base: Path, client: Path, name: str) -> None:
    put(client / "overlay.yaml")
    put(client / name / "acme/rules.yaml", "rulebase: acme/rules\n")
    assert f"acme/{name}: nothing is read from a folder of this name" in told(base, client)


def test_a_rulebase_that_lies_flat_in_the_folder_is_named_and_an_organisations_file_may_lie_there(
    base: Path, client: Path
) -> None:
    put(client / "overlay.yaml"), put(client / "acme.yaml", "organisation: Acme\n")
    read([Root(base), Root(client, "acme")])
    put(client / "rules.yaml", "rulebase: acme/rules\nstandard: sample:2020\n")
    assert "acme/rules.yaml: this file is not read where it stands" in told(base, client)


@pytest.mark.parametrize("name", ["overlay.yml", "Overlay.yaml", "OVERLAY.YML"])
def test_an_overlay_is_found_under_any_ending_and_in_any_letters(client: Path, name: str) -> None:
    put(client / name)
    assert [shown for _, shown in Root(client, "acme").files()] == [f"acme/{name}"]


def test_a_linked_folder_is_named(base: Path, client: Path, tmp_path: Path) -> None:
    put(client / "overlay.yaml"), put(tmp_path / "far/rules.yaml")
    (client / "rulebases").mkdir()
    (client / "rulebases/far").symlink_to(tmp_path / "far")
    assert "acme/rulebases/far: this is a link to a folder, which is not followed" in told(base, client)


def test_what_was_read_from_a_folder_can_be_told(base: Path) -> None:
    assert contents(Root(base)) == "1 ladder file, 1 policy file, 3 rulebases, 1 standard, 1 theme file"

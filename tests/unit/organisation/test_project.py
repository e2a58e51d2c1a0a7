"""A project file beside an organisation's settles what is not given on the command line, and says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clausegraph.cli import main
from clausegraph.engine.organisation.project import Project, project_beside
from clausegraph.engine.problems import BadInput

SHOP = "organisation: A shop\nas_of: 2026-11-21\nanswers: {internal_audit.covered: 0}\n"
CHANGE = "{change: harmonised/audits-not-done, grade: minor, because: Agreed.}"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "overlay.yaml").write_text(f"overlay: acme\nchanges: [{CHANGE}]\n", encoding="utf-8")
    (tmp_path / "shop.yaml").write_text(SHOP, encoding="utf-8")
    return tmp_path / "shop.yaml"


def project(shop: Path, more: str) -> None:
    (shop.parent / "clausegraph.yaml").write_text(f"project: Shop\n{more}", encoding="utf-8")


def ran(*words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--engine", "plain"])


def test_what_the_project_settles_counts_as_if_it_were_given_and_is_said(shop: Path) -> None:
    project(shop, "overlays: [acme]\nstandards: [iso-9001:2015]\npolicy: strict\n")
    done = ran("assess", str(shop), "--format", "json")
    assert done.exit_code == 0
    assert '"policy": "strict"' in done.stdout
    assert '"overlay": "acme"' in done.stdout
    told = f"overlays {shop.parent / 'acme'}; standards iso-9001:2015; policy strict."
    assert done.stderr.startswith(f"Project {shop.parent / 'clausegraph.yaml'}: {told}\n")


def test_what_is_given_wins(shop: Path) -> None:
    project(shop, "standards: [iso-9001:2015]\npolicy: strict\n")
    done = ran("assess", str(shop), "--format", "json", "--policy", "default", "--standard", "iso-14001:2015")
    assert '"policy": "default"' in done.stdout
    assert done.stderr == ""


def test_questions_take_it_too(shop: Path) -> None:
    project(shop, "standards: [iso-9001:2015]\n")
    done = CliRunner().invoke(main, ["questions", str(shop), "--format", "yaml"])
    assert done.exit_code == 0
    assert "iso-9001:2015" in done.stdout


def test_without_one_nothing_is_added(shop: Path) -> None:
    assert project_beside(shop) is None


def test_an_organisation_that_is_called_so_is_no_project(shop: Path) -> None:
    (shop.parent / "clausegraph.yaml").write_text(SHOP, encoding="utf-8")
    assert project_beside(shop) is None


def test_every_mistake_in_it_is_told_with_its_line(shop: Path) -> None:
    project(shop, "overlays: [acme, nowhere]\nlogo: nothing.png\n")
    with pytest.raises(BadInput) as fault:
        project_beside(shop)
    assert [one.at.line for one in fault.value.problems] == [2, 3]


def test_it_adds_only_what_a_command_takes() -> None:
    whole = Project("clausegraph.yaml", policy="strict", logo=Path("logo.png"))
    assert whole.adds({"policy": "", "overlays": ()}) == {"policy": "strict"}

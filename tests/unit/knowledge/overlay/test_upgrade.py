"""Files of an earlier version are written in the names of today: the difference is shown, all else stays, and
the file of before is kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from clausegraph.cli import main
from clausegraph.engine.commands.check import check_knowledge
from clausegraph.engine.commands.workspace import Workspace
from clausegraph.engine.knowledge.overlay.upgrade import upgraded
from clausegraph.engine.model import KnowledgeBase

WAS, NOW = "iso-9001/8.3.4-reviews-absent", "iso-9001/8.3.4-reviews-missing"
OVERLAY = f"""overlay: acme
made_for: "0.1.0"
changes:
  # agreed in spring
  - change: {WAS}   # as the report calls it
    grade: minor
    because: Agreed.
"""


@pytest.fixture(scope="module")
def known() -> KnowledgeBase:
    return Workspace().knowledge


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    (tmp_path / "overlay.yaml").write_text(OVERLAY, encoding="utf-8")
    return tmp_path


def test_an_old_name_is_told_with_the_new_one_and_the_way_there(acme: Path) -> None:
    problem = check_knowledge([acme], today=date(2026, 11, 21)).problems[0]
    assert problem.code == "unknown-name"
    assert problem.hint == f"it is called {NOW} now: clausegraph upgrade FOLDER writes that"


def test_only_the_names_and_the_version_change(acme: Path, known: KnowledgeBase) -> None:
    one = next(upgraded([acme], known))
    assert one.after == OVERLAY.replace(WAS, NOW).replace("0.1.0", known.versions.tool)
    assert f"-  - change: {WAS}   # as the report calls it\n" in one.difference


def test_it_shows_the_difference_and_writes_when_it_is_told_to(acme: Path) -> None:
    shown = CliRunner().invoke(main, ["upgrade", str(acme)])
    assert NOW in shown.stdout
    assert (acme / "overlay.yaml").read_text(encoding="utf-8") == OVERLAY
    assert CliRunner().invoke(main, ["upgrade", str(acme), "--yes"]).exit_code == 0
    assert NOW in (acme / "overlay.yaml").read_text(encoding="utf-8")
    assert (acme / "overlay.yaml.bak").read_text(encoding="utf-8") == OVERLAY
    assert check_knowledge([acme], today=date(2026, 11, 21)).sound


def test_a_second_time_there_is_nothing_to_do(acme: Path) -> None:
    CliRunner().invoke(main, ["upgrade", str(acme), "--yes"])
    again = CliRunner().invoke(main, ["upgrade", str(acme), "--yes"])
    assert again.stdout == "Nothing here has a name of an earlier version.\n"


def test_a_name_keeps_its_standard_and_its_quotes(tmp_path: Path, known: KnowledgeBase) -> None:
    text = OVERLAY.replace(WAS, f'"{WAS}@iso-9001:2015"').replace('made_for: "0.1.0"\n', "")
    (tmp_path / "overlay.yaml").write_text(text, encoding="utf-8")
    assert next(upgraded([tmp_path], known)).after == text.replace(WAS, NOW)


def test_every_name_of_an_earlier_version_leads_to_one_of_today(known: KnowledgeBase) -> None:
    rules = known.called_now("rule")
    assert rules.keys().isdisjoint(known.rule)
    assert set(rules.values()) <= known.rule.keys()

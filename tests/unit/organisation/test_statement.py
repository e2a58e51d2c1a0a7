"""The Statement of Applicability as the register of controls tells it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clausegraph.engine.model import Discipline, KnowledgeBase
from clausegraph.engine.organisation.organisation import Organisation, read_organisation

TODAY = date(2026, 11, 21)
SECURITY = "iso-27001:2022"


@pytest.fixture
def annex(knowledge: KnowledgeBase) -> list[str]:
    numbers = (one.number for one in knowledge.clauses if one.standard == SECURITY)
    return [one for one in numbers if one.startswith("A.") and one.count(".") == 2]


def organisation(knowledge: KnowledgeBase, folder: Path, *records: str) -> Organisation:
    path = folder / "organisation.yaml"
    listed = "".join(f"\n    - {{{one}}}" for one in records) or " []"
    path.write_text(f"organisation: Invented Ltd\nanswers:\n  registers.controls:{listed}\n", encoding="utf-8")
    return read_organisation(path, knowledge, as_of=TODAY, today=TODAY)


def counted(knowledge: KnowledgeBase, folder: Path, *records: str, standard: str = SECURITY) -> tuple[float, float]:
    """How many controls are left out, and how many have no status."""
    values = organisation(knowledge, folder, *records).values((standard,), knowledge)
    discipline = knowledge.standard[standard].discipline
    return float(str(values["soa.annex_left_out"][discipline])), float(str(values["soa.annex_without_status"][discipline]))


def test_a_register_without_controls_of_the_annex_is_no_statement(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    assert counted(knowledge, tmp_path) == (0, 0)
    assert counted(knowledge, tmp_path, "record: C-1, what: Doors") == (0, 0)


def test_every_control_of_the_annex_needs_a_line_used_or_not(knowledge: KnowledgeBase, annex: list[str], tmp_path: Path) -> None:
    assert len(annex) == 93
    lines = [f"record: {one}, what: It, annex_a: {one}, applicable: no" for one in annex]
    assert counted(knowledge, tmp_path, *lines) == (0, 0)
    assert counted(knowledge, tmp_path, *lines[:-2]) == (2, 0)


def test_one_record_may_be_several_controls(knowledge: KnowledgeBase, annex: list[str], tmp_path: Path) -> None:
    line = 'record: C-1, what: Backup and its test, annex_a: "A.8.13, A.8.14", status: in place'
    assert counted(knowledge, tmp_path, line) == (len(annex) - 2, 0)


def test_controls_numbered_by_the_old_edition_leave_those_of_this_one_out(
    knowledge: KnowledgeBase, annex: list[str], tmp_path: Path
) -> None:
    assert counted(knowledge, tmp_path, "record: C-1, what: Inventory, annex_a: A.8.1.1, status: in place") == (len(annex), 0)


@pytest.mark.parametrize("written", ["A.8.13", "A8.13", "8.13", "A.8.13 Backup"])
def test_a_control_is_known_however_people_write_its_number(
    knowledge: KnowledgeBase, annex: list[str], tmp_path: Path, written: str
) -> None:
    assert counted(knowledge, tmp_path, f'record: C-1, what: Backup, annex_a: "{written}", status: in place') == (len(annex) - 1, 0)


def test_only_a_control_in_use_has_to_say_how_far_it_has_come(knowledge: KnowledgeBase, annex: list[str], tmp_path: Path) -> None:
    lines = [f"record: {one}, what: It, annex_a: {one}, applicable: no" for one in annex[3:]]
    used = [f"record: {one}, what: It, annex_a: {one}" for one in annex[:3]]
    assert counted(knowledge, tmp_path, *lines, f"{used[0]}, status: planned", f"{used[1]}, applicable: yes", used[2]) == (0, 2)


def test_other_standards_have_no_annex_to_go_through(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    assert counted(knowledge, tmp_path, "record: C-1, what: Backup, annex_a: A.8.13", standard="iso-9001:2015") == (0, 0)


def test_what_is_counted_belongs_to_information_security_alone(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    both = ("iso-9001:2015", SECURITY)
    values = organisation(knowledge, tmp_path, "record: C-1, what: Backup, annex_a: A.8.13").values(both, knowledge)
    assert values["soa.annex_left_out"][Discipline.INFORMATION_SECURITY] == 92
    assert values["soa.annex_left_out"][Discipline.QUALITY] == 0

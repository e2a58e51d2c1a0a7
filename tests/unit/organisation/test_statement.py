"""The Statement of Applicability as the register of controls tells it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clausegraph.engine.model import Discipline, KnowledgeBase
from clausegraph.engine.organisation.organisation import Organisation, read_organisation
from clausegraph.engine.problems import BadInput

TODAY = date(2026, 11, 21)
SECURITY = "iso-27001:2022"


@pytest.fixture
def annex(knowledge: KnowledgeBase) -> list[str]:
    numbers = (one.number for one in knowledge.clauses if one.standard == SECURITY)
    return [one for one in numbers if one.startswith("A.") and one.count(".") == 2]


def organisation(knowledge: KnowledgeBase, folder: Path, *records: str) -> Organisation:
    path = folder / "organisation.yaml"
    listed = "".join(f"\n    - {{{one}}}" for one in records) or " []"
    path.write_text(
        f"organisation: Invented Ltd\nanswers:\n  registers.controls:{listed}\n", encoding="utf-8"
    )
    return read_organisation(path, knowledge, as_of=TODAY, today=TODAY)


def counted(
    knowledge: KnowledgeBase, folder: Path, *records: str, standard: str = SECURITY
) -> tuple[float, float]:
    """How many controls are left out, and how many have no status."""
    values = organisation(knowledge, folder, *records).values((standard,), knowledge)
    discipline = knowledge.standard[standard].discipline
    return float(str(values["soa.annex_left_out"][discipline])), float(
        str(values["soa.annex_without_status"][discipline])
    )


def test_a_register_without_controls_of_the_annex_is_no_statement(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    assert counted(knowledge, tmp_path) == (0, 0)
    assert counted(knowledge, tmp_path, "record: C-1, what: Doors") == (0, 0)


def test_every_control_of_the_annex_needs_a_line_used_or_not(
    knowledge: KnowledgeBase, annex: list[str], tmp_path: Path
) -> None:
    assert len(annex) == 93
    lines = [f"record: {one}, what: It, annex_a: {one}, applicable: no" for one in annex]
    assert counted(knowledge, tmp_path, *lines) == (0, 0)
    assert counted(knowledge, tmp_path, *lines[:-2]) == (2, 0)


def test_one_record_may_be_several_controls(
    knowledge: KnowledgeBase, annex: list[str], tmp_path: Path
) -> None:
    line = 'record: C-1, what: Backup and its test, annex_a: "A.8.13, A.8.14", status: in place'
    assert counted(knowledge, tmp_path, line) == (len(annex) - 2, 0)


def told(knowledge: KnowledgeBase, folder: Path, *records: str) -> str:
    with pytest.raises(BadInput) as fault:
        organisation(knowledge, folder, *records)
    return str(fault.value)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("A.12.6.1", "what it asked is asked by A.8.8"),
        ("A.10.1.1 Cryptography", "what it asked is asked by A.8.24"),
        ("8.1.3", "what it asked is asked by A.5.10"),
        ("A.9.99", "there is no control A.9.99"),
        ("A.20.1.1", "there is no control A.20.1.1"),
        ("Remote workin", "did you mean A.6.7 (Remote working)?"),
    ],
)
def test_what_is_no_control_of_this_edition_is_told_with_the_one_that_is(
    knowledge: KnowledgeBase, tmp_path: Path, written: str, message: str
) -> None:
    assert message in told(
        knowledge, tmp_path, f'record: C-1, what: It, annex_a: "{written}", status: in place'
    )


def test_five_point_ten_that_a_spreadsheet_made_five_point_one_is_told_by_its_title(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    line = (
        "record: C-1, what: Acceptable use of information and associated assets, annex_a: 5.1, status: in"
        " place"
    )
    assert "this line is A.5.1 by its number and A.5.10" in told(knowledge, tmp_path, line)
    organisation(
        knowledge,
        tmp_path,
        "record: C-1, what: Policies for information security, annex_a: 5.1, status: in place",
    )


def test_five_point_ten_that_a_spreadsheet_made_five_point_one_is_told_by_its_neighbours(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    numbers = ("5.1", "5.9", "5.1", "5.11")
    lines = [
        f"record: C-{place}, what: It, annex_a: {number}, status: in place"
        for place, number in enumerate(numbers)
    ]
    assert "by its number and A.5.10" in told(knowledge, tmp_path, *lines)
    organisation(knowledge, tmp_path, *lines[:2], lines[3])


def test_a_control_that_is_used_in_one_line_and_left_out_in_another_is_a_contradiction(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    lines = (
        "record: C-1, what: It, annex_a: A.5.15, status: in place",
        "record: C-2, what: It, annex_a: A.5.15, applicable: no",
    )
    assert "A.5.15 is applicable in one line and left out in another" in told(knowledge, tmp_path, *lines)


def test_a_control_known_by_its_title_alone_is_that_control(
    knowledge: KnowledgeBase, annex: list[str], tmp_path: Path
) -> None:
    assert counted(
        knowledge, tmp_path, "record: C-1, what: It, annex_a: remote working, status: in place"
    ) == (len(annex) - 1, 0)


def test_what_the_statement_leaves_out_with_a_reason_does_not_apply(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    lines = (
        "record: C-1, what: It, annex_a: A.7.6, applicable: no",
        "record: C-2, what: It, annex_a: A.8.30, applicable: no, justification: none",
    )
    read = organisation(knowledge, tmp_path, *lines)
    assert [one.target for one in read.exclusions] == [f"{SECURITY}/A.8.30"]
    assert {one.split("/")[1] for one in read.excluded(knowledge)} == {"A.8.30"}


def test_what_the_statement_calls_applicable_applies_whatever_the_list_of_exclusions_says(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    path = tmp_path / "organisation.yaml"
    excluded = "not_applicable: [{requirement: iso-27001:2022/A.8.30, because: Nothing is bought in.}]"
    line = (
        "{record: C-1, what: It, annex_a: A.8.30, applicable: APPLIES, justification: we do, status: in"
        " place}"
    )
    for applies, number in (("yes", 0), ("no", 1)):
        text = (
            f"organisation: Invented Ltd\n{excluded}\nanswers:\n  registers.controls:"
            f" [{line.replace('APPLIES', applies)}]\n"
        )
        path.write_text(text, encoding="utf-8")
        read = read_organisation(path, knowledge, as_of=TODAY, today=TODAY)
        assert len({one.split("/")[1] for one in read.excluded(knowledge)}) == number


def test_controls_without_a_line_are_named(
    knowledge: KnowledgeBase, annex: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "organisation.yaml"
    lines = "".join(
        f"    - {{record: C-{one}, what: It, annex_a: {one}, status: in place}}\n"
        for one in annex
        if one not in ("A.5.7", "A.8.28")
    )
    path.write_text(
        f"organisation: Invented Ltd\nstandards: [{SECURITY}]\nanswers:\n  registers.controls:\n{lines}",
        encoding="utf-8",
    )
    (remark,) = read_organisation(path, knowledge, as_of=TODAY, today=TODAY).remarks
    assert remark.message == "the Statement has no line for A.5.7, A.8.28"


@pytest.mark.parametrize("written", ["A.8.13", "A8.13", "8.13", "A.8.13 Backup"])
def test_a_control_is_known_however_people_write_its_number(
    knowledge: KnowledgeBase, annex: list[str], tmp_path: Path, written: str
) -> None:
    assert counted(
        knowledge, tmp_path, f'record: C-1, what: Backup, annex_a: "{written}", status: in place'
    ) == (len(annex) - 1, 0)


def test_only_a_control_in_use_has_to_say_how_far_it_has_come(
    knowledge: KnowledgeBase, annex: list[str], tmp_path: Path
) -> None:
    lines = [f"record: {one}, what: It, annex_a: {one}, applicable: no" for one in annex[3:]]
    used = [f"record: {one}, what: It, annex_a: {one}" for one in annex[:3]]
    assert counted(
        knowledge, tmp_path, *lines, f"{used[0]}, status: planned", f"{used[1]}, applicable: yes", used[2]
    ) == (0, 2)


def test_other_standards_have_no_annex_to_go_through(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    assert counted(
        knowledge, tmp_path, "record: C-1, what: Backup, annex_a: A.8.13", standard="iso-9001:2015"
    ) == (0, 0)


def test_what_is_counted_belongs_to_information_security_alone(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    both = ("iso-9001:2015", SECURITY)
    values = organisation(knowledge, tmp_path, "record: C-1, what: Backup, annex_a: A.8.13").values(
        both, knowledge
    )
    assert values["soa.annex_left_out"][Discipline.INFORMATION_SECURITY] == 92
    assert values["soa.annex_left_out"][Discipline.QUALITY] == 0

"""Records of registers as an organisation's file gives them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clausegraph.engine.analysis.assessment import put_question
from clausegraph.engine.inference.choose import evaluator
from clausegraph.engine.model import Discipline, KnowledgeBase
from clausegraph.engine.organisation.organisation import read_organisation
from clausegraph.engine.organisation.records import Registers


def read(text: str, knowledge: KnowledgeBase, folder: Path) -> Registers:
    path = folder / "organisation.yaml"
    path.write_text(f"organisation: Invented Ltd\nanswers:\n{text}", encoding="utf-8")
    return read_organisation(path, knowledge, as_of=date(2026, 11, 21), today=date(2026, 11, 21)).registers


def test_records_keep_their_order_their_values_and_their_place(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    risks = read(
        "  registers.risks:\n"
        "    - {record: R-2, what: Fire, level: high, assessed: 2026-01-02}\n"
        "    - {record: R-1, what: Flood, level: low}\n",
        knowledge,
        tmp_path,
    )["registers.risks"]
    assert [(one.id, one.at.line) for one in risks] == [("R-2", 4), ("R-1", 5)]
    assert risks[0].values == {
        "what": "Fire",
        "level": "high",
        "assessed": date(2026, 1, 2),
        "status": "open",
    }


def test_a_record_knows_which_of_its_meanings_nobody_wrote(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    controls = read(
        "  registers.controls:\n    - {record: C-1, what: Doors}\n    - {record: C-2, what: Locks, status: in"
        " place, applicable: yes}\n",
        knowledge,
        tmp_path,
    )["registers.controls"]
    assert controls[0].values["status"] == controls[1].values["status"] == "in place"
    assert [set(one.unsaid) for one in controls] == [{"status", "applicable"}, set()]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ("", "open"),
        ("carried_out: 2026-01-02", "carried out"),
        ("carried_out: 2026-01-02, closed: 2026-01-03", "closed"),
        ("status: in progress, closed: 2026-01-03", "in progress"),
    ],
)
def test_what_an_empty_field_means_is_told_by_those_that_are_filled(
    fields: str, status: str, knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    lines = f"  registers.nonconformities:\n    - {{record: N-1, what: A late order, {fields}}}\n"
    (found,) = read(lines, knowledge, tmp_path)["registers.nonconformities"]
    assert found.values["status"] == status
    assert ("status" in found.unsaid) is not fields.startswith("status")


def test_names_of_records_come_as_a_list_or_with_commas_and_each_counts_once(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    risks = read(
        "  registers.risks:\n"
        "    - {record: R-1, what: Fire, level: high, controls: [C-1, C-2, C-1]}\n"
        "    - {record: R-2, what: Flood, level: low, controls: 'C-1 , C-2'}\n",
        knowledge,
        tmp_path,
    )["registers.risks"]
    assert [one.names["controls"] for one in risks] == [("C-1", "C-2"), ("C-1", "C-2")]


def test_a_name_that_no_record_has_strays_only_where_the_register_was_given(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    risk = "  registers.risks: [{record: R-1, what: Fire, level: high, controls: [C-1, C-2]}]\n"
    assert read(risk, knowledge, tmp_path)["registers.risks"][0].strays == {}
    given = read(f"{risk}  registers.controls: [{{record: C-1, what: Doors}}]\n", knowledge, tmp_path)
    assert given["registers.risks"][0].strays == {"controls": ("C-2",)}


def test_an_empty_register_was_given_and_one_left_out_was_not(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    assert read("  registers.risks: []\n", knowledge, tmp_path) == {"registers.risks": ()}


def test_a_record_belongs_to_the_discipline_of_its_register_to_its_own_or_to_all(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    registers = read(
        "  registers.hazards: [{record: H-1, what: Heat, severity: minor}]\n"
        "  registers.risks:\n"
        "    - {record: R-1, what: Fire, level: high, disciplines: [ohs, quality]}\n"
        "    - {record: R-2, what: Flood, level: low}\n",
        knowledge,
        tmp_path,
    )
    assert registers["registers.hazards"][0].disciplines == (Discipline.OHS,)
    assert registers["registers.risks"][0].disciplines == (Discipline.OHS, Discipline.QUALITY)
    assert registers["registers.risks"][1].belongs_to(Discipline.ENVIRONMENT)


CONTROLS = "  registers.controls: [{record: C-1, what: Doors}, {record: R\u20117, what: Locks}]\n"


@pytest.mark.parametrize(
    "written", ["'C-1, R-7'", "'C-1; R-7'", '"C-1\\nR-7"', "C-1 R-7", "c-1 r\u20117", "[C-1, r-7]"]
)
def test_names_are_found_however_people_put_them_into_one_field(
    knowledge: KnowledgeBase, tmp_path: Path, written: str
) -> None:
    risk = f"  registers.risks: [{{record: R-1, what: Fire, level: high, controls: {written}}}]\n"
    (record,) = read(risk + CONTROLS, knowledge, tmp_path)["registers.risks"]
    assert (record.names["controls"], record.strays) == (("C-1", "R\u20117"), {})


@pytest.mark.parametrize("written", ["[]", "none", "'-'", "keine"])
def test_a_field_that_says_there_is_none_is_a_field_the_register_keeps(
    knowledge: KnowledgeBase, tmp_path: Path, written: str
) -> None:
    (record,) = read(
        f"  registers.risks: [{{record: R-1, what: Fire, level: high, controls: {written}}}]\n",
        knowledge,
        tmp_path,
    )["registers.risks"]
    assert "controls" not in record.unsure
    assert "owner" in record.unsure


RISKS = "  registers.security_risks:\n" + "".join(
    f"    - {{record: R-{number}, what: A risk, level: high, treatment: reduce, owner: IT, "
    "assessed: 2026-09-01, accepted: 2026-09-02CONTROLS}\n"
    for number in range(1, 5)
)
REAL = {
    "a register without a column for controls": (RISKS.replace("CONTROLS", ""), set()),
    "controls in words": (
        RISKS.replace("CONTROLS", ', controls: "mail filter, training of all"')
        + "  registers.controls: [{record: A.8.13, what: Backup, annex_a: A.8.13, status: in place,"
        " justification: risk, owner: IT}]\n",
        set(),
    ),
    "a name that is not there beside controls in words": (
        RISKS.replace("CONTROLS", ', controls: "mail filter, A.8.99"')
        + "  registers.controls: [{record: A.8.13, what: Backup, annex_a: A.8.13, status: in place,"
        " justification: risk, owner: IT}]\n",
        {"iso-27001/security-risk-names-no-control-there-is"},
    ),
    "a column for controls that is empty for all but one": (
        RISKS.replace("CONTROLS", "").replace("2026-09-02}", "2026-09-02, controls: C-1}", 1)
        + "  registers.controls: [{record: C-1, what: Backup, status: in place, owner: IT}]\n",
        {"iso-27001/treated-risk-without-control", "iso-27001/many-treated-risks-without-control"},
    ),
}


@pytest.mark.parametrize("register", REAL)
def test_a_gap_is_found_only_where_the_register_says_so(
    knowledge: KnowledgeBase, tmp_path: Path, register: str
) -> None:
    text, expected = REAL[register]
    path = tmp_path / "organisation.yaml"
    path.write_text(
        f"organisation: Invented Ltd\nstandards: [iso-27001:2022]\nanswers:\n{text}", encoding="utf-8"
    )
    told = read_organisation(path, knowledge, as_of=None, today=date(2026, 11, 21))
    question = put_question(told, knowledge, told.standards, knowledge.policy["default"])
    verdicts = {engine: evaluator(knowledge, engine).infer(question).verdicts for engine in ("plain", None)}
    assert verdicts["plain"] == verdicts[None]
    about_controls = {
        rule for one in verdicts["plain"] for rule in one.fired if "control" in rule and "annex" not in rule
    }
    assert about_controls == expected

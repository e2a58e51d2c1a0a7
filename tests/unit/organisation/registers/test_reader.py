"""Records as people keep them: their own words, points of a scale, controls in words."""

from __future__ import annotations

from datetime import date

import pytest

from clausegraph.engine.model import KnowledgeBase
from clausegraph.engine.organisation.organisation import Organisation, organisation_in
from clausegraph.engine.organisation.records import RegisterRecord

DAY = date(2026, 11, 21)
SCALES = (
    "scales:\n"
    "  - {scale: 5 x 5, levels: {low: 1, medium: 6, high: 15}, highest: 25, score: times,"
    " words: {awful: high}}\n"
    "  - {scale: signs, levels: {no: 1, yes: 12}, score: plus, registers: [registers.aspects]}\n"
)


def read(text: str, knowledge: KnowledgeBase, scales: str = SCALES) -> Organisation:
    return organisation_in(
        f"organisation: Invented Ltd\n{scales}answers:\n{text}", "o.yaml", knowledge, today=DAY
    )


def risk(fields: str, knowledge: KnowledgeBase, scales: str = SCALES) -> RegisterRecord:
    text = f"  registers.risks: [{{record: R-1, what: Fire, {fields}}}]\n"
    return read(text, knowledge, scales).registers["registers.risks"][0]


@pytest.mark.parametrize(
    ("written", "field", "meant"),
    [
        ("treatment: Mitigate", "treatment", "reduce"),
        ("treatment: Retain", "treatment", "accept"),
        ("treatment: Übertragung", "treatment", "share"),
        ("status: In Bearbeitung", "status", "in progress"),
        ("status: ✅ Done", "status", "closed"),
        ("status: N/A", "status", "not applicable"),
        ("inherent: Élevé", "inherent", "high"),
    ],
)
def test_people_write_their_own_words_for_those_of_a_field(
    knowledge: KnowledgeBase, written: str, field: str, meant: str
) -> None:
    assert risk(f"level: low, {written}", knowledge, "").values[field] == meant


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("level: 5.9", "low"),
        ("level: 6", "medium"),
        ("level: 4 x 5", "high"),
        ("level: awful", "high"),
        ("score: 14", "medium"),
        ("score: 15 points", "high"),
        ("likelihood: 4 - likely, impact: 5", "high"),
        ("likelihood: 1, impact: 1", "low"),
    ],
)
def test_points_are_turned_into_a_level_by_the_scale_of_the_organisation(
    knowledge: KnowledgeBase, written: str, level: str
) -> None:
    assert risk(written, knowledge).values["level"] == level


def test_a_level_that_nobody_wrote_is_marked_as_such_and_what_was_written_for_points_is_kept(
    knowledge: KnowledgeBase,
) -> None:
    made = risk("likelihood: 4 - likely, impact: 5, residual: 3", knowledge)
    assert {"level", "score"} <= set(made.unsaid)
    assert made.values["score"] == 20
    assert made.written == {"likelihood": "4 - likely", "residual": "3"}


def test_factors_may_be_added_and_a_scale_for_a_register_serves_no_other(knowledge: KnowledgeBase) -> None:
    aspects = (
        "  registers.aspects:\n"
        "    - {record: U-1, what: Noise, likelihood: 5, impact: 6}\n"
        "    - {record: U-2, what: Dust, likelihood: 6, impact: 6}\n"
    )
    found = read(aspects, knowledge).registers["registers.aspects"]
    assert [one.values["significant"] for one in found] == ["no", "yes"]


def test_a_level_that_says_otherwise_than_its_points_counts_and_is_told(knowledge: KnowledgeBase) -> None:
    told = read("  registers.risks: [{record: R-1, what: Fire, level: low, score: 20}]\n", knowledge)
    assert told.registers["registers.risks"][0].values["level"] == "low"
    (remark,) = told.remarks
    assert (remark.code, remark.at.line) == ("contradiction", 6)
    assert remark.message == "the level of R-1 is low as it is written, and high by its score"


def test_a_control_of_annex_a_that_does_not_apply_by_its_status_is_left_out(knowledge: KnowledgeBase) -> None:
    controls = "  registers.controls: [{record: C-1, what: Fibre, annex_a: A.7.12, status: N/A}]\n"
    (record,) = read(controls, knowledge).registers["registers.controls"]
    assert record.values["applicable"] == "no"
    assert "applicable" in record.unsaid


def test_controls_in_words_are_kept_and_are_no_names(knowledge: KnowledgeBase) -> None:
    text = (
        "  registers.risks: [{record: R-1, what: Fire, level: low, controls: 'mail filter, C-7, C-1'}]\n"
        "  registers.controls: [{record: C-1, what: Doors}]\n"
    )
    (record,) = read(text, knowledge).registers["registers.risks"]
    assert record.names["controls"] == ("mail filter", "C-7", "C-1")
    assert (record.strays, record.in_words) == ({"controls": ("C-7",)}, {"controls": ("mail filter",)})
    assert "controls" in record.unsure


def test_one_word_may_be_a_name_where_names_have_no_figures(knowledge: KnowledgeBase) -> None:
    text = (
        "  registers.risks: [{record: R-1, what: Fire, level: low, controls: 'sprinkler, yearly drills'}]\n"
        "  registers.controls: [{record: doors, what: Doors}]\n"
    )
    (record,) = read(text, knowledge).registers["registers.risks"]
    assert record.strays == {"controls": ("sprinkler",)}

"""What people do to a questionnaire before they send it back, and what is read of it."""

from __future__ import annotations

import contextlib
import io
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from clausegraph.engine.model import Discipline, KnowledgeBase
from clausegraph.engine.organisation.organisation import read_organisation
from clausegraph.engine.problems import BadInput

Filled = Any


def test_an_untouched_questionnaire_answers_nothing(filled: Filled) -> None:
    read = filled.read()
    assert (read.answers, read.exclusions, read.notes, read.registers) == ((), (), (), {})
    assert (read.standards, read.as_of) == (("iso-9001:2015", "iso-45001:2018"), date(2026, 11, 22))


def test_an_answer_is_placed_at_its_cell(filled: Filled) -> None:
    filled.cell("policy.stated").value = "yes"
    (answer,) = filled.read().answers
    assert (answer.value, answer.at.cell) == ("yes", f"Questions!F{filled.row('policy.stated')}")
    assert str(answer.at) == f"shop.xlsx:Questions!F{filled.row('policy.stated')}"


@pytest.mark.parametrize(
    ("fact", "typed", "form", "value"),
    [
        ("competence.share", 50, "General", 50.0),
        ("competence.share", 0.5, "0%", 50.0),
        ("competence.share", 0.07, "0.0 %", 7.0),
        ("competence.share", "0,5 %", "General", 0.5),
        ("hazards.last_reviewed", "25/12/2025", "@", date(2025, 12, 25)),
        ("competence.share", "50%", "General", 50.0),
        ("competence.share", "50 %", "@", 50.0),
        ("hazards.missed", 12, "General", 12.0),
        ("hazards.missed", 12.0, '0 "% of all"', 12.0),
        ("hazards.missed", "12", "@", 12.0),
        ("hazards.last_reviewed", date(2026, 3, 2), "dd.mm.yyyy", date(2026, 3, 2)),
        ("hazards.last_reviewed", datetime(2026, 3, 2, 14, 30), "yyyy-mm-dd hh:mm", date(2026, 3, 2)),
        ("hazards.last_reviewed", "2026-03-02", "@", date(2026, 3, 2)),
        ("policy.stated", True, "General", "yes"),
        ("policy.stated", False, "General", "no"),
        ("policy.stated", "Yes ", "General", "yes"),
        ("policy.stated", "NO", "General", "no"),
        ("documents.extent", "All  the standard asks for", "General", "all the standard asks for"),
    ],
)
def test_what_is_typed_is_understood_as_it_is_meant(
    filled: Filled, fact: str, typed: Any, form: str, value: Any
) -> None:
    cell = filled.cell(fact)
    cell.value = typed
    cell.number_format = form
    assert filled.answers() == {fact: value}


@pytest.mark.parametrize(
    ("fact", "typed", "says"),
    [
        (
            "policy.stated",
            "perhaps",
            "`perhaps` is not an answer to policy.stated [wrong-answer]\n    hint: its answers are yes, no",
        ),
        ("hazards.missed", "a few", "`a few` is not a number"),
        ("hazards.missed", -1, "`-1` is out of range"),
        ("competence.share", 101, "`101` is out of range"),
        ("hazards.last_reviewed", "last spring", "`last spring` is not a date"),
        ("hazards.last_reviewed", date(2027, 1, 1), "2027-01-01 lies after the day of the assessment"),
        ("hazards.last_reviewed", 46000, "`46000` is not a date"),
        ("policy.stated", "=1/0", "this cell holds a formula whose value is not stored in the file"),
        (
            "policy.stated",
            "ye\u2028s",
            "this cell holds an invisible character that text may not hold (U+2028)",
        ),
    ],
)
def test_what_cannot_be_understood_is_a_problem_at_its_cell(
    filled: Filled, fact: str, typed: Any, says: str
) -> None:
    filled.cell(fact).value = typed
    assert filled.problems().startswith(f"shop.xlsx:Questions!F{filled.row(fact)}: {says}")


def test_an_error_in_a_cell_is_a_problem(filled: Filled) -> None:
    filled.cell("policy.stated").value = "#REF!"
    assert "this cell shows the error #REF!" in filled.problems()


def test_a_formula_counts_with_the_value_it_showed(filled: Filled, knowledge: KnowledgeBase) -> None:
    filled.cell("hazards.missed").value = "=1+2"
    filled.workbook.save(filled.place)
    content = io.BytesIO()
    with zipfile.ZipFile(filled.place) as before, zipfile.ZipFile(content, "w") as after:
        for part in before.infolist():
            after.writestr(
                part,
                before.read(part)
                .replace(b"<f>1+2</f><v></v>", b"<f>1+2</f><v>3</v>")
                .replace(b"<f>1+2</f><v />", b"<f>1+2</f><v>3</v>"),
            )
    filled.place.write_bytes(content.getvalue())
    read = read_organisation(filled.place, knowledge, as_of=None, today=date(2026, 11, 22))
    assert [answer.value for answer in read.answers] == [3.0]


# --- rows and columns


def test_rows_may_be_moved_and_stand_between_rows_of_ones_own(filled: Filled) -> None:
    filled.cell("policy.stated").value = "yes"
    filled.cell("hazards.missed").value = 3
    sheet = filled.sheet("questions")
    sheet.insert_rows(filled.row("policy.stated"), 3)
    sheet.insert_rows(4, 2)
    sheet.cell(5, 4).value = "Our own heading"
    assert filled.answers() == {"policy.stated": "yes", "hazards.missed": 3.0}


def test_sorted_rows_are_read_by_their_names(filled: Filled) -> None:
    filled.cell("policy.stated").value = "yes"
    sheet = filled.sheet("questions")
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    for number, row in enumerate(reversed(rows), 4):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value
    assert filled.answers() == {"policy.stated": "yes"}


def test_filtered_rows_are_read_as_well(filled: Filled) -> None:
    filled.cell("policy.stated").value = "yes"
    filled.sheet("questions").row_dimensions[filled.row("policy.stated")].hidden = True
    assert filled.answers() == {"policy.stated": "yes"}


def test_columns_may_be_moved_and_stand_between_columns_of_ones_own(filled: Filled) -> None:
    filled.cell("policy.stated").value = "yes"
    filled.sheet("questions").insert_cols(3, 2)
    filled.sheet("questions").cell(7, 4).value = "ours"
    assert filled.answers() == {"policy.stated": "yes"}


def test_headings_may_be_translated(filled: Filled) -> None:
    filled.cell("policy.stated").value = "yes"
    for cell in filled.sheet("questions")[3][1:]:
        cell.value = "Überschrift"
    assert filled.answers() == {"policy.stated": "yes"}


def test_a_sheet_may_be_renamed_and_sheets_of_ones_own_are_left_alone(filled: Filled) -> None:
    filled.cell("policy.stated").value = "yes"
    filled.sheet("questions").title = "Fragen"
    filled.workbook.create_sheet("Ours")["A1"] = "anything"
    assert filled.answers() == {"policy.stated": "yes"}


def test_an_answer_merged_over_several_rows_counts_in_each_of_them(filled: Filled) -> None:
    column = filled.column("questions", "answer")
    first, below = sorted(filled.row(fact) for fact in ("system.processes", "system.in_daily_use"))
    assert below == first + 1
    filled.sheet("questions").cell(first, column).value = "yes"
    filled.sheet("questions").merge_cells(
        start_row=first, end_row=below, start_column=column, end_column=column
    )
    assert filled.answers() == {"system.processes": "yes", "system.in_daily_use": "yes"}


def test_a_cell_of_blanks_is_blank(filled: Filled) -> None:
    filled.cell("policy.stated").value = "  \n "
    assert filled.answers() == {}


def test_a_lost_column_of_names_is_a_problem(filled: Filled) -> None:
    filled.cell("policy.stated").value = "yes"
    filled.sheet("questions").delete_cols(1)
    assert (
        "shop.xlsx:Questions: this sheet has lost its hidden first column, which names the questions"
        " [missing-column]" in filled.problems()
    )


def test_a_lost_row_of_keys_is_a_problem(filled: Filled) -> None:
    filled.sheet("excluded").delete_rows(1)
    assert (
        "shop.xlsx:Not applicable: this sheet has lost its hidden row of keys [missing-column]"
        in filled.problems()
    )


def test_a_lost_column_of_answers_is_a_problem(filled: Filled) -> None:
    filled.sheet("questions").delete_cols(filled.column("questions", "answer"))
    assert "this sheet has lost its column `answer`" in filled.problems()


@pytest.mark.parametrize("table", ["start", "questions"])
def test_a_lost_sheet_is_a_problem(filled: Filled, table: str) -> None:
    filled.workbook.remove(filled.sheet(table))
    assert f"it lacks the sheet `{table.capitalize()}`" in filled.problems()


def test_a_copied_sheet_is_a_problem(filled: Filled) -> None:
    filled.workbook.copy_worksheet(filled.sheet("questions"))
    assert "this sheet is a second one for the same as `Questions`" in filled.problems()


def test_two_rows_with_one_name_are_a_problem(filled: Filled) -> None:
    row = filled.row("hazards.missed")
    assert filled.row("policy.stated") < row
    filled.sheet("questions").cell(row, 1).value = "policy.stated"
    said = filled.problems()
    assert f"Questions!A{row}: `policy.stated` stands twice [duplicate-key]" in said
    assert f"it first stands in row {filled.row('policy.stated')}; keep one of the two rows" in said


@pytest.mark.parametrize("answer", ["yes", None])
def test_an_unknown_name_is_a_problem_whether_it_is_answered_or_not(
    filled: Filled, answer: str | None
) -> None:
    cell = filled.cell("policy.stated")
    cell.value = answer
    filled.sheet("questions").cell(cell.row, 1).value = "policy.state"
    said = filled.problems()
    assert f"Questions!A{cell.row}: there is no fact `policy.state` [unknown-fact]" in said
    assert "did you mean policy.stated" in said


def test_an_answer_in_a_row_without_a_name_is_a_problem(filled: Filled) -> None:
    row = filled.sheet("questions").max_row + 2
    filled.sheet("questions").cell(row, 6).value = "yes"
    assert (
        f"Questions!F{row}: this row says something, but the hidden name of its question is missing"
        in filled.problems()
    )


def test_every_problem_is_told_at_once(filled: Filled) -> None:
    filled.cell("policy.stated").value = "perhaps"
    filled.cell("hazards.missed").value = "a few"
    filled.write("excluded", 4, requirement="iso-9001:2015/8.9")
    assert len(filled.problems().split("shop.xlsx:")) == 4


# --- answers by discipline, evidence, notes


def test_an_answer_for_a_discipline_goes_before_the_one_for_all(filled: Filled) -> None:
    filled.cell("policy.stated").value = "yes"
    filled.cell("policy.stated", "answer-ohs").value = "no"
    assert filled.answers() == {"policy.stated@quality": "yes", "policy.stated@ohs": "no"}


def test_an_answer_for_one_discipline_says_nothing_of_another(filled: Filled) -> None:
    filled.cell("policy.stated", "answer-ohs").value = "no"
    assert filled.answers() == {"policy.stated@ohs": "no"}


def test_evidence_beside_an_answer_and_further_evidence_stay_in_order(filled: Filled) -> None:
    filled.cell("policy.stated").value = "yes"
    for key, value in {
        "ref": "QM 1",
        "date": date(2026, 3, 2),
        "remark": "signed",
        "note": "of the works",
    }.items():
        filled.cell("policy.stated", key).value = value
    filled.write("evidence", 4, for_of="policy.stated", ref="QM 2")
    (answer,) = filled.read().answers
    assert [(one.ref, one.date, one.note) for one in answer.evidence] == [
        ("QM 1", date(2026, 3, 2), "signed"),
        ("QM 2", None, ""),
    ]
    assert answer.note == "of the works"


def test_evidence_in_the_row_belongs_to_every_answer_by_discipline_without_its_own(filled: Filled) -> None:
    filled.cell("policy.stated", "answer-quality").value = "yes"
    filled.cell("policy.stated", "answer-ohs").value = "yes"
    filled.cell("policy.stated", "ref").value = "IM 1"
    filled.write("evidence", 4, for_of="policy.stated", discipline="ohs", ref="HS 1")
    shown = {answer.discipline: [one.ref for one in answer.evidence] for answer in filled.read().answers}
    assert shown == {Discipline.QUALITY: ["IM 1"], Discipline.OHS: ["HS 1"]}


def test_evidence_in_the_row_belongs_to_the_answer_for_all_where_there_is_one(filled: Filled) -> None:
    filled.cell("policy.stated").value = "yes"
    filled.cell("policy.stated", "answer-ohs").value = "no"
    filled.cell("policy.stated", "ref").value = "IM 1"
    shown = {answer.discipline: [one.ref for one in answer.evidence] for answer in filled.read().answers}
    assert shown == {Discipline.QUALITY: ["IM 1"], Discipline.OHS: []}


@pytest.mark.parametrize("key", ["ref", "note"])
def test_evidence_or_a_note_without_an_answer_is_a_problem_and_never_falls_silent(
    filled: Filled, key: str
) -> None:
    filled.cell("policy.stated", key).value = "ask the works council"
    assert "this belongs to an answer, and the question has none [missing-answer]" in filled.problems()


def test_what_stands_in_the_column_for_ones_own_remarks_is_not_read(filled: Filled) -> None:
    sheet = filled.sheet("questions")
    sheet.cell(filled.row("policy.stated"), sheet.max_column).value = "ask the works council"
    assert filled.answers() == {}


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (
            {"for_of": "policy.statd", "ref": "QM 1"},
            (
                "there is no question or note `policy.statd` [unknown-name]\n    hint: did you mean"
                " policy.stated"
            ),
        ),
        ({"ref": "QM 1"}, "this does not say which question it belongs to"),
        (
            {"for_of": "policy.stated", "discipline": "safety", "ref": "QM 1"},
            "there is no discipline `safety`",
        ),
        (
            {"for_of": "policy.stated", "discipline": "ohs", "ref": "QM 1"},
            "the question has no answer of its own for ohs",
        ),
        ({"for_of": "hazards.missed", "ref": "QM 1"}, "this belongs to an answer, and the question has none"),
        ({"for_of": "note 7", "ref": "QM 1"}, "there is no question or note `note 7`"),
    ],
)
def test_evidence_that_belongs_nowhere_is_a_problem(
    filled: Filled, values: dict[str, str], says: str
) -> None:
    filled.cell("policy.stated").value = "yes"
    filled.write("evidence", 4, **values)
    assert says in filled.problems()


# --- exclusions, what was seen, registers


def test_exclusions_and_what_an_auditor_saw_are_read(filled: Filled) -> None:
    filled.write("excluded", 4, requirement="iso-9001:2015/8.3", because="Nothing is designed.")
    seen = {
        "requirement": "iso-9001:2015/7.3",
        "saw": "Two of five did not know.",
        "checked": 5,
        "failed": 2,
        "consequence": "None",
    }
    filled.write("observed", 4, **seen, repeats=True, ref="IA-7")
    filled.write("evidence", 4, for_of="note 1", ref="IA-8")
    read = filled.read()
    assert [(one.target, one.because) for one in read.exclusions] == [
        ("iso-9001:2015/8.3", "Nothing is designed.")
    ]
    (note,) = read.notes
    assert (note.checked, note.failed, note.repeats, note.consequence.value) == (5, 2, True, "none")
    assert [one.ref for one in note.evidence] == ["IA-7", "IA-8"]


def test_half_a_note_of_what_was_seen_is_a_problem(filled: Filled) -> None:
    filled.write("observed", 4, saw="Two of five did not know.")
    assert "shop.xlsx:Observed!" in filled.problems()
    assert "a note needs the key `requirement`" in filled.problems()


def test_registers_are_read_from_their_sheets(with_registers: Filled) -> None:
    filled = with_registers
    filled.write(
        "Risks",
        4,
        record="R-1",
        what="A press fails",
        level="High",
        controls="C-1, C-2",
        assessed=date(2026, 3, 1),
    )
    filled.write("Controls", 4, record="C-1", what="Maintenance")
    read = filled.read().registers
    (risk,) = read["registers.risks"]
    assert (risk.values["level"], risk.values["assessed"], risk.names["controls"]) == (
        "high",
        date(2026, 3, 1),
        ("C-1", "C-2"),
    )
    assert "registers.hazards" not in read


def test_a_register_kept_and_empty_is_something_else_than_no_register(with_registers: Filled) -> None:
    filled = with_registers
    filled.cell("registers.hazards").value = "none"
    assert filled.read().registers == {"registers.hazards": ()}


def test_a_register_cannot_be_empty_and_have_records(with_registers: Filled) -> None:
    filled = with_registers
    filled.cell("registers.risks").value = "none"
    filled.write("Risks", 4, record="R-1", what="A press fails", level="high")
    assert "`none` stands here, but the register has records" in filled.problems()


def test_a_wrong_value_in_a_record_is_a_problem_at_its_cell(with_registers: Filled) -> None:
    filled = with_registers
    filled.write("Risks", 4, record="R-1", what="A press fails", level="huge")
    assert "shop.xlsx:Risks!D4: `huge` is not an answer" in filled.problems()


# --- the first sheet


def test_a_blank_name_is_a_problem_at_its_cell(filled: Filled) -> None:
    filled.sheet("start")["C5"].value = None
    assert "shop.xlsx:Start!C5: the name of the organisation is missing" in filled.problems()


def test_the_day_of_the_assessment_is_read(filled: Filled) -> None:
    filled.sheet("start")["C7"].value = date(2026, 10, 1)
    assert filled.read().as_of == date(2026, 10, 1)


def test_an_unknown_standard_is_a_problem_at_its_cell(filled: Filled) -> None:
    filled.sheet("start")["C9"].value = "iso-9001:2016"
    assert "shop.xlsx:Start!C9: there is no standard `iso-9001:2016`" in filled.problems()


# --- files that are no questionnaires


def encrypted() -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    )


def another_workbook() -> bytes:
    content = io.BytesIO()
    Workbook().save(content)
    return content.getvalue()


def archive(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "this is not a workbook, or it is broken [not-a-workbook]"),
        (b"organisation: A shop\n", "this is not a workbook, or it is broken [not-a-workbook]"),
        (b"PK\x03\x04 and then nothing", "this is not a workbook, or it is broken [not-a-workbook]"),
        (encrypted(), "this workbook is protected by a password [encrypted]"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "this is a workbook of an old format (.xls) [not-a-workbook]",
        ),
        (
            archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
            "this is not a workbook of the format .xlsx [not-a-workbook]",
        ),
        (archive(**{"[Content_Types].xml": b"<x", "xl/workbook.xml": b"<x"}), "this workbook is broken"),
        (another_workbook(), "this workbook is not a whole questionnaire of clausegraph"),
    ],
    ids=["empty", "yaml", "cut off", "encrypted", "xls", "ods", "broken", "somebody's own"],
)
def test_a_file_that_is_no_questionnaire_is_one_clear_problem(
    content: bytes, says: str, knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    place = tmp_path / "shop.xlsx"
    place.write_bytes(content)
    with pytest.raises(BadInput) as fault:
        read_organisation(place, knowledge, as_of=None, today=date(2026, 11, 22), shown="shop.xlsx")
    assert len(fault.value.problems) == 1
    assert str(fault.value).startswith(f"shop.xlsx: {says}")
    assert fault.value.problems[0].hint


def test_a_broken_part_never_ends_in_a_traceback(
    blank_workbook: bytes, knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    place = tmp_path / "shop.xlsx"
    for spoilt in range(200, len(blank_workbook), len(blank_workbook) // 12):
        place.write_bytes(blank_workbook[:spoilt] + b"\xff\x00spoilt" + blank_workbook[spoilt + 8 :])
        with contextlib.suppress(BadInput):
            read_organisation(place, knowledge, as_of=None, today=date(2026, 11, 22))


def test_a_workbook_is_known_by_its_content_whatever_it_is_called(
    filled: Filled, knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    filled.cell("policy.stated").value = "yes"
    filled.read()
    other = filled.place.rename(tmp_path / "shop.yaml")
    assert len(read_organisation(other, knowledge, as_of=None, today=date(2026, 11, 22)).answers) == 1


def test_a_cell_at_the_very_end_of_a_sheet_costs_no_more_work(filled: Filled) -> None:
    filled.cell("policy.stated").value = "yes"
    filled.answers()
    near = calls_made(filled.answers)
    filled.sheet("questions").cell(1_048_576, 30).value = "far away"
    assert filled.answers() == {"policy.stated": "yes"}
    assert calls_made(filled.answers) < near + 10_000


def calls_made(work: Callable[[], object]) -> int:
    """How many functions are called while something is done: its cost on any machine, fast or busy."""
    made = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return made


@pytest.mark.parametrize(
    ("fact", "typed", "form", "message"),
    [
        ("competence.share", 0.6, "General", "`0.6` could be 60 per cent, or less than one"),
        (
            "hazards.last_reviewed",
            date(1905, 7, 17),
            "yyyy-mm-dd",
            "this cell shows 1905-07-17, which is the number 2025 in a cell for dates",
        ),
        ("hazards.last_reviewed", 2025, "General", "`2025` is a year and no day"),
        ("hazards.last_reviewed", "12/05/2026", "@", "write 2026-05-12 or 2026-12-05"),
        ("policy.stated", "n/a", "General", "not_applicable"),
    ],
)
def test_what_could_mean_two_things_is_asked_back_at_its_cell(
    filled: Filled, fact: str, typed: Any, form: str, message: str
) -> None:
    cell = filled.cell(fact)
    cell.value, cell.number_format = typed, form
    assert message in filled.problems()


@pytest.mark.parametrize("typed", ["iso-14001:2015", "iso-14001:2015; iso-27001:2022"])
def test_a_further_standard_typed_below_the_others_is_assessed(filled: Filled, typed: str) -> None:
    filled.sheet("start").cell(11, 3).value = typed
    assert set(filled.read().standards) == {"iso-9001:2015", "iso-45001:2018", *typed.split("; ")}


def test_what_is_typed_where_nothing_is_asked_is_told(filled: Filled) -> None:
    filled.sheet("start").cell(11, 3).value = "iso-1400:2015"
    assert "did you mean iso-14001:2015" in filled.problems()


def test_a_column_with_a_hidden_name_that_no_sheet_has_is_told(filled: Filled) -> None:
    sheet = filled.sheet("questions")
    sheet.cell(1, 40).value = "clausegraph:questions:evidence-2"
    assert "nothing is read from a column of the hidden name `evidence-2`" in filled.problems()


def test_a_date_glued_to_its_reference_is_the_date_of_the_evidence(filled: Filled) -> None:
    filled.cell("policy.stated").value = "yes"
    filled.cell("policy.stated", "ref").value = "IA-7 2026-03-02"
    ((evidence,),) = [one.evidence for one in filled.read().answers]
    assert (evidence.ref, evidence.date) == ("IA-7", date(2026, 3, 2))


# --- who answered


def test_who_filled_in_the_workbook_gave_every_answer_that_names_nobody(filled: Filled) -> None:
    filled.sheet("start").cell(8, 3).value = "Jane Doe"
    filled.cell("policy.stated").value = "yes"
    filled.cell("system.processes").value = "yes"
    filled.cell("system.processes", "by").value = "Tom Roe"
    assert {one.fact: one.by for one in filled.read().answers} == {
        "policy.stated": "Jane Doe",
        "system.processes": "Tom Roe",
    }


def test_a_name_beside_the_answer_of_a_discipline_is_its_own(filled: Filled) -> None:
    filled.cell("internal_audit.covered", "answer-quality").value = 80
    filled.cell("internal_audit.covered", "answer-ohs").value = 60
    filled.write("evidence", 4, for_of="internal_audit.covered", discipline="ohs", by="Ann Poe")
    assert {str(one.discipline): one.by for one in filled.read().answers} == {"quality": "", "ohs": "Ann Poe"}


def test_a_name_without_an_answer_says_nothing(filled: Filled) -> None:
    filled.cell("policy.stated", "by").value = "Jane Doe"
    assert filled.read().answers == ()


def test_two_names_for_one_answer_are_told(filled: Filled) -> None:
    filled.cell("policy.stated").value = "yes"
    filled.cell("policy.stated", "by").value = "Jane Doe"
    filled.write("evidence", 4, for_of="policy.stated", by="Tom Roe")
    assert "the answer has another name of who gave it already" in filled.problems()


def test_evidence_counts_until_the_day_beside_it(filled: Filled) -> None:
    filled.cell("policy.stated").value = "yes"
    filled.cell("policy.stated", "ref").value = "certificate 7"
    filled.cell("policy.stated", "until").value = date(2027, 3, 2)
    ((evidence,),) = [one.evidence for one in filled.read().answers]
    assert evidence.valid_until == date(2027, 3, 2)

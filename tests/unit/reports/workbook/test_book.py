"""What every workbook has in common: text stays text, the same input gives the same bytes, nothing is cut
off in silence."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from clausegraph.engine.problems import BadInput
from clausegraph.engine.reports.workbook.book import (
    DAY,
    GRADE_LOOKS,
    HEADING,
    LONGEST_TEXT,
    TALLEST,
    TYPED,
    Book,
    fit,
    lay_out,
    lines_in,
)
from clausegraph.engine.reports.workbook.checks import Checks, InTheCheck
from clausegraph.engine.reports.workbook.table import Column, ReportTable, draw

MADE = date(2026, 11, 22)


def book(*values: Any) -> Book:
    made = Book("A small book", MADE)
    sheet = made.sheet("One")
    for row, value in enumerate(values, 1):
        made.put(sheet, row, 1, value)
    return made


def cells(content: bytes) -> list[Any]:
    return [row[0] for row in load_workbook(io.BytesIO(content))["One"].iter_rows()]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("x")', "=", "#REF!", "TRUE"]
)
def test_text_is_never_a_formula_whatever_it_begins_with(text: str) -> None:
    (cell,) = cells(book(text).content())
    assert cell.data_type in ("s", "inlineStr")
    assert cell.value == text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_would_be_computed_when_typed_anew_is_marked_as_text(text: str) -> None:
    assert cells(book(text).content())[0].quotePrefix


def test_plain_text_bears_no_mark() -> None:
    assert not cells(book("plain").content())[0].quotePrefix


def test_characters_that_xml_cannot_carry_are_written_out() -> None:
    assert [cell.value for cell in cells(book("\r=1", "\x07", "_x000D_").content())] == [
        "_x000D_=1",
        "_x0007_",
        "_x005F_x000D_",
    ]


def test_the_same_cells_give_the_same_bytes() -> None:
    assert book("one", 2, MADE).content() == book("one", 2, MADE).content()


def test_a_book_does_not_tell_when_it_was_made() -> None:
    with zipfile.ZipFile(io.BytesIO(book("one").content())) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-11-22T00:00:00Z" in archive.read("docProps/core.xml")


def test_a_text_too_long_for_a_cell_is_a_problem_and_never_cut() -> None:
    with pytest.raises(BadInput, match="does not fit into a cell"):
        book("x" * (LONGEST_TEXT + 1))


def test_dates_and_numbers_stay_dates_and_numbers() -> None:
    day, number = cells(book(MADE, 12.5).content())
    assert (day.value.date(), day.number_format, number.value) == (MADE, "yyyy-mm-dd", 12.5)


def test_the_header_stays_in_sight_filters_and_prints_on_every_page() -> None:
    made = Book("A small book", MADE)
    sheet = made.sheet("One")
    made.put(sheet, 1, 1, "Grade", HEADING)
    made.put(sheet, 2, 1, "major", GRADE_LOOKS["major"])
    made.put(sheet, 2, 2, MADE, DAY)
    lay_out(sheet, [12, 30], header=1)
    read = load_workbook(io.BytesIO(made.content()))["One"]
    assert (read.freeze_panes, read.auto_filter.ref, read.print_title_rows) == ("A2", "A1:B2", "$1:$1")
    assert read["A2"].fill.start_color.rgb == "FFF4A6A0"


@pytest.mark.parametrize(
    ("text", "width", "size", "lines"),
    [
        ("", 10, 10, 1),
        ("short", 10, 10, 1),
        ("a line that wraps", 10, 10, 2),
        ("two\nlines", 10, 10, 2),
        ("twelve signs", 10, 16, 2),
    ],
)
def test_lines_are_counted_by_width_and_size_and_never_fewer_than_those_written(
    text: str, width: float, size: float, lines: int
) -> None:
    assert lines_in(text, width, size) == lines


def test_a_row_is_as_high_as_its_longest_text_and_no_higher_than_programs_allow() -> None:
    sheet = Book("A small book", MADE).sheet("One")
    for row, text in enumerate(("one", "one\ntwo\nthree", "line\n" * 100), 1):
        fit(sheet, row, [(text, 20), (None, 1)])
    assert [sheet.row_dimensions[row].height for row in (1, 2, 3)] == [16, 42, TALLEST]


def small_table(name: str) -> ReportTable:
    columns = (
        Column("Key", 3, key="what", hidden=True),
        Column("Owner", 12, TYPED, "owner"),
        Column("Remark", 12),
    )
    return ReportTable("One", "A small table.", columns, (("a", None, "b"),), kept=2, name=name)


def test_a_table_that_is_read_back_has_its_keys_in_a_hidden_row_above_the_headings() -> None:
    made = Book("A small book", MADE)
    draw(small_table("small"), made)
    sheet = load_workbook(io.BytesIO(made.content()))["One"]
    assert [cell.value for cell in sheet[1]] == ["clausegraph:small:what", "clausegraph:small:owner", None]
    assert [cell.value for cell in sheet[2]] == ["Key", "Owner", "Remark"]
    assert sheet.row_dimensions[1].hidden
    assert (sheet.column_dimensions["A"].hidden, sheet.column_dimensions["B"].hidden) == (True, False)
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("C3", "A2:C3", "$2:$2")


def test_a_table_for_reading_alone_has_no_keys() -> None:
    made = Book("A small book", MADE)
    draw(small_table(""), made)
    assert [cell.value for cell in made.workbook["One"][1]] == ["Key", "Owner", "Remark"]


def test_the_cells_of_a_column_are_those_below_the_headings() -> None:
    assert small_table("small").cells("owner") == "B3:B3"
    assert small_table("").cells("what", "owner") == "A2:B2"


def test_a_few_words_to_choose_from_stand_in_the_check_itself() -> None:
    sheet = Book("A small book", MADE).sheet("One")
    checks = Checks(sheet, InTheCheck(), "")
    checks.one_of(("small", "large"), "A2:A3")
    checks.due("B2:B3", MADE)
    checks.place()
    words, days = sheet.data_validations.dataValidation
    assert (str(words.sqref), words.formula1, words.showErrorMessage) == ("A2:A3", '"small,large"', True)
    assert (str(days.sqref), days.operator, days.formula1) == (
        "B2:B3",
        "greaterThanOrEqual",
        "DATE(2026,11,22)",
    )

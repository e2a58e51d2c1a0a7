"""What every workbook has in common: text stays text, the same input gives the same bytes, nothing is cut off in silence."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from clausegraph.engine.problems import BadInput
from clausegraph.engine.reports.workbook.book import DAY, GRADE_LOOKS, HEADING, LONGEST_TEXT, Book, lay_out

MADE = date(2026, 11, 22)


def book(*values: Any) -> Book:
    made = Book("A small book", MADE)
    sheet = made.sheet("One")
    for row, value in enumerate(values, 1):
        made.put(sheet, row, 1, value)
    return made


def cells(content: bytes) -> list[Any]:
    return [row[0] for row in load_workbook(io.BytesIO(content))["One"].iter_rows()]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("x")', "=", "#REF!", "TRUE"])
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
    assert [cell.value for cell in cells(book("\r=1", "\x07", "_x000D_").content())] == ["_x000D_=1", "_x0007_", "_x005F_x000D_"]


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

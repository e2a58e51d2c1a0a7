"""Foreign files as grids of text: encodings, what stands between values, merged cells, and what is
refused."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from clausegraph.engine.reading.grids import read_grids, text_of_value
from clausegraph.engine.reading.nodes import Problems


def rows(content: bytes, name: str = "table.csv") -> list[list[str]]:
    problems = Problems()
    grids = read_grids(content, name, problems)
    assert grids is not None, problems.found
    return grids[0].rows


def refused(content: bytes, name: str) -> str:
    problems = Problems()
    assert read_grids(content, name, problems) is None
    return problems.found[0].code


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_what_stands_between_values_is_found_out(delimiter: str) -> None:
    text = "\r\n".join(delimiter.join(row) for row in (["a", "b", "c"], ["1", "2, or; so", "3"]))
    quoted = text.replace("2, or; so", '"2, or; so"')
    assert rows(quoted.encode()) == [["a", "b", "c"], ["1", "2, or; so", "3"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_that_spreadsheets_write(encoding: str) -> None:
    assert rows("Gefährdung;Maßnahme\nLärm;Schutz\n".encode(encoding))[0] == ["Gefährdung", "Maßnahme"]


def test_a_line_that_names_the_separator_is_no_row() -> None:
    assert rows(b"sep=;\na;b\n1;2\n") == [["a", "b"], ["1", "2"]]


def test_what_nobody_sees_is_taken_away_and_lines_in_cells_stay() -> None:
    assert rows('"a\u200b\u00a0b";"one\r\ntwo"\n'.encode()) == [["a b", "one\ntwo"]]


def test_values_are_the_text_that_a_person_would_type() -> None:
    made = [text_of_value(one) for one in (5.1, 3.0, True, datetime(2026, 5, 1, 9), date(2026, 5, 2), None)]
    assert made == ["5.1", "3", "yes", "2026-05-01", "2026-05-02", ""]


def test_merged_cells_stand_in_every_cell_they_cover() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["Band", None, "x"], ["H-1", "a", "b"], [None, "c", "d"]):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("A2:A3")
    content = io.BytesIO()
    book.save(content)
    grids = read_grids(content.getvalue(), "m.xlsx", Problems())
    assert grids is not None
    assert grids[0].rows == [["Band", "Band", "x"], ["H-1", "a", "b"], ["H-1", "c", "d"]]
    assert grids[0].spread == {(0, 1)}


def test_two_cells_in_far_corners_are_not_a_billion_cells() -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = 1
    book.worksheets[0]["XFD1048576"] = 1
    content = io.BytesIO()
    book.save(content)
    assert refused(content.getvalue(), "far.xlsx") == "too-large"


def test_what_is_no_table_is_refused_with_its_reason() -> None:
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("nothing", "here")
    assert refused(broken.getvalue(), "b.xlsx") == "not-a-workbook"
    assert refused(b"\x00\x01\x02" * 100, "x.csv") == "not-a-workbook"

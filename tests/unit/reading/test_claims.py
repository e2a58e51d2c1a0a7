"""A workbook that claims much is refused before a library believes it, with the limit named."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from openpyxl import Workbook

from clausegraph.engine.problems import Problem
from clausegraph.engine.reading.claims import MOST, cells_of
from clausegraph.engine.reading.nodes import Problems
from clausegraph.engine.reading.workbooks import read_tables

SHEET = "xl/worksheets/sheet1.xml"
ENTITY = '<!DOCTYPE worksheet [<!ENTITY much "muchmuch">]>'


def workbook_with(before: str, put: str, part: str = SHEET) -> bytes:
    """A small workbook with some XML put into one of its parts, before some text."""
    made, changed = io.BytesIO(), io.BytesIO()
    book = Workbook()
    book.active["A1"] = "a text"
    book.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(
                name, content.replace(before.encode(), (put + before).encode()) if name == part else content
            )
    return changed.getvalue()


def told(content: bytes) -> list[Problem]:
    problems = Problems()
    read_tables(content, "shop.xlsx", problems)
    return problems.found


CLAIMS = {
    "merged": '<mergeCells count="1"><mergeCell ref="P1:S1048576"/></mergeCells>',
    "linked": '<hyperlinks><hyperlink ref="A1:XFD1048576" display="x"/></hyperlinks>',
    "ranges": f'<conditionalFormatting sqref="{"A1 " * 5_001}"/>',
    "elements": "<x/>" * 1_500_001,
}


@pytest.mark.parametrize("what", CLAIMS)
def test_what_a_sheet_claims_beyond_a_limit_is_refused_at_once_and_the_limit_is_named(what: str) -> None:
    begun = time.monotonic()
    (problem,) = told(workbook_with("</worksheet>", CLAIMS[what]))
    assert (problem.code, f"more than {MOST[what].number:,} {MOST[what].thing}" in problem.message) == (
        "too-large",
        True,
    )
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize(
    ("what", "row"), [("cells", f"<row>{'<c/>' * 1_000}</row>"), ("rows", "<row/>" * 1_000)]
)
def test_cells_and_rows_without_end_are_refused(what: str, row: str) -> None:
    (problem,) = told(workbook_with("</sheetData>", row * (MOST[what].number // 1_000 + 1)))
    assert f"{MOST[what].number:,} {MOST[what].thing}" in problem.message


def test_a_sheet_is_counted_under_whatever_name_and_prefix_it_stands() -> None:
    put = '<s:worksheet xmlns:s="x"><s:mergeCell ref="A1:XFD1048576"/></s:worksheet>'
    content = io.BytesIO(workbook_with("", ""))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/pictures/sheet.bin", put)
    (problem,) = told(content.getvalue())
    assert MOST["merged"].thing in problem.message


def test_an_entity_makes_a_workbook_a_broken_one() -> None:
    (problem,) = told(workbook_with("<worksheet", ENTITY))
    assert problem.code == "not-a-workbook"


def test_what_a_small_sheet_merges_and_links_is_read() -> None:
    put = (
        '<mergeCells count="1"><mergeCell ref="A1:C3"/></mergeCells><hyperlinks><hyperlink ref="A1:B2"'
        ' display="x"/></hyperlinks>'
    )
    assert told(workbook_with("</worksheet>", put)) == []


@pytest.mark.parametrize("cut", [40, 200, 1_000])
def test_a_workbook_with_a_broken_directory_is_a_broken_workbook_and_no_fault(cut: int) -> None:
    content = bytearray(workbook_with("", ""))
    for place in range(len(content) - cut, len(content) - cut + 20):
        content[place] ^= 0xFF
    assert {problem.code for problem in told(bytes(content))} <= {"not-a-workbook", "encrypted", "too-large"}


def test_a_number_of_401_figures_is_read_as_it_stands() -> None:
    content = workbook_with("</sheetData>", f'<row r="5"><c r="A5"><v>{"9" * 401}</v></c></row>')
    assert told(content) == []


@pytest.mark.parametrize(
    ("reference", "cells"),
    [
        ("A1", 1),
        ("A1:C3", 9),
        ("$C$3:$A$1", 9),
        ("A1:XFD1048576", 16_384 * 1_048_576),
        ("A:A", 16_384 * 1_048_576),
    ],
)
def test_a_reference_names_so_many_cells(reference: str, cells: int) -> None:
    assert cells_of(reference) == cells

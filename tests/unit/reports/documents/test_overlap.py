"""What standards share as a document: on paper, on sheets, with every theme and question."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from clausegraph.engine.analysis.overlap.result import OverlapResult
from clausegraph.engine.commands.assess import Request
from clausegraph.engine.commands.overlap import compare_organisation, compare_standards
from clausegraph.engine.commands.workspace import Workspace
from clausegraph.engine.reports.documents.overlap.whole import overlap_document
from clausegraph.engine.reports.documents.parts import WrittenDocument, cell_text
from clausegraph.engine.reports.formats import OVERLAP

TODAY = date(2026, 11, 21)
WORKSPACE = Workspace()
TWO = ("iso-9001:2015", "iso-14001:2015")


def of_standards(*standards: str, adding: str = "") -> WrittenDocument:
    found = compare_standards(standards, (), adding, as_of=TODAY, workspace=WORKSPACE)
    return overlap_document(found)


@pytest.fixture(scope="module")
def pump_works(examples: Path) -> OverlapResult:
    request = Request(examples / "integrated-manufacturer.yaml", engine="plain")
    return compare_organisation(request, "iso-27001:2022", today=TODAY, workspace=WORKSPACE)


def test_every_shared_theme_stands_in_it_once(pump_works: OverlapResult) -> None:
    document = overlap_document(pump_works)
    told = [
        cell_text(row[0])
        for grid in document.grids
        if grid.title in ("Common", "Extended")
        for row in grid.rows
    ]
    titles = [pump_works.knowledge.theme[one.theme].title for one in pump_works.overlap.shared]
    assert sorted(told) == sorted(titles)


def test_each_of_its_tables_can_be_a_sheet(pump_works: OverlapResult) -> None:
    titles = [grid.title for grid in overlap_document(pump_works).grids]
    assert len(titles) == len(set(titles))
    assert max(map(len, titles)) <= 31
    assert not set("".join(titles)) & set(":/\\?*[]")
    assert all(
        len(row) == len(grid.columns) for grid in overlap_document(pump_works).grids for row in grid.rows
    )


def test_without_an_organisation_nothing_is_said_of_what_holds() -> None:
    names = [section.name for section in of_standards(*TWO).sections]
    assert names == ["summary", "overlap", "about"]
    assert of_standards(*TWO).organisation.startswith("ISO 9001:2015")


def test_a_standard_to_add_stands_before_what_is_shared(pump_works: OverlapResult) -> None:
    names = [section.name for section in overlap_document(pump_works).sections]
    assert names[:3] == ["summary", "adding", "held"]
    gaps = next(grid for grid in overlap_document(pump_works).grids if grid.title == "Gaps to close")
    assert [row[0] for row in gaps.rows] == list(range(1, len(gaps.rows) + 1))


def test_a_new_edition_tells_what_it_changed() -> None:
    titles = [grid.title for grid in of_standards("iso-9001:2015", adding="iso-9001:2026").grids]
    assert {"Added", "Reworded", "Questions to answer"} <= set(titles)


def test_an_overlap_is_a_page_and_a_workbook(pump_works: OverlapResult) -> None:
    page, workbook = (OVERLAP[name].make(pump_works) for name in ("html", "xlsx"))
    assert isinstance(page, str)
    assert "<script" not in page
    assert isinstance(workbook, bytes)
    sheets = load_workbook(io.BytesIO(workbook)).sheetnames
    assert sheets[1:] == [grid.title for grid in overlap_document(pump_works).grids]

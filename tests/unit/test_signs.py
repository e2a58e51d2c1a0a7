"""A sign says which report a file is, and no longer fits once anybody has changed it."""

from __future__ import annotations

import io
import json
from xml.etree import ElementTree

import pytest
from openpyxl import Workbook, load_workbook

from clausegraph.engine.signs import STYLES, Sign, sign_of, signed

CONTENT = {
    "text": "A report.\n",
    "hash": "organisation: Acme\n",
    "slashes": "digraph {\n}\n",
    "xml": "<svg>\n</svg>\n",
    "markdown": "# A report\n",
    "html": "<!doctype html>\n<html><body>für</body></html>\n",
    "json": '{\n  "a": 1\n}\n',
    "calendar": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    "sarif": '{\n  "version": "2.1.0"\n}\n',
}
every_style = pytest.mark.parametrize("style", STYLES)


def workbook() -> bytes:
    made = io.BytesIO()
    book = Workbook()
    book.active["A1"] = "a cell"
    book.save(made)
    return made.getvalue()


def test_every_style_is_tried() -> None:
    assert CONTENT.keys() == STYLES.keys()


@every_style
def test_a_signed_file_says_what_it_is_and_that_it_is_untouched(style: str) -> None:
    assert sign_of(signed(CONTENT[style], "assess", "json", style)) == Sign("assess", "json", untouched=True)


@every_style
def test_the_same_content_has_the_same_sign(style: str) -> None:
    assert signed(CONTENT[style], "assess", "json", style) == signed(CONTENT[style], "assess", "json", style)


@every_style
def test_a_word_changed_is_seen(style: str) -> None:
    changed = signed(CONTENT[style], "assess", "json", style) + b" "
    assert sign_of(changed) == Sign("assess", "json", untouched=False)


def test_what_is_not_signed_has_no_sign() -> None:
    assert sign_of(b"organisation: clausegraph\n") is None
    assert sign_of(signed("free text", "assess", "pdf", "")) is None


def test_signed_json_is_json_with_one_more_key() -> None:
    assert json.loads(signed(CONTENT["json"], "assess", "json", "json")).keys() == {"a", "written_by"}
    several = json.loads(
        signed('[\n  {\n    "a": 1\n  },\n  {\n    "a": 2\n  }\n]\n', "explain", "json", "json")
    )
    assert [sorted(one) for one in several] == [["a"], ["a", "written_by"]]


def test_a_signed_page_still_ends_with_its_end() -> None:
    assert signed(CONTENT["html"], "assess", "html", "html").endswith(b"</html>\n")


def test_a_signed_picture_is_still_xml() -> None:
    assert ElementTree.fromstring(signed(CONTENT["xml"], "graph", "svg", "xml")).tag == "svg"


def test_a_workbook_has_its_sign_among_its_properties_and_its_cells_as_they_were() -> None:
    made = signed(workbook(), "assess", "xlsx", "workbook")
    assert sign_of(made) == Sign("assess", "xlsx", untouched=True)
    opened = load_workbook(io.BytesIO(made))
    assert str(opened.properties.category).startswith("clausegraph assess.xlsx ")
    assert opened.active["A1"].value == "a cell"


def test_a_cell_filled_in_is_seen() -> None:
    opened = load_workbook(io.BytesIO(signed(workbook(), "assess", "xlsx", "workbook")))
    opened.active["B1"] = "done by May"
    again = io.BytesIO()
    opened.save(again)
    assert sign_of(again.getvalue()) == Sign("assess", "xlsx", untouched=False)


def test_a_broken_workbook_has_no_sign() -> None:
    assert sign_of(b"PK\x03\x04 and nothing else") is None

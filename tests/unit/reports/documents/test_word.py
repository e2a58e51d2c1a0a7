"""Documents in Word: our templates and somebody's own."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from clausegraph.engine.problems import BadInput
from clausegraph.engine.reports.documents.kinds import KINDS
from clausegraph.engine.reports.documents.shown.template import HERE
from clausegraph.tests.word_templates import templates

from .conftest import Make

WORD = [name for name, kind in KINDS.items() if "docx" in kind.formats]
Template = Callable[..., Path]


def made(ordered: Make, kind: str, **order: Any) -> bytes:
    content = KINDS[kind].formats["docx"].make(ordered(kind, **order))
    assert isinstance(content, bytes)
    return content


def words(content: bytes) -> str:
    """All that stands in a document, tables included."""
    opened = docx.Document(io.BytesIO(content))
    texts = (node.text or "" for node in opened.element.body.iter("{*}t"))
    return " ".join(texts)


def picture(width: int, height: int) -> bytes:
    """A grey picture as PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture
def template(tmp_path: Path) -> Template:
    """A document of somebody's own with some paragraphs."""

    def write(*paragraphs: str) -> Path:
        document = docx.Document()
        for text in paragraphs:
            document.add_paragraph(text)
        place = tmp_path / "own.docx"
        document.save(str(place))
        return place

    return write


@pytest.mark.parametrize("kind", WORD)
def test_every_document_opens_in_word_and_names_the_organisation(ordered: Make, kind: str) -> None:
    assert "Invented clinic <of> | records" in words(made(ordered, kind))


@pytest.mark.parametrize("kind", ["soa", "report"])
def test_a_document_has_the_same_bytes_twice(ordered: Make, kind: str) -> None:
    assert made(ordered, kind) == made(ordered, kind)


def test_every_part_of_a_document_is_xml_and_bears_one_day(ordered: Make) -> None:
    with zipfile.ZipFile(io.BytesIO(made(ordered, "report"))) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = docx.Document(io.BytesIO(made(ordered, "report"))).core_properties
    assert str(properties.created).startswith("2026-11-21")
    assert properties.title == "Gap analysis"


@pytest.mark.parametrize("name", ["document", "register", "report", "summary"])
def test_a_template_that_ships_is_what_its_script_makes(name: str) -> None:
    assert templates()[name] == (HERE / f"{name}.docx").read_bytes()


def test_every_template_that_ships_has_its_script() -> None:
    assert {place.stem for place in HERE.glob("*.docx")} == set(templates())


def test_tables_have_a_header_on_every_page_and_rows_that_stay_whole(ordered: Make) -> None:
    (table,) = docx.Document(io.BytesIO(made(ordered, "soa"))).tables[1:2]
    header, *rows = (row._tr.trPr for row in table.rows)
    assert header.find("{*}tblHeader") is not None
    assert all(row.find("{*}cantSplit") is not None for row in rows)
    assert len(rows) == 93


# A template of one's own


def test_a_template_of_ones_own_lays_the_document_out(ordered: Make, template: Template) -> None:
    place = template("Report of {{ organisation }}", "{{p section.nonconformities }}", "The end")
    told = words(made(ordered, "report", template=place))
    assert told.startswith("Report of Invented clinic")
    assert told.endswith("The end")
    assert "Nonconformities" in told
    assert "What this report rests on" not in told


def test_a_template_can_go_through_the_assessment_as_the_json_tells_it(
    ordered: Make, template: Template
) -> None:
    place = template("{% for one in report.nonconformities %}[{{ one.id }} {{ one.grade }}]{% endfor %}")
    assert "[NC-1 " in words(made(ordered, "report", template=place))


def test_styles_that_a_template_lacks_are_taken_from_ours(ordered: Make, template: Template) -> None:
    content = made(ordered, "report", template=template("{{p sections }}"))
    names = {style.name for style in docx.Document(io.BytesIO(content)).styles}
    assert {"Lead", "Quiet", "Table Heading", "Label"} <= names


def test_a_section_that_is_empty_this_time_leaves_nothing(ordered: Make, template: Template) -> None:
    bare = {"organisation": "Bare", "standards": ["iso-9001:2015"], "answers": {}}
    order = ordered("report", bare, template=template("A", "{{p section.nonconformities }}", "B"))
    content = KINDS["report"].formats["docx"].make(order)
    assert isinstance(content, bytes)
    assert words(content) == "A B"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{ organization }}", "this template names `organization`"),
        ("{{p section.plans }}", "has no attribute 'plans'"),
        ("{% for one in facts %}", "cannot be filled in"),
        ("{{ organisation.__class__.__mro__ }}", "cannot be filled in"),
        ("{% for one in range(99999999) %}x{% endfor %}", "cannot be filled in"),
    ],
)
def test_a_template_that_cannot_be_filled_in_is_a_problem(
    ordered: Make, template: Template, text: str, says: str
) -> None:
    with pytest.raises(BadInput) as fault:
        made(ordered, "report", template=template(text))
    (problem,) = fault.value.problems
    assert problem.code == "template"
    assert says in problem.message
    assert problem.hint


def test_what_is_no_word_document_is_a_problem(ordered: Make, tmp_path: Path) -> None:
    place = tmp_path / "own.docx"
    for content in (b"", b"text", b"PK\x03\x04 torn"):
        place.write_bytes(content)
        with pytest.raises(BadInput, match="this is no Word document"):
            made(ordered, "report", template=place)


# A logo


@pytest.mark.parametrize(("width", "height"), [(40, 40), (900, 30)])
def test_a_logo_stands_at_the_head_and_fits(ordered: Make, tmp_path: Path, width: int, height: int) -> None:
    place = tmp_path / "logo.png"
    place.write_bytes(picture(width, height))
    (shape,) = docx.Document(io.BytesIO(made(ordered, "report", logo=place))).inline_shapes
    assert shape.width.mm <= 60.1
    assert shape.height.mm <= 18.1


def test_a_logo_without_a_place_in_the_template_is_a_problem(
    ordered: Make, template: Template, tmp_path: Path
) -> None:
    place = tmp_path / "logo.png"
    place.write_bytes(picture(9, 9))
    with pytest.raises(BadInput, match="no place for a logo"):
        made(ordered, "report", template=template("{{ title }}"), logo=place)


@pytest.mark.parametrize("form", ["docx", "html"])
def test_what_is_no_picture_is_a_problem(ordered: Make, tmp_path: Path, form: str) -> None:
    place = tmp_path / "logo.png"
    place.write_bytes(b"GIF89a")
    with pytest.raises(BadInput, match="this is no picture"):
        KINDS["report"].formats[form].make(ordered("report", logo=place))


# In an office


@pytest.fixture(scope="module")
def pages(converted: Callable[[Path, str, Path], None], tmp_path_factory: pytest.TempPathFactory) -> Any:
    """How many pages a document has on paper."""
    folder = tmp_path_factory.mktemp("pages")

    def count(content: bytes, name: str) -> int:
        place = folder / f"{name}.docx"
        place.write_bytes(content)
        converted(place, "pdf", folder)
        pdf = place.with_suffix(".pdf")
        if not pdf.exists():
            pytest.skip("LibreOffice has no Writer here: apt-get install libreoffice-writer")
        data = pdf.read_bytes()
        return data.count(b"/Type/Page") - data.count(b"/Type/Pages")

    return count


def test_the_summary_is_one_page_whatever_stands_in_it(
    ordered: Make, examples: Path, tmp_path: Path, pages: Any
) -> None:
    """Four standards, many nonconformities, a long name, a logo."""
    logo = tmp_path / "logo.png"
    logo.write_bytes(picture(40, 40))
    manufacturer = (examples / "integrated-manufacturer.yaml").read_text(encoding="utf-8")
    name = "A very long name of a very large organisation " * 6
    wordy = re.sub("^organisation: .*$", f"organisation: {name}", manufacturer, flags=re.MULTILINE)
    content = KINDS["summary"].formats["docx"].make(ordered("summary", wordy, logo=logo))
    assert pages(content, "summary") == 1


def test_every_form_of_the_register_stands_on_a_page(ordered: Make, examples: Path, pages: Any) -> None:
    content = made_of(ordered, "nonconformities", examples / "invented-workshop.yaml")
    forms = words(content).count("Date and signature")
    assert forms > 1
    assert pages(content, "forms") >= forms


def made_of(ordered: Make, kind: str, organisation: Any) -> bytes:
    content = KINDS[kind].formats["docx"].make(ordered(kind, organisation))
    assert isinstance(content, bytes)
    return content

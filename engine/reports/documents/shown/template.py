"""A document in Word: a template of ours or of somebody's own, filled in by docxtpl.

What a template can name is in docs/documents.md. Whatever it says, it cannot reach beyond what it is given:
it is rendered in a sandbox. The same document gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any

import docx
from docx.image.image import Image
from docx.shared import Emu, Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from ....codes import CodeWord
from ....commands.document import Ordered
from ....problems import BadInput, Location, Problem, did_you_mean
from ....reading.nodes import Problems, content_of
from ..parts import WrittenDocument
from .word import STYLES, WordMarkup, WordWriter

HERE = Path(__file__).parent / "templates"
OURS = "document"
"""The template of ours that has every style."""

LOGO_HEIGHT, LOGO_WIDTH = Mm(18), Mm(60)
TWIPS = 20
"""Of them a point has."""

FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
LARGEST_UNPACKED = 200 * 1024 * 1024
SEE = "docs/documents.md lists what a template can name"


def document_docx(document: WrittenDocument, ordered: Ordered) -> bytes:
    """The document as the content of a .docx file. Raises BadInput where a template or a logo of somebody's
    own cannot be used."""
    order = ordered.order
    own = order.template
    shown = str(own) if own else f"{document.template}.docx"
    content = _read(own) if own else (HERE / f"{document.template}.docx").read_bytes()
    template = _opened(content, shown)
    writer = WordWriter(_styles(template.docx), _width(template.docx))
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    logo = _logo(order.logo, template) if order.logo else ""
    context = {
        "title": document.title,
        "organisation": document.organisation,
        "as_of": document.as_of.isoformat(),
        "facts": [{"label": label, "value": value} for label, value in document.facts],
        "logo": logo,
        "sections": WordMarkup("".join(writer.section(one) for one in document.sections)),
        "section": _Sections({one.name: writer.section(one) for one in document.sections}, document.may_have),
        "report": _Report(ordered),
    }
    try:
        named = template.get_undeclared_template_variables(environment, {})
        _check_names(named, context, shown)
        if order.logo and "logo" not in named:
            hint = "write {{ logo }} where the logo belongs, or leave --logo out"
            raise _wrong(shown, "this template has no place for a logo", "template", hint)
        template.render(context, environment)
    except (TemplateError, TypeError, ValueError, ArithmeticError) as fault:
        raise _wrong(shown, f"this template cannot be filled in: {_said(fault)}", "template", SEE) from fault
    return _saved(template, document)


class _Sections(Mapping[str, WordMarkup]):
    """The sections of a document by name. One that others of its kind have, and this one has not, is nothing,
    as in a report without nonconformities."""

    def __init__(self, sections: Mapping[str, WordMarkup], others: Sequence[str]) -> None:
        self._sections = dict.fromkeys(others, WordMarkup("")) | dict(sections)

    def __getitem__(self, name: str) -> WordMarkup:
        return self._sections[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sections)

    def __len__(self) -> int:
        return len(self._sections)


class _Report(Mapping[str, Any]):
    """The assessment as `assess --format json` tells it, worked out when a template first asks for it."""

    def __init__(self, ordered: Ordered) -> None:
        self._ordered = ordered

    @cached_property
    def _told(self) -> dict[str, Any]:
        from ...as_json.assessment import assessment_json

        result = self._ordered.result
        return assessment_json(result.assessment, result.knowledge, result.audience, result.planned)

    def __getitem__(self, name: str) -> Any:
        return self._told[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._told)

    def __len__(self) -> int:
        return len(self._told)


def _read(place: Path) -> bytes:
    problems = Problems()
    content = content_of(place, str(place), problems)
    if content is None:
        raise BadInput(problems.found)
    return content


def _opened(content: bytes, shown: str) -> DocxTemplate:
    hint = "give a Word document that ends with .docx"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                raise _wrong(shown, "this file is too large when unpacked", "template", hint)
        template = DocxTemplate(io.BytesIO(content))
        template.init_docx()
    except BadInput:
        raise
    except Exception as fault:  # whatever zipfile, lxml and python-docx raise on a file that is none
        raise _wrong(shown, "this is no Word document", "template", hint) from fault
    return template


def _logo(place: Path, template: DocxTemplate) -> InlineImage:
    """A logo, no higher and no wider than the head of a page can take."""
    content = _read(place)
    try:
        image = Image.from_blob(content)
    except Exception as fault:  # damaged pictures raise whatever they like
        raise _wrong(
            str(place), "this is no picture that Word can show", "template", "give a .png or .jpg"
        ) from fault
    wide = image.px_width / max(image.px_height, 1)
    if wide * LOGO_HEIGHT > LOGO_WIDTH:
        return InlineImage(template, io.BytesIO(content), width=LOGO_WIDTH)
    return InlineImage(template, io.BytesIO(content), height=LOGO_HEIGHT)


def _check_names(named: set[str], known: Mapping[str, object], shown: str) -> None:
    problems = [
        Problem(
            Location(shown),
            f"this template names `{name}`, which no document has",
            "template",
            did_you_mean(name, known) or SEE,
        )
        for name in sorted(named - known.keys())
    ]
    if problems:
        raise BadInput(problems)


def _said(fault: Exception) -> str:
    text = str(fault.message) if isinstance(fault, UndefinedError) and fault.message else str(fault)
    return " ".join(text.split())[:200]


def _wrong(shown: str, message: str, code: CodeWord, hint: str) -> BadInput:
    return BadInput([Problem(Location(shown), message, code, hint)])


def _styles(document: Any) -> dict[str, str]:
    """The ids of the styles that parts are written in; those that the template does not have are copied from
    ours."""
    ours = None
    found: dict[str, str] = {}
    for name in STYLES:
        style = _style_named(document, name)
        if style is None:
            ours = ours or docx.Document(str(HERE / f"{OURS}.docx"))
            style = _copied(ours, document, name)
        found[name] = style.style_id
    return found


def _style_named(document: Any, name: str) -> Any:
    return next((style for style in document.styles if style.name == name), None)


def _copied(ours: Any, document: Any, name: str) -> Any:
    """One of our styles in another document, based on the body text of that one and without our numbering."""
    element = deepcopy(_style_named(ours, name).element)
    for child in [*element.findall(".//{*}numPr"), *element.findall("{*}link"), *element.findall("{*}next")]:
        child.getparent().remove(child)
    based = element.find("{*}basedOn")
    if based is not None:
        element.remove(based)
    document.styles.element.append(element)
    return _style_named(document, name)


def _width(document: Any) -> int:
    """The width of the text on the last pages of a document, in twentieths of a point."""
    section = document.sections[-1]
    return int(Emu(section.page_width - section.left_margin - section.right_margin).pt * TWIPS)


def _saved(template: DocxTemplate, document: WrittenDocument) -> bytes:
    """The filled-in template with the properties of the document, its parts all bearing one day."""
    properties = template.docx.core_properties
    properties.title, properties.author, properties.last_modified_by = document.title, "clausegraph", ""
    properties.created = properties.modified = datetime.combine(document.as_of, time())
    properties.revision = 1
    for category in properties._element.findall("{*}category"):  # where the sign of the file will stand
        properties._element.remove(category)
    made = io.BytesIO()
    template.save(made)
    return timeless(made.getvalue())


def timeless(archive: bytes) -> bytes:
    """An archive with the same parts, all of them bearing the first day that it can tell."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            new.writestr(
                zipfile.ZipInfo(part.filename, FIRST_DAY_OF_ZIP), old.read(part), zipfile.ZIP_DEFLATED
            )
    return made.getvalue()

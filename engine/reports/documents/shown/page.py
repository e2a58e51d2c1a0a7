"""A document as a page of its own: no script, nothing loaded, for reading and for printing."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from ....problems import BadInput, Location, Problem
from ....reading.nodes import Problems, content_of
from ...looks import FILLS
from ...words.assessment import printable
from ..parts import (
    DocumentSection,
    FormField,
    Grid,
    GridCell,
    Linked,
    NewPage,
    PaperForm,
    Points,
    Prose,
    Subheading,
    Toned,
    WrittenDocument,
    cell_text,
)

LONGEST_WHOLE = 12
"""Characters of a word that is never parted."""

WIDE = "register"
"""The template of ours whose pages lie on their side; so do those of a page in print."""

STYLE = Path(__file__).parent / "page.css"
PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
"""How the pictures begin that browsers and Word both show, with their media types."""


def document_html(document: WrittenDocument, logo: Path | None = None) -> str:
    """The whole page. Raises BadInput if the logo cannot be shown."""
    style = _style(wide=document.template == WIDE)
    policy = (
        f"default-src 'none'; style-src 'sha256-{b64encode(sha256(style.encode()).digest()).decode()}';"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )
    facts = "".join(f"<dt>{_text(label)}</dt><dd>{_text(value)}</dd>" for label, value in document.facts)
    body = "\n".join(_section(section) for section in document.sections)
    picture = f'<img class="logo" alt="" src="{_picture(logo)}">\n' if logo else ""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="clausegraph">
<title>{_text(document.title)}: {_text(document.organisation)}</title>
<style>{style}</style>
</head>
<body>
<header>
{picture}<h1>{_text(document.title)}</h1>
<p class="organisation">{_text(document.organisation)}</p>
<dl class="facts">{facts}</dl>
</header>
<main>
{body}
</main>
<footer>{_text(document.organisation)} · {_text(document.title)} · {document.as_of.isoformat()}</footer>
</body>
</html>
"""


def _style(*, wide: bool) -> str:
    fills = "".join(f".fill-{mark}{{background:{colour}}}" for mark, colour in FILLS.items())
    paper = "@page{size:A4 landscape}" if wide else ""
    return f"{STYLE.read_text(encoding='utf-8')}{fills}{paper}\n"


def _picture(place: Path) -> str:
    problems = Problems()
    content = content_of(place, str(place), problems)
    if content is None:
        raise BadInput(problems.found)
    media = next((media for begins, media in PICTURES.items() if content.startswith(begins)), "")
    if not media:
        hint = "give a .png or .jpg"
        message = "this is no picture that a page can show"
        raise BadInput([Problem(Location(str(place)), message, "template", hint)])
    return f"data:{media};base64,{b64encode(content).decode()}"


def _text(text: str) -> Markup:
    return escape(printable(text))


def _lines(text: str) -> Markup:
    return Markup("<br>").join(_text(line) for line in text.split("\n"))


def _section(section: DocumentSection) -> str:
    heading = f"<h2>{_text(section.title)}</h2>\n" if section.title else ""
    parts = "\n".join(_MADE[type(part)](part) for part in section.parts)
    apart = ' class="new-page"' if section.apart else ""
    return f'<section id="{escape(section.name)}"{apart}>\n{heading}{parts}\n</section>'


def _prose(part: Prose) -> str:
    label = f"<strong>{_text(part.label)}</strong> " if part.label else ""
    tone = f' class="{part.tone}"' if part.tone else ""
    return f"<p{tone}>{label}{_text(part.text)}</p>"


def _points(part: Points) -> str:
    return f"<ul>{''.join(f'<li>{_text(item)}</li>' for item in part.items)}</ul>"


def _mark(mark: str) -> str:
    return f'<span class="mark fill-{mark}">{mark}</span>' if mark else ""


def _subheading(part: Subheading) -> str:
    return f"<h3>{_mark(part.mark)}{_text(part.text)}</h3>"


def _grid(part: Grid) -> str:
    if part.on == "sheet":
        return ""
    grid = part.on_paper()
    head = "".join(f'<th scope="col">{_text(column.heading)}</th>' for column in grid.columns)
    rows = "\n".join(_row(row) for row in grid.rows)
    label = escape(printable(part.title))
    total = sum(column.width for column in grid.columns)
    widths = "".join(f'<col width="{100 * column.width / total:.1f}%">' for column in grid.columns)
    header = f"<thead><tr>{head}</tr></thead>" if part.headed else ""
    table = f"<table><colgroup>{widths}</colgroup>{header}<tbody>\n{rows}\n</tbody></table>"
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">{table}</div>'


def _row(row: Iterable[GridCell]) -> str:
    return f"<tr>{''.join(f'<td{_look(cell)}>{_cell(cell)}</td>' for cell in row)}</tr>"


def _cell(cell: GridCell) -> Markup:
    text = _lines(cell_text(cell))
    return Markup('<a href="{}">{}</a>').format(cell.to, text) if isinstance(cell, Linked) else text


def _look(cell: GridCell) -> str:
    """The colour of a cell, and that a day or a number such as NC-12 stays on one line."""
    text = cell_text(cell)
    whole = 0 < len(text) <= LONGEST_WHOLE and " " not in text
    names = [f"fill-{cell.mark}"] if isinstance(cell, Toned) else []
    names += ["whole"] if whole else []
    return f' class="{" ".join(names)}"' if names else ""


def _form(part: PaperForm) -> str:
    caption = f"<caption>{_mark(part.mark)}{_text(part.title)}</caption>"
    rows = "".join(_field(field) for field in part.fields)
    return f'<table class="form">{caption}<tbody>{rows}</tbody></table>'


def _field(field: FormField) -> str:
    room = "<br>" * field.lines
    return f'<tr><th scope="row">{_text(field.label)}</th><td>{_lines(field.text)}{room}</td></tr>'


_MADE: Mapping[type, Callable[[Any], str]] = {
    Prose: _prose,
    Points: _points,
    Subheading: _subheading,
    Grid: _grid,
    PaperForm: _form,
    NewPage: lambda _: '<div class="new-page"></div>',
}
"""What each kind of part becomes."""

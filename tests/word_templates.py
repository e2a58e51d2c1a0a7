"""Makes the Word templates that ship: `python -m clausegraph.tests.word_templates` writes them anew.

They are ordinary documents with Jinja in them, so that anybody can take one, change fonts, order and words in
Word, and give it back as `--template`. The same script gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from clausegraph.engine.reports.documents.shown.template import HERE, timeless

INK, QUIET, ACCENT, WHITE = (RGBColor.from_string(one) for one in ("222222", "666666", "3B4A5A", "FFFFFF"))
FONT = "Calibri"
KEPT_TABLES = ("Normal Table", "Table Grid")
PORTRAIT, LANDSCAPE = (Mm(210), Mm(297)), (Mm(297), Mm(210))
REPORT = (
    "summary",
    "standards",
    "nonconformities",
    "foundations",
    "plan",
    "observations",
    "questions",
    "exclusions",
    "method",
)


def templates() -> Mapping[str, bytes]:
    """The content of every template that ships, by its name."""
    made: Mapping[str, Callable[[], Any]] = {
        "document": lambda: _headed(_begun(PORTRAIT)),
        "register": lambda: _headed(_begun(LANDSCAPE, side=12)),
        "report": lambda: _report(_begun(PORTRAIT)),
        "summary": lambda: _summary(_begun(PORTRAIT, side=18, size=9.5)),
    }
    return {name: _content(make()) for name, make in made.items()}


def _begun(paper: tuple[Any, Any], *, side: float = 20, size: float = 10.5) -> Any:
    """An empty document with our styles, margins and footer."""
    made = docx.Document()
    _forget_tables(made)
    section = made.sections[0]
    section.page_width, section.page_height = paper
    section.orientation = WD_ORIENT.LANDSCAPE if paper is LANDSCAPE else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Mm(side)
    section.top_margin, section.bottom_margin = Mm(16), Mm(16)
    section.header_distance = section.footer_distance = Mm(8)
    _style_all(made.styles, size)
    _foot(section, paper[0] - 2 * Mm(side))
    return made


def _forget_tables(made: Any) -> None:
    """Leaves out the many styles of tables that nobody uses."""
    for style in list(made.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in KEPT_TABLES:
            style.element.getparent().remove(style.element)


def _style_all(styles: Any, size: float) -> None:
    _look(styles["Normal"], size, after=4, line=1.12)
    _look(styles["Title"], 26, bold=True, ink=ACCENT, after=2, line=1.0)
    _look(styles["Subtitle"], 13, ink=QUIET, after=10)
    _look(styles["Heading 1"], 16, bold=True, ink=ACCENT, before=16, after=6, keep=True)
    _look(styles["Heading 2"], 11.5, bold=True, ink=INK, before=12, after=3, keep=True)
    _look(styles["Body Text"], size, after=5)
    _look(styles["List Bullet"], size, after=3)
    _look(_new(styles, "Lead"), size + 2.5, bold=True, after=8)
    _look(_new(styles, "Quiet"), size - 1.5, ink=QUIET, after=5)
    _look(_new(styles, "Warning"), size - 0.5, after=6)
    _boxed(styles["Warning"].element.get_or_add_pPr(), "FFF6E0", "C96F08")
    _look(_new(styles, "Table Text"), min(8.5, size - 1), after=1, line=1.05)
    _look(_new(styles, "Table Heading"), min(8.5, size - 1), bold=True, ink=WHITE, after=1, line=1.05)
    _look(_new(styles, "Label", WD_STYLE_TYPE.CHARACTER), None, bold=True, ink=ACCENT)


def _new(styles: Any, name: str, kind: Any = WD_STYLE_TYPE.PARAGRAPH) -> Any:
    style = styles.add_style(name, kind)
    if kind is WD_STYLE_TYPE.PARAGRAPH:
        style.base_style = styles["Normal"]
    style.quick_style = True
    return style


def _look(
    style: Any,
    size: float | None,
    *,
    bold: bool = False,
    ink: RGBColor = INK,
    before: float = 0,
    after: float | None = None,
    line: float | None = None,
    keep: bool = False,
) -> None:
    font = style.font
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(name), FONT)
    font.size, font.bold, font.italic, font.color.rgb = Pt(size) if size else None, bold, False, ink
    if after is None:
        return
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.keep_with_next = Pt(before), Pt(after), keep
    layout.line_spacing = line
    for border in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(border)


def _boxed(properties: Any, fill: str, edge: str) -> None:
    """A background and a bar at the left."""
    border = OxmlElement("w:pBdr")
    left = OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "24"), ("space", "6"), ("color", edge)):
        left.set(qn(f"w:{name}"), value)
    border.append(left)
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shade.set(qn(f"w:{name}"), value)
    place = properties.find(qn("w:spacing"))
    place.addprevious(border)
    place.addprevious(shade)


def _foot(section: Any, width: Any) -> None:
    """Organisation, document and day at the left, the page at the right."""
    line = section.footer.paragraphs[0]
    line.style = "Quiet"
    line.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    line.add_run("{{ organisation }} · {{ title }} · {{ as_of }}\tPage ")
    _field(line, "PAGE")
    line.add_run(" of ")
    _field(line, "NUMPAGES")


def _field(line: Any, name: str) -> None:
    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    simple.append(run)
    line._p.append(simple)


def _logo(made: Any) -> None:
    made.add_paragraph("{%p if logo %}")
    made.add_paragraph("{{ logo }}")
    made.add_paragraph("{%p endif %}")


def _facts(made: Any, widths: Sequence[Any]) -> None:
    """The facts at the head of a document, a row each."""
    table = made.add_table(rows=3, cols=2)
    table.autofit = False
    table.rows[0].cells[0].text = "{%tr for fact in facts %}"
    table.rows[2].cells[0].text = "{%tr endfor %}"
    label, value = table.rows[1].cells
    label.paragraphs[0].add_run("{{ fact.label }}", style="Label")
    value.paragraphs[0].add_run("{{ fact.value }}")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _headed(made: Any) -> Any:
    """A document that begins with its title and facts and goes on with all its sections."""
    _logo(made)
    made.add_paragraph("{{ title }}", style="Title")
    made.add_paragraph("{{ organisation }}", style="Subtitle")
    _facts(made, (Mm(36), Mm(130)))
    made.add_paragraph()
    made.add_paragraph("{{p sections }}")
    return made


def _report(made: Any) -> Any:
    """A cover, then every section by its name, so that they can be put in another order or left out."""
    made.sections[0].different_first_page_header_footer = True
    _logo(made)
    title = made.add_paragraph("{{ title }}", style="Subtitle")
    title.paragraph_format.space_before = Mm(60)
    made.add_paragraph("{{ organisation }}", style="Title")
    made.add_paragraph("{{ report.summary.verdict }}", style="Lead").paragraph_format.space_before = Mm(6)
    space = made.add_paragraph()
    space.paragraph_format.space_after = Mm(50)
    _facts(made, (Mm(36), Mm(130)))
    made.add_page_break()
    for name in REPORT:
        made.add_paragraph(f"{{{{p section.{name} }}}}")
    return made


def _summary(made: Any) -> Any:
    """One page and no more."""
    _logo(made)
    made.add_paragraph("{{ title }}", style="Subtitle").paragraph_format.space_after = Pt(0)
    made.add_paragraph("{{ organisation }}", style="Title").paragraph_format.space_after = Pt(4)
    made.add_paragraph(
        "{% for fact in facts %}{{ fact.label }}: {{ fact.value }}. {% endfor %}", style="Quiet"
    )
    made.styles["Title"].font.size = Pt(20)
    made.styles["Heading 1"].font.size = Pt(12.5)
    made.styles["Heading 1"].paragraph_format.space_before = Pt(8)
    made.styles["Heading 1"].paragraph_format.space_after = Pt(3)
    made.add_paragraph("{{p sections }}")
    return made


def _content(made: Any) -> bytes:
    made.settings.element.find(qn("w:zoom")).set(qn("w:percent"), "100")  # the schema asks for it
    properties = made.core_properties
    properties.author, properties.title, properties.comments = "clausegraph", "{{ title }}", ""
    properties.created = properties.modified = datetime(2026, 1, 1)
    properties.last_modified_by, properties.revision = "", 1
    content = io.BytesIO()
    made.save(content)
    return timeless(content.getvalue())


if __name__ == "__main__":
    for template, written in templates().items():
        (HERE / f"{template}.docx").write_bytes(written)

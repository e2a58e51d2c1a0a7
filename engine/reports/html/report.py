"""Puts the HTML report together: one file with its style, its scripts and its figures inside, and a policy
that lets nothing else run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from ...analysis.assessment import Assessment
from ...analysis.audience import Audience
from ...analysis.comparison import compare
from ...model import KnowledgeBase
from ...organisation.organisation import Organisation
from ..looks import FILLS
from ..words.assessment import printable
from ..words.what_if import lines_of
from .charts import charts
from .safe import content_policy, in_script
from .view import View, WhatIf

HERE = Path(__file__).parent
SCRIPTS = ("links", "filters", "layout", "graph", "touch", "panel", "print")
"""The scripts at the end of the page, in the order in which they run; `theme` runs before anything is
shown."""

LICENCES = (
    ("Apache ECharts: notice", "NOTICE"),
    ("Apache ECharts: Apache License 2.0", "LICENSE"),
    ("d3, parts of which are in Apache ECharts: BSD 3-Clause", "LICENSE-d3"),
    ("ZRender: BSD 3-Clause", "LICENSE-zrender"),
    ("tslib: 0BSD", "LICENSE-tslib"),
)
"""The texts that have to go with the chart library wherever it goes, so with every page."""


def assessment_html(
    assessment: Assessment,
    knowledge: KnowledgeBase,
    organisation: Organisation,
    report: Audience = "consultant",
    settings: tuple[str, ...] = (),
    before: Assessment | None = None,
) -> str:
    """The whole assessment as one HTML page.

    It loads nothing: a content security policy allows the style and scripts written into it, by their
    hashes, and nothing else. Whatever an answer, a note or a name holds is shown as text. The same
    assessment gives the same page, byte for byte. With `before`, the assessment without the answers in
    `settings`, the page also says what they change.
    """
    what_if = (
        WhatIf(settings, before.summary.verdict, lines_of(compare(before, assessment), assessment.standards))
        if before
        else None
    )
    view = View(assessment, knowledge, organisation, report, what_if)
    style = _style()
    early, library, late = _text("scripts/theme.js"), _text("vendored/echarts.js"), _late()
    return (
        _environment(view)
        .get_template("report.html.j2")
        .render(
            view=view,
            assessment=view.assessment,
            knowledge=knowledge,
            policy=content_policy([style], [early, library, late]),
            style=Markup(style),
            early=Markup(early),
            library=Markup(library),
            late=Markup(late),
            licences=[(name, escape(_text(f"vendored/{file}"))) for name, file in LICENCES],
            figures=Markup(in_script(charts(view.assessment, knowledge, report))),
        )
    )


def _environment(view: View) -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    made.filters.update(view.filters())
    return made


def _shown(value: Any) -> Any:
    """Text without control characters; what the template itself has made stays as it is."""
    return printable(value) if type(value) is str and not value.isprintable() else value


def _style() -> str:
    fills = "".join(f"--fill-{mark}:{colour};" for mark, colour in FILLS.items())
    dark = _text("dark.css")
    asked = (
        f'@media screen and (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {{\n{dark}}} }}\n'
    )
    chosen = f'@media screen {{ :root[data-theme="dark"] {{\n{dark}}} }}\n'
    return f":root {{ {fills} }}\n{_text('report.css')}{asked}{chosen}{_text('print.css')}"


def _late() -> str:
    parts = "\n".join(_text(f"scripts/{name}.js") for name in SCRIPTS)
    return f'"use strict";\n(() => {{\n{parts}}})();\n'


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")

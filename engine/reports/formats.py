"""What each command shows of its result: a table of formats per command, each with the function that makes it. Reports are imported
when they are asked for, so that a command waits for one of them and not for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from rich.console import Console

    from ..analysis.assessment import Assessment
    from ..analysis.audience import Report
    from ..analysis.overlap.result import OverlapResult
    from ..commands.assess import Place, Result
    from ..commands.explain import Explained
    from ..commands.graph import Drawn
    from ..commands.questions import Asking

Printed: TypeAlias = "Callable[[Console], None]"
"""What prints itself on a terminal, or as plain text into a file."""

Shown: TypeAlias = "str | bytes | Printed"
"""Text, a workbook, or what prints itself."""


def _assessment_text(result: Result, report: Report) -> Shown:
    from .terminal.assessment import print_assessment

    return lambda console: print_assessment(console, result.assessment, result.knowledge, report)


def _assessment_json(result: Result, report: Report) -> Shown:
    from .as_json.assessment import assessment_json, dumps

    return dumps(assessment_json(result.assessment, result.knowledge, report))


def _assessment_markdown(result: Result, report: Report) -> Shown:
    from .markdown.assessment import assessment_markdown

    return assessment_markdown(result.assessment, result.knowledge, report)


def _assessment_html(result: Result, report: Report) -> Shown:
    from .html.report import assessment_html

    return assessment_html(result.assessment, result.knowledge, result.organisation, report, result.settings, result.before)


def _assessment_xlsx(result: Result, report: Report) -> Shown:
    from .workbook.assessment.report import assessment_workbook

    return assessment_workbook(result.assessment, result.knowledge, result.organisation, report)


def _what_if_text(result: Result, report: Report) -> Shown:
    from ..analysis.comparison import compare
    from .terminal.what_if import print_what_if

    before, after = _both(result)
    return lambda console: print_what_if(console, before, after, compare(before, after), result.settings)


def _what_if_json(result: Result, report: Report) -> Shown:
    from ..analysis.comparison import compare
    from .as_json.assessment import assessment_json, dumps
    from .as_json.what_if import what_if_json

    what_if = what_if_json(compare(*_both(result)), result.settings, result.knowledge)
    return dumps(assessment_json(result.assessment, result.knowledge, report) | {"what_if": what_if})


def _what_if_markdown(result: Result, report: Report) -> Shown:
    from ..analysis.comparison import compare
    from .markdown.what_if import what_if_markdown

    before, after = _both(result)
    return what_if_markdown(before, after, compare(before, after), result.settings)


def _both(result: Result) -> tuple[Assessment, Assessment]:
    """The assessments without and with other answers."""
    assert result.before is not None
    return result.before, result.assessment


def _explanations_text(found: Explained) -> Shown:
    from .terminal.explanation import print_explanation

    def show(console: Console) -> None:
        for one in found.explanations:
            print_explanation(console, one, found.knowledge)

    return show


def _explanations_json(found: Explained) -> Shown:
    from .as_json.assessment import dumps
    from .as_json.explanation import explanation_json

    return dumps([explanation_json(one, found.knowledge) for one in found.explanations])


def _explanations_markdown(found: Explained) -> Shown:
    from .markdown.explanation import explanation_markdown

    return "\n".join(explanation_markdown(one, found.knowledge) for one in found.explanations)


def _graph_json(drawn: Drawn) -> Shown:
    from .as_json.assessment import dumps
    from .as_json.knowledge import graph_json

    return dumps(graph_json(drawn.graph, drawn.assessment))


def _graph_dot(drawn: Drawn) -> Shown:
    from .picture.dot import graph_dot

    return graph_dot(drawn.graph, drawn.assessment)


def _graph_svg(drawn: Drawn) -> Shown:
    from .picture.around import around_svg
    from .picture.whole import graph_svg

    draw = around_svg if drawn.around else graph_svg
    return draw(drawn.graph, drawn.assessment)


def _graph_graphml(drawn: Drawn) -> Shown:
    from .picture.graphml import graph_graphml

    return graph_graphml(drawn.graph, drawn.assessment)


def _overlap_text(result: OverlapResult) -> Shown:
    from .terminal.overlap import print_overlap

    return lambda console: print_overlap(console, result)


def _overlap_json(result: OverlapResult) -> Shown:
    from .as_json.assessment import dumps
    from .as_json.overlap import overlap_result_json

    return dumps(overlap_result_json(result))


def _overlap_markdown(result: OverlapResult) -> Shown:
    from .markdown.overlap import overlap_markdown

    return overlap_markdown(result)


def _place_text(place: Place) -> Shown:
    from .terminal.knowledge import print_place

    return lambda console: print_place(console, place.knowledge, place.standard, place.clause)


def _place_json(place: Place) -> Shown:
    from .as_json.assessment import dumps
    from .as_json.knowledge import browse_json

    return dumps(browse_json(place.knowledge, place.standard, place.clause))


def _questions_text(asking: Asking) -> Shown:
    from .terminal.questionnaire import print_questionnaire

    return lambda console: print_questionnaire(console, asking.asked, asking.knowledge, asking.organisation)


def _questions_yaml(asking: Asking) -> Shown:
    from .as_yaml import questionnaire_yaml

    return questionnaire_yaml(asking.asked, asking.knowledge, asking.given)


def _questions_xlsx(asking: Asking) -> Shown:
    from .workbook.questionnaire.book import questionnaire_workbook

    return questionnaire_workbook(asking.asked, asking.knowledge, asking.organisation)


ASSESSMENT: Mapping[str, Callable[[Result, Report], Shown]] = {
    "text": _assessment_text,
    "json": _assessment_json,
    "markdown": _assessment_markdown,
    "html": _assessment_html,
    "xlsx": _assessment_xlsx,
}
WHAT_IF: Mapping[str, Callable[[Result, Report], Shown]] = {
    "text": _what_if_text,
    "json": _what_if_json,
    "markdown": _what_if_markdown,
    "html": _assessment_html,
}
"""An assessment with other answers, beside the one without them."""

EXPLANATIONS: Mapping[str, Callable[[Explained], Shown]] = {
    "text": _explanations_text,
    "json": _explanations_json,
    "markdown": _explanations_markdown,
}
GRAPH: Mapping[str, Callable[[Drawn], Shown]] = {
    "json": _graph_json,
    "dot": _graph_dot,
    "svg": _graph_svg,
    "graphml": _graph_graphml,
}
OVERLAP: Mapping[str, Callable[[OverlapResult], Shown]] = {
    "text": _overlap_text,
    "json": _overlap_json,
    "markdown": _overlap_markdown,
}
PLACE: Mapping[str, Callable[[Place], Shown]] = {"text": _place_text, "json": _place_json}
QUESTIONS: Mapping[str, Callable[[Asking], Shown]] = {
    "text": _questions_text,
    "yaml": _questions_yaml,
    "xlsx": _questions_xlsx,
}

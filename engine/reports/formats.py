"""What each command shows of its result: a table of formats per command, each with the function that makes
it. Reports are imported when they are asked for, so that a command waits for one of them and not for all.
Others add formats by the entry point group `clausegraph.formats`, under names such as `assess.pdf`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..extensions import FORMATS as GROUP
from ..extensions import extensions, loaded
from ..problems import BadInput, Location, Problem
from .documents.kinds import KINDS, PREFIX, kind_named, kinds
from .form import Format, Formats, Shown, as_html, as_json, as_markdown, as_text, as_xlsx, by_name

if TYPE_CHECKING:
    from rich.console import Console

    from ..analysis.assessment import Assessment
    from ..analysis.overlap.result import OverlapResult
    from ..commands.assess import Result
    from ..commands.check import Checked
    from ..commands.explain import Explained
    from ..commands.graph import DrawnGraph
    from ..commands.questions import Asking
    from ..commands.rule_tests.outcome import Outcome
    from ..commands.rules import ListedRules
    from ..commands.standards import Place


def _assessment_text(result: Result) -> Shown:
    from .terminal.assessment import print_assessment

    return lambda console: print_assessment(console, result.assessment, result.knowledge, result.audience)


def _assessment_json(result: Result) -> Shown:
    from .as_json.assessment import assessment_json, dumps

    return dumps(assessment_json(result.assessment, result.knowledge, result.audience, result.planned))


def _assessment_markdown(result: Result) -> Shown:
    from .markdown.assessment import assessment_markdown

    return assessment_markdown(result.assessment, result.knowledge, result.audience)


def _assessment_html(result: Result) -> Shown:
    from .html.report import assessment_html

    told = result.audience
    return assessment_html(
        result.assessment, result.knowledge, result.organisation, told, result.settings, result.before
    )


def _assessment_xlsx(result: Result) -> Shown:
    from .workbook.assessment.report import assessment_workbook

    return assessment_workbook(
        result.assessment, result.knowledge, result.organisation, result.audience, result.planned
    )


def _what_if_text(result: Result) -> Shown:
    from ..analysis.comparison import compare
    from .terminal.what_if import print_what_if

    before, after = _both(result)
    return lambda console: print_what_if(console, before, after, compare(before, after), result.settings)


def _what_if_json(result: Result) -> Shown:
    from ..analysis.comparison import compare
    from .as_json.assessment import assessment_json, dumps
    from .as_json.what_if import what_if_json

    what_if = what_if_json(compare(*_both(result)), result.settings, result.knowledge)
    return dumps(assessment_json(result.assessment, result.knowledge, result.audience) | {"what_if": what_if})


def _what_if_markdown(result: Result) -> Shown:
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


def _graph_json(drawn: DrawnGraph) -> Shown:
    from .as_json.assessment import dumps
    from .as_json.knowledge import graph_json

    return dumps(graph_json(drawn.graph, drawn.assessment))


def _graph_dot(drawn: DrawnGraph) -> Shown:
    from .picture.dot import graph_dot

    return graph_dot(drawn.graph, drawn.assessment)


def _graph_svg(drawn: DrawnGraph) -> Shown:
    from .picture.around import around_svg
    from .picture.whole import graph_svg

    draw = around_svg if drawn.around else graph_svg
    return draw(drawn.graph, drawn.assessment)


def _graph_graphml(drawn: DrawnGraph) -> Shown:
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
    from .documents.overlap.whole import overlap_document
    from .documents.shown.markdown import document_markdown

    return document_markdown(overlap_document(result))


def _overlap_html(result: OverlapResult) -> Shown:
    from .documents.overlap.whole import overlap_document
    from .documents.shown.page import document_html

    return document_html(overlap_document(result))


def _overlap_xlsx(result: OverlapResult) -> Shown:
    from .documents.overlap.whole import overlap_document
    from .documents.shown.sheets import document_workbook

    return document_workbook(overlap_document(result))


def _place_text(place: Place) -> Shown:
    from .terminal.knowledge import print_place

    return lambda console: print_place(console, place.knowledge, place.standard, place.clause)


def _place_json(place: Place) -> Shown:
    from .as_json.assessment import dumps
    from .as_json.knowledge import browse_json

    return dumps(browse_json(place.knowledge, place.standard, place.clause))


def _rules_text(listed: ListedRules) -> Shown:
    from .terminal.rules import print_rules

    return lambda console: print_rules(console, listed)


def _rules_json(listed: ListedRules) -> Shown:
    from .as_json.assessment import dumps
    from .as_json.rules import rules_json

    return dumps(rules_json(listed))


def _questions_text(asking: Asking) -> Shown:
    from .terminal.questionnaire import print_questionnaire

    return lambda console: print_questionnaire(console, asking.asked, asking.knowledge, asking.organisation)


def _questions_yaml(asking: Asking) -> Shown:
    from .as_yaml import questionnaire_yaml

    return questionnaire_yaml(asking.asked, asking.knowledge, asking.given)


def _questions_html(asking: Asking) -> Shown:
    from .html.fill.page import questionnaire_html

    return questionnaire_html(asking.asked, asking.knowledge, asking.organisation)


def _questions_xlsx(asking: Asking) -> Shown:
    from .workbook.questionnaire.book import questionnaire_workbook

    return questionnaire_workbook(asking.asked, asking.knowledge, asking.organisation)


def _check_text(checked: Checked) -> Shown:
    return f"{checked}\n"


def _check_json(checked: Checked) -> Shown:
    from .as_json.assessment import dumps
    from .as_json.problems import check_json

    return dumps(check_json(checked))


def _check_sarif(checked: Checked) -> Shown:
    from .as_json.assessment import dumps
    from .as_json.sarif import check_sarif

    return dumps(check_sarif(checked))


def _outcome_text(outcome: Outcome) -> Shown:
    return f"{outcome}\n"


def _outcome_json(outcome: Outcome) -> Shown:
    from .as_json.assessment import dumps
    from .as_json.cases import outcome_json

    return dumps(outcome_json(outcome))


def _outcome_junit(outcome: Outcome) -> Shown:
    from .junit import junit

    return junit(outcome)


ASSESSMENT = by_name(
    as_text(_assessment_text),
    as_json(_assessment_json),
    as_markdown(_assessment_markdown),
    as_html(_assessment_html),
    as_xlsx(_assessment_xlsx),
)
WHAT_IF = by_name(
    as_text(_what_if_text), as_json(_what_if_json), as_markdown(_what_if_markdown), as_html(_assessment_html)
)
"""An assessment with other answers, beside the one without them."""

EXPLANATIONS = by_name(
    as_text(_explanations_text), as_json(_explanations_json), as_markdown(_explanations_markdown)
)
GRAPH = by_name(
    as_json(_graph_json),
    Format("dot", _graph_dot, (".dot", ".gv"), "text/vnd.graphviz", "slashes"),
    Format("svg", _graph_svg, (".svg",), "image/svg+xml", "xml"),
    Format("graphml", _graph_graphml, (".graphml",), "application/graphml+xml", "xml"),
)
OVERLAP = by_name(
    as_text(_overlap_text),
    as_json(_overlap_json),
    as_markdown(_overlap_markdown),
    as_html(_overlap_html),
    as_xlsx(_overlap_xlsx),
)
PLACE = by_name(as_text(_place_text), as_json(_place_json))
RULES = by_name(as_text(_rules_text), as_json(_rules_json))
_TO_FILL_IN = (
    Format("yaml", _questions_yaml, (".yaml", ".yml"), "application/yaml", "hash", result=False),
    as_xlsx(_questions_xlsx, result=False),
)
QUESTIONS = by_name(as_text(_questions_text), *_TO_FILL_IN, as_html(_questions_html))
MERGED = by_name(*_TO_FILL_IN)
CHECK = by_name(
    as_text(_check_text),
    as_json(_check_json),
    Format("sarif", _check_sarif, (".sarif", ".json"), "application/sarif+json", "sarif"),
)
TESTED = by_name(
    as_text(_outcome_text),
    as_json(_outcome_json),
    Format("junit", _outcome_junit, (".xml",), "application/xml", "xml"),
)
TABLES: Mapping[str, Formats] = {
    "assess": ASSESSMENT,
    "what-if": WHAT_IF,
    "explain": EXPLANATIONS,
    "graph": GRAPH,
    "overlap": OVERLAP,
    "standards": PLACE,
    "rules": RULES,
    "questions": QUESTIONS,
    "merge": MERGED,
    "check": CHECK,
    "test": TESTED,
    **{f"{PREFIX}{name}": kind.formats for name, kind in KINDS.items()},
}
"""The formats of each command; `what-if` is `assess` with other answers, and each kind of document has its
own."""

DOCUMENT = "document"
"""The command whose formats depend on the kind of document."""

REPORT = "report"
"""The kind of document that is an assessment to read."""

NEVER_WRITTEN = (".pdf", ".doc", ".odt", ".xls", ".ods", ".csv", ".png", ".jpg", ".pptx")
"""Endings of files that people might hope for, and that no format of ours has."""


def table_of(command: str) -> Formats:
    """The formats of a command, or of a kind of document; of `document` those that any kind has."""
    if command == DOCUMENT:
        return {name: form for kind in kinds() for name, form in table_of(f"{PREFIX}{kind}").items()}
    return TABLES[command] if command in TABLES else kind_named(command.removeprefix(PREFIX)).formats


def names_of(command: str) -> tuple[str, ...]:
    """The names of the formats of a command, those installed by others behind ours."""
    own = table_of(command)
    return (*own, *(name for name in _installed(command) if name not in own))


def format_named(command: str, name: str) -> Format:
    """The format of a command by its name, which is one of `names_of`. Raises BadInput if it cannot be
    loaded."""
    own = table_of(command)
    return own[name] if name in own else _loaded(command, name)


def format_for(command: str, asked: str | None, output: Path | None) -> Format:
    """The format that is meant: the one asked for by name; else the one whose ending the file has to which it
    goes; else the first of the command. Raises BadInput where the ending says another one, or one that the
    command does not have."""
    suffix = output.suffix.lower() if output is not None else ""
    if asked is not None:
        return _agreeing(command, format_named(command, asked), suffix, output)
    by_suffix = _with_suffix(table_of(command).values(), suffix) or _installed_with(command, suffix)
    if by_suffix is None and _is_somebodys(suffix):
        message = f"no format of `{called(command)}` ends with {suffix}"
        raise _contradiction(output, message, _endings(command) + _by_a_document(command, suffix))
    return by_suffix or next(iter(table_of(command).values()))


def called(command: str) -> str:
    """A command as people type it."""
    if command == "what-if":
        return "assess --set"
    return command.replace(PREFIX, f"{DOCUMENT} ", 1) if command.startswith(PREFIX) else command


def _agreeing(command: str, form: Format, suffix: str, output: Path | None) -> Format:
    if suffix in form.suffixes or not (_is_somebodys(suffix) or _installed_with(command, suffix)):
        return form
    message = f"the ending {suffix} speaks of another format than --format {form.name}"
    hint = (
        f"end it with {' or '.join(form.suffixes)}, or leave --format out"
        if form.suffixes
        else "leave --format out"
    )
    raise _contradiction(output, message, hint)


def _with_suffix(formats: Iterable[Format], suffix: str) -> Format | None:
    return next((one for one in formats if suffix and suffix in one.suffixes), None)


def _is_somebodys(suffix: str) -> bool:
    """Whether an ending belongs to a format of any command, or to one that none has."""
    ours = (form for table in TABLES.values() for form in table.values())
    return suffix in NEVER_WRITTEN or _with_suffix(ours, suffix) is not None


def _installed(command: str) -> list[str]:
    return [name.removeprefix(f"{command}.") for name in extensions(GROUP) if name.startswith(f"{command}.")]


def _installed_with(command: str, suffix: str) -> Format | None:
    if not suffix:
        return None
    return _with_suffix((_loaded(command, name) for name in _installed(command)), suffix)


def _loaded(command: str, name: str) -> Format:
    return loaded(extensions(GROUP)[f"{command}.{name}"], Format)


def _endings(command: str) -> str:
    known = (f"{form.suffixes[0]} ({form.name})" for form in table_of(command).values() if form.suffixes)
    return f"its formats end with {', '.join(known)}"


def _by_a_document(command: str, suffix: str) -> str:
    """That there is a document with such a file, for those who look for one in an assessment."""
    found = [kind for kind in KINDS if _with_suffix(KINDS[kind].formats.values(), suffix)]
    if command != "assess" or not found:
        return ""
    kind = REPORT if REPORT in found else found[0]
    return f"; `clausegraph {DOCUMENT} {kind}` makes a {suffix}"


def _contradiction(output: Path | None, message: str, hint: str) -> BadInput:
    return BadInput([Problem(Location(str(output)), message, "contradiction", hint)])

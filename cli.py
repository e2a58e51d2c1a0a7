"""The command line: what each command takes and where its result goes. No logic; heavy imports wait until they are needed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

    from .engine.assessment import Assessment
    from .engine.model import KnowledgeBase
    from .engine.overlap_result import OverlapResult
    from .engine.problems import BadInput
    from .engine.reports.words import Report
    from .engine.run import Request, Result

GATE_FAILED, BAD_INPUT, OUR_FAULT = 1, 2, 3
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def _options(*options: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def _formats(*names: str) -> Callable[..., Any]:
    kinds = click.Choice(names)
    return click.option("--format", "form", type=kinds, default=names[0], show_default=True, help="How to show the result.")


PLACE = click.Path(dir_okay=False, path_type=Path)
output_option = click.option("--output", type=PLACE, help="Write to this file.")
standard_option = click.option("--standard", "standards", multiple=True, metavar="ID", help="iso-9001:2015, say; may be repeated.")
with_option = click.option("--with", "overlays", multiple=True, type=FOLDER, help="A folder with rules or an overlay of your own.")
depth_option = click.option(
    "--depth", type=click.Choice(["full", "quick"]), default="full", show_default=True, help="All questions, or those that tell most."
)
report_option = click.option(
    "--report",
    type=click.Choice(["consultant", "auditor"]),
    default="consultant",
    show_default=True,
    help="An auditor's report prescribes no fix.",
)
assessing = _options(
    standard_option,
    with_option,
    click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day of the assessment; default: the file's, else today."),
    click.option("--policy", default="default", show_default=True, help="How grades are escalated: default, strict, lenient, or your own."),
    click.option("--previous", type=FILE, metavar="FILE", help="The JSON of an earlier assessment: what fails again is raised."),
    click.option("--engine", type=click.Choice(["durable", "plain"]), help="Default: durable-rules where it can be had."),
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="clausegraph")
def main() -> None:
    """Says what a lead auditor would say about a management system, and why.

    \b
    clausegraph assess examples/invented-workshop.yaml
    clausegraph explain examples/invented-workshop.yaml 9.2.2/programme
    """


@main.command()
@click.argument("facts", type=FILE)
@assessing
@_formats("text", "json", "markdown", "html", "xlsx")
@output_option
@report_option
@click.option("--set", "settings", multiple=True, metavar="FACT=ANSWER", help="What if: show what another answer would change.")
@click.option("--fail-on", type=click.Choice(["major", "minor", "dependency"]), help="Exit with 1 if there is one.")
def assess(facts: Path, form: str, output: Path | None, report: Report, fail_on: str | None, **given: Any) -> None:
    """The gap analysis of an organisation described in the file FACTS."""
    if form == "xlsx":
        _takes_a_file(output)
        if given["settings"]:
            raise click.UsageError("what --set changes is shown as text, json or markdown, not as a workbook")
    with _Faults():
        from .engine.run import run

        result = run(_request(facts, given), today=_today())
        if form == "html":
            _write(_page(result, given["settings"], report), output)
        elif result.before is not None:
            _show_what_if(result, given["settings"], form, output, report)
        else:
            _show_assessment(result, form, output, report)
        if fail_on and _fails(result.assessment, fail_on):
            sys.exit(GATE_FAILED)


@main.command()
@click.argument("facts", type=FILE)
@click.argument("requirement")
@assessing
@_formats("text", "json", "markdown")
@output_option
@report_option
def explain(facts: Path, requirement: str, form: str, output: Path | None, report: Report, **given: Any) -> None:
    """The whole chain behind the finding on REQUIREMENT: answers, rules, grade, links, and what would clear it."""
    with _Faults():
        from .engine.run import run

        _show_explanation(run(_request(facts, given), today=_today()), requirement, form, output, report)


@main.command()
@click.argument("facts", type=FILE, required=False)
@assessing
@_formats("json", "dot", "svg", "graphml")
@output_option
@click.option("--around", metavar="REQUIREMENT", help="Only what this requirement stands on and what stands on it.")
def graph(
    facts: Path | None,
    form: str,
    output: Path | None,
    around: str | None,
    standards: tuple[str, ...],
    overlays: tuple[Path, ...],
    **given: Any,
) -> None:
    """The knowledge graph; with FACTS, it shows how everything stands and which links fail.

    \b
    clausegraph graph examples/invented-workshop.yaml --format svg --output workshop.svg
    clausegraph graph --standard iso-9001:2015 --around 8.1/criteria --format svg
    """
    with _Faults():
        from .engine.run import knowledge_of, run

        assessment = None
        if facts is None:
            knowledge, chosen = knowledge_of(standards, overlays)
        else:
            result = run(_request(facts, {"standards": standards, "overlays": overlays, **given}), today=_today())
            knowledge, chosen, assessment = result.knowledge, result.assessment.standards, result.assessment
        _write(_graph_text(knowledge, chosen, assessment, form, around), output)


@main.command()
@click.argument("facts", type=FILE, required=False)
@assessing
@click.option("--adding", default="", metavar="ID", help="What this standard, or the next edition of one, would ask besides.")
@_formats("text", "json", "markdown")
@output_option
@report_option
def overlap(facts: Path | None, adding: str, form: str, output: Path | None, report: Report, **given: Any) -> None:
    """What standards share, as evidence and effort; with FACTS, what of it holds, and where it is integrated on paper only.

    \b
    clausegraph overlap --standard iso-9001:2015 --standard iso-14001:2015
    clausegraph overlap examples/integrated-manufacturer.yaml --adding iso-27001:2022
    """
    with _Faults():
        from .engine.run_overlap import compare_organisation, compare_standards

        if facts is None:
            day = given["as_of"].date() if given["as_of"] else _today()
            result = compare_standards(given["standards"], given["overlays"], adding, as_of=day)
        else:
            result = compare_organisation(_request(facts, given), adding, today=_today())
        _show_overlap(result, form, output, report)


@main.command("standards")
@click.argument("place", required=False, metavar="[ID[/CLAUSE]]")
@with_option
@_formats("text", "json")
@output_option
def browse(place: str | None, overlays: tuple[Path, ...], form: str, output: Path | None) -> None:
    """Browse the knowledge base: all standards, one standard, or one clause with its questions."""
    with _Faults():
        from .engine.run import knowledge_of, place_of

        knowledge, _ = knowledge_of((), overlays)
        standard, clause = place_of(place, knowledge)
        if form == "json":
            from .engine.reports.json_report import browse_json, dumps

            _write(dumps(browse_json(knowledge, standard, clause)), output)
        else:
            from .engine.reports.browser import print_place

            _print(lambda console: print_place(console, knowledge, standard, clause), output)


@main.command()
@click.argument("facts", type=FILE, required=False)
@standard_option
@with_option
@depth_option
@_formats("text", "yaml", "xlsx")
@output_option
def questions(
    facts: Path | None, standards: tuple[str, ...], overlays: tuple[Path, ...], depth: str, form: str, output: Path | None
) -> None:
    """The questions to answer, each once. As YAML or XLSX they are a file to fill in; with FACTS, its answers stand in it already.

    \b
    clausegraph questions --standard iso-9001:2015 --depth quick --format yaml --output acme.yaml
    clausegraph questions acme.yaml --format yaml --output acme-all-questions.yaml
    clausegraph questions acme.yaml --format xlsx --output acme.xlsx
    clausegraph assess acme.xlsx
    """
    if form == "xlsx":
        _takes_a_file(output)
    with _Faults():
        from .engine.analysis.questionnaire import Depth
        from .engine.asking import ask

        asking = ask(standards, overlays, facts, Depth(depth), today=_today())
        if form == "yaml":
            from .engine.reports.questionnaire_yaml import questionnaire_yaml

            _write(questionnaire_yaml(asking.asked, asking.knowledge, asking.given), output)
        elif form == "xlsx":
            from .engine.reports.questionnaire_book import questionnaire_workbook

            _write(questionnaire_workbook(asking.asked, asking.knowledge, asking.organisation), output)
        else:
            from .engine.reports.questionnaire_text import print_questionnaire

            _print(lambda console: print_questionnaire(console, asking.asked, asking.knowledge, asking.organisation), output)


@main.command()
@click.argument("facts", type=PLACE)
@standard_option
@with_option
@depth_option
def interview(facts: Path, standards: tuple[str, ...], overlays: tuple[Path, ...], depth: str) -> None:
    """Asks the open questions one by one, the most telling first, and writes every answer into the file FACTS at once.

    A file that does not exist yet is begun. `?` shows what can be said, `quit` ends; the interview goes on where it stopped.
    """
    with _Faults():
        _interview(facts, standards, overlays, depth)


@main.command()
@click.argument("folders", nargs=-1, type=FOLDER, metavar="[DIR]...")
def check(folders: tuple[Path, ...]) -> None:
    """Is the knowledge base sound? With DIRs, together with the rulebases, standards and overlays in them."""
    with _Faults(bad_input=GATE_FAILED):
        from .engine.run import check_knowledge

        click.echo(check_knowledge(folders, today=_today()))


@main.command("test")
@click.argument("folders", nargs=-1, type=FOLDER, metavar="[DIR]...")
@click.option("--engine", type=click.Choice(["durable", "plain"]), help="Default: durable-rules where it can be had.")
def run_tests(folders: tuple[Path, ...], engine: str | None) -> None:
    """Run the cases beside the rules; a rule without a case that fires it and one that does not fails."""
    with _Faults():
        from .engine.run import test_knowledge

        outcome = test_knowledge(folders, engine)
        for problem in (*outcome.failures, *outcome.uncovered):
            click.echo(str(problem), err=True)
        click.echo(str(outcome))
        if not outcome.passed:
            sys.exit(GATE_FAILED)


class _Faults:
    """Turns what goes wrong into a message and an exit code: 2 for bad input (`check`: 1), 3 for a fault of ours."""

    def __init__(self, bad_input: int = BAD_INPUT) -> None:
        self.bad_input = bad_input

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: object) -> None:
        if fault is None or isinstance(fault, (SystemExit, KeyboardInterrupt, click.ClickException, click.exceptions.Exit)):
            return
        from .engine.problems import BadInput

        if isinstance(fault, BadInput):
            _report(fault)
            sys.exit(self.bad_input)
        if isinstance(fault, BrokenPipeError):
            sys.exit(0)
        click.echo(f"clausegraph met a fault of its own: {type(fault).__name__}: {fault}", err=True)
        click.echo("No result was given. Please report this with the command and the file.", err=True)
        sys.exit(OUR_FAULT)


def _report(fault: BadInput) -> None:
    for problem in fault.problems:
        click.echo(str(problem), err=True)
    number = len(fault.problems)
    click.echo(f"{number} problem{'' if number == 1 else 's'}; nothing was assessed.", err=True)


def _today() -> Any:
    from datetime import date

    return date.today()


def _request(facts: Path, given: dict[str, Any]) -> Request:
    from .engine.run import Request

    as_of = given.pop("as_of")
    return Request(facts=facts, as_of=as_of.date() if as_of else None, **{**given, "engine": given["engine"] or ""})


def _fails(assessment: Assessment, gate: str) -> bool:
    from .engine.model import FailureKind, Grade

    if gate == "dependency":
        return any(failure.kind is not FailureKind.PROVISIONAL for failure in assessment.dependency_failures)
    return any(finding.grade >= Grade[gate.upper()] for finding in assessment.findings)


def _show_assessment(result: Result, form: str, output: Path | None, report: Report) -> None:
    if form == "json":
        from .engine.reports.json_report import assessment_json, dumps

        _write(dumps(assessment_json(result.assessment, result.knowledge, report)), output)
    elif form == "markdown":
        from .engine.reports.markdown import assessment_markdown

        _write(assessment_markdown(result.assessment, result.knowledge, report), output)
    elif form == "xlsx":
        from .engine.reports.xlsx_report import assessment_workbook

        _write(assessment_workbook(result.assessment, result.knowledge, result.organisation, report), output)
    else:
        from .engine.reports.text import print_assessment

        _print(lambda console: print_assessment(console, result.assessment, result.knowledge, report), output)


def _page(result: Result, settings: tuple[str, ...], report: Report) -> str:
    from .engine.reports.html.report import assessment_html

    return assessment_html(result.assessment, result.knowledge, result.organisation, report, settings, result.before)


def _show_what_if(result: Result, settings: tuple[str, ...], form: str, output: Path | None, report: Report) -> None:
    from .engine.comparison import compare
    from .engine.reports.what_if import print_what_if, what_if_json, what_if_markdown

    before, after = result.before, result.assessment
    assert before is not None
    comparison = compare(before, after)
    if form == "json":
        from .engine.reports.json_report import assessment_json, dumps

        what_if = what_if_json(comparison, settings, result.knowledge)
        _write(dumps(assessment_json(after, result.knowledge, report) | {"what_if": what_if}), output)
    elif form == "markdown":
        _write(what_if_markdown(before, after, comparison, settings), output)
    else:
        _print(lambda console: print_what_if(console, before, after, comparison, settings), output)


def _show_overlap(result: OverlapResult, form: str, output: Path | None, report: Report) -> None:
    from .engine.reports.audience import overlap_addressed

    result = overlap_addressed(result, report)
    if form == "json":
        from .engine.reports.json_report import dumps
        from .engine.reports.overlap_json import overlap_result_json

        _write(dumps(overlap_result_json(result)), output)
    elif form == "markdown":
        from .engine.reports.overlap_markdown import overlap_markdown

        _write(overlap_markdown(result), output)
    else:
        from .engine.reports.overlap_text import print_overlap

        _print(lambda console: print_overlap(console, result), output)


def _graph_text(knowledge: KnowledgeBase, standards: tuple[str, ...], assessment: Assessment | None, form: str, centre: str | None) -> str:
    from .engine.knowledge.graph import around, knowledge_graph

    made = knowledge_graph(knowledge, standards)
    if centre is not None:
        from .engine.reports.named import find_requirement

        made = around(made, find_requirement(knowledge, standards, centre))
    if form == "svg":
        from .engine.reports.svg import graph_svg
        from .engine.reports.svg_around import around_svg

        return around_svg(made, assessment) if centre is not None else graph_svg(made, assessment)
    if form == "graphml":
        from .engine.reports.graphml import graph_graphml

        return graph_graphml(made, assessment)
    if form == "dot":
        from .engine.reports.dot import graph_dot

        return graph_dot(made, assessment)
    from .engine.reports.json_report import dumps, graph_json

    return dumps(graph_json(made, assessment))


def _show_explanation(result: Result, requirement: str, form: str, output: Path | None, report: Report) -> None:
    from .engine.reports.audience import explanation_addressed
    from .engine.reports.explained import explanation_json, explanation_markdown, print_explanation
    from .engine.reports.explanation import explain
    from .engine.reports.named import find_requirement

    knowledge = result.knowledge
    found = [
        explanation_addressed(explain(result.assessment, knowledge, result.organisation, one), report)
        for one in find_requirement(knowledge, result.assessment.standards, requirement)
    ]
    if form == "json":
        from .engine.reports.json_report import dumps

        _write(dumps([explanation_json(one, knowledge) for one in found]), output)
    elif form == "markdown":
        _write("\n".join(explanation_markdown(one, knowledge) for one in found), output)
    else:

        def show(console: Console) -> None:
            for one in found:
                print_explanation(console, one, knowledge)

        _print(show, output)


def _interview(place: Path, standards: tuple[str, ...], overlays: tuple[Path, ...], depth: str) -> None:
    import io

    from rich.console import Console

    from .engine.analysis.questionnaire import Depth
    from .engine.asking import begin_interview, known_standards, text_of
    from .engine.reports.talk import ask_for_start, talk

    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    text = text_of(place)
    if text is None:
        text = ask_for_start(console, known_standards(overlays, standards), standards, _listen)
    if text is not None:
        talk(console, begin_interview(text, place, standards, overlays, Depth(depth), today=_today()), place, _listen)


def _listen(prompt: str) -> str | None:
    """The line a person types; None at the end of the input, or where they break off."""
    try:
        return input(prompt)
    except (EOFError, KeyboardInterrupt):
        click.echo()
        return None


def _print(show: Callable[[Console], Any], output: Path | None) -> None:
    """Shows something on the terminal, or writes the same as plain text to a file."""
    from rich.console import Console

    if output is None:
        show(Console(file=sys.stdout, highlight=False, markup=False, emoji=False))
        return
    import io

    text = io.StringIO()
    show(Console(file=text, highlight=False, markup=False, emoji=False, width=100, no_color=True))
    _write(text.getvalue(), output)


def _takes_a_file(output: Path | None) -> None:
    if output is None:
        raise click.UsageError("a workbook cannot go to a terminal: name its file, for example --output report.xlsx")


def _write(text: str | bytes, output: Path | None) -> None:
    """Writes a result to standard output, or to a file: beside it first, then in its place."""
    if output is None:
        click.echo(text, nl=isinstance(text, str) and not text.endswith("\n"))
        return
    from .engine.reports.files import write_whole

    write_whole(text, output)


if __name__ == "__main__":
    main(prog_name="clausegraph")

"""The command line: what each command takes and where its result goes. No logic; heavy imports wait until they are needed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

    from .engine.analysis.audience import Report
    from .engine.commands.assess import Request
    from .engine.problems import BadInput
    from .engine.reports.formats import Printed, Shown

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


OUTPUT = click.Path(dir_okay=False, path_type=Path)
output_option = click.option("--output", type=OUTPUT, help="Write to this file.")
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


BEGIN = """Begin a file of answers, and see what an auditor would say of them:
  clausegraph interview acme.yaml --standard iso-9001:2015 --depth quick
  clausegraph assess acme.yaml"""


@click.group(
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="clausegraph")
@click.pass_context
def main(context: click.Context) -> None:
    """Says what a lead auditor would say about a management system, and why.

    \b
    clausegraph assess examples/invented-workshop.yaml
    clausegraph explain examples/invented-workshop.yaml 9.2.2/programme
    """
    if context.invoked_subcommand is None:
        click.echo(f"{context.get_help()}\n\n{BEGIN}")


@main.command(short_help="The gap analysis of an organisation.")
@click.argument("facts", type=FILE, required=False, metavar="FACTS")
@assessing
@_formats("text", "json", "markdown", "html", "xlsx")
@output_option
@report_option
@click.option("--set", "settings", multiple=True, metavar="FACT=ANSWER", help="What if: show what another answer would change.")
@click.option("--fail-on", type=click.Choice(["major", "minor", "dependency"]), help="Exit with 1 if there is one.")
def assess(
    facts: Path | None,
    form: str,
    output: Path | None,
    report: Report,
    fail_on: str | None,
    **given: Any,
) -> None:
    """The gap analysis of an organisation described in the file FACTS."""
    if facts is None:
        raise click.UsageError(f"name the file to assess. {BEGIN}")
    _takes_a_file(form, output)
    with _Faults():
        from .engine.commands.assess import gate_fails, run
        from .engine.reports.formats import ASSESSMENT, WHAT_IF

        forms = WHAT_IF if given["settings"] else ASSESSMENT
        if form not in forms:
            raise click.UsageError(f"what --set changes is shown as {', '.join(forms)}; not as {form}")
        result = run(_request(facts, given), today=_today())
        _show(forms[form](result, report), output)
        if fail_on and gate_fails(result.assessment, fail_on):
            sys.exit(GATE_FAILED)


@main.command(short_help="The whole chain behind one finding.")
@click.argument("facts", type=FILE)
@click.argument("requirement")
@assessing
@_formats("text", "json", "markdown")
@output_option
@report_option
def explain(facts: Path, requirement: str, form: str, output: Path | None, report: Report, **given: Any) -> None:
    """The whole chain behind the finding on REQUIREMENT: answers, rules, grade, links, and what would clear it."""
    with _Faults():
        from .engine.commands.explain import explain_findings
        from .engine.reports.formats import EXPLANATIONS

        _show(EXPLANATIONS[form](explain_findings(_request(facts, given), requirement, report, today=_today())), output)


@main.command(short_help="What builds on what, as a picture or as data.")
@click.argument("facts", type=FILE, required=False)
@assessing
@_formats("json", "dot", "svg", "graphml")
@output_option
@click.option("--around", metavar="REQUIREMENT", help="Only what this requirement stands on and what stands on it.")
def graph(facts: Path | None, form: str, output: Path | None, around: str | None, **given: Any) -> None:
    """The knowledge graph; with FACTS, it shows how everything stands and which links fail.

    \b
    clausegraph graph examples/invented-workshop.yaml --format svg --output workshop.svg
    clausegraph graph --standard iso-9001:2015 --around 8.1/criteria --format svg
    """
    with _Faults():
        from .engine.commands.graph import graph_of_organisation, graph_of_standards
        from .engine.reports.formats import GRAPH

        if facts is None:
            drawn = graph_of_standards(given["standards"], given["overlays"], around)
        else:
            drawn = graph_of_organisation(_request(facts, given), around, today=_today())
        _show(GRAPH[form](drawn), output)


@main.command(short_help="What standards share, and what one more asks.")
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
        from .engine.commands.overlap import compare_organisation, compare_standards
        from .engine.reports.formats import OVERLAP

        if facts is None:
            day = given["as_of"].date() if given["as_of"] else _today()
            result = compare_standards(given["standards"], given["overlays"], adding, as_of=day)
        else:
            result = compare_organisation(_request(facts, given), adding, today=_today())
        from .engine.analysis.audience import overlap_addressed

        _show(OVERLAP[form](overlap_addressed(result, report)), output)


@main.command("standards", short_help="Browse the knowledge base.")
@click.argument("place", required=False, metavar="[ID[/CLAUSE]]")
@with_option
@_formats("text", "json")
@output_option
def browse(place: str | None, overlays: tuple[Path, ...], form: str, output: Path | None) -> None:
    """Browse the knowledge base: all standards, one standard, or one clause with its questions."""
    with _Faults():
        from .engine.commands.assess import place_of
        from .engine.reports.formats import PLACE

        _show(PLACE[form](place_of(place, overlays)), output)


@main.command(short_help="The questions to answer, each once.")
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
    _takes_a_file(form, output)
    with _Faults():
        from .engine.analysis.questions.questionnaire import Depth
        from .engine.commands.questions import ask
        from .engine.reports.formats import QUESTIONS

        _show(QUESTIONS[form](ask(standards, overlays, facts, Depth(depth), today=_today())), output)


@main.command(short_help="Ask the open questions, the most telling first.")
@click.argument("facts", type=OUTPUT)
@standard_option
@with_option
@depth_option
def interview(facts: Path, standards: tuple[str, ...], overlays: tuple[Path, ...], depth: str) -> None:
    """Asks the open questions one by one, the most telling first, and writes every answer into the file FACTS at once.

    A file that does not exist yet is begun. `?` shows what can be said, `quit` ends; the interview goes on where it stopped.
    """
    with _Faults():
        from .engine.analysis.questions.questionnaire import Depth
        from .engine.reports.terminal.interview import hold_interview

        _keep_what_cannot_be_decoded()
        hold_interview(_terminal(), facts, standards, overlays, Depth(depth), _listen, today=_today())


@main.command(short_help="Is the knowledge base sound?")
@click.argument("folders", nargs=-1, type=FOLDER, metavar="[DIR]...")
def check(folders: tuple[Path, ...]) -> None:
    """Is the knowledge base sound? With DIRs, together with the rulebases, standards and overlays in them."""
    with _Faults(bad_input=GATE_FAILED):
        from .engine.commands.assess import check_knowledge

        click.echo(check_knowledge(folders, today=_today()))


@main.command("test", short_help="Run the cases beside the rules.")
@click.argument("folders", nargs=-1, type=FOLDER, metavar="[DIR]...")
@click.option("--engine", type=click.Choice(["durable", "plain"]), help="Default: durable-rules where it can be had.")
def run_tests(folders: tuple[Path, ...], engine: str | None) -> None:
    """Run the cases beside the rules; a rule without a case that fires it and one that does not fails."""
    with _Faults():
        from .engine.commands.assess import test_knowledge

        outcome = test_knowledge(folders, engine)
        for problem in (*outcome.failures, *outcome.uncovered):
            click.echo(str(problem), err=True)
        click.echo(str(outcome))
        if not outcome.passed:
            sys.exit(GATE_FAILED)


@main.command("new", short_help="Begin a rulebase, a standard or an overlay.")
@click.argument("kind", type=click.Choice(["rulebase", "standard", "overlay"]))
@click.argument("name")
@click.option("--in", "folder", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="The folder to begin it in.")
@click.option("--clause", default="", metavar="ID/CLAUSE", help="For a rulebase: the clause it is about, iso-9001:2015/7.1.5.")
def begin_new(kind: str, name: str, folder: Path, clause: str) -> None:
    """Begin a rulebase, a standard or an overlay: files that are sound and tested, to put your own words into.

    \b
    clausegraph new overlay acme
    clausegraph new rulebase acme/calibration --clause iso-9001:2015/7.1.5 --in acme
    clausegraph check acme
    """
    with _Faults():
        from .engine.commands.assess import knowledge_of
        from .engine.commands.new import Beginning, begin

        known, _ = knowledge_of((), (folder,) if (folder / "standards").is_dir() else ())
        for place in begin(Beginning(kind), name, folder, known, clause):
            click.echo(str(place))


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
    from .engine.commands.assess import Request

    as_of = given.pop("as_of")
    return Request(facts=facts, as_of=as_of.date() if as_of else None, **{**given, "engine": given["engine"] or ""})


def _keep_what_cannot_be_decoded() -> None:
    """What is typed in another encoding must not end the interview."""
    import io

    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")


def _listen(prompt: str) -> str | None:
    """The line a person types; None at the end of the input, or where they break off."""
    try:
        return input(prompt)
    except (EOFError, KeyboardInterrupt):
        click.echo()
        return None


def _takes_a_file(form: str, output: Path | None) -> None:
    if form == "xlsx" and output is None:
        raise click.UsageError("a workbook cannot go to a terminal: name its file, for example --output report.xlsx")


def _show(shown: Shown, output: Path | None) -> None:
    """Puts a result on the terminal or into a file; what prints itself goes there as plain text."""
    if not callable(shown):
        _write(shown, output)
    elif output is None:
        shown(_terminal())
    else:
        _write(_printed(shown), output)


def _terminal() -> Console:
    from rich.console import Console

    return Console(file=sys.stdout, highlight=False, markup=False, emoji=False)


def _printed(printed: Printed) -> str:
    import io

    from rich.console import Console

    text = io.StringIO()
    printed(Console(file=text, highlight=False, markup=False, emoji=False, width=100, no_color=True))
    return text.getvalue()


def _write(text: str | bytes, output: Path | None) -> None:
    """Writes a result to standard output, or to a file: beside it first, then in its place."""
    if output is None:
        click.echo(text, nl=isinstance(text, str) and not text.endswith("\n"))
        return
    from .engine.files import write_whole

    write_whole(text, output)


if __name__ == "__main__":
    main(prog_name="clausegraph")

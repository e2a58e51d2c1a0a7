"""The command line: what each command takes and where its result goes. No logic; heavy imports wait until
they are needed.

Exit codes, one thing each: 0 fine; 1 the gate of `--fail-on` failed, or `check` or `test` found something; 2
bad usage or bad input, and then nothing is written; 3 a fault of ours; 130 interrupted (Ctrl-C). Where nobody
reads a result to its end (`| head`), the code is what it would have been.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

    from .engine.analysis.assessment import Assessment
    from .engine.commands.assess import Request
    from .engine.commands.explain import Explained
    from .engine.commands.questions import Asking
    from .engine.organisation.organisation import Organisation
    from .engine.problems import Problem
    from .engine.reports.form import Shown

    _Choice = click.Choice[str]
else:
    _Choice = click.Choice

GATE_FAILED, BAD_INPUT, OUR_FAULT, INTERRUPTED = 1, 2, 3, 130
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
PLACE = click.Path(exists=True, path_type=Path)


def _options(*options: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return add


class _Names(_Choice):
    """The names of the formats of a command, looked up when they are wanted and not when the program
    starts."""

    def __init__(self, command: str) -> None:
        self.command = command
        self.case_sensitive = True

    @property
    def choices(self) -> tuple[str, ...]:  # type: ignore[override]  # click keeps a list made at the start
        from .engine.reports.formats import names_of

        with _Faults():
            return names_of(self.command)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name as it is, where it is one of ours; what others have installed is looked for after that."""
        from .engine.reports.formats import table_of

        with _Faults():
            ours = table_of(self.command)
        return str(value if value in ours else super().convert(value, param, ctx))


class _Kinds(_Choice):
    """The kinds of documents, looked up when they are wanted."""

    def __init__(self) -> None:
        self.case_sensitive = True

    @property
    def choices(self) -> tuple[str, ...]:  # type: ignore[override]  # click keeps a list made at the start
        from .engine.reports.documents.kinds import kinds

        with _Faults():
            return kinds()


def _shown_as(command: str, first: str) -> Callable[..., Any]:
    """The options of a command that shows a result, `first` among its formats."""
    kinds, help_ = _Names(command), "How to show the result; else by the ending of --output."
    return _options(
        click.option("--format", "form", type=kinds, show_default=first, help=help_),
        click.option(
            "--output", type=OUTPUT, help="Write to this file; another's work is never written over."
        ),
        click.option(
            "--force", is_flag=True, help="Write over any file, and keep the old one beside it as NAME.bak."
        ),
    )


OUTPUT = click.Path(dir_okay=False, path_type=Path)
standard_option = click.option(
    "--standard", "standards", multiple=True, metavar="ID", help="iso-9001:2015, say; may be repeated."
)
with_option = click.option(
    "--with", "overlays", multiple=True, type=FOLDER, help="A folder with rules or an overlay of your own."
)
depth_option = click.option(
    "--depth",
    type=click.Choice(["full", "quick"]),
    default="full",
    show_default=True,
    help="All questions, or those that tell most.",
)
audience_option = click.option(
    "--report",
    "audience",
    type=click.Choice(["consultant", "auditor"]),
    default="consultant",
    show_default=True,
    help="An auditor's report prescribes no fix.",
)
assessing = _options(
    standard_option,
    with_option,
    click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        help="The day of the assessment; default: the file's, else today.",
    ),
    click.option(
        "--policy",
        default="",
        show_default="default",
        help="How grades are escalated: default, strict, lenient, or your own.",
    ),
    click.option(
        "--previous",
        type=FILE,
        metavar="FILE",
        help="The JSON of an earlier assessment: what fails again is raised.",
    ),
    click.option(
        "--engine",
        type=click.Choice(["durable", "plain"]),
        help="Default: durable-rules where it can be had.",
    ),
)


BEGIN = """Begin a file of answers, and see what an auditor would say of them:
  clausegraph interview acme.yaml --standard iso-9001:2015 --depth quick
  clausegraph assess acme.yaml"""


class _Main(click.Group):
    """The commands together: whatever one of them does when it is interrupted, the process ends with one
    code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("Interrupted.", err=True)
            sys.exit(INTERRUPTED)


@click.group(
    cls=_Main,
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

    \b
    Exit codes: 0 fine; 1 the gate of --fail-on failed, or check or test found
    something; 2 bad usage or bad input; 3 a fault of ours; 130 interrupted.
    """
    if context.invoked_subcommand is None:
        click.echo(f"{context.get_help()}\n\n{BEGIN}")


@main.command(short_help="The gap analysis of an organisation.")
@click.argument("facts", type=FILE, required=False, metavar="FACTS")
@assessing
@_shown_as("assess", "text")
@audience_option
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="FACT=ANSWER",
    help="What if: show what another answer would change.",
)
@click.option(
    "--plan",
    type=FILE,
    metavar="FILE",
    help="Owners, dates and states: the workbook of an earlier report, or YAML.",
)
@click.option(
    "--fail-on", type=click.Choice(["major", "minor", "dependency"]), help="Exit with 1 if there is one."
)
def assess(facts: Path | None, plan: Path | None, fail_on: str | None, **given: Any) -> None:
    """The gap analysis of an organisation described in the file FACTS."""
    if facts is None:
        raise click.UsageError(f"name the file to assess. {BEGIN}")
    if plan is not None and given["audience"] == "auditor":
        raise click.UsageError("an auditor's report has no plan: leave out --plan or --report auditor")
    with _Faults() as ending:
        from .engine.commands.assess import gate_fails, run

        output = _Output(
            "what-if" if given["settings"] else "assess", given, facts, given["previous"], carried=plan
        )
        result = run(_request(facts, {**given, "planned": plan}), today=_today())
        if fail_on and gate_fails(result.assessment, fail_on):
            ending.code = GATE_FAILED
        _remark(result.assessment)
        output.show(result)


@main.command(short_help="The whole chain behind one finding.")
@click.argument("facts", type=FILE)
@click.argument("requirement")
@assessing
@_shown_as("explain", "text")
@audience_option
def explain(facts: Path, requirement: str, **given: Any) -> None:
    """The whole chain behind the finding on REQUIREMENT: answers, rules, grade, links, and what would clear
    it."""
    with _Faults():
        from .engine.commands.explain import explain_findings

        output = _Output("explain", given, facts, given["previous"])
        explained = explain_findings(_request(facts, given), requirement, today=_today())
        _remark(explained)
        output.show(explained)


@main.command(short_help="The documents that auditors ask for by name.")
@click.argument("kind", type=_Kinds(), required=False, metavar="[KIND]")
@click.argument("facts", type=FILE, required=False, metavar="[FACTS]")
@assessing
@_shown_as("document", "the first of its kind")
@audience_option
@click.option(
    "--plan",
    type=FILE,
    metavar="FILE",
    help="Owners, dates and states: the workbook of an earlier report, or YAML.",
)
@click.option("--revision", default="", metavar="TEXT", help="The version it bears, such as 3.1.")
@click.option("--template", type=FILE, metavar="FILE", help="A Word document of your own to lay it out.")
@click.option("--logo", type=FILE, metavar="FILE", help="A picture (.png, .jpg) for its head.")
def document(kind: str | None, facts: Path | None, **given: Any) -> None:
    """A document of a KIND, made from the file FACTS. Without both it lists the kinds.

    \b
    clausegraph document
    clausegraph document soa acme.yaml --format xlsx --output soa.xlsx
    """
    if kind is None:
        _list_kinds()
        return
    if facts is None:
        raise click.UsageError(f"name the file to make it from: clausegraph document {kind} acme.yaml")
    with _Faults():
        from .engine.commands.document import Order, order_document

        given = _settled(facts, given)
        order = Order(kind, *(given.pop(name) for name in ("revision", "template", "logo")))
        planned, previous = given.pop("plan"), given["previous"]
        output = _Output(f"document-{kind}", given, facts, previous, planned, order.template, order.logo)
        request = _request(facts, {**given, "planned": planned})
        ordered = order_document(request, order, today=_today())
        _remark(ordered.result.assessment)
        output.show(ordered)


def _list_kinds() -> None:
    """Which documents there are, what each is good for, and its formats."""
    with _Faults():
        from .engine.reports.terminal.kinds import print_kinds

        _print(print_kinds)


@main.command(short_help="What builds on what, as a picture or as data.")
@click.argument("facts", type=FILE, required=False)
@assessing
@_shown_as("graph", "json")
@click.option(
    "--around", metavar="REQUIREMENT", help="Only what this requirement stands on and what stands on it."
)
def graph(facts: Path | None, around: str | None, **given: Any) -> None:
    """The knowledge graph; with FACTS, it shows how everything stands and which links fail.

    \b
    clausegraph graph examples/invented-workshop.yaml --format svg --output workshop.svg
    clausegraph graph --standard iso-9001:2015 --around 8.1/criteria --format svg
    """
    with _Faults():
        from .engine.commands.graph import graph_of_organisation, graph_of_standards

        output = _Output("graph", given, facts, given["previous"])
        if facts is None:
            drawn = graph_of_standards(given["standards"], given["overlays"], around, today=_today())
        else:
            drawn = graph_of_organisation(_request(facts, given), around, today=_today())
        _remark(drawn.assessment)
        output.show(drawn)


@main.command(short_help="What standards share, and what one more asks.")
@click.argument("facts", type=FILE, required=False)
@assessing
@click.option(
    "--adding",
    default="",
    metavar="ID",
    help="What this standard, or the next edition of one, would ask besides.",
)
@_shown_as("overlap", "text")
@audience_option
def overlap(facts: Path | None, adding: str, **given: Any) -> None:
    """What standards share, as evidence and effort; with FACTS, what of it holds, and where it is integrated
    on paper only.

    \b
    clausegraph overlap --standard iso-9001:2015 --standard iso-14001:2015
    clausegraph overlap examples/integrated-manufacturer.yaml --adding iso-27001:2022
    """
    with _Faults():
        from .engine.commands.overlap import compare_organisation, compare_standards

        output = _Output("overlap", given, facts, given["previous"])
        if facts is None:
            day = given["as_of"].date() if given["as_of"] else _today()
            told = given["audience"]
            result = compare_standards(
                given["standards"], given["overlays"], adding, as_of=day, audience=told
            )
        else:
            result = compare_organisation(_request(facts, given), adding, today=_today())
        _remark(result.assessment)
        output.show(result)


@main.command("standards", short_help="Browse the knowledge base.")
@click.argument("place", required=False, metavar="[ID[/CLAUSE]]")
@with_option
@_shown_as("standards", "text")
def browse(place: str | None, overlays: tuple[Path, ...], **given: Any) -> None:
    """Browse the knowledge base: all standards, one standard, or one clause with its questions."""
    with _Faults():
        from .engine.commands.standards import place_of

        output = _Output("standards", given)
        output.show(place_of(place, overlays, today=_today()))


@main.command("rules", short_help="The rules that judge a place.")
@click.argument("place", required=False)
@with_option
@_shown_as("rules", "text")
def list_of_rules(place: str | None, overlays: tuple[Path, ...], **given: Any) -> None:
    """The rules that judge a PLACE as reports name it: a requirement, clause, theme, standard, rulebase or
    rule; each with its grade, its condition, how many cases fire it, and what overlays changed in it.

    \b
    clausegraph rules 9.2.2
    clausegraph rules internal-audit
    clausegraph rules iso-9001:2015/8.4.1 --with clients/acme
    """
    with _Faults("listed"):
        from .engine.commands.rules import list_rules

        output = _Output("rules", given)
        output.show(list_rules(place, overlays, today=_today()))


@main.command(short_help="The questions to answer, each once.")
@click.argument("facts", type=FILE, required=False)
@standard_option
@with_option
@depth_option
@click.option(
    "--who",
    multiple=True,
    metavar="NAME",
    help="Only what such people can answer: purchasing; may be repeated.",
)
@_shown_as("questions", "text")
def questions(
    facts: Path | None,
    standards: tuple[str, ...],
    overlays: tuple[Path, ...],
    depth: str,
    who: tuple[str, ...],
    **given: Any,
) -> None:
    """The questions to answer, each once. As YAML or XLSX they are a file to fill in; with FACTS, its answers
    stand in it already. With --who it is for one person: merge puts what comes back together.

    \b
    clausegraph questions --standard iso-9001:2015 --depth quick --format yaml --output acme.yaml
    clausegraph questions acme.yaml --format yaml --output acme-all-questions.yaml
    clausegraph questions acme.yaml --format xlsx --output acme.xlsx
    clausegraph questions acme.yaml --who purchasing --output for-purchasing.xlsx
    clausegraph assess acme.xlsx
    """
    with _Faults():
        from .engine.analysis.questions.questionnaire import Depth
        from .engine.commands.questions import ask

        output = _Output("questions", given, facts)
        settled = _settled(facts, {"standards": standards, "overlays": overlays})
        standards, overlays = settled["standards"], settled["overlays"]
        asking = ask(standards, overlays, facts, Depth(depth), who=who, today=_today())
        _remark(asking.organisation)
        output.show(asking)


@main.command(short_help="Put together what several people have filled in.")
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE FILE [FILE]...")
@with_option
@click.option(
    "--prefer",
    type=FILE,
    multiple=True,
    metavar="FILE",
    help="Where answers differ, take this file's, and note the other; may be repeated.",
)
@_shown_as("merge", "yaml")
def merge(
    files: tuple[Path, ...], overlays: tuple[Path, ...], prefer: tuple[Path, ...], **given: Any
) -> None:
    """Put together what several people have filled in, workbooks and YAML alike. What they agree on stands
    once, evidence and notes are joined; where they differ, both places are named and nothing is written.

    \b
    clausegraph merge acme.yaml purchasing.xlsx hr.xlsx --output acme-2.yaml
    clausegraph merge acme.yaml purchasing.xlsx --prefer purchasing.xlsx --output acme-2.xlsx
    """
    with _Faults("put together"):
        from .engine.commands.merge import merge_files

        output = _Output("merge", given, *files)
        overlays = _settled(files[0], {"overlays": overlays})["overlays"]
        asking = merge_files(files, overlays, prefer, today=_today())
        _remark(asking.organisation)
        _remark(asking)
        output.show(asking)


@main.command(short_help="Ask the open questions, the most telling first.")
@click.argument("facts", type=OUTPUT)
@standard_option
@with_option
@depth_option
@click.option("--by", default="", metavar="NAME", help="Who answers; kept beside every answer given.")
def interview(
    facts: Path, standards: tuple[str, ...], overlays: tuple[Path, ...], depth: str, by: str
) -> None:
    """Asks the open questions one by one, the most telling first, and writes every answer into the file FACTS
    at once.

    A file that does not exist yet is begun. `?` shows what can be said, `quit` ends; the interview goes on
    where it stopped.
    """
    with _Faults():
        from .engine.analysis.questions.questionnaire import Depth
        from .engine.reports.terminal.interview import hold_interview

        _keep_what_cannot_be_decoded()
        settled = _settled(facts, {"standards": standards, "overlays": overlays})
        standards, overlays = settled["standards"], settled["overlays"]
        hold_interview(
            _terminal(), facts, standards, overlays, Depth(depth), _listen, _remark, today=_today(), by=by
        )


@main.command(short_help="Take a table of others into a file of answers.")
@click.argument("table", type=FILE, metavar="FILE")
@click.argument("facts", type=OUTPUT, required=False)
@standard_option
@with_option
@click.option("--mapping", type=FILE, metavar="FILE", help="How it was taken before; else FACTS.tables.yaml.")
@click.option(
    "--register", default="", metavar="NAME", help="What the table is: risks, controls, hazards ..."
)
@click.option("--sheet", "sheets", multiple=True, metavar="NAME", help="This sheet alone; may be repeated.")
@click.option(
    "--days", type=click.Choice(["day-first", "month-first"]), help="What comes first in 12/05/2026."
)
@click.option("--levels", default="", metavar="NUMBERS", help='Where levels begin on the scale: "6, 15".')
@click.option(
    "--word", "words", multiple=True, metavar="WORD=MEANING", help="What a word means: WIP=planned."
)
@click.option("--look", is_flag=True, help="Show what is understood, and write nothing.")
def take(table: Path, facts: Path | None, look: bool, **given: Any) -> None:
    """Takes the tables in FILE, a workbook or CSV, into the registers of the file FACTS: risks, a Statement
    of Applicability, hazards, aspects, legal requirements, objectives.

    Asks at most three things, shows what it understood and what it left out, and keeps that beside FACTS, so
    that next month's table goes in without a question.

    \b
    clausegraph take risks.xlsx
    clausegraph take risks.xlsx acme.yaml --standard iso-27001:2022
    """
    with _Faults("taken"):
        from .engine.commands.take import taking_of
        from .engine.reports.terminal.taking import hold_taking

        _keep_what_cannot_be_decoded()
        listen = _listen if sys.stdin.isatty() and facts is not None and not look else None
        hold_taking(_terminal(), taking_of(table, facts, given, today=_today()), listen, look=look)


@main.command(short_help="Is the knowledge base sound?")
@click.argument("folders", nargs=-1, type=FOLDER, metavar="[DIR]...")
@_shown_as("check", "text")
def check(folders: tuple[Path, ...], **given: Any) -> None:
    """Is the knowledge base sound? With DIRs, together with the rulebases, standards and overlays in them."""
    with _Faults() as ending:
        from .engine.commands.check import check_knowledge

        output = _Output("check", given)
        with _Progress() as step:
            checked = check_knowledge(folders, today=_today(), step=step)
        ending.code = 0 if checked.sound else GATE_FAILED
        if checked.sound or not output.is_for_reading:
            output.show(checked)
        _report(checked.problems)


@main.command("test", short_help="Run the cases beside the rules.")
@click.argument("folders", nargs=-1, type=FOLDER, metavar="[DIR]...")
@click.option(
    "--engine", type=click.Choice(["durable", "plain"]), help="Default: durable-rules where it can be had."
)
@click.option("--filter", "only", default="", metavar="TEXT", help="Only cases in which this text stands.")
@click.option("--mutate", is_flag=True, help="Also: which small changes to the rules would no case notice?")
@_shown_as("test", "text")
def run_tests(folders: tuple[Path, ...], engine: str | None, only: str, mutate: bool, **given: Any) -> None:
    """Run the cases beside the rules; a rule without a case that fires it and one that does not fails.

    --filter looks in the sentence of a case, in the name of its file, and in the requirements and rules that
    it names. What --mutate finds fails nothing."""
    with _Faults() as ending:
        from .engine.commands.check import knowledge_tested

        output = _Output("test", given)
        with _Progress() as step:
            outcome = knowledge_tested(folders, engine, only=only, mutate=mutate, step=step)
        unnoticed = outcome.mutation.unnoticed if outcome.mutation is not None else ()
        for problem in (*outcome.failures, *outcome.uncovered, *unnoticed):
            click.echo(str(problem), err=True)
        for overruled in outcome.overruled:
            click.echo(overruled.as_remark, err=True)
        ending.code = 0 if outcome.passed else GATE_FAILED
        output.show(outcome)


class _Progress:
    """Shows people at a terminal what a command is at, once it takes longer than a second."""

    PATIENCE, PAUSE = 1.0, 0.1

    def __init__(self) -> None:
        from time import monotonic

        self._now = monotonic
        self._next = self._now() + self.PATIENCE
        self._shown = False

    def __enter__(self) -> Callable[[str], None]:
        return self._step if sys.stderr.isatty() else lambda _: None

    def __exit__(self, *_: object) -> None:
        if self._shown:
            click.echo("\r\x1b[K", err=True, nl=False)

    def _step(self, at: str) -> None:
        if self._now() >= self._next:
            self._next, self._shown = self._now() + self.PAUSE, True
            click.echo(f"\r\x1b[K{at[:70]}", err=True, nl=False)


@main.command("schema", short_help="What a kind of file may hold, for editors.")
@click.argument("kind", required=False, metavar="[NAME]")
def show_schema(kind: str | None) -> None:
    """The JSON Schema of a kind of file, by which editors complete and explain keys. Without NAME it lists
    the kinds.

    \b
    clausegraph schema
    clausegraph schema rulebase > rulebase.schema.json
    """
    with _Faults("shown"):
        from .engine.knowledge.formats.schemas import schema_list, schema_text

        _print(schema_text(kind) if kind else schema_list())


@main.command("new", short_help="Begin a rulebase, a standard or an overlay.")
@click.argument("kind", type=click.Choice(["rulebase", "standard", "overlay"]))
@click.argument("name")
@click.option(
    "--in",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The folder to begin it in.",
)
@click.option(
    "--clause",
    default="",
    metavar="ID/CLAUSE",
    help="For a rulebase: the clause it is about, iso-9001:2015/7.1.5.",
)
def begin_new(kind: str, name: str, folder: Path, clause: str) -> None:
    """Begin a rulebase, a standard or an overlay: files that are sound and tested, to put your own words
    into.

    \b
    clausegraph new overlay acme
    clausegraph new rulebase acme/calibration --clause iso-9001:2015/7.1.5 --in acme
    clausegraph check acme
    """
    with _Faults():
        from .engine.commands.new import Beginning, begin
        from .engine.commands.workspace import Workspace

        known = Workspace((folder,) if (folder / "standards").is_dir() else ())
        for place in begin(Beginning(kind), name, folder, known.knowledge, clause):
            click.echo(str(place))


@main.command(short_help="Write names of earlier versions as they are today.")
@click.argument("places", nargs=-1, required=True, type=PLACE, metavar="FOLDER...")
@click.option("--yes", is_flag=True, help="Write without asking; a pipeline has nobody to ask.")
def upgrade(places: tuple[Path, ...], yes: bool) -> None:
    """Writes overlays, rulebases and organisations' files of an earlier version in the names of today. It
    shows the difference first, asks, and keeps each file of before beside the new one.

    \b
    clausegraph upgrade clients/acme
    """
    with _Faults():
        from .engine.commands.workspace import Workspace
        from .engine.knowledge.overlay.upgrade import upgraded

        found = list(upgraded(places, Workspace().knowledge))
        click.echo(
            "".join(one.difference for one in found) or "Nothing here has a name of an earlier version."
        )
        if found and (yes or (sys.stdin.isatty() and click.confirm("Write this?"))):
            for one in found:
                click.echo(f"{one.path}: written; as it was: {one.write()}", err=True)
        elif found:
            click.echo("Nothing was written; --yes writes it.", err=True)


class _Faults:
    """Turns what goes wrong into a message and an exit code, and says how a command ends where nothing does:
    with `code`. What was not `done` then is said below the problems."""

    def __init__(self, done: str = "assessed") -> None:
        self.code = 0
        self.done = done

    def __enter__(self) -> _Faults:
        _speak_utf_8()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: object) -> None:
        if fault is None and not self.code:
            return
        if isinstance(fault, (SystemExit, KeyboardInterrupt, click.ClickException, click.exceptions.Exit)):
            return
        from .engine.problems import BadInput

        if fault is None:
            sys.exit(self.code)
        if isinstance(fault, BrokenPipeError):
            _say_no_more()
            sys.exit(self.code)
        if isinstance(fault, BadInput):
            _report(fault.problems, self.done)
            sys.exit(BAD_INPUT)
        click.echo(f"clausegraph met a fault of its own: {type(fault).__name__}: {fault}", err=True)
        click.echo("No result was given. Please report this with the command and the file.", err=True)
        sys.exit(OUR_FAULT)


def _report(problems: Sequence[Problem], done: str = "assessed") -> None:
    for problem in problems:
        click.echo(str(problem), err=True)
    if number := len(problems):
        click.echo(f"{number} problem{'' if number == 1 else 's'}; nothing was {done}.", err=True)


def _remark(told: Assessment | Explained | Organisation | Asking | None) -> None:
    """Says what is worth a word in an organisation's file, a line each: no problem, and no matter for the
    exit code."""
    for remark in told.remarks if told is not None else ():
        click.echo(remark.as_remark, err=True)


def _today() -> Any:
    from datetime import date

    return date.today()


def _request(facts: Path, given: dict[str, Any]) -> Request:
    from .engine.commands.assess import Request
    from .engine.commands.workspace import DEFAULT_POLICY

    given = _settled(facts, given)
    as_of = given.pop("as_of")
    chosen = {"engine": given["engine"] or "", "policy": given["policy"] or DEFAULT_POLICY}
    return Request(facts=facts, as_of=as_of.date() if as_of else None, **{**given, **chosen})


def _settled(facts: Path | None, given: dict[str, Any]) -> dict[str, Any]:
    """What was given, with what the project file beside the organisation's settles of the rest: that is said,
    in a line."""
    from .engine.organisation.project import project_beside, told

    project = project_beside(facts) if facts is not None else None
    added = project.adds(given) if project is not None else {}
    if project is not None and added:
        click.echo(told(project, added), err=True)
    return {**given, **added}


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


class _Output:
    """Where the result of a command goes and in which format: settled, and refused, before anything is worked
    out. What is in `carried` goes into the result, so that this file may be written over; the old one is kept
    beside it."""

    def __init__(
        self, command: str, given: dict[str, Any], *inputs: Path | None, carried: Path | None = None
    ) -> None:
        from .engine.files import is_same_file
        from .engine.reports.formats import called, format_for, names_of
        from .engine.reports.output import refuse_harm

        asked, self.place, self.force = given.pop("form"), given.pop("output"), given.pop("force")
        if asked is not None and asked not in (names := names_of(command)):
            raise click.UsageError(f"`{called(command)}` is shown as {', '.join(names)}; not as {asked}")
        self.command = command
        self.form = format_for(command, asked, self.place)
        self.inputs = tuple(one for one in inputs if one is not None)
        self.force |= carried is not None and self.place is not None and is_same_file(self.place, carried)
        if self.place is not None:
            refuse_harm(self.place, command, self.form, self.inputs, force=self.force)
        elif self.form.binary:
            name = f"report{self.form.suffixes[0]}"
            raise click.UsageError(
                f"this cannot go to a terminal: name its file, for example --output {name}"
            )

    @property
    def is_for_reading(self) -> bool:
        """Whether it goes to people, on the terminal."""
        return self.place is None and self.form.name == "text"

    def show(self, result: object) -> None:
        """Shows a result there, and names the file that was written."""
        shown = self.form.make(result)
        if self.place is None:
            _print(shown)
            return
        from .engine.reports.output import write_result

        written = write_result(shown, self.place, self.command, self.form, self.inputs, force=self.force)
        click.echo(str(written), err=True)


def _print(shown: Shown) -> None:
    """Puts a result on standard output: UTF-8 where it is text, whatever the console's own encoding."""
    from .engine.files import unwritable

    try:
        if isinstance(shown, str | bytes):
            sys.stdout.buffer.write(_bytes_of(shown))
        else:
            shown(_terminal())
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as fault:
        _say_no_more()
        raise unwritable(Path("standard output"), fault) from fault


def _bytes_of(shown: str | bytes) -> bytes:
    """Text as UTF-8, with the end of its last line; bytes as they are."""
    if isinstance(shown, bytes):
        return shown
    return f"{shown.removesuffix(chr(10))}\n".encode("utf-8", "backslashreplace")


def _terminal() -> Console:
    from rich.console import Console

    class Terminal(Console):
        """A console that leaves it to the command how to end where nobody reads on."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Terminal(file=sys.stdout, highlight=False, markup=False, emoji=False)


def _speak_utf_8() -> None:
    """What goes through a pipe or into a file is UTF-8; a terminal gets what it can show."""
    import io

    if isinstance(sys.stdout, io.TextIOWrapper):
        if sys.stdout.isatty():
            sys.stdout.reconfigure(errors="replace")
        else:
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def _say_no_more() -> None:
    """Where nobody listens, what is left in the buffer goes nowhere, without a word at the end of the
    process."""
    import io
    import os

    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, io.UnsupportedOperation):
        pass


if __name__ == "__main__":
    main(prog_name="clausegraph")

"""The Python API: what the commands do, for programs. `import clausegraph as cg` offers all of it;
docs/api.md shows how.

A function takes what a person would give on the command line and returns a result that holds the data it was
made from and makes every report of it. Nothing is written, printed or remembered between two calls, unless a
`Workspace` is given to both.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any, Generic, Literal, TypeAlias, TypedDict, TypeVar, Unpack, overload

from .engine.analysis.assessment import Assessment
from .engine.analysis.audience import Audience
from .engine.analysis.explanation.chain import Explanation
from .engine.analysis.overlap.result import OverlapResult
from .engine.analysis.plan.steps import Plan
from .engine.analysis.questions.questionnaire import Depth, Questionnaire
from .engine.codes import Code
from .engine.commands.assess import Request, run
from .engine.commands.assess import Result as Assessed
from .engine.commands.check import Checked, check_knowledge
from .engine.commands.document import Order, Ordered, order_document
from .engine.commands.explain import Explained, explain_findings
from .engine.commands.merge import merge_files
from .engine.commands.overlap import compare_organisation, compare_standards
from .engine.commands.questions import Asking, ask
from .engine.commands.workspace import DEFAULT_POLICY, Workspace
from .engine.inference.interface import EvaluatorFault
from .engine.model import Grade, KnowledgeBase, Policy, Status
from .engine.organisation.inputs import Given, Source, place_of_source
from .engine.organisation.organisation import Organisation, read_organisation
from .engine.problems import BadInput, Location, Problem
from .engine.reports.documents.kinds import PREFIX, kinds
from .engine.reports.formats import format_for, format_named, names_of
from .engine.reports.output import content_of, write_result

__all__ = [
    "Assessment",
    "Audience",
    "BadInput",
    "Check",
    "Code",
    "Document",
    "EvaluatorFault",
    "Explanations",
    "Given",
    "Grade",
    "KnowledgeBase",
    "Location",
    "Merged",
    "Options",
    "Organisation",
    "Overlap",
    "Plan",
    "Policy",
    "Problem",
    "Questions",
    "Result",
    "Source",
    "Status",
    "Workspace",
    "assess",
    "check",
    "document",
    "explain",
    "load",
    "merge",
    "overlap",
    "questions",
    "read",
]

T = TypeVar("T")
Place: TypeAlias = "str | PathLike[str]"
"""A file or a folder."""

TextForm = Literal["text", "json", "markdown", "html", "yaml", "sarif"]
Engine = Literal["durable", "plain"]


class Options(TypedDict, total=False):
    """What can be said beside the organisation, each by its name; None is the same as leaving it out.

    `standards`: those to assess, else those the file names. `overlays`: folders with rules or overlays of
    your own. `as_of`: the day of the assessment, else the one the file names, else `today`, which is the
    clock's unless it is given. `policy`: how grades are escalated, `default`, `strict`, `lenient` or your
    own. `previous`: the JSON of an earlier assessment, so that what fails again is raised. `settings`: other
    answers by fact, `fact@discipline` for one discipline: what if. `engine`: the best there is unless it is
    named; both give the same. `audience`: an auditor's report prescribes no fix. `workspace`: from `load`, in
    place of `overlays`; it saves reading them again.
    """

    standards: str | Iterable[str] | None
    overlays: Place | Iterable[Place] | None
    as_of: date | None
    policy: str | None
    previous: Place | None
    settings: Mapping[str, object] | None
    engine: Engine | None
    audience: Audience | None
    workspace: Workspace | None
    today: date | None


class _Shared(TypedDict):
    """What goes to a command beside its request."""

    today: date
    workspace: Workspace | None


class Told(Generic[T]):
    """What a function found (`found`), and every report that can be made of it."""

    command = ""

    def __init__(self, found: T, inputs: Iterable[Path] = ()) -> None:
        self.found = found
        self._inputs = tuple(inputs)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of clausegraph>"

    @property
    def formats(self) -> tuple[str, ...]:
        """The names of the formats it can be shown in, the one for reading first."""
        return names_of(self._table)

    @overload
    def report(self, form: TextForm = "text") -> str: ...

    @overload
    def report(self, form: Literal["xlsx"]) -> bytes: ...

    @overload
    def report(self, form: str) -> str | bytes: ...

    def report(self, form: str = "text") -> str | bytes:
        """The report in a format: text, or the bytes of a workbook. It is the same for the same result, to
        the byte.

        Raises ValueError if it has no such format, BadInput if a text is too long for the cell of a workbook.
        """
        if form not in self.formats:
            raise ValueError(f"there is no format {form!r}; there are {', '.join(self.formats)}")
        return content_of(format_named(self._table, form).make(self.found))

    def write(self, place: Place, form: str | None = None, *, force: bool = False) -> Path:
        """Writes the report into a file, in the format that its ending names unless `form` does, and returns
        its place.

        Only a report that clausegraph wrote, of the same kind, is written over, and only while nobody has
        changed it. Raises BadInput where something else stands there, or cannot be written. With `force` it
        is written all the same, the old file being kept beside it; never over the file that was read.
        """
        output = Path(place)
        chosen = format_for(self._table, form, output)
        return write_result(
            chosen.make(self.found), output, self._table, chosen, self._inputs, force=force
        ).place

    @property
    def _table(self) -> str:
        return self.command


class ToldInJson(Told[T]):
    """A result that programs can read as well."""

    def json(self) -> Any:
        """What `--format json` shows, as dicts, lists, text, numbers, True, False and None. Its keys are
        fixed."""
        return json.loads(self.report("json"))


class Result(ToldInJson[Assessed]):
    """An assessment, with what it was made from."""

    command = "assess"

    @property
    def _table(self) -> str:
        return "what-if" if self.found.settings else "assess"

    @property
    def assessment(self) -> Assessment:
        """The findings, one for each requirement in scope, with the summary, the dependency failures and the
        root causes."""
        return self.found.assessment

    @property
    def before(self) -> Assessment | None:
        """Where other answers were tried (`settings`), the assessment without them."""
        return self.found.before

    @property
    def knowledge(self) -> KnowledgeBase:
        """The requirements, questions, rules and links, with what overlays changed and the policy chose."""
        return self.found.knowledge

    @property
    def organisation(self) -> Organisation:
        """The answers it was made from, each with its place in the file."""
        return self.found.organisation

    @property
    def policy(self) -> Policy:
        """How grades were escalated."""
        return self.found.policy

    @property
    def plan(self) -> Plan:
        """What to mend first and what each step clears, worked out when it is first asked for."""
        return self.found.plan

    @property
    def audience(self) -> Audience:
        """For whom its reports are written: an auditor's prescribe no fix."""
        return self.found.audience


class Explanations(ToldInJson[Explained]):
    """All that is behind the findings on a requirement, or on each of those under a clause."""

    command = "explain"

    @property
    def explanations(self) -> tuple[Explanation, ...]:
        """One for each requirement that is meant, in the order of the standards."""
        return self.found.explanations


class Overlap(ToldInJson[OverlapResult]):
    """What standards share as evidence and effort; with an organisation, what of it holds (`found.held`)."""

    command = "overlap"


class Questions(Told[Asking]):
    """The questions to answer, each once."""

    command = "questions"

    @property
    def questionnaire(self) -> Questionnaire:
        """The questions by section, and in the order in which they tell most."""
        return self.found.asked

    @property
    def remarks(self) -> tuple[Problem, ...]:
        """What was passed over where files were put together and one of them is preferred."""
        return self.found.remarks


class Merged(Questions):
    """What several people have filled in, as one questionnaire."""

    command = "merge"


class Document(Told[Ordered]):
    """A document of an organisation, such as its Statement of Applicability."""

    @property
    def _table(self) -> str:
        return f"{PREFIX}{self.kind}"

    @property
    def kind(self) -> str:
        """What it is, as `clausegraph document` names it."""
        return self.found.order.kind

    @property
    def result(self) -> Result:
        """The assessment it is made from."""
        return Result(self.found.result, self._inputs)


class Check(ToldInJson[Checked]):
    """Whether a knowledge base is sound."""

    command = "check"

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return self.found.sound

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong, by file, line and column."""
        return self.found.problems


def load(*, overlays: Place | Iterable[Place] = ()) -> Workspace:
    """The knowledge base that ships, with the folders of some overlays, for several calls that share it.
    Raises BadInput."""
    return Workspace(_folders(overlays))


def read(
    source: Given,
    *,
    as_of: date | None = None,
    overlays: Place | Iterable[Place] = (),
    workspace: Workspace | None = None,
    today: date | None = None,
) -> Organisation:
    """An organisation from a path, text, bytes or a mapping, checked whole and judged by nobody. Raises
    BadInput."""
    knowledge = (workspace or load(overlays=overlays)).knowledge
    return read_organisation(source, knowledge, as_of=as_of, today=today or date.today())


def assess(source: Given, **options: Unpack[Options]) -> Result:
    """The gap analysis of an organisation, given as its file (a path), the text or bytes of one, or a mapping
    as the file would give it; a text without a line break is taken as a path. What can be said besides stands
    in `Options`.

    Raises BadInput with every problem in what was given, EvaluatorFault if the engine breaks down. There is
    no partial result.
    """
    request, shared = _asked(source, options)
    return Result(run(request, **shared), _paths(source, options.get("previous")))


def explain(source: Given, requirement: str, **options: Unpack[Options]) -> Explanations:
    """All that is behind the finding on a requirement (`9.2.2/programme`), or on each under a clause (`9.2`):
    answers, rules, grade, links, and what would clear it. Takes what `assess` takes. Raises BadInput, also
    where no requirement is meant, and EvaluatorFault."""
    request, shared = _asked(source, options)
    found = explain_findings(request, requirement, **shared)
    return Explanations(found, _paths(source, options.get("previous")))


def overlap(source: Given | None = None, *, adding: str = "", **options: Unpack[Options]) -> Overlap:
    """What standards share, as evidence and effort, never as conformity; with an organisation, what of it
    holds there. `adding` is one more standard: what it would ask besides. Takes what `assess` takes; without
    an organisation `standards` names two or more. Raises BadInput, EvaluatorFault."""
    request, shared = _asked(source or b"", options)
    if source is not None:
        return Overlap(
            compare_organisation(request, adding, **shared), _paths(source, options.get("previous"))
        )
    day, workspace = request.as_of or shared["today"], shared["workspace"]
    told = request.audience
    return Overlap(
        compare_standards(
            request.standards, request.overlays, adding, as_of=day, audience=told, workspace=workspace
        )
    )


def questions(
    source: Given | None = None,
    *,
    standards: str | Iterable[str] = (),
    depth: Literal["full", "quick"] = "full",
    who: str | Iterable[str] = (),
    overlays: Place | Iterable[Place] = (),
    workspace: Workspace | None = None,
    today: date | None = None,
) -> Questions:
    """The questions of some standards, or of those an organisation names; its answers stand in the
    questionnaires made of them already. `depth`: all of them, or those that tell most. `who`: only those that
    such people can answer. Raises BadInput."""
    day, folders = today or date.today(), _folders(overlays)
    found = ask(
        _names(standards), folders, source, Depth(depth), today=day, who=_names(who), workspace=workspace
    )
    return Questions(found, _paths(source))


def merge(
    *sources: Given,
    prefer: Given | Iterable[Given] = (),
    overlays: Place | Iterable[Place] = (),
    workspace: Workspace | None = None,
    today: date | None = None,
) -> Merged:
    """What several people have filled in, put together as a questionnaire that can be written as YAML or as a
    workbook. Where two contradict, a file of `prefer` counts; else raises BadInput with every
    contradiction."""
    preferred = (prefer,) if isinstance(prefer, str | PathLike | bytes | Mapping | Source) else tuple(prefer)
    day, folders = today or date.today(), _folders(overlays)
    found = merge_files(sources, folders, preferred, today=day, workspace=workspace)
    return Merged(found, tuple(path for one in sources for path in _paths(one)))


def document(
    source: Given,
    kind: str,
    *,
    revision: str = "",
    template: Place | None = None,
    logo: Place | None = None,
    **options: Unpack[Options],
) -> Document:
    """A document of an organisation: `soa`, `treatment`, `nonconformities`, `report` and whatever else
    `clausegraph document` lists. `revision` is the version it bears; `template` and `logo` are those of the
    user, for Word. Takes what `assess` takes. Raises ValueError if there is no such kind, BadInput,
    EvaluatorFault."""
    if kind not in kinds():
        raise ValueError(f"there is no document {kind!r}; there are {', '.join(kinds())}")
    request, shared = _asked(source, options)
    own = [None if one is None else Path(one) for one in (template, logo)]
    ordered = order_document(request, Order(kind, revision, *own), **shared)
    return Document(ordered, _paths(source, options.get("previous"), template, logo))


def check(*folders: Place, today: date | None = None) -> Check:
    """Whether the knowledge base is sound, together with the rulebases, standards and overlays in some
    folders. What is wrong is its result; it raises nothing."""
    return Check(check_knowledge(folders, today=today or date.today()))


def _asked(source: Given, options: Options) -> tuple[Request, _Shared]:
    """The request that is meant, with what goes along with it. Raises TypeError for an option that does not
    exist."""
    if unknown := options.keys() - Options.__annotations__.keys():
        raise TypeError(
            f"there is no option {', '.join(sorted(unknown))}; there are {', '.join(Options.__annotations__)}"
        )
    previous = options.get("previous")
    request = Request(
        facts=source,
        standards=_names(options.get("standards")),
        overlays=_folders(options.get("overlays")),
        as_of=options.get("as_of"),
        policy=options.get("policy") or DEFAULT_POLICY,
        engine=options.get("engine") or "",
        settings=tuple(f"{fact}={_answer(value)}" for fact, value in (options.get("settings") or {}).items()),
        previous=None if previous is None else Path(previous),
        audience=options.get("audience") or "consultant",
    )
    return request, {"today": options.get("today") or date.today(), "workspace": options.get("workspace")}


def _answer(value: object) -> str:
    """An answer as somebody would write it: yes for True."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _names(given: str | Iterable[str] | None) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given or ())


def _folders(given: Place | Iterable[Place] | None) -> tuple[Path, ...]:
    if isinstance(given, (str, PathLike)):
        return (Path(given),)
    return tuple(Path(one) for one in given or ())


def _paths(source: Given | None, *others: Place | None) -> tuple[Path, ...]:
    """The files that were read, which no report may go over."""
    read_from = None if source is None else place_of_source(source)
    return tuple(Path(one) for one in (read_from, *others) if one is not None)

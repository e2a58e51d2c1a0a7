"""A whole run: from the paths and names a person gives to an assessment of their organisation."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path

import msgspec

from ..analysis.assessment import Assessment, assess
from ..analysis.audience import Audience
from ..analysis.plan.steps import Plan, plan_of
from ..inference.choose import evaluator
from ..inference.counted import with_records
from ..model import FailureKind, Grade, KnowledgeBase, Policy
from ..organisation.coverage import assessed_against
from ..organisation.inputs import Given, Source, source_of
from ..organisation.known import with_known
from ..organisation.organisation import Organisation, read_organisation, with_answers
from ..organisation.plan_file import PlannedAction, read_plan
from ..problems import BadInput, Location, Problem
from .workspace import DEFAULT_POLICY, Workspace


class Request(msgspec.Struct, frozen=True):
    """What somebody asks for. `facts` is the organisation's file, or what else one can be read from; `engine`
    is `durable`, `plain`, or empty for the best there is; without `standards` those of the file are taken,
    which must then name some; `settings` are other answers, each as `fact=answer`; `audience` is for whom the
    result is told."""

    facts: Given
    standards: tuple[str, ...] = ()
    overlays: tuple[Path, ...] = ()
    as_of: date | None = None
    policy: str = DEFAULT_POLICY
    engine: str = ""
    settings: tuple[str, ...] = ()
    planned: Path | None = None
    previous: Path | None = None
    audience: Audience = "consultant"


class Result(msgspec.Struct, frozen=True, dict=True):
    """An assessment with what it was made from; with `settings`, `before` is the one without them."""

    assessment: Assessment
    knowledge: KnowledgeBase
    organisation: Organisation
    policy: Policy
    before: Assessment | None = None
    settings: tuple[str, ...] = ()
    audience: Audience = "consultant"
    planned: tuple[PlannedAction, ...] = ()

    @cached_property
    def plan(self) -> Plan:
        """What to mend first, by the policy of the assessment; worked out when it is first asked for, and
        once."""
        return plan_of(self.assessment.findings, self.knowledge, self.policy, self.assessment.nonconformities)


def run(request: Request, *, today: date, workspace: Workspace | None = None) -> Result:
    """The assessment a request asks for; `today` stands in where neither the request nor the file has a date.
    A `workspace` stands in for the overlays of the request, and serves many of them.

    Raises BadInput with every problem in what was given, EvaluatorFault if the engine breaks down. There is
    no partial result.
    """
    workspace = workspace or Workspace(request.overlays)
    source = source_of(request.facts)
    organisation = read_organisation(source, workspace.knowledge, as_of=request.as_of, today=today)
    standards = workspace.chosen(request.standards) or organisation.standards
    if not standards:
        raise _no_standard(source, workspace)
    organisation = assessed_against(organisation, standards, workspace.knowledge)
    knowledge = workspace.on(organisation.as_of, request.policy)
    policy = knowledge.policy[request.policy]
    if request.previous is not None:
        organisation = _compared(Path(request.previous), organisation, knowledge)
    judged = _judged(organisation, knowledge, policy, request, workspace)
    if request.planned is not None:
        judged = msgspec.structs.replace(judged, planned=read_plan(request.planned))
    if not request.settings:
        return judged
    changed = _judged(
        with_answers(organisation, request.settings, knowledge), knowledge, policy, request, workspace
    )
    return msgspec.structs.replace(changed, before=judged.assessment, settings=request.settings)


def _judged(
    organisation: Organisation,
    knowledge: KnowledgeBase,
    policy: Policy,
    request: Request,
    workspace: Workspace,
) -> Result:
    """The assessment of an organisation, with what it does about gaps it knows taken into account."""
    organisation = with_records(organisation, knowledge)
    own = with_known(knowledge, organisation)
    if own is knowledge:
        judge = workspace.evaluator(organisation.as_of, request.policy, request.engine)
    else:
        judge = evaluator(own, request.engine or None)
    return Result(
        assess(organisation, own, judge, policy), own, organisation, policy, audience=request.audience
    )


def gate_fails(assessment: Assessment, gate: str) -> bool:
    """Whether there is what `--fail-on` names: a nonconformity of at least this grade, or, for `dependency`,
    a dependency that fails."""
    if gate == "dependency":
        return any(failure.kind is not FailureKind.PROVISIONAL for failure in assessment.dependency_failures)
    return any(recorded.grade >= Grade[gate.upper()] for recorded in assessment.nonconformities)


def _no_standard(source: Source, workspace: Workspace) -> BadInput:
    known = ", ".join(sorted(workspace.knowledge.standard))
    hint = f"standards: [one or more of {known}]; or --standard ID"
    at = Location(source.shown)
    return BadInput([Problem(at, "no standard is named to assess against", "missing-key", hint)])


def _compared(previous: Path, organisation: Organisation, knowledge: KnowledgeBase) -> Organisation:
    """The organisation with its earlier assessment."""
    from ..organisation.previous import read_previous

    read = read_previous(previous, organisation.name, organisation.as_of, organisation.standards, knowledge)
    return msgspec.structs.replace(organisation, previous=read)

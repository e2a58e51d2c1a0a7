"""A whole comparison of standards: from the names and the file a person gives to what they share, what holds,
and what one more asks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec

from ..analysis.assessment import Assessment, assess
from ..analysis.audience import Audience, overlap_addressed
from ..analysis.overlap.adding import adding_of
from ..analysis.overlap.held import held_of
from ..analysis.overlap.result import OverlapResult
from ..analysis.overlap.shared import overlap_of
from ..inference.interface import Evaluator
from ..model import KnowledgeBase
from ..organisation.coverage import assessed_against
from ..organisation.inputs import source_of
from ..organisation.organisation import Exclusion, knows_standard
from ..problems import BadInput, Location, Problem
from ..reading.nodes import Problems
from ..reading.shapes import Placed
from .assess import Request, Result, run
from .workspace import Workspace

TWO = (
    "--standard iso-9001:2015 --standard iso-14001:2015, say; `clausegraph standards` lists those that are"
    " known"
)


def compare_standards(
    standards: tuple[str, ...],
    overlays: tuple[Path, ...],
    adding: str,
    *,
    as_of: date,
    audience: Audience = "consultant",
    workspace: Workspace | None = None,
) -> OverlapResult:
    """What the knowledge base says of some standards, `adding` (if not empty) among them, told to an
    audience; `as_of` is the day on which changes of overlays count. A `workspace` stands in for
    the overlays. Raises BadInput."""
    workspace = workspace or Workspace(overlays)
    chosen, knowledge = workspace.chosen(standards), workspace.on(as_of)
    _is_known(adding, knowledge)
    has = tuple(one for one in chosen if one != adding)
    _are_enough(has, adding, Location("--standard"))
    if not adding:
        return OverlapResult(knowledge, overlap_of(knowledge, has))
    both = overlap_of(knowledge, (*has, adding))
    return overlap_addressed(
        OverlapResult(knowledge, both, adding=adding_of(knowledge, has, adding)), audience
    )


def compare_organisation(
    request: Request, adding: str, *, today: date, workspace: Workspace | None = None
) -> OverlapResult:
    """The same for an organisation, with what holds there, told to the audience of the request. Its standards
    are those of the request, else those of its file; one to add need not be among them. Raises BadInput,
    EvaluatorFault."""
    workspace = workspace or Workspace(request.overlays)
    source = source_of(request.facts)
    result = run(msgspec.structs.replace(request, facts=source), today=today, workspace=workspace)
    knowledge, findings = result.knowledge, result.assessment.findings
    _is_known(adding, knowledge)
    has = tuple(one for one in result.assessment.standards if one != adding)
    _are_enough(has, adding, Location("--standard" if request.standards else source.shown))
    held = (
        held_of(overlap_of(knowledge, has), findings, result.organisation, knowledge)
        if len(has) > 1
        else None
    )
    if not adding:
        return OverlapResult(knowledge, overlap_of(knowledge, has), held, result.assessment)
    judge = workspace.evaluator(result.organisation.as_of, request.policy, request.engine)
    added = _judged(result, adding, has, judge)
    view = adding_of(knowledge, has, adding, added.findings, result.policy, result.organisation.answers)
    both = overlap_of(knowledge, (*has, adding))
    return overlap_addressed(
        OverlapResult(knowledge, both, held, result.assessment, view, added), request.audience
    )


def _is_known(adding: str, knowledge: KnowledgeBase) -> None:
    problems = Problems()
    if adding and not knows_standard(Placed(adding, Location("--adding")), knowledge, problems):
        raise BadInput(problems.found)


def _are_enough(has: tuple[str, ...], adding: str, at: Location) -> None:
    if not has and adding:
        raise BadInput(
            [Problem(at, f"no standard is named to which {adding} would be added", "missing-key", TWO)]
        )
    if len(has) < 2 and not adding:
        raise BadInput([Problem(at, "an overlap needs at least two standards", "missing-key", TWO)])


def _judged(result: Result, standard: str, has: tuple[str, ...], judge: Evaluator) -> Assessment:
    """The standard to add, judged by the answers given. What the edition before may leave out stays left
    out."""
    knowledge = result.knowledge
    carried = (
        _carried(result.organisation.exclusions, standard, knowledge)
        if knowledge.standard[standard].based_on in has
        else ()
    )
    exclusions = (*result.organisation.exclusions, *carried)
    organisation = assessed_against(result.organisation, (standard,), knowledge)
    organisation = msgspec.structs.replace(organisation, exclusions=exclusions)
    return assess(organisation, knowledge, judge, result.policy)


def _carried(
    exclusions: tuple[Exclusion, ...], standard: str, knowledge: KnowledgeBase
) -> tuple[Exclusion, ...]:
    """The exclusions of the edition before under the same number in this one, unless it has one there
    already."""
    base, declared = knowledge.standard[standard].based_on, {one.target for one in exclusions}
    found = []
    for one in exclusions:
        target = f"{standard}/{one.target.partition('/')[2]}"
        if one.target.startswith(f"{base}/") and target in knowledge.members and target not in declared:
            found.append(msgspec.structs.replace(one, target=target))
    return tuple(found)

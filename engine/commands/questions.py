"""From the paths and names a person gives to the questions to be asked: what `questions` shows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec

from ..analysis.questions.questionnaire import Depth, Questionnaire, questionnaire
from ..model import KnowledgeBase
from ..organisation.coverage import as_given_for, assessed_against
from ..organisation.inputs import Given, nodes_in, source_of
from ..organisation.organisation import Organisation, organisation_of
from ..problems import BadInput, Location, Problem
from ..reading.nodes import Mapping, Problems
from .workspace import Workspace


class Asking(msgspec.Struct, frozen=True):
    """The questions, the knowledge they come from, and the organisation's file as it is read and as it
    stands, if there is one."""

    asked: Questionnaire
    knowledge: KnowledgeBase
    organisation: Organisation | None = None
    given: Mapping | None = None


def ask(
    standards: tuple[str, ...],
    overlays: tuple[Path, ...],
    facts: Given | None,
    depth: Depth,
    *,
    today: date,
    workspace: Workspace | None = None,
) -> Asking:
    """The questions of the standards named, or else of those that the file `facts` names. A `workspace`
    stands in for the overlays.

    Raises BadInput with every problem in what was given, and where no standard is named at all.
    """
    workspace = workspace or Workspace(overlays)
    chosen = workspace.chosen(standards)
    if facts is None:
        return _asking(chosen, depth, workspace, today, "--standard")
    source, problems = source_of(facts), Problems()
    node = nodes_in(source, workspace.knowledge, problems)
    organisation = organisation_of(node, problems, workspace.knowledge, as_of=None, today=today)
    own = organisation.standards
    both = tuple(dict.fromkeys((*own, *chosen)))
    covered = msgspec.structs.replace(
        assessed_against(organisation, both, workspace.knowledge), standards=own
    )
    made = _asking(chosen or own, depth, workspace, organisation.as_of, source.shown, covered)
    given = as_given_for(node, own, both, workspace.knowledge) if isinstance(node, Mapping) else None
    return msgspec.structs.replace(made, given=given)


def _asking(
    standards: tuple[str, ...],
    depth: Depth,
    workspace: Workspace,
    day: date,
    place: str,
    organisation: Organisation | None = None,
) -> Asking:
    """The questions on a day; `place` is where standards would have to be named."""
    if not standards:
        raise no_standard(place, workspace.knowledge)
    knowledge = workspace.on(day)
    return Asking(questionnaire(knowledge, standards, depth, organisation), knowledge, organisation)


def no_standard(place: str, knowledge: KnowledgeBase) -> BadInput:
    """What is wrong where neither the command nor the file names a standard."""
    hint = f"--standard ID, of {', '.join(sorted(knowledge.standard))}"
    return BadInput(
        [Problem(Location(place), "no standard is named to ask the questions of", "missing-key", hint)]
    )

"""From the paths and names a person gives to the questions to be asked: what `questions` shows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec

from ..analysis.questions.questionnaire import Depth, Questionnaire, questionnaire
from ..knowledge.overlays import with_overlays
from ..model import KnowledgeBase
from ..organisation.coverage import as_given_for, assessed_against
from ..organisation.organisation import Organisation, read_organisation, tree_of
from ..problems import BadInput, Location, Problem
from ..reading.nodes import Mapping, Problems
from .assess import knowledge_of, overlay_roots


class Asking(msgspec.Struct, frozen=True):
    """The questions, the knowledge they come from, and the organisation's file as it is read and as it stands, if there is one."""

    asked: Questionnaire
    knowledge: KnowledgeBase
    organisation: Organisation | None = None
    given: Mapping | None = None


def ask(standards: tuple[str, ...], overlays: tuple[Path, ...], facts: Path | None, depth: Depth, *, today: date) -> Asking:
    """The questions of the standards named, or else of those that the file `facts` names.

    Raises BadInput with every problem in what was given, and where no standard is named at all.
    """
    knowledge, chosen = knowledge_of(standards, overlays)
    organisation = read_organisation(facts, knowledge, as_of=None, today=today) if facts else None
    chosen = chosen if standards else organisation.standards if organisation else ()
    if not chosen:
        raise no_standard(str(facts or "--standard"), knowledge)
    knowledge = with_overlays(knowledge, overlay_roots(overlays), organisation.as_of if organisation else today)
    if organisation is None or facts is None:
        return Asking(questionnaire(knowledge, chosen, depth), knowledge)
    both = tuple(dict.fromkeys((*organisation.standards, *chosen)))
    given = as_given_for(_as_it_stands(facts, knowledge), organisation.standards, both, knowledge)
    covered = assessed_against(organisation, both, knowledge)
    organisation = msgspec.structs.replace(covered, standards=organisation.standards)
    return Asking(questionnaire(knowledge, chosen, depth, organisation), knowledge, organisation, given)


def no_standard(place: str, knowledge: KnowledgeBase) -> BadInput:
    """What is wrong where neither the command nor the file names a standard."""
    hint = f"--standard ID, of {', '.join(sorted(knowledge.standard))}"
    return BadInput([Problem(Location(place), "no standard is named to ask the questions of", "missing-key", hint)])


def _as_it_stands(facts: Path, knowledge: KnowledgeBase) -> Mapping:
    """The file as nodes; it has been read once already, so that only a file changed meanwhile can be wrong."""
    problems = Problems()
    node = tree_of(facts, str(facts), knowledge, problems)
    if not isinstance(node, Mapping):
        raise BadInput(problems.found)
    return node

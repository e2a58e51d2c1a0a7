"""From the paths and names a person gives to the questions to be asked: what `questions` and `interview` begin with."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec

from .analysis.questionnaire import Depth, Questionnaire, questionnaire
from .interview import Interview
from .knowledge.overlays import with_overlays
from .model import KnowledgeBase
from .organisation import Organisation, organisation_in, read_organisation, tree_of
from .problems import BadInput, Location, Problem
from .reading.nodes import Mapping, Problems, read_file
from .reading.workbooks import looks_like_workbook
from .run import knowledge_of, overlay_roots


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
        raise _no_standard(str(facts or "--standard"), knowledge)
    knowledge = with_overlays(knowledge, overlay_roots(overlays), organisation.as_of if organisation else today)
    asked = questionnaire(knowledge, chosen, depth, organisation)
    return Asking(asked, knowledge, organisation, _as_it_stands(facts, knowledge) if facts else None)


def begin_interview(
    text: str, place: Path, standards: tuple[str, ...], overlays: tuple[Path, ...], depth: Depth, *, today: date
) -> Interview:
    """The interview on a file with this text, which need not be at its place yet. Raises BadInput as `ask` does."""
    knowledge, chosen = knowledge_of(standards, overlays)
    organisation = organisation_in(text, str(place), knowledge, today=today)
    chosen = chosen if standards else organisation.standards
    if not chosen:
        raise _no_standard(str(place), knowledge)
    knowledge = with_overlays(knowledge, overlay_roots(overlays), organisation.as_of)
    return Interview(questionnaire(knowledge, chosen, depth, organisation), knowledge, text, str(place), today=today)


def text_of(place: Path) -> str | None:
    """The text of a file as it stands; None if there is no such file. Raises BadInput if it cannot be read."""
    problems = Problems()
    if looks_like_workbook(place, place.read_bytes() if place.is_file() else b""):
        hint = f"clausegraph questions {place} --format yaml --output {place.stem}.yaml makes one of it, with all its answers"
        raise BadInput([Problem(Location(str(place)), "an interview writes into a YAML file, not into a workbook", "not-yaml", hint)])
    if not place.exists():
        return None
    read_file(place, str(place), problems)
    if problems.found:
        raise BadInput(problems.found)
    return place.read_bytes().decode("utf-8-sig")


def known_standards(overlays: tuple[Path, ...], chosen: tuple[str, ...]) -> dict[str, str]:
    """The titles of all standards there are. Raises BadInput if one of those chosen is none."""
    knowledge, _ = knowledge_of(chosen, overlays)
    return {one.id: one.title for one in sorted(knowledge.standards, key=lambda one: one.id)}


def _no_standard(place: str, knowledge: KnowledgeBase) -> BadInput:
    hint = f"--standard ID, of {', '.join(sorted(knowledge.standard))}"
    return BadInput([Problem(Location(place), "no standard is named to ask the questions of", "missing-key", hint)])


def _as_it_stands(facts: Path, knowledge: KnowledgeBase) -> Mapping:
    """The file as nodes; it has been read once already, so that only a file changed meanwhile can be wrong."""
    problems = Problems()
    node = tree_of(facts, str(facts), knowledge, problems)
    if not isinstance(node, Mapping):
        raise BadInput(problems.found)
    return node

"""How an interview begins: from the file a person names, which need not exist yet, to the questions that are open in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ..analysis.questions.questionnaire import Depth, questionnaire
from ..knowledge.overlays import with_overlays
from ..organisation.organisation import organisation_in
from ..problems import BadInput, Location, Problem
from ..reading.nodes import Problems, read_file
from ..reading.workbooks import looks_like_workbook
from .assess import knowledge_of, overlay_roots
from .interview_state import Interview
from .questions import no_standard


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


def begun(text: str, place: Path, standards: tuple[str, ...], overlays: tuple[Path, ...], depth: Depth, today: date) -> Interview:
    """The interview on a file with this text, which need not be at its place yet. Raises BadInput where no standard is named at all."""
    knowledge, chosen = knowledge_of(standards, overlays)
    organisation = organisation_in(text, str(place), knowledge, today=today)
    chosen = chosen if standards else organisation.standards
    if not chosen:
        raise no_standard(str(place), knowledge)
    knowledge = with_overlays(knowledge, overlay_roots(overlays), organisation.as_of)
    return Interview(questionnaire(knowledge, chosen, depth, organisation), knowledge, text, str(place), today=today)

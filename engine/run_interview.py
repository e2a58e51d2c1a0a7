"""A whole interview: from the file a person names, which need not exist yet, to the talk that fills it in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .analysis.questionnaire import Depth, questionnaire
from .asking import no_standard
from .interview import Interview
from .knowledge.overlays import with_overlays
from .organisation import organisation_in
from .problems import BadInput, Location, Problem
from .reading.nodes import Problems, read_file
from .reading.workbooks import looks_like_workbook
from .reports.talk import Listen, ask_for_start, talk
from .run import knowledge_of, overlay_roots

if TYPE_CHECKING:
    from rich.console import Console


def hold_interview(
    console: Console, place: Path, standards: tuple[str, ...], overlays: tuple[Path, ...], depth: Depth, listen: Listen, *, today: date
) -> None:
    """Asks on `console` what is open in the file at `place`, or begins that file, and keeps every answer there. Raises BadInput."""
    text = _text_of(place)
    if text is None:
        text = ask_for_start(console, _known_standards(overlays, standards), standards, listen)
    if text is not None:
        talk(console, _begun(text, place, standards, overlays, depth, today), place, listen)


def _text_of(place: Path) -> str | None:
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


def _known_standards(overlays: tuple[Path, ...], chosen: tuple[str, ...]) -> dict[str, str]:
    """The titles of all standards there are. Raises BadInput if one of those chosen is none."""
    knowledge, _ = knowledge_of(chosen, overlays)
    return {one.id: one.title for one in sorted(knowledge.standards, key=lambda one: one.id)}


def _begun(text: str, place: Path, standards: tuple[str, ...], overlays: tuple[Path, ...], depth: Depth, today: date) -> Interview:
    """The interview on a file with this text, which need not be at its place yet. Raises BadInput where no standard is named at all."""
    knowledge, chosen = knowledge_of(standards, overlays)
    organisation = organisation_in(text, str(place), knowledge, today=today)
    chosen = chosen if standards else organisation.standards
    if not chosen:
        raise no_standard(str(place), knowledge)
    knowledge = with_overlays(knowledge, overlay_roots(overlays), organisation.as_of)
    return Interview(questionnaire(knowledge, chosen, depth, organisation), knowledge, text, str(place), today=today)

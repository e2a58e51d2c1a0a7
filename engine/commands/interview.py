"""How an interview begins: from the file a person names, which need not exist yet, to the questions that are
open in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ..analysis.questions.questionnaire import Depth, questionnaire
from ..organisation.inputs import refuse_foreign, source_of
from ..organisation.organisation import organisation_in
from ..problems import BadInput, Location, Problem
from ..reading.nodes import Problems, read_bytes
from ..reading.workbooks import looks_like_workbook
from .interview_state import Interview, on_one_line
from .questions import no_standard
from .workspace import Workspace


def text_of(place: Path) -> str | None:
    """The text of a file as it stands; None if there is no such file. Raises BadInput if it cannot be
    read."""
    there = place.exists()
    source, problems = source_of(place if there else b"", str(place)), Problems()
    if looks_like_workbook(place, source.content):
        hint = (
            f"clausegraph questions {place} --format yaml --output {place.stem}.yaml makes one of it, with"
            " all its answers"
        )
        message = "an interview writes into a YAML file, not into a workbook"
        raise BadInput([Problem(Location(str(place)), message, "not-yaml", hint)])
    if not there:
        return None
    if not refuse_foreign(source, problems):
        read_bytes(source.content, source.shown, problems)
    if problems.found:
        raise BadInput(problems.found)
    return source.content.decode("utf-8-sig")


def known_standards(overlays: tuple[Path, ...] | Workspace, chosen: tuple[str, ...]) -> dict[str, str]:
    """The titles of all standards there are. Raises BadInput if one of those chosen is none."""
    workspace = _workspace(overlays)
    workspace.chosen(chosen)
    return {one.id: one.title for one in sorted(workspace.knowledge.standards, key=lambda one: one.id)}


def begun(
    text: str,
    place: Path,
    standards: tuple[str, ...],
    overlays: tuple[Path, ...] | Workspace,
    depth: Depth,
    today: date,
    by: str = "",
) -> Interview:
    """The interview on a file with this text, which need not be at its place yet; `by` is who answers.
    Raises BadInput where no standard is named at all."""
    workspace = _workspace(overlays)
    chosen = workspace.chosen(standards)
    organisation = organisation_in(text, str(place), workspace.knowledge, today=today)
    chosen = chosen or organisation.standards
    if not chosen:
        raise no_standard(str(place), workspace.knowledge)
    knowledge = workspace.on(organisation.as_of)
    asked = questionnaire(knowledge, chosen, depth, organisation)
    return Interview(asked, knowledge, text, str(place), today=today, by=on_one_line(by))


def _workspace(overlays: tuple[Path, ...] | Workspace) -> Workspace:
    """The workspace there is already, or the one of some overlays."""
    return overlays if isinstance(overlays, Workspace) else Workspace(overlays)

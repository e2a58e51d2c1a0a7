"""The project file beside an organisation's: overlays, standards, policy, template and logo, so that nobody
has to name them each time, and nobody forgets to. What is named on the command line wins."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from ..knowledge.formats.project import project_file
from ..problems import BadInput
from ..reading.nodes import Mapping as Pairs
from ..reading.nodes import Node, Problems, content_of, read_bytes
from ..reading.shapes import Entry, Placed

NAME = "clausegraph.yaml"


class Project(msgspec.Struct, frozen=True):
    """What a project file settles; what it leaves open is empty. `shown` is the file's name in messages."""

    shown: str
    overlays: tuple[Path, ...] = ()
    standards: tuple[str, ...] = ()
    policy: str = ""
    template: Path | None = None
    logo: Path | None = None

    def adds(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """What it settles of what a command takes and was not given."""
        own = {name: getattr(self, name) for name in ("overlays", "standards", "policy", "template", "logo")}
        return {name: value for name, value in own.items() if value and name in given and not given[name]}


def project_beside(facts: Path) -> Project | None:
    """The project file in the folder of an organisation's file; None where there is none. Raises BadInput
    with everything wrong in it."""
    place = facts.parent / NAME
    if facts.name == NAME or not place.is_file():
        return None
    problems, shown = Problems(), place.as_posix()
    held = content_of(place, shown, problems)
    node = None if held is None else read_bytes(held, shown, problems)
    project = _project(node, place, problems) if node is not None else None
    if problems.found:
        raise BadInput(problems.found)
    return project


def _project(node: Node, place: Path, problems: Problems) -> Project | None:
    if isinstance(node, Pairs) and any(key.text == "organisation" for key, _ in node.pairs):
        return None
    read = project_file.read(node, problems)
    if read is None or not read.value.whole:
        return None
    entry = read.value
    return Project(
        place.as_posix(),
        tuple(
            folder
            for one in entry.get("overlays", ())
            if (folder := _there(one, place, problems, folder=True)) is not None
        ),
        tuple(entry.all("standards")),
        entry.get("policy", ""),
        _file(entry, "template", place, problems),
        _file(entry, "logo", place, problems),
    )


def _file(entry: Entry, key: str, place: Path, problems: Problems) -> Path | None:
    return _there(entry.placed(key), place, problems, folder=False) if key in entry else None


def _there(named: Placed[str], place: Path, problems: Problems, *, folder: bool) -> Path | None:
    """A folder or file that the project file names, as seen from it; None, with a problem, if it is not
    there."""
    found = Path(os.path.normpath(place.parent / named.value))
    if found.is_dir() if folder else found.is_file():
        return found
    kind = "folder" if folder else "file"
    hint = "name it as seen from the folder of this file"
    problems.add(named.at, f"there is no {kind} `{named.value}`", "unreadable", hint)
    return None


def told(project: Project, added: Mapping[str, Any]) -> str:
    """What a project file adds, in a line; empty where it adds nothing."""
    said = [f"{name} {_listed(value)}" for name, value in added.items()]
    return f"Project {project.shown}: {'; '.join(said)}." if said else ""


def _listed(value: Any) -> str:
    return ", ".join(str(one) for one in value) if isinstance(value, tuple) else str(value)

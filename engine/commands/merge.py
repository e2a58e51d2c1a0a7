"""From the files that several people have filled in to one that is whole: what `merge` shows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import msgspec

from ..organisation.inputs import Given, Source, source_of
from ..organisation.merging.whole import merged
from ..problems import BadInput, Location, Problem
from ..reading.nodes import Problems
from .questions import Asking, asking_of
from .workspace import Workspace


def merge_files(
    files: Iterable[Given],
    overlays: tuple[Path, ...] = (),
    prefer: Iterable[Given] = (),
    *,
    today: date,
    workspace: Workspace | None = None,
) -> Asking:
    """The questionnaire that holds all that stands in some files, workbooks and YAML alike. Where two of them
    contradict, what stands in a file of `prefer` counts. A `workspace` stands in for the overlays.

    Raises BadInput with every contradiction that is left, and every problem of the whole.
    """
    workspace = workspace or Workspace(overlays)
    sources = tuple({one.shown: one for one in map(source_of, files)}.values())
    preferred = tuple(source_of(one).shown for one in prefer)
    _check(sources, preferred)
    problems = Problems()
    whole = merged(sources, preferred, workspace.knowledge, problems)
    asking = asking_of(whole.node, problems, workspace, shown=sources[0].shown, today=today)
    return msgspec.structs.replace(asking, remarks=whole.chosen)


def _check(sources: tuple[Source, ...], preferred: tuple[str, ...]) -> None:
    named = [one.shown for one in sources]
    if len(named) < 2:
        at = Location(named[0] if named else "merge")
        hint = "name the files as they came back, and the one they belong to"
        raise BadInput(
            [Problem(at, "there is one file, and nothing to put it together with", "missing-key", hint)]
        )
    strange = [one for one in preferred if one not in named]
    if strange:
        raise BadInput(
            [
                Problem(
                    Location("--prefer"),
                    f"`{one}` is none of the files that are put together",
                    "unknown-name",
                    f"it is one of {', '.join(named)}",
                )
                for one in strange
            ]
        )

"""Which overlays lie below one another: an overlay names the folders of those it `extends`, and these are
read before it, so that nobody has to name them with it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from pathlib import Path

import msgspec

from ...problems import BadInput
from ...reading.nodes import Mapping, Node, Problems, Scalar, Sequence, content_of, read_bytes
from ..sources import Content, Root


def layered(roots: Iterable[Root], content: Content = content_of) -> tuple[Root, ...]:
    """The roots with those that their overlays extend, each once, what is extended before what extends it.
    Raises BadInput with every folder that is not there, and every circle."""
    problems = Problems()
    found: dict[Path, Root] = {}
    for root in roots:
        _lay(root, (), found, _Reading(content, problems))
    if problems.found:
        raise BadInput(problems.found)
    return tuple(found.values())


class _Reading(msgspec.Struct):
    """How files are read, and where what is wrong goes."""

    content: Content
    problems: Problems


def _lay(root: Root, above: tuple[Path, ...], found: dict[Path, Root], reading: _Reading) -> None:
    place = root.path.resolve()
    if place in found:
        return
    problems = reading.problems
    for named in _extended(root, reading):
        below = Root(root.path / named.text, posixpath.normpath(f"{root.shown or '.'}/{named.text}"))
        if not below.path.is_dir():
            problems.add(
                named.at,
                f"there is no folder `{named.text}`",
                "unreadable",
                "name it as seen from the folder of this overlay: extends: ../sector",
            )
        elif below.path.resolve() in (*above, place):
            hint = "one of them has to stand by itself"
            problems.add(named.at, "these overlays extend each other", "circle", hint)
        else:
            _lay(below, (*above, place), found, reading)
    found[place] = root


def _extended(root: Root, reading: _Reading) -> list[Scalar]:
    """The folders that the overlay of a root extends, as they are written; what else is wrong with it is
    told where it is read."""
    node = next((read for path, shown in root.overlays() if (read := _read(path, shown, reading))), None)
    pairs = node.pairs if isinstance(node, Mapping) else []
    said = next((value for key, value in pairs if key.text == "extends"), None)
    named = said.items if isinstance(said, Sequence) else [said]
    return [one for one in named if isinstance(one, Scalar) and one.text.strip()]


def _read(path: Path, shown: str, reading: _Reading) -> Node | None:
    unheard = Problems()
    unheard.share_lines(reading.problems)
    held = reading.content(path, shown, unheard)
    return None if held is None else read_bytes(held, shown, unheard)

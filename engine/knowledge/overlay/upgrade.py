"""Files of an earlier version in the names of today: what would change, line by line, and writing it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

import msgspec

from ...files import write_whole
from ...model import KnowledgeBase
from ...reading.nodes import Mapping, Node, Problems, Scalar, Sequence, read_bytes
from ..sources import is_yaml, kind_of

QUOTES = ("'", '"')


class Upgraded(msgspec.Struct, frozen=True):
    """A file as it is and as it would be."""

    path: Path
    before: str
    after: str

    @property
    def difference(self) -> str:
        """What changes in it, as a unified difference."""
        name = self.path.as_posix()
        before, after = (text.splitlines(keepends=True) for text in (self.before, self.after))
        return "".join(difflib.unified_diff(before, after, f"{name} (as it is)", f"{name} (upgraded)"))

    def write(self) -> Path:
        """Writes it, and keeps the file of before beside it, whose place is returned: under an ending that
        nobody reads as a rule file. Raises BadInput."""
        kept = next(place for place in _free_names(self.path) if not place.exists())
        write_whole(self.before.encode(), kept)
        write_whole(self.after.encode(), self.path)
        return kept


def upgraded(places: Iterable[Path], knowledge: KnowledgeBase) -> Iterator[Upgraded]:
    """The files under some places that use names of earlier versions; files that cannot be read are left to
    `check` and `assess`, which say why."""
    names = _names(knowledge)
    for path in sorted({path for place in places for path in _files(place)}):
        content = path.read_bytes()
        try:
            before = content.decode("utf-8")
        except UnicodeDecodeError:
            continue
        after = _renamed(before, str(path), names, knowledge.versions.tool)
        if after != before:
            yield Upgraded(path, before, after)


def _free_names(path: Path) -> Iterator[Path]:
    yield path.with_name(f"{path.name}.bak")
    yield from (path.with_name(f"{path.name}.{number}.bak") for number in count(2))


def _files(place: Path) -> list[Path]:
    return [place] if place.is_file() else [path for path in place.rglob("*") if is_yaml(path)]


def _names(knowledge: KnowledgeBase) -> dict[str, str]:
    """The names of today by those of earlier versions, as files write them."""
    questions = {one.fact: one.now for one in knowledge.renamings if one.now}
    return questions | knowledge.called_now("rule", "requirement", "theme")


def _renamed(text: str, shown: str, names: dict[str, str], tool: str) -> str:
    node = read_bytes(text.encode(), shown, Problems())
    if node is None or kind_of(node) is None:
        return text
    lines = text.split("\n")
    edits = [(one, _today(one.text, names)) for one in _scalars(node)]
    edits += [(value, tool) for key, value in _pairs(node) if key == "made_for" and tool]
    for scalar, now in sorted(edits, key=lambda edit: edit[0].at, reverse=True):
        if now and now != scalar.text:
            _put(lines, scalar, now)
    return "\n".join(lines)


def _today(text: str, names: dict[str, str]) -> str:
    """The name of today; empty if it is none of an earlier version. A standard behind or before it stays."""
    name, at, standard = text.partition("@")
    if name in names:
        return f"{names[name]}{at}{standard}"
    before, _, rest = text.partition("/")
    return f"{before}/{names[rest]}" if ":" in before and rest in names else ""


def _put(lines: list[str], scalar: Scalar, now: str) -> None:
    """Writes another text in the place of one that stands on one line."""
    line, begin = lines[scalar.at.line - 1], scalar.at.column - 1
    begin += line[begin : begin + 1] in QUOTES
    end = begin + len(scalar.text)
    if line[begin:end] == scalar.text:
        lines[scalar.at.line - 1] = f"{line[:begin]}{now}{line[end:]}"


def _pairs(node: Node) -> Iterator[tuple[str, Scalar]]:
    if isinstance(node, Mapping):
        yield from ((key.text, value) for key, value in node.pairs if isinstance(value, Scalar))


def _scalars(node: Node) -> Iterator[Scalar]:
    match node:
        case Scalar():
            yield node
        case Sequence():
            for item in node.items:
                yield from _scalars(item)
        case Mapping():
            for key, value in node.pairs:
                yield key
                yield from _scalars(value)

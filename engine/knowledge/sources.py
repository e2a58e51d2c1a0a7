"""Which files make up a knowledge base, and what each of them holds, read with the tables of `formats`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from ..reading.nodes import Mapping, Node, Problems, read_file
from ..reading.shapes import Entry
from .formats import FORMATS

FOLDERS = ("standards", "rulebases")
ENDINGS = (".yaml", ".yml")


class Root(msgspec.Struct, frozen=True):
    """A folder with `standards/`, `rulebases/` and perhaps `overlay.yaml`. Messages show its files below `shown`."""

    path: Path
    shown: str = ""

    def files(self) -> Iterator[tuple[Path, str]]:
        """Every YAML file of the root with the name it has in messages, sorted by that name."""
        found = [path for folder in FOLDERS for path in (self.path / folder).rglob("*") if path.suffix in ENDINGS and path.is_file()]
        found += [path for ending in ENDINGS if (path := self.path / f"overlay{ending}").is_file()]
        for path in sorted(found, key=lambda path: path.relative_to(self.path).as_posix()):
            relative = path.relative_to(self.path).as_posix()
            yield path, f"{self.shown}/{relative}" if self.shown else relative


class Sources:
    """The entries of all files by kind, and which kinds are incomplete because a file could not be read."""

    def __init__(self) -> None:
        self.entries: dict[str, list[Entry]] = {kind: [] for kind in FORMATS}
        self.complete = True

    def __getitem__(self, kind: str) -> list[Entry]:
        return self.entries[kind]


def read_sources(roots: Iterable[Root], problems: Problems) -> Sources:
    """Reads every file of the roots; what is wrong goes to `problems`."""
    sources = Sources()
    for root in roots:
        for path, shown in root.files():
            _read_source(path, shown, sources, problems)
    return sources


def _read_source(path: Path, shown: str, sources: Sources, problems: Problems) -> None:
    node = read_file(path, shown, problems)
    kind = kind_of(node) if node is not None else None
    if node is None:
        sources.complete = False
        return
    if kind is None or kind == "organisation":
        problems.add(node.at, "this file is none that belongs here", "unknown-file", f"it begins with one of: {', '.join(FORMATS)}")
        sources.complete = False
        return
    entry = FORMATS[kind].read(node, problems)
    if entry is None or (kind in ("rulebase", "standard") and kind not in entry.value):
        sources.complete = False
    else:
        sources.entries[kind].append(entry.value)


def kind_of(node: Node) -> str | None:
    """The format of a file, told by the first of its keys that names one."""
    if not isinstance(node, Mapping):
        return None
    keys = {key.text for key, _ in node.pairs}
    return next((kind for kind in FORMATS if kind in keys), None)


def digest(roots: Iterable[Root]) -> str:
    """A hash of the names and contents of all files: what the cache of the knowledge base is kept under."""
    total = hashlib.sha256()
    for root in roots:
        for path, shown in root.files():
            content = path.read_bytes()
            total.update(f"{shown}\0{len(content)}\0".encode())
            total.update(content)
    return total.hexdigest()



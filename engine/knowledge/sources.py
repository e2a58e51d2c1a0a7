"""Which files make up a knowledge base, and what each of them holds, read with the tables of `formats`."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath

import msgspec

from ..problems import Location, did_you_mean
from ..reading.nodes import Mapping, Node, Problems, Sequence, content_of, read_bytes
from ..reading.shapes import Entry
from .formats.standards import FORMATS

FOLDERS = ("standards", "rulebases")
ENDINGS = (".yaml", ".yml")
TESTS = tuple(f".test{ending}" for ending in ENDINGS)


class Root(msgspec.Struct, frozen=True):
    """A folder with `standards/`, `rulebases/` and perhaps `overlay.yaml`. Messages show its files below
    `shown`."""

    path: Path
    shown: str = ""

    def files(self) -> Iterator[tuple[Path, str]]:
        """Every YAML file of the root with the name it has in messages, sorted by that name."""
        found = [path for folder in FOLDERS for path in (self.path / folder).rglob("*") if path.suffix in ENDINGS and path.is_file()]
        found += [path for ending in ENDINGS if (path := self.path / f"overlay{ending}").is_file()]
        for path in sorted(found, key=lambda path: path.relative_to(self.path).as_posix()):
            relative = path.relative_to(self.path).as_posix().encode("utf-8", "replace").decode()
            yield path, f"{self.shown}/{relative}" if self.shown else relative


Content = Callable[[Path, str, Problems], bytes | None]
"""Gives the bytes of a file that messages call by another name; None, with a problem, if it cannot be
read."""

NAMED = {
    "rulebase": {"facts": "", "requirements": "requirement", "rules": "rule"},
    "standard": {"clauses": "clause"},
    "themes": {"themes": "theme", "parallel": "parallel"},
    "ladders": {"ladders": "ladder"},
    "policies": {"policies": "policy", "settings": "setting"},
}
"""The sections of a file that give names to other files, with the key that holds the name (none: the name is
itself a key)."""


class Sources:
    """The entries of all files by kind.

    `lost` are the sections of which some names could not be read, so that nobody can say that a name of
    theirs is unknown.
    """

    def __init__(self) -> None:
        self.entries: dict[str, list[Entry]] = {kind: [] for kind in FORMATS}
        self.lost: set[str] = set()

    def __getitem__(self, kind: str) -> list[Entry]:
        return self.entries[kind]

    def complete(self, *sections: str) -> bool:
        """Whether all names of some sections are known."""
        return not self.lost.intersection(sections)

    def lose(self, kind: str | None) -> None:
        """A file could not be read: nobody knows what it names. Cases name nothing."""
        if kind != "tests":
            self.lost |= {"standard", *(section for sections in NAMED.values() for section in sections)}


class Files:
    """The files of a run, each read once: whoever asks again gets what was there the first time."""

    def __init__(self) -> None:
        self._contents: dict[Path, bytes] = {}

    def read(self, path: Path) -> bytes:
        """The bytes of a file. Raises OSError if it cannot be read."""
        if path not in self._contents:
            self._contents[path] = path.read_bytes()
        return self._contents[path]

    def content(self, path: Path, shown: str, problems: Problems) -> bytes | None:
        """The same as `Content`: what cannot be read is a problem."""
        if path not in self._contents and (content := content_of(path, shown, problems)) is not None:
            self._contents[path] = content
        return self._contents.get(path)


def read_sources(roots: Iterable[Root], problems: Problems, content: Content = content_of) -> Sources:
    """Reads every file of the roots; what is wrong goes to `problems`."""
    sources = Sources()
    for root in roots:
        for path, shown in root.files():
            _read_source(path, shown, sources, problems, content)
    return sources


def _read_source(path: Path, shown: str, sources: Sources, problems: Problems, content: Content) -> None:
    held = content(path, shown, problems)
    node = None if held is None else read_bytes(held, shown, problems)
    if node is None:
        sources.lose("tests" if path.name.endswith(TESTS) else None)
        return
    kind = kind_of(node)
    if kind is None or kind == "organisation":
        problems.add(_first(node), "this file does not say what it is", "unknown-file", _kinds_near(node))
        sources.lose(kind)
        return
    entry = FORMATS[kind].read(node, problems)
    if entry is None or (kind in ("rulebase", "standard") and kind not in entry.value):
        sources.lose(kind)
        return
    sources.lost |= _lost_sections(kind, node, entry.value)
    sources.entries[kind].append(entry.value)
    if kind == "rulebase":
        _check_place(entry.value, shown, problems)


def _check_place(rulebase: Entry, shown: str, problems: Problems) -> None:
    """A rulebase is called as its folder and file, so that its rules are found again."""
    wanted = "/".join(PurePosixPath(shown).with_suffix("").parts[-2:])
    if rulebase["rulebase"] != wanted:
        message = f"this rulebase stands in another file than `{rulebase['rulebase']}`"
        problems.add(rulebase.place("rulebase"), message, "misplaced", f"by its folder and file it is: rulebase: {wanted}")


def _lost_sections(kind: str, node: Node, entry: Entry) -> set[str]:
    """The sections of a file of which some names could not be read; all of them if a key of the file is not
    known."""
    named = NAMED.get(kind, {})
    present = {key.text: item for key, item in node.pairs} if isinstance(node, Mapping) else {}
    if present.keys() - FORMATS[kind].keys.keys():
        return set(named)
    return {section for section, key in named.items() if section in present and not _all_named(entry, section, key, present[section])}


def _all_named(entry: Entry, section: str, key: str, node: Node) -> bool:
    items = entry.get(section)
    written = len(node.pairs) if isinstance(node, Mapping) else len(node.items) if isinstance(node, Sequence) else 0
    return items is not None and len(items) == written and all(not key or key in item.value for item in items)


def _first(node: Node) -> Location:
    """Where a file says what it is: its first key."""
    return node.pairs[0][0].at if isinstance(node, Mapping) and node.pairs else node.at


def _kinds_near(node: Node) -> str:
    keys = [key.text for key, _ in node.pairs] if isinstance(node, Mapping) else []
    kinds = [kind for kind in FORMATS if kind != "organisation"]
    near = (hint for key in keys if (hint := did_you_mean(key, kinds)))
    return next(near, f"it begins with one of these keys: {', '.join(kinds)}")


def kind_of(node: Node) -> str | None:
    """The format of a file, told by the key that names one; `rulebas` beside `standard` makes none."""
    if not isinstance(node, Mapping):
        return None
    keys = [key.text for key, _ in node.pairs]
    kind = next((kind for kind in FORMATS if kind in keys), None)
    misspelt = [key for key in keys if kind and key not in FORMATS[kind].keys and difflib.get_close_matches(key, FORMATS, n=1, cutoff=0.8)]
    return None if misspelt else kind


def digest(roots: Iterable[Root], read: Callable[[Path], bytes] = Path.read_bytes) -> str:
    """A hash of the names and contents of all files: what the cache of the knowledge base is kept under."""
    total = hashlib.sha256()
    for root in roots:
        for path, shown in root.files():
            content = read(path)
            total.update(f"{shown}\0{len(content)}\0".encode())
            total.update(content)
    return total.hexdigest()

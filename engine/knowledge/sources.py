"""Which files make up a knowledge base, and what each of them holds, read with the tables of `formats`."""

from __future__ import annotations

import difflib
import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path, PurePosixPath

import msgspec

from ..model import count
from ..problems import Location, did_you_mean
from ..reading.nodes import LARGEST_FILE, Mapping, Node, Problems, Sequence, content_of, read_bytes
from ..reading.shapes import Entry
from .formats.standards import FORMATS

FOLDERS = ("standards", "rulebases")
OVERLAY = "overlay"
ENDINGS = (".yaml", ".yml")
TESTS = tuple(f".test{ending}" for ending in ENDINGS)
OF_AN_ORGANISATION = ("organisation", "tables", "project")
"""What stands beside the knowledge and is no part of it: an organisation's file, how its tables are
taken, and the project they belong to."""
KNOWLEDGE = tuple(kind for kind in FORMATS if kind not in OF_AN_ORGANISATION)
MOST_NAMED = 6
DIGITS_SHOWN = 12
"""How much of a hash is shown: enough to tell two states of some files apart."""


Content = Callable[[Path, str, Problems], bytes | None]
"""Gives the bytes of a file that messages call by another name; None, with a problem, if it cannot be
read."""


class Root(msgspec.Struct, frozen=True):
    """A folder with `standards/`, `rulebases/` and perhaps `overlay.yaml`. Messages show its files below
    `shown`."""

    path: Path
    shown: str = ""

    def files(self) -> Iterator[tuple[Path, str]]:
        """Every YAML file of the root with the name it has in messages, sorted by that name."""
        everything = chain.from_iterable(_files_under(self.path / folder) for folder in FOLDERS)
        found = [path for path in everything if is_yaml(path)]
        found += [path for path, _ in self.overlays()]
        for path in sorted(found, key=lambda path: path.relative_to(self.path).as_posix()):
            yield path, self.name_of(path)

    def overlays(self) -> Iterator[tuple[Path, str]]:
        """The overlay files of the root, with the names they have in messages."""
        for path in self._beside():
            if path.stem.lower() == OVERLAY:
                yield path, self.name_of(path)

    def name_of(self, path: Path) -> str:
        """What messages call a file or folder of the root."""
        relative = path.relative_to(self.path).as_posix().encode("utf-8", "replace").decode()
        return f"{self.shown}/{relative}" if self.shown else relative

    def _beside(self) -> list[Path]:
        """The YAML files that stand in the root itself."""
        return (
            sorted(path for path in self.path.iterdir() if is_yaml(path) and path.is_file())
            if self.path.is_dir()
            else []
        )

    def unread(self, problems: Problems, content: Content = content_of) -> None:
        """Reports what somebody put there to be read and is not: nothing at all, or folders and files in
        another place or under another name. An organisation's file may stand anywhere."""
        self._refuse_closed(problems)
        near = [path for path in sorted(self.path.iterdir()) if path.is_dir() and _is_meant(path.name)]
        for path in near:
            hint = (
                "call it"
                f" {did_you_mean(path.name.lower(), FOLDERS).removeprefix('did you mean ').removesuffix('?')}"
            )
            problems.add(
                Location(self.name_of(path)),
                "nothing is read from a folder of this name",
                "nothing-read",
                hint,
            )
        flat = [
            path
            for path in self._beside()
            if path.stem.lower() != OVERLAY and _kind_in(path, content) in KNOWLEDGE
        ]
        for path in flat:
            hint = (
                "rulebases go into rulebases/<folder>/, standards into standards/, changes into overlay.yaml"
            )
            problems.add(
                Location(self.name_of(path)), "this file is not read where it stands", "nothing-read", hint
            )
        if not near and not flat and next(self.files(), None) is None:
            message = (
                "nothing is read from this folder: it holds no standards/, no rulebases/ and no overlay.yaml"
                " with anything in them"
            )
            problems.add(Location(self.shown or "."), message, "nothing-read", self._hint_below())

    def _hint_below(self) -> str:
        """The folders below that could be meant."""
        below = [
            path for path in sorted(self.path.iterdir()) if path.is_dir() and next(Root(path).files(), None)
        ]
        named = " or ".join(self.name_of(path) for path in below[:MOST_NAMED])
        return (
            f"did you mean {named}? Each is given by itself"
            if below
            else "`clausegraph new overlay NAME` begins one"
        )

    def _refuse_closed(self, problems: Problems) -> None:
        """Folders that cannot be looked into, and links to folders, which are not followed."""
        for folder in FOLDERS:
            for path in _closed_under(self.path / folder):
                linked = path.is_symlink()
                message = (
                    "this is a link to a folder, which is not followed"
                    if linked
                    else "this folder cannot be read"
                )
                hint = (
                    "put the folder itself there, or give it by itself"
                    if linked
                    else "give yourself the right to read it"
                )
                problems.add(Location(self.name_of(path)), message, "unreadable", hint)


def is_yaml(path: Path) -> bool:
    """Whether a file is YAML by its ending, in whatever letters."""
    return path.suffix.lower() in ENDINGS


def _files_under(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        yield from (path for name in names if (path := Path(place, name)).is_file())


def _closed_under(folder: Path) -> list[Path]:
    """The folders under one, and that itself, into which nobody looks."""
    closed = [folder] if folder.is_symlink() and folder.is_dir() else []
    faults: list[OSError] = []
    for place, folders, _ in os.walk(folder, onerror=faults.append):
        closed += [path for name in folders if (path := Path(place, name)).is_symlink()]
    return sorted(closed + [Path(one.filename) for one in faults if not isinstance(one, FileNotFoundError)])


def _is_meant(name: str) -> bool:
    """Whether a folder is called nearly as one of those that are read."""
    return name not in FOLDERS and bool(difflib.get_close_matches(name.lower(), FOLDERS, n=1, cutoff=0.8))


def _kind_in(path: Path, content: Content) -> str | None:
    """What a file is, if it can be read."""
    held = content(path, str(path), Problems())
    node = None if held is None else read_bytes(held, str(path), Problems())
    return None if node is None else kind_of(node)


def contents(root: Root, content: Content = content_of) -> str:
    """What is read from a root, in words: `2 rulebases, 1 overlay`."""
    kinds = Counter(_called(path, content) for path, _ in root.files())
    return ", ".join(count(number, kind) for kind, number in sorted(kinds.items()))


def _called(path: Path, content: Content) -> str:
    """What people call a file of this kind."""
    kind = "tests" if is_case(path) else _kind_in(path, content) or "broken file"
    return _CALLED.get(kind, kind)


_CALLED = {
    "themes": "theme file",
    "ladders": "ladder file",
    "policies": "policy file",
    "renamed": "renaming file",
    "headings": "file of headings",
    "tests": "case file",
}
"""What files are called that hold several of a thing."""


def is_case(path: Path) -> bool:
    """Whether a file holds the cases of a rulebase, by its name."""
    return path.name.lower().endswith(TESTS)


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
        self._digests: dict[tuple[Root, ...], str] = {}

    def read(self, path: Path) -> bytes:
        """The bytes of a file. Raises OSError if it cannot be read."""
        if path not in self._contents:
            self._contents[path] = bytes_of(path)
        return self._contents[path]

    def content(self, path: Path, shown: str, problems: Problems) -> bytes | None:
        """The same as `Content`: what cannot be read is a problem."""
        if path not in self._contents and (content := content_of(path, shown, problems)) is not None:
            self._contents[path] = content
        return self._contents.get(path)

    def digest(self, roots: tuple[Root, ...]) -> str:
        """The hash of all files of some roots, worked out once. Raises OSError if one cannot be read."""
        if roots not in self._digests:
            self._digests[roots] = digest(roots, self.read)
        return self._digests[roots]


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
        sources.lose("tests" if is_case(path) else None)
        return
    kind = kind_of(node)
    if kind is None or kind in OF_AN_ORGANISATION:
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
        problems.add(
            rulebase.place("rulebase"),
            message,
            "misplaced",
            f"by its folder and file it is: rulebase: {wanted}",
        )


def _lost_sections(kind: str, node: Node, entry: Entry) -> set[str]:
    """The sections of a file of which some names could not be read; all of them if a key of the file is not
    known."""
    named = NAMED.get(kind, {})
    present = {key.text: item for key, item in node.pairs} if isinstance(node, Mapping) else {}
    if present.keys() - FORMATS[kind].keys.keys():
        return set(named)
    return {
        section
        for section, key in named.items()
        if section in present and not _all_named(entry, section, key, present[section])
    }


def _all_named(entry: Entry, section: str, key: str, node: Node) -> bool:
    items = entry.get(section)
    written = (
        len(node.pairs) if isinstance(node, Mapping) else len(node.items) if isinstance(node, Sequence) else 0
    )
    return items is not None and len(items) == written and all(not key or key in item.value for item in items)


def _first(node: Node) -> Location:
    """Where a file says what it is: its first key."""
    return node.pairs[0][0].at if isinstance(node, Mapping) and node.pairs else node.at


def _kinds_near(node: Node) -> str:
    keys = [key.text for key, _ in node.pairs] if isinstance(node, Mapping) else []
    near = (hint for key in keys if (hint := did_you_mean(key, KNOWLEDGE)))
    return next(near, f"it begins with one of these keys: {', '.join(KNOWLEDGE)}")


def kind_of(node: Node) -> str | None:
    """The format of a file, told by the key that names one; `rulebas` beside `standard` makes none."""
    if not isinstance(node, Mapping):
        return None
    keys = [key.text for key, _ in node.pairs]
    kind = next((kind for kind in FORMATS if kind in keys), None)
    misspelt = [
        key
        for key in keys
        if kind and key not in FORMATS[kind].keys and difflib.get_close_matches(key, FORMATS, n=1, cutoff=0.8)
    ]
    return None if misspelt else kind


def bytes_of(path: Path) -> bytes:
    """A file, and no more of it than shows that it is too large. Raises OSError if it cannot be read."""
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def digest(roots: Iterable[Root], read: Callable[[Path], bytes] = bytes_of) -> str:
    """A hash of the names and contents of all files: what the cache of the knowledge base is kept under."""
    total = hashlib.sha256()
    for root in roots:
        for path, shown in root.files():
            content = read(path)
            total.update(f"{shown}\0{len(content)}\0".encode())
            total.update(content)
    return total.hexdigest()

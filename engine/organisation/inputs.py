"""What an organisation can be read from: a file, its text or bytes, or a mapping, and which kinds of files
there are.

Every kind ends in the same tree of nodes, each at its place, so that one reader checks them all and messages
name the line, the cell or the key. Another kind is a row of this table, or of the entry point group
`clausegraph.inputs`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from collections.abc import Mapping as MappingType
from pathlib import Path
from typing import TypeAlias

import msgspec

from ..extensions import INPUTS as GROUP
from ..extensions import extensions, loaded
from ..model import KnowledgeBase
from ..problems import BadInput, Location, Problem
from ..reading.nodes import LARGEST_FILE, Mapping, Node, Problems, Scalar, Sequence, read_bytes
from ..reading.workbooks import looks_like_workbook
from .foreign import what_it_is
from .mappings import nodes_of
from .workbook.tree import filled_in

NAMELESS = "organisation"
"""How messages call what was given without a name of a file."""


class Source(msgspec.Struct, frozen=True):
    """What an organisation is read from, read once: the `content` of a file, or a `mapping`. Messages call it
    `shown`."""

    shown: str
    content: bytes = b""
    mapping: MappingType[str, object] | None = None
    place: Path | None = None

    @property
    def suffix(self) -> str:
        """The ending of its name, in small letters: `.yaml`; empty where it has none."""
        return Path(self.shown).suffix.lower()


Given: TypeAlias = "str | os.PathLike[str] | bytes | MappingType[str, object] | Source"
"""What a person or a program gives: the path of a file, text (which has a line break, or begins with a
bracket), bytes, a mapping as the YAML file would give one, or a source."""


class Input(msgspec.Struct, frozen=True):
    """A kind of file. `sniff` says whether a source is meant to be one, by its first bytes or its ending;
    `nodes` reads it, and gives None, with problems, where it cannot."""

    name: str
    sniff: Callable[[Source], bool]
    nodes: Callable[[Source, KnowledgeBase, Problems], Node | None]


def source_of(given: Given, shown: str = "") -> Source:
    """The source that is meant; messages call it `shown`, else by its path. A file is read here, and nowhere
    else.

    Raises BadInput if it cannot be read.
    """
    if isinstance(given, Source):
        return given
    if isinstance(given, bytes):
        return Source(shown or NAMELESS, given)
    if isinstance(given, MappingType):
        return Source(shown or NAMELESS, mapping=given)
    if isinstance(given, str) and _is_text(given):
        return Source(shown or NAMELESS, given.encode("utf-8", "surrogatepass"))
    place = Path(given)
    return Source(shown or str(place), _content(place, shown or str(place)), place=place)


def place_of_source(given: Given) -> Path | None:
    """The file that is meant; None where text, bytes or a mapping is given."""
    if isinstance(given, Source):
        return given.place
    if isinstance(given, (bytes, MappingType)) or (isinstance(given, str) and _is_text(given)):
        return None
    return Path(given)


def nodes_in(source: Source, knowledge: KnowledgeBase, problems: Problems) -> Node | None:
    """The tree of a source; None, with problems, if it cannot be read or is of a kind that no organisation is
    read from."""
    if source.mapping is not None:
        return nodes_of(source.mapping, source.shown, problems)
    kind = _installed(source)
    if kind is None and refuse_foreign(source, problems):
        return None
    kind = kind or next(one for one in BUILT_IN if one.sniff(source))
    return kind.nodes(source, knowledge, problems)


def refuse_foreign(source: Source, problems: Problems) -> bool:
    """Whether a source is plainly something else than an organisation's file, which is a problem that says
    what."""
    found = what_it_is(source.content, source.suffix)
    if found is not None:
        problems.add(
            Location(source.shown), f"{found.what}, and no organisation's file", "foreign-file", found.hint
        )
    return found is not None


def _is_text(given: str) -> bool:
    return "\n" in given or given.lstrip().startswith(("{", "["))


def _content(place: Path, shown: str) -> bytes:
    """The bytes of a file, and no more of them than are ever read."""
    try:
        with place.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as fault:
        said = fault.strerror if isinstance(fault, OSError) else fault
        raise BadInput(
            [Problem(Location(shown), f"this file cannot be read: {said}", "unreadable")]
        ) from fault


def _installed(source: Source) -> Input | None:
    """A kind that others have installed. Only asked where the ending does not speak of a kind that we
    know."""
    if source.suffix in YAML:
        return None
    return next((kind for kind in _others() if kind.sniff(source)), None)


def _others() -> Iterator[Input]:
    for entry in extensions(GROUP).values():
        yield loaded(entry, Input)


def _is_workbook(source: Source) -> bool:
    return looks_like_workbook(Path(source.shown), source.content)


def _workbook(source: Source, knowledge: KnowledgeBase, problems: Problems) -> Node | None:
    return filled_in(source.content, source.shown, knowledge, problems)


def _is_json(source: Source) -> bool:
    return source.suffix == ".json"


def _json(source: Source, knowledge: KnowledgeBase, problems: Problems) -> Node | None:
    """JSON is YAML, and has lines as such. Where it is JSON alone (tabs, halves of characters), keys stand in
    their place."""
    tried = Problems()
    node = read_bytes(source.content, source.shown, tried)
    if node is None and (decoded := _decoded(source.content)) is not None:
        return nodes_of(decoded, source.shown, problems)
    problems.share_lines(tried)
    problems.found += tried.found
    return None if node is None else _without_booleans(node)


def _without_booleans(node: Node) -> Node:
    """The words that JSON has for yes and no, as they stand in a file of ours; what stands in quotes
    stays."""
    match node:
        case Scalar() if not node.quoted:
            return Scalar(node.at, {"true": "yes", "false": "no"}.get(node.text, node.text))
        case Sequence():
            return Sequence(node.at, [_without_booleans(item) for item in node.items])
        case Mapping():
            return Mapping(node.at, [(name, _without_booleans(item)) for name, item in node.pairs])
    return node


def _decoded(content: bytes) -> MappingType[str, object] | None:
    """The object that JSON holds; None if it is none, or holds a name twice, which the reader of YAML tells
    with its line."""
    try:
        decoded = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_without_repetition)
    except (ValueError, RecursionError):
        return None
    return decoded if isinstance(decoded, dict) else None


def _without_repetition(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a name stands twice")
    return made


def _is_anything(source: Source) -> bool:
    return True


def _yaml(source: Source, knowledge: KnowledgeBase, problems: Problems) -> Node | None:
    return read_bytes(source.content, source.shown, problems)


YAML = (".yaml", ".yml")

BUILT_IN = (
    Input("workbook", _is_workbook, _workbook),
    Input("json", _is_json, _json),
    Input("yaml", _is_anything, _yaml),
)
"""The kinds we read ourselves, in the order in which they are tried: what is nothing else is read as YAML."""

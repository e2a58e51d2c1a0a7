"""YAML text as a tree of nodes that know their place. The only module that knows PyYAML.

Every scalar stays the text that was written: 6.10 stays 6.10 and `no` stays `no`. What people do not need and attackers like (aliases,
tags, several documents, absurd size or depth) is refused with a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import yaml

from ..problems import Location, Problem

LARGEST_FILE = 10 * 1024 * 1024
DEEPEST_NESTING = 20

_Loader = getattr(yaml, "CLoader", yaml.Loader)
_TAB_INDENT = re.compile(r"^ *\t")


class Node(msgspec.Struct):
    """A place in a file."""

    at: Location


class Scalar(Node):
    text: str
    quoted: bool = False


class Sequence(Node):
    items: list[Node]


class Mapping(Node):
    pairs: list[tuple[Scalar, Node]]


class Problems:
    """Collects problems, each with the line of the file it points at."""

    def __init__(self) -> None:
        self.found: list[Problem] = []
        self._lines: dict[str, list[str]] = {}

    def remember(self, file: str, text: str) -> None:
        self._lines[file] = text.splitlines()

    def share_lines(self, other: Problems) -> None:
        """Takes over the lines that another collection remembers."""
        self._lines = other._lines

    def add(self, at: Location, message: str, code: str, hint: str = "") -> None:
        lines = self._lines.get(at.file, [])
        source = lines[at.line - 1] if 0 < at.line <= len(lines) else ""
        self.found.append(Problem(at, message, code, hint, source))

    def in_file(self, file: str) -> bool:
        return any(problem.at.file == file for problem in self.found)


def read_file(path: Path, shown: str, problems: Problems) -> Node | None:
    """The tree of a YAML file, shown in messages as `shown`; None, with problems, if it cannot be read."""
    try:
        content = path.read_bytes()
    except OSError as fault:
        problems.add(Location(shown), f"this file cannot be read: {fault.strerror}", "unreadable")
        return None
    return read_bytes(content, shown, problems)


def read_bytes(content: bytes, shown: str, problems: Problems) -> Node | None:
    """The tree of YAML text given as bytes; None, with problems, if it cannot be read."""
    if len(content) > LARGEST_FILE:
        message = f"this file has {len(content) / 1024 / 1024:.0f} MB; {LARGEST_FILE // 1024 // 1024} MB is the most that is read"
        problems.add(Location(shown), message, "too-large", "split it into several files")
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        column = fault.start - (content.rfind(b"\n", 0, fault.start) + 1) + 1
        problems.add(Location(shown, line, column), "this file is not UTF-8 text", "encoding", "save it again with the encoding UTF-8")
        return None
    problems.remember(shown, text)
    return _tree(text, shown, problems)


def _tree(text: str, shown: str, problems: Problems) -> Node | None:
    tabs = [(number, match.end()) for number, line in enumerate(text.splitlines(), 1) if (match := _TAB_INDENT.match(line))]
    for line, column in tabs:
        problems.add(Location(shown, line, column), "a tab is used to indent", "tab", "indent with blanks, two for each level")
    if tabs:
        return None
    before = len(problems.found)
    root = _Builder(shown, problems).build(text)
    if len(problems.found) > before:
        return None
    if root is None:
        problems.add(Location(shown, 1, 1), "this file is empty", "empty")
    return root


class _Refused(Exception):
    """The file was refused; its problem is already in the list."""


class _Builder:
    """Builds the tree from the parser's events with a stack of its own, so that depth cannot exhaust anything."""

    def __init__(self, shown: str, problems: Problems) -> None:
        self.shown = shown
        self.problems = problems
        self.root: Node | None = None
        self.stack: list[Sequence | Mapping] = []
        self.keys: list[Scalar | None] = []
        self.seen: list[dict[str, Scalar]] = []
        self.documents = 0

    def build(self, text: str) -> Node | None:
        try:
            for event in self._events(text):
                self._take(event)
        except _Refused:
            return None
        return self.root

    def _events(self, text: str) -> Iterator[yaml.Event]:
        try:
            yield from yaml.parse(text, Loader=_Loader)
        except yaml.reader.ReaderError as fault:
            line = text[: fault.position].count("\n") + 1
            self._refuse(Location(self.shown, line, 1), "this file holds a character that text may not hold", "yaml")
        except yaml.MarkedYAMLError as fault:
            mark = fault.problem_mark or fault.context_mark
            at = Location(self.shown, mark.line + 1, mark.column + 1) if mark else Location(self.shown)
            self._refuse(at, *_in_plain_words(str(fault.problem or fault.context)))

    def _refuse(self, at: Location, message: str, code: str, hint: str = "") -> None:
        self.problems.add(at, message, code, hint)
        raise _Refused

    def _at(self, event: yaml.Event) -> Location:
        return Location(self.shown, event.start_mark.line + 1, event.start_mark.column + 1)

    def _take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():
                self._refuse_tag(event)
                text = "" if event.value in ("~", "null") and event.style is None else event.value
                self._put(Scalar(self._at(event), text, event.style is not None))
            case yaml.SequenceStartEvent():
                self._open(event, Sequence(self._at(event), []))
            case yaml.MappingStartEvent():
                self._open(event, Mapping(self._at(event), []))
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._close()
            case yaml.AliasEvent():
                self._refuse(self._at(event), f"aliases are not used here: *{event.anchor}", "alias", "write the text out where it is needed")
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self._refuse(self._at(event), "a second document begins here", "documents", "one file holds one document: remove the line ---")

    def _refuse_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._refuse(self._at(event), f"anchors are not used here: &{event.anchor}", "alias", "write the text out where it is needed")
        if event.tag is not None:
            self._refuse(self._at(event), f"tags are not used here: {event.tag}", "tag", "remove it; if the text begins with !, put it into quotes")

    def _open(self, event: yaml.CollectionStartEvent, node: Sequence | Mapping) -> None:
        self._refuse_tag(event)
        self._put(node)
        self.stack.append(node)
        self.keys.append(None)
        self.seen.append({})
        if len(self.stack) > DEEPEST_NESTING:
            self._refuse(node.at, f"lists and mappings stand more than {DEEPEST_NESTING} deep in each other", "too-deep")

    def _close(self) -> None:
        self.stack.pop()
        self.keys.pop()
        self.seen.pop()

    def _put(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key = self.keys[-1]
        if key is not None:
            parent.pairs.append((key, node))
            self.keys[-1] = None
        elif isinstance(node, Scalar):
            self._refuse_second(node)
            self.keys[-1] = node
        else:
            self._refuse(node.at, "a key must be a word, not a list or a mapping", "yaml", "text that begins with [ or { goes into quotes")

    def _refuse_second(self, key: Scalar) -> None:
        first = self.seen[-1].setdefault(key.text, key)
        if first is not key:
            hint = f"it first stands in line {first.at.line}; keep one of the two"
            self.problems.add(key.at, f"`{key.text}` stands twice", "duplicate-key", hint)


def _in_plain_words(fault: str) -> tuple[str, str, str]:
    """Message, code and hint for what PyYAML says."""
    for part, message, hint in _PLAIN_WORDS:
        if part in fault:
            return message, "yaml", hint
    return f"this is not YAML: {fault}", "yaml", ""


_PLAIN_WORDS = (
    ("mapping values are not allowed", "a second `: ` stands in this line", 'text that contains ": " goes into double quotes'),
    ("did not find expected key", "the line does not fit the ones before it", "check the indentation, and quotes that are not closed above"),
    ("expected <block end>", "the line does not fit the ones before it", "check the indentation, and quotes that are not closed above"),
    ("did not find expected '-' indicator", "the line does not fit the list it stands in", "begin it with `- `, or indent it to belong to the entry above"),
    ("could not find expected ':'", "a key without `:`", "write `key: text`"),
    ("unexpected end of stream", "a quote is opened and never closed", "close it with the same quote"),
    ("did not find expected ',' or", "a list or mapping in brackets is not closed, or a comma is missing", "check the brackets"),
    ("cannot start any token", "text begins with a character that has a meaning in YAML", "put the text into double quotes"),
)

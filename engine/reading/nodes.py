"""YAML text as a tree of nodes that know their place. The only module that knows PyYAML.

Every scalar stays the text that was written: 6.10 stays 6.10 and `no` stays `no`. What people do not need
and attackers like (aliases, tags, several documents, absurd size or depth, characters nobody sees) is
refused with a problem.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import msgspec
import yaml

from ..codes import CodeWord
from ..model import count
from ..problems import NOT_TEXT, Location, Problem, did_you_mean, visible

LARGEST_FILE = 10 * 1024 * 1024
DEEPEST_NESTING = 20
LONGEST_LINE_SHOWN = 240
MOST_NEAR_NAMES = 12
"""For how many unknown names the nearest known ones are looked for: with thousands of both that takes
minutes."""

_Loader = getattr(yaml, "CLoader", yaml.Loader)
_WRONG_INDENT = re.compile(r" *([\t\u00a0])(?=.*\S)")


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
        self._looked_for = 0

    def remember(self, file: str, text: str) -> None:
        self._lines[file] = lines_of(text)

    def share_lines(self, other: Problems) -> None:
        """Takes over the lines that another collection remembers."""
        self._lines = other._lines

    def add(self, at: Location, message: str, code: CodeWord, hint: str = "") -> None:
        lines = self._lines.get(at.file, [])
        source = visible(lines[at.line - 1]) if 0 < at.line <= len(lines) else ""
        if len(source) > LONGEST_LINE_SHOWN:
            source = source[: LONGEST_LINE_SHOWN - 1] + "…" if at.column < LONGEST_LINE_SHOWN else ""
        self.found.append(Problem(at, message, code, hint, source))

    def near(self, word: str, known: Iterable[str]) -> str:
        """A hint naming the nearest known words; of very many unknown words only the first dozen have one,
        and the next one says so."""
        self._looked_for += 1
        if self._looked_for <= MOST_NEAR_NAMES:
            return did_you_mean(word, known)
        return (
            "what is near is named for the first dozen only: mend those first"
            if self._looked_for == MOST_NEAR_NAMES + 1
            else ""
        )

    def in_file(self, file: str) -> bool:
        return any(problem.at.file == file for problem in self.found)


def read_file(path: Path, shown: str, problems: Problems) -> Node | None:
    """The tree of a YAML file, shown in messages as `shown`; None, with problems, if it cannot be read."""
    content = content_of(path, shown, problems)
    return None if content is None else read_bytes(content, shown, problems)


def content_of(path: Path, shown: str, problems: Problems) -> bytes | None:
    """The bytes of a file, and no more of them than show that it is too large; None, with a problem, if it
    cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as fault:
        problems.add(Location(shown), f"this file cannot be read: {fault.strerror}", "unreadable")
        return None


def read_bytes(content: bytes, shown: str, problems: Problems) -> Node | None:
    """The tree of YAML text given as bytes; None, with problems, if it cannot be read."""
    if len(content) > LARGEST_FILE:
        message = f"this file has more than {LARGEST_FILE // 1024 // 1024} MB, which is the most that is read"
        problems.add(Location(shown), message, "too-large", "split it into several files")
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        problems.remember(shown, content.decode("utf-8-sig", "replace"))
        at = _place(content[: fault.start].decode("utf-8-sig"), shown)
        problems.add(at, "this file is not UTF-8 text", "encoding", "save it again with the encoding UTF-8")
        return None
    problems.remember(shown, text)
    return _tree(text, shown, problems)


def _tree(text: str, shown: str, problems: Problems) -> Node | None:
    if _refused_as_text(text, shown, problems) or _wrongly_indented(text, shown, problems):
        return None
    before = len(problems.found)
    root = _Builder(shown, problems).build(text)
    if len(problems.found) > before:
        return None
    if root is None:
        problems.add(
            Location(shown, 1, 1), "this file is empty", "empty", "write something into it, or remove it"
        )
    return root


def _refused_as_text(text: str, shown: str, problems: Problems) -> bool:
    """Whether the file holds a character that no text may hold; the first one is reported."""
    match = NOT_TEXT.search(text)
    if match is None:
        return False
    message = f"this file holds an invisible character that text may not hold ({unseen_character(match[0])})"
    problems.add(
        _place(text[: match.start()], shown),
        message,
        "character",
        "delete it; retype the words around it if you cannot see it",
    )
    return True


def _wrongly_indented(text: str, shown: str, problems: Problems) -> bool:
    """Whether lines are indented with something other than blanks; the first is reported, with how many
    follow."""
    found = [
        (number, match)
        for number, line in enumerate(lines_of(text), 1)
        if (match := _WRONG_INDENT.match(line))
    ]
    if not found:
        return False
    line, match = found[0]
    what = "a tab" if match[1] == "\t" else "a no-break space"
    more = f" (and {count(len(found) - 1, 'more line')} like it)" if len(found) > 1 else ""
    at = Location(shown, line, match.start(1) + 1)
    problems.add(at, f"{what} is used to indent{more}", "tab", "indent with blanks, two for each level")
    return True


def _place(before: str, shown: str) -> Location:
    """The place in a file after some text."""
    lines = lines_of(before + ".")
    return Location(shown, len(lines), len(lines[-1]))


def lines_of(text: str) -> list[str]:
    """The lines of a text, as editors count them."""
    return re.split(r"\r\n|\n|\r", text)


def unseen_character(text: str) -> str:
    """The first character that no text may hold, by its number: U+0007; empty if there is none."""
    match = NOT_TEXT.search(text)
    return f"U+{ord(match[0]):04X}" if match else ""


def shortened(text: str, length: int = 60) -> str:
    """Text cut to a length that fits a message."""
    return text if len(text) <= length else text[: length - 1] + "…"


class _Refused(Exception):
    """The file was refused; its problem is already in the list."""


class _Builder:
    """Builds the tree from the parser's events with a stack of its own, so that depth cannot exhaust
    anything."""

    def __init__(self, shown: str, problems: Problems) -> None:
        self.shown = shown
        self.problems = problems
        self.root: Node | None = None
        self.stack: list[Sequence | Mapping] = []
        self.keys: list[Scalar | None] = []
        self.seen: list[dict[str, Scalar]] = []
        self.documents = 0
        self.lines: list[str] = []

    def build(self, text: str) -> Node | None:
        self.lines = lines_of(text)
        try:
            for event in self._events(text):
                self._take(event)
        except _Refused:
            return None
        return self.root

    def _events(self, text: str) -> Iterator[yaml.Event]:
        try:
            yield from yaml.parse(text, Loader=_Loader)
        except yaml.MarkedYAMLError as fault:
            self._refuse_fault(fault, text)
        except (yaml.YAMLError, ValueError, OverflowError) as fault:
            self._refuse(Location(self.shown), f"this is not YAML: {fault}", "yaml")

    def _refuse_fault(self, fault: yaml.MarkedYAMLError, text: str) -> None:
        said = str(fault.problem or fault.context)
        opened = any(part in said for part in _OPENED_EARLIER)
        mark = (fault.context_mark if opened else None) or fault.problem_mark or fault.context_mark
        if mark is None:
            self._refuse(Location(self.shown), *_in_plain_words(said))
        self._refuse_depth_before(fault.problem_mark or mark, text)
        lines = lines_of(text)
        line = min(mark.line + 1, len(lines))
        column = mark.column + 1 if line == mark.line + 1 else len(lines[-1]) + 1
        message, code, hint = _in_plain_words(said, lines[line - 1], column)
        if hint == _UNCLOSED_ABOVE and (quote := _unclosed_quote(lines[:line])):
            hint = f"the quote that begins in line {quote} may not be closed in the right place"
        self._refuse(Location(self.shown, line, column), message, code, hint)

    def _refuse_depth_before(self, mark: Any, text: str) -> None:
        """A parser reads a line ahead, and may give up at a depth of its own before the line's first event.
        Of the text that ends where it gave up, every event comes."""
        depth = 0
        with contextlib.suppress(yaml.YAMLError):
            for event in yaml.parse(text[: mark.index], Loader=_Loader):
                depth += isinstance(event, yaml.CollectionStartEvent)
                depth -= isinstance(event, yaml.CollectionEndEvent)
                if depth > DEEPEST_NESTING:
                    self._refuse(self._at(event), *_TOO_DEEP)

    def _refuse(self, at: Location, message: str, code: CodeWord, hint: str = "") -> NoReturn:
        self.problems.add(at, message, code, hint)
        raise _Refused

    def _at(self, event: Any) -> Location:
        return Location(self.shown, event.start_mark.line + 1, event.start_mark.column + 1)

    def _take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():
                self._refuse_tag(event)
                self._refuse_unseen(event)
                text = "" if event.value in ("~", "null") and not event.style else event.value
                self._put(Scalar(self._at(event), text, event.style not in (None, "")))
            case yaml.SequenceStartEvent():
                self._open(event, Sequence(self._at(event), []))
            case yaml.MappingStartEvent():
                self._open(event, Mapping(self._at(event), []))
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._close()
            case yaml.AliasEvent():
                self._refuse(
                    self._at(event),
                    f"aliases are not used here: *{shortened(event.anchor or '')}",
                    "alias",
                    "write the text out where it is needed",
                )
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self._refuse(
                        self._at(event),
                        "a second document begins here",
                        "documents",
                        "one file holds one document: remove the line ---",
                    )

    def _refuse_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._refuse(
                self._at(event),
                f"anchors are not used here: &{shortened(event.anchor)}",
                "alias",
                "write the text out where it is needed",
            )
        if event.tag is not None:
            self._refuse(
                self._at(event),
                f"tags are not used here: {shortened(event.tag)}",
                "tag",
                "remove it; if the text begins with !, put it into quotes",
            )

    def _refuse_unseen(self, event: yaml.ScalarEvent) -> None:
        """An escape such as `\\e` or `\\P` brings in what the file itself may not hold."""
        if NOT_TEXT.search(event.value):
            self._refuse(self._at(event), _ESCAPE, "yaml", _ESCAPE_HINT)

    def _open(self, event: yaml.CollectionStartEvent, node: Sequence | Mapping) -> None:
        self._refuse_tag(event)
        self._put(node)
        self.stack.append(node)
        self.keys.append(None)
        self.seen.append({})
        if len(self.stack) > DEEPEST_NESTING:
            self._refuse(node.at, *_TOO_DEEP)

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
            self._refuse_stray(key, node)
            parent.pairs.append((key, node))
            self.keys[-1] = None
        elif isinstance(node, Scalar):
            self._refuse_second(node)
            self.keys[-1] = node
        else:
            self._refuse(
                node.at,
                "a key must be a word, not a list or a mapping",
                "yaml",
                "text that begins with [ or { goes into quotes",
            )

    def _refuse_stray(self, key: Scalar, node: Node) -> None:
        """Inside { } a comma ends a text, and what follows it becomes a key without colon and value."""
        if not isinstance(node, Scalar) or node.text or node.quoted or key.quoted:
            return
        rest = self.lines[key.at.line - 1][key.at.column - 1 :].removeprefix(key.text).lstrip()
        if rest[:1] in (",", "}"):
            hint = (
                "write `name: value`; inside { } a comma ends a text, so a text with a comma goes into double"
                " quotes"
            )
            self._refuse(key.at, "this stands here without `:` and a value", "yaml", hint)

    def _refuse_second(self, key: Scalar) -> None:
        first = self.seen[-1].setdefault(key.text, key)
        if first is not key:
            hint = f"it first stands in line {first.at.line}; keep one of the two"
            self.problems.add(key.at, f"`{shortened(key.text)}` stands twice", "duplicate-key", hint)


def _in_plain_words(fault: str, line: str = "", column: int = 0) -> tuple[str, CodeWord, str]:
    """Message, code and hint for what PyYAML says; it points at a column of a line, both from 1."""
    char = line[column - 1 : column]
    if "cannot start any token" in fault:
        what = "a tab" if char == "\t" else f"`{char}`"
        hint = (
            "use a blank instead"
            if char == "\t"
            else _QUOTE_IT + ("; conditions are words: more than 12" if char == ">" else "")
        )
        return f"a text cannot begin with {what}", "yaml", hint
    if "mapping values are not allowed" in fault and ": " not in line[: column - 1]:
        hint = (
            "does the line above lack its colon? else indent this line like it, or put the whole text into"
            " double quotes"
        )
        return "this line is taken as part of the text above it", "yaml", hint
    if "expected" in fault and _TEXT_AFTER_BRACKET.search(line):
        return "text begins with a bracket, which has a meaning in YAML", "yaml", _QUOTE_IT
    for part, message, hint in _PLAIN_WORDS:
        if part in fault:
            return message, "yaml", hint
    return f"this is not YAML: {fault}", "yaml", ""


def _unclosed_quote(lines: list[str]) -> int:
    """The last line whose text begins with a quote that does not end there; 0 if there is none."""
    begun = [
        number
        for number, line in enumerate(lines, 1)
        if (match := _QUOTED.search(line)) and not _closed(match[2], match[1])
    ]
    return begun[-1] if begun else 0


def _closed(rest: str, quote: str) -> bool:
    """Whether what follows an opening quote closes it and holds nothing else but a comment."""
    return re.fullmatch(rf"(?:[^{quote}\\]|\\.|{quote}{quote})*{quote}\s*(?:#.*)?", rest) is not None


_TOO_DEEP: tuple[str, CodeWord] = (
    f"lists and mappings stand more than {DEEPEST_NESTING} deep in each other",
    "too-deep",
)
_QUOTED = re.compile(r"""^[^#"'{\[]*(?:: |- )(["'])(.*)$""")
_TEXT_AFTER_BRACKET = re.compile(r"""(?:: |- )\s*[\[{][^"']*[\]}]\s*[^\s#,\]}:]""")
_QUOTE_IT = "put the text into double quotes"
_UNCLOSED_ABOVE = "check the indentation, and quotes that are not closed above"
_ESCAPE = "a `\\` in double quotes has a meaning of its own"
_ESCAPE_HINT = "write `\\\\` for the sign itself, or use single quotes"
_OPENED_EARLIER = ("unexpected end of stream", "expected ',' or", "could not find expected ':'")
_PLAIN_WORDS = (
    (
        "mapping values are not allowed",
        "a second `: ` stands in this line",
        'text that contains ": " goes into straight double quotes: "..."',
    ),
    ("expected key", "this line does not fit the ones before it", _UNCLOSED_ABOVE),
    ("expected <block end>", "this line does not fit the ones before it", _UNCLOSED_ABOVE),
    ("block mapping indentation", "this line does not fit the ones before it", _UNCLOSED_ABOVE),
    (
        "expected '-' indicator",
        "this line does not fit the list it stands in",
        "begin it with `- `, or indent it to belong to the entry above",
    ),
    (
        "sequence entries are not allowed",
        "a list cannot begin here",
        f"begin it in a line of its own, or {_QUOTE_IT}",
    ),
    (
        "could not find expected ':'",
        "this line has no `: `",
        "write `key: text`; a text that goes on from the line above is indented more",
    ),
    ("unexpected end of stream", "a quote is opened here and never closed", "close it with the same quote"),
    (
        "expected ',' or",
        "a bracket is opened here and not closed, or a comma is missing in it",
        "check the brackets and commas",
    ),
    ("node content", "something is missing before this sign", f"remove it, or {_QUOTE_IT}"),
    ("unknown escape character", _ESCAPE, _ESCAPE_HINT),
    ("escape sequence", _ESCAPE, _ESCAPE_HINT),
    (
        "expected <document start>",
        "this text does not fit what stands before it",
        "a text in quotes ends with its closing quote",
    ),
    ("undefined tag handle", "text begins with `!`, which has a meaning in YAML", _QUOTE_IT),
    (
        "expected alphabetic or numeric",
        "text begins with `*` or `&`, which have a meaning in YAML",
        _QUOTE_IT,
    ),
    (
        "expected comment or line break",
        "text begins with `>` or `|`, which have a meaning in YAML",
        f"{_QUOTE_IT}; conditions are words: more than 12",
    ),
)

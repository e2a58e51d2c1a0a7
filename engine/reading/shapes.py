"""The tables that describe a file: which keys, which kind of value. The reader checks with them, and JSON Schemas are made from them.

A shape reads a node into an `Entry`, a list or a parsed value; what is wrong becomes a problem and is left out. An entry that is not
`whole` still gives the names that can be read, so that one mistake does not bring others after it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping as MappingType
from enum import Enum
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from ..problems import Location, did_you_mean
from .nodes import Mapping, Node, Problems, Scalar, Sequence

T = TypeVar("T")


class NotUnderstood(ValueError):
    """Text that does not mean what it should; says why, and how to mend it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Placed(msgspec.Struct, Generic[T], frozen=True):
    """A value and where it stands."""

    value: T
    at: Location


class Entry:
    """A mapping that was read: values by key, each with its place. `whole` is false if anything in it was wrong."""

    def __init__(self, at: Location) -> None:
        self.at = at
        self.whole = True
        self._values: dict[str, Placed[Any]] = {}

    def put(self, key: str, placed: Placed[Any]) -> None:
        self._values[key] = placed

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def __getitem__(self, key: str) -> Any:
        return self._values[key].value

    def get(self, key: str, default: Any = None) -> Any:
        return self._values[key].value if key in self._values else default

    def place(self, key: str) -> Location:
        """Where the value of a key stands; the entry itself if the key is missing."""
        return self._values[key].at if key in self._values else self.at

    def placed(self, key: str) -> Placed[Any]:
        return self._values[key]

    def all(self, key: str) -> list[Any]:
        """The values of a list; none if the key is missing."""
        return [item.value for item in self.get(key, ())]


class Shape(Protocol):
    """One kind of value."""

    def read(self, node: Node, problems: Problems) -> Placed[Any] | None:
        """The value; None, with a problem, if the node does not hold one."""
        ...

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema."""
        ...


class Text:
    """A piece of text, with what it stands for and, where it has a form, the pattern and a parser."""

    def __init__(
        self, says: str, pattern: str = "", parse: Callable[[str], Any] = str, example: str = "", empty: bool = False
    ) -> None:
        self.says = says
        self.pattern = re.compile(pattern) if pattern else None
        self.parse = parse
        self.example = example
        self.empty = empty

    def read(self, node: Node, problems: Problems) -> Placed[Any] | None:
        if not isinstance(node, Scalar):
            problems.add(node.at, f"here belongs {self.says}, not {_a_kind(node)}", "wrong-type", self._hint())
            return None
        text = node.text.strip()
        if not text and not self.empty:
            problems.add(node.at, f"{self.says} is missing", "empty-value", self._hint())
            return None
        if self.pattern and not self.pattern.fullmatch(text):
            problems.add(node.at, f"`{shortened(text)}` is not {self.says}", "wrong-type", self._hint())
            return None
        try:
            return Placed(self.parse(text), node.at)
        except NotUnderstood as fault:
            problems.add(node.at, fault.message, "wrong-type", fault.hint or self._hint())
            return None

    def _hint(self) -> str:
        return f"for example: {self.example}" if self.example else ""

    def schema(self) -> dict[str, Any]:
        described = {"description": self.says}
        if self.pattern:
            return {**described, "type": ["string", "number"], "pattern": f"^(?:{self.pattern.pattern})$"}
        return {**described, "type": ["string", "number", "boolean"]}


class Choice(Generic[T]):
    """One of a closed set of words, given with what each stands for."""

    def __init__(self, says: str, words: MappingType[str, T]) -> None:
        self.says = says
        self.words = words

    def read(self, node: Node, problems: Problems) -> Placed[T] | None:
        if not isinstance(node, Scalar):
            problems.add(node.at, f"here belongs {self.says}, not {_a_kind(node)}", "wrong-type", self._known())
            return None
        if node.text not in self.words:
            hint = did_you_mean(node.text, self.words) or self._known()
            problems.add(node.at, f"`{shortened(node.text)}` is not {self.says}", "unknown-word", hint)
            return None
        return Placed(self.words[node.text], node.at)

    def _known(self) -> str:
        return f"it is one of {', '.join(self.words)}"

    def schema(self) -> dict[str, Any]:
        return {"description": self.says, "enum": list(self.words)}


def words_of(says: str, words: type[Enum]) -> Choice[Any]:
    """A choice among the values of an enum."""
    return Choice(says, {member.value: member for member in words})


class ListOf:
    """A list of one shape. Entries that cannot be read are left out, each with its problem."""

    def __init__(self, item: Shape, says: str = "") -> None:
        self.item = item
        self.says = says

    def read(self, node: Node, problems: Problems) -> Placed[list[Placed[Any]]] | None:
        if not isinstance(node, Sequence):
            problems.add(node.at, f"here belongs a list, not {_a_kind(node)}", "wrong-type", "begin each entry with `- `, or write [one, two]")
            return None
        read = [self.item.read(item, problems) for item in node.items]
        return Placed([item for item in read if item is not None], node.at)

    def schema(self) -> dict[str, Any]:
        return {"description": self.says, "type": "array", "items": self.item.schema()}


class MapOf:
    """A mapping whose keys are names of one form."""

    def __init__(self, key: Text, item: Shape, says: str = "") -> None:
        self.key = key
        self.item = item
        self.says = says

    def read(self, node: Node, problems: Problems) -> Placed[list[tuple[Placed[str], Placed[Any] | None]]] | None:
        """Pairs of key and value; the value is None if it could not be read, so that the name is still known."""
        if not isinstance(node, Mapping):
            problems.add(node.at, f"here belong names with values, not {_a_kind(node)}", "wrong-type", "write `name: value`")
            return None
        pairs = []
        for key, item in node.pairs:
            name = self.key.read(key, problems)
            value = self.item.read(item, problems)
            if name is not None:
                pairs.append((name, value))
        return Placed(pairs, node.at)

    def schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {"description": self.says, "type": "object", "additionalProperties": self.item.schema()}
        if self.key.pattern:
            schema["propertyNames"] = {"pattern": f"^(?:{self.key.pattern.pattern})$"}
        return schema


class Key(msgspec.Struct, frozen=True):
    """A key of a record."""

    shape: Any
    required: bool = False


class Record:
    """A mapping with known keys. `says` names what it is: `a rule`."""

    def __init__(self, says: str, keys: dict[str, Key]) -> None:
        self.says = says
        self.keys = keys

    def read(self, node: Node, problems: Problems) -> Placed[Entry] | None:
        if not isinstance(node, Mapping):
            problems.add(node.at, f"here belongs {self.says}, not {_a_kind(node)}", "wrong-type", f"its keys are {', '.join(self.keys)}")
            return None
        entry = Entry(node.at)
        before = len(problems.found)
        for name, item in node.pairs:
            self._read_key(entry, name, item, problems)
        for name_missing in self._missing({name.text for name, _ in node.pairs}):
            problems.add(node.at, f"{self.says} needs the key `{name_missing}`", "missing-key", f"its keys are {', '.join(self.keys)}")
        entry.whole = len(problems.found) == before
        return Placed(entry, node.at)

    def _missing(self, present: set[str]) -> list[str]:
        """The required keys that are not there, without those that only seem to be misspelt (that is a problem already)."""
        misspelt = {near for name in present - set(self.keys) for near in difflib.get_close_matches(name, self.keys, n=1)}
        return [name for name, key in self.keys.items() if key.required and name not in present | misspelt]

    def _read_key(self, entry: Entry, name: Scalar, item: Node, problems: Problems) -> None:
        key = self.keys.get(name.text)
        if key is None:
            hint = did_you_mean(name.text, self.keys) or f"its keys are {', '.join(self.keys)}"
            problems.add(name.at, f"{self.says} has no key `{shortened(name.text)}`", "unknown-key", hint)
            return
        placed = key.shape.read(item, problems)
        if placed is not None:
            entry.put(name.text, placed)

    def schema(self) -> dict[str, Any]:
        return {
            "description": self.says,
            "type": "object",
            "properties": {name: key.shape.schema() for name, key in self.keys.items()},
            "required": [name for name, key in self.keys.items() if key.required],
            "additionalProperties": False,
        }


class Either:
    """One of several shapes, told apart by looking at the node."""

    def __init__(self, choose: Callable[[Node], Shape], shapes: tuple[Shape, ...], says: str) -> None:
        self.choose = choose
        self.shapes = shapes
        self.says = says

    def read(self, node: Node, problems: Problems) -> Placed[Any] | None:
        return self.choose(node).read(node, problems)

    def schema(self) -> dict[str, Any]:
        return {"description": self.says, "anyOf": [shape.schema() for shape in self.shapes]}


def shortened(text: str, length: int = 60) -> str:
    """Text cut to a length that fits a message."""
    return text if len(text) <= length else text[: length - 1] + "…"


def _a_kind(node: Node) -> str:
    match node:
        case Mapping():
            return "names with values"
        case Sequence():
            return "a list"
        case Scalar(text=""):
            return "nothing"
        case _:
            return "a text"

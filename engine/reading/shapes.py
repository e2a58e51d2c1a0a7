"""The tables that describe a file: which keys, which kind of value. The reader checks with them; JSON Schemas
are made from them.

A shape reads a node into an `Entry`, a list or a parsed value; what is wrong becomes a problem and is left
out. An entry that is not `whole` still gives the names that can be read, so that one mistake does not
bring others after it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from collections.abc import Mapping as MappingType
from enum import Enum
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from ..problems import Location, did_you_mean
from .nodes import Mapping, Node, Problems, Scalar, Sequence, shortened

T = TypeVar("T")

_BLANKS = re.compile(r"[^\S\n]+")


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
    """A mapping that was read: values by key, each with its place. `whole` is false if anything in it was
    wrong."""

    def __init__(self, at: Location) -> None:
        self.at = at
        self.whole = True
        self._values: dict[str, Placed[Any]] = {}

    def put(self, key: str, placed: Placed[Any]) -> None:
        self._values[key] = placed

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

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
    """A piece of text, with what it stands for and, where it has a form, the pattern and a parser.

    `forms` are for the schema alone, where the parser knows better than a pattern what is wrong.
    """

    def __init__(
        self,
        says: str,
        pattern: str = "",
        parse: Callable[[str], Any] = str,
        example: str = "",
        forms: tuple[str, ...] = (),
    ) -> None:
        self.says = says
        self.pattern = re.compile(pattern) if pattern else None
        self.parse = parse
        self.example = example
        self.forms = forms

    def read(self, node: Node, problems: Problems) -> Placed[Any] | None:
        if not isinstance(node, Scalar):
            problems.add(
                node.at, f"here belongs {self.says}, not {_a_kind(node)}", "wrong-type", self._hint()
            )
            return None
        text = _BLANKS.sub(" ", node.text).strip()
        if not text:
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
        return (
            f"for example: {self.example}"
            if self.example
            else "write plain text; if it begins with [ or {, put it into double quotes"
        )

    def schema(self) -> dict[str, Any]:
        described = {"description": self.says}
        if self.forms:
            return {
                **described,
                "type": "string",
                "anyOf": [{"pattern": f"^(?:{form})$"} for form in self.forms],
            }
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
            problems.add(
                node.at, f"here belongs {self.says}, not {_a_kind(node)}", "wrong-type", self._known()
            )
            return None
        text = _BLANKS.sub(" ", node.text).strip()
        if text not in self.words:
            hint = did_you_mean(text, self.words) or self._known()
            problems.add(node.at, f"`{shortened(text)}` is not {self.says}", "unknown-word", hint)
            return None
        return Placed(self.words[text], node.at)

    def _known(self) -> str:
        return f"it is one of {', '.join(self.words)}"

    def schema(self) -> dict[str, Any]:
        typed: list[Any] = [True, False] if "yes" in self.words else []  # what editors make of yes and no
        return {"description": self.says, "enum": [*self.words, *typed]}


def words_of(says: str, words: type[Enum]) -> Choice[Any]:
    """A choice among the values of an enum."""
    return Choice(says, {member.value: member for member in words})


class ListOf:
    """A list of one shape. Entries that cannot be read are left out, each with its problem."""

    def __init__(self, item: Shape, says: str = "", *, filled: bool = False) -> None:
        self.item = item
        self.says = says
        self.filled = filled

    def read(self, node: Node, problems: Problems) -> Placed[list[Placed[Any]]] | None:
        if not isinstance(node, Sequence):
            problems.add(
                node.at,
                f"here belongs a list, not {_a_kind(node)}",
                "wrong-type",
                "begin each entry with `- `, or write [one, two]",
            )
            return None
        if self.filled and not node.items:
            problems.add(node.at, "this list is empty", "empty-value", f"here belong {self.says}")
            return None
        read = [self.item.read(item, problems) for item in node.items]
        return Placed([item for item in read if item is not None], node.at)

    def schema(self) -> dict[str, Any]:
        schema = {"type": "array", "items": self.item.schema(), **({"minItems": 1} if self.filled else {})}
        return {"description": self.says, **schema} if self.says else schema


class MapOf:
    """A mapping whose keys are names of one form, but for a few words that have a shape of their `own`."""

    def __init__(
        self,
        key: Text,
        item: Shape,
        says: str = "",
        *,
        filled: bool = False,
        own: MappingType[str, Shape] | None = None,
    ) -> None:
        self.key = key
        self.own = own or {}
        self.item = item
        self.says = says
        self.filled = filled

    def read(
        self, node: Node, problems: Problems
    ) -> Placed[list[tuple[Placed[str], Placed[Any] | None]]] | None:
        """Pairs of key and value; the value is None if it could not be read, so that the name is still
        known."""
        if not isinstance(node, Mapping):
            hint = (
                "write `name: value`, without `- ` or [ ]"
                if isinstance(node, Sequence)
                else "write `name: value`"
            )
            problems.add(node.at, f"here belong names with values, not {_a_kind(node)}", "wrong-type", hint)
            return None
        if self.filled and not node.pairs:
            problems.add(
                node.at, "nothing stands between these brackets", "empty-value", f"here belong {self.says}"
            )
            return None
        pairs = []
        for key, item in node.pairs:
            name, value = self._read_pair(key, item, problems)
            if name is not None:
                pairs.append((name, value))
        return Placed(pairs, node.at)

    def _read_pair(
        self, key: Scalar, item: Node, problems: Problems
    ) -> tuple[Placed[str] | None, Placed[Any] | None]:
        if _without_value(key, item, problems):
            return self.key.read(key, Problems()), None
        if key.text in self.own:
            return Placed(key.text, key.at), self.own[key.text].read(item, problems)
        name = self.key.read(key, problems)
        return name, self.item.read(
            item, problems if name is not None or isinstance(item, Mapping) else Problems()
        )

    def schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {"description": self.says} if self.says else {}
        schema |= {"type": "object", "additionalProperties": self.item.schema()}
        if self.filled:
            schema["minProperties"] = 1
        if self.own:
            schema["properties"] = {name: shape.schema() for name, shape in self.own.items()}
        if self.key.pattern:
            schema["propertyNames"] = {"pattern": f"^(?:{'|'.join([*self.own, self.key.pattern.pattern])})$"}
        return schema


class Key(msgspec.Struct, frozen=True):
    """A key of a record. `says` explains it to the author where the shape alone does not. One that
    `may_be_empty` is left out where nothing, or only a comment, stands after it."""

    shape: Any
    says: str = ""
    required: bool = False
    may_be_empty: bool = False

    def schema(self) -> dict[str, Any]:
        """The schema of the value, described by what the key says."""
        schema: dict[str, Any] = self.shape.schema()
        if self.may_be_empty:
            schema = {**schema, "type": [schema["type"], "null"]}
        return {**schema, "description": self.says} if self.says else schema


class Record:
    """A mapping with known keys. `says` names what it is: `a rule`. `inside` names keys whose own entries
    are easily written beside them, with the form of these entries."""

    def __init__(self, says: str, keys: dict[str, Key], inside: MappingType[str, Text] | None = None) -> None:
        self.says = says
        self.keys = keys
        self.inside = inside or {}

    def read(self, node: Node, problems: Problems) -> Placed[Entry] | None:
        if not isinstance(node, Mapping):
            problems.add(
                node.at,
                f"here belongs {self.says}, not {_a_kind(node)}",
                "wrong-type",
                f"its keys are {', '.join(self.keys)}",
            )
            return None
        entry = Entry(node.at)
        before = len(problems.found)
        for name, item in node.pairs:
            self._read_key(entry, name, item, problems)
        for missing in self._missing({name.text for name, _ in node.pairs}):
            hint = f"{missing}: {self.keys[missing].says or self.keys[missing].shape.says}"
            problems.add(node.at, f"{self.says} needs the key `{missing}`", "missing-key", hint)
        entry.whole = len(problems.found) == before
        return Placed(entry, node.at)

    def _place_of(self, name: str) -> str:
        """A hint where an entry belongs under a key and stands beside it; empty if it does not look like
        one."""
        for key, form in self.inside.items():
            if form.pattern and form.pattern.fullmatch(name):
                return f"if it belongs under `{key}`, indent it by two blanks"
        return ""

    def _missing(self, present: set[str]) -> list[str]:
        """The required keys that are not there, without those that only seem to be misspelt (that is a
        problem already)."""
        misspelt = {
            near
            for name in present - set(self.keys)
            for near in difflib.get_close_matches(name, self.keys, n=1)
        }
        return [name for name, key in self.keys.items() if key.required and name not in present | misspelt]

    def _read_key(self, entry: Entry, name: Scalar, item: Node, problems: Problems) -> None:
        key = self.keys.get(name.text)
        if key is None:
            hint = (
                did_you_mean(name.text, self.keys)
                or self._place_of(name.text)
                or f"its keys are {', '.join(self.keys)}"
            )
            problems.add(name.at, f"{self.says} has no key `{shortened(name.text)}`", "unknown-key", hint)
            return
        if key.may_be_empty and _is_blank(item):
            return
        if _without_value(name, item, problems):
            return
        placed = key.shape.read(item, problems)
        if placed is not None:
            entry.put(name.text, placed)

    def schema(self) -> dict[str, Any]:
        return {
            "description": self.says,
            "type": "object",
            "properties": {name: key.schema() for name, key in self.keys.items()},
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


def _without_value(name: Scalar, item: Node, problems: Problems) -> bool:
    """Whether nothing stands after a key, which is a problem."""
    if not _is_blank(item):
        return False
    problems.add(
        name.at,
        f"`{shortened(name.text)}` has no value",
        "empty-value",
        "write it after the colon, or remove the key",
    )
    return True


def _is_blank(item: Node) -> bool:
    return isinstance(item, Scalar) and not item.text.strip()


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

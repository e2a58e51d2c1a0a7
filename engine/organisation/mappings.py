"""A mapping of Python, or what JSON holds, as the nodes that an organisation's YAML file would give.

There are no lines here: a place is the path of keys that leads to it, `answers.policy.written.evidence[0]`.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from datetime import date, datetime
from enum import Enum
from math import isfinite

from ..problems import Location
from ..reading.nodes import (
    DEEPEST_NESTING,
    Mapping,
    Node,
    Problems,
    Scalar,
    Sequence,
    shortened,
    unseen_character,
)

_WANTED = "here belong text, numbers, yes or no (True, False), days, lists, and names with values"


def nodes_of(given: MappingType[str, object], shown: str, problems: Problems) -> Node | None:
    """The tree of a mapping; None, with problems, if something in it is nothing that a file could hold."""
    before = len(problems.found)
    node = _Nodes(shown, problems).node(given, "", 0)
    return node if len(problems.found) == before else None


class _Nodes:
    def __init__(self, shown: str, problems: Problems) -> None:
        self.shown = shown
        self.problems = problems
        self.stopped = False

    def node(self, value: object, path: str, depth: int) -> Node:
        """The node of a value at the end of a path of keys."""
        at = Location(self.shown, path=path)
        if self.stopped or depth > DEEPEST_NESTING:
            return self._stop(at)
        if isinstance(value, MappingType):
            pairs = [
                (self._key(key, path), self.node(item, _below(path, key), depth + 1))
                for key, item in value.items()
            ]
            return Mapping(at, pairs)
        if isinstance(value, (list, tuple)):
            return Sequence(
                at, [self.node(item, f"{path}[{number}]", depth + 1) for number, item in enumerate(value)]
            )
        return self._scalar(value, at)

    def _stop(self, at: Location) -> Node:
        """Goes no deeper, and says so once: what holds itself has no end."""
        if not self.stopped:
            message = f"lists and mappings stand more than {DEEPEST_NESTING} deep in each other"
            self.problems.add(at, message, "too-deep")
        self.stopped = True
        return Scalar(at, "")

    def _key(self, key: object, path: str) -> Scalar:
        at = Location(self.shown, path=_below(path, key))
        if not isinstance(key, str):
            message = f"a key must be text, not {type(key).__name__}"
            self.problems.add(at, message, "wrong-type", f'write it in quotes: "{key}"')
        return self._text(str(key), at)

    def _scalar(self, value: object, at: Location) -> Scalar:
        value = value.value if isinstance(value, Enum) else value
        match value:
            case None:
                return Scalar(at, "")
            case bool():
                return Scalar(at, "yes" if value else "no")
            case str():
                return self._text(value, at)
            case int():
                return Scalar(at, str(value))
            case float() if isfinite(value):
                return Scalar(at, _figures(value))
            case datetime():
                return Scalar(at, value.date().isoformat())
            case date():
                return Scalar(at, value.isoformat())
        message = f"this is {shortened(repr(value))}, which no file could hold"
        self.problems.add(at, message, "wrong-type", _WANTED)
        return Scalar(at, "")

    def _text(self, text: str, at: Location) -> Scalar:
        if unseen := unseen_character(text):
            message = f"this holds an invisible character that text may not hold ({unseen})"
            self.problems.add(at, message, "character", "write its text anew")
        return Scalar(at, text, quoted=True)


def _figures(number: float) -> str:
    """A number in figures, as somebody would write it: 12 for 12.0, and never 1e-07."""
    return f"{number:.9f}".rstrip("0").rstrip(".")


def _below(path: str, key: object) -> str:
    return f"{path}.{key}" if path else str(key)

"""How two pieces of what people said become one: what agrees stands once, what can stand together is joined,
and what contradicts is told with both its places. Nothing is chosen without being asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

from ...problems import Location, Problem
from ...reading.nodes import Mapping, Node, Problems, Scalar, Sequence, shortened
from ..records import plain_name
from .same import same_text

Same: TypeAlias = "Callable[[Node, Node, str], bool]"
"""Says whether two values under a key mean the same."""

NAMES = "; "
"""What stands between the names of several people."""

_ENDS = (".", "!", "?", ";")
_AFTER_AN_END = re.compile(r"(?<=[.!?;])\s+")

JOINED = {"note": " ", "notes": " ", "because": " ", "by": NAMES}
"""Texts that stand together where several people wrote them, each with what stands between them."""


class Pieces:
    """Joins pieces. What contradicts goes to `problems`, unless one of the two stands in a file that is
    `preferred`, the first of them before all others: then `chosen` tells what was passed over."""

    def __init__(self, problems: Problems, preferred: tuple[str, ...]) -> None:
        self.problems = problems
        self.preferred = preferred
        self.chosen: list[Problem] = []

    def prefers_first(self, one: Node, other: Node, what: str, said: tuple[str, str]) -> bool:
        """Whether of two that contradict the first counts, as was told beforehand. Where nothing was told it
        is a problem. `said` are both in words."""
        ranks = (self._rank(one.at), self._rank(other.at))
        if ranks[0] == ranks[1]:
            files = " or ".join(f"--prefer {node.at.file}" for node in (one, other))
            hint = f"settle it with them and correct one of the two, or choose: {files}"
            message = f"{what} is {said[1]} here, and {said[0]} at {one.at}"
            self.problems.add(other.at, message, "different-answers", hint)
            return True
        taken, left = ((one, said[0]), (other, said[1]))[:: 1 if ranks[0] < ranks[1] else -1]
        message = f"{what} is {left[1]} here; {taken[1]} is taken, from {taken[0].at}"
        self.chosen.append(Problem(left[0].at, message, "passed-over"))
        return taken[0] is one

    def _rank(self, at: Location) -> int:
        named = self.preferred
        return named.index(at.file) if at.file in named else len(named)

    def joined(self, one: Node, other: Node, what: str, same: Same | None = None) -> Node:
        """One node of two. `same` says whether two values under a key mean the same."""
        match one, other:
            case Mapping(), Mapping():
                return self.mapping(one, other, what, same)
            case Sequence(), Sequence():
                return united(one, other)
            case Scalar(), Scalar() if same_text(one.text, other.text):
                return one
        return one if self.prefers_first(one, other, what, (in_words(one), in_words(other))) else other

    def mapping(
        self,
        one: Mapping,
        other: Mapping,
        what: str,
        same: Same | None = None,
    ) -> Mapping:
        """What two say under names, together."""
        left = {_key(name): (name, node) for name, node in other.pairs}
        pairs = []
        for name, node in one.pairs:
            _, beside = left.pop(_key(name), (name, None))
            pairs.append((name, node if beside is None else self._value(name.text, node, beside, what, same)))
        return Mapping(one.at, [*pairs, *left.values()])

    def _value(
        self,
        name: str,
        one: Node,
        other: Node,
        what: str,
        same: Same | None,
    ) -> Node:
        if name in JOINED and isinstance(one, Scalar) and isinstance(other, Scalar):
            return together(one, other, JOINED[name])
        if same is not None and same(one, other, name):
            return one
        return self.joined(one, other, f"{what}: {name}", None)

    def by_key(
        self,
        one: Sequence,
        other: Sequence,
        key: tuple[str, ...],
        what: str,
        same: Same | None = None,
    ) -> Sequence:
        """Two lists of named things as one: what bears the same name is one thing."""
        found = list(one.items)
        places = {said: place for place, item in enumerate(found) if (said := _named(item, key)) is not None}
        alike = {_told(item) for item in one.items}
        for item in other.items:
            if _told(item) in alike:
                continue
            said = _named(item, key)
            place = places.get(said) if said is not None else None
            if place is None:
                found.append(item)
                continue
            whole = found[place]
            assert isinstance(whole, Mapping)
            assert isinstance(item, Mapping)
            found[place] = self.mapping(whole, item, f"{what} {_called(item, key)}", same)
        return Sequence(one.at, found)


def united(one: Sequence, other: Sequence) -> Sequence:
    """Two lists as one, what is in both once."""
    known = {_told(item) for item in one.items}
    return Sequence(one.at, [*one.items, *(item for item in other.items if _told(item) not in known)])


def together(one: Scalar, other: Scalar, between: str) -> Scalar:
    """Two texts behind one another; a sentence, or a name, that is said already is not said again."""
    parts = _names_in if between == NAMES else _sentences_in
    known = {plain_name(part) for part in parts(one.text)}
    left = [part for part in parts(other.text) if plain_name(part) not in known]
    if not left:
        return one
    ends = between == NAMES or one.text.endswith(_ENDS)
    return Scalar(one.at, between.join([one.text if ends else f"{one.text};", *left]), quoted=True)


def _names_in(text: str) -> list[str]:
    return [part.strip() for part in text.split(NAMES.strip())]


def _sentences_in(text: str) -> list[str]:
    """The sentences of a text, and what stands between semicolons that were put there by joining."""
    return [part.removesuffix(";") for part in _AFTER_AN_END.split(text)]


def in_words(node: Node) -> str:
    """A node in a few words, for a message."""
    match node:
        case Scalar():
            return f"`{shortened(node.text)}`"
        case Sequence() if not node.items:
            return "kept and empty"
        case Sequence() if all(isinstance(item, Scalar) for item in node.items):
            return f"`{shortened(', '.join(_told(item) for item in node.items))}`"
        case Sequence():
            return f"a list of {len(node.items)}"
    return "several things under names"


def _key(name: Scalar) -> str:
    return " ".join(name.text.split())


def _named(item: Node, key: Iterable[str]) -> tuple[str, ...] | None:
    """What a thing is called by; None if it has no name."""
    if not isinstance(item, Mapping):
        return None
    said = {name.text: node.text for name, node in item.pairs if isinstance(node, Scalar)}
    first, *_ = names = [plain_name(said.get(one, "")) for one in key]
    return tuple(names) if first else None


def _called(item: Mapping, key: Iterable[str]) -> str:
    said = {name.text: node.text for name, node in item.pairs if isinstance(node, Scalar)}
    return " of ".join(shortened(said[one]) for one in key if said.get(one))


def _told(node: Node) -> str:
    """All that a node says, without its place."""
    match node:
        case Scalar():
            return plain_name(node.text)
        case Sequence():
            return f"[{'|'.join(map(_told, node.items))}]"
        case Mapping():
            return f"{{{'|'.join(sorted(f'{name.text}:{_told(value)}' for name, value in node.pairs))}}}"
    raise TypeError(f"{node!r} is no node of a file")

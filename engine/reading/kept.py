"""Changes one entry of a YAML file and leaves every other line as its author wrote it: comments, order,
quotes, blank lines.

The nodes tell in which lines an entry stands; only these are written anew. Why no library does it:
docs/decisions/0017-the-interview.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ..problems import Location
from .nodes import Mapping, Node, Problems, Scalar, Sequence, lines_of, read_bytes
from .written import yaml_entry

Value = str | list["Value"] | dict[str, "Value"]
"""What an entry holds: texts, lists and mappings."""

NOWHERE = Location("")


class NotKept(Exception):
    """The file has brackets around its entries, as JSON has them, so that none stands in lines of its own."""


def with_entry(text: str, under: str, name: str, value: Value) -> str:
    """The text of a file with `name: value` in its mapping `under`: where it stands already; else in the
    place of a comment `# name:` that waits for it; else after the last entry. The file has been read
    without a problem before. Raises NotKept."""
    return _changed(text, under, lambda lines: lines.with_entry(name, node_of(value)))


def with_item(text: str, under: str, value: Value) -> str:
    """The text of a file with one more value at the end of its list `under`, which is begun at the end of the
    file if it is not there. Raises NotKept."""
    return _changed(text, under, lambda lines: lines.with_item(node_of(value)))


def without_entry(text: str, under: str, name: str) -> str:
    """The text of a file without an entry of its mapping `under`: a comment `# name:` waits in its place.
    Raises NotKept."""
    return _changed(text, under, lambda lines: lines.without_entry(name))


def _changed(text: str, under: str, change: Callable[[_KeptLines], list[str]]) -> str:
    file = read_bytes(text.encode(), "", Problems())
    if not isinstance(file, Mapping):
        raise NotKept
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = lines_of(text)
    if lines[-1] == "":
        lines.pop()
    mapping = next((found for key, found in file.pairs if key.text == under), None)
    if _has_brackets(file, lines) or (isinstance(mapping, Mapping) and _has_brackets(mapping, lines)):
        raise NotKept
    return ending.join([*change(_KeptLines(lines, file, mapping, under)), ""])


def node_of(value: Value) -> Node:
    """A value as nodes that stand nowhere."""
    if isinstance(value, str):
        return Scalar(NOWHERE, value)
    if isinstance(value, list):
        return Sequence(NOWHERE, [node_of(one) for one in value])
    return Mapping(NOWHERE, [(Scalar(NOWHERE, name), node_of(one)) for name, one in value.items()])


def _has_brackets(mapping: Mapping, lines: list[str]) -> bool:
    return lines[mapping.at.line - 1][mapping.at.column - 1 :].startswith("{")


class _KeptLines:
    """The lines of a file, and which of them belong to which entry."""

    def __init__(self, lines: list[str], file: Mapping, mapping: Node | None, under: str) -> None:
        self.lines = lines
        self.file = file
        self.under = under
        self.mapping = mapping
        self.pairs = mapping.pairs if isinstance(mapping, Mapping) else []
        self.is_there = mapping is not None
        self.indent = self.pairs[0][0].at.column - 1 if self.pairs else 2

    def with_entry(self, name: str, node: Node) -> list[str]:
        for key, old in self.pairs:
            if key.text == name:
                return self._replaced(key, old, node)
        for number, line in enumerate(self.lines):
            waiting = re.fullmatch(rf"( +)# {re.escape(name)}:\s*", line)
            if waiting:
                indent = self.indent if self.pairs else len(waiting[1])
                return self._spliced(number, number + 1, _entry(name, node, indent))
        if not self.is_there:
            return [*self.lines, f"{self.under}:", *_entry(name, node, 2)]
        last = (
            self.pairs[-1][0]
            if self.pairs
            else next(key for key, _ in self.file.pairs if key.text == self.under)
        )
        end = self._end(last) if self.pairs else last.at.line
        return self._spliced(end, end, _entry(name, node, self.indent))

    def with_item(self, node: Node) -> list[str]:
        item = yaml_entry(self.under, Sequence(NOWHERE, [node])).rstrip("\n").split("\n")
        if not self.is_there:
            return [*self.lines, *item]
        key = next(key for key, _ in self.file.pairs if key.text == self.under)
        if not isinstance(self.mapping, Sequence) or self._stands_in_brackets(self.mapping):
            raise NotKept
        end = self._end(key)
        return self._spliced(end, end, _items_alone(item))

    def _stands_in_brackets(self, node: Node) -> bool:
        return self.lines[node.at.line - 1][node.at.column - 1 :].startswith("[")

    def without_entry(self, name: str) -> list[str]:
        for key, _ in self.pairs:
            if key.text == name:
                return self._spliced(key.at.line - 1, self._end(key), [f"{' ' * self.indent}# {name}:"])
        return self.lines

    def _replaced(self, key: Scalar, old: Node, node: Node) -> list[str]:
        begin, end = key.at.line - 1, self._end(key)
        entry = _entry(key.text, node, self.indent)
        remark = (
            re.search(r"\s+#.*$", self.lines[begin])
            if end == begin + 1 and isinstance(old, Scalar) and not old.quoted
            else None
        )
        if remark:
            entry = (
                [entry[0] + remark[0]] if len(entry) == 1 else [" " * self.indent + remark[0].strip(), *entry]
            )
        return self._spliced(begin, end, entry)

    def _end(self, key: Scalar) -> int:
        """The line after an entry: before the next one, without the comments and blank lines between,
        which belong to that."""
        later = [other.at.line for other, _ in (*self.pairs, *self.file.pairs) if other.at.line > key.at.line]
        end = min(later) - 1 if later else len(self.lines)
        while end > key.at.line and (
            not self.lines[end - 1].strip() or self.lines[end - 1].lstrip().startswith("#")
        ):
            end -= 1
        return end

    def _spliced(self, begin: int, end: int, entry: list[str]) -> list[str]:
        return [*self.lines[:begin], *entry, *self.lines[end:]]


def _items_alone(entry: list[str]) -> list[str]:
    """The items of a list as they stand below its key."""
    first, *rest = entry
    inline = first.partition(": [")[2]
    return [f"  - {inline.removesuffix(']')}"] if inline else rest


def _entry(name: str, node: Node, indent: int) -> list[str]:
    return yaml_entry(name, node, indent).rstrip("\n").split("\n")

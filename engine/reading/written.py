"""Nodes as YAML again, so that what was read from a file can be written into another without loss. The
inverse of `nodes`.

Only what the reader takes is ever written: no anchors, no tags, every text so that it is read back as it was.
"""

from __future__ import annotations

import re
import textwrap

from .nodes import Mapping, Node, Scalar, Sequence

WIDTH = 110
"""Columns a line has at most, where its words allow it."""

_PLAIN = re.compile(r"(?!(?:null)$)[\w(](?:[\w./()+%'=;?!&*@<>|-]|:(?=[\w/])| (?=[\w./()+%'=;?!&*@<>|-]))*")
_FOLDABLE = re.compile(r"[\w(\"'][^\s\u00a0]*(?: [^\s\u00a0]+)+")


def yaml_entry(key: str, node: Node, indent: int = 0) -> str:
    """A key with its value, as lines that end with a line break, indented by blanks."""
    return "".join(f"{line}\n" for line in _entry(key, node, " " * indent))


def scalar_text(text: str) -> str:
    """A text as YAML on one line: plain where that reads the same, else in double quotes."""
    if _PLAIN.fullmatch(text):
        return text
    escaped = (
        text.replace("\\", "\\\\")
        .replace('"', '\\"')
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t")
    )
    return f'"{escaped}"'


def _entry(key: str, node: Node, lead: str) -> list[str]:
    head = f"{lead}{scalar_text(key)}:"
    flow = _flow(node)
    if len(head) + 1 + len(flow) <= WIDTH or _is_empty(node):
        return [f"{head} {flow}"]
    match node:
        case Scalar() if _FOLDABLE.fullmatch(node.text):
            return [f"{head} >-", *_folded(node.text, f"{lead}  ")]
        case Sequence():
            return [head, *(line for item in node.items for line in _item(item, f"{lead}  "))]
        case Mapping():
            return [
                head,
                *(line for name, value in node.pairs for line in _entry(name.text, value, f"{lead}  ")),
            ]
        case _:
            return [f"{head} {flow}"]


def _item(node: Node, lead: str) -> list[str]:
    flow = _flow(node)
    if len(lead) + 2 + len(flow) <= WIDTH or _is_empty(node):
        return [f"{lead}- {flow}"]
    if isinstance(node, Mapping):
        lines = [line for name, value in node.pairs for line in _entry(name.text, value, f"{lead}  ")]
        return [f"{lead}- {lines[0].removeprefix(f'{lead}  ')}", *lines[1:]]
    return [f"{lead}- {flow}"]


def _is_empty(node: Node) -> bool:
    return (isinstance(node, Sequence) and not node.items) or (isinstance(node, Mapping) and not node.pairs)


def _flow(node: Node) -> str:
    match node:
        case Scalar():
            return scalar_text(node.text)
        case Sequence():
            return f"[{', '.join(_flow(item) for item in node.items)}]"
        case Mapping():
            return (
                f"{{{', '.join(f'{scalar_text(name.text)}: {_flow(value)}' for name, value in node.pairs)}}}"
            )
    raise TypeError(f"{node!r} is no node of a file")


def _folded(text: str, lead: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=lead,
        subsequent_indent=lead,
        break_long_words=False,
        break_on_hyphens=False,
        expand_tabs=False,
    )

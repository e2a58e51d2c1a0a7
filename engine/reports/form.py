"""A format: a way to show what a command found. Which of them a command has is told by the tables in
`formats` and, of documents, in `documents.kinds`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

if TYPE_CHECKING:
    from rich.console import Console

Printed: TypeAlias = "Callable[[Console], None]"
"""What prints itself on a terminal, or as plain text into a file."""

Shown: TypeAlias = "str | bytes | Printed"
"""Text, a workbook, or what prints itself."""


class Format(msgspec.Struct, frozen=True):
    """A way to show a result. `make` makes it; a name that ends with one of the `suffixes` asks for it;
    `binary` is what no terminal can show; `media` is its media type; `style` is how its sign is written (see
    `signs`), and without one a file of it is never written over. `result`: it tells what was found and can be
    made anew; a questionnaire is somebody's work."""

    name: str
    make: Callable[[Any], Shown]
    suffixes: tuple[str, ...]
    media: str
    style: str = ""
    binary: bool = False
    result: bool = True


Formats: TypeAlias = "Mapping[str, Format]"
"""Formats by name; the first is what a command shows unless another is asked for."""


def as_text(make: Callable[[Any], Shown]) -> Format:
    return Format("text", make, (".txt",), "text/plain", "text")


def as_json(make: Callable[[Any], Shown]) -> Format:
    return Format("json", make, (".json",), "application/json", "json")


def as_markdown(make: Callable[[Any], Shown]) -> Format:
    return Format("markdown", make, (".md", ".markdown"), "text/markdown", "markdown")


def as_html(make: Callable[[Any], Shown]) -> Format:
    return Format("html", make, (".html", ".htm"), "text/html", "html")


def as_xlsx(make: Callable[[Any], Shown], *, result: bool = True) -> Format:
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Format("xlsx", make, (".xlsx",), media, "workbook", binary=True, result=result)


def as_docx(make: Callable[[Any], Shown]) -> Format:
    media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return Format("docx", make, (".docx",), media, "workbook", binary=True)


def as_calendar(make: Callable[[Any], Shown]) -> Format:
    return Format("ics", make, (".ics",), "text/calendar", "calendar")


def by_name(*formats: Format) -> Formats:
    """Formats in a table, the first being the one for reading."""
    return {one.name: one for one in formats}

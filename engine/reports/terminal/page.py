"""The page on the terminal: sections, paragraphs with a hanging indent, colours that only help. Text on it
is never markup."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from ...analysis.marks import MARKS

Part = str | tuple[str, str]
"""A piece of text, plain or with a style."""

SIGNS = dict(zip(MARKS, "✗!○+?✓\N{EN DASH}", strict=True))
STYLES = dict(zip(MARKS, ("bold red", "yellow", "cyan", "blue", "magenta", "green", "dim"), strict=True))
_IN_ASCII = str.maketrans("✗○✓→↑─…·�\N{EN DASH}", "xo=>^-..?-")
LABEL = 9
"""Columns for the label before a paragraph."""


class Page:
    """Prints on a console, never wider than it is. Where the console cannot show a sign, it gets the
    nearest one of ASCII."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.width = console.width
        self.plain = not console.encoding.lower().startswith("utf")
        self.after_blank = True

    def text(self, *parts: Part) -> Text:
        """Parts as one text of one line."""
        line = Text()
        for part in parts:
            words, style = (part, "") if isinstance(part, str) else part
            line.append(self._shown(words), style=style)
        return line

    def _shown(self, words: str) -> str:
        clean = "".join(char if char.isprintable() else "�" for char in words)
        return clean.translate(_IN_ASCII) if self.plain else clean

    def blank(self) -> None:
        """An empty line; never two in a row."""
        if not self.after_blank:
            self.console.print()
        self.after_blank = True

    def _print(self, line: Text) -> None:
        line.rstrip()
        self.console.print(line, no_wrap=True, overflow="ignore", crop=False, highlight=False)
        self.after_blank = False

    def line(self, *parts: Part, indent: int = 0) -> None:
        """A paragraph; what does not fit goes on below, under its beginning."""
        self.hanging(" " * indent, *parts)

    def hanging(self, lead: Part, *parts: Part) -> None:
        """A paragraph after a lead; its further lines stand under the first word after the lead."""
        first = self.text(lead)
        indent = min(cell_len(first.plain), self.width // 2)
        lines = self.text(*parts).wrap(self.console, self.width - indent, overflow="fold")
        for number, line in enumerate(lines or [Text()]):
            self._print(first + line if number == 0 else Text(" " * indent) + line)

    def labelled(self, label: str, *parts: Part, indent: int = 2) -> None:
        """A paragraph with a label before it."""
        self.hanging((f"{' ' * indent}{label:<{LABEL}}", "dim"), *parts)

    def section(self, title: str) -> None:
        """The heading of a section, over the whole width."""
        self.blank()
        heading = self.text(("── ", "dim"), (f"{title} ", "bold"))
        heading.truncate(self.width, overflow="ellipsis")
        self._print(heading + self.text(("─" * (self.width - cell_len(heading.plain)), "dim")))
        self.blank()

    def row(self, lead: Part, items: Iterable[Text], gap: int = 2) -> None:
        """Items in a row after a lead, each kept whole; what does not fit goes on below, under the first."""
        row = self.text(lead)
        indent = cell_len(row.plain)
        for item in items:
            used = cell_len(row.plain)
            between = gap if used > indent else 0
            if between and used + between + cell_len(item.plain) > self.width:
                self._print(row)
                row, between = Text(" " * indent), 0
            row = row + Text(" " * between) + item
        self._print(row)


def sign(mark: str) -> Part:
    """The sign of a mark in its colour."""
    return SIGNS[mark], STYLES[mark]

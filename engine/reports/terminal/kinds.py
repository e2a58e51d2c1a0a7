"""The kinds of documents on the terminal."""

from __future__ import annotations

from rich.console import Console

from ..documents.kinds import kind_named, kinds
from .page import Page


def print_kinds(console: Console) -> None:
    """Prints each kind with what it is good for and the formats it can be had in."""
    page = Page(console)
    for name in kinds():
        kind = kind_named(name)
        page.hanging("", (f"{name}  ", "bold"), f"{kind.title}: {kind.says}")
        page.hanging("  ", (", ".join(kind.formats), "dim"))

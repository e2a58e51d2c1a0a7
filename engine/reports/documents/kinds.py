"""The documents there are: a table with a row for each kind. What makes them is imported when it is asked
for. Others add kinds by the entry point group `clausegraph.documents`, each a `DocumentKind`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import msgspec

from ...extensions import DOCUMENTS, extensions, loaded
from ..form import Format, Formats, Shown, as_markdown, by_name

if TYPE_CHECKING:
    from ...commands.document import Ordered
    from .parts import WrittenDocument

PREFIX = "document-"
"""How the table of formats of a kind is called: `document-soa`."""

Build = Callable[["Ordered"], "WrittenDocument"]
"""Says what stands in a document."""


class DocumentKind(msgspec.Struct, frozen=True):
    """A kind of document: what it is called, what it is good for, and the formats in which it can be had, the
    first being the one it has unless another is asked for."""

    title: str
    says: str
    formats: Formats


def _markdown(build: Build) -> Format:
    def make(ordered: Ordered) -> Shown:
        from .shown.markdown import document_markdown

        return document_markdown(build(ordered))

    return as_markdown(make)


def _statement(ordered: Ordered) -> WrittenDocument:
    from .statement import statement_of_applicability

    return statement_of_applicability(ordered)


def written(build: Build, *formats: Callable[[Build], Format]) -> Formats:
    """The formats of a document that is made of parts."""
    return by_name(*(form(build) for form in formats))


KINDS: Mapping[str, DocumentKind] = {
    "soa": DocumentKind(
        "Statement of Applicability",
        "all controls of Annex A of ISO/IEC 27001 in order, with reason, state, risks, duties and evidence",
        written(_statement, _markdown),
    ),
}
"""The kinds of documents that ship, by name."""


def kinds() -> tuple[str, ...]:
    """The names of all kinds, those installed by others behind ours."""
    return (*KINDS, *(name for name in extensions(DOCUMENTS) if name not in KINDS))


def kind_named(name: str) -> DocumentKind:
    """The kind of a name, which is one of `kinds`. Raises BadInput if it cannot be loaded."""
    return KINDS[name] if name in KINDS else loaded(extensions(DOCUMENTS)[name], DocumentKind)

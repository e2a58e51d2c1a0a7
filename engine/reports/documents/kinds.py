"""The documents there are: a table with a row for each kind. What makes them is imported when it is asked
for. Others add kinds by the entry point group `clausegraph.documents`, each a `DocumentKind`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import msgspec

from ...extensions import DOCUMENTS, extensions, loaded
from ..form import Format, Formats, Shown, as_calendar, as_docx, as_html, as_markdown, as_xlsx, by_name

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


def _html(build: Build) -> Format:
    def make(ordered: Ordered) -> Shown:
        from .shown.page import document_html

        return document_html(build(ordered), ordered.order.logo)

    return as_html(make)


def _docx(build: Build) -> Format:
    def make(ordered: Ordered) -> Shown:
        from .shown.template import document_docx

        return document_docx(build(ordered), ordered)

    return as_docx(make)


def _xlsx(build: Build) -> Format:
    def make(ordered: Ordered) -> Shown:
        from .shown.sheets import document_workbook

        return document_workbook(build(ordered))

    return as_xlsx(make)


def _statement(ordered: Ordered) -> WrittenDocument:
    from .statement import statement_of_applicability

    return statement_of_applicability(ordered)


def _nonconformities(ordered: Ordered) -> WrittenDocument:
    from .nonconformities import register_of_nonconformities

    return register_of_nonconformities(ordered)


def _report(ordered: Ordered) -> WrittenDocument:
    from .gap_report import gap_report

    return gap_report(ordered)


def _summary(ordered: Ordered) -> WrittenDocument:
    from .summary import one_page

    return one_page(ordered)


def _registers(ordered: Ordered) -> WrittenDocument:
    from .registers import registers_document

    return registers_document(ordered)


def _evidence(ordered: Ordered) -> WrittenDocument:
    from .evidence import evidence_list

    return evidence_list(ordered)


def _treatment(ordered: Ordered) -> WrittenDocument:
    from .treatment import treatment_plan

    return treatment_plan(ordered)


def _bundle(ordered: Ordered) -> Shown:
    from .bundle import bundle

    return bundle(ordered)


def _audit(ordered: Ordered) -> WrittenDocument:
    from .cycle.audit import audit_plan

    return audit_plan(ordered)


def _review(ordered: Ordered) -> WrittenDocument:
    from .cycle.review import review_pack

    return review_pack(ordered)


def _dates(ordered: Ordered) -> WrittenDocument:
    from .cycle.dates import dates_document

    return dates_document(ordered)


def _calendar(ordered: Ordered) -> Shown:
    from .cycle.calendar import calendar_text

    return calendar_text(ordered)


def written(build: Build, *formats: Callable[[Build], Format]) -> Formats:
    """The formats of a document that is made of parts."""
    return by_name(*(form(build) for form in formats))


KINDS: Mapping[str, DocumentKind] = {
    "soa": DocumentKind(
        "Statement of Applicability",
        "all controls of Annex A of ISO/IEC 27001 in order, with reason, state, risks, duties and evidence",
        written(_statement, _markdown, _html, _docx, _xlsx),
    ),
    "treatment": DocumentKind(
        "Risk treatment plan",
        "every risk with what is done, by whom and by when, its owner's approval and what remains",
        written(_treatment, _markdown, _html, _docx, _xlsx),
    ),
    "nonconformities": DocumentKind(
        "Register of nonconformities",
        "every nonconformity, and a form for each with the five steps of its answer",
        written(_nonconformities, _markdown, _html, _docx, _xlsx),
    ),
    "report": DocumentKind(
        "Gap analysis report",
        "the whole gap analysis to read and to file, in Word with a template of your own",
        written(_report, _docx, _html, _markdown),
    ),
    "summary": DocumentKind(
        "One page for the managing director",
        "the verdict, the numbers and what to decide, on exactly one page",
        written(_summary, _docx, _html, _markdown),
    ),
    "registers": DocumentKind(
        "Registers",
        "every register that is kept, with every field",
        written(_registers, _markdown, _html, _docx, _xlsx),
    ),
    "evidence": DocumentKind(
        "List of evidence",
        "every document and record that shows an answer, with what it shows and until when it counts",
        written(_evidence, _markdown, _html, _docx, _xlsx),
    ),
    "bundle": DocumentKind(
        "Bundle for the auditor",
        "one archive with an index, reports, registers and the list of evidence, without advice",
        by_name(Format("zip", _bundle, (".zip",), "application/zip", "archive", binary=True)),
    ),
    "audit": DocumentKind(
        "Internal audit: plan and checklists",
        "where to look first, whom to see, what to ask and what shows it, with room for what was seen",
        written(_audit, _markdown, _html, _docx, _xlsx),
    ),
    "review": DocumentKind(
        "Management review: what goes into it",
        "every input of 9.3, filled from what is known, what is missing named, and room for decisions",
        written(_review, _docx, _html, _markdown),
    ),
    "dates": DocumentKind(
        "Due dates",
        "what is due, by whom and by when, as a list or as a calendar",
        by_name(*written(_dates, _markdown, _html, _docx, _xlsx).values(), as_calendar(_calendar)),
    ),
}
"""The kinds of documents that ship, by name."""


def kinds() -> tuple[str, ...]:
    """The names of all kinds, those installed by others behind ours."""
    return (*KINDS, *(name for name in extensions(DOCUMENTS) if name not in KINDS))


def kind_named(name: str) -> DocumentKind:
    """The kind of a name, which is one of `kinds`. Raises BadInput if it cannot be loaded."""
    return KINDS[name] if name in KINDS else loaded(extensions(DOCUMENTS)[name], DocumentKind)

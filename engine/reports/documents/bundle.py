"""What an auditor is handed: one archive with an index, the reports, the registers and the list of evidence.
It holds no advice: an auditor prescribes nothing, and is prescribed nothing."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping

import msgspec

from ...commands.assess import Result
from ...commands.document import Order, Ordered
from ...organisation.statement import annex_of
from ..formats import TABLES
from ..output import content_of
from .parts import DocumentSection, Grid, GridColumn, Linked, Prose, WrittenDocument, shown_date
from .shown.page import document_html
from .treatment import TREATED

FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
INDEX = "index.html"
SAYS = (
    "Everything in this archive was made from one file of answers, on the day named above, by the same rules."
    " It says what is recorded and what shows it, and leaves what to do to the organisation."
)


class Enclosed(msgspec.Struct, frozen=True):
    """A file of the bundle: its name, what it is, which table of formats and which format makes it, and when
    it is part of it."""

    name: str
    says: str
    table: str
    form: str
    when: Callable[[Result], bool] = lambda _: True


def _has_annex(result: Result) -> bool:
    return any(annex_of(one, result.knowledge) for one in result.assessment.standards)


def _has_registers(result: Result) -> bool:
    return any(result.organisation.registers.values())


def _has_risks(result: Result) -> bool:
    return any(result.organisation.registers.get(one) for one in TREATED)


ENCLOSED = (
    Enclosed("report.docx", "The gap analysis report.", "document-report", "docx"),
    Enclosed("report.html", "The same as a page, with every finding behind it.", "assess", "html"),
    Enclosed("findings.xlsx", "Every finding, answer and record, to sort and filter.", "assess", "xlsx"),
    Enclosed("findings.json", "The same for programs.", "assess", "json"),
    Enclosed(
        "nonconformities.docx",
        "The nonconformities, with forms for the answer.",
        "document-nonconformities",
        "docx",
    ),
    Enclosed("nonconformities.xlsx", "The same as a table.", "document-nonconformities", "xlsx"),
    Enclosed("evidence.xlsx", "The list of evidence.", "document-evidence", "xlsx"),
    Enclosed(
        "registers.xlsx", "The registers as they are kept.", "document-registers", "xlsx", _has_registers
    ),
    Enclosed(
        "statement-of-applicability.docx",
        "The Statement of Applicability.",
        "document-soa",
        "docx",
        _has_annex,
    ),
    Enclosed("statement-of-applicability.xlsx", "The same as a table.", "document-soa", "xlsx", _has_annex),
    Enclosed(
        "risk-treatment-plan.docx", "The risk treatment plan.", "document-treatment", "docx", _has_risks
    ),
)
"""What stands in the bundle, in order."""


def bundle(ordered: Ordered) -> bytes:
    """The archive, the same to the byte for the same file. Raises BadInput as the documents in it do."""
    told = _for_an_auditor(ordered)
    files = dict(_files(told))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {INDEX: document_html(_index(told, files)).encode(), **files}.items():
            archive.writestr(zipfile.ZipInfo(name, FIRST_DAY_OF_ZIP), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _for_an_auditor(ordered: Ordered) -> Ordered:
    """The same without advice and without what people planned."""
    result = msgspec.structs.replace(ordered.result, audience="auditor", planned=())
    return msgspec.structs.replace(ordered, result=result)


def _files(ordered: Ordered) -> Iterator[tuple[str, bytes]]:
    """The files by name, each with its content."""
    for one in ENCLOSED:
        if not one.when(ordered.result):
            continue
        order = Order(one.table, ordered.order.revision, logo=ordered.order.logo)
        given = ordered.result if one.table == "assess" else Ordered(order, ordered.result)
        content = content_of(TABLES[one.table][one.form].make(given))
        yield one.name, content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content


def _index(ordered: Ordered, files: Mapping[str, bytes]) -> WrittenDocument:
    assessment = ordered.result.assessment
    columns = (GridColumn("File", 28), GridColumn("What it is", 46), GridColumn("SHA-256", 60))
    says = {one.name: one.says for one in ENCLOSED}
    rows = tuple(
        (Linked(name, name), says[name], hashlib.sha256(content).hexdigest())
        for name, content in files.items()
    )
    editions = ", ".join(ordered.result.knowledge.standard[one].edition for one in assessment.standards)
    return WrittenDocument(
        title="Documents for the audit",
        organisation=assessment.organisation,
        as_of=assessment.as_of,
        facts=(
            ("Standards", editions),
            ("As of", shown_date(assessment.as_of)),
            ("Policy", assessment.policy),
        ),
        sections=(
            DocumentSection("about", "", (Prose(assessment.summary.verdict, tone="lead"), Prose(SAYS))),
            DocumentSection("files", "In this archive", (Grid("Files", columns, rows),)),
        ),
    )

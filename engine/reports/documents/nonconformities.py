"""The register of nonconformities with the five steps of their answer: correction, cause, action on the
cause, carried out, effect verified. A table, and a form for each to fill in and sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...analysis.audience import PURPOSE, addressed
from ...analysis.nonconformities.nonconformity import Nonconformity
from ...commands.document import Ordered
from ...organisation.plan_file import ActionState, PlannedAction
from ...organisation.records import RegisterRecord
from ..words.assessment import printable
from .parts import (
    DocumentPart,
    DocumentSection,
    FormField,
    Grid,
    GridCell,
    GridColumn,
    NewPage,
    PaperForm,
    Prose,
    WrittenDocument,
    shown_date,
)
from .recorded import RecordedWriter, advice, graded
from .registers import OWN_REGISTER, register_grid

STEPS = (
    ("1 Correction", "What was done at once about what was found?", 2),
    ("2 Cause", "Why could it happen, and where else could it?", 2),
    ("3 Action", "What will be changed so that it cannot happen again?", 2),
    ("4 Carried out", "When, and by whom?", 1),
    ("5 Effect verified", "By what does one see that it worked, when, and who looked?", 2),
)
"""The answer to a nonconformity, in the order in which it is given, with so many lines to write on."""

FIELDS = (
    ("correction", "corrected"),
    ("cause", "analysed", "similar"),
    ("action",),
    ("carried_out",),
    ("verified", "effective"),
)
"""The fields of the organisation's own register that tell of each step."""
FOUND = ("source", "grade", "requirement", "process", "raised", "raised_by")
OWN_FIELDS = 5
"""Of so many of its fields a page is told in a table; the forms have all of them."""

OWNED, CLOSING = ("owner", "due"), ("closed",)

COLUMNS = (
    GridColumn("No.", 10),
    GridColumn("Grade", 12),
    GridColumn("Written against", 26),
    GridColumn("What is required", 34, on="sheet"),
    GridColumn("What was found", 48),
    GridColumn("Evidence", 48, on="sheet"),
    *(GridColumn(step, 28, on="sheet") for step, _, _ in STEPS[:3]),
    GridColumn("Owner", 16),
    GridColumn("Due", 12),
    *(GridColumn(step, 24, on="sheet") for step, _, _ in STEPS[3:]),
    GridColumn("State", 14),
    GridColumn("Closed on", 12, on="sheet"),
    GridColumn("Note", 30, on="sheet"),
)
NONE = "No nonconformity is recorded."
CLOSED = "What has no verified effect is not closed."


def register_of_nonconformities(ordered: Ordered) -> WrittenDocument:
    """Every nonconformity, worst first, and a form for each."""
    result = ordered.result
    assessment = addressed(result.assessment, result.audience)
    writer = RecordedWriter(assessment, result.knowledge, result.planned)
    found = assessment.nonconformities
    sections = [DocumentSection("about", "", (Prose(f"{PURPOSE[result.audience]} {CLOSED}", tone="quiet"),))]
    register: DocumentPart = Prose(NONE, tone="lead")
    if found:
        rows = tuple(_row(one, writer) for one in found)
        register = Grid("Register", COLUMNS, rows, "Each nonconformity once, worst first.", kept=2)
    sections.append(DocumentSection("register", "Register", (register,)))
    own = result.organisation.registers.get(OWN_REGISTER, ())
    if listed := register_grid(OWN_REGISTER, ordered, OWN_FIELDS):
        sections.append(DocumentSection("own", "As the organisation keeps it", (listed,)))
    if forms := [*(_form(one, writer) for one in found), *map(_own_form, own)]:
        sections.append(DocumentSection("forms", "Forms", tuple(_a_page_each(forms))))
    return WrittenDocument(
        title="Register of nonconformities",
        organisation=assessment.organisation,
        as_of=assessment.as_of,
        facts=(
            ("As of", shown_date(assessment.as_of)),
            ("Standards", ", ".join(result.knowledge.standard[one].edition for one in assessment.standards)),
            ("Recorded", assessment.summary.verdict),
            *((("Version", ordered.order.revision),) if ordered.order.revision else ()),
        ),
        sections=tuple(sections),
    )


def _row(one: Nonconformity, writer: RecordedWriter) -> tuple[GridCell, ...]:
    planned = writer.planned(one)
    place = f"at {one.place}" if one.place else ""
    return (
        one.id,
        graded(one),
        "\n".join(filter(None, (writer.teller.title(one), place))),
        writer.teller.knowledge.says(one.requirement),
        one.statement,
        writer.evidence(one),
        *("",) * 3,
        planned.owner,
        planned.due,
        *("",) * 2,
        str(planned.state),
        planned.gone,
        planned.note,
    )


def _a_page_each(forms: Iterable[PaperForm]) -> Iterator[DocumentPart]:
    for number, form in enumerate(forms):
        if number:
            yield NewPage()
        yield form


def _form(one: Nonconformity, writer: RecordedWriter) -> PaperForm:
    return PaperForm(writer.heading(one), tuple(_fields(one, writer)), one.grade.word)


def _own_form(record: RegisterRecord) -> PaperForm:
    """A form for a record of the organisation's own register, filled in as far as it goes."""
    fields = [FormField("Found", _said(record, ("what", *FOUND)), 0)]
    for (step, asks, lines), names in zip(STEPS, FIELDS, strict=True):
        told = _said(record, names)
        fields.append(FormField(step, told or asks, 0 if told else lines + 1))
    fields.append(FormField("Owner, due", _said(record, OWNED), 0 if _said(record, OWNED) else 1))
    closed = _said(record, CLOSING)
    fields.append(FormField("Closed", closed or "Date and signature", 0 if closed else 1))
    return PaperForm(printable(record.id), tuple(fields))


def _said(record: RegisterRecord, names: Iterable[str]) -> str:
    """What a record says in some fields, a line each; what is not obvious behind the name of its field."""
    told = {
        name: record.values[name] for name in names if name in record.values and name not in record.unsaid
    }
    plain = ("what", *(fields[0] for fields in FIELDS))
    return "\n".join(
        printable(f"{value}" if name in plain else f"{name.replace('_', ' ').capitalize()}: {value}")
        for name, value in told.items()
    )


def _fields(one: Nonconformity, writer: RecordedWriter) -> Iterator[FormField]:
    planned = writer.planned(one)
    yield FormField("Required", writer.teller.knowledge.says(one.requirement))
    yield FormField("Found", writer.teller.statement(one))
    yield FormField("Evidence", writer.evidence(one))
    for step, asks, lines in STEPS:
        known = _known(step, one, planned)
        yield FormField(
            step, "\n".join(filter(None, (asks, known))), lines + 1 + known.count("\n") + bool(known)
        )
    yield FormField("Owner, due", "  ".join(filter(None, (planned.owner, shown_date(planned.due)))), 1)
    yield FormField("Closed", "Date and signature", 1)


def _known(step: str, one: Nonconformity, planned: PlannedAction) -> str:
    """What is known of a step already: what to do, and how far people say that they have come."""
    if step.startswith("3") and one.fix:
        return f"Proposed: {advice(one)}"
    states = list(ActionState)
    reached = states.index(planned.state)
    if step.startswith("5") and reached >= states.index(ActionState.EFFECT_VERIFIED):
        return f"By the plan: {planned.state}. {planned.note}".strip()
    if step.startswith("4") and reached >= states.index(ActionState.ACTED_ON):
        return f"By the plan: {planned.state}."
    return ""

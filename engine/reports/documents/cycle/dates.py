"""Everything with a day by which it is due: planned actions, actions on gaps that are known, records of
registers, evidence that runs out, editions to change over to. As a list, and as a calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from ....commands.assess import Result
from ....commands.document import Ordered
from ....model import AnswerKind, KnowledgeBase, Question, Status, count
from ....organisation.organisation import Answer, Evidence, Note
from ....organisation.plan_file import ActionState, PlannedAction
from ....organisation.records import RegisterRecord
from ....problems import Location
from ...words.assessment import place, printable
from ...words.registers import register_words
from ..parts import (
    DocumentPart,
    DocumentSection,
    Grid,
    GridCell,
    GridColumn,
    Prose,
    Toned,
    WrittenDocument,
    shown_date,
)

OVER = frozenset(
    (
        "closed",
        "retired",
        "withdrawn",
        "cancelled",
        "given up",
        "ended",
        "gone",
        "not needed",
        "not applicable",
    )
)
"""Words in the status of a record after which nothing is due any more."""

ACHIEVED = frozenset(("in place", "reached", "met", "done", "complete", "completed"))
"""Words in the status of a record that say that what was to be done is done; it may still be due to be looked
at."""

DONE_BY = {
    "due": ("carried_out", "trained"),
    "verify_by": ("verified",),
    "answer_by": ("answered",),
    "planned": ("done",),
    "until": ("ended",),
}
"""Fields for a day to come, each with those that tell that it was done."""

SAYS = (
    "Taken from what the organisation has written down: nothing is due here that nobody has given a day. As a"
    " calendar (--format ics) each entry keeps its identity, so that importing it again moves what has moved."
)


class DueDate(msgspec.Struct, frozen=True):
    """One thing that is due. `key` stays the same when its day is changed."""

    due: date
    kind: str
    title: str
    owner: str
    key: str
    where: str
    note: str = ""


def due_dates(result: Result) -> tuple[DueDate, ...]:
    """Everything that is due and not done, the earliest first."""
    found = (
        *_planned(result.planned),
        *_known(result),
        *_evidence(result),
        *(
            one
            for register, records in result.organisation.registers.items()
            for one in due_records(records, result.knowledge.question[register])
        ),
        *_editions(result.assessment.standards, result.knowledge),
    )
    by_key = {one.key: one for one in found}
    return tuple(sorted(by_key.values(), key=lambda one: (one.due, one.kind, one.key)))


def due_records(records: Iterable[RegisterRecord], register: Question) -> Iterator[DueDate]:
    """What records say is due: every field for a day to come, of records that are not done."""
    fields = [one for one in register.record if one.holds is AnswerKind.PLANNED_DATE]
    about = next((one.name for one in register.record if one.holds is AnswerKind.TEXT), "")
    for record in records:
        said = f"{record.id} {record.values.get(about, '')}".strip()
        for field in fields:
            due = record.values.get(field.name)
            if isinstance(due, date) and not _is_done(record, field.name):
                yield DueDate(
                    due,
                    register_words(register.id).capitalize(),
                    printable(f"{said} ({field.name.replace('_', ' ')})"),
                    printable(str(record.values.get("owner", ""))),
                    f"{register.id}/{record.id}/{field.name}",
                    place(record.at),
                    field.says,
                )


def _is_done(record: RegisterRecord, field: str) -> bool:
    """Whether what a record says is due has been done, by its status or by another of its fields."""
    status = str(record.values.get("status", "")).casefold()
    acted = any(one in record.values for one in DONE_BY.get(field, ()))
    return status in OVER or acted or (status in ACHIEVED and field in DONE_BY)


def overdue(records: Iterable[RegisterRecord], register: Question, as_of: date) -> Iterator[DueDate]:
    """What was due before a day and is not done."""
    return (one for one in due_records(records, register) if one.due < as_of)


def _planned(actions: Iterable[PlannedAction]) -> Iterator[DueDate]:
    for one in actions:
        if one.due is None or one.state is ActionState.CLOSED or one.gone:
            continue
        title = printable(one.do or one.found or one.note or one.key)
        key = one.key or f"{one.at.line} {title}"
        yield DueDate(
            one.due,
            "Action",
            title,
            printable(one.owner),
            f"plan/{key}",
            place(one.at),
            f"State: {one.state}.",
        )


def _known(result: Result) -> Iterator[DueDate]:
    """Actions on gaps that the organisation found itself."""
    for one in result.organisation.answers:
        if one.known is None:
            continue
        name = f"{one.fact}@{one.discipline}" if one.discipline else one.fact
        yield DueDate(
            one.known.due,
            "Known gap",
            printable(one.known.action),
            printable(one.known.owner),
            f"known/{name}",
            place(one.at),
            result.knowledge.question[one.fact].ask,
        )


def _evidence(result: Result) -> Iterator[DueDate]:
    """Evidence that runs out: each document once, with the earliest of the days it is given."""
    shown: tuple[Answer | Note, ...] = (*result.organisation.answers, *result.organisation.notes)
    pieces = [(piece, one.at) for one in shown for piece in one.evidence]
    running_out = [(piece, at) for piece, at in pieces if piece.valid_until]
    for piece, at in sorted(running_out, key=lambda one: one[0].valid_until or date.max, reverse=True):
        yield _running_out(piece, at)


def _running_out(piece: Evidence, at: Location) -> DueDate:
    assert piece.valid_until is not None
    ref = printable(piece.ref)
    return DueDate(piece.valid_until, "Evidence runs out", ref, "", f"evidence/{ref}", place(at), piece.note)


def _editions(standards: Iterable[str], knowledge: KnowledgeBase) -> Iterator[DueDate]:
    """Until when to change over to a later edition of a standard."""
    has = tuple(standards)
    for one in knowledge.standards:
        if one.transition and one.based_on in has and one.id not in has:
            yield DueDate(
                date.fromisoformat(one.transition.until),
                "Edition",
                f"Change over to {one.edition}",
                "",
                f"edition/{one.id}",
                "",
                f"{one.transition.confidence} confidence. {one.transition.note}".strip(),
            )


def dates_document(ordered: Ordered) -> WrittenDocument:
    """The list of due dates."""
    assessment, found = ordered.result.assessment, due_dates(ordered.result)
    late = sum(one.due < assessment.as_of for one in found)
    parts: tuple[DocumentPart, ...] = (Prose(SAYS, tone="quiet"), _table(found, assessment.as_of))
    return WrittenDocument(
        title="Due dates",
        organisation=assessment.organisation,
        as_of=assessment.as_of,
        facts=(
            ("As of", shown_date(assessment.as_of)),
            ("Due", f"{count(len(found), 'date')}, {late} of them overdue"),
        ),
        sections=(DocumentSection("dates", "", parts),),
        template="register",
    )


def _table(found: Iterable[DueDate], as_of: date) -> Grid:
    columns = (
        GridColumn("Due", 12),
        GridColumn("What", 48),
        GridColumn("Kind", 24),
        GridColumn("Who", 20),
        GridColumn("Stands at", 26),
    )
    rows = tuple((_day(one.due, as_of), one.title, one.kind, one.owner, one.where) for one in found)
    return Grid("Due dates", columns, rows, "Everything that has a day by which it is due.")


def _day(due: date, as_of: date) -> GridCell:
    return Toned(Status.NOT_ASSESSED.value, f"{due}\noverdue") if due < as_of else due

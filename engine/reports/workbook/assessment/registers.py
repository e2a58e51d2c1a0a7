"""The sheet of registers: a row a record, with the records it names and those that name it, and the
findings it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ....analysis.assessment import Assessment
from ....model import AnswerKind, Grade, KnowledgeBase, Question
from ....organisation.organisation import Organisation
from ....organisation.records import RegisterRecord, Registers
from ....problems import Location
from ...words.assessment import place, short_name
from ...words.registers import register_words
from ..table import Column, ReportTable, Value, told
from .findings import grade_cell, recorded_words

COLUMNS = (
    Column("Register", 16),
    Column("Record", 10),
    Column("What it is", 44),
    Column("What else it says", 36),
    Column("Names", 28),
    Column("Named by", 28),
    Column("Only for", 16),
    Column("Worst", 12),
    Column("Recorded in", 56),
    Column("Stands at", 34),
)
EMPTY = "kept, and empty"

Named = tuple[Grade, str]
"""The grade of a rule that names a record, and the requirement, with what it is recorded in."""


def records_sheet(
    assessment: Assessment, knowledge: KnowledgeBase, organisation: Organisation
) -> ReportTable:
    """Every record of the registers, in the order of the file. A control shows what asks for it, a hazard
    what answers it."""
    landed = _landed(assessment)
    named_by = _named_by(organisation.registers, knowledge)
    rows: list[tuple[Value, ...]] = []
    for register, records in organisation.registers.items():
        fact = knowledge.question[register]
        rows += [
            _row(fact, one, named_by.get((register, one.id), ()), landed.get(one.at, ())) for one in records
        ]
        if not records:
            rows.append((register_words(register), None, EMPTY, *[None] * (len(COLUMNS) - 3)))
    says = (
        "Every record of the registers given, with the records it names and those that name it, and the"
        " findings it stands in."
    )
    return ReportTable("Registers", says, COLUMNS, tuple(rows), kept=2, pages=1)


def _landed(assessment: Assessment) -> dict[Location, list[Named]]:
    """What was found on each record, by the place where it stands."""
    found: dict[Location, list[Named]] = {}
    for finding in assessment.findings:
        grades = {one.rule: one.grade for one in finding.reasons}
        for one in finding.records:
            number = recorded_words(finding)
            name = ": ".join(filter(None, (number, short_name(finding.requirement, assessment.standards))))
            for record in one.records:
                found.setdefault(record.at, []).append((grades[one.rule], name))
    return found


def _named_by(registers: Registers, knowledge: KnowledgeBase) -> dict[tuple[str, str], list[str]]:
    """The records that name a record, by its register and its name."""
    found: dict[tuple[str, str], list[str]] = {}
    for register, records in registers.items():
        leads = {one.name: one.register for one in knowledge.question[register].record if one.register}
        for record in records:
            for field, names in record.names.items():
                for name in names:
                    found.setdefault((leads[field], name), []).append(
                        f"{record.id} ({register_words(register)})"
                    )
    return found


def _row(
    question: Question, record: RegisterRecord, named_by: Iterable[str], landed: Sequence[Named]
) -> tuple[Value, ...]:
    says = next((one.name for one in question.record if one.holds is AnswerKind.TEXT), "")
    worst = max((grade for grade, _ in landed), default=Grade.UNGRADED)
    return (
        register_words(question.id),
        record.id,
        told([str(record.values.get(says, ""))]),
        told(
            f"{_plain(one.name)}: {_shown(record.values[one.name])}"
            for one in question.record
            if one.name in record.values and one.name != says
        ),
        told(
            f"{_plain(field)}: {_names(names, record.strays.get(field, ()))}"
            for field, names in record.names.items()
            if names
        ),
        told([", ".join(dict.fromkeys(named_by))]),
        told([", ".join(record.disciplines)]) if question.of is None else None,
        grade_cell(worst),
        told(f"{name}, {grade.word}" for grade, name in landed),
        place(record.at),
    )


def _plain(field: str) -> str:
    return field.replace("_", " ")


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _names(names: Iterable[str], strays: Iterable[str]) -> str:
    """The records named; those that are not there say so."""
    return ", ".join(f"{one} (not there)" if one in strays else one for one in names)

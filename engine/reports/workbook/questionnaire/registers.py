"""The sheets of registers: a row a record, a column a field, with the words and the records of other
registers to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ....analysis.questions.questionnaire import Asked
from ....knowledge.language.phrases import Value, as_question
from ....model import AnswerKind, Discipline, Field, Question
from ....organisation.organisation import Organisation
from ....organisation.records import DISCIPLINES, NAME, RegisterRecord
from ....organisation.workbook.sheets import REGISTER, register_title
from ..book import DAY_TYPED, NUMBER_TYPED, TYPED, Book, Look
from ..checks import Checks, Words
from ..table import Column
from .form import FIRST_ROW, LAST_ROW, Form

BLANK_RECORDS = 30
_WIDE = ("what", "justification", "measure")
_NARROW = (AnswerKind.DATE, AnswerKind.PLANNED_DATE, AnswerKind.NUMBER, AnswerKind.PERCENTAGE)


def write_registers(
    book: Book, asked: tuple[Asked, ...], organisation: Organisation | None, words: Words, as_of: str
) -> None:
    """A sheet for each register."""
    registers = tuple(one.fact for one in asked)
    for register in registers:
        records = organisation.registers.get(register.id, ()) if organisation else ()
        _write(book, register, records, registers, words, as_of)


def _write(
    book: Book,
    register: Question,
    records: Iterable[RegisterRecord],
    registers: tuple[Question, ...],
    words: Words,
    as_of: str,
) -> None:
    title = register_title(register)
    how = "One row a record; other sheets call it by the name in the first column."
    says = " ".join(filter(None, (register.ask, register.help, how)))
    form = Form(book, f"{REGISTER}{register.id}", title, says, _columns(register))
    for record in records:
        form.add(_row(register, record))
    form.add_blank(BLANK_RECORDS)
    checks = Checks(form.sheet, words, as_of)
    joined = {one.id: one for one in registers}
    for field in register.record:
        if field.register in joined:
            checks.offer(records_cells(joined[field.register]), form.cells(field.name))
        elif field.scaled:
            checks.one_of(field.words, form.cells(field.name), strict=False)
        elif field.holds is not AnswerKind.TEXT:
            checks.answer(as_question(field), form.cells(field.name))
    if register.of is None:
        checks.one_of(tuple(one.value for one in Discipline), form.cells(DISCIPLINES), strict=False)
    checks.place()
    form.finish()


def _columns(register: Question) -> tuple[Column, ...]:
    disciplines = (
        [Column("Only for the disciplines, with commas (blank: for all)", 18, TYPED, DISCIPLINES)]
        if register.of is None
        else []
    )
    return (
        Column("Name, such as R-1", 18, TYPED, NAME),
        *(Column(_heading(field), _width(field), _look(field), field.name) for field in register.record),
        *disciplines,
    )


def _width(field: Field) -> int:
    if field.name in _WIDE:
        return 40
    return 15 if field.holds in _NARROW else 20


def _heading(field: Field) -> str:
    """What belongs into a column."""
    needed = " (needed)" if field.required else ""
    several = "; several with commas" if field.holds is AnswerKind.RECORDS else ""
    return f"{field.name.replace('_', ' ').capitalize()}{needed}\n{field.says.rstrip('.')}{several}"


def _look(field: Field) -> Look:
    match field.holds:
        case AnswerKind.DATE | AnswerKind.PLANNED_DATE:
            return DAY_TYPED
        case AnswerKind.NUMBER | AnswerKind.PERCENTAGE:
            return NUMBER_TYPED
        case _:
            return TYPED


def _row(register: Question, record: RegisterRecord) -> dict[str, Any]:
    return {
        NAME: record.id,
        **{name: cell_value(value) for name, value in record.values.items() if name not in record.unsaid},
        **record.written,
        **{name: ", ".join(names) or None for name, names in record.names.items()},
        DISCIPLINES: ", ".join(record.disciplines) or None if register.of is None else None,
    }


def cell_value(value: Value) -> Value:
    """An answer as a cell holds it: whole numbers without a point."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def records_cells(register: Question) -> str:
    """The cells with the names of its records, as a formula of another sheet names them."""
    return f"'{register_title(register)}'!$B${FIRST_ROW}:$B${LAST_ROW}"

"""The sheets of registers: a row a record, a column a field, with the words and the records of other registers to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..analysis.questionnaire import Asked, Depth, Questionnaire
from ..filled_in.sheets import REGISTER, register_title
from ..knowledge.phrases import as_fact
from ..model import AnswerKind, Discipline, Fact, Field, Grade, KnowledgeBase
from ..organisation import Organisation, Value
from ..records import DISCIPLINES, NAME, RegisterRecord
from .questionnaire_sheets import DAY_TYPED, FIRST_ROW, LAST_ROW, NUMBER_TYPED, TYPED, Checks, Column, Form, Words
from .workbooks import Book, Look

BLANK_RECORDS = 30
_WIDE = ("what", "justification", "measure")


def registers_of(asked: Questionnaire, knowledge: KnowledgeBase, organisation: Organisation | None) -> tuple[Asked, ...]:
    """The registers that get a sheet, as questions: those that rules of the standards read (all of them, where all is asked), those that
    records are given of, and those whose records these name."""
    judges = _judges(asked, knowledge)
    found = {*(judges if asked.depth is Depth.FULL else ()), *(organisation.registers if organisation else ())}
    named = {field.register for register in found for field in knowledge.fact[register].record if field.register}
    return tuple(_asked(one, judges.get(one.id, ()), knowledge) for one in knowledge.registers if one.id in found | named)


def _judges(asked: Questionnaire, knowledge: KnowledgeBase) -> dict[str, tuple[str, ...]]:
    """The requirements that are judged by the records of a register, by register."""
    found: dict[str, dict[str, None]] = {}
    for standard in asked.standards:
        discipline = knowledge.standard[standard].discipline
        for requirement in knowledge.asked_by[standard]:
            for rule in knowledge.rules_of[knowledge.requirement[requirement].template]:
                for register in rule.each.registers if rule.each else ():
                    if knowledge.fact[register].of in (None, discipline):
                        found.setdefault(register, {})[requirement] = None
    return {register: tuple(requirements) for register, requirements in found.items()}


def _asked(register: Fact, requirements: tuple[str, ...], knowledge: KnowledgeBase) -> Asked:
    rules = [rule for name in requirements for rule in knowledge.rules_of[knowledge.requirement[name].template]]
    worst = max((rule.grade for rule in rules if rule.each and register.id in rule.each.registers), default=Grade.UNGRADED)
    return Asked(register, "", requirements, worst, (), ())


def write_registers(book: Book, asked: tuple[Asked, ...], organisation: Organisation | None, words: Words, as_of: str) -> None:
    """A sheet for each register."""
    registers = tuple(one.fact for one in asked)
    for register in registers:
        records = organisation.registers.get(register.id, ()) if organisation else ()
        _write(book, register, records, registers, words, as_of)


def _write(book: Book, register: Fact, records: Iterable[RegisterRecord], registers: tuple[Fact, ...], words: Words, as_of: str) -> None:
    title = register_title(register)
    says = f"{register.ask} One row a record; other sheets call it by the name in the first column."
    form = Form(book, f"{REGISTER}{register.id}", title, says, _columns(register))
    for record in records:
        form.add(_row(register, record))
    form.add_blank(BLANK_RECORDS)
    checks = Checks(form.sheet, words, as_of)
    joined = {one.id: one for one in registers}
    for field in register.record:
        if field.register in joined:
            checks.offer(records_cells(joined[field.register]), form.cells(field.name))
        elif field.holds is not AnswerKind.TEXT:
            checks.answer(as_fact(field), form.cells(field.name))
    if register.of is None:
        checks.one_of(tuple(one.value for one in Discipline), form.cells(DISCIPLINES), strict=False)
    checks.place()
    form.finish()


def _columns(register: Fact) -> tuple[Column, ...]:
    disciplines = [Column("Only for the disciplines, with commas (blank: for all)", 18, TYPED, DISCIPLINES)] if register.of is None else []
    return (
        Column("Name, such as R-1", 18, TYPED, NAME),
        *(Column(_heading(field), 40 if field.name in _WIDE else 20, _look(field), field.name) for field in register.record),
        *disciplines,
    )


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


def _row(register: Fact, record: RegisterRecord) -> dict[str, Any]:
    return {
        NAME: record.id,
        **{name: cell_value(value) for name, value in record.values.items()},
        **{name: ", ".join(names) or None for name, names in record.names.items()},
        DISCIPLINES: ", ".join(record.disciplines) or None if register.of is None else None,
    }


def cell_value(value: Value) -> Value:
    """An answer as a cell holds it: whole numbers without a point."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def records_cells(register: Fact) -> str:
    """The cells with the names of its records, as a formula of another sheet names them."""
    return f"'{register_title(register)}'!$B${FIRST_ROW}:$B${LAST_ROW}"

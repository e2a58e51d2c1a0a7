"""A register as the questionnaire asks for it in words: what each field of a record holds, and a record as
an example to write over."""

from __future__ import annotations

from datetime import date

from ...knowledge.language.phrases import as_question
from ...model import AnswerKind, Field, Question
from ...organisation.records import DISCIPLINES, NAME
from ...organisation.statement import ANNEX
from ...reading.written import scalar_text
from .questions import kind_words

REGISTERS = "Registers: lists of your own, a record for each thing in them"
LATEST, PLANNED = date(2026, 3, 2), date(2027, 3, 2)
"""The days that examples bear: of what has been done, and of what is planned."""

TO_WRITE = "..."


_KINDS = {
    AnswerKind.RECORDS: "names of records of {}, with commas",
    AnswerKind.SCORE: "points of your scale, or words",
}


def fields_words(register: Question) -> list[tuple[str, str]]:
    """What every record of a register says, by the name of the field: first its own name, last the
    disciplines it belongs to."""
    named = (NAME, f"the name by which other records call it, such as {example_name(register.id)} (needed)")
    apart = (DISCIPLINES, "those it belongs to, if not to all; several with commas")
    return [
        named,
        *((one.name, _field_words(one)) for one in register.record),
        *([apart] if register.of is None else []),
    ]


def _field_words(field: Field) -> str:
    kind = _KINDS.get(field.holds, "").format(field.register) or kind_words(as_question(field))
    if field.scaled:
        kind += ", or points of your scale"
    return f"{kind}{_if_empty(field)}. {field.says}"


def _if_empty(field: Field) -> str:
    """Whether a field may be empty and what it then means, in brackets; empty where it is missing."""
    if field.required:
        return " (needed)"
    told = [f"{told} where {other} is {word or 'filled'}" for other, word, told in field.told_by]
    return f" ({'; '.join([f'{field.left_out} if left out', *told])})" if field.left_out else ""


def example_record(register: Question, as_of: date | None) -> list[str]:
    """A register with one record, as lines of YAML that `assess` reads. What a record need not have stands
    in it as a comment, so that nothing left of the example is taken for true; it reads with these fields,
    too. Nothing was done after the day of the assessment.
    """
    done = min(LATEST, as_of) if as_of else LATEST
    fields = [
        f"    {'' if one.required else '# '}{one.name}: {_example(one, done)}" for one in register.record
    ]
    return [f"{register.id}:", f"  - {NAME}: {example_name(register.id)}", *fields]


def example_name(register: str) -> str:
    """How a record of a register may be called: SR-1, for registers.security_risks."""
    words = register.rpartition(".")[2].split("_")
    return "".join(word[0] for word in words).upper() + "-1"


def _example(field: Field, done: date) -> str:
    match field.holds:
        case AnswerKind.WORDS:
            return scalar_text(field.left_out or field.words[0])
        case AnswerKind.RECORDS:
            return f"[{example_name(field.register)}]"
        case AnswerKind.NUMBER | AnswerKind.PERCENTAGE | AnswerKind.SCORE:
            return "1"
        case AnswerKind.DATE:
            return str(done)
        case AnswerKind.PLANNED_DATE:
            return str(PLANNED)
        case _:
            return "A.8.13" if field.name == ANNEX else scalar_text(TO_WRITE)

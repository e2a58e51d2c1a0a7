"""The Statement of Applicability, as the register of controls tells it: which controls of Annex A it leaves out without a word, and for
which it does not say whether they are in operation.

A register in which no record is a control of Annex A is no statement, and nothing is missing in it.
"""

from __future__ import annotations

import re

from ..model import KnowledgeBase
from .records import RegisterRecord, Registers

CONTROLS = "registers.controls"
ANNEX = "annex_a"
_CONTROL = re.compile(r"A\.\d+\.\d+")
_NAMED = re.compile(r"(?<![\d.])(?:A\.?)?(\d+\.\d+)(?![\d.])")
"""A control as people write it: `A.8.13`, `A8.13`, `8.13`; not `A.8.1.3`, which is one of the edition of 2013."""


def left_out(registers: Registers, standard: str, knowledge: KnowledgeBase) -> int:
    """How many controls of the annex of a standard have no record, neither applicable nor left out."""
    statement = _statement(registers)
    stated = {number for one in statement for number in _numbers(one)}
    return len(_annex(standard, knowledge) - stated) if statement else 0


def without_status(registers: Registers, standard: str, knowledge: KnowledgeBase) -> int:
    """How many records of controls in use, of the annex of a standard, do not say how far they have come."""
    unsaid = sum("status" in one.unsaid and one.values.get("applicable") == "yes" for one in _statement(registers))
    return unsaid if unsaid and _annex(standard, knowledge) else 0


def _annex(standard: str, knowledge: KnowledgeBase) -> set[str]:
    return {one.number for one in knowledge.clauses if one.standard == standard and _CONTROL.fullmatch(one.number)}


def _statement(registers: Registers) -> tuple[RegisterRecord, ...]:
    return tuple(one for one in registers.get(CONTROLS, ()) if ANNEX in one.values)


def _numbers(record: RegisterRecord) -> list[str]:
    """The controls of the annex that a record is; it may be several."""
    return [f"A.{number}" for number in _NAMED.findall(str(record.values[ANNEX]))]

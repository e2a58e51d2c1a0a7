"""The controls of an annex, one by one: what the Statement of Applicability, the registers, the exclusions
and the judgement say of each. The Statement as a document, and what it still lacks, are made from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from ..model import Clause, KnowledgeBase, Status
from ..organisation.organisation import Answer, Organisation
from ..organisation.records import RegisterRecord
from ..organisation.statement import CONTROLS, annex_of, lines_by_control
from .assessment import Assessment
from .findings import Finding

RISKS, OBLIGATIONS = "registers.security_risks", "registers.obligations"


class ControlLine(msgspec.Struct, frozen=True):
    """What is known of one control of an annex.

    `applicable` is None where nobody has said it, neither in the Statement nor by an exclusion; `reason` is
    why it is used or left out. `records` are its lines in the Statement, `risks` and `obligations` the
    records that name one of them. `findings` are those on its requirements, `answers` what they rest on.
    """

    clause: Clause
    applicable: bool | None
    reason: str
    records: tuple[RegisterRecord, ...]
    risks: tuple[RegisterRecord, ...]
    obligations: tuple[RegisterRecord, ...]
    findings: tuple[Finding, ...]

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The answers behind it, each once."""
        found = {(one.fact, one.at): one for finding in self.findings for one in finding.answers}
        return tuple(found.values())

    @property
    def states(self) -> tuple[str, ...]:
        """How far it has come by its lines, each word once; none where no line says it."""
        said = (str(one.values["status"]) for one in self.records if "status" not in one.unsaid)
        return tuple(dict.fromkeys(said))

    def field(self, name: str) -> tuple[str, ...]:
        """What its lines say in a field, each once; none where they are silent or have no such field."""
        values = (one.values.get(name) for one in self.records if name not in one.unsaid)
        return tuple(dict.fromkeys(str(value) for value in values if value is not None))

    @property
    def latest(self) -> date | None:
        """The day on which it was introduced or last changed, the latest of its lines."""
        days = [day for one in self.records if isinstance(day := one.values.get("changed"), date)]
        return max(days, default=None)


def applicability(
    standard: str, assessment: Assessment, organisation: Organisation, knowledge: KnowledgeBase
) -> tuple[ControlLine, ...]:
    """The controls of the annex of a standard, in its order; none where it has no annex."""
    registers = organisation.registers
    lines = lines_by_control(registers, standard, knowledge)
    findings: dict[str, list[Finding]] = {}
    for finding in assessment.findings:
        if finding.standard == standard:
            findings.setdefault(finding.clause, []).append(finding)
    return tuple(
        _line(clause, lines.get(number, ()), findings.get(number, ()), organisation, knowledge)
        for number, clause in annex_of(standard, knowledge).items()
    )


def _line(
    clause: Clause,
    records: tuple[RegisterRecord, ...],
    findings: Iterable[Finding],
    organisation: Organisation,
    knowledge: KnowledgeBase,
) -> ControlLine:
    found = tuple(findings)
    applicable, reason = _said(records, found)
    return ControlLine(
        clause=clause,
        applicable=applicable,
        reason=reason,
        records=records,
        risks=_naming(records, RISKS, organisation, knowledge),
        obligations=_naming(records, OBLIGATIONS, organisation, knowledge),
        findings=found,
    )


def _said(records: Iterable[RegisterRecord], findings: tuple[Finding, ...]) -> tuple[bool | None, str]:
    """Whether a control applies and why, by the Statement, else by what is declared not applicable."""
    lines = tuple(records)
    used = [one for one in lines if one.values.get("applicable") != "no"]
    if lines:
        told = (str(one.values["justification"]) for one in used or lines if "justification" in one.values)
        return bool(used), "\n".join(dict.fromkeys(told))
    if findings and all(one.status is Status.NOT_APPLICABLE for one in findings):
        return False, "\n".join(dict.fromkeys(one.because for one in findings))
    return None, ""


def _naming(
    records: Iterable[RegisterRecord], register: str, organisation: Organisation, knowledge: KnowledgeBase
) -> tuple[RegisterRecord, ...]:
    """The records of a register that name one of some controls."""
    names = {one.id for one in records}
    fields = fields_of_controls(register, knowledge)
    return tuple(
        one
        for one in organisation.registers.get(register, ())
        if any(names.intersection(one.names.get(field, ())) for field in fields)
    )


def fields_of_controls(register: str, knowledge: KnowledgeBase) -> tuple[str, ...]:
    """The fields of a register in which controls are named."""
    known = knowledge.question.get(register)
    return tuple(field.name for field in known.record if field.register == CONTROLS) if known else ()

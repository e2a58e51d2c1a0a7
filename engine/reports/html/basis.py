"""What a report rests on, as the page shows it: scope, questions, registers, the policy with what it
raises and decides."""

from __future__ import annotations

import msgspec

from ...analysis.assessment import Assessment
from ...analysis.audience import PURPOSE, Audience
from ...model import Escalation, GradeChoice, KnowledgeBase, count
from ..words.assessment import SAMPLE
from ..words.method import (
    asked,
    asked_words,
    house_rules,
    judged_words,
    registers,
    registers_words,
    scope_words,
)
from ..words.questions import who_words


class ReportBasis(msgspec.Struct, frozen=True):
    """What a report rests on, in words.

    `by_who` has a row for everybody who can answer: questions, answered, with evidence. `registers` are
    those that are given: id, question, how many records; `registers_told` also says which that matter are
    not. `decided` are the policy's choices with the points they settle.
    """

    purpose: str
    scope: str
    asked: str
    judged: str
    by_who: list[tuple[str, int, int, int]]
    registers: list[tuple[str, str, str]]
    registers_told: str
    house_rules: list[tuple[Escalation, int]]
    decided: list[tuple[str, GradeChoice]]
    sample: str = SAMPLE


def basis_of(assessment: Assessment, knowledge: KnowledgeBase, report: Audience) -> ReportBasis:
    """What a report on an organisation rests on."""
    says = {one.id: one.says for one in knowledge.settings}
    return ReportBasis(
        purpose=PURPOSE[report],
        scope=scope_words(assessment, knowledge),
        asked=asked_words(assessment, knowledge),
        judged=judged_words(assessment, assessment.policy, knowledge),
        by_who=[
            (who_words(one.who), one.questions, one.answered, one.evidenced)
            for one in asked(assessment, knowledge)
        ],
        registers=[
            (one.register, knowledge.question[one.register].ask, count(one.records, "record"))
            for one in registers(assessment, knowledge)
            if one.records is not None
        ],
        registers_told=registers_words(assessment, knowledge),
        house_rules=[(one, _raised_by(one, assessment)) for one in house_rules(assessment, knowledge)],
        decided=[(says.get(one.setting, ""), one) for one in assessment.choices],
    )


def _raised_by(escalation: Escalation, assessment: Assessment) -> int:
    """How many requirements a rule of the policy raised."""
    return sum(any(raised.rule == escalation.id for raised in one.escalations) for one in assessment.findings)

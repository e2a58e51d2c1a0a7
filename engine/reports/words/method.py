"""What a report rests on: the scope, who was asked how much and what was shown, which registers were
given, the policy with its house rules. Every format takes it from here."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from ...analysis.assessment import Assessment
from ...analysis.audience import PURPOSE, Audience
from ...analysis.marks import MARKS, mark
from ...analysis.questions.registers import registers_over
from ...model import Escalation, KnowledgeBase, Standard, Status, Who, count
from .assessment import SAMPLE, editions
from .overlaid import versions_words
from .questions import joined
from .registers import register_words


class AskedOfPeople(msgspec.Struct, frozen=True):
    """The questions behind the requirements that apply, so far as one kind of person can answer them. A
    question is `answered` where every such requirement that reads it has its answer, and `evidenced` where
    every such answer names evidence."""

    who: Who
    questions: int
    answered: int
    evidenced: int


class Given(msgspec.Struct, frozen=True):
    """A register that is given, with so many `records`, or that is not (None). `requirements` are those of
    the assessment that apply and on which its records bear."""

    register: str
    records: int | None
    requirements: tuple[str, ...]


def asked(assessment: Assessment, knowledge: KnowledgeBase) -> tuple[AskedOfPeople, ...]:
    """Who was asked how much; those with no question are left out."""
    answered: dict[str, bool] = {}
    evidenced: dict[str, bool] = {}
    for finding in assessment.findings:
        given = {answer.fact: answer for answer in finding.answers}
        reads = knowledge.reads_of[knowledge.requirement[finding.requirement].template]
        for fact in given if finding.status is Status.NOT_APPLICABLE else reads:
            answered[fact] = answered.get(fact, True) and fact in given
            evidenced[fact] = evidenced.get(fact, True) and fact in given and bool(given[fact].evidence)
    by_who: dict[Who, list[str]] = {}
    for name in answered:
        if not knowledge.question[name].computed:
            by_who.setdefault(knowledge.question[name].who, []).append(name)
    return tuple(
        AskedOfPeople(
            who, len(facts), sum(answered[one] for one in facts), sum(evidenced[one] for one in facts)
        )
        for who in Who
        if (facts := by_who.get(who, []))
    )


def asked_words(assessment: Assessment, knowledge: KnowledgeBase) -> str:
    """How much was asked, answered and shown, and how much an auditor saw."""
    groups = asked(assessment, knowledge)
    questions, answered = sum(one.questions for one in groups), sum(one.answered for one in groups)
    evidenced = sum(one.evidenced for one in groups)
    told = (
        f"{answered} of {count(questions, 'question')} behind these requirements"
        f" {'is' if answered == 1 else 'are'} answered"
    )
    shown = f"{evidenced} of them with evidence" if evidenced else "none of them with evidence"
    notes = len({one.note.at for finding in assessment.findings for one in finding.observed})
    seen = (
        f" {count(notes, 'note')} of what an auditor saw {'is' if notes == 1 else 'are'} judged as well."
        if notes
        else ""
    )
    return f"{told}{f', {shown}' if answered else ''}.{seen}"


def registers(assessment: Assessment, knowledge: KnowledgeBase) -> tuple[Given, ...]:
    """The registers that are given, and those that are not and would bear on a requirement, in the order
    of the knowledge base."""
    bears: dict[str, list[str]] = {}
    for finding in assessment.findings:
        for register in (
            () if finding.status is Status.NOT_APPLICABLE else registers_over(finding.requirement, knowledge)
        ):
            bears.setdefault(register, []).append(finding.requirement)
    return tuple(
        Given(one.id, assessment.registers.get(one.id), tuple(bears.get(one.id, ())))
        for one in knowledge.registers
        if one.id in assessment.registers or one.id in bears
    )


def registers_words(assessment: Assessment, knowledge: KnowledgeBase) -> str:
    """Which registers were given and which that matter were not; empty where no register matters and none
    was given."""
    found = registers(assessment, knowledge)
    given = [
        f"{register_words(one.register)} ({count(one.records, 'record')})"
        for one in found
        if one.records is not None
    ]
    missing = [register_words(one.register) for one in found if one.records is None]
    if not given:
        return (
            f"No register was given, so that no record of {joined(missing, 'or')} was looked at."
            if missing
            else ""
        )
    rest = f" Not given, so that no record of theirs was looked at: {joined(missing)}." if missing else ""
    return f"Registers given: {joined(given)}.{rest}"


def scope_words(assessment: Assessment, knowledge: KnowledgeBase) -> str:
    """What was looked at, and how much of it does not apply."""
    summary = assessment.summary
    outside = summary.not_applicable
    rest = f", of which {outside} {'does' if outside == 1 else 'do'} not apply" if outside else ""
    return (
        f"In scope: {count(summary.requirements, 'requirement')} of {editions(assessment, knowledge)}{rest}."
    )


def counts_of(standard: str, assessment: Assessment) -> dict[str, int]:
    """How many requirements of one standard carry each mark, worst first."""
    found = Counter(mark(finding) for finding in assessment.findings if finding.standard == standard)
    return {name: found[name] for name in (*(one for one in MARKS if one not in OPEN), *OPEN)}


OPEN = (Status.NOT_ASSESSED.value, Status.NOT_APPLICABLE.value)


def house_rules(assessment: Assessment, knowledge: KnowledgeBase) -> tuple[Escalation, ...]:
    """The rules by which the policy raises grades: house rules all, since no standard gives their numbers."""
    policy = knowledge.policy.get(assessment.policy)
    return policy.escalations if policy else ()


def policy_words(assessment: Assessment, knowledge: KnowledgeBase) -> str:
    """What the policy is for."""
    policy = knowledge.policy.get(assessment.policy)
    return policy.says if policy else "grades stay what the rules give."


def judged_words(assessment: Assessment, name: str, knowledge: KnowledgeBase) -> str:
    """By which engine and policy it was judged, the policy's name as the format writes it."""
    number = len(assessment.changes)
    changed = f" {count(number, 'change')} by overlays." if number else ""
    return (
        f"Judged by the {assessment.engine} engine with the policy {name}:"
        f" {policy_words(assessment, knowledge)}{changed} It rests on {versions_words(assessment.versions)}"
    )


def _edition_json(standard: Standard, assessment: Assessment) -> dict[str, Any]:
    return {
        "standard": standard.id,
        "edition": standard.edition,
        "title": standard.title,
        "discipline": standard.discipline.value,
        "counts": counts_of(standard.id, assessment),
    }


def method_json(assessment: Assessment, knowledge: KnowledgeBase, report: Audience) -> dict[str, Any]:
    """What the report rests on, for programs."""
    policy = knowledge.policy.get(assessment.policy)
    return {
        "report": report,
        "purpose": PURPOSE[report],
        "editions": [_edition_json(knowledge.standard[name], assessment) for name in assessment.standards],
        "asked": [
            {
                "who": one.who.value,
                "questions": one.questions,
                "answered": one.answered,
                "with_evidence": one.evidenced,
            }
            for one in asked(assessment, knowledge)
        ],
        "registers": [
            {"register": one.register, "records": one.records, "requirements": list(one.requirements)}
            for one in registers(assessment, knowledge)
        ],
        "policy": policy.says if policy else "",
        "house_rules": [
            {
                "rule": one.id,
                "raises_to": one.grade.word,
                "because": one.because,
                "rule_at": {"file": one.at.file, "line": one.at.line},
            }
            for one in house_rules(assessment, knowledge)
        ],
        "note": SAMPLE,
    }

"""Findings on whole clauses: what an auditor saw against a clause is written against it, and against no
requirement under it."""

from __future__ import annotations

from collections.abc import Iterator

from ..inference.interface import Inference, Raised
from ..model import Escalation, Grade, KnowledgeBase, Policy, Repeat, Status
from ..organisation.organisation import Note, Organisation
from .findings import Finding, Observed, Raise, Reason

NOTED_BEFORE = "A note says that it was found before."


def findings_on_clauses(
    organisation: Organisation, knowledge: KnowledgeBase, inference: Inference, policy: Policy
) -> tuple[Finding, ...]:
    """One finding for every clause that a note finds fault with, in the order of the clauses;
    `requirement` is the id of the clause."""
    found: dict[str, list[Observed]] = {}
    for verdict in inference.verdicts:
        for one in verdict.seen:
            note = organisation.notes[one.note]
            if note.on_clause and one.fired:
                found.setdefault(note.target, []).append(Observed(note, one.base, one.fired))
    raised = [one for one in inference.raised if one.because_of == one.requirement]
    ordered = sorted(found, key=lambda clause: (knowledge.place_of(clause), clause))
    return tuple(_finding(clause, found[clause], knowledge, policy, raised) for clause in ordered)


def _finding(
    clause: str, seen: list[Observed], knowledge: KnowledgeBase, policy: Policy, raised: list[Raised]
) -> Finding:
    place = knowledge.written_against(clause)
    reasons = tuple(sorted(_reasons(seen, knowledge, policy), key=lambda one: (-one.grade, one.rule)))
    carried = {one.escalation for one in raised if one.requirement in knowledge.members[clause]}
    grade = reasons[0].grade
    back = any(one.grade.fails and one.note.repeats for one in seen)
    risen = tuple(
        _raise(one, grade, clause)
        for one in policy.escalations
        if back and one.id in carried and _rises(one, grade)
    )
    return Finding(
        requirement=clause,
        standard=place.standard,
        clause=place.clause,
        status=Status.GAP,
        grade=max([grade, *(one.after for one in risen)]),
        could_become=Grade.UNGRADED,
        because=reasons[0].because,
        fix=reasons[0].fix,
        reasons=reasons,
        escalations=risen,
        observed=tuple(seen),
        risk=next((one.risk for one in reasons if one.risk), ""),
    )


def _reasons(seen: list[Observed], knowledge: KnowledgeBase, policy: Policy) -> Iterator[Reason]:
    for one in seen:
        yield from (_reason(name, one.note, knowledge, policy) for name in one.rules)


def _reason(name: str, note: Note, knowledge: KnowledgeBase, policy: Policy) -> Reason:
    rule = knowledge.rule[name]
    return Reason(
        rule.id, rule.grade, rule.because, rule.fix, rule.at, note, policy.choice_on(rule.id), risk=rule.risk
    )


def _rises(escalation: Escalation, grade: Grade) -> bool:
    return escalation.repeats is Repeat.FINDING and grade < escalation.grade


def _raise(escalation: Escalation, before: Grade, clause: str) -> Raise:
    because = f"{escalation.because} {NOTED_BEFORE}"
    return Raise(escalation.id, before, escalation.grade, because, clause, escalation.at)

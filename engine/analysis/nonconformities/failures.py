"""What a gap is made of: the failures of one requirement, or of a clause as a whole where a note names
one, each of one practice at one place, with the answers and notes behind it."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator

import msgspec

from ...model import Grade, KnowledgeBase, Op, Requirement, Status, Weight
from ...organisation.organisation import weight_of
from ..findings import Finding, Raise, Reason
from .practices import Practices

Because = tuple[str, str]
"""What a failure rests on: a question with the place of its answer, a note, or a rule over records, as
text that tells them apart."""


WrongInRecord = tuple[str, str, Hashable]
"""What is wrong in a record: the register, the record, and the test that it fails."""

_WRONG = (Op.MISSING, Op.OLDER_THAN, Op.BEFORE, Op.NOT_AFTER, Op.DANGLING, Op.CONTRADICTED)
"""What a test finds missing, late or too early; its other conditions say of which records it speaks."""


class Shortfall(msgspec.Struct, frozen=True, gc=False):
    """One requirement that falls short, for reasons of one practice. `family` is what its practice belongs
    to, if lesser failures there are one nonconformity. `rests_on` names the answers, notes and records
    behind it, `records` what is wrong in which records, `place` where it was seen if notes name places,
    `absent` whether what is missing is missing altogether."""

    finding: Finding
    practice: str
    grade: Grade
    reasons: tuple[Reason, ...]
    rests_on: tuple[Because, ...]
    records: tuple[WrongInRecord, ...] = ()
    place: str = ""
    absent: bool = False
    raised: Raise | None = None
    family: str = ""

    @property
    def requirement(self) -> str:
        return self.finding.requirement

    @property
    def causes(self) -> frozenset[Hashable]:
        """All that makes another failure the same one, or one that only follows from it."""
        return frozenset((*self.rests_on, *self.records))


def failures_of(findings: Iterable[Finding], knowledge: KnowledgeBase) -> tuple[Shortfall, ...]:
    """The failures behind all gaps, in the order of the findings."""
    practices = Practices(knowledge)
    gaps = [finding for finding in findings if finding.status is Status.GAP]
    return tuple(failure for gap in gaps for failure in _failures(gap, knowledge, practices))


def _failures(finding: Finding, knowledge: KnowledgeBase, practices: Practices) -> Iterator[Shortfall]:
    requirement = knowledge.written_against(finding.requirement)
    by_place: dict[str, list[Reason]] = {}
    for reason in finding.reasons:
        by_place.setdefault(reason.note.where if reason.note else "", []).append(reason)
    if not by_place:
        yield _without_reasons(finding, practices.of_requirement(requirement), knowledge)
        return
    worst = max(by_place, key=lambda place: max(reason.grade for reason in by_place[place]))
    for place, reasons in by_place.items():
        raised = next(
            (one for one in finding.escalations if place == worst and one.after > reasons[0].grade), None
        )
        yield _failure(finding, requirement, reasons, place, raised, practices)


def _failure(
    finding: Finding,
    requirement: Requirement,
    reasons: list[Reason],
    place: str,
    raised: Raise | None,
    practices: Practices,
) -> Shortfall:
    deciding = reasons[0]
    practice = practices.of_reason(deciding, requirement)
    alike = [
        one
        for one in reasons
        if one.grade is deciding.grade and practices.of_reason(one, requirement) == practice
    ]
    weighty = weight_of(requirement.id, practices.knowledge) is Weight.ELEMENT
    gone = deciding.note.finds_absent and not place if deciding.note else True
    return Shortfall(
        finding=finding,
        practice=practice,
        grade=raised.after if raised else deciding.grade,
        reasons=tuple(reasons),
        rests_on=tuple(dict.fromkeys(_rests_on(reason, finding) for reason in alike)),
        records=tuple(_wrong_in_records(finding, {reason.rule for reason in alike}, practices.knowledge)),
        place=place,
        absent=gone and weighty and deciding.grade is Grade.MAJOR,
        raised=raised,
        family=practices.family(deciding, requirement),
    )


def _without_reasons(finding: Finding, practice: str, knowledge: KnowledgeBase) -> Shortfall:
    """A failure that no rule of the requirement found: a dependency raised it, and what it stands on is
    behind it."""
    raised = finding.escalations[0] if finding.escalations else None
    behind = (
        knowledge.link[raised.because_of].source
        if raised and raised.because_of in knowledge.link
        else finding.requirement
    )
    rests_on = (("foundation", behind),)
    return Shortfall(
        finding, f"foundation {behind}" if raised else practice, finding.grade, (), rests_on, raised=raised
    )


def _wrong_in_records(
    finding: Finding, rules: Collection[str], knowledge: KnowledgeBase
) -> Iterator[WrongInRecord]:
    """What rules over records found wrong: for each record the fields that are empty or out of time, or,
    where it is neither, the test as a whole. What one standard finds wrong in a record another one finds,
    too."""
    for found in finding.records:
        each = knowledge.rule[found.rule].each
        if found.rule not in rules or each is None:
            continue
        wrong = tuple(one for one in each.conditions if one.op in _WRONG)
        tests: tuple[Hashable, ...] = wrong or ((each.conditions, each.none, each.some, each.only),)
        yield from ((found.register, one.id, test) for one in found.records for test in tests)


def _rests_on(reason: Reason, finding: Finding) -> Because:
    if reason.note is not None:
        return "note", f"{reason.note.at} {reason.note.saw}"
    if not reason.questions:
        return "rule", f"{finding.requirement} {reason.rule}"
    question = reason.questions[0]
    answer = next((one for one in finding.answers if one.fact == question), None)
    by = answer.discipline.value if answer and answer.discipline else ""
    return question, by if answer else f"{finding.requirement} {reason.rule}"

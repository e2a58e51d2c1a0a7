"""Nonconformities as they are recorded: numbered worst first, each with its requirement, statement and
evidence; and the breakdowns that several of them show together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain

import msgspec

from ...model import Grade, KnowledgeBase, Policy, Status
from ...organisation.organisation import Answer, Evidence
from ...problems import Location
from ..findings import Finding, Reason
from .breakdown import Breakdown, breakdowns
from .failures import Shortfall, failures_of
from .grouping import FailureGroup, Grouping
from .nonconformity import Nonconformity, Proof

PREFIX = {Grade.MAJOR: "NC", Grade.MINOR: "NC", Grade.OBSERVATION: "OBS", Grade.OPPORTUNITY: "OFI"}
"""How the numbers of each grade begin: nonconformities count on, observations and opportunities for
themselves."""


class Recorded(msgspec.Struct, frozen=True, dict=True):
    """What is recorded of one organisation, worst first: nonconformities, and what is below them."""

    nonconformities: tuple[Nonconformity, ...]
    observations: tuple[Nonconformity, ...]

    @cached_property
    def recorded_in(self) -> dict[str, str]:
        """By requirement, the number of the worst that is recorded against it."""
        everything = (*self.nonconformities, *self.observations)
        return {requirement: one.id for one in reversed(everything) for requirement in one.members}

    @cached_property
    def carrier(self) -> dict[str, str]:
        """By requirement, the number of the worst that carries it."""
        everything = (*self.nonconformities, *self.observations)
        return {requirement: one.id for one in reversed(everything) for requirement in one.carries}


def recorded(
    findings: Sequence[Finding], knowledge: KnowledgeBase, policy: Policy, standards: Sequence[str]
) -> Recorded:
    """Every nonconformity and observation behind the findings, those on whole clauses included;
    `standards` are those assessed, in the order the organisation names them."""
    grouping = Grouping(knowledge, standards)
    unassessed = [finding.requirement for finding in findings if finding.status is Status.NOT_ASSESSED]
    found = grouping.grouped(failures_of(findings, knowledge), unassessed)
    shown = breakdowns(found.failing, findings, policy)
    writer = _Writer(grouping)
    single = [
        writer.write(group)
        for group in found.failing
        if not any(group in breakdown.groups for breakdown in shown)
    ]
    together = [writer.together(breakdown) for breakdown in shown]
    below = [writer.write(group) for group in found.lesser]
    return Recorded(tuple(writer.numbered([*single, *together])), tuple(writer.numbered(below)))


class _Writer:
    """Writes groups down as nonconformities."""

    def __init__(self, grouping: Grouping) -> None:
        self.knowledge = grouping.knowledge
        self.standards = grouping.standards
        self.place = grouping.place

    def write(self, group: FailureGroup) -> Nonconformity:
        """One nonconformity for one group of failures."""
        home, *rest = group.failures
        worst = max((home, *rest), key=lambda failure: failure.grade)
        because = worst.raised.because if worst.raised else worst.finding.because
        others = sorted({one.requirement for one in rest} - {home.requirement}, key=self.place)
        reasons = chain.from_iterable(failure.reasons for failure in (worst, home, *rest))
        return Nonconformity(
            id="",
            key=self._key(home),
            grade=group.grade,
            requirement=home.requirement,
            clause=home.finding.clause,
            standards=self._standards(group.requirements),
            statements=tuple(dict.fromkeys(self._statements((home, *rest)))),
            because=because,
            fix=_what_to_do(worst, group),
            risk=next((reason.risk for reason in reasons if reason.risk), ""),
            rules=tuple(
                dict.fromkeys(one.rule for failure in (home, *rest) for one in self._deciding(failure))
            ),
            also=tuple(others),
            carries=group.carries,
            evidence=tuple(dict.fromkeys(proof for failure in (home, *rest) for proof in _proofs(failure))),
            place=home.place,
            practices=tuple(dict.fromkeys(key for one in rest if (key := self._key(one)) != self._key(home))),
        )

    def together(self, breakdown: Breakdown) -> Nonconformity:
        """The one major that several nonconformities on one clause show together; they are listed in it
        and not counted besides."""
        parts = sorted((self.write(group) for group in breakdown.groups), key=self._worst_first)
        home = parts[0]
        members = list(dict.fromkeys(member for part in parts for member in part.members))
        return msgspec.structs.replace(
            home,
            key=f"{breakdown.clause} breakdown" if len(parts) > 1 else home.key,
            grade=breakdown.escalation.grade,
            clause=breakdown.clause.partition("/")[2],
            standards=self._standards(members),
            statements=tuple(dict.fromkeys(sentence for part in parts for sentence in part.statements)),
            because=breakdown.escalation.because,
            rules=tuple(
                dict.fromkeys((breakdown.escalation.id, *(rule for part in parts for rule in part.rules)))
            ),
            also=tuple(member for member in members if member != home.requirement),
            carries=tuple(dict.fromkeys(one for part in parts for one in part.carries)),
            evidence=tuple(dict.fromkeys(proof for part in parts for proof in part.evidence)),
            parts=tuple(part.key for part in parts) if len(parts) > 1 else (),
            breakdown=breakdown.clause,
            practices=tuple(dict.fromkeys(key for part in parts for key in part.practices)),
        )

    def numbered(self, found: Iterable[Nonconformity]) -> Iterator[Nonconformity]:
        """The same, worst first and then in the order of standards and clauses, with their numbers."""
        numbers: dict[str, int] = {}
        for one in sorted(found, key=self._worst_first):
            prefix = PREFIX[one.grade]
            numbers[prefix] = numbers.get(prefix, 0) + 1
            yield msgspec.structs.replace(one, id=f"{prefix}-{numbers[prefix]}")

    def _worst_first(self, one: Nonconformity) -> tuple[object, ...]:
        return -one.grade, self.place(one.requirement), one.key

    def _standards(self, requirements: Iterable[str]) -> tuple[str, ...]:
        found = {one.partition("/")[0] for one in requirements}
        return tuple(standard for standard in self.standards if standard in found)

    def _key(self, failure: Shortfall) -> str:
        standard = failure.finding.standard.partition(":")[0]
        return " ".join(
            filter(None, (failure.practice, f"in {standard}", failure.place and f"at {failure.place}"))
        )

    def _deciding(self, failure: Shortfall) -> Iterator[Reason]:
        yield from (one for one in failure.reasons if one.grade is failure.reasons[0].grade)

    def _statements(self, failures: Iterable[Shortfall]) -> Iterator[str]:
        for failure in failures:
            if not failure.reasons:
                yield failure.finding.because
            for reason in self._deciding(failure):
                yield (
                    reason.note.saw
                    if reason.note
                    else reason.because.removesuffix(self.knowledge.rule[reason.rule].known).rstrip()
                )


def _what_to_do(worst: Shortfall, group: FailureGroup) -> str:
    """The fix of the worst failure, then that of each other practice written in the nonconformity."""
    told: dict[str, str] = {}
    for failure in (worst, *group.failures):
        told.setdefault(failure.practice, failure.reasons[0].fix if failure.reasons else failure.finding.fix)
    return " ".join(dict.fromkeys(fix for fix in told.values() if fix))


def _proofs(failure: Shortfall) -> Iterator[Proof]:
    """The objective evidence behind a failure: answers with what shows them, notes, records."""
    asked = {question for reason in failure.reasons for question in reason.questions}
    for answer in failure.finding.answers:
        if answer.fact in asked or answer.is_contradicted:
            yield from _proofs_of_answer(answer)
    for reason in failure.reasons:
        if reason.note is not None:
            yield Proof("note", reason.note.target, reason.note.saw, reason.note.at)
            yield from (_document(one, reason.note.at) for one in reason.note.evidence)
    for found in failure.finding.records:
        if any(reason.rule == found.rule for reason in failure.reasons):
            yield from (Proof("record", record.id, found.register, record.at) for record in found.records)


def _proofs_of_answer(answer: Answer) -> Iterator[Proof]:
    counted = answer.counted
    yield Proof("answer", answer.fact, answer.text, answer.at, by=answer.by, counted=counted)
    if counted is not None:
        yield from (Proof("record", name, counted.register, at) for name, at in counted.records)
    yield from (_document(one, answer.at) for one in answer.evidence)


def _document(evidence: Evidence, at: Location) -> Proof:
    return Proof("evidence", evidence.ref, evidence.note, at, evidence.date)

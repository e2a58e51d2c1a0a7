"""What became of an earlier assessment: which nonconformities are closed, still open, eased or out of sight,
and which are new or back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import msgspec

from ..model import Grade, Policy
from ..organisation.previous import EarlierNonconformity, Previous
from .findings import Finding
from .nonconformities.nonconformity import Nonconformity
from .nonconformities.recorded import Recorded


class Fate(msgspec.Struct, frozen=True, gc=False):
    """A nonconformity then and now, by what it is written against (now, if it is still recorded). Numbers are
    empty and grades UNGRADED where there is none; what stands for the findings of an older file has no number
    then."""

    requirement: str
    key: str
    id_then: str = ""
    id_now: str = ""
    then: Grade = Grade.UNGRADED
    now: Grade = Grade.UNGRADED


class Progress(msgspec.Struct, frozen=True, gc=False):
    """What became of nonconformities, each of then in one of five lists, each that is not of then in one of
    two.

    `closed`: everything it was recorded against conforms. `still`: it is recorded again, or something it was
    recorded against still fails. `eased`: an observation or opportunity is left. `unjudged`: nothing is said
    now of something it was recorded against. `not_compared`: nothing of it is part of this assessment. `new`
    is only of now; `back` had failed before the assessment of then and did not then. `by_finding`: the file
    of then told no nonconformities, so that its findings stand for them.
    """

    closed: tuple[Fate, ...] = ()
    still: tuple[Fate, ...] = ()
    new: tuple[Fate, ...] = ()
    back: tuple[Fate, ...] = ()
    eased: tuple[Fate, ...] = ()
    unjudged: tuple[Fate, ...] = ()
    not_compared: tuple[Fate, ...] = ()
    by_finding: bool = False

    @property
    def of_then(self) -> int:
        """How many nonconformities of then can be compared."""
        return len(self.closed) + len(self.still) + len(self.eased) + len(self.unjudged)


class Since(msgspec.Struct, frozen=True, gc=False):
    """What became of an earlier assessment: of its nonconformities (`progress`), and of its requirements, by
    the ids of now and in the order of the clauses.

    `still` failed then and fail now, `eased` failed then and leave an observation or opportunity now,
    `closed` failed then and conform now, `unjudged` failed then and nothing is said of them now. `new` fail
    now and did not then; those of them that had failed before are `back`. `not_compared` failed then and are
    not part of this assessment, by the id of then.

    `raises_from` is the day from which on the policy raises what is left open; None if it has come.
    """

    file: str
    as_of: date
    policy: str
    still: tuple[str, ...]
    eased: tuple[str, ...]
    closed: tuple[str, ...]
    unjudged: tuple[str, ...]
    new: tuple[str, ...]
    not_compared: tuple[str, ...]
    back: tuple[str, ...] = ()
    progress: Progress = Progress()
    raises_from: date | None = None


def since_of(
    previous: Previous, findings: Iterable[Finding], kept: Recorded, as_of: date, policy: Policy
) -> Since:
    """What became of what failed at an earlier assessment, by the findings of now and what is recorded of
    them."""
    found = list(findings)
    before = [one for one in found if one.requirement in previous.failed]
    only_now = [one.requirement for one in found if _fails_only_now(one, previous)]
    next_audit = previous.next_audit(policy.next_audit_months)
    return Since(
        file=previous.file,
        as_of=previous.as_of,
        policy=previous.policy,
        still=tuple(one.requirement for one in before if one.grade.fails),
        eased=tuple(one.requirement for one in before if one.grade in (Grade.OBSERVATION, Grade.OPPORTUNITY)),
        closed=tuple(one.requirement for one in before if one.grade is Grade.CONFORMS),
        unjudged=tuple(one.requirement for one in before if one.grade is Grade.UNGRADED),
        new=tuple(name for name in only_now if name not in previous.failed_before),
        back=tuple(name for name in only_now if name in previous.failed_before),
        not_compared=previous.not_compared,
        progress=_Matching(previous, found, kept).progress(),
        raises_from=next_audit if as_of < next_audit else None,
    )


def names_of(recorded: Nonconformity) -> tuple[str, ...]:
    """What a nonconformity goes by in another assessment: its key, those of the nonconformities that it
    lists, and those of the practices written in it."""
    return (recorded.key, *recorded.parts, *recorded.practices)


def _fails_only_now(finding: Finding, previous: Previous) -> bool:
    return (
        finding.grade.fails
        and finding.requirement in previous.compared
        and finding.requirement not in previous.failed
    )


class _Matching:
    """Finds what became of each nonconformity of then: by its names, else by what it was recorded against."""

    def __init__(self, previous: Previous, findings: Sequence[Finding], kept: Recorded) -> None:
        self.previous = previous
        self.finding = {one.requirement: one for one in findings}
        self.kept = kept
        self.failing = {name: known for known in reversed(kept.nonconformities) for name in names_of(known)}
        self.lesser = {name: known for known in reversed(kept.observations) for name in names_of(known)}
        self.number = {known.id: known for known in (*kept.nonconformities, *kept.observations)}

    def progress(self) -> Progress:
        fates: dict[str, list[Fate]] = {part: [] for part in Progress.__struct_fields__}
        matched: set[str] = set()
        for then in self.previous.nonconformities:
            part, now = self._became(then)
            matched.update(known.id for known in self._all_of(then))
            matched.update([now.id] if now else [])
            fates[part].append(_fate_of(then, now))
        for known in self.kept.nonconformities:
            if known.id not in matched and not self.previous.compared.isdisjoint(known.members):
                part = "back" if self._failed_before(known) else "new"
                fates[part].append(Fate(known.requirement, known.key, id_now=known.id, now=known.grade))
        told = {part: tuple(found) for part, found in fates.items() if part != "by_finding"}
        return Progress(**told, by_finding=self.previous.by_finding)

    def _became(self, then: EarlierNonconformity) -> tuple[str, Nonconformity | None]:
        if not then.compared:
            return "not_compared", None
        now = next(self._all_of(then), None) or self._where_a_member_fails(then)
        if now is not None:
            return "still", now
        lesser = next((self.lesser[name] for name in then.names if name in self.lesser), None)
        grades = {self.finding[name].grade for name in then.members}
        if Grade.UNGRADED in grades:
            return "unjudged", lesser
        return ("closed", None) if lesser is None and grades == {Grade.CONFORMS} else ("eased", lesser)

    def _all_of(self, then: EarlierNonconformity) -> Iterator[Nonconformity]:
        """The nonconformities of now that go by a name of one of then: several, where a breakdown has come
        apart."""
        yield from (self.failing[name] for name in then.names if name in self.failing)

    def _where_a_member_fails(self, then: EarlierNonconformity) -> Nonconformity | None:
        failing = (self.finding[name] for name in then.members if self.finding[name].grade.fails)
        numbers = (finding.nonconformity or finding.carried_by for finding in failing)
        return next((self.number[number] for number in numbers if number), None)

    def _failed_before(self, known: Nonconformity) -> bool:
        return not self.previous.failed_before.isdisjoint((*names_of(known), known.requirement))


def _fate_of(then: EarlierNonconformity, now: Nonconformity | None) -> Fate:
    key = now.key if now else next(iter(then.names), "")
    requirement = now.requirement if now else then.requirement
    number, grade = (now.id, now.grade) if now else ("", Grade.UNGRADED)
    return Fate(requirement, key, id_then=then.id, id_now=number, then=then.grade, now=grade)

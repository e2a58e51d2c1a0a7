"""An earlier assessment of the same organisation: what failed then, as far as it can be compared with what is
assessed now.

It is read from the JSON that `assess --format json` writes, as a stranger may have changed it: what is not as
we write it is a problem, and nothing else of that file is believed.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import msgspec

from ..codes import CodeWord
from ..knowledge.formats.values import CLAUSE, NAME, STANDARD_ID
from ..model import Grade, KnowledgeBase
from ..problems import BadInput, Location, Problem, did_you_mean, visible
from ..reading.nodes import shortened

HINT = "give the file that `clausegraph assess FACTS --format json --output FILE` wrote for the earlier audit"
GRADES = {grade.word: grade for grade in Grade if grade is not Grade.UNGRADED}

LARGEST = 16 * 1024 * 1024
"""How many bytes an earlier assessment may have."""

MOST_TOLD = 12
"""How many problems of one file are told."""


class Earlier(msgspec.Struct, frozen=True, gc=False):
    """A requirement that failed at an earlier assessment: its id and grade then, the day, and the rules that
    made it fail, for those over registers with the records they named. `due` is the day agreed on for mending
    it, if the file tells one."""

    requirement: str
    grade: Grade
    as_of: date
    rules: tuple[str, ...] = ()
    records: dict[str, tuple[str, ...]] = {}
    due: date | None = None


class EarlierNonconformity(msgspec.Struct, frozen=True, gc=False):
    """A nonconformity of an earlier assessment: its number, grade, and what it goes by (its key, and those of
    what it lists).

    `requirement` is what it was written against, `members` are all that it was recorded against, by the ids
    they have now; those that are not assessed now are left out. Without any it is not `compared`, and
    `requirement` is the id of then.
    """

    id: str
    names: tuple[str, ...]
    grade: Grade
    requirement: str
    members: tuple[str, ...]

    @property
    def compared(self) -> bool:
        return bool(self.members)


class Previous(msgspec.Struct, frozen=True):
    """An earlier assessment. `failed` is what failed then, by the id the requirement has now; `compared` are
    all requirements judged then, by the id they have now; `not_compared` are those that failed then and are
    not assessed now, by the id they had.

    `nonconformities` are those of then; a file that tells none yet (`by_finding`) stands with its findings.
    `failed_before` is what the file tells of the assessment before it: the names of nonconformities and the
    requirements (ids of now) that had failed there and did no more.
    """

    file: str
    as_of: date
    policy: str
    failed: dict[str, Earlier]
    compared: frozenset[str]
    not_compared: tuple[str, ...]
    nonconformities: tuple[EarlierNonconformity, ...] = ()
    by_finding: bool = False
    failed_before: frozenset[str] = frozenset()

    def next_audit(self, months: int) -> date:
        """The day from which on an assessment is the next audit: so many months later."""
        return months_later(self.as_of, months)

    def left_open(self, as_of: date, months: int) -> dict[str, Earlier]:
        """What failed then and may be raised for it on a day: at the next audit everything, before it what is
        open beyond the day that was agreed on. Nobody is punished for looking again after a week."""
        if as_of >= self.next_audit(months):
            return self.failed
        return {
            name: known for name, known in self.failed.items() if known.due is not None and known.due < as_of
        }


def months_later(day: date, months: int) -> date:
    """The same day so many calendar months later; a day that month does not have becomes its last. After the
    last year there is, its end."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


_Requirement = Annotated[str, msgspec.Meta(pattern=rf"\A{STANDARD_ID}/{CLAUSE}/{NAME}\Z", max_length=200)]
_Standard = Annotated[str, msgspec.Meta(pattern=rf"\A{STANDARD_ID}\Z", max_length=100)]
_Rule = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9][A-Za-z0-9./:@_-]*\Z", max_length=200)]
_Name = Annotated[str, msgspec.Meta(pattern=rf"\A{NAME}\Z", max_length=100)]
_Number = Annotated[str, msgspec.Meta(pattern=r"\A[A-Z]{2,3}-[0-9]{1,6}\Z")]
_Key = Annotated[str, msgspec.Meta(max_length=1000)]


class _Reason(msgspec.Struct):
    rule: _Rule
    grade: str


class _Record(msgspec.Struct):
    record: str


class _Recorded(msgspec.Struct):
    rule: _Rule
    records: list[_Record]


class _Finding(msgspec.Struct):
    requirement: _Requirement
    grade: str | None
    reasons: list[_Reason] = []
    records: list[_Recorded] = []


class _Nonconformity(msgspec.Struct):
    id: _Number
    key: _Key
    grade: str
    requirement: _Requirement
    also: list[_Requirement] = []
    parts: list[_Key] = []
    practices: list[_Key] = []
    due: date | None = None


class _Step(msgspec.Struct):
    requirements: list[_Requirement]
    due: date | None = None


class _Plan(msgspec.Struct):
    steps: list[_Step] = []


class _Named(msgspec.Struct):
    key: _Key = ""


class _Mended(msgspec.Struct):
    closed: list[_Named] = []
    eased: list[_Named] = []


class _Before(msgspec.Struct):
    """What the file tells of the assessment before it."""

    closed: list[_Requirement] = []
    eased: list[_Requirement] = []
    nonconformities: _Mended = msgspec.field(default_factory=_Mended)


class _EarlierReport(msgspec.Struct):
    """What of an assessment's JSON is read. `what_if` tells an assessment of answers that nobody gave."""

    organisation: str
    as_of: date
    standards: list[_Standard]
    findings: list[_Finding]
    policy: _Name
    what_if: Any = None
    nonconformities: list[_Nonconformity] | None = None
    plan: _Plan = msgspec.field(default_factory=_Plan)
    previous: _Before | None = None


def read_previous(
    path: Path, organisation: str, as_of: date, standards: Iterable[str], knowledge: KnowledgeBase
) -> Previous:
    """The earlier assessment of a file, to be compared with one of `organisation` on `as_of` against
    `standards`.

    Raises BadInput if the file holds none, or one of another organisation, of a later day, or of other
    standards altogether.
    """
    written = _decoded(path)
    wanted = tuple(standards)
    problems = [*_of_another(written, organisation, as_of), *islice(_unsound(written), MOST_TOLD)]
    pairs = dict(_pairs(written.standards, wanted, knowledge))
    if not pairs:
        message = (
            f"it assessed {', '.join(written.standards) or 'no standard'}, of which nothing is assessed now"
        )
        problems.append((message, "wrong-previous", f"now assessed: {', '.join(wanted)}"))
    if problems:
        raise BadInput([_problem(path, *problem) for problem in problems[:MOST_TOLD]])
    return _compared(path, written, pairs, knowledge)


def _decoded(path: Path) -> _EarlierReport:
    content = _content(path)
    try:
        return msgspec.json.decode(content, type=_EarlierReport)
    except msgspec.ValidationError as fault:
        raise BadInput(
            [_problem(path, f"this is no assessment: {visible(str(fault))}", "no-assessment", HINT)]
        ) from fault
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise BadInput(
            [_problem(path, "this is no JSON, so it is no assessment", "no-assessment", HINT)]
        ) from fault


def _content(path: Path) -> bytes:
    """The bytes of a file, never more than it may have and one."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as fault:
        raise BadInput(
            [_problem(path, f"this file cannot be read: {fault.strerror or fault}", "unreadable", "")]
        ) from fault
    if len(content) > LARGEST:
        most = (
            f"this file has more than {LARGEST // 1024 // 1024} MB, the most that is read of an earlier"
            " assessment"
        )
        raise BadInput([_problem(path, most, "too-large", HINT)])
    return content


def _problem(path: Path, message: str, code: CodeWord, hint: str) -> Problem:
    return Problem(Location(str(path)), message, code, hint)


Fault = tuple[str, CodeWord, str]
"""Message, code and hint."""


def _of_another(written: _EarlierReport, organisation: str, as_of: date) -> Iterator[Fault]:
    """Whether it is of another organisation, of a later day, or of answers that nobody gave."""
    if " ".join(written.organisation.split()) != " ".join(organisation.split()):
        hint = (
            "an organisation goes by one name; where it has changed, write the new one into the earlier file"
        )
        other = _told(written.organisation)
        yield f"this is an assessment of `{other}`, not of `{organisation}`", "wrong-previous", hint
    if written.as_of > as_of:
        hint = "give an earlier assessment, or the right day with --as-of"
        yield (
            f"this assessment is of {written.as_of}, later than the one it is to be compared with, {as_of}",
            "wrong-previous",
            hint,
        )
    if written.what_if is not None:
        yield "this is what would be with other answers (`--set`), not what was found", "wrong-previous", HINT


def _unsound(written: _EarlierReport) -> Iterator[Fault]:
    """What no assessment holds: an unknown grade, a requirement judged twice or without its standard."""
    for grade in sorted(grade for grade in _grades(written) if grade not in GRADES):
        told = _told(grade)
        yield (
            f"`{told}` is no grade",
            "no-assessment",
            did_you_mean(told, GRADES) or f"grades are {', '.join(GRADES)}",
        )
    standards = frozenset(written.standards)
    for requirement, times in Counter(one.requirement for one in written.findings).items():
        if times > 1:
            yield (
                f"{requirement} is judged {times} times",
                "no-assessment",
                "every requirement has one finding",
            )
        if requirement.partition("/")[0] not in standards:
            yield f"{requirement} belongs to no standard that it assessed", "no-assessment", HINT


def _told(text: str) -> str:
    """Text of a stranger on one line, short enough for a message and without what would steer a terminal."""
    return visible(shortened(" ".join(text.split())))


def _grades(written: _EarlierReport) -> set[str]:
    found = {finding.grade for finding in written.findings if finding.grade is not None}
    found |= {reason.grade for finding in written.findings for reason in finding.reasons}
    return found | {known.grade for known in written.nonconformities or ()}


def _pairs(then: Iterable[str], now: Iterable[str], knowledge: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """Each standard of now that has one to compare with: the edition assessed then, itself or one it is built
    on."""
    assessed = set(then)
    for standard in now:
        edition = standard
        while edition and edition not in assessed:
            edition = knowledge.standard[edition].based_on
        if edition:
            yield standard, edition


def _compared(
    path: Path, written: _EarlierReport, pairs: dict[str, str], knowledge: KnowledgeBase
) -> Previous:
    names = dict(_names_now(pairs, knowledge))
    found = {finding.requirement: finding for finding in written.findings}
    due = _due(written)
    failing = {
        name: _earlier(finding, written.as_of, due.get(name))
        for name, finding in found.items()
        if GRADES.get(finding.grade or "", Grade.UNGRADED).fails
    }
    known = frozenset(names.values())
    return Previous(
        file=path.name,
        as_of=written.as_of,
        policy=written.policy,
        failed={now: failing[then] for now, then in names.items() if then in failing},
        compared=frozenset(now for now, then in names.items() if then in found),
        not_compared=tuple(name for name in failing if name not in known),
        nonconformities=tuple(_nonconformities(written, failing, _all_of_now(names))),
        by_finding=written.nonconformities is None,
        failed_before=_failed_before(written.previous, names),
    )


def _due(written: _EarlierReport) -> dict[str, date]:
    """The earliest day agreed on for mending a requirement, by its id of then."""
    agreed = [(step.requirements, step.due) for step in written.plan.steps]
    agreed += [([known.requirement, *known.also], known.due) for known in written.nonconformities or ()]
    found: dict[str, date] = {}
    for requirements, day in agreed:
        for name in requirements if day is not None else ():
            found[name] = min(found.get(name, date.max), day or date.max)
    return found


def _all_of_now(names: dict[str, str]) -> dict[str, list[str]]:
    """By the id of then, those it has now."""
    found: dict[str, list[str]] = {}
    for now, then in names.items():
        found.setdefault(then, []).append(now)
    return found


def _nonconformities(
    written: _EarlierReport, failing: dict[str, Earlier], of_now: dict[str, list[str]]
) -> Iterator[EarlierNonconformity]:
    """Those of then; where the file has none yet, each requirement that failed stands for itself."""
    if written.nonconformities is None:
        for name, known in failing.items():
            members = tuple(of_now.get(name, ()))
            yield EarlierNonconformity("", (), known.grade, members[0] if members else name, members)
        return
    for one in written.nonconformities:
        if not GRADES[one.grade].fails:
            continue
        members = tuple(now for then in (one.requirement, *one.also) for now in of_now.get(then, ()))
        home = members[0] if members else one.requirement
        names = (one.key, *one.parts, *one.practices)
        yield EarlierNonconformity(one.id, names, GRADES[one.grade], home, members)


def _failed_before(before: _Before | None, names: dict[str, str]) -> frozenset[str]:
    """The names and requirements that had failed at the assessment before the earlier one and did no more at
    that."""
    if before is None:
        return frozenset()
    mended = {*before.closed, *before.eased}
    told = before.nonconformities
    keys = {known.key for known in (*told.closed, *told.eased) if known.key}
    return frozenset(now for now, then in names.items() if then in mended) | keys


def _names_now(pairs: dict[str, str], knowledge: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """The requirements of now, each with its id in the edition assessed then; requirements of two editions
    that come from one template are the same."""
    templates = {
        edition: {knowledge.requirement[one].kin: one for one in knowledge.asked_by[edition]}
        for edition in pairs.values()
    }
    for standard, edition in pairs.items():
        for one in knowledge.asked_by[standard]:
            then = one if standard == edition else templates[edition].get(knowledge.requirement[one].kin)
            if then:
                yield one, then


def _earlier(finding: _Finding, as_of: date, due: date | None) -> Earlier:
    rules = tuple(reason.rule for reason in finding.reasons if GRADES[reason.grade].fails)
    records = {
        found.rule: tuple(record.record for record in found.records)
        for found in finding.records
        if found.rule in rules
    }
    return Earlier(finding.requirement, GRADES[finding.grade or ""], as_of, rules, records, due)

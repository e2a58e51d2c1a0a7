"""An earlier assessment of the same organisation: what failed then, as far as it can be compared with what is assessed now.

It is read from the JSON that `assess --format json` writes. Nothing else of that file is believed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from ..codes import CodeWord
from ..model import Grade, KnowledgeBase
from ..problems import BadInput, Location, Problem, did_you_mean

HINT = "give the file that `clausegraph assess FACTS --format json --output FILE` wrote for the earlier audit"
GRADES = {grade.word: grade for grade in Grade if grade is not Grade.UNGRADED}


class Earlier(msgspec.Struct, frozen=True, gc=False):
    """A requirement that failed at an earlier assessment: its id and grade then, the day, and the rules that made it fail, for those over
    registers with the records they named."""

    requirement: str
    grade: Grade
    as_of: date
    rules: tuple[str, ...] = ()
    records: dict[str, tuple[str, ...]] = {}


class Previous(msgspec.Struct, frozen=True):
    """An earlier assessment. `failed` is what failed then, by the id the requirement has now; `compared` are all requirements judged
    then, by the id they have now; `not_compared` are those that failed then and are not assessed now, by the id they had."""

    file: str
    as_of: date
    policy: str
    failed: dict[str, Earlier]
    compared: frozenset[str]
    not_compared: tuple[str, ...]


class _Reason(msgspec.Struct):
    rule: str
    grade: str


class _Record(msgspec.Struct):
    record: str


class _Recorded(msgspec.Struct):
    rule: str
    records: list[_Record]


class _Finding(msgspec.Struct):
    requirement: str
    grade: str | None
    reasons: list[_Reason] = []
    records: list[_Recorded] = []


class _Written(msgspec.Struct):
    """What of an assessment's JSON is read. `what_if` tells an assessment of answers that nobody gave."""

    organisation: str
    as_of: date
    standards: list[str]
    findings: list[_Finding]
    policy: str
    what_if: Any = None


def read_previous(path: Path, organisation: str, as_of: date, standards: Iterable[str], knowledge: KnowledgeBase) -> Previous:
    """The earlier assessment of a file, to be compared with one of `organisation` on `as_of` against `standards`.

    Raises BadInput if the file holds none, or one of another organisation, of a later day, or of other standards altogether.
    """
    written = _decoded(path)
    wanted = tuple(standards)
    problems = [*_of_another(written, organisation, as_of), *_unsound(written)]
    pairs = dict(_pairs(written.standards, wanted, knowledge))
    if not pairs:
        message = f"it assessed {', '.join(written.standards) or 'no standard'}, of which nothing is assessed now"
        problems.append((message, "wrong-previous", f"now assessed: {', '.join(wanted)}"))
    if problems:
        raise BadInput([_problem(path, *problem) for problem in problems])
    return _compared(path, written, pairs, knowledge)


def _decoded(path: Path) -> _Written:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Written)
    except OSError as fault:
        raise BadInput([_problem(path, f"this file cannot be read: {fault.strerror or fault}", "unreadable", "")]) from fault
    except msgspec.ValidationError as fault:
        raise BadInput([_problem(path, f"this is no assessment: {fault}", "no-assessment", HINT)]) from fault
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise BadInput([_problem(path, "this is no JSON, so it is no assessment", "no-assessment", HINT)]) from fault


def _problem(path: Path, message: str, code: CodeWord, hint: str) -> Problem:
    return Problem(Location(str(path)), message, code, hint)


Fault = tuple[str, CodeWord, str]
"""Message, code and hint."""


def _of_another(written: _Written, organisation: str, as_of: date) -> Iterator[Fault]:
    """Whether it is of another organisation, of a later day, or of answers that nobody gave."""
    if " ".join(written.organisation.split()) != " ".join(organisation.split()):
        hint = "an organisation goes by one name; where it has changed, write the new one into the earlier file"
        yield f"this is an assessment of `{written.organisation}`, not of `{organisation}`", "wrong-previous", hint
    if written.as_of > as_of:
        hint = "give an earlier assessment, or the right day with --as-of"
        yield f"this assessment is of {written.as_of}, later than the one it is to be compared with, {as_of}", "wrong-previous", hint
    if written.what_if is not None:
        yield "this is what would be with other answers (`--set`), not what was found", "wrong-previous", HINT


def _unsound(written: _Written) -> Iterator[Fault]:
    """What no assessment holds: an unknown grade, a requirement judged twice or without its standard."""
    grades = {one.grade for one in written.findings} | {reason.grade for one in written.findings for reason in one.reasons}
    for grade in sorted(one for one in grades if one is not None and one not in GRADES):
        yield f"`{grade}` is no grade", "no-assessment", did_you_mean(grade, GRADES) or f"grades are {', '.join(GRADES)}"
    for requirement, times in Counter(one.requirement for one in written.findings).items():
        if times > 1:
            yield f"{requirement} is judged {times} times", "no-assessment", "every requirement has one finding"
        if requirement.partition("/")[0] not in written.standards:
            yield f"{requirement} belongs to no standard that it assessed", "no-assessment", HINT


def _pairs(then: Iterable[str], now: Iterable[str], knowledge: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """Each standard of now that has one to compare with: the edition assessed then, itself or one it is built on."""
    assessed = set(then)
    for standard in now:
        edition = standard
        while edition and edition not in assessed:
            edition = knowledge.standard[edition].based_on
        if edition:
            yield standard, edition


def _compared(path: Path, written: _Written, pairs: dict[str, str], knowledge: KnowledgeBase) -> Previous:
    names = dict(_names_now(pairs, knowledge))
    found = {one.requirement: one for one in written.findings}
    failing = {one: _earlier(found[one], written.as_of) for one in found if GRADES.get(found[one].grade or "", Grade.UNGRADED).fails}
    return Previous(
        file=path.name,
        as_of=written.as_of,
        policy=written.policy,
        failed={now: failing[then] for now, then in names.items() if then in failing},
        compared=frozenset(now for now, then in names.items() if then in found),
        not_compared=tuple(one for one in failing if one not in set(names.values())),
    )


def _names_now(pairs: dict[str, str], knowledge: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """The requirements of now, each with its id in the edition assessed then; requirements of two editions that come from one
    template are the same."""
    templates = {edition: {knowledge.requirement[one].template: one for one in knowledge.asked_by[edition]} for edition in pairs.values()}
    for standard, edition in pairs.items():
        for one in knowledge.asked_by[standard]:
            then = one if standard == edition else templates[edition].get(knowledge.requirement[one].template)
            if then:
                yield one, then


def _earlier(finding: _Finding, as_of: date) -> Earlier:
    rules = tuple(reason.rule for reason in finding.reasons if GRADES[reason.grade].fails)
    records = {one.rule: tuple(record.record for record in one.records) for one in finding.records if one.rule in rules}
    return Earlier(finding.requirement, GRADES[finding.grade or ""], as_of, rules, records)

"""What a manager asks first: the verdict in a line, the counts, and the open questions that matter most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from ..model import Grade, KnowledgeBase, Status, count
from .claims import Shown
from .findings import Finding
from .nonconformities.nonconformity import Nonconformity
from .nonconformities.recorded import Recorded
from .questions.telling import carried


class Unanswered(msgspec.Struct, frozen=True, gc=False):
    """A question nobody answered that still decides something, and the worst it could lead to."""

    fact: str
    requirements: tuple[str, ...]
    could_become: Grade


class Summary(msgspec.Struct, frozen=True, gc=False):
    """The counts a manager asks for first.

    `recorded` has by grade the nonconformities, observations and opportunities, worst first; `by_standard`
    the same for each standard that they touch, one that touches two counted in both. `grades` has every
    grade with the number of requirements that have it, `shown` and `claimed` part those that conform.
    `answers` were given, `answers_shown` of them with evidence that counts.
    """

    requirements: int
    grades: dict[Grade, int]
    not_assessed: int
    not_applicable: int
    verdict: str
    recorded: dict[Grade, int]
    by_standard: dict[str, dict[Grade, int]]
    shown: int
    claimed: int
    answers: int
    answers_shown: int

    @property
    def assessed(self) -> int:
        """How many applicable requirements have a grade."""
        return sum(self.grades.values())


def unanswered(findings: tuple[Finding, ...], knowledge: KnowledgeBase) -> tuple[Unanswered, ...]:
    """The open questions: first those that could lead to the worst, and of these the one that decides
    most, what stands on it included."""
    waiting: dict[str, list[Finding]] = {}
    for finding in findings:
        for fact in finding.ask:
            waiting.setdefault(fact, []).append(finding)
    found = [
        Unanswered(fact, tuple(one.requirement for one in waits), max(one.could_become for one in waits))
        for fact, waits in waiting.items()
    ]
    weighs = carried(knowledge, {finding.standard for finding in findings}) if found else {}
    return tuple(
        sorted(
            found,
            key=lambda one: (-one.could_become, -sum(weighs[name] for name in one.requirements), one.fact),
        )
    )


def mostly_open(findings: Iterable[Finding]) -> bool:
    """Whether more than half of the requirements that apply are open, so that the verdict can only be
    about what was asked."""
    statuses = Counter(finding.status for finding in findings)
    return 2 * statuses[Status.NOT_ASSESSED] > statuses.total() - statuses[Status.NOT_APPLICABLE]


def summary_of(
    findings: tuple[Finding, ...], kept: Recorded, given: Shown, standards: Sequence[str], quick: int = 0
) -> Summary:
    """The counts behind some findings and what is recorded of them. `quick` is how many of the questions
    that decide most were answered, if all of these were that apply."""
    statuses = Counter(finding.status for finding in findings)
    counted = Counter(finding.grade for finding in findings)
    grades: dict[Grade, int] = {
        grade: counted[grade] for grade in sorted(Grade, reverse=True) if grade is not Grade.UNGRADED
    }
    everything = (*kept.nonconformities, *kept.observations)
    numbers = _by_grade(everything)
    shown = sum(finding.shown for finding in findings)
    applicable = len(findings) - statuses[Status.NOT_APPLICABLE]
    asked = _asked(given, quick) if mostly_open(findings) else ""
    return Summary(
        requirements=len(findings),
        grades=grades,
        not_assessed=statuses[Status.NOT_ASSESSED],
        not_applicable=statuses[Status.NOT_APPLICABLE],
        verdict=_verdict(numbers, given, asked, statuses[Status.NOT_ASSESSED], applicable),
        recorded=numbers,
        by_standard={
            standard: _by_grade(one for one in everything if standard in one.standards)
            for standard in standards
        },
        shown=shown,
        claimed=counted[Grade.CONFORMS] - shown,
        answers=given.answers,
        answers_shown=given.shown,
    )


def _by_grade(recorded: Iterable[Nonconformity]) -> dict[Grade, int]:
    numbers = Counter(one.grade for one in recorded)
    return {
        grade: numbers[grade] for grade in (Grade.MAJOR, Grade.MINOR, Grade.OBSERVATION, Grade.OPPORTUNITY)
    }


def _asked(given: Shown, quick: int) -> str:
    """Of what a verdict is that can only be about the questions asked."""
    if not quick:
        return (
            f"Of the {count(given.answers, 'question')} answered"
            if given.answers
            else "Of what the registers and notes tell"
        )
    most = f"the {quick} questions that decide most"
    return (
        f"Of {most}"
        if given.answers <= quick
        else f"Of {given.answers} questions answered, {most} among them"
    )


def _verdict(recorded: dict[Grade, int], given: Shown, asked: str, not_assessed: int, applicable: int) -> str:
    """What was found, in a line: of all, or only of what was `asked` if that is named. Whether to certify
    is the body's to decide (ISO/IEC 17021-1:2015, 9.5), so that it is never said here."""
    major, minor = recorded[Grade.MAJOR], recorded[Grade.MINOR]
    found = " and ".join(
        f"{number} {grade.word}" for grade, number in recorded.items() if grade.fails and number
    )
    rest = f"{not_assessed} of {applicable} requirements are open" if not_assessed else ""
    if asked:
        so_far = (
            f"{found} nonconformit{'y' if major + minor == 1 else 'ies'}"
            if found
            else "nothing that speaks against conformity"
        )
        return f"{asked}: {so_far}; the rest is open ({rest})."
    if found:
        sentence = f"{found} nonconformit{'y' if major + minor == 1 else 'ies'}"
    else:
        sentence = (
            f"Nothing answered speaks against conformity; {given.shown} of {count(given.answers, 'answer')}"
            " are shown by evidence"
        )
    return f"{sentence[0].upper()}{sentence[1:]}{'; ' + rest if rest else ''}."

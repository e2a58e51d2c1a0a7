"""What a manager asks first: the verdict in a line, the counts, and the open questions that matter most."""

from __future__ import annotations

from collections import Counter

import msgspec

from ..model import Grade, KnowledgeBase, Status, count
from .findings import Finding
from .questions.telling import carried


class Unanswered(msgspec.Struct, frozen=True, gc=False):
    """A question nobody answered that still decides something, and the worst it could lead to."""

    fact: str
    requirements: tuple[str, ...]
    could_become: Grade


class Summary(msgspec.Struct, frozen=True, gc=False):
    """The counts a manager asks for first. `grades` has every grade, worst first, with the number of requirements that have it."""

    requirements: int
    grades: dict[Grade, int]
    not_assessed: int
    not_applicable: int
    verdict: str

    @property
    def assessed(self) -> int:
        """How many applicable requirements have a grade."""
        return sum(self.grades.values())


def unanswered(findings: tuple[Finding, ...], knowledge: KnowledgeBase) -> tuple[Unanswered, ...]:
    """The open questions: first those that could lead to the worst, and of these the one that decides most, what stands on it included."""
    waiting: dict[str, list[Finding]] = {}
    for finding in findings:
        for fact in finding.ask:
            waiting.setdefault(fact, []).append(finding)
    found = [
        Unanswered(fact, tuple(one.requirement for one in waits), max(one.could_become for one in waits)) for fact, waits in waiting.items()
    ]
    weighs = carried(knowledge, {finding.standard for finding in findings}) if found else {}
    return tuple(sorted(found, key=lambda one: (-one.could_become, -sum(weighs[name] for name in one.requirements), one.fact)))


def summary_of(findings: tuple[Finding, ...]) -> Summary:
    statuses = Counter(finding.status for finding in findings)
    counted = Counter(finding.grade for finding in findings)
    grades: dict[Grade, int] = {grade: counted[grade] for grade in sorted(Grade, reverse=True) if grade is not Grade.UNGRADED}
    open_questions = statuses[Status.NOT_ASSESSED]
    return Summary(
        requirements=len(findings),
        grades=grades,
        not_assessed=open_questions,
        not_applicable=statuses[Status.NOT_APPLICABLE],
        verdict=_verdict(grades, _together(findings), open_questions, len(findings) - statuses[Status.NOT_APPLICABLE]),
    )


def _together(findings: tuple[Finding, ...]) -> Counter[str]:
    """How many requirements of which clauses are major only because of their number: a body would write one finding for each clause."""
    several = len({finding.standard for finding in findings}) > 1
    return Counter(
        one.because_of if several else one.because_of.partition("/")[2]
        for finding in findings
        for one in finding.escalations
        if one.after is Grade.MAJOR and one.before is Grade.MINOR and one.because_of.count("/") == 1
    )


def _verdict(grades: dict[Grade, int], together: Counter[str], not_assessed: int, applicable: int) -> str:
    """The state of the system in a line, as a certification body would decide (ISO/IEC 17021-1:2015, 9.5.2 and 9.5.3)."""
    major, minor = grades[Grade.MAJOR] - together.total() + len(together), grades[Grade.MINOR]
    rest = f"; {not_assessed} of {applicable} requirements are not assessed" if not_assessed else ""
    if major:
        named = ", ".join(f"{number} on {place}" for place, number in sorted(together.items()))
        majors = f"{major} major{f' (taken together: {named})' if named else ''}"
        found = f"{majors} and {count(minor, 'minor nonconformity')}" if minor else f"{majors} nonconformit{'y' if major == 1 else 'ies'}"
        return f"Not certifiable as it stands: {found}{rest}."
    if 2 * not_assessed > applicable:
        found = f"{count(minor, 'minor nonconformity')} so far" if minor else "no nonconformity so far"
        return f"Too little is known for a verdict: {found}{rest}."
    if minor:
        plans = "has an accepted plan" if minor == 1 else "have accepted plans"
        return f"Certifiable once the {count(minor, 'minor nonconformity')} {plans}{rest}."
    if not_assessed:
        return f"No nonconformity so far{rest}."
    return "No nonconformity: every applicable requirement is met."

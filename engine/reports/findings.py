"""Findings as people look at them: worst first, alike ones of several standards together, and the worst of
every clause, with what is recorded there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from ..analysis.assessment import Assessment
from ..analysis.dependencies import DependencyFailure
from ..analysis.findings import Finding
from ..analysis.marks import MARKS, mark, worst
from ..analysis.nonconformities.nonconformity import Nonconformity
from ..model import Grade, KnowledgeBase, Status, clause_order, lineage

Alike = tuple[Finding, ...]
"""Findings that say the same of several standards: one question, one answer, one gap."""


class Cell(msgspec.Struct, frozen=True):
    """A clause of one or two numbers and the worst mark under it.

    `numbers` say how many requirements carry which mark, worst first. `recorded` are the numbers of what
    is recorded against a requirement under it, worst first; `carriers` those of what carries one that
    falls short there for no reason of its own.
    """

    clause: str
    mark: str
    numbers: tuple[tuple[str, int], ...] = ()
    recorded: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()


class Chapter(msgspec.Struct, frozen=True):
    """A clause of one number with the cells under it."""

    number: str
    title: str
    cells: tuple[Cell, ...]


def gaps(assessment: Assessment, knowledge: KnowledgeBase) -> dict[Grade, tuple[Alike, ...]]:
    """The findings with something to say, by grade, worst first, each grade in the order of the clauses;
    alike ones together."""
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for finding in assessment.findings:
        if finding.status is Status.GAP:
            alike.setdefault(_what_it_says(finding, knowledge), []).append(finding)
    grades = sorted({findings[0].grade for findings in alike.values()}, reverse=True)
    return {
        grade: tuple(tuple(findings) for findings in alike.values() if findings[0].grade is grade)
        for grade in grades
    }


def _what_it_says(finding: Finding, knowledge: KnowledgeBase) -> tuple[object, ...]:
    template = knowledge.requirement[finding.requirement].template
    answers = tuple(answer.at for answer in finding.answers)
    raised = tuple((one.rule, one.after) for one in finding.escalations)
    seen = tuple(one.note.at for one in finding.observed)
    records = tuple((one.rule, tuple(record.at for record in one.records)) for one in finding.records)
    before = finding.earlier and (finding.earlier.grade, finding.earlier.rules)
    return (
        template,
        finding.grade,
        finding.could_become,
        finding.because,
        answers,
        raised,
        finding.ask,
        seen,
        records,
        before,
    )


def heat(standard: str, assessment: Assessment, knowledge: KnowledgeBase) -> tuple[Chapter, ...]:
    """The picture of one standard: its chapters, each with its clauses of one or two numbers and what is
    recorded under them."""
    under: dict[str, list[Finding]] = {}
    for finding in assessment.findings:
        if finding.standard == standard:
            under.setdefault(_cell(finding.clause), []).append(finding)
    recorded = _recorded_under(standard, assessment, knowledge)
    chapters: dict[str, list[Cell]] = {}
    for number in sorted(under, key=clause_order):
        cell = _clause_cell(number, under[number], recorded.get(number, []))
        chapters.setdefault(number.partition(".")[0], []).append(cell)
    return tuple(
        Chapter(number, _title(standard, number, knowledge), tuple(found))
        for number, found in chapters.items()
    )


def _recorded_under(
    standard: str, assessment: Assessment, knowledge: KnowledgeBase
) -> dict[str, list[Nonconformity]]:
    """What is recorded against a requirement of one standard, by the clause that a cell stands for, worst
    first."""
    found: dict[str, list[Nonconformity]] = {}
    for one in (*assessment.nonconformities, *assessment.observations):
        members = [knowledge.written_against(member) for member in one.members]
        for number in dict.fromkeys(
            _cell(member.clause) for member in members if member.standard == standard
        ):
            found.setdefault(number, []).append(one)
    return found


def _clause_cell(number: str, findings: Sequence[Finding], recorded: Sequence[Nonconformity]) -> Cell:
    """One clause. What is only carried is met today, or falls short because of something recorded
    elsewhere: that has its mark."""
    marks = [_own_mark(one) for one in findings if not (recorded and one.carried_by)]
    marks += [one.grade.word for one in recorded if _cell(one.clause) == number]
    numbers = tuple(one.id for one in recorded)
    carriers = dict.fromkeys(one.carried_by for one in findings if one.carried_by and one.grade.fails)
    plain = cell_of(number, [mark(one) for one in findings])
    return Cell(
        number, worst(marks), plain.numbers, numbers, tuple(one for one in carriers if one not in numbers)
    )


def _own_mark(finding: Finding) -> str:
    """How a requirement stands for itself: met, where only what it stands on falls short."""
    return Grade.CONFORMS.word if finding.carried_by and not finding.grade.fails else mark(finding)


def cell_of(clause: str, marks: Sequence[str]) -> Cell:
    """How a clause stands by the marks under it."""
    found = Counter(marks)
    return Cell(clause, worst(marks), tuple((name, found[name]) for name in MARKS if found[name]))


def failures_of_dependents(
    assessment: Assessment, knowledge: KnowledgeBase
) -> dict[str, list[DependencyFailure]]:
    """The dependency failures by the requirement they bear on; one that bears on a whole clause stands
    with each requirement in it."""
    found: dict[str, list[DependencyFailure]] = {}
    for failure in assessment.dependency_failures:
        for requirement in knowledge.members[failure.target]:
            found.setdefault(requirement, []).append(failure)
    return found


def worst_first(assessment: Assessment) -> tuple[Finding, ...]:
    """Every finding, worst first; each mark in the order of the standards and clauses."""
    return tuple(sorted(assessment.findings, key=lambda one: MARKS.index(mark(one))))


def _cell(number: str) -> str:
    return [*lineage(number)][-2:][0]


def _title(standard: str, number: str, knowledge: KnowledgeBase) -> str:
    clause = knowledge.clause.get(f"{standard}/{number}")
    return clause.title if clause else ""

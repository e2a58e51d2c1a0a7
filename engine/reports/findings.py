"""Findings as people look at them: worst first, alike ones of several standards together, and the worst of every clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from ..analysis.assessment import Assessment
from ..analysis.dependencies import DependencyFailure
from ..analysis.findings import Finding
from ..analysis.marks import MARKS, mark, worst
from ..model import Grade, KnowledgeBase, Status, clause_order, lineage

Alike = tuple[Finding, ...]
"""Findings that say the same of several standards: one question, one answer, one gap."""


class Cell(msgspec.Struct, frozen=True):
    """A clause of one or two numbers, the worst mark under it, and how many requirements carry which, worst first."""

    clause: str
    mark: str
    numbers: tuple[tuple[str, int], ...] = ()


class Chapter(msgspec.Struct, frozen=True):
    """A clause of one number with the cells under it."""

    number: str
    title: str
    cells: tuple[Cell, ...]


def gaps(assessment: Assessment, knowledge: KnowledgeBase) -> dict[Grade, tuple[Alike, ...]]:
    """The findings with something to say, by grade, worst first, each grade in the order of the clauses; alike ones together."""
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for finding in assessment.findings:
        if finding.status is Status.GAP:
            alike.setdefault(_what_it_says(finding, knowledge), []).append(finding)
    grades = sorted({findings[0].grade for findings in alike.values()}, reverse=True)
    return {grade: tuple(tuple(findings) for findings in alike.values() if findings[0].grade is grade) for grade in grades}


def _what_it_says(finding: Finding, knowledge: KnowledgeBase) -> tuple[object, ...]:
    template = knowledge.requirement[finding.requirement].template
    answers = tuple(answer.at for answer in finding.answers)
    raised = tuple((one.rule, one.after) for one in finding.escalations)
    seen = tuple(one.note.at for one in finding.observed)
    records = tuple((one.rule, tuple(record.at for record in one.records)) for one in finding.records)
    before = finding.earlier and (finding.earlier.grade, finding.earlier.rules)
    return template, finding.grade, finding.could_become, finding.because, answers, raised, finding.ask, seen, records, before


def heat(standard: str, assessment: Assessment, knowledge: KnowledgeBase) -> tuple[Chapter, ...]:
    """The picture of one standard: its chapters, each with the worst mark of every clause of one or two numbers."""
    cells: dict[str, list[str]] = {}
    for finding in assessment.findings:
        if finding.standard == standard:
            cells.setdefault(_cell(finding.clause), []).append(mark(finding))
    chapters: dict[str, list[Cell]] = {}
    for number in sorted(cells, key=clause_order):
        chapters.setdefault(number.partition(".")[0], []).append(cell_of(number, cells[number]))
    return tuple(Chapter(number, _title(standard, number, knowledge), tuple(found)) for number, found in chapters.items())


def cell_of(clause: str, marks: Sequence[str]) -> Cell:
    """How a clause stands by the marks under it."""
    found = Counter(marks)
    return Cell(clause, worst(marks), tuple((name, found[name]) for name in MARKS if found[name]))


def failures_of_dependents(assessment: Assessment, knowledge: KnowledgeBase) -> dict[str, list[DependencyFailure]]:
    """The dependency failures by the requirement they bear on; one that bears on a whole clause stands with each requirement in it."""
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

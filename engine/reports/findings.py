"""Findings as people look at them: worst first, alike ones of several standards together, and the worst of every clause."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ..analysis.findings import Finding
from ..assessment import Assessment
from ..model import Grade, KnowledgeBase, Status, clause_order, lineage
from .words import MARKS, mark

Alike = tuple[Finding, ...]
"""Findings that say the same of several standards: one question, one answer, one gap."""


class Cell(msgspec.Struct, frozen=True):
    """A clause of one or two numbers and the worst mark under it."""

    clause: str
    mark: str


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
    before = finding.earlier and (finding.earlier.grade, finding.earlier.rules)
    return template, finding.grade, finding.could_become, finding.because, answers, raised, finding.ask, seen, before


def worst(marks: Iterable[str]) -> str:
    """The worst of some marks; what is open weighs more than what conforms. Without any, nothing applies."""
    return min(marks, key=MARKS.index, default=Status.NOT_APPLICABLE.value)


def standing(end: str, marks: dict[str, str], knowledge: KnowledgeBase) -> str:
    """How a requirement or a whole clause stands: the worst of the requirements under it that were in scope."""
    return worst(marks[one] for one in knowledge.members[end] if one in marks)


def marks_of(assessment: Assessment) -> dict[str, str]:
    """How every requirement in scope stands."""
    return {finding.requirement: mark(finding) for finding in assessment.findings}


def heat(standard: str, assessment: Assessment, knowledge: KnowledgeBase) -> tuple[Chapter, ...]:
    """The picture of one standard: its chapters, each with the worst mark of every clause of one or two numbers."""
    cells: dict[str, list[str]] = {}
    for finding in assessment.findings:
        if finding.standard == standard:
            cells.setdefault(_cell(finding.clause), []).append(mark(finding))
    chapters: dict[str, list[Cell]] = {}
    for number in sorted(cells, key=clause_order):
        chapters.setdefault(number.partition(".")[0], []).append(Cell(number, worst(cells[number])))
    return tuple(Chapter(number, _title(standard, number, knowledge), tuple(found)) for number, found in chapters.items())


def _cell(number: str) -> str:
    return [*lineage(number)][-2:][0]


def _title(standard: str, number: str, knowledge: KnowledgeBase) -> str:
    clause = knowledge.clause.get(f"{standard}/{number}")
    return clause.title if clause else ""

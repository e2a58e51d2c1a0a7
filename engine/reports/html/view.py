"""What the template of the HTML report shows, in the order in which people ask for it. The words are those of the other reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

import msgspec

from ...analysis.assessment import Assessment
from ...analysis.audience import Report, addressed, explanation_addressed
from ...analysis.dependencies import DependencyFailure, RootCause
from ...analysis.explanation.chain import Explainer, Explanation
from ...analysis.findings import Finding
from ...analysis.marks import MARKS, mark
from ...model import FailureKind, Grade, KnowledgeBase, Status, clause_order, count, lineage
from ...organisation.organisation import Answer, Organisation
from ..findings import Chapter, gaps, heat
from ..words.assessment import (
    COUNTED,
    FAILURES,
    HEADINGS,
    answer_words,
    choice_words,
    clause_title,
    counted,
    counts,
    edition_notes,
    editions,
    evidence_words,
    fragility_words,
    not_assessed_words,
    observed_words,
    place,
    raise_words,
)
from ..words.explanation import cause_words, clearing_lines, documented_words, question_words, state_words, when_words
from ..words.plan import plan_for, smallest_words
from ..words.questions import who_words
from ..words.registers import records_count_words, records_listed
from ..words.since import earlier_words
from .basis import basis_of
from .before import before_of
from .charts import Met, met
from .shared import together

MOST_CAUSES = 5
MOST_RECORDS = 200
"""Of so many records that a rule meets at most the page lists each."""


class WhatIf(msgspec.Struct, frozen=True):
    """What other answers change: the answers, the verdict without them, and the differences under headings."""

    settings: tuple[str, ...]
    before: str
    lines: list[tuple[str, list[str]]]


class Article(msgspec.Struct, frozen=True):
    """A finding as it is shown: the findings of several standards that say the same, and the chain behind the first of them."""

    findings: tuple[Finding, ...]
    chain: Explanation

    @property
    def first(self) -> Finding:
        return self.findings[0]


class Cell(msgspec.Struct, frozen=True):
    """A clause in the heat map: its title, its worst mark, how many of its requirements apply, and how many of those fail."""

    clause: str
    title: str
    mark: str
    applicable: int
    failing: int


class View:
    """One assessment, section by section."""

    def __init__(
        self, assessment: Assessment, knowledge: KnowledgeBase, organisation: Organisation, report: Report, what_if: WhatIf | None
    ) -> None:
        self.assessment = assessment = addressed(assessment, report)
        self.knowledge = knowledge
        self.report = report
        self.what_if = what_if
        self.basis = basis_of(assessment, knowledge, report)
        self.before = before_of(assessment)
        self.overlap = together(assessment, knowledge, organisation)
        self.explainer = Explainer(assessment, knowledge, organisation)
        self.editions = editions(assessment, knowledge)
        self.several = len(assessment.standards) > 1
        self.not_assessed = not_assessed_words(assessment)
        self.fragility = fragility_words(assessment.fragility)

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The words of the reports, as the template calls them."""
        return {
            "answered": self._answered,
            "before": self._before,
            "caused": cause_words,
            "chosen": choice_words,
            "cleared": lambda one: clearing_lines(one, self.knowledge),
            "counted": lambda mark, number: counted(mark, number),
            "documented": lambda chain: documented_words(chain, self.knowledge),
            "editions_of": lambda requirement: edition_notes(requirement, self.knowledge),
            "edition": lambda standard: self.knowledge.standard[standard].edition.partition(" with ")[0],
            "evidenced": evidence_words,
            "mark": mark,
            "marked": lambda name: COUNTED[name][0],
            "noted": observed_words,
            "of": count,
            "place": place,
            "question": question_words,
            "listed": lambda one: records_listed(one, self.knowledge)[:MOST_RECORDS],
            "met": lambda one: records_count_words(one, self.knowledge),
            "raised": lambda one: raise_words(one, self.knowledge),
            "says": self.knowledge.says,
            "state": state_words,
            "told": self.told,
            "when": when_words,
            "who": who_words,
        }

    def told(self, text: str) -> str:
        """A sentence in which requirements go by their short names."""
        return text if self.several else text.replace(f"{self.assessment.standards[0]}/", "")

    def _answered(self, answer: Answer) -> str:
        return answer_words(answer, self.knowledge.fact[answer.fact])

    @staticmethod
    def _before(findings: Sequence[Finding]) -> str:
        """How findings that say the same failed at an earlier assessment; empty if none did."""
        return ", ".join(dict.fromkeys(earlier_words(one.earlier, one.requirement) for one in findings if one.earlier))

    # The first minute

    @property
    def worst(self) -> str:
        """The mark that the verdict carries."""
        grades = self.assessment.summary.grades
        if bad := next((grade.word for grade in (Grade.MAJOR, Grade.MINOR) if grades[grade]), ""):
            return bad
        return Status.NOT_ASSESSED.value if self.assessment.summary.not_assessed else Grade.CONFORMS.word

    @property
    def counts(self) -> list[tuple[str, int]]:
        """The marks with their numbers; majors and minors also where there are none."""
        return [(name, number) for name, number in counts(self.assessment) if number or name in ("major", "minor")]

    def bar(self, numbers: Iterable[tuple[str, int]]) -> list[tuple[str, float, float]]:
        """The parts of a bar: mark, where it begins and how long it is, in percent."""
        numbers = [one for one in numbers if one[1]]
        total, begin = sum(number for _, number in numbers), 0
        parts = []
        for name, number in numbers:
            parts.append((name, round(100 * begin / total, 2), round(100 * number / total, 2)))
            begin += number
        return parts

    @cached_property
    def causes(self) -> list[tuple[RootCause, Finding]]:
        """The root causes that undermine something."""
        return [(one, self.assessment.finding[one.requirement]) for one in self.assessment.root_causes if one.undermines]

    @property
    def first_causes(self) -> list[tuple[RootCause, Finding]]:
        """As many of them as a summary has room for."""
        return self.causes[:MOST_CAUSES]

    @property
    def worst_first(self) -> list[Finding]:
        """What a summary names where no root cause undermines anything: the worst that fails."""
        failing = [] if self.causes else [one for one in self.assessment.findings if one.grade.fails]
        return sorted(failing, key=lambda one: -one.grade)[:MOST_CAUSES]

    @property
    def alone(self) -> list[str]:
        """The root causes on which nothing assessed builds."""
        return [one.requirement for one in self.assessment.root_causes if not one.undermines]

    # The picture

    @cached_property
    def heat(self) -> list[tuple[str, str, list[tuple[str, list[Cell]]]]]:
        """The rows of the heat map: a chapter, its title, and every standard with its cells."""
        columns = [{one.number: one for one in heat(standard, self.assessment, self.knowledge)} for standard in self.assessment.standards]
        numbers = sorted({number for column in columns for number in column}, key=clause_order)
        return [
            (
                number,
                _title(column.get(number) for column in columns),
                [(standard, self._cells(standard, one)) for standard, one in self._beside(number, columns)],
            )
            for number in numbers
        ]

    def _beside(self, number: str, columns: Sequence[dict[str, Chapter]]) -> list[tuple[str, Chapter | None]]:
        return [(standard, column.get(number)) for standard, column in zip(self.assessment.standards, columns, strict=True)]

    def _cells(self, standard: str, chapter: Chapter | None) -> list[Cell]:
        return [self._cell(standard, one.clause, one.mark) for one in (chapter.cells if chapter else ())]

    def _cell(self, standard: str, clause: str, worst: str) -> Cell:
        under = [one for one in self._under.get(f"{standard}/{clause}", ()) if one.status is not Status.NOT_APPLICABLE]
        title = self.knowledge.clause[f"{standard}/{clause}"].title
        return Cell(clause, title, worst, len(under), sum(one.grade.fails for one in under))

    @cached_property
    def _under(self) -> dict[str, list[Finding]]:
        """The findings under every clause."""
        found: dict[str, list[Finding]] = {}
        for one in self.assessment.findings:
            for number in lineage(one.clause):
                found.setdefault(f"{one.standard}/{number}", []).append(one)
        return found

    @cached_property
    def met(self) -> list[tuple[str, list[Met | None]]]:
        """What is met, by chapter and standard."""
        columns = [met(standard, self.assessment) for standard in self.assessment.standards]
        chapters = sorted({chapter for column in columns for chapter in column}, key=clause_order)
        return [(chapter, [column.get(chapter) for column in columns]) for chapter in chapters]

    # Causes, plan, failures

    @cached_property
    def plan(self) -> Any:
        """What to mend, step by step."""
        return plan_for(self.assessment, self.knowledge)

    @cached_property
    def step(self) -> dict[str, int]:
        """The step of the plan that mends a requirement."""
        return {one: number for number, step in enumerate(self.plan.steps, 1) for one in step.requirements}

    @property
    def smallest(self) -> str:
        """The least that leaves no major, with a mark where the names go."""
        return smallest_words(self.plan.smallest, lambda names, most: "\0", 0).partition(": \0")[0]

    @property
    def fails(self) -> bool:
        """Whether there is a finding with something to say."""
        return any(one.status is Status.GAP for one in self.assessment.findings)

    @property
    def begins_with(self) -> list[str]:
        """The marks with which the graph begins: those of what fails; where nothing does, all."""
        gaps = [mark(one) for one in self.assessment.findings if one.status is Status.GAP]
        return gaps or list(MARKS)

    @property
    def failures(self) -> list[tuple[FailureKind, str, list[DependencyFailure]]]:
        """The dependency failures by kind."""
        found = [(kind, FAILURES[kind], [one for one in self.assessment.dependency_failures if one.kind is kind]) for kind in FailureKind]
        return [one for one in found if one[2]]

    # Findings

    @cached_property
    def articles(self) -> list[tuple[str, str, list[Article]]]:
        """The findings with something to say, under the headings of their grades."""
        return [
            (grade.word, HEADINGS[grade], [Article(alike, self._explained(alike[0])) for alike in found])
            for grade, found in gaps(self.assessment, self.knowledge).items()
        ]

    def _explained(self, finding: Finding) -> Explanation:
        return explanation_addressed(self.explainer.explain(finding.requirement), self.report)

    def with_status(self, status: str) -> list[Finding]:
        """The findings of one status."""
        return [one for one in self.assessment.findings if one.status.value == status]

    def title(self, finding: Finding) -> str:
        """The title of the clause of a finding."""
        return clause_title(f"{finding.standard}/{finding.clause}", self.knowledge)

    @property
    def chapters(self) -> list[tuple[str, list[str]]]:
        """The clauses to choose from: every chapter with its clauses of two numbers."""
        return [(number, sorted({one.clause for _, cells in row for one in cells}, key=clause_order)) for number, _, row in self.heat]

    def clauses(self, findings: Iterable[Finding]) -> str:
        """The clauses that findings stand under, chapters first, as the filter looks for them."""
        return " ".join(dict.fromkeys(number for one in findings for number in reversed([*lineage(one.clause)])))


def _title(chapters: Iterable[Chapter | None]) -> str:
    return next((one.title for one in chapters if one), "")

"""What the template of the HTML report shows, in the order in which people ask for it. The words are those
of the other reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

import msgspec
from markupsafe import Markup, escape

from ...analysis.assessment import Assessment
from ...analysis.audience import Audience, addressed
from ...analysis.dependencies import DependencyFailure, RootCause
from ...analysis.findings import Finding
from ...analysis.marks import MARKS, mark
from ...analysis.overlaid import changes_behind
from ...model import FailureKind, Grade, KnowledgeBase, Status, clause_order, count, lineage
from ...organisation.organisation import Answer, Organisation
from ..findings import Alike, failures_of_dependents, gaps
from ..words.assessment import (
    COUNTED,
    DOCUMENTED,
    answer_words,
    choice_words,
    clause_title,
    counted,
    counts,
    edition_notes,
    editions,
    evidence_words,
    inferred_words,
    not_assessed_words,
    observed_words,
    place,
    raise_words,
    shown_by,
)
from ..words.explanation import question_words
from ..words.nonconformity import claims_words, recorded_counts, standing_words
from ..words.overlaid import change_words
from ..words.plan import plan_for, smallest_words
from ..words.questions import who_words
from ..words.registers import records_count_words, records_listed
from ..words.since import earlier_words
from .basis import basis_of
from .before import before_of
from .charts import failure_says
from .recorded import Entries, PageEntry
from .shared import together
from .standing import STANDINGS, standing_of
from .tiles import SIGNS, TileRow, rows

MOST_FIRST = 5
"""So many nonconformities the first screen names."""
MOST_RECORDS = 20
"""Of so many records that a rule meets at most the page lists each."""


def parted(path: str) -> Markup:
    """A path that a narrow column breaks after its slashes, not inside the name of a folder or a file."""
    return escape(path).replace("/", Markup("/<wbr>"))


class WhatIf(msgspec.Struct, frozen=True):
    """What other answers change: the answers, the verdict without them, and the differences under
    headings."""

    settings: tuple[str, ...]
    before: str
    lines: list[tuple[str, list[str]]]


class View:
    """One assessment, section by section."""

    def __init__(
        self,
        assessment: Assessment,
        knowledge: KnowledgeBase,
        organisation: Organisation,
        report: Audience,
        what_if: WhatIf | None,
    ) -> None:
        self.assessment = assessment = addressed(assessment, report)
        self.knowledge = knowledge
        self.report = report
        self.what_if = what_if
        self.entries = Entries(assessment, knowledge)
        self.basis = basis_of(assessment, knowledge, report)
        self.before = before_of(assessment)
        self.overlap = together(assessment, knowledge, organisation)
        self.failing = failures_of_dependents(assessment, knowledge)
        self.editions = editions(assessment, knowledge)
        self.several = len(assessment.standards) > 1
        self.claims = claims_words(assessment)
        self.not_assessed = not_assessed_words(assessment)

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The words of the reports, as the template calls them."""
        return {
            "answered": self._answered,
            "before": self._before,
            "chosen": choice_words,
            "counted": lambda mark, number: counted(mark, number),
            "documented": lambda requirement: DOCUMENTED.get(
                self.knowledge.requirement[requirement].documented, ""
            ),
            "edition": lambda standard: self.knowledge.standard[standard].edition.partition(" with ")[0],
            "inferred": lambda requirement: inferred_words(requirement, self.knowledge),
            "editions_of": lambda requirement: edition_notes(requirement, self.knowledge),
            "evidenced": evidence_words,
            "failures": self._failures,
            "listed": lambda one: records_listed(one, self.knowledge)[:MOST_RECORDS],
            "mark": mark,
            "marked": lambda name: COUNTED[name][0],
            "met": lambda one: records_count_words(one, self.knowledge),
            "noted": observed_words,
            "of": count,
            "overlaid": lambda one: [change_words(told) for told in changes_behind(one, self.knowledge)],
            "parted": parted,
            "place": lambda at: parted(place(at)),
            "question": question_words,
            "raised": lambda one: raise_words(one, self.knowledge),
            "says": self.knowledge.says,
            "shows": lambda requirement: shown_by(requirement, self.knowledge),
            "told": self.told,
            "who": who_words,
        }

    def told(self, text: str) -> str:
        """A sentence in which requirements go by their short names."""
        return text if self.several else text.replace(f"{self.assessment.standards[0]}/", "")

    def _answered(self, answer: Answer) -> str:
        return answer_words(answer, self.knowledge.question[answer.fact])

    @staticmethod
    def _before(findings: Sequence[Finding]) -> str:
        """How findings that say the same failed at an earlier assessment; empty if none did."""
        return ", ".join(
            dict.fromkeys(earlier_words(one.earlier, one.requirement) for one in findings if one.earlier)
        )

    def _failures(self, findings: Sequence[Finding]) -> list[DependencyFailure]:
        """The dependency failures that bear on findings that say the same, each once."""
        return list(
            dict.fromkeys(failure for one in findings for failure in self.failing.get(one.requirement, ()))
        )

    # The first minute

    @property
    def worst(self) -> str:
        """The mark that the verdict carries."""
        recorded = self.assessment.summary.recorded
        if bad := next((grade.word for grade in (Grade.MAJOR, Grade.MINOR) if recorded[grade]), ""):
            return bad
        return Status.NOT_ASSESSED.value if self.assessment.summary.not_assessed else Grade.CONFORMS.word

    @property
    def recorded(self) -> list[tuple[str, int]]:
        """How much is recorded of each grade."""
        return recorded_counts(self.assessment)

    def recorded_for(self, standard: str) -> list[tuple[str, int]]:
        """The same for one standard; what touches two stands under both."""
        return [
            (grade.word, number) for grade, number in self.assessment.summary.by_standard[standard].items()
        ]

    @property
    def both(self) -> bool:
        """Whether something is recorded against requirements of several standards, so that the columns do
        not add up."""
        return any(
            len(one.standards) > 1
            for one in (*self.assessment.nonconformities, *self.assessment.observations)
        )

    standings = STANDINGS
    sign_says = SIGNS

    def standing(self, standard: str = "") -> list[tuple[str, int]]:
        """How the requirements stand, of one standard or of all."""
        return standing_of([one for one in self.assessment.findings if standard in ("", one.standard)])

    def bar(self, numbers: Iterable[tuple[str, int]]) -> list[tuple[str, float, float]]:
        """The parts of a bar: name, where it begins and how long it is, in percent."""
        numbers = [one for one in numbers if one[1]]
        total, begin = sum(number for _, number in numbers), 0
        parts = []
        for name, number in numbers:
            parts.append((name, round(100 * begin / total, 2), round(100 * number / total, 2)))
            begin += number
        return parts

    # What is recorded

    @cached_property
    def nonconformities(self) -> list[tuple[str, str, list[PageEntry]]]:
        """The nonconformities by grade, worst first."""
        return self.entries.under_headings(self.assessment.nonconformities)

    @cached_property
    def observations(self) -> list[tuple[str, str, list[PageEntry]]]:
        """What is below them, by grade."""
        return self.entries.under_headings(self.assessment.observations)

    @property
    def first(self) -> list[PageEntry]:
        """The nonconformities that the first screen names: the worst."""
        return [entry for _, _, entries in self.nonconformities for entry in entries][:MOST_FIRST]

    @property
    def asked_of(self) -> list[str]:
        """Who can answer the questions behind what is recorded."""
        everything = (*self.nonconformities, *self.observations)
        return sorted({who for _, _, entries in everything for entry in entries for who in entry.who})

    # Clauses

    @cached_property
    def heat(self) -> list[TileRow]:
        """The rows of the heat map."""
        return rows(self.assessment, self.knowledge)

    @property
    def signs(self) -> list[str]:
        """The signs of the heat map, worst first."""
        used = {cell.sign for row in self.heat for _, cells in row.columns for cell in cells}
        return [one for one in SIGNS if one in used]

    @property
    def chapters(self) -> list[tuple[str, list[str]]]:
        """The clauses to choose from: every chapter with its clauses of two numbers."""
        return [
            (
                row.number,
                sorted({cell.clause for _, cells in row.columns for cell in cells}, key=clause_order),
            )
            for row in self.heat
        ]

    # Foundations, plan

    @cached_property
    def foundations(self) -> list[tuple[RootCause, Finding, str]]:
        """What is absent and something met today stands on, that first on which most does: with how many
        these are."""
        told = [
            (one, standing_words(self.assessment, one.requirement)) for one in self.assessment.root_causes
        ]
        found = [(one, self.assessment.finding[one.requirement], words) for one, words in told if words]
        return sorted(found, key=lambda one: -len(self.lucky(one[0])))

    def lucky(self, cause: RootCause) -> list[str]:
        """The requirements met today that stand on a foundation."""
        return [one for one in cause.undermines if not self.assessment.finding[one].grade.fails]

    @cached_property
    def plan(self) -> Any:
        """What to mend, step by step; an auditor's report has none."""
        return plan_for(self.assessment, self.knowledge)

    @property
    def smallest(self) -> str:
        """The least that leaves no major, with a mark where the names go."""
        return smallest_words(self.plan.smallest, lambda names, most: "\0", 0).partition(": \0")[0]

    def recorded_in(self, requirements: Iterable[str]) -> list[str]:
        """The numbers under which requirements are recorded or carried, each once."""
        found = (self.assessment.finding[one] for one in requirements)
        return list(dict.fromkeys(number for one in found if (number := one.nonconformity or one.carried_by)))

    # What builds on what

    @property
    def roots(self) -> list[RootCause]:
        """The foundations that fall short with something on them, for the graph to begin with."""
        return [one for one in self.assessment.root_causes if one.undermines]

    @property
    def fails(self) -> bool:
        """Whether there is a finding with something to say."""
        return any(one.status is Status.GAP for one in self.assessment.findings)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """The marks with the number of requirements that carry them, where there are any."""
        return [(name, number) for name, number in counts(self.assessment) if number]

    @property
    def begins_with(self) -> list[str]:
        """The marks with which the graph begins: those of what fails; where nothing does, all."""
        gaps = [mark(one) for one in self.assessment.findings if one.status is Status.GAP]
        return gaps or list(MARKS)

    @property
    def failures(self) -> list[tuple[FailureKind, str, list[DependencyFailure]]]:
        """The dependency failures by kind."""
        everything = self.assessment.dependency_failures
        found = [
            (kind, failure_says(kind, self.report), [one for one in everything if one.kind is kind])
            for kind in FailureKind
        ]
        return [one for one in found if one[2]]

    # Findings

    @cached_property
    def alike(self) -> list[tuple[str, tuple[Alike, ...]]]:
        """The findings with something to say by grade; those of several standards that say the same
        together."""
        return [(grade.word, found) for grade, found in gaps(self.assessment, self.knowledge).items()]

    def with_status(self, status: str) -> list[Finding]:
        """The findings of one status."""
        return [one for one in self.assessment.findings if one.status.value == status]

    def title(self, requirement: str) -> str:
        """The title of the clause of a requirement, or of a clause itself."""
        return clause_title(self.knowledge.written_against(requirement).clause_id, self.knowledge)

    def clauses(self, findings: Iterable[Finding]) -> str:
        """The clauses that findings stand under, chapters first, as the filter looks for them."""
        return " ".join(
            dict.fromkeys(number for one in findings for number in reversed([*lineage(one.clause)]))
        )

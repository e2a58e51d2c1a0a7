"""The gap analysis report: for the meeting and for the file. What a managing director reads stands first,
then each nonconformity with its evidence, what holds the rest up, the plan, and what the report rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...analysis.audience import PURPOSE, addressed
from ...analysis.nonconformities.nonconformity import Nonconformity
from ...commands.document import Ordered
from ...model import Grade, Status, count
from ..findings import heat
from ..words.assessment import (
    SAMPLE,
    clause_title,
    fragility_words,
    not_assessed_words,
    printable,
)
from ..words.method import (
    asked,
    asked_words,
    counts_of,
    house_rules,
    judged_words,
    registers_words,
    scope_words,
)
from ..words.nonconformity import claims_words, standing_words
from ..words.plan import clears_words, in_order, plan_for, smallest_words
from ..words.questions import who_words
from ..words.since import since_lines
from .parts import (
    DocumentPart,
    DocumentSection,
    Grid,
    GridCell,
    GridColumn,
    Points,
    Prose,
    Subheading,
    Toned,
    WrittenDocument,
    shown_date,
)
from .recorded import RecordedWriter, advice

MOST_WEIGHED = 5
CELLS_IN_A_ROW = 8
SECTIONS = (
    ("summary", "Summary"),
    ("standards", "Standard by standard"),
    ("nonconformities", "Nonconformities"),
    ("foundations", "What holds the rest up"),
    ("plan", "What to mend first"),
    ("observations", "Observations and opportunities"),
    ("questions", "Open questions"),
    ("exclusions", "What does not apply"),
    ("method", "What this report rests on"),
)
"""The sections by name, in order; those that would be empty are left out."""
APART = ("nonconformities", "plan")
"""The sections that begin a page of their own, for those to whom they are handed."""

NO_FOUNDATION = "Nothing that is met today stands on something that is absent."
PLAN_SAYS = (
    "Foundations come before what builds on them. A step clears what is named beside it once the steps before"
    " it are done."
)


def gap_report(ordered: Ordered) -> WrittenDocument:
    """The report; an auditor's has no plan and no advice."""
    writer = GapReport(ordered)
    parts = ((name, title, tuple(getattr(writer, name)())) for name, title in SECTIONS)
    assessment = writer.assessment
    return WrittenDocument(
        title="Gap analysis",
        organisation=assessment.organisation,
        as_of=assessment.as_of,
        facts=(
            ("Standards", writer.editions),
            ("As of", shown_date(assessment.as_of)),
            ("Policy", assessment.policy),
            ("Written for", "the organisation" if writer.report == "consultant" else "by an auditor"),
            *((("Version", ordered.order.revision),) if ordered.order.revision else ()),
        ),
        sections=tuple(
            DocumentSection(name, title, found, apart=name in APART) for name, title, found in parts if found
        ),
        may_have=tuple(name for name, _ in SECTIONS),
        template="report",
    )


class GapReport:
    """The report, section by section."""

    def __init__(self, ordered: Ordered) -> None:
        result = ordered.result
        self.report = result.audience
        self.assessment = addressed(result.assessment, self.report)
        self.knowledge = result.knowledge
        self.recorded = RecordedWriter(self.assessment, self.knowledge, result.planned)
        self.teller = self.recorded.teller
        self.mending = plan_for(self.assessment, self.knowledge) if self.report == "consultant" else None

    @property
    def editions(self) -> str:
        return ", ".join(self.knowledge.standard[one].edition for one in self.assessment.standards)

    def clauses(self, names: Iterable[str]) -> str:
        """The clauses of some requirements, as people call them."""
        known = [name for name in names if name in self.knowledge.requirement]
        return self.teller.references(known)

    def summary(self) -> Iterator[DocumentPart]:
        assessment = self.assessment
        yield Prose(assessment.summary.verdict, tone="lead")
        if assessment.about:
            yield Prose(printable(assessment.about))
        yield Prose(
            f"{scope_words(assessment, self.knowledge)} {asked_words(assessment, self.knowledge)}"
            f" {claims_words(assessment)} {not_assessed_words(assessment)}"
        )
        if assessment.since is not None:
            yield Subheading(f"Since the assessment of {assessment.since.as_of}")
            yield Points(tuple(since_lines(assessment.since, assessment.policy, self.clauses)))
        if weighed := tuple(self.weighing_most()):
            yield Subheading("To decide" if self.mending else "What weighs most")
            yield Points(weighed)

    def weighing_most(self, most: int = MOST_WEIGHED) -> Iterator[str]:
        """The worst nonconformities, each grade in the order of the plan where there is one, in a sentence
        each; then how many more there are, and the least to mend."""
        ordered = self.in_order()
        for one in ordered[:most]:
            do = f" To do: {advice(one)}" if one.fix else ""
            first = one.statements[0] if one.statements else ""
            yield f"{one.id} ({one.grade.word}), {self.teller.title(one)}: {first}{do}"
        if len(ordered) > most:
            yield f"And {count(len(ordered) - most, 'more nonconformity')}."
        if self.mending:
            least = smallest_words(self.mending.smallest, lambda names, _: self.clauses(names), 0)
            yield from filter(None, (least,))

    def in_order(self) -> list[Nonconformity]:
        """The nonconformities, worst first, each grade in the order of the plan where there is one."""
        assessment = self.assessment
        ordered: Iterable[Nonconformity] = assessment.nonconformities
        if self.mending:
            ordered = (one for one, _ in in_order(self.mending, assessment))
        return sorted(ordered, key=lambda one: -one.grade)

    def standards(self) -> Iterator[DocumentPart]:
        grades = (Grade.MAJOR, Grade.MINOR, Grade.OBSERVATION, Grade.OPPORTUNITY)
        columns = (
            GridColumn("Standard", 24),
            *(GridColumn(grade.word.capitalize(), 13) for grade in grades),
            GridColumn("Met, shown", 10),
            GridColumn("Met, claimed", 10),
            GridColumn("Open", 8),
            GridColumn("Not applicable", 12),
        )
        rows = tuple(self._standing(standard, grades) for standard in self.assessment.standards)
        yield Grid("Standards", columns, rows, "Each standard with what is recorded and how it stands.")
        if len(rows) > 1:
            yield Prose(
                "What touches several standards is counted under each of them, and once in all.", tone="quiet"
            )
        for standard in self.assessment.standards:
            yield Subheading(f"Clause by clause: {self.knowledge.standard[standard].edition}")
            yield self._clause_by_clause(standard)

    def _standing(self, standard: str, grades: Iterable[Grade]) -> tuple[GridCell, ...]:
        recorded = self.assessment.summary.by_standard[standard]
        findings = [one for one in self.assessment.findings if one.standard == standard]
        counted = counts_of(standard, self.assessment)
        shown = sum(one.shown for one in findings)
        return (
            self.knowledge.standard[standard].edition,
            *(Toned(grade.word, str(recorded[grade])) if recorded[grade] else 0 for grade in grades),
            shown,
            counted[Grade.CONFORMS.word] - shown,
            counted[Status.NOT_ASSESSED.value],
            counted[Status.NOT_APPLICABLE.value],
        )

    def _clause_by_clause(self, standard: str) -> Grid:
        """The worst under each clause, in its colour; long chapters take several rows."""
        rows: list[tuple[GridCell, ...]] = []
        for chapter in heat(standard, self.assessment, self.knowledge):
            cells: list[GridCell] = [Toned(cell.mark, cell.clause) for cell in chapter.cells]
            for begin in range(0, max(len(cells), 1), CELLS_IN_A_ROW):
                part = cells[begin : begin + CELLS_IN_A_ROW]
                title = f"{chapter.number} {chapter.title}" if not begin else ""
                rows.append((title, *part, *[""] * (CELLS_IN_A_ROW - len(part))))
        columns = (GridColumn("Clause", 34), *(GridColumn("", 9) for _ in range(CELLS_IN_A_ROW)))
        says = "The worst under each clause."
        return Grid(f"Clauses {standard}"[:31], columns, tuple(rows), says, "paper", headed=False)

    def nonconformities(self) -> Iterator[DocumentPart]:
        for one in self.assessment.nonconformities:
            yield from self.recorded.told(one)

    def observations(self) -> Iterator[DocumentPart]:
        for one in self.assessment.observations:
            yield from self.recorded.told(one)

    def _foundation_row(self, requirement: str, words: str) -> tuple[GridCell, ...]:
        finding = self.assessment.finding[requirement]
        called = f"{self.clauses([requirement])} {self.title(requirement)}"
        return called, Toned(finding.grade.word, finding.grade.word), finding.because, words

    def foundations(self) -> Iterator[DocumentPart]:
        """What is absent and something met today stands on, that on which most stands first."""
        causes = sorted(self.assessment.root_causes, key=lambda one: -len(one.undermines))
        standing = [
            (cause.requirement, standing_words(self.assessment, cause.requirement)) for cause in causes
        ]
        rows = tuple(self._foundation_row(name, words) for name, words in standing if words)
        if rows:
            columns = (
                GridColumn("Foundation", 26),
                GridColumn("Grade", 11),
                GridColumn("How it stands", 44),
                GridColumn("What stands on it", 26),
            )
            yield Grid("Foundations", columns, rows, "What is absent, and how much of today's stands on it.")
        elif self.assessment.root_causes:
            yield Prose(NO_FOUNDATION)
        if fragile := fragility_words(self.assessment.fragility):
            yield Prose(fragile)

    def title(self, requirement: str) -> str:
        """The title of the clause of a requirement."""
        return clause_title(self.knowledge.written_against(requirement).clause_id, self.knowledge)

    def plan(self) -> Iterator[DocumentPart]:
        if self.mending is None or not self.mending.steps:
            return
        yield Prose(PLAN_SAYS)
        columns = (
            GridColumn("Step", 7),
            GridColumn("Mends", 11),
            GridColumn("What to do", 64),
            GridColumn("Clears also", 22, on="filled"),
            GridColumn("Owner", 16),
            GridColumn("Due", 13),
            GridColumn("State", 11),
        )
        recorded = {one.id: one for one in self.assessment.nonconformities}
        rows: list[tuple[GridCell, ...]] = []
        for number, step in enumerate(self.mending.steps, 1):
            action = self.recorded.planned(recorded[step.nonconformity]) if step.nonconformity else None
            mends = step.nonconformity or self.clauses(step.requirements)
            clears = clears_words(step, lambda names, most: self.clauses(names[:most]))
            rows.append(
                (
                    number,
                    Toned(step.grade.word, mends),
                    step.fix,
                    clears,
                    action.owner if action else "",
                    action.due if action else None,
                    str(action.state) if action else "",
                )
            )
        yield Grid("Plan", columns, tuple(rows), "What to mend, in order.")
        least = smallest_words(self.mending.smallest, lambda names, _: self.clauses(names), 0)
        if least:
            yield Prose(least, "The least to mend")

    def questions(self) -> Iterator[DocumentPart]:
        asked_of = [(one, self.knowledge.question[one.fact]) for one in self.assessment.unanswered]
        rows = tuple(
            (question.ask, who_words(question.who), Toned(one.could_become.word, one.could_become.word))
            for one, question in asked_of
        )
        if rows:
            columns = (
                GridColumn("Question", 74),
                GridColumn("Who can answer", 20),
                GridColumn("At worst", 12),
            )
            yield Prose(not_assessed_words(self.assessment))
            yield Grid("Open questions", columns, rows, "What nobody answered and still decides something.")

    def exclusions(self) -> Iterator[DocumentPart]:
        out = [one for one in self.assessment.findings if one.status is Status.NOT_APPLICABLE]
        by_reason: dict[str, dict[str, None]] = {}
        for one in out:
            clause = f"{self.clauses([one.requirement])} {self.title(one.requirement)}"
            by_reason.setdefault(printable(one.because), {})[clause] = None
        rows = tuple(("\n".join(clauses), because) for because, clauses in by_reason.items())
        if rows:
            columns = (GridColumn("Clause", 34), GridColumn("Why it does not apply", 70))
            yield Grid("Does not apply", columns, rows, "What was declared not applicable, and why.")

    def method(self) -> Iterator[DocumentPart]:
        assessment = self.assessment
        yield Prose(PURPOSE[self.report])
        yield Prose(SAMPLE)
        yield Prose(judged_words(assessment, f"“{assessment.policy}”", self.knowledge))
        if registers := registers_words(assessment, self.knowledge):
            yield Prose(registers)
        rows: tuple[tuple[GridCell, ...], ...] = tuple(
            (who_words(one.who), one.questions, one.answered, one.evidenced)
            for one in asked(assessment, self.knowledge)
        )
        if rows:
            headings = ("Questions", "Answered", "With evidence")
            columns = (GridColumn("Who can answer", 40), *(GridColumn(one, 14) for one in headings))
            yield Grid("Asked", columns, rows, "Who was asked how much.")
        rules = house_rules(assessment, self.knowledge)
        if rules:
            yield Subheading("House rules of the policy")
            yield Points(tuple(f"Raises to {one.grade.word}: {one.because}" for one in rules))
        if assessment.changes:
            yield Subheading("Rules changed by overlays")
            yield Points(
                tuple(
                    f"{one.rule}: {one.does}. {printable(one.because)} ({one.overlay})"
                    for one in assessment.changes
                )
            )

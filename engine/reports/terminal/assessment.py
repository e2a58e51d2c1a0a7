"""The gap analysis on the terminal, for a manager with little time: verdict, picture, causes, findings,
what nobody answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from ...analysis.assessment import Assessment
from ...analysis.audience import Audience, addressed
from ...analysis.dependencies import RootCause
from ...analysis.findings import Finding
from ...analysis.marks import MARKS, mark
from ...analysis.nonconformities.nonconformity import Nonconformity
from ...analysis.plan.steps import Step
from ...analysis.summary import Unanswered
from ...model import Grade, KnowledgeBase, count
from ..findings import Cell, Chapter, heat
from ..words.assessment import (
    COUNTED,
    HEADINGS,
    SAMPLE,
    counted,
    counts,
    editions,
    fragility_words,
    not_assessed_words,
    printable,
    short_name,
)
from ..words.method import asked_words, judged_words, registers_words, scope_words
from ..words.nonconformity import SHOWN_BY, Teller, claims_words, recorded_counts, standing_words
from ..words.plan import plan_for, smallest_words
from ..words.since import progress_words, since_lines
from .changes import print_changes
from .page import SIGNS, STYLES, Page, Part, sign

MOST_NAMED = 4
MOST_STEPS = 5
MOST_IN_THE_SMALLEST = 6
MOST_FOUNDATIONS = 5
MOST_QUESTIONS = 10
TITLE_WIDTH = 27
CLAUSE_WIDTH = 4


def print_assessment(
    console: Console, assessment: Assessment, knowledge: KnowledgeBase, report: Audience = "consultant"
) -> None:
    """Prints the whole gap analysis, no wider than the console. Colour only helps: every mark is a sign as
    well."""
    page = Page(console)
    printed = _PrintedAssessment(page, assessment, knowledge, report)
    printed.summary()
    printed.since()
    printed.picture()
    printed.nonconformities()
    printed.observations()
    printed.foundations()
    if report == "consultant":
        printed.plan()
    printed.not_assessed()
    print_changes(page, assessment.changes)
    printed.about()


class _PrintedAssessment:
    """One assessment on one page."""

    def __init__(
        self, page: Page, assessment: Assessment, knowledge: KnowledgeBase, report: Audience
    ) -> None:
        self.page = page
        self.assessment = assessment = addressed(assessment, report)
        self.knowledge = knowledge
        self.finding = {finding.requirement: finding for finding in assessment.findings}
        self.used = {mark(finding) for finding in assessment.findings}
        self.teller = Teller(assessment, knowledge)

    def short(self, name: str) -> str:
        return short_name(name, self.assessment.standards)

    def told(self, text: str) -> str:
        """A sentence in which requirements go by their short names."""
        return (
            text.replace(f"{self.assessment.standards[0]}/", "")
            if len(self.assessment.standards) == 1
            else text
        )

    # What a manager reads in the first minute

    def summary(self) -> None:
        self.page.line(("Gap analysis", "bold"), " · ", (self.assessment.organisation, "bold"))
        self.page.line(f"{editions(self.assessment, self.knowledge)} · as of {self.assessment.as_of}")
        self.page.blank()
        recorded = self.assessment.summary.recorded
        worst = next((grade.word for grade in (Grade.MAJOR, Grade.MINOR) if recorded[grade]), "conforms")
        self.page.line((self.assessment.summary.verdict, f"bold {STYLES[worst].removeprefix('bold ')}"))
        if self.assessment.since is not None:
            self.page.line(progress_words(self.assessment.since.progress))
        self.page.blank()
        self._bar()
        shown = [
            (name, number)
            for name, number in recorded_counts(self.assessment)
            if number or name in ("major", "minor")
        ]
        self.page.row(
            "", [self.page.text(sign(name), f" {counted(name, number)}") for name, number in shown], gap=3
        )
        self.page.line(claims_words(self.assessment))

    def _bar(self) -> None:
        """All requirements as one bar, each mark with its share of the width, and at least one sign where
        there is any."""
        numbers = [(name, number) for name, number in counts(self.assessment) if number]
        bar = shares(numbers, min(self.page.width, 120))
        self.page.row("", [self.page.text((SIGNS[name] * width, STYLES[name])) for name, width in bar], gap=0)

    def picture(self) -> None:
        self.page.section("Clause by clause: the worst under each")
        several = len(self.assessment.standards) > 1
        for standard in self.assessment.standards:
            if several:
                self.page.line((f"{self.knowledge.standard[standard].edition}", "bold"))
            for chapter in heat(standard, self.assessment, self.knowledge):
                self._chapter(chapter)
            if several:
                self.page.blank()
        if not several:
            self.page.blank()
        self.page.row(
            "", [self.page.text(sign(name), f" {COUNTED[name][0]}") for name in MARKS if name in self.used]
        )

    def _chapter(self, chapter: Chapter) -> None:
        title = chapter.title if len(chapter.title) <= TITLE_WIDTH else f"{chapter.title[: TITLE_WIDTH - 1]}…"
        lead = f"{chapter.number:>2} {title:<{TITLE_WIDTH}}"
        self.page.row(lead, [self._cell(cell) for cell in chapter.cells], gap=1)

    def _cell(self, cell: Cell) -> Text:
        quiet = "dim" if cell.mark == "not-applicable" else ""
        return self.page.text((f"{cell.clause:>{CLAUSE_WIDTH}} ", quiet), sign(cell.mark))

    # Nonconformities, and what stands on nothing

    def nonconformities(self) -> None:
        for grade in (Grade.MAJOR, Grade.MINOR):
            self._recorded(
                HEADINGS[grade], [one for one in self.assessment.nonconformities if one.grade is grade]
            )

    def observations(self) -> None:
        for grade in (Grade.OBSERVATION, Grade.OPPORTUNITY):
            self._recorded(
                HEADINGS[grade], [one for one in self.assessment.observations if one.grade is grade]
            )

    def _recorded(self, heading: str, found: Sequence[Nonconformity]) -> None:
        if not found:
            return
        self.page.section(f"{heading} ({len(found)})")
        for one in found:
            self._nonconformity(one)

    def _nonconformity(self, one: Nonconformity) -> None:
        where = f" at {one.place}" if one.place else ""
        self.page.hanging(sign(one.grade.word), " ", (one.id, "bold"), f"  {self.teller.title(one)}{where}")
        before = ""
        for part in self.teller.parts(one):
            style = "italic" if part.label == "Required" else ""
            label = "" if part.label == before else part.label
            weight = "" if part.label == SHOWN_BY else "bold"
            self.page.labelled(
                label,
                (self.told(part.text), style),
                (part.strong, weight),
                (f"  {part.at}" if part.at else "", "dim"),
            )
            before = part.label
        if standing := standing_words(self.assessment, one.requirement):
            self.page.labelled("Luck", standing)
        self.page.blank()

    def foundations(self) -> None:
        """Where planning and control come apart, most undermining first."""
        telling = [cause for cause in self.assessment.root_causes if len(cause.undermines) > 1]
        if not telling:
            return
        self.page.section("What holds the rest up")
        for name, causes in list(self._by_nonconformity(telling).items())[:MOST_FOUNDATIONS]:
            finding = self.finding[causes[0].requirement]
            self.page.hanging(self._sign(finding), (name, "bold"), f"  {finding.because}")
            below = {one for cause in causes for one in cause.undermines}
            self.page.labelled(
                "Below it", self.teller.references(one for one in self.finding if one in below)
            )
        if fragile := fragility_words(self.assessment.fragility):
            self.page.blank()
            self.page.line(fragile)

    def _by_nonconformity(self, causes: Iterable[RootCause]) -> dict[str, list[RootCause]]:
        """Root causes by what they are recorded in, once for all standards; else each by itself."""
        found: dict[str, list[RootCause]] = {}
        for cause in causes:
            recorded_in = self.finding[cause.requirement].nonconformity
            found.setdefault(recorded_in or self.short(cause.requirement), []).append(cause)
        return found

    def plan(self) -> None:
        plan = plan_for(self.assessment, self.knowledge)
        if not plan.steps:
            return
        shown = plan.steps[:MOST_STEPS]
        several = len(plan.steps) > len(shown)
        self.page.section(
            f"What to mend first ({f'{len(shown)} of ' if several else ''}{count(len(plan.steps), 'step')})"
        )
        for number, step in enumerate(shown, 1):
            self._step(number, step)
        if several:
            more = len(plan.steps) - len(shown)
            self.page.line((f"and {more} more; --format json or markdown lists them all", "dim"))
        if smallest := smallest_words(plan.smallest, self._some, MOST_IN_THE_SMALLEST):
            self.page.blank()
            self.page.line(smallest)

    def _step(self, number: int, step: Step) -> None:
        mends = step.nonconformity or ", ".join(self.short(name) for name in step.requirements)
        self.page.hanging(f"{number}. ", sign(step.grade.word), " ", (mends, "bold"), f"  {step.fix}")

    def _sign(self, finding: Finding) -> Part:
        shown, style = SIGNS[mark(finding)], STYLES[mark(finding)]
        return f"{shown} ", style

    def _some(self, names: Sequence[str], most: int = MOST_NAMED) -> str:
        shown = ", ".join(self.short(name) for name in names[:most])
        return f"{shown} and {len(names) - most} more" if len(names) > most else shown

    def since(self) -> None:
        if self.assessment.since is None:
            return
        self.page.section(
            f"Since the assessment of {self.assessment.since.as_of} ({printable(self.assessment.since.file)})"
        )
        for line in since_lines(self.assessment.since, self.assessment.policy, self._some):
            self.page.hanging("- ", line)

    # What the picture leaves open, and what it rests on

    def not_assessed(self) -> None:
        self.page.section("What was not assessed")
        self.page.line(not_assessed_words(self.assessment))
        questions = self.assessment.unanswered
        if not questions:
            return
        self.page.blank()
        for number, question in enumerate(questions[:MOST_QUESTIONS], 1):
            self._question(number, question)
        if len(questions) > MOST_QUESTIONS:
            self.page.blank()
            self.page.line(
                (f"and {len(questions) - MOST_QUESTIONS} more; --format json lists them all", "dim")
            )

    def _question(self, number: int, question: Unanswered) -> None:
        fact = self.knowledge.question[question.fact]
        decides = count(len(question.requirements), "requirement")
        self.page.hanging(f"{number:>2}. ", fact.ask)
        self.page.line(
            (f"{fact.who} · {decides} · could become {question.could_become.word}", "dim"), indent=4
        )

    def about(self) -> None:
        self.page.section("About this report")
        self.page.line(SAMPLE)
        self.page.line(
            f"{scope_words(self.assessment, self.knowledge)} {asked_words(self.assessment, self.knowledge)}"
        )
        if told := registers_words(self.assessment, self.knowledge):
            self.page.line(told)
        self.page.line(judged_words(self.assessment, self.assessment.policy, self.knowledge))


def shares(numbers: Iterable[tuple[str, int]], width: int) -> list[tuple[str, int]]:
    """The width of each part of a bar: in proportion, together exactly `width`, none less than one (if
    there is room for all)."""
    numbers = list(numbers)
    total = sum(number for _, number in numbers)
    if not total or width < len(numbers):
        return []
    spare = width - len(numbers)
    exact = [(name, number * spare / total) for name, number in numbers]
    widths = {name: 1 + int(part) for name, part in exact}
    missing = width - sum(widths.values())
    for name, _ in sorted(exact, key=lambda one: -(one[1] - int(one[1])))[:missing]:
        widths[name] += 1
    return list(widths.items())

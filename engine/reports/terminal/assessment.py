"""The gap analysis on the terminal, for a manager with little time: verdict, picture, causes, findings, what nobody answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from ...analysis.assessment import Assessment
from ...analysis.audience import Report, addressed
from ...analysis.dependencies import DependencyFailure, RootCause
from ...analysis.findings import Finding, Reason
from ...analysis.marks import MARKS, mark
from ...analysis.plan.steps import Step
from ...analysis.summary import Unanswered
from ...model import FailureKind, Grade, KnowledgeBase, count
from ..findings import Alike, Cell, Chapter, gaps, heat
from ..words.assessment import (
    COUNTED,
    FAILURES,
    HEADINGS,
    SAMPLE,
    answer_words,
    choice_words,
    clause_title,
    counted,
    counts,
    edition_notes,
    editions,
    fragility_words,
    not_assessed_words,
    observed_words,
    path_of,
    place,
    printable,
    raise_words,
    short_name,
)
from ..words.method import asked_words, judged_words, registers_words, scope_words
from ..words.plan import clears_words, plan_for, smallest_words
from ..words.registers import records_words
from ..words.since import earlier_words, since_lines
from .changes import print_changes
from .page import SIGNS, STYLES, Page, Part, sign

MOST_NAMED = 4
MOST_STEPS = 5
MOST_IN_THE_SMALLEST = 6
MOST_FAILURES = {FailureKind.UNFOUNDED: 15, FailureKind.INHERITED: 15, FailureKind.STRANDED: 10, FailureKind.PROVISIONAL: 3}
MOST_QUESTIONS = 10
TITLE_WIDTH = 27
CLAUSE_WIDTH = 4


def print_assessment(console: Console, assessment: Assessment, knowledge: KnowledgeBase, report: Report = "consultant") -> None:
    """Prints the whole gap analysis, no wider than the console. Colour only helps: every mark is a sign as well."""
    page = Page(console)
    printed = _Printed(page, assessment, knowledge, report)
    printed.summary()
    printed.picture()
    printed.root_causes()
    printed.plan()
    printed.since()
    printed.findings()
    printed.failures()
    printed.not_assessed()
    print_changes(page, assessment.changes)
    printed.about()


class _Printed:
    """One assessment on one page."""

    def __init__(self, page: Page, assessment: Assessment, knowledge: KnowledgeBase, report: Report) -> None:
        self.page = page
        self.assessment = assessment = addressed(assessment, report)
        self.knowledge = knowledge
        self.finding = {finding.requirement: finding for finding in assessment.findings}
        self.used = {mark(finding) for finding in assessment.findings}

    def short(self, name: str) -> str:
        return short_name(name, self.assessment.standards)

    def told(self, text: str) -> str:
        """A sentence in which requirements go by their short names."""
        return text.replace(f"{self.assessment.standards[0]}/", "") if len(self.assessment.standards) == 1 else text

    # What a manager reads in the first minute

    def summary(self) -> None:
        self.page.line(("Gap analysis", "bold"), " · ", (self.assessment.organisation, "bold"))
        self.page.line(f"{editions(self.assessment, self.knowledge)} · as of {self.assessment.as_of}")
        self.page.blank()
        grades = self.assessment.summary.grades
        worst = next((grade.word for grade in (Grade.MAJOR, Grade.MINOR) if grades[grade]), "conforms")
        self.page.line((self.assessment.summary.verdict, f"bold {STYLES[worst].removeprefix('bold ')}"))
        self.page.blank()
        self._bar()
        shown = [(name, number) for name, number in counts(self.assessment) if number or name in ("major", "minor")]
        self.page.row("", [self.page.text(sign(name), f" {counted(name, number)}") for name, number in shown], gap=3)

    def _bar(self) -> None:
        """All requirements as one bar, each mark with its share of the width, and at least one sign where there is any."""
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
        self.page.row("", [self.page.text(sign(name), f" {COUNTED[name][0]}") for name in MARKS if name in self.used])

    def _chapter(self, chapter: Chapter) -> None:
        title = chapter.title if len(chapter.title) <= TITLE_WIDTH else f"{chapter.title[: TITLE_WIDTH - 1]}…"
        lead = f"{chapter.number:>2} {title:<{TITLE_WIDTH}}"
        self.page.row(lead, [self._cell(cell) for cell in chapter.cells], gap=1)

    def _cell(self, cell: Cell) -> Text:
        quiet = "dim" if cell.mark == "not-applicable" else ""
        return self.page.text((f"{cell.clause:>{CLAUSE_WIDTH}} ", quiet), sign(cell.mark))

    # Causes and findings

    def root_causes(self) -> None:
        causes = self.assessment.root_causes
        telling = [cause for cause in causes if cause.undermines]
        if not causes:
            return
        self.page.section(f"Root causes first ({len(telling)})" if telling else "Root causes")
        for cause in telling:
            self._root_cause(cause)
        alone = len(causes) - len(telling)
        if alone:
            more = "more " if telling else ""
            self.page.line(f"{count(alone, f'{more}gap')} {'stands' if alone == 1 else 'stand'} alone: nothing assessed builds on them.")
        if fragile := fragility_words(self.assessment.fragility):
            self.page.line(fragile)

    def _root_cause(self, cause: RootCause) -> None:
        finding = self.finding[cause.requirement]
        self.page.hanging(self._sign(finding), (self.short(cause.requirement), "bold"), f"  undermines {len(cause.undermines)}")
        self.page.line(self.told(finding.because), indent=2)
        self.page.labelled("Carries", self._some(cause.undermines))
        if finding.fix:
            self.page.labelled("Do", self.told(finding.fix))
        self.page.blank()

    def plan(self) -> None:
        plan = plan_for(self.assessment, self.knowledge)
        if not plan.steps:
            return
        shown = plan.steps[:MOST_STEPS]
        several = len(plan.steps) > len(shown)
        self.page.section(f"What to mend first ({f'{len(shown)} of ' if several else ''}{count(len(plan.steps), 'step')})")
        for number, step in enumerate(shown, 1):
            self._step(number, step)
        if several:
            more = len(plan.steps) - len(shown)
            self.page.line((f"and {more} more; --format json or markdown lists them all", "dim"))
        if smallest := smallest_words(plan.smallest, self._some, MOST_IN_THE_SMALLEST):
            self.page.blank()
            self.page.line(smallest)

    def _step(self, number: int, step: Step) -> None:
        finding = self.finding[step.requirements[0]]
        title = clause_title(f"{finding.standard}/{finding.clause}", self.knowledge)
        names = ", ".join(self.short(one) for one in step.requirements)
        self.page.hanging(f"{number}. ", sign(step.grade.word), " ", (names, "bold"), f"  {title}")
        if cleared := clears_words(step, self._some):
            self.page.labelled("Clears", cleared, indent=5)

    def _sign(self, finding: Finding) -> Part:
        shown, style = SIGNS[mark(finding)], STYLES[mark(finding)]
        return f"{shown} ", style

    def _some(self, names: Sequence[str], most: int = MOST_NAMED) -> str:
        shown = ", ".join(self.short(name) for name in names[:most])
        return f"{shown} and {len(names) - most} more" if len(names) > most else shown

    def since(self) -> None:
        if self.assessment.since is None:
            return
        self.page.section(f"Since the assessment of {self.assessment.since.as_of} ({printable(self.assessment.since.file)})")
        for line in since_lines(self.assessment.since, self.assessment.policy, self._some):
            self.page.hanging("- ", line)

    def findings(self) -> None:
        for grade, found in gaps(self.assessment, self.knowledge).items():
            self.page.section(f"{HEADINGS[grade]} ({sum(len(alike) for alike in found)})")
            for alike in found:
                self._alike(alike)

    def _alike(self, alike: Alike) -> None:
        finding = alike[0]
        title = clause_title(f"{finding.standard}/{finding.clause}", self.knowledge)
        self.page.hanging(self._sign(finding), (", ".join(self.short(one.requirement) for one in alike), "bold"), f"  {title}")
        self.page.line((self.knowledge.says(finding.requirement), "italic"), indent=2)
        self.page.labelled("Why", self.told(finding.because))
        self._records(finding, finding.reasons[:1])
        if finding.fix:
            self.page.labelled("Do", self.told(finding.fix))
        for reason in finding.reasons[1:]:
            self.page.labelled("Also", f"{self.told(reason.because)} ({reason.grade.word})")
            self._records(finding, [reason])
        for reason in finding.reasons:
            if chosen := choice_words(reason.choice):
                self.page.labelled("Choice", chosen)
        if finding.earlier:
            self.page.labelled(
                "Before", ", ".join(dict.fromkeys(earlier_words(one.earlier, one.requirement) for one in alike if one.earlier))
            )
        for raised in finding.escalations:
            self.page.labelled("Raised", self.told(raise_words(raised, self.knowledge)), (f"  {place(raised.at)}", "dim"))
        for answer in finding.answers:
            words = answer_words(answer, self.knowledge.fact[answer.fact])
            self.page.labelled("Answer", f"{answer.fact}: ", (words, "bold"), (f"  {place(answer.at)}", "dim"))
        for one in finding.observed:
            self.page.labelled("Seen", (printable(one.note.saw), "bold"), f" ({observed_words(one)})", (f"  {place(one.note.at)}", "dim"))
        if finding.could_become:
            self.page.labelled("Open", f"could become {finding.could_become.word}; ask {', '.join(finding.ask)}")
        for note in edition_notes(finding.requirement, self.knowledge):
            self.page.labelled("Edition", note)
        self.page.blank()

    def _records(self, finding: Finding, reasons: Sequence[Reason]) -> None:
        """The records that the rules behind some reasons meet."""
        for one in finding.records:
            if any(reason.rule == one.rule for reason in reasons):
                self.page.labelled("Records", (records_words(one, self.knowledge), "bold"), (f"  {place(one.records[0].at)}", "dim"))

    # Dependencies

    def failures(self) -> None:
        by_kind = {kind: [one for one in self.assessment.dependency_failures if one.kind is kind] for kind in FailureKind}
        if not self.assessment.dependency_failures:
            return
        self.page.section(f"Dependency failures ({len(self.assessment.dependency_failures)})")
        for kind, failures in by_kind.items():
            if failures:
                self._failures(kind, failures)

    def _failures(self, kind: FailureKind, failures: list[DependencyFailure]) -> None:
        self.page.line((f"{kind.value.capitalize()} ({len(failures)})", "bold"), f": {FAILURES[kind]}")
        most = MOST_FAILURES[kind]
        for failure in failures[:most]:
            soft = "" if failure.basis.value == "normative" else "  (guidance)"
            self.page.hanging("  ", path_of(failure, self.assessment.standards), (soft, "dim"))
        if len(failures) > most:
            self.page.line((f"and {len(failures) - most} more; --format json or markdown lists them all", "dim"), indent=2)
        self.page.blank()

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
            self.page.line((f"and {len(questions) - MOST_QUESTIONS} more; --format json lists them all", "dim"))

    def _question(self, number: int, question: Unanswered) -> None:
        fact = self.knowledge.fact[question.fact]
        decides = count(len(question.requirements), "requirement")
        self.page.hanging(f"{number:>2}. ", fact.ask)
        self.page.line((f"{fact.who} · {decides} · could become {question.could_become.word}", "dim"), indent=4)

    def about(self) -> None:
        self.page.section("About this report")
        self.page.line(SAMPLE)
        self.page.line(f"{scope_words(self.assessment, self.knowledge)} {asked_words(self.assessment, self.knowledge)}")
        if told := registers_words(self.assessment, self.knowledge):
            self.page.line(told)
        self.page.line(judged_words(self.assessment, self.assessment.policy, self.knowledge))


def shares(numbers: Iterable[tuple[str, int]], width: int) -> list[tuple[str, int]]:
    """The width of each part of a bar: in proportion, together exactly `width`, none less than one (if there is room for all)."""
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

"""The first sheet: what a manager reads in a minute, what the report rests on, and what the other sheets hold."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from ....analysis.assessment import Assessment
from ....analysis.audience import PURPOSE, Report
from ....analysis.plan.steps import Plan
from ....model import Grade, KnowledgeBase, count
from ...looks import FILLS
from ...words.assessment import COUNTED, SAMPLE, counts, fragility_words, not_assessed_words, short_name, short_names
from ...words.method import asked_words, counts_of, house_rules, judged_words, registers_words, scope_words
from ...words.plan import smallest_words
from ...words.since import since_lines
from ..book import FREE, HEADING, SUBTITLE, TITLE, Book, Look, lay_out
from ..table import LINE, TALLEST, Marked, Table, lines_in, put, told
from .findings import grade_cell
from .policy import TITLE as POLICY

LABEL, WIDE = 22, 15
FEWEST_COLUMNS = 5
MOST_CAUSES = 5
MOST_NAMED = 6
NO_PLAN = "Left out: an auditor assigns no work. A report for the organisation has it."
LABEL_LOOK = Look("label", bold=True, boxed=False)


def summary_sheet(
    book: Book, assessment: Assessment, knowledge: KnowledgeBase, report: Report, plan: Plan | None, others: Sequence[Table]
) -> None:
    """Draws the summary; `others` are the sheets that follow it, `plan` is None where the report has none."""
    drawn = _Drawn(book, max(FEWEST_COLUMNS, len(assessment.standards) + 1))
    drawn.title("Gap analysis", told([assessment.organisation]))
    if assessment.about:
        drawn.text("About", told([assessment.about]))
    drawn.verdict(assessment)
    drawn.space()
    for label, text in _facts(assessment, knowledge, report, plan):
        drawn.text(label, text)
    drawn.space()
    _counts(drawn, assessment)
    _since(drawn, assessment)
    _root_causes(drawn, assessment)
    drawn.space()
    _house_rules(drawn, assessment, knowledge)
    drawn.heading("In this workbook")
    for table in others:
        drawn.link(table.title, table.says)
    drawn.space()
    drawn.text("Note", SAMPLE)
    lay_out(drawn.sheet, [LABEL, *[WIDE] * drawn.columns], landscape=False)


def _facts(assessment: Assessment, knowledge: KnowledgeBase, report: Report, plan: Plan | None) -> list[tuple[str, str]]:
    editions = [f"{knowledge.standard[one].edition} ({one})" for one in assessment.standards]
    least = smallest_words(plan.smallest, lambda names, _: short_names(names, assessment.standards), 0) if plan else ""
    facts = [
        ("As of", assessment.as_of.isoformat()),
        ("Standards", "\n".join(editions)),
        ("Scope", f"{scope_words(assessment, knowledge)} {asked_words(assessment, knowledge)}"),
        ("Own registers", registers_words(assessment, knowledge)),
        ("Not assessed", not_assessed_words(assessment)),
        ("On doubtful ground", fragility_words(assessment.fragility)),
        ("The least to mend", told([least])),
        ("Method", judged_words(assessment, assessment.policy, knowledge)),
        ("For whom", PURPOSE[report]),
        ("Plan", NO_PLAN if report == "auditor" else ""),
    ]
    return [(label, text) for label, text in facts if text]


def _counts(drawn: _Drawn, assessment: Assessment) -> None:
    several = assessment.standards if len(assessment.standards) > 1 else ()
    parts = [counts_of(standard, assessment) for standard in several]
    drawn.cells(["Requirements", *several, "All"], HEADING)
    for name, number in counts(assessment):
        drawn.cells([Marked(name, COUNTED[name][0]), *(part[name] for part in parts), number])


def _since(drawn: _Drawn, assessment: Assessment) -> None:
    """What became of an earlier assessment's findings, in sentences; its own sheet has all of them."""
    since = assessment.since
    if since is None:
        return
    drawn.space()
    drawn.heading(f"Since the assessment of {since.as_of}")
    drawn.text("From", told([since.file]))
    for line in since_lines(since, assessment.policy, lambda names: _some(names, assessment)):
        word, colon, rest = line.partition(": ")
        drawn.text(word if colon else "", rest if colon else line)


def _some(names: Sequence[str], assessment: Assessment) -> str:
    shown = short_names(names[:MOST_NAMED], assessment.standards)
    return f"{shown} and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else shown


def _root_causes(drawn: _Drawn, assessment: Assessment) -> None:
    """The gaps that undermine most; the others are on their own sheet."""
    causes = [one for one in assessment.root_causes if one.undermines]
    if not causes:
        return
    drawn.space()
    drawn.heading("Root causes first")
    for one in causes[:MOST_CAUSES]:
        finding = assessment.finding[one.requirement]
        name = short_name(one.requirement, assessment.standards)
        drawn.text("", told([f"{name} undermines {len(one.undermines)}. {finding.because}"]))
        put(drawn.book, drawn.sheet, drawn.row, 1, grade_cell(finding.grade))
    if len(causes) > MOST_CAUSES:
        drawn.text("", f"and {len(causes) - MOST_CAUSES} more on the sheet Root causes")


def _house_rules(drawn: _Drawn, assessment: Assessment, knowledge: KnowledgeBase) -> None:
    rules, choices = house_rules(assessment, knowledge), assessment.choices
    if not rules and not choices:
        return
    drawn.heading("House rules of the policy")
    for one in rules:
        drawn.text(one.id.partition("/")[2], f"Raises to {one.grade.word}. {one.because}")
    if choices:
        points = f"{count(len(choices), 'point')} on which auditors differ {'is' if len(choices) == 1 else 'are'} decided"
        drawn.text("Grades decided", f"{points} by the policy: the sheet {POLICY} has each with its reason and place.")
    drawn.space()


class _Drawn:
    """The summary in the making, row by row: a label, and text across all other columns."""

    def __init__(self, book: Book, columns: int) -> None:
        self.book = book
        self.sheet: Worksheet = book.sheet("Summary")
        self.columns = columns
        self.row = 0

    def space(self) -> None:
        self.row += 1

    def title(self, title: str, name: str) -> None:
        self.heading(title, TITLE)
        self.heading(name)

    def heading(self, text: str, look: Look = SUBTITLE) -> None:
        self.row += 1
        self.book.put(self.sheet, self.row, 1, text, look)
        self.sheet.row_dimensions[self.row].height = 1.6 * look.size

    def text(self, label: str, text: str, look: Look = FREE) -> None:
        """A label, and text as tall as it needs across the other columns."""
        self.row += 1
        self.book.put(self.sheet, self.row, 1, label, LABEL_LOOK)
        self.book.put(self.sheet, self.row, 2, text, look)
        self.sheet.merge_cells(start_row=self.row, start_column=2, end_row=self.row, end_column=self.columns + 1)
        scale = look.size / FREE.size
        self.sheet.row_dimensions[self.row].height = min(TALLEST, 3 + LINE * scale * lines_in(text, WIDE * self.columns / scale))

    def verdict(self, assessment: Assessment) -> None:
        grades = assessment.summary.grades
        worst = next((one for one in (Grade.MAJOR, Grade.MINOR) if grades[one]), None)
        colour = FILLS[worst.word if worst else "not-assessed" if assessment.summary.not_assessed else "conforms"]
        self.text("Verdict", assessment.summary.verdict, Look("verdict", bold=True, size=12, fill=colour, boxed=False))

    def cells(self, values: Sequence[str | int | Marked], look: Look = FREE) -> None:
        self.row += 1
        for column, value in enumerate(values, 1):
            put(self.book, self.sheet, self.row, column, value, look)

    def link(self, title: str, says: str) -> None:
        self.text(title, says)
        cell = self.sheet.cell(self.row, 1)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{title}'!A1")

"""The first sheet: a page to hand to a managing director, then what the report rests on, and what the other
sheets hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from ....analysis.assessment import Assessment
from ....analysis.audience import PURPOSE, Audience
from ....analysis.nonconformities.nonconformity import Nonconformity
from ....analysis.plan.steps import Plan
from ....model import Grade, KnowledgeBase, Status, count
from ....organisation.plan_file import PLAN_TITLE
from ...looks import FILLS
from ...words.assessment import HEADINGS, SAMPLE, fragility_words, not_assessed_words
from ...words.method import asked_words, house_rules, judged_words, registers_words, scope_words
from ...words.nonconformity import Teller
from ...words.plan import in_order, smallest_words
from ...words.questions import who_words
from ...words.since import since_lines
from ..book import FREE, GRADE_LOOKS, HEADING, SUBTITLE, TITLE, Book, Look, fit, lay_out
from ..table import Marked, ReportTable, told
from .actions import Followed, progress_lines
from .nonconformities import NONCONFORMITIES, first_sentence, worst_grade
from .policy import TITLE as POLICY

LABEL, WIDE = 29, 14
FEWEST_COLUMNS = 5
MOST_DECISIONS = 5
MOST_NAMED = 6
NO_PLAN = "Left out: an auditor assigns no work. A report for the organisation has it."
TWICE = "What touches several standards is counted under each of them, and once in all."
LABELS = {
    mark: msgspec.structs.replace(look, name=f"{look.name} as a label", centred=False)
    for mark, look in GRADE_LOOKS.items()
}
LABEL_LOOK = Look("label", bold=True, boxed=False)
COUNT_LOOK = Look("count of the summary", centred=True, wrap=False)
ALL_LOOK = msgspec.structs.replace(COUNT_LOOK, name="count of all", bold=True)
HEAD_LOOK = msgspec.structs.replace(HEADING, name="heading of counts", centred=True)
COUNTED_GRADES = (Grade.MAJOR, Grade.MINOR, Grade.OBSERVATION, Grade.OPPORTUNITY)


class Told(msgspec.Struct, frozen=True):
    """What the summary tells: the assessment, for whom, and the plan with what was filled in; an auditor's
    has neither."""

    assessment: Assessment
    knowledge: KnowledgeBase
    report: Audience
    plan: Plan | None
    kept: Followed

    @property
    def teller(self) -> Teller:
        return Teller(self.assessment, self.knowledge)

    def clauses(self, names: Iterable[str]) -> str:
        """The clauses of some requirements; one that nobody knows any more goes by its name."""
        known = [name for name in names if name in self.knowledge.requirement]
        others = [name for name in names if name not in self.knowledge.requirement]
        return "; ".join(filter(None, (self.teller.references(known), ", ".join(others[:MOST_NAMED]))))


def summary_sheet(book: Book, told_of: Told, others: Sequence[ReportTable]) -> None:
    """Draws the summary; `others` are the sheets that follow it."""
    assessment, knowledge = told_of.assessment, told_of.knowledge
    drawn = _Drawn(book, max(FEWEST_COLUMNS, len(assessment.standards) + 1))
    drawn.title("Gap analysis", told([assessment.organisation]))
    editions = ", ".join(knowledge.standard[one].edition for one in assessment.standards)
    drawn.text("As of", assessment.as_of.isoformat())
    drawn.text("Standards", editions)
    drawn.space()
    drawn.verdict(assessment)
    drawn.space()
    _counts(drawn, assessment, knowledge)
    _since(drawn, told_of)
    _decisions(drawn, told_of)
    drawn.space()
    drawn.text("Note", SAMPLE)
    drawn.new_page()
    drawn.heading("What it rests on")
    for label, text in _facts(told_of):
        drawn.text(label, text)
    drawn.space()
    drawn.heading("In this workbook")
    for table in others:
        drawn.link(table.title, table.says)
    lay_out(drawn.sheet, [LABEL, *[WIDE] * drawn.columns], landscape=False)


def _counts(drawn: _Drawn, assessment: Assessment, knowledge: KnowledgeBase) -> None:
    """Nonconformities by grade and standard, then how what is met is known. Every number is the summary's
    own."""
    summary = assessment.summary
    several = assessment.standards if len(assessment.standards) > 1 else ()
    names = [knowledge.standard[one].edition.partition(" with ")[0] for one in several]
    drawn.headings([*names, "All" if several else "Number"])
    for grade in COUNTED_GRADES:
        by_standard = [summary.by_standard[one][grade] for one in several]
        drawn.numbers(Marked(grade.word, HEADINGS[grade]), [*by_standard, summary.recorded[grade]])
    for label, counted in _behind(assessment):
        drawn.numbers(label, [*(counted[one] for one in several), sum(counted.values())])
    if several:
        drawn.text("", TWICE)


def _behind(assessment: Assessment) -> list[tuple[Marked, dict[str, int]]]:
    """How many requirements of each standard are met and shown, met and only claimed, and open."""
    shown, claimed, unanswered = (dict.fromkeys(assessment.standards, 0) for _ in range(3))
    for finding in assessment.findings:
        if finding.grade is Grade.CONFORMS:
            (shown if finding.shown else claimed)[finding.standard] += 1
        elif finding.status is Status.NOT_ASSESSED:
            unanswered[finding.standard] += 1
    return [
        (Marked("conforms", "Requirements met and shown"), shown),
        (Marked("not-applicable", "Requirements met, only claimed"), claimed),
        (Marked("not-assessed", "Requirements open: no answer"), unanswered),
    ]


def _since(drawn: _Drawn, told_of: Told) -> None:
    """What became of an earlier assessment's findings, in sentences; its own sheet has all of them."""
    assessment = told_of.assessment
    since = assessment.since
    if since is None:
        return
    drawn.space()
    drawn.heading(f"Since the assessment of {since.as_of}")
    for line in since_lines(since, assessment.policy, told_of.clauses):
        word, colon, rest = line.partition(": ")
        drawn.text(word if colon else "", told([rest if colon else line]))
    drawn.text("Compared with", told([since.file]))


def _decisions(drawn: _Drawn, told_of: Told) -> None:
    """The few things that wait for somebody who may decide; an auditor's report only says what weighs
    most."""
    rows = [*_weighing_most(told_of), *_questions(told_of)]
    if not rows:
        return
    drawn.space()
    drawn.heading("To decide" if told_of.report == "consultant" else "What weighs most")
    for label, text in rows:
        drawn.text(label, text)


def _weighing_most(told_of: Told) -> list[tuple[str | Marked, str]]:
    """The worst nonconformities, each grade in the order of the plan where there is one, and how far it has
    come."""
    assessment, plan = told_of.assessment, told_of.plan
    ordered = [one for one, _ in in_order(plan, assessment)] if plan else list(assessment.nonconformities)
    ordered = sorted(ordered, key=lambda one: -one.grade)
    rows: list[tuple[str | Marked, str]] = [_weighs(one, told_of) for one in ordered[:MOST_DECISIONS]]
    if len(ordered) > MOST_DECISIONS:
        rows.append(("", f"and {len(ordered) - MOST_DECISIONS} more on the sheet {NONCONFORMITIES}."))
    if plan is None:
        return rows
    least = smallest_words(plan.smallest, lambda names, _: told_of.clauses(names), 0)
    return [*rows, *([("The least to mend", told([least]))] if least else []), *_progress(told_of)]


def _weighs(one: Nonconformity, told_of: Told) -> tuple[Marked, str]:
    label = Marked(one.grade.word, f"{one.id} ({one.grade.word})")
    parts = [f"{told_of.teller.title(one)}: {first_sentence(one)}", f"To do: {one.fix}" if one.fix else ""]
    return label, told(parts)


def _progress(told_of: Told) -> list[tuple[str | Marked, str]]:
    """Who sees to it, as far as the plan says."""
    lines = progress_lines(told_of.kept, told_of.assessment)
    if not told_of.kept.on and told_of.assessment.nonconformities:
        lines = [
            f"Nobody is named yet. The sheet {PLAN_TITLE} has columns for owner, due date, effort, state and"
            " note."
        ]
    return [("Who and by when", told([" ".join(lines)]))] if lines else []


def _questions(told_of: Told) -> list[tuple[str | Marked, str]]:
    """What is only claimed, and what nobody answered."""
    assessment = told_of.assessment
    summary, questions = assessment.summary, assessment.unanswered
    met = summary.grades[Grade.CONFORMS]
    rows: list[tuple[str | Marked, str]] = []
    if summary.claimed:
        claimed = f"{summary.claimed} of the {count(met, 'requirement')} met"
        asked = ": an auditor will ask for it" if told_of.report == "consultant" else ""
        rows.append(("Evidence", f"Nothing that counts was given to show {claimed}{asked}."))
    if questions:
        worst = max(one.could_become for one in questions)
        who = list(dict.fromkeys(who_words(told_of.knowledge.question[one.fact].who) for one in questions))
        many = (
            f"{count(len(questions), 'question')} {'is' if len(questions) == 1 else 'are'} open and could"
            f" lead to {worst.word}"
        )
        rows.append(("Not answered", f"{many}. Who can answer: {', '.join(who[:MOST_NAMED])}."))
    return rows


def _facts(told_of: Told) -> list[tuple[str, str]]:
    assessment, knowledge, report = told_of.assessment, told_of.knowledge, told_of.report
    facts = [
        ("About", told([assessment.about])),
        ("Scope", f"{scope_words(assessment, knowledge)} {asked_words(assessment, knowledge)}"),
        ("Own registers", registers_words(assessment, knowledge)),
        ("Not assessed", not_assessed_words(assessment)),
        ("On doubtful ground", fragility_words(assessment.fragility)),
        ("Method", judged_words(assessment, assessment.policy, knowledge)),
        ("House rules", _policy_words(assessment, knowledge)),
        ("For whom", PURPOSE[report]),
        (PLAN_TITLE, NO_PLAN if report == "auditor" else ""),
    ]
    return [(label, text) for label, text in facts if text]


def _policy_words(assessment: Assessment, knowledge: KnowledgeBase) -> str:
    """How much the policy decides; its own sheet has each with reason and place."""
    rules, choices = len(house_rules(assessment, knowledge)), len(assessment.choices)
    raised = f"{count(rules, 'house rule')} of the policy may raise a grade" if rules else ""
    decided = (
        f"{count(choices, 'point')} on which auditors differ {'is' if choices == 1 else 'are'} decided by it"
        if choices
        else ""
    )
    said = " and ".join(filter(None, (raised, decided)))
    return f"{said}: the sheet {POLICY} has each with its reason and place." if said else ""


class _Drawn:
    """The summary in the making, row by row: a label, and text across all other columns."""

    def __init__(self, book: Book, columns: int) -> None:
        self.book = book
        self.sheet: Worksheet = book.sheet("Summary")
        self.columns = columns
        self.row = 0

    def space(self) -> None:
        self.row += 1

    def new_page(self) -> None:
        """What follows stands on another page in print."""
        self.sheet.row_breaks.append(Break(id=self.row))

    def title(self, title: str, name: str) -> None:
        self.heading(title, TITLE)
        self.heading(name)

    def heading(self, text: str, look: Look = SUBTITLE) -> None:
        self.row += 1
        self.book.put(self.sheet, self.row, 1, text, look)
        self.sheet.row_dimensions[self.row].height = 1.6 * look.size

    def text(self, label: str | Marked, text: str, look: Look = FREE) -> None:
        """A label, and text as tall as it needs across the other columns."""
        self.row += 1
        self._label(label)
        self.book.put(self.sheet, self.row, 2, text, look)
        self.sheet.merge_cells(
            start_row=self.row, start_column=2, end_row=self.row, end_column=self.columns + 1
        )
        fit(self.sheet, self.row, [(text, WIDE * self.columns)], look.size)

    def verdict(self, assessment: Assessment) -> None:
        worst = worst_grade(assessment)
        colour = FILLS[
            worst.word if worst else "not-assessed" if assessment.summary.not_assessed else "conforms"
        ]
        self.text(
            "Verdict",
            assessment.summary.verdict,
            Look("verdict", bold=True, size=12, fill=colour, boxed=False),
        )

    def _label(self, label: str | Marked) -> None:
        if isinstance(label, Marked):
            self.book.put(self.sheet, self.row, 1, label.text, LABELS[label.mark])
        else:
            self.book.put(self.sheet, self.row, 1, label, LABEL_LOOK)

    def headings(self, names: Sequence[str]) -> None:
        """The headings of the counts, above the numbers."""
        self.row += 1
        for column, name in enumerate(names, 2):
            self.book.put(self.sheet, self.row, column, name, HEAD_LOOK)
        fit(self.sheet, self.row, ((name, WIDE - 2) for name in names))

    def numbers(self, label: Marked, numbers: Sequence[int]) -> None:
        """A row of the counts: its label, a number for each standard, and the number of all."""
        self.row += 1
        self._label(label)
        for column, number in enumerate(numbers, 2):
            self.book.put(
                self.sheet, self.row, column, number, COUNT_LOOK if column <= len(numbers) else ALL_LOOK
            )

    def link(self, title: str, says: str) -> None:
        self.text(title, says)
        cell = self.sheet.cell(self.row, 1)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{title}'!A1")

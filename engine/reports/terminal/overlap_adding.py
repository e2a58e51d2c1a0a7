"""What one more standard or edition asks, on the terminal: what serves already, what changed, what to
answer, what to close first."""

from __future__ import annotations

from ...analysis.assessment import Assessment
from ...analysis.overlap.adding import Adding, ToAnswer
from ...analysis.plan.steps import Plan, Step
from ...model import KnowledgeBase, count
from ..words.assessment import clause_title, transition_words
from ..words.overlap import (
    EFFORTS,
    STANDINGS,
    change_lines,
    changes_by_kind,
    confirm_words,
    effort_rows,
    names,
)
from .page import Page, sign

MOST_QUESTIONS = 12
MOST_STEPS = 8
COLUMNS = (10, 14, 6, 6, 6, 16)


def print_adding(page: Page, adding: Adding, added: Assessment | None, knowledge: KnowledgeBase) -> None:
    """Prints what it takes to add a standard; `added` judges it by the answers given, if there are any."""
    printed = _PrintedAdding(page, adding, added, knowledge)
    printed.efforts()
    printed.edition()
    printed.questions()
    if adding.plan is not None:
        printed.gaps(adding.plan)


class _PrintedAdding:
    def __init__(
        self, page: Page, adding: Adding, added: Assessment | None, knowledge: KnowledgeBase
    ) -> None:
        self.page = page
        self.adding = adding
        self.added = added
        self.knowledge = knowledge

    def efforts(self) -> None:
        one = self.knowledge.standard[self.adding.standard]
        self.page.section(f"Adding {one.edition}")
        self.page.line(f"To {names(self.adding.has, self.knowledge)}.")
        self.page.blank()
        head = ["", "requirements", *(STANDINGS.values() if self.added else ())]
        self.page.line((_row(head), "dim"))
        for row in effort_rows(self.adding):
            self.page.line(_row(row))
        self.page.blank()
        for effort, meaning in EFFORTS.items():
            self.page.hanging((f"{effort.value:<10}", "dim"), meaning)
        if self.added:
            self.page.line(
                (
                    "Met means by the answers given, as evidence to show an auditor; it is not conformity.",
                    "dim",
                )
            )

    def edition(self) -> None:
        transition = self.adding.transition
        if not self.adding.changes and transition is None:
            return
        self.page.section("What the new edition changed")
        if transition is not None:
            self.page.line((transition_words(transition).capitalize(), "bold"), f" {transition.note}")
            self.page.blank()
        for title, changes in changes_by_kind(self.adding):
            self.page.line((f"{title} ({len(changes)})", "bold"))
            for what, known in change_lines(changes, self.knowledge):
                self.page.hanging("- ", what, (f"  {known}" if known else "", "dim"))

    def questions(self) -> None:
        found = self.adding.questions
        if not found:
            self.page.section("Questions to answer")
            self.page.line(
                "None: every question is asked already."
                if self.added is None
                else "None: every question is answered."
            )
            return
        new = sum(one.new for one in found)
        shown = f"{MOST_QUESTIONS} of {len(found)}" if len(found) > MOST_QUESTIONS else str(len(found))
        self.page.section(f"Questions to answer ({shown})")
        if self.added:
            self.page.line(
                (
                    f"{new} of them no standard asked before; those that could lead to the worst come first.",
                    "dim",
                )
            )
            self.page.blank()
        for number, one in enumerate(found[:MOST_QUESTIONS], 1):
            self._question(number, one)
        if len(found) > MOST_QUESTIONS:
            self.page.line(
                (f"and {len(found) - MOST_QUESTIONS} more; --format json or markdown lists them all", "dim")
            )

    def _question(self, number: int, one: ToAnswer) -> None:
        question = self.knowledge.question[one.fact]
        self.page.hanging(f"{number:>2}. ", question.ask)
        asked = "new" if one.new else "asked already for the standards you have"
        confirm = confirm_words(one, self.adding.standard, self.knowledge)
        told = " · ".join(
            part
            for part in (str(question.who), count(len(one.requirements), "requirement"), confirm or asked)
            if part
        )
        self.page.line((told, "dim"), indent=4)

    def gaps(self, plan: Plan) -> None:
        steps = plan.steps
        if not steps:
            self.page.section("Gaps to close")
            self.page.line("None by the answers given.")
            return
        shown = (
            f"{MOST_STEPS} of {count(len(steps), 'step')}"
            if len(steps) > MOST_STEPS
            else count(len(steps), "step")
        )
        self.page.section(f"Gaps to close, in this order ({shown})")
        for number, step in enumerate(steps[:MOST_STEPS], 1):
            self._step(number, step)
        if len(steps) > MOST_STEPS:
            self.page.line(
                (f"and {len(steps) - MOST_STEPS} more; --format json or markdown lists them all", "dim")
            )

    def _step(self, number: int, step: Step) -> None:
        _, clause, name = step.requirements[0].split("/")
        title = clause_title(f"{self.adding.standard}/{clause}", self.knowledge)
        self.page.hanging(
            f"{number:>2}. ", sign(step.grade.word), " ", (f"{clause}/{name}", "bold"), f"  {title}"
        )
        self.page.labelled("Why", step.because, indent=4)
        if step.fix:
            self.page.labelled("Do", step.fix, indent=4)


def _row(cells: list[str]) -> str:
    first, *rest = cells
    return f"{first:<{COLUMNS[0]}}" + "".join(
        f"{cell:>{width}}" for cell, width in zip(rest, COLUMNS[1:], strict=False)
    )

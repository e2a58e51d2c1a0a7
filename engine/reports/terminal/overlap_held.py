"""What of an overlap holds in an organisation, on the terminal: integrated on paper only, evidence for
several, what is kept twice."""

from __future__ import annotations

from ...analysis.assessment import Assessment
from ...analysis.overlap.held import Held, HeldState, HeldTheme, Split, Twice
from ...model import KnowledgeBase, count
from ..words.assessment import printable
from ..words.overlap import (
    STATES,
    answers_apart,
    evidence_counts,
    failing_alike,
    in_state,
    labels,
    names,
    of_several,
    state_counts,
)
from .page import Page, sign

MOST_SPLITS = 3
MOST_EVIDENCE = 10
TITLE = 43


def print_held(page: Page, held: Held, assessment: Assessment, knowledge: KnowledgeBase) -> None:
    """Prints what holds; `assessment` judges the standards the organisation has."""
    printed = _PrintedHeld(page, held, assessment, knowledge)
    printed.on_paper()
    printed.rest()
    printed.evidence()
    printed.twice()


class _PrintedHeld:
    def __init__(self, page: Page, held: Held, assessment: Assessment, knowledge: KnowledgeBase) -> None:
        self.page = page
        self.held = held
        self.assessment = assessment
        self.knowledge = knowledge
        self.short = labels(held.standards)

    def on_paper(self) -> None:
        self.page.section("What of it holds here")
        self.page.line((state_counts(self.held), "bold"))
        self.page.line((f"Between {names(self.held.standards, self.knowledge)}.", "dim"))
        found = in_state(self.held, HeldState.PAPER)
        if not found:
            return
        self.page.section(f"Integrated on paper only ({len(found)})")
        self.page.line((f"{STATES[HeldState.PAPER][1].capitalize()}.", "dim"))
        self.page.blank()
        for one in found:
            self._theme(one)
            for split in one.splits[:MOST_SPLITS]:
                self._split(split)
            if len(one.splits) > MOST_SPLITS:
                self.page.line(
                    (f"and {len(one.splits) - MOST_SPLITS} more; --format json lists them all", "dim"),
                    indent=2,
                )
            self.page.blank()

    def _theme(self, one: HeldTheme) -> None:
        title = self.knowledge.theme[one.theme].title
        shown = title if len(title) <= TITLE else f"{title[: TITLE - 1]}…"
        marks = [
            self.page.text(f"{self.short[standard]} ", sign(mark)) for standard, mark in one.marks.items()
        ]
        self.page.row((f"{shown:<{TITLE}} ", "bold"), marks, gap=2)

    def _split(self, split: Split) -> None:
        for because, failing in failing_alike(split, self.assessment):
            self.page.labelled(
                "Fails", (", ".join(self._short(one) for one in failing), "bold"), f": {because}"
            )
        self.page.labelled("Holds", ", ".join(self._short(one) for one in split.holds))
        for fact in split.facts:
            self.page.labelled(
                "Answered",
                f"{fact}: {', '.join(answers_apart(fact, split, self.assessment, self.knowledge))}",
            )

    def _short(self, requirement: str) -> str:
        standard, _, rest = requirement.partition("/")
        return f"{self.short[standard]} {rest}"

    def rest(self) -> None:
        for state in (HeldState.FAILS, HeldState.OPEN, HeldState.HOLDS):
            found = in_state(self.held, state)
            if found:
                self.page.section(f"{STATES[state][0].capitalize()} ({count(len(found), 'theme')})")
                self.page.line((f"{STATES[state][1].capitalize()}.", "dim"))
                self.page.blank()
                for one in found:
                    self._theme(one)

    def evidence(self) -> None:
        found = of_several(self.held)
        if not found:
            return
        self.page.section("Evidence that serves several standards")
        self.page.line(
            f"Of {count(len(self.held.evidence), 'reference')} given as evidence:"
            f" {', '.join(evidence_counts(self.held))}."
        )
        self.page.blank()
        for one in found[:MOST_EVIDENCE]:
            served = ", ".join(self.short[standard] for standard in one.standards)
            self.page.hanging(
                "- ",
                (printable(one.ref), "bold"),
                f"  {served}",
                (f"  {count(len(one.facts), 'question')}", "dim"),
            )
        if len(found) > MOST_EVIDENCE:
            self.page.line((f"and {len(found) - MOST_EVIDENCE} more; --format json lists them all", "dim"))

    def twice(self) -> None:
        if not self.held.twice:
            return
        self.page.section(f"Kept more than once ({count(len(self.held.twice), 'question')})")
        self.page.line(("One question, answered by discipline with evidence of its own in each.", "dim"))
        self.page.blank()
        for one in self.held.twice:
            self._twice(one)

    def _twice(self, one: Twice) -> None:
        self.page.hanging("- ", self.knowledge.question[one.fact].ask)
        refs = "; ".join(
            f"{discipline}: {printable(', '.join(found))}" for discipline, found in one.refs.items()
        )
        same = "" if one.differs else "  the answers are the same: one may do"
        self.page.hanging("    ", refs, (same, "dim"))

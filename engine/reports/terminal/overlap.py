"""What standards share on the terminal, for the head of an integrated system: the numbers, theme by theme,
and what is a standard's own."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console

from ...analysis.overlap.result import OverlapResult
from ...analysis.overlap.shared import Correspondence, Overlap, Shared
from ...model import KnowledgeBase, count
from ..words.overlap import (
    DEFINITIONS,
    RELATIONS,
    about,
    by_relation,
    by_theme,
    figure_cells,
    labels,
    names,
    places,
    saving,
    step_words,
    theme_cells,
)
from .changes import print_changes
from .overlap_adding import print_adding
from .overlap_held import print_held
from .page import Page, Part

MOST_THEMES = 6
NUMBER = 6
LAST = 10
NARROWEST_TITLE = 18


def print_overlap(console: Console, result: OverlapResult) -> None:
    """Prints a whole comparison, no wider than the console."""
    page = Page(console)
    _head(page, result)
    if result.adding is not None:
        print_adding(page, result.adding, result.added, result.knowledge)
    if result.held is not None and result.assessment is not None:
        print_held(page, result.held, result.assessment, result.knowledge)
    printed = _PrintedOverlap(page, result.overlap, result.knowledge)
    printed.numbers()
    printed.standards()
    for relation in Correspondence:
        printed.themes(relation)
    printed.specific()
    printed.parallel()
    printed.apart()
    printed.same_numbers()
    print_changes(page, result.knowledge.changes)
    page.section("About this report")
    for paragraph in about(result.overlap, result.knowledge):
        page.line(paragraph)


def _head(page: Page, result: OverlapResult) -> None:
    of = f" · {result.assessment.organisation}" if result.assessment else ""
    page.line((f"Overlap{of}", "bold"))
    day = f" · as of {result.assessment.as_of}" if result.assessment else ""
    page.line(f"{names(result.overlap.standards, result.knowledge)}{day}")
    page.blank()
    page.line((saving(result.overlap), "bold"))
    page.line("Shared evidence and effort, not conformity: auditors judge each standard on its own.")


class _PrintedOverlap:
    """One overlap on one page."""

    def __init__(self, page: Page, overlap: Overlap, knowledge: KnowledgeBase) -> None:
        self.page = page
        self.overlap = overlap
        self.knowledge = knowledge
        self.short = labels(overlap.standards)

    def numbers(self) -> None:
        self.page.section("In numbers")
        head = [("", 5), ("requirements", 22), ("questions", 23), ("evidence", 23)]
        self.page.line(("".join(f"{name:>{width}}" for name, width in head), "dim"))
        columns = ["", "all", "shared", "same", *["one by one", "once", "shared"] * 2]
        self.page.line((_cells(columns), "dim"))
        for figures in self.overlap.figures:
            self.page.line((_cells(figure_cells(figures)), "" if figures.stage else "bold"))
        self.page.blank()
        for term, meaning in DEFINITIONS.items():
            self.page.hanging((f"{term:<22}", "dim"), meaning)

    def standards(self) -> None:
        self.page.section("Standard by standard")
        widest = max(map(len, self.short.values()))
        for one, specific in self.overlap.specific.items():
            everything = len(self.knowledge.asked_by[one])
            shared = everything - len(specific)
            bar = self._bar(shared, everything, self.page.width - widest - 32)
            self.page.line(
                f"{self.short[one]:<{widest}}  ", *bar, f"  {shared:>3} shared, {len(specific):>3} of its own"
            )

    def _bar(self, part: int, whole: int, width: int) -> list[Part]:
        filled = round(width * part / whole) if whole else 0
        return [("#" * filled, "green"), ("·" * (width - filled), "dim")]

    def themes(self, relation: Correspondence) -> None:
        found = by_relation(self.overlap, relation)
        if not found:
            return
        self.page.section(f"{relation.value.capitalize()} ({count(len(found), 'theme')})")
        self.page.line((f"{relation.value.capitalize()}: {RELATIONS[relation]}.", "dim"))
        self.page.blank()
        self._row("", list(self.short.values()), "questions", style="dim")
        for one in found:
            self._theme(one)

    def _theme(self, shared: Shared) -> None:
        self._row(
            self.knowledge.theme[shared.theme].title,
            theme_cells(shared, self.overlap.standards),
            str(len(shared.facts)),
        )

    def _row(self, title: str, cells: Sequence[str], last: str, style: str = "") -> None:
        """A title, a cell for every standard, and a number; the title has a line of its own where it would
        not fit."""
        widths = [max(NUMBER, len(label) + 1) for label in self.short.values()]
        room = self.page.width - sum(widths) - LAST
        row = (
            "".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True)) + f"{last:>{LAST}}"
        )
        if room < NARROWEST_TITLE:
            if title:
                self.page.line((title, "bold"))
            self.page.line((f"{row:>{self.page.width}}"[-self.page.width :], style))
            return
        shown = title if cell_len(title) <= room else f"{title[: room - 1]}…"
        self.page.line(shown, (" " * (room - cell_len(shown)) + row, style))

    def specific(self) -> None:
        number = sum(map(len, self.overlap.specific.values()))
        if not number:
            return
        self.page.section(f"Specific ({count(number, 'requirement')})")
        self.page.line(("What shares nothing with another of the standards, by theme.", "dim"))
        self.page.blank()
        for standard, ids in self.overlap.specific.items():
            themes = by_theme(ids, self.knowledge)
            more = (
                f", and {count(len(themes) - MOST_THEMES, 'more theme')}" if len(themes) > MOST_THEMES else ""
            )
            shown = ", ".join(f"{title} {found}" for title, found in themes[:MOST_THEMES])
            self.page.hanging((f"{self.short[standard]} ({len(ids)})  ", "bold"), f"{shown}{more}")

    def apart(self) -> None:
        if not self.overlap.apart:
            return
        self.page.section(f"Same theme, nothing asked in common ({len(self.overlap.apart)})")
        self.page.line(
            (
                "Nothing is counted as shared here. Look whether one arrangement could serve all the same.",
                "dim",
            )
        )
        self.page.blank()
        for one in self.overlap.apart:
            self.page.hanging(
                "- ",
                (self.knowledge.theme[one.theme].title, "bold"),
                f"  {places(one.requirements, self.knowledge, self.short)}",
            )

    def parallel(self) -> None:
        if not self.overlap.parallel:
            return
        self.page.section(f"Parallel ({count(len(self.overlap.parallel), 'step')})")
        self.page.line((f"Parallel: {RELATIONS[Correspondence.PARALLEL]}.", "dim"))
        self.page.blank()
        for one in self.overlap.parallel:
            title, because = step_words(one, self.knowledge)
            self.page.hanging(
                "- ", (title, "bold"), f"  {places(one.requirements, self.knowledge, self.short)}"
            )
            self.page.hanging("  ", (because, "dim"))

    def same_numbers(self) -> None:
        if not self.overlap.same_numbers:
            return
        self.page.section(f"Same number, other subject ({len(self.overlap.same_numbers)})")
        for one in self.overlap.same_numbers:
            titles = [
                f"{self.short[standard]} {self.knowledge.theme[theme].title}"
                for standard, theme in one.themes.items()
            ]
            self.page.hanging((f"{one.number:<7}", "bold"), "; ".join(titles))


def _cells(cells: Sequence[str]) -> str:
    """A row of the numbers: the stage to the left, all else to the right."""
    widths = [5, 8, 7, 7, 11, 5, 7, 11, 5, 7]
    first, *rest = cells
    return f"{first:<{widths[0]}}" + "".join(
        f"{cell:>{width}}" for cell, width in zip(rest, widths[1:], strict=True)
    )

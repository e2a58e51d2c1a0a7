"""What of an overlap holds in an organisation, as parts of a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ....analysis.assessment import Assessment
from ....analysis.overlap.held import Held, HeldState, HeldTheme, Split
from ....model import KnowledgeBase, count
from ...words.assessment import COUNTED, printable
from ...words.overlap import (
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
from ..parts import DocumentPart, Grid, GridCell, GridColumn, Prose, Subheading, Toned

SPLIT_COLUMNS = (
    GridColumn("Theme", 26),
    GridColumn("Fails", 50),
    GridColumn("Holds", 34),
    GridColumn("Answered", 44),
)


class HeldWriter:
    """Says what holds."""

    def __init__(self, held: Held, assessment: Assessment, knowledge: KnowledgeBase) -> None:
        self.held = held
        self.assessment = assessment
        self.knowledge = knowledge
        self.short = labels(held.standards)

    def parts(self) -> Iterator[DocumentPart]:
        yield Prose(state_counts(self.held), tone="lead")
        yield Prose(f"Between {names(self.held.standards, self.knowledge)}.")
        for state, (name, meaning) in STATES.items():
            if found := in_state(self.held, state):
                yield Subheading(f"{name.capitalize()} ({count(len(found), 'theme')})")
                yield Prose(f"{meaning.capitalize()}.")
                yield self._themes(state, found)
                yield from self._splits(found)
        yield from self._evidence()
        yield from self._twice()

    def _title(self, theme: str) -> str:
        return self.knowledge.theme[theme].title

    def _themes(self, state: HeldState, found: Iterable[HeldTheme]) -> Grid:
        """How each theme stands under every standard, in colours."""
        columns = (GridColumn("Theme", 44), *(GridColumn(one, 16) for one in self.short.values()))
        rows = tuple((self._title(one.theme), *self._marks(one)) for one in found)
        name, meaning = STATES[state]
        return Grid(f"Here {name}", columns, rows, f"{meaning.capitalize()}.")

    def _marks(self, one: HeldTheme) -> Iterator[GridCell]:
        for standard in self.held.standards:
            mark = one.marks.get(standard)
            yield Toned(mark, COUNTED[mark][0]) if mark else "-"

    def _splits(self, found: Iterable[HeldTheme]) -> Iterator[DocumentPart]:
        rows = tuple((self._title(one.theme), *self._split(split)) for one in found for split in one.splits)
        if rows:
            says = "What holds under one standard and fails under another, and how it was answered."
            yield Grid("Where it comes apart", SPLIT_COLUMNS, rows, says)

    def _split(self, split: Split) -> tuple[str, str, str]:
        fails = "\n".join(
            f"{', '.join(failing)}: {because}" for because, failing in failing_alike(split, self.assessment)
        )
        answers = "\n".join(
            f"{self.knowledge.question[one].ask} {self._answers(one, split)}" for one in split.facts
        )
        return fails, "\n".join(split.holds), answers

    def _answers(self, fact: str, split: Split) -> str:
        return ", ".join(answers_apart(fact, split, self.assessment, self.knowledge))

    def _evidence(self) -> Iterator[DocumentPart]:
        rows = tuple(
            (
                printable(one.ref),
                ", ".join(self.short[standard] for standard in one.standards),
                "\n".join(self.knowledge.question[fact].ask for fact in one.facts),
            )
            for one in of_several(self.held)
        )
        told = (
            f"Of {count(len(self.held.evidence), 'reference')} given as evidence:"
            f" {', '.join(evidence_counts(self.held))}."
        )
        if rows:
            columns = (GridColumn("Evidence", 34), GridColumn("Standards", 26), GridColumn("Questions", 64))
            yield Subheading("Evidence that serves several standards")
            yield Prose(told)
            yield Grid("Shared evidence", columns, rows, told)

    def _twice(self) -> Iterator[DocumentPart]:
        rows = tuple(
            (
                self.knowledge.question[one.fact].ask,
                "\n".join(f"{discipline}: {', '.join(found)}" for discipline, found in one.refs.items()),
                "differ" if one.differs else "are the same: one may do",
            )
            for one in self.held.twice
        )
        if rows:
            columns = (GridColumn("Question", 54), GridColumn("Evidence", 44), GridColumn("The answers", 26))
            yield Subheading(f"Kept more than once ({count(len(rows), 'question')})")
            yield Grid("Kept more than once", columns, rows, "Evidence of its own in each discipline.")

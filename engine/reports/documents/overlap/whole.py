"""What standards share, as a document: the same as on the terminal, with every theme, question and gap listed
whole. Markdown, page and workbook are laid out from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ....analysis.overlap.result import OverlapResult
from ....analysis.overlap.shared import Correspondence, Overlap
from ....model import KnowledgeBase, count
from ...words.assessment import place, printable
from ...words.overlap import (
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
from ..parts import (
    DocumentPart,
    DocumentSection,
    Grid,
    GridCell,
    GridColumn,
    Points,
    Prose,
    Subheading,
    WrittenDocument,
    shown_date,
)
from .adding import adding_parts, in_figures
from .held import HeldWriter

NO_DAY = date(2000, 1, 1)
"""The day that a comparison bears which is nobody's."""

NO_CONFORMITY = "Shared evidence and effort, not conformity: auditors judge each standard on its own."


def overlap_document(result: OverlapResult) -> WrittenDocument:
    """The whole comparison."""
    knowledge, assessment = result.knowledge, result.assessment
    standards = names(result.overlap.standards, knowledge)
    sections = (
        ("summary", "", (Prose(saving(result.overlap), tone="lead"), Prose(NO_CONFORMITY, tone="quiet"))),
        ("adding", _adding_title(result), tuple(adding_parts(result.adding, knowledge))),
        ("held", "What of it holds here", tuple(_held(result))),
        ("overlap", "What is shared", tuple(_OverlapWriter(result.overlap, knowledge).parts())),
        ("changes", "Rules changed by overlays", tuple(_changes(knowledge))),
        ("about", "About this report", tuple(Prose(one) for one in about(result.overlap, knowledge))),
    )
    return WrittenDocument(
        title="Overlap",
        organisation=assessment.organisation if assessment else standards,
        as_of=assessment.as_of if assessment else NO_DAY,
        facts=(("Standards", standards), ("As of", shown_date(assessment.as_of))) if assessment else (),
        sections=tuple(DocumentSection(name, title, parts) for name, title, parts in sections if parts),
        template="register",
    )


def _adding_title(result: OverlapResult) -> str:
    return f"Adding {result.knowledge.standard[result.adding.standard].edition}" if result.adding else ""


def _held(result: OverlapResult) -> Iterator[DocumentPart]:
    if result.held is not None and result.assessment is not None:
        yield from HeldWriter(result.held, result.assessment, result.knowledge).parts()


def _changes(knowledge: KnowledgeBase) -> Iterator[DocumentPart]:
    columns = tuple(GridColumn(one, 26) for one in ("Rule", "Change", "Because", "Overlay"))
    rows = tuple(
        (one.rule, one.does, printable(one.because), f"{one.overlay}, {place(one.at)}")
        for one in knowledge.changes
    )
    if rows:
        yield Grid("Changed rules", columns, rows, "What overlays changed in the rules, and why.")


class _OverlapWriter:
    """The overlap itself."""

    def __init__(self, overlap: Overlap, knowledge: KnowledgeBase) -> None:
        self.overlap = overlap
        self.knowledge = knowledge
        self.short = labels(overlap.standards)

    def parts(self) -> Iterator[DocumentPart]:
        yield from self._numbers()
        yield from self._standards()
        for relation in Correspondence:
            yield from self._themes(relation)
        yield from self._serving()
        yield from self._specific()
        yield from self._parallel()
        yield from self._apart()
        yield from self._same_numbers()

    def _title(self, theme: str) -> str:
        return self.knowledge.theme[theme].title

    def _numbers(self) -> Iterator[DocumentPart]:
        kinds = [
            f"{kind} {how}" for kind in ("questions", "evidence") for how in ("one by one", "once", "shared")
        ]
        columns = tuple(GridColumn(one, 12) for one in ("Stage", "requirements", "shared", "same", *kinds))
        rows = tuple(in_figures(figure_cells(one)) for one in self.overlap.figures)
        yield Subheading("In numbers")
        yield Grid("In numbers", columns, rows, "Requirements, questions and evidence, by stage.")
        yield Points(tuple(f"{term}: {meaning}." for term, meaning in DEFINITIONS.items()))

    def _standards(self) -> Iterator[DocumentPart]:
        rows = tuple(
            (
                self.short[one],
                len(self.knowledge.asked_by[one]),
                len(self.knowledge.asked_by[one]) - len(specific),
                len(specific),
            )
            for one, specific in self.overlap.specific.items()
        )
        columns = tuple(GridColumn(one, 16) for one in ("Standard", "Requirements", "Shared", "Its own"))
        yield Subheading("Standard by standard")
        yield Grid("Standards", columns, rows, "How much of each standard is shared.")

    def _themes(self, relation: Correspondence) -> Iterator[DocumentPart]:
        found = by_relation(self.overlap, relation)
        rows: tuple[tuple[GridCell, ...], ...] = tuple(
            (self._title(one.theme), *theme_cells(one, self.overlap.standards), len(one.facts))
            for one in found
        )
        if rows:
            word = relation.value.capitalize()
            columns = (
                GridColumn("Theme", 44),
                *(GridColumn(one, 12) for one in self.short.values()),
                GridColumn("Questions shared", 12),
            )
            yield Subheading(f"{word} ({count(len(found), 'theme')})")
            yield Prose(f"{word}: {RELATIONS[relation]}.")
            yield Grid(word, columns, rows, f"{word}: {RELATIONS[relation]}.")

    def _serving(self) -> Iterator[DocumentPart]:
        """Which questions and which evidence serve several standards."""
        rows = tuple(
            (
                self._title(one.theme),
                "\n".join(self.knowledge.question[fact].ask for fact in one.facts) or "-",
                "\n".join(one.evidence) or "-",
            )
            for one in self.overlap.shared
        )
        columns = (
            GridColumn("Theme", 26),
            GridColumn("Questions", 64),
            GridColumn("Evidence an auditor would ask for", 44),
        )
        if rows:
            yield Subheading("What serves several standards")
            yield Grid("What serves several", columns, rows, "Questions and evidence that serve several.")

    def _specific(self) -> Iterator[DocumentPart]:
        rows = tuple(
            (
                self.short[standard],
                len(ids),
                ", ".join(f"{title} {number}" for title, number in by_theme(ids, self.knowledge)),
            )
            for standard, ids in self.overlap.specific.items()
            if ids
        )
        says = "What shares nothing with another of the standards, by theme."
        columns = (GridColumn("Standard", 14), GridColumn("Requirements", 14), GridColumn("Themes", 90))
        if rows:
            yield Subheading("Specific")
            yield Prose(says)
            yield Grid("Specific", columns, rows, says)

    def _parallel(self) -> Iterator[DocumentPart]:
        rows = []
        for one in self.overlap.parallel:
            title, because = step_words(one, self.knowledge)
            rows.append((title, self._places(one.requirements), because))
        columns = (
            GridColumn("Step", 30),
            GridColumn("Where", 34),
            GridColumn("What the method has in common", 60),
        )
        if rows:
            says = f"Parallel: {RELATIONS[Correspondence.PARALLEL]}."
            yield Subheading(f"Parallel ({count(len(rows), 'step')})")
            yield Prose(says)
            yield Grid("Parallel", columns, tuple(rows), says)

    def _places(self, requirements: dict[str, tuple[str, ...]]) -> str:
        return places(requirements, self.knowledge, self.short)

    def _apart(self) -> Iterator[DocumentPart]:
        rows = tuple((self._title(one.theme), self._places(one.requirements)) for one in self.overlap.apart)
        says = "Nothing is counted as shared here. Look whether one arrangement could serve all the same."
        if rows:
            yield Subheading(f"Same theme, nothing asked in common ({len(rows)})")
            yield Prose(says)
            columns = (GridColumn("Theme", 44), GridColumn("Where", 60))
            yield Grid("Same theme, nothing shared", columns, rows, says)

    def _same_numbers(self) -> Iterator[DocumentPart]:
        rows = tuple(
            (
                one.number,
                *(
                    self._title(one.themes[standard]) if standard in one.themes else "-"
                    for standard in self.overlap.standards
                ),
            )
            for one in self.overlap.same_numbers
        )
        columns = (GridColumn("Clause", 10), *(GridColumn(one, 34) for one in self.short.values()))
        if rows:
            yield Subheading(f"Same number, other subject ({len(rows)})")
            yield Grid("Same number, other subject", columns, rows, "Numbers that mislead.")

"""What one more standard asks, as parts of a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ....analysis.overlap.adding import Adding
from ....model import Grade, KnowledgeBase, count
from ...words.assessment import transition_words
from ...words.overlap import (
    EFFORTS,
    STANDINGS,
    by_theme,
    change_lines,
    changes_by_kind,
    confirm_words,
    effort_rows,
    names,
)
from ...words.questions import who_words
from ..parts import DocumentPart, Grid, GridCell, GridColumn, Points, Prose, Subheading, Toned

MET = "Met means by the answers given, as evidence to show an auditor; it is not conformity."


def adding_parts(adding: Adding | None, knowledge: KnowledgeBase) -> Iterator[DocumentPart]:
    """All that it takes to add a standard; nothing where none is to be added."""
    if adding is None:
        return
    standings = STANDINGS.values() if adding.plan is not None else ()
    columns = tuple(GridColumn(one, 18) for one in ("Effort", "requirements", *standings))
    rows = tuple(in_figures(one) for one in effort_rows(adding))
    yield Prose(f"To {names(adding.has, knowledge)}.")
    yield Grid("What it takes", columns, rows, "How much of the standard is there already.")
    yield Points(tuple(f"{effort}: {meaning}." for effort, meaning in EFFORTS.items()))
    if adding.plan is not None:
        yield Prose(MET)
    yield from _edition(adding, knowledge)
    yield from _questions(adding, knowledge)
    yield from _gaps(adding)
    yield from _efforts(adding, knowledge)


def in_figures(cells: Iterable[str]) -> tuple[GridCell, ...]:
    """A row of a word and numbers, as numbers."""
    word, *figures = cells
    return word, *(int(one) for one in figures)


def _edition(adding: Adding, knowledge: KnowledgeBase) -> Iterator[DocumentPart]:
    if not adding.changes and adding.transition is None:
        return
    yield Subheading("What the new edition changed")
    if (transition := adding.transition) is not None:
        yield Prose(f"{transition_words(transition).capitalize()} {transition.note}".rstrip())
    columns = (GridColumn("What", 54), GridColumn("What is known", 70))
    for title, changes in changes_by_kind(adding):
        rows = tuple(change_lines(changes, knowledge))
        yield Prose("", f"{title} ({len(changes)})")
        yield Grid(title, columns, rows, f"{title} by the new edition.")


def _questions(adding: Adding, knowledge: KnowledgeBase) -> Iterator[DocumentPart]:
    rows = []
    for one in adding.questions:
        fact = knowledge.question[one.fact]
        before = confirm_words(one, adding.standard, knowledge) or (
            "no" if one.new else "yes, for the standards you have"
        )
        rows.append((fact.ask, fact.id, who_words(fact.who), _decides(one.requirements), before))
    yield Subheading(f"Questions to answer ({len(rows)})")
    if not rows:
        yield Prose("None.")
        return
    columns = (
        GridColumn("Question", 50),
        GridColumn("Name", 26),
        GridColumn("Who", 18),
        GridColumn("Decides", 34),
        GridColumn("Asked before", 26),
    )
    yield Grid("Questions to answer", columns, tuple(rows), "What is still to be answered.")


def _decides(requirements: Iterable[str]) -> str:
    return ", ".join(one.partition("/")[2] for one in requirements)


def _gaps(adding: Adding) -> Iterator[DocumentPart]:
    if adding.plan is None:
        return
    steps = adding.plan.steps
    told = any(step.fix for step in steps)
    rows: tuple[tuple[GridCell, ...], ...] = tuple(
        (
            number,
            _decides(step.requirements),
            _grade(step.grade),
            step.because,
            *((step.fix,) if told else ()),
        )
        for number, step in enumerate(steps, 1)
    )
    yield Subheading(f"Gaps to close, in this order ({count(len(rows), 'step')})")
    if not rows:
        yield Prose("None by the answers given.")
        return
    columns = (
        GridColumn("Step", 7),
        GridColumn("Requirement", 30),
        GridColumn("Grade", 12),
        GridColumn("Because", 50),
        *((GridColumn("Do", 50),) if told else ()),
    )
    yield Grid("Gaps to close", columns, rows, "The gaps that are left, foundations first.")


def _grade(grade: Grade) -> Toned:
    return Toned(grade.word, grade.word)


def _efforts(adding: Adding, knowledge: KnowledgeBase) -> Iterator[DocumentPart]:
    """What serves already and what has to be extended or is new, by theme."""
    rows = []
    for effort in EFFORTS:
        found = by_theme((one.requirement for one in adding.requirements if one.effort is effort), knowledge)
        rows.append((effort.value, ", ".join(f"{title} {number}" for title, number in found) or "-"))
    columns = (GridColumn("Effort", 14), GridColumn("Themes, with the number of requirements", 100))
    yield Subheading("By theme")
    yield Grid("By theme", columns, tuple(rows), "What is shared, extended and new, by theme.")

"""Taking a table as a talk: asks what only a person knows, shows what was understood and what is left out,
and writes once that is agreed to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from rich.console import Console

from ...commands.take import MOST_QUESTIONS, TakeResult, Taking
from ...organisation.taking.understood import TableQuestion, TakenTable
from ...problems import BadInput, Location, Problem
from ...reading.nodes import shortened
from ...reading.shapes import NotUnderstood
from ..words.taking import (
    changes_words,
    column_words,
    how_to_answer,
    left_words,
    option_words,
    question_words,
    table_words,
)
from .page import Page

WIDEST = 34
"""Columns of the terminal for a heading."""

Listen = Callable[[str], str | None]
"""Shows a prompt and gives the line a person types; None where nothing more comes."""


def hold_taking(console: Console, taking: Taking, listen: Listen | None, *, look: bool) -> None:
    """Asks what is open (not where there is nobody to `listen`), shows what was understood, and writes it
    unless one only wants to `look`. Raises BadInput where something is open and nobody can be asked."""
    page = Page(console)
    if listen is not None:
        _ask(page, taking, listen)
    elif taking.questions and not look and taking.place is not None:
        raise BadInput(_open(taking))
    for table in taking.tables:
        _show(page, table)
    if not taking.taken:
        message = "no table in this file is like a register"
        hint = "name the register: --register risks; its headings have to stand in one row"
        raise BadInput([Problem(Location(taking.source.shown), message, "nothing-taken", hint)])
    if look or taking.place is None:
        _show_open(page, taking)
        page.blank()
        page.line(
            "Nothing was written. To write it: clausegraph take FILE FACTS, with the organisation's file."
        )
        return
    result = taking.result()
    _show_changes(page, result)
    if listen is None or _agreed(listen, taking.place):
        for place in taking.write(result):
            page.line(f"Written: {place}")


def _ask(page: Page, taking: Taking, listen: Listen) -> None:
    while (question := taking.question) is not None:
        page.blank()
        page.line(
            (f"Question {taking.asked + 1} of at most {MOST_QUESTIONS}. ", "dim"),
            (question_words(question), "bold"),
        )
        _show_options(page, question)
        if not _answered(page, taking, question, listen):
            taking.skip(question)


def _show_options(page: Page, question: TableQuestion) -> None:
    for words in option_words(question):
        page.line(words, indent=2)
    if question.ask.value == "words":
        page.line((f"Seen: {', '.join(question.seen)}", "dim"), indent=2)
        page.line(("Write a number for each, in this order, with commas; 0 leaves it out.", "dim"), indent=2)
    if question.ask.value == "cuts":
        page.line(("Numbers with commas between them: 6, 15", "dim"), indent=2)


def _answered(page: Page, taking: Taking, question: TableQuestion, listen: Listen) -> bool:
    """Whether an answer was taken; an empty line leaves it open."""
    while line := listen("> "):
        try:
            taking.answer(question, line)
            return True
        except NotUnderstood as fault:
            page.line((f"{fault.message}; {fault.hint}", "yellow"), indent=2)
    return False


def _open(taking: Taking) -> list[Problem]:
    """What has to be said, where nobody can be asked."""
    at = Location(taking.source.shown)
    return [
        Problem(at, question_words(one), "not-said", how_to_answer(one))
        for one in taking.questions[:MOST_QUESTIONS]
    ]


def _show(page: Page, table: TakenTable) -> None:
    page.section(table_words(table))
    if not table.register:
        named = ", ".join(shortened(column.heading, WIDEST) for column in table.columns)
        page.hanging("  ", ("All of it is left out: ", "dim"), named)
        return
    headings = min(max((len(column.heading) for column in table.columns), default=0), WIDEST)
    fields = max((len(column.field) for column in table.columns), default=0)
    for column in table.columns:
        heading = shortened(column.heading, WIDEST)
        lead = f"  {column.letters:<3}{heading:<{headings}}  {column.field:<{fields}}  "
        page.hanging(lead, (column_words(column), "dim"))
    _show_left(page, "Rows left out", left_words(table.rows, rows=True))
    _show_left(page, "Cells left out", left_words(table.cells))
    _show_left(page, "How it was read", left_words(table.remarks))


def _show_left(page: Page, title: str, lines: Iterable[str]) -> None:
    told = list(lines)
    if told:
        page.blank()
        page.line((title, "bold"), indent=2)
        for line in told:
            page.hanging("    ", line)


def _show_open(page: Page, taking: Taking) -> None:
    for question in taking.questions:
        page.blank()
        page.line(("Would be asked: ", "dim"), question_words(question))
        page.line((how_to_answer(question), "dim"), indent=2)


def _show_changes(page: Page, result: TakeResult) -> None:
    for table, merged in result.merged.items():
        page.blank()
        first, *rest = changes_words(merged)
        page.line((f"{table}: ", "bold"), first)
        for line in rest:
            page.hanging("    ", line)
        _show_left(page, "Not taken", left_words(merged.rows, rows=True))


def _agreed(listen: Listen, place: Path) -> bool:
    line = listen(f"Write this into {place}? [yes] ")
    return line is not None and line.strip().casefold() in (
        "",
        "y",
        "yes",
        "ja",
        "oui",
        "si",
        "sí",
        "j",
        "o",
        "s",
    )

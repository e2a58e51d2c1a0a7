"""The sheet of known gaps: what the organisation does about an answer that falls short, and limits that it
has set itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from ....model import AnswerKind, Discipline
from ....organisation.workbook.sheets import KNOWN
from ..book import DAY_TYPED, NUMBER_TYPED, TYPED, Book
from ..checks import Checks, Words
from ..table import Column
from .form import Form, sheet_title
from .questions import Line

BLANK_ROWS = 20
_SAYS = (
    "What you do about a gap that you found yourselves: until the day has passed it is an observation. Or,"
    " beside a share, the limit you have set yourselves, with evidence beside the answer. One row an answer."
)


def write_known(book: Book, listed: tuple[Line, ...], words: Words, as_of: str) -> None:
    """The sheet, with what the organisation's file says."""
    form = Form(book, KNOWN, sheet_title(KNOWN), _SAYS, _columns())
    for values in _rows(listed):
        form.add(values)
    form.add_blank(BLANK_ROWS)
    checks = Checks(form.sheet, words, as_of)
    checks.one_of(tuple(line.asked.fact.id for line in listed), form.cells("for"), strict=False)
    checks.one_of(tuple(one.value for one in Discipline), form.cells("discipline"))
    checks.day(form.cells("due"), past=False)
    checks.number(form.cells("limit"), 100, "Write a percentage from 0 to 100: 40 or 40%.")
    checks.place()
    form.finish()


def _columns() -> tuple[Column, ...]:
    return (
        Column("Belongs to (name of the question)", 34, TYPED, "for"),
        Column("Only for the discipline", 18, TYPED, "discipline"),
        Column("What is done about it", 48, TYPED, "action"),
        Column("Who answers for it", 24, TYPED, "owner"),
        Column("By when", 11, DAY_TYPED, "due"),
        Column("Own limit, %", 11, NUMBER_TYPED, "limit"),
    )


def _rows(listed: tuple[Line, ...]) -> Iterator[dict[str, Any]]:
    asked = [line.asked for line in listed if line.asked.fact.answer is not AnswerKind.REGISTER]
    answers = chain.from_iterable(one.answers for one in asked)
    for one in answers:
        known = one.known
        if known is not None or one.limit is not None:
            yield {
                "for": one.fact,
                "discipline": one.discipline.value if one.discipline else None,
                "action": known.action if known else None,
                "owner": known.owner if known else None,
                "due": known.due if known else None,
                "limit": one.limit,
            }

"""The sheet of scales: which points make which level in the registers, a row a level."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from ....analysis.questions.questionnaire import Asked
from ....organisation.organisation import Organisation
from ....organisation.registers.scales import MADE, Scale
from ....organisation.workbook.sheets import SCALES
from ..book import NUMBER_TYPED, TYPED, Book
from ..checks import Checks, Words
from ..table import Column
from .form import Form, sheet_title

BLANK_ROWS = 12
_SAYS = (
    "How you rate: where your registers have points (20 of 25) in place of words, say here from how many"
    " points on each level counts. One row a level; leave it empty if you rate in words."
)


def write_scales(
    book: Book, asked: tuple[Asked, ...], organisation: Organisation | None, words: Words, as_of: str
) -> None:
    """The sheet, with what the organisation's file says."""
    form = Form(book, SCALES, sheet_title(SCALES), _SAYS, _columns())
    for scale in organisation.scales if organisation else ():
        for values in _rows(scale):
            form.add(values)
    form.add_blank(BLANK_ROWS)
    checks = Checks(form.sheet, words, as_of)
    everything = chain.from_iterable(one.fact.record for one in asked)
    fields = [field for field in everything if field.scaled and field.words]
    levels = tuple(dict.fromkeys(word for field in fields for word in field.words))
    for column, offered in (("level", levels), ("registers", tuple(one.fact.id for one in asked))):
        if offered:
            checks.one_of(offered, form.cells(column), strict=False)
    checks.one_of(tuple(MADE), form.cells("score"))
    checks.place()
    form.finish()


def _columns() -> tuple[Column, ...]:
    return (
        Column("Your scale (its name)", 24, TYPED, "scale"),
        Column("Level", 14, TYPED, "level"),
        Column("From so many points on", 14, NUMBER_TYPED, "from"),
        Column("Your own words for the level, with commas", 36, TYPED, "words"),
        Column("Likelihood and impact make a score by", 18, TYPED, "score"),
        Column("Most points there are", 12, NUMBER_TYPED, "highest"),
        Column("Only for the registers, with commas (blank: for all)", 30, TYPED, "registers"),
    )


def _rows(scale: Scale) -> Iterator[dict[str, Any]]:
    words = dict(scale.words)
    for number, (level, start) in enumerate(scale.levels):
        first = number == 0
        yield {
            "scale": scale.name,
            "level": level,
            "from": start,
            "words": ", ".join(words.get(level, ())) or None,
            "score": (scale.score or None) if first else None,
            "highest": (scale.highest or None) if first else None,
            "registers": (", ".join(scale.registers) or None) if first else None,
        }

"""The words by which foreign tables are known, beside those that fields and registers have of their own."""

from __future__ import annotations

import msgspec


class BoxHeading(msgspec.Struct, frozen=True, gc=False):
    """A column of boxes to tick: its `words` in the heading, and what a cross in it `says` in a field. In all
    registers that have the field where `registers` is empty."""

    field: str
    says: str
    words: tuple[str, ...]
    registers: tuple[str, ...] = ()


class TableWords(msgspec.Struct, frozen=True, gc=False):
    """What belongs to no field alone: headings of the name of a record, columns of boxes, and the words that
    put a column `before` the treatment or `after` it, or tell that it says what is `wanted` and not what
    is."""

    names: tuple[str, ...] = ()
    marked: tuple[BoxHeading, ...] = ()
    about: tuple[tuple[str, tuple[str, ...]], ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()

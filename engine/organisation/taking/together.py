"""Tables of one file that go into one register: a second table about the same records adds to them; one about
others keeps its records apart, whatever their names."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from rapidfuzz import fuzz

from .cells import Taken
from .rows import LeftOut, TakenRecord
from .statement import ANNEX
from .understood import TakenTable

SAME_RECORDS = 0.5
"""What share of the shared names has to mean the same records, for two tables to be about the same."""

ALIKE = 70


def together(tables: Iterable[TakenTable]) -> tuple[TakenTable, ...]:
    """The tables, each name of a register in one of them only."""
    made: list[TakenTable] = []
    for table in tables:
        first = next((place for place, one in enumerate(made) if _shares(one, table)), None)
        if first is None:
            made.append(table)
        elif _is_about_the_same(made[first], table):
            made[first], rest = _added(made[first], table)
            made.append(rest)
        else:
            made.append(_renamed(made, table))
    return tuple(made)


def _shares(first: TakenTable, second: TakenTable) -> bool:
    """Whether two tables of one register share a name."""
    names = {one.name for one in first.records}
    return (
        bool(first.register)
        and first.register == second.register
        and any(one.name in names for one in second.records)
    )


def _is_about_the_same(first: TakenTable, second: TakenTable) -> bool:
    there = {one.name: one for one in first.records}
    shared = [(there[one.name], one) for one in second.records if one.name in there]
    same = sum(_is_same(one, other) for one, other in shared)
    return same >= SAME_RECORDS * len(shared)


def _is_same(first: TakenRecord, second: TakenRecord) -> bool:
    if second.adds:
        return True
    if ANNEX in first.values and first.values.get(ANNEX) == second.values.get(ANNEX):
        return True
    said = (str(one.values.get("what", "")).casefold() for one in (first, second))
    return fuzz.token_set_ratio(*said) >= ALIKE


def _added(first: TakenTable, second: TakenTable) -> tuple[TakenTable, TakenTable]:
    """The first table with what the second adds to its records, and the second with the rest of its own."""
    more = {one.name: one for one in second.records}
    left: list[LeftOut] = []
    records = tuple(_with(one, more[one.name], left) if one.name in more else one for one in first.records)
    there = {one.name for one in first.records}
    own = tuple(one for one in second.records if one.name not in there)
    told = LeftOut(
        second.found.grid.at(second.found.header), first.name, "it adds to the records of this table"
    )
    rest = msgspec.structs.replace(
        second, records=own, cells=(*second.cells, *left), remarks=(*second.remarks, told)
    )
    return msgspec.structs.replace(first, records=records), rest


def _with(record: TakenRecord, more: TakenRecord, left: list[LeftOut]) -> TakenRecord:
    values: dict[str, Taken] = dict(record.values)
    for field, taken in more.values.items():
        before = values.setdefault(field, taken)
        if isinstance(before, tuple) and isinstance(taken, tuple):
            values[field] = tuple(dict.fromkeys((*before, *taken)))
        elif before != taken:
            why = f"another table says {field} of {record.name} already"
            left.append(LeftOut(more.at, str(taken), why, field))
    return msgspec.structs.replace(record, values=values)


def _renamed(made: list[TakenTable], table: TakenTable) -> TakenTable:
    """The table with the names that another table has made its own: with the name of the table behind."""
    others = [other for other in made if other.register == table.register]
    there = {one.name for other in others for one in other.records}
    records = [
        msgspec.structs.replace(one, name=f"{one.name} ({table.name})".replace(",", ""))
        if one.name in there
        else one
        for one in table.records
    ]
    return msgspec.structs.replace(table, records=tuple(records))

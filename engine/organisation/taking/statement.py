"""Names of records: each its own. Controls of Annex A are known by their numbers, and a control of which two
lines say different things is taken from neither."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from .annex import Annex, NamedControl, lengthened
from .rows import LeftOut, TakenRecord

CONTROLS = "registers.controls"
ANNEX = "annex_a"
_CLAUSE = re.compile(r"(?:A\.?)?\d{1,2}(?:\.\d{1,2}){0,3}\.?")

Names = tuple[tuple[TakenRecord, ...], list[LeftOut], list[LeftOut]]
"""Records, rows that are left out, and what is told."""


def as_statement(records: Iterable[TakenRecord], annex: Annex | None, register: str = CONTROLS) -> Names:
    """The records, each with a name of its own; with an `annex`, those that are controls of it by number."""
    told: list[LeftOut] = []
    left: list[LeftOut] = []
    made = list(records)
    if annex is not None:
        made = _without_clauses(made, annex, left)
        made = _numbered(made, annex, told)
        made = _without_contradictions(made, left)
    return tuple(_with_names(made, register, told)), left, told


def _without_clauses(records: list[TakenRecord], annex: Annex, left: list[LeftOut]) -> list[TakenRecord]:
    """The records without those that are numbered like a clause or a section, in a table of controls."""
    said = [str(one.values.get(ANNEX, "")) for one in records]
    if 2 * sum(map(annex.is_control, said)) < len(records):
        return records
    kept = []
    for one, text in zip(records, said, strict=True):
        if _CLAUSE.fullmatch(text.strip()) and not annex.is_control(text):
            what = str(one.values.get("what", ""))
            left.append(LeftOut(one.at, f"{text} {what}", "a clause or a section, and no control of Annex A"))
        else:
            kept.append(one)
    return kept


def _numbered(records: list[TakenRecord], annex: Annex, told: list[LeftOut]) -> list[TakenRecord]:
    named = [annex.control(str(one.values[ANNEX])) if ANNEX in one.values else None for one in records]
    lines = [(place, one) for place, one in enumerate(named) if one is not None]
    longer = lengthened(
        ((one.number, str(records[place].values.get("what", ""))) for place, one in lines), annex
    )
    numbers = {
        place: NamedControl(longer.get(line, one.number), one.of_2013)
        for line, (place, one) in enumerate(lines)
    }
    return [_with_number(one, named[place], numbers.get(place), told) for place, one in enumerate(records)]


def _with_number(
    record: TakenRecord, was: NamedControl | None, now: NamedControl | None, told: list[LeftOut]
) -> TakenRecord:
    values, said = dict(record.values), str(record.values.get(ANNEX, ""))
    if was is None or now is None:
        if said:
            told.append(
                LeftOut(record.at, said, "this names no control of Annex A; it stays a control of your own")
            )
        values.pop(ANNEX, None)
        return msgspec.structs.replace(record, name=record.name or said, values=values)
    if now.of_2013:
        told.append(LeftOut(record.at, said, f"{now.of_2013} of 2013 is {now.number} today"))
    elif now.number != was.number:
        told.append(
            LeftOut(record.at, said, f"by its title this is {now.number}, shortened by a spreadsheet")
        )
    name = record.name if record.name and record.name != said else now.of_2013 or now.number
    return msgspec.structs.replace(record, name=name, values={**values, ANNEX: now.number})


def _without_contradictions(records: list[TakenRecord], left: list[LeftOut]) -> list[TakenRecord]:
    """The records without those of which one says of a control that it applies and another that it does not.
    Lines of the edition of 2013 that became one control say no such thing."""
    sides: dict[str, set[str]] = {}
    for one in records:
        if ANNEX in one.values and one.values.get("applicable"):
            sides.setdefault(str(one.values[ANNEX]), set()).add(str(one.values["applicable"]))
    torn = {number for number, said in sides.items() if len(said) > 1}
    kept = []
    for one in records:
        number = str(one.values.get(ANNEX, ""))
        if number not in torn:
            kept.append(one)
        elif one.name.count(".") == 3:
            if one.values.get("applicable") == "no":
                one = msgspec.structs.replace(
                    one, values={key: text for key, text in one.values.items() if key != ANNEX}
                )
            kept.append(one)
        else:
            why = f"two lines say of {number} that it is applicable and that it is not; neither is taken"
            left.append(LeftOut(one.at, f"{number}: {one.values.get('applicable')}", why))
    return kept


def _with_names(records: list[TakenRecord], register: str, told: list[LeftOut]) -> list[TakenRecord]:
    """The records in their order: without a name they are counted, and lines of one name are one record
    where they say the same thing, else a second one."""
    letter = register.rpartition(".")[2][:1].upper()
    made: dict[str, TakenRecord] = {}
    for place, one in enumerate(records, 1):
        name = one.name or _by_person(one) or f"{letter}-{place}"
        first = made.get(name)
        if first is not None and (joined := _as_one(first, one)):
            made[name] = joined
            continue
        if first is not None:
            name = next(
                f"{name} ({number})"
                for number in range(2, len(records) + 2)
                if f"{name} ({number})" not in made
            )
            told.append(LeftOut(one.at, one.name, f"another row has this name; this one is called {name}"))
        made[name] = msgspec.structs.replace(one, name=name, counted=not one.name)
    if records and not any(one.name or _by_person(one) for one in records):
        told.append(
            LeftOut(records[0].at, "", f"the rows have no names; they are counted: {letter}-1, {letter}-2")
        )
    return list(made.values())


def _by_person(record: TakenRecord) -> str:
    """The name of a record about a person: the person, and what it is about."""
    person, what = record.values.get("person"), record.values.get("what")
    return f"{person}: {what}".replace(",", "")[:80] if person and what else ""


def _as_one(first: TakenRecord, second: TakenRecord) -> TakenRecord | None:
    """Two lines as one record, where they differ in nothing but the names that their lists hold."""
    joined = dict(first.values)
    for field, taken in second.values.items():
        before = joined.get(field)
        if isinstance(taken, tuple) and isinstance(before, (tuple, type(None))):
            joined[field] = tuple(dict.fromkeys((*(before or ()), *taken)))
        elif before is None or before == taken:
            joined[field] = taken
        else:
            return None
    return msgspec.structs.replace(first, values=joined)

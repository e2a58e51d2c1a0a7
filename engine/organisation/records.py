"""The records of an organisation's registers (risks, aspects, hazards, obligations, objectives, controls),
checked by their fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from ..knowledge.language.phrases import Value
from ..model import Discipline, Question
from ..problems import Location

NAME = "record"
DISCIPLINES = "disciplines"


class RegisterRecord(msgspec.Struct, frozen=True, gc=False):
    """One record of a register. `values` by field, empty fields left out; `names` are the records that a
    field names, `strays` those of them that are not there, in a register that is given, and `in_words` what
    stands there in words instead of a name. `unsaid` are the fields left empty whose meaning the register
    supplies, or a scale. `unsure` are the ways along which nobody knows what it is joined with: fields of its
    own that name what is not there, or that no record of its register uses, and fields of other registers
    (`registers.risks.controls`) of which the same holds. `written` is what stands in a field for points in
    place of what was understood: `4 - likely`, or 20 for a high level. `contradicted` are the fields of which
    the answers say otherwise.

    Without `disciplines` it belongs to all of them.
    """

    id: str
    at: Location
    values: dict[str, Value]
    names: dict[str, tuple[str, ...]] = {}
    disciplines: tuple[Discipline, ...] = ()
    strays: dict[str, tuple[str, ...]] = {}
    unsaid: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    in_words: dict[str, tuple[str, ...]] = {}
    written: dict[str, str] = {}
    contradicted: tuple[str, ...] = ()

    def belongs_to(self, discipline: Discipline) -> bool:
        return not self.disciplines or discipline in self.disciplines


Registers = dict[str, tuple[RegisterRecord, ...]]
"""The records by fact, in the order of the file, of every register that is given."""


def joined(registers: Registers, questions: Mapping[str, Question], *, whole: bool = False) -> Registers:
    """The registers, each record knowing which of the records it names are not there, and which of its ways
    nobody can be sure of.

    Only of registers that are given `whole`, as an organisation gives them, it can be said that they do
    not keep a field: a case beside the rules shows a few records of a register that has all fields.
    """
    there = {register: Named(records) for register, records in registers.items()}
    leads = {
        register: {one.name: one.register for one in questions[register].record if one.register in there}
        for register in registers
    }
    known = {
        register: tuple(_joined(one, leads[register], there) for one in records)
        for register, records in registers.items()
    }
    unsure = {
        register: _unsure_fields(known[register], questions[register] if whole else None)
        for register in registers
    }
    back = {register: _unsure_ways_to(register, known, unsure, questions) for register in registers}
    return {
        register: tuple(_with_unsure(one, unsure[register], back[register]) for one in known[register])
        for register in registers
    }


class Named:
    """The records of a register by every way in which people write their names."""

    def __init__(self, records: Iterable[RegisterRecord]) -> None:
        self._exact = {one.id for one in records}
        self._have_figures = all(_HAS_FIGURE(name) for name in self._exact)
        self._alike: dict[str, set[str]] = {}
        for name in self._exact:
            self._alike.setdefault(plain_name(name), set()).add(name)

    def meant(self, name: str) -> tuple[str, ...]:
        """The names meant by what stands in a field: the one itself, one written alike, or several with
        blanks between them."""
        if (one := self._one(name)) is not None:
            return (one,)
        parts = [self._one(part) for part in name.split()]
        found = tuple(part for part in parts if part is not None)
        return found if parts and len(found) == len(parts) else (name,)

    def _one(self, name: str) -> str | None:
        if name in self._exact:
            return name
        alike = self._alike.get(plain_name(name), set())
        return next(iter(alike)) if len(alike) == 1 else None

    def would_name(self, text: str) -> bool:
        """Whether a text that names nothing here looks like a name, and not like words for what is done:
        short and with a figure, or one word where names here have none."""
        parts = len(text.split())
        return parts <= MOST_PARTS if _HAS_FIGURE(text) else parts == 1 and not self._have_figures

    def __contains__(self, name: str) -> bool:
        return name in self._exact


MOST_PARTS = 2
"""Of how many parts a name has at most: `C 12`."""

_HAS_FIGURE = re.compile(r"\d").search

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


def plain_name(name: str) -> str:
    """A name or another text without what programs and people change in it: kinds of dashes and blanks, large
    and small letters."""
    return " ".join(name.translate(_DASHES).split()).casefold()


def _joined(record: RegisterRecord, leads: Mapping[str, str], there: Mapping[str, Named]) -> RegisterRecord:
    meant = {
        field: _meant(names, there[leads[field]]) if field in leads else names
        for field, names in record.names.items()
    }
    strays: dict[str, tuple[str, ...]] = {}
    in_words: dict[str, tuple[str, ...]] = {}
    for field, register in leads.items():
        for name in meant.get(field, ()):
            if name not in there[register]:
                kind = strays if there[register].would_name(name) else in_words
                kind[field] = (*kind.get(field, ()), name)
    return (
        msgspec.structs.replace(record, names=meant, strays=strays, in_words=in_words)
        if strays or in_words or meant != record.names
        else record
    )


def _meant(names: Iterable[str], there: Named) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for name in names for one in there.meant(name)))


def _unsure_fields(records: tuple[RegisterRecord, ...], register: Question | None) -> frozenset[str]:
    """The fields that no record of a register given whole uses, but for those that few records have. A
    register without records says that there is nothing to record."""
    if register is None or not records:
        return frozenset()
    used = set().union(*({*one.values, *one.names} - {*one.unsaid} for one in records))
    return frozenset(
        field.name
        for field in register.record
        if field.name not in used and not field.left_out and not field.sparse
    )


def _unsure_ways_to(
    register: str, known: Registers, unsure: Mapping[str, frozenset[str]], questions: Mapping[str, Question]
) -> tuple[str, ...]:
    """The fields of other registers, with their register before them, that would name the records of one,
    and that nobody uses or only with words that name nothing."""
    fields = [(other, field) for other in known for field in questions[other].record]
    ways = [(other, field.name) for other, field in fields if field.register == register]
    return tuple(
        f"{other}.{field}"
        for other, field in ways
        if field in unsure[other] or _is_all_words(known[other], field)
    )


def _is_all_words(records: tuple[RegisterRecord, ...], field: str) -> bool:
    """Whether a field names records somewhere, and nowhere one that is there."""
    naming = [one for one in records if one.names.get(field)]
    return bool(naming) and all(
        len(one.names[field]) == len(one.strays.get(field, ())) + len(one.in_words.get(field, ()))
        for one in naming
    )


def _with_unsure(record: RegisterRecord, fields: frozenset[str], back: tuple[str, ...]) -> RegisterRecord:
    unsure = (*sorted(fields | record.strays.keys() | record.in_words.keys()), *back)
    return msgspec.structs.replace(record, unsure=unsure) if unsure else record

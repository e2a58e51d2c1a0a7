"""The records of an organisation's registers (risks, aspects, hazards, obligations, objectives, controls),
checked by their fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

import msgspec

from ..knowledge.language.phrases import Value, as_question
from ..model import AnswerKind, Discipline, Field, Question
from ..problems import Location
from ..reading.nodes import Problems, shortened
from ..reading.shapes import NotUnderstood, Placed
from .understood import answered

NAME = "record"
DISCIPLINES = "disciplines"
_BETWEEN_NAMES = re.compile(r"[,;\n]")
_NONE = ("none", "-", "\u2013", "\u2014", "n/a", "nil", "keine")
"""What people write into a list of names that is empty: they were asked, and there is none."""

VALUES_REMEMBERED = 4_096
"""How many values of fields are kept as read: in thousands of records most are the same few words and
days."""


class RegisterRecord(msgspec.Struct, frozen=True, gc=False):
    """One record of a register. `values` by field, empty fields left out; `names` are the records that a
    field names, `strays` those of them that are not there, in a register that is given; `unsaid` are the
    fields left empty whose meaning the register supplies. `unsure` are the ways along which nobody knows what
    it is joined with: fields of its own that name what is not there, or that no record of its register uses,
    and fields of other registers (`registers.risks.controls`) of which the same holds.

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

    def belongs_to(self, discipline: Discipline) -> bool:
        return not self.disciplines or discipline in self.disciplines


Registers = dict[str, tuple[RegisterRecord, ...]]
"""The records by fact, in the order of the file, of every register that is given."""

Given = list[tuple[Placed[str], Placed[str | list[Placed[str]]] | None]]
"""The fields of one record as they stand in the file."""


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

    def __contains__(self, name: str) -> bool:
        return name in self._exact


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
    missing = {
        field: tuple(one for one in meant.get(field, ()) if one not in there[register])
        for field, register in leads.items()
    }
    strays = {field: names for field, names in missing.items() if names}
    return (
        msgspec.structs.replace(record, names=meant, strays=strays)
        if strays or meant != record.names
        else record
    )


def _meant(names: Iterable[str], there: Named) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for name in names for one in there.meant(name)))


def _unsure_fields(records: tuple[RegisterRecord, ...], register: Question | None) -> frozenset[str]:
    """The fields that no record of a register given whole uses, but for those that few records have. A
    register without records says that there is nothing to record."""
    if register is None or not records:
        return frozenset()
    used = {field for one in records for field in (*one.values, *one.names) if field not in one.unsaid}
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
    ways = [
        (other, field.name)
        for other in known
        for field in questions[other].record
        if field.register == register
    ]
    return tuple(
        f"{other}.{field}"
        for other, field in ways
        if field in unsure[other] or _is_all_words(known[other], field)
    )


def _is_all_words(records: tuple[RegisterRecord, ...], field: str) -> bool:
    """Whether a field names records somewhere, and nowhere one that is there."""
    naming = [one for one in records if one.names.get(field)]
    return bool(naming) and all(one.names[field] == one.strays.get(field) for one in naming)


def _with_unsure(record: RegisterRecord, fields: frozenset[str], back: tuple[str, ...]) -> RegisterRecord:
    unsure = (*sorted(fields | record.strays.keys()), *back)
    return msgspec.structs.replace(record, unsure=unsure) if unsure else record


def listed_names(text: str) -> tuple[str, ...]:
    """The names in one text, with commas, semicolons or line breaks between them; each once."""
    return _each_once(_BETWEEN_NAMES.split(text))


def _each_once(parts: Iterable[str]) -> tuple[str, ...]:
    named = dict.fromkeys(part.strip() for part in parts if part.strip())
    return () if len(named) == 1 and next(iter(named)).casefold() in _NONE else tuple(named)


class RecordReader:
    """Reads records against the fields of their register. What is wrong goes to `problems`."""

    def __init__(self, problems: Problems, as_of: date) -> None:
        self.problems = problems
        self.as_of = as_of
        self.first: dict[tuple[str, str], Location] = {}
        self._value = lru_cache(VALUES_REMEMBERED)(self._meaning)

    def all(self, register: Question, placed: Placed[list[Placed[Given]]]) -> tuple[RegisterRecord, ...]:
        """The records of a register, in the order of the file; those that cannot be read are left out,
        each with its problem."""
        if not isinstance(placed.value, list):
            hint = f"for example: {register.id}: [{{{NAME}: R-1, ...}}]; [] if there are none"
            self.problems.add(
                placed.at,
                f"{register.id} is a register: its answer is a list of records",
                "wrong-answer",
                hint,
            )
            return ()
        fields = {one.name: one for one in register.record}
        read = [self._record(register, fields, one) for one in placed.value]
        return tuple(one for one in read if one is not None)

    def _record(
        self, register: Question, fields: dict[str, Field], placed: Placed[Given]
    ) -> RegisterRecord | None:
        given = {
            name.value: value
            for name, value in placed.value
            if self._is_known(register, fields, name) and value is not None
        }
        values: dict[str, Value] = {}
        names: dict[str, tuple[str, ...]] = {}
        for name, value in given.items():
            field = fields.get(name)
            if field is None:
                continue
            if field.holds is AnswerKind.RECORDS:
                names[name] = self._listed(value)
            elif (read := self._read(field, value)) is not None:
                values[name] = read
        complete = self._is_complete(register, fields, placed, given)
        own = self._name(register, placed, given.get(NAME))
        disciplines = self._disciplines(register, given.get(DISCIPLINES))
        if own is None or not complete:
            return None
        left_out = {
            one.name: one.if_empty(given) for one in register.record if one.left_out and one.name not in given
        }
        return RegisterRecord(
            own, placed.at, {**left_out, **values}, names, disciplines, unsaid=tuple(left_out)
        )

    def _is_known(self, register: Question, fields: dict[str, Field], name: Placed[str]) -> bool:
        if name.value in fields or name.value == NAME or (name.value == DISCIPLINES and register.of is None):
            return True
        known = [NAME, *([DISCIPLINES] if register.of is None else []), *fields]
        hint = self.problems.near(name.value, known) or f"they have: {', '.join(known)}"
        self.problems.add(
            name.at,
            f"the records of {register.id} have no field `{shortened(name.value)}`",
            "unknown-key",
            hint,
        )
        return False

    def _is_complete(
        self, register: Question, fields: dict[str, Field], placed: Placed[Given], given: Iterable[str]
    ) -> bool:
        missing = [one for one in fields.values() if one.required and one.name not in given]
        for field in missing:
            hint = f"{field.name}: {as_question(field).answer_words if field.words else field.says}"
            self.problems.add(
                placed.at, f"this record of {register.id} needs the field `{field.name}`", "missing-key", hint
            )
        return not missing

    def _name(
        self, register: Question, placed: Placed[Given], value: Placed[str | list[Placed[str]]] | None
    ) -> str | None:
        """The name by which other records call it; once in a register, and without a comma, which stands
        between names."""
        if value is None:
            message = f"this record of {register.id} has no name"
            self.problems.add(
                placed.at,
                message,
                "missing-key",
                f"{NAME}: the name by which other records call it, such as R-1",
            )
            return None
        if not isinstance(value.value, str) or "," in value.value:
            self.problems.add(
                value.at, "the name of a record is one text without commas", "wrong-type", "for example: R-1"
            )
            return None
        first = self.first.setdefault((register.id, value.value), value.at)
        if first is not value.at:
            hint = f"it first stands in {first.file}, line {first.line}"
            self.problems.add(
                value.at,
                f"`{shortened(value.value)}` names another record of {register.id} already",
                "duplicate-name",
                hint,
            )
        return value.value

    def _disciplines(
        self, register: Question, value: Placed[str | list[Placed[str]]] | None
    ) -> tuple[Discipline, ...]:
        if register.of is not None:
            return (register.of,)
        known = {one.value: one for one in Discipline}
        found = self._listed(value) if value is not None else ()
        for one in found:
            if one not in known and value is not None:
                hint = self.problems.near(one, known) or f"they are {', '.join(known)}"
                self.problems.add(
                    value.at, f"there is no discipline `{shortened(one)}`", "unknown-word", hint
                )
        return tuple(known[one] for one in found if one in known)

    def _listed(self, value: Placed[str | list[Placed[str]]]) -> tuple[str, ...]:
        """Names given as a list, or in one text with commas, semicolons or line breaks between them; each
        once."""
        if isinstance(value.value, str):
            return listed_names(value.value)
        return _each_once(one.value for one in value.value)

    def _read(self, field: Field, value: Placed[str | list[Placed[str]]]) -> Value | None:
        if isinstance(value.value, list):
            self.problems.add(
                value.at, f"`{field.name}` holds one value, not a list", "wrong-type", field.says
            )
            return None
        try:
            return self._value(field, value.value)
        except NotUnderstood as fault:
            self.problems.add(value.at, fault.message, "wrong-answer", fault.hint)
            return None

    def _meaning(self, field: Field, text: str) -> Value:
        return answered(text, as_question(field), self.as_of)

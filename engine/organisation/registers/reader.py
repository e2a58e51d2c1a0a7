"""Reads the records of an organisation's registers, as they stand in its file, against the fields that the
rulebases give them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache, partial

from ...knowledge.language.phrases import Value, as_question, score
from ...knowledge.language.said import word_meant
from ...model import AnswerKind, Discipline, Field, Question
from ...problems import Location, Problem
from ...reading.nodes import Problems, shortened
from ...reading.shapes import NotUnderstood, Placed
from ..records import DISCIPLINES, NAME, RegisterRecord
from ..understood import answered
from .scales import EXAMPLE, MADE, Scales

VALUES_REMEMBERED = 4_096
"""How many values of a field are kept as read: in thousands of records most are the same few words and
days."""

_BETWEEN_NAMES = re.compile(r"[,;\n]")
_NONE = ("none", "-", "\u2013", "\u2014", "n/a", "nil", "keine")
"""What people write into a list of names that is empty: they were asked, and there is none."""

Given = list[tuple[Placed[str], Placed[str | list[Placed[str]]] | None]]
"""The fields of one record as they stand in the file."""


class RecordReader:
    """Reads records against the fields of their register. What is wrong goes to `problems`; `remarks` tell
    where a record says two things at once, which is reported and never mended."""

    def __init__(self, problems: Problems, as_of: date, scales: Scales | None = None) -> None:
        self.problems = problems
        self.as_of = as_of
        self.scales = scales or Scales()
        self.remarks: list[Problem] = []
        self.first: dict[tuple[str, str], Location] = {}

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
        reading = _OneRegister(self, register)
        read = [reading.record(one) for one in placed.value]
        return tuple(one for one in read if one is not None)


class _OneRegister:
    """Reads the records of one register."""

    def __init__(self, reader: RecordReader, register: Question) -> None:
        self.reader = reader
        self.problems = reader.problems
        self.register = register
        self.fields = {one.name: one for one in register.record}
        self.meaning: dict[str, Callable[[str], Value]] = {
            one.name: lru_cache(VALUES_REMEMBERED)(partial(self._meaning, one)) for one in register.record
        }
        self.told = sorted(
            (one for one in register.record if one.worked_out_of), key=lambda one: bool(one.words)
        )
        self.with_points = [
            one.name for one in register.record if one.scaled or one.holds is AnswerKind.SCORE
        ]
        self.telling = [one for one in register.record if any(word for _, word, _ in one.told_by)]
        self.left_out = [one for one in register.record if one.left_out]

    def record(self, placed: Placed[Given]) -> RegisterRecord | None:
        given = {
            name.value: value for name, value in placed.value if self._is_known(name) and value is not None
        }
        values: dict[str, Value] = {}
        names: dict[str, tuple[str, ...]] = {}
        for name, value in given.items():
            field = self.fields.get(name)
            if field is None:
                continue
            if field.holds is AnswerKind.RECORDS:
                names[name] = _listed(value)
            elif (read := self._read(field, value)) is not None:
                values[name] = read
        own = self._name(placed, given.get(NAME))
        worked_out = self._worked_out(own or "", placed.at, values) if self.told else {}
        complete = self._is_complete(placed, {*given, *worked_out})
        disciplines = self._disciplines(given.get(DISCIPLINES))
        if own is None or not complete:
            return None
        unsaid = self._left_out(own, placed.at, {**given, **names, **values}) | worked_out
        return RegisterRecord(
            id=own,
            at=placed.at,
            values=unsaid | values,
            names=names,
            disciplines=disciplines,
            unsaid=tuple(unsaid),
            written=self._written(given, values),
        )

    def _written(
        self, given: Mapping[str, Placed[str | list[Placed[str]]]], values: Mapping[str, Value]
    ) -> dict[str, str]:
        """What stands for points, where it is not what was understood."""
        told = {name: given[name].value for name in self.with_points if name in values}
        said = {name: text for name, text in told.items() if isinstance(text, str)}
        return {name: text for name, text in said.items() if text != _text(values[name])}

    def _is_known(self, name: Placed[str]) -> bool:
        of_all = name.value == DISCIPLINES and self.register.of is None
        if name.value in self.fields or name.value == NAME or of_all:
            return True
        known = [NAME, *([DISCIPLINES] if self.register.of is None else []), *self.fields]
        hint = self.problems.near(name.value, known) or f"they have: {', '.join(known)}"
        message = f"the records of {self.register.id} have no field `{shortened(name.value)}`"
        self.problems.add(name.at, message, "unknown-key", hint)
        return False

    def _is_complete(self, placed: Placed[Given], given: Iterable[str]) -> bool:
        missing = [one for one in self.fields.values() if one.required and one.name not in given]
        for field in missing:
            hint = f"{field.name}: {as_question(field).answer_words if field.words else field.says}"
            if field.worked_out_of and any(one in given for one in field.worked_out_of):
                hint += f"; or the scale that tells it: {EXAMPLE}"
            self.problems.add(
                placed.at,
                f"this record of {self.register.id} needs the field `{field.name}`",
                "missing-key",
                hint,
            )
        return not missing

    def _name(self, placed: Placed[Given], value: Placed[str | list[Placed[str]]] | None) -> str | None:
        """The name by which other records call it; once in a register, and without a comma, which stands
        between names."""
        if value is None:
            message = f"this record of {self.register.id} has no name"
            hint = f"{NAME}: the name by which other records call it, such as R-1"
            self.problems.add(placed.at, message, "missing-key", hint)
            return None
        if not isinstance(value.value, str) or "," in value.value:
            message = "the name of a record is one text without commas"
            self.problems.add(value.at, message, "wrong-type", "for example: R-1")
            return None
        first = self.reader.first.setdefault((self.register.id, value.value), value.at)
        if first is not value.at:
            hint = f"it first stands in {first.file}, line {first.line}"
            message = f"`{shortened(value.value)}` names another record of {self.register.id} already"
            self.problems.add(value.at, message, "duplicate-name", hint)
        return value.value

    def _disciplines(self, value: Placed[str | list[Placed[str]]] | None) -> tuple[Discipline, ...]:
        if self.register.of is not None:
            return (self.register.of,)
        known = {one.value: one for one in Discipline}
        found = _listed(value) if value is not None else ()
        for one in found:
            if one not in known and value is not None:
                hint = self.problems.near(one, known) or f"they are {', '.join(known)}"
                message = f"there is no discipline `{shortened(one)}`"
                self.problems.add(value.at, message, "unknown-word", hint)
        return tuple(known[one] for one in found if one in known)

    def _read(self, field: Field, value: Placed[str | list[Placed[str]]]) -> Value | None:
        if isinstance(value.value, list):
            message = f"`{field.name}` holds one value, not a list"
            self.problems.add(value.at, message, "wrong-type", field.says)
            return None
        try:
            return self.meaning[field.name](value.value)
        except NotUnderstood as fault:
            self.problems.add(value.at, fault.message, "wrong-answer", fault.hint)
            return None

    def _meaning(self, field: Field, text: str) -> Value:
        """What a text says in a field: a word that people write for one of its own, or points where the
        field is rated by a scale."""
        scale = self.reader.scales.of(self.register.id, field) if field.scaled else None
        if field.words and (
            word := word_meant(text, field.words, (*field.means, *(scale.words if scale else ())))
        ):
            return word
        if field.scaled and isinstance(points := score(text), float):
            if scale is None:
                message = f"`{shortened(text)}` is a score, and no scale says which level it is"
                raise NotUnderstood(message, EXAMPLE)
            return scale.level(points)
        return answered(text, as_question(field), self.reader.as_of)

    def _worked_out(self, own: str, at: Location, values: Mapping[str, Value]) -> dict[str, Value]:
        """What the scales of the organisation tell of a record: a score from its factors, a level from its
        score. What is written counts, and a remark says where it differs."""
        found: dict[str, Value] = {}
        for field in self.told:
            try:
                made = self._made(field, {**found, **values})
            except NotUnderstood as fault:
                self.problems.add(
                    at, f"the {field.name} of {own}: {fault.message}", "wrong-answer", fault.hint
                )
                made = field.left_out or next(iter(field.words), "")  # told once, and not missing besides
            if made is None:
                continue
            if field.name not in values:
                found[field.name] = made
            elif values[field.name] != made:
                self._remark(own, at, field.name, " and ".join(field.worked_out_of), values[field.name], made)
        return found

    def _made(self, field: Field, values: Mapping[str, Value]) -> Value | None:
        points = [values.get(one) for one in field.worked_out_of]
        known = [one for one in points if isinstance(one, float)]
        if len(known) < len(points):
            return None
        if field.words:
            scale = self.reader.scales.of(self.register.id, field)
            return scale.level(known[0]) if scale else None
        scale = self.reader.scales.makes(self.register, field)
        return MADE[scale.score](known) if scale else None

    def _left_out(self, own: str, at: Location, held: Mapping[str, object]) -> dict[str, Value]:
        """What empty fields mean beside those that are filled. What is written counts, and a remark says
        where a word of another field tells otherwise."""
        for field in self.telling:
            for told, by in field.told(held):
                if held.get(field.name, told) != told:
                    self._remark(own, at, field.name, by, str(held[field.name]), told)
        return {one.name: one.if_empty(held) for one in self.left_out if one.name not in held}

    def _remark(self, own: str, at: Location, field: str, of: str, said: Value, made: Value) -> None:
        message = f"the {field} of {own} is {_text(said)} as it is written, and {_text(made)} by its {of}"
        hint = "what is written counts; correct the one or the other"
        self.reader.remarks.append(Problem(at, message, "contradiction", hint))


def _text(value: Value) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _listed(value: Placed[str | list[Placed[str]]]) -> tuple[str, ...]:
    """Names given as a list, or in one text."""
    if isinstance(value.value, str):
        return listed_names(value.value)
    return _each_once(one.value for one in value.value)


def listed_names(text: str) -> tuple[str, ...]:
    """The names in one text, with commas, semicolons or line breaks between them; each once."""
    return _each_once(_BETWEEN_NAMES.split(text))


def _each_once(parts: Iterable[str]) -> tuple[str, ...]:
    named = dict.fromkeys(part.strip() for part in parts if part.strip())
    return () if len(named) == 1 and next(iter(named)).casefold() in _NONE else tuple(named)

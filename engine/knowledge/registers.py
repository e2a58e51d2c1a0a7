"""Registers and the rules over their records: which fields a record has, and what `each`, `none`, `some`
and `only` ask of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ..model import AnswerKind, Condition, Each, Field, Group, Question, Relation
from ..problems import did_you_mean
from ..reading.nodes import Problems
from ..reading.shapes import Entry, NotUnderstood, Placed
from .language.phrases import Answering, answer, as_question, field_conditions
from .names import Names

BUILT_IN = ("record", "disciplines")
"""What every record has beside the fields of its register: its name, and the disciplines it belongs to."""

_NO_DAY = date.max
QUANTIFIERS = ("none", "some", "only")
WITH_EACH = (*QUANTIFIERS, "at_least", "share", "among")


def read_fields(name: Placed[str], entry: Entry, problems: Problems) -> tuple[Field, ...] | None:
    """The fields of a register's records; none for any other fact. None, with problems, if they cannot be
    read."""
    is_register = entry["answer"].kind is AnswerKind.REGISTER
    if is_register and "record" not in entry:
        problems.add(
            name.at,
            f"{name.value} is a register and needs the key `record`",
            "missing-key",
            "record: {owner: {holds: text, says: ...}}",
        )
        return None
    for key in () if is_register else ("record", "of"):
        if key in entry:
            problems.add(
                entry.place(key), f"`{key}` goes with `answer: register`", "unknown-key", "remove it"
            )
            return None
    fields = [_field(one, placed, problems) for one, placed in entry.get("record", ())]
    _check_told_by(entry, problems)
    return None if None in fields else tuple(one for one in fields if one is not None)


def _field(name: Placed[str], placed: Placed[Entry] | None, problems: Problems) -> Field | None:
    if placed is None or not placed.value.whole:
        return None
    if name.value in BUILT_IN:
        problems.add(
            name.at,
            f"every record has the field `{name.value}`",
            "duplicate-name",
            "remove it, or give it another name",
        )
        return None
    entry = placed.value
    holds: Answering = entry["holds"]
    field = Field(
        name=name.value,
        holds=holds.kind,
        says=entry["says"],
        words=holds.words,
        unit=holds.unit,
        register=holds.register,
        required=entry.get("required", False),
        left_out=entry.get("left_out", ""),
        sparse=entry.get("sparse", False),
        told_by=tuple(
            (other.value, word.value) for other, word in entry.get("told_by", ()) if word is not None
        ),
    )
    return field if _may_be_left_out(field, entry, problems) else None


def _check_told_by(register: Entry, problems: Problems) -> None:
    """Reports fields by which others are told that the record does not have."""
    known = [name.value for name, _ in register.get("record", ())]
    entries = [placed.value for _, placed in register.get("record", ()) if placed is not None]
    for other in (other for entry in entries for other, _ in entry.get("told_by", ())):
        if other.value not in known:
            hint = did_you_mean(other.value, known) or f"its fields are {', '.join(known)}"
            problems.add(other.at, f"the record has no field `{other.value}`", "unknown-name", hint)


def _may_be_left_out(field: Field, entry: Entry, problems: Problems) -> bool:
    """Whether what an empty field means is one of its words, and the field may be empty at all."""
    if "left_out" not in entry:
        if "told_by" in entry:
            hint = "say with `left_out` what an empty one means otherwise"
            problems.add(entry.place("told_by"), "`told_by` goes with `left_out`", "unknown-key", hint)
        return "told_by" not in entry
    if field.required or not field.words:
        message = "`left_out` goes with fields of closed words that are not required"
        problems.add(entry.place("left_out"), message, "unknown-key", "remove it")
        return False
    meanings = [entry.placed("left_out"), *(word for _, word in entry.get("told_by", ()) if word is not None)]
    return all(_is_an_answer(meaning, field, problems) for meaning in meanings)


def _is_an_answer(meaning: Placed[str], field: Field, problems: Problems) -> bool:
    try:
        answer(meaning.value, as_question(field), _NO_DAY)
    except NotUnderstood as fault:
        problems.add(meaning.at, fault.message, "wrong-answer", fault.hint)
        return False
    return True


def check_targets(
    questions: Mapping[str, Question], names: Names, places: Mapping[str, Entry], problems: Problems
) -> None:
    """Reports fields that name records of what is no register."""
    for question in questions.values():
        for field in question.record:
            broken = field.register in names and field.register not in questions
            if (
                field.register
                and not broken
                and not (field.register in questions and questions[field.register].record)
            ):
                place = next(
                    placed.value.placed("holds")
                    for one, placed in places[question.id]["record"]
                    if one.value == field.name
                )
                known = [one.id for one in questions.values() if one.record]
                hint = did_you_mean(field.register, known) or f"registers are {', '.join(sorted(known))}"
                problems.add(place.at, f"there is no register `{field.register}`", "unknown-name", hint)


class EachReader:
    """Reads what rules ask of records, against the registers that are known."""

    def __init__(self, questions: Mapping[str, Question], names: Names, problems: Problems) -> None:
        self.facts = questions
        self.names = names
        self.problems = problems

    def each(self, rule: Entry) -> Each | None:
        """What a rule asks of each record; None, with problems, if that cannot be read."""
        pairs = rule["each"]
        if len(pairs) > 1:
            self.problems.add(
                pairs[1][0].at,
                "a rule judges the records of one register",
                "unknown-key",
                "write a rule for each register",
            )
            return None
        name, asked = pairs[0]
        register = self._register(name)
        if register is None or asked is None:
            return None
        conditions = self._conditions(register, asked.value, register.record)
        among = self._among(register, rule)
        related = {word: self._relations(register, rule.get(word, ())) for word in QUANTIFIERS}
        if conditions is None or any(found is None for found in related.values()):
            return None
        known = {word: found for word, found in related.items() if found is not None}
        return Each(
            register.id,
            tuple(dict.fromkeys((*(among or ()), *conditions))),
            **known,
            at_least=rule.get("at_least", 1),
            share=rule.get("share", 0),
            among=among,
        )

    def _among(self, register: Question, rule: Entry) -> Group | None:
        """The conditions on the records out of which the share is counted; None if they are left out."""
        if "among" not in rule:
            return None
        if "share" not in rule:
            hint = "name a share, or write the conditions under `each`"
            self.problems.add(rule.place("among"), "`among` goes with `share`", "unknown-key", hint)
        return self._conditions(register, rule["among"], register.record)

    def _register(self, name: Placed[str]) -> Question | None:
        if not self.names.usable(name):
            return None
        question = self.facts[name.value]
        if question.answer is AnswerKind.REGISTER:
            return question
        hint = f"it is answered with `{question.answer_words}`: write it under `when`"
        self.problems.add(name.at, f"{question.id} is no register", "wrong-type", hint)
        return None

    def _relations(self, register: Question, pairs: Iterable[Any]) -> tuple[Relation, ...] | None:
        read = [self._relation(register, name, asked) for name, asked in pairs]
        return None if None in read else tuple(one for one in read if one is not None)

    def _relation(self, register: Question, name: Placed[str], asked: Placed[Any] | None) -> Relation | None:
        way = self._way(register, name)
        if way is None or asked is None or way.register not in self.facts:
            return None
        conditions = self._conditions(self.facts[way.register], asked.value, register.record)
        return (
            None
            if conditions is None
            else Relation(name.value, way.register, way.fields, way.reverse, conditions)
        )

    def _way(self, register: Question, name: Placed[str]) -> Relation | None:
        """Where a relation leads: along a field of the record, or back from the records of a register that
        name it."""
        field = register.field(name.value)
        if field is not None and field.register:
            return Relation(name.value, field.register, (field.name,), False)
        other = self.facts.get(name.value)
        naming = (
            tuple(one.name for one in other.record if one.register == register.id)
            if other is not None
            else ()
        )
        if naming:
            return Relation(name.value, name.value, naming, True)
        known = [one.name for one in register.record if one.register]
        known += [
            one.id
            for one in self.facts.values()
            if any(field.register == register.id for field in one.record)
        ]
        hint = did_you_mean(name.value, known) or f"they are joined by {', '.join(known)}"
        self.problems.add(
            name.at, f"`{name.value}` joins no records with those of {register.id}", "unknown-name", hint
        )
        return None

    def _conditions(self, register: Question, pairs: Any, others: tuple[Field, ...]) -> Group | None:
        read: list[tuple[Condition, ...] | None] = [
            self._condition(register, name, text, others) for name, text in pairs
        ]
        return None if None in read else tuple(one for found in read if found is not None for one in found)

    def _condition(
        self, register: Question, name: Placed[str], text: Placed[str] | None, others: tuple[Field, ...]
    ) -> tuple[Condition, ...] | None:
        field = register.field(name.value)
        if field is None:
            known = [one.name for one in register.record]
            hint = did_you_mean(name.value, known) or f"its fields are {', '.join(known)}"
            self.problems.add(
                name.at, f"the records of {register.id} have no field `{name.value}`", "unknown-name", hint
            )
            return None
        if text is None:
            return None
        try:
            return field_conditions(text.value, field, others)
        except NotUnderstood as fault:
            self.problems.add(text.at, fault.message, "condition", fault.hint)
            return None

"""The rules over the records of registers: what `each`, `none`, `some` and `only` ask of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from ...model import AnswerKind, Condition, Each, Field, Group, Question, Relation
from ...problems import did_you_mean
from ...reading.nodes import Problems
from ...reading.shapes import Entry, NotUnderstood, Placed
from ..language.phrases import field_conditions
from ..names import Names

QUANTIFIERS = ("none", "some", "only")
WITH_EACH = (*QUANTIFIERS, "at_least", "share", "among")


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
        conditions = self.conditions(register, asked.value)
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
        return self.conditions(register, rule["among"])

    def conditions(self, register: Question, pairs: Any) -> Group | None:
        """Conditions on the fields of one record; None, with problems, if they cannot be read."""
        return self._conditions(register, pairs, register.record)

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
        understood = [found for found in read if found is not None]
        return tuple(chain.from_iterable(understood)) if len(understood) == len(read) else None

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

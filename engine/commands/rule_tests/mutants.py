"""Small changes to a rule or a link, one at a time: what a mistake of its author could look like.

A limit moves by one, an age by a day, a grade by a step, an answer is taken in or left out, a condition or an
alternative is dropped. Of a link the strength changes, its ends change places, or it is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

import msgspec

from ...knowledge.language.conditions import contradictory
from ...knowledge.language.phrases import as_question
from ...model import (
    Alternatives,
    AnswerKind,
    Condition,
    Each,
    Grade,
    Group,
    KnowledgeBase,
    Op,
    Question,
    Relation,
    Rule,
)
from ...problems import Location

T = TypeVar("T")

Said = tuple[str, T]
"""Something changed, with what was changed, in words."""

QuestionOf = Callable[[str], Question | None]
"""The question a condition asks, or the field as a question; None for names of records and text."""


class Mutant(msgspec.Struct, frozen=True):
    """A rule as it is not meant: what is different, and the rule so."""

    says: str
    rule: Rule

    @property
    def at(self) -> Location:
        return self.rule.at


def mutants(rule: Rule, knowledge: KnowledgeBase) -> Iterator[Mutant]:
    """Every small change to a rule that leaves a rule that could be meant."""
    for says, grade in _grades(rule.grade):
        yield Mutant(says, msgspec.structs.replace(rule, grade=grade))
    if rule.each is not None:
        for says, each in _each(rule.each, knowledge):
            yield Mutant(says, msgspec.structs.replace(rule, each=each))
        return
    applies = knowledge.template[rule.template].applies
    for says, when in _alternatives(rule.when, _shared(applies), knowledge):
        yield Mutant(says, msgspec.structs.replace(rule, when=when))


def _shared(when: Alternatives) -> Group:
    """The conditions of all alternatives: what stands beside `any`."""
    first, *others = when or ((),)
    return tuple(one for one in first if all(one in group for group in others))


def _grades(grade: Grade) -> Iterator[Said[Grade]]:
    for other in (Grade(grade - 1), Grade(min(grade + 1, Grade.MAJOR))):
        if other not in (grade, Grade.CONFORMS):
            yield f"{grade.word} -> {other.word}", other


def _alternatives(
    when: Alternatives, applies: Group, knowledge: KnowledgeBase
) -> Iterator[Said[Alternatives]]:
    """Changes as an author would make them: of what all alternatives share in all of them at once, of the
    rest in one. What only says when the requirement applies is no part of the rule."""
    shared = tuple(one for one in _shared(when) if one not in applies)
    for says, changed in _group(
        shared, knowledge.question.get, may_be_empty=any(len(one) > len(shared) for one in when)
    ):
        kept = [tuple(one for one in group if one not in shared) for group in when]
        yield from _possible(says, tuple((*changed, *group) for group in kept), knowledge)
    for place, group in enumerate(when) if len(when) > 1 else ():
        yield f"without {_words(group)}", (*when[:place], *when[place + 1 :])
        own = tuple(one for one in group if one not in shared and one not in applies)
        rest = tuple(one for one in group if one not in own)
        for says, changed in _group(own, knowledge.question.get, may_be_empty=bool(shared)):
            yield from _possible(says, (*when[:place], (*rest, *changed), *when[place + 1 :]), knowledge)


def _possible(says: str, when: Alternatives, knowledge: KnowledgeBase) -> Iterator[Said[Alternatives]]:
    """Alternatives without those that no answers meet, if any are left."""
    left = tuple(group for group in when if group and not contradictory(group, knowledge.question))
    if left:
        yield says, left


def _words(group: Group) -> str:
    return "{" + ", ".join(f"{one.fact}: {one}" for one in group) + "}"


def _group(group: Group, question_of: QuestionOf, *, may_be_empty: bool = False) -> Iterator[Said[Group]]:
    for place, condition in enumerate(group):
        if len(group) > 1 or may_be_empty:
            yield f"without {_words((condition,))}", (*group[:place], *group[place + 1 :])
        for changed in _conditions(condition, question_of(condition.fact)):
            says = f"{condition.fact}: {condition} -> {changed}"
            yield says, (*group[:place], changed, *group[place + 1 :])


def _conditions(condition: Condition, question: Question | None) -> Iterator[Condition]:
    if question is None:
        return
    match condition.op:
        case Op.ONE_OF:
            yield from _other_words(condition, question)
        case Op.MORE_THAN | Op.AT_LEAST | Op.LESS_THAN | Op.AT_MOST:
            yield from _other_numbers(condition, question)
        case Op.OLDER_THAN | Op.WITHIN:
            yield from (msgspec.structs.replace(condition, days=condition.days + 1), _shorter(condition))


def _other_words(condition: Condition, question: Question) -> Iterator[Condition]:
    """One word more, or one less."""
    for word in question.words:
        words = tuple(one for one in question.words if (one in condition.words) is not (one == word))
        if words and len(words) < len(question.words):
            yield msgspec.structs.replace(condition, words=words)


def _other_numbers(condition: Condition, question: Question) -> Iterator[Condition]:
    highest = 100 if question.answer is AnswerKind.PERCENTAGE else float("inf")
    for number in (condition.number - 1, condition.number + 1):
        if 0 <= number <= highest and not _always_or_never(condition.op, number, highest):
            yield msgspec.structs.replace(condition, number=number)


def _always_or_never(op: Op, number: float, highest: float) -> bool:
    """Whether every answer meets a comparison, or none does."""
    lowest = number == 0 and op in (Op.AT_LEAST, Op.LESS_THAN)
    return lowest or (number == highest and op in (Op.MORE_THAN, Op.AT_MOST))


def _shorter(condition: Condition) -> Condition:
    """An age that is a day shorter."""
    if condition.days or not condition.months:
        return msgspec.structs.replace(condition, days=max(condition.days - 1, 0))
    return msgspec.structs.replace(condition, months=condition.months - 1, days=DAYS_OF_A_MONTH - 1)


DAYS_OF_A_MONTH = 28
"""Of the shortest month: an age of a month less and so many days is shorter than the month, if by up to
four."""


def _each(each: Each, knowledge: KnowledgeBase) -> Iterator[Said[Each]]:
    replace = msgspec.structs.replace
    for says, group in _group(each.conditions, _fields(each.register, knowledge), may_be_empty=True):
        yield says, replace(each, conditions=group)
    for number in (each.at_least - 1, each.at_least + 1):
        if number > 0:
            yield f"at_least: {each.at_least} -> {number}", replace(each, at_least=number)
    for share in (each.share - 1, each.share + 1) if each.share else ():
        yield f"share: {each.share:g} -> {share:g}", replace(each, share=share)
    for kind in ("none", "some", "only"):
        for says, relations in _relations(getattr(each, kind), knowledge):
            yield f"{kind}: {says}", replace(each, **{kind: relations})


def _relations(
    relations: tuple[Relation, ...], knowledge: KnowledgeBase
) -> Iterator[Said[tuple[Relation, ...]]]:
    for place, one in enumerate(relations):
        yield f"without {one.name}", (*relations[:place], *relations[place + 1 :])
        for says, group in _group(one.conditions, _fields(one.register, knowledge), may_be_empty=True):
            changed = msgspec.structs.replace(one, conditions=group)
            yield f"{one.name}: {says}", (*relations[:place], changed, *relations[place + 1 :])


def _fields(register: str, knowledge: KnowledgeBase) -> QuestionOf:
    def question_of(name: str) -> Question | None:
        field = knowledge.question[register].field(name)
        return None if field is None or field.holds.in_records_only else as_question(field)

    return question_of

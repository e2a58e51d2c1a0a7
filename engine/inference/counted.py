"""Answers counted from records, before anything is judged: whoever judges, explains or plans then sees them
like any other answer.

Records prove that something falls short. That nothing does they prove only where the register is known to be
whole. A written answer that is worse stands, because people may know more than the register; one that is
better gives way, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain

import msgspec

from ..knowledge.language.phrases import SCALES, AnyOf, Told, Value
from ..model import Count, CountKind, Discipline, KnowledgeBase, Question
from ..organisation.organisation import Answer, Counted, Organisation
from ..organisation.records import RegisterRecord, Registers
from ..organisation.statement import answered_otherwise
from ..problems import Location
from .meaning.conditions import Truth, truth
from .plain.records import RegisterSearch

Known = Mapping[str, Value]
"""The answers for one discipline, by question."""


class FromRecords(msgspec.Struct, frozen=True):
    """What records say of a question: the answer, the records that fall short (of a day: those that have
    it), and how many were looked at. `possible` are the answers that they leave where another could be true,
    too: of what is in no register nothing is known."""

    count: Count
    value: Value
    records: tuple[RegisterRecord, ...]
    among: int
    at: Location
    possible: tuple[Value, ...] = ()

    @property
    def told(self) -> Told:
        """The answer as far as it is known."""
        return AnyOf(self.possible) if self.possible else self.value


def outcomes(
    knowledge: KnowledgeBase, registers: Registers, known: Known, discipline: Discipline, as_of: date
) -> Iterator[FromRecords]:
    """What the records that belong to a discipline say of questions, beside the answers that are known."""
    search = RegisterSearch(registers, as_of)
    for count in knowledge.counts:
        if registers.get(count.each.register):
            found = search.found(count.each)
            among = [one for one in found.among if one.belongs_to(discipline)]
            short = tuple(one for one in found.met if one.belongs_to(discipline))
            whole = _holds(count, known, as_of)
            value = _value(count, knowledge.question[count.question], len(among), short, whole=whole)
            if len(among) >= count.each.at_least and value is not None:
                yield FromRecords(
                    count,
                    value,
                    _telling(count, value, short),
                    len(among),
                    (*short, *among)[0].at,
                    () if whole else _possible(count, knowledge.question[count.question], value, as_of),
                )


def _possible(count: Count, question: Question, value: Value, as_of: date) -> tuple[Value, ...]:
    """The answers that records leave: those no better than one that is counted, the best first; of a day any
    from then on. None where no other is known, or where records prove that something is there."""
    if count.kind is CountKind.LATEST:
        return (as_of, value) if value != as_of else ()
    order = _order(count, question)
    if value not in order or value in question.best:
        return ()
    worse = order[: order.index(str(value)) + 1][::-1]
    return tuple(worse) if len(worse) > 1 else ()


def _order(count: Count, question: Question) -> list[str]:
    """The answers of a question by which records tell, the worst first; of a scale all its answers."""
    told = [step.answer for step in count.steps]
    if question.words in SCALES:
        return list(reversed(question.words))
    return told + [word for word in question.best if word not in told]


def _telling(count: Count, value: Value, short: tuple[RegisterRecord, ...]) -> tuple[RegisterRecord, ...]:
    """The records that show an answer: those that fall short; of a day those that have it."""
    if count.kind is not CountKind.LATEST:
        return short
    return tuple(one for one in short if one.values.get(count.field) == value)


def _holds(count: Count, known: Known, as_of: date) -> bool:
    return any(
        all(truth(one, known.get(one.fact), as_of) is Truth.TRUE for one in group) for group in count.whole
    )


def _value(
    count: Count, question: Question, among: int, short: tuple[RegisterRecord, ...], *, whole: bool
) -> Value | None:
    """The answer that records give; None where they give none."""
    if not short and not whole:
        return None
    match count.kind:
        case CountKind.NUMBER:
            return float(len(short))
        case CountKind.SHARE:
            return float(100 * (among - len(short)) // among) if among else None
        case CountKind.SHARE_SHORT:
            return float(100 * len(short) // among) if among else None
        case CountKind.LATEST:
            days = [day for one in short if isinstance(day := one.values.get(count.field), date)]
            return max(days, default=None)
        case CountKind.ANSWER:
            return _answer(count, question, among, len(short))


def _answer(count: Count, question: Question, among: int, short: int) -> str | None:
    if not short:
        return question.best[0] if question.best else None
    return next(
        (step.answer for step in count.steps if short >= step.at_least and 100 * short >= step.share * among),
        None,
    )


def is_better(written: Value, counted: FromRecords, question: Question) -> bool:
    """Whether a written answer is better than what the records say."""
    value = counted.value
    match counted.count.kind:
        case CountKind.NUMBER | CountKind.SHARE_SHORT:
            return isinstance(written, float) and isinstance(value, float) and written < value
        case CountKind.SHARE:
            return isinstance(written, float) and isinstance(value, float) and written >= value + 1
        case CountKind.LATEST:
            return False
        case CountKind.ANSWER:
            order = _order(counted.count, question)
            return written in order and value in order and order.index(str(written)) > order.index(str(value))


def with_counted(organisation: Organisation, knowledge: KnowledgeBase) -> Organisation:
    """The organisation with what its records say of questions; the very same one where they say nothing."""
    if not knowledge.counts or not organisation.registers:
        return organisation
    asking = _asking(knowledge, organisation.standards)
    found: list[Answer] = []
    for discipline in dict.fromkeys(chain.from_iterable(asking.values())):
        answers = _answers(organisation, knowledge, discipline)
        found += [answer for answer in answers if discipline in asking.get(answer.fact, ())]
    if not found:
        return organisation
    made = tuple(_together(found, asking))
    replaced = {(one.fact, one.discipline) for one in made}
    stands = (
        one for one in organisation.answers if not {(one.fact, one.discipline), (one.fact, None)} & replaced
    )
    return msgspec.structs.replace(organisation, answers=(*stands, *made))


def with_records(organisation: Organisation, knowledge: KnowledgeBase) -> Organisation:
    """The organisation with what its records and its answers say of each other."""
    told = with_counted(organisation, knowledge)
    if not told.registers:
        return told
    known: dict[Discipline, Known] = {
        discipline: {one.fact: one.value for one in told.answers if one.discipline in (None, discipline)}
        for discipline in {knowledge.standard[one].discipline for one in told.standards}
    }
    return msgspec.structs.replace(told, registers=answered_otherwise(told.registers, known, knowledge))


def _asking(knowledge: KnowledgeBase, standards: Iterable[str]) -> dict[str, set[Discipline]]:
    """By question that is counted, the disciplines in which some standards ask it."""
    found: dict[str, set[Discipline]] = {count.question: set() for count in knowledge.counts}
    for standard in standards:
        for requirement in knowledge.asked_by[standard]:
            for question in knowledge.reads_of[knowledge.requirement[requirement].template]:
                if question in found:
                    found[question].add(knowledge.standard[standard].discipline)
    return found


def _answers(
    organisation: Organisation, knowledge: KnowledgeBase, discipline: Discipline
) -> Iterator[Answer]:
    """The answers for one discipline that records give or bear out."""
    written = {one.fact: one for one in organisation.answers if one.discipline is None}
    written |= {one.fact: one for one in organisation.answers if one.discipline is discipline}
    values = {fact: one.value for fact, one in written.items()}
    for outcome in outcomes(knowledge, organisation.registers, values, discipline, organisation.as_of):
        answer = _answer_with(outcome, knowledge.question[outcome.count.question], written)
        if answer is not None:
            yield msgspec.structs.replace(answer, discipline=discipline)


def _answer_with(outcome: FromRecords, question: Question, written: Mapping[str, Answer]) -> Answer | None:
    """The answer with the records that say so; None where people know of something worse."""
    known = written.get(question.id)
    counted = Counted(
        outcome.count.each.register,
        tuple((one.id, one.at) for one in outcome.records),
        outcome.among,
        possible=outcome.possible,
    )
    if known is not None and known.value == outcome.value:
        return msgspec.structs.replace(known, counted=msgspec.structs.replace(counted, possible=()))
    if known is None:
        return Answer(question.id, outcome.value, _text(outcome.value), outcome.at, counted=counted)
    if not is_better(known.value, outcome, question):
        return None
    counted = msgspec.structs.replace(counted, written=known.text)
    return msgspec.structs.replace(known, value=outcome.value, text=_text(outcome.value), counted=counted)


def _text(value: Value) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _together(found: Iterable[Answer], asking: Mapping[str, set[Discipline]]) -> Iterator[Answer]:
    """One answer for all disciplines that ask, where the records say the same for each of them."""
    by_question: dict[str, list[Answer]] = {}
    for one in found:
        by_question.setdefault(one.fact, []).append(one)
    for question, answers in by_question.items():
        common = {msgspec.structs.replace(one, discipline=None) for one in answers}
        if len(common) == 1 and len(answers) == len(asking[question]):
            yield from common
        else:
            yield from answers

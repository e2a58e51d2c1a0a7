"""Random registers, records and rules over them, built straight from the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

import msgspec

from clausegraph.engine.knowledge.language.phrases import Value
from clausegraph.engine.model import (
    AnswerKind,
    Condition,
    Discipline,
    Each,
    Field,
    Grade,
    Group,
    Op,
    Question,
    Relation,
    Rule,
    Template,
)
from clausegraph.engine.organisation.records import RegisterRecord, Registers, joined
from clausegraph.engine.problems import Location

HERE = Location("generated")
TODAY = date(2026, 11, 21)
WORDS = ("low", "high")
GRADES = (Grade.OPPORTUNITY, Grade.OBSERVATION, Grade.MINOR, Grade.MAJOR)


def random_registers(rng: Random) -> tuple[Question, ...]:
    """None, or two or three registers that name each other's records and, at times, their own."""
    names = [f"registers.r{place}" for place in range(rng.choice((0, 2, 3)))]
    return tuple(
        Question(
            name,
            "Which are there?",
            AnswerKind.REGISTER,
            HERE,
            record=random_fields(rng, names),
            of=rng.choice((None, None, Discipline.OHS)),
        )
        for name in names
    )


def random_fields(rng: Random, registers: Sequence[str]) -> tuple[Field, ...]:
    return (
        Field("level", AnswerKind.WORDS, "How high?", words=WORDS),
        Field("number", AnswerKind.NUMBER, "How many?", unit="things"),
        Field("seen", AnswerKind.DATE, "When?"),
        Field("changed", AnswerKind.DATE, "When?"),
        Field("said", AnswerKind.TEXT, "What?"),
        Field("heard", AnswerKind.TEXT, "What?"),
        *(
            Field(f"names{place}", AnswerKind.RECORDS, "Which?", register=rng.choice(registers))
            for place in range(rng.randint(1, 2))
        ),
    )


def random_record_rules(
    rng: Random, templates: Sequence[Template], registers: tuple[Question, ...], most: int
) -> list[Rule]:
    if not registers or not templates:
        return []
    return [
        Rule(
            f"base/on-records-{place}",
            rng.choice(templates).id,
            (),
            rng.choice(GRADES),
            "",
            "",
            HERE,
            each=random_each(rng, registers),
        )
        for place in range(rng.randint(0, 2 * most))
    ]


def random_each(rng: Random, registers: tuple[Question, ...]) -> Each:
    register = rng.choice(registers)
    ways = ways_from(register, registers)
    among = rng.choice((None, None, random_conditions(rng, register)))
    return Each(
        register=register.id,
        conditions=tuple(dict.fromkeys((*(among or ()), *random_conditions(rng, register)))),
        among=among,
        none=some_relations(rng, ways, registers),
        some=some_relations(rng, ways, registers),
        only=some_relations(rng, ways, registers),
        at_least=rng.choice((1, 1, 1, 2)),
        share=rng.choice((0, 0, 0, 7, 34, 50, 100)),
    )


def ways_from(register: Question, registers: tuple[Question, ...]) -> list[Relation]:
    forward = [
        Relation(one.name, one.register, (one.name,), False) for one in register.record if one.register
    ]
    naming = {
        other.id: tuple(one.name for one in other.record if one.register == register.id)
        for other in registers
    }
    return forward + [Relation(other, other, fields, True) for other, fields in naming.items() if fields]


def some_relations(
    rng: Random, ways: list[Relation], registers: tuple[Question, ...]
) -> tuple[Relation, ...]:
    fact = {one.id: one for one in registers}
    chosen = rng.sample(ways, min(len(ways), rng.choice((0, 0, 1, 1, 2))))
    asked = [random_conditions(rng, fact[one.register]) for one in chosen]
    return tuple(
        Relation(way.name, way.register, way.fields, way.reverse, group)
        for way, group in zip(chosen, asked, strict=True)
    )


def random_conditions(rng: Random, register: Question) -> Group:
    named = [one.name for one in register.record if one.register]
    possible = [
        Condition("level", Op.ONE_OF, words=(rng.choice(WORDS),)),
        Condition("level", Op.CONTRADICTED),
        Condition("number", Op.MORE_THAN, number=1.0),
        Condition("seen", Op.OLDER_THAN, months=6),
        Condition("seen", rng.choice((Op.MISSING, Op.GIVEN))),
        Condition(rng.choice(named), rng.choice((Op.MISSING, Op.GIVEN, Op.DANGLING))),
        Condition("changed", rng.choice((Op.AFTER, Op.BEFORE, Op.NOT_AFTER, Op.NOT_BEFORE)), field="seen"),
        Condition("said", Op.SAME_AS, field="heard"),
    ]
    return tuple(rng.sample(possible, rng.choice((0, 1, 1, 2))))


def random_records(rng: Random, registers: tuple[Question, ...]) -> Registers:
    """The records of most registers: a few, each naming some there are and some there are not."""
    given = [one for one in registers if rng.random() < 0.8]
    records = {
        one.id: tuple(random_record(rng, one, place) for place in range(rng.choice((0, 1, 3, 8))))
        for one in given
    }
    known = {one.id: tuple(without(rng, records[one.id], one)) for one in given}
    return joined(known, {one.id: one for one in registers}, whole=rng.random() < 0.5)


def without(rng: Random, records: tuple[RegisterRecord, ...], register: Question) -> Iterator[RegisterRecord]:
    """The records, of which at times none has a certain field."""
    field = rng.choice([*(one.name for one in register.record), *[""] * 5])
    for one in records:
        values = {name: value for name, value in one.values.items() if name != field}
        names = {name: named for name, named in one.names.items() if name != field}
        yield msgspec.structs.replace(one, values=values, names=names)


def random_record(rng: Random, register: Question, place: int) -> RegisterRecord:
    values: dict[str, Value] = {
        "level": rng.choice(WORDS),
        "number": float(rng.randint(0, 3)),
        "seen": TODAY - timedelta(days=rng.choice((0, 1, 180, 181, 400))),
        "changed": TODAY - timedelta(days=rng.choice((0, 1, 180, 181, 400))),
        "said": rng.choice(("Ann  Weber", "Bob")),
        "heard": rng.choice(("ann weber", "Bob")),
    }
    fields = [one.name for one in register.record if one.register]
    disciplines = (
        (register.of,) if register.of else tuple(rng.sample(list(Discipline), rng.choice((0, 0, 1, 2))))
    )
    return RegisterRecord(
        id=f"X-{place}",
        at=Location("generated", place + 1),
        values={name: value for name, value in values.items() if rng.random() < 0.8},
        names={
            name: tuple(f"X-{number}" for number in rng.sample(range(10), rng.choice((0, 1, 1, 2))))
            for name in fields
        },
        disciplines=disciplines,
        contradicted=("level",) if rng.random() < 0.3 else (),
    )

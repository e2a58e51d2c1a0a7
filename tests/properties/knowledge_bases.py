"""Random knowledge bases and organisations, built straight from the model: more varied than files, small
enough to read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

import msgspec

from clausegraph.engine.inference.interface import Premises, Seen
from clausegraph.engine.knowledge.language.phrases import AnyOf, Value
from clausegraph.engine.model import (
    Alternatives,
    AnswerKind,
    Basis,
    Clause,
    Computed,
    Condition,
    Discipline,
    Escalation,
    FailureKind,
    Grade,
    Group,
    KnowledgeBase,
    Link,
    LinkKind,
    Op,
    Policy,
    Question,
    Repeat,
    Requirement,
    Rule,
    Stage,
    Standard,
    Strength,
    Template,
    Weight,
    clause_order,
    lineage,
)
from clausegraph.engine.organisation.previous import Earlier
from clausegraph.engine.problems import Location
from clausegraph.tests.properties.random_registers import (
    random_record_rules,
    random_records,
    random_registers,
)

Item = TypeVar("Item")

HERE = Location("generated")
TODAY = date(2026, 11, 21)
WORDS = ("yes", "partly", "no")
NUMBERS = (
    "4.1",
    "5.2",
    "6.1.1",
    "6.1.2",
    "6.2",
    "7.2",
    "8.1",
    "8.2.1",
    "8.2.2",
    "9.2",
    "9.2.1",
    "9.2.2",
    "10",
    "10.2",
    "A.5.7",
    "A.5.10",
)
STAGES = {
    "4": Stage.PLAN,
    "5": Stage.PLAN,
    "6": Stage.PLAN,
    "7": Stage.PLAN,
    "8": Stage.DO,
    "A": Stage.DO,
    "9": Stage.CHECK,
    "10": Stage.ACT,
}
GRADES = (Grade.OPPORTUNITY, Grade.OBSERVATION, Grade.MINOR, Grade.MINOR, Grade.MAJOR)


class Size(msgspec.Struct, frozen=True):
    """How much of everything there is at most."""

    standards: int = 2
    facts: int = 6
    templates: int = 8
    rules: int = 3
    links: int = 12
    escalations: int = 3


def some(rng: Random, items: Sequence[Item], most: int, least: int = 1) -> list[Item]:
    return [rng.choice(items) for _ in range(rng.randint(least, max(most, least)))]


def random_knowledge(rng: Random, size: Size) -> KnowledgeBase:
    standards = tuple(
        Standard(f"std-{place}:2020", "A standard", "2020", discipline, HERE)
        for place, discipline in enumerate(rng.sample(list(Discipline), size.standards))
    )
    facts = tuple(random_fact(rng, place) for place in range(size.facts))
    templates = tuple(
        Template(
            f"base/req-{place}",
            "Something is done.",
            HERE,
            applies=random_alternatives(rng, facts, 2, 2) if rng.random() < 0.25 else (),
            weight=rng.choice((Weight.ELEMENT, Weight.ELEMENT, Weight.ITEM)),
        )
        for place in range(size.templates)
    )
    requirements = tuple(
        one for template in templates for one in random_requirements(rng, template, standards)
    )
    clauses = tuple(clauses_of(standards, requirements))
    told = tuple(
        msgspec.structs.replace(
            random_fact(rng, place), id=f"note.fact_{place}", computed=Computed.NOTE_EXTENT
        )
        for place in range(3)
    )
    registers = random_registers(rng)
    on_notes = tuple(
        Template(f"notes/req-{place}", "Something is seen.", HERE) for place in range(rng.randint(0, 2))
    )
    return KnowledgeBase(
        standards=standards,
        clauses=clauses,
        themes=(),
        questions=(*facts, *told, *registers),
        templates=(*templates, *on_notes),
        requirements=requirements,
        rules=(
            *(
                rule
                for known, judged in ((facts, templates), (told, on_notes))
                for template in judged
                for rule in random_rules(rng, template, known, size.rules)
            ),
            *random_record_rules(rng, templates, registers, size.rules),
        ),
        links=tuple(random_links(rng, [one.id for one in (*clauses, *requirements)], size.links)),
        policies=(
            Policy(
                "default",
                "",
                tuple(random_escalation(rng, place) for place in range(rng.randint(0, size.escalations))),
            ),
        ),
    )


def random_fact(rng: Random, place: int) -> Question:
    kind = rng.choice(
        (AnswerKind.WORDS, AnswerKind.WORDS, AnswerKind.WORDS, AnswerKind.NUMBER, AnswerKind.DATE)
    )
    words = WORDS if kind is AnswerKind.WORDS else ()
    return Question(f"area.fact_{place}", "Is it so?", kind, HERE, words=words, best=words[:1])


def random_condition(rng: Random, question: Question) -> Condition:
    match question.answer:
        case AnswerKind.WORDS:
            return Condition(question.id, Op.ONE_OF, words=tuple(rng.sample(WORDS, rng.randint(1, 2))))
        case AnswerKind.NUMBER:
            op = rng.choice((Op.MORE_THAN, Op.AT_LEAST, Op.LESS_THAN, Op.AT_MOST))
            return Condition(question.id, op, number=float(rng.randint(0, 3)))
    op = rng.choice((Op.OLDER_THAN, Op.WITHIN, Op.BEFORE, Op.AFTER))
    if op in (Op.OLDER_THAN, Op.WITHIN):
        return (
            Condition(question.id, op, months=12)
            if rng.random() < 0.5
            else Condition(question.id, op, days=30)
        )
    return Condition(question.id, op, date=rng.choice(("", "2026-01-01")))


def random_group(rng: Random, questions: Sequence[Question], most: int) -> Group:
    """Mostly a few conditions, at times none, or many more than one row holds; doubles happen."""
    least, most = rng.choice(((1, 2), (1, 2), (1, 3), (1, most), (0, 1), (5, 12) if most > 2 else (1, most)))
    return tuple(random_condition(rng, fact) for fact in some(rng, questions, most, least))


def random_alternatives(
    rng: Random, questions: Sequence[Question], groups: int, conditions: int
) -> Alternatives:
    return tuple(random_group(rng, questions, conditions) for _ in range(rng.randint(1, groups)))


def random_rules(rng: Random, template: Template, questions: Sequence[Question], most: int) -> list[Rule]:
    return [
        Rule(
            f"{template.id}-rule-{place}",
            template.id,
            random_alternatives(rng, questions, 3, 6),
            rng.choice(GRADES),
            "",
            "",
            HERE,
        )
        for place in range(rng.randint(0, most))
    ]


def random_requirements(rng: Random, template: Template, standards: Sequence[Standard]) -> list[Requirement]:
    name = template.id.partition("/")[2]
    taken = rng.sample(standards, rng.randint(1, len(standards)))
    numbers = [rng.choice(NUMBERS) for _ in taken]
    return [
        Requirement(
            f"{one.id}/{number}/{name}", one.id, number, template.id, "", STAGES[number.split(".")[0]]
        )
        for one, number in zip(taken, numbers, strict=True)
    ]


def clauses_of(standards: Sequence[Standard], requirements: Sequence[Requirement]) -> list[Clause]:
    numbers = sorted(
        {(one.standard, number) for one in requirements for number in lineage(one.clause)},
        key=lambda it: (it[0], clause_order(it[1])),
    )
    return [
        Clause(f"{standard}/{number}", standard, number, "Title", STAGES[number.split(".")[0]], "", HERE)
        for standard, number in numbers
    ]


def random_links(rng: Random, ends: Sequence[str], most: int) -> list[Link]:
    return [
        Link(
            f"base/link-{place}",
            rng.choice(ends),
            rng.choice(ends),
            rng.choice(list(LinkKind)),
            Basis.NORMATIVE,
            rng.choice((Strength.HARD, Strength.HARD, Strength.HARD, Strength.SOFT)),
            "",
            HERE,
        )
        for place in range(rng.randint(0, most))
    ]


def random_escalation(rng: Random, place: int) -> Escalation:
    grade = rng.choice((Grade.OBSERVATION, Grade.MINOR, Grade.MAJOR))
    if rng.random() < 0.3:
        return Escalation(f"escalation-{place}", grade, "", HERE, repeats=rng.choice(list(Repeat)))
    if rng.random() < 0.2:
        return Escalation(
            f"escalation-{place}",
            grade,
            "",
            HERE,
            at_least=rng.randint(1, 3),
            share=rng.choice((0, 33.3, 100)),
            whole=2,
        )
    return Escalation(f"escalation-{place}", grade, "", HERE, failure=rng.choice(list(FailureKind)))


def random_question(rng: Random, knowledge: KnowledgeBase, unknown: float = 0.2) -> Premises:
    """An organisation: some requirements in scope, a few excluded, answers for all or by discipline, some
    missing, notes and registers."""
    everything = [one.id for one in knowledge.requirements]
    asked = [one for one in knowledge.questions if not one.computed and not one.record]
    scope = everything if rng.random() < 0.6 else rng.sample(everything, rng.randint(0, len(everything)))
    return Premises(
        knowledge=knowledge,
        scope=tuple(scope),
        excluded=frozenset(one for one in scope if rng.random() < 0.05),
        values={
            question.id: random_values(rng, question, unknown) for question in asked if rng.random() > unknown
        },
        as_of=TODAY,
        policy=knowledge.policies[0],
        notes=tuple(random_note(rng, knowledge, unknown) for _ in range(rng.choice((0, 0, 1, 2, 4)))),
        registers=random_records(rng, knowledge.registers),
        earlier=random_earlier(rng, knowledge, rng.choice((0.0, 0.3, 0.8))),
    )


def random_earlier(rng: Random, knowledge: KnowledgeBase, share: float) -> dict[str, Earlier]:
    """What failed at an earlier assessment, in scope now or not, by rules of its own, by others, or by
    none that is still known."""
    found = {}
    for one in knowledge.requirements:
        if rng.random() < share:
            own = [rule.id for rule in knowledge.rules_of[one.template] if rng.random() < 0.7]
            rules = [*own, *rng.sample(["gone/rule", *(rule.id for rule in knowledge.rules)], 1)]
            grade, day = rng.choice((Grade.MINOR, Grade.MINOR, Grade.MAJOR)), TODAY - timedelta(days=365)
            found[one.id] = Earlier(
                one.id, grade, day, tuple(rules), random_records_named(rng, rules, knowledge)
            )
    return found


def random_records_named(
    rng: Random, rules: list[str], knowledge: KnowledgeBase
) -> dict[str, tuple[str, ...]]:
    """For most rules over registers, some records that they named."""
    over_records = sorted({rule.id for rule in knowledge.on_records}.intersection(rules))
    told = [rule for rule in over_records if rng.random() < 0.8]
    return {rule: tuple(f"X-{rng.randrange(4)}" for _ in range(rng.choice((1, 1, 2)))) for rule in told}


def random_note(rng: Random, knowledge: KnowledgeBase, unknown: float) -> Seen:
    """A note on any requirement or clause, in scope or not, that tells most of what it could."""
    told = [question for question in knowledge.questions if question.computed and rng.random() > unknown / 2]
    return Seen(
        rng.choice(sorted(knowledge.members)),
        {question.id: random_value(rng, question) for question in told},
        rng.random() < 0.4,
    )


def known_in_part(rng: Random, premises: Premises) -> Premises:
    """The same, some answers in words known but not to the word."""
    words = {one.id for one in premises.knowledge.questions if one.words and not one.computed}
    bounds = {
        fact: dict.fromkeys(Discipline, AnyOf(tuple(rng.sample(WORDS, 2))))
        for fact in sorted(premises.values.keys() & words)
        if rng.random() < 0.3
    }
    return msgspec.structs.replace(premises, values={**premises.values, **bounds})


def random_values(rng: Random, question: Question, unknown: float) -> dict[Discipline, Value]:
    if rng.random() < 0.7:
        return dict.fromkeys(Discipline, random_value(rng, question))
    return {discipline: random_value(rng, question) for discipline in Discipline if rng.random() > unknown}


def random_value(rng: Random, question: Question) -> Value:
    match question.answer:
        case AnswerKind.WORDS:
            return rng.choice((*WORDS, "yes"))
        case AnswerKind.NUMBER:
            return float(rng.randint(0, 4))
    return TODAY - timedelta(days=rng.choice((-40, -1, 0, 1, 29, 30, 31, 364, 365, 366, 800)))


def shuffled(rng: Random, knowledge: KnowledgeBase) -> KnowledgeBase:
    """The same knowledge in another order of files, and of what stands in them."""

    def mixed(items: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(rng.sample(items, len(items)))

    def mixed_within(alternatives: Alternatives) -> Alternatives:
        return mixed(tuple(mixed(group) for group in alternatives))

    return KnowledgeBase(
        standards=mixed(knowledge.standards),
        clauses=mixed(knowledge.clauses),
        themes=(),
        questions=mixed(knowledge.questions),
        templates=mixed(
            tuple(
                msgspec.structs.replace(one, applies=mixed_within(one.applies)) for one in knowledge.templates
            )
        ),
        requirements=mixed(knowledge.requirements),
        rules=mixed(
            tuple(msgspec.structs.replace(one, when=mixed_within(one.when)) for one in knowledge.rules)
        ),
        links=mixed(knowledge.links),
        policies=tuple(
            msgspec.structs.replace(one, escalations=mixed(one.escalations)) for one in knowledge.policies
        ),
    )

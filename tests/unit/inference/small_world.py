"""A small knowledge base to say one thing at a time: requirements are named by clause, facts by letter."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from clausegraph.engine.inference.interface import Premises
from clausegraph.engine.knowledge.language.phrases import Value
from clausegraph.engine.model import (
    Alternatives,
    AnswerKind,
    Basis,
    Clause,
    Condition,
    Discipline,
    Escalation,
    FailureKind,
    Grade,
    KnowledgeBase,
    Link,
    LinkKind,
    Op,
    Policy,
    Question,
    Requirement,
    Rule,
    Stage,
    Standard,
    Strength,
    Template,
    Weight,
    lineage,
)
from clausegraph.engine.problems import Location

HERE = Location("small world")
TODAY = date(2026, 11, 21)
STANDARD = "std:2020"
SECOND_STANDARD = "other:2020"
DISCIPLINES = {STANDARD: Discipline.QUALITY, SECOND_STANDARD: Discipline.OHS}
STAGES = {
    "4": Stage.PLAN,
    "5": Stage.PLAN,
    "6": Stage.PLAN,
    "7": Stage.PLAN,
    "8": Stage.DO,
    "9": Stage.CHECK,
    "10": Stage.ACT,
    "A": Stage.DO,
}


def asks(fact: str, *words: str) -> Condition:
    return Condition(fact, Op.ONE_OF, words=words or ("no",))


def rule(template: str, when: Alternatives, grade: Grade = Grade.MINOR, name: str = "gap") -> Rule:
    return Rule(f"{template}-{name}", template, when, grade, "", "", HERE)


def requirement(clause: str, template: str, standard: str = STANDARD, theme: str = "") -> Requirement:
    """Without a theme it has one of its own, named after the template."""
    return Requirement(
        f"{standard}/{clause}/{template}",
        standard,
        clause,
        template,
        theme or template,
        STAGES[clause.split(".")[0]],
    )


def link(
    source: str, target: str, kind: LinkKind = LinkKind.PLANS, strength: Strength = Strength.HARD
) -> Link:
    return Link(
        f"{source}->{target}",
        f"{STANDARD}/{source}",
        f"{STANDARD}/{target}",
        kind,
        Basis.NORMATIVE,
        strength,
        "",
        HERE,
    )


def by_count(at_least: int, share: float = 0, grade: Grade = Grade.MAJOR, whole: int = 0) -> Escalation:
    return Escalation("together", grade, "", HERE, at_least=at_least, share=share, whole=whole)


def by_failure(failure: FailureKind, grade: Grade = Grade.OBSERVATION) -> Escalation:
    return Escalation(f"raise-{failure}", grade, "", HERE, failure=failure)


def world(
    requirements: list[Requirement],
    rules: list[Rule] | None = None,
    links: list[Link] | None = None,
    escalations: list[Escalation] | None = None,
    applies: dict[str, Alternatives] | None = None,
    themes: dict[str, str] | None = None,
    elements: tuple[str, ...] | None = None,
    leads: tuple[str, ...] = (),
) -> KnowledgeBase:
    """Unless rules are given, each template has one: minor where the fact of its own name is answered no.

    `themes` are those of facts; one that is not named asks about the theme of the first requirement that
    reads it. `elements` are the templates whose absence is a breakdown (all, if left out), `leads` those
    without which the rest of their theme cannot be there.
    """
    templates = sorted({one.template for one in requirements})
    rules = rules if rules is not None else [rule(template, ((asks(template),),)) for template in templates]
    read = {condition.fact for one in rules for group in one.when for condition in group}
    read |= {
        condition.fact
        for alternatives in (applies or {}).values()
        for group in alternatives
        for condition in group
    }
    about = {one.template: one.theme for one in reversed(requirements)}
    asked = {
        one.fact: about[each.template] for each in reversed(rules) for group in each.when for one in group
    } | (themes or {})
    numbers = sorted({(one.standard, number) for one in requirements for number in lineage(one.clause)})
    return KnowledgeBase(
        standards=tuple(
            Standard(name, "", "2020", discipline, HERE) for name, discipline in DISCIPLINES.items()
        ),
        clauses=tuple(
            Clause(f"{name}/{one}", name, one, "", STAGES[one.split(".")[0]], "", HERE)
            for name, one in numbers
        ),
        themes=(),
        questions=tuple(
            Question(
                one,
                "?",
                AnswerKind.WORDS,
                HERE,
                words=("yes", "partly", "no"),
                best=("yes",),
                theme=asked.get(one, ""),
            )
            for one in sorted(read)
        ),
        templates=tuple(
            Template(
                one,
                "",
                HERE,
                applies=(applies or {}).get(one, ()),
                weight=Weight.ELEMENT if elements is None or one in elements else Weight.ITEM,
                leads=one in leads,
            )
            for one in templates
        ),
        requirements=tuple(requirements),
        rules=tuple(rules),
        links=tuple(links or []),
        policies=(Policy("default", "", tuple(escalations or [])),),
    )


def chain_of(
    *clauses: str,
    links: list[Link] | None = None,
    escalations: list[Escalation] | None = None,
    grade: Grade = Grade.MINOR,
) -> KnowledgeBase:
    """One requirement per clause, its template named after the clause, and of a grade where that is
    answered no; each clause is the foundation of the next."""
    joined = [link(*pair) for pair in pairwise(clauses)] if links is None else links
    rules = [rule(clause, ((asks(clause),),), grade) for clause in clauses]
    return world([requirement(clause, clause) for clause in clauses], rules, joined, escalations)


def elements(
    *clauses: str, links: list[Link] | None = None, escalations: list[Escalation] | None = None
) -> KnowledgeBase:
    """A chain of elements: what is answered no is absent."""
    return chain_of(*clauses, links=links, escalations=escalations, grade=Grade.MAJOR)


def ask(
    knowledge: KnowledgeBase,
    excluded: tuple[str, ...] = (),
    scope: tuple[str, ...] | None = None,
    **answers: Value,
) -> Premises:
    """The same answers for every discipline. Facts that are no Python names are given by `answered`."""
    return answered(knowledge, dict(answers), excluded, scope)


def answered(
    knowledge: KnowledgeBase,
    answers: dict[str, Value],
    excluded: tuple[str, ...] = (),
    scope: tuple[str, ...] | None = None,
) -> Premises:
    return Premises(
        knowledge=knowledge,
        scope=scope if scope is not None else tuple(one.id for one in knowledge.requirements),
        excluded=frozenset(excluded),
        values={fact: dict.fromkeys(Discipline, value) for fact, value in answers.items()},
        as_of=TODAY,
        policy=knowledge.policies[0],
    )

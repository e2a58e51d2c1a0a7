"""What becomes of a rule that an overlay disables: it stays as one that nobody can answer, so that what it
judged is open and never conforms. Both evaluators know open rules already, and need no change.

A rule over answers is open where it would have spoken, and settled where it would not. A rule over records
is open where its register is given, since the records are not looked at any more.
"""

from __future__ import annotations

import msgspec

from ..problems import Location
from .knowledge_base import KnowledgeBase
from .rules import Condition, Group, Op, Question, Rule
from .words import AnswerKind, Computed

PREFIX = "switched_off"


def with_rules_off(knowledge: KnowledgeBase, off: frozenset[str]) -> KnowledgeBase:
    """The knowledge base in which some rules, by id, are disabled."""
    disabled = [rule for rule in knowledge.rules if rule.id in off]
    questions = {question.id: question for question in map(_question, disabled)}
    rules = tuple(_open(rule) if rule.id in off else rule for rule in knowledge.rules)
    return msgspec.structs.replace(
        knowledge, rules=rules, questions=(*knowledge.questions, *questions.values())
    )


def switched_on(knowledge: KnowledgeBase) -> KnowledgeBase:
    """The same knowledge base as if rules over answers that are disabled spoke still: what they judged is
    open, and does not pass in silence."""
    rules = tuple(
        msgspec.structs.replace(rule, when=tuple(_without_doubt(group) for group in rule.when))
        for rule in knowledge.rules
    )
    questions = tuple(
        one for one in knowledge.questions if one.computed is not Computed.SWITCHED_OFF or register_of(one)
    )
    return msgspec.structs.replace(knowledge, rules=rules, questions=questions)


def _without_doubt(group: Group) -> Group:
    kept = tuple(one for one in group if not one.fact.startswith(PREFIX))
    return kept or group


def register_of(question: Question) -> str:
    """The register whose records a rule looked at that is off; empty for one over answers."""
    return question.id.removeprefix(PREFIX).removeprefix(".")


def _question(rule: Rule) -> Question:
    """What nobody answers: whether a rule that is off speaks."""
    register = f".{rule.each.register}" if rule.each is not None else ""
    ask = "Whether a rule speaks that an overlay switched off, which nobody can say."
    nowhere = Location("")
    return Question(
        f"{PREFIX}{register}",
        ask,
        AnswerKind.WORDS,
        nowhere,
        ("yes", "no"),
        ("no",),
        computed=Computed.SWITCHED_OFF,
    )


def _open(rule: Rule) -> Rule:
    unknown = Condition(_question(rule).id, Op.ONE_OF, words=("yes",))
    if rule.each is not None:
        return msgspec.structs.replace(rule, each=None, when=((unknown,),))
    return msgspec.structs.replace(rule, when=tuple((*group, unknown) for group in rule.when))

"""Gaps that an organisation found itself and does something about: observations while the date of the action
holds.

The rules that rest on such answers alone get their grade, and say so, before anything is judged. Both
evaluators, the dependencies, the plan and the explanations then see one and the same knowledge base, as
they do with policies and overlays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec

from ..model import AnswerKind, Condition, Discipline, Grade, KnowledgeBase, Rule
from .organisation import Answer, Organisation

Known = dict[str, Answer]
"""The answers for one discipline, by fact."""


def with_known(knowledge: KnowledgeBase, organisation: Organisation) -> KnowledgeBase:
    """The knowledge base as it judges an organisation with known gaps; the very same one where it has none.

    A rule is an observation where every answer that can make it fire has a dated action whose date has not
    passed, in every discipline in which it is judged. Not softened: what asks for breaches of law
    (`never_known`), what failed at an earlier assessment, which others found, and what rests on records or
    on what an auditor saw.
    """
    if not any(one.known for one in organisation.answers):
        return knowledge
    failed = {
        knowledge.requirement[one].template
        for one in _failed_before(organisation)
        if one in knowledge.requirement
    }
    answers = {discipline: _answers(organisation, discipline) for discipline in Discipline}
    asked = _asked_in(knowledge.standard, knowledge) | _asked_in(organisation.standards, knowledge)
    rules = tuple(
        _judged(
            rule,
            [answers[one] for one in asked.get(rule.template, ())],
            rule.template in failed,
            knowledge,
            organisation,
        )
        for rule in knowledge.rules
    )
    return msgspec.structs.replace(knowledge, rules=rules)


def _asked_in(standards: Iterable[str], knowledge: KnowledgeBase) -> dict[str, tuple[Discipline, ...]]:
    """By template, the disciplines of those of some standards that ask it."""
    found: dict[str, tuple[Discipline, ...]] = {}
    for standard in standards:
        discipline = knowledge.standard[standard].discipline
        for requirement in knowledge.asked_by[standard]:
            template = knowledge.requirement[requirement].template
            found[template] = tuple(dict.fromkeys((*found.get(template, ()), discipline)))
    return found


def _failed_before(organisation: Organisation) -> Iterable[str]:
    return organisation.previous.failed if organisation.previous else ()


def _answers(organisation: Organisation, discipline: Discipline) -> Known:
    """The answers that count for a discipline: its own before those for all."""
    common = {one.fact: one for one in organisation.answers if one.discipline is None}
    return common | {one.fact: one for one in organisation.answers if one.discipline is discipline}


def _judged(
    rule: Rule, answers: list[Known], failed: bool, knowledge: KnowledgeBase, organisation: Organisation
) -> Rule:
    blamed = [group for known in answers for group in _blamed(rule, known, knowledge)]
    given = dict.fromkeys(chain.from_iterable(blamed))
    told = [one for one in given if one is not None and one.known]
    if not told:
        return rule
    held = not failed and all(
        group and all(_holds(one, knowledge, organisation) for one in group) for group in blamed
    )
    grade = min(rule.grade, Grade.OBSERVATION) if held else rule.grade
    said = [_told(one, knowledge, organisation) for one in told]
    known = " ".join([*said, f"By itself this is {rule.grade.word}."] if grade is not rule.grade else said)
    return msgspec.structs.replace(rule, grade=grade, because=f"{rule.because} {known}", known=known)


def _blamed(rule: Rule, known: Known, knowledge: KnowledgeBase) -> Iterator[list[Answer | None]]:
    """For every group of conditions that may hold, the answers that are to blame if it does; None for one
    that is still open."""
    for group in rule.when:
        if all(_may_hold(condition, known) for condition in group):
            yield [
                known.get(name)
                for name in dict.fromkeys(one.fact for one in group)
                if _can_be_blamed(name, known, knowledge)
            ]


def _may_hold(condition: Condition, known: Known) -> bool:
    """Whether an answer in words meets its condition. Of what is open, and of numbers and days, nothing is
    said here."""
    answer = known.get(condition.fact)
    return not condition.words or answer is None or answer.value in condition.words


def _can_be_blamed(name: str, known: Known, knowledge: KnowledgeBase) -> bool:
    question = knowledge.question[name]
    if question.answer is not AnswerKind.WORDS:
        return True
    return bool(question.best) and (name not in known or known[name].value not in question.best)


def _holds(one: Answer | None, knowledge: KnowledgeBase, organisation: Organisation) -> bool:
    """Whether an answer has an action that softens what it leads to."""
    return (
        one is not None
        and one.known is not None
        and not knowledge.question[one.fact].never_known
        and one.known.due >= organisation.as_of
    )


def _told(one: Answer, knowledge: KnowledgeBase, organisation: Organisation) -> str:
    known = one.known
    assert known is not None
    action = known.action.rstrip(".")
    if known.due < organisation.as_of:
        return f"Known: {action} ({known.owner}, due {known.due}, which has passed)."
    beyond = " A breach of law counts all the same." if knowledge.question[one.fact].never_known else ""
    return f"Known: {action} ({known.owner}, due {known.due}).{beyond}"

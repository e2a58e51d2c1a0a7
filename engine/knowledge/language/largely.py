"""What `largely` means to requirements with rules of their own: below `partly`, and never silent.

A ladder has steps for it. Rules of a requirement's own would each need a twin; here they get it from the
ladder named `largely`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model import Condition, Group, Op, Question, Rule, Template
from ..ladders import Ladder, LadderStep, filled
from .phrases import SCALE

LADDER = "largely"
"""The ladder that says what the answer means; without it in the files nothing is taken over."""

_Half = tuple[Group, Rule]
"""A group of conditions with `largely` in place of `partly`, and the rule that it was taken from."""


def largely_rules(
    template: Template, rules: Iterable[Rule], questions: dict[str, Question], ladder: Ladder, risk: str
) -> Iterator[Rule]:
    """One rule for each question on the scale that rules of the requirement's own read, as they react to
    `partly`.

    None for a question whose `largely` some rule reacts to already, or for which `partly` or `largely`
    alone is accepted. The grade is that of the ladder's step, or that of `partly` where it is milder.
    """
    rules = tuple(rules)
    own = [rule for rule in rules if rule.each is None and not rule.ladder]
    for name in dict.fromkeys(fact for rule in own for fact in rule.reads):
        question = questions[name]
        if question.words == SCALE and not _is_settled(question, template, rules):
            halves = _fewest([half for rule in own for half in _halves(rule, question)])
            if halves:
                yield from (_rule(step, template, question, halves, ladder, risk) for step in ladder.steps)


def accepts_as(word: str, answer: str | None) -> bool:
    """Whether an accepted answer accepts this one: what may rightly be done in part may rightly be done
    largely."""
    return answer == word or (word, answer) == ("partly", "largely")


def _is_settled(question: Question, template: Template, rules: tuple[Rule, ...]) -> bool:
    reacts = any(
        _falls_short(condition, question, "largely")
        for rule in rules
        for group in rule.when
        for condition in group
    )
    return reacts or any(
        len(one.answer) == 1 and _accepts(one.answer[0], question) for one in template.accepts
    )


def _accepts(answer: tuple[str, str], question: Question) -> bool:
    return answer[0] == question.id and accepts_as(answer[1], "largely")


def _falls_short(condition: Condition, question: Question, word: str) -> bool:
    """Whether a condition is about a question, met by the word and not by the best answer."""
    return (
        condition.fact == question.id
        and word in condition.words
        and not set(question.best) & set(condition.words)
    )


def _halves(rule: Rule, question: Question) -> Iterator[_Half]:
    """The groups of a rule that react to `partly`, taken over for `largely`."""
    largely = Condition(question.id, Op.ONE_OF, words=("largely",))
    for group in rule.when:
        about = [condition for condition in group if condition.fact == question.id]
        if (
            about
            and all("partly" in one.words for one in about)
            and any(_falls_short(one, question, "partly") for one in about)
        ):
            yield (*(condition for condition in group if condition.fact != question.id), largely), rule


def _fewest(halves: list[_Half]) -> list[_Half]:
    """Those whose conditions hold nothing beyond the conditions of another."""
    return [half for half in halves if not any(set(other) < set(half[0]) for other, _ in halves)]


def _rule(
    step: LadderStep, template: Template, question: Question, halves: list[_Half], ladder: Ladder, risk: str
) -> Rule:
    mildest = min((rule for _, rule in halves), key=lambda rule: rule.grade)
    folder, requirement = template.rulebase.partition("/")[0], "-".join(template.id.split("/")[-2:])
    words = {"says": template.says, "fix": mildest.fix, "subject": ""}
    return Rule(
        id=f"{folder}/{requirement}-{question.id.replace('.', '-').replace('_', '-')}-{step.name}",
        template=template.id,
        when=tuple(dict.fromkeys(group for group, _ in halves)),
        grade=min(step.grade, mildest.grade),
        because=filled(step.because, words),
        fix=filled(step.fix, words),
        at=step.at,
        step=step.name,
        ladder=ladder.name,
        risk=risk,
    )

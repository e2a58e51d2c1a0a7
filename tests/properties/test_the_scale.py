"""Yes, largely, partly, no: a worse answer is never better, and `largely` is neither silent nor a
nonconformity."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from clausegraph.engine.knowledge.language.phrases import SCALE
from clausegraph.engine.model import AnswerKind, Grade, KnowledgeBase, Question, Template
from clausegraph.tests.shipped import KNOWLEDGE

Answers = dict[str, str]
MOST_BESIDE = 3
"""How many other answers are varied beside the one on the scale."""

JUDGED = [
    (template, KNOWLEDGE.question[name])
    for template in KNOWLEDGE.templates
    for name in KNOWLEDGE.reads_of[template.id]
    if KNOWLEDGE.question[name].words == SCALE
]


def grade(template: Template, answers: Answers) -> Grade:
    """The worst grade of the rules on answers in words that certainly fire."""
    fired = [
        rule.grade
        for rule in KNOWLEDGE.rules_of[template.id]
        if any(all(answers.get(one.fact) in one.words for one in group) for group in rule.when)
    ]
    return max(fired, default=Grade.CONFORMS)


def beside(template: Template, question: Question) -> Iterator[Answers]:
    """Every combination of a few other answers in words, left open ones included."""
    others = [KNOWLEDGE.question[name] for name in KNOWLEDGE.reads_of[template.id] if name != question.id]
    closed = [one for one in others if one.answer is AnswerKind.WORDS and not one.computed][:MOST_BESIDE]
    for words in itertools.product(*((*one.words, "") for one in closed)):
        yield {one.id: word for one, word in zip(closed, words, strict=True) if word}


@pytest.mark.parametrize(
    ("template", "question"), JUDGED, ids=[f"{template.id} {question.id}" for template, question in JUDGED]
)
def test_a_worse_answer_is_never_better_and_largely_never_a_nonconformity(
    template: Template, question: Question
) -> None:
    for answers in beside(template, question):
        yes, largely, partly, _ = (grade(template, {**answers, question.id: word}) for word in SCALE)
        assert yes <= largely <= max(yes, partly), answers
        assert largely <= max(yes, Grade.OBSERVATION), answers


def test_largely_everywhere_leaves_something_to_say_of_every_question(knowledge: KnowledgeBase) -> None:
    told = {
        one.fact
        for rule in knowledge.rules
        for group in rule.when
        for one in group
        if one.words == ("largely",)
    }
    assert {question.id for question in knowledge.questions if question.words == SCALE} <= told

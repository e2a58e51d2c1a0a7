"""One wrong answer is one failure: each answer short of the best, alone in an organisation that does
everything else well, gives one nonconformity at most, few observations, and never silence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from clausegraph.engine.analysis.assessment import Assessment, assess
from clausegraph.engine.inference.meaning.answers import answer_classes
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.inference.under_policy import with_policy
from clausegraph.engine.knowledge.language.largely import accepts_as
from clausegraph.engine.knowledge.language.phrases import Value
from clausegraph.engine.model import AnswerKind, Condition, KnowledgeBase, Policy, Question, Status, Template
from clausegraph.engine.organisation.organisation import Answer, Organisation
from clausegraph.engine.problems import Location

AS_OF = date(2026, 11, 21)
FOUR = ("iso-9001:2015", "iso-14001:2015", "iso-27001:2022", "iso-45001:2018")
FEWEST_RUNS = 400
"""How many answers short of the best each of the four standards tells apart, at the least."""
MOST_OBSERVATIONS = 3


class Perfect:
    """An organisation that gives the best answer to every question of one standard, and to which as many
    requirements apply as can."""

    def __init__(self, standard: str, knowledge: KnowledgeBase, policy: Policy) -> None:
        self.standard = standard
        self.policy = policy
        self.knowledge = with_policy(knowledge, policy)
        self.evaluator = PlainEvaluator(self.knowledge)
        asked = (self.knowledge.requirement[name].template for name in self.knowledge.asked_by[standard])
        self.templates = tuple(self.knowledge.template[name] for name in dict.fromkeys(asked))
        self.conditions = self._conditions()
        self.facts = self._facts()
        self.options = {question.id: self._options(question) for question in self.facts}
        self.answers = self._best_answers()

    def _facts(self) -> tuple[Question, ...]:
        names = dict.fromkeys(name for one in self.templates for name in self.knowledge.reads_of[one.id])
        facts = (self.knowledge.question[name] for name in names)
        return tuple(
            question
            for question in facts
            if not question.computed and question.answer is not AnswerKind.REGISTER
        )

    def _conditions(self) -> dict[str, list[Condition]]:
        """Everything that the requirements of the standard, and the rules on them, ask of each fact."""
        found: dict[str, list[Condition]] = {}
        for template in self.templates:
            rules = (rule.when for rule in self.knowledge.rules_of[template.id])
            for group in (group for alternatives in (template.applies, *rules) for group in alternatives):
                for condition in group:
                    found.setdefault(condition.fact, []).append(condition)
        return found

    def _options(self, question: Question) -> tuple[Value, ...]:
        """The answers to try: every word, the best first; else one answer for each class, the highest or
        latest first."""
        if question.answer is AnswerKind.WORDS:
            return tuple(dict.fromkeys((*question.best, *question.words)))
        classes = answer_classes(question, self.conditions.get(question.id, ()), AS_OF)
        return tuple(one.value for one in reversed(classes))

    def _best_answers(self) -> dict[str, Value]:
        """The first option of each question; where words only describe, and for numbers and dates, the one
        that harms least beside the others, looked for again until nothing changes."""
        answers = {question.id: self.options[question.id][0] for question in self.facts}
        before: dict[str, Value] = {}
        while answers != before:
            before = dict(answers)
            for question in (one for one in self.facts if not one.best):
                tried = {
                    option: self._harm(answers | {question.id: option})
                    for option in self.options[question.id]
                }
                answers[question.id] = min(tried, key=tried.__getitem__)
        return answers

    def _harm(self, answers: dict[str, Value]) -> tuple[int, int]:
        """What falls short, each requirement as badly as it is graded, and how many do not apply."""
        findings = self.judged(answers).findings
        graded = sum(int(one.grade) for one in findings if one.status is Status.GAP)
        return graded, sum(one.status is Status.NOT_APPLICABLE for one in findings)

    def judged(self, answers: dict[str, Value]) -> Assessment:
        given = tuple(
            Answer(fact, value, str(value), Location("answers", line))
            for line, (fact, value) in enumerate(answers.items(), 1)
        )
        organisation = Organisation("Perfect", AS_OF, (self.standard,), given)
        return assess(organisation, self.knowledge, self.evaluator, self.policy)

    def short_of_best(self) -> Iterator[tuple[str, Value]]:
        """Every answer but the best, question by question. A question whose words only describe has none."""
        for question in self.facts:
            if question.answer is AnswerKind.WORDS and not question.best:
                continue
            for option in self.options[question.id]:
                if option not in (question.best or (self.answers[question.id],)):
                    yield question.id, option

    def accepts(self, fact: str, option: Value) -> bool:
        """Whether a requirement of the standard accepts the answer, beside all others, with a reason."""
        answers = self.answers | {fact: option}
        return any(_accepts(template, fact, answers) for template in self.templates)


def _accepts(template: Template, fact: str, answers: dict[str, Value]) -> bool:
    return any(
        one.because
        and fact in dict(one.answer)
        and all(accepts_as(word, str(answers.get(name))) for name, word in one.answer)
        for one in template.accepts
    )


@pytest.fixture(scope="module", params=FOUR)
def perfect(request: pytest.FixtureRequest, knowledge: KnowledgeBase) -> Perfect:
    return Perfect(request.param, knowledge, knowledge.policy["default"])


def test_of_the_best_answers_nothing_falls_short(perfect: Perfect) -> None:
    judged = perfect.judged(perfect.answers)
    assert (judged.nonconformities, judged.observations, judged.unanswered) == ((), (), ())
    assert {one.status for one in judged.findings} <= {Status.CONFORMS, Status.NOT_APPLICABLE}


def test_one_wrong_answer_is_one_nonconformity_at_most_with_few_observations_and_never_silent(
    perfect: Perfect,
) -> None:
    runs, too_many, silent = 0, {}, []
    for fact, option in perfect.short_of_best():
        judged = perfect.judged(perfect.answers | {fact: option})
        counted = len(judged.nonconformities), len(judged.observations)
        runs += 1
        if counted[0] > 1 or counted[1] > MOST_OBSERVATIONS:
            too_many[fact, option] = counted
        if counted == (0, 0) and not perfect.accepts(fact, option):
            silent.append((fact, option))
    assert (too_many, silent) == ({}, [])
    assert runs >= FEWEST_RUNS

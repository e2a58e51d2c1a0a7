"""Running the cases beside the rules, and finding the rules that none fires or none leaves alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain, product

import msgspec

from ...inference.counted import is_better, outcomes
from ...inference.interface import Evaluator, Inference, Premises, Seen, Verdict
from ...inference.under_policy import with_policy
from ...knowledge.language.phrases import Told
from ...model import Computed, Count, Discipline, Grade, KnowledgeBase, Policy, Rule
from ...organisation.statement import answered_otherwise
from ...problems import Problem
from ...reading.nodes import Problems
from .cases import WORDS, Case, Expectation, template_of
from .coverage import Covered, coverage_of_limits
from .outcome import Outcome, Ran, Step, silently

NO_POLICY = Policy("none", "", ())


class Turnout(msgspec.Struct, frozen=True):
    """What became of an expectation: the verdict on its requirement, the grade once what came before has
    raised it, the rules that fired, and what could still become of it."""

    expected: Expectation
    verdict: Verdict
    grade: Grade
    rules: tuple[Rule, ...]
    could: Grade

    @property
    def behind(self) -> tuple[Rule, ...]:
        """The rules named by `by` that fire and give the grade that the answers come to."""
        by = self.expected.by
        return tuple(
            rule for rule in self.rules if by in (rule.name, rule.step) and rule.grade is self.verdict.base
        )

    @property
    def met(self) -> bool:
        """Whether it is as the case expects."""
        one = self.expected
        as_graded = (self.verdict.applies, self.grade) == (one.applies, one.grade)
        by_rule = not one.by or bool(self.behind)
        return as_graded and by_rule and one.could_become in (None, self.could)


def run_cases(
    cases: list[Case],
    knowledge: KnowledgeBase,
    judge: Callable[[KnowledgeBase], Evaluator],
    problems: Problems,
    step: Step = silently,
) -> Outcome:
    """Runs the cases and says which failed and which rules they leave untested. `judge` gives the evaluator
    of a knowledge base: a policy may want rules with other grades."""
    tested = Tested(set(), set())
    ran = []
    for case, told in all_told(cases, knowledge, judge):
        step(case.says)
        ran.append(Ran(case, tuple(failures_of(case, told, problems))))
        tested.take(told, knowledge)
    both = tested.fired & tested.spared
    untested = [rule for rule in knowledge.rules if rule.shared_id not in both]
    rules = Covered("rules", len(knowledge.rules) - len(untested), len(knowledge.rules))
    return Outcome(
        tuple(ran),
        tuple(_gaps(cases, knowledge, tested, problems)),
        (rules, *coverage_of_limits(cases, knowledge)),
    )


class Tested(msgspec.Struct, frozen=True):
    """The rules that a case fires and says so, and those that one leaves alone."""

    fired: set[str]
    spared: set[str]

    def take(self, told: Iterable[Turnout], knowledge: KnowledgeBase) -> None:
        """Takes in what became of a case."""
        for one in told:
            rules = knowledge.rules_of[template_of(one.expected.requirement, knowledge)]
            self.spared.update(rule.shared_id for rule in rules if rule.id not in one.verdict.fired)
            self.fired.update(rule.shared_id for rule in one.behind)

    def missing(self, rule: Rule) -> Iterator[str]:
        """What is not tested of a rule, in words."""
        if rule.shared_id not in self.fired:
            yield "no case fires it and says so with `by`"
        if rule.shared_id not in self.spared:
            yield "no case leaves it alone"


def failures_of(case: Case, told: Iterable[Turnout], lines: Problems) -> list[Problem]:
    """What a case expects in vain."""
    failures = Problems()
    failures.share_lines(lines)
    for one in told:
        if not one.met:
            message = f"{case.says}: expected {_expected(one.expected)}, got {_said(one)}"
            failures.add(one.expected.at, message, "case-failed")
    return failures.found


def _gaps(cases: Iterable[Case], knowledge: KnowledgeBase, tested: Tested, lines: Problems) -> list[Problem]:
    """The counts and rules that the cases leave untested."""
    gaps = Problems()
    gaps.share_lines(lines)
    for never in _never_counted(cases, knowledge):
        hint = f"a case with records that answer {never.question}"
        gaps.add(never.at, f"{never.id}: no case has records from which it counts", "untested", hint)
    for rule in knowledge.rules:
        for missing in tested.missing(rule):
            gaps.add(rule.at, f"{rule.id}: {missing}", "untested", f"its requirement is {rule.template}")
    return gaps.found


def _never_counted(cases: Iterable[Case], knowledge: KnowledgeBase) -> Iterator[Count]:
    """The counts that no case puts to the test."""
    with_records = [case for case in cases if case.registers]
    known = {
        one.count.id
        for case, discipline in product(with_records, Discipline)
        for one in outcomes(knowledge, case.registers, dict(case.values), discipline, case.as_of)
    }
    yield from (one for one in knowledge.counts if one.id not in known)


def all_told(
    cases: Iterable[Case], knowledge: KnowledgeBase, judge: Callable[[KnowledgeBase], Evaluator]
) -> Iterator[tuple[Case, list[Turnout]]]:
    """What becomes of every expectation of some cases."""
    wanted = cache(lambda policy: with_policy(knowledge, policy))
    evaluator = cache(lambda policy: judge(wanted(policy)))
    for case in cases:
        policy = policy_of(case, knowledge)
        yield case, told(case, wanted(policy), policy, evaluator(policy))


def policy_of(case: Case, knowledge: KnowledgeBase) -> Policy:
    """The policy a case names, or one that does nothing."""
    return knowledge.policy[case.policy] if case.policy else NO_POLICY


def told(case: Case, knowledge: KnowledgeBase, policy: Policy, evaluator: Evaluator) -> list[Turnout]:
    """What becomes of the expectations of a case; `knowledge` is as its policy wants it."""
    inference = evaluator.infer(_question(case, knowledge, policy))
    verdicts = {
        verdict.requirement: verdict
        for verdict in (*inference.verdicts, *_on_notes(case, inference, knowledge))
    }
    return [_told(one, verdicts[one.requirement], inference, knowledge) for one in case.expectations]


def _told(one: Expectation, verdict: Verdict, inference: Inference, knowledge: KnowledgeBase) -> Turnout:
    could = max((knowledge.rule[rule].grade for rule in verdict.open), default=Grade.UNGRADED)
    rules = tuple(knowledge.rule[rule] for rule in verdict.fired)
    return Turnout(one, verdict, _grade(verdict, inference), rules, could)


def _question(case: Case, knowledge: KnowledgeBase, policy: Policy) -> Premises:
    """What a case asks an evaluator: the requirements it expects something of; with a policy, everything in
    their standards."""
    expected = dict.fromkeys(one.requirement for one in case.expectations)
    scope = tuple(one for one in expected if one in knowledge.requirement)
    note = [_note(case, knowledge)] if len(scope) < len(expected) else []
    scope = tuple(dict.fromkeys((*scope, *(one.target for one in note))))
    standards = {knowledge.requirement[one].standard for one in scope}
    if case.policy:
        scope = tuple(one.id for one in knowledge.requirements if one.standard in standards)
    disciplines = {knowledge.standard[standard].discipline for standard in standards}
    values = _values(case, knowledge, disciplines)
    return Premises(
        knowledge=knowledge,
        scope=scope,
        excluded=frozenset(),
        values=values,
        as_of=case.as_of,
        policy=policy,
        notes=tuple(note),
        registers=answered_otherwise(
            case.registers, {one: dict(case.values) for one in disciplines}, knowledge
        ),
        earlier={one.requirement: one for one in case.earlier},
    )


def _values(
    case: Case, knowledge: KnowledgeBase, disciplines: Iterable[Discipline]
) -> dict[str, dict[Discipline, Told]]:
    """The answers of a case by question and discipline, with those that its records give or contradict."""
    known = dict(case.values)
    values: dict[str, dict[Discipline, Told]] = {
        fact: dict.fromkeys(disciplines, value) for fact, value in case.values
    }
    for discipline in disciplines:
        contradicted = 0.0
        for outcome in outcomes(knowledge, case.registers, known, discipline, case.as_of):
            question = knowledge.question[outcome.count.question]
            better = question.id in known and is_better(known[question.id], outcome, question)
            contradicted += better
            if better or question.id not in known:
                values.setdefault(question.id, {})[discipline] = outcome.told
        for question in knowledge.questions:
            if question.computed is Computed.RECORDS_CONTRADICT and question.id not in known:
                values.setdefault(question.id, {})[discipline] = contradicted
    return values


def _note(case: Case, knowledge: KnowledgeBase) -> Seen:
    """The note that a case describes, on any requirement."""
    told = dict(case.values)
    again = [question.id for question in knowledge.questions if question.computed is Computed.NOTE_REPEATS]
    return Seen(knowledge.requirements[0].id, told, any(told.get(fact) == "yes" for fact in again))


def _on_notes(case: Case, inference: Inference, knowledge: KnowledgeBase) -> Iterator[Verdict]:
    """The verdict on the note that a case describes, wherever it landed, for each template that judges
    notes."""
    seen = [note for verdict in inference.verdicts for note in verdict.seen]
    everything = [*chain.from_iterable(note.fired for note in seen)]
    for template in {one.requirement for one in case.expectations if one.requirement in knowledge.on_notes}:
        fired = tuple(rule for rule in everything if knowledge.rule[rule].template == template)
        yield Verdict(
            template, True, max((knowledge.rule[rule].grade for rule in fired), default=Grade.CONFORMS), fired
        )


def _grade(verdict: Verdict, inference: Inference) -> Grade:
    return max(
        [
            verdict.base,
            *(raised.grade for raised in inference.raised if raised.requirement == verdict.requirement),
        ]
    )


def _expected(one: Expectation) -> str:
    word = next(word for word, meaning in WORDS.items() if meaning == (one.applies, one.grade))
    by = f" by {one.by}" if one.by else ""
    return word + by + (f", could become {one.could_become.word}" if one.could_become is not None else "")


def _said(one: Turnout) -> str:
    verdict = one.verdict
    word = next(word for word, meaning in WORDS.items() if meaning == (verdict.applies, one.grade))
    names = [f"{rule.step or rule.name}{_milder(rule, verdict)}" for rule in one.rules]
    by = f" by {', '.join(names)}" if names else ""
    return word + by + (f", could become {one.could.word}" if one.could > one.grade else "")


def _milder(rule: Rule, verdict: Verdict) -> str:
    """What a rule that fires gives, where that is not what decides."""
    return "" if rule.grade is verdict.base else f" ({rule.grade.word})"

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
from ...model import Computed, Count, Discipline, Grade, KnowledgeBase, Policy, Rule, count
from ...organisation.statement import answered_otherwise
from ...problems import Problem
from ...reading.nodes import Problems
from .cases import WORDS, Case, Expectation, template_of

NO_POLICY = Policy("none", "", ())


class Outcome(msgspec.Struct, frozen=True):
    """What running the cases showed: those that failed, and the rules without a case that fires them or one
    that does not."""

    cases: int
    expectations: int
    rules: int
    failures: tuple[Problem, ...]
    uncovered: tuple[Problem, ...]

    def __str__(self) -> str:
        state = (
            "Passed"
            if self.passed
            else (
                f"{count(len(self.failures), 'expectation')} failed, {count(len(self.uncovered), 'gap')} in"
                " coverage"
            )
        )
        return (
            f"{state}: {count(self.cases, 'case')}, {count(self.expectations, 'expectation')},"
            f" {count(self.rules, 'rule')}."
        )

    @property
    def passed(self) -> bool:
        return not self.failures and not self.uncovered


def run_cases(
    cases: list[Case],
    knowledge: KnowledgeBase,
    judge: Callable[[KnowledgeBase], Evaluator],
    problems: Problems,
) -> Outcome:
    """Runs the cases and says which failed and which rules they leave untested. `judge` gives the evaluator
    of a knowledge base: a policy may want rules with other grades."""
    wanted = cache(lambda policy: with_policy(knowledge, policy))
    evaluator = cache(lambda policy: judge(wanted(policy)))
    failures = Problems()
    failures.share_lines(problems)
    fired: set[str] = set()
    spared: set[str] = set()
    for case in cases:
        policy = knowledge.policy[case.policy] if case.policy else NO_POLICY
        inference = evaluator(policy).infer(_question(case, wanted(policy), policy))
        verdicts = {
            verdict.requirement: verdict
            for verdict in (*inference.verdicts, *_on_notes(case, inference, wanted(policy)))
        }
        for one in case.expectations:
            verdict = verdicts[one.requirement]
            _compare(case, one, verdict, _grade(verdict, inference), wanted(policy), failures)
            rules = knowledge.rules_of[template_of(one.requirement, knowledge)]
            spared.update(rule.id for rule in rules if rule.id not in verdict.fired)
            tried = [rule for rule in rules if one.by in (rule.name, rule.step)]
            fired.update(rule.id for rule in tried if rule.id in verdict.fired)
    uncovered = _uncovered(cases, knowledge, fired, spared)
    expectations = sum(len(case.expectations) for case in cases)
    return Outcome(len(cases), expectations, len(knowledge.rules), tuple(failures.found), uncovered)


def _uncovered(
    cases: Iterable[Case], knowledge: KnowledgeBase, fired: set[str], spared: set[str]
) -> tuple[Problem, ...]:
    """The counts and rules that the cases leave untested."""
    uncovered = Problems()
    for never in _never_counted(cases, knowledge):
        hint = f"a case with records that answer {never.question}"
        uncovered.add(never.at, f"{never.id}: no case has records from which it counts", "untested", hint)
    for rule in knowledge.rules:
        for missing in _untested(rule, fired, spared):
            uncovered.add(rule.at, f"{rule.id}: {missing}", "untested", f"its requirement is {rule.template}")
    return tuple(uncovered.found)


def _never_counted(cases: Iterable[Case], knowledge: KnowledgeBase) -> Iterator[Count]:
    """The counts that no case puts to the test."""
    with_records = [case for case in cases if case.registers]
    known = {
        one.count.id
        for case, discipline in product(with_records, Discipline)
        for one in outcomes(knowledge, case.registers, dict(case.values), discipline, case.as_of)
    }
    yield from (one for one in knowledge.counts if one.id not in known)


def _untested(rule: Rule, fired: set[str], spared: set[str]) -> Iterator[str]:
    if rule.id not in fired:
        yield "no case fires it and says so with `by`"
    if rule.id not in spared:
        yield "no case leaves it alone"


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


def _compare(
    case: Case, one: Expectation, verdict: Verdict, grade: Grade, knowledge: KnowledgeBase, failures: Problems
) -> None:
    rules = [knowledge.rule[rule] for rule in verdict.fired]
    could = max((knowledge.rule[rule].grade for rule in verdict.open), default=Grade.UNGRADED)
    behind = [rule for rule in rules if one.by in (rule.name, rule.step)]
    wrong = (verdict.applies, grade) != (one.applies, one.grade) or (one.by and not behind)
    if wrong or (one.could_become is not None and could is not one.could_become):
        got = _said(verdict, grade, rules, could)
        failures.add(one.at, f"{case.says}: expected {_expected(one)}, got {got}", "case-failed")


def _expected(one: Expectation) -> str:
    word = next(word for word, meaning in WORDS.items() if meaning == (one.applies, one.grade))
    by = f" by {one.by}" if one.by else ""
    return word + by + (f", could become {one.could_become.word}" if one.could_become is not None else "")


def _said(verdict: Verdict, grade: Grade, rules: list[Rule], could: Grade) -> str:
    word = next(word for word, meaning in WORDS.items() if meaning == (verdict.applies, grade))
    by = f" by {', '.join(rule.step or rule.name for rule in rules)}" if rules else ""
    return word + by + (f", could become {could.word}" if could > grade else "")

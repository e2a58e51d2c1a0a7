"""The cases that stand beside the rules: run them, and find rules that no case fires or none leaves alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any

import msgspec

from ..inference.interface import Evaluator, Inference, Question, Seen, Verdict
from ..inference.under_policy import with_policy
from ..knowledge.language.phrases import Value, answer
from ..knowledge.requirements import full_name
from ..knowledge.sources import Root, Sources, read_sources
from ..model import Computed, Grade, KnowledgeBase, Policy, Rule, count
from ..organisation.previous import Earlier
from ..organisation.records import RecordReader, Registers, joined
from ..problems import BadInput, Location, Problem, did_you_mean
from ..reading.nodes import Problems
from ..reading.shapes import Entry, NotUnderstood, Placed

NO_POLICY = Policy("none", "", ())
WORDS = {
    "conforms": (True, Grade.CONFORMS),
    "not-assessed": (True, Grade.UNGRADED),
    "not-applicable": (False, Grade.UNGRADED),
    **{
        grade.word: (True, grade)
        for grade in (Grade.MAJOR, Grade.MINOR, Grade.OBSERVATION, Grade.OPPORTUNITY)
    },
}


class Expectation(msgspec.Struct, frozen=True):
    """What a case expects of one requirement: grade, perhaps the rule behind it and what it could still
    become.

    `requirement` is the template itself where that judges notes of what an auditor saw, and stands under no
    clause.
    """

    requirement: str
    applies: bool
    grade: Grade
    by: str
    could_become: Grade | None
    at: Location


class Case(msgspec.Struct, frozen=True):
    """Answers and what is expected of them; `earlier` is what failed at an earlier assessment."""

    says: str
    source: str
    as_of: date
    values: tuple[tuple[str, Value], ...]
    registers: Registers
    expectations: tuple[Expectation, ...]
    policy: str
    at: Location
    earlier: tuple[Earlier, ...] = ()


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


def read_cases(roots: Iterable[Root], knowledge: KnowledgeBase) -> tuple[list[Case], Problems]:
    """All cases of some roots. Raises BadInput with every problem in them."""
    problems = Problems()
    return cases_in(read_sources(roots, problems), problems, knowledge), problems


def cases_in(sources: Sources, problems: Problems, knowledge: KnowledgeBase) -> list[Case]:
    """All cases in some files. Raises BadInput with every problem in them, those included that `problems`
    holds already."""
    standards = {entry["rulebase"]: entry for entry in sources["rulebase"]}
    reader = _CaseReader(knowledge, problems)
    cases = []
    for file in sources["tests"]:
        if "tests" not in file:
            continue
        rulebase = standards.get(file["tests"])
        if rulebase is None:
            hint = did_you_mean(file["tests"], standards)
            problems.add(file.place("tests"), f"there is no rulebase `{file['tests']}`", "unknown-name", hint)
            continue
        cases += [
            case for entry in file.all("cases") if entry.whole and (case := reader.case(entry, rulebase))
        ]
    if problems.found:
        raise BadInput(problems.found)
    return cases


class _CaseReader:
    def __init__(self, knowledge: KnowledgeBase, problems: Problems) -> None:
        self.knowledge = knowledge
        self.problems = problems
        self.placed: dict[str, str] = {}
        for requirement in knowledge.requirements:
            self.placed.setdefault(requirement.template, requirement.id)
        self.placed |= {template: template for template in knowledge.on_notes}

    def case(self, entry: Entry, rulebase: Entry) -> Case | None:
        as_of = entry.get("as_of", date(2026, 1, 1))
        if (policy := entry.get("policy", "")) and policy not in self.knowledge.policy:
            hint = did_you_mean(policy, self.knowledge.policy)
            self.problems.add(entry.place("policy"), f"there is no policy `{policy}`", "unknown-name", hint)
        given = [(name, value) for name, value in entry["facts"] if value is not None]
        records = RecordReader(self.problems, as_of)
        registers = {
            name.value: records.all(self.knowledge.fact[name.value], value)
            for name, value in given
            if self._is_register(name)
        }
        values = [self._value(name, value, as_of) for name, value in given if not self._is_register(name)]
        expectations = [
            self._expectation(name, text, rulebase) for name, text in entry["expect"] if text is not None
        ]
        return Case(
            says=entry["case"],
            source=entry.get("source", ""),
            as_of=as_of,
            values=tuple(value for value in values if value is not None),
            registers=joined(registers, self.knowledge.fact),
            expectations=tuple(one for one in expectations if one is not None),
            policy=policy,
            at=entry.place("case"),
            earlier=tuple(
                one
                for name, text in entry.get("earlier", ())
                if text and (one := self._earlier(name, text, rulebase, as_of))
            ),
        )

    def _earlier(self, name: Placed[str], text: Placed[str], rulebase: Entry, as_of: date) -> Earlier | None:
        one = self._expectation(name, text, rulebase)
        if one is not None and not one.grade.fails:
            hint = "minor or major, with by <rule> where it matters which"
            self.problems.add(
                text.at, f"`{text.value}` is no nonconformity, so it cannot come back", "wrong-type", hint
            )
        if one is None or not one.grade.fails:
            return None
        rules = self.knowledge.rules_of[_template(one.requirement, self.knowledge)]
        return Earlier(
            one.requirement,
            one.grade,
            as_of,
            tuple(rule.id for rule in rules if one.by in (rule.name, rule.step)),
        )

    def _is_register(self, name: Placed[str]) -> bool:
        return name.value in self.knowledge.fact and bool(self.knowledge.fact[name.value].record)

    def _value(self, name: Placed[str], text: Placed[Any], as_of: date) -> tuple[str, Value] | None:
        fact = self.knowledge.fact.get(name.value)
        if fact is None:
            self.problems.add(
                name.at,
                f"there is no fact `{name.value}`",
                "unknown-fact",
                did_you_mean(name.value, self.knowledge.fact),
            )
            return None
        if isinstance(text.value, list):
            hint = f"it is answered with `{fact.answer_words}`"
            self.problems.add(
                text.at,
                f"{fact.id} is no register: it has one answer, not a list of records",
                "wrong-answer",
                hint,
            )
            return None
        try:
            return fact.id, answer(text.value, fact, as_of)
        except NotUnderstood as fault:
            self.problems.add(text.at, fault.message, "wrong-answer", fault.hint)
            return None

    def _expectation(self, name: Placed[str], text: Placed[str], rulebase: Entry) -> Expectation | None:
        template = full_name(rulebase, name.value)
        requirement = self.placed.get(template) or self._placed_by_id(template)
        if requirement is None:
            known = [one.rpartition(":")[2].partition("/")[2] if ":" in one else one for one in self.placed]
            self.problems.add(
                name.at,
                f"there is no requirement `{name.value}`",
                "unknown-name",
                did_you_mean(name.value, known),
            )
            return None
        main, _, could = text.value.partition(", could become ")
        word, _, by = main.partition(" by ")
        if word not in WORDS or (could and could not in WORDS):
            hint = (
                "for example: conforms, not-assessed, minor, major by absent, minor by incomplete, could"
                " become major"
            )
            self.problems.add(
                text.at,
                f"`{text.value}` is not an expectation",
                "wrong-type",
                did_you_mean(word, WORDS) or hint,
            )
            return None
        rules = self.knowledge.rules_of[_template(requirement, self.knowledge)]
        if by and not any(by in (rule.name, rule.step) for rule in rules):
            names = [rule.step or rule.name for rule in rules]
            self.problems.add(
                text.at,
                f"no rule `{by}` judges {name.value}",
                "unknown-name",
                f"its rules are {', '.join(names)}",
            )
            return None
        applies, grade = WORDS[word]
        return Expectation(requirement, applies, grade, by, WORDS[could][1] if could else None, name.at)

    def _placed_by_id(self, template: str) -> str | None:
        return template if template in self.knowledge.requirement else None


def _template(requirement: str, knowledge: KnowledgeBase) -> str:
    return requirement if requirement in knowledge.template else knowledge.requirement[requirement].template


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
            _compare(
                case,
                one,
                verdicts[one.requirement],
                _grade(verdicts[one.requirement], inference),
                wanted(policy),
                failures,
            )
            rules = knowledge.rules_of[_template(one.requirement, knowledge)]
            spared.update(rule.id for rule in rules if rule.id not in verdicts[one.requirement].fired)
            fired.update(
                rule.id
                for rule in rules
                if one.by in (rule.name, rule.step) and rule.id in verdicts[one.requirement].fired
            )
    uncovered = Problems()
    for rule in knowledge.rules:
        for missing in _untested(rule, fired, spared):
            uncovered.add(rule.at, f"{rule.id}: {missing}", "untested", f"its requirement is {rule.template}")
    expectations = sum(len(case.expectations) for case in cases)
    return Outcome(
        len(cases), expectations, len(knowledge.rules), tuple(failures.found), tuple(uncovered.found)
    )


def _untested(rule: Rule, fired: set[str], spared: set[str]) -> Iterator[str]:
    if rule.id not in fired:
        yield "no case fires it and says so with `by`"
    if rule.id not in spared:
        yield "no case leaves it alone"


def _question(case: Case, knowledge: KnowledgeBase, policy: Policy) -> Question:
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
    return Question(
        knowledge=knowledge,
        scope=scope,
        excluded=frozenset(),
        values={fact: dict.fromkeys(disciplines, value) for fact, value in case.values},
        as_of=case.as_of,
        policy=policy,
        notes=tuple(note),
        registers=case.registers,
        earlier={one.requirement: one for one in case.earlier},
    )


def _note(case: Case, knowledge: KnowledgeBase) -> Seen:
    """The note that a case describes, on any requirement."""
    told = dict(case.values)
    again = [fact.id for fact in knowledge.facts if fact.computed is Computed.NOTE_REPEATS]
    return Seen(knowledge.requirements[0].id, told, any(told.get(fact) == "yes" for fact in again))


def _on_notes(case: Case, inference: Inference, knowledge: KnowledgeBase) -> Iterator[Verdict]:
    """The verdict on the note that a case describes, wherever it landed, for each template that judges
    notes."""
    seen = [note for verdict in inference.verdicts for note in verdict.seen]
    for template in {one.requirement for one in case.expectations if one.requirement in knowledge.on_notes}:
        fired = tuple(
            rule for note in seen for rule in note.fired if knowledge.rule[rule].template == template
        )
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

"""The cases that stand beside the rules, as they are written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from ...knowledge.language.phrases import Value, answer
from ...knowledge.requirements import full_name
from ...knowledge.sources import Root, Sources, read_sources
from ...model import Grade, KnowledgeBase
from ...organisation.previous import Earlier
from ...organisation.records import Registers, joined
from ...organisation.registers.reader import RecordReader
from ...problems import BadInput, Location, did_you_mean
from ...reading.nodes import Problems
from ...reading.shapes import Entry, NotUnderstood, Placed

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

    @property
    def described(self) -> str:
        """All by which it may be looked for, in lower case: its sentence, its file, what it expects."""
        expected = (word for one in self.expectations for word in (one.requirement, one.by))
        return " ".join((self.says, self.source, self.at.file, *expected)).lower()


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
        for requirement in knowledge.requirements:
            self.placed.setdefault(requirement.kin, requirement.id)
        self.placed |= {template: template for template in knowledge.on_notes}

    def case(self, entry: Entry, rulebase: Entry) -> Case | None:
        as_of = entry.get("as_of", date(2026, 1, 1))
        if (policy := entry.get("policy", "")) and policy not in self.knowledge.policy:
            hint = did_you_mean(policy, self.knowledge.policy)
            self.problems.add(entry.place("policy"), f"there is no policy `{policy}`", "unknown-name", hint)
        if not entry["expect"]:
            hint = "for example: expect: {9.2.1/conducted: major by audits-lapsed}"
            message = "this case expects nothing, so it can never fail"
            self.problems.add(entry.place("expect"), message, "asserts-nothing", hint)
        given = [(name, value) for name, value in entry["facts"] if value is not None]
        records = RecordReader(self.problems, as_of)
        registers = {
            name.value: records.all(self.knowledge.question[name.value], value)
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
            registers=joined(registers, self.knowledge.question),
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
        rules = self.knowledge.rules_of[template_of(one.requirement, self.knowledge)]
        return Earlier(
            one.requirement,
            one.grade,
            as_of,
            tuple(rule.id for rule in rules if one.by in (rule.name, rule.step)),
        )

    def _is_register(self, name: Placed[str]) -> bool:
        return name.value in self.knowledge.question and bool(self.knowledge.question[name.value].record)

    def _value(self, name: Placed[str], text: Placed[Any], as_of: date) -> tuple[str, Value] | None:
        question = self.knowledge.question.get(name.value)
        if question is None:
            self.problems.add(
                name.at,
                f"there is no fact `{name.value}`",
                "unknown-fact",
                did_you_mean(name.value, self.knowledge.question),
            )
            return None
        if isinstance(text.value, list):
            hint = f"it is answered with `{question.answer_words}`"
            self.problems.add(
                text.at,
                f"{question.id} is no register: it has one answer, not a list of records",
                "wrong-answer",
                hint,
            )
            return None
        try:
            return question.id, answer(text.value, question, as_of)
        except NotUnderstood as fault:
            self.problems.add(text.at, fault.message, "wrong-answer", fault.hint)
            return None

    def _expectation(self, name: Placed[str], text: Placed[str], rulebase: Entry) -> Expectation | None:
        template = full_name(rulebase, name.value)
        own = self._placed_by_id(name.value)
        requirement = own or self.placed.get(template) or self._placed_by_id(template)
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
        rules = self.knowledge.rules_of[template_of(requirement, self.knowledge)]
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


def template_of(requirement: str, knowledge: KnowledgeBase) -> str:
    known = knowledge.requirement.get(requirement)
    return known.template if known else requirement

"""The whole chain behind one finding: what it is recorded in, answers, rules, grade, what it stands on,
what stands on it, and what would clear it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from ...inference.meaning.conditions import Truth, truth
from ...inference.meaning.kleene import all_of, any_of
from ...knowledge.language.phrases import Told
from ...model import (
    Condition,
    Discipline,
    Grade,
    GradeChoice,
    KnowledgeBase,
    Link,
    Question,
    Rule,
    Status,
    lineage,
)
from ...organisation.organisation import Organisation
from ..assessment import Assessment, put_question
from ..dependencies import DependencyFailure, RootCause
from ..findings import Finding, Reason
from ..marks import marks_of, standing
from ..nonconformities.nonconformity import Nonconformity
from .clearing import Clearing, Clearings


class ConditionRead(msgspec.Struct, frozen=True):
    """A condition of a rule, what was answered (empty: nothing), and whether it holds. `noted`: a note
    tells it."""

    fact: str
    condition: str
    answer: str
    holds: Truth
    noted: bool = False


class RuleRead(msgspec.Struct, frozen=True):
    """A rule that fired, or one that an open question could still make fire, with the conditions that
    decide it and what the policy chose as its grade."""

    rule: Rule
    conditions: tuple[ConditionRead, ...]
    choice: GradeChoice | None = None


class LinkRead(msgspec.Struct, frozen=True):
    """A link to or from the requirement: the other end, how that stands, and how the link fails, if it
    does."""

    link: Link
    other: str
    mark: str
    failure: DependencyFailure | None


class Explanation(msgspec.Struct, frozen=True):
    """Everything behind one finding.

    `fired` are the rules that fired, worst first; `could_fire` those that an open question could still
    make fire, for the worse. `roots` are the root causes upstream. `clearings` change answers of this
    requirement alone, `together` also mends the roots. `nonconformity` is what it is recorded in (an
    observation, too), `carried_by` what it only follows from; each None if there is none.
    """

    finding: Finding
    as_of: str
    standards: tuple[str, ...]
    fired: tuple[RuleRead, ...]
    could_fire: tuple[RuleRead, ...]
    rules: int
    open_questions: tuple[Question, ...]
    foundations: tuple[LinkRead, ...]
    dependents: tuple[LinkRead, ...]
    root_cause: RootCause | None
    roots: tuple[str, ...]
    clearings: tuple[Clearing, ...]
    together: Clearing | None
    nonconformity: Nonconformity | None = None
    carried_by: Nonconformity | None = None


def explain(
    assessment: Assessment, knowledge: KnowledgeBase, organisation: Organisation, requirement: str
) -> Explanation:
    """The chain behind the finding on a requirement, see `Explainer`."""
    return Explainer(assessment, knowledge, organisation).explain(requirement)


class Explainer:
    """Explains findings of one assessment, as many as are asked for.

    `assessment` has to be the one of `organisation` by `knowledge`; what would clear a finding is judged
    anew with its policy.
    """

    def __init__(self, assessment: Assessment, knowledge: KnowledgeBase, organisation: Organisation) -> None:
        policy = knowledge.policy[assessment.policy]
        self.assessment = assessment
        self.knowledge = knowledge
        self.values = put_question(organisation, knowledge, assessment.standards, policy).values
        self.clearings = Clearings(organisation, knowledge, policy)
        self.links = _Links(assessment, knowledge)
        self.recorded = {known.id: known for known in (*assessment.nonconformities, *assessment.observations)}

    def explain(self, requirement: str) -> Explanation:
        """The chain behind the finding on a requirement. KeyError if it is out of scope."""
        finding = self.assessment.finding[requirement]
        causes = self.assessment.root_causes
        rules = _Rules(self.assessment, self.knowledge, self.values, finding)
        roots = tuple(cause.requirement for cause in causes if requirement in cause.undermines)
        ways = self.clearings.of(requirement) if _wants_clearing(finding) else ()
        clear = any(way.grade is Grade.CONFORMS for way in ways)
        needs_more = bool(roots) and _wants_clearing(finding) and not clear
        return Explanation(
            finding=finding,
            as_of=self.assessment.as_of.isoformat(),
            standards=self.assessment.standards,
            fired=rules.fired(),
            could_fire=rules.could_fire(),
            rules=len(rules.all),
            open_questions=tuple(self.knowledge.question[fact] for fact in finding.ask),
            foundations=self.links.at(requirement, into=True),
            dependents=self.links.at(requirement, into=False),
            root_cause=next((cause for cause in causes if cause.requirement == requirement), None),
            roots=roots,
            clearings=ways,
            together=self.clearings.with_foundations(requirement, roots) if needs_more else None,
            nonconformity=self.recorded.get(finding.nonconformity),
            carried_by=self.recorded.get(finding.carried_by),
        )


def _wants_clearing(finding: Finding) -> bool:
    return finding.status in (Status.GAP, Status.NOT_ASSESSED)


Values = Mapping[str, Told]
"""Answers by fact, as one discipline gave them or as one note tells them."""


class _Rules:
    """The rules of one requirement beside the answers they read."""

    def __init__(
        self,
        assessment: Assessment,
        knowledge: KnowledgeBase,
        values: dict[str, dict[Discipline, Told]],
        finding: Finding,
    ) -> None:
        self.finding = finding
        self.knowledge = knowledge
        self.as_of = assessment.as_of
        requirement = knowledge.requirement[finding.requirement]
        self.policy = knowledge.policy[assessment.policy]
        self.all = knowledge.rules_of[requirement.template]
        self.discipline = knowledge.standard[requirement.standard].discipline
        self.values: Values = {
            fact: by[self.discipline] for fact, by in values.items() if self.discipline in by
        }
        self.written = {answer.fact: answer.text for answer in finding.answers}

    def fired(self) -> tuple[RuleRead, ...]:
        return tuple(self._fired(reason) for reason in self.finding.reasons)

    def _fired(self, reason: Reason) -> RuleRead:
        told = reason.note.values(self.knowledge) if reason.note else None
        return self._read(self.knowledge.rule[reason.rule], Truth.TRUE, self.values if told is None else told)

    def could_fire(self) -> tuple[RuleRead, ...]:
        if self.finding.status is Status.NOT_APPLICABLE:
            return ()
        rules = [
            rule
            for rule in self.all
            if rule.grade > self.finding.grade and self._truth(rule) is Truth.UNKNOWN
        ]
        return tuple(
            self._read(rule, Truth.UNKNOWN, self.values)
            for rule in sorted(rules, key=lambda rule: (-rule.grade, rule.id))
        )

    def _truth(self, rule: Rule) -> Truth:
        return any_of(self._group(group, self.values) for group in rule.when)

    def _group(self, group: Iterable[Condition], values: Values) -> Truth:
        return all_of(truth(one, values.get(one.fact), self.as_of) for one in group)

    def _read(self, rule: Rule, wanted: Truth, values: Values) -> RuleRead:
        """The rule with the first of its alternatives that is as wanted."""
        group = next((group for group in rule.when if self._group(group, values) is wanted), ())
        return RuleRead(
            rule, tuple(self._condition(one, values) for one in group), self.policy.choice_on(rule.id)
        )

    def _condition(self, one: Condition, values: Values) -> ConditionRead:
        value = values.get(one.fact)
        answer = (
            ""
            if value is None
            else self.written.get(one.fact, f"{value:g}" if isinstance(value, float) else str(value))
        )
        noted = (computed := self.knowledge.question[one.fact].computed) is not None and computed.of_a_note
        return ConditionRead(one.fact, str(one), answer, truth(one, value, self.as_of), noted)


class _Links:
    """The links that end at each place, and how everything stands."""

    def __init__(self, assessment: Assessment, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self.marks = marks_of(assessment)
        self.failure = {failure.link: failure for failure in assessment.dependency_failures}
        self.into: dict[str, list[Link]] = {}
        self.out_of: dict[str, list[Link]] = {}
        for link in knowledge.links:
            self.into.setdefault(link.target, []).append(link)
            self.out_of.setdefault(link.source, []).append(link)

    def at(self, requirement: str, *, into: bool) -> tuple[LinkRead, ...]:
        """The links that lead to a requirement or to a clause above it, or away from them; those that fail
        first."""
        one = self.knowledge.requirement[requirement]
        ends = [requirement, *(f"{one.standard}/{number}" for number in lineage(one.clause))]
        links = [link for end in ends for link in (self.into if into else self.out_of).get(end, ())]
        found = [self._read(link, link.source if into else link.target) for link in links]
        return tuple(
            sorted(
                found, key=lambda read: (read.failure is None, not read.link.carries_failure, read.link.id)
            )
        )

    def _read(self, link: Link, other: str) -> LinkRead:
        return LinkRead(link, other, standing(other, self.marks, self.knowledge), self.failure.get(link.id))

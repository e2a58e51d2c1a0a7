"""One assessment, from an organisation to findings, dependency failures and root causes: the whole run on one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import msgspec

from .analysis.dependencies import Dependencies, DependencyFailure, RootCause
from .inference.interface import Evaluator, Inference, Question, Raised, Verdict
from .model import Change, Grade, KnowledgeBase, Policy, Rule, Status, clause_order
from .organisation import Answer, Exclusion, Organisation
from .problems import Location


class Reason(msgspec.Struct, frozen=True):
    """A rule that fired on a requirement."""

    rule: str
    grade: Grade
    because: str
    fix: str
    at: Location


class Raise(msgspec.Struct, frozen=True):
    """A grade raised by the policy. `because_of` is the clause counted or the link that fails."""

    rule: str
    before: Grade
    after: Grade
    because: str
    because_of: str
    at: Location


class Finding(msgspec.Struct, frozen=True):
    """The judgement on one requirement of one organisation.

    `reasons` are the rules that fired, worst first. `could_become` is the worst grade an open question could still lead to, if worse
    than `grade`; `ask` are the facts to ask for it. `exclusion` says why the requirement is not applicable.
    """

    requirement: str
    standard: str
    clause: str
    status: Status
    grade: Grade
    could_become: Grade
    because: str
    fix: str
    reasons: tuple[Reason, ...] = ()
    escalations: tuple[Raise, ...] = ()
    answers: tuple[Answer, ...] = ()
    ask: tuple[str, ...] = ()

    @property
    def decided_by(self) -> Reason | Raise | None:
        """The rule behind the grade: the worst that fired, or the escalation where none fired."""
        return self.reasons[0] if self.reasons else self.escalations[0] if self.escalations else None


class Unanswered(msgspec.Struct, frozen=True):
    """A question nobody answered that still decides something, and the worst it could lead to."""

    fact: str
    requirements: tuple[str, ...]
    could_become: Grade


class Summary(msgspec.Struct, frozen=True):
    """The counts a manager asks for first. `raised_together` counts the nonconformities that only their number on one clause made worse."""

    requirements: int
    grades: dict[Grade, int]
    not_assessed: int
    not_applicable: int
    verdict: str

    @property
    def assessed(self) -> int:
        """How many applicable requirements have a grade."""
        return sum(self.grades.values())


class Assessment(msgspec.Struct, frozen=True):
    """Everything said about one organisation: plain frozen data."""

    organisation: str
    about: str
    as_of: date
    engine: str
    standards: tuple[str, ...]
    policy: str
    summary: Summary
    findings: tuple[Finding, ...]
    dependency_failures: tuple[DependencyFailure, ...]
    root_causes: tuple[RootCause, ...]
    unanswered: tuple[Unanswered, ...]
    changes: tuple[Change, ...] = ()

    def finding(self, requirement: str) -> Finding:
        """The finding on a requirement; KeyError if it is out of scope."""
        for one in self.findings:
            if one.requirement == requirement:
                return one
        raise KeyError(requirement)

    def judgements(self) -> dict[str, dict[str, str]]:
        """Status and grade by requirement, as words; the grade is empty where there is none."""
        return {
            one.requirement: {"status": one.status.value, "grade": "" if one.grade is Grade.UNGRADED else one.grade.word} for one in self.findings
        }


def assess(organisation: Organisation, knowledge: KnowledgeBase, evaluator: Evaluator, policy: Policy) -> Assessment:
    """Judges an organisation against the standards it names (all that are known if it names none)."""
    standards = organisation.standards or tuple(sorted(knowledge.standard))
    question = put_question(organisation, knowledge, standards, policy)
    inference = evaluator.infer(question)
    findings = _Findings(organisation, knowledge, inference, policy).all()
    dependencies = Dependencies(knowledge, _grades_before_dependencies(inference, knowledge), inference)
    return Assessment(
        organisation=organisation.name,
        about=organisation.about,
        as_of=organisation.as_of,
        engine=evaluator.name,
        standards=standards,
        policy=policy.id,
        summary=_summary(findings),
        findings=findings,
        dependency_failures=dependencies.all_failures(),
        root_causes=dependencies.root_causes(),
        unanswered=_unanswered(findings, knowledge),
        changes=knowledge.changes,
    )


def put_question(organisation: Organisation, knowledge: KnowledgeBase, standards: Iterable[str], policy: Policy) -> Question:
    """What an evaluator is asked: every requirement of the standards, in the order of the clauses."""
    wanted = {standard: position for position, standard in enumerate(standards)}
    scope = [one for one in knowledge.requirements if one.standard in wanted]
    scope.sort(key=lambda one: (wanted[one.standard], clause_order(one.clause), one.id))
    return Question(
        knowledge=knowledge,
        scope=tuple(one.id for one in scope),
        excluded=frozenset(organisation.excluded(knowledge)),
        values=organisation.values(wanted, knowledge),
        as_of=organisation.as_of,
        policy=policy,
    )


def _grades_before_dependencies(inference: Inference, knowledge: KnowledgeBase) -> dict[str, Grade]:
    """The grades on which dependencies were judged: what the rules gave, raised by counting but not by dependency failures."""
    grades = {verdict.requirement: verdict.base for verdict in inference.verdicts}
    for raised in inference.raised:
        if raised.because_of in knowledge.clause:
            grades[raised.requirement] = max(grades[raised.requirement], raised.grade)
    return grades


class _Findings:
    """Turns verdicts into findings."""

    def __init__(self, organisation: Organisation, knowledge: KnowledgeBase, inference: Inference, policy: Policy) -> None:
        self.knowledge = knowledge
        self.inference = inference
        self.excluded: dict[str, Exclusion] = organisation.excluded(knowledge)
        self.escalation = {one.id: one for one in policy.escalations}
        self.answers: dict[str, list[Answer]] = {}
        for answer in organisation.answers:
            self.answers.setdefault(answer.fact, []).append(answer)
        self.raised: dict[str, list[Raised]] = {}
        for one in inference.raised:
            self.raised.setdefault(one.requirement, []).append(one)

    def all(self) -> tuple[Finding, ...]:
        return tuple(self._finding(verdict) for verdict in self.inference.verdicts)

    def _finding(self, verdict: Verdict) -> Finding:
        requirement = self.knowledge.requirement[verdict.requirement]
        reasons = self._reasons(verdict)
        escalations = self._escalations(verdict)
        grade = max([verdict.base, *(one.after for one in escalations)])
        open_rules = [self.knowledge.rule[rule] for rule in verdict.open]
        worst = max([rule.grade for rule in open_rules], default=Grade.UNGRADED)
        could_become = worst if worst > grade else Grade.UNGRADED
        because, fix = self._words(verdict, reasons, escalations)
        return Finding(
            requirement=requirement.id,
            standard=requirement.standard,
            clause=requirement.clause,
            status=_status(verdict, grade),
            grade=grade,
            could_become=could_become,
            because=because,
            fix=fix,
            reasons=reasons,
            escalations=escalations,
            answers=self._answers(verdict),
            ask=self._ask([rule for rule in open_rules if rule.grade > grade], verdict.requirement),
        )

    def _reasons(self, verdict: Verdict) -> tuple[Reason, ...]:
        rules = sorted((self.knowledge.rule[rule] for rule in verdict.fired), key=lambda rule: (-rule.grade, rule.id))
        return tuple(Reason(rule.id, rule.grade, rule.because, rule.fix, rule.at) for rule in rules)

    def _escalations(self, verdict: Verdict) -> tuple[Raise, ...]:
        raised = sorted(self.raised.get(verdict.requirement, ()), key=lambda one: (-one.grade, one.escalation, one.because_of))
        escalations = [(one, self.escalation[one.escalation]) for one in raised]
        return tuple(
            Raise(escalation.id, verdict.base, one.grade, escalation.because, one.because_of, escalation.at) for one, escalation in escalations
        )

    def _words(self, verdict: Verdict, reasons: tuple[Reason, ...], escalations: tuple[Raise, ...]) -> tuple[str, str]:
        """Because and fix, in the words of the worst rule or, without one, of what happened."""
        if not verdict.applies:
            exclusion = self.excluded.get(verdict.requirement)
            template = self.knowledge.template[self.knowledge.requirement[verdict.requirement].template]
            return (exclusion.because if exclusion else template.otherwise), ""
        if reasons:
            return reasons[0].because, reasons[0].fix
        if escalations:
            link = self.knowledge.link.get(escalations[0].because_of)
            foundation = f" It stands on {link.source}: {link.because}" if link else ""
            return escalations[0].because + foundation, f"Mend {link.source} first." if link else ""
        if verdict.open:
            return "Not all questions that decide it are answered.", ""
        return "No answer gives cause for a finding.", ""

    def _answers(self, verdict: Verdict) -> tuple[Answer, ...]:
        requirement = self.knowledge.requirement[verdict.requirement]
        discipline = self.knowledge.standard[requirement.standard].discipline
        read = [answer for fact in self.knowledge.reads_of[requirement.template] for answer in self.answers.get(fact, ())]
        return tuple(answer for answer in read if answer.discipline in (None, discipline))

    def _ask(self, rules: list[Rule], requirement: str) -> tuple[str, ...]:
        """The unanswered facts that decide whether these rules fire."""
        discipline = self.knowledge.standard[self.knowledge.requirement[requirement].standard].discipline
        facts = dict.fromkeys(fact for rule in rules for fact in rule.reads)
        return tuple(
            fact
            for fact in facts
            if not self.knowledge.fact[fact].computed
            and not any(answer.discipline in (None, discipline) for answer in self.answers.get(fact, ()))
        )


def _status(verdict: Verdict, grade: Grade) -> Status:
    if not verdict.applies:
        return Status.NOT_APPLICABLE
    if grade is Grade.UNGRADED:
        return Status.NOT_ASSESSED
    return Status.CONFORMS if grade is Grade.CONFORMS else Status.GAP


def _unanswered(findings: tuple[Finding, ...], knowledge: KnowledgeBase) -> tuple[Unanswered, ...]:
    """The open questions, those that could lead to the worst and decide most first."""
    waiting: dict[str, list[Finding]] = {}
    for finding in findings:
        for fact in finding.ask:
            waiting.setdefault(fact, []).append(finding)
    found = [
        Unanswered(fact, tuple(one.requirement for one in waits), max(one.could_become for one in waits)) for fact, waits in waiting.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.could_become, -len(one.requirements), one.fact)))


def _summary(findings: tuple[Finding, ...]) -> Summary:
    statuses = Counter(finding.status for finding in findings)
    counted = Counter(finding.grade for finding in findings)
    grades = {grade: counted[grade] for grade in sorted(Grade, reverse=True) if grade is not Grade.UNGRADED}
    open_questions = statuses[Status.NOT_ASSESSED]
    return Summary(
        requirements=len(findings),
        grades=grades,
        not_assessed=open_questions,
        not_applicable=statuses[Status.NOT_APPLICABLE],
        verdict=_verdict(grades, open_questions, len(findings) - statuses[Status.NOT_APPLICABLE]),
    )


def _verdict(grades: dict[Grade, int], not_assessed: int, applicable: int) -> str:
    """The state of the system in a line, as a certification body would decide (ISO/IEC 17021-1:2015, 9.5.2 and 9.5.3)."""
    major, minor = grades[Grade.MAJOR], grades[Grade.MINOR]
    rest = f"; {not_assessed} of {applicable} requirements are not assessed" if not_assessed else ""
    if major:
        also = f" and {minor} minor" if minor else ""
        return f"Not certifiable as it stands: {major} major{also} nonconformities{rest}."
    if 2 * not_assessed > applicable:
        found = f"{minor} minor nonconformities so far" if minor else "no nonconformity so far"
        return f"Too little is known for a verdict: {found}{rest}."
    if minor:
        return f"Certifiable once the {minor} minor nonconformities have accepted plans{rest}."
    if not_assessed:
        return f"No nonconformity so far{rest}."
    return "No nonconformity: every applicable requirement is met."

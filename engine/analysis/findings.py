"""What is said of each requirement: its grade, the rules behind it, the answers they read, and what is
still open."""

from __future__ import annotations

from itertools import chain

import msgspec

from ..inference.interface import Inference, Matched, Raised, Verdict
from ..inference.meaning.conditions import holds
from ..model import (
    Computed,
    Condition,
    Discipline,
    FailureKind,
    Grade,
    GradeChoice,
    KnowledgeBase,
    Policy,
    Requirement,
    Rule,
    Status,
)
from ..organisation.organisation import Answer, Exclusion, Note, Organisation
from ..organisation.previous import Earlier
from ..organisation.records import RegisterRecord
from ..problems import Location
from .dependencies import DependencyFailure

NO_CAUSE = "No answer gives cause for a finding."


class Reason(msgspec.Struct, frozen=True, gc=False):
    """A rule that fired on a requirement, or on a note of what an auditor saw there. `choice` is what the
    policy decided on its grade, `questions` are those whose answers made it fire, `risk` says what may go
    wrong."""

    rule: str
    grade: Grade
    because: str
    fix: str
    at: Location
    note: Note | None = None
    choice: GradeChoice | None = None
    questions: tuple[str, ...] = ()
    risk: str = ""


class Observed(msgspec.Struct, frozen=True, gc=False):
    """A note of what an auditor saw, its grade, and the rules that fired on it (none: it speaks for the
    requirement)."""

    note: Note
    grade: Grade
    rules: tuple[str, ...]


class RecordsFound(msgspec.Struct, frozen=True, gc=False):
    """The records that a rule over a register meets, in the order of the file, of `among` that it looks
    at."""

    rule: str
    register: str
    records: tuple[RegisterRecord, ...]
    among: int


class Raise(msgspec.Struct, frozen=True, gc=False):
    """A grade raised by the policy. `because_of` is the link that fails, or the requirement itself if it
    came back; then `earlier` is how it failed before, None if only a note says so."""

    rule: str
    before: Grade
    after: Grade
    because: str
    because_of: str
    at: Location
    earlier: Earlier | None = None


class Finding(msgspec.Struct, frozen=True, gc=False):
    """The judgement on one requirement of one organisation. `because` says why; where it does not apply, why
    not.

    `reasons` are the rules that fired, worst first; `observed` are the notes that land on it, in the order
    of the file, `records` those that rules over registers meet. `could_become` is the worst grade an open
    question could still lead to, if worse than `grade`, `at_least` the mildest that they leave open; `ask`
    are the facts to ask for it. `earlier` is how it failed at an earlier assessment, if it did. `risk` is
    what may follow. `shown` tells conformity by evidence from a claim. `nonconformity` is the number of
    what it is recorded in, `carried_by` of the one that it only follows from.
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
    observed: tuple[Observed, ...] = ()
    records: tuple[RecordsFound, ...] = ()
    earlier: Earlier | None = None
    risk: str = ""
    at_least: Grade = Grade.UNGRADED
    shown: bool = False
    nonconformity: str = ""
    carried_by: str = ""

    @property
    def decided_by(self) -> Reason | Raise | None:
        """The rule behind the grade: the worst that fired, or the escalation if that gave a worse grade."""
        raised = self.escalations[0] if self.escalations else None
        if raised and not (self.reasons and self.reasons[0].grade >= raised.after):
            return raised
        return self.reasons[0] if self.reasons else None


def findings_of(
    organisation: Organisation,
    knowledge: KnowledgeBase,
    inference: Inference,
    policy: Policy,
    failures: tuple[DependencyFailure, ...],
) -> tuple[Finding, ...]:
    """One finding for every requirement in scope, in the order of the verdicts."""
    return _Findings(organisation, knowledge, inference, policy, failures).all()


class _Findings:
    """Turns verdicts into findings."""

    def __init__(
        self,
        organisation: Organisation,
        knowledge: KnowledgeBase,
        inference: Inference,
        policy: Policy,
        failures: tuple[DependencyFailure, ...],
    ) -> None:
        self.failure = {one.link: one for one in failures}
        self.notes = organisation.notes
        self.as_of = organisation.as_of
        self.registers = organisation.registers
        before = organisation.previous
        self.earlier = before.failed if before else {}
        self.left_open = before.left_open(organisation.as_of, policy.next_audit_months) if before else {}
        self.policy = policy
        self.knowledge = knowledge
        self.inference = inference
        self.excluded: dict[str, Exclusion] = organisation.excluded(knowledge)
        self.escalation = {one.id: one for one in policy.escalations}
        common = {answer.fact: answer for answer in organisation.answers if not answer.discipline}
        self.answers: dict[Discipline, dict[str, Answer]] = {
            discipline: dict(common) for discipline in Discipline
        }
        for answer in organisation.answers:
            if answer.discipline:
                self.answers[answer.discipline][answer.fact] = answer
        self._contradicted_count = {
            one.id for one in knowledge.questions if one.computed is Computed.RECORDS_CONTRADICT
        }
        self.raised: dict[str, list[Raised]] = {}
        for one in inference.raised:
            self.raised.setdefault(one.requirement, []).append(one)

    def all(self) -> tuple[Finding, ...]:
        return tuple(self._finding(verdict) for verdict in self.inference.verdicts)

    def _finding(self, verdict: Verdict) -> Finding:
        requirement = self.knowledge.requirement[verdict.requirement]
        discipline = self.knowledge.standard[requirement.standard].discipline
        observed = tuple(Observed(self.notes[one.note], one.base, one.fired) for one in verdict.seen)
        verdict = self._of_its_own(verdict)
        reasons = self._reasons(verdict) if verdict.fired or verdict.seen or verdict.certain else ()
        escalations = self._escalations(verdict) if verdict.requirement in self.raised else ()
        if verdict.base is Grade.CONFORMS and not escalations:
            return self._conforming(requirement, discipline, observed)
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
            answers=self._answers(requirement, discipline),
            ask=self._ask([rule for rule in open_rules if rule.grade > grade], discipline),
            observed=observed,
            records=self._recorded(verdict, reasons),
            earlier=self.earlier.get(requirement.id),
            risk=next((reason.risk for reason in reasons if reason.risk), ""),
            at_least=verdict.at_least if verdict.applies else Grade.UNGRADED,
        )

    def _of_its_own(self, verdict: Verdict) -> Verdict:
        """The verdict without the notes on whole clauses that landed on it: these are findings on their
        clauses (`clauses`)."""
        seen = tuple(one for one in verdict.seen if not self.notes[one.note].on_clause)
        if len(seen) == len(verdict.seen):
            return verdict
        failing = [one.base for one in seen if one.fired]
        if not failing and not self._applies(verdict.requirement):
            return Verdict(verdict.requirement, False, Grade.UNGRADED, seen=seen)
        fired = [self.knowledge.rule[rule].grade for rule in verdict.fired]
        silent = Grade.UNGRADED if verdict.open else Grade.CONFORMS
        certain = [verdict.at_least] if verdict.certain else []
        return msgspec.structs.replace(
            verdict, base=max([*fired, *failing, *certain], default=silent), seen=seen
        )

    def _applies(self, requirement: str) -> bool:
        """Whether a requirement applies, or may, whatever was seen."""
        known = self.knowledge.requirement[requirement]
        answers = self.answers[self.knowledge.standard[known.standard].discipline]
        groups = self.knowledge.template[known.template].applies
        ruled_out = [
            any(one.fact in answers and not self._met(one, answers) for one in group) for group in groups
        ]
        return requirement not in self.excluded and not (ruled_out and all(ruled_out))

    def _recorded(self, verdict: Verdict, reasons: tuple[Reason, ...]) -> tuple[RecordsFound, ...]:
        """The records that rules over registers meet, in the order of the reasons."""
        matched = {one.rule: one for one in verdict.records}
        return tuple(self._records_of(matched[reason.rule]) for reason in reasons if reason.rule in matched)

    def _records_of(self, matched: Matched) -> RecordsFound:
        each = self.knowledge.rule[matched.rule].each
        register = each.register if each is not None else ""
        named = set(matched.records)
        return RecordsFound(
            matched.rule,
            register,
            tuple(one for one in self.registers[register] if one.id in named),
            matched.among,
        )

    def _conforming(
        self, requirement: Requirement, discipline: Discipline, observed: tuple[Observed, ...]
    ) -> Finding:
        return Finding(
            requirement=requirement.id,
            standard=requirement.standard,
            clause=requirement.clause,
            status=Status.CONFORMS,
            grade=Grade.CONFORMS,
            could_become=Grade.UNGRADED,
            because=NO_CAUSE,
            fix="",
            answers=self._answers(requirement, discipline),
            observed=observed,
            earlier=self.earlier.get(requirement.id),
            at_least=Grade.CONFORMS,
        )

    def _reasons(self, verdict: Verdict) -> tuple[Reason, ...]:
        fired: list[tuple[Rule, Note | None]] = [(self.knowledge.rule[rule], None) for rule in verdict.fired]
        fired += [
            (self.knowledge.rule[rule], self.notes[one.note]) for one in verdict.seen for rule in one.fired
        ]
        fired.sort(key=lambda one: (-one[0].grade, bool(one[0].step), one[0].id))
        discipline = self.knowledge.standard[
            self.knowledge.requirement[verdict.requirement].standard
        ].discipline
        known = tuple(self._reason(rule, note, discipline) for rule, note in fired)
        return (self._certain(verdict, discipline), *known) if verdict.certain else known

    def _certain(self, verdict: Verdict, discipline: Discipline) -> Reason:
        """Why a requirement is at least so bad whatever the open answers are: the mildest rules of which
        one fires in any case."""
        rules = sorted(
            (self.knowledge.rule[name] for name in verdict.certain), key=lambda rule: (rule.grade, rule.id)
        )
        mild = [rule for rule in rules if rule.grade is rules[0].grade]
        because = " Or: ".join(dict.fromkeys(rule.because for rule in mild))
        known = self.answers[discipline]
        reads = dict.fromkeys(chain.from_iterable(rule.reads for rule in rules))
        read = [fact for fact in reads if fact in known]
        questions = tuple(fact for fact in read if self._falls_short(fact, known)) or tuple(read)
        choice = self.policy.choice_on(mild[0].id)
        return Reason(
            mild[0].id,
            verdict.at_least,
            because,
            mild[0].fix,
            mild[0].at,
            None,
            choice,
            questions,
            mild[0].risk,
        )

    def _reason(self, rule: Rule, note: Note | None, discipline: Discipline) -> Reason:
        questions = () if note else self._questions(rule, discipline)
        choice = self.policy.choice_on(rule.id)
        return Reason(
            rule.id, rule.grade, rule.because, rule.fix, rule.at, note, choice, questions, rule.risk
        )

    def _questions(self, rule: Rule, discipline: Discipline) -> tuple[str, ...]:
        """The questions whose answers made a rule fire: those that fall short, if any does; for a rule
        over records its register."""
        if rule.each is not None:
            return (rule.each.register,)
        known = self.answers[discipline]
        met = next(
            (group for group in rule.when if all(self._met(condition, known) for condition in group)),
            rule.when[0],
        )
        failing = [condition.fact for condition in met if self._falls_short(condition.fact, known)]
        return tuple(dict.fromkeys(failing or [condition.fact for condition in met]))

    def _falls_short(self, question: str, known: dict[str, Answer]) -> bool:
        """Whether an answer is short of the best; one in words that only describes the organisation never
        is."""
        fact = self.knowledge.question[question]
        if not fact.words:
            return True
        return bool(fact.best) and question in known and known[question].value not in fact.best

    def _met(self, condition: Condition, known: dict[str, Answer]) -> bool:
        return condition.fact in known and holds(condition, known[condition.fact].value, self.as_of)

    def _escalations(self, verdict: Verdict) -> tuple[Raise, ...]:
        raised = [one for one in self.raised.get(verdict.requirement, ()) if self._bears_on(one, verdict)]
        return tuple(
            self._raise(one, verdict.base)
            for one in sorted(raised, key=lambda one: (-one.grade, one.escalation, one.because_of))
        )

    def _bears_on(self, raised: Raised, verdict: Verdict) -> bool:
        """Whether what is raised because it came back came back in the requirement itself, not in a note
        on its clause."""
        if not self.escalation[raised.escalation].repeats:
            return True
        again = verdict.requirement in self.left_open or any(
            one.base.fails and self.notes[one.note].repeats for one in verdict.seen
        )
        return verdict.base.fails and again

    def _raise(self, one: Raised, before: Grade) -> Raise:
        escalation = self.escalation[one.escalation]
        earlier = self.earlier.get(one.requirement) if escalation.repeats else None
        because = (
            f"{escalation.because} {_found_before(earlier)}" if escalation.repeats else escalation.because
        )
        return Raise(escalation.id, before, one.grade, because, one.because_of, escalation.at, earlier)

    def _words(
        self, verdict: Verdict, reasons: tuple[Reason, ...], escalations: tuple[Raise, ...]
    ) -> tuple[str, str]:
        """Because and fix, in the words of the worst rule or, without one, of what happened."""
        if not verdict.applies:
            exclusion = self.excluded.get(verdict.requirement)
            template = self.knowledge.template[self.knowledge.requirement[verdict.requirement].template]
            return (exclusion.because if exclusion else template.otherwise), ""
        if reasons:
            return reasons[0].because, reasons[0].fix
        if escalations and escalations[0].because_of in self.failure:
            return self._words_of_failure(escalations[0])
        if verdict.open:
            return "Not all questions that decide it are answered.", ""
        return NO_CAUSE, ""

    def _words_of_failure(self, raised: Raise) -> tuple[str, str]:
        """What a dependency failure means for the dependent: the foundation, and where the trouble begins."""
        failure = self.failure[raised.because_of]
        root = failure.path[0]
        begins = f" The trouble begins with {root}." if root != failure.source else ""
        because = (
            f"{raised.because} It stands on {failure.source}:"
            f" {self.knowledge.link[failure.link].because}{begins}"
        )
        if failure.kind is FailureKind.PROVISIONAL:
            return because, f"Answer the open questions on {root} first."
        return because, f"Mend {root} first."

    def _answers(self, requirement: Requirement, discipline: Discipline) -> tuple[Answer, ...]:
        """The answers that its rules read; where they count what records contradict, the answers that are."""
        known = self.answers[discipline]
        reads = self.knowledge.reads_of[requirement.template]
        read = [known[fact] for fact in reads if fact in known]
        if self._contradicted_count.isdisjoint(reads):
            return tuple(read)
        return (*read, *(one for one in known.values() if one.fact not in reads and one.is_contradicted))

    def _ask(self, rules: list[Rule], discipline: Discipline) -> tuple[str, ...]:
        """The unanswered facts that decide whether these rules fire."""
        facts = dict.fromkeys(fact for rule in rules for fact in rule.reads)
        return tuple(
            fact
            for fact in facts
            if self._is_open(fact, discipline) and not self.knowledge.question[fact].computed
        )

    def _is_open(self, fact: str, discipline: Discipline) -> bool:
        """Whether nobody answered, or records leave a worse answer possible."""
        answer = self.answers[discipline].get(fact)
        return answer is None or (answer.counted is not None and bool(answer.counted.possible))


def _found_before(earlier: Earlier | None) -> str:
    return (
        f"It was {earlier.grade.word} on {earlier.as_of}."
        if earlier
        else "A note says that it was found before."
    )


def _status(verdict: Verdict, grade: Grade) -> Status:
    if not verdict.applies:
        return Status.NOT_APPLICABLE
    if grade is Grade.UNGRADED:
        return Status.NOT_ASSESSED
    return Status.CONFORMS if grade is Grade.CONFORMS else Status.GAP

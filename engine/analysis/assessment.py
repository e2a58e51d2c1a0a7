"""One assessment, from an organisation to findings, dependency failures and root causes: the whole run on
one page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

import msgspec

from ..inference.interface import Evaluator, Inference, Premises, Seen
from ..model import Change, Grade, GradeChoice, KnowledgeBase, Policy, Status, Versions
from ..organisation.organisation import Organisation
from ..problems import Problem
from .claims import Claims, answers_shown
from .clauses import findings_on_clauses
from .dependencies import Dependencies, DependencyFailure, Fragility, RootCause
from .findings import Finding, findings_of
from .nonconformities.nonconformity import Nonconformity
from .nonconformities.recorded import Recorded, recorded
from .overlaid import remarks_on_overlays
from .questions.questionnaire import quick_answered
from .since import Since, since_of
from .summary import Summary, Unanswered, mostly_open, summary_of, unanswered


class Assessment(msgspec.Struct, frozen=True, dict=True):
    """Everything said about one organisation: plain frozen data. `registers` tells how many records each
    register given holds, `remarks` what is worth a word in the file and no mistake."""

    organisation: str
    about: str
    as_of: date
    engine: str
    standards: tuple[str, ...]
    policy: str
    summary: Summary
    nonconformities: tuple[Nonconformity, ...]
    observations: tuple[Nonconformity, ...]
    findings: tuple[Finding, ...]
    dependency_failures: tuple[DependencyFailure, ...]
    root_causes: tuple[RootCause, ...]
    unanswered: tuple[Unanswered, ...]
    fragility: Fragility
    changes: tuple[Change, ...] = ()
    since: Since | None = None
    choices: tuple[GradeChoice, ...] = ()
    registers: dict[str, int] = {}
    remarks: tuple[Problem, ...] = ()
    versions: Versions = Versions()

    @cached_property
    def finding(self) -> dict[str, Finding]:
        """The findings by requirement."""
        return {one.requirement: one for one in self.findings}


def assess(
    organisation: Organisation, knowledge: KnowledgeBase, evaluator: Evaluator, policy: Policy
) -> Assessment:
    """Judges an organisation against the standards it names. The knowledge base is the one the policy
    wants (`inference.under_policy`)."""
    question = put_question(organisation, knowledge, organisation.standards, policy)
    inference = evaluator.infer(question)
    dependencies = Dependencies(knowledge, _grades_before_dependencies(inference, knowledge), inference)
    failures = dependencies.all_failures()
    findings = findings_of(organisation, knowledge, inference, policy, failures)
    on_clauses = findings_on_clauses(organisation, knowledge, inference, policy)
    kept = recorded((*findings, *on_clauses), knowledge, policy, organisation.standards)
    claims = Claims(knowledge, policy, organisation.as_of)
    findings = tuple(_placed(finding, kept, claims) for finding in findings)
    quick = quick_answered(knowledge, organisation) if mostly_open(findings) else 0
    return Assessment(
        organisation=organisation.name,
        about=organisation.about,
        as_of=organisation.as_of,
        engine=evaluator.name,
        standards=organisation.standards,
        policy=policy.id,
        summary=summary_of(findings, kept, answers_shown(findings, claims), organisation.standards, quick),
        nonconformities=kept.nonconformities,
        observations=kept.observations,
        findings=findings,
        dependency_failures=failures,
        root_causes=dependencies.root_causes(),
        unanswered=unanswered(findings, knowledge),
        fragility=dependencies.fragility(),
        changes=knowledge.changes,
        since=since_of(organisation.previous, findings, kept, organisation.as_of, policy)
        if organisation.previous
        else None,
        choices=policy.grades,
        registers={register: len(records) for register, records in organisation.registers.items()},
        remarks=(*organisation.remarks, *remarks_on_overlays(knowledge)),
        versions=knowledge.versions,
    )


def _placed(finding: Finding, kept: Recorded, claims: Claims) -> Finding:
    """The finding with the number of what it is recorded in, or of what carries it, and whether its
    conformity is shown."""
    if finding.status is Status.CONFORMS:
        return msgspec.structs.replace(finding, shown=claims.is_shown(finding))
    number, carrier = kept.recorded_in.get(finding.requirement, ""), kept.carrier.get(finding.requirement, "")
    return (
        msgspec.structs.replace(finding, nonconformity=number, carried_by=carrier)
        if number or carrier
        else finding
    )


def put_question(
    organisation: Organisation, knowledge: KnowledgeBase, standards: Iterable[str], policy: Policy
) -> Premises:
    """What an evaluator is asked: every requirement of the standards, in the order of the clauses."""
    wanted = tuple(dict.fromkeys(standards))
    return Premises(
        knowledge=knowledge,
        scope=tuple(requirement for standard in wanted for requirement in knowledge.asked_by[standard]),
        excluded=frozenset(organisation.excluded(knowledge)),
        values=organisation.values(wanted, knowledge),
        as_of=organisation.as_of,
        policy=policy,
        notes=tuple(Seen(note.target, note.values(knowledge), note.repeats) for note in organisation.notes),
        registers=organisation.registers,
        earlier=organisation.previous.left_open(organisation.as_of, policy.next_audit_months)
        if organisation.previous
        else {},
    )


def _grades_before_dependencies(inference: Inference, knowledge: KnowledgeBase) -> dict[str, Grade]:
    """The grades on which dependencies were judged: what the rules gave, raised by what came before them
    but not by dependency failures."""
    grades = {verdict.requirement: verdict.base for verdict in inference.verdicts}
    for raised in inference.raised:
        if raised.because_of not in knowledge.link:
            grades[raised.requirement] = max(grades[raised.requirement], raised.grade)
    return grades

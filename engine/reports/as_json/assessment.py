"""Assessments as JSON. The keys are fixed: things outside the project read them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ...analysis.assessment import Assessment
from ...analysis.audience import Audience, addressed
from ...analysis.dependencies import DependencyFailure, Fragility, RootCause
from ...analysis.findings import Finding, Observed, Raise, Reason, RecordsFound
from ...analysis.nonconformities.nonconformity import Nonconformity, Proof
from ...analysis.overlaid import changes_behind
from ...analysis.summary import Summary, Unanswered
from ...model import Change, Extent, Grade, GradeChoice, KnowledgeBase, Question
from ...organisation.organisation import Answer, Counted, Evidence, Known
from ...organisation.plan_file import PlannedAction
from ...problems import Location, Problem
from ..words.assessment import edition_notes, inferred_from, shown_by
from ..words.method import method_json
from ..words.overlaid import versions_json
from ..words.plan import plan_for, plan_json
from ..words.since import earlier_json, since_json

Json = dict[str, Any]

NO_PLAN: Json = {
    "steps": [],
    "smallest": {"nonconformities": [], "requirements": [], "exact": True, "leaves": []},
}
"""An auditor prescribes nothing: the keys stay, and nothing stands in them."""


def dumps(value: object) -> str:
    """JSON text: the same for the same value, indented by two, with letters as they are, and a line end
    after the last line."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def assessment_json(
    assessment: Assessment,
    knowledge: KnowledgeBase,
    report: Audience = "consultant",
    planned: Iterable[PlannedAction] = (),
) -> Json:
    """The whole assessment. A grade that is not there is null, and so are `rule` and `rule_at` where no
    rule decided. In an auditor's report every `fix` is empty."""
    assessment = addressed(assessment, report)
    finding = {one.requirement: one for one in assessment.findings}
    return {
        "organisation": assessment.organisation,
        "about": assessment.about,
        "as_of": assessment.as_of.isoformat(),
        "engine": assessment.engine,
        "standards": list(assessment.standards),
        "policy": assessment.policy,
        "summary": _summary(assessment.summary) | {"fragility": _fragility(assessment.fragility)},
        "nonconformities": [nonconformity_json(one) for one in assessment.nonconformities],
        "observations": [nonconformity_json(one) for one in assessment.observations],
        "findings": [finding_json(one, knowledge) for one in assessment.findings],
        "dependency_failures": [failure_json(one, knowledge) for one in assessment.dependency_failures],
        "root_causes": [_root_cause(one, finding[one.requirement]) for one in assessment.root_causes],
        "plan": plan_json(plan_for(assessment, knowledge), planned) if report == "consultant" else NO_PLAN,
        "unanswered": [_unanswered(one, knowledge.question[one.fact]) for one in assessment.unanswered],
        "overlays": [change_json(one) for one in assessment.changes],
        "versions": versions_json(knowledge),
        "method": method_json(assessment, knowledge, report),
        "choices": [choice_json(one) for one in assessment.choices],
        "previous": since_json(assessment.since),
        "problems": [_remark(one) for one in assessment.remarks],
    }


def _remark(one: Problem) -> Json:
    """What is worth a word in the organisation's file. The line is null where there is none."""
    return {
        "code": str(one.code),
        "message": one.message,
        "hint": one.hint,
        "file": one.at.file,
        "line": one.at.line or None,
    }


def _summary(summary: Summary) -> Json:
    return {
        "verdict": summary.verdict,
        "requirements": summary.requirements,
        "assessed": summary.assessed,
        "not_assessed": summary.not_assessed,
        "not_applicable": summary.not_applicable,
        "grades": {grade.word: number for grade, number in summary.grades.items()},
        **_numbers(summary.recorded),
        "by_standard": {standard: _numbers(recorded) for standard, recorded in summary.by_standard.items()},
        "shown": summary.shown,
        "claimed": summary.claimed,
        "open": summary.not_assessed,
        "answers": summary.answers,
        "answers_shown": summary.answers_shown,
    }


def _numbers(recorded: dict[Grade, int]) -> Json:
    return {grade.word: number for grade, number in recorded.items()}


def nonconformity_json(one: Nonconformity) -> Json:
    """One nonconformity, observation or opportunity; `breakdown` names the clause where several show one
    together, else it is null."""
    return {
        "id": one.id,
        "grade": one.grade.word,
        "requirement": one.requirement,
        "clause": one.clause,
        "standards": list(one.standards),
        "also": list(one.also),
        "statement": one.statement,
        "evidence": [_proof(proof) for proof in one.evidence],
        "carries": list(one.carries),
        "because": one.because,
        "risk": one.risk,
        "fix": one.fix,
        "rules": list(one.rules),
        "parts": list(one.parts),
        "practices": list(one.practices),
        "breakdown": one.breakdown or None,
        "where": one.place or None,
        "key": one.key,
    }


def _proof(proof: Proof) -> Json:
    day = proof.date.isoformat() if proof.date else None
    by: Json = {"by": proof.by} if proof.by else {}
    if proof.counted is not None:
        by["from_records"] = counted_json(proof.counted)
    return {
        "kind": proof.kind,
        "ref": proof.ref,
        "text": proof.text,
        "date": day,
        **by,
        **place_json(proof.at),
    }


def finding_json(finding: Finding, knowledge: KnowledgeBase) -> Json:
    """One finding."""
    requirement = knowledge.requirement[finding.requirement]
    decided = finding.decided_by
    return {
        "requirement": finding.requirement,
        "standard": finding.standard,
        "clause": finding.clause,
        "title": knowledge.clause[requirement.clause_id].title,
        "stage": requirement.stage.value,
        "theme": requirement.theme,
        "says": knowledge.says(finding.requirement),
        "status": finding.status.value,
        "grade": grade_word(finding.grade),
        "could_become": grade_word(finding.could_become),
        "at_least": grade_word(finding.at_least),
        "rule": decided.rule if decided else None,
        "because": finding.because,
        "fix": finding.fix,
        "answers": [answer_json(one) for one in finding.answers],
        "observed": [observed_json(one) for one in finding.observed],
        "records": [records_json(one) for one in finding.records],
        "rule_at": place_json(decided.at) if decided else None,
        "escalations": [escalation_json(one) for one in finding.escalations],
        "reasons": [_reason(one) for one in finding.reasons],
        "ask": list(finding.ask),
        "shown_by": list(shown_by(finding.requirement, knowledge)),
        "inferred_from": list(inferred_from(finding.requirement, knowledge)),
        "edition_notes": edition_notes(finding.requirement, knowledge),
        "earlier": earlier_json(finding.earlier),
        "risk": finding.risk,
        "nonconformity": finding.nonconformity or None,
        "carried_by": finding.carried_by or None,
        "shown": finding.shown,
        "overlays": [change_json(one) for one in changes_behind(finding, knowledge)],
    }


def grade_word(grade: Grade) -> str | None:
    """The word of a grade; None where nothing was judged."""
    return None if grade is Grade.UNGRADED else grade.word


def place_json(at: Location) -> Json:
    """File and line; in a workbook the line is the row, and `cell` names sheet and cell."""
    return {"file": at.file, "line": at.line, **({"cell": at.cell} if at.sheet else {})}


def answer_json(answer: Answer) -> Json:
    """One answer with its place and evidence; `discipline` is null if it serves all."""
    return {
        "fact": answer.fact,
        "answer": answer.text,
        **place_json(answer.at),
        "discipline": answer.discipline.value if answer.discipline else None,
        "evidence": [_evidence(one) for one in answer.evidence],
        "note": answer.note,
        "limit": answer.limit,
        "known": _known(answer.known) if answer.known else None,
        "by": answer.by or None,
        "from_records": counted_json(answer.counted),
    }


def counted_json(counted: Counted | None) -> Json | None:
    """The records that an answer was counted from, of `among` that were looked at; `written` is the better
    answer that people gave, null where they gave none; `possible` are the answers left, where it is known no
    better. Null for an answer that nobody counted."""
    if counted is None:
        return None
    records = [{"record": name, **place_json(at)} for name, at in counted.records]
    return {
        "register": counted.register,
        "records": records,
        "among": counted.among,
        "written": counted.written or None,
        "possible": [str(one) for one in counted.possible],
    }


def _known(known: Known) -> Json:
    return {"action": known.action, "due": known.due.isoformat(), "owner": known.owner}


def observed_json(one: Observed) -> Json:
    """One note of what an auditor saw, its grade and the rules that gave it; `sample` is null where the
    extent is a word."""
    note = one.note
    counted = note.extent is Extent.SAMPLE
    return {
        "requirement": note.target,
        "saw": note.saw,
        "extent": None if counted else note.extent.value,
        "sample": {"checked": note.checked, "failed": note.failed} if counted else None,
        "consequence": note.consequence.value,
        "consequences": [word.value for word in note.all_consequences],
        "could": [word.value for word in note.could],
        "ongoing": note.ongoing,
        "essential": note.essential,
        "repeats": note.repeats,
        "comes_back": {"what": note.back.what, "times": note.back.times, "left_open": note.back.left_open}
        if note.back
        else None,
        "kind": note.kind.value,
        "shows_conformity": note.shows_conformity,
        "auditor_grade": note.grade.word if note.grade is not None else None,
        "where": note.where or None,
        "grade": one.grade.word,
        "rules": list(one.rules),
        **place_json(note.at),
        "evidence": [_evidence(evidence) for evidence in note.evidence],
    }


def records_json(one: RecordsFound) -> Json:
    """The records that a rule over a register meets, of `among` that it looks at."""
    records = [{"record": record.id, **place_json(record.at)} for record in one.records]
    return {"rule": one.rule, "register": one.register, "records": records, "among": one.among}


def _evidence(one: Evidence) -> Json:
    until = one.valid_until.isoformat() if one.valid_until else None
    return {
        "ref": one.ref,
        "date": one.date.isoformat() if one.date else None,
        "valid_until": until,
        "note": one.note,
    }


def escalation_json(one: Raise) -> Json:
    """A grade raised by the policy."""
    return {
        "rule": one.rule,
        "before": grade_word(one.before),
        "after": grade_word(one.after),
        "because": one.because,
        "because_of": one.because_of,
        "rule_at": place_json(one.at),
        "earlier": earlier_json(one.earlier),
    }


def _reason(one: Reason) -> Json:
    return {
        "rule": one.rule,
        "grade": one.grade.word,
        "because": one.because,
        "fix": one.fix,
        "rule_at": place_json(one.at),
        "choice": choice_json(one.choice) if one.choice else None,
    }


def choice_json(choice: GradeChoice) -> Json:
    """What the policy decided where auditors differ; `setting` is null for a single rule."""
    return {
        "setting": choice.setting or None,
        "rules": list(choice.rules),
        "grade": choice.grade.word,
        "because": choice.because,
        "at": place_json(choice.at),
    }


def failure_json(failure: DependencyFailure, knowledge: KnowledgeBase) -> Json:
    """One dependency failure."""
    return {
        "kind": failure.kind.value,
        "from": failure.source,
        "to": failure.target,
        "link": failure.link,
        "basis": failure.basis.value,
        "path": list(failure.path),
        "because": knowledge.link[failure.link].because,
    }


def _fragility(fragility: Fragility) -> Json:
    return {"met": fragility.met, "shaky": fragility.shaky, "percent": fragility.share}


def _root_cause(cause: RootCause, finding: Finding) -> Json:
    return {
        "requirement": cause.requirement,
        "undermines": list(cause.undermines),
        "directly": list(cause.directly),
        "alone": list(cause.alone),
        "grade": grade_word(finding.grade),
        "because": finding.because,
    }


def _unanswered(one: Unanswered, question: Question) -> Json:
    return {
        "fact": one.fact,
        "ask": question.ask,
        "who": question.who.value,
        "requirements": list(one.requirements),
        "could_become": grade_word(one.could_become),
    }


def change_json(change: Change) -> Json:
    """What an overlay changed, and why."""
    return {
        "overlay": change.overlay,
        "rule": change.rule,
        "does": change.does,
        "because": change.because,
        "at": place_json(change.at),
        "kind": change.kind.value,
        "scope": change.scope or None,
        "over": change.over or None,
        "lapsed": change.lapsed,
    }

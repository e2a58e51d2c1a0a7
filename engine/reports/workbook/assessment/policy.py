"""The sheet of the policy: the house rules that raise grades, and what it decides where auditors differ,
each with its reason and place."""

from __future__ import annotations

from collections.abc import Iterable

from ....analysis.assessment import Assessment
from ....model import Escalation, FailureKind, GradeChoice, KnowledgeBase, Repeat, count
from ...words.assessment import place, short_names
from ...words.method import house_rules
from ..table import Column, ReportTable, Value, told
from .findings import grade_cell

TITLE = "Policy"
MOST_RULES = 12
COLUMNS = (
    Column("Rule or point", 30),
    Column("Does", 11),
    Column("Grade", 12),
    Column("Looks at", 46),
    Column("Because", 56),
    Column("Rules", 44),
    Column("Findings here", 44),
    Column("Stands at", 40),
)
REPEATS = {
    Repeat.FINDING: "a requirement that fails again, whatever the reason",
    Repeat.MINOR_LEFT_OPEN: "a minor that fails by the same rule again",
    Repeat.MAJOR_LEFT_OPEN: "a major that still fails",
}
FOUNDATIONS = {
    FailureKind.UNFOUNDED: "a requirement met on a foundation that is absent",
    FailureKind.INHERITED: "a requirement that fails on a foundation that fails",
    FailureKind.STRANDED: "a requirement that fails on a foundation that holds",
    FailureKind.PROVISIONAL: "a requirement met on a foundation that nobody assessed",
}


def policy_sheet(assessment: Assessment, knowledge: KnowledgeBase) -> ReportTable:
    """Everything the policy brings, whether it came to bear or not; the findings it came to bear on stand
    beside it."""
    rows = [_house_rule(one, assessment) for one in house_rules(assessment, knowledge)]
    rows += [_choice(one, assessment, knowledge) for one in assessment.choices]
    says = (
        f"What the policy {assessment.policy} decides: house rules that raise grades, and grades where"
        " auditors differ, with reasons."
    )
    return ReportTable(TITLE, says, COLUMNS, tuple(rows), pages=1)


def _house_rule(one: Escalation, assessment: Assessment) -> tuple[Value, ...]:
    shown = [
        recorded.id
        for recorded in assessment.nonconformities
        if recorded.breakdown and one.id in recorded.rules
    ]
    raised = [
        finding.requirement
        for finding in assessment.findings
        if any(by.rule == one.id for by in finding.escalations)
    ]
    grade = grade_cell(one.grade)
    findings = told([", ".join(shown), _findings(raised, assessment) or ""]) or None
    return (
        one.id.partition("/")[2],
        "raises to",
        grade,
        _looks_at(one),
        told([one.because]),
        one.id,
        findings,
        place(one.at),
    )


def _looks_at(one: Escalation) -> str:
    if one.repeats is not None:
        return REPEATS[one.repeats]
    if one.failure is not None:
        return FOUNDATIONS[one.failure]
    share = f", at least {one.share:g} % of its requirements" if one.share else ""
    return f"{one.at_least} or more nonconformities on one clause{share}"


def _choice(one: GradeChoice, assessment: Assessment, knowledge: KnowledgeBase) -> tuple[Value, ...]:
    graded = [
        finding.requirement
        for finding in assessment.findings
        if any(by.choice == one for by in finding.reasons)
    ]
    about = next((setting.says for setting in knowledge.settings if setting.id == one.setting), "")
    more = [f"and {count(len(one.rules) - MOST_RULES, 'more rule')}"] if len(one.rules) > MOST_RULES else []
    rules = told([*one.rules[:MOST_RULES], *more])
    findings = _findings(graded, assessment)
    return (
        one.setting or "a rule",
        "grades as",
        grade_cell(one.grade),
        told([about]),
        told([one.because]),
        rules,
        findings,
        place(one.at),
    )


def _findings(requirements: Iterable[str], assessment: Assessment) -> str | None:
    return told([short_names(tuple(requirements), assessment.standards)]) or None

"""A small knowledge base with one of everything, and an organisation in which everything happens that a
report has to show."""

from datetime import date
from pathlib import Path

import pytest

from clausegraph.engine.analysis.assessment import Assessment, assess
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.knowledge.load import read
from clausegraph.engine.knowledge.sources import Root
from clausegraph.engine.model import KnowledgeBase
from clausegraph.engine.organisation.organisation import Organisation, read_organisation

TODAY = date(2026, 11, 21)

THEMES = (
    "themes: [{theme: context, title: Context}, {theme: risks, title: Risks},"
    " {theme: operation, apart: yes, title: Operation}]"
)

STANDARD = """
standard: {id}
title: {title} management systems
edition: {edition}
discipline: {discipline}
may_exclude: [8.3]
clauses:
  - {{clause: 4, title: Context of the organization, stage: plan}}
  - {{clause: 4.1, title: Issues, theme: context, takes: [context/issues]}}
  - {{clause: 6, title: Planning, stage: plan}}
  - {{clause: 6.1, title: Risks, theme: risks, takes: [context/risks]}}
  - {{clause: 8, title: Operation, stage: do}}
  - {{clause: 8.1, title: Control, theme: operation, takes: [context/control, context/records]}}
  - {{clause: 8.3, title: Design, theme: operation, takes: [context/design]}}
  - {{clause: 9, title: Performance evaluation, stage: check}}
  - {{clause: 9.2, title: Internal audit}}
  - {{clause: 9.2.2, title: Internal audit programme, theme: operation, takes: [context/audit,
     context/suppliers]}}
"""

RULEBASE = """
rulebase: harmonised/context
facts:
  issues.known: {ask: Do you know your issues?, answer: "yes, partly or no", who: top-management}
  risks.known: {ask: Do you know your risks?, answer: "yes, partly or no"}
  control.done: {ask: Is work controlled?, answer: "yes, partly or no", who: operations}
  records.kept: {ask: Are records kept?, answer: yes or no}
  records.complete: {ask: Are the records complete?, answer: "yes, partly or no"}
  design.done: {ask: Do you design products?, answer: yes or no, best: any}
  design.planned: {ask: Is design planned?, answer: yes or no, who: design}
  audit.last: {ask: When was the last audit?, answer: date}
  audit.done: {ask: Are audits done?, answer: yes or no}
  audit.planned: {ask: Are audits planned?, answer: yes or no}
  audit.covered: {ask: What share was audited?, answer: percentage}
  suppliers.unknown: {ask: How many suppliers has nobody evaluated?, answer: number of suppliers,
                      who: purchasing}
requirements:
  - {requirement: context/issues, says: Issues are determined., theme: context, evidence: [list of issues],
     documented: maintain}
  - requirement: context/risks
    says: Risks are determined.
    theme: risks
    evidence: [list of risks]
    accepts: [{answer: {risks.known: partly}, because: Nobody knows every risk.}]
  - {requirement: context/control, says: Work is controlled., theme: operation, evidence: [work instructions]}
  - {requirement: context/records, says: Records are kept., theme: operation, evidence: [records],
     documented: retain}
  - requirement: context/design
    says: Design is planned.
    theme: operation
    evidence: [design plan]
    applies: {design.done: yes}
    otherwise: The organisation designs nothing.
  - {requirement: context/audit, says: Audits are conducted., theme: operation, evidence: [audit reports]}
  - requirement: context/suppliers
    says: Suppliers are evaluated.
    theme: operation
    evidence: [evaluations]
    applies: {suppliers.unknown: at least 1}
    otherwise: Every supplier is known.
rules:
  - {rule: issues-missing, requirement: context/issues, when: {issues.known: no}, grade: major,
     because: Nobody knows the issues., fix: List them.}
  - {rule: issues-partly, requirement: context/issues, when: {issues.known: partly}, grade: minor,
     because: Some issues are unknown., fix: Complete the list.}
  - {rule: risks-missing, requirement: context/risks, when: {risks.known: no}, grade: major,
     because: Nobody knows the risks., fix: Assess them.}
  - {rule: control-missing, requirement: context/control, when: {control.done: no}, grade: major,
     because: Work is not controlled., fix: Control it.}
  - {rule: control-partly, requirement: context/control, when: {control.done: partly}, grade: minor,
     because: Work is controlled in part., fix: Control the rest.}
  - {rule: records-missing, requirement: context/records, when: {records.kept: no}, grade: minor,
     because: There are no records., fix: Keep them.}
  - {rule: records-incomplete, requirement: context/records, when: {records.complete: not yes}, grade: minor,
     because: Records have gaps., fix: Close the gaps.}
  - {rule: design-unplanned, requirement: context/design, when: {design.planned: no}, grade: minor,
     because: Design is not planned., fix: Plan it.}
  - {rule: no-audit, requirement: context/audit, when: {audit.done: no}, grade: major,
     because: There are no audits., fix: Audit.}
  - {rule: audit-old, requirement: context/audit, when: {audit.last: older than 12 months}, grade: minor,
     because: The last audit lies far back., fix: Audit again.}
  - {rule: audit-unplanned, requirement: context/audit, when: {audit.planned: no}, grade: minor,
     because: Audits are not planned., fix: Plan them.}
  - {rule: audit-incomplete, requirement: context/audit, when: {audit.covered: less than 100}, grade: minor,
     because: Not everything was audited., fix: Audit the rest.}
  - {rule: suppliers-unknown, requirement: context/suppliers, when: {suppliers.unknown: more than 2},
     grade: observation,
     because: Some suppliers are unknown., fix: Evaluate them.}
links:
  - {link: issues-feed-risks, from: context/issues, to: context/risks, kind: grounds, basis: normative,
     because: Risks come from issues.}
  - {link: risks-drive-control, from: context/risks, to: context/control, kind: plans, basis: normative,
     because: Control answers risks.}
  - {link: audit-sees-control, from: context/control, to: context/audit, kind: evaluates, basis: guidance,
     because: Audits look at control.}
"""

POLICIES = """
policies:
  - policy: default
    says: Grades as most bodies would.
    escalations:
      - {rule: works-by-luck, failure: unfounded, grade: observation,
         because: What it stands on does not hold.}
"""

ANSWERS = """
organisation: {name}
as_of: 2026-11-21
standards: [{standards}]
answers:
  issues.known: no
  risks.known: yes
  control.done: {{answer: yes, evidence: [{{ref: IA-7, date: 2026-03-02}}], note: "{note}"}}
  records.kept: no
  records.complete: no
  design.done: no
  audit.last: 2025-01-31
  suppliers.unknown: 2
  audit.planned: yes
  audit.covered: 100
"""


class Case:
    """An organisation with its assessment by the small knowledge base."""

    def __init__(self, knowledge: KnowledgeBase, organisation: Organisation) -> None:
        self.knowledge = knowledge
        self.organisation = organisation
        self.assessment: Assessment = assess(
            organisation, knowledge, PlainEvaluator(knowledge), knowledge.policy["default"]
        )


@pytest.fixture(scope="session")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    folder = tmp_path_factory.mktemp("knowledge")
    quality = STANDARD.format(
        id="iso-9001:2015", title="Quality", edition="ISO 9001:2015", discipline="quality"
    )
    environment = STANDARD.format(
        id="iso-14001:2015", title="Environmental", edition="ISO 14001:2015", discipline="environment"
    )
    for name, text in {
        "standards/themes.yaml": THEMES,
        "standards/quality.yaml": quality,
        "standards/environment.yaml": environment,
        "rulebases/harmonised/context.yaml": RULEBASE,
        "rulebases/grading/policies.yaml": POLICIES,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return read([Root(folder)])


@pytest.fixture
def case(knowledge: KnowledgeBase, tmp_path: Path):
    """Makes the case of an organisation: `case()`, or with other standards, name, note, answers added or
    changed."""

    def make(*standards: str, name: str = "Acme", note: str = "seen on site", **changed: str) -> Case:
        text = ANSWERS.format(name=name, standards=", ".join(standards or ["iso-9001:2015"]), note=note)
        lines = text.splitlines()
        for fact, answer in changed.items():
            fact = fact.replace("__", ".")
            lines = [line for line in lines if not line.startswith(f"  {fact}:")]
            lines += [f"  {fact}: {answer}"] if answer else []
        path = tmp_path / "acme.yaml"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return Case(knowledge, read_organisation(path, knowledge, as_of=None, today=TODAY, shown="acme.yaml"))

    return make

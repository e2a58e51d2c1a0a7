"""What an auditor asks first is in the quick set: lists by standard against what the ranking chooses by
itself.

The lists come from two sources. A lead auditor's review of the quick set of sixty that there was before
named what it lacked of what an auditor asks first (`REVIEW`, `ANY_STANDARD`); what has to be asked about
keeping the law is from the rules for the verdict (`LAW`). A subject is one question, or several of which
each tells of it. Nothing of this is read by the ranking.
"""

from __future__ import annotations

import pytest

from clausegraph.engine.analysis.questions.telling import QUICK, quick
from clausegraph.engine.model import KnowledgeBase

Subjects = tuple[tuple[str, ...], ...]


def subjects(text: str) -> Subjects:
    """Subjects in words: questions that tell of the same stand in one word, with a bar between."""
    return tuple(tuple(word.split("|")) for word in text.split())


ANY_STANDARD = """internal_audit.last internal_audit.covered management_review.last corrective_action.causes
    corrective_action.followed_through objectives.written"""
REVIEW = {
    "iso-9001:2015": (
        """measuring.calibration measuring.overdue nonconforming.held_back nonconforming.let_through
        release.early
        suppliers.evaluated suppliers.critical_unevaluated orders.reviewed special_processes.validated
        competence.records
        complaints.handled|corrective_action.complaints"""
    ),
    "iso-14001:2015": (
        """aspects.conditions aspects.significant controls.laid_down controls.followed controls.work
        controls.exceeded|environmental_limits.months_exceeded compliance.last compliance.status_known
        emergencies.last_test|emergencies.test_interval|emergencies.tried_out"""
    ),
    "iso-27001:2022": (
        """access_rights.reviewed access_rights.leavers_closed backup.restore_tested
        suppliers.security_assessed
        controls.incident_planning|controls.incident_response vulnerabilities.in_time risk_assessment.applied
        risk_assessment.covered risk_treatment.plan soa.written soa.exclusion_reasons"""
    ),
    "iso-45001:2018": (
        """hazards.identified ohs_risks.assessed controls.in_use work.released emergencies.last_test
        controls.hierarchy|controls.applied|controls.lower_order_only incidents.investigated
        incidents.reported
        workers.consulted|workers.involved compliance.last"""
    ),
}
LAW = {
    "iso-9001:2015": "requirements.legal",
    "iso-14001:2015": (
        """obligations.determined environmental_law.broken|environmental_law.way_back
        environmental_permits.state
        environmental_inspections.overdue environmental_limits.months_exceeded waste.stored waste.handed_over
        containment.sound"""
    ),
    "iso-27001:2022": "obligations.determined|obligations.last_checked",
    "iso-45001:2018": (
        "obligations.determined legal.not_kept legal.permits equipment.inspections substances.listed"
    ),
}
ASKED_FIRST = {one: subjects(f"{ANY_STANDARD} {REVIEW[one]} {LAW[one]}") for one in REVIEW}

LACKING = {
    "iso-9001:2015": {"competence.records"},
    "iso-14001:2015": {"aspects.conditions", "emergencies.last_test"},
    "iso-27001:2022": {"access_rights.reviewed"},
    "iso-45001:2018": {"substances.listed"},
}
"""The subjects left out, by their first question. Each is an item that can be minor at most and carries
nothing; of the first two the practice is asked about six times already."""


@pytest.mark.parametrize("standard", ASKED_FIRST)
def test_what_an_auditor_asks_first_is_in_the_quick_set(knowledge: KnowledgeBase, standard: str) -> None:
    asked = set(quick(knowledge, [standard]))
    lacking = {subject[0] for subject in ASKED_FIRST[standard] if asked.isdisjoint(subject)}
    assert lacking <= LACKING[standard]
    assert len(lacking) <= len(ASKED_FIRST[standard]) / 10
    assert len(asked) == QUICK == 70


def test_the_lists_name_questions_that_their_standard_asks(knowledge: KnowledgeBase) -> None:
    for standard, listed in ASKED_FIRST.items():
        reads = {
            fact
            for one in knowledge.asked_by[standard]
            for fact in knowledge.reads_of[knowledge.requirement[one].template]
        }
        assert {fact for subject in listed for fact in subject} <= reads


def test_operation_comes_in_by_itself(knowledge: KnowledgeBase) -> None:
    """In each quick set a good part of the questions is about single processes, controls and Annex A, not
    about themes."""
    for standard in ASKED_FIRST:
        operates = [one for one in quick(knowledge, [standard]) if _operates(one, standard, knowledge)]
        assert len(operates) >= QUICK / 4


def _operates(question: str, standard: str, knowledge: KnowledgeBase) -> bool:
    reading = [knowledge.requirement[one] for one in knowledge.asked_by[standard]]
    clauses = [one.clause for one in reading if question in knowledge.reads_of[one.template]]
    return any(clause.startswith(("8", "A.", "6.1.2", "6.1.3")) for clause in clauses)

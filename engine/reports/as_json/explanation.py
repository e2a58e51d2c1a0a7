"""An explanation for programs."""

from __future__ import annotations

from ...analysis.explanation.chain import Explanation, LinkRead, RuleRead
from ...analysis.explanation.clearing import Clearing
from ...analysis.nonconformities.nonconformity import Nonconformity
from ...analysis.overlaid import changes_behind
from ...inference.meaning.conditions import Truth
from ...model import KnowledgeBase
from ..words.assessment import edition_notes
from ..words.overlaid import versions_json
from ..words.registers import each_words
from .assessment import (
    Json,
    change_json,
    choice_json,
    escalation_json,
    failure_json,
    finding_json,
    grade_word,
    place_json,
)

TRUTHS = {Truth.TRUE: True, Truth.FALSE: False, Truth.UNKNOWN: None}


def explanation_json(explanation: Explanation, knowledge: KnowledgeBase) -> Json:
    """The explanation for programs. `nonconformity` and `carried_by` are null where it is part of none,
    `holds` where the answer is missing."""
    template = knowledge.template[knowledge.requirement[explanation.finding.requirement].template]
    return {
        "requirement": explanation.finding.requirement,
        "nonconformity": _recorded(explanation.nonconformity),
        "carried_by": _recorded(explanation.carried_by),
        "as_of": explanation.as_of,
        "evidence": list(template.evidence),
        "documented": knowledge.requirement[explanation.finding.requirement].documented.value,
        "edition_notes": edition_notes(explanation.finding.requirement, knowledge),
        "overlays": [change_json(one) for one in changes_behind(explanation.finding, knowledge)],
        "versions": versions_json(knowledge),
        "finding": finding_json(explanation.finding, knowledge),
        "open_questions": [
            {
                "fact": question.id,
                "ask": question.ask,
                "who": question.who.value,
                "answer": question.answer_words,
            }
            for question in explanation.open_questions
        ],
        "rules": [_rule_json(one) for one in explanation.fired],
        "could_fire": [_rule_json(one) for one in explanation.could_fire],
        "escalations": [escalation_json(one) for one in explanation.finding.escalations],
        "foundations": [_link_json(one, knowledge) for one in explanation.foundations],
        "dependents": [_link_json(one, knowledge) for one in explanation.dependents],
        "root_cause": explanation.root_cause is not None,
        "undermines": list(explanation.root_cause.undermines) if explanation.root_cause else [],
        "root_causes": list(explanation.roots),
        "would_clear": [_clearing_json(one) for one in explanation.clearings],
        "with_root_causes": _clearing_json(explanation.together) if explanation.together else None,
    }


def _recorded(known: Nonconformity | None) -> Json | None:
    """A nonconformity or observation without its evidence, which the assessment tells."""
    if known is None:
        return None
    return {
        "id": known.id,
        "key": known.key,
        "grade": known.grade.word,
        "requirement": known.requirement,
        "also": list(known.also),
        "carries": list(known.carries),
        "breakdown": known.breakdown or None,
        "statement": known.statement,
    }


def _rule_json(read: RuleRead) -> Json:
    return {
        "rule": read.rule.id,
        "grade": read.rule.grade.word,
        "because": read.rule.because,
        "fix": read.rule.fix,
        "rule_at": place_json(read.rule.at),
        "each": each_words(read.rule.each) if read.rule.each is not None else [],
        "choice": choice_json(read.choice) if read.choice else None,
        "conditions": [
            {
                "fact": one.fact,
                "condition": one.condition,
                "answer": one.answer or None,
                "holds": TRUTHS[one.holds],
            }
            for one in read.conditions
        ],
    }


def _link_json(read: LinkRead, knowledge: KnowledgeBase) -> Json:
    link = read.link
    return {
        "link": link.id,
        "from": link.source,
        "to": link.target,
        "kind": link.kind.value,
        "basis": link.basis.value,
        "strength": link.strength.value,
        "because": link.because,
        "stands": read.mark,
        "failure": failure_json(read.failure, knowledge) if read.failure else None,
    }


def _clearing_json(one: Clearing) -> Json:
    return {
        "grade": grade_word(one.grade),
        "changes": [{"fact": change.fact, "to": change.to} for change in one.changes],
    }

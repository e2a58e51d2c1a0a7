"""What is shown and what is only claimed: an answer is shown by evidence that carries a date and is not
older than its kind allows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from ..inference.meaning.conditions import back_from
from ..model import Documented, KnowledgeBase, Policy
from ..organisation.organisation import Answer, Evidence
from .findings import Finding


class Claims:
    """Tells shown from claimed on one day. How old evidence may be is the policy's: documents stand longer
    than records."""

    def __init__(self, knowledge: KnowledgeBase, policy: Policy, as_of: date) -> None:
        self.knowledge = knowledge
        self.as_of = as_of
        limits = dict.fromkeys(Documented, policy.record_months) | {
            Documented.MAINTAIN: policy.document_months
        }
        self.oldest = {
            kind: back_from(as_of, months, 0) if months else date.min for kind, months in limits.items()
        }

    def is_shown(self, finding: Finding) -> bool:
        """Whether a requirement that conforms does so by evidence: every answer that its rules read, but
        for those that only describe the organisation, or what an auditor saw: a clean sample, a strength."""
        if any(seen.note.shows_conformity for seen in finding.observed):
            return True
        judged = [answer for answer in finding.answers if self._is_judged(answer)]
        return bool(judged) and all(self.shows(answer, finding) for answer in judged)

    def shows(self, answer: Answer, finding: Finding) -> bool:
        """Whether an answer is shown by evidence that counts for this requirement, or by records."""
        if answer.counted is not None and not answer.counted.written:
            return True
        oldest = self.oldest[self.knowledge.requirement[finding.requirement].documented]
        return any(self._counts(evidence, oldest) for evidence in answer.evidence)

    def _counts(self, evidence: Evidence, oldest: date) -> bool:
        if evidence.valid_until is not None:
            return evidence.valid_until >= self.as_of
        return evidence.date is not None and evidence.date >= oldest

    def _is_judged(self, answer: Answer) -> bool:
        question = self.knowledge.question[answer.fact]
        return not question.words or bool(question.best)


class Shown(msgspec.Struct, frozen=True, gc=False):
    """How many answers were given that decide something, and how many of them are shown by evidence."""

    answers: int
    shown: int


def answers_shown(findings: Iterable[Finding], claims: Claims) -> Shown:
    """The answers behind some findings, each once, and those of them that evidence shows."""
    given: dict[tuple[str, str], bool] = {}
    for finding in findings:
        for answer in finding.answers:
            key = answer.fact, str(answer.discipline or "")
            given[key] = given.get(key, False) or claims.shows(answer, finding)
    return Shown(len(given), sum(given.values()))

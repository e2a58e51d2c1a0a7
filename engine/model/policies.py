"""How grades are escalated, and which grade rules get where auditors differ."""

from __future__ import annotations

import msgspec

from ..problems import Location
from .words import FailureKind, Grade, Repeat


class Escalation(msgspec.Struct, frozen=True, gc=False):
    """A rule of a policy that raises grades. Every number in it is a house rule (ISO/IEC 17021-1 gives none).

    Either `at_least` requirements of one clause of two numbers (9.2) fail, making up at least `share`
    percent of those judged and resting on at least as many different answers, or all of them do, resting
    on at least `whole` answers: together they are one nonconformity of this grade; or a dependency failure
    of kind `failure` raises its dependent; or a finding that comes back as `repeats` says is raised.
    """

    id: str
    grade: Grade
    because: str
    at: Location
    at_least: int = 0
    share: float = 0
    whole: int = 0
    failure: FailureKind | None = None
    repeats: Repeat | None = None


class Setting(msgspec.Struct, frozen=True, gc=False):
    """A point on which auditors differ, and the rules whose grade is decided together there."""

    id: str
    says: str
    rules: tuple[str, ...]
    at: Location


class GradeChoice(msgspec.Struct, frozen=True, gc=False):
    """What a policy decides on a setting, or on a single rule (then `setting` is empty): the grade of
    these rules, and why."""

    setting: str
    rules: tuple[str, ...]
    grade: Grade
    because: str
    at: Location


NEXT_AUDIT_MONTHS = 6
"""How long after an assessment the next audit is, for a policy that says nothing."""


class Policy(msgspec.Struct, frozen=True, gc=False):
    """How grades are escalated, and which grade rules get where auditors differ. `based_on` is the policy it
    was built on.

    `document_months` and `record_months` are how old evidence may be that shows a document, or anything
    else; 0 sets no limit. `next_audit_months`: so long after an earlier assessment, what failed there is
    raised for coming back. `late_days` is how many days something that is due every twelve months may be
    late before it counts, for other intervals in proportion. `nearly_all` is the percentage from which on
    a shortfall is an observation where a rule says minor. 0 tolerates nothing.
    """

    id: str
    says: str
    escalations: tuple[Escalation, ...]
    grades: tuple[GradeChoice, ...] = ()
    based_on: str = ""
    document_months: int = 0
    record_months: int = 0
    next_audit_months: int = NEXT_AUDIT_MONTHS
    late_days: int = 0
    nearly_all: float = 0

    def choice_on(self, rule: str) -> GradeChoice | None:
        """What it decides on a rule; None if the rule keeps its own grade."""
        return next((one for one in self.grades if rule in one.rules), None)

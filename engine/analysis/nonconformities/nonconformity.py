"""The nonconformity: one failure of one practice, recorded against one requirement, with its evidence (ISO
9000:2015, 3.6.9; ISO/IEC 17021-1:2015, 9.4.5.3). What falls short without being one, an observation or an
opportunity, has the same parts."""

from __future__ import annotations

from datetime import date

import msgspec

from ...model import Grade
from ...organisation.organisation import Counted
from ...problems import Location


class Proof(msgspec.Struct, frozen=True, gc=False):
    """A piece of objective evidence. `kind` is answer, evidence, note or record; `ref` the question, the
    document or the record that it comes from; `text` what it says; `by` who gave the answer, if that is
    known; `counted` the records from which it was counted."""

    kind: str
    ref: str
    text: str
    at: Location
    date: date | None = None
    by: str = ""
    counted: Counted | None = None


class Nonconformity(msgspec.Struct, frozen=True, gc=False):
    """One failure of one practice. `id` (NC-1) numbers those of one assessment, worst first; `key` names the
    practice and stays the same from one assessment to the next.

    `requirement` is what it is written against, `also` the further requirements that the same failure
    touches, over all standards. `carries` are those that fall short only because of it: shown under it and
    never counted. `statements` say what fails and nothing else; `because` is that of the worst rule; `fix`
    says what to do about that, and about each other practice written in it; `risk` is what may follow.
    `parts` are the keys of lesser nonconformities that together show a breakdown, which `breakdown` names (a
    clause), each with its own statements. `practices` are the keys that the others written in it would have
    if they stood alone.
    """

    id: str
    key: str
    grade: Grade
    requirement: str
    clause: str
    standards: tuple[str, ...]
    statements: tuple[str, ...]
    because: str
    fix: str
    risk: str
    rules: tuple[str, ...]
    also: tuple[str, ...] = ()
    carries: tuple[str, ...] = ()
    evidence: tuple[Proof, ...] = ()
    parts: tuple[str, ...] = ()
    breakdown: str = ""
    place: str = ""
    practices: tuple[str, ...] = ()

    @property
    def statement(self) -> str:
        """What fails, in sentences."""
        return " ".join(self.statements)

    @property
    def members(self) -> tuple[str, ...]:
        """The requirements that it is recorded against."""
        return (self.requirement, *self.also)

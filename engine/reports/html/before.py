"""What the page shows of an earlier assessment: what became of each requirement that failed then, and what fails only now."""

from __future__ import annotations

import msgspec

from ...analysis.assessment import Assessment
from ...analysis.findings import Finding
from ...analysis.marks import mark
from ..words.assessment import printable
from ..words.since import NOTHING_FAILED, other_policy_words, since_parts


class Fate(msgspec.Struct, frozen=True):
    """A requirement then and now: its marks, empty where nothing is known of it."""

    requirement: str
    then: str
    now: str


class Part(msgspec.Struct, frozen=True):
    """The requirements that fared alike: a word for it, a sentence, and each of them."""

    word: str
    says: str
    fates: tuple[Fate, ...]


class Before(msgspec.Struct, frozen=True):
    """An earlier assessment and what became of it. `policies` tells of another policy then, if there was one."""

    file: str
    as_of: str
    parts: tuple[Part, ...]
    policies: str

    @property
    def brief(self) -> str:
        """The parts with their numbers, in a row."""
        return ", ".join(f"{len(one.fates)} {one.word}" for one in self.parts) or NOTHING_FAILED


def before_of(assessment: Assessment) -> Before | None:
    """What became of the earlier assessment; None if there is none."""
    since = assessment.since
    if since is None:
        return None
    parts = tuple(
        Part(word, says, tuple(_fate(one, assessment.finding.get(one)) for one in found)) for word, says, found in since_parts(since)
    )
    return Before(printable(since.file), since.as_of.isoformat(), parts, other_policy_words(since, assessment.policy))


def _fate(requirement: str, finding: Finding | None) -> Fate:
    if finding is None:
        return Fate(requirement, "", "")
    return Fate(requirement, finding.earlier.grade.word if finding.earlier else "", mark(finding))

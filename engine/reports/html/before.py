"""What the page shows of an earlier assessment: what became of each requirement that failed then, and what
fails only now."""

from __future__ import annotations

import msgspec

from ...analysis.assessment import Assessment
from ...analysis.findings import Finding
from ...analysis.marks import mark
from ..words.assessment import printable
from ..words.since import other_policy_words, progress_words, since_parts, too_soon_words


class ToldFate(msgspec.Struct, frozen=True):
    """A requirement then and now: its marks, empty where nothing is known of it."""

    requirement: str
    then: str
    now: str


class Part(msgspec.Struct, frozen=True):
    """The requirements that fared alike: a word for it, a sentence, and each of them."""

    word: str
    says: str
    fates: tuple[ToldFate, ...]


class Before(msgspec.Struct, frozen=True):
    """An earlier assessment and what became of it: `progress` in one sentence, then part by part.
    `remarks` are what to bear in mind: another policy then, or too little time to raise anything."""

    file: str
    as_of: str
    parts: tuple[Part, ...]
    progress: str
    remarks: tuple[str, ...]


def before_of(assessment: Assessment) -> Before | None:
    """What became of the earlier assessment; None if there is none."""
    since = assessment.since
    if since is None:
        return None
    parts = tuple(
        Part(word, says, tuple(_fate(one, assessment.finding.get(one)) for one in found))
        for word, says, found in since_parts(since)
    )
    remarks = tuple(filter(None, (other_policy_words(since, assessment.policy), too_soon_words(since))))
    return Before(
        printable(since.file), since.as_of.isoformat(), parts, progress_words(since.progress), remarks
    )


def _fate(requirement: str, finding: Finding | None) -> ToldFate:
    if finding is None:
        return ToldFate(requirement, "", "")
    return ToldFate(requirement, finding.earlier.grade.word if finding.earlier else "", mark(finding))

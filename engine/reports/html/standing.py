"""How the requirements stand, so that what is shown and what is only claimed are never added up to one
number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ...analysis.findings import Finding
from ...model import Status

STANDINGS = {
    "recorded": "recorded against",
    "carried": "carried by what is recorded",
    "shown": "met, shown by evidence",
    "claimed": "met, claimed",
    "open": "open",
    "outside": "not applicable",
}
"""How a requirement stands, in the order of a bar: recorded against, carried by what is recorded
elsewhere, met and shown, met and claimed, open, not applicable."""


def standing_of(findings: Iterable[Finding]) -> list[tuple[str, int]]:
    """How many requirements stand how; the numbers add up to all of them."""
    found = Counter(_standing(finding) for finding in findings)
    return [(name, found[name]) for name in STANDINGS]


def _standing(finding: Finding) -> str:
    if finding.status is Status.CONFORMS:
        return "shown" if finding.shown else "claimed"
    if finding.status is Status.NOT_ASSESSED:
        return "open"
    if finding.status is Status.NOT_APPLICABLE:
        return "outside"
    return "recorded" if finding.nonconformity else "carried"

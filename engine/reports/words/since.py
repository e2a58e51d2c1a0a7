"""What became of an earlier assessment's findings, in words and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ...analysis.since import Since
from ...model import count
from ...organisation.previous import Earlier

ONE = {"verb": "fails", "them": "it", "are": "is", "leave": "leaves", "conform": "conforms"}
SEVERAL = {"verb": "fail", "them": "them", "are": "are", "leave": "leave", "conform": "conform"}

OUTCOMES = {
    "still": ("still open", "{these} failed then and {verb} now"),
    "eased": ("eased", "{these} failed then and {leave} an observation or opportunity now"),
    "closed": ("closed", "{these} failed then and {conform} now"),
    "unjudged": ("out of sight", "{these} failed then, and nothing is known of {them} now: that closes nothing"),
    "new": ("new", "{these} {verb} now and did not then"),
    "not_compared": ("not compared", "{these} failed then and {are} not part of this assessment"),
}
"""What became of requirements, by the lists of `Since`: in a word, and in a sentence."""
NOTHING_FAILED = "No nonconformity then, and none now."

Names = Callable[[Sequence[str]], str]
"""Says the names of requirements."""


def since_json(since: Since | None) -> dict[str, Any] | None:
    """The comparison for programs; null without an earlier assessment."""
    if since is None:
        return None
    lists = {part: list(getattr(since, part)) for part in OUTCOMES}
    return {"file": since.file, "as_of": since.as_of.isoformat(), "policy": since.policy, **lists}


def earlier_json(earlier: Earlier | None) -> dict[str, Any] | None:
    """How a requirement failed at the earlier assessment; null if it did not, or if there is none."""
    if earlier is None:
        return None
    return {
        "requirement": earlier.requirement,
        "grade": earlier.grade.word,
        "as_of": earlier.as_of.isoformat(),
        "rules": list(earlier.rules),
    }


def since_lines(since: Since, policy: str, names: Names) -> list[str]:
    """The comparison in sentences."""
    lines = [f"{word.capitalize()}: {sentence} ({names(found)})." for word, sentence, found in since_parts(since)]
    lines += [policies] if (policies := other_policy_words(since, policy)) else []
    return lines or [NOTHING_FAILED]


def since_parts(since: Since) -> list[tuple[str, str, tuple[str, ...]]]:
    """What became of what failed then, part by part: a word for it, a sentence, and the requirements. Parts without any are left out."""
    told = [(getattr(since, part), word, form) for part, (word, form) in OUTCOMES.items()]
    return [(word, _sentence(form, found), found) for found, word, form in told if found]


def other_policy_words(since: Since, policy: str) -> str:
    """By which policies grades were given then and now, if these differ."""
    return f"The grades of then were given by the policy {since.policy}, those of now by {policy}." if since.policy != policy else ""


def _sentence(form: str, found: Sequence[str]) -> str:
    words = ONE if len(found) == 1 else SEVERAL
    return form.format(these=count(len(found), "requirement"), **words)


def earlier_words(earlier: Earlier, requirement: str) -> str:
    """How a requirement failed before, with its old id where it had another."""
    under = f", as {earlier.requirement}" if earlier.requirement != requirement else ""
    return f"{earlier.grade.word} on {earlier.as_of}{under}"

"""What became of an earlier assessment, in words and as JSON: progress first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ...analysis.since import Fate, Progress, Since
from ...model import Grade, count
from ...organisation.previous import Earlier

ONE = {"was": "was", "it": "it", "is": "is", "leave": "leaves", "verb": "fails"}
SEVERAL = {"was": "were", "it": "them", "is": "are", "leave": "leave", "verb": "fail"}

OUTCOMES = {
    "closed": ("closed", "{these} of then {is} mended: everything {it} {was} recorded against conforms now"),
    "still": ("still open", "{these} of then {is} not mended"),
    "new": ("new", "{these} {is} recorded now and {was} not then"),
    "back": (
        "back",
        "{these} {is} recorded again that had failed before the assessment of then and did not then",
    ),
    "eased": ("eased", "{these} of then {leave} an observation or opportunity now"),
    "unjudged": ("out of sight", "of {these} of then nothing is known now: that closes nothing"),
    "not_compared": ("not compared", "{these} of then {is} not part of this assessment"),
}
"""What became of nonconformities, by the lists of `Progress`, and of requirements, by those of `Since`: in a
word, and in a sentence."""
NOTHING_FAILED = "No nonconformity then, and none now."

Names = Callable[[Sequence[str]], str]
"""Says the names of requirements."""


def since_json(since: Since | None) -> dict[str, Any] | None:
    """The comparison for programs; null without an earlier assessment. `raises_from` is null where what is
    left open is raised."""
    if since is None:
        return None
    lists = {part: list(getattr(since, part)) for part in OUTCOMES}
    return {
        "file": since.file,
        "as_of": since.as_of.isoformat(),
        "policy": since.policy,
        "progress": progress_words(since.progress),
        "raises_from": since.raises_from.isoformat() if since.raises_from else None,
        "nonconformities": {part: [_fate(one) for one in getattr(since.progress, part)] for part in OUTCOMES},
        **lists,
    }


def _fate(fate: Fate) -> dict[str, Any]:
    """Then and now; null where there was or is none."""
    return {
        "requirement": fate.requirement,
        "key": fate.key,
        "then": _recorded(fate.id_then, fate.then),
        "now": _recorded(fate.id_now, fate.now),
    }


def _recorded(number: str, grade: Grade) -> dict[str, Any] | None:
    return {"id": number or None, "grade": grade.word} if grade is not Grade.UNGRADED else None


def progress_words(progress: Progress) -> str:
    """How many nonconformities of then are closed, and what became of the others: "6 of 9 closed, 2 still
    open, 1 new"."""
    told = [f"{len(progress.closed)} of {progress.of_then} closed"] if progress.of_then else []
    for part, (word, _) in OUTCOMES.items():
        number = len(getattr(progress, part))
        told += [f"{number} {word}"] if number and part != "closed" else []
    return f"{', '.join(told)}." if told else NOTHING_FAILED


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
    """The comparison in sentences: the progress, then each part, then what to bear in mind."""
    lines = [progress_words(since.progress)]
    lines += [
        f"{word.capitalize()}: {sentence} ({names(found)})." for word, sentence, found in since_parts(since)
    ]
    return [*lines, *filter(None, (other_policy_words(since, policy), too_soon_words(since)))]


def since_parts(since: Since) -> list[tuple[str, str, tuple[str, ...]]]:
    """What became of nonconformities, part by part: a word for it, a sentence, and the requirement that each
    is written against. Parts without any are left out."""
    told = [(getattr(since.progress, part), part, word, form) for part, (word, form) in OUTCOMES.items()]
    return [
        (word, _sentence(form, found, _unit(since.progress, part)), tuple(fate.requirement for fate in found))
        for found, part, word, form in told
        if found
    ]


def _unit(progress: Progress, part: str) -> str:
    """What is counted: an older file tells findings and no nonconformities."""
    return "finding" if progress.by_finding and part not in ("new", "back") else "nonconformity"


def _sentence(form: str, found: Sequence[Fate], unit: str) -> str:
    return form.format(these=count(len(found), unit), **(ONE if len(found) == 1 else SEVERAL))


def other_policy_words(since: Since, policy: str) -> str:
    """By which policies grades were given then and now, if these differ."""
    return (
        f"The grades of then were given by the policy {since.policy}, those of now by {policy}."
        if since.policy != policy
        else ""
    )


def too_soon_words(since: Since) -> str:
    """That it is too soon to raise what is still open, and from which day on it is; empty if it is not."""
    if since.raises_from is None or not (since.progress.still or since.still):
        return ""
    return (
        f"What is still open is raised from {since.raises_from} on, the next audit, or once a day agreed on"
        " has passed."
    )


def earlier_words(earlier: Earlier, requirement: str) -> str:
    """How a requirement failed before, with its old id where it had another."""
    under = f", as {earlier.requirement}" if earlier.requirement != requirement else ""
    return f"{earlier.grade.word} on {earlier.as_of}{under}"

"""What a change of an overlay may be about, and which keys go with it: a table, so that a new kind of change
is a row."""

from __future__ import annotations

from ...reading.nodes import Problems
from ...reading.shapes import Entry

CONDITIONS = ("when", "thresholds", "each", "none", "some", "only", "at_least", "share")
GOES_WITH: dict[str, tuple[str, ...]] = {
    "change": ("grade", *CONDITIONS, "words"),
    "disable": (),
    "question": ("ask", "help"),
    "link": ("strength",),
    "requirement": ("evidence", "weight"),
}
"""By what a change is about, what it may change there."""

SCOPES: dict[str, tuple[str, ...]] = {
    "change": ("standard", "requirement"),
    "disable": ("standard", "requirement"),
    "question": (),
    "link": ("standard",),
    "requirement": ("standard",),
}
"""By what a change is about, the keys that say where alone it counts."""

_ALWAYS = ("until", "because")


def about(entry: Entry, problems: Problems) -> str | None:
    """What a change is about, by its key; None, with a problem, where it says nothing, or two things."""
    named = [key for key in GOES_WITH if key in entry and key != "requirement"]
    named = named or [key for key in ("requirement",) if key in entry]
    if len(named) != 1:
        problems.add(
            entry.at,
            "a change is about one thing: a rule or escalation (`change` or `disable`), a `question`, a"
            " `requirement` or a `link`",
            "missing-key",
            "for example: {change: iso-9001/some-rule, grade: major, because: ...}",
        )
        return None
    return named[0] if _says_what(named[0], entry, problems) else None


def _says_what(key: str, entry: Entry, problems: Problems) -> bool:
    """Whether a change says what changes, and nothing that does not go with it."""
    allowed = (key, *GOES_WITH[key], *SCOPES[key], *_ALWAYS)
    stray = next((one for one in entry if one not in allowed), None)
    listed = ", ".join(GOES_WITH[key])
    if stray is not None:
        beside = f"with `{key}` go {listed}" if listed else "remove it, or write `change` for `disable`"
        problems.add(entry.place(stray), f"`{stray}` does not go with `{key}`", "unknown-key", beside)
        return False
    if GOES_WITH[key] and not any(one in entry for one in GOES_WITH[key]):
        message = f"`{key}` does not say what changes"
        problems.add(entry.place(key), message, "missing-key", f"beside it goes at least one of {listed}")
        return False
    return True

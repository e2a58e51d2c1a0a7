"""What rule authors say is meant so, though `check` doubts it."""

from __future__ import annotations

from ...model import Accepted
from ...reading.shapes import Entry


def accepted_problems(entry: Entry) -> tuple[Accepted, ...]:
    """The problems that an entry accepts, each with its reason."""
    return tuple(
        Accepted(one["problem"], one["because"], one.place("problem"), one.get("about", ""))
        for one in entry.all("accepts")
        if one.whole and "problem" in one
    )

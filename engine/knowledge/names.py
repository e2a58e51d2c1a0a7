"""Which names there are, where they stand, and which of them are known but broken, so that one mistake is
reported once."""

from __future__ import annotations

import re

from ..problems import Location
from ..reading.nodes import Problems, shortened
from ..reading.shapes import Placed

MOST_NAMES_LISTED = 12
_OF_A_STANDARD = re.compile(":.*/")


class Names:
    """The names of one kind of thing: `what` says which, with its article (`a fact`)."""

    def __init__(self, what: str, problems: Problems, *, complete: bool = True) -> None:
        self.what = what
        self.problems = problems
        self.complete = complete
        self._places: dict[str, Location] = {}
        self._broken: set[str] = set()
        self.called_now: dict[str, str] = {}

    def declare(self, name: str, at: Location, *, whole: bool = True) -> bool:
        """Takes a name in; false, with a problem, if it is taken already.

        A name that is not `whole`, or that two things have, is known but cannot be used.
        """
        first = self._places.setdefault(name, at)
        if first is not at:
            hint = f"it first stands in {first.file}, line {first.line}"
            self.problems.add(at, f"`{name}` is the name of {self.what} already", "duplicate-name", hint)
            self._broken.add(name)
            return False
        if not whole:
            self._broken.add(name)
        return True

    def usable(self, name: Placed[str], *, within: str = "", hint: str = "") -> bool:
        """Whether a name can be used; an unknown one is a problem, unless it may stand in a file that could
        not be read.

        `within` is the part that all names of this place begin with and authors leave out; `hint` serves
        where no name is near.
        """
        if name.value in self._places:
            return name.value not in self._broken
        if self.complete:
            written = name.value.removeprefix(within)
            now = self.called_now.get(name.value) or self.called_now.get(written)
            near = now and f"it is called {now} now: clausegraph upgrade FOLDER writes that"
            near = near or self.problems.near(
                written, [one.removeprefix(within) for one in self._places if one.startswith(within)]
            )
            message = f"there is no {self.what.partition(' ')[2]} `{shortened(written)}`" + (
                f" in {within.rstrip('/')}" if within else ""
            )
            self.problems.add(name.at, message, "unknown-name", near or hint or self._known(within))
        return False

    def _known(self, within: str) -> str:
        """The names there are, where they are few."""
        known = [
            one.removeprefix(within)
            for one in self._places
            if one.startswith(within) and (within or not _OF_A_STANDARD.search(one))
        ]
        return f"known are {', '.join(sorted(known))}" if 0 < len(known) <= MOST_NAMES_LISTED else ""

    def breaks(self, name: str, at: Location | None = None) -> None:
        """Marks a name as one that cannot be used; its own problem is in the list. With `at` it need not
        have been declared."""
        if at is not None:
            self._places.setdefault(name, at)
        self._broken.add(name)

    def __contains__(self, name: str) -> bool:
        return name in self._places

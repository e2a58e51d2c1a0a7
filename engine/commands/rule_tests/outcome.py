"""What running the cases showed, and what of it stands in a report."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from ...model import count
from ...problems import Problem
from .cases import Case
from .coverage import Covered

Step = Callable[[str], None]
"""Told what is looked at next: a case, a requirement."""


def silently(_: str) -> None:
    """What is told to nobody."""


class Mutation(msgspec.Struct, frozen=True):
    """How many small changes were made, and those that no case noticed."""

    made: int
    unnoticed: tuple[Problem, ...]

    @property
    def score(self) -> float:
        """The share of the changes that some case notices, in per cent."""
        return 100 * (self.made - len(self.unnoticed)) / self.made if self.made else 100.0

    def __str__(self) -> str:
        noticed = self.made - len(self.unnoticed)
        return f"{noticed} of {count(self.made, 'small change')} to the rules noticed: {self.score:.1f} %."


class Ran(msgspec.Struct, frozen=True):
    """A case that was run, with what it expected in vain."""

    case: Case
    failures: tuple[Problem, ...]


class Outcome(msgspec.Struct, frozen=True):
    """What running the cases showed: those that failed, the rules without a case that fires them or one that
    does not, how much is covered, and, where it was asked for, what small changes nobody would notice.

    `overruled` are expectations that overlays have changed; they are no failures. `whole`: all cases ran. Of
    some of them nobody can say what is covered."""

    ran: tuple[Ran, ...]
    uncovered: tuple[Problem, ...]
    covered: tuple[Covered, ...] = ()
    mutation: Mutation | None = None
    overruled: tuple[Problem, ...] = ()
    whole: bool = True

    def __str__(self) -> str:
        told = count(self.cases, "case"), count(self.expectations, "expectation"), *self._rules
        lines = [f"{self._state}: {', '.join(told)}."]
        if self.overruled:
            lines.append(f"Overruled by overlays: {count(len(self.overruled), 'expectation')}.")
        if self.covered:
            lines.append(f"Covered: {', '.join(map(str, self.covered))}.")
        if self.mutation is not None:
            lines.append(str(self.mutation))
        return "\n".join(lines)

    @property
    def _state(self) -> str:
        if self.passed:
            return "Passed"
        failed, gaps = len(self.failures), len(self.uncovered)
        return f"{count(failed, 'expectation')} failed, {count(gaps, 'gap')} in coverage"

    @property
    def _rules(self) -> tuple[str, ...]:
        return tuple(count(one.total, "rule") for one in self.covered if one.of == "rules")

    @property
    def passed(self) -> bool:
        """Whether every case gave what it expects, and no rule is untested."""
        return not self.failures and not self.uncovered

    @property
    def cases(self) -> int:
        return len(self.ran)

    @property
    def expectations(self) -> int:
        return sum(len(one.case.expectations) for one in self.ran)

    @property
    def failures(self) -> tuple[Problem, ...]:
        return tuple(problem for one in self.ran for problem in one.failures)

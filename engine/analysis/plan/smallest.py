"""The smallest set of requirements whose mending leaves no major nonconformity.

A requirement that rules grade major must be in it. Majors raised by counting vanish when few enough nonconformities are left under
their clause, or few enough answers behind them: solved exactly, clause by clause. Only a policy that makes dependency failures major
needs a search over sets, with a limit.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence, Set

import msgspec

from ...inference.meaning.escalation import needed
from ...model import Escalation, Grade
from .mending import Counted, Mending

MOST_FACT_SETS = 10_000
"""How many sets of facts are tried for one clause."""

MOST_SETS = 1000
"""How many sets of requirements are tried where dependency failures are major."""


class Smallest(msgspec.Struct, frozen=True, gc=False):
    """Requirements in the order of the plan. `exact`: no smaller set would do; else none was found within the limits.

    `leaves` are majors that no mending takes away: a policy makes them major because a foundation is not assessed.
    """

    requirements: tuple[str, ...]
    exact: bool
    leaves: tuple[str, ...] = ()


def smallest(mending: Mending, order: Sequence[str]) -> Smallest:
    """The smallest set; among equals rather what comes first in `order`, which names every failing requirement once.

    The limits: up to MOST_FACT_SETS sets of facts for one clause, and MOST_SETS sets of requirements where a policy makes dependency
    failures major. Beyond them the set is the shortest beginning of the plan that does, less what it can spare.
    """
    return _Search(mending, order).smallest()


class _Search:
    def __init__(self, mending: Mending, order: Sequence[str]) -> None:
        self.mending = mending
        self.order = order
        self.leaves = mending.after(mending.failing).majors
        self.by_count = [one for one in mending.by_count if one.grade is Grade.MAJOR]

    def smallest(self) -> Smallest:
        if self._is_enough(frozenset()):
            return self._found(frozenset(), exact=True)
        forced = self._forced()
        spared = [self._spared(counted, counted.failing - forced) for counted in self.mending.counted.values()]
        at_least = forced.union(*(gone for gone, _ in spared))
        exact = all(sure for _, sure in spared)
        if self._is_enough(at_least):
            return self._found(at_least, exact)
        for mended in itertools.islice(self._sets(forced, len(at_least) if exact else len(forced)), MOST_SETS):
            if self._is_enough(mended):
                return self._found(mended, exact=True)
        return self._found(self._beginning_of_the_plan(forced), exact=False)

    def _found(self, mended: Set[str], exact: bool) -> Smallest:
        leaves = tuple(one for one in self.mending.own if one in self.leaves)
        return Smallest(tuple(one for one in self.order if one in mended), exact, leaves)

    def _is_enough(self, mended: Set[str]) -> bool:
        """Whether no major is left but those that hold and are major all the same."""
        return self.mending.after(mended).majors <= self.leaves - (self.mending.failing - mended)

    def _forced(self) -> frozenset[str]:
        """What rules grade major. What is absent is among it, so that nothing is left to be unfounded once it is mended."""
        return frozenset(one for one, own in self.mending.own.items() if own.base is Grade.MAJOR)

    def _spared(self, counted: Counted, failing: frozenset[str]) -> tuple[frozenset[str], bool]:
        """The fewest that have to go from under a clause so that the rest is not raised to major, and whether that is sure.

        For every limit on the number of answers behind the rest, only the escalations that ask for fewer answers still limit its size.
        """
        found: list[list[str]] = []
        sure = True
        for limit in [*sorted({one.at_least for one in self.by_count}), math.inf]:
            most = self._most_left(counted, [one for one in self.by_count if one.at_least < limit])
            kept = self._resting_on_fewer(failing, limit)
            sure = sure and kept is not None
            found.append((kept or [])[-most:] if most else [])
        best = max(found, key=len)
        return frozenset(failing.difference(best)), sure or len(best) == len(failing)

    def _most_left(self, counted: Counted, escalations: list[Escalation]) -> int:
        return min([needed(one, counted.judged) - 1 for one in escalations], default=len(counted.failing))

    def _resting_on_fewer(self, failing: Set[str], limit: float) -> list[str] | None:
        """The most requirements, in the plan's order, with fewer different answers behind them than `limit`; None if too much to try."""
        ordered = [one for one in self.order if one in failing and len(self.mending.own[one].facts) < limit]
        facts = sorted(frozenset().union(*(self.mending.own[one].facts for one in ordered)))
        if len(facts) < limit:
            return ordered
        if math.comb(len(facts), int(limit) - 1) > MOST_FACT_SETS:
            return None
        chosen = (frozenset(some) for some in itertools.combinations(facts, int(limit) - 1))
        return max(([one for one in ordered if self.mending.own[one].facts <= some] for some in chosen), key=len)

    def _sets(self, forced: frozenset[str], size: int) -> Iterator[frozenset[str]]:
        """What is forced with more and more of the rest, from a size on."""
        others = [one for one in self.order if one not in forced]
        for more in range(size - len(forced), len(others) + 1):
            yield from (forced.union(some) for some in itertools.combinations(others, more))

    def _beginning_of_the_plan(self, forced: frozenset[str]) -> frozenset[str]:
        beginnings = (forced.union(self.order[:length]) for length in range(len(self.order) + 1))
        mended = next(some for some in beginnings if self._is_enough(some))
        while True:
            before = mended
            for one in reversed(self.order):
                if one in mended - forced and self._is_enough(mended - {one}):
                    mended -= {one}
            if mended == before:  # where a plan that never arrived is major, what can be spared depends on what was
                return mended

"""What there is to mend: one task for each nonconformity, with the requirements that fail in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

import msgspec

from ..nonconformities.nonconformity import Nonconformity


class Task(msgspec.Struct, frozen=True, gc=False):
    """A nonconformity to mend. `requirements` are those of it that fail by their own answers, over all
    standards: what it is recorded against first, then what it carries. A clause as a whole, where a note
    found fault with that, is among them."""

    nonconformity: Nonconformity
    requirements: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.nonconformity.id


def tasks_of(nonconformities: Sequence[Nonconformity], failing: Set[str]) -> tuple[Task, ...]:
    """The tasks behind nonconformities, in their order (worst first). One that fails only on account of its
    foundation is none: it clears with that. What several carry is mended with the first of them; what several
    are recorded against is in each."""
    recorded = frozenset(member for known in nonconformities for member in known.members)
    carried: set[str] = set()
    tasks = []
    for known in nonconformities:
        carries = [name for name in known.carries if name not in recorded and name not in carried]
        carried.update(carries)
        requirements = tuple(
            name for name in (*known.members, *carries) if name in failing or is_clause(name)
        )
        if requirements:
            tasks.append(Task(known, requirements))
    return tuple(tasks)


def is_clause(name: str) -> bool:
    """Whether something is recorded against a clause as a whole, and not against a requirement."""
    return name.count("/") == 1


def mended(tasks: Iterable[Task], done: Set[str]) -> frozenset[str]:
    """The requirements that fail no more, and the clauses that nothing is found against any more, once the
    tasks of some numbers are done: those in none that is left."""
    everything = tuple(tasks)
    left = set().union(*(task.requirements for task in everything if task.id not in done))
    gone = set().union(*(task.requirements for task in everything if task.id in done))
    return frozenset(gone - left)

"""What a standard consists of: clauses, requirements, what an edition changed, and what builds on what."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ..problems import Location
from .rules import Acceptance, Accepted, Alternatives
from .words import Basis, ChangeKind, Confidence, Discipline, Documented, LinkKind, Stage, Strength, Weight


class Template(msgspec.Struct, frozen=True, gc=False):
    """What a rulebase says of a requirement. A standard's own becomes one requirement; a harmonised one
    becomes one in every standard that takes it. `leads` tells whether the rest of its theme cannot be
    there without it: no audit, nothing to say of auditors. `inferred` tells that no question asks for it: it
    is read off answers on something else."""

    id: str
    says: str
    at: Location
    theme: str = ""
    documented: Documented = Documented.NONE
    evidence: tuple[str, ...] = ()
    applies: Alternatives = ()
    otherwise: str = ""
    accepts: tuple[Acceptance, ...] = ()
    rulebase: str = ""
    weight: Weight = Weight.ITEM
    leads: bool = False
    inferred: bool = False
    accepted: tuple[Accepted, ...] = ()


class Clause(msgspec.Struct, frozen=True, gc=False):
    """A numbered heading of a standard: `iso-9001:2015/9.2.2`."""

    id: str
    standard: str
    number: str
    title: str
    stage: Stage
    theme: str
    at: Location


class Requirement(msgspec.Struct, frozen=True, gc=False):
    """One thing to fulfil under a clause of one edition: `iso-9001:2015/9.2.2/programme`.

    `documented` is what this edition asks for, which may differ from what other editions ask of the same
    template; `says` is empty unless this edition words the requirement differently. `origin` is the
    template that it shared with other standards before it was judged apart (see `apart`).
    """

    id: str
    standard: str
    clause: str
    template: str
    theme: str
    stage: Stage
    documented: Documented = Documented.NONE
    says: str = ""
    origin: str = ""

    @property
    def clause_id(self) -> str:
        return f"{self.standard}/{self.clause}"

    @property
    def kin(self) -> str:
        """What makes it the same as requirements of other standards: the template, or the one it was told
        apart from."""
        return self.origin or self.template


class Transition(msgspec.Struct, frozen=True, gc=False):
    """Until when certificates to the edition before still count, as far as it is known: the last day (ISO
    text), and how sure it is."""

    until: str
    confidence: Confidence
    note: str = ""


class Standard(msgspec.Struct, frozen=True, gc=False):
    """One edition of a standard. `may_exclude` are the clauses an organisation may declare not applicable;
    `based_on` is the edition that this one changes, empty if it is written out in full; `transition` is
    the time to change over from that one, if it is known."""

    id: str
    title: str
    edition: str
    discipline: Discipline
    at: Location
    may_exclude: tuple[str, ...] = ()
    based_on: str = ""
    transition: Transition | None = None


class EditionChange(msgspec.Struct, frozen=True, gc=False):
    """What an edition did to the one it is based on.

    `what` is a clause or requirement of the new edition (of the old one, if withdrawn), `was` its id in
    the old one where it had another. `note` says what is known, and how, where the confidence is not high.
    """

    standard: str
    kind: ChangeKind
    what: str
    confidence: Confidence
    at: Location
    was: str = ""
    note: str = ""


class Link(msgspec.Struct, frozen=True, gc=False):
    """A dependency: foundation -> dependent. Both ends are ids of requirements or clauses of one standard."""

    id: str
    source: str
    target: str
    kind: LinkKind
    basis: Basis
    strength: Strength
    because: str
    at: Location
    accepted: tuple[Accepted, ...] = ()

    @property
    def carries_failure(self) -> bool:
        return self.strength is Strength.HARD and self.kind is not LinkKind.REFERS


class Theme(msgspec.Struct, frozen=True, gc=False):
    """What requirements are about, across standards. `apart` tells whether it holds processes that have
    nothing to do with each other, as operation as such does: what fails in one is not said of the next."""

    id: str
    title: str
    apart: bool = False


OPERATION = ("8",)
"""The clauses in which each process stands for itself."""

METHODS = {Discipline.INFORMATION_SECURITY: ("6.1.2", "6.1.3")}
"""By discipline, clauses of planning in which each step is done and judged by itself: information security
risks and their treatment."""

CONTROL = "A."
"""How the clauses of an annex of controls begin."""


def operates(number: str, discipline: Discipline) -> bool:
    """Whether a clause is about operation: its processes and controls are told apart, not taken as one
    practice."""
    clauses = (*OPERATION, *METHODS.get(discipline, ()))
    return number.startswith(CONTROL) or not set(clauses).isdisjoint(lineage(number))


class Parallel(msgspec.Struct, frozen=True, gc=False):
    """One step of the cycle that several disciplines take, each with its own method and content: no
    evidence in common, one way to go about it. `themes` and `clauses` (`iso-27001:2022/A.5.36`) are what
    takes it; `because` says what the method has in common."""

    id: str
    title: str
    because: str
    at: Location
    themes: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()

    def member(self, requirement: Requirement) -> str:
        """The theme or the clause by which a requirement belongs to it, a clause without its edition;
        empty if it does not."""
        above = {f"{requirement.standard}/{number}" for number in lineage(requirement.clause)}
        for clause in self.clauses:
            if clause in above:
                return without_edition(clause)
        return requirement.theme if requirement.theme in self.themes else ""


def without_edition(clause: str) -> str:
    """A clause in whatever edition of its standard: iso-9001/8.2.1."""
    return f"{clause.partition(':')[0]}/{clause.partition('/')[2]}"


def lineage(number: str) -> Iterator[str]:
    """A clause number and those it stands under, the lowest first: 9.2.2, 9.2, 9."""
    while number:
        yield number
        number = number.rpartition(".")[0]


def clause_order(number: str) -> tuple[tuple[int, int | str], ...]:
    """A key that sorts clause numbers as the standard prints them: 9.2 before 9.10, clauses before Annex
    A."""
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in number.split("."))

"""Editions built on the one before: what they keep, and what was added, renumbered, reworded or withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from ..model import ChangeKind, Clause, Confidence, EditionChange, Link, Requirement, Transition, lineage
from ..problems import did_you_mean
from ..reading.nodes import Problems
from ..reading.shapes import Entry, Placed


class Edition(msgspec.Struct, frozen=True):
    """What one edition does to its base. `moved` and `withdrawn` name places of the base, `entries` are the
    changes as they were read.

    A place is a clause (`6.1.4`) or a requirement under one (`6.1.1/risks-determined`).
    """

    standard: str
    base: str
    moved: dict[str, str]
    withdrawn: frozenset[str]
    entries: tuple[Entry, ...]

    def place(self, old: str) -> str | None:
        """Where a place of the base stands in this edition; None if it was withdrawn."""
        number, _, name = old.partition("/")
        if old in self.withdrawn:
            return None
        if name and old in self.moved:
            return self.moved[old] if "/" in self.moved[old] else f"{self.moved[old]}/{name}"
        for upper in lineage(number):
            if upper in self.withdrawn:
                return None
            if upper in self.moved:
                number = self.moved[upper] + number.removeprefix(upper)
                break
        return f"{number}/{name}" if name else number

    def id_of(self, old: str) -> str | None:
        """The id in this edition of a clause or requirement of the base; None if it was withdrawn."""
        place = self.place(old.removeprefix(f"{self.base}/"))
        return f"{self.standard}/{place}" if place else None


def read_edition(entry: Entry, problems: Problems) -> Edition:
    """The changes of a standard's file that names a `based_on`; each says what it is by the key it has."""
    changes = [one for one in entry.all("changes") if one.whole and _is_clear(one, problems)]
    return Edition(
        standard=entry["standard"],
        base=entry["based_on"],
        moved={one["renumbered"]: one["to"] for one in changes if "renumbered" in one},
        withdrawn=frozenset(one["withdrawn"] for one in changes if "withdrawn" in one),
        entries=tuple(changes),
    )


def read_transition(entry: Entry, problems: Problems) -> Transition | None:
    """The time to change over that a standard's file gives; None if it gives none, or none that is clear,
    which is a problem."""
    given: Entry | None = entry.get("transition")
    if given is None or not given.whole:
        return None
    place = entry.place("transition")
    if "based_on" not in entry:
        message = "a transition leads from one edition to the next, and this file names no `based_on`"
        problems.add(place, message, "edition", "add `based_on`, the edition before, or remove `transition`")
        return None
    if given["confidence"] is not Confidence.HIGH and "note" not in given:
        hint = (
            "for example: {until: 2029-09-30, confidence: low, note: reported by two bodies; no official text"
            " was seen}"
        )
        problems.add(place, "a date that is not sure needs a `note` that says why", "edition", hint)
        return None
    return Transition(given["until"].isoformat(), given["confidence"], given.get("note", ""))


def kinds_of(entry: Entry) -> list[ChangeKind]:
    return [kind for kind in ChangeKind if kind.value in entry]


def _is_clear(entry: Entry, problems: Problems) -> bool:
    kinds = kinds_of(entry)
    renumbered, reworded = ChangeKind.RENUMBERED in kinds, ChangeKind.REWORDED in kinds
    faults = (
        (
            len(kinds) != 1,
            "a change is one of added, renumbered, reworded, withdrawn",
            "{added: 6.3, confidence: high}",
        ),
        (
            renumbered != ("to" in entry),
            "`renumbered` and `to` go together",
            "{renumbered: 6.1.4, to: 6.1.5, confidence: high}",
        ),
        (
            not reworded and ("says" in entry or "documented" in entry),
            "only a reworded requirement gets new words",
            "{reworded: 4.1/issues-determined, says: ..., confidence: high}",
        ),
        (
            entry["confidence"] is not Confidence.HIGH and "note" not in entry,
            "what is not sure needs a `note` that says why",
            "{reworded: 6.3, confidence: low, note: reported once; the text was not seen}",
        ),
    )
    for wrong, message, example in faults:
        if wrong:
            problems.add(entry.at, message, "edition", f"for example: {example}")
            return False
    return True


def copied_clauses(edition: Edition, clauses: Iterable[Clause]) -> Iterator[Clause]:
    """The clauses of the base as they stand in this edition."""
    for clause in clauses:
        number = edition.place(clause.number) if clause.standard == edition.base else None
        if number:
            yield msgspec.structs.replace(
                clause, id=f"{edition.standard}/{number}", standard=edition.standard, number=number
            )


def copied_requirements(
    edition: Edition, requirements: Iterable[Requirement], clauses: dict[str, Clause]
) -> Iterator[Requirement]:
    """The requirements of the base as they stand in this edition, reworded where it says so."""
    reworded = {one["reworded"]: one for one in edition.entries if "reworded" in one}
    for one in requirements:
        place = (
            edition.place(one.id.removeprefix(f"{edition.base}/")) if one.standard == edition.base else None
        )
        clause = clauses.get(f"{edition.standard}/{place.partition('/')[0]}") if place else None
        if not place or clause is None:
            continue
        words = reworded.get(place)
        yield msgspec.structs.replace(
            one,
            id=f"{edition.standard}/{place}",
            standard=edition.standard,
            clause=clause.number,
            stage=clause.stage,
            documented=words.get("documented", one.documented) if words else one.documented,
            says=words.get("says", one.says) if words else one.says,
        )


def copied_links(edition: Edition, links: list[Link], ends: set[str]) -> Iterator[Link]:
    """The links of the base between what both editions have, as far as this edition has not got them from
    a harmonised rulebase."""
    present = {link.id for link in links}
    for link in links:
        if link.source.partition("/")[0] == edition.base:
            source, target = edition.id_of(link.source), edition.id_of(link.target)
            name = f"{link.id.partition('@')[0]}@{edition.standard}"
            if source in ends and target in ends and source and target and name not in present:
                yield msgspec.structs.replace(link, id=name, source=source, target=target)


def edition_changes(edition: Edition, ends: set[str], problems: Problems) -> Iterator[EditionChange]:
    """The changes, each checked to name something that there is."""
    for entry in edition.entries:
        kind = kinds_of(entry)[0]
        named: Placed[str] = entry.placed(kind.value)
        where = edition.base if kind in (ChangeKind.RENUMBERED, ChangeKind.WITHDRAWN) else edition.standard
        if f"{where}/{named.value}" not in ends:
            known = [end.removeprefix(f"{where}/") for end in ends if end.startswith(f"{where}/")]
            problems.add(
                named.at, f"{where} has no `{named.value}`", "unknown-name", did_you_mean(named.value, known)
            )
            continue
        new = edition.place(named.value) if kind is ChangeKind.RENUMBERED else None
        yield EditionChange(
            standard=edition.standard,
            kind=kind,
            what=f"{edition.standard}/{new}" if new else f"{where}/{named.value}",
            confidence=entry["confidence"],
            at=entry.at,
            was=f"{where}/{named.value}" if new else "",
            note=entry.get("note", ""),
        )

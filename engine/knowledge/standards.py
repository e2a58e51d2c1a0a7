"""Standards and their clauses, and the places that harmonised requirements take in them."""

from __future__ import annotations

import msgspec

from ..model import Clause, Documented, EditionChange, Requirement, Stage, Standard, Template, lineage
from ..problems import did_you_mean
from ..reading.nodes import Problems
from ..reading.shapes import Entry, Placed
from .editions import (
    Edition,
    copied_clauses,
    copied_requirements,
    edition_changes,
    read_edition,
    read_transition,
)
from .names import Names
from .sources import Sources


class Taken(msgspec.Struct, frozen=True):
    """A harmonised requirement that a clause takes, and what this edition wants documented, if that
    differs."""

    clause: Clause
    name: Placed[str]
    documented: Documented | None = None


class Outline:
    """The standards with their clauses, and which harmonised requirements stand where.

    `broken` are the standards that may have clauses which could not be read; `broken_places` are the
    requirements that would stand under a clause if they could be read.
    """

    def __init__(self, problems: Problems, themes: Names, *, complete: bool) -> None:
        self.problems = problems
        self.themes = themes
        self.standards: dict[str, Standard] = {}
        self.clauses: dict[str, Clause] = {}
        self.names = Names("a standard", problems, complete=complete)
        self.broken: set[str] = set()
        self.broken_places: set[str] = set()
        self.takes: list[Taken] = []
        self.editions: list[Edition] = []

    def clause(self, standard: str, number: str) -> Clause | None:
        return self.clauses.get(f"{standard}/{number}")

    def knows(self, standard: str, number: Placed[str]) -> bool:
        """Whether a standard has a clause; if not, that is a problem (unless its outline could not be
        read)."""
        if f"{standard}/{number.value}" in self.clauses:
            return True
        if standard in self.standards and standard not in self.broken:
            known = [clause.number for clause in self.clauses.values() if clause.standard == standard]
            hint = did_you_mean(number.value, known)
            self.problems.add(number.at, f"{standard} has no clause {number.value}", "unknown-name", hint)
        return False

    def add(self, entry: Entry) -> None:
        """Takes in one standard with its clauses."""
        head = ("title", "edition", "discipline")
        whole = all(key in entry for key in head)
        if not self.names.declare(entry["standard"], entry.place("standard"), whole=whole) or not whole:
            self.broken.add(entry["standard"])
            return
        standard = Standard(
            id=entry["standard"],
            title=entry["title"],
            edition=entry["edition"],
            discipline=entry["discipline"],
            at=entry.place("standard"),
            may_exclude=tuple(entry.all("may_exclude")),
            based_on=entry.get("based_on", ""),
            transition=read_transition(entry, self.problems),
        )
        self.standards[standard.id] = standard
        if standard.based_on:
            self._build_on(standard, read_edition(entry, self.problems))
        elif "clauses" not in entry and entry.whole:
            self.problems.add(
                entry.place("standard"),
                "a standard needs the key `clauses`",
                "missing-key",
                "or `based_on`, the edition before",
            )
        clauses = Names("a clause", self.problems)
        for one in entry.all("clauses"):
            self._add_clause(standard.id, one, clauses)
        for number in entry.get("may_exclude", ()):
            self.knows(standard.id, number)

    def _build_on(self, standard: Standard, edition: Edition) -> None:
        """Takes over what the edition before has, as far as this one keeps it."""
        self.editions.append(edition)
        for clause in list(copied_clauses(edition, self.clauses.values())):
            self.clauses[clause.id] = clause
        if not standard.may_exclude:
            kept = [edition.place(number) for number in self.standards[edition.base].may_exclude]
            self.standards[standard.id] = msgspec.structs.replace(
                standard, may_exclude=tuple(number for number in kept if number)
            )
        if edition.base in self.broken:
            self.broken.add(standard.id)

    def _add_clause(self, standard: str, entry: Entry, names: Names) -> None:
        if not entry.whole:
            self.broken.add(standard)
        if (
            "clause" not in entry
            or not names.declare(entry["clause"], entry.place("clause"))
            or "title" not in entry
        ):
            return
        number = entry["clause"]
        above = next(
            (clause for upper in list(lineage(number))[1:] if (clause := self.clause(standard, upper))), None
        )
        stage = self._stage(entry, above)
        theme = entry.get("theme", above.theme if above else "")
        if "theme" in entry:
            self.themes.usable(entry.placed("theme"))
        clause = Clause(f"{standard}/{number}", standard, number, entry["title"], stage, theme, entry.at)
        self.clauses[clause.id] = clause
        self.takes += [taken for given in entry.get("takes", ()) if (taken := _taken(clause, given))]

    def _stage(self, entry: Entry, above: Clause | None) -> Stage:
        if "stage" not in entry and above is None and entry.whole:
            message = f"clause {entry['clause']} stands under no other and needs a stage"
            self.problems.add(
                entry.place("clause"),
                message,
                "missing-key",
                "stage: plan, do, check or act; the clauses above come first",
            )
        stage: Stage = entry.get("stage", above.stage if above else Stage.PLAN)
        return stage

    def placed(self, templates: dict[str, Template], names: Names) -> tuple[Requirement, ...]:
        """Every requirement of every standard: its own, and the harmonised ones it takes."""
        own = [_own(template, self) for template in templates.values() if ":" in template.id]
        found = {requirement.id: requirement for requirement in own if requirement is not None}
        for taken in self.takes:
            if not names.usable(taken.name):
                self.broken_places.add(f"{taken.clause.id}/{taken.name.value.rpartition('/')[2]}")
                continue
            requirement = _requirement(taken.clause, templates[taken.name.value], taken.documented)
            if requirement.id in found:
                message = (
                    f"clause {taken.clause.number} has a requirement `{requirement.id.rpartition('/')[2]}`"
                    " already"
                )
                hint = "it is taken twice, or a rulebase gives the clause one of that name"
                self.problems.add(taken.name.at, message, "duplicate-name", hint)
            found[requirement.id] = requirement
        for edition in self.editions:
            for requirement in list(copied_requirements(edition, found.values(), self.clauses)):
                found.setdefault(requirement.id, requirement)
        return tuple(found.values())

    def changes(self, requirements: tuple[Requirement, ...]) -> tuple[EditionChange, ...]:
        """What editions did to those before them."""
        ends = set(self.clauses) | {one.id for one in requirements}
        return tuple(
            change for edition in self.editions for change in edition_changes(edition, ends, self.problems)
        )


def read_outline(sources: Sources, themes: Names, problems: Problems) -> Outline:
    """The standards of all files."""
    outline = Outline(problems, themes, complete=sources.complete("standard"))
    if not sources.complete("clauses"):
        outline.broken.update(entry["standard"] for entry in sources["standard"])
    waiting = sources["standard"]
    while ready := [
        entry for entry in waiting if "based_on" not in entry or entry["based_on"] in outline.standards
    ]:
        waiting = [entry for entry in waiting if entry not in ready]
        for entry in ready:
            outline.add(entry)
    for entry in waiting:
        _report_base(entry, waiting, outline)
    return outline


def _report_base(entry: Entry, waiting: list[Entry], outline: Outline) -> None:
    """An edition whose base is unknown, or is based on it in turn."""
    outline.names.declare(entry["standard"], entry.place("standard"), whole=False)
    outline.broken.add(entry["standard"])
    if entry["based_on"] in {one["standard"] for one in waiting}:
        message = f"{entry['standard']} cannot be built: the editions it is based on lead round in a circle"
        outline.problems.add(
            entry.place("based_on"), message, "circle", "one of them has to be written out in full"
        )
    else:
        outline.names.usable(entry.placed("based_on"))


def _own(template: Template, outline: Outline) -> Requirement | None:
    standard, number, _ = template.id.split("/")
    clause = outline.clause(standard, number)
    return _requirement(clause, template) if clause else None


def _taken(clause: Clause, given: Placed[str | Entry]) -> Taken | None:
    if isinstance(given.value, Entry):
        if "take" not in given.value:
            return None
        return Taken(clause, given.value.placed("take"), given.value.get("documented"))
    return Taken(clause, Placed(given.value, given.at))


def _requirement(clause: Clause, template: Template, documented: Documented | None = None) -> Requirement:
    return Requirement(
        id=f"{clause.id}/{template.id.rpartition('/')[2]}",
        standard=clause.standard,
        clause=clause.number,
        template=template.id,
        theme=template.theme or clause.theme,
        stage=clause.stage,
        documented=documented or template.documented,
    )

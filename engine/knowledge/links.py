"""Links between requirements and clauses, read and resolved."""

from __future__ import annotations

from ..model import Link, LinkKind, Requirement, Strength, lineage
from ..reading.nodes import Problems
from ..reading.shapes import Entry, Placed
from .editions import copied_links
from .language.accepted import accepted_problems
from .names import Names
from .requirements import Read
from .sources import Sources
from .standards import Outline


def read_links(
    sources: Sources, outline: Outline, read: Read, requirements: tuple[Requirement, ...], problems: Problems
) -> tuple[Link, ...]:
    """The links of all standards and rulebases; harmonised ones once for every standard that has both
    ends."""
    reader = _LinkReader(
        outline,
        read,
        requirements,
        problems,
        complete=sources.complete("requirements") and read.names.complete,
    )
    for standard in sources["standard"]:
        for entry in standard.all("links"):
            reader.own(standard["standard"], _edition_folder(standard["standard"]), entry)
    for rulebase in sources["rulebase"]:
        folder = rulebase["rulebase"].partition("/")[0]
        for entry in rulebase.all("links"):
            if "standard" in rulebase:
                reader.own(rulebase["standard"], folder, entry)
            else:
                reader.harmonised(folder, entry)
    for edition in outline.editions:
        reader.links += list(copied_links(edition, reader.links, reader.known))
    return tuple(reader.links)


def _edition_folder(standard: str) -> str:
    return standard.replace(":", "-")


class _LinkReader:
    def __init__(
        self,
        outline: Outline,
        read: Read,
        requirements: tuple[Requirement, ...],
        problems: Problems,
        *,
        complete: bool,
    ) -> None:
        self.outline = outline
        self.read = read
        self.problems = problems
        self.names = Names("a link", problems)
        self.ends = Names("a requirement or clause", problems, complete=complete)
        self.links: list[Link] = []
        self.placed: dict[str, list[Requirement]] = {}
        self.known = set(outline.clauses) | {one.id for one in requirements}
        for clause in outline.clauses.values():
            self.ends.declare(clause.id, clause.at)
        for requirement in requirements:
            self.ends.declare(requirement.id, read.templates[requirement.template].at)
            self.placed.setdefault(requirement.template, []).append(requirement)

    def own(self, standard: str, folder: str, entry: Entry) -> None:
        """A link within one standard."""
        if not self._readable(folder, entry) or standard not in self.outline.standards:
            return
        ends = [Placed(f"{standard}/{entry[key]}", entry.place(key)) for key in ("from", "to")]
        stand = [self._stands(end, standard) for end in ends]
        if all(stand) and not self._nested(ends, entry):
            self._add(f"{folder}/{entry['link']}", ends[0].value, ends[1].value, entry)

    def _stands(self, end: Placed[str], standard: str) -> bool:
        if end.value in self.ends:
            return True
        known_but_broken = end.value in self.read.names or end.value in self.outline.broken_places
        if known_but_broken or standard in self.outline.broken:
            return False
        harmonised = end.value.removeprefix(f"{standard}/")
        here = [
            one.id.removeprefix(f"{standard}/")
            for one in self.placed.get(harmonised, ())
            if one.standard == standard
        ]
        return self.ends.usable(
            end, within=f"{standard}/", hint=f"{harmonised} stands here as {here[0]}" if here else ""
        )

    def harmonised(self, folder: str, entry: Entry) -> None:
        """A link between harmonised requirements: one in every standard that takes both."""
        if not self._readable(folder, entry):
            return
        hint = "in rulebases/harmonised both ends are harmonised requirements: topic/name"
        known = [self.read.names.usable(entry.placed(key), hint=hint) for key in ("from", "to")]
        if not all(known):
            return
        sources, targets = (self.placed.get(entry[key], []) for key in ("from", "to"))
        if entry["from"] == entry["to"]:
            self.problems.add(
                entry.place("to"),
                "this link leads from a requirement to itself",
                "circle",
                "name what builds on it",
            )
            return
        for source in sources:
            for target in targets:
                if source.standard == target.standard:
                    self._add(f"{folder}/{entry['link']}@{source.standard}", source.id, target.id, entry)

    def _readable(self, folder: str, entry: Entry) -> bool:
        return (
            "link" in entry
            and self.names.declare(f"{folder}/{entry['link']}", entry.place("link"))
            and entry.whole
        )

    def _nested(self, ends: list[Placed[str]], entry: Entry) -> bool:
        """Whether one end stands under the other, so that the link would lead from something to itself."""
        source, target = (end.value.split("/") for end in ends)
        over_source, over_target = set(lineage(source[1])), set(lineage(target[1]))
        source_whole, target_whole = len(source) == 2, len(target) == 2
        nested = (
            (source_whole and source[1] in over_target)
            or (target_whole and target[1] in over_source)
            or source == target
        )
        if nested:
            hint = "link the requirements that depend on each other: clause/name"
            self.problems.add(
                entry.place("to"), "one end of this link stands under the other", "circle", hint
            )
        return nested

    def _add(self, name: str, source: str, target: str, entry: Entry) -> None:
        kind: LinkKind = entry["kind"]
        strength = entry.get("strength", Strength.SOFT if kind is LinkKind.REFERS else Strength.HARD)
        if kind is LinkKind.REFERS and strength is Strength.HARD:
            hint = "leave `strength` out, or choose the kind that says how the one builds on the other"
            self.problems.add(entry.place("strength"), "a link that only refers is always soft", "link", hint)
        self.links.append(
            Link(
                name,
                source,
                target,
                kind,
                entry["basis"],
                strength,
                entry["because"],
                entry.at,
                accepted_problems(entry),
            )
        )

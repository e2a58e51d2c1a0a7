"""Overlays: a client's or a consultant's changes to the rules, kept outside the knowledge base and printed in every report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from ..model import Change, KnowledgeBase, Rule
from ..problems import BadInput, Location
from ..reading.nodes import Problems
from ..reading.shapes import Entry, Placed
from .names import Names
from .sources import Root, read_sources


def with_overlays(knowledge: KnowledgeBase, roots: Iterable[Root], as_of: date) -> KnowledgeBase:
    """The knowledge base with the changes of all overlays. Raises BadInput with every problem: an unknown rule, an `until` before
    `as_of`, two changes to one rule."""
    problems = Problems()
    sources = read_sources(roots, problems)
    reader = _Changes(knowledge, problems, as_of)
    for overlay in sources["overlay"]:
        for entry in overlay.all("changes"):
            if entry.whole:
                reader.take(overlay.get("overlay", ""), entry)
    if problems.found:
        raise BadInput(problems.found)
    return msgspec.structs.replace(
        knowledge,
        rules=tuple(changed for rule in knowledge.rules if (changed := reader.changed.get(rule.id, rule)) is not None),
        changes=tuple(reader.changes),
    )


class _Changes:
    """Collects the changes of all overlays; `changed` holds None for a rule that is disabled."""

    def __init__(self, knowledge: KnowledgeBase, problems: Problems, as_of: date) -> None:
        self.knowledge = knowledge
        self.problems = problems
        self.as_of = as_of
        self.names = Names("a rule", problems)
        for rule in knowledge.rules:
            self.names.declare(rule.id, rule.at)
        self.taken: dict[str, Location] = {}
        self.changed: dict[str, Rule | None] = {}
        self.changes: list[Change] = []

    def take(self, overlay: str, entry: Entry) -> None:
        """Takes in one change."""
        if not self._says_what(entry):
            return
        target = entry.placed("change" if "change" in entry else "disable")
        if not self.names.usable(target) or self._taken(target):
            return
        if (until := entry.get("until")) and until < self.as_of:
            message = f"this change was agreed until {until}, which has passed on {self.as_of}"
            self.problems.add(entry.place("until"), message, "past-until", "remove the change, or agree on a new date")
            return
        rule = self.knowledge.rule[target.value]
        grade = entry.get("grade")
        self.changed[rule.id] = msgspec.structs.replace(rule, grade=grade) if grade is not None else None
        does = f"grade {rule.grade.word} -> {grade.word}" if grade is not None else "disabled"
        does += f" until {until}" if until else ""
        self.changes.append(Change(overlay, rule.id, does, entry["because"], entry.at))

    def _says_what(self, entry: Entry) -> bool:
        """Whether a change says one thing: another grade, or that a rule is disabled."""
        change, disable, grade = (key in entry for key in ("change", "disable", "grade"))
        if change == disable:
            message = "an overlay changes the grade of a rule (`change` and `grade`) or disables it (`disable`)"
            self.problems.add(entry.at, message, "missing-key", "for example: {change: iso-9001/some-rule, grade: major, because: ...}")
        elif change and not grade:
            self.problems.add(entry.place("change"), "`change` needs the new `grade` beside it", "missing-key", "grade: major")
        elif disable and grade:
            self.problems.add(
                entry.place("grade"), "`grade` goes with `change`", "unknown-key", "remove it, or write `change` for `disable`"
            )
        return change != disable and change == grade

    def _taken(self, target: Placed[str]) -> bool:
        """Whether a rule is changed already, which is a problem: nobody could say which of the two counts."""
        first = self.taken.setdefault(target.value, target.at)
        if first is target.at:
            return False
        hint = f"it is first changed in {first.file}, line {first.line}; keep one of the two"
        self.problems.add(target.at, f"`{target.value}` is changed twice", "changed-twice", hint)
        return True

"""Overlays: a client's or a consultant's changes to rules and escalations, kept outside the knowledge base
and printed in every report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from ..model import Change, Escalation, Grade, KnowledgeBase, Policy, Rule
from ..model.switched_off import with_rules_off
from ..problems import BadInput, Location
from ..reading.nodes import Problems, content_of
from ..reading.shapes import Entry, Placed
from .names import Names
from .policies import undecided
from .sources import Content, Root, read_sources


class Overlays(msgspec.Struct, frozen=True):
    """The overlays of some roots as they are written, parsed once, with the lines that messages on them
    show."""

    entries: tuple[Entry, ...]
    lines: Problems

    def on(self, knowledge: KnowledgeBase, as_of: date) -> KnowledgeBase:
        """The knowledge base with those of their changes that are in force on a day. Raises BadInput with
        every problem: an unknown rule, two changes to one rule.

        A change agreed `until` a day before `as_of` has lapsed: it does nothing, and is told. A rule that is
        disabled stays as one that is open, so that nothing conforms for want of it (see `switched_off`).

        A rule that an overlay changes is no longer decided by a policy: the overlay names it, a policy only
        its setting."""
        problems = Problems()
        problems.share_lines(self.lines)
        reader = _OverlayChanges(knowledge, problems, as_of)
        for overlay in self.entries:
            for entry in (one for one in overlay.all("changes") if one.whole):
                reader.take(overlay.get("overlay", ""), entry)
        if problems.found:
            raise BadInput(problems.found)
        return reader.changed_knowledge()


def read_overlays(roots: Iterable[Root], content: Content = content_of) -> Overlays:
    """The overlays of some roots. Raises BadInput with every problem in the files of the roots."""
    problems = Problems()
    entries = read_sources(roots, problems, content)["overlay"]
    if problems.found:
        raise BadInput(problems.found)
    return Overlays(tuple(entries), problems)


def with_overlays(knowledge: KnowledgeBase, roots: Iterable[Root], as_of: date) -> KnowledgeBase:
    """The knowledge base with the changes of all overlays of some roots on a day. Raises BadInput, as both
    steps do."""
    return read_overlays(roots).on(knowledge, as_of)


class _OverlayChanges:
    """Collects the changes of all overlays; `changed` and `raises` hold None for a rule or an escalation that
    is disabled."""

    def __init__(self, knowledge: KnowledgeBase, problems: Problems, as_of: date) -> None:
        self.knowledge = knowledge
        self.problems = problems
        self.as_of = as_of
        self.names = Names("a rule or escalation", problems)
        for rule in knowledge.rules:
            self.names.declare(rule.id, rule.at)
        self.escalations = {one.id: one for policy in knowledge.policies for one in policy.escalations}
        for escalation in self.escalations.values():
            self.names.declare(escalation.id, escalation.at)
        self.taken: dict[str, Location] = {}
        self.changed: dict[str, Rule | None] = {}
        self.raises: dict[str, Escalation | None] = {}
        self.changes: list[Change] = []

    def take(self, overlay: str, entry: Entry) -> None:
        """Takes in one change."""
        if not self._says_what(entry):
            return
        target = entry.placed("change" if "change" in entry else "disable")
        if not self.names.usable(target) or self._taken(target):
            return
        until: date | None = entry.get("until")
        lapsed = until is not None and until < self.as_of
        does = self._does(target.value, entry.get("grade"), lapsed=lapsed)
        if until is not None:
            does += f" until {until}, which has passed: it counts no more" if lapsed else f" until {until}"
        self.changes.append(Change(overlay, target.value, does, entry["because"], entry.at))

    def _does(self, name: str, grade: Grade | None, *, lapsed: bool) -> str:
        """What a change does, in words; one that has not lapsed is kept."""
        before = self._grade(name) if lapsed else self._change(name, grade)
        if grade is not None:
            return f"grade {before.word} -> {grade.word}"
        return "disabled" if name in self.escalations or lapsed else "disabled: what it judges is open"

    def _grade(self, name: str) -> Grade:
        return self.escalations[name].grade if name in self.escalations else self.knowledge.rule[name].grade

    def _change(self, name: str, grade: Grade | None) -> Grade:
        """Keeps the new grade of a rule or an escalation (None: it is disabled) and returns the old one."""
        before = self._grade(name)
        if name in self.escalations:
            self.raises[name] = (
                None if grade is None else msgspec.structs.replace(self.escalations[name], grade=grade)
            )
        else:
            self.changed[name] = (
                None if grade is None else msgspec.structs.replace(self.knowledge.rule[name], grade=grade)
            )
        return before

    def with_changes(self, policy: Policy) -> Policy:
        """A policy with its escalations changed, and without what it decides on rules that are changed
        themselves."""
        escalations = [
            changed for one in policy.escalations if (changed := self.raises.get(one.id, one)) is not None
        ]
        return msgspec.structs.replace(
            policy, escalations=tuple(escalations), grades=tuple(undecided(policy.grades, self.changed))
        )

    def changed_knowledge(self) -> KnowledgeBase:
        """The knowledge base with all the changes taken in."""
        changed = msgspec.structs.replace(
            self.knowledge,
            rules=tuple(self.changed.get(rule.id) or rule for rule in self.knowledge.rules),
            policies=tuple(self.with_changes(policy) for policy in self.knowledge.policies),
            changes=tuple(self.changes),
        )
        return with_rules_off(changed, frozenset(name for name, rule in self.changed.items() if rule is None))

    def _says_what(self, entry: Entry) -> bool:
        """Whether a change says one thing: another grade, or that a rule is disabled."""
        change, disable, grade = (key in entry for key in ("change", "disable", "grade"))
        if change == disable:
            message = (
                "an overlay changes the grade of a rule (`change` and `grade`) or disables it (`disable`)"
            )
            self.problems.add(
                entry.at,
                message,
                "missing-key",
                "for example: {change: iso-9001/some-rule, grade: major, because: ...}",
            )
        elif change and not grade:
            self.problems.add(
                entry.place("change"),
                "`change` needs the new `grade` beside it",
                "missing-key",
                "grade: major",
            )
        elif disable and grade:
            self.problems.add(
                entry.place("grade"),
                "`grade` goes with `change`",
                "unknown-key",
                "remove it, or write `change` for `disable`",
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

"""The changes of overlays, taken in layer by layer: the later wins, and what it won over is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from ...model import Change, KnowledgeBase, Policy
from ...model.switched_off import with_rules_off
from ...problems import Location
from ...reading.nodes import Problems
from ...reading.shapes import Entry
from ..checks import check_judging
from ..policies import undecided
from .changers import Changers, Done
from .keys import about
from .meant import KnownNames, Scope, shared_name

JUDGED_OTHERWISE = frozenset(("when", "thresholds", "each", "weight"))
"""The keys of a change after which a requirement may be judged by other answers."""


class OverlayChanges:
    """Takes in overlays, the lowest first."""

    def __init__(self, knowledge: KnowledgeBase, problems: Problems, as_of: date) -> None:
        self.knowledge = knowledge
        self.problems = problems
        self.as_of = as_of
        self.known = KnownNames(knowledge, problems)
        self.changers = Changers(self.known, problems)
        self.off: set[str] = set()
        self.graded: set[str] = set()
        self.judged_otherwise: dict[str, Location] = {}
        self.changes: list[Change] = []
        self._before: dict[tuple[str, str], tuple[str, str]] = {}

    def take(self, overlay: Entry) -> None:
        """Takes in one overlay; what counts in one standard only comes after what counts everywhere."""
        entries = [one for one in overlay.all("changes") if one.whole]
        meant = [(entry, key) for entry in entries if (key := about(entry, self.problems))]
        scoped = [
            (entry, key, scope)
            for entry, key in meant
            if (scope := self.known.scope(entry, key, self.knowledge)) is not None
        ]
        taken: dict[tuple[str, str, str], Location] = {}
        for entry, key, scope in sorted(scoped, key=lambda one: len(one[2].says)):
            self._change(overlay.get("overlay", ""), entry, key, scope, taken)

    def changed_knowledge(self) -> KnowledgeBase:
        """The knowledge base with all the changes taken in. A rule that is switched off stays as one that is
        open; one whose grade was changed is no longer decided by a policy."""
        policies = tuple(self._as_changed(one) for one in self.knowledge.policies)
        changed = msgspec.structs.replace(self.knowledge, policies=policies, changes=tuple(self.changes))
        for template, at in self.judged_otherwise.items():
            check_judging(changed.template[template], changed, self.problems, at)
        return with_rules_off(changed, frozenset(self.off))

    def _as_changed(self, policy: Policy) -> Policy:
        """A policy without the escalations that are left out, and without what it decides on rules whose
        grade is changed."""
        return msgspec.structs.replace(
            policy,
            escalations=tuple(one for one in policy.escalations if one.id not in self.off),
            grades=tuple(undecided(policy.grades, self.graded | self.off)),
        )

    def _change(
        self, overlay: str, entry: Entry, key: str, scope: Scope, taken: dict[tuple[str, str, str], Location]
    ) -> None:
        done = self.changers.made(key, self.knowledge, entry, scope)
        if done is None or self._twice(entry, key, scope, done, taken):
            return
        until: date | None = entry.get("until")
        lapsed = until is not None and until < self.as_of
        words = "; ".join(dict.fromkeys(said for did in done.did.values() for said in did.values()))
        if until is not None:
            words += f" until {until}, which has passed: it counts no more" if lapsed else f" until {until}"
        over = "" if lapsed else self._won_over(overlay, done)
        touches = () if lapsed else tuple(done.did)
        name = shared_name(entry[key])
        change = Change(
            overlay, name, words, entry["because"], entry.at, done.kind, scope.says, over, lapsed, touches
        )
        self.changes.append(change)
        if not lapsed:
            self._keep(done, entry)

    def _keep(self, done: Done, entry: Entry) -> None:
        """Takes over what a change made, and remembers which requirements are judged otherwise by it."""
        self.knowledge = done.knowledge
        for name, did in done.did.items():
            self._switch(name, did)
            if not JUDGED_OTHERWISE.isdisjoint(entry):
                rule = self.knowledge.rule.get(name)
                self.judged_otherwise[rule.template if rule else name] = entry.at

    def _switch(self, name: str, did: dict[str, str]) -> None:
        """A rule that a later overlay changes is on again."""
        if "disable" in did:
            self.off.add(name)
        else:
            self.off.discard(name)
        if "grade" in did:
            self.graded.add(name)

    def _twice(
        self,
        entry: Entry,
        key: str,
        scope: Scope,
        done: Done,
        taken: dict[tuple[str, str, str], Location],
    ) -> bool:
        """Whether the same overlay changes the same already, which is a problem: nobody could say which of
        the two counts."""
        name = shared_name(entry[key])
        keys = dict.fromkeys(one for did in done.did.values() for one in did)
        for one in keys:
            first = self._first(taken, name, scope.says, one)
            if first is not None:
                hint = f"it is first changed in {first.file}, line {first.line}; keep one of the two"
                self.problems.add(entry.place(key), f"`{name}` is changed twice", "changed-twice", hint)
                return True
        taken |= {(name, scope.says, one): entry.place(key) for one in keys}
        return False

    def _first(
        self, taken: dict[tuple[str, str, str], Location], name: str, where: str, key: str
    ) -> Location | None:
        """Where an overlay has said something already that excludes this."""
        for (other, place, said), at in taken.items():
            if (other, place) == (name, where) and (said == key or "disable" in (said, key)):
                return at
        return None

    def _won_over(self, overlay: str, done: Done) -> str:
        """What earlier overlays had made of the same, in words; what is made now is remembered."""
        found: dict[str, None] = {}
        for name, key, _ in done.each:
            earlier = (self._before.get(place) for place in _where_said(name, key))
            found |= {f"{by}: {did}": None for by, did in filter(None, earlier) if by != overlay}
        self._before |= {(name, key): (overlay, said) for name, key, said in done.each}
        return "; ".join(found)


def _where_said(name: str, key: str) -> Iterator[tuple[str, str]]:
    """Where an earlier change stands that this one wins over: of the same key, or one that switched it off;
    of the same rule, or of the one it was told apart from."""
    excluded = ("grade", "when", "disable") if key == "disable" else (key, "disable")
    for known in dict.fromkeys((name, shared_name(name))):
        yield from ((known, one) for one in excluded)

"""Which rules, requirements and links an overlay means, and where alone its change counts. Names may be
written as reports show them."""

from __future__ import annotations

import msgspec

from ...model import KnowledgeBase, Link, Rule
from ...model.apart import judged_apart
from ...problems import Location, did_you_mean
from ...reading.nodes import Problems
from ...reading.shapes import Entry, Placed
from ..names import Names


class Scope(msgspec.Struct, frozen=True):
    """Where alone a change counts: these requirements, or one standard, as `says` names it. Everywhere where
    it is empty."""

    says: str = ""
    standard: str = ""
    requirements: frozenset[str] = frozenset()


EVERYWHERE = Scope()


def shared_name(name: str) -> str:
    """The name of a rule or link without the standard in which alone it counts."""
    return name.partition("@")[0]


def without_standard(name: Placed[str]) -> Placed[str]:
    """The same of a name with its place."""
    return Placed(shared_name(name.value), name.at)


class KnownNames:
    """The names that overlays may use, and what they mean in the knowledge as it is at their turn."""

    def __init__(self, knowledge: KnowledgeBase, problems: Problems) -> None:
        self.problems = problems
        self.rules = Names("a rule or escalation", problems)
        self.questions = Names("a fact", problems)
        self.links = Names("a link", problems)
        self.standards = Names("a standard", problems)
        self.rules.called_now = knowledge.called_now("rule")
        self.called_now = knowledge.called_now("requirement")
        escalations = {one.id: one.at for policy in knowledge.policies for one in policy.escalations}
        _declare(self.rules, {shared_name(one.id): one.at for one in knowledge.rules} | escalations)
        _declare(self.questions, {one.id: one.at for one in knowledge.questions if not one.computed})
        _declare(self.links, {shared_name(one.id): one.at for one in knowledge.links})
        _declare(self.standards, {one.id: one.at for one in knowledge.standards})

    def scope(self, entry: Entry, key: str, knowledge: KnowledgeBase) -> Scope | None:
        """Where a change counts; None, with a problem, if that is not known."""
        standard = self._standard(entry, key)
        if standard is None or (standard.value and not self.standards.usable(standard)):
            return None
        if key == "requirement" or "requirement" not in entry:
            of_it = knowledge.asked_by[standard.value] if standard.value else ()
            return Scope(standard.value, standard.value, frozenset(of_it))
        found = self.requirements(entry.placed("requirement"), standard.value, knowledge)
        return Scope(" and ".join(found), standard.value, frozenset(found)) if found else None

    def _standard(self, entry: Entry, key: str) -> Placed[str] | None:
        """The standard that a change names, by itself or behind the name of its rule; empty if none."""
        behind = entry[key].partition("@")[2] if key != "requirement" else ""
        named = entry.get("standard", "")
        if behind and named and behind != named:
            self.problems.add(
                entry.place("standard"),
                f"the rule is that of {behind}, and the change counts in {named}",
                "contradiction",
                "leave out `standard`, or what stands behind @",
            )
            return None
        return Placed(named or behind, entry.place("standard") if named else entry.place(key))

    def requirements(self, text: Placed[str], standard: str, knowledge: KnowledgeBase) -> tuple[str, ...]:
        """The requirements that a name means, in one standard if one is named; none, with a problem, where it
        means nothing, or different ones in several standards."""
        own = [one for one in knowledge.requirements if standard in ("", one.standard)]
        by_place = [one for one in own if text.value in (one.id, one.id.partition("/")[2])]
        found = by_place or [one for one in own if one.kin == text.value]
        if not found:
            self._unknown(text, [one.id for one in own])
        elif len(by_place) > 1:
            hint = f"write {' or '.join(one.id for one in by_place)}, or name the `standard`"
            message = f"`{text.value}` stands in {len(by_place)} standards"
            self.problems.add(text.at, message, "unknown-name", hint)
            return ()
        return tuple(one.id for one in found)

    def _unknown(self, text: Placed[str], known: list[str]) -> None:
        short = [one.partition("/")[2] for one in known]
        now = self.called_now.get(text.value)
        hint = f"it is called {now} now: clausegraph upgrade FOLDER writes that" if now else ""
        hint = hint or did_you_mean(text.value, known if ":" in text.value else short)
        self.problems.add(text.at, f"there is no requirement `{text.value}`", "unknown-name", hint)


def _declare(names: Names, places: dict[str, Location]) -> None:
    for name, at in places.items():
        names.declare(name, at)


def rules_meant(
    name: Placed[str], scope: Scope, knowledge: KnowledgeBase, problems: Problems
) -> tuple[KnowledgeBase, tuple[Rule, ...]]:
    """The rules of a name within a scope, in the knowledge base in which these are told apart from the
    others; none, with a problem, where the rule judges nothing there."""
    wanted = shared_name(name.value)
    rules = tuple(one for one in knowledge.rules if one.shared_id == wanted)
    if scope == EVERYWHERE:
        return knowledge, rules
    templates = {rule.template for rule in rules}
    judged = [one.id for one in knowledge.requirements if one.template in templates]
    inside = [one for one in judged if one in scope.requirements]
    if not inside:
        hint = f"it judges {', '.join(judged)}" if judged else "it judges notes, in every standard alike"
        problems.add(name.at, f"{wanted} judges nothing in {scope.says}", "out-of-scope", hint)
        return knowledge, ()
    apart = judged_apart(knowledge, inside)
    kept = {apart.requirement[one].template for one in inside}
    return apart, tuple(one for one in apart.rules if one.shared_id == wanted and one.template in kept)


def links_meant(name: str, scope: Scope, knowledge: KnowledgeBase) -> tuple[Link, ...]:
    """The links of a name within a scope."""
    return tuple(
        one
        for one in knowledge.links
        if shared_name(one.id) == shared_name(name) and scope.standard in ("", one.source.partition("/")[0])
    )

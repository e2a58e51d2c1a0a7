"""What a change of an overlay makes of the knowledge, by what it is about: a rule or an escalation, a
question, a requirement, a link."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

import msgspec

from ...model import KnowledgeBase, Link, LinkKind, Policy, Strength, Target
from ...model.apart import judged_apart
from ...reading.nodes import Problems
from ...reading.shapes import Entry
from .meant import EVERYWHERE, KnownNames, Scope, links_meant, rules_meant, shared_name, without_standard
from .rules import RuleChanger


class Done(msgspec.Struct, frozen=True):
    """What a change made of the knowledge: by the id of what it touched, and by key, what it did in words."""

    knowledge: KnowledgeBase
    kind: Target
    did: dict[str, dict[str, str]]

    @property
    def each(self) -> Iterator[tuple[str, str, str]]:
        """What it did one by one: the id, the key, the words."""
        return ((name, key, said) for name, did in self.did.items() for key, said in did.items())


class Changers:
    """Makes changes, each against the knowledge as it is at its turn; none, with a problem, where one cannot
    be made."""

    def __init__(self, known: KnownNames, problems: Problems) -> None:
        self.known = known
        self.problems = problems

    def made(self, key: str, knowledge: KnowledgeBase, entry: Entry, scope: Scope) -> Done | None:
        """What a change makes of the knowledge; `key` is what it is about."""
        changer = {
            "change": self._rule,
            "disable": self._disabled,
            "question": self._question,
            "requirement": self._requirement,
            "link": self._link,
        }[key]
        return changer(knowledge, entry, scope)

    def _rule(self, knowledge: KnowledgeBase, entry: Entry, scope: Scope) -> Done | None:
        """A rule, or an escalation, changed."""
        name = entry.placed("change")
        if not self.known.rules.usable(without_standard(name)):
            return None
        if _is_escalation(knowledge, name.value):
            return self._escalation(knowledge, entry, scope)
        apart, rules = rules_meant(name, scope, knowledge, self.problems)
        changer = RuleChanger(apart, self.known.questions, self.problems)
        became = [changer.changed(rule, entry) for rule in rules]
        made = {one.rule.id: one for one in became if one is not None}
        if len(made) < len(rules) or not rules:
            return None
        changed = tuple(made[one.id].rule if one.id in made else one for one in apart.rules)
        return Done(
            msgspec.structs.replace(apart, rules=changed),
            Target.RULE,
            {name: one.did for name, one in made.items()},
        )

    def _disabled(self, knowledge: KnowledgeBase, entry: Entry, scope: Scope) -> Done | None:
        """A rule that is switched off, or an escalation that is left out."""
        name = entry.placed("disable")
        if not self.known.rules.usable(without_standard(name)):
            return None
        if _is_escalation(knowledge, name.value):
            return self._escalation(knowledge, entry, scope)
        apart, rules = rules_meant(name, scope, knowledge, self.problems)
        did = {rule.id: {"disable": "disabled: what it judges is open"} for rule in rules}
        return Done(apart, Target.RULE, did) if did else None

    def _escalation(self, knowledge: KnowledgeBase, entry: Entry, scope: Scope) -> Done | None:
        key = "disable" if "disable" in entry else "change"
        given = {one: entry[one] for one in ("grade", "at_least", "share") if one in entry}
        stray = next((one for one in entry if one not in (*given, key, "until", "because")), None)
        if stray is not None or scope != EVERYWHERE:
            message = f"`{stray or 'standard'}` does not go with an escalation"
            hint = "its grade, at_least and share can be changed"
            self.problems.add(entry.place(stray or key), message, "unknown-key", hint)
            return None
        policies = tuple(_with_escalation(one, entry[key], given) for one in knowledge.policies)
        everything = chain.from_iterable(policy.escalations for policy in knowledge.policies)
        before = next(one for one in everything if one.id == entry[key])
        did = {one: f"{one} {_word(getattr(before, one))} -> {_word(new)}" for one, new in given.items()}
        made = msgspec.structs.replace(knowledge, policies=policies)
        return Done(made, Target.ESCALATION, {entry[key]: did or {"disable": "disabled"}})

    def _question(self, knowledge: KnowledgeBase, entry: Entry, scope: Scope) -> Done | None:
        """A question in other words."""
        if not self.known.questions.usable(entry.placed("question")):
            return None
        given = {key: entry[key] for key in ("ask", "help") if key in entry}
        questions = tuple(
            msgspec.structs.replace(one, **given) if one.id == entry["question"] else one
            for one in knowledge.questions
        )
        said = {"ask": "asked in other words", "help": "another hint"}
        return Done(
            msgspec.structs.replace(knowledge, questions=questions),
            Target.QUESTION,
            {entry["question"]: {key: said[key] for key in given}},
        )

    def _requirement(self, knowledge: KnowledgeBase, entry: Entry, scope: Scope) -> Done | None:
        """A requirement with other evidence, or another weight."""
        found = self.known.requirements(entry.placed("requirement"), scope.standard, knowledge)
        if not found:
            return None
        apart = judged_apart(knowledge, found)
        names = dict.fromkeys(apart.requirement[one].template for one in found)
        given: dict[str, Any] = {"evidence": tuple(entry.all("evidence"))} if "evidence" in entry else {}
        given |= {"weight": entry["weight"]} if "weight" in entry else {}
        did = {}
        for name in names:
            said = {"evidence": f"evidence: {', '.join(given.get('evidence', ()))}"}
            said["weight"] = f"weight {apart.template[name].weight} -> {given.get('weight', '')}"
            did[name] = {key: said[key] for key in given}
        templates = tuple(
            msgspec.structs.replace(one, **given) if one.id in names else one for one in apart.templates
        )
        return Done(msgspec.structs.replace(apart, templates=templates), Target.REQUIREMENT, did)

    def _link(self, knowledge: KnowledgeBase, entry: Entry, scope: Scope) -> Done | None:
        """A link that is stronger or weaker."""
        name = entry.placed("link")
        if not self.known.links.usable(without_standard(name)):
            return None
        found = links_meant(name.value, scope, knowledge)
        strength: Strength = entry["strength"]
        if not found or (strength is Strength.HARD and found[0].kind is LinkKind.REFERS):
            self._refused_link(entry, found, scope)
            return None
        did = {one.id: {"strength": f"strength {one.strength} -> {strength}"} for one in found}
        links = tuple(
            msgspec.structs.replace(one, strength=strength) if one.id in did else one
            for one in knowledge.links
        )
        return Done(msgspec.structs.replace(knowledge, links=links), Target.LINK, did)

    def _refused_link(self, entry: Entry, found: tuple[Link, ...], scope: Scope) -> None:
        if found:
            hint = "it carries no failure, whatever its strength"
            self.problems.add(entry.place("strength"), "a link that only refers is always soft", "link", hint)
            return
        message = f"{shared_name(entry['link'])} links nothing in {scope.says}"
        self.problems.add(entry.place("link"), message, "out-of-scope", "leave out `standard`")


def _is_escalation(knowledge: KnowledgeBase, name: str) -> bool:
    return any(one.id == name for policy in knowledge.policies for one in policy.escalations)


def _with_escalation(policy: Policy, name: str, given: dict[str, Any]) -> Policy:
    escalations = tuple(
        msgspec.structs.replace(one, **given) if one.id == name else one for one in policy.escalations
    )
    return msgspec.structs.replace(policy, escalations=escalations)


def _word(value: Any) -> str:
    return value.word if hasattr(value, "word") else f"{value:g}"

"""Listing rules: from a place as reports show it to the rules that judge there, with the cases that fire them
and what overlays changed in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import msgspec

from ..knowledge.language.named import find_requirement
from ..model import Change, KnowledgeBase, Rule
from ..model.switched_off import PREFIX as SWITCHED_OFF
from ..problems import BadInput, Location, Problem, did_you_mean
from ..reading.nodes import Problems
from .rule_tests.cases import Case, cases_in, template_of
from .workspace import Workspace


class ListedRule(msgspec.Struct, frozen=True):
    """A rule with the requirements it judges (none where it judges what an auditor saw), the number of cases
    that fire it and say so, and what overlays changed in it. One that is `off` shows what it asked before."""

    rule: Rule
    requirements: tuple[str, ...]
    cases: int
    changes: tuple[Change, ...] = ()
    off: bool = False


class ListedRules(msgspec.Struct, frozen=True):
    """The rules at a place, by requirement in the order of the standards, the worst grade first."""

    place: str
    rules: tuple[ListedRule, ...]
    knowledge: KnowledgeBase


def list_rules(place: str | None, overlays: tuple[Path, ...], *, today: date) -> ListedRules:
    """The rules at a place: a requirement, clause, theme, standard or rulebase, or one rule; all of them
    without a place. Changes of overlays count as far as they are in force on the day `today`. Raises
    BadInput."""
    workspace = Workspace(overlays)
    written, changed, problems = workspace.knowledge, workspace.changed(today), Problems()
    wanted = rules_at(place, changed) if place is not None else changed.rules
    fired = fired_by(cases_in(workspace.sources(problems), problems, written), written)
    judged = _judged(changed)
    listed = [_listed(rule, judged.get(rule.template, ()), fired, written, changed) for rule in wanted]
    return ListedRules(place or "", tuple(sorted(listed, key=lambda one: _order(one, changed))), changed)


def rules_at(place: str, knowledge: KnowledgeBase) -> tuple[Rule, ...]:
    """The rules meant by a place as reports show it. Raises BadInput with the nearest names."""
    text = place.strip().rstrip("/")
    for found in _WAYS:
        if rules := found(text, knowledge):
            return rules
    try:
        meant = find_requirement(knowledge, sorted(knowledge.standard), text)
    except BadInput:
        raise BadInput([_unknown(text, knowledge)]) from None
    return _of_templates((knowledge.requirement[one].template for one in meant), knowledge)


def _unknown(text: str, knowledge: KnowledgeBase) -> Problem:
    short = [name.partition("/")[2] for name in knowledge.members]
    rulebases = [template.rulebase for template in knowledge.templates]
    known = (*knowledge.standard, *knowledge.theme, *rulebases, *short, *knowledge.members, *knowledge.rule)
    hint = did_you_mean(text, dict.fromkeys(known)) or "`clausegraph standards ID` lists what a standard asks"
    message = f"there is no requirement, clause, theme, standard, rulebase or rule `{text}`"
    return Problem(Location("PLACE"), message, "unknown-name", hint)


def _by_name(text: str, knowledge: KnowledgeBase) -> tuple[Rule, ...]:
    return tuple(rule for rule in knowledge.rules if text in (rule.id, rule.shared_id, rule.name))


def _by_rulebase(text: str, knowledge: KnowledgeBase) -> tuple[Rule, ...]:
    """Those on the requirements of a rulebase, and those that stand in its file; of a folder of them all."""
    file = f"rulebases/{text}.yaml"
    return tuple(
        rule
        for rule in knowledge.rules
        if text in (knowledge.template[rule.template].rulebase, rule.id.partition("/")[0])
        or rule.at.file.endswith(file)
    )


def _by_theme(text: str, knowledge: KnowledgeBase) -> tuple[Rule, ...]:
    return _of_templates((one.template for one in knowledge.requirements if one.theme == text), knowledge)


def _by_standard(text: str, knowledge: KnowledgeBase) -> tuple[Rule, ...]:
    return _of_templates((one.template for one in knowledge.requirements if one.standard == text), knowledge)


_WAYS: tuple[Callable[[str, KnowledgeBase], tuple[Rule, ...]], ...] = (
    _by_name,
    _by_standard,
    _by_theme,
    _by_rulebase,
)
"""What a place may be, but for requirements and clauses, the first that fits."""


def _of_templates(templates: Iterable[str], knowledge: KnowledgeBase) -> tuple[Rule, ...]:
    return tuple(rule for one in dict.fromkeys(templates) for rule in knowledge.rules_of[one])


def fired_by(cases: Iterable[Case], knowledge: KnowledgeBase) -> Counter[str]:
    """How many cases say of each rule with `by` that it fires; running them shows whether it does."""
    found: Counter[str] = Counter()
    for case in cases:
        found.update(
            {rule for one in case.expectations for rule in _behind(one.requirement, one.by, knowledge)}
        )
    return found


def _behind(requirement: str, by: str, knowledge: KnowledgeBase) -> list[str]:
    rules = knowledge.rules_of[template_of(requirement, knowledge)] if by else ()
    return [rule.id for rule in rules if by in (rule.name, rule.step)]


def _judged(knowledge: KnowledgeBase) -> dict[str, tuple[str, ...]]:
    """The requirements of each template, in order."""
    found: dict[str, list[str]] = {}
    for one in knowledge.position:
        found.setdefault(knowledge.requirement[one].template, []).append(one)
    return {template: tuple(requirements) for template, requirements in found.items()}


def _listed(
    rule: Rule,
    requirements: tuple[str, ...],
    fired: Counter[str],
    written: KnowledgeBase,
    changed: KnowledgeBase,
) -> ListedRule:
    off = any(fact.startswith(SWITCHED_OFF) for fact in rule.reads)
    before = written.rule.get(rule.id) or written.rule.get(rule.shared_id) or rule
    shown = msgspec.structs.replace(rule, when=before.when, each=before.each) if off else rule
    changes = tuple(one for one in changed.changes_on([rule.id]) if not one.lapsed)
    return ListedRule(shown, requirements, fired[rule.id] or fired[rule.shared_id], changes, off)


def _order(one: ListedRule, knowledge: KnowledgeBase) -> tuple[int, str, int, str]:
    position = min((knowledge.position[name] for name in one.requirements), default=len(knowledge.position))
    return position, one.rule.template, -int(one.rule.grade), one.rule.id

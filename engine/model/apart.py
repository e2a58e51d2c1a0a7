"""A requirement that several standards share, judged apart in one of them: it gets a template and rules of
its own, `rule@standard`, that can be changed without touching the others. What it has in common with them
is still known by its origin.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from .knowledge_base import KnowledgeBase
from .policies import Policy
from .rules import Rule
from .standards import Requirement, Template


def own_requirement(one: Requirement) -> Requirement:
    """The requirement with a template of its own."""
    return msgspec.structs.replace(one, template=_of_its_own(one.template, one), origin=one.kin)


def own_template(template: Template, one: Requirement) -> Template:
    """The template that a requirement gets for itself."""
    return msgspec.structs.replace(template, id=_of_its_own(template.id, one))


def own_rule(rule: Rule, one: Requirement) -> Rule:
    """A rule of the shared template as the requirement gets it for itself."""
    return msgspec.structs.replace(
        rule, id=_of_its_own(rule.id, one), template=_of_its_own(rule.template, one)
    )


def _of_its_own(name: str, one: Requirement) -> str:
    return f"{name}@{one.standard}"


def judged_apart(knowledge: KnowledgeBase, requirements: Iterable[str]) -> KnowledgeBase:
    """The knowledge base in which some requirements, by id, have templates and rules of their own; those that
    share them with nobody are left as they are."""
    wanted = {one: knowledge.requirement[one] for one in requirements}
    takers = {
        name: {one.id for one in knowledge.requirements if one.template == name}
        for name in {one.template for one in wanted.values()}
    }
    apart = [one for one in wanted.values() if not takers[one.template] <= wanted.keys()]
    if not apart:
        return knowledge
    moved = {one.id for one in apart}
    rules = [own_rule(rule, one) for one in apart for rule in knowledge.rules_of[one.template]]
    return msgspec.structs.replace(
        knowledge,
        requirements=tuple(
            own_requirement(one) if one.id in moved else one for one in knowledge.requirements
        ),
        templates=(
            *knowledge.templates,
            *(own_template(knowledge.template[one.template], one) for one in apart),
        ),
        rules=(*knowledge.rules, *rules),
        policies=tuple(deciding(policy, rules) for policy in knowledge.policies),
        settings=tuple(
            msgspec.structs.replace(one, rules=with_own(one.rules, rules)) for one in knowledge.settings
        ),
    )


def deciding(policy: Policy, rules: Iterable[Rule]) -> Policy:
    """A policy whose choices also decide the rules that were told apart from those they decide."""
    grades = tuple(msgspec.structs.replace(one, rules=with_own(one.rules, rules)) for one in policy.grades)
    return msgspec.structs.replace(policy, grades=grades)


def with_own(decided: tuple[str, ...], rules: Iterable[Rule]) -> tuple[str, ...]:
    """Rules that are decided together, with those that were told apart from them."""
    known = frozenset(decided)
    return (*decided, *(rule.id for rule in rules if rule.shared_id in known and rule.id not in known))

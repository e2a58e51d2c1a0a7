"""The knowledge base as a policy wants it: grades where auditors differ, and what is tolerated of dates and
of shares.

All of it is done to the rules before anything is judged, so that evaluators, plans and explanations know
nothing of policies.
"""

from __future__ import annotations

import msgspec

from ..knowledge.language.tolerance import counted_later, punctual, within_tolerance
from ..model import Grade, KnowledgeBase, Policy, Rule


def with_policy(knowledge: KnowledgeBase, policy: Policy) -> KnowledgeBase:
    """The knowledge base with the grades a policy chose and what it tolerates; the very same one where it
    changes nothing."""
    chosen = {rule: choice.grade for choice in policy.grades for rule in choice.rules}
    rules = tuple(made for rule in knowledge.rules for made in _as_wanted(rule, chosen, knowledge, policy))
    counts = tuple(counted_later(count, policy.late_days) for count in knowledge.counts)
    same = len(rules) == len(knowledge.rules) and all(
        made is rule for made, rule in zip(rules, knowledge.rules, strict=True)
    )
    if same and counts == knowledge.counts:
        return knowledge
    return msgspec.structs.replace(knowledge, rules=rules, counts=counts)


def _as_wanted(
    rule: Rule, chosen: dict[str, Grade], knowledge: KnowledgeBase, policy: Policy
) -> tuple[Rule, ...]:
    grade = chosen.get(rule.id, rule.grade)
    graded = rule if grade is rule.grade else msgspec.structs.replace(rule, grade=grade)
    return within_tolerance(punctual(graded, policy.late_days), policy, knowledge.question)

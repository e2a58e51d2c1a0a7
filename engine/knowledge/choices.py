"""The knowledge base as a policy wants it: the rules on which auditors differ, with the grade that the policy chose for them."""

from __future__ import annotations

import msgspec

from ..model import KnowledgeBase, Policy


def with_policy(knowledge: KnowledgeBase, policy: Policy) -> KnowledgeBase:
    """The knowledge base with the grades a policy chose; the very same one where it chooses what the rules say anyway."""
    chosen = {rule: choice.grade for choice in policy.grades for rule in choice.rules}
    if all(rule.grade is chosen.get(rule.id, rule.grade) for rule in knowledge.rules):
        return knowledge
    rules = tuple(msgspec.structs.replace(rule, grade=chosen.get(rule.id, rule.grade)) for rule in knowledge.rules)
    return msgspec.structs.replace(knowledge, rules=rules)

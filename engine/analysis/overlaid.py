"""Which changes of overlays are behind a finding: those of the rules that judge its requirement, fired or
not, of the questions they read, of the requirement itself, and of what raised its grade."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Change, KnowledgeBase
from ..problems import Problem
from .findings import Finding


def changes_behind(finding: Finding, knowledge: KnowledgeBase) -> tuple[Change, ...]:
    """The changes behind a finding, in the order in which the overlays lie."""
    requirement = knowledge.requirement[finding.requirement]
    template = requirement.template
    names = [
        template,
        requirement.kin,
        *(rule.id for rule in knowledge.rules_of[template]),
        *knowledge.reads_of[template],
        *(one.rule for one in finding.escalations),
        *(one.rule for one in finding.reasons),
    ]
    return knowledge.changes_on(names)


def remarks_on_overlays(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """What is worth a word of the overlays: changes that have run out, and overlays made for another
    version."""
    for change in knowledge.changes:
        if change.lapsed:
            message = f"the overlay {change.overlay} changes {change.rule} no more: its day has passed"
            yield Problem(change.at, message, "lapsed", "agree on a new day, or remove the change")
    tool = knowledge.versions.tool
    for layer in knowledge.versions.layers:
        if tool and layer.made_for and layer.made_for != tool:
            message = f"the overlay {layer.name} was made for clausegraph {layer.made_for}, this is {tool}"
            hint = f"see that what it changes is still meant, and write `made_for: {tool}`"
            yield Problem(layer.at, message, "made-for", hint)

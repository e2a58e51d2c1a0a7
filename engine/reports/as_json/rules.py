"""Rules as JSON, for editors and scripts of those who write them. Keys are only ever added."""

from __future__ import annotations

from ...commands.rules import ListedRule, ListedRules
from ..words.rules import condition_lines
from .assessment import Json, change_json, place_json


def rules_json(listed: ListedRules) -> Json:
    """The rules at a place; `place` is null where none was named."""
    return {"place": listed.place or None, "rules": [_rule(one) for one in listed.rules]}


def _rule(one: ListedRule) -> Json:
    """One rule: of the lines in `when` one must hold, or, where it looks at the records of a `register`,
    all."""
    rule = one.rule
    return {
        "rule": rule.id,
        "grade": rule.grade.word,
        "switched_off": one.off,
        "requirements": list(one.requirements),
        "template": rule.template,
        "register": rule.each.register if rule.each is not None else None,
        "when": condition_lines(rule),
        "because": rule.because,
        "fix": rule.fix or None,
        "ladder": rule.ladder or None,
        "step": rule.step or None,
        "cases": one.cases,
        "overlays": [change_json(change) for change in one.changes],
        "at": place_json(rule.at),
    }

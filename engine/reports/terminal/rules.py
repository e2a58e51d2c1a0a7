"""Rules on the terminal: under the requirements they judge, each with its grade, condition, cases and
overlays."""

from __future__ import annotations

from itertools import groupby

from rich.console import Console

from ...commands.rules import ListedRule, ListedRules
from ...model import KnowledgeBase, count
from ..words.assessment import place
from ..words.overlaid import change_words
from ..words.rules import cases_words, condition_lines, grade_words, joined_by
from .page import STYLES, Page


def print_rules(console: Console, listed: ListedRules) -> None:
    """Prints rules, and at the end how many they are."""
    page = Page(console)
    for template, rules in groupby(listed.rules, key=lambda one: one.rule.template):
        _of_template(page, template, list(rules), listed.knowledge)
    page.blank()
    changed = sum(bool(one.changes) for one in listed.rules)
    told = f", {changed} changed by overlays" if changed else ""
    page.line((f"{count(len(listed.rules), 'rule')}{told}.", "dim"))


def _of_template(page: Page, template: str, rules: list[ListedRule], knowledge: KnowledgeBase) -> None:
    page.blank()
    page.line((", ".join(rules[0].requirements) or template, "bold"))
    page.line(knowledge.template[template].says, indent=2)
    for one in rules:
        page.blank()
        _rule(page, one)


def _rule(page: Page, one: ListedRule) -> None:
    rule = one.rule
    page.line(
        (rule.id, "bold"), "  ", (grade_words(rule, one.off), STYLES.get(rule.grade.word, "")), indent=2
    )
    lines = joined_by(rule, condition_lines(rule))
    for number, line in enumerate(lines):
        page.labelled("" if number else "When", line, indent=4)
    page.labelled("Cases", cases_words(one.cases), indent=4)
    for change in one.changes:
        page.labelled("Changed", change_words(change), indent=4)
    page.labelled("At", (place(rule.at), "dim"), indent=4)

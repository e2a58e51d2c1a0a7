"""What makes a rule fire, in the words of the rule files."""

from __future__ import annotations

from collections.abc import Sequence

from ...model import Rule, count
from ...model.rules import Condition, Group, Op
from .registers import each_words


def condition_lines(rule: Rule) -> list[str]:
    """A line for each group of conditions of which one must hold, and for each part of what is asked of
    records."""
    if rule.each is not None:
        return each_words(rule.each)
    return [", ".join(dict.fromkeys(_said(one, group) for one in group)) for group in rule.when]


def _said(one: Condition, group: Group) -> str:
    """A condition as files say it: `exactly` is read as two limits."""
    limits = {Op.AT_LEAST, Op.AT_MOST}
    same = {other.op for other in group if (other.fact, other.number) == (one.fact, one.number)}
    if one.op in limits and limits <= same:
        return f"{one.fact}: exactly {one.number:g}"
    return f"{one.fact}: {one}"


def cases_words(number: int) -> str:
    """How many cases fire a rule."""
    return (
        f"{count(number, 'case')} that {'fires' if number == 1 else 'fire'} it" if number else "none fires it"
    )


def grade_words(rule: Rule, off: bool) -> str:
    """The grade it leads to, and whether an overlay switched it off."""
    return f"{rule.grade.word}, switched off" if off else rule.grade.word


def joined_by(rule: Rule, lines: Sequence[str]) -> list[str]:
    """The lines with what joins them before all but the first: any group will do, all parts must hold."""
    word = "and" if rule.each is not None else "or"
    return [line if number == 0 else f"{word} {line}" for number, line in enumerate(lines)]

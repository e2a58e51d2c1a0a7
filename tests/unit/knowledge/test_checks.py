"""Silence is never a pass: which combinations of answers must be met by a rule."""

from __future__ import annotations

from pathlib import Path

from clausegraph.engine.knowledge.checks import MOST_COMBINATIONS, MOST_SILENT_PASSES_SHOWN
from clausegraph.engine.knowledge.load import read
from clausegraph.engine.knowledge.sources import Root
from clausegraph.engine.problems import BadInput

RULE = """  - rule: {name}
    requirement: 8.4/extra
    when: {when}
    grade: minor
    because: It is so.
    fix: Mend it.
"""


def silent(base: Path, facts: str, *rules: str, accepts: str = "", applies: str = "") -> list[str]:
    """What is told of a requirement over some facts with some rules."""
    requirement = "  - requirement: 8.4/extra\n    says: Something is done.\n    evidence: [something]\n"
    if applies:
        requirement += f"    applies: {applies}\n    otherwise: It does not apply.\n"
    if accepts:
        requirement += f"    accepts: [{{answer: {accepts}, because: It is fine.}}]\n"
    written = "".join(RULE.format(name=f"extra-{number}", when=when) for number, when in enumerate(rules))
    text = (
        "rulebase: sample/extra\nstandard:"
        f" sample:2020\nfacts:\n{facts}requirements:\n{requirement}rules:\n{written}"
    )
    (base / "rulebases/sample/extra.yaml").write_text(text, encoding="utf-8")
    try:
        read([Root(base)])
    except BadInput as fault:
        problems = fault.problems
    else:
        return []
    assert {problem.code for problem in problems} == {"silent-pass"}
    return [problem.message.partition("reacts to ")[2] for problem in problems]


def fact(name: str, kind: str = "yes or no", best: str = "yes") -> str:
    return f"  extra.{name}: {{ask: Is it so?, answer: '{kind}', best: {best}}}\n"


def test_a_rule_for_every_short_answer_leaves_no_silence(base: Path) -> None:
    assert silent(base, fact("a", "yes, partly or no"), "{extra.a: not yes}") == []


def test_an_answer_short_of_the_best_that_no_rule_reacts_to_is_told(base: Path) -> None:
    assert silent(base, fact("a", "yes, partly or no"), "{extra.a: no}") == ["extra.a: partly"]


def test_a_rule_that_waits_for_an_open_answer_does_not_break_the_silence(base: Path) -> None:
    number = "  extra.late: {ask: How many?, answer: number of things}\n"
    assert silent(base, fact("a") + number, "{extra.a: no, extra.late: more than 3}") == ["extra.a: no"]


def test_an_accepted_answer_is_no_silence(base: Path) -> None:
    assert silent(base, fact("a", "yes, partly or no"), "{extra.a: no}", accepts="{extra.a: partly}") == []


def test_what_is_accepted_in_part_is_accepted_largely(base: Path) -> None:
    scale = fact("a", "yes, largely, partly or no")
    assert silent(base, scale, "{extra.a: no}", accepts="{extra.a: partly}") == []
    assert silent(base, scale, "{extra.a: no}", accepts="{extra.a: largely}") == ["extra.a: partly"]


def test_largely_is_silent_unless_a_rule_reacts(base: Path) -> None:
    assert silent(base, fact("a", "yes, largely, partly or no"), "{extra.a: partly or no}") == [
        "extra.a: largely"
    ]


def test_answers_under_which_the_requirement_does_not_apply_need_no_rule(base: Path) -> None:
    facts = fact("a") + fact("held", best="any")
    assert silent(base, facts, "{extra.a: no}", applies="{extra.held: yes}") == []


def test_a_question_that_only_describes_is_told_as_context(base: Path) -> None:
    facts = fact("a") + fact("held", best="any")
    assert silent(base, facts, "{extra.a: no, extra.held: yes}") == ["extra.a: no, extra.held: no"]


def test_the_simplest_cases_are_told_and_not_all_of_them(base: Path) -> None:
    names = "abcde"
    told = silent(
        base, "".join(map(fact, names)), "{" + ", ".join(f"extra.{name}: no" for name in names) + "}"
    )
    assert len(told) == MOST_SILENT_PASSES_SHOWN
    assert set(told) < {f"extra.{name}: no" for name in names}


def test_of_very_many_combinations_those_with_few_short_answers_are_tried(base: Path) -> None:
    names = "abcdefghij"
    assert 3 ** len(names) > MOST_COMBINATIONS
    facts = "".join(fact(name, "yes, partly or no") for name in names)
    assert silent(base, facts, *(f"{{extra.{name}: not yes}}" for name in names[:-1]), "{extra.j: no}") == [
        "extra.j: partly"
    ]

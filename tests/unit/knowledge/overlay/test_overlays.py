"""What overlays do: a rule that is disabled leaves open what it judged, and a change agreed until a day
lapses with a word."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clausegraph.engine.analysis.assessment import put_question
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.knowledge.overlay.overlays import with_overlays
from clausegraph.engine.knowledge.sources import Root
from clausegraph.engine.model import Grade, KnowledgeBase
from clausegraph.engine.organisation.organisation import organisation_in
from clausegraph.engine.problems import BadInput

TODAY = date(2026, 11, 21)


def changed(knowledge: KnowledgeBase, folder: Path, changes: str, day: date = TODAY) -> KnowledgeBase:
    (folder / "overlay.yaml").write_text(f"overlay: acme\nchanges:\n{changes}", encoding="utf-8")
    return with_overlays(knowledge, [Root(folder, "acme")], day)


def judged(knowledge: KnowledgeBase, text: str) -> dict[str, Grade]:
    """The grades by requirement of an organisation of 9001, by both evaluators, which agree."""
    told = organisation_in(
        f"organisation: A\nstandards: [iso-9001:2015]\n{text}", "a.yaml", knowledge, today=TODAY
    )
    question = put_question(told, knowledge, told.standards, knowledge.policy["default"])
    plain = PlainEvaluator(knowledge).infer(question)
    try:
        from clausegraph.engine.inference.durable.evaluator import DurableEvaluator
    except ImportError:
        return {one.requirement: one.base for one in plain.verdicts}
    assert DurableEvaluator(knowledge).infer(question) == plain
    return {one.requirement: one.base for one in plain.verdicts}


def disabling(knowledge: KnowledgeBase, requirement: str) -> str:
    """Changes that disable every rule on a requirement."""
    rules = knowledge.rules_of[knowledge.requirement[requirement].template]
    return "".join(f"  - {{disable: {rule.id}, because: Agreed.}}\n" for rule in rules)


def test_a_requirement_whose_rule_is_disabled_is_open_where_the_rule_spoke_and_never_conforms(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    for requirement in ("iso-9001:2015/9.2.1/conducted", "iso-9001:2015/9.3.1/held"):
        reads = [
            knowledge.question[one] for one in knowledge.reads_of[knowledge.requirement[requirement].template]
        ]
        bad = "answers:\n" + "".join(
            f"  {question.id}: {question.words[-1]}\n"
            for question in reads
            if question.words and not question.computed
        )
        assert judged(knowledge, bad)[requirement].fails
        without = changed(knowledge, tmp_path, disabling(knowledge, requirement))
        assert judged(without, bad)[requirement] is Grade.UNGRADED


def test_a_disabled_rule_does_not_open_what_it_would_not_have_said(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    best = "answers:\n" + "".join(
        f"  {question.id}: {question.best[0]}\n"
        for question in knowledge.questions
        if question.best and not question.computed
    )
    before = judged(knowledge, best)
    conforming = next(one for one, grade in before.items() if grade is Grade.CONFORMS)
    assert judged(changed(knowledge, tmp_path, disabling(knowledge, conforming)), best) == before


def test_a_disabled_rule_over_records_opens_only_where_its_register_is_given(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    rule = next(one for one in knowledge.on_records if one.id == "harmonised/control-without-owner")
    without = changed(knowledge, tmp_path, f"  - {{disable: {rule.id}, because: Agreed.}}\n")
    one = next(
        one.id
        for one in knowledge.requirements
        if one.template == rule.template and one.standard == "iso-9001:2015"
    )
    reads = [knowledge.question[name] for name in knowledge.reads_of[rule.template]]
    best = "answers:\n" + "".join(f"  {question.id}: {question.best[0]}\n" for question in reads)
    assert judged(without, best)[one] is Grade.CONFORMS
    given = (
        best + "  registers.controls: [{record: C-1, what: Lock}, {record: C-2, what: Door, owner: Ann}]\n"
    )
    assert (judged(knowledge, given)[one], judged(without, given)[one]) == (Grade.OBSERVATION, Grade.UNGRADED)


@pytest.mark.parametrize(("day", "grade"), [(date(2026, 6, 30), Grade.MAJOR), (date(2026, 7, 1), None)])
def test_a_change_counts_until_its_day_and_then_lapses_with_a_word(
    knowledge: KnowledgeBase, tmp_path: Path, day: date, grade: Grade | None
) -> None:
    rule = next(one for one in knowledge.rules if one.grade is Grade.MINOR and one.each is None)
    text = f"  - {{change: {rule.id}, grade: major, until: 2026-06-30, because: Agreed.}}\n"
    known = changed(knowledge, tmp_path, text, day)
    assert known.rule[rule.id].grade is (grade or rule.grade)
    lapsed = "" if grade else ", which has passed: it counts no more"
    assert [one.does for one in known.changes] == [f"grade minor -> major until 2026-06-30{lapsed}"]


def test_a_broken_change_is_told_although_another_has_lapsed(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    with pytest.raises(BadInput) as fault:
        changed(
            knowledge,
            tmp_path,
            "  - {disable: a/b, until: 2020-01-01, because: Agreed.}\n  - {disable: c/d, because: Agreed.}\n",
        )
    assert len(fault.value.problems) == 2

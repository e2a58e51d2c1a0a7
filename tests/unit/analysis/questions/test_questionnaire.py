"""Every question once, where the people who can answer it find it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from clausegraph.engine.analysis.assessment import assess
from clausegraph.engine.analysis.questions.questionnaire import (
    Depth,
    Questionnaire,
    questionnaire,
    quick_answered,
)
from clausegraph.engine.analysis.questions.telling import QUICK, quick
from clausegraph.engine.inference.choose import evaluator
from clausegraph.engine.model import AnswerKind, Discipline, Grade, KnowledgeBase, Question, Who
from clausegraph.engine.organisation.organisation import Answer, Exclusion, Organisation, read_organisation
from clausegraph.engine.problems import Location

FOUR = ("iso-9001:2015", "iso-14001:2015", "iso-27001:2022", "iso-45001:2018")
DAY = date(2026, 11, 22)
PLACE = Location("facts.yaml")


@pytest.fixture(scope="module")
def integrated(knowledge: KnowledgeBase) -> Questionnaire:
    return questionnaire(knowledge, FOUR)


def written(text: str, knowledge: KnowledgeBase, folder: Path) -> Organisation:
    place = folder / "facts.yaml"
    place.write_text(f"organisation: Somebody\n{text}", encoding="utf-8")
    return read_organisation(place, knowledge, as_of=DAY, today=DAY)


def aside(found: Questionnaire) -> set[str]:
    return {one.fact.id for one in found.set_aside}


def test_a_question_that_four_standards_share_is_asked_once(
    knowledge: KnowledgeBase, integrated: Questionnaire
) -> None:
    listed = [
        one.fact.id for section in integrated.sections for group in section.groups for one in group.questions
    ]
    assert len(listed) == len(set(listed)) == len(integrated.telling)
    assert integrated.asked["internal_audit.covered"].disciplines == tuple(sorted(Discipline))


def test_every_question_the_rules_ask_is_there_and_none_that_is_worked_out(
    knowledge: KnowledgeBase, integrated: Questionnaire
) -> None:
    read = {
        fact
        for standard in FOUR
        for one in knowledge.asked_by[standard]
        for fact in knowledge.reads_of[knowledge.requirement[one].template]
    }
    assert set(integrated.asked) == {fact for fact in read if not knowledge.question[fact].computed}


def test_themes_go_in_the_order_of_the_clauses_and_annex_a_comes_last(integrated: Questionnaire) -> None:
    themes = [section.theme for section in integrated.sections]
    expected = [
        "context",
        "policy",
        "environmental-aspects",
        "competence",
        "operational-planning",
        "internal-audit",
        "corrective-action",
    ]
    assert [theme for theme in themes if theme in expected] == expected
    assert themes[-1] == "cryptography"


def test_inside_a_theme_questions_stand_by_who_can_answer_them(integrated: Questionnaire) -> None:
    review = next(section for section in integrated.sections if section.theme == "management-review")
    assert [group.who for group in review.groups] == [Who.TOP_MANAGEMENT, Who.SYSTEM_MANAGER]
    assert all(one.fact.who is group.who for group in review.groups for one in group.questions)


def test_a_question_stands_in_the_theme_it_was_written_for(integrated: Questionnaire) -> None:
    assert integrated.asked["corrective_action.followed_through"].theme == "corrective-action"
    assert integrated.asked["objectives.written"].theme == "objectives"


def test_a_question_says_what_shows_it_and_what_may_come_of_it(integrated: Questionnaire) -> None:
    asked = integrated.asked["internal_audit.basis"]
    assert "reasons for frequency and depth in the programme" in asked.evidence
    assert asked.worst is Grade.MINOR
    assert [one.split("/")[0] for one in asked.requirements] == sorted(
        (one.split("/")[0] for one in asked.requirements), key=FOUR.index
    )


def test_the_quick_questionnaire_has_the_quick_questions(knowledge: KnowledgeBase) -> None:
    found = questionnaire(knowledge, FOUR, Depth.QUICK)
    assert found.telling == quick(knowledge, FOUR)
    assert set(found.asked) == set(found.telling)


def test_answers_stand_at_their_questions_and_what_nothing_asks_for_stands_beyond(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    answers = "answers:\n  policy.stated: {quality: yes, ohs: no}\n  soa.written: yes\n"
    found = questionnaire(knowledge, ["iso-9001:2015"], Depth.FULL, written(answers, knowledge, tmp_path))
    assert [one.text for one in found.asked["policy.stated"].answers] == ["yes", "no"]
    assert [one.fact for one in found.beyond] == ["soa.written"]


def test_questions_about_an_excluded_clause_are_set_aside(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    excluded = "not_applicable: [{requirement: 'iso-9001:2015/8.3', because: Customers design.}]\n"
    found = questionnaire(knowledge, ["iso-9001:2015"], Depth.FULL, written(excluded, knowledge, tmp_path))
    assert "design.plan" in aside(found)
    assert "policy.stated" not in aside(found)


def test_an_exclusion_without_a_reason_sets_nothing_aside(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    excluded = "not_applicable: [{requirement: 'iso-9001:2015/8.3'}]\n"
    assert not aside(
        questionnaire(knowledge, ["iso-9001:2015"], Depth.FULL, written(excluded, knowledge, tmp_path))
    )


def test_an_excluded_clause_leaves_a_question_that_another_standard_asks_as_well(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    excluded = "not_applicable: [{requirement: 'iso-27001:2022/A.5.31', because: None applies.}]\n"
    found = questionnaire(
        knowledge, ["iso-27001:2022", "iso-14001:2015"], Depth.FULL, written(excluded, knowledge, tmp_path)
    )
    assert "obligations.determined" in found.asked
    assert "obligations.determined" not in aside(found)


def test_an_answer_by_which_a_requirement_does_not_apply_sets_its_other_questions_aside_and_stays_itself(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    found = questionnaire(
        knowledge,
        ["iso-45001:2018"],
        Depth.FULL,
        written("answers: {contractors.used: no}\n", knowledge, tmp_path),
    )
    assert any(fact.startswith("contractors.") for fact in aside(found))
    assert "contractors.used" not in aside(found)


def registers(found: Questionnaire) -> list[str]:
    return [one.fact.id for one in found.registers]


def test_a_full_questionnaire_asks_for_the_registers_that_decide_something(knowledge: KnowledgeBase) -> None:
    found = questionnaire(knowledge, ["iso-45001:2018"])
    assert set(registers(found)) == {
        f"registers.{one}"
        for one in (
            *("risks", "controls", "obligations", "objectives", "hazards"),
            *("nonconformities", "incidents", "audits", "sites"),
            *("competences", "documents", "equipment", "providers"),
        )
    }
    hazards = next(one for one in found.registers if one.fact.id == "registers.hazards")
    assert "iso-45001:2018/8.1.2/hierarchy-applied" in hazards.requirements
    assert hazards.worst is Grade.MAJOR


def test_a_quick_questionnaire_asks_for_no_register_but_keeps_those_given_and_those_they_name(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    assert registers(questionnaire(knowledge, FOUR, Depth.QUICK)) == []
    given = "answers: {registers.hazards: [{record: H-1, what: Noise, severity: minor}]}\n"
    found = questionnaire(knowledge, ["iso-9001:2015"], Depth.QUICK, written(given, knowledge, tmp_path))
    assert registers(found) == ["registers.controls", "registers.hazards"]
    assert [one.requirements == () for one in found.registers] == [False, True]


def test_a_register_whose_requirements_cannot_apply_is_not_asked_for(knowledge: KnowledgeBase) -> None:
    found = questionnaire(knowledge, ["iso-27001:2022"])
    only = next(one for one in found.registers if one.fact.id == "registers.exceptions")
    none_left = replace(
        Organisation("Somebody", DAY, ("iso-27001:2022",), ()),
        exclusions=tuple(Exclusion(one, "Not ours.", Location("")) for one in only.requirements),
    )
    allowed = allow(knowledge, "iso-27001:2022", only.requirements)
    assert "registers.exceptions" not in registers(
        questionnaire(allowed, ["iso-27001:2022"], Depth.FULL, none_left)
    )
    assert "registers.exceptions" in registers(questionnaire(allowed, ["iso-27001:2022"]))


def allow(knowledge: KnowledgeBase, standard: str, requirements: tuple[str, ...]) -> KnowledgeBase:
    """The knowledge base with a standard in which the clauses of some requirements may be declared not
    applicable."""
    clauses = tuple(one.split("/")[1] for one in requirements)
    changed = tuple(
        replace(one, may_exclude=clauses) if one.id == standard else one for one in knowledge.standards
    )
    return replace(knowledge, standards=changed)


# What was asked, for a verdict on no more than that


def afternoon(knowledge: KnowledgeBase, *standards: str) -> Organisation:
    """An organisation that has answered the quick questions of some standards and nothing else."""
    answers = tuple(
        Answer(one, some_answer(knowledge.question[one]), "", PLACE) for one in quick(knowledge, standards)
    )
    return Organisation("Somebody", DAY, standards, answers)


def some_answer(question: Question) -> str | float | date:
    match question.answer:
        case AnswerKind.WORDS:
            return question.words[0]
        case AnswerKind.DATE | AnswerKind.PLANNED_DATE:
            return DAY
        case _:
            return 0.0


def verdict(organisation: Organisation, knowledge: KnowledgeBase) -> str:
    return assess(
        organisation, knowledge, evaluator(knowledge, "plain"), knowledge.policy["default"]
    ).summary.verdict


def test_after_the_quick_questions_the_verdict_is_about_these(knowledge: KnowledgeBase) -> None:
    said = verdict(afternoon(knowledge, "iso-9001:2015"), knowledge)
    assert said.startswith(f"Of the {QUICK} questions that decide most: ")
    assert "; the rest is open (" in said


def test_one_quick_question_left_out_makes_it_a_verdict_about_so_many_answers(
    knowledge: KnowledgeBase,
) -> None:
    whole = afternoon(knowledge, "iso-9001:2015")
    said = verdict(replace(whole, answers=whole.answers[1:]), knowledge)
    assert said.startswith(f"Of the {QUICK - 1} questions answered: ")


def test_a_quick_question_answered_for_one_discipline_alone_is_open(knowledge: KnowledgeBase) -> None:
    whole = afternoon(knowledge, "iso-9001:2015", "iso-14001:2015")
    assert quick_answered(knowledge, whole) == QUICK
    shared = next(one for one in whole.answers if one.fact == "internal_audit.covered")
    partly = tuple(
        replace(one, discipline=Discipline.QUALITY) if one == shared else one for one in whole.answers
    )
    assert quick_answered(knowledge, replace(whole, answers=partly)) == 0


def test_quick_questions_that_cannot_apply_need_no_answer(knowledge: KnowledgeBase) -> None:
    whole = afternoon(knowledge, "iso-9001:2015")
    designs = tuple(one for one in whole.answers if not one.fact.startswith("design."))
    without = replace(
        whole, answers=designs, exclusions=(Exclusion("iso-9001:2015/8.3", "Nothing is designed.", PLACE),)
    )
    assert quick_answered(knowledge, replace(whole, answers=designs)) == 0
    assert quick_answered(knowledge, without) == len(designs) < QUICK


def test_more_answers_than_the_quick_ones_are_named_beside_them(knowledge: KnowledgeBase) -> None:
    whole = afternoon(knowledge, "iso-9001:2015")
    more = Answer("design.inputs", "yes", "", PLACE)
    said = verdict(replace(whole, answers=(*whole.answers, more)), knowledge)
    assert said.startswith(
        f"Of {QUICK + 1} questions answered, the {QUICK} questions that decide most among them: "
    )

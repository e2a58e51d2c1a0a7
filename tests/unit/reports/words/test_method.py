"""What a report rests on: scope, what was asked and shown, counts by standard, house rules."""

import msgspec

from clausegraph.engine.model import Who
from clausegraph.engine.reports.markdown.assessment import assessment_markdown
from clausegraph.engine.reports.words.assessment import counts
from clausegraph.engine.reports.words.method import (
    asked,
    asked_words,
    counts_of,
    house_rules,
    judged_words,
    method_json,
    scope_words,
)

BOTH = ("iso-9001:2015", "iso-14001:2015")


def of(who, made):
    return next(one for one in asked(made.assessment, made.knowledge) if one.who is who)


def test_questions_are_counted_by_who_can_answer_them(case):
    one = of(Who.OPERATIONS, case())
    assert (one.questions, one.answered, one.evidenced) == (1, 1, 1)
    one = of(Who.SYSTEM_MANAGER, case())
    assert (one.questions, one.answered, one.evidenced) == (8, 7, 0)


def test_a_question_that_bears_only_on_what_does_not_apply_is_not_counted(case):
    assert Who.DESIGN not in {one.who for one in asked(case().assessment, case().knowledge)}
    assert of(Who.DESIGN, case(design__done="yes")).questions == 1


def test_a_question_answered_for_one_discipline_of_two_is_still_open(case):
    assert of(Who.TOP_MANAGEMENT, case(*BOTH, issues__known="{quality: yes, environment: yes}")).answered == 1
    assert of(Who.TOP_MANAGEMENT, case(*BOTH, issues__known="{quality: yes}")).answered == 0


def test_answers_and_evidence_are_told_in_a_sentence(case):
    made = case()
    assert asked_words(made.assessment, made.knowledge) == (
        "10 of 11 questions behind these requirements are answered, 1 of them with evidence."
    )
    made = case(control__done="yes")
    assert asked_words(made.assessment, made.knowledge).endswith("are answered, none of them with evidence.")


def test_the_scope_names_editions_and_what_does_not_apply(case):
    made = case(*BOTH)
    words = scope_words(made.assessment, made.knowledge)
    assert words == "In scope: 14 requirements of ISO 9001:2015, ISO 14001:2015, of which 2 do not apply."


def test_the_counts_of_the_standards_add_up_to_those_of_all(case):
    assessment = case(*BOTH, issues__known="{quality: yes, environment: no}").assessment
    parts = [counts_of(standard, assessment) for standard in BOTH]
    assert parts[0] != parts[1]
    assert [(name, sum(part[name] for part in parts)) for name in parts[0]] == counts(assessment)


def test_the_house_rules_are_those_of_the_policy_and_an_unknown_policy_has_none(case):
    made = case()
    assert [one.id for one in house_rules(made.assessment, made.knowledge)] == ["default/works-by-luck"]
    unknown = msgspec.structs.replace(made.assessment, policy="elsewhere")
    assert house_rules(unknown, made.knowledge) == ()
    assert "elsewhere: grades stay what the rules give. It rests on" in judged_words(
        unknown, "elsewhere", made.knowledge
    )


def test_json_says_what_it_rests_on(case):
    made = case(*BOTH)
    method = method_json(made.assessment, made.knowledge, "consultant")
    assert [one["standard"] for one in method["editions"]] == list(BOTH)
    assert sum(method["editions"][0]["counts"].values()) == 7
    assert {one["rule"]: one["raises_to"] for one in method["house_rules"]} == {
        "default/works-by-luck": "observation"
    }
    assert "sample" in method["note"]


def test_markdown_counts_by_standard_where_there_are_several(case):
    made = case(*BOTH)
    lines = assessment_markdown(made.assessment, made.knowledge).splitlines()
    assert "| Grade | iso-9001:2015 | iso-14001:2015 | All |" in lines
    assert "| major | 1 | 1 | 2 |" in lines


def test_markdown_says_of_a_finding_on_what_it_depends_and_what_would_show_it(case):
    made = case()
    text = assessment_markdown(made.assessment, made.knowledge)
    finding = text[text.index("### `6.1/risks`") :]
    assert "- **Dependency:** unfounded: 4.1/issues → 6.1/risks" in finding
    assert "- **Shown by:** list of risks" in finding


def test_markdown_gives_the_evidence_of_what_conforms_or_says_that_there_is_none(case):
    made = case(issues__known="yes")
    lines = assessment_markdown(made.assessment, made.knowledge).splitlines()
    assert r"| `8.1/control` | Work is controlled. | IA\-7 of 2026\-03\-02 |" in lines
    assert "| `4.1/issues` | Issues are determined. | none given |" in lines

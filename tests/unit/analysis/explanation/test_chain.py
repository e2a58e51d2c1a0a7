"""The chain behind one finding, and what would clear it."""

import io
from datetime import date

import msgspec
import pytest
from rich.cells import cell_len
from rich.console import Console

from clausegraph.engine.analysis.assessment import assess
from clausegraph.engine.analysis.explanation.chain import Explainer, explain
from clausegraph.engine.analysis.explanation.clearing import clearings
from clausegraph.engine.commands.assess import Request
from clausegraph.engine.commands.explain import explain_findings
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.model import Grade, Policy
from clausegraph.engine.organisation.organisation import Answer, Organisation
from clausegraph.engine.reports.as_json.assessment import dumps
from clausegraph.engine.reports.as_json.explanation import explanation_json
from clausegraph.engine.reports.markdown.explanation import explanation_markdown
from clausegraph.engine.reports.terminal.explanation import print_explanation
from clausegraph.engine.reports.words.explanation import recorded_words
from clausegraph.tests.unit.inference.small_world import (
    HERE,
    STANDARD,
    TODAY,
    asks,
    by_count,
    requirement,
    rule,
    world,
)

QUALITY = "iso-9001:2015"


def explained(case, name, standard=QUALITY):
    return explain(case.assessment, case.knowledge, case.organisation, f"{standard}/{name}")


def printed(case, name, width=80):
    out = io.StringIO()
    print_explanation(Console(file=out, width=width), explained(case, name), case.knowledge)
    return out.getvalue()


def unwrapped(text):
    return " ".join(text.split())


def changes(explanation):
    return [
        (one.grade, [(change.fact, change.to) for change in one.changes]) for one in explanation.clearings
    ]


def test_a_failing_requirement_goes_from_answer_over_rule_to_what_would_clear_it(case):
    text = unwrapped(printed(case(), "4.1/issues"))
    chain = [
        "Issues are determined.",
        "Do you know your issues? no issues.known, acme.yaml:6",
        "major by harmonised/issues-missing rulebases/harmonised/context.yaml:",
        "When issues.known: no (answered no)",
        "What stands on it",
        "A root cause: no foundation that fails explains it. It undermines 3:",
        "issues.known: yes (now no) → conforms",
    ]
    places = [text.find(part) for part in chain]
    assert -1 not in places
    assert places == sorted(places)


def test_a_conforming_requirement_says_that_no_rule_fires_and_needs_no_clearing(case):
    made = case()
    assert explained(made, "9.2.2/suppliers").clearings == ()
    text = unwrapped(printed(made, "9.2.2/suppliers"))
    assert "Of its 1 rule, none fires." in text
    assert "What would clear it" not in text


def test_a_requirement_not_assessed_asks_its_questions(case):
    made = case(issues__known="")
    text = unwrapped(printed(made, "4.1/issues"))
    assert "not assessed, could become major" in text
    assert "Do you know your issues? (yes, partly or no; top-management) issues.known" in text
    assert "major by harmonised/issues-missing" in text
    assert changes(explained(made, "4.1/issues")) == [(Grade.CONFORMS, [("issues.known", "yes")])]


def test_a_requirement_that_does_not_apply_says_why(case):
    text = unwrapped(printed(case(), "8.3/design"))
    assert "The organisation designs nothing." in text
    assert "none of its rules is asked" in text
    assert explained(case(), "8.3/design").clearings == ()


def test_a_raised_requirement_names_the_policys_rule_and_what_its_root_cause_needs(case):
    made = case()
    text = unwrapped(printed(made, "8.1/control"))
    assert (
        "Raised from conforms to observation by the policy's default/works-by-luck, on account of 6.1/risks"
        in text
    )
    assert "rulebases/grading/policies.yaml:6" in text
    assert "Path 4.1/issues → 6.1/risks → 8.1/control" in text
    assert "Its cause lies upstream: 4.1/issues." in text
    assert "With its root causes mended: issues.known: yes (now no) → conforms" in text
    together = explained(made, "8.1/control").together
    assert (together.grade, [str(one) for one in together.changes]) == (
        Grade.CONFORMS,
        ["issues.known: yes (now no)"],
    )


def test_every_clearing_keeps_its_promise_when_the_answers_are_changed(case):
    made = case()
    for finding in made.assessment.findings:
        for way in explain(made.assessment, made.knowledge, made.organisation, finding.requirement).clearings:
            answers = {change.fact.replace(".", "__"): str(change.value) for change in way.changes}
            again = case(**answers)
            assert again.assessment.finding[finding.requirement].grade is way.grade


def test_what_would_clear_a_finding_does_not_depend_on_what_else_is_explained_or_assessed(case):
    alone, beside = case(), case(QUALITY, "iso-14001:2015")
    explainer = Explainer(beside.assessment, beside.knowledge, beside.organisation)
    for finding in alone.assessment.findings:
        once = explain(alone.assessment, alone.knowledge, alone.organisation, finding.requirement)
        together = explainer.explain(finding.requirement)
        assert (together.clearings, together.together) == (once.clearings, once.together)


def test_two_answers_that_only_help_together_are_changed_together(case):
    assert changes(explained(case(), "8.1/records")) == [
        (Grade.CONFORMS, [("records.kept", "yes"), ("records.complete", "yes")])
    ]


def test_a_single_answer_that_helps_is_preferred_to_two(case):
    assert changes(explained(case(records__kept="yes"), "8.1/records")) == [
        (Grade.CONFORMS, [("records.complete", "yes")])
    ]


def test_of_several_answers_that_help_the_best_is_shown(case):
    assert changes(explained(case(issues__known="yes", risks__known="no"), "6.1/risks")) == [
        (Grade.CONFORMS, [("risks.known", "yes")])
    ]


def test_many_open_questions_are_cleared_by_the_best_answer_to_each(case):
    made = case(audit__last="", audit__planned="", audit__covered="", issues__known="yes")
    best = [
        ("audit.done", "yes"),
        ("audit.last", "2025-11-21 or later"),
        ("audit.planned", "yes"),
        ("audit.covered", "100 %"),
    ]
    assert changes(explained(made, "9.2.2/audit")) == [(Grade.CONFORMS, best)]


def test_an_answer_that_leaves_the_grade_as_it_is_clears_nothing(case):
    made = case(control__done="partly")
    (raised,) = made.knowledge.policy["default"].escalations
    harsh = Policy("harsh", "As bad as a gap.", (msgspec.structs.replace(raised, grade=Grade.MINOR),))
    assert clearings(f"{QUALITY}/8.1/control", made.organisation, made.knowledge, harsh) == ()


def test_what_leaves_a_minor_a_minor_clears_nothing_though_a_breakdown_goes():
    whatever = asks("shared", "yes", "partly", "no")
    rules = [rule("a", ((whatever,), (asks("own"),))), rule("b", ((asks("shared"),),))]
    knowledge = world([requirement("8.1", name) for name in "ab"], rules, escalations=[by_count(2)])
    answers = tuple(Answer(fact, "no", "no", HERE) for fact in ("shared", "own"))
    organisation = Organisation("Acme", TODAY, (STANDARD,), answers)
    assert clearings(f"{STANDARD}/8.1/a", organisation, knowledge, knowledge.policies[0]) == ()


def test_an_open_rule_that_would_make_it_no_worse_is_left_out(case):
    assert explained(case(records__complete=""), "8.1/records").could_fire == ()


def test_a_number_is_cleared_by_the_range_that_no_rule_reacts_to(case):
    assert changes(explained(case(suppliers__unknown="7"), "9.2.2/suppliers")) == [
        (Grade.CONFORMS, [("suppliers.unknown", "1 to 2 suppliers")])
    ]


def test_an_answer_that_only_makes_the_requirement_inapplicable_clears_nothing(case):
    made = case(design__done="yes", design__planned="no")
    assert changes(explained(made, "8.3/design")) == [(Grade.CONFORMS, [("design.planned", "yes")])]


def test_a_date_is_cleared_by_the_earliest_day_that_no_rule_reacts_to(case):
    found = changes(explained(case(audit__done="yes", issues__known="yes"), "9.2.2/audit"))
    assert found == [(Grade.CONFORMS, [("audit.last", "2025-11-21 or later")])]


def test_the_answers_of_the_other_discipline_stay_as_they_are(case):
    made = case(QUALITY, "iso-14001:2015", issues__known="{quality: no, environment: no}")
    way = explained(made, "4.1/issues").clearings[0]
    assert way.grade is Grade.CONFORMS


def test_links_that_fail_come_first(case):
    read = explained(case(), "8.1/control")
    assert [one.other for one in read.foundations] == [f"{QUALITY}/6.1/risks"]
    assert read.foundations[0].failure.path == (
        f"{QUALITY}/4.1/issues",
        f"{QUALITY}/6.1/risks",
        f"{QUALITY}/8.1/control",
    )


@pytest.mark.parametrize(
    "name", ["4.1/issues", "6.1/risks", "8.1/control", "8.1/records", "8.3/design", "9.2.2/audit"]
)
@pytest.mark.parametrize("width", [40, 80])
def test_no_line_is_wider_than_the_console(case, name, width):
    lines = printed(case(note="x" * 200), name, width).splitlines()
    assert max(cell_len(line) for line in lines) == width


def test_json_holds_the_whole_chain_and_is_the_same_each_time(case):
    made = case()
    first, second = (explanation_json(explained(made, "4.1/issues"), made.knowledge) for _ in range(2))
    assert dumps(first) == dumps(second)
    assert first["rules"][0]["conditions"] == [
        {"fact": "issues.known", "condition": "no", "answer": "no", "holds": True}
    ]
    assert first["would_clear"] == [{"grade": "conforms", "changes": [{"fact": "issues.known", "to": "yes"}]}]
    assert (first["root_cause"], len(first["undermines"])) == (True, 3)
    assert first["dependents"][0]["failure"]["kind"] == "unfounded"


def test_json_says_what_is_open_with_null(case):
    made = case(issues__known="")
    report = explanation_json(explained(made, "4.1/issues"), made.knowledge)
    assert report["could_fire"][0]["conditions"] == [
        {"fact": "issues.known", "condition": "no", "answer": None, "holds": None}
    ]


def test_markdown_holds_the_chain_and_escapes_notes(case):
    made = case(note="<script> | `x`")
    text = explanation_markdown(explained(made, "8.1/control"), made.knowledge)
    assert r"&lt;script\> \| \`x\`" in text
    assert "## What it stands on" in text
    assert "path: iso-9001:2015/4.1/issues → iso-9001:2015/6.1/risks → iso-9001:2015/8.1/control" in text


def test_explaining_changes_nothing(case):
    made = case()
    explained(made, "8.1/records")
    again = assess(
        made.organisation, made.knowledge, PlainEvaluator(made.knowledge), made.knowledge.policy["default"]
    )
    assert again == made.assessment


# What it is recorded in


def test_an_explanation_says_first_in_which_nonconformity_the_requirement_is_recorded(case):
    made = case()
    text = unwrapped(printed(made, "4.1/issues"))
    (recorded,) = (
        one for one in made.assessment.nonconformities if one.requirement == f"{QUALITY}/4.1/issues"
    )
    assert text.index(f"Recorded in {recorded.id} (major) Nobody knows the issues.") < text.index(
        "── Answers"
    )
    assert f"**Recorded** in {recorded.id} (major): Nobody knows the issues." in explanation_markdown(
        explained(made, "4.1/issues"), made.knowledge
    )


def test_json_tells_what_it_is_recorded_in_and_what_carries_it_without_what_to_do(case):
    made = case()
    told = explanation_json(explained(made, "4.1/issues"), made.knowledge)
    assert (told["nonconformity"]["id"], told["nonconformity"]["statement"]) == (
        "NC-1",
        "Nobody knows the issues.",
    )
    assert told["carried_by"] is None
    assert "fix" not in told["nonconformity"]
    conforming = explanation_json(explained(made, "9.2.2/suppliers"), made.knowledge)
    assert (conforming["nonconformity"], conforming["carried_by"]) == (None, None)


def test_what_a_nonconformity_touches_in_other_standards_is_named(case):
    made = case(QUALITY, "iso-14001:2015")
    assert "it touches iso-14001:2015/4.1/issues too" in unwrapped(printed(made, "4.1/issues"))


def test_what_is_carried_names_its_carrier_and_that_it_is_not_counted(examples):
    asked = Request(examples / "invented-workshop.yaml", engine="plain", audience="consultant")
    (found,) = explain_findings(asked, "4.4.1/process-risks", today=date(2026, 11, 21)).explanations
    assert found.nonconformity is None
    assert found.carried_by is not None
    ((label, told, statement),) = recorded_words(found)
    assert (label, told) == (
        "Carried",
        (
            f"by {found.carried_by.id} (minor, against 6.1.1/risks-determined): it follows from that and is"
            " not counted"
        ),
    )
    assert statement == found.carried_by.statement


def test_a_breakdown_names_its_clause_and_what_it_touches_and_carries(case):
    made = case()
    found = explained(made, "4.1/issues")
    shown = msgspec.structs.replace(
        found.nonconformity,
        breakdown=f"{QUALITY}/4.1",
        also=(f"{QUALITY}/6.1/risks",),
        carries=(f"{QUALITY}/8.1/control",),
    )
    ((_, told, _),) = recorded_words(msgspec.structs.replace(found, nonconformity=shown))
    assert (
        told == f"in {shown.id} (major); it shows a breakdown of 4.1; it touches 6.1/risks too; it carries"
        " 8.1/control"
    )

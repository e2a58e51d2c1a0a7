"""Assessments, standards and the graph as JSON: the keys that things outside the project read."""

import json

import msgspec
import pytest

from clausegraph.engine.knowledge.graph import knowledge_graph
from clausegraph.engine.model import Change
from clausegraph.engine.problems import Location
from clausegraph.engine.reports.as_json.assessment import assessment_json, dumps
from clausegraph.engine.reports.as_json.knowledge import graph_json, standard_json
from clausegraph.engine.reports.picture.dot import graph_dot, quoted


@pytest.fixture
def report(case):
    return assessment_json(case().assessment, case().knowledge)


def finding(report, name):
    return next(one for one in report["findings"] if one["requirement"] == f"iso-9001:2015/{name}")


def test_an_assessment_has_the_promised_keys(report):
    promised = (
        "organisation as_of engine standards policy summary findings dependency_failures root_causes"
        " unanswered problems"
    )
    beside = "about choices overlays plan previous method nonconformities observations versions"
    assert set(report) == {*promised.split(), *beside.split()}
    assert (report["as_of"], report["engine"], report["policy"], report["problems"]) == (
        "2026-11-21",
        "plain",
        "default",
        [],
    )


def test_every_requirement_in_scope_has_one_finding_with_the_promised_keys(report, knowledge):
    promised = (
        "requirement standard clause status grade could_become rule because fix answers rule_at escalations"
    )
    beside = "title stage theme says reasons ask observed records shown_by edition_notes earlier"
    recorded = "nonconformity at_least carried_by shown risk overlays inferred_from"
    keys = {*promised.split(), *beside.split(), *recorded.split()}
    assert [set(one) for one in report["findings"]] == [keys] * 7
    in_scope = [one.id for one in knowledge.requirements if one.standard == "iso-9001:2015"]
    assert sorted(one["requirement"] for one in report["findings"]) == sorted(in_scope)


def test_the_counts_of_the_summary_add_up(report):
    summary = report["summary"]
    assert summary["grades"] == {"major": 1, "minor": 2, "observation": 2, "opportunity": 0, "conforms": 1}
    assert (
        summary["requirements"]
        == summary["assessed"] + summary["not_assessed"] + summary["not_applicable"]
        == 7
    )


def test_a_gap_names_rule_place_and_answers(report):
    one = finding(report, "4.1/issues")
    assert (one["status"], one["grade"], one["rule"]) == ("gap", "major", "harmonised/issues-missing")
    assert one["rule_at"] == {
        "file": "rulebases/harmonised/context.yaml",
        "line": one["reasons"][0]["rule_at"]["line"],
    }
    answer = one["answers"][0]
    assert (answer["fact"], answer["answer"], answer["file"], answer["line"]) == (
        "issues.known",
        "no",
        "acme.yaml",
        6,
    )


def test_a_nonconformity_has_the_promised_keys_and_says_what_was_found_and_by_which_answer(report):
    promised = "id grade requirement clause standards also statement evidence carries because fix key"
    beside = "risk rules parts practices breakdown where"
    recorded = [*report["nonconformities"], *report["observations"]]
    assert [set(one) for one in recorded] == [{*promised.split(), *beside.split()}] * 5
    assert [(one["id"], one["grade"]) for one in recorded] == [
        ("NC-1", "major"),
        ("NC-2", "minor"),
        ("NC-3", "minor"),
        ("OBS-1", "observation"),
        ("OBS-2", "observation"),
    ]
    worst = recorded[0]
    assert (worst["requirement"], worst["clause"]) == ("iso-9001:2015/4.1/issues", "4.1")
    assert worst["standards"] == ["iso-9001:2015"]
    assert (worst["statement"], worst["rules"]) == ("Nobody knows the issues.", ["harmonised/issues-missing"])
    (proof,) = worst["evidence"]
    place = {"file": "acme.yaml", "line": 6}
    assert proof == {"kind": "answer", "ref": "issues.known", "text": "no", "date": None, **place}


def test_the_summary_counts_what_is_recorded(report):
    counted = {name: report["summary"][name] for name in ("major", "minor", "observation", "opportunity")}
    assert counted == {"major": 1, "minor": 2, "observation": 2, "opportunity": 0}
    assert {name: report["summary"][name] for name in ("shown", "claimed", "open")} == {
        "shown": 0,
        "claimed": 1,
        "open": 0,
    }
    assert report["summary"]["verdict"] == "1 major and 2 minor nonconformities."


def test_a_finding_names_the_number_under_which_it_is_recorded(report):
    one = finding(report, "9.2.2/audit")
    assert (one["nonconformity"], one["carried_by"], one["at_least"], one["could_become"]) == (
        "NC-3",
        None,
        "minor",
        "major",
    )
    assert finding(report, "9.2.2/suppliers")["nonconformity"] is None


def test_an_answer_carries_its_evidence_and_note(report):
    answer = finding(report, "8.1/control")["answers"][0]
    assert answer["evidence"] == [{"ref": "IA-7", "date": "2026-03-02", "valid_until": None, "note": ""}]
    assert answer["note"] == "seen on site"


def test_what_conforms_has_no_rule_and_could_become_nothing_worse(report):
    one = finding(report, "9.2.2/suppliers")
    assert (one["status"], one["grade"], one["rule"], one["rule_at"], one["could_become"]) == (
        "conforms",
        "conforms",
        None,
        None,
        None,
    )


def test_what_is_not_assessed_has_no_grade_and_says_what_it_could_become(case):
    one = finding(assessment_json(case(issues__known="").assessment, case().knowledge), "4.1/issues")
    assert (one["status"], one["grade"], one["could_become"], one["ask"]) == (
        "not-assessed",
        None,
        "major",
        ["issues.known"],
    )


def test_what_does_not_apply_has_no_grade_and_says_why(report):
    one = finding(report, "8.3/design")
    assert (one["status"], one["grade"], one["because"]) == (
        "not-applicable",
        None,
        "The organisation designs nothing.",
    )


def test_an_escalation_names_its_rule_and_both_grades(report):
    one = finding(report, "6.1/risks")
    assert (one["grade"], one["rule"]) == ("observation", "default/works-by-luck")
    (raised,) = one["escalations"]
    assert (raised["before"], raised["after"], raised["because_of"]) == (
        "conforms",
        "observation",
        "harmonised/issues-feed-risks@iso-9001:2015",
    )


def test_all_rules_that_fired_are_listed(report):
    rules = [one["rule"] for one in finding(report, "8.1/records")["reasons"]]
    assert rules == ["harmonised/records-incomplete", "harmonised/records-missing"]


def test_a_dependency_failure_carries_its_path(report):
    (failure,) = [one for one in report["dependency_failures"] if one["to"].endswith("control")]
    assert failure == {
        "kind": "unfounded",
        "from": "iso-9001:2015/6.1/risks",
        "to": "iso-9001:2015/8.1/control",
        "link": "harmonised/risks-drive-control@iso-9001:2015",
        "basis": "normative",
        "path": ["iso-9001:2015/4.1/issues", "iso-9001:2015/6.1/risks", "iso-9001:2015/8.1/control"],
        "because": "Control answers risks.",
    }


def test_a_root_cause_lists_what_it_undermines(report):
    root = report["root_causes"][0]
    assert root["requirement"] == "iso-9001:2015/4.1/issues"
    assert root["undermines"][:2] == ["iso-9001:2015/6.1/risks", "iso-9001:2015/8.1/control"]


def test_an_open_question_says_what_it_decides(report):
    assert report["unanswered"] == [
        {
            "fact": "audit.done",
            "ask": "Are audits done?",
            "who": "system-manager",
            "requirements": ["iso-9001:2015/9.2.2/audit"],
            "could_become": "major",
        }
    ]


def test_changes_of_overlays_are_listed(case):
    change = Change("acme", "iso-9001/some-rule", "disabled", "Agreed.", Location("overlay.yaml", 3, 5))
    changed = msgspec.structs.replace(case().assessment, changes=(change,))
    assert assessment_json(changed, case().knowledge)["overlays"] == [
        {
            "overlay": "acme",
            "rule": "iso-9001/some-rule",
            "does": "disabled",
            "because": "Agreed.",
            "at": {"file": "overlay.yaml", "line": 3},
            "kind": "rule",
            "scope": None,
            "over": None,
            "lapsed": False,
        }
    ]


def test_the_text_is_the_same_each_time_and_can_be_read_back(case):
    first, second = (
        dumps(assessment_json(case(name="Präzision").assessment, case().knowledge)) for _ in range(2)
    )
    assert first == second
    assert "Präzision" in first
    assert first.endswith("}\n")
    assert json.loads(first)["organisation"] == "Präzision"


def test_a_standard_has_the_promised_keys(knowledge):
    report = standard_json(knowledge, "iso-9001:2015")
    assert set(report) >= {"id", "title", "edition", "discipline", "clauses"}
    (clause,) = [one for one in report["clauses"] if one["clause"] == "4.1"]
    asked = {
        "id": "iso-9001:2015/4.1/issues",
        "says": "Issues are determined.",
        "theme": "context",
        "documented": "maintain",
        "inferred_from": [],
    }
    assert clause == {"clause": "4.1", "title": "Issues", "stage": "plan", "requirements": [asked]}


def test_a_requirement_stands_under_its_own_clause_only(knowledge):
    report = standard_json(knowledge, "iso-9001:2015")
    listed = [one["id"] for clause in report["clauses"] for one in clause["requirements"]]
    assert len(listed) == len(set(listed)) == 7


def test_the_graph_holds_clauses_and_requirements_with_the_promised_keys(knowledge):
    graph = graph_json(knowledge_graph(knowledge, ["iso-9001:2015"]))
    assert {one["kind"] for one in graph["nodes"]} == {"clause", "requirement"}
    assert all(
        set(one) == {"id", "kind", "standard", "clause", "title", "stage", "theme"} for one in graph["nodes"]
    )
    assert all(
        set(one) == {"id", "from", "to", "kind", "basis", "strength", "because"} for one in graph["links"]
    )


def test_every_part_of_a_clause_has_a_contains_link(knowledge):
    graph = graph_json(knowledge_graph(knowledge, ["iso-9001:2015"]))
    contains = {(one["from"], one["to"]) for one in graph["links"] if one["kind"] == "contains"}
    assert {
        ("iso-9001:2015/9", "iso-9001:2015/9.2"),
        ("iso-9001:2015/9.2.2", "iso-9001:2015/9.2.2/audit"),
    } <= contains
    assert len(contains) == 13


def test_every_link_joins_nodes_of_the_graph(knowledge):
    graph = graph_json(knowledge_graph(knowledge))
    nodes = {one["id"] for one in graph["nodes"]}
    assert {end for one in graph["links"] for end in (one["from"], one["to"])} <= nodes
    assert len(graph["links"]) == len({one["id"] for one in graph["links"]}) == 2 * (13 + 3)


def test_with_an_assessment_the_requirements_carry_their_mark(case):
    graph = graph_json(knowledge_graph(case().knowledge, ["iso-9001:2015"]), case().assessment)
    marks = {one["id"]: one["mark"] for one in graph["nodes"] if one["kind"] == "requirement"}
    assert marks["iso-9001:2015/4.1/issues"] == "major"
    assert marks["iso-9001:2015/8.3/design"] == "not-applicable"


def test_dot_has_a_cluster_for_every_stage_and_every_link(case):
    text = graph_dot(knowledge_graph(case().knowledge, ["iso-9001:2015"]), case().assessment)
    assert [line.strip() for line in text.splitlines() if "subgraph" in line] == [
        "subgraph cluster_plan {",
        "subgraph cluster_do {",
        "subgraph cluster_check {",
    ]
    assert text.count(" -> ") == text.count("style=solid") == 3
    assert (
        '"iso-9001:2015/4.1/issues" [label="iso-9001:2015/4.1/issues\\nIssues are determined.",'
        ' fillcolor="#f4a6a0"];' in text
    )
    assert text.count("{") == text.count("}")


def test_dot_escapes_quotes_backslashes_and_line_ends():
    assert quoted('say "no" \\ or\nyes') == '"say \\"no\\" \\\\ or\\nyes"'

"""Rules are listed by the places that reports name, with what fires them and what overlays changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from clausegraph.cli import main
from clausegraph.engine.commands.rules import rules_at
from clausegraph.engine.model import KnowledgeBase
from clausegraph.engine.problems import BadInput

ABSENT, UNSETTLED = "harmonised/audit-programme-absent", "harmonised/audit-programme-unsettled"
PROGRAMME = "iso-9001:2015/9.2.2/programme"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["rules", *map(str, words)], env={"COLUMNS": "100"})


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What is listed at a requirement under an overlay that raises one rule and switches another off."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "overlay.yaml").write_text(
        f"overlay: acme\nchanges:\n  - {{change: {ABSENT}, grade: major, because: Agreed.}}\n"
        f"  - {{disable: {UNSETTLED}, because: They are told apart.}}\n"
    )
    done = run(PROGRAMME, "--with", folder, "--format", "json")
    assert done.exit_code == 0, done.stderr
    return {one["rule"]: one for one in json.loads(done.stdout)["rules"]}


def test_a_rule_is_listed_with_grade_condition_cases_and_what_an_overlay_changed(
    listed: dict[str, dict[str, Any]],
) -> None:
    absent = listed[ABSENT]
    assert (absent["grade"], absent["when"]) == ("major", ["internal_audit.programme: no programme"])
    assert PROGRAMME in absent["requirements"]
    assert absent["cases"] >= 1
    assert [(one["overlay"], one["because"]) for one in absent["overlays"]] == [("acme", "Agreed.")]


def test_a_rule_that_is_off_shows_what_it_asked_before(listed: dict[str, dict[str, Any]]) -> None:
    off = listed[UNSETTLED]
    assert (off["switched_off"], off["when"]) == (True, ["internal_audit.programme: no fixed times"])
    assert [name for name, one in listed.items() if one["switched_off"]] == [UNSETTLED]


def test_a_rule_over_records_tells_what_it_asks_of_them(listed: dict[str, dict[str, Any]]) -> None:
    sites = listed["harmonised/sites-never-audited"]
    assert sites["register"] == "registers.sites"
    assert sites["when"][0].startswith("each record of registers.sites with in_scope: yes")


def test_people_read_the_same_by_requirement_the_worst_first() -> None:
    told = run(PROGRAMME).stdout
    assert told.index(PROGRAMME) < told.index(ABSENT)
    assert "When     internal_audit.programme: no programme" in told
    assert told.endswith("4 rules.\n")
    work = run("iso-9001:2015/8.5.1/checks-at-stages").stdout
    assert work.index("minor") < work.index("observation")


def test_an_exact_number_is_told_as_it_is_written() -> None:
    told = run("harmonised/audits-not-done").stdout
    assert "When     internal_audit.covered: exactly 0\n" in told


@pytest.mark.parametrize(
    ("place", "holds"),
    [
        (ABSENT, ABSENT),
        ("audit-programme-absent", ABSENT),
        (PROGRAMME, ABSENT),
        ("9.2.2", ABSENT),
        ("internal-audit/programme", ABSENT),
        ("internal-audit", ABSENT),
        ("harmonised/internal-audit", ABSENT),
        ("iso-9001:2015", ABSENT),
        ("harmonised", ABSENT),
        ("harmonised/registers-of-improvement", "harmonised/sites-never-audited"),
        ("grading/observed", "grading/absent"),
    ],
)
def test_a_place_is_named_as_reports_name_it(place: str, holds: str, knowledge: KnowledgeBase) -> None:
    rules = [rule.id for rule in rules_at(place, knowledge)]
    assert holds in rules
    assert len(rules) < len(knowledge.rules)


def test_a_rulebase_of_a_standard_holds_no_rule_of_another(knowledge: KnowledgeBase) -> None:
    rules = rules_at("iso-45001/incidents", knowledge)
    assert rules
    assert {rule.id.partition("/")[0] for rule in rules} == {"iso-45001"}


@pytest.mark.parametrize(
    ("place", "meant"),
    [("internal-audits", "internal-audit"), ("9.2.2/programm", "9.2.2/programme"), (f"{ABSENT}s", ABSENT)],
)
def test_a_place_that_is_not_there_is_a_problem_with_the_nearest_name(
    place: str, meant: str, knowledge: KnowledgeBase
) -> None:
    with pytest.raises(BadInput) as fault:
        rules_at(place, knowledge)
    (problem,) = fault.value.problems
    assert (problem.code, str(problem.at)) == ("unknown-name", "PLACE")
    assert meant in str(problem.hint)
    assert run("no-such-place-at-all").exit_code == 2

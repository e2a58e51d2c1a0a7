"""An earlier assessment beside a new one: what comes back is raised as the policy says, and every report
says so."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from clausegraph.cli import main
from clausegraph.engine.analysis.assessment import Assessment
from clausegraph.engine.commands.assess import Request
from clausegraph.engine.commands.assess import run as run_request
from clausegraph.engine.inference.choose import durable_is_missing
from clausegraph.engine.model import Grade
from clausegraph.engine.organisation import previous
from clausegraph.engine.organisation.previous import months_later
from clausegraph.engine.reports.words.plan import plan_for
from clausegraph.engine.reports.words.since import progress_words

AWARENESS = "iso-9001:2015/7.3/policy"
OWN_PART = "iso-9001:2015/7.3/own-contribution"
REVIEW = "iso-9001:2015/9.3.1/held"
ORDERS = "iso-9001:2015/8.4.3/adequate-before-sending"
TODAY = date(2026, 11, 21)

Json = dict[str, Any]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments], env={"COLUMNS": "200", "NO_COLOR": "1"})


def shop(folder: Path, year: int, answers: str = "", standard: str = "iso-9001:2015", more: str = "") -> Path:
    place = folder / f"shop-{year}.yaml"
    place.write_text(
        f"organisation: A small shop\nas_of: {year}-11-20\nstandards: [{standard}]\nanswers:"
        f" {{{answers}}}\n{more}"
    )
    return place


def earlier(folder: Path, answers: str, year: int = 2025, *more: str) -> Path:
    """The JSON of an assessment a year ago."""
    place = folder / f"audit-{year}.json"
    done = run("assess", shop(folder, year, answers), "--format", "json", "--output", place, *more)
    assert done.exit_code == 0, done.output
    return place


def assessed(*arguments: str | Path) -> Json:
    done = run("assess", *arguments, "--format", "json")
    assert done.exit_code == 0, done.output
    read: Json = json.loads(done.stdout)
    return read


def finding(read: Json, requirement: str) -> Json:
    return next(one for one in read["findings"] if one["requirement"] == requirement)


def requested(facts: Path, previous: Path | None, policy: str = "default", *settings: str) -> Assessment:
    return run_request(
        Request(facts, policy=policy, engine="plain", previous=previous, settings=settings), today=TODAY
    ).assessment


def test_a_minor_left_open_is_major_and_names_its_rule_its_place_and_the_day(tmp_path: Path) -> None:
    before = earlier(tmp_path, "awareness.policy: partly")
    one = finding(assessed(shop(tmp_path, 2026, "awareness.policy: partly"), "--previous", before), AWARENESS)
    (raised,) = one["escalations"]
    assert (raised["before"], raised["after"], raised["rule"]) == (
        "minor",
        "major",
        "default/minor-left-open",
    )
    assert raised["rule_at"]["file"] == "rulebases/grading/policies.yaml"
    assert raised["rule_at"]["line"] > 0
    assert "It was minor on 2025-11-20." in raised["because"]
    assert (one["grade"], one["rule"]) == ("major", "default/minor-left-open")
    assert one["earlier"] == raised["earlier"]
    assert one["earlier"] == {
        "requirement": AWARENESS,
        "grade": "minor",
        "as_of": "2025-11-20",
        "rules": ["harmonised/awareness-policy-incomplete"],
    }


@pytest.mark.parametrize(
    ("policy", "grade"), [("default", Grade.MINOR), ("strict", Grade.MAJOR), ("lenient", Grade.OBSERVATION)]
)
def test_a_requirement_that_fails_for_another_reason_is_graded_as_the_policy_says(
    tmp_path: Path, policy: str, grade: Grade
) -> None:
    before = earlier(tmp_path, "awareness.policy: no")
    one = requested(shop(tmp_path, 2026, "awareness.policy: partly"), before, policy).finding[AWARENESS]
    assert one.grade is grade
    assert one.earlier is not None
    assert [raised.rule for raised in one.escalations] == (
        ["strict/repeated-finding"] if policy == "strict" else []
    )


def test_a_major_that_still_fails_stays_major_though_less_is_wrong(tmp_path: Path) -> None:
    before = earlier(tmp_path, "management_review.interval: never held")
    one = requested(shop(tmp_path, 2026, "management_review.interval: unplanned"), before).finding[REVIEW]
    assert [reason.grade for reason in one.reasons] == [Grade.MINOR]
    assert one.grade is Grade.MAJOR
    assert one.escalations[0].rule == "default/major-left-open"
    lenient = requested(
        shop(tmp_path, 2026, "management_review.interval: unplanned"), before, "lenient"
    ).finding[REVIEW]
    assert lenient.grade is Grade.MINOR


def test_what_is_mended_is_closed_and_what_nobody_answers_now_is_not(tmp_path: Path) -> None:
    before = earlier(
        tmp_path, "awareness.policy: partly, awareness.own_part: no, management_review.interval: unplanned"
    )
    answers = "awareness.policy: yes, management_review.interval: unplanned, management_review.attended: no"
    since = requested(shop(tmp_path, 2026, answers), before).since
    assert since is not None
    assert since.closed == (AWARENESS,)
    assert since.still == (REVIEW,)
    assert since.unjudged == (OWN_PART,)
    assert "iso-9001:2015/9.3.1/by-top-management" in since.new
    assert since.not_compared == ()


def test_a_nonconformity_that_became_an_observation_is_eased_and_not_closed(tmp_path: Path) -> None:
    before = earlier(tmp_path, "awareness.own_part: no")
    since = requested(shop(tmp_path, 2026, "awareness.own_part: largely"), before).since
    assert since is not None
    assert since.eased == (OWN_PART,)
    assert (since.closed, since.still) == ((), ())


def test_without_an_earlier_assessment_nothing_is_raised_for_coming_back(tmp_path: Path) -> None:
    read = assessed(shop(tmp_path, 2026, "awareness.policy: partly"))
    assert read["previous"] is None
    assert finding(read, AWARENESS)["grade"] == "minor"
    assert all(one["earlier"] is None for one in read["findings"])


def test_an_earlier_assessment_without_a_nonconformity_changes_no_finding(tmp_path: Path) -> None:
    before = earlier(tmp_path, "awareness.policy: yes")
    now = shop(tmp_path, 2026, "awareness.policy: partly, management_review.interval: never held")
    alone, compared = assessed(now), assessed(now, "--previous", before)
    assert compared.pop("previous")["new"]
    assert alone.pop("previous") is None
    assert alone == compared


@pytest.mark.skipif(bool(durable_is_missing()), reason=str(durable_is_missing()))
def test_both_engines_raise_the_same(tmp_path: Path) -> None:
    answers = "awareness.policy: partly, awareness.own_part: no, management_review.interval: never held"
    before = earlier(tmp_path, answers)
    now = shop(tmp_path, 2026, answers.replace("never held", "unplanned"))
    for policy in ("default", "strict", "lenient"):
        one, other = (
            assessed(now, "--previous", before, "--policy", policy, "--engine", engine)
            for engine in ("plain", "durable")
        )
        one.pop("engine")
        other.pop("engine")
        assert one == other


@pytest.mark.parametrize(
    ("policy", "grade"), [("default", Grade.MINOR), ("strict", Grade.MAJOR), ("lenient", Grade.MINOR)]
)
def test_a_note_that_says_it_was_found_before_counts_as_a_finding_that_comes_back(
    tmp_path: Path, policy: str, grade: Grade
) -> None:
    note = (
        f"observed: [{{requirement: {ORDERS}, saw: One order., extent: isolated, consequence: none, repeats:"
        " yes, evidence: [{ref: A}]}]"
    )
    one = requested(shop(tmp_path, 2026, more=note), None, policy).finding[ORDERS]
    assert one.grade is grade
    if policy == "strict":
        assert "A note says that it was found before." in one.escalations[0].because


def test_a_finding_of_the_edition_before_is_found_again_in_the_new_one(tmp_path: Path) -> None:
    answers = "awareness.policy: partly, management_review.interval: unplanned"
    place = tmp_path / "audit-2025.json"
    run("assess", shop(tmp_path, 2025, answers, "iso-14001:2015"), "--format", "json", "--output", place)
    result = requested(shop(tmp_path, 2026, answers, "iso-14001:2026"), place)
    found = {now: result.finding[f"iso-14001:2026/{now}"] for now in ("7.3/policy", "9.3.1/held")}
    assert {now: one.earlier.requirement for now, one in found.items() if one.earlier} == {
        "7.3/policy": "iso-14001:2015/7.3/policy",
        "9.3.1/held": "iso-14001:2015/9.3/held",
    }
    assert {one.grade for one in found.values()} == {Grade.MAJOR}
    assert result.since is not None
    assert result.since.not_compared == ()


def test_what_is_not_assessed_now_is_named_and_not_compared(tmp_path: Path) -> None:
    place = tmp_path / "audit-2025.json"
    run(
        "assess",
        shop(tmp_path, 2025, "awareness.policy: no", "iso-9001:2015, iso-45001:2018"),
        "--format",
        "json",
        "--output",
        place,
    )
    since = requested(shop(tmp_path, 2026, "awareness.policy: no"), place).since
    assert since is not None
    assert "iso-45001:2018/7.3/policy" in since.not_compared
    assert all(one.startswith("iso-45001:2018/") for one in since.not_compared)


def test_what_is_raised_for_coming_back_is_in_the_smallest_set_and_mending_it_is_enough(
    tmp_path: Path,
) -> None:
    before = earlier(tmp_path, "awareness.policy: partly")
    facts = shop(tmp_path, 2026, "awareness.policy: partly")
    result = run_request(Request(facts, engine="plain", previous=before), today=TODAY)
    plan = plan_for(result.assessment, result.knowledge)
    assert AWARENESS in plan.smallest.requirements
    assert plan.smallest.exact
    mended = requested(facts, before, "default", "awareness.policy=yes")
    assert mended.finding[AWARENESS].grade is Grade.CONFORMS


def test_every_report_says_what_came_back(tmp_path: Path) -> None:
    before = earlier(tmp_path, "awareness.policy: partly")
    facts = shop(tmp_path, 2026, "awareness.policy: partly")
    text = run("assess", facts, "--previous", before).stdout
    assert "Since the assessment of 2025-11-20 (audit-2025.json)" in text
    assert text.count("It was minor on 2025-11-20.") == 1
    assert (
        "  Grade    The same gap was found at the earlier audit and nothing that works has been done about it"
        in text
    )
    markdown = run("assess", facts, "--previous", before, "--format", "markdown").stdout
    assert "- **Before:** minor on 2025-11-20" in markdown
    assert "by the policy's default/minor-left-open, on account of the minor of 2025-11-20" in markdown
    assert markdown.count("It was minor on 2025-11-20.") == 2
    explained = run("explain", facts, "7.3/policy", "--previous", before).stdout
    assert "on account of the minor of 2025-11-20" in explained
    assert (
        "## At the earlier assessment"
        in run("explain", facts, "7.3/policy", "--previous", before, "--format", "markdown").stdout
    )
    nodes = json.loads(run("graph", facts, "--previous", before).stdout)["nodes"]
    assert {node["id"]: node.get("mark") for node in nodes}[AWARENESS] == "major"


def test_an_answer_that_only_softens_a_finding_left_open_clears_nothing(tmp_path: Path) -> None:
    """What would clear a finding is judged with what came before, too."""
    before = earlier(tmp_path, "management_review.interval: never held")
    facts = shop(tmp_path, 2026, "management_review.interval: never held, management_review.last: 2026-10-01")
    (explained,) = json.loads(
        run("explain", facts, "9.3.1/held", "--previous", before, "--format", "json").stdout
    )
    assert {one["grade"] for one in explained["would_clear"]} <= {"conforms", "observation"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: "", "this is no JSON"),
        (lambda text: "\x00", "this is no JSON"),
        (lambda text: '{"what_if": ' + "[" * 100_000, "this is no JSON"),
        (lambda text: "organisation: A small shop\nas_of: 2025-11-20\n", "this is no JSON"),
        (lambda text: "[]", "this is no assessment"),
        (lambda text: "{}", "required field `organisation`"),
        (lambda text: text.replace('"as_of": "2025-11-20"', '"as_of": "last year"', 1), "$.as_of"),
        (lambda text: text.replace('"grade": "minor"', '"grade": 4', 1), "Expected `str`"),
        (lambda text: text.replace('"grade": "minor"', '"grade": "minr"', 1), "did you mean minor?"),
        (lambda text: text.replace("A small shop", "Another shop"), "not of `A small shop`"),
        (
            lambda text: text.replace('"as_of": "2025-11-20"', '"as_of": "2026-11-21"', 1),
            "later than the one it is to be compared with",
        ),
        (lambda text: text.replace("iso-9001:2015", "iso-14001:2015"), "of which nothing is assessed now"),
        (
            lambda text: text.replace("iso-9001:2015/7.3/policy", "iso-9001:2015/9.3.1/held"),
            "is judged 2 times",
        ),
        (
            lambda text: text.replace('"iso-9001:2015"\n', '"iso-14001:2015"\n', 1),
            "belongs to no standard that it assessed",
        ),
        (
            lambda text: text.rstrip().removesuffix("}") + ', "what_if": {"set": ["a=b"]}}',
            "what would be with other answers",
        ),
    ],
)
def test_a_file_that_cannot_be_compared_ends_with_2_and_says_why(
    tmp_path: Path, change: Any, message: str
) -> None:
    before = earlier(tmp_path, "awareness.policy: partly")
    before.write_text(change(before.read_text()))
    done = run("assess", shop(tmp_path, 2026), "--previous", before)
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert str(before) in done.stderr


def test_a_file_that_is_not_there_or_a_folder_ends_with_2(tmp_path: Path) -> None:
    for place in (tmp_path / "nowhere.json", tmp_path):
        assert run("assess", shop(tmp_path, 2026), "--previous", place).exit_code == 2


def on(folder: Path, day: str, answers: str = "awareness.policy: partly") -> Path:
    place = folder / f"shop-{day}.yaml"
    place.write_text(
        f"organisation: A small shop\nas_of: {day}\nstandards: [iso-9001:2015]\nanswers: {{{answers}}}\n"
    )
    return place


@pytest.mark.parametrize(
    ("day", "grade"),
    [
        ("2025-11-20", "minor"),
        ("2025-11-27", "minor"),
        ("2026-05-19", "minor"),
        ("2026-05-20", "major"),
        ("2026-11-20", "major"),
    ],
)
def test_what_is_left_open_is_raised_at_the_next_audit_and_not_before(
    tmp_path: Path, day: str, grade: str
) -> None:
    read = assessed(on(tmp_path, day), "--previous", earlier(tmp_path, "awareness.policy: partly"))
    one = finding(read, AWARENESS)
    assert (one["grade"], one["earlier"]["grade"]) == (grade, "minor")
    assert read["previous"]["progress"] == "0 of 1 closed, 1 still open."
    assert read["previous"]["raises_from"] == ("2026-05-20" if grade == "minor" else None)


def test_an_assessment_compared_with_itself_says_the_same_verdict_and_that_it_is_too_soon(
    tmp_path: Path,
) -> None:
    answers = "awareness.policy: no, management_review.interval: unplanned, internal_audit.results: nobody"
    before = earlier(tmp_path, answers)
    again = assessed(on(tmp_path, "2025-11-20", answers), "--previous", before)
    assert again["summary"] == json.loads(before.read_text())["summary"]
    text = run("assess", on(tmp_path, "2025-11-20", answers), "--previous", before).stdout
    assert (
        "What is still open is raised from 2026-05-20 on, the next audit, or once a day agreed on has passed."
        in text
    )


@pytest.mark.parametrize(("day", "grade"), [("2026-01-15", "minor"), ("2026-01-16", "major")])
@pytest.mark.parametrize("beside", ["nonconformity", "step"])
def test_what_is_open_beyond_the_day_agreed_on_is_raised_before_the_next_audit(
    tmp_path: Path, day: str, grade: str, beside: str
) -> None:
    before = earlier(tmp_path, "awareness.policy: partly")
    read = json.loads(before.read_text())
    agreed = read["nonconformities"] if beside == "nonconformity" else read["plan"]["steps"]
    agreed[0]["due"] = "2026-01-15"
    before.write_text(json.dumps(read))
    assert finding(assessed(on(tmp_path, day), "--previous", before), AWARENESS)["grade"] == grade


def test_a_policy_says_how_long_after_an_assessment_the_next_audit_is(tmp_path: Path) -> None:
    policies = tmp_path / "acme" / "rulebases" / "grading" / "policies.yaml"
    policies.parent.mkdir(parents=True)
    policies.write_text(
        "policies: [{policy: soon, says: For a body that comes often., based_on: default, next_audit_months:"
        " 2}]\n"
    )
    before = earlier(tmp_path, "awareness.policy: partly")
    ask = (on(tmp_path, "2026-01-20"), "--previous", before, "--with", tmp_path / "acme")
    assert finding(assessed(*ask), AWARENESS)["grade"] == "minor"
    assert finding(assessed(*ask, "--policy", "soon"), AWARENESS)["grade"] == "major"


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 6, 15), 7, date(2027, 1, 15)),
        (date(9999, 11, 1), 6, date(9999, 12, 31)),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


def test_an_older_file_without_nonconformities_stands_with_its_findings(tmp_path: Path) -> None:
    before = earlier(tmp_path, "awareness.policy: partly, documents.protected: partly")
    read = json.loads(before.read_text())
    old = {name: value for name, value in read.items() if name not in ("nonconformities", "observations")}
    before.write_text(json.dumps(old))
    since = requested(
        shop(tmp_path, 2026, "awareness.policy: partly, documents.protected: yes"), before
    ).since
    assert since is not None
    assert since.progress.by_finding
    assert progress_words(since.progress) == "2 of 3 closed, 1 still open."
    assert [one.requirement for one in since.progress.still] == [AWARENESS]
    text = run(
        "assess",
        shop(tmp_path, 2026, "documents.protected: yes, awareness.policy: yes"),
        "--previous",
        before,
    ).stdout
    assert "Closed: 3 findings of then are mended" in text


def test_what_had_failed_before_the_last_assessment_and_fails_again_is_back(tmp_path: Path) -> None:
    first = earlier(tmp_path, "awareness.policy: partly, management_review.interval: unplanned", 2024)
    second = earlier(
        tmp_path,
        "awareness.policy: yes, management_review.interval: unplanned",
        2025,
        "--previous",
        str(first),
    )
    now = "awareness.policy: partly, management_review.interval: unplanned, documents.protected: no"
    since = requested(shop(tmp_path, 2026, now), second).since
    assert since is not None
    assert progress_words(since.progress) == "0 of 1 closed, 1 still open, 1 new, 1 back."
    assert [one.key for one in since.progress.back] == ["awareness in iso-9001"]
    assert since.back == (AWARENESS,)
    assert AWARENESS not in since.new


def test_a_nonconformity_of_the_edition_before_is_the_same_one_in_the_new_one(tmp_path: Path) -> None:
    place = tmp_path / "audit-2025.json"
    answers = "awareness.policy: partly, management_review.interval: unplanned"
    run("assess", shop(tmp_path, 2025, answers, "iso-14001:2015"), "--format", "json", "--output", place)
    since = requested(shop(tmp_path, 2026, answers, "iso-14001:2026"), place).since
    assert since is not None
    assert progress_words(since.progress) == "0 of 2 closed, 2 still open."


# An earlier assessment is input of a stranger

EVIL = "<script>alert(1)</script>\\n# Certified\\u001b[31m"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('"policy": "default"', f'"policy": "{EVIL}"', 1),
        lambda text: text.replace(
            '"requirement": "iso-9001:2015/7.3/policy"', f'"requirement": "iso-9001:2015/7.3/{EVIL}"'
        ),
        lambda text: text.replace('"rule": "harmonised/', f'"rule": "{EVIL}/'),
        lambda text: text.replace('"id": "NC-1"', f'"id": "{EVIL}"', 1),
        lambda text: text.replace('"iso-9001:2015"\n', f'"{EVIL}"\n', 1),
        lambda text: text.replace('"grade": "minor"', f'"grade": "{EVIL}"', 1),
        lambda text: text.replace("A small shop", EVIL),
    ],
)
def test_what_a_stranger_wrote_into_it_is_refused_and_steers_no_terminal(tmp_path: Path, change: Any) -> None:
    before = earlier(tmp_path, "awareness.policy: partly")
    changed = change(before.read_text())
    assert changed != before.read_text()
    before.write_text(changed)
    done = run("assess", shop(tmp_path, 2026), "--previous", before, "--format", "markdown")
    assert (done.exit_code, done.stdout) == (2, ""), done.output
    assert "\x1b" not in done.stderr
    assert "\n# Certified" not in done.stderr


def test_a_key_or_a_record_of_a_stranger_reaches_no_page(tmp_path: Path) -> None:
    before = earlier(tmp_path, "awareness.policy: partly")
    read = json.loads(before.read_text())
    read["nonconformities"][0]["key"] = read["nonconformities"][0]["statement"] = "<script>alert(1)</script>"
    before.write_text(json.dumps(read))
    for form in ("text", "markdown"):
        assert (
            "script"
            not in run(
                "assess",
                shop(tmp_path, 2026, "awareness.policy: yes"),
                "--previous",
                before,
                "--format",
                form,
            ).stdout
        )


@pytest.mark.parametrize(
    "change",
    [
        lambda read: read | {"nonconformities": {}},
        lambda read: read | {"nonconformities": [{"id": "NC-1"}]},
        lambda read: read | {"nonconformities": [read["nonconformities"][0] | {"also": "all"}]},
        lambda read: read | {"nonconformities": [read["nonconformities"][0] | {"grade": "worst"}]},
        lambda read: read | {"nonconformities": [read["nonconformities"][0] | {"key": "k" * 2000}]},
        lambda read: read | {"nonconformities": [read["nonconformities"][0] | {"due": "soon"}]},
        lambda read: read | {"plan": {"steps": [{"requirements": 3}]}},
        lambda read: read | {"previous": {"closed": [1]}},
        lambda read: read | {"previous": {"nonconformities": []}},
        lambda read: (
            read
            | {"findings": [one | {"records": [{"rule": "a/b", "records": {}}]} for one in read["findings"]]}
        ),
    ],
)
def test_a_part_of_the_wrong_type_ends_with_2(tmp_path: Path, change: Any) -> None:
    before = earlier(tmp_path, "awareness.policy: partly")
    before.write_text(json.dumps(change(json.loads(before.read_text()))))
    done = run("assess", shop(tmp_path, 2026), "--previous", before)
    assert (done.exit_code, done.stdout) == (2, ""), done.output
    assert "no-assessment" in done.stderr


def test_more_than_can_be_an_assessment_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = earlier(tmp_path, "awareness.policy: partly")
    size = len(before.read_bytes())
    monkeypatch.setattr(previous, "LARGEST", size)
    assert run("assess", shop(tmp_path, 2026), "--previous", before).exit_code == 0
    monkeypatch.setattr(previous, "LARGEST", size - 1)
    done = run("assess", shop(tmp_path, 2026), "--previous", before)
    assert done.exit_code == 2
    assert "too-large" in done.stderr


def test_of_many_problems_the_first_dozen_is_told(tmp_path: Path) -> None:
    before = earlier(tmp_path, "awareness.policy: partly")
    read = json.loads(before.read_text())
    before.write_text(json.dumps(read | {"findings": read["findings"] * 2}))
    done = run("assess", shop(tmp_path, 2026), "--previous", before)
    assert done.exit_code == 2
    assert done.stderr.count("is judged 2 times") == 12


def cases_beside(folder: Path, *before: str) -> None:
    """A file with a case for each way of having failed before, in which it fails again."""
    place = folder / "rulebases" / "client" / "awareness.test.yaml"
    place.parent.mkdir(parents=True)
    case = (
        "  - case: Before it was {before}\n    policy: default\n    earlier: {{awareness/policy: {before}}}\n"
        "    facts: {{awareness.policy: partly}}\n    expect: {{awareness/policy: major by incomplete}}\n"
    )
    place.write_text(
        "tests: harmonised/awareness\ncases:\n" + "".join(case.format(before=one) for one in before)
    )


def test_a_case_beside_the_rules_says_what_failed_before(tmp_path: Path) -> None:
    cases_beside(tmp_path, "minor by incomplete", "minor by missing", "major")
    done = run("test", tmp_path, "--engine", "plain")
    assert done.exit_code == 1
    assert "Before it was minor by missing" in done.stderr
    assert "Before it was minor by incomplete" not in done.stderr
    assert "Before it was major" not in done.stderr


def test_a_case_in_which_something_comes_back_that_did_not_fail_is_refused(tmp_path: Path) -> None:
    cases_beside(tmp_path, "conforms")
    done = run("test", tmp_path, "--engine", "plain")
    assert done.exit_code == 2
    assert "`conforms` is no nonconformity, so it cannot come back" in done.stderr


def test_an_unknown_policy_is_told_with_those_that_are_known(tmp_path: Path) -> None:
    done = run("assess", shop(tmp_path, 2026), "--policy", "soft")
    assert done.exit_code == 2
    assert "known are default, lenient, strict" in done.stderr


def test_an_assessment_by_another_policy_is_compared_and_the_report_says_so(tmp_path: Path) -> None:
    before = earlier(tmp_path, "awareness.policy: partly", 2025, "--policy", "strict")
    text = run("assess", shop(tmp_path, 2026, "awareness.policy: partly"), "--previous", before).stdout
    assert "The grades of then were given by the policy strict, those of now by default." in text


def hazard(name: str, day: str) -> str:
    return (
        f"organisation: Example (invented)\nas_of: {day}\nstandards: [iso-45001:2018]\n"
        f"answers:\n  registers.hazards: [{{record: {name}, what: Heat, severity: serious}}, "
        "{record: H-9, what: Cold, severity: minor, assessed: 2025-11-01}]\n"
    )


@pytest.mark.parametrize(("then", "grade"), [("H-1", "major"), ("H-2", "minor")])
def test_a_record_named_again_is_left_open_and_another_one_comes_back_for_another_reason(
    tmp_path: Path, then: str, grade: str
) -> None:
    (tmp_path / "then.yaml").write_text(hazard(then, "2025-11-20"), encoding="utf-8")
    (tmp_path / "now.yaml").write_text(hazard("H-1", "2026-11-20"), encoding="utf-8")
    earlier = CliRunner().invoke(
        main,
        ["assess", str(tmp_path / "then.yaml"), "--format", "json", "--output", str(tmp_path / "then.json")],
    )
    assert earlier.exit_code == 0, earlier.output
    now = CliRunner().invoke(
        main,
        ["assess", str(tmp_path / "now.yaml"), "--previous", str(tmp_path / "then.json"), "--format", "json"],
    )
    assert now.exit_code == 0, now.output
    (found,) = (
        one
        for one in json.loads(now.stdout)["findings"]
        if one["requirement"] == "iso-45001:2018/6.1.2.2/complete"
    )
    assert found["grade"] == grade

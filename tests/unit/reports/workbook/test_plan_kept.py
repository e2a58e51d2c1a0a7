"""A plan that people filled in survives the next report: nothing they wrote is lost, and nothing is closed
that was not judged."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import msgspec
import pytest
from openpyxl import load_workbook

from clausegraph.engine.organisation.plan_file import ActionState, Effort, PlannedAction, read_plan
from clausegraph.engine.reports.workbook.assessment.report import assessment_workbook

GIVEN = {
    "owner": "The managing director",
    "due": date(2027, 1, 31),
    "effort": Effort.LARGE,
    "state": ActionState.ACTED_ON,
    "note": "asked the bank\nthen the town",
}
ISSUES_KNOWN = {"issues__known": "yes"}


def plan_of(one, planned=(), report="consultant"):
    """The rows of the plan, each by its headings."""
    content = assessment_workbook(one.assessment, one.knowledge, one.organisation, report, planned)
    header, *below = load_workbook(io.BytesIO(content))["Plan"].iter_rows(min_row=2)
    names = [cell.value for cell in header]
    return [dict(zip(names, (cell.value for cell in row), strict=True)) for row in below]


def kept(one, planned, folder):
    """The plan as it is read back from a report that was written with it."""
    path = folder / "report.xlsx"
    path.write_bytes(
        assessment_workbook(one.assessment, one.knowledge, one.organisation, "consultant", planned)
    )
    return read_plan(path)


def on_issues(one, **changed):
    """An action on the nonconformity against 4.1."""
    issues = next(recorded for recorded in one.assessment.nonconformities if recorded.clause == "4.1")
    return PlannedAction(issues.key, **(GIVEN | {"requirements": issues.members} | changed))


def beside(found, remark):
    return next(row for row in found if remark in (row["Remark"] or ""))


def test_what_people_filled_in_stands_beside_the_same_nonconformity_again(case):
    one = case()
    row = next(row for row in plan_of(one, [on_issues(one)]) if row["Written against"] == "4.1 Issues")
    assert (row["Owner"], row["Due"].date(), row["Effort"], row["State"]) == (
        "The managing director",
        date(2027, 1, 31),
        "large",
        "acted on",
    )
    assert row["Note, and what shows that it worked"] == "asked the bank\nthen the town"
    assert row["Remark"] is None


def test_a_plan_goes_by_key_when_the_numbers_change(case):
    planned = [on_issues(case(), number="NC-1")]
    row = next(row for row in plan_of(case(audit__done="no"), planned) if row["Owner"])
    assert row["Written against"] == "4.1 Issues"


def test_a_report_written_with_its_own_plan_is_the_same_report(case, tmp_path):
    one = case()
    first = kept(one, [on_issues(one)], tmp_path)
    assert [msgspec.structs.replace(action, at=first[0].at) for action in kept(one, first, tmp_path)] == [
        msgspec.structs.replace(action, at=first[0].at) for action in first
    ]


def test_a_nonconformity_that_is_gone_is_kept_below_as_closed(case, tmp_path):
    planned = kept(case(), [on_issues(case())], tmp_path)
    row = plan_of(case(**ISSUES_KNOWN), planned)[-1]
    assert (row["No."], row["Grade"], row["Written against"]) == ("was NC-1", "major", "4.1 Issues")
    assert (row["What was found"], row["What to do"].endswith("List them.")) == (
        "Nobody knows the issues.",
        True,
    )
    assert (row["Owner"], row["State"]) == ("The managing director", "closed")
    assert row["Remark"] == "not found any more on 2026-11-21"


def test_a_nonconformity_that_is_gone_stays_so_in_every_later_report(case, tmp_path):
    planned = kept(case(), [on_issues(case())], tmp_path)
    second = kept(case(**ISSUES_KNOWN), planned, tmp_path)
    third = kept(case(**ISSUES_KNOWN), second, tmp_path)
    assert [one.number for one in third] == [one.number for one in second]
    assert third[-1].gone == date(2026, 11, 21)


def test_what_nobody_answered_closes_nothing(case, tmp_path):
    planned = kept(case(), [on_issues(case())], tmp_path)
    row = beside(plan_of(case(issues__known=""), planned), "nothing is known of it now")
    assert (row["Owner"], row["State"]) == ("The managing director", "acted on")


def test_what_is_not_assessed_any_more_closes_nothing(case, tmp_path):
    one = case("iso-9001:2015", "iso-14001:2015")
    action = PlannedAction("own in iso-14001", owner="Me", requirements=("iso-14001:2015/4.1/issues",))
    elsewhere = beside(plan_of(one, [action]), "now in")
    assert elsewhere["Remark"] == "now in NC-1"
    assert beside(plan_of(case(), [action]), "not part of this assessment")["State"] == "open"


def test_what_has_become_part_of_a_breakdown_says_of_which(case):
    one = case()
    first, *others = one.assessment.nonconformities
    breakdown = msgspec.structs.replace(first, key="iso-9001:2015/4 breakdown", parts=("a", "b"))
    one.assessment = msgspec.structs.replace(one.assessment, nonconformities=(breakdown, *others))
    row = beside(plan_of(one, [PlannedAction("b", owner="Me", state=ActionState.CORRECTED)]), "now in")
    assert (row["Remark"], row["Owner"], row["State"]) == ("now in NC-1", "Me", "corrected")


def test_what_is_marked_closed_and_still_found_says_so(case):
    one = case()
    row = beside(plan_of(one, [on_issues(one, state=ActionState.CLOSED)]), "marked closed, and still found")
    assert (row["No."], row["State"]) == ("NC-1", "closed")
    content = assessment_workbook(
        one.assessment, one.knowledge, one.organisation, planned=[on_issues(one, state=ActionState.CLOSED)]
    )
    told = {row[0]: row[1] for row in load_workbook(io.BytesIO(content))["Summary"].values}
    assert "Marked closed, and still found: NC-1." in told["Who and by when"]


def test_what_was_gone_and_comes_back_is_open_again(case, tmp_path):
    planned = kept(case(**ISSUES_KNOWN), kept(case(), [on_issues(case())], tmp_path), tmp_path)
    row = beside(plan_of(case(), planned), "found again")
    assert (row["No."], row["State"], row["Owner"]) == ("NC-1", "open", "The managing director")


def test_a_key_that_nothing_is_known_of_is_kept_and_never_called_closed(case):
    row = beside(
        plan_of(case(), [PlannedAction("mistyped in iso-9001", owner="Me")]), "no nonconformity has this key"
    )
    assert (row["Owner"], row["State"]) == ("Me", "open")


def test_actions_of_their_own_are_kept_last(case):
    row = plan_of(case(), [PlannedAction("", do="Buy a ladder", owner="Me")])[-1]
    assert (row["What to do"], row["Owner"], row["Remark"]) == ("Buy a ladder", "Me", "added by hand")


def test_a_plan_outlives_the_last_nonconformity(case, tmp_path):
    good = {
        "issues__known": "yes",
        "records__kept": "yes",
        "records__complete": "yes",
        "audit__last": "2026-11-01",
        "audit__done": "yes",
    }
    found = plan_of(case(**good), kept(case(), [on_issues(case())], tmp_path))
    assert {row["State"] for row in found} == {"closed"}
    assert "The managing director" in {row["Owner"] for row in found}


def test_the_summary_says_how_far_the_plan_has_come(case, tmp_path):
    one = case()
    late = on_issues(one, due=date(2026, 11, 20))
    gone = PlannedAction("gone in iso-9001", requirements=("iso-9001:2015/6.1/risks",))
    content = assessment_workbook(one.assessment, one.knowledge, one.organisation, planned=[late, gone])
    told = {row[0]: row[1] for row in load_workbook(io.BytesIO(content))["Summary"].values}
    number = len(one.assessment.nonconformities)
    assert (
        told["Who and by when"]
        == f"1 of {number} nonconformities has an owner and a due date. Overdue: NC-1. 1 nonconformity"
        " planned before is not found any more."
    )


@pytest.mark.parametrize("text", ["=1+1", "+1", "@SUM(1)", "'quoted"])
def test_whatever_people_write_into_a_plan_comes_back_and_is_never_computed(case, tmp_path, text):
    one = case()
    action, *_ = kept(one, [on_issues(one, owner=text, note=text)], tmp_path)
    assert (action.owner, action.note) == (text, text)
    workbook = load_workbook(tmp_path / "report.xlsx")
    assert not [cell for row in workbook["Plan"].iter_rows() for cell in row if cell.data_type == "f"]


def test_an_auditors_report_has_no_plan_whatever_was_planned(case):
    one = case()
    content = assessment_workbook(
        one.assessment, one.knowledge, one.organisation, "auditor", [on_issues(one)]
    )
    workbook = load_workbook(io.BytesIO(content))
    assert "Plan" not in workbook.sheetnames
    assert "The managing director" not in [cell for sheet in workbook for row in sheet.values for cell in row]


def test_a_plan_saved_by_libreoffice_reads_as_it_was(case, converted, tmp_path: Path) -> None:
    one = case()
    planned = kept(one, [on_issues(one)], tmp_path)
    (tmp_path / "saved").mkdir()
    converted(tmp_path / "report.xlsx", "xlsx:Calc MS Excel 2007 XML", tmp_path / "saved")
    saved = read_plan(tmp_path / "saved" / "report.xlsx")
    assert [msgspec.structs.replace(action, at=planned[0].at) for action in saved] == [
        msgspec.structs.replace(action, at=planned[0].at) for action in planned
    ]

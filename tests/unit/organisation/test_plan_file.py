"""A plan that people filled in is read back: from a workbook, from YAML, with every mistake named where it
stands."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from clausegraph.engine.organisation.plan_file import ActionState, Effort, plan_in_the_way, read_plan
from clausegraph.engine.problems import BadInput
from clausegraph.engine.reports.workbook.assessment.report import assessment_workbook
from clausegraph.tests.unit.frozen_world import case, knowledge

__all__ = ["case", "knowledge"]


@pytest.fixture
def report(case, tmp_path):
    """A report, and what to write into the plan of it: by row from 3, the values by heading."""
    one = case()
    path = tmp_path / "report.xlsx"
    path.write_bytes(assessment_workbook(one.assessment, one.knowledge, one.organisation))

    def fill_in(filled):
        workbook = load_workbook(path)
        sheet = workbook["Plan"]
        columns = {cell.value: cell.column for cell in sheet[2]}
        for row, values in filled.items():
            for heading, value in values.items():
                sheet.cell(row, columns[heading]).value = value
        workbook.save(path)
        return path

    return fill_in


def written(folder, text):
    path = folder / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def problems_of(path, read=read_plan):
    with pytest.raises(BadInput) as caught:
        read(path)
    return caught.value.problems


def test_a_plan_in_yaml_holds_what_people_wrote(tmp_path):
    text = (
        "plan:\n  - nonconformity: internal-audit in iso-9001\n    owner: Head of quality\n    due:"
        " 2027-01-31\n"
    )
    (one,) = read_plan(
        written(
            tmp_path,
            f"{text}    effort: small\n    state: acted on\n    note: |\n      first\n      second\n",
        )
    )
    assert (one.key, one.owner, one.due) == (
        "internal-audit in iso-9001",
        "Head of quality",
        date(2027, 1, 31),
    )
    assert (one.effort, one.state, one.note) == (Effort.SMALL, ActionState.ACTED_ON, "first\nsecond")
    assert (one.at.line, one.gone, one.requirements) == (2, None, ())


def test_what_is_left_open_in_a_plan_is_open(tmp_path):
    (one,) = read_plan(written(tmp_path, "plan:\n  - nonconformity: a\n    owner:\n    due:\n    state:\n"))
    assert (one.owner, one.due, one.effort, one.state) == ("", None, None, ActionState.OPEN)


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("due: 31.12.2026", "wrong-type", "`31.12.2026` is not a date"),
        ("due: 2026-02-30", "wrong-type", "`2026-02-30` is not a date"),
        ("due: 1905-07-18", "wrong-answer", "nothing can be due on 1905-07-18"),
        ("state: done", "unknown-word", "`done` is not a state"),
        ("effort: huge", "unknown-word", "`huge` is not an effort"),
        ("owners: me", "unknown-key", "an action has no key `owners`"),
    ],
)
def test_a_mistake_in_a_plan_is_named_with_its_place(tmp_path, line, code, says):
    (problem,) = problems_of(written(tmp_path, f"plan:\n  - nonconformity: a\n    {line}\n"))
    assert (problem.code, problem.at.line) == (code, 3)
    assert says in problem.message


def test_every_mistake_of_a_plan_is_named_at_once(tmp_path):
    text = "plan:\n  - {nonconformity: a, due: soon, state: done}\n  - {nonconformity: a}\n  - {owner: me}\n"
    codes = [one.code for one in problems_of(written(tmp_path, text))]
    assert codes == ["wrong-type", "unknown-word", "duplicate-key", "missing-key"]


def test_the_plan_of_a_report_comes_back_as_it_was_filled_in(report):
    path = report(
        {3: {"Owner": "+ the board", "Due": date(2027, 1, 31), "Effort": "Large", "State": "Cause known"}}
    )
    first, *others = read_plan(path)
    assert (first.owner, first.due, first.effort, first.state) == (
        "+ the board",
        date(2027, 1, 31),
        Effort.LARGE,
        ActionState.CAUSE_KNOWN,
    )
    assert (first.number, first.grade, first.clause) == ("NC-1", "major", "4.1 Issues")
    assert first.do.endswith("List them.")
    assert first.requirements == ("iso-9001:2015/4.1/issues",)
    assert {one.state for one in others} == {ActionState.OPEN}


def test_a_mistake_in_the_plan_of_a_report_names_its_cell(report):
    found = problems_of(report({3: {"Due": "next week", "State": "nearly"}}))
    assert sorted(one.at.cell for one in found) == ["Plan!J3", "Plan!L3"]


def test_a_row_that_people_added_is_an_action_of_their_own(report):
    path = report({9: {"What to do": "Buy a ladder", "Owner": "Me"}, 10: {"State": "open"}})
    own = [one for one in read_plan(path) if not one.key]
    assert [(one.do, one.owner) for one in own] == [("Buy a ladder", "Me")]


def test_a_row_that_says_neither_on_what_nor_what_to_do_is_a_problem(report):
    (problem,) = problems_of(report({9: {"Owner": "Me"}}))
    assert (problem.code, problem.at.line) == ("missing-key", 9)


def test_a_row_that_was_copied_is_a_problem_and_never_chosen_from(report):
    path = report({})
    workbook = load_workbook(path)
    sheet = workbook["Plan"]
    sheet["A9"].value = sheet["A3"].value
    sheet["I9"].value = "Somebody else"
    workbook.save(path)
    (problem,) = problems_of(path)
    assert (problem.code, problem.hint) == ("duplicate-key", "it first stands in line 3; put both into one")


def test_a_plan_that_lost_its_keys_is_a_problem_for_whoever_reads_or_replaces_it(report):
    path = report({3: {"Owner": "Me"}})
    workbook = load_workbook(path)
    workbook["Plan"].delete_rows(1)
    workbook.save(path)
    for read in (read_plan, plan_in_the_way):
        (problem,) = problems_of(path, read)
        assert (problem.code, problem.at.sheet) == ("missing-column", "Plan")


def test_a_plan_that_lost_a_column_is_a_problem(report):
    path = report({3: {"Owner": "Me"}})
    workbook = load_workbook(path)
    workbook["Plan"]["J1"].value = None
    workbook.save(path)
    (problem,) = problems_of(path)
    assert "lost its column `due`" in problem.message


def test_columns_that_moved_do_no_harm(report):
    path = report({3: {"Owner": "Me", "Due": date(2027, 1, 31)}})
    workbook = load_workbook(path)
    workbook["Plan"].insert_cols(5)
    workbook.save(path)
    assert (read_plan(path)[0].owner, read_plan(path)[0].due) == ("Me", date(2027, 1, 31))


def test_a_workbook_without_a_plan_holds_none(tmp_path):
    path = tmp_path / "own.xlsx"
    Workbook().save(path)
    (problem,) = problems_of(path)
    assert (problem.code, problem.message) == ("no-plan", "this workbook holds no plan")
    assert plan_in_the_way(path) == ()


def test_what_is_no_workbook_stands_in_nobodys_way(tmp_path):
    assert plan_in_the_way(tmp_path / "none.xlsx") == ()
    assert plan_in_the_way(written(tmp_path, "plan: soon")) == ()


def test_the_plan_of_a_report_is_found_where_the_report_is_replaced(report):
    path = report({3: {"Owner": "Me"}})
    assert plan_in_the_way(path) == read_plan(path)
    assert plan_in_the_way(path)[0].owner == "Me"

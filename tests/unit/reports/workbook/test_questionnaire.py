"""The questionnaire as a workbook: every question once, what a cell accepts, and how far it has come."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from clausegraph.cli import main
from clausegraph.engine.analysis.questions.questionnaire import Depth, questionnaire
from clausegraph.engine.model import KnowledgeBase
from clausegraph.engine.organisation.organisation import read_organisation
from clausegraph.engine.problems import BadInput
from clausegraph.engine.reports.workbook.questionnaire.book import questionnaire_workbook
from clausegraph.tests.shipped import KNOWLEDGE

STANDARDS = ("iso-9001:2015", "iso-45001:2018")


@pytest.fixture(scope="module", name="knowledge")
def as_it_ships() -> KnowledgeBase:
    return KNOWLEDGE


@pytest.fixture(scope="module")
def content(knowledge: KnowledgeBase) -> bytes:
    return questionnaire_workbook(questionnaire(knowledge, STANDARDS), knowledge)


@pytest.fixture(scope="module")
def workbook(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content))


def columns(sheet: Any) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[3] if cell.value}


def row_of(sheet: Any, fact: str) -> int:
    return next(cell.row for cell in sheet["A"] if cell.value == fact)


def check_on(sheet: Any, cell: str) -> Any:
    return next(one for one in sheet.data_validations.dataValidation if cell in one.sqref)


def test_every_question_stands_once(workbook: Any, knowledge: KnowledgeBase) -> None:
    names = [cell.value for cell in workbook["Questions"]["A"][3:]]
    asked = questionnaire(knowledge, STANDARDS).asked
    assert len(names) == len(set(names))
    assert set(asked) <= set(names)
    assert all(name in asked or knowledge.question[name].record for name in names)


def test_quick_questions_alone_stand_in_a_quick_one(knowledge: KnowledgeBase) -> None:
    asked = questionnaire(knowledge, STANDARDS, Depth.QUICK)
    sheet = load_workbook(io.BytesIO(questionnaire_workbook(asked, knowledge)))["Questions"]
    assert [cell.value for cell in sheet["A"][3:]] == list(asked.asked)


def test_a_question_stands_with_all_that_helps_to_answer_it(workbook: Any) -> None:
    sheet = workbook["Questions"]
    row = sheet[row_of(sheet, "policy.stated")]
    assert [cell.value for cell in row[1:5]] == [
        "Policy",
        "Top management",
        "Is there a written policy which top management has put into force?",
        "yes or no",
    ]
    at = columns(sheet)
    assert "iso-9001:2015" in row[at["Serves"] - 1].value
    assert "iso-45001:2018" in row[at["Serves"] - 1].value
    assert "policy" in row[at["Evidence an auditor asks for"] - 1].value


def test_columns_by_discipline_are_there_only_where_several_are_in_scope(
    workbook: Any, knowledge: KnowledgeBase
) -> None:
    assert [name for name in columns(workbook["Questions"]) if name.startswith("only for")] == [
        "only for quality",
        "only for safety",
    ]
    one = questionnaire_workbook(questionnaire(knowledge, ("iso-9001:2015",), Depth.QUICK), knowledge)
    assert not [
        name for name in columns(load_workbook(io.BytesIO(one))["Questions"]) if name.startswith("only for")
    ]


def test_a_closed_question_has_its_answers_to_choose_from(workbook: Any) -> None:
    sheet = workbook["Questions"]
    check = check_on(sheet, f"F{row_of(sheet, 'internal_audit.programme')}")
    title, _, cells = check.formula1.partition("!")
    words = [row[0].value for row in workbook[title][cells.replace("$", "")]]
    assert words == ["half-yearly", "yearly", "two-yearly", "three-yearly", "no fixed times", "no programme"]
    assert check.error == f"Choose one of the answers of the list: {', '.join(words)}."
    assert workbook["Words"].sheet_state == "hidden"


@pytest.mark.parametrize(
    ("fact", "kind", "says"),
    [
        ("competence.share", "decimal", "Write a percentage from 0 to 100: 40 or 40%."),
        ("hazards.missed", "decimal", "in figures, 0 or more."),
        (
            "hazards.last_reviewed",
            "date",
            (
                "Write a date as year-month-day, for example 2026-03-31, not later than the day of the"
                " assessment."
            ),
        ),
    ],
)
def test_an_open_question_says_what_it_accepts(workbook: Any, fact: str, kind: str, says: str) -> None:
    sheet = workbook["Questions"]
    check = check_on(sheet, f"F{row_of(sheet, fact)}")
    assert (check.type, check.showErrorMessage) == (kind, True)
    assert says in check.error


def test_no_check_is_longer_than_spreadsheet_programs_allow(workbook: Any) -> None:
    checks = [one for sheet in workbook.worksheets for one in sheet.data_validations.dataValidation]
    assert all(len(one.error or "") <= 255 and len(one.errorTitle or "") <= 32 for one in checks)
    assert all(len(str(one.formula1)) <= 255 for one in checks)


def test_names_and_keys_are_hidden_and_headings_stay_in_sight(workbook: Any) -> None:
    sheet = workbook["Questions"]
    assert sheet.column_dimensions["A"].hidden
    assert sheet.row_dimensions[1].hidden
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("E4", "$3:$3")
    assert sheet.auto_filter.ref == f"A3:S{sheet.max_row}"


def test_progress_counts_every_question_by_formulas(workbook: Any) -> None:
    sheet = workbook["Start"]
    formulas = [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert any("COUNTIFS(Questions!$" in formula and '"answered"' in formula for formula in formulas)
    themes = {cell.value for cell in workbook["Questions"]["B"][3:]}
    assert themes <= {cell.value for cell in sheet["B"]}


def test_formulas_reach_exactly_the_rows_with_questions(workbook: Any) -> None:
    last = workbook["Questions"].max_row
    reached = {
        int(end)
        for row in workbook["Start"].iter_rows()
        for cell in row
        for end in re.findall(r"Questions!\$\w+\$4:\$\w+\$(\d+)", str(cell.value))
    }
    assert reached == {last}


def test_only_our_own_formulas_are_formulas(workbook: Any) -> None:
    found = {
        sheet.title
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    assert found == {"Start", "Questions", "More evidence"}


def test_each_register_has_a_sheet_with_its_fields(workbook: Any) -> None:
    assert {"Risks", "Controls", "Obligations", "Objectives", "Hazards"} <= set(workbook.sheetnames)
    assert "Aspects" not in workbook.sheetnames
    headings = [str(cell.value).partition("\n")[0] for cell in workbook["Risks"][3] if cell.column > 1]
    assert headings[:6] == [
        "Name, such as R-1",
        "What (needed)",
        "Level (needed)",
        "Treatment",
        "Owner",
        "Controls",
    ]
    assert check_on(workbook["Risks"], "G4").formula1 == "'Controls'!$B$4:$B$2000"


def test_the_same_organisation_gives_the_same_bytes(knowledge: KnowledgeBase, examples: Path) -> None:
    organisation = read_organisation(
        examples / "invented-workshop.yaml", knowledge, as_of=None, today=date(2026, 1, 1)
    )
    asked = questionnaire(knowledge, organisation.standards, organisation=organisation)
    assert questionnaire_workbook(asked, knowledge, organisation) == questionnaire_workbook(
        asked, knowledge, organisation
    )


def test_a_blank_questionnaire_tells_no_day(content: bytes, knowledge: KnowledgeBase) -> None:
    assert content == questionnaire_workbook(questionnaire(knowledge, STANDARDS), knowledge)
    assert load_workbook(io.BytesIO(content))["Start"]["C7"].value is None


def test_a_text_that_fits_no_cell_is_a_problem(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    place = tmp_path / "long.yaml"
    place.write_text(
        f"organisation: A shop\nstandards: [iso-9001:2015]\nabout: {'long ' * 8000}\n", encoding="utf-8"
    )
    organisation = read_organisation(place, knowledge, as_of=None, today=date(2026, 1, 1))
    with pytest.raises(BadInput, match="does not fit into a cell"):
        questionnaire_workbook(
            questionnaire(knowledge, ("iso-9001:2015",), Depth.QUICK, organisation), knowledge, organisation
        )


# --- on the command line


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments], env={"COLUMNS": "80"})


@pytest.fixture(scope="module")
def shop(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place: Path = tmp_path_factory.mktemp("shop") / "shop.xlsx"
    done = run("questions", examples / "audit-day.yaml", "--format", "xlsx", "--output", place)
    assert (done.exit_code, done.stdout) == (0, "")
    return place


def test_a_workbook_is_assessed_like_the_file_it_was_filled_in_from(shop: Path, examples: Path) -> None:
    def assessed(facts: Path) -> Any:
        done = run("assess", facts, "--format", "json", "--engine", "plain")
        assert done.exit_code == 0, done.stderr
        return _without_places(json.loads(done.stdout))

    assert assessed(shop) == assessed(examples / "audit-day.yaml")


def _without_places(one: Any) -> Any:
    if isinstance(one, dict):
        return {
            key: _without_places(value)
            for key, value in one.items()
            if key not in ("file", "line", "cell", "rule_at")
        }
    return [_without_places(value) for value in one] if isinstance(one, list) else one


def test_answers_in_json_name_their_cell(shop: Path) -> None:
    read = json.loads(run("assess", shop, "--format", "json").stdout)
    answers = [answer for finding in read["findings"] for answer in finding["answers"]]
    assert {answer["file"] for answer in answers} == {str(shop)}
    assert all(answer["cell"] == f"Questions!F{answer['line']}" for answer in answers)


@pytest.mark.parametrize(
    "command",
    [
        ["explain", "8.6/no-release-before-completion"],
        ["graph", "--format", "json"],
        ["questions", "--format", "yaml"],
        ["questions"],
    ],
    ids=lambda command: command[0],
)
def test_every_command_that_reads_an_organisation_reads_a_workbook(shop: Path, command: list[str]) -> None:
    done = run(command[0], shop, *command[1:])
    assert done.exit_code == 0, done.stderr


def test_an_explanation_names_the_cell_of_an_answer(shop: Path) -> None:
    done = run("explain", shop, "8.4.1/evaluation-and-selection", "--format", "markdown")
    assert re.search(r"suppliers\.criteria`, .*shop\.xlsx:Questions\\!F\d+\)", done.stdout)


def test_a_workbook_does_not_go_to_a_terminal() -> None:
    done = run("questions", "--standard", "iso-9001:2015", "--format", "xlsx")
    assert done.exit_code == 2
    assert "this cannot go to a terminal" in done.stderr


def test_bad_input_in_a_workbook_ends_with_2_and_names_the_cell(shop: Path, tmp_path: Path) -> None:
    changed = load_workbook(shop)
    row = row_of(changed["Questions"], "suppliers.criteria")
    changed["Questions"].cell(row, 6).value = "perhaps"
    changed.save(tmp_path / "changed.xlsx")
    done = run("assess", tmp_path / "changed.xlsx")
    assert done.exit_code == 2
    assert (
        f"changed.xlsx:Questions!F{row}: `perhaps` is not an answer to suppliers.criteria [wrong-answer]"
        in done.stderr
    )
    assert "1 problem; nothing was assessed." in done.stderr


def test_an_interview_on_a_workbook_says_how_to_go_on(shop: Path) -> None:
    before = shop.read_bytes()
    done = run("interview", shop)
    assert done.exit_code == 2
    assert "an interview writes into a YAML file, not into a workbook" in done.stderr
    assert shop.read_bytes() == before


def test_known_gaps_and_own_limits_come_back_from_their_sheet(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    known = "known: {action: Tell every shift., due: 2027-01-31, owner: head of production}"
    answers = (
        f"  awareness.policy: {{quality: {{answer: no, {known}}}, ohs: yes}}\n"
        f"  roles.assigned: {{answer: partly, {known}}}\n"
        "  competence.share: {answer: 92, limit: 90, evidence: [{ref: competence plan}]}\n"
    )
    written = tmp_path / "known.yaml"
    written.write_text(
        f"organisation: Acme\nas_of: 2026-11-21\nstandards: [{', '.join(STANDARDS)}]\nanswers:\n{answers}",
        encoding="utf-8",
    )
    told = read_organisation(written, knowledge, as_of=None, today=date(2026, 11, 21))
    book = tmp_path / "known.xlsx"
    book.write_bytes(
        questionnaire_workbook(questionnaire(knowledge, STANDARDS, organisation=told), knowledge, told)
    )
    back = read_organisation(book, knowledge, as_of=None, today=date(2026, 11, 21))
    said = [
        {(one.fact, one.discipline, one.text, one.known, one.limit) for one in file.answers}
        for file in (told, back)
    ]
    assert said[0] == said[1]
    assert sum(one.known is not None for one in back.answers) == 2


def test_who_answered_and_how_long_evidence_counts_come_back(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    proof = (
        "[{ref: permit 7, date: 2026-03-02, valid_until: 2027-03-02}, {ref: list, valid_until: 2027-01-01}]"
    )
    answers = (
        "  awareness.policy: {quality: {answer: no, by: Ann Poe}, ohs: "
        f"{{answer: yes, evidence: {proof}}}}}\n"
        f"  roles.assigned: {{answer: partly, by: Jane Doe; Tom Roe, evidence: {proof}}}\n"
    )
    written = tmp_path / "named.yaml"
    written.write_text(
        f"organisation: Acme\nas_of: 2026-11-21\nstandards: [{', '.join(STANDARDS)}]\nanswers:\n{answers}",
        encoding="utf-8",
    )
    told = read_organisation(written, knowledge, as_of=None, today=date(2026, 11, 21))
    book = tmp_path / "named.xlsx"
    book.write_bytes(
        questionnaire_workbook(questionnaire(knowledge, STANDARDS, organisation=told), knowledge, told)
    )
    back = read_organisation(book, knowledge, as_of=None, today=date(2026, 11, 21))
    said = [
        {(one.fact, one.discipline, one.by, one.evidence) for one in file.answers} for file in (told, back)
    ]
    assert said[0] == said[1]
    assert {one.by for one in back.answers} == {"Ann Poe", "", "Jane Doe; Tom Roe"}


def test_the_first_sheet_says_what_the_answers_mean(workbook: Any) -> None:
    said = {cell.value for row in workbook["Start"].iter_rows() for cell in row}
    assert "largely: in place and working, yet informal, not yet everywhere, or it could be better." in said

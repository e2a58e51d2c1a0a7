"""The Statement of Applicability as a document."""

from __future__ import annotations

import re

import pytest

from clausegraph.engine.problems import BadInput
from clausegraph.engine.reports.documents.parts import Toned, WrittenDocument, cell_text
from clausegraph.engine.reports.documents.shown.markdown import document_markdown
from clausegraph.engine.reports.documents.statement import COLUMNS, statement_of_applicability

from .conftest import CLINIC, DAY, Make


@pytest.fixture(scope="module")
def statement(ordered: Make) -> WrittenDocument:
    return statement_of_applicability(ordered("soa", revision="3.1"))


def row(statement: WrittenDocument, number: str) -> dict[str, str]:
    grid = next(statement.grids)
    (found,) = [one for one in grid.rows if cell_text(one[0]).startswith(f"{number} ")]
    return dict(zip((column.heading for column in COLUMNS), map(cell_text, found), strict=True))


def test_it_has_the_93_controls_in_the_order_of_the_annex(statement: WrittenDocument) -> None:
    numbers = [cell_text(one[0]).split(" ")[0] for one in next(statement.grids).rows]
    assert len(numbers) == len(set(numbers)) == 93
    assert numbers == sorted(numbers, key=lambda one: [int(part) for part in one[2:].split(".")])
    assert (numbers[0], numbers[-1]) == ("A.5.1", "A.8.34")


def test_a_control_in_use_has_its_reason_state_risks_duties_owner_evidence_and_day(
    statement: WrittenDocument,
) -> None:
    assert row(statement, "A.8.13") == {
        "Control": "A.8.13 Information backup",
        "Applies": "yes",
        "Why, or why not": "SR-1, and the contract with the hospital",
        "State": "in place",
        "Risks treated": "SR-1 Records of patients are lost",
        "Laws and contracts": "L-1 Law on records of patients",
        "Owner": "A. Lind",
        "Evidence": "restore test of 2026-09-01",
        "Date": "2026-02-03",
        "Lines in the register": "S-1",
    }


def test_a_control_left_out_says_why(statement: WrittenDocument) -> None:
    told = row(statement, "A.8.28")
    assert (told["Applies"], told["Why, or why not"], told["State"]) == (
        "no",
        "Nobody writes programs",
        "left out",
    )


def test_what_nobody_said_is_neither_in_nor_out(statement: WrittenDocument) -> None:
    told = row(statement, "A.5.1")
    assert (told["Applies"], told["State"]) == ("not stated", "not stated")


def test_its_head_tells_standard_version_day_and_numbers(statement: WrittenDocument) -> None:
    facts = dict(statement.facts)
    assert (facts["Version"], facts["As of"]) == ("3.1", "2026-11-21")
    assert facts["Controls"] == "93: 2 used, 1 left out, 90 not stated"


def test_controls_beyond_the_annex_that_a_risk_needs_have_a_table(statement: WrittenDocument) -> None:
    own = next(grid for grid in statement.grids if grid.title == "Own controls")
    assert [cell_text(row[0]) for row in own.rows] == ["C-9 A safe for keys | of the server room"]


def test_it_says_what_it_lacks_by_number(statement: WrittenDocument) -> None:
    told = document_markdown(statement)
    assert "Nothing says whether it applies (90 controls)" in told.replace("\\", "")
    assert "No reason is given (91 controls): A.5.1 to A.5.37" in told.replace("\\", "")
    assert "Nothing tells how far it has come (90 controls)" in told.replace("\\", "")


def test_a_nonconformity_against_a_control_stands_beside_its_state(ordered: Make) -> None:
    lost = {**CLINIC, "answers": {**CLINIC["answers"], "controls.backup": "no"}}
    statement = statement_of_applicability(ordered("soa", lost))
    state = next(one for one in next(statement.grids).rows if cell_text(one[0]).startswith("A.8.13 "))[3]
    assert isinstance(state, Toned)
    assert re.fullmatch(r"in place\nNC-\d+", state.text)
    assert "It stands as in place, and a nonconformity is recorded against it" in document_markdown(statement)


def test_without_a_register_it_says_so_and_takes_exclusions_for_what_is_left_out(ordered: Make) -> None:
    bare = {
        "organisation": "Bare",
        "standards": ["iso-27001:2022"],
        "answers": {"controls.backup": "yes"},
        "not_applicable": [{"requirement": "iso-27001:2022/A.8.28", "because": "No code."}],
    }
    statement = statement_of_applicability(ordered("soa", bare))
    assert "No register of controls was given" in document_markdown(statement)
    assert (row(statement, "A.8.28")["Applies"], row(statement, "A.8.28")["Why, or why not"]) == (
        "no",
        "No code.",
    )
    assert row(statement, "A.8.13")["Applies"] == "not left out"


def test_a_standard_without_an_annex_has_no_statement(ordered: Make) -> None:
    quality = {"organisation": "Bare", "standards": ["iso-9001:2015"], "answers": {}}
    with pytest.raises(BadInput, match="none of the standards assessed has an annex"):
        statement_of_applicability(ordered("soa", quality))


def test_what_people_wrote_breaks_no_table(statement: WrittenDocument) -> None:
    told = document_markdown(statement)
    assert "\\| of the server room" in told
    assert "<of>" not in told
    assert str(DAY) in told.replace("\\", "")


def test_numbers_that_follow_each_other_are_taken_together(statement: WrittenDocument) -> None:
    told = document_markdown(statement).replace("\\", "")
    assert "A.5.1 to A.5.37, A.6.1 to A.6.8, A.7.1 to A.7.14, A.8.1 to A.8.10, A.8.12, A.8.14" in told

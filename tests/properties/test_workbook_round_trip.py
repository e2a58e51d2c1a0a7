"""A questionnaire workbook loses nothing of an organisation, whatever it says, and neither does a
spreadsheet program that saves it."""

from __future__ import annotations

import json
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from clausegraph.engine.analysis.questions.questionnaire import Depth
from clausegraph.engine.commands.questions import ask
from clausegraph.engine.organisation.organisation import Organisation, read_organisation
from clausegraph.engine.reports.workbook.questionnaire.book import questionnaire_workbook
from clausegraph.tests.properties.written_organisations import DAY, STANDARDS, organisations, told
from clausegraph.tests.shipped import KNOWLEDGE

AMOUNT = st.one_of(
    st.integers(0, 100).map(str), st.decimals(0, 100, places=3).map(lambda number: f"{number:f}")
)
SIGNS = "abc äß€🙂 -=+@#:,'\"[]{}&<>;*!|%`\\?~_x000D_\n\u00a0"
TEXT = st.builds(
    str.__add__,
    st.sampled_from(["", "=", "+", "-", "@", "'", "=1+1", "12", "TRUE", "2026-01-01"]),
    st.text(SIGNS, max_size=60),
)
WORDS = TEXT.filter(lambda text: text.strip(" \u00a0\n") != "")


ORGANISATIONS = organisations(WORDS, AMOUNT)


def read(place: Path) -> Organisation:
    return read_organisation(place, KNOWLEDGE, as_of=None, today=DAY)


def unwritten(organisation: Organisation) -> Organisation:
    """All that an organisation tells, without the way its answers are written: a cell holds 5, not 5.000."""
    bare = tuple(msgspec.structs.replace(one, text="") for one in organisation.answers)
    return told(msgspec.structs.replace(organisation, answers=bare))


def written(file: dict[str, Any], folder: Path, chosen: list[str], depth: Depth) -> tuple[Path, Path]:
    """An organisation's file, and the workbook filled in from it."""
    before, after = folder / "before.yaml", folder / "after.xlsx"
    before.write_text(json.dumps(file, ensure_ascii=False), encoding="utf-8")
    asking = ask(tuple(chosen), (), before, depth, today=DAY)
    after.write_bytes(questionnaire_workbook(asking.asked, asking.knowledge, asking.organisation))
    return before, after


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ORGANISATIONS, st.lists(st.sampled_from(STANDARDS), unique=True, max_size=1))
def test_a_workbook_keeps_all_that_a_file_says(file: dict[str, Any], chosen: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        before, after = written(file, Path(folder), chosen, Depth.QUICK)
        assert unwritten(read(after)) == unwritten(read(before))


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ORGANISATIONS)
def test_a_workbook_filled_in_from_a_workbook_is_the_same_to_the_byte(file: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _, after = written(file, Path(folder), [], Depth.QUICK)
        again = ask((), (), after, Depth.QUICK, today=DAY)
        assert questionnaire_workbook(again.asked, again.knowledge, again.organisation) == after.read_bytes()


HOSTILE: dict[str, Any] = {
    "organisation": '=HYPERLINK("x","y")',
    "about": "+1\n-2\n@3",
    "as_of": str(DAY),
    "standards": list(STANDARDS),
    "answers": {
        "internal_audit.programme": {
            "answer": "yearly",
            "note": "@SUM(A1)",
            "evidence": [{"ref": "=1+1", "date": "2026-03-02"}, {"ref": "-2"}],
        },
        "policy.fits": {
            "quality": "yes",
            "ohs": {"answer": "no", "note": "'quoted", "evidence": [{"ref": "+3", "note": "007"}]},
        },
        "aspects.coverage": "40.5",
        "registers.risks": [
            {
                "record": "=R-1",
                "what": "=cmd|' /C calc'!A0",
                "level": "high",
                "controls": ["C-1", "C-2"],
                "assessed": "2026-01-31",
            }
        ],
        "registers.controls": [{"record": "C-1", "what": "-"}],
        "registers.hazards": [],
    },
    "not_applicable": [{"requirement": "iso-9001:2015/8.3", "because": "=because"}],
    "observed": [
        {
            "requirement": "iso-9001:2015/7.3",
            "saw": "=saw",
            "sample": {"checked": "12", "failed": "1"},
            "consequence": "none",
            "evidence": [{"ref": "1.10"}, {"ref": "2026-01"}],
        }
    ],
}


def test_a_workbook_that_libreoffice_saved_still_says_the_same(
    converted: Callable[[Path, str, Path], None], tmp_path: Path
) -> None:
    before, after = written(HOSTILE, tmp_path, [], Depth.FULL)
    converted(after, "xlsx", tmp_path / "saved")
    saved = tmp_path / "saved" / after.name
    assert saved.read_bytes() != after.read_bytes()
    assert unwritten(read(saved)) == unwritten(read(before)) == unwritten(read(after))
    questions, answered, partly, still_open = progress(saved)
    assert (answered, partly, still_open) == (5, 1, questions - 6)


def progress(place: Path) -> list[int]:
    """How far a workbook says it has come, by the formulas that a spreadsheet program computed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = load_workbook(place, data_only=True)["Start"]
    row = next(cell.row for cell in sheet["B"] if cell.value == "All questions")
    return [sheet.cell(row, column).value for column in range(4, 8)]

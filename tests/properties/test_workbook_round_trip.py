"""A questionnaire workbook loses nothing of an organisation, whatever it says, and neither does a spreadsheet program that saves it."""

from __future__ import annotations

import json
import tempfile
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from clausegraph.engine.analysis.questionnaire import Depth
from clausegraph.engine.asking import ask
from clausegraph.engine.model import AnswerKind, Discipline, Fact
from clausegraph.engine.organisation import Organisation, read_organisation
from clausegraph.engine.problems import Location
from clausegraph.engine.reports.questionnaire_book import questionnaire_workbook
from clausegraph.tests.properties.written_records import records
from clausegraph.tests.shipped import KNOWLEDGE

STANDARDS = ("iso-9001:2015", "iso-14001:2015", "iso-27001:2022", "iso-45001:2018")
DAY = date(2026, 11, 22)
ASKED = [fact for fact in KNOWLEDGE.facts if not fact.computed and not fact.record]
PAST = st.dates(date(1990, 1, 1), DAY).map(str)
AMOUNT = st.one_of(st.integers(0, 100).map(str), st.decimals(0, 100, places=3).map(lambda number: f"{number:f}"))
SIGNS = "abc äß€🙂 -=+@#:,'\"[]{}&<>;*!|%`\\?~_x000D_\n\u00a0"
TEXT = st.builds(
    str.__add__, st.sampled_from(["", "=", "+", "-", "@", "'", "=1+1", "12", "TRUE", "2026-01-01"]), st.text(SIGNS, max_size=60)
)
WORDS = TEXT.filter(lambda text: text.strip(" \u00a0\n") != "")


def answer_to(one: Fact) -> st.SearchStrategy[Any]:
    match one.answer:
        case AnswerKind.WORDS:
            return st.sampled_from(one.words)
        case AnswerKind.NUMBER | AnswerKind.PERCENTAGE:
            return AMOUNT
        case _:
            return PAST


EVIDENCE = st.lists(st.fixed_dictionaries({"ref": WORDS}, optional={"date": PAST, "note": WORDS}), max_size=3)


@st.composite
def answers(draw: st.DrawFn) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for fact in draw(st.lists(st.sampled_from(ASKED), unique_by=lambda fact: fact.id, max_size=8)):
        short = answer_to(fact)
        one = st.one_of(short, st.fixed_dictionaries({"answer": short}, optional={"evidence": EVIDENCE, "note": WORDS}))
        apart = st.dictionaries(st.sampled_from([discipline.value for discipline in Discipline]), one, min_size=1, max_size=4)
        found[fact.id] = draw(st.one_of(one, apart))
    for register in draw(st.lists(st.sampled_from(KNOWLEDGE.registers), unique_by=lambda fact: fact.id, max_size=3)):
        found[register.id] = draw(records(register, WORDS, PAST))
    return found


TARGETS = st.sampled_from(["iso-9001:2015/8.3", "iso-27001:2022/A.7.2", "iso-9001:2015/9.2.2/programme"])
EXTENT = st.one_of(
    st.fixed_dictionaries({"extent": st.sampled_from(["isolated", "absent"])}),
    st.fixed_dictionaries({"sample": st.just({"checked": "12", "failed": "1"})}),
)
NOTES = st.builds(
    dict.__or__,
    st.fixed_dictionaries(
        {"requirement": TARGETS, "saw": WORDS, "consequence": st.sampled_from(["none", "legal"])},
        optional={"evidence": EVIDENCE, "repeats": st.sampled_from(["yes", "no"])},
    ),
    EXTENT,
)
ORGANISATIONS = st.fixed_dictionaries(
    {"organisation": WORDS, "standards": st.permutations(STANDARDS)},
    optional={
        "about": WORDS,
        "as_of": st.just(str(DAY)),
        "answers": answers(),
        "not_applicable": st.lists(st.fixed_dictionaries({"requirement": TARGETS}, optional={"because": WORDS}), max_size=3),
        "observed": st.lists(NOTES, max_size=3),
    },
)


def read(place: Path) -> Organisation:
    return read_organisation(place, KNOWLEDGE, as_of=None, today=DAY)


def told(organisation: Organisation) -> Any:
    """All that an organisation tells, without the places where it stands and the way its numbers are written."""

    def unplaced(one: Any) -> Any:
        return msgspec.structs.replace(one, at=Location(""))

    bare = [msgspec.structs.replace(one, at=Location(""), text="") for one in organisation.answers]
    return msgspec.structs.replace(
        organisation,
        answers=tuple(sorted(bare, key=lambda one: (one.fact, one.discipline or ""))),
        exclusions=tuple(map(unplaced, organisation.exclusions)),
        notes=tuple(map(unplaced, organisation.notes)),
        registers={register: tuple(map(unplaced, records)) for register, records in organisation.registers.items()},
    )


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
        assert told(read(after)) == told(read(before))


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
        "policy.fits": {"quality": "yes", "ohs": {"answer": "no", "note": "'quoted", "evidence": [{"ref": "+3", "note": "007"}]}},
        "aspects.coverage": "40.5",
        "registers.risks": [
            {"record": "=R-1", "what": "=cmd|' /C calc'!A0", "level": "high", "controls": ["C-1", "C-2"], "assessed": "2026-01-31"}
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


def test_a_workbook_that_libreoffice_saved_still_says_the_same(converted: Callable[[Path, str, Path], None], tmp_path: Path) -> None:
    before, after = written(HOSTILE, tmp_path, [], Depth.FULL)
    converted(after, "xlsx", tmp_path / "saved")
    saved = tmp_path / "saved" / after.name
    assert saved.read_bytes() != after.read_bytes()
    assert told(read(saved)) == told(read(before)) == told(read(after))
    questions, answered, partly, still_open = progress(saved)
    assert (answered, partly, still_open) == (5, 1, questions - 6)


def progress(place: Path) -> list[int]:
    """How far a workbook says it has come, by the formulas that a spreadsheet program computed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = load_workbook(place, data_only=True)["Start"]
    row = next(cell.row for cell in sheet["B"] if cell.value == "All questions")
    return [sheet.cell(row, column).value for column in range(4, 8)]

"""A small questionnaire to fill in, for two standards, changed cell by cell as people change it."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from openpyxl import load_workbook

from clausegraph.engine.analysis.questions.questionnaire import (
    Depth,
    QuestionGroup,
    Questionnaire,
    Section,
    questionnaire,
)
from clausegraph.engine.model import KnowledgeBase
from clausegraph.engine.organisation.organisation import Answer, Discipline, Organisation, read_organisation
from clausegraph.engine.organisation.workbook.sheets import SHEETS
from clausegraph.engine.problems import BadInput
from clausegraph.engine.reports.workbook.questionnaire.book import questionnaire_workbook

STANDARDS = ("iso-9001:2015", "iso-45001:2018")
FEW = {
    "system.processes",
    "system.in_daily_use",
    "policy.stated",
    "documents.extent",
    "hazards.missed",
    "hazards.last_reviewed",
    "competence.share",
    "internal_audit.covered",
}
TODAY = date(2026, 11, 22)


class Filled:
    """A questionnaire as somebody fills it in. Cells are named by the sheet and, for questions, by the
    fact and the key of the column."""

    def __init__(self, content: bytes, knowledge: KnowledgeBase, folder: Path) -> None:
        self.workbook: Any = load_workbook(io.BytesIO(content))
        self.knowledge = knowledge
        self.place = folder / "shop.xlsx"

    def sheet(self, table: str) -> Any:
        return self.workbook[SHEETS.get(table, table)]

    def column(self, table: str, key: str) -> int:
        keys = {
            str(cell.value).rpartition(":")[2]: cell.column for cell in self.sheet(table)[1] if cell.value
        }
        return int(keys[key])

    def row(self, fact: str) -> int:
        return next(int(cell.row) for cell in self.sheet("questions")["A"] if cell.value == fact)

    def cell(self, fact: str, key: str = "answer") -> Any:
        return self.sheet("questions").cell(self.row(fact), self.column("questions", key))

    def write(self, table: str, row: int, **values: Any) -> None:
        for key, value in values.items():
            self.sheet(table).cell(row, self.column(table, key.replace("_of", ""))).value = value

    def read(self, **changes: Any) -> Organisation:
        self.workbook.save(self.place)
        return read_organisation(
            self.place, self.knowledge, as_of=None, today=TODAY, shown="shop.xlsx", **changes
        )

    def answers(self) -> dict[str, Any]:
        """The values by fact, or by fact and discipline."""
        return {_name(one): one.value for one in self.read().answers}

    def problems(self) -> str:
        with pytest.raises(BadInput) as fault:
            self.read()
        return str(fault.value)


def _name(answer: Answer) -> str:
    return (
        answer.fact if answer.discipline is None else f"{answer.fact}@{Discipline(answer.discipline).value}"
    )


def few_questions(knowledge: KnowledgeBase, depth: Depth) -> Questionnaire:
    """A questionnaire cut down to a few questions of every kind, so that reading it takes no time."""
    asked = questionnaire(knowledge, STANDARDS, depth)
    all_asked = questionnaire(knowledge, STANDARDS, Depth.FULL).asked
    kept = [one for one in all_asked.values() if one.fact.id in FEW]
    section = Section("few", "A few questions", (QuestionGroup(kept[0].fact.who, tuple(kept)),))
    return msgspec.structs.replace(asked, sections=(section,), set_aside=())


@pytest.fixture(scope="session")
def blank_workbook(knowledge: KnowledgeBase) -> bytes:
    return _without_words(questionnaire_workbook(few_questions(knowledge, Depth.QUICK), knowledge))


@pytest.fixture(scope="session")
def workbook_with_registers(knowledge: KnowledgeBase) -> bytes:
    return _without_words(questionnaire_workbook(few_questions(knowledge, Depth.FULL), knowledge))


def _without_words(content: bytes) -> bytes:
    """Without the long lists to choose from, most of the blank rows and how far all has come, which nobody
    reads back."""
    workbook = load_workbook(io.BytesIO(content))
    workbook.remove(workbook["Words"])
    for sheet in workbook.worksheets:
        if sheet.title != "Questions":
            sheet.data_validations.dataValidation.clear()
            sheet.conditional_formatting = type(sheet.conditional_formatting)()
            sheet.delete_rows(12, 100)
    smaller = io.BytesIO()
    workbook.save(smaller)
    return smaller.getvalue()


@pytest.fixture
def filled(blank_workbook: bytes, knowledge: KnowledgeBase, tmp_path: Path) -> Filled:
    return Filled(blank_workbook, knowledge, tmp_path)


@pytest.fixture
def with_registers(workbook_with_registers: bytes, knowledge: KnowledgeBase, tmp_path: Path) -> Filled:
    return Filled(workbook_with_registers, knowledge, tmp_path)

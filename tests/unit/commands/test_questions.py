"""A questionnaire for one person holds what is theirs, and comes back into the whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clausegraph.engine.analysis.questions.questionnaire import Depth
from clausegraph.engine.commands.merge import merge_files
from clausegraph.engine.commands.questions import Asking, ask
from clausegraph.engine.commands.workspace import Workspace
from clausegraph.engine.model import Who
from clausegraph.engine.organisation.organisation import read_organisation
from clausegraph.engine.problems import BadInput
from clausegraph.engine.reports.as_yaml import questionnaire_yaml
from clausegraph.engine.reports.workbook.questionnaire.book import questionnaire_workbook

TODAY = date(2026, 11, 21)
WORKSPACE = Workspace()


def asked(facts: Path | None, *who: str, standards: tuple[str, ...] = ()) -> Asking:
    return ask(standards, (), facts, Depth.FULL, today=TODAY, who=who, workspace=WORKSPACE)


def test_only_the_questions_and_registers_of_those_named_are_asked(examples: Path) -> None:
    made = asked(examples / "electroplater.yaml", "purchasing", "maintenance")
    who = {one.fact.who for one in (*made.asked.asked.values(), *made.asked.registers)}
    assert who == {Who.PURCHASING, Who.MAINTENANCE}
    assert set(made.asked.telling) == set(made.asked.asked)


@pytest.mark.parametrize("form", ["yaml", "xlsx"])
def test_what_others_have_said_does_not_stand_in_it(examples: Path, tmp_path: Path, form: str) -> None:
    made = asked(examples / "integrated-manufacturer.yaml", "purchasing")
    place = tmp_path / f"purchasing.{form}"
    place.write_bytes(
        questionnaire_workbook(made.asked, made.knowledge, made.organisation)
        if form == "xlsx"
        else questionnaire_yaml(made.asked, made.knowledge, made.given).encode()
    )
    read = read_organisation(place, made.knowledge, as_of=None, today=TODAY)
    assert {made.knowledge.question[one.fact].who for one in read.answers} == {Who.PURCHASING}
    assert (read.exclusions, read.notes, read.registers) == ((), (), {})


def test_the_parts_of_everybody_are_the_whole(examples: Path, tmp_path: Path) -> None:
    facts = examples / "electroplater.yaml"
    parts = []
    for who in {one.fact.who for one in (*asked(facts).asked.asked.values(), *asked(facts).asked.registers)}:
        part = asked(facts, who.value)
        parts.append(tmp_path / f"{who.value}.yaml")
        parts[-1].write_text(questionnaire_yaml(part.asked, part.knowledge, part.given), encoding="utf-8")
    whole = merge_files(parts, today=TODAY, workspace=WORKSPACE).organisation
    alone = asked(facts).organisation
    assert whole
    assert alone
    assert {(one.fact, one.discipline, one.value, one.evidence) for one in whole.answers} == {
        (one.fact, one.discipline, one.value, one.evidence) for one in alone.answers
    }
    assert whole.registers.keys() == alone.registers.keys()


def test_somebody_nobody_is_called_is_told_with_those_there_are() -> None:
    with pytest.raises(BadInput, match="did you mean purchasing"):
        asked(None, "purchasin", standards=("iso-9001:2015",))


def test_where_nothing_is_asked_of_somebody_those_are_named_who_are_asked() -> None:
    with pytest.raises(BadInput, match="asked are top-management"):
        asked(None, "occupational-health", standards=("iso-9001:2015",))

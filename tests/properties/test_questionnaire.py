"""A questionnaire filled in from an organisation's file loses nothing of it, however it is written and
whatever is asked."""

from __future__ import annotations

import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from clausegraph.engine.analysis.questions.questionnaire import Depth, questionnaire
from clausegraph.engine.organisation.organisation import Organisation, read_organisation
from clausegraph.engine.reading.nodes import Mapping, Problems, read_file
from clausegraph.engine.reports.as_yaml import questionnaire_yaml
from clausegraph.tests.properties.written_organisations import DAY, STANDARDS, organisations, told
from clausegraph.tests.shipped import KNOWLEDGE

SIGNS = "abc äß€🙂 -#:,'\"[]{}&*!|>%@`\\?=~.\u00a0"
WORDS = st.text(st.sampled_from(SIGNS), min_size=1, max_size=200).filter(
    lambda text: text.strip(" \u00a0") != ""
)
ORGANISATIONS = organisations(WORDS, amounts=st.integers(0, 100).map(str))


def read(place: Path) -> Organisation:
    return read_organisation(place, KNOWLEDGE, as_of=None, today=DAY)


def nodes(place: Path) -> Mapping:
    node = read_file(place, str(place), Problems())
    assert isinstance(node, Mapping)
    return node


@settings(max_examples=20, deadline=None)
@given(ORGANISATIONS, st.lists(st.sampled_from(STANDARDS), unique=True, max_size=2), st.sampled_from(Depth))
def test_a_questionnaire_keeps_all_that_a_file_says(
    file: dict[str, Any], chosen: list[str], depth: Depth
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder) / "before.yaml", Path(folder) / "after.yaml"
        before.write_text(json.dumps(file, ensure_ascii=False), encoding="utf-8")
        organisation = read(before)
        asked = questionnaire(KNOWLEDGE, chosen or organisation.standards, depth, organisation)
        after.write_text(questionnaire_yaml(asked, KNOWLEDGE, nodes(before)), encoding="utf-8")
        assert told(read(after)) == told(organisation)
        assert questionnaire_yaml(asked, KNOWLEDGE, nodes(after)) == after.read_text(encoding="utf-8")


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from(STANDARDS), unique=True, min_size=1), st.sampled_from(Depth))
def test_an_untouched_questionnaire_says_nothing(standards: list[str], depth: Depth) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "blank.yaml"
        place.write_text(
            questionnaire_yaml(questionnaire(KNOWLEDGE, standards, depth), KNOWLEDGE), encoding="utf-8"
        )
        organisation = read(place)
        assert not organisation.answers
        assert not organisation.registers
        assert organisation.standards == tuple(standards)


@settings(max_examples=10, deadline=None)
@given(
    st.lists(st.sampled_from(STANDARDS), unique=True, min_size=1),
    st.dates(date(1990, 1, 1), DAY),
    st.booleans(),
)
def test_every_example_of_a_register_is_read_once_the_signs_before_it_are_taken_away(
    standards: list[str], as_of: date, whole: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        blank, place = Path(folder) / "blank.yaml", Path(folder) / "filled.yaml"
        blank.write_text(json.dumps({"organisation": "Somebody", "as_of": str(as_of)}), encoding="utf-8")
        asked = questionnaire(KNOWLEDGE, standards, Depth.FULL, read(blank))
        place.write_text(
            with_examples(questionnaire_yaml(asked, KNOWLEDGE, nodes(blank)), 2 if whole else 1),
            encoding="utf-8",
        )
        registers = read(place).registers
        assert set(registers) == {one.fact.id for one in asked.registers}
        assert all(len(found) == 1 and not found[0].strays for found in registers.values())
        for name, (record,) in registers.items():
            always = {
                field.name
                for field in KNOWLEDGE.question[name].record
                if whole or field.required or field.left_out
            }
            assert {*record.values, *record.names} == always


def with_examples(text: str, signs: int) -> str:
    """A questionnaire in which somebody has taken away so many signs before every register and the lines
    of its example."""
    inside, lines = False, []
    for line in text.splitlines():
        inside = line.startswith("  # registers.") or (inside and bool(line))
        lines.append(line.replace("# ", "", signs) if inside else line)
    return "\n".join(lines)

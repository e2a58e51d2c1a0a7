"""A questionnaire filled in from an organisation's file loses nothing of it, however it is written and whatever is asked."""

from __future__ import annotations

import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from clausegraph.engine.analysis.questionnaire import Depth, questionnaire
from clausegraph.engine.model import AnswerKind, Discipline, Fact
from clausegraph.engine.organisation import Organisation, read_organisation
from clausegraph.engine.problems import Location
from clausegraph.engine.reading.nodes import Mapping, Problems, read_file
from clausegraph.engine.reports.questionnaire_yaml import questionnaire_yaml
from clausegraph.tests.properties.written_records import records
from clausegraph.tests.shipped import KNOWLEDGE

STANDARDS = ("iso-9001:2015", "iso-14001:2015", "iso-27001:2022", "iso-45001:2018")
DAY = date(2026, 11, 22)
FACTS = [fact for fact in KNOWLEDGE.facts if not fact.computed and fact.answer is not AnswerKind.REGISTER]
PAST = st.dates(date(2000, 1, 1), DAY).map(str)
SIGNS = "abc äß€🙂 -#:,'\"[]{}&*!|>%@`\\?=~.\u00a0"
WORDS = st.text(st.sampled_from(SIGNS), min_size=1, max_size=200).filter(lambda text: text.strip(" \u00a0") != "")


def answer_to(fact: Fact) -> st.SearchStrategy[str]:
    match fact.answer:
        case AnswerKind.WORDS:
            return st.sampled_from(fact.words)
        case AnswerKind.NUMBER | AnswerKind.PERCENTAGE:
            return st.integers(0, 100).map(str)
        case _:
            return PAST


EVIDENCE = st.lists(st.fixed_dictionaries({"ref": WORDS}, optional={"date": PAST, "note": WORDS}), max_size=2)


@st.composite
def answers(draw: st.DrawFn) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for fact in draw(st.lists(st.sampled_from(FACTS), unique_by=lambda fact: fact.id, max_size=8)):
        short = answer_to(fact)
        one = st.one_of(short, st.fixed_dictionaries({"answer": short}, optional={"evidence": EVIDENCE, "note": WORDS}))
        apart = st.dictionaries(st.sampled_from([discipline.value for discipline in Discipline]), one, min_size=1, max_size=3)
        found[fact.id] = draw(st.one_of(one, apart))
    for register in draw(st.lists(st.sampled_from(KNOWLEDGE.registers), unique_by=lambda fact: fact.id, max_size=3)):
        found[register.id] = draw(records(register, WORDS, PAST))
    return found


TARGETS = st.sampled_from(["iso-9001:2015/8.3", "iso-27001:2022/A.7.2", "iso-9001:2015/9.2.2/programme"])
ORGANISATIONS = st.fixed_dictionaries(
    {"organisation": WORDS, "standards": st.lists(st.sampled_from(STANDARDS), min_size=4, max_size=4, unique=True)},
    optional={
        "about": WORDS,
        "as_of": st.just(str(DAY)),
        "answers": answers(),
        "not_applicable": st.lists(st.fixed_dictionaries({"requirement": TARGETS}, optional={"because": WORDS}), max_size=2),
        "observed": st.lists(
            st.fixed_dictionaries(
                {
                    "requirement": TARGETS,
                    "saw": WORDS,
                    "sample": st.just({"checked": "12", "failed": "1"}),
                    "consequence": st.just("none"),
                },
                optional={"evidence": EVIDENCE},
            ),
            max_size=2,
        ),
    },
)


def read(place: Path) -> Organisation:
    return read_organisation(place, KNOWLEDGE, as_of=None, today=DAY)


def nodes(place: Path) -> Mapping:
    node = read_file(place, str(place), Problems())
    assert isinstance(node, Mapping)
    return node


def told(organisation: Organisation) -> Any:
    """All that an organisation tells, without the places where it stands, answers in the order of their names."""

    def unplaced(one: Any) -> Any:
        return msgspec.structs.replace(one, at=Location(""))

    answers = sorted((unplaced(one) for one in organisation.answers), key=lambda one: (one.fact, one.discipline or ""))
    return msgspec.structs.replace(
        organisation,
        answers=tuple(answers),
        exclusions=tuple(map(unplaced, organisation.exclusions)),
        notes=tuple(map(unplaced, organisation.notes)),
        registers={register: tuple(map(unplaced, found)) for register, found in organisation.registers.items()},
    )


@settings(max_examples=20, deadline=None)
@given(ORGANISATIONS, st.lists(st.sampled_from(STANDARDS), unique=True, max_size=2), st.sampled_from(Depth))
def test_a_questionnaire_keeps_all_that_a_file_says(file: dict[str, Any], chosen: list[str], depth: Depth) -> None:
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
        place.write_text(questionnaire_yaml(questionnaire(KNOWLEDGE, standards, depth), KNOWLEDGE), encoding="utf-8")
        organisation = read(place)
        assert not organisation.answers
        assert not organisation.registers
        assert organisation.standards == tuple(standards)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from(STANDARDS), unique=True, min_size=1), st.dates(date(1990, 1, 1), DAY), st.booleans())
def test_every_example_of_a_register_is_read_once_the_signs_before_it_are_taken_away(
    standards: list[str], as_of: date, whole: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        blank, place = Path(folder) / "blank.yaml", Path(folder) / "filled.yaml"
        blank.write_text(json.dumps({"organisation": "Somebody", "as_of": str(as_of)}), encoding="utf-8")
        asked = questionnaire(KNOWLEDGE, standards, Depth.FULL, read(blank))
        place.write_text(with_examples(questionnaire_yaml(asked, KNOWLEDGE, nodes(blank)), 2 if whole else 1), encoding="utf-8")
        registers = read(place).registers
        assert set(registers) == {one.fact.id for one in asked.registers}
        assert all(len(found) == 1 and not found[0].strays for found in registers.values())
        for name, (record,) in registers.items():
            always = {field.name for field in KNOWLEDGE.fact[name].record if whole or field.required or field.left_out}
            assert {*record.values, *record.names} == always


def with_examples(text: str, signs: int) -> str:
    """A questionnaire in which somebody has taken away so many signs before every register and the lines of its example."""
    inside, lines = False, []
    for line in text.splitlines():
        inside = line.startswith("  # registers.") or (inside and bool(line))
        lines.append(line.replace("# ", "", signs) if inside else line)
    return "\n".join(lines)

"""Organisations as people write them into a file: answers short, long and by discipline, registers,
exclusions and notes."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from hypothesis import strategies as st

from clausegraph.engine.model import AnswerKind, Consequence, Discipline, Question
from clausegraph.engine.organisation.organisation import Organisation
from clausegraph.engine.problems import Location
from clausegraph.tests.properties.written_records import records
from clausegraph.tests.shipped import KNOWLEDGE

STANDARDS = ("iso-9001:2015", "iso-14001:2015", "iso-27001:2022", "iso-45001:2018")
DAY = date(2026, 11, 22)
PAST = st.dates(date(1990, 1, 1), DAY).map(str)
TARGETS = st.sampled_from(["iso-9001:2015/8.3", "iso-27001:2022/A.7.2", "iso-9001:2015/9.2.2/programme"])
CONSEQUENCE = st.one_of(
    st.sampled_from(["none", "legal"]),
    st.lists(st.sampled_from(list(map(str, Consequence))), min_size=1, max_size=3),
)
EXTENT = st.one_of(
    st.fixed_dictionaries({"extent": st.sampled_from(["isolated", "absent"])}),
    st.fixed_dictionaries(
        {"extent": st.just("incomplete")}, optional={"essential": st.sampled_from(["1", "3"])}
    ),
    st.fixed_dictionaries({"sample": st.just({"checked": "12", "failed": "1"})}),
)
FAULTS = st.builds(
    lambda reach, came, kind: reach | {"consequence": came} | kind,
    EXTENT,
    CONSEQUENCE,
    st.fixed_dictionaries(
        {}, optional={"kind": st.sampled_from(["nonconformity", "observation", "opportunity"])}
    ),
)
PRAISE = st.fixed_dictionaries(
    {"kind": st.sampled_from(["strength", "conforms"])},
    optional={"sample": st.just({"checked": "12", "failed": "0"})},
)
REMARKS = st.fixed_dictionaries({"kind": st.sampled_from(["observation", "opportunity"])})
SCALES = st.sampled_from(
    [
        {
            "scale": "5 x 5",
            "levels": {"low": "1", "medium": "6", "high": "15.5"},
            "highest": "25",
            "score": "times",
            "words": {"awful": "high", "so so": "medium", "dreadful": "high"},
        },
        {"scale": "harm", "levels": {"fatal": "5", "minor": "1", "serious": "3"}},
        {
            "scale": "significance",
            "levels": {"no": "1", "yes": "12"},
            "score": "plus",
            "registers": ["registers.aspects"],
        },
    ]
)
ASKED = [question for question in KNOWLEDGE.questions if not question.computed and not question.record]

Texts = st.SearchStrategy[str]


def organisations(words: Texts, amounts: Texts) -> st.SearchStrategy[dict[str, Any]]:
    """The content of an organisation's file, its texts of `words` and its numbers of `amounts`."""
    evidence = st.lists(
        st.fixed_dictionaries({"ref": words}, optional={"date": PAST, "note": words}), max_size=3
    )
    seen = st.fixed_dictionaries(
        {"requirement": TARGETS, "saw": words},
        optional={
            "evidence": evidence,
            "where": words,
            "could": CONSEQUENCE,
            "ongoing": st.sampled_from(["yes", "no"]),
            "repeats": st.one_of(st.sampled_from(["yes", "no"]), comes_back(words)),
            "grade": st.sampled_from(["major", "conforms"]),
        },
    )
    exclusion = st.fixed_dictionaries({"requirement": TARGETS}, optional={"because": words})
    return st.fixed_dictionaries(
        {"organisation": words, "standards": st.permutations(STANDARDS)},
        optional={
            "about": words,
            "as_of": st.just(str(DAY)),
            "answers": answers(words, amounts, evidence),
            "scales": st.lists(SCALES, unique_by=lambda one: one["scale"], max_size=3),
            "not_applicable": st.lists(exclusion, max_size=3),
            "observed": st.lists(
                st.builds(dict.__or__, seen, st.one_of(FAULTS, PRAISE, REMARKS)), max_size=3
            ),
        },
    )


def comes_back(words: Texts) -> st.SearchStrategy[dict[str, str]]:
    """What a note says comes back."""
    return st.fixed_dictionaries(
        {"what": words},
        optional={"times": st.sampled_from(["1", "4"]), "left_open": st.sampled_from(["yes", "no"])},
    )


@st.composite
def answers(
    draw: st.DrawFn, words: Texts, amounts: Texts, evidence: st.SearchStrategy[list[dict[str, str]]]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for question in draw(
        st.lists(st.sampled_from(ASKED), unique_by=lambda question: question.id, max_size=8)
    ):
        short = answer_to(question, amounts)
        one = st.one_of(
            short, st.fixed_dictionaries({"answer": short}, optional={"evidence": evidence, "note": words})
        )
        apart = st.dictionaries(
            st.sampled_from([discipline.value for discipline in Discipline]), one, min_size=1, max_size=4
        )
        found[question.id] = draw(st.one_of(one, apart))
    for register in draw(
        st.lists(st.sampled_from(KNOWLEDGE.registers), unique_by=lambda question: question.id, max_size=3)
    ):
        found[register.id] = draw(records(register, words, PAST))
    return found


def answer_to(question: Question, amounts: Texts) -> Texts:
    match question.answer:
        case AnswerKind.WORDS:
            return st.sampled_from(question.words)
        case AnswerKind.NUMBER:
            return amounts
        case AnswerKind.PERCENTAGE:  # a share below one is asked back, as it could be meant of 1 or of 100
            return amounts.filter(lambda text: not 0 < float(text) <= 1)
        case _:
            return PAST


def told(organisation: Organisation) -> Organisation:
    """All that an organisation tells, without the places where it stands, answers in the order of their
    names."""

    def unplaced(one: Any) -> Any:
        return msgspec.structs.replace(one, at=Location(""))

    named = sorted(map(unplaced, organisation.answers), key=lambda one: (one.fact, one.discipline or ""))
    return msgspec.structs.replace(
        organisation,
        answers=tuple(named),
        exclusions=tuple(map(unplaced, organisation.exclusions)),
        notes=tuple(map(unplaced, organisation.notes)),
        scales=tuple(map(unplaced, organisation.scales)),
        remarks=tuple(
            msgspec.structs.replace(one, at=Location(""), source="") for one in organisation.remarks
        ),
        registers={
            register: tuple(map(unplaced, found)) for register, found in organisation.registers.items()
        },
    )

"""Records of registers as people write them into an organisation's file."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from clausegraph.engine.model import AnswerKind, Discipline, Field, Question

NAMES = st.sampled_from(["R-1", "C-1", "C 2", "=C-3"])


def records(
    register: Question, words: st.SearchStrategy[str], past: st.SearchStrategy[str]
) -> st.SearchStrategy[list[dict[str, Any]]]:
    """A few records of a register, each with its own name and its own control of Annex A, if it is one; none
    at all says that the register is kept and empty."""
    own = (lambda one: one["record"], lambda one: one.get("annex_a", one["record"]))
    return st.lists(_record(register, words, past), max_size=3, unique_by=own)


def _record(
    register: Question, words: st.SearchStrategy[str], past: st.SearchStrategy[str]
) -> st.SearchStrategy[dict[str, Any]]:
    fields = {one.name: _value(one, words, past) for one in register.record}
    needed = {one.name for one in register.record if one.required}
    disciplines = st.lists(
        st.sampled_from([one.value for one in Discipline]), min_size=1, max_size=2, unique=True
    )
    return st.fixed_dictionaries(
        {"record": NAMES, **{name: fields[name] for name in needed}},
        optional={name: how for name, how in fields.items() if name not in needed}
        | ({} if register.of else {"disciplines": disciplines}),
    )


def _value(
    field: Field, words: st.SearchStrategy[str], past: st.SearchStrategy[str]
) -> st.SearchStrategy[Any]:
    match field.holds:
        case AnswerKind.WORDS:
            return st.sampled_from(field.words)
        case AnswerKind.NUMBER | AnswerKind.PERCENTAGE:
            return st.integers(0, 100).map(str)
        case AnswerKind.SCORE:
            return st.sampled_from(["4", "4 - likely", "3,5", "often"])
        case AnswerKind.TEXT if field.name == "annex_a":
            return st.sampled_from(["A.5.9", "A.8.13"])
        case AnswerKind.TEXT:
            return words
        case AnswerKind.RECORDS:
            return st.lists(NAMES, min_size=1, max_size=3, unique=True)
        case _:
            return past

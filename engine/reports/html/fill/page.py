"""The questionnaire as a page to fill in: in any browser, without a network, saved as a YAML file that
`assess` and `merge` read. On paper it is a list of questions with room to write."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ....analysis.questions.questionnaire import Asked, Questionnaire
from ....analysis.questions.telling import decided_by
from ....knowledge.language.phrases import SCALE, SCALE_MEANS
from ....model import AnswerKind, Discipline, KnowledgeBase
from ....organisation.organisation import Answer, Organisation
from ...words.assessment import printable
from ...words.questions import kind_words, serves_words, size_words, who_words
from ..safe import content_policy, in_script

HERE = Path(__file__).parent
TYPES = {
    AnswerKind.DATE: "date",
    AnswerKind.PLANNED_DATE: "date",
    AnswerKind.NUMBER: "number",
    AnswerKind.PERCENTAGE: "number",
}


class AnswerField(msgspec.Struct, frozen=True):
    """One place to answer in: for all, or for one discipline."""

    name: str
    label: str


def questionnaire_html(
    asked: Questionnaire, knowledge: KnowledgeBase, organisation: Organisation | None = None
) -> str:
    """The whole page, with the answers there are. The same input gives the same page, byte for byte."""
    style, script = _text("fill.css"), _text("fill.js")
    return (
        _environment()
        .get_template("fill.html.j2")
        .render(
            asked=asked,
            organisation=organisation,
            editions=[knowledge.standard[one].edition for one in asked.standards],
            says=_sentence(size_words(asked, len(decided_by(knowledge, asked.standards)))),
            scale=SCALE_MEANS if any(one.fact.words == SCALE for one in asked.asked.values()) else {},
            policy=content_policy([style], [script]),
            style=Markup(style),
            script=Markup(script),
            begun=Markup(in_script(_begun(asked, organisation))),
            serves=lambda one: serves_words(one, knowledge),
            who=who_words,
            kind=kind_words,
            fields=fields,
            type_of=lambda one: TYPES.get(one.fact.answer, "text"),
            unit=_unit,
        )
    )


def fields(one: Asked) -> list[AnswerField]:
    """Where a question can be answered: for all, and apart where several disciplines ask it."""
    apart = one.disciplines if len(one.disciplines) > 1 else ()
    return [AnswerField("", "for all"), *(AnswerField(name.value, _plain(name)) for name in apart)]


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _plain(discipline: Discipline) -> str:
    return "safety" if discipline is Discipline.OHS else discipline.value.replace("-", " ")


def _unit(one: Asked) -> str:
    return "%" if one.fact.answer is AnswerKind.PERCENTAGE else one.fact.unit


def _begun(asked: Questionnaire, organisation: Organisation | None) -> dict[str, Any]:
    """What the page begins with: whose it is, and the answers given so far, as the file has them."""
    given = {fact: _answers(one.answers) for fact, one in asked.asked.items() if one.answers}
    return {
        "standards": list(
            dict.fromkeys((*(organisation.standards if organisation else ()), *asked.standards))
        ),
        "about": organisation.about if organisation else "",
        "answers": given,
    }


def _answers(answers: Iterable[Answer]) -> dict[str, Any]:
    return {one.discipline.value if one.discipline else "": _long(one) for one in answers}


def _long(one: Answer) -> dict[str, Any]:
    """An answer as the long form in a file has it; what is not said is left out."""
    proofs = [
        {
            key: value
            for key, value in (
                ("ref", piece.ref),
                ("date", str(piece.date or "")),
                ("valid_until", str(piece.valid_until or "")),
                ("note", piece.note),
            )
            if value
        }
        for piece in one.evidence
    ]
    known = one.known and {
        "action": one.known.action,
        "due": str(one.known.due),
        "owner": one.known.owner,
    }
    said = {
        "answer": one.text,
        "evidence": proofs,
        "known": known,
        "limit": f"{one.limit:g}" if one.limit is not None else "",
        "note": one.note,
        "by": one.by,
    }
    return {key: value for key, value in said.items() if value}


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
    )


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")

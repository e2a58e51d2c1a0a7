"""Small audits: a small world in which auditors can write notes, and what is recorded of an organisation
there."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from clausegraph.engine.analysis.assessment import Assessment, assess
from clausegraph.engine.analysis.nonconformities.nonconformity import Nonconformity
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.model import (
    AnswerKind,
    Computed,
    Consequence,
    Discipline,
    Extent,
    Grade,
    KnowledgeBase,
    Question,
    Template,
)
from clausegraph.engine.organisation.organisation import Answer, Note, Organisation
from clausegraph.engine.problems import Location
from clausegraph.tests.unit.inference.small_world import HERE, TODAY, asks, rule

EXTENT = "observed.extent"

Answers = Mapping[str, str | dict[Discipline, str]]
"""By question, an answer that serves every discipline, or one for each of some."""


def with_notes(knowledge: KnowledgeBase) -> KnowledgeBase:
    """The same knowledge with rules on notes: a single lapse is minor, what is widespread major."""
    extents = ("isolated", "several", "widespread", "absent")
    fact = Question(EXTENT, "?", AnswerKind.WORDS, HERE, words=extents, computed=Computed.NOTE_EXTENT)
    on_notes = [rule("notes", ((asks(EXTENT, "isolated"),),), Grade.MINOR, "isolated")]
    on_notes += [rule("notes", ((asks(EXTENT, "widespread"),),), Grade.MAJOR, "widespread")]
    return msgspec.structs.replace(
        knowledge,
        questions=(*knowledge.questions, fact),
        templates=(*knowledge.templates, Template("notes", "", HERE)),
        rules=(*knowledge.rules, *on_notes),
    )


def note(
    target: str, saw: str = "One case.", where: str = "", extent: Extent = Extent.ISOLATED, line: int = 1
) -> Note:
    return Note(target, saw, extent, Consequence.NONE, Location("audit.yaml", line, 1), where=where)


def audited(
    knowledge: KnowledgeBase, answers: Answers, *notes: Note, standards: tuple[str, ...] = ()
) -> Assessment:
    """An organisation that answers so, and yes to every other question."""
    told: dict[str, str | dict[Discipline, str]] = {
        question.id: "yes" for question in knowledge.questions if not question.computed
    }
    given = [answer for fact, word in (told | dict(answers)).items() for answer in _answers(fact, word)]
    scope = standards or tuple(dict.fromkeys(one.standard for one in knowledge.requirements))
    organisation = Organisation("Acme", TODAY, scope, tuple(given), notes=notes)
    return assess(organisation, knowledge, PlainEvaluator(knowledge), knowledge.policies[0])


def _answers(fact: str, word: str | dict[Discipline, str]) -> list[Answer]:
    if isinstance(word, str):
        return [Answer(fact, word, word, HERE)] if word else []
    return [Answer(fact, one, one, HERE, discipline) for discipline, one in word.items()]


def members(recorded: tuple[Nonconformity, ...]) -> list[set[str]]:
    """What each is recorded against, by clause and name."""
    return [{member.partition("/")[2] for member in one.members} for one in recorded]

"""What is recorded, as parts of documents: a nonconformity told in full, its evidence in lines, and the
plan's word on it. The words are those of every report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...analysis.assessment import Assessment
from ...analysis.nonconformities.nonconformity import Nonconformity
from ...analysis.plan.steps import sentences_of
from ...model import KnowledgeBase
from ...organisation.plan_file import PlannedAction
from ..words.nonconformity import SHOWN_BY, Said, Teller, standing_words
from .parts import DocumentPart, Prose, Subheading, Toned

AT_MOST = 90
"""Characters of a sentence where there is room for one line."""


class RecordedWriter:
    """Writes what is recorded of one assessment; `planned` is what people plan on it."""

    def __init__(
        self, assessment: Assessment, knowledge: KnowledgeBase, planned: Iterable[PlannedAction] = ()
    ) -> None:
        self.assessment = assessment
        self.teller = Teller(assessment, knowledge)
        self._planned = {one.key: one for one in planned if one.key}

    def heading(self, one: Nonconformity) -> str:
        """Number, clause and place."""
        place = f", at {one.place}" if one.place else ""
        return f"{one.id}  {self.teller.title(one)}{place}"

    def told(self, one: Nonconformity) -> Iterator[DocumentPart]:
        """One of them in full."""
        yield Subheading(self.heading(one), one.grade.word)
        for part in self.teller.parts(one):
            yield Prose(said_words(part), part.label)
        if standing := standing_words(self.assessment, one.requirement):
            yield Prose(standing, "Luck")

    def evidence(self, one: Nonconformity) -> str:
        """The evidence, a line each; what shows an answer stands below it."""
        return "\n".join(
            f"{'— ' if part.label == SHOWN_BY else ''}{said_words(part)}"
            for part in self.teller.evidence(one)
        )

    def planned(self, one: Nonconformity) -> PlannedAction:
        """What is planned on it; an empty action where nothing is."""
        return self._planned.get(one.key) or PlannedAction(one.key)


def said_words(part: Said) -> str:
    """A labelled part without its label."""
    at = f" ({part.at})" if part.at else ""
    return f"{part.text}{part.strong}{at}"


def advice(one: Nonconformity) -> str:
    """What to do about it, without sentences that say nothing beside others; empty where nobody may say."""
    return " ".join(sentences_of(one.fix)) if one.fix else ""


def graded(one: Nonconformity) -> Toned:
    """Its grade in its colour."""
    return Toned(one.grade.word, one.grade.word)


def cut(text: str, most: int = AT_MOST) -> str:
    """A text of at most so many characters, cut between words."""
    if len(text) <= most:
        return text
    return f"{text[: most - 1].rpartition(' ')[0] or text[: most - 1]}…"

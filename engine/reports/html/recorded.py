"""What is recorded, as the page lays it out: what an auditor reads at once, and what unfolds behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby

import msgspec

from ...analysis.assessment import Assessment
from ...analysis.nonconformities.nonconformity import Nonconformity, Proof
from ...model import Grade, KnowledgeBase, lineage
from ..words.assessment import HEADINGS
from ..words.nonconformity import SHOWN_BY, Said, Teller, standing_words
from ..words.questions import joined, who_words
from ..words.registers import records_listed, register_words

AT_ONCE = ("Required", "Found", "Evidence", "Seen", SHOWN_BY)
"""What states a nonconformity: requirement, failure, evidence (ISO/IEC 17021-1:2015, 9.4.5.3). All else
unfolds."""
BEHIND = {
    "Also": "what else it touches",
    "Carries": "what follows from it",
    "Open": "what is open",
    "Do": "what to do",
}
"""What the line that unfolds says of a part, where its label alone would not do."""
MOST_PIECES = 6
MOST_RECORDS = 5
"""Of so many records at most a nonconformity gives not the names alone, but what they say."""


class Piece(msgspec.Struct, frozen=True):
    """A piece of evidence: an answer, a note or records, with the documents that show it."""

    said: Said
    shown: tuple[Said, ...]


class PageEntry(msgspec.Struct, frozen=True):
    """One nonconformity, observation or opportunity. `clauses` are those it is recorded under, chapters
    first; `who` can answer the questions behind it; `stands` tells how much is met today and stands on it."""

    one: Nonconformity
    title: str
    required: str
    found: str
    pieces: tuple[Piece, ...]
    behind: tuple[Said, ...]
    clauses: tuple[str, ...]
    who: tuple[str, ...]
    stands: str

    @property
    def first(self) -> tuple[Piece, ...]:
        """The pieces of evidence that are shown at once."""
        return self.pieces if len(self.pieces) <= MOST_PIECES + 1 else self.pieces[:MOST_PIECES]

    @property
    def unfolds(self) -> str:
        """What unfolds, in a line: Risk, what else it touches and what to do."""
        labels = dict.fromkeys(BEHIND.get(part.label, part.label.lower()) for part in self.behind)
        words = joined([*labels] or ["requirements"])
        return words[0].upper() + words[1:]


class Entries:
    """Lays out what is recorded of one assessment."""

    def __init__(self, assessment: Assessment, knowledge: KnowledgeBase) -> None:
        self.assessment = assessment
        self.knowledge = knowledge
        self.teller = Teller(assessment, knowledge)

    def under_headings(self, recorded: Iterable[Nonconformity]) -> list[tuple[str, str, list[PageEntry]]]:
        """Grade, heading and entries, worst first as they come."""
        groups = groupby(recorded, key=lambda one: one.grade)
        return [(grade.word, _heading(grade), [self.entry(one) for one in found]) for grade, found in groups]

    def entry(self, one: Nonconformity) -> PageEntry:
        """One of them with its parts."""
        parts = self.teller.parts(one)
        text = {part.label: part.text for part in parts}
        members = [self.knowledge.written_against(member) for member in one.members]
        return PageEntry(
            one=one,
            title=self.teller.title(one),
            required=text.get("Required", ""),
            found=text.get("Found", ""),
            pieces=tuple(self._told(_pieces(parts), one)),
            behind=tuple(part for part in parts if part.label not in AT_ONCE),
            clauses=tuple(
                dict.fromkeys(number for member in members for number in reversed([*lineage(member.clause)]))
            ),
            who=tuple(dict.fromkeys(who for proof in one.evidence for who in self._who(proof))),
            stands=standing_words(self.assessment, one.requirement),
        )

    def _told(self, pieces: Iterable[Piece], one: Nonconformity) -> Iterator[Piece]:
        """The evidence, with what the records say where they are few."""
        groups = groupby(one.evidence, key=lambda proof: proof.text if proof.kind == "record" else "")
        records = [[(register, proof.ref) for proof in proofs] for register, proofs in groups if register]
        for piece in pieces:
            if not records or piece.said.text != f"{register_words(records[0][0][0])}: ":
                yield piece
                continue
            found = records.pop(0)
            said = [
                Said(SHOWN_BY, "", self._record_says[name]) for name in found if name in self._record_says
            ]
            yield Piece(piece.said, tuple(said) if len(found) <= MOST_RECORDS else ())

    @cached_property
    def _record_says(self) -> dict[tuple[str, str], str]:
        """What a record says, by its register and its name."""
        met = [one for finding in self.assessment.findings for one in finding.records]
        return {
            (one.register, record.id): words
            for one in met
            for record, (words, _) in zip(one.records, records_listed(one, self.knowledge), strict=True)
        }

    def _who(self, proof: Proof) -> list[str]:
        """Who can say more on a piece of evidence: who said it, if that is known; nobody in particular on a
        document or a note."""
        if proof.by:
            return [proof.by]
        question = {"answer": proof.ref, "record": proof.text}.get(proof.kind, "")
        return [who_words(self.knowledge.question[question].who)] if question else []


def _heading(grade: Grade) -> str:
    return HEADINGS[grade].removesuffix(" nonconformities")


def _pieces(parts: Sequence[Said]) -> list[Piece]:
    """The evidence among the parts, what shows an answer beside it."""
    found: list[Piece] = []
    for part in parts:
        if part.label == SHOWN_BY and found:
            found[-1] = Piece(found[-1].said, (*found[-1].shown, part))
        elif part.label in ("Evidence", "Seen", SHOWN_BY):
            found.append(Piece(part, ()))
    return found

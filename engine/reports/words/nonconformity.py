"""A nonconformity in words: its parts with their labels, said once here; every format only lays them out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby

import msgspec

from ...analysis.assessment import Assessment
from ...analysis.nonconformities.nonconformity import Nonconformity, Proof
from ...model import Grade, KnowledgeBase, count
from ...organisation.organisation import Known
from ...problems import Location
from .assessment import (
    clause_title,
    counted_words,
    inferred_words,
    observed_words,
    place,
    printable,
    told_words,
)
from .overlaid import change_words
from .registers import register_words

SHOWN_BY = "Shown by"
"""The label of what shows an answer: a reference, and what people wrote beside it."""

MOST_SENTENCES = 4
MOST_RECORDS = 12
MOST_REFERENCES = 8


class Said(msgspec.Struct, frozen=True, gc=False):
    """One labelled part: `text`, in which `strong` words at its end weigh most, and the place that it
    comes from."""

    label: str
    text: str
    strong: str = ""
    at: str = ""


class Teller:
    """Says the nonconformities of one assessment in words."""

    def __init__(self, assessment: Assessment, knowledge: KnowledgeBase) -> None:
        self.assessment = assessment
        self.knowledge = knowledge
        self.several = len(assessment.standards) > 1
        self.observed = {one.note.at: one for finding in assessment.findings for one in finding.observed}
        self.one_file = (
            len({proof.at.file for one in assessment.nonconformities for proof in one.evidence}) == 1
        )

    def title(self, one: Nonconformity) -> str:
        """What it is written against: the clause with its title, and the edition where several standards
        are assessed."""
        standard = one.requirement.partition("/")[0]
        clause = f"{standard}/{one.clause}"
        edition = f"{self._name(standard)} " if self.several else ""
        return f"{edition}{one.clause} {clause_title(clause, self.knowledge)}"

    def parts(self, one: Nonconformity) -> tuple[Said, ...]:
        """Everything said of it, in order: requirement, what was found, evidence, risk, what else it
        touches, and what to do."""
        return tuple(part for part in self._parts(one) if part.text or part.strong)

    def _parts(self, one: Nonconformity) -> Iterator[Said]:
        yield Said("Required", self.knowledge.says(one.requirement))
        yield Said("Inferred", inferred_words(one.requirement, self.knowledge))
        yield Said("Found", printable(self.statement(one)))
        yield from self.evidence(one)
        if one.breakdown or one.because not in one.statement:
            yield Said("Grade", one.because)
        for change in self.knowledge.changes_on(one.rules):
            yield Said("Overlay", change_words(change))
        yield Said("Risk", one.risk)
        here = f"{one.requirement.partition('/')[0]}/{one.clause}"
        yield Said(
            "Also",
            self.references(
                also for also in one.also if self.knowledge.written_against(also).clause_id != here
            ),
        )
        yield Said("Carries", self.references(one.carries))
        yield Said("Known", self._known(one))
        yield Said("Open", self._open(one))
        yield Said("Do", one.fix)

    def statement(self, one: Nonconformity) -> str:
        """What fails, and nothing else; the first few sentences where there are many."""
        said = one.statements
        more = len(said) - MOST_SENTENCES
        return " ".join(said[:MOST_SENTENCES]) + (
            f" ({count(more, 'more point')} in the JSON.)" if more > 0 else ""
        )

    def evidence(self, one: Nonconformity) -> Iterator[Said]:
        """The objective evidence, piece by piece; the records of one register together."""
        for register, proofs in groupby(
            one.evidence, key=lambda proof: proof.text if proof.kind == "record" else ""
        ):
            found = list(proofs)
            if register:
                yield Said(
                    "Evidence",
                    f"{register_words(register)}: ",
                    _some([proof.ref for proof in found]),
                    self._at(found[0].at),
                )
            else:
                yield from (self._proof(proof) for proof in found)

    def _proof(self, proof: Proof) -> Said:
        if proof.kind == "answer":
            question = self.knowledge.question[proof.ref]
            beside = [f"by {printable(proof.by)}"] if proof.by else []
            beside += [counted_words(proof.counted)] if proof.counted is not None else []
            told = told_words(proof.text, proof.counted, question)
            by = f" ({', '.join(beside)})" if beside else ""
            return Said("Evidence", f"{question.ask} ", f"{told}{by}", self._at(proof.at))
        if proof.kind == "note":
            seen = self.observed.get(proof.at)
            return Said(
                "Seen",
                "",
                printable(f"{proof.text} ({observed_words(seen)})" if seen else proof.text),
                self._at(proof.at),
            )
        dated = f"{proof.ref} of {proof.date}" if proof.date else proof.ref
        return Said(SHOWN_BY, "", printable(f"{dated}: {proof.text}" if proof.text else dated))

    def _at(self, at: Location) -> str:
        """Where a piece of evidence stands: the line alone where everything stands in one file."""
        return f"line {at.line}" if self.one_file and at.line and not at.sheet else place(at)

    def references(self, requirements: Iterable[str]) -> str:
        """The clauses that some requirements stand under, each once, by standard: 9.2.1, 9.2.2; ISO 14001
        9.2."""
        by_standard: dict[str, dict[str, None]] = {}
        for name in requirements:
            requirement = self.knowledge.written_against(name)
            by_standard.setdefault(requirement.standard, {})[requirement.clause] = None
        return "; ".join(self._under(standard, list(clauses)) for standard, clauses in by_standard.items())

    def _under(self, standard: str, clauses: list[str]) -> str:
        return (
            f"{self._name(standard)} {_some(clauses, MOST_REFERENCES)}"
            if self.several
            else _some(clauses, MOST_REFERENCES)
        )

    def _name(self, standard: str) -> str:
        """A standard as people call it: its edition without the amendment."""
        return self.knowledge.standard[standard].edition.partition(" with ")[0]

    def _known(self, one: Nonconformity) -> str:
        """What the organisation does about it by itself, by when, and who sees to it."""
        asked = {proof.ref for proof in one.evidence if proof.kind == "answer"}
        members = (self.assessment.finding[name] for name in one.members if name in self.assessment.finding)
        given = chain.from_iterable(finding.answers for finding in members)
        answers = (answer for answer in given if answer.fact in asked)
        told = dict.fromkeys(known_words(answer.known) for answer in answers if answer.known is not None)
        return "; ".join(told)

    def _open(self, one: Nonconformity) -> str:
        """The worst that open questions could still make of it, and which questions these are."""
        found = [
            self.assessment.finding[member] for member in one.members if member in self.assessment.finding
        ]
        worse = [finding for finding in found if finding.could_become > one.grade]
        if not worse:
            return ""
        asked = dict.fromkeys(question for finding in worse for question in finding.ask)
        questions = " ".join(self.knowledge.question[question].ask for question in asked)
        certain = any(finding.at_least is one.grade for finding in worse)
        sure = f"At least {one.grade.word} whatever is answered; it" if certain else "It"
        return f"{sure} could become {max(finding.could_become for finding in worse).word}. {questions}"


def known_words(known: Known) -> str:
    """An action on a gap that the organisation found itself."""
    return printable(f"{known.action} By {known.due}: {known.owner}.")


def _some(names: Sequence[str], most: int = MOST_RECORDS) -> str:
    """Some names, and how many there are if they are many."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more ({len(names)} in all)" if len(names) > most else shown


def recorded_counts(assessment: Assessment) -> list[tuple[str, int]]:
    """How many nonconformities, observations and opportunities were recorded, by grade, worst first."""
    return [(grade.word, number) for grade, number in assessment.summary.recorded.items()]


def claims_words(assessment: Assessment) -> str:
    """How much of what is met is shown and how much is only claimed; and what is open."""
    summary = assessment.summary
    met = (
        f"{count(summary.grades[Grade.CONFORMS], 'requirement')} met: {summary.shown} shown by evidence,"
        f" {summary.claimed} claimed"
    )
    return f"{met}; {summary.not_assessed} open; {summary.not_applicable} not applicable."


def standing_words(assessment: Assessment, requirement: str) -> str:
    """How many requirements met today stand on one that is absent; empty where none do."""
    cause = next((cause for cause in assessment.root_causes if cause.requirement == requirement), None)
    met = [name for name in cause.undermines if not assessment.finding[name].grade.fails] if cause else []
    return (
        f"{count(len(met), 'requirement')} met today {'stands' if len(met) == 1 else 'stand'} on it."
        if met
        else ""
    )

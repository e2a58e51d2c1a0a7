"""The rows of questions and of further evidence as answers by fact: for all disciplines, or for each of
them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from ...model import Discipline, KnowledgeBase, Question
from ...reading.nodes import Mapping, Node, Problems, Scalar, Sequence, shortened
from ...reading.workbooks import Row, Table
from .cells import Pairs, as_worded, beside_of, evidence_of, long_answer
from .sheets import (
    BESIDE,
    EVIDENCE,
    KNOWN,
    NOTHING_RECORDED,
    PLANNED,
    QUESTIONS,
    SHOWN,
    answer_column,
    number_of_note,
)

_CALLED = {"note": "note", "by": "name of who gave it"}
_DISCIPLINES = tuple(one.value for one in Discipline)


class _Asked(msgspec.Struct):
    """What the sheets say of one question: answers by discipline (None: for all), evidence, what is `said`
    once beside an answer (BESIDE), and what is known of a gap."""

    row: Row
    answers: dict[Discipline | None, Scalar]
    evidence: dict[Discipline | None, list[Node]]
    said: dict[str, dict[Discipline | None, Scalar]]
    known: dict[Discipline | None, Pairs]


class AnswerRows:
    """The questions of a workbook by the fact they ask for. What is wrong goes to `problems`."""

    def __init__(self, tables: dict[str, Table], knowledge: KnowledgeBase, problems: Problems) -> None:
        self.tables = tables
        self.knowledge = knowledge
        self.problems = problems
        self.asked = self._asked()

    def _asked(self) -> dict[str, _Asked]:
        found: dict[str, _Asked] = {}
        for row in self.tables[QUESTIONS].rows:
            asked = _read(row)
            if "id" not in row.cells:
                self._refuse_nameless(row, asked)
                continue
            name = row.cells["id"].text.strip()
            first = found.setdefault(name, asked)
            if first is not asked:
                hint = f"it first stands in row {first.row.at.line}; keep one of the two rows"
                self.problems.add(
                    row.cells["id"].at, f"`{shortened(name)}` stands twice", "duplicate-key", hint
                )
        return {name: asked for name, asked in found.items() if self._is_known(name, asked)}

    def _refuse_nameless(self, row: Row, asked: _Asked) -> None:
        given = [*asked.answers.values(), *row.given(*SHOWN, "note")]
        if given:
            hint = (
                "keep rows of your own free of answers and evidence; take the question back from the"
                " questionnaire as it was sent"
            )
            self.problems.add(
                given[0].at,
                "this row says something, but the hidden name of its question is missing",
                "missing-key",
                hint,
            )

    def _is_known(self, name: str, asked: _Asked) -> bool:
        """Whether there is a question of this name; for one that is answered the reader of organisations
        says so itself."""
        if asked.answers or name in self.knowledge.question:
            return True
        hint = (
            self.problems.near(name, self.knowledge.question)
            or "delete the row if the question is not asked any more"
        )
        self.problems.add(
            asked.row.cells["id"].at, f"there is no fact `{shortened(name)}`", "unknown-fact", hint
        )
        return False

    # --- further evidence

    def add_evidence(self, notes: Iterable[str]) -> Iterator[tuple[str, list[Node]]]:
        """Takes in what the sheet of further evidence holds for answers, and gives what it holds for
        `notes`, by their name."""
        known = tuple(notes)
        for row in self.tables[EVIDENCE].rows if EVIDENCE in self.tables else ():
            if not (given := row.given("discipline", *SHOWN, *BESIDE)):
                continue
            name = row.cells["for"].text.strip() if "for" in row.cells else ""
            if name in self.asked:
                self._add_to_answer(self.asked[name], row)
            elif name in known:
                yield name, evidence_of(row)
            else:
                self._refuse_stray(name, row, given, [*self.asked, *known])

    def add_known(self) -> None:
        """Takes in what is known of gaps, and the limits that the organisation has set itself."""
        for row in self.tables[KNOWN].rows if KNOWN in self.tables else ():
            if not (given := row.given("discipline", *PLANNED, "limit")):
                continue
            name = row.cells["for"].text.strip() if "for" in row.cells else ""
            if name in self.asked:
                self._add_beside(self.asked[name], row)
            else:
                self._refuse_stray(name, row, given, list(self.asked))

    def _add_beside(self, one: _Asked, row: Row) -> None:
        for discipline in self._disciplines(one, row):
            known = beside_of(row)
            if one.known.setdefault(discipline, known) is not known:
                self.problems.add(
                    row.at, "the answer has such a row already", "duplicate-key", "put both into one row"
                )

    def _disciplines(self, one: _Asked, row: Row) -> Iterator[Discipline | None]:
        """The discipline whose answer a row belongs to, None for the answer for all; nothing, with a
        problem, if it is not known."""
        if "discipline" not in row.cells:
            yield None
            return
        cell = as_worded(row.cells["discipline"], _DISCIPLINES)
        if cell.text not in _DISCIPLINES:
            hint = self.problems.near(cell.text, _DISCIPLINES) or f"it is one of {', '.join(_DISCIPLINES)}"
            self.problems.add(
                cell.at, f"there is no discipline `{shortened(cell.text)}`", "unknown-word", hint
            )
            return
        discipline = Discipline(cell.text)
        if one.answers and discipline not in one.answers:
            hint = "answer it in the column of the discipline, or leave the discipline out here"
            self.problems.add(
                row.at, f"the question has no answer of its own for {discipline}", "missing-answer", hint
            )
        yield discipline

    def _add_to_answer(self, one: _Asked, row: Row) -> None:
        for discipline in self._disciplines(one, row):
            one.evidence.setdefault(discipline, []).extend(evidence_of(row))
            for kind, cell in ((kind, row.cells[kind]) for kind in BESIDE if kind in row.cells):
                if one.said[kind].setdefault(discipline, cell) is not cell:
                    message = f"the answer has another {_CALLED[kind]} already"
                    self.problems.add(cell.at, message, "duplicate-key", "put both into one cell")

    def _refuse_stray(self, name: str, row: Row, given: list[Scalar], known: list[str]) -> None:
        if not name:
            self.problems.add(
                given[0].at,
                "this does not say which question it belongs to",
                "missing-key",
                "choose one in its row",
            )
            return
        hint = (
            self.problems.near(name, known)
            or f"it is the name of a question, or `{number_of_note('1')}` for a note of what was seen"
        )
        self.problems.add(
            row.cells["for"].at, f"there is no question or note `{shortened(name)}`", "unknown-name", hint
        )

    # --- answers

    def answers(
        self, in_scope: tuple[Discipline, ...], recorded: set[str], by: Scalar | None
    ) -> Iterator[tuple[Scalar, Node]]:
        """The answers by fact. `recorded` are the registers that have records in a sheet of their own; `by`
        is who filled in the workbook, and gave every answer that names nobody."""
        for name, one in self.asked.items():
            question = self.knowledge.question.get(name)
            if not one.answers:
                self._refuse_unanswered(one)
            elif question is not None and question.record:
                yield from self._without_records(question, one, recorded)
            else:
                yield Scalar(one.row.cells["id"].at, name), _answer(one, question, in_scope, by)

    def _refuse_unanswered(self, one: _Asked) -> None:
        shown = [node.at for nodes in one.evidence.values() for node in nodes] + [
            note.at for note in one.said["note"].values()
        ]
        shown += [name.at for pairs in one.known.values() for name, _ in pairs]
        if shown:
            hint = (
                "answer the question; what is only a reminder goes into the last column, which nobody reads"
            )
            self.problems.add(
                min(shown), "this belongs to an answer, and the question has none", "missing-answer", hint
            )

    def _without_records(
        self, register: Question, one: _Asked, recorded: set[str]
    ) -> Iterator[tuple[Scalar, Node]]:
        """A register that is kept and empty."""
        cell = next(iter(one.answers.values()))
        if cell.text.strip().casefold() != NOTHING_RECORDED:
            hint = (
                f"write its records into its sheet; `{NOTHING_RECORDED}` here says that it is kept and empty"
            )
            self.problems.add(
                cell.at, f"{register.id} is a register: its answer is a list of records", "wrong-answer", hint
            )
        elif register.id in recorded:
            message = f"`{NOTHING_RECORDED}` stands here, but the register has records"
            self.problems.add(cell.at, message, "wrong-answer", "remove the one or the others")
        else:
            yield Scalar(one.row.cells["id"].at, register.id), Sequence(cell.at, [])


def _read(row: Row) -> _Asked:
    columns = {one: answer_column(one) for one in (None, *Discipline)}
    answers = {one: row.cells[column] for one, column in columns.items() if column in row.cells}
    said: dict[str, dict[Discipline | None, Scalar]] = {
        kind: {None: row.cells[kind]} if kind in row.cells else {} for kind in BESIDE
    }
    return _Asked(row, answers, {None: evidence_of(row)}, said, {})


def _answer(
    one: _Asked, question: Question | None, in_scope: tuple[Discipline, ...], by: Scalar | None
) -> Node:
    """One answer for all disciplines, or one for each: an answer for a discipline goes before the one for
    all.

    Evidence and note in the row of the question belong to the answer for all; where there is none, to
    every answer without its own.
    """
    answers = {
        discipline: as_worded(cell, question.words if question else ())
        for discipline, cell in one.answers.items()
    }
    if set(answers) == {None}:
        beside = [*_said(one, None, by), *one.known.get(None, [])]
        return long_answer(answers[None], one.evidence.get(None, []), beside)
    pairs: Pairs = []
    for discipline in Discipline:
        source = discipline if discipline in answers else None
        if source is None and (None not in answers or discipline not in in_scope):
            continue
        known = one.known.get(source, [] if None in answers else one.known.get(None, []))
        shown = source if source in one.evidence or source in one.said["note"] or None in answers else None
        beside = [*_said(one, shown, by), *known]
        node = long_answer(answers[source], one.evidence.get(shown, []), beside)
        pairs.append((Scalar(answers[source].at, discipline.value), node))
    return Mapping(one.row.at, pairs)


def _said(one: _Asked, discipline: Discipline | None, by: Scalar | None) -> Pairs:
    """What stands once beside an answer; `by` is who gave it where nobody is named."""
    cells = {kind: one.said[kind].get(discipline) for kind in BESIDE}
    cells["by"] = cells["by"] or by
    return [(Scalar(cell.at, kind), cell) for kind, cell in cells.items() if cell is not None]

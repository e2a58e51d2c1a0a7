"""Rows of cells as pieces of an organisation: answers, evidence, notes of what was seen."""

from __future__ import annotations

from collections.abc import Iterable

from ...reading.nodes import Mapping, Node, Scalar, Sequence
from ...reading.shapes import NotUnderstood
from ...reading.workbooks import Row
from ..understood import as_day
from .sheets import OBSERVED_WORDS

Pairs = list[tuple[Scalar, Node]]


def as_worded(cell: Scalar, words: Iterable[str]) -> Scalar:
    """A word as it is spelt, where somebody wrote it in other letters (`Yes`): spreadsheet programs change them by themselves."""
    typed = " ".join(cell.text.split()).casefold()
    return next((Scalar(cell.at, word, quoted=True) for word in words if word.casefold() == typed), cell)


def dated(cell: Scalar) -> Scalar:
    """A day as files have it, where somebody wrote one that can be understood in another way (`25/12/2026`)."""
    try:
        return Scalar(cell.at, as_day(cell.text), quoted=True)
    except NotUnderstood:
        return cell


def mapping(row: Row, names: Iterable[str]) -> Mapping:
    """The cells of a row that are not blank, by name."""
    return Mapping(row.at, [(Scalar(row.cells[name].at, name), row.cells[name]) for name in names if name in row.cells])


def evidence_of(row: Row) -> list[Node]:
    """The piece of evidence of a row, if it has one."""
    names = {"ref": "ref", "date": "date", "remark": "note"}
    cells = {one: dated(row.cells[one]) if one == "date" else row.cells[one] for one in names if one in row.cells}
    pairs: Pairs = [(Scalar(cell.at, names[one]), cell) for one, cell in cells.items()]
    return [Mapping(pairs[0][0].at, pairs)] if pairs else []


def long_answer(answer: Scalar, evidence: list[Node], note: Scalar | None) -> Node:
    """An answer with what shows it and a note; the answer alone where there is neither."""
    if not evidence and note is None:
        return answer
    pairs: Pairs = [(Scalar(answer.at, "answer"), answer)]
    if evidence:
        pairs.append((Scalar(evidence[0].at, "evidence"), Sequence(evidence[0].at, evidence)))
    if note is not None:
        pairs.append((Scalar(note.at, "note"), note))
    return Mapping(answer.at, pairs)


def note_of(row: Row) -> Mapping:
    """A note of what was seen; what was checked and what failed make its sample."""
    note = mapping(row, ("requirement", "saw"))
    for name, words in OBSERVED_WORDS.items():
        if name in row.cells:
            note.pairs.append((Scalar(row.cells[name].at, name), as_worded(row.cells[name], words)))
    sample = mapping(row, ("checked", "failed"))
    if sample.pairs:
        first = sample.pairs[0][0].at
        note.pairs.append((Scalar(first, "sample"), Mapping(first, sample.pairs)))
    add_to_note(note, evidence_of(row))
    return note


def add_to_note(note: Mapping, evidence: list[Node]) -> None:
    """Puts evidence behind what the note has already."""
    listed = next((node for name, node in note.pairs if name.text == "evidence"), None)
    if isinstance(listed, Sequence):
        listed.items.extend(evidence)
    elif evidence:
        note.pairs.append((Scalar(evidence[0].at, "evidence"), Sequence(evidence[0].at, evidence)))

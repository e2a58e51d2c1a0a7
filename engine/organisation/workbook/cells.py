"""Rows of cells as pieces of an organisation: answers, evidence, notes of what was seen."""

from __future__ import annotations

from collections.abc import Iterable

from ...reading.nodes import Mapping, Node, Scalar, Sequence
from ...reading.shapes import NotUnderstood
from ...reading.workbooks import Row
from ..understood import as_day
from .sheets import OBSERVED_BACK, OBSERVED_SAMPLE, OBSERVED_TYPED, OBSERVED_WORDS, PLANNED

YES_NO = ("yes", "no")

Pairs = list[tuple[Scalar, Node]]


def as_worded(cell: Scalar, words: Iterable[str]) -> Scalar:
    """A word as it is spelt, where somebody wrote it in other letters (`Yes`): spreadsheet programs change
    them by themselves."""
    typed = " ".join(cell.text.split()).casefold()
    return next((Scalar(cell.at, word, quoted=True) for word in words if word.casefold() == typed), cell)


def dated(cell: Scalar) -> Scalar:
    """A day as files have it, where somebody wrote one that can be understood in another way
    (`25/12/2026`)."""
    try:
        return Scalar(cell.at, as_day(cell.text), quoted=True)
    except NotUnderstood:
        return cell


def mapping(row: Row, names: Iterable[str]) -> Mapping:
    """The cells of a row that are not blank, by name."""
    return Mapping(row.at, [*_cells(row, names)])


def _cells(row: Row, names: Iterable[str]) -> list[tuple[Scalar, Scalar]]:
    return [(Scalar(row.cells[name].at, name), row.cells[name]) for name in names if name in row.cells]


def evidence_of(row: Row) -> list[Node]:
    """The piece of evidence of a row, if it has one."""
    names = {"ref": "ref", "date": "date", "until": "valid_until", "remark": "note"}
    cells = {
        one: dated(row.cells[one]) if one in ("date", "until") else row.cells[one]
        for one in names
        if one in row.cells
    }
    pairs: Pairs = [(Scalar(cell.at, names[one]), cell) for one, cell in cells.items()]
    return [Mapping(pairs[0][0].at, pairs)] if pairs else []


def beside_of(row: Row) -> Pairs:
    """What a row says of a gap that is known, and of a limit of the organisation's own."""
    known = Mapping(
        row.at, [(key, dated(cell) if key.text == "due" else cell) for key, cell in _cells(row, PLANNED)]
    )
    pairs: Pairs = [(Scalar(known.pairs[0][0].at, "known"), known)] if known.pairs else []
    return (
        [*pairs, (Scalar(row.cells["limit"].at, "limit"), row.cells["limit"])]
        if "limit" in row.cells
        else pairs
    )


def long_answer(answer: Scalar, evidence: list[Node], beside: Pairs) -> Node:
    """An answer with what shows it and what stands beside it; the answer alone where there is nothing of
    these."""
    if not evidence and not beside:
        return answer
    pairs: Pairs = [(Scalar(answer.at, "answer"), answer)]
    if evidence:
        pairs.append((Scalar(evidence[0].at, "evidence"), Sequence(evidence[0].at, evidence)))
    return Mapping(answer.at, [*pairs, *beside])


def note_of(row: Row) -> Mapping:
    """A note of what was seen; what was checked and what failed make its sample, and three cells make what
    comes back."""
    note = mapping(row, OBSERVED_TYPED)
    back = _coming_back(row)
    for name, words in OBSERVED_WORDS.items():
        if name in row.cells and not (back and name == "repeats"):
            note.pairs.append((Scalar(row.cells[name].at, name), _as_listed(row.cells[name], words)))
    sample = mapping(row, OBSERVED_SAMPLE)
    for name, parts in (("sample", sample.pairs), ("repeats", back)):
        if parts:
            first = parts[0][0].at
            note.pairs.append((Scalar(first, name), Mapping(first, parts)))
    add_to_note(note, evidence_of(row))
    return note


def _coming_back(row: Row) -> Pairs:
    """What comes back, how often, and whether it was left open, under their keys in a file."""
    cells = [(key, row.cells[name]) for name, key in OBSERVED_BACK.items() if name in row.cells]
    return [
        (Scalar(cell.at, key), as_worded(cell, YES_NO) if key == "left_open" else cell) for key, cell in cells
    ]


def _as_listed(cell: Scalar, words: Iterable[str]) -> Node:
    """A word, or the list of words that commas part in one cell."""
    parts = [as_worded(Scalar(cell.at, part.strip(), quoted=True), words) for part in cell.text.split(",")]
    return Sequence(cell.at, list(parts)) if len(parts) > 1 else as_worded(cell, words)


def add_to_note(note: Mapping, evidence: list[Node]) -> None:
    """Puts evidence behind what the note has already."""
    listed = next((node for name, node in note.pairs if name.text == "evidence"), None)
    if isinstance(listed, Sequence):
        listed.items.extend(evidence)
    elif evidence:
        note.pairs.append((Scalar(evidence[0].at, "evidence"), Sequence(evidence[0].at, evidence)))

"""The scales by which an organisation rates for itself, given once in its file: which points make which
level, how factors make a score, and its own words for levels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from math import prod

import msgspec

from ...model import Field, Question
from ...problems import Location, did_you_mean
from ...reading.nodes import Problems
from ...reading.shapes import Entry, NotUnderstood

MADE: dict[str, Callable[[Iterable[float]], float]] = {"times": prod, "plus": sum}
"""How factors make a score."""

EXAMPLE = "scales: [{scale: 5 x 5, levels: {low: 1, medium: 6, high: 15}, score: times}]"


class Scale(msgspec.Struct, frozen=True, gc=False):
    """One scale: by level the points from which on it counts, lowest first; the most points there are (0:
    no end); how factors make a score, a key of MADE, or empty; the organisation's own words by level; the
    registers it is for, all if empty."""

    name: str
    levels: tuple[tuple[str, float], ...]
    at: Location
    highest: float = 0
    score: str = ""
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    registers: tuple[str, ...] = ()

    def level(self, points: float) -> str:
        """The level that points make. Raises NotUnderstood where they lie beyond the scale."""
        lowest = self.levels[0][1]
        if points < lowest or (self.highest and points > self.highest):
            span = f"{lowest:g} to {self.highest:g}" if self.highest else f"{lowest:g} on"
            raise NotUnderstood(f"{points:g} lies beyond the scale `{self.name}`", f"it goes from {span}")
        return [level for level, start in self.levels if points >= start][-1]

    def fits(self, register: str, field: Field) -> bool:
        """Whether it rates a field: by its words, and in a register it is for."""
        of_register = not self.registers or register in self.registers
        return field.scaled and of_register and {level for level, _ in self.levels} == set(field.words)


class Scales(msgspec.Struct, frozen=True):
    """The scales of an organisation. One that names a register goes before one for all."""

    given: tuple[Scale, ...] = ()

    def of(self, register: str, field: Field) -> Scale | None:
        """The scale by which a field is rated, if there is one."""
        fitting = [one for one in self.given if one.fits(register, field)]
        return max(fitting, key=lambda one: bool(one.registers), default=None)

    def makes(self, register: Question, score: Field) -> Scale | None:
        """The scale that says how a score is made from its factors: that of the level it tells."""
        told = [one for one in register.record if one.words and score.name in one.worked_out_of]
        scales = [self.of(register.id, one) for one in told]
        return next((one for one in scales if one is not None and one.score), None)


def read_scales(entries: Iterable[Entry], facts: Mapping[str, Question], problems: Problems) -> Scales:
    """The scales of an organisation's file. What is wrong with one goes to `problems`."""
    registers = [one for one in facts.values() if one.record]
    read = [_scale(entry, registers, problems) for entry in entries if entry.whole]
    scales = tuple(one for one in read if one is not None)
    _refuse_two_for_one(scales, problems)
    return Scales(scales)


def _scale(entry: Entry, registers: list[Question], problems: Problems) -> Scale | None:
    levels = {name.value: start.value for name, start in entry["levels"] if start is not None}
    named = _registers(entry, registers, problems)
    if named is None or not _levels_are_known(entry, registers, problems):
        return None
    words: dict[str, tuple[str, ...]] = {}
    for own, level in entry.get("words", ()):
        if level is None or level.value not in levels:
            hint = f"the levels are {', '.join(levels)}"
            message = f"`{own.value}` is to mean a level that the scale does not have"
            problems.add((level or own).at, message, "unknown-word", hint)
            return None
        words[level.value] = (*words.get(level.value, ()), own.value)
    ordered = sorted(levels.items(), key=lambda one: one[1])
    return Scale(
        name=entry["scale"],
        levels=tuple(ordered),
        at=entry.at,
        highest=entry.get("highest", 0),
        score=entry.get("score", ""),
        words=tuple((level, words[level]) for level, _ in ordered if level in words),
        registers=named,
    )


def _registers(entry: Entry, registers: list[Question], problems: Problems) -> tuple[str, ...] | None:
    known = [one.id for one in registers]
    for named in entry.get("registers", ()):
        if named.value not in known:
            hint = did_you_mean(named.value, known) or f"registers are {', '.join(known)}"
            problems.add(named.at, f"there is no register `{named.value}`", "unknown-name", hint)
            return None
    return tuple(entry.all("registers"))


def _levels_are_known(entry: Entry, registers: list[Question], problems: Problems) -> bool:
    """Whether some field of a register has just these levels."""
    levels = [name.value for name, _ in entry["levels"]]
    fields = chain.from_iterable(one.record for one in registers)
    there = {field.words for field in fields if field.scaled}
    starts = [start.value for _, start in entry["levels"] if start is not None]
    if len(set(starts)) < len(starts):
        problems.add(entry.place("levels"), "two levels begin at the same points", "wrong-answer", EXAMPLE)
        return False
    if any(set(words) == set(levels) for words in there):
        return True
    hint = f"they are {'; or '.join(', '.join(words) for words in sorted(there))}"
    message = f"no register has the levels {', '.join(levels)}"
    problems.add(entry.place("levels"), message, "unknown-word", f"{hint}; other words go under `words`")
    return False


def _refuse_two_for_one(scales: tuple[Scale, ...], problems: Problems) -> None:
    first: dict[tuple[frozenset[str], str], Scale] = {}
    named: dict[str, Scale] = {}
    for scale in scales:
        if named.setdefault(scale.name, scale) is not scale:
            message = f"`{scale.name}` is the name of the scale in line {named[scale.name].at.line} already"
            problems.add(scale.at, message, "duplicate-name", "call it otherwise")
        for register in scale.registers or ("",):
            key = frozenset(level for level, _ in scale.levels), register
            other = first.setdefault(key, scale)
            if other is not scale:
                hint = "name the `registers` of each, or keep one of them"
                message = f"`{scale.name}` rates what `{other.name}` in line {other.at.line} rates already"
                problems.add(scale.at, message, "duplicate-name", hint)

"""Rules over pairs of records, joined by forward chaining: risks with their controls, controls with what asks
for them.

Each situation (`situations`) is joined once, so that the cost of a register is little more than that of
reading it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from ...model import KnowledgeBase
from ..interface import Premises
from .host import Layer
from .rules import Rules, a
from .situations import FoundSituation, Reading, RecordTests, Situation

JOINING: Rules = {
    "answered": {
        "asked": a("asked"),
        "joined": a("joined", situation="asked.situation", way="asked.way"),
        "alike": a("alike", records="joined.records", test="asked.test"),
    },
}


class RecordJudging:
    """Judges the registers of organisations by the rules of one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase, layer: Layer) -> None:
        self._layer = layer
        self._asked = layer.form("asked", "situation", "way", "test")
        self._joined = layer.form("joined", "situation", "way", "records")
        self._alike = layer.form("alike", "records", "test")
        self._tests = RecordTests(knowledge)

    def found(self, premises: Premises) -> dict[str, list[FoundSituation]]:
        """What the rules on each template find in the registers of an organisation, where they find
        anything."""
        if not premises.registers:
            return {}
        reading = Reading(self._tests, premises.registers, premises.as_of)
        answered = self._answered(reading)
        found = [reading.found(number, answered) for number, _ in enumerate(self._tests.rules)]
        met = {
            template: [found[number] for number in numbers if found[number].met]
            for template, numbers in self._tests.rules_on.items()
        }
        return {template: kept for template, kept in met.items() if kept}

    def _answered(self, reading: Reading) -> list[set[tuple[int, int]]]:
        """By situation, the ways and tests for which it is joined with a record that meets the test."""
        answered: list[set[tuple[int, int]]] = [set() for _ in reading.situations]

        def conclude(_: str, matched: dict[str, dict[str, int]]) -> Iterator[str]:
            asked = matched["asked"]
            answered[asked["situation"]].add((asked["way"], asked["test"]))
            return iter(())

        units = (self._units(situation, number, reading) for situation, number in reading.situations.items())
        self._layer.follow(itertools.chain.from_iterable(units), conclude)
        return answered

    def _units(self, situation: Situation, number: int, reading: Reading) -> Iterator[list[str]]:
        """What a situation asks of each kind of record it is joined with: whether one of them meets a test
        is for each to show."""
        rules, joined = situation
        asked: dict[int, dict[int, None]] = {}
        for rule in rules:
            for one in self._tests.rules[rule].asked:
                asked.setdefault(one.way, {})[one.test] = None
        for way, records in joined:
            if way in asked:
                tests = [self._asked % (number, way, test) for test in asked[way]]
                alike = [self._alike % (records, test) for test in reading.alike[records]]
                yield [self._joined % (number, way, records), *tests, *alike]

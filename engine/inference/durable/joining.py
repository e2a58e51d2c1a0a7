"""Rules over pairs of records, joined by forward chaining: risks with their controls, controls with what asks for them.

Each situation (durable_situations) is joined once, so that the cost of a register is little more than that of reading it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model import KnowledgeBase
from ..interface import EvaluatorFault, Question
from .host import MOST_FACTS, Layer
from .rules import Rules, a
from .situations import Found, Reading, RecordTests, Situation

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

    def found(self, question: Question) -> dict[str, list[Found]]:
        """What the rules on each template find in the registers of an organisation, where they find anything."""
        if not question.registers:
            return {}
        reading = Reading(self._tests, question.registers, question.as_of)
        answered = self._answered(reading)
        found = [reading.found(number, answered) for number, _ in enumerate(self._tests.rules)]
        met = {template: [found[number] for number in numbers if found[number].met] for template, numbers in self._tests.rules_on.items()}
        return {template: kept for template, kept in met.items() if kept}

    def _answered(self, reading: Reading) -> list[set[tuple[int, int]]]:
        """By situation, the ways and tests for which it is joined with a record that meets the test."""
        answered: list[set[tuple[int, int]]] = [set() for _ in reading.situations]

        def conclude(_: str, matched: dict[str, dict[str, int]]) -> Iterator[str]:
            asked = matched["asked"]
            answered[asked["situation"]].add((asked["way"], asked["test"]))
            return iter(())

        for shard in in_shards(self._facts(situation, number, reading) for situation, number in reading.situations.items()):
            with self._layer.session() as session:
                session.follow(shard, conclude)
        return answered

    def _facts(self, situation: Situation, number: int, reading: Reading) -> list[str]:
        rules, joined = situation
        asked = {(one.way, one.test) for rule in rules for one in self._tests.rules[rule].asked}
        wanted = {way for way, _ in asked}
        ends = [(way, records) for way, records in joined if way in wanted]
        facts = [self._asked % (number, way, test) for way, test in sorted(asked)]
        facts += [self._joined % (number, way, records) for way, records in ends]
        return facts + [self._alike % (records, test) for _, records in ends for test in reading.alike[records]]


def in_shards(groups: Iterable[list[str]], most: int = MOST_FACTS) -> Iterator[list[str]]:
    """The facts in as many parts as sessions are needed to hold them, those of a situation together."""
    shard: dict[str, None] = {}
    for group in groups:
        if len(group) > most:
            raise EvaluatorFault(f"one situation in the registers has {len(group)} facts; a session holds {most} at most")
        if shard and len(shard) + len(group) > most:
            yield list(shard)
            shard = {}
        shard.update(dict.fromkeys(group))
    if shard:
        yield list(shard)

"""The one place that talks to durable-rules: compiles a layer of rules, asserts facts, hands back what
matches.

durable fails silently in many ways. Here every result code is checked, every stored fact is counted, every
session is deleted, and anything unexpected is an EvaluatorFault. The calls go to the C module: the stock
`Host` starts timer threads under which deleting a session crashes, and it swallows exceptions.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import durable_rules_engine as engine
import msgspec

from ..interface import EvaluatorFault
from .rules import IDS_WITHOUT_COLLISION, ROOM, Rules, definition, kinds_in

ENGINE = "durable-rules 2.0.28"
"""The version the project pins; asking the installed package takes longer than an assessment."""

MOST_FACTS = int(IDS_WITHOUT_COLLISION * ROOM)
"""Of one session. `%05x` of the numbers below IDS_WITHOUT_COLLISION have no two equal hashes (a unit test
proves it)."""

SENTINEL_ID = "sentinel"

SESSION = "0"
"""The only session id, so that none can collide; durable takes it where a fact names none. A lock keeps
sessions apart."""

Match = tuple[str, dict[str, dict[str, int]]]
"""The rule, and the facts it matched by alias."""

Unit = Sequence[str]
"""Facts that have to be in one session to match: a few, of which other units may hold the same."""

Conclude = Callable[[str, dict[str, dict[str, int]]], Iterable[str]]
"""From a match to the facts that follow."""


class Layer:
    """A compiled set of generic rules, shared by every knowledge base and organisation of the process."""

    def __init__(self, name: str, rules: Rules) -> None:
        self.name = name
        self._kinds = kinds_in(rules)
        self._sound = True
        self._one_at_a_time = threading.Lock()
        written = definition(name, rules)
        with surfacing(name, "compile"):
            self._handle: int = engine.create_ruleset(name, written)

    def form(self, kind: str, *names: str) -> str:
        """What facts of a kind are written with: `form % numbers` is a fact without its id. Only whole
        numbers go in, as durable compares other values in surprising ways."""
        return ",".join((f'"kind":{self._kinds[kind]}', *(f'"{name}":%d' for name in names)))

    def follow(self, units: Iterable[Unit], conclude: Conclude) -> None:
        """Asserts units, and all that `conclude` derives from what matches, in as many sessions as it
        takes. What is derived is known in its own session alone, and must not be more than what it is
        derived from."""
        for shard in in_sessions(units, MOST_FACTS // 2):
            with self.session() as session:
                session.follow(shard, conclude)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A fresh session, deleted at the end. Leaving it without an exception means that every fact
        asserted was stored."""
        with self._one_at_a_time:
            if not self._sound:
                raise EvaluatorFault(f"layer {self.name}: durable-rules broke down earlier in this process")
            self._sound = False
            session = Session(self.name, self._handle)
            try:
                yield session
                session.prove_complete()
            finally:
                with surfacing(self.name, "delete a session"):
                    engine.delete_state(self._handle, SESSION)
                self._sound = True


class Session:
    """The facts of one organisation in one layer. Opening it fires a sentinel: without that, deleting a
    session crashes."""

    def __init__(self, layer: str, handle: int) -> None:
        self._layer = layer
        self._handle = handle
        self._stored: dict[str, None] = {}
        with surfacing(layer, "open a session"):
            code, place = engine.assert_fact(handle, f'{{"id":"{SENTINEL_ID}","kind":0}}')
        fired = self._fired(code, place)
        if [rule for rule, _ in fired] != ["sentinel"]:
            raise EvaluatorFault(f"layer {layer}: durable-rules did not fire the sentinel, but {fired}")

    def follow(self, facts: Iterable[str], conclude: Conclude) -> None:
        """Asserts facts and all that `conclude` derives from what matches, until nothing new follows. No
        fact counts twice."""
        while matches := self.add(facts):
            facts = [fact for rule, matched in matches for fact in conclude(rule, matched)]

    def add(self, facts: Iterable[str]) -> list[Match]:
        """Asserts those facts that are new, as one batch, and returns what matches now and did not before."""
        fresh = [fact for fact in dict.fromkeys(facts) if fact not in self._stored]
        if not fresh:
            return []
        first = len(self._stored)
        if first + len(fresh) > MOST_FACTS:
            raise EvaluatorFault(
                f"layer {self._layer}: {first + len(fresh)} facts; a session holds {MOST_FACTS} at most"
            )
        self._stored.update(dict.fromkeys(fresh))
        batch = ",".join([f'{{"id":"{number:05x}",{fact}}}' for number, fact in enumerate(fresh, first)])
        with surfacing(self._layer, "assert facts"):
            code, place = engine.assert_facts(self._handle, f"[{batch}]")
        return self._fired(code, place)

    def prove_complete(self) -> None:
        """Raises EvaluatorFault unless durable holds exactly the facts that were asserted."""
        with surfacing(self._layer, "count its facts"):
            held = engine.get_facts(self._handle, SESSION).count('"id":')
        if held != len(self._stored) + 1:
            raise EvaluatorFault(
                f"layer {self._layer}: durable-rules holds {held - 1} facts of {len(self._stored)}"
            )

    def _fired(self, code: int, place: int) -> list[Match]:
        if code not in (0, 1):
            raise EvaluatorFault(f"layer {self._layer}: durable-rules answered with code {code}")
        with surfacing(self._layer, "fire rules"):
            return [match for text in self._activations(place) for match in matches_in(text)]

    def _activations(self, place: int) -> Iterator[str]:
        started = engine.start_action_for_state(self._handle, place)
        text = started[1] if started else None
        while text is not None:
            yield text
            text = engine.complete_and_start_action(self._handle, place)


def in_sessions(units: Iterable[Unit], most: int) -> Iterator[list[str]]:
    """The facts of some units, each fact once, in as many parts as it takes to hold at most so many; a
    unit is never parted. Raises EvaluatorFault where one alone is larger."""
    shard: dict[str, None] = {}
    for unit in units:
        if len(unit) > most:
            raise EvaluatorFault(
                f"{len(unit)} facts have to be joined at once; a session holds {most} at most beside what"
                " follows"
            )
        if len(shard) + len(unit) > most:
            yield list(shard)
            shard = {}
        shard.update(dict.fromkeys(unit))
    if shard:
        yield list(shard)


def matches_in(text: str) -> Iterator[Match]:
    """The matches of one activation: `{rule: [{alias: fact, ...}, ...]}`."""
    activation: dict[str, list[dict[str, Any]]] = msgspec.json.decode(text)
    for rule, matches in activation.items():
        yield from ((rule, matched) for matched in matches)


@contextmanager
def surfacing(layer: str, doing: str) -> Iterator[None]:
    """Turns what the C module raises into an EvaluatorFault that says what it was asked to do."""
    try:
        yield
    except (engine.error, MemoryError, UnicodeDecodeError, msgspec.DecodeError) as error:
        raise EvaluatorFault(f"layer {layer}: durable-rules could not {doing}: {error}") from error

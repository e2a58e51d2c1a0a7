"""How a layer's rules are written for durable-rules, and the gate that refuses what would come near one of
its limits.

Nothing here imports durable-rules. The limits are measured, on 2.0.28: past them it hangs, crashes or
loses facts in silence.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

import msgspec

from ..interface import EvaluatorFault

ROOM = 0.8
"""The share of a limit that is used at most."""

RULES_OF_A_LAYER = 4_096
PATTERNS_OF_A_RULE = 16
JOINS_OF_A_PATTERN = 29
PROPERTIES_OF_A_FACT = 252
CHILDREN_OF_AN_ALPHA_NODE = 511
PATTERNS_ON_ONE_ALPHA_PATH = 255
IDS_WITHOUT_COLLISION = 20_000

MATCHES_AT_ONCE = 4_096
"""How many matches of one rule are handed over together (`cap`, a 16-bit number)."""


class Pattern(msgspec.Struct, frozen=True):
    """Facts of one kind that a rule looks for. `where` holds numbers to be met, or `alias.property` of an
    earlier pattern."""

    kind: str
    where: dict[str, int | str]

    @property
    def literals(self) -> tuple[tuple[str, int], ...]:
        return tuple((name, value) for name, value in self.where.items() if isinstance(value, int))

    @property
    def joins(self) -> tuple[tuple[str, str, str], ...]:
        """Property, alias of the earlier pattern, and its property."""
        return tuple((name, *split(value)) for name, value in self.where.items() if isinstance(value, str))


Rules = dict[str, dict[str, Pattern]]
"""Patterns by alias, in the order they are joined, by the name of the rule."""


def a(kind: str, **where: int | str) -> Pattern:
    """A pattern as one reads it: `a("bad", end="link.source")`."""
    return Pattern(kind, where)


def split(reference: str) -> tuple[str, str]:
    alias, _, name = reference.partition(".")
    return alias, name


def kinds_in(rules: Rules) -> dict[str, int]:
    """The number of every kind of fact, from 1; 0 is the sentinel's."""
    kinds = dict.fromkeys(pattern.kind for patterns in rules.values() for pattern in patterns.values())
    return {kind: number for number, kind in enumerate(kinds, 1)}


def definition(layer: str, rules: Rules) -> str:
    """The layer in durable's own JSON, with a sentinel (fires first in every session) and a sink (matches
    every fact, so that each one is stored and can be counted). Raises EvaluatorFault where the gate
    refuses it."""
    refused = list(complaints(rules))
    if refused:
        raise EvaluatorFault(f"layer {layer}: {'; '.join(refused)}")
    kinds = kinds_in(rules)
    written = {
        name: joined(*(written_as(alias, kinds, one) for alias, one in patterns.items()))
        for name, patterns in rules.items()
    }
    sentinel = joined({"sentinel": {"kind": 0}})
    sink = joined({"every": {"$ex": {"kind": 1}}}, {"never": {"never": 1}})
    return json.dumps({"sentinel": sentinel, **written, "sink": sink})


def joined(*patterns: dict[str, object]) -> dict[str, object]:
    return {"all": list(patterns), "cap": MATCHES_AT_ONCE}


def written_as(alias: str, kinds: dict[str, int], pattern: Pattern) -> dict[str, object]:
    """A pattern with its kind first: the small number that most facts fail at once."""
    tests: list[object] = [{"kind": kinds[pattern.kind]}]
    tests += [{name: value} for name, value in pattern.literals]
    tests += [{name: {earlier: other}} for name, earlier, other in pattern.joins]
    return {alias: {"$and": tests} if len(tests) > 1 else tests[0]}


def complaints(rules: Rules) -> Iterator[str]:
    """What comes too near a limit, or means something else to durable than it says, naming the rule."""
    yield from over("the layer", "rules", len(rules), RULES_OF_A_LAYER)
    for name, patterns in rules.items():
        yield from over(f"rule {name}", "patterns", len(patterns), PATTERNS_OF_A_RULE)
        for alias, pattern in patterns.items():
            yield from over(f"rule {name}, {alias}", "joins", len(pattern.joins), JOINS_OF_A_PATTERN)
            yield from over(f"rule {name}, {alias}", "properties", len(pattern.where), PROPERTIES_OF_A_FACT)
        yield from dangling(name, patterns)
    yield from crowded(rules)
    yield from colliding(rules)


def over(where: str, what: str, count: int, limit: int) -> Iterator[str]:
    if count > limit * ROOM:
        yield (
            f"{where} has {count} {what}; durable-rules breaks past {limit}, and no more than"
            f" {limit * ROOM:.0f} are used"
        )


def dangling(name: str, patterns: dict[str, Pattern]) -> Iterator[str]:
    """References to a pattern that does not come earlier: they would never match."""
    earlier: set[str] = set()
    for alias, pattern in patterns.items():
        yield from (
            f"rule {name}, {alias}: no earlier pattern {other}"
            for _, other, _ in pattern.joins
            if other not in earlier
        )
        earlier.add(alias)


def crowded(rules: Rules) -> Iterator[str]:
    """Alpha nodes with too many children, and patterns sharing one alpha path."""
    paths = [
        ((pattern.kind, *pattern.literals), name)
        for name, patterns in rules.items()
        for pattern in patterns.values()
    ]
    rule_on = dict(paths)
    for path, sharing in Counter(path for path, _ in paths).items():
        yield from over(
            f"rule {rule_on[path]}", "patterns on one alpha path", sharing, PATTERNS_ON_ONE_ALPHA_PATH
        )
    steps = {path[: length + 1]: name for path, name in paths for length in range(len(path))}
    children = Counter(step[:-1] for step in steps)
    for step, name in {step[:-1]: name for step, name in steps.items()}.items():
        yield from over(
            f"rule {name}", "children of one alpha node", children[step], CHILDREN_OF_AN_ALPHA_NODE
        )


def colliding(rules: Rules) -> Iterator[str]:
    """Property names that durable cannot tell apart: it keeps only their hash."""
    seen: dict[int, str] = {fnv1a(name): name for name in ("id", "sid", "kind", "never", "$s", "$i")}
    for rule, patterns in rules.items():
        names = dict.fromkeys(name for pattern in patterns.values() for name in names_in(pattern))
        for name in names:
            if seen.setdefault(fnv1a(name), name) != name:
                yield f"rule {rule}: durable-rules takes property {name} for {seen[fnv1a(name)]}"


def names_in(pattern: Pattern) -> Iterator[str]:
    yield from pattern.where
    yield from (name for _, _, name in pattern.joins)


def fnv1a(text: str) -> int:
    """The 32-bit FNV-1a hash by which durable knows ids, sessions and property names."""
    number = 2166136261
    for byte in text.encode():
        number = (number ^ byte) * 16777619 & 0xFFFFFFFF
    return number

"""The gate: what would come near a limit of durable-rules is refused by name, before it is compiled."""

from __future__ import annotations

import json

import pytest

from clausegraph.engine.inference.durable.rules import Pattern, Rules, a, definition, fnv1a
from clausegraph.engine.inference.interface import EvaluatorFault


def test_a_rule_is_written_with_its_kind_first_then_numbers_then_joins() -> None:
    rules = {"r": {"left": a("left"), "right": a("right", n="left.n", colour=3)}}
    written = json.loads(definition("layer", rules))["r"]
    assert written["all"] == [
        {"left": {"kind": 1}},
        {"right": {"$and": [{"kind": 2}, {"colour": 3}, {"n": {"left": "n"}}]}},
    ]


def test_every_layer_has_a_sentinel_and_a_sink() -> None:
    assert list(json.loads(definition("layer", {"r": {"one": a("one")}}))) == ["sentinel", "r", "sink"]


def many(count: int) -> range:
    return range(count)


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ({f"r{n}": {"one": a(f"kind{n % 50}")} for n in many(3_277)}, "the layer has 3277 rules"),
        ({"wide": {f"p{n}": a("one", n=n) for n in many(13)}}, "rule wide has 13 patterns"),
        (
            {"joined": {"one": a("one"), "two": Pattern("two", {f"n{n}": "one.n" for n in many(24)})}},
            "rule joined, two has 24 joins",
        ),
        (
            {"big": {"one": Pattern("one", {f"n{n}": n for n in many(202)})}},
            "rule big, one has 202 properties",
        ),
        ({f"r{n}": {"one": a("one", n=n)} for n in many(409)}, "r408 has 409 children of one alpha node"),
        ({f"r{n}": {"one": a("one")} for n in many(205)}, "r204 has 205 patterns on one alpha path"),
        ({"r": {"one": a("one", n="two.n"), "two": a("two")}}, "rule r, one: no earlier pattern two"),
    ],
    ids=["rules", "patterns", "joins", "properties", "children", "sharing", "dangling"],
)
def test_what_would_pass_four_fifths_of_a_limit_is_refused_by_name(rules: Rules, message: str) -> None:
    with pytest.raises(EvaluatorFault, match=message):
        definition("layer", rules)


@pytest.mark.parametrize(
    "rules",
    [
        {"wide": {f"p{n}": a("one", n=n) for n in many(12)}},
        {f"r{n}": {"one": a("one", n=n)} for n in many(407)},
        {f"r{n}": {"one": a("one")} for n in many(204)},
    ],
    ids=["patterns", "children", "sharing"],
)
def test_what_stays_within_is_let_through(rules: Rules) -> None:
    assert definition("layer", rules)


def test_property_names_that_durable_takes_for_one_another_are_refused() -> None:
    with pytest.raises(EvaluatorFault, match="takes property liquid for costarring"):
        definition("layer", {"r": {"one": a("one", costarring=1, liquid=2)}})


def test_the_hash_is_the_published_one() -> None:
    assert fnv1a("") == 0x811C9DC5
    assert fnv1a("a") == 0xE40C292C
    assert fnv1a("foobar") == 0xBF9CF968

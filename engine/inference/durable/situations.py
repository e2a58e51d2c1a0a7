"""Thousands of records as a few dozen situations: what rules ask of joined records, and which records are
alike to them.

Records that the same rules look at, and that are joined in the same ways with records that are alike to
these rules, are one situation. Nothing here talks to durable-rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

import msgspec

from ...model import Condition, Each, Group, KnowledgeBase, Op, Relation, Rule
from ...organisation.records import RegisterRecord, Registers
from ..meaning.conditions import meets
from ..meaning.records import surely_joined


class Test(msgspec.Struct, frozen=True):
    """What a rule asks of the records joined with one, `contrary` where a record counts that does not meet
    it."""

    register: str
    conditions: Group
    contrary: bool = False


class Way(msgspec.Struct, frozen=True):
    """How records are joined: by which fields, in which direction, and by which dates of both, `contrary`
    where one of these fails."""

    register: str
    fields: tuple[str, ...]
    reverse: bool
    dates: Group = ()
    contrary: bool = False


class AskedOfRecords(msgspec.Struct, frozen=True):
    """A test put to the records at the end of a way, by their numbers."""

    way: int
    test: int


class RuleTests(msgspec.Struct, frozen=True):
    """What a rule asks of joined records. Of `none`, no test may have an answer; of `some`, one has; of
    `contrary`, none, though one of `any` has."""

    rule: Rule
    each: Each
    none: tuple[AskedOfRecords, ...]
    some: tuple[AskedOfRecords, ...]
    any: tuple[AskedOfRecords, ...]
    contrary: tuple[AskedOfRecords, ...]

    @property
    def asked(self) -> tuple[AskedOfRecords, ...]:
        return (*self.none, *self.some, *self.any, *self.contrary)

    def holds(self, answered: set[tuple[int, int]]) -> bool:
        """Whether the rule meets a record, by the tests that joined records answered."""
        has = [
            any((one.way, one.test) in answered for one in asked)
            for asked in (self.none, self.some, self.any, self.contrary)
        ]
        return not has[0] and (has[1] or not self.some) and (has[2] or not self.any) and not has[3]


Situation = tuple[tuple[int, ...], tuple[tuple[int, int], ...]]
"""The rules that look at a record, and the ways it is joined with which records that are alike, all by
number."""


class RecordTests:
    """What the rules of a knowledge base ask of records. `ways` and `tests` are numbered from 0;
    `rules_on` gives the rules by template."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.ways: dict[Way, int] = {}
        self.tests: dict[Test, int] = {}
        self.rules = tuple(
            self._tests_of(rule, rule.each) for rule in knowledge.on_records if rule.each is not None
        )
        self.rules_on: dict[str, list[int]] = {}
        for number, one in enumerate(self.rules):
            self.rules_on.setdefault(one.rule.template, []).append(number)

    def _tests_of(self, rule: Rule, each: Each) -> RuleTests:
        return RuleTests(
            rule=rule,
            each=each,
            none=tuple(self._test(one) for one in each.none),
            some=tuple(self._test(one) for one in each.some),
            any=tuple(self._test(one, ()) for one in each.only),
            contrary=tuple(asked for one in each.only for asked in self._contrary(one)),
        )

    def _test(self, relation: Relation, conditions: Group | None = None) -> AskedOfRecords:
        alone, dates = _parts(relation.conditions if conditions is None else conditions)
        return self._asked(
            Way(relation.register, relation.fields, relation.reverse, dates), Test(relation.register, alone)
        )

    def _contrary(self, relation: Relation) -> Iterator[AskedOfRecords]:
        """What a record answers that does not meet all conditions: one of those on its own fields, or one
        on the dates of both."""
        alone, dates = _parts(relation.conditions)
        way = Way(relation.register, relation.fields, relation.reverse)
        yield self._asked(way, Test(relation.register, alone, contrary=True))
        if dates:
            yield self._asked(
                msgspec.structs.replace(way, dates=dates, contrary=True), Test(relation.register, ())
            )

    def _asked(self, way: Way, test: Test) -> AskedOfRecords:
        return AskedOfRecords(
            self.ways.setdefault(way, len(self.ways)), self.tests.setdefault(test, len(self.tests))
        )


def _parts(conditions: Group) -> tuple[Group, Group]:
    """The conditions on a record alone, and those on its dates and the dates of the record it is joined
    with."""
    return tuple(one for one in conditions if not one.field), tuple(one for one in conditions if one.field)


class FoundSituation(msgspec.Struct, frozen=True):
    """The records out of which the share of a rule over records is counted, and those of them that the whole
    rule meets."""

    rule: Rule
    each: Each
    among: list[RegisterRecord]
    met: list[RegisterRecord]


PRESENCE = (Op.MISSING, Op.GIVEN)


class Sorting:
    """Which of some numbered groups of conditions the records of a register meet. A condition is judged
    once for each thing it can see in a record, and records that look the same to all of them once."""

    def __init__(self, groups: Iterable[tuple[int, Group, bool]], as_of: date) -> None:
        listed = list(groups)
        self._as_of = as_of
        self._conditions = list(dict.fromkeys(condition for _, group, _ in listed for condition in group))
        place = {condition: number for number, condition in enumerate(self._conditions)}
        self._groups = [
            (number, [place[one] for one in group], contrary) for number, group, contrary in listed
        ]
        self._holds: list[dict[object, bool]] = [{} for _ in self._conditions]
        self._met: dict[tuple[object, ...], tuple[int, ...]] = {}

    def met_by(self, record: RegisterRecord) -> tuple[int, ...]:
        """The numbers of the groups that a record meets, or, of contrary ones, does not."""
        looks = tuple([seen_by(one, record) for one in self._conditions])
        met = self._met.get(looks)
        if met is None:
            holds = [self._judged(place, seen, record) for place, seen in enumerate(looks)]
            met = self._met[looks] = tuple(
                [
                    number
                    for number, places, contrary in self._groups
                    if all(holds[place] for place in places) is not contrary
                ]
            )
        return met

    def _judged(self, place: int, seen: object, record: RegisterRecord) -> bool:
        known = self._holds[place]
        if seen not in known:
            known[seen] = meets(record, self._conditions[place], self._as_of)
        return known[seen]


def seen_by(condition: Condition, record: RegisterRecord) -> object:
    """All that a condition can see of a record."""
    name = condition.fact
    if condition.op in PRESENCE:
        return name in record.values or bool(record.names.get(name))
    if condition.op is Op.CONTRADICTED:
        return name in record.contradicted
    if condition.op is Op.DANGLING:
        return name in record.strays
    return (
        (record.values.get(name), record.values.get(condition.field))
        if condition.field
        else record.values.get(name)
    )


class Reading:
    """The registers of one organisation as situations. `situations` are numbered from 0; `alike` are, by
    number, the tests that records meet which are alike."""

    def __init__(self, asked: RecordTests, registers: Registers, as_of: date) -> None:
        self._asked = asked
        self._registers = registers
        self._as_of = as_of
        self._by_name = {
            register: {one.id: one for one in records} for register, records in registers.items()
        }
        self._ways = {way: number for way, number in asked.ways.items() if way.register in registers}
        self._naming = {way: self._names_back(way) for way in self._ways if way.reverse}
        self._tests = {one: Sorting(self._tests_on(one), as_of) for one in registers}
        self._wanted: dict[tuple[int, ...], list[tuple[Way, int]]] = {}
        self._numbers: dict[int, int] = {}
        self._sets: dict[tuple[int, ...], int] = {}
        self.situations: dict[Situation, int] = {}
        self._records: dict[str, list[tuple[RegisterRecord, int, tuple[int, ...]]]] = {
            register: list(self._situations_of(register)) for register in registers
        }
        self.alike = list(self._sets)
        self._counted: dict[int, list[RegisterRecord]] = {}
        for register in registers:
            self._count(register)

    def found(self, number: int, answered: list[set[tuple[int, int]]]) -> FoundSituation:
        """What a rule finds, once the tests are answered."""
        tests = self._asked.rules[number]
        looked_at = [
            (record, situation)
            for record, situation, rules in self._records.get(tests.each.register, ())
            if number in rules
        ]
        holds = {
            situation: tests.holds(answered[situation])
            for situation in {situation for _, situation in looked_at}
        }
        among = self._counted.get(number) or [record for record, _ in looked_at]
        met = [
            record
            for record, situation in looked_at
            if holds[situation] and self._can_be_known(record, tests.each)
        ]
        return FoundSituation(tests.rule, tests.each, among, met)

    def _count(self, register: str) -> None:
        """Notes, by rule, the records out of which its share is counted, where these are not those that meet
        its conditions."""
        rules = ((number, one.each) for number, one in enumerate(self._asked.rules))
        counting = Sorting(
            (
                (number, each.among, False)
                for number, each in rules
                if each.register == register and each.among is not None
            ),
            self._as_of,
        )
        for record in self._registers[register]:
            for number in counting.met_by(record):
                self._counted.setdefault(number, []).append(record)

    def _can_be_known(self, record: RegisterRecord, each: Each) -> bool:
        """Whether it is known what the record is joined with, and a register is given that `none` speaks
        of, or it names nothing in those that are not."""
        if not surely_joined(record, (*each.none, *each.only)):
            return False
        if not each.none or any(one.register in self._registers for one in each.none):
            return True
        return all(
            not one.reverse and not any(record.names.get(field) for field in one.fields) for one in each.none
        )

    def _tests_on(self, register: str) -> Iterator[tuple[int, Group, bool]]:
        return (
            (number, test.conditions, test.contrary)
            for test, number in self._asked.tests.items()
            if test.register == register
        )

    def _situations_of(self, register: str) -> Iterator[tuple[RegisterRecord, int, tuple[int, ...]]]:
        asked = (
            (number, one.each.conditions, False)
            for number, one in enumerate(self._asked.rules)
            if one.each.register == register
        )
        looking = Sorting(asked, self._as_of)
        for record in self._registers[register]:
            rules = looking.met_by(record)
            situation = rules, tuple(sorted(set(self._ends(record, rules))))
            yield record, self.situations.setdefault(situation, len(self.situations)), rules

    def _ends(self, record: RegisterRecord, rules: tuple[int, ...]) -> Iterator[tuple[int, int]]:
        """The ways that a record is joined, as far as its rules ask, and the numbers of the records there
        that are alike."""
        for way, number in self._ways_for(rules):
            for other in self._others(record, way):
                if all(meets(other, one, self._as_of, record) for one in way.dates) is not way.contrary:
                    yield number, self._kind(other, way.register)

    def _ways_for(self, rules: tuple[int, ...]) -> list[tuple[Way, int]]:
        if rules not in self._wanted:
            wanted = {one.way for rule in rules for one in self._asked.rules[rule].asked}
            self._wanted[rules] = [(way, number) for way, number in self._ways.items() if number in wanted]
        return self._wanted[rules]

    def _others(self, record: RegisterRecord, way: Way) -> Iterable[RegisterRecord]:
        if way.reverse:
            return self._naming[way].get(record.id, ())
        there = self._by_name[way.register]
        names = chain.from_iterable(record.names.get(field, ()) for field in way.fields)
        return [there[name] for name in names if name in there]

    def _names_back(self, way: Way) -> dict[str, list[RegisterRecord]]:
        found: dict[str, list[RegisterRecord]] = {}
        for one in self._registers[way.register]:
            for name in dict.fromkeys(name for field in way.fields for name in one.names.get(field, ())):
                found.setdefault(name, []).append(one)
        return found

    def _kind(self, record: RegisterRecord, register: str) -> int:
        """The number of those that meet the same tests as a record."""
        number = self._numbers.get(id(record))
        if number is None:
            number = self._numbers[id(record)] = self._sets.setdefault(
                self._tests[register].met_by(record), len(self._sets)
            )
        return number

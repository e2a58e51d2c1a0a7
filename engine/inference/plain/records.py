"""Rules over the records of registers, in plain Python: one record after the other, with those it is
joined with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from itertools import chain

import msgspec

from ...model import Each, Group, Relation
from ...organisation.records import RegisterRecord, Registers
from ..meaning.conditions import meets
from ..meaning.records import surely_joined


class FoundRecords(msgspec.Struct, frozen=True):
    """The records out of which a rule's share is counted, and those of them that the whole rule meets."""

    among: tuple[RegisterRecord, ...] = ()
    met: tuple[RegisterRecord, ...] = ()


class RegisterSearch(msgspec.Struct, dict=True, frozen=True):
    """The registers of one organisation, open to be searched."""

    registers: Registers
    as_of: date

    def found(self, each: Each) -> FoundRecords:
        """What a rule finds. In a register that is not given it finds nothing."""
        among = tuple(
            one for one in self.registers.get(each.register, ()) if self._meets_all(one, each.counted)
        )
        looked_at = (one for one in among if each.among is None or self._meets_all(one, each.conditions))
        return FoundRecords(among, tuple(one for one in looked_at if self._meets(one, each)))

    def _meets(self, record: RegisterRecord, each: Each) -> bool:
        if not surely_joined(record, (*each.none, *each.only)):
            return False
        if each.none and not self._none_meet(record, each.none):
            return False
        if each.some and not any(
            self._meets_all(other, way.conditions, record)
            for way in each.some
            for other in self._others(record, way)
        ):
            return False
        joined = [(other, way) for way in each.only for other in self._others(record, way)]
        return not each.only or (
            bool(joined) and all(self._meets_all(other, way.conditions, record) for other, way in joined)
        )

    def _none_meet(self, record: RegisterRecord, ways: tuple[Relation, ...]) -> bool:
        """Registers that are not given say nothing. If that is all of them, only a record that names none
        has surely none."""
        if not any(way.register in self.registers for way in ways):
            return not any(way.reverse or record.names.get(field) for way in ways for field in way.fields)
        return not self._some_meet(record, ways)

    def _some_meet(self, record: RegisterRecord, ways: tuple[Relation, ...]) -> bool:
        return any(
            self._meets_all(other, way.conditions, record)
            for way in ways
            for other in self._others(record, way)
        )

    def _meets_all(
        self, record: RegisterRecord, conditions: Group, other: RegisterRecord | None = None
    ) -> bool:
        return all(meets(record, condition, self.as_of, other) for condition in conditions)

    def _others(self, record: RegisterRecord, way: Relation) -> Iterator[RegisterRecord]:
        if way.reverse:
            yield from (
                one for field in way.fields for one in self._naming.get((way.register, field, record.id), ())
            )
            return
        by_name = self._by_name.get(way.register, {})
        names = chain.from_iterable(record.names.get(field, ()) for field in way.fields)
        yield from (by_name[name] for name in names if name in by_name)

    @cached_property
    def _by_name(self) -> dict[str, dict[str, RegisterRecord]]:
        return {register: {one.id: one for one in records} for register, records in self.registers.items()}

    @cached_property
    def _naming(self) -> dict[tuple[str, str, str], list[RegisterRecord]]:
        """The records that name a record, by their register, the field they name it in, and its name."""
        found: dict[tuple[str, str, str], list[RegisterRecord]] = {}
        for register, records in self.registers.items():
            for one in records:
                for field, names in one.names.items():
                    for name in names:
                        found.setdefault((register, field, name), []).append(one)
        return found

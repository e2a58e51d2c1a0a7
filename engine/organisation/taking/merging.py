"""Records that are taken, put beside those that an organisation's file has already: what a table gave before
is renewed, what somebody wrote stays, and every change is told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import Enum
from itertools import count

import msgspec

from ...reading.kept import Value
from ...reading.nodes import Mapping as MappingNode
from ...reading.nodes import Node, Problems, Scalar, Sequence, read_bytes
from .cells import Taken
from .columns import RECORD
from .rows import LeftOut, TakenRecord

Fields = dict[str, Value]


class Becomes(Enum):
    """What becomes of a record."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"
    SAME = "same"


class RecordChange(msgspec.Struct, frozen=True):
    """What becomes of one record; of a changed one `fields` has what stood there and what stands there
    now."""

    name: str
    change: Becomes
    fields: tuple[tuple[str, str, str], ...] = ()


class MergedRecords(msgspec.Struct, frozen=True):
    """The records of a register as they are to stand in the file, what changes, and the rows that are not
    taken since somebody else's record has their name."""

    records: list[Value]
    changes: tuple[RecordChange, ...]
    rows: tuple[LeftOut, ...] = ()

    @property
    def tells(self) -> bool:
        """Whether anything is other than what stood there."""
        return any(one.change is not Becomes.SAME for one in self.changes)

    @property
    def harms(self) -> bool:
        """Whether something that stood there is changed or gone."""
        return any(one.change in (Becomes.CHANGED, Becomes.GONE) for one in self.changes)


def records_there(text: str, register: str) -> list[Fields]:
    """The records of a register as they stand in the text of an organisation's file."""
    file = read_bytes(text.encode(), "", Problems())
    records = _under(_under(file, "answers"), register)
    items = records.items if isinstance(records, Sequence) else []
    return [made for item in items if isinstance(made := _value(item), dict)]


def merged(
    there: Iterable[Fields], taken: Iterable[TakenRecord], took: Collection[str], fed: Collection[str]
) -> MergedRecords:
    """The records of a table beside those that are there. `took` are the names that were taken before; `fed`
    the fields that a column of the table fills: of these the table alone decides, all others stay as they
    are."""
    old = {str(one.get(RECORD, "")): one for one in there}
    made: dict[str, Fields] = {}
    changes: list[RecordChange] = []
    rows: list[LeftOut] = []
    for one in _named_as_before(taken, old, took):
        new = {name: _written(value) for name, value in one.values.items()}
        before = old.get(one.name)
        alike = before is None or one.adds or before.get("what") == new.get("what")
        if one.name not in took and not alike:
            why = f"the file has another record of the name {one.name}, which stays as it is"
            rows.append(LeftOut(one.at, str(new.get("what", "")), why))
            continue
        kept = {key: value for key, value in (before or {}).items() if one.adds or key not in fed}
        made[one.name] = {RECORD: one.name, **_in_order(before or {}, kept | new)}
        changes.append(_change(one.name, before, made[one.name]))
    gone = [name for name in old if name in took and name not in made]
    changes += [RecordChange(name, Becomes.GONE) for name in gone]
    own = [one for name, one in old.items() if name not in made and name not in gone]
    return MergedRecords([*made.values(), *own], tuple(changes), tuple(rows))


def _named_as_before(
    taken: Iterable[TakenRecord], old: Mapping[str, Fields], took: Collection[str]
) -> Iterator[TakenRecord]:
    """The records, those that are only counted by the names under which they were taken before: a new row
    above them makes no other records of them."""
    records = list(taken)
    named = {str(old[name].get("what", "")): name for name in reversed(list(took)) if name in old}
    used = {one.name for one in records if not one.counted}
    free = (f"{records[0].name.partition('-')[0]}-{number}" for number in count(1)) if records else iter(())
    for one in records:
        if not one.counted or not took:
            yield one
            continue
        name = named.pop(str(one.values.get("what", "")), "") or next(
            name for name in free if name not in used and name not in took and name not in old
        )
        used.add(name)
        yield msgspec.structs.replace(one, name=name)


def _in_order(before: Mapping[str, Value], fields: Fields) -> Fields:
    """Fields in the order in which they stood, new ones after them."""
    known = [name for name in before if name in fields]
    return {name: fields[name] for name in dict.fromkeys((*known, *fields)) if name != RECORD}


def _change(name: str, before: Fields | None, now: Fields) -> RecordChange:
    if before is None:
        return RecordChange(name, Becomes.NEW)
    changed = tuple(
        (field, _told(before.get(field)), _told(now.get(field)))
        for field in dict.fromkeys((*before, *now))
        if before.get(field) != now.get(field)
    )
    return RecordChange(name, Becomes.CHANGED if changed else Becomes.SAME, changed)


def _told(value: Value | None) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _written(value: Taken) -> Value:
    return value if isinstance(value, str) else list(value)


def _under(node: Node | None, key: str) -> Node | None:
    pairs = node.pairs if isinstance(node, MappingNode) else []
    return next((value for name, value in pairs if name.text == key), None)


def _value(node: Node) -> Value:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [_value(item) for item in node.items]
    assert isinstance(node, MappingNode)
    return {name.text: _value(value) for name, value in node.pairs}

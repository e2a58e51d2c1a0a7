"""Rules over the records of registers: how many records it takes, and what such a rule does to a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from ...model import Discipline, Each, Grade, Relation
from ...organisation.records import RegisterRecord
from ..interface import Matched, Verdict


def surely_joined(record: RegisterRecord, ways: Iterable[Relation]) -> bool:
    """Whether it is known with which records one is joined along some ways: not where it names what is not
    there, which may be words for what is, nor where a register does not keep the field. Then nobody can say
    that it is joined with none, or only with some."""
    ends = (f"{way.register}.{field}" if way.reverse else field for way in ways for field in way.fields)
    return record.unsure == () or not any(end in record.unsure for end in ends)


def matched(
    rule: str,
    each: Each,
    among: Iterable[RegisterRecord],
    met: Iterable[RegisterRecord],
    discipline: Discipline,
) -> Matched | None:
    """The records of a discipline that a rule meets, if they are as many as it takes. `among` are those
    out of which its share is counted, `met` those of them that the whole rule meets."""
    looked_at = sum(one.belongs_to(discipline) for one in among)
    names = tuple(one.id for one in met if one.belongs_to(discipline))
    enough = len(names) >= each.at_least and 100 * len(names) >= each.share * looked_at
    return Matched(rule, names, looked_at) if enough else None


def recorded(verdict: Verdict, found: Iterable[Matched | None], grades: Mapping[str, Grade]) -> Verdict:
    """A verdict on a requirement that applies, joined by the rules over records that fire on it; `grades`
    by rule. They fire in every completion of the answers in which it applies."""
    records = tuple(sorted((one for one in found if one), key=lambda one: one.rule))
    if not records:
        return verdict
    fired = tuple(sorted((*verdict.fired, *(one.rule for one in records))))
    worst = max(grades[one.rule] for one in records)
    at_least = max(verdict.at_least, worst) if verdict.at_least else verdict.at_least
    base = max(verdict.base, worst)
    return msgspec.structs.replace(verdict, base=base, fired=fired, records=records, at_least=at_least)

"""What rules over registers ask and find, in the words of reports."""

from __future__ import annotations

from collections.abc import Sequence

from ..analysis.findings import Recorded
from ..model import AnswerKind, Each, Group, KnowledgeBase, Op
from ..records import RegisterRecord
from .words import printable

MOST_RECORDS_NAMED = 5
MOST_RECORDS_TOLD = 2
"""Of so many records at most a report gives not the name alone, but what they say."""


def register_words(register: str) -> str:
    """What a register is called in a sentence: security risks, for registers.security_risks."""
    return register.rpartition(".")[2].replace("_", " ")


def records_words(one: Recorded, knowledge: KnowledgeBase, most: int = MOST_RECORDS_NAMED) -> str:
    """The records that a rule over a register meets, by name, a few with what they say, and how many of those it looks at they are."""
    each = knowledge.rule[one.rule].each
    asked = each.conditions if each is not None else ()
    dangling = [condition.fact for condition in asked if condition.op is Op.DANGLING]
    says = next((field.name for field in knowledge.fact[one.register].record if field.holds is AnswerKind.TEXT), "")
    brief = len(one.records) > MOST_RECORDS_TOLD
    named = [_record_name(record, dangling, "" if brief else says) for record in one.records[:most]]
    more = f" and {len(one.records) - most} more" if len(one.records) > most else ""
    of = f"{len(one.records)} of {one.among} in " if each is not None and each.relations else ""
    return printable(f"{', '.join(named)}{more} ({of}{one.register})")


def _record_name(record: RegisterRecord, dangling: Sequence[str], says: str) -> str:
    strays = [name for field in dangling for name in record.strays.get(field, ())]
    told = f" {record.values[says]}" if says in record.values else ""
    return f"{record.id}{told} (names {', '.join(strays)})" if strays else f"{record.id}{told}"


def each_words(each: Each) -> list[str]:
    """What a rule asks of the records of a register, a line for each part."""
    lines = [f"each record of {each.register}{_with(each.conditions)}"]
    for word, relations in (("none", each.none), ("some", each.some), ("only", each.only)):
        lines += [f"{word} of its {one.name}{_with(one.conditions)}" for one in relations]
    lines += [f"at least {each.at_least} such records"] if each.at_least > 1 else []
    return lines + ([f"at least {each.share:g} % of those with the first condition"] if each.share else [])


def _with(conditions: Group) -> str:
    return f" with {', '.join(f'{one.fact}: {one}' for one in conditions)}" if conditions else ""

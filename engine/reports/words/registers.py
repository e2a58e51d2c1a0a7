"""What rules over registers ask and find, in the words of reports."""

from __future__ import annotations

from collections.abc import Sequence

from ...analysis.findings import RecordsFound
from ...model import AnswerKind, Each, Group, KnowledgeBase, Op
from ...organisation.records import RegisterRecord
from ...problems import Location
from .assessment import printable

MOST_RECORDS_NAMED = 5
MOST_RECORDS_TOLD = 2
"""Of so many records at most a report gives not the name alone, but what they say."""


def register_words(register: str) -> str:
    """What a register is called in a sentence: security risks, for registers.security_risks."""
    return register.rpartition(".")[2].replace("_", " ")


def records_words(one: RecordsFound, knowledge: KnowledgeBase, most: int = MOST_RECORDS_NAMED) -> str:
    """The records that a rule over a register meets, by name, a few with what they say, and how many of
    those it looks at they are."""
    says = _text_field(one, knowledge) if len(one.records) <= MOST_RECORDS_TOLD else ""
    named = [_record_name(record, _dangling(one, knowledge), says) for record in one.records[:most]]
    more = f" and {len(one.records) - most} more" if len(one.records) > most else ""
    return printable(f"{', '.join(named)}{more} ({_among(one, knowledge)}{one.register})")


def records_count_words(one: RecordsFound, knowledge: KnowledgeBase) -> str:
    """How many records a rule over a register meets, and of how many it looks at where it asks for more
    than these records say."""
    return f"{_among(one, knowledge) or f'{len(one.records)} in '}{one.register}"


def records_listed(one: RecordsFound, knowledge: KnowledgeBase) -> list[tuple[str, Location]]:
    """Every record that a rule over a register meets, by name and with what it says, and where it stands."""
    says, dangling = _text_field(one, knowledge), _dangling(one, knowledge)
    return [(printable(_record_name(record, dangling, says)), record.at) for record in one.records]


def _text_field(one: RecordsFound, knowledge: KnowledgeBase) -> str:
    """The field that says what a record is about; empty if there is none."""
    return next(
        (field.name for field in knowledge.question[one.register].record if field.holds is AnswerKind.TEXT),
        "",
    )


def _dangling(one: RecordsFound, knowledge: KnowledgeBase) -> list[str]:
    """The fields in which a rule looks for names that no record has."""
    each = knowledge.rule[one.rule].each
    return [
        condition.fact
        for condition in (each.conditions if each is not None else ())
        if condition.op is Op.DANGLING
    ]


def _among(one: RecordsFound, knowledge: KnowledgeBase) -> str:
    each = knowledge.rule[one.rule].each
    counts = each is not None and (each.relations or each.among is not None)
    return f"{len(one.records)} of {one.among} in " if counts else ""


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
    of = (
        "the first condition" if each.among is None else ", ".join(f"{one.fact}: {one}" for one in each.among)
    )
    return lines + ([f"at least {each.share:g} % of those with {of}"] if each.share else [])


def _with(conditions: Group) -> str:
    return f" with {', '.join(f'{one.fact}: {one}' for one in conditions)}" if conditions else ""

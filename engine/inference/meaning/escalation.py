"""When several nonconformities under one clause together show that it has broken down: what is counted,
and when it is enough."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from ...knowledge.language.phrases import Value
from ...model import Escalation, Fact, Rule


def counted_clause(standard: str, number: str) -> str:
    """The clause of two numbers under which a requirement is counted: 9.2 for 9.2.2, 10 for 10, A.5 for
    A.5.7."""
    return f"{standard}/{'.'.join(number.split('.')[:2])}"


def needed(escalation: Escalation, judged: int) -> int:
    """How many nonconformities it takes among the requirements judged under a clause."""
    return max(escalation.at_least, math.ceil(escalation.share * judged / 100))


def enough(escalation: Escalation, judged: int, failing: int, answers: int) -> bool:
    """Whether so many nonconformities, resting on so many different answers, are raised by an escalation
    that counts."""
    return escalation.at_least > 0 and failing >= needed(escalation, judged) and answers >= escalation.at_least


def behind(rules: Iterable[Rule], requirement: str, failing_notes: Iterable[int]) -> frozenset[str]:
    """The answers that make a requirement fail: an answer that many requirements read is no systemic failure
    by itself.

    `rules` are those that fire on its answers and records, whatever their grade; a rule over records is one
    answer, however many records it meets. `failing_notes` are numbers that tell the notes on the requirement
    apart: each is one answer, and no other has it.
    """
    grave = [rule for rule in rules if rule.grade.fails]
    read = (rule.reads if rule.each is None else (rule.id,) for rule in grave)
    notes = (f"{requirement} note {number}" for number in failing_notes)
    return frozenset(notes).union(*read)


def short_of_best(rules: Iterable[Rule], known: Mapping[str, Value], facts: Mapping[str, Fact]) -> frozenset[str]:
    """The answers behind a nonconformity that is certain though no rule fires that weighs as much: of all
    that is known, what the failing rules of the requirement read and is not the best answer. A question
    without a best answer describes, and nobody is asked for what the engine works out itself."""
    read = {fact for rule in rules if rule.grade.fails for fact in rule.reads if fact in known}
    return frozenset(fact for fact in read if _is_short(known[fact], facts[fact]))


def _is_short(value: Value, fact: Fact) -> bool:
    if fact.computed:
        return False
    return not fact.words or (bool(fact.best) and value not in fact.best)

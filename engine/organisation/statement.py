"""The Statement of Applicability, as the register of controls tells it: which controls of Annex A it names
and which it leaves out without a word, how far they have come, what it excludes, and where it says something
else than the rest of the file.

A register in which no record is a control of Annex A is no statement, and nothing is missing in it.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

import msgspec

from ..knowledge.language.phrases import SCALES, Value
from ..model import Clause, Discipline, KnowledgeBase
from ..problems import Problem, did_you_mean
from ..reading.nodes import Problems, shortened
from .annex_of_2013 import SUCCESSOR
from .records import RegisterRecord, Registers

CONTROLS = "registers.controls"
ANNEX = "annex_a"
IN_PLACE = "in place"
NOT_YET = ("planned", "in progress", "retired")
MOST_NAMED = 12
_CONTROL = re.compile(r"A\.\d+\.\d+")
_NAMED = re.compile(r"(?<![\d.])(?:A\.?\s?)?(\d+\.\d+)(?![\d.])")
"""A control as people write it: `A.8.13`, `A8.13`, `8.13`; not `A.8.1.3`, which is one of the edition of
2013."""
_OF_2013 = re.compile(r"(?<![\d.])(?:A\.?\s?)?(\d+\.\d+\.\d+)(?![\d.])")
_LIKE_ITS_TITLE = 0.75


Line = tuple[RegisterRecord, tuple[str, ...]]
"""A record of the Statement with the controls that it is: `A.8.13`."""


def left_out(registers: Registers, standard: str, knowledge: KnowledgeBase) -> tuple[str, ...]:
    """The controls of the annex of a standard that have no record, neither applicable nor left out."""
    annex = annex_of(standard, knowledge)
    lines = _lines(registers, annex)
    stated = {number for _, numbers in lines for number in numbers}
    return tuple(number for number in annex if number not in stated) if lines else ()


def without_status(registers: Registers, standard: str, knowledge: KnowledgeBase) -> int:
    """How many records of controls in use, of the annex of a standard, do not say how far they have come."""
    unsaid = sum("status" in one.unsaid and _applies(one) for one in _statement(registers))
    return unsaid if unsaid and annex_of(standard, knowledge) else 0


def excluded_by(registers: Registers, knowledge: KnowledgeBase) -> Iterator[tuple[str, RegisterRecord]]:
    """The controls, with their standard, that the Statement leaves out with a reason: that is the
    exclusion, and no second one is needed. One that another line calls applicable is not left out."""
    for standard, annex in _annexes(knowledge).items():
        lines = _lines(registers, annex)
        used = set().union(*(numbers for one, numbers in lines if _applies(one)))
        for one, numbers in lines:
            if not _applies(one) and one.values.get("justification"):
                yield from ((f"{standard}/{number}", one) for number in numbers if number not in used)


def called_applicable(registers: Registers, knowledge: KnowledgeBase) -> frozenset[str]:
    """The controls, with their standard, of which a line says in so many words, or by its status, that
    they are in use."""
    found: set[str] = set()
    for standard, annex in _annexes(knowledge).items():
        for one, numbers in _lines(registers, annex):
            if _applies(one) and not {"applicable", "status"} <= set(one.unsaid):
                found |= {f"{standard}/{number}" for number in numbers}
    return frozenset(found)


def check_statement(registers: Registers, knowledge: KnowledgeBase, problems: Problems) -> None:
    """Reports lines that name no control of an annex: numbers of 2013, slips, what spreadsheets make of
    5.10; and controls that one line calls applicable and another leaves out."""
    for annex in _annexes(knowledge).values():
        lines = _lines(registers, annex)
        for one, _ in lines:
            for message, hint in _wrong_numbers(str(one.values[ANNEX]), annex):
                problems.add(one.at, message, "unknown-name", hint)
        for one, number, longer in _shortened(lines, annex):
            hint = f"write {longer} as text: spreadsheet programs shorten it to {number.removeprefix('A.')}"
            message = (
                f"this line is {number} by its number and {longer} ({annex[longer].title}) by the rest of it"
            )
            problems.add(one.at, message, "wrong-answer", hint)
        _refuse_two_ways(lines, problems)


def remarks_on(registers: Registers, standards: Iterable[str], knowledge: KnowledgeBase) -> Iterator[Problem]:
    """What is worth a word and stops nobody: which controls have no line, by name."""
    for standard in standards:
        if missing := left_out(registers, standard, knowledge):
            more = f" and {len(missing) - MOST_NAMED} more" if len(missing) > MOST_NAMED else ""
            message = f"the Statement has no line for {', '.join(missing[:MOST_NAMED])}{more}"
            yield Problem(
                _statement(registers)[0].at,
                message,
                "statement",
                "say of each whether it applies, and why or why not",
            )


def lines_by_control(
    registers: Registers, standard: str, knowledge: KnowledgeBase
) -> dict[str, tuple[RegisterRecord, ...]]:
    """The lines of the Statement by the control of a standard that they are: A.8.13."""
    found: dict[str, tuple[RegisterRecord, ...]] = {}
    for one, numbers in _lines(registers, annex_of(standard, knowledge)):
        for number in numbers:
            found[number] = (*found.get(number, ()), one)
    return found


def answered_otherwise(
    registers: Registers, known: Mapping[Discipline, Mapping[str, Value]], knowledge: KnowledgeBase
) -> Registers:
    """The registers, the lines of the Statement marked whose status the answers contradict: in place where
    every answer on the control says that it is absent, or not yet where every one says that it is there."""
    untrue: set[str] = set()
    for standard, annex in _annexes(knowledge).items():
        answers = known.get(knowledge.standard[standard].discipline, {})
        lines = [line for line in _lines(registers, annex) if "status" not in line[0].unsaid]
        for record, numbers in lines:
            controls = [f"{standard}/{number}" for number in numbers]
            if _applies(record) and any(_says_otherwise(record, one, answers, knowledge) for one in controls):
                untrue.add(record.id)
    if not untrue:
        return registers
    marked = tuple(
        msgspec.structs.replace(one, contradicted=("status",)) if one.id in untrue else one
        for one in registers[CONTROLS]
    )
    return {**registers, CONTROLS: marked}


def _says_otherwise(
    line: RegisterRecord, control: str, known: Mapping[str, Value], knowledge: KnowledgeBase
) -> bool:
    templates = [knowledge.requirement[one].template for one in knowledge.members.get(control, ())]
    names = dict.fromkeys(name for template in templates for name in knowledge.reads_of[template])
    asked = [one for one in (knowledge.question[name] for name in names) if one.words in SCALES and one.best]
    answered = [one for one in asked if one.id in known]
    if line.values["status"] == IN_PLACE:
        return bool(answered) and all(
            known[one.id] == one.words[-1] and one.words[-1] not in one.best for one in answered
        )
    begun = line.values["status"] in NOT_YET
    return begun and bool(asked) and all(known.get(one.id) in one.best for one in asked)


Annex = Mapping[str, Clause]
"""The controls of an annex, in its order, by number: `A.8.13`."""


def _annexes(knowledge: KnowledgeBase) -> dict[str, Annex]:
    annexes = {one.id: annex_of(one.id, knowledge) for one in knowledge.standards}
    return {standard: annex for standard, annex in annexes.items() if annex}


def annex_of(standard: str, knowledge: KnowledgeBase) -> Annex:
    """The controls of the annex of a standard by number, in its order; empty where it has none."""
    return {
        one.number: one
        for one in knowledge.clauses
        if one.standard == standard and _CONTROL.fullmatch(one.number)
    }


def _statement(registers: Registers) -> tuple[RegisterRecord, ...]:
    return tuple(one for one in registers.get(CONTROLS, ()) if ANNEX in one.values)


def _applies(record: RegisterRecord) -> bool:
    return record.values.get("applicable") == "yes"


def _lines(registers: Registers, annex: Annex) -> list[Line]:
    """The records of the Statement, each with its controls: by number or by title; it may be several."""
    titles = {clause.title.casefold(): number for number, clause in annex.items()}
    return [(one, _numbers(str(one.values[ANNEX]), titles)) for one in _statement(registers)]


def _numbers(text: str, titles: Mapping[str, str]) -> tuple[str, ...]:
    titled = titles.get(text.strip().casefold())
    return (titled,) if titled else tuple(f"A.{number}" for number in _NAMED.findall(text))


def _wrong_numbers(text: str, annex: Annex) -> Iterator[tuple[str, str]]:
    """Messages and hints on what names no control of the annex."""
    for number in _OF_2013.findall(text):
        now = f"A.{SUCCESSOR[number]}" if number in SUCCESSOR else ""
        hint = (
            f"what it asked is asked by {now} ({annex[now].title})"
            if now in annex
            else "numbers of today have two parts, as A.8.13"
        )
        yield (
            f"A.{number} is a control of the edition of 2013" if now else f"there is no control A.{number}",
            hint,
        )
    for number in _NAMED.findall(text):
        if f"A.{number}" not in annex:
            yield (
                f"there is no control A.{number}",
                did_you_mean(f"A.{number}", annex) or "for example A.8.13",
            )
    if not _OF_2013.search(text) and not _NAMED.search(text):
        titles = {clause.title: number for number, clause in annex.items()}
        if text.strip().casefold() not in {title.casefold() for title in titles}:
            near = difflib.get_close_matches(text[:120], titles, n=1)
            hint = (
                f"did you mean {titles[near[0]]} ({near[0]})?"
                if near
                else "a number such as A.8.13; leave the field out if it is none"
            )
            yield f"`{shortened(text)}` names no control of Annex A", hint


def _shortened(lines: list[Line], annex: Annex) -> Iterator[tuple[RegisterRecord, str, str]]:
    """The records that are 5.1 where 5.10 was written into a cell for numbers, with both numbers. A title
    tells, or that 5.1 stands a second time where 5.10 is missing among its neighbours."""
    last = {number: one for one, numbers in lines for number in numbers}
    times = Counter(number for _, numbers in lines for number in numbers)
    for one, numbers in lines:
        for number in numbers:
            longer = f"{number}0"
            if longer not in annex:
                continue
            said = f"{one.values.get('what', '')} {_NAMED.sub('', str(one.values[ANNEX]))}".strip()
            shorter, other = (_alike(said, annex[name].title) for name in (number, longer))
            twice = times[number] > 1 and last[number] is one and _misses(longer, times.keys(), annex)
            if other > max(_LIKE_ITS_TITLE, shorter) or (twice and shorter < _LIKE_ITS_TITLE):
                yield one, number, longer


def _misses(number: str, stated: Collection[str], annex: Annex) -> bool:
    """Whether a control has no line, and those beside it have one."""
    section, _, place = number.rpartition(".")
    beside = {f"{section}.{int(place) - 1}", f"{section}.{int(place) + 1}"} & annex.keys()
    return number not in stated and all(one in stated for one in beside)


def _alike(said: str, title: str) -> float:
    return difflib.SequenceMatcher(None, said[:200].casefold(), title.casefold()).ratio()


def _refuse_two_ways(lines: list[Line], problems: Problems) -> None:
    """Reports a control of which two lines say that it applies and that it does not: nobody could say
    which counts."""
    first: dict[tuple[str, bool], RegisterRecord] = {}
    for one, numbers in lines:
        for number in numbers:
            first.setdefault((number, _applies(one)), one)
            other = first.get((number, not _applies(one)))
            if other is not None:
                hint = f"{shortened(other.id)} in line {other.at.line} says the other; keep one of the two"
                problems.add(
                    one.at,
                    f"{number} is applicable in one line and left out in another",
                    "contradiction",
                    hint,
                )

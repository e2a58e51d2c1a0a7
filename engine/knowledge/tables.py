"""The words by which foreign tables are known: by field and language, laid into the fields and registers that
have them, so that whoever reads a table, a workbook or an organisation's file knows the same words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from ..model import AnswerKind, Field, Question
from ..model.tables import BoxHeading, TableWords
from ..problems import Location
from ..reading.nodes import Problems
from ..reading.shapes import Entry
from .formats.tables import LANGUAGES
from .sources import Sources

RECORD = "record"
"""What the name of a record is called among its fields."""


class Vocabulary:
    """The words of all files; what names no register, no field or no word of one goes to `problems`."""

    def __init__(self, sources: Sources, questions: Mapping[str, Question], problems: Problems) -> None:
        self.problems = problems
        self.registers = {one.id: one for one in questions.values() if one.answer is AnswerKind.REGISTER}
        files = sources["headings"]
        self.headings = [one for one in _all(files, "headings") if self._has_field(one, "heading")]
        self.said = [
            one for one in _all(files, "said") if self._has_field(one, "field") and self._has_word(one)
        ]
        self.called = [one for one in _all(files, "called") if self._has_register(one)]
        self.sides = list(_all(files, "sides"))

    def of(self, question: Question) -> Question:
        """A register with the words that it and its fields are known by; any other question as it is."""
        if question.id not in self.registers:
            return question
        called = _all_words(one for one in self.called if one["called"] == question.id)
        record = tuple(self._known(field, question.id) for field in question.record)
        return msgspec.structs.replace(question, record=record, also=_once((*question.also, *called)))

    def rest(self) -> TableWords:
        """The words that belong to no field alone."""
        named = _all_words(one for one in self.headings if one["heading"] == RECORD)
        marked = (
            BoxHeading(one["heading"], one["marked"], tuple(_words(one)), tuple(one.all("registers")))
            for one in self.headings
            if "marked" in one
        )
        sides = {
            side: tuple(_all_words(one for one in self.sides if one["side"] == side))
            for side in ("before", "after", "wanted")
        }
        about = tuple((one["called"], tuple(one.all("about"))) for one in self.called if "about" in one)
        return TableWords(_once(named), tuple(marked), about, **sides)

    def _known(self, field: Field, register: str) -> Field:
        own = (one for one in self.headings if one["heading"] == field.name and "marked" not in one)
        headed = _all_words(one for one in own if _is_in(register, one))
        said = [one for one in self.said if one["field"] == field.name and _is_in(register, one)]
        ways = {word: list(known) for word, known in field.means}
        for one in said:
            if one["said"] in field.words:
                ways.setdefault(one["said"], []).extend(_words(one))
        means = tuple((word, _once(known)) for word, known in ways.items())
        return msgspec.structs.replace(field, also=_once((*field.also, *headed)), means=means)

    def _fields(self, entry: Entry, name: str) -> list[Field]:
        """The fields of a name in the registers that an entry is about."""
        found = [one.field(name) for one in self.registers.values() if _is_in(one.id, entry)]
        return [one for one in found if one is not None]

    def _has_field(self, entry: Entry, key: str) -> bool:
        unknown = [one for one in entry.get("registers", ()) if not self._knows(one.value, one.at)]
        known = not unknown
        if not known or (key == "heading" and entry[key] == RECORD) or self._fields(entry, entry[key]):
            return known
        names = sorted({field.name for one in self.registers.values() for field in one.record})
        hint = self.problems.near(entry[key], names)
        message = f"no register has a field `{entry[key]}`"
        self.problems.add(entry.place(key), message, "unknown-name", hint)
        return False

    def _has_word(self, entry: Entry) -> bool:
        words = {word for field in self._fields(entry, entry["field"]) for word in field.words}
        if entry["said"] in words:
            return True
        hint = self.problems.near(entry["said"], words) or f"it has {', '.join(sorted(words))}"
        message = f"`{entry['said']}` is no word of the field {entry['field']}"
        self.problems.add(entry.place("said"), message, "unknown-word", hint)
        return False

    def _has_register(self, entry: Entry) -> bool:
        return self._knows(entry["called"], entry.place("called"))

    def _knows(self, register: str, at: Location) -> bool:
        if register in self.registers:
            return True
        self.problems.add(
            at,
            f"there is no register `{register}`",
            "unknown-name",
            self.problems.near(register, self.registers),
        )
        return False


def _all(files: Iterable[Entry], section: str) -> Iterator[Entry]:
    entries = (entry for file in files for entry in file.all(section))
    return (entry for entry in entries if entry.whole)


def _is_in(register: str, entry: Entry) -> bool:
    return not entry.all("registers") or register in entry.all("registers")


def _all_words(entries: Iterable[Entry]) -> Iterator[str]:
    return (word for entry in entries for word in _words(entry))


def _words(entry: Entry) -> Iterator[str]:
    return (word for language in LANGUAGES for word in entry.all(language))


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))

"""The fields of a register's records: what each holds, what an empty one means, and the words and headings
under which people keep it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from ...model import AnswerKind, Field, Question
from ...problems import did_you_mean
from ...reading.nodes import Problems
from ...reading.shapes import Entry, NotUnderstood, Placed
from ..language.phrases import Answering, answer, as_question
from ..names import Names

BUILT_IN = ("record", "disciplines")
"""What every record has beside the fields of its register: its name, and the disciplines it belongs to."""

_NO_DAY = date.max
_OF_REGISTERS = ("record", "of", "also")


class FieldsReader:
    """Reads the fields of registers. `entries` are all facts by name, from whose fields others may be taken
    over (`like`)."""

    def __init__(self, entries: Mapping[str, Entry], problems: Problems) -> None:
        self.entries = entries
        self.problems = problems

    def fields(self, name: Placed[str], entry: Entry) -> tuple[Field, ...] | None:
        """The fields of a register's records; none for any other fact. None, with problems, if they cannot
        be read."""
        is_register = entry["answer"].kind is AnswerKind.REGISTER
        if is_register and "record" not in entry:
            self.problems.add(
                name.at,
                f"{name.value} is a register and needs the key `record`",
                "missing-key",
                "record: {owner: {holds: text, says: ...}}",
            )
            return None
        for key in () if is_register else _OF_REGISTERS:
            if key in entry:
                message = f"`{key}` goes with `answer: register`"
                self.problems.add(entry.place(key), message, "unknown-key", "remove it")
                return None
        read = [self._field(one, placed) for one, placed in entry.get("record", ())]
        fields = tuple(one for one in read if one is not None)
        sound = (
            len(fields) == len(read) and self._are_told(fields, entry) and self._are_told_by(fields, entry)
        )
        return fields if sound else None

    def _field(self, name: Placed[str], placed: Placed[Entry] | None) -> Field | None:
        if placed is None or not placed.value.whole:
            return None
        if name.value in BUILT_IN:
            message = f"every record has the field `{name.value}`"
            self.problems.add(name.at, message, "duplicate-name", "remove it, or give it another name")
            return None
        entry = self._whole(name, placed.value)
        if entry is None:
            return None
        holds: Answering = entry["holds"]
        field = Field(
            name=name.value,
            holds=holds.kind,
            says=entry["says"],
            words=holds.words,
            unit=holds.unit,
            register=holds.register,
            required=entry.get("required", False),
            left_out=entry.get("left_out", ""),
            sparse=entry.get("sparse", False),
            also=tuple(entry.all("also")),
            means=tuple((word.value, _texts(said)) for word, said in entry.get("means", ())),
            worked_out_of=tuple(entry.all("worked_out_of")),
            scaled=bool(holds.words) and (holds.scaled or "worked_out_of" in entry),
            told_by=tuple((other, word, told.value) for other, word, told in _told_by(entry)),
        )
        return field if self._may_be_left_out(field, entry) and self._has_one_meaning(field, entry) else None

    def _whole(self, name: Placed[str], entry: Entry) -> Entry | None:
        """A field with what it takes over from another; None, with a problem, if something is missing."""
        if "like" in entry:
            return self._like(entry, ())
        for key, example in (("holds", "text"), ("says", "what belongs into it, in a sentence")):
            if key not in entry:
                hint = f"{key}: {example}; or like: registers.risks.owner"
                self.problems.add(name.at, f"{name.value} needs the key `{key}`", "missing-key", hint)
                return None
        return entry

    def _like(self, entry: Entry, on_the_way: tuple[str, ...]) -> Entry | None:
        like: Placed[str] = entry.placed("like")
        register, _, field = like.value.rpartition(".")
        given = self.entries[register].get("record", ()) if register in self.entries else ()
        found = {name.value: placed for name, placed in given}
        if field not in found:
            known = [f"{register}.{one}" for one in found] or self._registers()
            hint = self.problems.near(like.value, known) or "for example: registers.risks.owner"
            self.problems.add(like.at, f"there is no field `{like.value}`", "unknown-name", hint)
            return None
        if like.value in on_the_way:
            message = f"{like.value} is like itself"
            self.problems.add(like.at, message, "circle", "say of one of them what it holds")
            return None
        placed = found[field]
        if placed is None or not placed.value.whole:
            return None
        whole = (
            placed.value
            if "like" not in placed.value
            else self._like(placed.value, (*on_the_way, like.value))
        )
        return _with(whole, entry) if whole is not None and {"holds", "says"} <= set(whole) else None

    def _registers(self) -> list[str]:
        return [one for one, entry in self.entries.items() if "record" in entry]

    def _may_be_left_out(self, field: Field, entry: Entry) -> bool:
        """Whether what an empty field means is one of its words, and the field may be empty at all."""
        if "left_out" not in entry:
            if "told_by" in entry:
                hint = "say with `left_out` what an empty one means otherwise"
                message = "`told_by` goes with `left_out`"
                self.problems.add(entry.place("told_by"), message, "unknown-key", hint)
            return "told_by" not in entry
        if field.required or not field.words:
            message = "`left_out` goes with fields of closed words that are not required"
            self.problems.add(entry.place("left_out"), message, "unknown-key", "remove it")
            return False
        meanings = [entry.placed("left_out"), *(told for _, _, told in _told_by(entry))]
        return all(self._is_an_answer(meaning, field) for meaning in meanings)

    def _is_an_answer(self, meaning: Placed[str], field: Field) -> bool:
        try:
            answer(meaning.value, as_question(field), _NO_DAY)
        except NotUnderstood as fault:
            self.problems.add(meaning.at, fault.message, "wrong-answer", fault.hint)
            return False
        return True

    def _has_one_meaning(self, field: Field, entry: Entry) -> bool:
        """Whether what people write means words of the field, and each one word alone."""
        meant = {word.casefold(): word for word in field.words}
        before = len(self.problems.found)
        for word, said in entry.get("means", ()):
            if word.value not in field.words:
                hint = did_you_mean(word.value, field.words) or f"its words are {', '.join(field.words)}"
                message = f"`{word.value}` is no word of the field `{field.name}`"
                self.problems.add(word.at, message, "unknown-word", hint)
            for text in said.value if said is not None else ():
                first = meant.setdefault(text.value.casefold(), word.value)
                if first != word.value:
                    own = (
                        "is a word of the field itself"
                        if text.value in field.words
                        else f"means `{first}` already"
                    )
                    message = f"`{text.value}` {own}"
                    self.problems.add(text.at, message, "duplicate-name", "leave it under one word")
        return len(self.problems.found) == before

    def _are_told(self, fields: tuple[Field, ...], entry: Entry) -> bool:
        """Whether fields that others tell name such as can tell them: a score its factors, a word the
        score it depends on."""
        scores = [one.name for one in fields if one.holds is AnswerKind.SCORE]
        before = len(self.problems.found)
        for field in fields:
            wrong = [one for one in field.worked_out_of if one not in scores or one == field.name]
            if wrong or (field.worked_out_of and not (field.words or field.holds is AnswerKind.SCORE)):
                what = (
                    f"`{wrong[0]}` is no other score of this register"
                    if wrong
                    else "only words and scores are worked out"
                )
                place = _entry_of(entry["record"], field.name).place("worked_out_of")
                hint = f"its scores are {', '.join(scores)}" if scores else "score: {holds: score, says: ...}"
                self.problems.add(place, what, "wrong-type", hint)
        return len(self.problems.found) == before

    def _are_told_by(self, fields: tuple[Field, ...], entry: Entry) -> bool:
        """Whether fields that others tell name such as the record has, and words of theirs."""
        words = {one.name: one.words for one in fields}
        before = len(self.problems.found)
        for field in fields:
            for other, word, _ in field.told_by:
                place = _entry_of(entry["record"], field.name).place("told_by")
                if other not in words:
                    hint = did_you_mean(other, words) or f"its fields are {', '.join(words)}"
                    self.problems.add(place, f"the record has no field `{other}`", "unknown-name", hint)
                elif word and word not in words[other]:
                    hint = did_you_mean(word, words[other]) or f"name a word of {other}"
                    self.problems.add(place, f"`{word}` is no word of `{other}`", "unknown-word", hint)
        return len(self.problems.found) == before


def _told_by(entry: Entry) -> Iterator[tuple[str, str, Placed[str]]]:
    """What others tell of a field: the other, its word or empty, and the word told."""
    for other, told in entry.get("told_by", ()):
        if told is None:
            continue
        if isinstance(told.value, str):
            yield other.value, "", told
        else:
            yield from ((other.value, word.value, said) for word, said in told.value if said is not None)


def _texts(said: Placed[list[Placed[str]]] | None) -> tuple[str, ...]:
    return tuple(one.value for one in said.value) if said is not None else ()


def _with(other: Entry, own: Entry) -> Entry:
    """A field that is like another, but for what it says itself. Where it holds something else, nothing that
    depends on what is held is taken over."""
    made = Entry(own.at)
    dropped = {"left_out", "worked_out_of", "told_by"} if "holds" in own else set()
    if "holds" in own and own["holds"].words != other["holds"].words:
        dropped.add("means")
    for key in other:
        if key not in dropped:
            made.put(key, other.placed(key))
    for key in own:
        made.put(key, own.placed(key))
    return made


def check_targets(
    facts: Mapping[str, Question], names: Names, places: Mapping[str, Entry], problems: Problems
) -> None:
    """Reports fields that name records of what is no register."""
    registers = sorted(one.id for one in facts.values() if one.record)
    for fact in facts.values():
        for field in fact.record:
            broken = field.register in names and field.register not in facts
            if field.register and not broken and field.register not in registers:
                place = _entry_of(places[fact.id]["record"], field.name).place("holds")
                hint = did_you_mean(field.register, registers) or f"registers are {_listed(registers)}"
                problems.add(place, f"there is no register `{field.register}`", "unknown-name", hint)


def _entry_of(record: Iterable[tuple[Placed[str], Placed[Entry]]], name: str) -> Entry:
    """A field as it is written."""
    return next(placed.value for one, placed in record if one.value == name)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))

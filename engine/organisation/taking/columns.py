"""Which column goes into which field of a register, and which register a table is.

A heading is known by the words of a field: the same word, one misspelt, or a word of the field among others.
What stands in the column has to fit: days in a field of days, numbers of Annex A in the field for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache

import msgspec
from rapidfuzz import fuzz, process

from ...model import KnowledgeBase, Question, TableWords
from .plain import plain_heading

RECORD = "record"
LEFT_OUT = "left out"
SAME, NEARLY, AMONG = 100.0, 83.0, 60.0
HEAD = 12.0
_OF = frozenset(("de", "del", "des", "du", "d", "la", "der"))
AS_GOOD = 5.0
"""A column whose best field is taken may go into another one that matches it nearly as well, and no other."""

LEAST = 70.0
"""How well a heading has to match a field, of 100."""

ABOUT = 0.8
"""What one heading that tells what the records are says for a register, shared by all with that word."""

MOST_ABOUT = 3
"""So many headings that tell what the records are count."""

RATED = ("level", "score", "likelihood", "impact", "severity")
"""What is rated before the treatment and after it."""


class Headed(msgspec.Struct, frozen=True):
    """A heading as it is compared: in plain letters, without the words for a side, and which side it is."""

    plain: str
    without_side: str
    side: str = ""


class RegisterWords:
    """The words by which the columns of one register are known."""

    def __init__(self, register: Question, words: TableWords) -> None:
        self.register = register
        self.words = words
        self._own: dict[str, str] = {}
        self._fields: dict[str, list[str]] = {}
        self.rank = {field.name: place for place, field in enumerate(register.record)}
        for field in register.record:
            self._own[plain_heading(field.name)] = field.name
            for word in (field.name.replace("_", " "), *field.also):
                self._fields.setdefault(plain_heading(word), []).append(field.name)
        for word in (RECORD, *words.names):
            self._fields.setdefault(plain_heading(word), []).append(RECORD)
        self._found = lru_cache(2_000)(self._find)
        self._phrases = {word: frozenset(word.split()) for word in self._fields if len(word) > 3}
        marked = [one for one in words.marked if not one.registers or register.id in one.registers]
        marked = [one for one in marked if register.field(one.field)]
        self.marks = {plain_heading(word): one for one in marked for word in one.words}

    @cached_property
    def called(self) -> tuple[str, ...]:
        """What people call such a table, the longest first."""
        own = self.register.id.rpartition(".")[2].replace("_", " ")
        return tuple(
            sorted({plain_heading(word) for word in (own, *self.register.also)}, key=len, reverse=True)
        )

    def knows(self, heading: str) -> bool:
        """Whether a heading is known as it stands, or misspelt."""
        plain = plain_heading(heading)
        return any(quality >= LEAST + 10 for quality in self._found(plain).values())

    def is_word(self, plain: str) -> bool:
        return plain in self._fields

    def is_headed(self, heading: str, field: str) -> bool:
        """Whether a heading is plainly that of a field."""
        return field in self._fields.get(plain_heading(heading), ())

    def matches(self, heading: Headed) -> dict[str, float]:
        """The fields that a heading may mean, with how well it matches each."""
        found = self._found(heading.plain)
        if found.get(max(found, key=lambda one: found[one], default=""), 0) >= SAME:
            return found
        if heading.side == "wanted":
            return {}
        for field, quality in self._found(heading.without_side).items():
            name = self._on_side(field, heading.side)
            found[name] = max(found.get(name, 0), quality - 3)
        if heading.side == "after":
            found = {field: quality for field, quality in found.items() if field not in RATED}
        return found

    def _on_side(self, field: str, side: str) -> str:
        if side != "after" or field not in RATED:
            return field
        names = (f"residual_{field}", "residual" if field in ("level", "score") else "")
        return next((name for name in names if name and self.register.field(name)), "")

    def _find(self, plain: str) -> dict[str, float]:
        if not plain:
            return {}
        if plain in self._fields:
            own = self._own.get(plain)
            return {field: SAME + (field == own) for field in self._fields[plain]}
        found: dict[str, float] = {}
        for field, quality in (*self._nearest(plain), *self._among(plain)):
            found[field] = max(found.get(field, 0), quality)
        return found

    def _nearest(self, plain: str) -> list[tuple[str, float]]:
        if len(plain) < 4:
            return []
        near = process.extract(plain, list(self._phrases), scorer=fuzz.ratio, score_cutoff=NEARLY, limit=4)
        return [(field, score - 4) for word, score, _ in near for field in self._fields[word]]

    def _among(self, plain: str) -> list[tuple[str, float]]:
        """The fields of which a word stands among others: better the more of the heading it is, and where it
        is what the heading is about: the last word, or the first before `de` and its like."""
        parts = plain.split()
        head = parts[0] if not _OF.isdisjoint(parts) else parts[-1]
        there = [word for word, tokens in self._phrases.items() if tokens <= set(parts)]
        how = {
            word: AMONG
            + 32 * len(word) / max(len(plain), len(word))
            + (HEAD if head in self._phrases[word] else 0)
            for word in there
        }
        return [(field, how[word]) for word in there for field in self._fields[word]]


class MatchedColumns(msgspec.Struct, frozen=True):
    """The fields of a register by column, and how much speaks for the register; `evidence` is what of that
    speaks for this register and hardly for another."""

    register: str
    fields: dict[int, str]
    marks: dict[int, str]
    weight: float
    evidence: float = 0.0


class HeadingWords:
    """The words of all registers of a knowledge base."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.words = knowledge.table_words
        self.registers = {one.id: RegisterWords(one, self.words) for one in knowledge.registers}
        self.knows = lru_cache(5_000)(self._knows)
        self.speaks_for = lru_cache(5_000)(self._speaks_for)
        self._about = {
            register: tuple(plain_heading(word) for word in words) for register, words in self.words.about
        }
        self._sides = {plain_heading(word): side for side, words in _by_side(self.words) for word in words}

    def _knows(self, heading: str) -> bool:
        """Whether a text is a heading of some register."""
        plain = plain_heading(heading)
        parts = self.headed(heading)
        return any(one.knows(plain) or one.knows(parts.without_side) for one in self.registers.values())

    def is_plainly(self, heading: str) -> bool:
        """Whether a text is a heading of some register, word by word."""
        plain = self.headed(heading).without_side
        return any(one.is_word(plain) for one in self.registers.values())

    def names_people(self, heading: str) -> bool:
        """Whether a heading is that of people, and of nothing else."""
        if any(one.is_headed(heading, "what") for one in self.registers.values()):
            return False
        return any(
            one.register.field("person") and one.is_headed(heading, "person")
            for one in self.registers.values()
        )

    def headed(self, heading: str) -> Headed:
        plain = plain_heading(heading)
        padded = f" {plain} "
        for words in sorted(self._sides, key=len, reverse=True):
            if f" {words} " in padded:
                return Headed(plain, " ".join(padded.replace(f" {words} ", " ").split()), self._sides[words])
        return Headed(plain, plain)

    def _speaks_for(self, heading: str, field: str) -> float:
        """What a heading says about the register: the less, the more registers have a column of this name."""
        headed = self.headed(heading)
        fitting = sum(
            max(one.matches(headed).values(), default=0) >= LEAST for one in self.registers.values()
        )
        return 1 / max(fitting, 1)

    def is_about(self, headings: Iterable[str], register: str) -> float:
        """How much the headings speak of what the records of a register are: of risks, of hazards."""
        told = []
        for heading in headings:
            padded = f" {plain_heading(heading)} "
            said = [word for word in self._about.get(register, ()) if f" {word} " in padded]
            sharing = [sum(word in words for words in self._about.values()) for word in said]
            told += [ABOUT / min(sharing)] if sharing else []
        return sum(sorted(told, reverse=True)[:MOST_ABOUT])

    def title_speaks(self, title: str, register: str) -> float:
        """What the name of a sheet, of a file or a title says about the register."""
        padded = f" {plain_heading(title)} "
        words = next((one for one in self.registers[register].called if f" {one} " in padded), "")
        return 0.5 + 0.25 * len(words.split()) if words else 0.0


Fits = Callable[[int, str], float | None]
"""How well what stands in a column fits a field: 0, less where another column would fit better, None where it
does not fit at all."""


def _by_side(words: TableWords) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("before", words.before), ("after", words.after), ("wanted", words.wanted)


def assigned(
    headings: Iterable[tuple[int, str]],
    words: RegisterWords,
    vocabulary: HeadingWords,
    fits: Fits,
    joined: Iterable[str],
) -> MatchedColumns:
    """The best field for each column, each field once; fields in `joined` take every column that is headed
    exactly so."""
    headings = tuple(headings)
    marks = {
        column: words.marks[plain_heading(text)].field
        for column, text in headings
        if plain_heading(text) in words.marks and fits(column, "marked") is not None
    }
    pairs: list[tuple[float, int, int, str]] = []
    for column, text in (one for one in headings if one[0] not in marks):
        for field, quality in words.matches(vocabulary.headed(text)).items():
            fit = fits(column, field) if field and quality >= LEAST else None
            if fit is not None:
                pairs.append((quality + fit, -column, -words.rank.get(field, 0), field))
    best: dict[int, float] = {}
    for quality, minus, _, _ in pairs:
        best[-minus] = max(best.get(-minus, 0), quality)
    pairs = [one for one in pairs if one[0] > best[-one[1]] - AS_GOOD]
    fields: dict[int, str] = {}
    for quality, minus, _, field in sorted(pairs, reverse=True):
        again = field in fields.values() and not (field in joined and quality >= SAME)
        if -minus not in fields and not again:
            fields[-minus] = field
    texts = dict(headings)
    speaking = [vocabulary.speaks_for(texts[column], field) for column, field in fields.items()]
    weight, evidence = sum(speaking), sum(one for one in speaking if one >= 0.5) + 0.3 * len(marks)
    weight += 0.3 * len(marks) + 0.5 * len(fields) / max(len(headings), 1)
    return MatchedColumns(words.register.id, fields, marks, weight, evidence)

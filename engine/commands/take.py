"""Taking a foreign table into an organisation's file: what has to be asked, at most three things, and what is
written: the records, and beside the file how they were taken, so that next month nothing is asked.

Nothing is written before everything is known and has been shown. What somebody wrote into the file stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from ..files import keep_beside, write_whole
from ..model import Discipline, Field, KnowledgeBase
from ..organisation.foreign import Foreign, what_it_is
from ..organisation.inputs import Given, source_of
from ..organisation.organisation import Organisation, organisation_in
from ..organisation.registers.scales import Scales
from ..organisation.taking.columns import LEFT_OUT
from ..organisation.taking.days import DayOrder
from ..organisation.taking.mapping import TableMapping, beside, mappings_text, read_mappings
from ..organisation.taking.merging import Becomes, MergedRecords, merged, records_there
from ..organisation.taking.statement import ANNEX
from ..organisation.taking.tables import FoundTable
from ..organisation.taking.together import together
from ..organisation.taking.understood import Ask, KnownBeside, TableQuestion, TakenTable, Understanding
from ..organisation.taking.words import levels_of
from ..problems import BadInput, Location, Problem, did_you_mean
from ..reading.grids import SheetGrid, is_ours, read_grids
from ..reading.held import held
from ..reading.kept import NotKept, Value, with_entry, with_item
from ..reading.nodes import Problems
from ..reading.shapes import NotUnderstood
from .interview import text_of
from .questions import no_standard
from .workspace import Workspace

_ASSESS = "an organisation's file is read as it is: clausegraph assess FILE"
MOST_QUESTIONS = 3
"""How many questions are asked about a file. What would take more is left out, and listed."""


class TakeOptions(msgspec.Struct, frozen=True):
    """What a person says of a file from the beginning: options of the command line."""

    register: str = ""
    days: DayOrder | None = None
    cuts: tuple[float, ...] = ()
    words: Mapping[str, str] = {}
    sheets: tuple[str, ...] = ()


def taking_of(table: Path, place: Path | None, options: Mapping[str, Any], *, today: date) -> Taking:
    """A file on its way, as the options of the command line say it. Raises BadInput."""
    workspace = Workspace(options["overlays"])
    problems = Problems()
    told = TakeOptions(
        register=_register_named(options["register"], workspace.knowledge, problems),
        days=DayOrder(options["days"].replace("-", " ")) if options["days"] else None,
        cuts=_levels(options["levels"], problems),
        words=_pairs(options["words"], problems),
        sheets=options["sheets"],
    )
    if problems.found:
        raise BadInput(problems.found)
    standards, mapping = options["standards"], options["mapping"]
    return Taking(
        table, place, workspace=workspace, standards=standards, mapping=mapping, told=told, today=today
    )


def _register_named(name: str, knowledge: KnowledgeBase, problems: Problems) -> str:
    known = {one.id: one.id for one in knowledge.registers}
    known |= {one.rpartition(".")[2].replace("_", " "): one for one in known}
    plain = " ".join(name.replace("_", " ").replace("-", " ").split())
    if not name or name in known or plain in known:
        return known.get(name) or known.get(plain, "")
    shown = [one for one in known if "." not in one]
    hint = did_you_mean(plain, shown) or f"they are {', '.join(sorted(shown))}"
    problems.add(Location("--register"), f"there is no register `{name}`", "unknown-name", hint)
    return ""


def _levels(words: str, problems: Problems) -> tuple[float, ...]:
    numbers = tuple(map(float, re.findall(r"\d+(?:\.\d+)?", words)))
    if (words and list(numbers) != sorted(set(numbers))) or (words and not numbers):
        problems.add(Location("--levels"), "here belong rising numbers", "wrong-answer", '--levels "6, 15"')
    return numbers


def _pairs(words: Iterable[str], problems: Problems) -> dict[str, str]:
    pairs = {}
    for one in words:
        text, equals, meaning = (part.strip() for part in one.partition("="))
        if not equals or not text or not meaning:
            problems.add(
                Location("--word"),
                f"`{one}` does not say what a word means",
                "wrong-answer",
                "--word WIP=planned",
            )
        pairs[text] = "" if meaning in ("0", LEFT_OUT) else meaning
    return pairs


class TakeResult(msgspec.Struct, frozen=True):
    """The file with the records in it, what becomes of each register's records, and the mapping."""

    text: str
    merged: dict[str, MergedRecords]
    mappings: tuple[TableMapping, ...]


class Taking:
    """A file of tables on its way into an organisation's file at `place`. `tables` are as they are
    understood by what has been answered so far."""

    def __init__(
        self,
        given: Given,
        place: Path | None,
        *,
        workspace: Workspace,
        standards: tuple[str, ...] = (),
        mapping: Path | None = None,
        told: TakeOptions | None = None,
        today: date,
    ) -> None:
        self.knowledge: KnowledgeBase = workspace.knowledge
        self.place = place
        self.today = today
        self.told = told or TakeOptions()
        self.text = text_of(place) if place is not None else None
        self.organisation = self._read(self.text) if self.text is not None else None
        self.standards = workspace.chosen(standards)
        self.mapping_place = mapping or (beside(place) if place is not None else None)
        self.mappings = self._mappings(mapping)
        self.asked = 0
        self.source = source_of(given)
        self._understanding = Understanding(self.knowledge, self._known())
        self._found = tuple(self._understanding.tables(self._grids()))
        self._own: list[TableMapping] = []
        self.tables: tuple[TakenTable, ...] = ()
        self._understand()

    # What is open

    @property
    def question(self) -> TableQuestion | None:
        """The next thing to ask; None where nothing is open, or enough has been asked."""
        return next(iter(self.questions), None) if self.asked < MOST_QUESTIONS else None

    @property
    def questions(self) -> list[TableQuestion]:
        """All that is open, what decides most first."""
        found = [one for table in self.tables for one in table.questions]
        return sorted(found, key=lambda one: list(Ask).index(one.ask))

    def answer(self, question: TableQuestion, words: str) -> None:
        """Takes the answer to a question. Raises NotUnderstood where it is none."""
        own = self._said_of(question.table)
        changed = _ANSWERS[question.ask](question, own, " ".join(words.split()))
        self._own = [one for one in self._own if one.table != question.table] + [changed]
        self.asked += 1
        self._understand()

    def skip(self, question: TableQuestion) -> None:
        """Leaves a question open: what hangs on it is left out."""
        self.asked = MOST_QUESTIONS if question.ask is Ask.REGISTER else self.asked + 1

    # What comes of it

    @property
    def taken(self) -> tuple[TakenTable, ...]:
        """The tables that go into a register, those included that wait for an answer."""
        return tuple(one for one in self.tables if (one.register and one.records) or one.questions)

    def result(self) -> TakeResult:
        """The organisation's file with the records in it. Raises BadInput where that cannot be."""
        text = self.text if self.text is not None else self.begun()
        for scale in self._scales():
            text = self._kept(partial(with_item, under="scales", value=scale), text)
        done: dict[str, MergedRecords] = {}
        kept = {one.table: one for one in self.mappings}
        for table in self.taken:
            if not table.register:
                continue
            there = records_there(text, table.register)
            fed = {column.field.partition(":")[0] for column in table.columns if column.field}
            made = merged(there, table.records, table.mapping.took, fed)
            if made.tells:
                text = self._with(text, table.register, made)
            done[table.name] = made
            adding = {one.name for one in table.records if one.adds}
            taken = (one.name for one in made.changes if one.change is not Becomes.GONE)
            names = tuple(one for one in taken if one not in adding)
            kept[table.name] = msgspec.structs.replace(table.mapping, took=names)
        if text != self.text:
            self._read(text)
        return TakeResult(text, done, tuple(kept.values()))

    def write(self, result: TakeResult) -> list[Path]:
        """Writes the file, with what stood there beside it where something of it is lost, and the mapping;
        the places that were written. Raises BadInput."""
        assert self.place is not None
        assert self.mapping_place is not None
        written = []
        with held(self.place):
            self._refuse_changed()
            if self.text is not None and any(one.harms for one in result.merged.values()):
                written.append(keep_beside(self.place))
            if result.text != self.text:
                write_whole(result.text, self.place)
                written.append(self.place)
        write_whole(mappings_text(result.mappings), self.mapping_place)
        return [*written, self.mapping_place]

    def begun(self) -> str:
        """The beginning of a file that is not there yet. Raises BadInput where no standard is named."""
        name = self.place.stem if self.place is not None else "organisation"
        standards = self.standards or tuple(self._suggested())
        if not standards:
            raise no_standard("--standard", self.knowledge)
        return f"organisation: {name}\nstandards: [{', '.join(standards)}]\n\nanswers:\n"

    def begin(self, text: str) -> None:
        """Begins the organisation's file with a text of one's own."""
        self.text, self.organisation = text, self._read(text)
        self._understanding = Understanding(self.knowledge, self._known())
        self._understand()

    # How it is understood

    def _understand(self) -> None:
        names: dict[str, int] = {}
        tables: list[TakenTable] = []
        for found in self._found:
            name = found.grid.sheet or Path(self.source.shown).stem
            names[name] = names.get(name, 0) + 1
            name = name if names[name] == 1 else f"{name} ({names[name]})"
            own = tuple(one for one in self._own if one.table == name)
            there = self._names_there(tables)
            table = self._understanding.understood(found, name, own or self.mappings, there)
            tables.append(self._like_those_before(found, table, tables))
        self.tables = together(tables)

    def _names_there(self, before: Iterable[TakenTable]) -> dict[str, set[str]]:
        """The names of records by register: those of the file, and of the tables before."""
        registers = self.organisation.registers if self.organisation is not None else {}
        there = {register: {one.id for one in records} for register, records in registers.items()}
        for table in before:
            there.setdefault(table.register, set()).update(one.name for one in table.records)
        return there

    def _like_those_before(
        self, found: FoundTable, table: TakenTable, before: Iterable[TakenTable]
    ) -> TakenTable:
        """A table that may be of several registers is of the one that another table of the file is of."""
        if not table.questions or table.questions[0].ask is not Ask.REGISTER:
            return table
        registers = [one.register for one in before if one.register in table.questions[0].options]
        if not registers:
            return table
        mapping = msgspec.structs.replace(table.mapping, register=registers[0])
        return self._understanding.understood(found, table.name, (mapping,))

    def _said_of(self, table: str) -> TableMapping:
        """What has been said of a table so far: now, else as it is kept; columns as they are kept alone."""
        kept = next(one.mapping for one in self.tables if one.name == table)
        before = next(
            (one for one in (*self._own, *self.mappings) if one.table == table), TableMapping(table)
        )
        return msgspec.structs.replace(kept, columns=before.columns)

    def _known(self) -> KnownBeside:
        own = self.organisation
        standards = tuple(dict.fromkeys((*(own.standards if own else ()), *self.standards)))
        as_of = own.as_of if own else self.today
        told = self.told
        stem = Path(self.source.shown).stem
        scales = Scales(own.scales) if own else Scales()
        return KnownBeside(as_of, standards, stem, told.register, told.days, told.cuts, told.words, scales)

    def _mappings(self, named: Path | None) -> tuple[TableMapping, ...]:
        place = self.mapping_place
        return (
            read_mappings(place, self.knowledge)
            if place is not None and (named is not None or place.exists())
            else ()
        )

    def _grids(self) -> tuple[SheetGrid, ...]:
        problems = Problems()
        self._refuse_no_table()
        grids = read_grids(self.source.content, self.source.shown, problems)
        if grids is None:
            raise BadInput(problems.found)
        if any(is_ours(one) for one in grids):
            raise self._foreign(Foreign("this is a questionnaire of clausegraph", _ASSESS))
        wanted = self.told.sheets
        for sheet in wanted:
            if sheet not in {one.sheet for one in grids}:
                names = [one.sheet for one in grids]
                hint = did_you_mean(sheet, names) or f"it has {', '.join(names)}"
                fault = Problem(
                    Location(self.source.shown), f"there is no sheet `{sheet}`", "unknown-name", hint
                )
                raise BadInput([fault])
        return tuple(one for one in grids if not wanted or one.sheet in wanted)

    def _refuse_no_table(self) -> None:
        """Raises BadInput where a file is plainly something else than a table."""
        found = what_it_is(self.source.content, "")
        if found is None and self.source.suffix in (".yaml", ".yml", ".json"):
            found = Foreign("this is no table", _ASSESS)
        if found is not None:
            raise self._foreign(found)

    def _foreign(self, found: Foreign) -> BadInput:
        at = Location(self.source.shown)
        return BadInput([Problem(at, f"{found.what}, and no table of your own", "foreign-file", found.hint)])

    def _suggested(self) -> Iterator[str]:
        """The standards that the registers belong to, by their newest edition that is certified today."""
        disciplines = {self.knowledge.question[one.register].of for one in self.taken if one.register}
        if any(ANNEX in record.values for one in self.taken for record in one.records):
            disciplines.add(Discipline.INFORMATION_SECURITY)
        for standard in sorted(self.knowledge.standards, key=lambda one: one.id):
            if standard.discipline in disciplines and standard.transition is None:
                yield standard.id

    def _scales(self) -> Iterator[dict[str, Value]]:
        """The scales by which the tables rate and that the file does not have, as it is to have them."""
        known = Scales(self.organisation.scales) if self.organisation else Scales()
        names = {one.name for one in known.given}
        for table in (one for one in self.taken if one.register):
            register = self.knowledge.question[table.register]
            for name, cuts in table.mapping.cuts.items():
                field = register.field(name)
                if field is None or known.of(register.id, field) is not None:
                    continue
                title = f"{register_title(register.id)}, {name}"
                if title not in names:
                    names.add(title)
                    yield scale_of(title, field, cuts, register.id)

    def _with(self, text: str, register: str, made: MergedRecords) -> str:
        return self._kept(lambda before: with_entry(before, "answers", register, made.records), text)

    def _kept(self, change: Callable[[str], str], text: str) -> str:
        try:
            return change(text)
        except NotKept:
            hint = (
                "make a file that can be changed: clausegraph questions FACTS --format yaml --output NEW.yaml"
            )
            message = "its answers stand in brackets, so that none can be added"
            raise BadInput([Problem(Location(str(self.place)), message, "layout", hint)]) from None

    def _read(self, text: str) -> Organisation:
        return organisation_in(text, str(self.place or "organisation"), self.knowledge, today=self.today)

    def _refuse_changed(self) -> None:
        """Raises BadInput where somebody has changed the file since it was read."""
        assert self.place is not None
        there = self.place.read_bytes().decode("utf-8-sig") if self.place.exists() else None
        if there is not None and there != self.text and self.text is not None:
            message = "somebody has changed this file meanwhile"
            raise BadInput(
                [Problem(Location(str(self.place)), message, "work-kept", "take the table once more")]
            )


def register_title(register: str) -> str:
    """What a register is called in a sentence: security risks."""
    return register.rpartition(".")[2].replace("_", " ")


def scale_of(title: str, field: Field, cuts: tuple[float, ...], register: str) -> dict[str, Value]:
    """A scale as an organisation's file has it. The mildest level begins at nothing."""
    starts = zip(levels_of(field), (0.0, *cuts), strict=True)
    levels: dict[str, Value] = {level: f"{start:g}" for level, start in starts}
    return {"scale": title, "levels": levels, "score": "times", "registers": [register]}


def _register(question: TableQuestion, own: TableMapping, words: str) -> TableMapping:
    return msgspec.structs.replace(own, register=_chosen(words, question.options))


def _days(question: TableQuestion, own: TableMapping, words: str) -> TableMapping:
    starts = {"d": "1", "m": "2"}
    return msgspec.structs.replace(
        own, days=DayOrder(_chosen(starts.get(words[:1].lower(), words), question.options))
    )


def _cuts(question: TableQuestion, own: TableMapping, words: str) -> TableMapping:
    return msgspec.structs.replace(
        own, cuts={**own.cuts, question.field: cuts_in(words, len(question.options) - 1)}
    )


def _words(question: TableQuestion, own: TableMapping, words: str) -> TableMapping:
    said = words_in(words, question.seen, question.options)
    left = {text: "" for text in question.seen if text not in said}
    known = own.words.get(question.field, {})
    return msgspec.structs.replace(own, words={**own.words, question.field: {**known, **left, **said}})


_ANSWERS = {Ask.REGISTER: _register, Ask.DAYS: _days, Ask.CUTS: _cuts, Ask.WORDS: _words}


def cuts_in(words: str, number: int) -> tuple[float, ...]:
    """The scores from which on the next level begins. Raises NotUnderstood."""
    found = tuple(float(one.replace(",", ".")) for one in re.findall(r"\d+(?:\.\d+)?", words))
    if len(found) != number or list(found) != sorted(set(found)):
        example = ", ".join(str(6 + 9 * one) for one in range(number))
        raise NotUnderstood(
            f"here belong {number} rising numbers" if number > 1 else "here belongs a number", example
        )
    return found


def words_in(words: str, seen: Iterable[str], options: tuple[str, ...]) -> dict[str, str]:
    """What words mean: `WIP = planned, OK = in place`, or for each of those seen, in their order, the number
    or the name of an option. Raises NotUnderstood."""
    parts = [part.strip() for part in re.split(r"[,;]", words) if part.strip()]
    if all("=" in part for part in parts):
        pairs = [(part.partition("=")[0].strip(), part.partition("=")[2].strip()) for part in parts]
    else:
        pairs = list(zip(seen, parts, strict=False))
    return {text: _or_nothing(word, options) for text, word in pairs}


def _or_nothing(word: str, options: tuple[str, ...]) -> str:
    return "" if word in ("0", "-", LEFT_OUT) else _chosen(word, options)


def _chosen(words: str, options: tuple[str, ...]) -> str:
    """An option by its number or name. Raises NotUnderstood."""
    if words.isdecimal() and 0 < int(words) <= len(options):
        return options[int(words) - 1]
    near = [one for one in options if one.casefold() == words.casefold() or one.rpartition(".")[2] == words]
    if not near:
        raise NotUnderstood(
            f"`{words}` is none of them", did_you_mean(words, options) or f"1 to {len(options)}"
        )
    return near[0]

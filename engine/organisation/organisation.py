"""What is true of an organisation: its answers with evidence, and what it declares not applicable; read from its file and type-checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from ..knowledge.formats.organisation import organisation_file
from ..knowledge.language.phrases import Value
from ..model import Computed, Consequence, Discipline, Extent, Fact, KnowledgeBase
from ..model.switched_off import register_of
from ..problems import BadInput, Location, Problem, did_you_mean
from ..reading.nodes import Node, Problems, content_of, read_bytes
from ..reading.shapes import Entry, NotUnderstood, Placed
from ..reading.workbooks import looks_like_workbook
from .previous import Previous
from .records import RecordReader, Registers, joined
from .renamed import Renamed
from .statement import called_applicable, check_statement, excluded_by, left_out, remarks_on, without_status
from .understood import answered, parted
from .workbook.tree import filled_in

Day: TypeAlias = date
"""A date, for classes that have a field of that name."""


class Evidence(msgspec.Struct, frozen=True, gc=False):
    """What shows that an answer is true, its date, and the last day on which it counts, if it has one."""

    ref: str
    date: Day | None = None
    note: str = ""
    valid_until: Day | None = None


class Answer(msgspec.Struct, frozen=True, gc=False):
    """An organisation's value for a fact; `discipline` is None if one answer serves every discipline. `text` is what was written."""

    fact: str
    value: Value
    text: str
    at: Location
    discipline: Discipline | None = None
    evidence: tuple[Evidence, ...] = ()
    note: str = ""


class Exclusion(msgspec.Struct, frozen=True, gc=False):
    """A requirement or clause declared not applicable; without `because` the claim has no justification."""

    target: str
    because: str
    at: Location


class Note(msgspec.Struct, frozen=True, gc=False):
    """What an auditor saw against a requirement or clause. `checked` and `failed` count the sample, where `extent` is one."""

    target: str
    saw: str
    extent: Extent
    consequence: Consequence
    at: Location
    checked: int = 0
    failed: int = 0
    repeats: bool = False
    evidence: tuple[Evidence, ...] = ()
    where: str = ""

    def values(self, knowledge: KnowledgeBase) -> dict[str, Value]:
        """What the note tells, by fact. The share that failed is in whole per cent, rounded down, so that bands leave no gap."""
        told: dict[Computed, Value] = {
            Computed.NOTE_EXTENT: self.extent.value,
            Computed.NOTE_CONSEQUENCE: self.consequence.value,
            Computed.NOTE_REPEATS: "yes" if self.repeats else "no",
            Computed.NOTE_EVIDENCE: "yes" if self.evidence else "no",
        }
        if self.extent is Extent.SAMPLE:
            told |= {Computed.NOTE_LAPSES: float(self.failed), Computed.NOTE_FAILED: float(100 * self.failed // self.checked)}
        return {fact.id: told[fact.computed] for fact in knowledge.facts if fact.computed in told}


class Organisation(msgspec.Struct, frozen=True, gc=False):
    """An organisation as its file describes it. `standards` are those to assess; `registers` holds the records by fact, in the order of
    the file, of every register that is given; `previous` is an earlier assessment, if one is given; `remarks` tell what of the file was
    read in other words than it was written."""

    name: str
    as_of: date
    standards: tuple[str, ...]
    answers: tuple[Answer, ...]
    exclusions: tuple[Exclusion, ...] = ()
    about: str = ""
    notes: tuple[Note, ...] = ()
    registers: Registers = {}
    previous: Previous | None = None
    remarks: tuple[Problem, ...] = ()

    def values(self, standards: Iterable[str], knowledge: KnowledgeBase) -> dict[str, dict[Discipline, Value]]:
        """The known answers by fact and discipline, those included that the engine works out."""
        disciplines = sorted({knowledge.standard[standard].discipline for standard in standards})
        found: dict[str, dict[Discipline, Value]] = {}
        for one in self.answers:
            for discipline in [one.discipline] if one.discipline else disciplines:
                found.setdefault(one.fact, {})[discipline] = one.value
        for fact in knowledge.facts:
            if fact.computed is Computed.SWITCHED_OFF:
                found[fact.id] = self._switched_off(fact, disciplines)
            elif fact.computed and not fact.computed.of_a_note:
                counts = dict.fromkeys(disciplines, 0.0)
                for standard in standards:
                    counts[knowledge.standard[standard].discipline] += self._count(fact.computed, standard, knowledge)
                found[fact.id] = dict(counts)
        return found

    def _switched_off(self, fact: Fact, disciplines: Iterable[Discipline]) -> dict[Discipline, Value]:
        """A rule over records that an overlay switched off would say nothing where its register is not given; else nobody knows."""
        register = register_of(fact)
        return dict.fromkeys(disciplines, "no") if register and register not in self.registers else {}

    def _count(self, computed: Computed, standard: str, knowledge: KnowledgeBase) -> float:
        mine = [one for one in self.exclusions if one.target.split("/")[0] == standard]
        match computed:
            case Computed.EXCLUSIONS_UNJUSTIFIED:
                return float(sum(not one.because for one in mine))
            case Computed.EXCLUSIONS_NOT_ALLOWED:
                return float(sum(not may_exclude(one.target, knowledge) for one in mine))
            case Computed.ANNEX_LEFT_OUT:
                return float(len(left_out(self.registers, standard, knowledge)))
            case Computed.ANNEX_WITHOUT_STATUS:
                return float(without_status(self.registers, standard, knowledge))
            case Computed.ANNEX_CONTRADICTED:
                return float(sum(one.target in called_applicable(self.registers, knowledge) for one in mine))
            case _:
                raise ValueError(f"{computed} is told by a note, not by the organisation")

    def excluded(self, knowledge: KnowledgeBase) -> dict[str, Exclusion]:
        """The requirements that are validly declared not applicable: with a justification, where the standard allows it, and where no
        Statement of Applicability calls them applicable."""
        contradicted = called_applicable(self.registers, knowledge) if self.exclusions else frozenset()
        return {
            requirement: one
            for one in self.exclusions
            if one.because and may_exclude(one.target, knowledge) and one.target not in contradicted
            for requirement in knowledge.members[one.target]
        }


def with_answers(organisation: Organisation, settings: Iterable[str], knowledge: KnowledgeBase) -> Organisation:
    """The organisation with other answers, each written as `fact=answer`, or `fact@discipline=answer` for one discipline.

    Raises BadInput with every problem in them. The file stays as it is.
    """
    problems = Problems()
    changed = {(one.fact, one.discipline): one for one in organisation.answers}
    for setting in settings:
        one = _setting(setting, organisation, knowledge, problems)
        if one is not None:
            replaced = [key for key in changed if key[0] == one.fact and one.discipline in (None, key[1])]
            changed = {key: answer for key, answer in changed.items() if key not in replaced} | {(one.fact, one.discipline): one}
    if problems.found:
        raise BadInput(problems.found)
    return msgspec.structs.replace(organisation, answers=tuple(changed.values()))


def _setting(setting: str, organisation: Organisation, knowledge: KnowledgeBase, problems: Problems) -> Answer | None:
    at = Location(f"--set {setting}")
    name, equals, text = setting.partition("=")
    fact_name, _, discipline = (part.strip() for part in name.partition("@"))
    fact = knowledge.fact.get(fact_name)
    if not equals:
        problems.add(at, "this does not say which answer to set", "wrong-answer", "write fact=answer, for example policy.written=yes")
    elif fact is None or fact.computed or fact.record:
        problems.add(at, f"there is no fact `{fact_name}` to answer", "unknown-fact", did_you_mean(fact_name, knowledge.fact))
    elif discipline and discipline not in {one.value for one in Discipline}:
        problems.add(
            at, f"there is no discipline `{discipline}`", "unknown-word", did_you_mean(discipline, [one.value for one in Discipline])
        )
    else:
        try:
            value = answered(text.strip(), fact, organisation.as_of)
            return Answer(fact.id, value, text.strip(), at, Discipline(discipline) if discipline else None)
        except NotUnderstood as fault:
            problems.add(at, fault.message, "wrong-answer", fault.hint)
    return None


def may_exclude(target: str, knowledge: KnowledgeBase) -> bool:
    """Whether a clause or requirement stands under a clause that its standard allows to be declared not applicable."""
    standard, number = target.split("/")[:2]
    return any(number == clause or number.startswith(f"{clause}.") for clause in knowledge.standard[standard].may_exclude)


def read_organisation(path: Path, knowledge: KnowledgeBase, *, as_of: date | None, today: date, shown: str = "") -> Organisation:
    """The organisation of a file. `as_of` overrides the file's date; without either it is `today`.

    Raises BadInput with every problem: nothing is taken from a file that is not whole.
    """
    problems = Problems()
    return _organisation(tree_of(path, shown or str(path), knowledge, problems), problems, knowledge, as_of, today)


def organisation_in(text: str, shown: str, knowledge: KnowledgeBase, *, today: date) -> Organisation:
    """The organisation of a file's text, which messages call `shown`, as `read_organisation` would read it."""
    problems = Problems()
    return _organisation(read_bytes(text.encode(), shown, problems), problems, knowledge, None, today)


def _organisation(node: Node | None, problems: Problems, knowledge: KnowledgeBase, as_of: date | None, today: date) -> Organisation:
    placed = organisation_file.read(node, problems) if node is not None else None
    if placed is None:
        raise BadInput(problems.found)
    organisation = _Reader(knowledge, problems, placed.value, as_of or placed.value.get("as_of") or today).organisation()
    if problems.found:
        raise BadInput(problems.found)
    return organisation


def tree_of(path: Path, shown: str, knowledge: KnowledgeBase, problems: Problems) -> Node | None:
    """The nodes of a YAML file or of a filled-in workbook; None, with problems, if it can be read as neither."""
    content = content_of(path, shown, problems)
    if content is None:
        return None
    if looks_like_workbook(path, content):
        return filled_in(content, shown, knowledge, problems)
    return read_bytes(content, shown, problems)


class _Reader:
    def __init__(self, knowledge: KnowledgeBase, problems: Problems, entry: Entry, as_of: date) -> None:
        self.knowledge = knowledge
        self.problems = problems
        self.entry = entry
        self.as_of = as_of
        self.records = RecordReader(problems, as_of)
        self.renamed = Renamed(knowledge)
        self.given = tuple(self.renamed.translated(entry.get("answers", ())))

    def organisation(self) -> Organisation:
        registers = self._registers()
        standards = tuple(dict.fromkeys(one.value for one in self.entry.get("standards", ()) if self._knows_standard(one)))
        check_statement(registers, self.knowledge, self.problems)
        return Organisation(
            name=self.entry.get("organisation", ""),
            as_of=self.as_of,
            standards=standards,
            answers=tuple(one for name, placed in self._given(register=False) for one in self._answers(name, placed)),
            exclusions=self._exclusions(registers),
            about=self.entry.get("about", ""),
            notes=tuple(note for entry in self.entry.all("observed") if (note := self._note(entry))),
            registers=registers,
            remarks=(*self.renamed.remarks, *remarks_on(registers, standards, self.knowledge)),
        )

    def _exclusions(self, registers: Registers) -> tuple[Exclusion, ...]:
        """What is declared not applicable, in the file's own list or by a Statement of Applicability that leaves a control out."""
        declared = [one for entry in self.entry.all("not_applicable") if (one := self._exclusion(entry))]
        targets = {one.target for one in declared}
        stated = {target: record for target, record in excluded_by(registers, self.knowledge) if target not in targets}
        return (*declared, *(Exclusion(target, str(one.values["justification"]), one.at) for target, one in stated.items()))

    def _registers(self) -> Registers:
        facts = self.knowledge.fact
        return joined(
            {name.value: self.records.all(facts[name.value], placed) for name, placed in self._given(register=True)}, facts, whole=True
        )

    def _given(self, *, register: bool) -> Iterator[tuple[Placed[str], Placed[Any]]]:
        """What is answered, by fact: with records, or otherwise."""
        for name, placed in self.given:
            fact = self.knowledge.fact.get(name.value)
            if placed is not None and (fact is not None and bool(fact.record)) is register:
                yield name, placed

    def _knows_standard(self, name: Placed[str]) -> bool:
        return knows_standard(name, self.knowledge, self.problems)

    def _answers(self, name: Placed[str], placed: Placed[str | Entry]) -> list[Answer]:
        fact = self.knowledge.fact.get(name.value)
        if fact is None or fact.computed:
            hint = (
                self.problems.near(name.value, self.knowledge.fact) or "`clausegraph standards ID/CLAUSE` lists the questions of a clause"
            )
            message = f"there is no fact `{name.value}`" if fact is None else f"{name.value} is worked out, not answered"
            self.problems.add(name.at, message, "unknown-fact", "" if fact else hint)
            return []
        value = placed.value
        if isinstance(value, list):
            hint = f"it is answered with `{fact.answer_words}`"
            self.problems.add(placed.at, f"{fact.id} is no register: it has one answer, not a list of records", "wrong-answer", hint)
            return []
        if isinstance(value, Entry) and "answer" not in value:
            by = [(discipline, value.placed(discipline.value)) for discipline in Discipline if discipline.value in value]
            return [one for discipline, given in by if (one := self._answer(fact, given, discipline))]
        one = self._answer(fact, placed, None)
        return [one] if one else []

    def _answer(self, fact: Fact, placed: Placed[str | Entry], discipline: Discipline | None) -> Answer | None:
        long = placed.value if isinstance(placed.value, Entry) else None
        if long is not None and "answer" not in long:
            return None
        text = long.placed("answer") if long is not None else placed
        try:
            value = answered(str(text.value), fact, self.as_of)
        except NotUnderstood as fault:
            self.problems.add(text.at, fault.message, "wrong-answer", fault.hint)
            return None
        evidence = tuple(self._evidence(one) for one in long.all("evidence") if one.whole) if long is not None else ()
        return Answer(fact.id, value, str(text.value), text.at, discipline, evidence, long.get("note", "") if long is not None else "")

    def _evidence(self, entry: Entry) -> Evidence:
        when: date | None = entry.get("date")
        if when and when > self.as_of:
            self.problems.add(entry.place("date"), f"{when} lies after the day of the assessment, {self.as_of}", "wrong-answer")
        ref, glued = self._parted(entry) if when is None else (entry["ref"], None)
        return Evidence(ref, when or glued, entry.get("note", ""), entry.get("valid_until"))

    def _parted(self, entry: Entry) -> tuple[str, date | None]:
        """The reference and the day that stands at its end; one that is still to come, or is no day, is part of the reference."""
        try:
            ref, day = parted(entry["ref"])
        except NotUnderstood as fault:
            self.problems.add(entry.place("ref"), f"the date at the end of this reference: {fault.message}", "wrong-answer", fault.hint)
            return entry["ref"], None
        if not day or date.fromisoformat(day) > self.as_of:
            return entry["ref"], None
        return ref, date.fromisoformat(day)

    def _exclusion(self, entry: Entry) -> Exclusion | None:
        if "requirement" not in entry:
            return None
        target = entry.placed("requirement")
        if not self._knows_target(target):
            return None
        return Exclusion(target.value, entry.get("because", ""), entry.at)

    def _knows_target(self, target: Placed[str]) -> bool:
        if target.value in self.knowledge.members:
            return True
        standard = target.value.split("/")[0]
        own = [one for one in self.knowledge.members if one.startswith(f"{standard}/")]
        hint = self.problems.near(target.value, own or self.knowledge.standard)
        self.problems.add(target.at, f"there is no requirement or clause `{target.value}`", "unknown-name", hint)
        return False

    def _note(self, entry: Entry) -> Note | None:
        """A note; None, with a problem, if it cannot be graded or stands against a standard that is not assessed."""
        sound = "requirement" in entry and self._knows_target(entry.placed("requirement")) and self._is_assessed(entry)
        if not entry.whole or not self._has_one_extent(entry) or not sound:
            return None
        sample: Entry | None = entry.get("sample")
        if sample is not None and sample["failed"] > sample["checked"]:
            message = f"{sample['failed']} failed, but only {sample['checked']} were checked"
            self.problems.add(sample.place("failed"), message, "wrong-answer", "those that failed are among those checked")
            return None
        return Note(
            where=entry.get("where", ""),
            target=entry["requirement"],
            saw=entry["saw"],
            extent=entry.get("extent", Extent.SAMPLE),
            consequence=entry["consequence"],
            at=entry.at,
            checked=sample["checked"] if sample is not None else 0,
            failed=sample["failed"] if sample is not None else 0,
            repeats=entry.get("repeats", False),
            evidence=tuple(self._evidence(one) for one in entry.all("evidence")),
        )

    def _has_one_extent(self, entry: Entry) -> bool:
        if ("extent" in entry) != ("sample" in entry):
            return True
        if "extent" in entry:
            message = "a note gives its extent in a word (`extent`) and by a sample (`sample`) at once"
            self.problems.add(entry.place("sample"), message, "unknown-key", "remove one of the two keys")
        else:
            hint = "extent: isolated, several, widespread or absent; or sample: {checked: 12, failed: 1}"
            self.problems.add(entry.at, "a note needs the key `extent` or `sample`", "missing-key", hint)
        return False

    def _is_assessed(self, entry: Entry) -> bool:
        """Whether the file assesses the standard of a note: what was seen must not fall silent."""
        target = entry.placed("requirement")
        standard = target.value.split("/")[0]
        assessed = [one.value for one in self.entry.get("standards", ())]
        if not assessed or standard in assessed:
            return True
        hint = f"add {standard} to `standards`, or name the requirement of a standard that is assessed"
        self.problems.add(target.at, f"this was seen against {standard}, which is not assessed here", "not-assessed", hint)
        return False


def knows_standard(name: Placed[str], knowledge: KnowledgeBase, problems: Problems) -> bool:
    """Whether a standard is known; an unknown one is a problem that names those that are."""
    if name.value in knowledge.standard:
        return True
    hint = did_you_mean(name.value, knowledge.standard) or f"known are: {', '.join(sorted(knowledge.standard))}"
    problems.add(name.at, f"there is no standard `{name.value}`", "unknown-name", hint)
    return False

"""What is true of an organisation: its answers with evidence, and what it declares not applicable; read from
its file and type-checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, TypeAlias

import msgspec

from ..knowledge.formats.organisation import organisation_file
from ..knowledge.language.limits import kept_limit
from ..knowledge.language.phrases import AnyOf, Told, Value
from ..model import (
    AnswerKind,
    Computed,
    Consequence,
    Discipline,
    Extent,
    Grade,
    KnowledgeBase,
    NoteKind,
    Question,
    Weight,
)
from ..model.switched_off import register_of
from ..problems import BadInput, Location, Problem, did_you_mean
from ..reading.nodes import Node, Problems, read_bytes
from ..reading.shapes import Entry, NotUnderstood, Placed
from .inputs import Given, nodes_in, source_of
from .previous import Previous
from .records import Registers, joined
from .registers.reader import RecordReader
from .registers.scales import Scale, read_scales
from .renamed import Renamed
from .samples import failing_share
from .statement import called_applicable, check_statement, excluded_by, left_out, remarks_on, without_status
from .understood import answered, as_asked, parted

Day: TypeAlias = date
"""A date, for classes that have a field of that name."""


class Evidence(msgspec.Struct, frozen=True, gc=False):
    """What shows that an answer is true, its date, and the last day on which it counts, if it has one."""

    ref: str
    date: Day | None = None
    note: str = ""
    valid_until: Day | None = None


class Known(msgspec.Struct, frozen=True, gc=False):
    """What an organisation does about a gap that it found itself: the action, who answers for it, and by
    when."""

    action: str
    due: Day
    owner: str


class Counted(msgspec.Struct, frozen=True, gc=False):
    """The records of a register that say what an answer says: their names and places, of `among` that were
    looked at. `written` is what people had answered, where that is better than what the records say;
    `possible` are the answers that the records leave, the best first, where it may be another."""

    register: str
    records: tuple[tuple[str, Location], ...]
    among: int
    written: str = ""
    possible: tuple[Value, ...] = ()


class Answer(msgspec.Struct, frozen=True, gc=False):
    """An organisation's value for a fact; `discipline` is None if one answer serves every discipline. `text`
    is what was written.

    `known` is what the organisation does about it by itself, if the answer falls short; `limit` the limit
    that it has set itself for a percentage; `by` is who gave the answer. `counted` are the records that say
    so.
    """

    fact: str
    value: Value
    text: str
    at: Location
    discipline: Discipline | None = None
    evidence: tuple[Evidence, ...] = ()
    note: str = ""
    known: Known | None = None
    limit: float | None = None
    by: str = ""
    counted: Counted | None = None

    @property
    def is_contradicted(self) -> bool:
        """Whether people gave a better answer than the records do."""
        return self.counted is not None and bool(self.counted.written)


class Exclusion(msgspec.Struct, frozen=True, gc=False):
    """A requirement or clause declared not applicable; without `because` the claim has no justification."""

    target: str
    because: str
    at: Location


class ComesBack(msgspec.Struct, frozen=True, gc=False):
    """What a note repeats: the number or key of an earlier nonconformity, or words; `times` it has come
    back, this time included; whether it was left open, or closed without any change."""

    what: str = ""
    times: int = 1
    left_open: bool = False


class Note(msgspec.Struct, frozen=True, gc=False):
    """What an auditor saw against a requirement or clause. `checked` and `failed` count the sample, where
    `extent` is one.

    `consequence` is the gravest of `consequences`, which is empty where there is but one. `could` is what
    may still follow. `back` tells more of what `repeats`. `kind` is what the auditor calls it, `grade` the
    one the auditor would give, None if the note gives none.
    """

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
    consequences: tuple[Consequence, ...] = ()
    could: tuple[Consequence, ...] = ()
    ongoing: bool = False
    essential: int = 0
    back: ComesBack | None = None
    kind: NoteKind = NoteKind.JUDGED
    grade: Grade | None = None

    @property
    def on_clause(self) -> bool:
        """Whether it was seen against a clause as a whole."""
        return self.target.count("/") == 1

    @property
    def finds_absent(self) -> bool:
        """Whether nothing of what is required was there."""
        return self.extent is Extent.ABSENT or (
            self.extent is Extent.SAMPLE and 0 < self.checked == self.failed
        )

    @property
    def all_consequences(self) -> tuple[Consequence, ...]:
        return self.consequences or (self.consequence,)

    @property
    def shows_conformity(self) -> bool:
        """Whether it shows, with evidence, that a requirement is fulfilled: a clean sample, or what the
        auditor says conforms."""
        clean = self.extent is Extent.SAMPLE and self.checked > 0 and not self.failed
        return bool(self.evidence) and (clean or self.kind.praises)

    def values(self, knowledge: KnowledgeBase) -> dict[str, Value]:
        """What the note tells, by fact. Shares of a sample are in whole per cent: those of `note-failed`
        and `note-at-least` rounded down, of `note-at-most` rounded up, so that bands leave no gap."""
        told: dict[Computed, Value] = {
            Computed.NOTE_EXTENT: self.extent.value,
            Computed.NOTE_CONSEQUENCE: self.consequence.value,
            Computed.NOTE_COULD: gravest(self.could).value,
            Computed.NOTE_AFFECTED: _yes(any(one.affects for one in self.all_consequences)),
            Computed.NOTE_ONGOING: _yes(self.ongoing),
            Computed.NOTE_REPEATS: _yes(self.repeats),
            Computed.NOTE_TIMES: float(self.back.times if self.back else self.repeats),
            Computed.NOTE_LEFT_OPEN: _yes(self.back is not None and self.back.left_open),
            Computed.NOTE_EVIDENCE: _yes(bool(self.evidence)),
            Computed.NOTE_WEIGHT: weight_of(self.target, knowledge).value,
            Computed.NOTE_ESSENTIAL: float(self.essential),
            Computed.NOTE_KIND: self.kind.value,
        }
        if self.extent is Extent.SAMPLE:
            least, most = failing_share(self.failed, self.checked)
            told |= {
                Computed.NOTE_LAPSES: float(self.failed),
                Computed.NOTE_FAILED: float(100 * self.failed // self.checked),
            }
            told |= {Computed.NOTE_AT_LEAST: float(least), Computed.NOTE_AT_MOST: float(most)}
        return {
            question.id: told[question.computed]
            for question in knowledge.questions
            if question.computed in told
        }


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


def gravest(consequences: Iterable[Consequence]) -> Consequence:
    """The gravest of some consequences; none where there is none."""
    return max(consequences, key=lambda one: one.gravity, default=Consequence.NONE)


def weight_of(target: str, knowledge: KnowledgeBase) -> Weight:
    """What the absence of a requirement means; of a clause, that of the weightiest requirement under it."""
    templates = (knowledge.template[knowledge.requirement[one].template] for one in knowledge.members[target])
    return Weight.ELEMENT if any(one.weight is Weight.ELEMENT for one in templates) else Weight.ITEM


class Organisation(msgspec.Struct, frozen=True, gc=False):
    """An organisation as its file describes it. `standards` are those to assess; `registers` holds the
    records by fact, in the order of the file, of every register that is given; `previous` is an earlier
    assessment, if one is given; `remarks` tell what of the file was read in other words than it was
    written; `scales` are those by which its registers are rated."""

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
    scales: tuple[Scale, ...] = ()

    def values(self, standards: Iterable[str], knowledge: KnowledgeBase) -> dict[str, dict[Discipline, Told]]:
        """The known answers by fact and discipline, those included that the engine works out. A percentage
        that keeps the limit that the organisation has set itself counts as the best."""
        disciplines = sorted({knowledge.standard[standard].discipline for standard in standards})
        found: dict[str, dict[Discipline, Told]] = {}
        for one in self.answers:
            for discipline in [one.discipline] if one.discipline else disciplines:
                found.setdefault(one.fact, {})[discipline] = _as_judged(one, knowledge)
        for question in knowledge.questions:
            if question.computed is Computed.SWITCHED_OFF:
                found[question.id] = self._switched_off(question, disciplines)
            elif question.computed and not question.computed.of_a_note:
                counts: dict[Discipline, float] = dict.fromkeys(disciplines, 0.0)
                for standard in standards:
                    counts[knowledge.standard[standard].discipline] += self._count(
                        question.computed, standard, knowledge
                    )
                found[question.id] = dict(counts)
        return found

    def _switched_off(self, question: Question, disciplines: Iterable[Discipline]) -> dict[Discipline, Told]:
        """A rule over records that an overlay switched off would say nothing where its register is not
        given; else nobody knows."""
        register = register_of(question)
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
            case Computed.RECORDS_CONTRADICT:
                return float(self._contradicted(standard, knowledge))
            case _:
                raise ValueError(f"{computed} is told by a note, not by the organisation")

    def _contradicted(self, standard: str, knowledge: KnowledgeBase) -> int:
        """How many answers that a standard asks for are better than what the records say."""
        of = (None, knowledge.standard[standard].discipline)
        told = {
            one.fact for one in self.answers if one.discipline in of and one.counted and one.counted.written
        }
        templates = (
            {knowledge.requirement[one].template for one in knowledge.asked_by[standard]} if told else ()
        )
        return len(told & {fact for one in templates for fact in knowledge.reads_of[one]})

    def excluded(self, knowledge: KnowledgeBase) -> dict[str, Exclusion]:
        """The requirements that are validly declared not applicable: with a justification, where the standard
        allows it, and where no Statement of Applicability calls them applicable."""
        contradicted = called_applicable(self.registers, knowledge) if self.exclusions else frozenset()
        hold = [
            one
            for one in self.exclusions
            if one.because and may_exclude(one.target, knowledge) and one.target not in contradicted
        ]
        return {member: one for one in hold for member in knowledge.members[one.target]}


def _known(entry: Entry) -> Known:
    return Known(entry["action"], entry["due"], entry["owner"])


def _as_judged(one: Answer, knowledge: KnowledgeBase) -> Told:
    if one.counted is not None and one.counted.possible:
        return AnyOf(one.counted.possible)
    if one.limit is None or not isinstance(one.value, float):
        return one.value
    return kept_limit(one.fact, one.value, one.limit, knowledge)


def with_answers(
    organisation: Organisation, settings: Iterable[str], knowledge: KnowledgeBase
) -> Organisation:
    """The organisation with other answers, each written as `fact=answer`, or `fact@discipline=answer` for one
    discipline.

    Raises BadInput with every problem in them. The file stays as it is.
    """
    problems = Problems()
    changed = {(one.fact, one.discipline): one for one in organisation.answers}
    for setting in settings:
        one = _setting(setting, organisation, knowledge, problems)
        if one is not None:
            replaced = [key for key in changed if key[0] == one.fact and one.discipline in (None, key[1])]
            changed = {key: answer for key, answer in changed.items() if key not in replaced} | {
                (one.fact, one.discipline): one
            }
    if problems.found:
        raise BadInput(problems.found)
    return msgspec.structs.replace(organisation, answers=tuple(changed.values()))


def _setting(
    setting: str, organisation: Organisation, knowledge: KnowledgeBase, problems: Problems
) -> Answer | None:
    at = Location(f"--set {setting}")
    name, equals, text = setting.partition("=")
    fact_name, _, discipline = (part.strip() for part in name.partition("@"))
    question = knowledge.question.get(fact_name)
    if not equals:
        problems.add(
            at,
            "this does not say which answer to set",
            "wrong-answer",
            "write fact=answer, for example policy.written=yes",
        )
    elif question is None or question.computed or question.record:
        problems.add(
            at,
            f"there is no fact `{fact_name}` to answer",
            "unknown-fact",
            did_you_mean(fact_name, knowledge.question),
        )
    elif discipline and discipline not in {one.value for one in Discipline}:
        problems.add(
            at,
            f"there is no discipline `{discipline}`",
            "unknown-word",
            did_you_mean(discipline, [one.value for one in Discipline]),
        )
    else:
        return _set(question, text.strip(), discipline, at, problems, organisation.as_of)
    return None


def _set(
    question: Question,
    text: str,
    discipline: str,
    at: Location,
    problems: Problems,
    as_of: date,
) -> Answer | None:
    try:
        value = answered(text, question, as_of)
    except NotUnderstood as fault:
        problems.add(at, fault.message, "wrong-answer", fault.hint)
        return None
    only = Discipline(discipline) if discipline else None
    return Answer(question.id, value, as_asked(text, question), at, only)


def may_exclude(target: str, knowledge: KnowledgeBase) -> bool:
    """Whether a clause or requirement stands under a clause that its standard allows to be declared not
    applicable."""
    standard, number = target.split("/")[:2]
    return any(
        number == clause or number.startswith(f"{clause}.")
        for clause in knowledge.standard[standard].may_exclude
    )


def read_organisation(
    given: Given, knowledge: KnowledgeBase, *, as_of: date | None, today: date, shown: str = ""
) -> Organisation:
    """The organisation of a file, of text, bytes or a mapping. `as_of` overrides the day it names; without
    either it is `today`. Messages call it `shown`, else by its path.

    Raises BadInput with every problem: nothing is taken from a file that is not whole.
    """
    problems = Problems()
    node = nodes_in(source_of(given, shown), knowledge, problems)
    return organisation_of(node, problems, knowledge, as_of=as_of, today=today)


def organisation_in(text: str, shown: str, knowledge: KnowledgeBase, *, today: date) -> Organisation:
    """The organisation of a YAML file's text, which messages call `shown`, as `read_organisation` would read
    it."""
    problems = Problems()
    node = read_bytes(text.encode(), shown, problems)
    return organisation_of(node, problems, knowledge, as_of=None, today=today)


def organisation_of(
    node: Node | None, problems: Problems, knowledge: KnowledgeBase, *, as_of: date | None, today: date
) -> Organisation:
    """The organisation of a tree of nodes, as `inputs` reads them. Raises BadInput with every problem, those
    included that reading the tree has left in `problems`."""
    placed = organisation_file.read(node, problems) if node is not None else None
    if placed is None:
        raise BadInput(problems.found)
    day = as_of or placed.value.get("as_of") or today
    organisation = _OrganisationReader(knowledge, problems, placed.value, day).organisation()
    if problems.found:
        raise BadInput(problems.found)
    return organisation


class _OrganisationReader:
    def __init__(self, knowledge: KnowledgeBase, problems: Problems, entry: Entry, as_of: date) -> None:
        self.knowledge = knowledge
        self.problems = problems
        self.entry = entry
        self.as_of = as_of
        self.scales = read_scales(entry.all("scales"), knowledge.question, problems)
        self.records = RecordReader(problems, as_of, self.scales)
        self.renamed = Renamed(knowledge)
        self.given = tuple(self.renamed.translated(entry.get("answers", ())))

    def organisation(self) -> Organisation:
        registers = self._registers()
        standards = tuple(
            dict.fromkeys(one.value for one in self.entry.get("standards", ()) if self._knows_standard(one))
        )
        check_statement(registers, self.knowledge, self.problems)
        return Organisation(
            name=self.entry.get("organisation", ""),
            as_of=self.as_of,
            standards=standards,
            answers=tuple(
                one for name, placed in self._given(register=False) for one in self._answers(name, placed)
            ),
            exclusions=self._exclusions(registers),
            about=self.entry.get("about", ""),
            notes=tuple(note for entry in self.entry.all("observed") if (note := self._note(entry))),
            registers=registers,
            scales=self.scales.given,
            remarks=(
                *self.renamed.remarks,
                *self.records.remarks,
                *remarks_on(registers, standards, self.knowledge),
            ),
        )

    def _exclusions(self, registers: Registers) -> tuple[Exclusion, ...]:
        """What is declared not applicable, in the file's own list or by a Statement of Applicability that
        leaves a control out."""
        declared = [one for entry in self.entry.all("not_applicable") if (one := self._exclusion(entry))]
        targets = {one.target for one in declared}
        stated = {
            target: record
            for target, record in excluded_by(registers, self.knowledge)
            if target not in targets
        }
        return (
            *declared,
            *(Exclusion(target, str(one.values["justification"]), one.at) for target, one in stated.items()),
        )

    def _registers(self) -> Registers:
        facts = self.knowledge.question
        return joined(
            {
                name.value: self.records.all(facts[name.value], placed)
                for name, placed in self._given(register=True)
            },
            facts,
            whole=True,
        )

    def _given(self, *, register: bool) -> Iterator[tuple[Placed[str], Placed[Any]]]:
        """What is answered, by fact: with records, or otherwise."""
        for name, placed in self.given:
            question = self.knowledge.question.get(name.value)
            if placed is not None and (question is not None and bool(question.record)) is register:
                yield name, placed

    def _knows_standard(self, name: Placed[str]) -> bool:
        return knows_standard(name, self.knowledge, self.problems)

    def _answers(self, name: Placed[str], placed: Placed[str | Entry]) -> list[Answer]:
        question = self.knowledge.question.get(name.value)
        if question is None or question.computed:
            hint = (
                self.problems.near(name.value, self.knowledge.question)
                or "`clausegraph standards ID/CLAUSE` lists the questions of a clause"
            )
            message = (
                f"there is no fact `{name.value}`"
                if question is None
                else f"{name.value} is worked out, not answered"
            )
            self.problems.add(name.at, message, "unknown-fact", "" if question else hint)
            return []
        value = placed.value
        if isinstance(value, list):
            hint = f"it is answered with `{question.answer_words}`"
            self.problems.add(
                placed.at,
                f"{question.id} is no register: it has one answer, not a list of records",
                "wrong-answer",
                hint,
            )
            return []
        if isinstance(value, Entry) and "answer" not in value:
            by = [
                (discipline, value.placed(discipline.value))
                for discipline in Discipline
                if discipline.value in value
            ]
            return [one for discipline, given in by if (one := self._answer(question, given, discipline))]
        one = self._answer(question, placed, None)
        return [one] if one else []

    def _answer(
        self, question: Question, placed: Placed[str | Entry], discipline: Discipline | None
    ) -> Answer | None:
        long = placed.value if isinstance(placed.value, Entry) else None
        if long is not None and "answer" not in long:
            return None
        text = long.placed("answer") if long is not None else placed
        try:
            value = answered(str(text.value), question, self.as_of)
        except NotUnderstood as fault:
            self.problems.add(text.at, fault.message, "wrong-answer", fault.hint)
            return None
        made = Answer(question.id, value, as_asked(str(text.value), question), text.at, discipline)
        return self._long(made, question, long) if long is not None else made

    def _long(self, one: Answer, question: Question, entry: Entry) -> Answer:
        """An answer with all that stands beside it."""
        evidence = tuple(self._evidence(piece) for piece in entry.all("evidence") if piece.whole)
        if "limit" in entry:
            self._check_limit(question, entry, shown=bool(evidence))
        known = _known(entry["known"]) if "known" in entry and entry["known"].whole else None
        return msgspec.structs.replace(
            one,
            evidence=evidence,
            note=entry.get("note", ""),
            known=known,
            limit=entry.get("limit"),
            by=entry.get("by", ""),
        )

    def _check_limit(self, question: Question, entry: Entry, *, shown: bool) -> None:
        """A limit of its own stands beside a percentage, and something shows that the organisation has set
        it."""
        if question.answer is not AnswerKind.PERCENTAGE:
            hint = f"{question.id} is answered with `{question.answer_words}`"
            self.problems.add(entry.place("limit"), "a limit goes with a percentage", "unknown-key", hint)
        elif not shown:
            hint = "evidence: [{ref: where the limit is laid down}]"
            self.problems.add(
                entry.place("limit"),
                "nothing shows that the organisation has set this limit",
                "missing-key",
                hint,
            )

    def _evidence(self, entry: Entry) -> Evidence:
        when: date | None = entry.get("date")
        if when and when > self.as_of:
            self.problems.add(
                entry.place("date"),
                f"{when} lies after the day of the assessment, {self.as_of}",
                "wrong-answer",
            )
        ref, glued = self._parted(entry) if when is None else (entry["ref"], None)
        return Evidence(ref, when or glued, entry.get("note", ""), entry.get("valid_until"))

    def _parted(self, entry: Entry) -> tuple[str, date | None]:
        """The reference and the day that stands at its end; one that is still to come, or is no day, is
        part of the reference."""
        try:
            ref, day = parted(entry["ref"])
        except NotUnderstood as fault:
            self.problems.add(
                entry.place("ref"),
                f"the date at the end of this reference: {fault.message}",
                "wrong-answer",
                fault.hint,
            )
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
        self.problems.add(
            target.at, f"there is no requirement or clause `{target.value}`", "unknown-name", hint
        )
        return False

    def _note(self, entry: Entry) -> Note | None:
        """A note; None, with a problem, if it cannot be graded or stands against a standard that is not
        assessed."""
        sound = (
            "requirement" in entry
            and self._knows_target(entry.placed("requirement"))
            and self._is_assessed(entry)
        )
        if not entry.whole or not self._agrees_with_itself(entry) or not sound:
            return None
        sample: Entry | None = entry.get("sample")
        consequences = _words_in(entry, "consequence")
        back = entry.get("repeats", False)
        return Note(
            target=entry["requirement"],
            saw=entry["saw"],
            extent=Extent.SAMPLE if sample is not None else entry.get("extent", Extent.ISOLATED),
            consequence=gravest(consequences),
            at=entry.at,
            checked=sample["checked"] if sample is not None else 0,
            failed=sample["failed"] if sample is not None else 0,
            repeats=bool(back),
            evidence=tuple(self._evidence(one) for one in entry.all("evidence")),
            where=entry.get("where", ""),
            consequences=consequences if len(consequences) > 1 else (),
            could=_words_in(entry, "could"),
            ongoing=entry.get("ongoing", False),
            essential=entry.get("essential", 0),
            back=_comes_back(back) if isinstance(back, Entry) else None,
            kind=entry.get("kind", NoteKind.JUDGED),
            grade=entry.get("grade"),
        )

    def _agrees_with_itself(self, entry: Entry) -> bool:
        return self._has_one_extent(entry) and self._sample_counts(entry) and self._fits_its_kind(entry)

    def _has_one_extent(self, entry: Entry) -> bool:
        if ("extent" in entry) != ("sample" in entry) or not (_finds_fault(entry) or "extent" in entry):
            return True
        if "extent" in entry:
            message = "a note gives its extent in a word (`extent`) and by a sample (`sample`) at once"
            self.problems.add(entry.place("sample"), message, "unknown-key", "remove one of the two keys")
        else:
            hint = (
                "extent: isolated, several, widespread, absent or incomplete; or sample: {checked: 12,"
                " failed: 1}"
            )
            self.problems.add(entry.at, "a note needs the key `extent` or `sample`", "missing-key", hint)
        return False

    def _sample_counts(self, entry: Entry) -> bool:
        sample: Entry | None = entry.get("sample")
        if sample is None or not sample.whole or sample["failed"] <= sample["checked"]:
            return True
        message = f"{sample['failed']} failed, but only {sample['checked']} were checked"
        self.problems.add(
            sample.place("failed"), message, "wrong-answer", "those that failed are among those checked"
        )
        return False

    def _fits_its_kind(self, entry: Entry) -> bool:
        """Whether what a note tells agrees with what it is called: praise of lapses, faults without one,
        parts of what is complete."""
        kind: NoteKind = entry.get("kind", NoteKind.JUDGED)
        sample: Entry | None = entry.get("sample")
        failed = sample.get("failed") if sample is not None else None
        if kind.praises and ("extent" in entry or failed):
            hint = (
                "call it observation or nonconformity, or leave out what failed; an extent tells how far a"
                " failure reaches"
            )
            self.problems.add(entry.place("kind"), f"`{kind}` is said of what fails", "wrong-answer", hint)
        elif kind is NoteKind.NONCONFORMITY and failed == 0:
            self.problems.add(
                entry.place("kind"),
                "nothing failed, so this is no nonconformity",
                "wrong-answer",
                "kind: conforms",
            )
        elif "essential" in entry and entry.get("extent") is not Extent.INCOMPLETE:
            hint = "extent: incomplete, or remove the key"
            self.problems.add(
                entry.place("essential"),
                "only what is incomplete has essential parts missing",
                "wrong-answer",
                hint,
            )
        else:
            return True
        return False

    def _is_assessed(self, entry: Entry) -> bool:
        """Whether the file assesses the standard of a note: what was seen must not fall silent."""
        target = entry.placed("requirement")
        standard = target.value.split("/")[0]
        assessed = [one.value for one in self.entry.get("standards", ())]
        if not assessed or standard in assessed:
            return True
        hint = f"add {standard} to `standards`, or name the requirement of a standard that is assessed"
        self.problems.add(
            target.at, f"this was seen against {standard}, which is not assessed here", "not-assessed", hint
        )
        return False


def _finds_fault(entry: Entry) -> bool:
    kind: NoteKind = entry.get("kind", NoteKind.JUDGED)
    return kind.finds_fault


def _words_in(entry: Entry, key: str) -> tuple[Consequence, ...]:
    """The consequences under a key, one or a list, each once."""
    given = entry.get(key, ())
    words = (given,) if isinstance(given, Consequence) else (one.value for one in given)
    return tuple(dict.fromkeys(words))


def _comes_back(entry: Entry) -> ComesBack:
    return ComesBack(entry["what"], entry.get("times", 1), entry.get("left_open", False))


def knows_standard(name: Placed[str], knowledge: KnowledgeBase, problems: Problems) -> bool:
    """Whether a standard is known; an unknown one is a problem that names those that are."""
    if name.value in knowledge.standard:
        return True
    hint = (
        did_you_mean(name.value, knowledge.standard) or f"known are: {', '.join(sorted(knowledge.standard))}"
    )
    problems.add(name.at, f"there is no standard `{name.value}`", "unknown-name", hint)
    return False

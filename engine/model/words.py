"""The closed sets of words that files, JSON and reports share: grades, statuses, stages, kinds of links,
of answers, of failures."""

from __future__ import annotations

from enum import Enum, IntEnum


class Grade(IntEnum):
    """How a requirement is judged, worst first when sorted descending (ISO/IEC 17021-1:2015, 3.11 to 3.13,
    and common use).

    `UNGRADED` stands where nothing could be judged: not assessed, or not applicable.
    """

    UNGRADED = 0
    CONFORMS = 1
    OPPORTUNITY = 2
    OBSERVATION = 3
    MINOR = 4
    MAJOR = 5

    @property
    def word(self) -> str:
        return self.name.lower()

    @property
    def fails(self) -> bool:
        """A nonconformity: the requirement is not fulfilled. Observations and opportunities are not."""
        return self >= Grade.MINOR


class Word(str, Enum):
    """A closed set of words, written the same in files, in JSON and here."""

    def __str__(self) -> str:
        return str(self.value)


class Status(Word):
    CONFORMS = "conforms"
    GAP = "gap"
    NOT_ASSESSED = "not-assessed"
    NOT_APPLICABLE = "not-applicable"


class Stage(Word):
    PLAN = "plan"
    DO = "do"
    CHECK = "check"
    ACT = "act"

    @property
    def order(self) -> int:
        return list(Stage).index(self)


class Discipline(Word):
    QUALITY = "quality"
    ENVIRONMENT = "environment"
    INFORMATION_SECURITY = "information-security"
    OHS = "ohs"


class Documented(Word):
    """What the standard asks for as documented information: maintain (a document), retain (a record)."""

    MAINTAIN = "maintain"
    RETAIN = "retain"
    BOTH = "both"
    NONE = "none"


class Confidence(Word):
    """How sure it is that an edition changed as reported."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class ChangeKind(Word):
    """What an edition did to the one before."""

    ADDED = "added"
    RENUMBERED = "renumbered"
    REWORDED = "reworded"
    WITHDRAWN = "withdrawn"


class LinkKind(Word):
    GROUNDS = "grounds"
    LEADS = "leads"
    PLANS = "plans"
    SUPPORTS = "supports"
    EVALUATES = "evaluates"
    IMPROVES = "improves"
    REFERS = "refers"

    @property
    def may_close_a_circle(self) -> bool:
        return self in (LinkKind.IMPROVES, LinkKind.REFERS)


class Basis(Word):
    NORMATIVE = "normative"
    GUIDANCE = "guidance"


class Strength(Word):
    HARD = "hard"
    SOFT = "soft"


class FailureKind(Word):
    """How a dependency fails: the foundation or the dependent does not hold."""

    UNFOUNDED = "unfounded"
    INHERITED = "inherited"
    STRANDED = "stranded"
    PROVISIONAL = "provisional"


class Repeat(Word):
    """How a finding comes back after an earlier assessment, or after what a note says was found before.

    FINDING: the requirement failed then and fails now, whatever the reason. MINOR_LEFT_OPEN: it was minor
    then, and a rule that made it fail then makes it fail still. MAJOR_LEFT_OPEN: it was major then and
    fails still.
    """

    FINDING = "finding"
    MINOR_LEFT_OPEN = "minor-left-open"
    MAJOR_LEFT_OPEN = "major-left-open"


class Who(Word):
    """Who can answer a question."""

    TOP_MANAGEMENT = "top-management"
    SYSTEM_MANAGER = "system-manager"
    PROCESS_OWNER = "process-owner"
    PEOPLE = "people"
    SALES = "sales"
    DESIGN = "design"
    PURCHASING = "purchasing"
    OPERATIONS = "operations"
    QUALITY_CONTROL = "quality-control"
    MAINTENANCE = "maintenance"
    IT = "it"
    LEGAL = "legal"
    HR = "hr"
    FACILITIES = "facilities"
    OCCUPATIONAL_HEALTH = "occupational-health"
    WORKERS_REPRESENTATIVES = "workers-representatives"


class Weight(Word):
    """What the absence of a requirement means: ELEMENT a breakdown of the system, ITEM a gap in a practice
    that otherwise stands."""

    ELEMENT = "element"
    ITEM = "item"


class AnswerKind(Word):
    WORDS = "words"
    NUMBER = "number"
    PERCENTAGE = "percentage"
    DATE = "date"
    PLANNED_DATE = "planned date"
    REGISTER = "register"
    TEXT = "text"
    SCORE = "score"
    RECORDS = "records"

    @property
    def in_records_only(self) -> bool:
        """Whether only a field of a record takes it: what nobody could judge, points of a scale that every
        organisation makes for itself, and what joins records."""
        return self in (AnswerKind.TEXT, AnswerKind.SCORE, AnswerKind.RECORDS)


class Computed(Word):
    """What the engine works out itself, so that nobody is asked."""

    EXCLUSIONS_UNJUSTIFIED = "exclusions-unjustified"
    EXCLUSIONS_NOT_ALLOWED = "exclusions-not-allowed"
    ANNEX_LEFT_OUT = "annex-left-out"
    ANNEX_WITHOUT_STATUS = "annex-without-status"
    ANNEX_CONTRADICTED = "annex-contradicted"
    RECORDS_CONTRADICT = "records-contradict"
    SWITCHED_OFF = "switched-off"
    NOTE_EXTENT = "note-extent"
    NOTE_LAPSES = "note-lapses"
    NOTE_FAILED = "note-failed"
    NOTE_CONSEQUENCE = "note-consequence"
    NOTE_REPEATS = "note-repeats"
    NOTE_EVIDENCE = "note-evidence"
    NOTE_WEIGHT = "note-weight"
    NOTE_AT_LEAST = "note-at-least"
    NOTE_AT_MOST = "note-at-most"
    NOTE_ESSENTIAL = "note-essential"
    NOTE_AFFECTED = "note-affected"
    NOTE_COULD = "note-could"
    NOTE_ONGOING = "note-ongoing"
    NOTE_TIMES = "note-times"
    NOTE_LEFT_OPEN = "note-left-open"
    NOTE_KIND = "note-kind"

    @property
    def of_a_note(self) -> bool:
        """Whether it is told by a note of what an auditor saw, each note telling its own."""
        return self.value.startswith("note-")


class Extent(Word):
    """How far what an auditor saw reaches. INCOMPLETE: it is there and part of what belongs to it is
    missing: two of thirteen inputs, one commitment of a policy. SAMPLE: it was counted."""

    ISOLATED = "isolated"
    SEVERAL = "several"
    WIDESPREAD = "widespread"
    ABSENT = "absent"
    INCOMPLETE = "incomplete"
    SAMPLE = "sample"


class Consequence(Word):
    """What came of what an auditor saw, the gravest last: a record at most, a customer affected,
    information no longer confidential, intact or there when needed, a law broken, the environment or
    people harmed."""

    NONE = "none"
    RECORD = "record"
    CUSTOMER = "customer"
    SECURITY = "security"
    LEGAL = "legal"
    ENVIRONMENT = "environment"
    HARM = "harm"

    @property
    def gravity(self) -> int:
        return list(Consequence).index(self)

    @property
    def affects(self) -> bool:
        """Whether somebody or something was affected: more than a record is wrong, and more than a law is
        broken on paper."""
        return self not in (Consequence.NONE, Consequence.RECORD, Consequence.LEGAL)


class NoteKind(Word):
    """What an auditor calls what was seen. JUDGED: the rules decide, from what the note tells."""

    JUDGED = "judged"
    STRENGTH = "strength"
    CONFORMS = "conforms"
    OPPORTUNITY = "opportunity"
    OBSERVATION = "observation"
    NONCONFORMITY = "nonconformity"

    @property
    def praises(self) -> bool:
        """Whether it speaks for conformity."""
        return self in (NoteKind.STRENGTH, NoteKind.CONFORMS)

    @property
    def finds_fault(self) -> bool:
        """Whether the rules grade it by how far it reaches and what came of it."""
        return self in (NoteKind.JUDGED, NoteKind.NONCONFORMITY)


WORKED_OUT_AS: dict[Computed, tuple[AnswerKind, tuple[str, ...]]] = {
    Computed.EXCLUSIONS_UNJUSTIFIED: (AnswerKind.NUMBER, ()),
    Computed.EXCLUSIONS_NOT_ALLOWED: (AnswerKind.NUMBER, ()),
    Computed.ANNEX_LEFT_OUT: (AnswerKind.NUMBER, ()),
    Computed.ANNEX_WITHOUT_STATUS: (AnswerKind.NUMBER, ()),
    Computed.ANNEX_CONTRADICTED: (AnswerKind.NUMBER, ()),
    Computed.RECORDS_CONTRADICT: (AnswerKind.NUMBER, ()),
    Computed.SWITCHED_OFF: (AnswerKind.WORDS, ("yes", "no")),
    Computed.NOTE_EXTENT: (AnswerKind.WORDS, tuple(one.value for one in Extent)),
    Computed.NOTE_LAPSES: (AnswerKind.NUMBER, ()),
    Computed.NOTE_FAILED: (AnswerKind.PERCENTAGE, ()),
    Computed.NOTE_CONSEQUENCE: (AnswerKind.WORDS, tuple(one.value for one in Consequence)),
    Computed.NOTE_REPEATS: (AnswerKind.WORDS, ("yes", "no")),
    Computed.NOTE_EVIDENCE: (AnswerKind.WORDS, ("yes", "no")),
    Computed.NOTE_WEIGHT: (AnswerKind.WORDS, tuple(one.value for one in Weight)),
    Computed.NOTE_AT_LEAST: (AnswerKind.PERCENTAGE, ()),
    Computed.NOTE_AT_MOST: (AnswerKind.PERCENTAGE, ()),
    Computed.NOTE_ESSENTIAL: (AnswerKind.NUMBER, ()),
    Computed.NOTE_AFFECTED: (AnswerKind.WORDS, ("yes", "no")),
    Computed.NOTE_COULD: (AnswerKind.WORDS, tuple(one.value for one in Consequence)),
    Computed.NOTE_ONGOING: (AnswerKind.WORDS, ("yes", "no")),
    Computed.NOTE_TIMES: (AnswerKind.NUMBER, ()),
    Computed.NOTE_LEFT_OPEN: (AnswerKind.WORDS, ("yes", "no")),
    Computed.NOTE_KIND: (AnswerKind.WORDS, tuple(one.value for one in NoteKind)),
}
"""The kind of answer, and the words of a closed one, that a computed fact has to declare."""


def count(number: int, thing: str) -> str:
    """A number with its noun: 1 gap, 2 gaps, 2 nonconformities."""
    if number == 1:
        return f"1 {thing}"
    return f"{number} {thing[:-1]}ies" if thing.endswith("ty") else f"{number} {thing}s"

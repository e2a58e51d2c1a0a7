"""The words of the field as frozen data: standards, clauses, requirements, facts, rules, links. No input or output here.

Every struct can be stored and read back as it is (msgspec checks the types), which is what the cache of the knowledge base relies on.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, IntEnum
from functools import cached_property

import msgspec

from .problems import Location


class Grade(IntEnum):
    """How a requirement is judged, worst first when sorted descending (ISO/IEC 17021-1:2015, 3.11 to 3.13, and common use).

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

    FINDING: the requirement failed then and fails now, whatever the reason. MINOR_LEFT_OPEN: it was minor then, and a rule that made
    it fail then makes it fail still. MAJOR_LEFT_OPEN: it was major then and fails still.
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


class AnswerKind(Word):
    WORDS = "words"
    NUMBER = "number"
    PERCENTAGE = "percentage"
    DATE = "date"
    PLANNED_DATE = "planned date"
    REGISTER = "register"
    TEXT = "text"
    RECORDS = "records"

    @property
    def in_records_only(self) -> bool:
        """Whether only a field of a record takes it: what nobody could judge, and what joins records."""
        return self in (AnswerKind.TEXT, AnswerKind.RECORDS)


class Computed(Word):
    """What the engine works out itself, so that nobody is asked."""

    EXCLUSIONS_UNJUSTIFIED = "exclusions-unjustified"
    EXCLUSIONS_NOT_ALLOWED = "exclusions-not-allowed"
    ANNEX_LEFT_OUT = "annex-left-out"
    ANNEX_WITHOUT_STATUS = "annex-without-status"
    NOTE_EXTENT = "note-extent"
    NOTE_LAPSES = "note-lapses"
    NOTE_FAILED = "note-failed"
    NOTE_CONSEQUENCE = "note-consequence"
    NOTE_REPEATS = "note-repeats"
    NOTE_EVIDENCE = "note-evidence"

    @property
    def of_a_note(self) -> bool:
        """Whether it is told by a note of what an auditor saw, each note telling its own."""
        return self.value.startswith("note-")


class Extent(Word):
    """How far what an auditor saw reaches. SAMPLE: it was counted."""

    ISOLATED = "isolated"
    SEVERAL = "several"
    WIDESPREAD = "widespread"
    ABSENT = "absent"
    SAMPLE = "sample"


class Consequence(Word):
    """What came of what an auditor saw: a record at most, a customer affected, a law broken, people or the environment harmed."""

    NONE = "none"
    RECORD = "record"
    CUSTOMER = "customer"
    LEGAL = "legal"
    HARM = "harm"


WORKED_OUT_AS: dict[Computed, tuple[AnswerKind, tuple[str, ...]]] = {
    Computed.EXCLUSIONS_UNJUSTIFIED: (AnswerKind.NUMBER, ()),
    Computed.EXCLUSIONS_NOT_ALLOWED: (AnswerKind.NUMBER, ()),
    Computed.ANNEX_LEFT_OUT: (AnswerKind.NUMBER, ()),
    Computed.ANNEX_WITHOUT_STATUS: (AnswerKind.NUMBER, ()),
    Computed.NOTE_EXTENT: (AnswerKind.WORDS, tuple(one.value for one in Extent)),
    Computed.NOTE_LAPSES: (AnswerKind.NUMBER, ()),
    Computed.NOTE_FAILED: (AnswerKind.PERCENTAGE, ()),
    Computed.NOTE_CONSEQUENCE: (AnswerKind.WORDS, tuple(one.value for one in Consequence)),
    Computed.NOTE_REPEATS: (AnswerKind.WORDS, ("yes", "no")),
    Computed.NOTE_EVIDENCE: (AnswerKind.WORDS, ("yes", "no")),
}
"""The kind of answer, and the words of a closed one, that a computed fact has to declare."""


class Field(msgspec.Struct, frozen=True, gc=False):
    """One thing that every record of a register says, such as the owner of a risk.

    `words` are those of a closed field, `unit` that of a number, `register` the fact whose records it names. Where `required` is false
    the field may be left empty; `left_out` is then what an empty one means, or empty itself.
    """

    name: str
    holds: AnswerKind
    says: str
    words: tuple[str, ...] = ()
    unit: str = ""
    register: str = ""
    required: bool = False
    left_out: str = ""


class Fact(msgspec.Struct, frozen=True, gc=False):
    """One typed question about an organisation. `words` holds the possible answers of a closed question, `best` those that
    show conformity (empty: any of them does). A register is answered with records, whose fields are in `record`; `of` is the
    discipline they all belong to, if there is one."""

    id: str
    ask: str
    answer: AnswerKind
    at: Location
    words: tuple[str, ...] = ()
    best: tuple[str, ...] = ()
    unit: str = ""
    who: Who = Who.SYSTEM_MANAGER
    help: str = ""
    computed: Computed | None = None
    record: tuple[Field, ...] = ()
    of: Discipline | None = None

    def field(self, name: str) -> Field | None:
        """The field of a register's records by name."""
        return next((one for one in self.record if one.name == name), None)

    @property
    def answer_words(self) -> str:
        """The kind of answer as people write it: `yes, partly or no`, `number of days`, `date`."""
        match self.answer:
            case AnswerKind.WORDS if self.words in (("yes", "no"), ("yes", "partly", "no")):
                return f"{', '.join(self.words[:-1])} or {self.words[-1]}"
            case AnswerKind.WORDS:
                return f"one of {', '.join(self.words)}"
            case AnswerKind.NUMBER:
                return f"number of {self.unit}"
            case _:
                return str(self.answer)


class Op(Word):
    """What a condition asks of one answer. Its words are those of the rule files."""

    ONE_OF = "one of"
    MORE_THAN = "more than"
    AT_LEAST = "at least"
    LESS_THAN = "less than"
    AT_MOST = "at most"
    OLDER_THAN = "older than"
    WITHIN = "within"
    BEFORE = "before"
    AFTER = "after"
    MISSING = "missing"
    GIVEN = "given"
    DANGLING = "dangling"


class Condition(msgspec.Struct, frozen=True, gc=False):
    """A test of one answer, or of one field of a record, whose name then stands in `fact`.

    `words` for ONE_OF; `number` for the comparisons; `days` or `months` for OLDER_THAN and WITHIN, counted back from the
    date of the assessment; `date` (ISO text; empty: the date of the assessment) for BEFORE and AFTER, or `field`, a date of the
    record that the tested one is joined with, or of the tested one itself where none is. MISSING, GIVEN and DANGLING (naming a record
    that is not there) are for fields alone.
    """

    fact: str
    op: Op
    words: tuple[str, ...] = ()
    number: float = 0
    days: int = 0
    months: int = 0
    date: str = ""
    field: str = ""

    def __str__(self) -> str:
        match self.op:
            case Op.ONE_OF:
                return " or ".join(self.words)
            case Op.MISSING | Op.GIVEN | Op.DANGLING:
                return str(self.op)
            case Op.OLDER_THAN | Op.WITHIN:
                return f"{self.op} {count(self.months, 'month') if self.months else count(self.days, 'day')}"
            case Op.BEFORE | Op.AFTER:
                return f"{self.op} {self.date or self.field}" if self.date or self.field else "overdue"
            case _:
                return f"{self.op} {self.number:g}"


Group = tuple[Condition, ...]
"""Conditions that must all hold."""

Alternatives = tuple[Group, ...]
"""Groups of which one must hold: what `when` and `applies` mean once `any` is multiplied out."""


class Relation(msgspec.Struct, frozen=True, gc=False):
    """The way from a record to others, and what is asked of them.

    `register` is theirs. Either the record names them in one of its `fields`, or, `reverse`, they name it in one of theirs.
    """

    name: str
    register: str
    fields: tuple[str, ...]
    reverse: bool
    conditions: Group = ()


class Each(msgspec.Struct, frozen=True, gc=False):
    """A test of every record of a register, and of the records joined with it.

    It meets a record that meets the conditions, of whose relatives `none` meets what a relation asks, `some` do, and, where the rule asks
    for `only`, all do and there is one. The rule fires if it meets at least `at_least` records, and at least `share` per cent of those that
    meet the conditions.
    """

    register: str
    conditions: Group
    none: tuple[Relation, ...] = ()
    some: tuple[Relation, ...] = ()
    only: tuple[Relation, ...] = ()
    at_least: int = 1
    share: float = 0

    @property
    def relations(self) -> tuple[Relation, ...]:
        return (*self.none, *self.some, *self.only)

    @property
    def registers(self) -> tuple[str, ...]:
        """The registers that the rule reads, each once."""
        return tuple(dict.fromkeys((self.register, *(one.register for one in self.relations))))


class Rule(msgspec.Struct, frozen=True, gc=False):
    """A condition over facts, or, with `each`, over the records of a register; the grade it leads to, because, and fix. `step` names the
    ladder's step it was expanded from (`record/not-kept` with its ladder)."""

    id: str
    template: str
    when: Alternatives
    grade: Grade
    because: str
    fix: str
    at: Location
    step: str = ""
    each: Each | None = None
    ladder: str = ""

    @property
    def reads(self) -> tuple[str, ...]:
        return facts_in(self.when)

    @property
    def name(self) -> str:
        return self.id.partition("/")[2]


class Acceptance(msgspec.Struct, frozen=True, gc=False):
    """Answers short of the best that rightly lead to no finding, and why."""

    answer: tuple[tuple[str, str], ...]
    because: str


class Template(msgspec.Struct, frozen=True, gc=False):
    """What a rulebase says of a requirement. A standard's own becomes one requirement; a harmonised one becomes one in every
    standard that takes it."""

    id: str
    says: str
    at: Location
    theme: str = ""
    documented: Documented = Documented.NONE
    evidence: tuple[str, ...] = ()
    applies: Alternatives = ()
    otherwise: str = ""
    accepts: tuple[Acceptance, ...] = ()
    rulebase: str = ""


class Clause(msgspec.Struct, frozen=True, gc=False):
    """A numbered heading of a standard: `iso-9001:2015/9.2.2`."""

    id: str
    standard: str
    number: str
    title: str
    stage: Stage
    theme: str
    at: Location


class Requirement(msgspec.Struct, frozen=True, gc=False):
    """One thing to fulfil under a clause of one edition: `iso-9001:2015/9.2.2/programme`.

    `documented` is what this edition asks for, which may differ from what other editions ask of the same template; `says` is
    empty unless this edition words the requirement differently.
    """

    id: str
    standard: str
    clause: str
    template: str
    theme: str
    stage: Stage
    documented: Documented = Documented.NONE
    says: str = ""

    @property
    def clause_id(self) -> str:
        return f"{self.standard}/{self.clause}"


class Transition(msgspec.Struct, frozen=True, gc=False):
    """Until when certificates to the edition before still count, as far as it is known: the last day (ISO text), and how sure it is."""

    until: str
    confidence: Confidence
    note: str = ""


class Standard(msgspec.Struct, frozen=True, gc=False):
    """One edition of a standard. `may_exclude` are the clauses an organisation may declare not applicable; `based_on` is the edition that
    this one changes, empty if it is written out in full; `transition` is the time to change over from that one, if it is known."""

    id: str
    title: str
    edition: str
    discipline: Discipline
    at: Location
    may_exclude: tuple[str, ...] = ()
    based_on: str = ""
    transition: Transition | None = None


class EditionChange(msgspec.Struct, frozen=True, gc=False):
    """What an edition did to the one it is based on.

    `what` is a clause or requirement of the new edition (of the old one, if withdrawn), `was` its id in the old one where it had
    another. `note` says what is known, and how, where the confidence is not high.
    """

    standard: str
    kind: ChangeKind
    what: str
    confidence: Confidence
    at: Location
    was: str = ""
    note: str = ""


class Link(msgspec.Struct, frozen=True, gc=False):
    """A dependency: foundation -> dependent. Both ends are ids of requirements or clauses of one standard."""

    id: str
    source: str
    target: str
    kind: LinkKind
    basis: Basis
    strength: Strength
    because: str
    at: Location

    @property
    def carries_failure(self) -> bool:
        return self.strength is Strength.HARD and self.kind is not LinkKind.REFERS


class Theme(msgspec.Struct, frozen=True, gc=False):
    """What requirements are about, across standards."""

    id: str
    title: str


class Escalation(msgspec.Struct, frozen=True, gc=False):
    """A rule of a policy that raises grades. Every number in it is a house rule (ISO/IEC 17021-1 gives none).

    Either `at_least` nonconformities among the requirements of one clause of two numbers (9.2), making up at least `share`
    percent of them and resting on at least as many different answers, raise those that are lower; or a dependency failure of kind
    `failure` raises its dependent; or a finding that comes back as `repeats` says is raised.
    """

    id: str
    grade: Grade
    because: str
    at: Location
    at_least: int = 0
    share: float = 0
    failure: FailureKind | None = None
    repeats: Repeat | None = None


class Setting(msgspec.Struct, frozen=True, gc=False):
    """A point on which auditors differ, and the rules whose grade is decided together there."""

    id: str
    says: str
    rules: tuple[str, ...]
    at: Location


class GradeChoice(msgspec.Struct, frozen=True, gc=False):
    """What a policy decides on a setting, or on a single rule (then `setting` is empty): the grade of these rules, and why."""

    setting: str
    rules: tuple[str, ...]
    grade: Grade
    because: str
    at: Location


class Policy(msgspec.Struct, frozen=True, gc=False):
    """How grades are escalated, and which grade rules get where auditors differ. `based_on` is the policy it was built on."""

    id: str
    says: str
    escalations: tuple[Escalation, ...]
    grades: tuple[GradeChoice, ...] = ()
    based_on: str = ""

    def choice_on(self, rule: str) -> GradeChoice | None:
        """What it decides on a rule; None if the rule keeps its own grade."""
        return next((one for one in self.grades if rule in one.rules), None)


class Change(msgspec.Struct, frozen=True, gc=False):
    """What an overlay does to a rule or an escalation: a changed grade, or one disabled, and why. Every report prints it."""

    overlay: str
    rule: str
    does: str
    because: str
    at: Location


class KnowledgeBase(msgspec.Struct, frozen=True, dict=True):
    """Everything known, checked whole. Tuples are in the order of the files, which never matters for a result."""

    standards: tuple[Standard, ...]
    clauses: tuple[Clause, ...]
    themes: tuple[Theme, ...]
    facts: tuple[Fact, ...]
    templates: tuple[Template, ...]
    requirements: tuple[Requirement, ...]
    rules: tuple[Rule, ...]
    links: tuple[Link, ...]
    policies: tuple[Policy, ...]
    changes: tuple[Change, ...] = ()
    edition_changes: tuple[EditionChange, ...] = ()
    settings: tuple[Setting, ...] = ()

    @cached_property
    def standard(self) -> dict[str, Standard]:
        return {standard.id: standard for standard in self.standards}

    @cached_property
    def clause(self) -> dict[str, Clause]:
        return {clause.id: clause for clause in self.clauses}

    @cached_property
    def fact(self) -> dict[str, Fact]:
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def template(self) -> dict[str, Template]:
        return {template.id: template for template in self.templates}

    @cached_property
    def requirement(self) -> dict[str, Requirement]:
        return {requirement.id: requirement for requirement in self.requirements}

    @cached_property
    def rule(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def link(self) -> dict[str, Link]:
        return {link.id: link for link in self.links}

    @cached_property
    def policy(self) -> dict[str, Policy]:
        return {policy.id: policy for policy in self.policies}

    @cached_property
    def theme(self) -> dict[str, Theme]:
        return {theme.id: theme for theme in self.themes}

    @cached_property
    def rules_of(self) -> dict[str, tuple[Rule, ...]]:
        """The rules by template."""
        found: dict[str, list[Rule]] = {template.id: [] for template in self.templates}
        for rule in self.rules:
            found[rule.template].append(rule)
        return {template: tuple(rules) for template, rules in found.items()}

    @cached_property
    def reads_of(self) -> dict[str, tuple[str, ...]]:
        """The facts that the rules and the applicability of a template read, in the order they are named."""
        return {
            template.id: tuple(
                dict.fromkeys((*facts_in(template.applies), *(fact for rule in self.rules_of[template.id] for fact in rule.reads)))
            )
            for template in self.templates
        }

    @cached_property
    def on_notes(self) -> tuple[str, ...]:
        """The templates that judge notes of what an auditor saw: those that read what a note tells."""
        told = {fact.id for fact in self.facts if fact.computed and fact.computed.of_a_note}
        return tuple(template for template, reads in self.reads_of.items() if not told.isdisjoint(reads))

    @cached_property
    def on_records(self) -> tuple[Rule, ...]:
        """The rules over records of registers."""
        return tuple(rule for rule in self.rules if rule.each is not None)

    @cached_property
    def registers(self) -> tuple[Fact, ...]:
        """The facts that are answered with records."""
        return tuple(fact for fact in self.facts if fact.answer is AnswerKind.REGISTER)

    @cached_property
    def position(self) -> dict[str, int]:
        """Where each requirement stands when all are put in the order of standards, clauses and names."""
        ordered = sorted(self.requirements, key=lambda one: (one.standard, clause_order(one.clause), one.id))
        return {one.id: place for place, one in enumerate(ordered)}

    @cached_property
    def asked_by(self) -> dict[str, tuple[str, ...]]:
        """The requirements of each standard, in the order of its clauses."""
        found: dict[str, list[str]] = {standard.id: [] for standard in self.standards}
        for requirement in self.position:
            found[requirement.partition("/")[0]].append(requirement)
        return {standard: tuple(requirements) for standard, requirements in found.items()}

    @cached_property
    def members(self) -> dict[str, tuple[str, ...]]:
        """The requirements under every clause, those of its sub-clauses included, and every requirement under itself."""
        found: dict[str, list[str]] = {clause.id: [] for clause in self.clauses}
        for requirement in self.requirements:
            for number in lineage(requirement.clause):
                found[f"{requirement.standard}/{number}"].append(requirement.id)
        return {**{clause: tuple(ids) for clause, ids in found.items()}, **{one.id: (one.id,) for one in self.requirements}}

    def says(self, requirement: str) -> str:
        """What a requirement asks, in our own words."""
        one = self.requirement[requirement]
        return one.says or self.template[one.template].says

    @cached_property
    def changed_in(self) -> dict[str, tuple[EditionChange, ...]]:
        """What an edition changed, by the clause or requirement it concerns."""
        found: dict[str, tuple[EditionChange, ...]] = {}
        for change in self.edition_changes:
            found[change.what] = (*found.get(change.what, ()), change)
        return found


def facts_in(alternatives: Alternatives) -> tuple[str, ...]:
    """The facts that conditions read, each once, in the order they are named."""
    return tuple(dict.fromkeys(condition.fact for group in alternatives for condition in group))


def lineage(number: str) -> Iterator[str]:
    """A clause number and those it stands under, the lowest first: 9.2.2, 9.2, 9."""
    while number:
        yield number
        number = number.rpartition(".")[0]


def clause_order(number: str) -> tuple[tuple[int, int | str], ...]:
    """A key that sorts clause numbers as the standard prints them: 9.2 before 9.10, clauses before Annex A."""
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in number.split("."))


def count(number: int, thing: str) -> str:
    """A number with its noun: 1 gap, 2 gaps, 2 nonconformities."""
    if number == 1:
        return f"1 {thing}"
    return f"{number} {thing[:-1]}ies" if thing.endswith("ty") else f"{number} {thing}s"

"""What is asked and how it is judged: questions, conditions over answers and over the records of
registers, rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from ..problems import Location
from .words import AnswerKind, Computed, Discipline, Grade, Who, Word, count


class Field(msgspec.Struct, frozen=True, gc=False):
    """One thing that every record of a register says, such as the owner of a risk.

    `words` are those of a closed field, `unit` that of a number, `register` the fact whose records it
    names. Where `required` is false the field may be left empty; `left_out` is then what an empty one
    means, or empty itself, and `told_by` the words that another field tells where it is filled, or filled
    with a word: that field, its word or empty for any, and the word that it tells. What was closed on a day
    is closed. A `sparse` field belongs to few records: an empty one says that there is none, even where no
    record of the register has it. `also` are other headings under which people keep it, `means` has, by each
    word of a closed field, the words that people write for it, `worked_out_of` names the fields of the same
    record that tell it where it is empty itself. A `scaled` field takes points as well, which the
    organisation's own scale turns into one of its words.
    """

    name: str
    holds: AnswerKind
    says: str
    words: tuple[str, ...] = ()
    unit: str = ""
    register: str = ""
    required: bool = False
    left_out: str = ""
    sparse: bool = False
    told_by: tuple[tuple[str, str, str], ...] = ()
    also: tuple[str, ...] = ()
    means: tuple[tuple[str, tuple[str, ...]], ...] = ()
    worked_out_of: tuple[str, ...] = ()
    scaled: bool = False

    def if_empty(self, values: Mapping[str, object]) -> str:
        """What an empty field means beside what others hold; empty if it is missing."""
        return next((told for told, _ in self.told(values)), self.left_out)

    def told(self, values: Mapping[str, object]) -> Iterator[tuple[str, str]]:
        """The words that other fields tell, each with the field."""
        return (
            (told, other)
            for other, word, told in self.told_by
            if other in values and word in ("", values[other])
        )


WITHIN_TOLERANCE = "-within-tolerance"
"""What a rule on a tolerated shortfall is called behind the rule it was taken from."""

_SCALES = (("yes", "no"), ("yes", "partly", "no"), ("yes", "largely", "partly", "no"))
"""The answers that are written with `or` before the last."""


class Question(msgspec.Struct, frozen=True, gc=False):
    """One typed question about an organisation. `words` holds the possible answers of a closed question,
    `best` those that show conformity (empty: any of them does). `never_known`: it asks for breaches of
    law, which a dated action of the organisation's own does not soften. A register is answered with
    records, whose fields are in `record`; `of` is the discipline they all belong to, if there is one.
    `theme` is the practice that the question asks about, `also` are other names under which people keep a
    register."""

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
    theme: str = ""
    never_known: bool = False
    also: tuple[str, ...] = ()
    accepted: tuple[Accepted, ...] = ()

    def field(self, name: str) -> Field | None:
        """The field of a register's records by name."""
        return next((one for one in self.record if one.name == name), None)

    @property
    def answer_words(self) -> str:
        """The kind of answer as people write it: `yes, largely, partly or no`, `number of days`, `date`."""
        match self.answer:
            case AnswerKind.WORDS if self.words in _SCALES:
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
    NOT_BEFORE = "not before"
    NOT_AFTER = "not after"
    SAME_AS = "same as"
    MISSING = "missing"
    GIVEN = "given"
    DANGLING = "dangling"
    CONTRADICTED = "contradicted"


class Condition(msgspec.Struct, frozen=True, gc=False):
    """A test of one answer, or of one field of a record, whose name then stands in `fact`.

    `words` for ONE_OF; `number` for the comparisons; `months`, `days` or both for OLDER_THAN and WITHIN,
    counted back from the date of the assessment; `date` (ISO text; empty: the date of the assessment) for
    BEFORE and AFTER, or `field`, a date of the record that the tested one is joined with, or of the tested
    one itself where none is; NOT_BEFORE, NOT_AFTER and SAME_AS (of texts) always name one. MISSING, GIVEN,
    DANGLING (naming a record that is not there) and CONTRADICTED (by answers) are for fields alone. `every`
    is the interval in months at which comes round what BEFORE finds overdue; it counts only for what a policy
    tolerates.
    """

    fact: str
    op: Op
    words: tuple[str, ...] = ()
    number: float = 0
    days: int = 0
    months: int = 0
    date: str = ""
    field: str = ""
    every: int = 0

    def __str__(self) -> str:
        match self.op:
            case Op.ONE_OF:
                return " or ".join(self.words)
            case Op.MISSING | Op.GIVEN | Op.DANGLING | Op.CONTRADICTED:
                return str(self.op)
            case Op.OLDER_THAN | Op.WITHIN:
                return f"{self.op} {self.age}"
            case _ if self.field:
                return f"{self.op} {self.field}"
            case Op.BEFORE | Op.AFTER if self.date:
                return f"{self.op} {self.date}"
            case Op.BEFORE | Op.AFTER:
                return f"overdue every {count(self.every, 'month')}" if self.every else "overdue"
            case _:
                return f"{self.op} {self.number:g}"

    @property
    def age(self) -> str:
        """An age in words: 12 months, 30 days, or, with what a policy tolerates, 12 months and 30 days."""
        parts = [count(self.months, "month")] if self.months else []
        return " and ".join([*parts, count(self.days, "day")] if self.days or not parts else parts)


Group = tuple[Condition, ...]
"""Conditions that must all hold."""


Alternatives = tuple[Group, ...]
"""Groups of which one must hold: what `when` and `applies` mean once `any` is multiplied out."""


class Relation(msgspec.Struct, frozen=True, gc=False):
    """The way from a record to others, and what is asked of them.

    `register` is theirs. Either the record names them in one of its `fields`, or, `reverse`, they name it
    in one of theirs.
    """

    name: str
    register: str
    fields: tuple[str, ...]
    reverse: bool
    conditions: Group = ()


class Each(msgspec.Struct, frozen=True, gc=False):
    """A test of every record of a register, and of the records joined with it.

    It meets a record that meets the conditions, of whose relatives `none` meets what a relation asks,
    `some` do, and, where the rule asks for `only`, all do and there is one. The rule fires if it meets at
    least `at_least` records, and at least `share` per cent of those that meet `among`, which are some of its
    conditions; of those that meet all of them where that is left out.
    """

    register: str
    conditions: Group
    none: tuple[Relation, ...] = ()
    some: tuple[Relation, ...] = ()
    only: tuple[Relation, ...] = ()
    at_least: int = 1
    share: float = 0
    among: Group | None = None

    @property
    def counted(self) -> Group:
        """The conditions on the records out of which the share is counted."""
        return self.conditions if self.among is None else self.among

    @property
    def relations(self) -> tuple[Relation, ...]:
        return (*self.none, *self.some, *self.only)

    @property
    def registers(self) -> tuple[str, ...]:
        """The registers that the rule reads, each once."""
        return tuple(dict.fromkeys((self.register, *(one.register for one in self.relations))))


class Rule(msgspec.Struct, frozen=True, gc=False):
    """A condition over facts, or, with `each`, over the records of a register; the grade it leads to,
    because, and fix.

    `step` names the ladder's step it was expanded from (`record/not-kept` with its ladder); `risk` says
    what may go wrong, never what did; `weighs` why the absence of an item is major. `known` is the end of
    `because` that tells what an organisation does about it by itself.
    """

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
    risk: str = ""
    weighs: str = ""
    known: str = ""
    accepted: tuple[Accepted, ...] = ()

    @property
    def reads(self) -> tuple[str, ...]:
        return facts_in(self.when)

    @property
    def name(self) -> str:
        return self.shared_id.partition("/")[2]

    @property
    def shared_id(self) -> str:
        """Its id without the standard in which alone it counts (see `apart`)."""
        return self.id.partition("@")[0]


class Accepted(msgspec.Struct, frozen=True, gc=False):
    """Something that `check` doubts and that is meant so: which problem, `about` what (everything, if empty),
    and why."""

    problem: str
    because: str
    at: Location
    about: str = ""


class Acceptance(msgspec.Struct, frozen=True, gc=False):
    """Answers short of the best that rightly lead to no finding, and why."""

    answer: tuple[tuple[str, str], ...]
    because: str


class Renaming(msgspec.Struct, frozen=True, gc=False):
    """A question that an earlier version of the knowledge asked otherwise. `now` is its name today where
    its answers stayed the same; `answers` has, by an answer of then, what it says today, by question,
    `otherwise` what every other answer says. What no longer says anything is left open."""

    fact: str
    because: str
    at: Location
    now: str = ""
    answers: dict[str, dict[str, str]] = {}
    otherwise: dict[str, str] = {}

    def said_today(self, answer: str) -> dict[str, str]:
        """What an answer of then says today, by question."""
        return self.answers.get(answer, self.otherwise)


class NewName(msgspec.Struct, frozen=True, gc=False):
    """What an earlier version called otherwise: `kind` is rule, requirement or theme."""

    kind: str
    was: str
    now: str
    because: str
    at: Location


def facts_in(alternatives: Alternatives) -> tuple[str, ...]:
    """The facts that conditions read, each once, in the order they are named."""
    return tuple(dict.fromkeys(condition.fact for group in alternatives for condition in group))

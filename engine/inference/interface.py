"""What goes into an evaluator and what comes out of it. Both evaluators keep this promise; a property test
compares them."""

from __future__ import annotations

from datetime import date
from typing import Protocol

import msgspec

from ..knowledge.language.phrases import Told, Value
from ..model import Discipline, FailureKind, Grade, KnowledgeBase, Policy, Word
from ..organisation.previous import Earlier
from ..organisation.records import Registers


class Seen(msgspec.Struct, frozen=True, gc=False):
    """One note of what an auditor saw: the requirement or clause it stands against, what it tells, by
    fact, and whether it says that the same was found before."""

    target: str
    values: dict[str, Value]
    repeats: bool = False


class Premises(msgspec.Struct, frozen=True, gc=False):
    """One organisation, put to an evaluator.

    `scope`: the requirements to judge. `excluded`: those of them declared not applicable, validly. `values`:
    the known answers by fact and discipline; a fact without a value is unknown, and of one counted from
    records it may only be known which answers it is not. `notes`: what was seen; a
    note on nothing in scope is left aside. `registers`: the records of every register that is given.
    `earlier`: the requirements that failed at an earlier assessment.
    """

    knowledge: KnowledgeBase
    scope: tuple[str, ...]
    excluded: frozenset[str]
    values: dict[str, dict[Discipline, Told]]
    as_of: date
    policy: Policy
    notes: tuple[Seen, ...] = ()
    registers: Registers = {}
    earlier: dict[str, Earlier] = {}


class Matched(msgspec.Struct, frozen=True, gc=False):
    """The records that a rule over records meets, by name in the order of the register, `among` how many
    that its own conditions meet."""

    rule: str
    records: tuple[str, ...]
    among: int


class NoteVerdict(msgspec.Struct, frozen=True, gc=False):
    """What the rules say of one note: its place among the notes, and the rules that fire; CONFORMS if none
    does."""

    note: int
    base: Grade
    fired: tuple[str, ...] = ()


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """What the rules say of one requirement: the ids of the rules that fire and of those an unknown answer
    could still make fire.

    `applies` is false where the requirement is excluded or its own condition to apply is false; then no rule
    fires or is open. `base` is the worst grade of the rules that fire, CONFORMS if none fires or is open,
    else UNGRADED. `records` tells, for each rule over records that fires, which of those of the requirement's
    discipline it meets. `at_least` is the mildest `base` over all completions of the open answers; a
    completion in which the requirement does not apply, or conforms, makes it CONFORMS. Where it is worse than
    what fires, it is the `base` too, and `certain` are the open rules of which in every completion one fires
    that weighs as much. Where nothing is answered, nothing is certain. `seen` are the notes that land on it,
    in their order. One that a rule fires on joins its grade to `base`, and makes the requirement apply: what
    was seen there is there.

    A note on a clause lands on the first requirement under it, in the order of the standard, that is in scope
    and applies; on the first in scope, if none applies.
    """

    requirement: str
    applies: bool
    base: Grade
    fired: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    seen: tuple[NoteVerdict, ...] = ()
    records: tuple[Matched, ...] = ()
    at_least: Grade = Grade.UNGRADED
    certain: tuple[str, ...] = ()


class State(Word):
    """How a requirement stands by its own answers, notes and records, and by what came before: what
    dependencies between requirements are judged by."""

    FAILS = "fails"
    HOLDS = "holds"
    UNASSESSED = "unassessed"
    NOT_APPLICABLE = "not-applicable"


class Raised(msgspec.Struct, frozen=True, order=True, gc=False):
    """A grade raised by an escalation of the policy; `because_of` names the link that fails or, for a finding
    that comes back, the requirement itself."""

    requirement: str
    escalation: str
    grade: Grade
    because_of: str


class Failure(msgspec.Struct, frozen=True, order=True, gc=False):
    """A link whose foundation or dependent does not hold."""

    link: str
    kind: FailureKind


class Inference(msgspec.Struct, frozen=True, gc=False):
    """The whole result, everything sorted: verdicts in the order of the scope, `undermined` the
    requirements that conform on a foundation that is absent, `unsound` all that is absent or stands on
    what is."""

    verdicts: tuple[Verdict, ...]
    raised: tuple[Raised, ...]
    failures: tuple[Failure, ...]
    undermined: tuple[str, ...]
    unsound: tuple[str, ...] = ()


class Evaluator(Protocol):
    """Judges organisations against one knowledge base. `name` stands in every assessment."""

    name: str

    def infer(self, premises: Premises) -> Inference:
        """The inference for one organisation; raises EvaluatorFault rather than give a partial one."""
        ...


class EvaluatorFault(Exception):
    """The evaluator lost a fact, met a limit or broke down. The assessment is not given."""

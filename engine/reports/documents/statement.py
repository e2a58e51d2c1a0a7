"""The Statement of Applicability (ISO/IEC 27001:2022, 6.1.3 d): every control of Annex A in order, with what
the registers, the exclusions and the answers say of it, and what the Statement still lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from ...analysis.applicability import ControlLine, applicability
from ...commands.document import Ordered
from ...model import Grade, KnowledgeBase, Status, count
from ...organisation.records import RegisterRecord
from ...organisation.statement import ANNEX, CONTROLS, annex_of
from ...problems import BadInput, Location, Problem
from ..words.assessment import evidence_words, printable
from .parts import (
    DocumentPart,
    DocumentSection,
    Grid,
    GridCell,
    GridColumn,
    Points,
    Prose,
    Toned,
    WrittenDocument,
    shown_date,
)

COLUMNS = (
    GridColumn("Control", 24),
    GridColumn("Applies", 11),
    GridColumn("Why, or why not", 28),
    GridColumn("State", 18),
    GridColumn("Risks treated", 26, on="filled"),
    GridColumn("Laws and contracts", 22, on="filled"),
    GridColumn("Owner", 14, on="filled"),
    GridColumn("Evidence", 24, on="filled"),
    GridColumn("Date", 13, on="filled"),
    GridColumn("Lines in the register", 16, on="sheet"),
)
OWN_COLUMNS = (
    GridColumn("Control", 30),
    GridColumn("State", 14),
    GridColumn("Risks treated", 34),
    GridColumn("Owner", 16),
    GridColumn("Date", 11),
)
NOT_STATED = "not stated"
UNFINISHED = frozenset({"planned", "in progress", "partly"})
"""The states in which a control has still to be brought into use."""
NO_REGISTER = (
    "No register of controls was given. What is known here comes from the answers and the exclusions: a"
    " control that is not left out counts as used, and reasons, owners and the risks behind each control are"
    " not known."
)
SAID = (
    "Shown: there is evidence of fitting age. Claimed: an answer says so and nothing shows it yet. A number"
    " such as NC-3 is that of the nonconformity recorded against the control."
)


def statement_of_applicability(ordered: Ordered) -> WrittenDocument:
    """The Statement of the standards assessed that have an annex of controls. Raises BadInput if none has."""
    result = ordered.result
    annexes = [one for one in result.assessment.standards if annex_of(one, result.knowledge)]
    if not annexes:
        hint = "name a standard with an annex: --standard iso-27001:2022"
        at = Location(", ".join(result.assessment.standards))
        message = "none of the standards assessed has an annex of controls to state the use of"
        raise BadInput([Problem(at, message, "out-of-scope", hint)])
    statements = [_Statement(standard, ordered) for standard in annexes]
    return WrittenDocument(
        title="Statement of Applicability",
        organisation=result.assessment.organisation,
        as_of=result.assessment.as_of,
        facts=tuple(fact for one in statements for fact in one.facts()),
        sections=tuple(section for one in statements for section in one.sections()),
        template="register",
    )


class _Statement:
    """The Statement on one annex."""

    def __init__(self, standard: str, ordered: Ordered) -> None:
        self.standard = ordered.result.knowledge.standard[standard]
        self.knowledge: KnowledgeBase = ordered.result.knowledge
        self.registers = ordered.result.organisation.registers
        self.revision = ordered.order.revision
        self.as_of = ordered.result.assessment.as_of
        self.lines = applicability(
            standard, ordered.result.assessment, ordered.result.organisation, self.knowledge
        )
        self.given = any(one.records for one in self.lines)

    def facts(self) -> Iterator[tuple[str, str]]:
        left_out = sum(one.applicable is False for one in self.lines)
        unsaid = sum(one.applicable is None for one in self.lines) if self.given else 0
        rest = f", {unsaid} not stated" if unsaid else ""
        yield "Standard", self.standard.edition
        yield "Version", self.revision or NOT_STATED
        yield "As of", shown_date(self.as_of)
        yield (
            "Controls",
            f"{len(self.lines)}: {len(self.lines) - left_out - unsaid} used, {left_out} left out{rest}",
        )
        yield "Approved by", ""

    def sections(self) -> Iterator[DocumentSection]:
        yield DocumentSection("about", "", tuple(self._about()))
        yield DocumentSection("controls", "Controls of Annex A", (self._controls(),))
        if own := self._own():
            yield DocumentSection("own_controls", "Controls beyond Annex A", (self._own_grid(own),))
        yield DocumentSection("open", "What this Statement still lacks", (self._lacks(),))

    def _about(self) -> Iterator[DocumentPart]:
        if not self.given:
            yield Prose(NO_REGISTER, tone="warning")
        yield Prose(SAID, tone="quiet")

    def _controls(self) -> Grid:
        rows = tuple(self._row(one) for one in self.lines)
        return Grid("Statement", COLUMNS, rows, "Every control of Annex A, used or left out.")

    def _row(self, one: ControlLine) -> tuple[GridCell, ...]:
        return (
            f"{one.clause.number} {one.clause.title}",
            self._applies(one),
            printable_lines(one.reason) or ("" if one.applicable is None else NOT_STATED),
            self._state(one),
            _records(one.risks),
            "\n".join(filter(None, (_records(one.obligations), *one.field("reference")))),
            "\n".join(one.field("owner")),
            "\n".join(_evidence(one)),
            one.latest,
            "\n".join(record.id for record in one.records),
        )

    def _applies(self, one: ControlLine) -> str:
        if one.applicable is None:
            return NOT_STATED if self.given else "not left out"
        return "yes" if one.applicable else "no"

    def _state(self, one: ControlLine) -> GridCell:
        """How far a control has come: as the Statement says, else by the answers; with what is recorded
        against it."""
        if one.applicable is False:
            return Toned(Status.NOT_APPLICABLE.value, "left out")
        said = ", ".join(one.states) or _by_answers(one)
        waits = not UNFINISHED.isdisjoint(one.states)
        due = "".join(f", due {day}" for day in one.field("due") if waits)
        numbers = recorded_numbers(one)
        return Toned(_mark(one), "\n".join(filter(None, (f"{said}{due}", ", ".join(numbers)))))

    def _own(self) -> list[RegisterRecord]:
        """The controls that are none of the annex and that a risk of information security names."""
        named = {
            name
            for risk in self.registers.get("registers.security_risks", ())
            for names in risk.names.values()
            for name in names
        }
        return [
            one for one in self.registers.get(CONTROLS, ()) if one.id in named and ANNEX not in one.values
        ]

    def _own_grid(self, own: Iterable[RegisterRecord]) -> Grid:
        risks = self.registers.get("registers.security_risks", ())
        rows = tuple(
            (
                _record(one),
                str(one.values.get("status", NOT_STATED)),
                _records([risk for risk in risks if any(one.id in names for names in risk.names.values())]),
                printable(str(one.values.get("owner", ""))),
                day if isinstance(day := one.values.get("changed"), date) else None,
            )
            for one in own
        )
        return Grid("Own controls", OWN_COLUMNS, rows, "Controls that the treatment needs beside Annex A.")

    def _lacks(self) -> DocumentPart:
        """What has to be added before the Statement says all that the standard asks of it."""
        used = [one for one in self.lines if one.applicable is not False]
        lacking: Sequence[tuple[str, Callable[[ControlLine], bool], Sequence[ControlLine]]] = (
            (
                "Nothing says whether it applies",
                lambda one: one.applicable is None,
                used if self.given else (),
            ),
            ("No reason is given", lambda one: not one.reason, self.lines),
            ("Nothing tells how far it has come", _stateless, used),
            (
                "It stands as in place, and a nonconformity is recorded against it",
                lambda one: "in place" in one.states and bool(recorded_numbers(one, "NC-")),
                used,
            ),
        )
        points = [
            f"{says} ({count(len(found), 'control')}): {self._numbers(found)}."
            for says, lacks, among in lacking
            if (found := [one for one in among if lacks(one)])
        ]
        return (
            Points(tuple(points)) if points else Prose("Nothing: each control has its reason and its state.")
        )

    def _numbers(self, found: Sequence[ControlLine]) -> str:
        """The numbers of some controls, those that follow each other in the annex taken together."""
        places = {one.clause.number: place for place, one in enumerate(self.lines)}
        runs: list[list[str]] = []
        for number in (one.clause.number for one in found):
            follows = runs and places[number] == places[runs[-1][-1]] + 1
            if follows and _theme(number) == _theme(runs[-1][-1]):
                runs[-1].append(number)
            else:
                runs.append([number])
        return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)


def _theme(number: str) -> str:
    """The theme of the annex that a control belongs to: A.5 for A.5.31."""
    return number.rpartition(".")[0]


def _by_answers(one: ControlLine) -> str:
    """How far a control has come by what was answered on it."""
    statuses = {finding.status for finding in one.findings} - {Status.NOT_APPLICABLE}
    if not statuses or Status.NOT_ASSESSED in statuses:
        return NOT_STATED
    if Status.GAP not in statuses:
        return "in place (shown)" if all(_shown(one)) else "in place (claimed)"
    worst = max(finding.grade for finding in one.findings)
    return "not fully in place" if worst.fails else "in place, with a remark"


def _shown(one: ControlLine) -> Iterator[bool]:
    return (finding.shown for finding in one.findings if finding.status is Status.CONFORMS)


def _stateless(one: ControlLine) -> bool:
    return not one.states and _by_answers(one) == NOT_STATED


def _mark(one: ControlLine) -> str:
    """The mark of the worst that is recorded against a control; without it none where its lines say how far
    it has come, since that is no judgement of ours."""
    findings = [finding for finding in one.findings if finding.status is not Status.NOT_APPLICABLE]
    worst = max((finding.grade for finding in findings), default=None)
    if worst is not None and worst not in (Grade.CONFORMS, Grade.UNGRADED):
        return worst.word
    if one.states:
        return Status.NOT_APPLICABLE.value
    open_ = worst is None or any(finding.status is Status.NOT_ASSESSED for finding in findings)
    return Status.NOT_ASSESSED.value if open_ else Status.CONFORMS.value


def recorded_numbers(one: ControlLine, begins: str = "") -> list[str]:
    """The numbers of what is recorded against a control."""
    found = dict.fromkeys(finding.nonconformity for finding in one.findings if finding.nonconformity)
    return [number for number in found if number.startswith(begins)]


def _evidence(one: ControlLine) -> Iterator[str]:
    for record in one.records:
        told = (record.values.get(name) for name in ("evidence", "evidence_date"))
        if said := " of ".join(str(part) for part in told if part is not None):
            yield printable(said)
    yield from dict.fromkeys(evidence_words(each) for answer in one.answers for each in answer.evidence)


def _records(records: Iterable[RegisterRecord]) -> str:
    return "\n".join(_record(one) for one in records)


def _record(one: RegisterRecord) -> str:
    return printable(f"{one.id} {one.values.get('what', '')}".strip())


def printable_lines(text: str) -> str:
    """A text line by line without what could break a layout."""
    return "\n".join(printable(line) for line in text.split("\n"))

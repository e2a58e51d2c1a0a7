"""The plan of an internal audit and its checklists (ISO 9001, 14001, 27001 and 45001, 9.2; done as ISO 19011
advises): where to look first, whom to see, what to ask, what shows it, and room for what was seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ....analysis.questions.questionnaire import Asked
from ....commands.document import Ordered
from ....model import AnswerKind, Grade, Status, count
from ....organisation.organisation import Exclusion
from ....organisation.records import RegisterRecord
from ...words.assessment import answer_words, evidence_words, printable
from ...words.questions import who_words
from ...words.registers import register_words
from ..parts import (
    DocumentPart,
    DocumentSection,
    Grid,
    GridCell,
    GridColumn,
    NewPage,
    Prose,
    Subheading,
    Toned,
    WrittenDocument,
    shown_date,
)
from .areas import Area, Areas, shown
from .dates import overdue

PURPOSE = (
    "To find out whether the management system does what the standards ask and what the organisation has laid"
    " down itself, and whether it is put into practice and kept up."
)
METHOD = (
    "Talk with the people named, read documents and records, and watch work where it is done. What somebody"
    " only says is a lead; write down what shows it."
)
SAMPLING = (
    "Choose every sample yourself, spread over months, shifts and places, and write down how many were looked"
    " at and how many failed: one lapse of five says more than one of forty."
)
INDEPENDENCE = "Nobody audits work of their own. The auditor of each area is named before the audit."
RESULT = (
    "Write what was seen, where, and against which clause, before it is graded. In the organisation's file it"
    " stands under “observed”, in the questionnaire in the sheet Observed; there it is graded with the rest."
)
KNOWN = (
    "What is known so far comes from answers and records. It says where to look first, and proves nothing:"
    " “claimed” is an answer that names no evidence."
)
AUDITS = "registers.audits"
PROGRAMME_COLUMNS = (
    GridColumn("Audit", 40),
    GridColumn("Kind", 12),
    GridColumn("Planned", 14),
    GridColumn("Held", 14),
    GridColumn("Auditor", 20),
    GridColumn("Findings", 24),
)
PLAN_COLUMNS = (
    GridColumn("No.", 5),
    GridColumn("Area", 24),
    GridColumn("Criteria: clauses", 24),
    GridColumn("Whom to see", 20),
    GridColumn("Why it stands here", 34),
    GridColumn("Auditor", 16),
    GridColumn("Day and time", 14),
)
LIST_COLUMNS = (
    GridColumn("Question", 30),
    GridColumn("Whom", 12),
    GridColumn("Criteria", 14),
    GridColumn("Evidence to look for", 24),
    GridColumn("Known so far", 20),
    GridColumn("What was seen", 34),
)
SHEET_COLUMNS = (
    GridColumn("No.", 5),
    GridColumn("Area", 20),
    *LIST_COLUMNS[:5],
    GridColumn("Checked", 9),
    GridColumn("Failed", 9),
    GridColumn("What was seen, and where", 44),
    GridColumn("Evidence seen", 28),
    GridColumn("Result", 14),
    GridColumn("Auditor", 16),
    GridColumn("Day", 11),
)
BLANK = ("",) * 7
MOST_EVIDENCE = 4
COUNTED = (AnswerKind.PERCENTAGE, AnswerKind.NUMBER)


def _weight(area: Area) -> tuple[int, int, int, int]:
    """How early an area is looked at: where most is wrong or not known. `sorted` keeps the order of the
    clauses among equals."""
    worst = area.worst
    at_worst = max((one.worst for one in area.open_questions), default=Grade.UNGRADED)
    return worst if worst.fails else Grade.UNGRADED, at_worst, worst, area.claimed


def audit_plan(ordered: Ordered) -> WrittenDocument:
    """The plan with a checklist for every area."""
    return _AuditWriter(ordered).document()


class _AuditWriter:
    def __init__(self, ordered: Ordered) -> None:
        self.ordered = ordered
        self.assessment = ordered.result.assessment
        self.knowledge = ordered.result.knowledge
        self.organisation = ordered.result.organisation
        self.areas = Areas(ordered.result)
        self.listed = sorted(self.areas.all, key=_weight, reverse=True)

    def document(self) -> WrittenDocument:
        return WrittenDocument(
            title="Internal audit: plan and checklists",
            organisation=self.assessment.organisation,
            as_of=self.assessment.as_of,
            facts=tuple(self._facts()),
            sections=tuple(
                DocumentSection(name, title, parts)
                for name, title, parts in (
                    ("about", "", tuple(self._about())),
                    ("programme", "Programme", tuple(self._programme())),
                    ("plan", "Plan", (self._plan(),)),
                    ("checklists", "Checklists", tuple(self._checklists())),
                )
                if parts
            ),
            template="register",
        )

    def _facts(self) -> Iterator[tuple[str, str]]:
        yield "Criteria", "; ".join(self.knowledge.standard[one].edition for one in self.assessment.standards)
        yield "Known as of", shown_date(self.assessment.as_of)
        if self.ordered.order.revision:
            yield "Version", self.ordered.order.revision
        yield "Lead auditor", ""
        yield "Audit days", ""
        yield "Agreed with", ""

    def _about(self) -> Iterator[DocumentPart]:
        yield Prose(PURPOSE, "Objective")
        yield Prose(" ".join(self._scope()), "Scope")
        yield Prose(METHOD, "Method")
        yield Prose(SAMPLING, "Samples")
        yield Prose(INDEPENDENCE, "Auditors")
        yield Prose(RESULT, "What was seen")
        yield Prose(KNOWN, tone="quiet")

    def _scope(self) -> Iterator[str]:
        yield f"{count(len(self.listed), 'area')} of {printable(self.assessment.organisation)}."
        if self.assessment.about:
            yield printable(self.assessment.about)
        out = [self._out(one) for one in self.organisation.exclusions if self._is_here(one)]
        if out:
            yield f"Declared not applicable, to be looked at as such: {'; '.join(out)}."

    def _is_here(self, one: Exclusion) -> bool:
        return one.target.partition("/")[0] in self.assessment.standards

    def _out(self, one: Exclusion) -> str:
        standard, _, place = one.target.partition("/")
        return f"{self.areas.name_of(standard)} {place.replace('/', ' ')}"

    def _programme(self) -> Iterator[DocumentPart]:
        """The audits that the organisation keeps a list of, those first that are still to be held."""
        audits = self.organisation.registers.get(AUDITS, ())
        late = {one.key for one in overdue(audits, self.knowledge.question[AUDITS], self.assessment.as_of)}
        rows = tuple(
            (
                printable(f"{one.id} {one.values.get('what', '')}".strip()),
                printable(str(one.values.get("kind", ""))),
                self._day(one, "planned", f"{AUDITS}/{one.id}/planned" in late),
                self._day(one, "done"),
                printable(str(one.values.get("auditor", ""))),
                ", ".join(one.names.get("findings", ())),
            )
            for one in sorted(audits, key=lambda one: "done" in one.values)
        )
        if rows:
            yield Grid("Programme", PROGRAMME_COLUMNS, rows, "The audits that are listed, held or still due.")

    def _day(self, record: RegisterRecord, field: str, late: bool = False) -> GridCell:
        day = record.values.get(field)
        if not isinstance(day, date):
            return ""
        return Toned(Grade.OBSERVATION.word, f"{day}\noverdue") if late else day

    def _plan(self) -> Grid:
        rows = tuple(self._planned(number, one) for number, one in enumerate(self.listed, 1))
        says = "Every area, those first where most is wrong or not known."
        return Grid("Audit plan", PLAN_COLUMNS, rows, says, kept=2)

    def _planned(self, number: int, area: Area) -> tuple[GridCell, ...]:
        why = "\n".join(self._why(area))
        people = "\n".join(who_words(one) for one in area.people)
        return (
            number,
            area.title,
            self.areas.clauses(area.requirements),
            people,
            Toned(area.worst.word, why) if area.recorded else why,
            "",
            "",
        )

    def _why(self, area: Area) -> Iterator[str]:
        """What brings an area to its place in the plan."""
        for one in area.recorded:
            yield f"{one.id} ({one.grade.word})"
        if area.open_questions:
            yield f"{count(len(area.open_questions), 'question')} open"
        if area.claimed:
            answered = len(area.questions) - len(area.open_questions)
            yield f"{area.claimed} of {count(answered, 'answer')} only claimed"
        if not (area.recorded or area.open_questions or area.claimed):
            yield "every answer is shown: see whether it is still so"

    def _checklists(self) -> Iterator[DocumentPart]:
        rows: list[tuple[GridCell, ...]] = []
        for number, area in enumerate(self.listed, 1):
            yield NewPage()
            yield Subheading(f"{number}. {area.title}", area.worst.word if area.recorded else "")
            yield from (Prose(f"{one.id}: {printable(one.statement)}") for one in area.recorded)
            lines = [self._line(one) for one in area.questions]
            rows += [(number, area.title, *line[:5], *BLANK) for line in lines]
            title = f"{number} {area.title}"[:31]
            yield Grid(title, LIST_COLUMNS, tuple(lines), on="paper")
        registers = [self._register(one) for one in self.areas.registers]
        if registers:
            number = len(self.listed) + 1
            yield Subheading(f"{number}. Registers")
            yield Grid("Registers", LIST_COLUMNS, tuple(registers), on="paper")
            rows += [(number, "Registers", *line[:5], *BLANK) for line in registers]
        says = "Every question with room for what was seen. What is known so far proves nothing."
        yield Grid("Checklist", SHEET_COLUMNS, tuple(rows), says, on="sheet", kept=3)

    def _line(self, one: Asked) -> tuple[GridCell, ...]:
        return (
            one.fact.ask,
            who_words(one.fact.who),
            self.areas.clauses(self._applying(one)),
            "\n".join(one.evidence[:MOST_EVIDENCE]),
            self._known(one),
            "Checked:\nFailed:" if one.fact.answer in COUNTED else "",
        )

    def _applying(self, one: Asked) -> Iterator[str]:
        return (
            name
            for name in one.requirements
            if self.assessment.finding[name].status is not Status.NOT_APPLICABLE
        )

    def _known(self, one: Asked) -> GridCell:
        """What is known of a question, in the colour of the worst that rests on it."""
        if not one.answers:
            return Toned(Status.NOT_ASSESSED.value, "not answered")
        told = [answer_words(answer, one.fact) for answer in one.answers]
        proofs = dict.fromkeys(evidence_words(piece) for answer in one.answers for piece in answer.evidence)
        told += proofs or ([] if shown(one.answers) else ["claimed"])
        recorded = self.areas.by_question.get(one.fact.id, [])
        worst = max((each.grade for each in recorded), default=Grade.UNGRADED)
        told += [", ".join(each.id for each in recorded)] if recorded else []
        text = "\n".join(told)
        if worst is not Grade.UNGRADED:
            return Toned(worst.word, text)
        return Toned(Grade.CONFORMS.word, text) if shown(one.answers) else text

    def _register(self, one: Asked) -> tuple[GridCell, ...]:
        """A register: draw a sample of its records, and see whether they are true."""
        records = self.organisation.registers.get(one.fact.id)
        known = (
            Toned(Status.NOT_ASSESSED.value, "not given")
            if records is None
            else count(len(records), "record")
        )
        return (
            one.fact.ask,
            who_words(one.fact.who),
            self.areas.clauses(self._applying(one)),
            f"a sample of the {register_words(one.fact.id)}: is each still true where the work is done, and"
            " what is missing there?",
            known,
            "Checked:\nFailed:",
        )

"""What goes into the management review (ISO 9001, 14001, 27001 and 45001, 9.3): every input that the
standards ask for, filled from what is known, with what is missing named; then room for what was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from ....analysis.nonconformities.nonconformity import Nonconformity
from ....analysis.questions.questionnaire import Asked
from ....commands.document import Ordered
from ....model import AnswerKind, Grade, count
from ....organisation.plan_file import ActionState, PlannedAction
from ....organisation.records import RegisterRecord
from ...words.assessment import answer_words, evidence_words, not_assessed_words, printable
from ...words.nonconformity import claims_words
from ...words.questions import who_words
from ...words.registers import register_words
from ...words.since import since_lines
from ..parts import (
    DocumentPart,
    DocumentSection,
    FormField,
    Grid,
    GridCell,
    GridColumn,
    PaperForm,
    Points,
    Prose,
    Subheading,
    Toned,
    WrittenDocument,
    shown_date,
)
from .areas import Area, Areas, shown
from .dates import overdue
from .review_inputs import INPUTS, InputSource

THEME_CLAUSE = "9.3"
TELLING = (AnswerKind.NUMBER, AnswerKind.PERCENTAGE, AnswerKind.DATE, AnswerKind.PLANNED_DATE)
"""Answers that a review looks at as such, whatever they say."""

SAYS = (
    "Every input that the standards ask for stands here once, with the clause of each standard. It holds what"
    " answers, records and findings tell; what nobody has told is named as missing, and has to be brought to"
    " the meeting."
)
KNOWN_COLUMNS = (
    GridColumn("What is known", 50),
    GridColumn("Answer or result", 26),
    GridColumn("Shown by", 24),
)
MISSING_COLUMNS = (GridColumn("Missing: to be brought", 70), GridColumn("Who can tell", 30))
ACTION_COLUMNS = (
    GridColumn("Action", 46),
    GridColumn("Owner", 20),
    GridColumn("Due", 12),
    GridColumn("State", 16),
)
DECISION_LINES = 3
MOST_TOLD = 5
"""So many answers that nothing is recorded against are told one by one; more are counted."""
MOST_NUMBERS = 8


def review_pack(ordered: Ordered) -> WrittenDocument:
    """The pack, input by input, then the outputs to decide on."""
    return _ReviewWriter(ordered).document()


class _ReviewWriter:
    def __init__(self, ordered: Ordered) -> None:
        self.ordered = ordered
        self.result = ordered.result
        self.assessment = ordered.result.assessment
        self.knowledge = ordered.result.knowledge
        self.areas = Areas(ordered.result)
        of_all = chain.from_iterable(self.knowledge.asked_by[one] for one in self.assessment.standards)
        asked = [name for name in of_all if self._number(name).startswith(THEME_CLAUSE)]
        by_input = self._grouped(asked, "input-")
        known = [name for name in INPUTS if name in by_input]
        self.by_input = {name: by_input[name] for name in dict.fromkeys((*known, *by_input))}
        self.by_output = self._grouped(asked, "output")

    def _number(self, requirement: str) -> str:
        return self.knowledge.requirement[requirement].clause

    def _grouped(self, names: list[str], begins: str) -> dict[str, list[str]]:
        """Requirements of all standards that ask for the same, by the last part of their names."""
        found: dict[str, list[str]] = {}
        for name in names:
            last = name.rpartition("/")[2]
            if last.startswith(begins):
                found.setdefault(last, []).append(name)
        return found

    def document(self) -> WrittenDocument:
        return WrittenDocument(
            title="Management review: what goes into it",
            organisation=self.assessment.organisation,
            as_of=self.assessment.as_of,
            facts=tuple(self._facts()),
            sections=(
                DocumentSection("summary", "Where things stand", tuple(self._summary())),
                DocumentSection("inputs", "Inputs", tuple(self._inputs())),
                DocumentSection("outputs", "Decisions", tuple(self._outputs())),
            ),
            template="register",
        )

    def _facts(self) -> Iterator[tuple[str, str]]:
        yield (
            "Standards",
            "; ".join(self.knowledge.standard[one].edition for one in self.assessment.standards),
        )
        yield "Known as of", shown_date(self.assessment.as_of)
        if self.ordered.order.revision:
            yield "Version", self.ordered.order.revision
        yield "Held on", ""
        yield "Present", ""

    def _summary(self) -> Iterator[DocumentPart]:
        yield Prose(self.assessment.summary.verdict, tone="lead")
        yield Prose(f"{claims_words(self.assessment)} {not_assessed_words(self.assessment)}")
        if self.assessment.since is not None:
            yield Subheading(f"Since the assessment of {self.assessment.since.as_of}")
            lines = since_lines(self.assessment.since, self.assessment.policy, self.areas.clauses)
            yield Points(tuple(lines))
        yield Prose(SAYS, tone="quiet")
        rows = tuple(
            (self._title(name), self.areas.clauses(asked), self._standing(INPUTS.get(name, InputSource())))
            for name, asked in self.by_input.items()
        )
        columns = (GridColumn("Input", 44), GridColumn("Clauses", 24), GridColumn("What there is", 32))
        yield Grid("Inputs", columns, rows, "Every input of the review, and how much of it is there.")

    def _title(self, name: str) -> str:
        """What an input or output is called."""
        words = name.removeprefix("input-").removeprefix("output-").replace("-", " ")
        return words.capitalize()

    def _areas_of(self, source: InputSource) -> list[Area]:
        return [self.areas.by_theme[one] for one in source.themes if one in self.areas.by_theme]

    def _questions(self, source: InputSource) -> list[Asked]:
        """The questions whose answers tell of an input, each once."""
        found = {one.fact.id: one for area in self._areas_of(source) for one in area.questions}
        single = {one.fact.id: one for area in self.areas.all for one in area.questions}
        found |= {name: single[name] for name in source.questions if name in single}
        return list(found.values())

    def _standing(self, source: InputSource) -> str:
        """How much is there of an input, in a line."""
        questions = self._questions(source)
        answered = sum(bool(one.answers) for one in questions)
        told = [f"{answered} of {count(len(questions), 'question')} answered"] if questions else []
        numbers = [one.id for one in self._recorded(source) if one.grade.fails]
        some = ", ".join(numbers) if len(numbers) <= MOST_NUMBERS else str(len(numbers))
        told += [f"recorded: {some}"] if numbers else []
        return "; ".join(told) or "nothing is known: to be brought"

    def _recorded(self, source: InputSource) -> list[Nonconformity]:
        """What is recorded and belongs to an input, worst first."""
        if source.recorded:
            return list(self.assessment.nonconformities)
        here = {one.id for area in self._areas_of(source) for one in area.recorded}
        return [one for one in self.areas.recorded if one.id in here]

    def _inputs(self) -> Iterator[DocumentPart]:
        for name, asked in self.by_input.items():
            source = INPUTS.get(name, InputSource())
            yield Subheading(self._title(name))
            yield from self._asked(asked)
            yield from self._known(name, source)
            yield from self._missing(name, source)
            fields = (FormField("Trend", "", 1), FormField("Concluded", "", DECISION_LINES))
            yield PaperForm(f"{self._title(name)}: in the meeting", fields)

    def _asked(self, names: list[str]) -> Iterator[DocumentPart]:
        """What the standards ask for, standards with the same words together."""
        said: dict[str, list[str]] = {}
        for name in names:
            said.setdefault(self.knowledge.says(name), []).append(name)
        for words, alike in said.items():
            yield Prose(words, self.areas.clauses(alike).replace("\n", "; "))

    def _known(self, name: str, source: InputSource) -> Iterator[DocumentPart]:
        rows = [
            *self._answers(source),
            *self._records(source),
            *(self._nonconformity(one) for one in self._recorded(source)),
        ]
        if rows:
            yield Grid(f"{self._title(name)}"[:31], KNOWN_COLUMNS, tuple(rows), on="paper")
        if source.planned and self.result.planned:
            yield self._actions()

    def _answers(self, source: InputSource) -> Iterator[tuple[GridCell, ...]]:
        """Results as such, and answers that fall short; of the others how many there are, if they are
        many."""
        given = [one for one in self._questions(source) if one.answers]
        rest = [one for one in given if not self._is_told(one)]
        few = len(rest) <= MOST_TOLD
        yield from (self._answer(one) for one in given if few or self._is_told(one))
        if not few:
            yield f"{count(len(rest), 'more answer')} without a remark", "", ""

    def _is_told(self, one: Asked) -> bool:
        return one.fact.answer in TELLING or bool(self.areas.by_question.get(one.fact.id))

    def _answer(self, one: Asked) -> tuple[GridCell, ...]:
        recorded = self.areas.by_question.get(one.fact.id, [])
        worst = max((each.grade for each in recorded), default=Grade.UNGRADED)
        text = "\n".join(
            [*(answer_words(answer, one.fact) for answer in one.answers), *(each.id for each in recorded)]
        )
        proofs = dict.fromkeys(evidence_words(piece) for answer in one.answers for piece in answer.evidence)
        return (
            one.fact.ask,
            Toned(worst.word, text) if recorded else text,
            "\n".join(proofs) or ("" if shown(one.answers) else "claimed"),
        )

    def _nonconformity(self, one: Nonconformity) -> tuple[GridCell, ...]:
        return f"{one.id} {printable(one.statement)}", Toned(one.grade.word, one.grade.word), ""

    def _records(self, source: InputSource) -> Iterator[tuple[GridCell, ...]]:
        """How many records there are, by the words of their fields, and which are overdue."""
        for name in source.registers:
            records = self.result.organisation.registers.get(name)
            if records is None:
                continue
            title = register_words(name).capitalize()
            yield f"{title}: {count(len(records), 'record')}", "\n".join(self._counted(name, records)), ""
            for one in overdue(records, self.knowledge.question[name], self.assessment.as_of):
                yield f"{title}: {one.title}", Toned(Grade.OBSERVATION.word, f"overdue since {one.due}"), ""

    def _counted(self, register: str, records: tuple[RegisterRecord, ...]) -> Iterator[str]:
        for field in self.knowledge.question[register].record:
            if field.holds is AnswerKind.WORDS:
                said = Counter(str(one.values[field.name]) for one in records if field.name in one.values)
                if said:
                    told = ", ".join(f"{number} {word}" for word, number in said.most_common())
                    yield f"{field.name.replace('_', ' ')}: {told}"

    def _actions(self) -> Grid:
        rows = tuple(self._action(one) for one in self.result.planned)
        return Grid("Actions", ACTION_COLUMNS, rows, "What was planned, and how far it has come.")

    def _action(self, one: PlannedAction) -> tuple[GridCell, ...]:
        late = one.due is not None and one.due < self.assessment.as_of and one.state is not ActionState.CLOSED
        state = f"{one.state}, overdue" if late else str(one.state)
        what = printable(one.do or one.found or one.note or one.key)
        number = f"{one.number} " if one.number else ""
        return (
            f"{number}{what}",
            printable(one.owner),
            one.due,
            Toned(Grade.OBSERVATION.word, state) if late else state,
        )

    def _missing(self, name: str, source: InputSource) -> Iterator[DocumentPart]:
        """What nobody has told: open questions, registers that are not given, and an input nothing is known
        of."""
        rows: list[tuple[GridCell, ...]] = [
            (one.fact.ask, who_words(one.fact.who)) for one in self._questions(source) if not one.answers
        ]
        given = self.result.organisation.registers
        rows += [
            (f"The register of {register_words(one)}", who_words(self.knowledge.question[one].who))
            for one in source.registers
            if one not in given
        ]
        if source.planned and not self.result.planned:
            rows.append(("What was decided last time, and how far it has come (--plan FILE)", ""))
        if rows:
            yield Grid(f"Missing {self._title(name)}"[:31], MISSING_COLUMNS, tuple(rows), on="paper")

    def _outputs(self) -> Iterator[DocumentPart]:
        """Room for each decision that the standards ask for."""
        for name, asked in self.by_output.items():
            said = dict.fromkeys(self.knowledge.says(one) for one in asked)
            clauses = self.areas.clauses(asked).replace("\n", "; ")
            yield PaperForm(
                f"{self._title(name)} ({clauses})",
                (
                    FormField("Asked for", " ".join(said)),
                    FormField("Decided", "", DECISION_LINES),
                    FormField("By whom, by when", "", 1),
                ),
            )

"""An interview: which question comes next, what an answer changes in the organisation's file, how far it has
come. No talking here.

The file's text is all that is remembered between two answers, so that an interview can be left and continued
at any time.
"""

from __future__ import annotations

import re
from datetime import date

import msgspec

from ..analysis.assessment import assess
from ..analysis.questions.questionnaire import Asked, Questionnaire, idle
from ..analysis.questions.registers import decided_by_records
from ..inference.counted import with_records
from ..inference.plain.evaluator import PlainEvaluator
from ..inference.under_policy import with_policy
from ..knowledge.language.phrases import day
from ..model import AnswerKind, Discipline, Grade, KnowledgeBase, Question
from ..organisation.coverage import assessed_against, to_confirm
from ..organisation.known import with_known
from ..organisation.organisation import Answer, Evidence, Known, Organisation, may_exclude, organisation_in
from ..organisation.understood import NOT_APPLICABLE, answered, as_asked, as_day, parted
from ..problems import BadInput, Location, Problem, did_you_mean, visible
from ..reading.kept import NotKept, Value, with_entry, without_entry
from ..reading.shapes import NotUnderstood

HERE = Location("")
PLANNED = ("action", "owner", "due")
"""What is said of a known gap, in the order in which an interview takes it."""
_NUMBERS = tuple(str(number) for number in range(1, 100))
"""What names one of a closed question's answers; more figures than these are no number of an answer."""


class InterviewPicture(msgspec.Struct, frozen=True):
    """How the answers so far would be judged."""

    majors: int
    minors: int
    conform: int
    not_assessed: int


class Interview:
    """One interview on one file. `text` is the file as it should stand now, `by` who answers; the questions
    skipped and gone through live as long as this."""

    def __init__(
        self,
        asked: Questionnaire,
        knowledge: KnowledgeBase,
        text: str,
        shown: str,
        *,
        today: date,
        by: str = "",
    ) -> None:
        self.asked = asked
        self.knowledge = knowledge
        self.shown = shown
        self.today = today
        self.by = by
        self.questions = tuple(
            one for one in asked.telling if knowledge.question[one].answer is not AnswerKind.REGISTER
        )
        self.trail: list[str] = []
        self.skipped: set[str] = set()
        self.remarks: dict[str, list[str]] = {}
        self.evidence: dict[str, list[Evidence]] = {}
        self.known: dict[str, Known] = {}
        self.limits: dict[str, float] = {}
        self._policy = knowledge.policy["default"]
        self._wanted = with_policy(knowledge, self._policy)
        self._judge = PlainEvaluator(self._wanted)
        self._take(text, self._read(text))
        self.here = self._next()

    @property
    def question(self) -> Asked | None:
        """The question to put; None if none is open."""
        return self.asked.asked[self.here] if self.here else None

    def given(self) -> tuple[Answer, ...]:
        """The answers to the question to put, if there are some already."""
        return tuple(one for one in self.covered.answers if one.fact == self.here)

    def apart(self) -> tuple[Discipline, ...]:
        """The disciplines the question may be answered for apart; none where it is for one only."""
        question = self.question
        return question.disciplines if question and len(question.disciplines) > 1 else ()

    def still_open(self) -> tuple[Discipline, ...]:
        """The disciplines for which the question, though answered for others, has no answer."""
        return self._missing(self.here) if self.given() else ()

    def progress(self) -> tuple[int, int]:
        """How many of the questions that may apply are answered, and how many there are."""
        aside = idle(self.knowledge, self.asked, self.covered)
        counted = [one for one in self.questions if one not in aside]
        return sum(not self._missing(one) for one in counted), len(counted)

    def picture(self) -> InterviewPicture:
        """How the answers so far are judged, with the default policy."""
        told = with_records(self.covered, self._wanted)
        knowledge = with_known(self._wanted, told)
        judge = self._judge if knowledge is self._wanted else PlainEvaluator(knowledge)
        summary = assess(told, knowledge, judge, self._policy).summary
        grades = summary.grades
        return InterviewPicture(
            grades[Grade.MAJOR], grades[Grade.MINOR], grades[Grade.CONFORMS], summary.not_assessed
        )

    def registers_to_give(self) -> tuple[str, ...]:
        """The registers that are not given and would decide something, all standards of the interview
        considered."""
        return tuple(
            one
            for one in decided_by_records(self.knowledge, self.asked.standards)
            if one not in self.organisation.registers
        )

    def take_over(self, text: str) -> None:
        """Goes on with the file as it stands now, changed by someone else meanwhile. Raises BadInput if it
        cannot be read."""
        self._take(text, self._read(text))

    def _take(self, text: str, organisation: Organisation) -> None:
        """The file as it stands; `covered` has its answers as far as they speak for the standards asked
        about."""
        self.text, self.organisation = text, organisation
        self.covered = assessed_against(organisation, self.asked.standards, self.knowledge)

    # What a person may say

    def reply(self, words: str) -> str:
        """Takes an answer, with the notes and evidence given before it, and goes on once nothing is open. The
        answer as it is kept.

        Raises NotUnderstood in the reader's own words.
        """
        told = self._told(words)
        known: dict[Discipline | None, Answer] = {one.discipline: one for one in self.given()}
        if None not in told and (common := known.pop(None, None)):
            known |= dict.fromkeys(self._in_scope(), common)
        made = {one: self._answered(known.get(one), text, one) for one, text in told.items()}
        self._write(made if None in told else known | made)
        self._forget()
        if not self.still_open():
            self.go_on()
        return ", ".join(f"{name}: {text}" if name else text for name, text in told.items())

    def note(self, words: str) -> bool:
        """Takes a remark: onto the answer there is, or onto the one to come. Whether there is one."""
        if not words:
            raise NotUnderstood("a note needs words", "note: the register is kept by the safety officer")
        self.remarks.setdefault(self.here, []).append(on_one_line(words))
        return self._added()

    def prove(self, words: str) -> bool:
        """Takes evidence, a reference that may end with a date: onto the answer there is, or onto the one to
        come. Whether there is one."""
        self.evidence.setdefault(self.here, []).append(self._evidence(on_one_line(words)))
        return self._added()

    def plan(self, words: str) -> bool:
        """Takes what is done about a gap that is known: the action, who answers for it, and by when, with
        semicolons between them."""
        parts = [part.strip() for part in on_one_line(words).split(";")]
        if len(parts) != len(PLANNED) or not all(parts):
            raise NotUnderstood(
                "a known gap needs an action, who answers for it, and by when",
                "known train the new shift; head of production; 2027-01-31",
            )
        action, owner, due = parts
        self.known[self.here] = Known(action, day(as_day(due)), owner)
        return self._added()

    def limit(self, words: str) -> bool:
        """Takes the limit that the organisation has set itself for the percentage asked; evidence has to
        show it."""
        question = self.question
        assert question is not None
        if question.fact.answer is not AnswerKind.PERCENTAGE:
            raise NotUnderstood(
                "a limit goes with a percentage",
                f"this question is answered with `{question.fact.answer_words}`",
            )
        limit = answered(on_one_line(words), question.fact, self.organisation.as_of)
        if not any(one.evidence for one in self.given()) and not self.evidence.get(self.here):
            raise NotUnderstood(
                "nothing shows that the organisation has set this limit",
                "evidence REF, and then the limit again",
            )
        self.limits[self.here] = float(str(limit))
        return self._added()

    def skip(self) -> bool:
        """Leaves the question open; in this interview it is not put again, except by going back. Whether that
        takes an answer back, given before for all that are asked."""
        takes_back = bool(self.given()) and not self.still_open()
        if takes_back:
            self._write({})
        if self.here:
            self.skipped.add(self.here)
        self.go_on()
        return takes_back

    def back(self) -> bool:
        """Goes to the question before; False if there is none."""
        if not self.trail:
            return False
        self.here = self.trail.pop()
        return True

    def go_on(self) -> None:
        """Goes to the next open question, the most telling first."""
        if self.here:
            self.trail.append(self.here)
        self.here = self._next()

    # What follows from it

    def _next(self) -> str:
        left = self.skipped | idle(self.knowledge, self.asked, self.covered)
        return next((one for one in self.questions if one not in left and self._missing(one)), "")

    def _missing(self, fact: str) -> tuple[Discipline, ...]:
        """The disciplines that ask a question and have no answer to it."""
        given = {one.discipline for one in self.covered.answers if one.fact == fact}
        return (
            ()
            if None in given
            else tuple(one for one in self.asked.asked[fact].disciplines if one not in given)
        )

    def waiting(self) -> tuple[str, ...]:
        """The questions with a note or evidence, and no answer it could be kept with."""
        return tuple(dict.fromkeys((*self.remarks, *self.evidence, *self.known, *self.limits)))

    def _forget(self) -> None:
        """What waited for an answer to this question is kept with it now."""
        self.remarks.pop(self.here, None)
        self.evidence.pop(self.here, None)
        self.known.pop(self.here, None)
        self.limits.pop(self.here, None)

    def _told(self, words: str) -> dict[Discipline | None, str]:
        """What is answered for which discipline; None stands for all of them."""
        parts = [part.partition(":") for part in words.split(",")]
        if not self.apart() or not any(colon for _, colon, _ in parts):
            text = self._understood(words)
            return dict.fromkeys(self._asking(), text) if self._others_answered() else {None: text}
        known = [one.value for one in self.apart()]
        for name, _, _ in parts:
            if name.strip() not in known:
                hint = (
                    did_you_mean(name.strip(), known)
                    or f"this question may be answered for {', '.join(known)}"
                )
                raise NotUnderstood(f"there is no discipline `{visible(name.strip())}` to answer for", hint)
        return {Discipline(name.strip()): self._understood(text) for name, _, text in parts}

    def _asking(self) -> tuple[Discipline, ...]:
        return self.question.disciplines if self.question else ()

    def _others_answered(self) -> bool:
        """Whether the file answers the question for a discipline that is not asked here, which has to stay,
        or names no standard of one that is asked, so that an undivided answer would not speak for it."""
        if self.here in to_confirm(self.organisation.standards, self.asked.standards, self.knowledge):
            return True
        return any(one.discipline and one.discipline not in self._asking() for one in self.given())

    def _understood(self, words: str) -> str:
        """An answer as it is written into the file; a number names one of a closed question's answers."""
        question = self.question
        assert question is not None
        text, fact = on_one_line(words), question.fact
        if text in _NUMBERS and text not in fact.words and int(text) <= len(fact.words):
            text = fact.words[int(text) - 1]
        text = _spelt(text, fact)
        if not text:
            raise NotUnderstood("nothing was answered", "write an answer; skip leaves the question open")
        if text == "1" and fact.answer is AnswerKind.PERCENTAGE:
            raise NotUnderstood(
                "`1` could be one per cent, or the first of some answers",
                "write 1% for one per cent, 100 for all",
            )
        if text.casefold() in NOT_APPLICABLE and text.casefold() not in fact.words:
            raise NotUnderstood(
                f"`{text}` is no answer: it says that the question does not apply",
                self._how_to_exclude(question),
            )
        answered(text, fact, self.organisation.as_of)
        return as_asked(text, fact)

    def _how_to_exclude(self, question: Asked) -> str:
        """What to write into the file where the standards allow it; else that they do not."""
        may = [one for one in question.requirements if may_exclude(one, self.knowledge)]
        if not may:
            return "no clause that asks this may be declared not applicable; skip leaves the question open"
        exclusion = f"not_applicable: [{{requirement: {may[0].rpartition('/')[0]}, because: the reason}}]"
        return f"write into {self.shown}: {exclusion}; skip leaves the question open"

    def _evidence(self, words: str) -> Evidence:
        ref, last = parted(words)
        if not ref or as_day(ref) != ref or re.fullmatch(r"\d{4}-\d{2}-\d{2}", ref):
            raise NotUnderstood("evidence needs a reference", "evidence IA-2026-07 2026-03-02")
        when = day(last) if last else None
        if when and when > self.organisation.as_of:
            raise NotUnderstood(
                f"{when} lies after the day of the assessment, {self.organisation.as_of}",
                "evidence shows what has been done",
            )
        return Evidence(ref.strip(), when)

    def _in_scope(self) -> tuple[Discipline, ...]:
        standards = (*self.organisation.standards, *self.asked.standards)
        return tuple(sorted({self.knowledge.standard[one].discipline for one in standards}))

    def _answered(self, before: Answer | None, text: str, discipline: Discipline | None) -> Answer:
        """An answer with the notes and evidence given for it. Those of the answer it replaces stay: only a
        person knows what they show; the name of who gave that answer does not, unless it is the same."""
        notes = [*([before.note] if before and before.note else []), *self.remarks.get(self.here, [])]
        evidence = (*(before.evidence if before else ()), *self.evidence.get(self.here, []))
        known = self.known.get(self.here, before.known if before else None)
        limit = self.limits.get(self.here, before.limit if before else None)
        by = before.by if before and before.text == text and before.by else self.by
        return Answer(self.here, text, text, HERE, discipline, evidence, "; ".join(notes), known, limit, by)

    def _added(self) -> bool:
        """Puts notes and evidence onto the answers there are."""
        given = self.given()
        if not given:
            return False
        self._write({one.discipline: self._answered(one, one.text, one.discipline) for one in given})
        self._forget()
        return True

    def _write(self, answers: dict[Discipline | None, Answer]) -> None:
        """Changes the text, and checks that it reads as meant: this answer is in it, and nothing else has
        changed."""
        try:
            text = self._with(answers)
        except NotKept:
            raise self._unwritable(
                "its answers stand in brackets, so that none can be added",
                "make a file that can be changed: clausegraph questions FACTS --format yaml --output"
                " NEW.yaml",
            ) from None
        organisation = self._read(text)
        if _told_without(organisation, self.here) != _told_without(self.organisation, self.here):
            raise self._unwritable(
                "this answer cannot be added without changing another",
                f"write {self.here} into the file yourself",
            )
        self._take(text, organisation)

    def _with(self, answers: dict[Discipline | None, Answer]) -> str:
        """The text with these answers to the question, or without any. Raises NotKept."""
        if not answers:
            return without_entry(self.text, "answers", self.here)
        return with_entry(self.text, "answers", self.here, _value(answers))

    def _unwritable(self, message: str, hint: str) -> BadInput:
        return BadInput([Problem(Location(self.shown), message, "layout", hint)])

    def _read(self, text: str) -> Organisation:
        return organisation_in(text, self.shown, self.knowledge, today=self.today)


def _spelt(text: str, question: Question) -> str:
    """A word of a closed question as it is spelt; of yes, largely, partly and no the first letters will
    do."""
    lower = {word.lower(): word for word in question.words}
    found = [
        word
        for word in question.words
        if {"yes", "no"} <= set(question.words) and text and word.startswith(text.lower())
    ]
    return lower.get(text.lower(), found[0] if len(found) == 1 else text)


def on_one_line(words: str) -> str:
    """Words with single blanks between them. Raises NotUnderstood where they hold what no file may hold."""
    text = " ".join(words.split())
    if visible(text) != text:
        raise NotUnderstood("this holds an invisible character that a file may not hold", "type it again")
    return text


def _value(answers: dict[Discipline | None, Answer]) -> Value:
    """Answers as the file has them: short, long, or by discipline."""
    if None in answers:
        return _one(answers[None])
    return {name.value: _one(answers[name]) for name in Discipline if name in answers}


def _one(one: Answer) -> Value:
    if not (one.evidence or one.note or one.known or one.limit is not None or one.by):
        return one.text
    made: dict[str, Value] = {"answer": one.text}
    if one.evidence:
        made["evidence"] = [_proof(shown) for shown in one.evidence]
    if one.known:
        made["known"] = {"action": one.known.action, "due": str(one.known.due), "owner": one.known.owner}
    if one.limit is not None:
        made["limit"] = f"{one.limit:g}"
    made |= {key: text for key, text in (("note", one.note), ("by", one.by)) if text}
    return made


def _proof(shown: Evidence) -> Value:
    written = {
        "ref": shown.ref,
        "date": str(shown.date or ""),
        "valid_until": str(shown.valid_until or ""),
        "note": shown.note,
    }
    return {key: text for key, text in written.items() if text}


def _told_without(organisation: Organisation, fact: str) -> Organisation:
    """All that an organisation tells but one answer, without the places where it stands, and without what
    was remarked on it."""
    replace = msgspec.structs.replace
    answers = [replace(one, at=HERE) for one in organisation.answers if one.fact != fact]
    return replace(
        organisation,
        answers=tuple(sorted(answers, key=lambda one: (one.fact, str(one.discipline)))),
        exclusions=tuple(replace(one, at=HERE) for one in organisation.exclusions),
        notes=tuple(replace(one, at=HERE) for one in organisation.notes),
        remarks=(),
        registers={
            name: tuple(replace(one, at=HERE) for one in records)
            for name, records in organisation.registers.items()
        },
    )

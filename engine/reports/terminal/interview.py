"""The interview as a talk: puts each question, listens, says what was not understood, and saves after
every answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from rich.console import Console

from ...analysis.questions.questionnaire import Asked, Depth
from ...analysis.questions.telling import decided_by
from ...commands.interview import begun, known_standards, text_of
from ...commands.interview_state import Interview, InterviewPicture, on_one_line
from ...files import write_whole
from ...knowledge.language.phrases import SCALE, SCALE_MEANS
from ...model import KnowledgeBase, count
from ...organisation.organisation import Organisation
from ...problems import BadInput, Location, Problem
from ...reading.held import held
from ...reading.kept import node_of
from ...reading.shapes import NotUnderstood
from ...reading.written import yaml_entry
from ..words.assessment import answer_words, evidence_words
from ..words.questions import decides_words, joined, kind_words, serves_words, who_words
from ..words.registers import register_words
from .page import Page

T = TypeVar("T")

Listen = Callable[[str], str | None]
"""Shows a prompt and gives the line a person types; None where nothing more comes."""

EVERY = 5
"""After how many answers the picture so far is shown."""

HELP = (
    (
        "an answer",
        (
            "as the line `Answer` says; its number will do where answers are numbered, and of yes, largely,"
            " partly or no a letter"
        ),
    ),
    ("ohs: no", "an answer for one discipline; several with commas between them"),
    ("note WORDS", "a remark, kept with the answer; say it before you answer, or after `back`"),
    ("evidence REF [DATE]", "what shows the answer: evidence IA-2026-07 2026-03-02"),
    ("known WHAT; WHO; DATE", "you know this gap, and do something about it by then"),
    ("limit NUMBER", "beside a percentage: the limit you have set yourselves; say the evidence first"),
    ("skip", "leave this question open; after `back`, take the answer back"),
    ("n/a", "how to say that something does not apply"),
    ("back", "go back to the question before"),
    ("quit", "stop here; everything answered is in the file"),
    ("?", "these words, and what the question decides"),
)


def hold_interview(
    console: Console,
    place: Path,
    standards: tuple[str, ...],
    overlays: tuple[Path, ...],
    depth: Depth,
    listen: Listen,
    remark: Callable[[Organisation], None],
    *,
    today: date,
    by: str = "",
) -> None:
    """Asks on `console` what is open in the file at `place`, or begins that file, and keeps every answer
    there; `remark` says first what is worth a word in it. Raises BadInput."""
    text = text_of(place)
    if text is None:
        text = ask_for_start(console, known_standards(overlays, standards), standards, listen)
    if text is not None:
        interview = begun(text, place, standards, overlays, depth, today, by)
        remark(interview.organisation)
        talk(console, interview, place, listen)


def talk(console: Console, interview: Interview, place: Path, listen: Listen) -> None:
    """Holds the interview until there is no open question, or the person stops. The file at `place` is
    whole at any moment."""
    _Talk(console, interview, place, listen).hold()


class _Talk:
    def __init__(self, console: Console, interview: Interview, place: Path, listen: Listen) -> None:
        self.page = Page(console)
        self.interview = interview
        self.knowledge: KnowledgeBase = interview.knowledge
        self.place = place
        self.listen = listen
        self.answered = 0
        self.words: dict[str, Callable[[str], None]] = {
            "note": self._note,
            "evidence": self._evidence,
            "known": self._known,
            "limit": self._limit,
        }
        self.single: dict[str, Callable[[], None]] = {
            "?": self._help,
            "help": self._help,
            "skip": self._skip,
            "back": self._back,
        }

    def hold(self) -> None:
        if not self.place.exists():
            self._save()
        self._hello()
        put = None
        while (question := self.interview.question) is not None:
            if question is not put or put is None:
                self._put(question)
                put = question
            line = self.listen("> ")
            if line is None or line.strip().lower() in ("quit", "q", "exit"):
                break
            if self._hear(line.strip()):
                put = None
        self._goodbye()

    def _hear(self, line: str) -> bool:
        """Does what a line says; whether the question is to be put again, or another one."""
        before = self.interview.here
        with held(self.place):
            self._do(line)
        return self.interview.here != before

    def _do(self, line: str) -> None:
        """Does it on the file as it stands now, which nobody else changes meanwhile."""
        self._look_again()
        head, _, rest = line.partition(" ")
        try:
            if line.lower() in self.single:
                self.single[line.lower()]()
            elif head.lower() in self.words:
                self.words[head.lower()](rest.strip())
            else:
                self._answer(line)
        except NotUnderstood as fault:
            self.page.line((fault.message, "yellow"), indent=2)
            if fault.hint:
                self.page.line((f"hint: {fault.hint}", "dim"), indent=2)

    # What a line may do

    def _answer(self, line: str) -> None:
        kept = self.interview.reply(line)
        self._save()
        self.answered += 1
        left = self.interview.still_open()
        self.page.line(
            (f"Kept: {kept}.{f' Still open for {joined(left)}.' if left else ''}", "dim"), indent=2
        )
        if self.answered % EVERY == 0:
            self._picture()

    def _note(self, words: str) -> None:
        self._remember(self.interview.note(words), "note")

    def _evidence(self, words: str) -> None:
        self._remember(self.interview.prove(words), "evidence")

    def _known(self, words: str) -> None:
        self._remember(self.interview.plan(words), "action")

    def _limit(self, words: str) -> None:
        self._remember(self.interview.limit(words), "limit")

    def _remember(self, is_kept: bool, what: str) -> None:
        if is_kept:
            self._save()
        self.page.line(
            ("Kept." if is_kept else f"The {what} will be kept with your answer.", "dim"), indent=2
        )

    def _skip(self) -> None:
        if self.interview.skip():
            self._save()
            self.page.line(("The answer given before is taken back; the question is open.", "dim"), indent=2)

    def _back(self) -> None:
        if not self.interview.back():
            self.page.line(("There is no question before this one.", "yellow"), indent=2)

    def _look_again(self) -> None:
        """Takes over what someone has changed in the file meanwhile."""
        try:
            text = self.place.read_bytes().decode("utf-8-sig", "replace")
        except FileNotFoundError:
            return  # somebody took the file away: the next answer writes it again, with all that was answered
        except OSError as fault:
            message = f"this file cannot be read: {fault.strerror}"
            raise BadInput([Problem(Location(str(self.place)), message, "unreadable")]) from fault
        if text != self.interview.text:
            self.interview.take_over(text)

    def _save(self) -> None:
        write_whole(self.interview.text, self.place)

    # What is said

    def _hello(self) -> None:
        answered, number = self.interview.progress()
        self.page.line((f"Interview · {self.interview.organisation.name}", "bold"))
        self.page.line(
            f"{answered} of {count(number, 'question')} answered. Every answer is saved in {self.place} at"
            " once."
        )
        self.page.line(
            ("`?` shows what you can say, `quit` ends the interview; you can go on another day.", "dim")
        )

    def _put(self, question: Asked) -> None:
        answered, number = self.interview.progress()
        theme = (
            self.knowledge.theme[question.theme].title
            if question.theme in self.knowledge.theme
            else question.theme
        )
        self.page.section(f"{theme} · {answered} of {number} answered")
        self.page.line((question.fact.ask, "bold"))
        if question.fact.help:
            self.page.line((question.fact.help, "dim"))
        self.page.blank()
        self.page.labelled("For", who_words(question.fact.who))
        self.page.labelled("Answer", self._choices(question))
        self.page.labelled("Decides", decides_words(question))
        for answer in self.interview.given():
            self.page.labelled("Given", (answer_words(answer, question.fact), "bold"))
            for proof in answer.evidence:
                self.page.labelled("", evidence_words(proof))
            if answer.note:
                self.page.labelled("", answer.note)
            if answer.known:
                self.page.labelled(
                    "Known", f"{answer.known.action} ({answer.known.owner}, due {answer.known.due})"
                )
            if answer.limit is not None:
                self.page.labelled("Limit", f"{answer.limit:g} %")
        self.page.blank()

    def _choices(self, question: Asked) -> str:
        words = question.fact.words
        return (
            "   ".join(f"{number} {word}" for number, word in enumerate(words, 1))
            if words
            else kind_words(question.fact)
        )

    def _help(self) -> None:
        question = self.interview.question
        assert question is not None
        self.page.labelled("Clauses", serves_words(question, self.knowledge))
        if question.evidence:
            self.page.labelled("Evidence", "; ".join(question.evidence))
        if apart := self.interview.apart():
            self.page.labelled("Apart", f"may be answered for {', '.join(apart)}")
        if question.fact.words == SCALE:
            for word, means in SCALE_MEANS.items():
                self.page.labelled(word.capitalize(), means)
        self.page.blank()
        for say, does in HELP:
            if self.interview.apart() or not say.startswith("ohs"):
                self.page.hanging((f"  {say:<21}", "bold"), does)

    def _picture(self) -> None:
        self.page.blank()
        self.page.line(("So far: ", "bold"), _picture_words(self.interview.picture()))

    def _goodbye(self) -> None:
        answered, number = self.interview.progress()
        self.page.blank()
        done = (
            "No question is open." if self.interview.question is None and not self.interview.skipped else ""
        )
        skipped = (
            f"{count(len(self.interview.skipped), 'question')} skipped." if self.interview.skipped else ""
        )
        said = (f"{answered} of {count(number, 'question')} answered.", skipped, done, self._more())
        self.page.line(" ".join(part for part in said if part))
        if waiting := self.interview.waiting():
            self.page.line(f"Not kept, for want of an answer: notes and evidence on {', '.join(waiting)}.")
        self.page.line(("So far: ", "bold"), _picture_words(self.interview.picture()))
        if registers := self.interview.registers_to_give():
            self._registers(registers)
        self.page.line((f"clausegraph assess {self.place}{self._chosen()} shows the whole picture.", "dim"))

    def _registers(self, registers: tuple[str, ...]) -> None:
        """What lists of the organisation's own would add, which an interview does not ask for."""
        which = joined(register_words(one) for one in registers)
        are = "is" if len(registers) == 1 else "are"
        self.page.line(f"Your own registers would add to the picture: {which} {are} not given yet.")
        hint = f"clausegraph questions {self.place}{self._chosen()} --format yaml --output NEW.yaml"
        self.page.line((f"{hint} shows how to write them.", "dim"))

    def _more(self) -> str:
        """What the full questionnaire asks beyond the quick one."""
        asked = self.interview.asked
        more = len(decided_by(self.knowledge, asked.standards)) - len(asked.telling)
        return f"`--depth full` asks {more} more." if more else ""

    def _chosen(self) -> str:
        """The standards as options, where they are not those of the file."""
        standards = self.interview.asked.standards
        if set(standards) == set(self.interview.organisation.standards):
            return ""
        return "".join(f" --standard {one}" for one in standards)


def _picture_words(picture: InterviewPicture) -> str:
    return (
        f"{picture.majors} major, {picture.minors} minor, {picture.conform} conform, {picture.not_assessed}"
        " not assessed."
    )


def ask_for_start(
    console: Console, known: dict[str, str], standards: tuple[str, ...], listen: Listen
) -> str | None:
    """The text of a new file: asks for the organisation's name and, unless they are given, for the standards;
    None where nobody answers.

    `known` has the titles of the standards there are.
    """
    page = Page(console)
    page.line("This file does not exist yet; it is begun now.")
    name = _asked_until(page, listen, "Name of the organisation: ", lambda words: words or None)
    if name is None:
        return None
    chosen: list[str] | None = list(standards)
    if not standards:
        names = list(known)
        for number, one in enumerate(names, 1):
            page.hanging(f"{number:>3} ", (one, "bold"), f"  {known[one]}")
        chosen = _asked_until(
            page,
            listen,
            "Standards, by number or name, with commas between them: ",
            lambda words: _chosen(words, names),
        )
    if chosen is None:
        return None
    return (
        yaml_entry("organisation", node_of(name))
        + yaml_entry("standards", node_of(list(chosen)))
        + "\nanswers:\n"
    )


def _asked_until(page: Page, listen: Listen, prompt: str, take: Callable[[str], T | None]) -> T | None:
    """Asks until an answer can be taken; None where nobody answers."""
    while (line := listen(prompt)) is not None:
        try:
            if (taken := take(on_one_line(line))) is not None:
                return taken
        except NotUnderstood as fault:
            page.line((fault.message, "yellow"), indent=2)
    return None


def _chosen(words: str, names: list[str]) -> list[str]:
    """The standards meant by numbers or names. Raises NotUnderstood if one of them is none."""
    found = []
    for word in (part.strip() for part in words.split(",")):
        name = names[int(word) - 1] if word.isdecimal() and 0 < int(word) <= len(names) else word
        if name not in names:
            raise NotUnderstood(f"there is no standard `{word}`")
        found.append(name)
    return list(dict.fromkeys(found))

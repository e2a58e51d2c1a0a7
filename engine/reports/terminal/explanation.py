"""An explanation on the terminal: what it is recorded in, the chain from answers to grade, what it stands
on, what would clear it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from ...analysis.explanation.chain import Explanation, LinkRead, RuleRead
from ...analysis.marks import mark
from ...analysis.overlaid import changes_behind
from ...model import KnowledgeBase, Status, count
from ..words.assessment import (
    COUNTED,
    FAILURES,
    answer_words,
    choice_words,
    clause_title,
    edition_notes,
    evidence_words,
    inferred_words,
    observed_words,
    place,
    printable,
    raise_words,
    short_name,
)
from ..words.explanation import (
    cause_words,
    clearing_lines,
    documented_words,
    question_words,
    recorded_words,
    state_words,
    when_words,
)
from ..words.overlaid import change_words, versions_words
from ..words.registers import MOST_RECORDS_NAMED, records_words
from ..words.since import earlier_words
from .page import SIGNS, STYLES, Page, Part


def print_explanation(console: Console, explanation: Explanation, knowledge: KnowledgeBase) -> None:
    """Prints the chain from answers to grade to what would clear it, no wider than the console."""
    printed = _PrintedExplanation(Page(console), explanation, knowledge)
    printed.requirement()
    printed.recorded()
    printed.answers()
    printed.observed()
    printed.records()
    printed.rules()
    printed.links("What it stands on", explanation.foundations)
    printed.links("What stands on it", explanation.dependents)
    printed.clearing()
    printed.page.blank()
    printed.page.line((versions_words(knowledge.versions), "dim"))


class _PrintedExplanation:
    def __init__(self, page: Page, explanation: Explanation, knowledge: KnowledgeBase) -> None:
        self.page = page
        self.explanation = explanation
        self.knowledge = knowledge
        self.finding = explanation.finding
        self.template = knowledge.template[knowledge.requirement[self.finding.requirement].template]

    def told(self, text: str) -> str:
        return (
            text.replace(f"{self.explanation.standards[0]}/", "")
            if len(self.explanation.standards) == 1
            else text
        )

    def requirement(self) -> None:
        self.page.line((self.finding.requirement, "bold"))
        standard = self.knowledge.standard[self.finding.standard]
        title = clause_title(f"{self.finding.standard}/{self.finding.clause}", self.knowledge)
        self.page.line(f"{standard.edition} · {self.finding.clause} {title} · as of {self.explanation.as_of}")
        self.page.blank()
        self.page.line((self.knowledge.says(self.finding.requirement), "italic"))
        self.page.labelled("Shown by", ", ".join(self.template.evidence), indent=0)
        if documented := documented_words(self.explanation, self.knowledge):
            self.page.labelled("Needs", documented, indent=0)
        if inferred := inferred_words(self.finding.requirement, self.knowledge):
            self.page.labelled("Inferred", inferred, indent=0)
        for note in edition_notes(self.finding.requirement, self.knowledge):
            self.page.labelled("Edition", note, indent=0)
        self.page.blank()
        self.page.hanging(self._lead(mark(self.finding)), (state_words(self.explanation), "bold"))
        self.page.line(self.told(self.finding.because), indent=2)

    def _lead(self, name: str) -> Part:
        return f"{SIGNS[name]} ", STYLES[name]

    def recorded(self) -> None:
        for label, number, statement in recorded_words(self.explanation):
            self.page.blank()
            self.page.labelled(label, (number, "bold"), indent=0)
            self.page.labelled("", self.told(statement), indent=0)

    def answers(self) -> None:
        self.page.section("Answers")
        for answer in self.finding.answers:
            question = self.knowledge.question[answer.fact]
            self.page.line(question.ask)
            self.page.line(
                (answer_words(answer, question), "bold"),
                (f"  {answer.fact}, {place(answer.at)}", "dim"),
                indent=2,
            )
            for evidence in answer.evidence:
                self.page.labelled("Evidence", evidence_words(evidence))
            if answer.note:
                self.page.labelled("Note", answer.note)
        if not self.finding.answers:
            self.page.line("None: nothing it reads has been answered.")
        if self.explanation.open_questions:
            self.page.blank()
            self.page.line(("Open questions", "bold"))
        for question in self.explanation.open_questions:
            self.page.hanging("? ", question_words(question), (f"  {question.id}", "dim"))

    def records(self) -> None:
        if self.finding.records:
            self.page.section("What the registers show")
        for one in self.finding.records:
            self.page.line((records_words(one, self.knowledge), "bold"))
            for record in one.records[:MOST_RECORDS_NAMED]:
                self.page.line((f"{printable(record.id)}  {place(record.at)}", "dim"), indent=2)

    def observed(self) -> None:
        if self.finding.observed:
            self.page.section("What was seen")
        for one in self.finding.observed:
            self.page.line((printable(one.note.saw), "bold"))
            self.page.line(self.told(observed_words(one)), (f"  {place(one.note.at)}", "dim"), indent=2)
            for evidence in one.note.evidence:
                self.page.labelled("Evidence", evidence_words(evidence))

    def rules(self) -> None:
        self.page.section("From answers to grade")
        if not self.explanation.fired:
            self.page.line(self._no_rule())
        for read in self.explanation.fired:
            self._rule(read)
        if self.finding.earlier:
            self.page.labelled("Before", earlier_words(self.finding.earlier, self.finding.requirement))
        for change in changes_behind(self.finding, self.knowledge):
            self.page.labelled("Overlay", change_words(change))
        for raised in self.finding.escalations:
            self.page.hanging(
                "↑ ",
                ("Raised ", "bold"),
                self.told(raise_words(raised, self.knowledge)),
                (f"  {place(raised.at)}", "dim"),
            )
            self.page.labelled("Because", raised.because)
        if self.explanation.could_fire:
            self.page.blank()
            self.page.line(("Still open: these would make it worse", "bold"))
        for read in self.explanation.could_fire:
            self._rule(read, brief=True)

    def _no_rule(self) -> str:
        if self.finding.status is Status.NOT_APPLICABLE:
            return "It does not apply, so that none of its rules is asked."
        rules = count(self.explanation.rules, "rule")
        if self.explanation.could_fire:
            return (
                f"No rule has fired so far; {len(self.explanation.could_fire)} of {rules} wait for an answer."
            )
        return f"Of its {rules}, none fires."

    def _rule(self, read: RuleRead, *, brief: bool = False) -> None:
        rule = read.rule
        self.page.hanging(
            self._lead(rule.grade.word),
            (rule.grade.word, "bold"),
            f" by {rule.id}",
            (f"  {place(rule.at)}", "dim"),
        )
        for number, words in enumerate(when_words(read)):
            self.page.labelled("When" if number == 0 else "and", words)
        if not brief:
            self.page.labelled("Because", self.told(rule.because))
            if chosen := choice_words(read.choice):
                self.page.labelled("Choice", chosen)
            if rule.fix:
                self.page.labelled("Do", self.told(rule.fix))

    def links(self, title: str, links: Sequence[LinkRead]) -> None:
        if not links:
            return
        self.page.section(title)
        for read in links:
            self._link(read)

    def _link(self, read: LinkRead) -> None:
        link = read.link
        name = short_name(read.other, self.explanation.standards)
        how = f"  {COUNTED[read.mark][0]} · {link.kind}, {link.basis}, {link.strength}"
        self.page.hanging(self._lead(read.mark), (name, "bold"), (how, "dim"))
        self.page.line(link.because, indent=2)
        if read.failure:
            self.page.labelled("Fails", f"{read.failure.kind}: {FAILURES[read.failure.kind]}")
            path = " → ".join(short_name(step, self.explanation.standards) for step in read.failure.path)
            self.page.labelled("Path", path)

    def clearing(self) -> None:
        cause = cause_words(self.explanation)
        lines = clearing_lines(self.explanation, self.knowledge)
        if cause:
            self.page.section("The cause")
            self.page.line(cause)
        if lines:
            self.page.section("What would clear it")
        for line in lines:
            self.page.hanging("- ", line)

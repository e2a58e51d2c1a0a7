"""An explanation as people and programs read it: on the terminal, as JSON, as Markdown. `explanation` decides what it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..inference.conditions import Truth
from ..model import Fact, KnowledgeBase, Status, count
from ..problems import Location
from .clearing import Clearing, clearing_words
from .explanation import ConditionRead, Explanation, LinkRead, RuleRead
from .json_report import Json, choice_json, escalation_json, failure_json, finding_json, grade_word, place_json
from .markdown import escaped, observed_markdown, plain, records_markdown
from .registers import MOST_RECORDS_NAMED, each_words, records_words
from .since import earlier_words
from .words import (
    COUNTED,
    DOCUMENTED,
    FAILURES,
    answer_words,
    choice_words,
    clause_title,
    edition_notes,
    evidence_words,
    mark,
    observed_words,
    place,
    printable,
    raise_words,
    short_name,
)

if TYPE_CHECKING:
    from rich.console import Console

    from .terminal import Page, Part

TRUTHS = {Truth.TRUE: True, Truth.FALSE: False, Truth.UNKNOWN: None}


def state_words(explanation: Explanation) -> str:
    """The finding in a few words: grade or status, and what it could become."""
    finding = explanation.finding
    state = COUNTED[mark(finding)][0]
    return f"{state}, could become {finding.could_become.word}" if finding.could_become else state


def question_words(fact: Fact) -> str:
    """A question with the kind of answer and who can give it."""
    return f"{fact.ask} ({fact.answer_words}; {fact.who})"


def condition_words(read: ConditionRead) -> str:
    """A condition beside the answer, or beside what a note tells."""
    if read.noted:
        return f"{read.fact}: {read.condition} (noted: {read.answer})"
    return f"{read.fact}: {read.condition} ({f'answered {read.answer}' if read.answer else 'not answered yet'})"


def documented_words(explanation: Explanation, knowledge: KnowledgeBase) -> str:
    """What the standard asks as documented information; empty if nothing."""
    return DOCUMENTED.get(knowledge.requirement[explanation.finding.requirement].documented, "")


def cause_words(explanation: Explanation) -> str:
    """Whether the requirement is a root cause, or what is; empty if nothing is to be said."""
    if explanation.root_cause:
        undermines = [short_name(one, explanation.standards) for one in explanation.root_cause.undermines]
        tail = f" It undermines {len(undermines)}: {', '.join(undermines)}." if undermines else " Nothing assessed builds on it."
        return f"A root cause: no foundation that fails explains it.{tail}"
    if explanation.roots:
        return f"Its cause lies upstream: {', '.join(short_name(one, explanation.standards) for one in explanation.roots)}."
    return ""


def when_words(read: RuleRead) -> list[str]:
    """What makes a rule fire: conditions on answers, each with the answer, or what it asks of every record of a register."""
    return each_words(read.rule.each) if read.rule.each is not None else [condition_words(one) for one in read.conditions]


def clearing_lines(explanation: Explanation, knowledge: KnowledgeBase) -> list[str]:
    """What would clear the finding, in sentences."""
    lines = [clearing_words(one) for one in explanation.clearings]
    if explanation.together:
        lines.append(f"With its root causes mended: {clearing_words(explanation.together)}")
    noted = [place(one.note.at) for one in explanation.finding.observed if one.rules]
    if noted:
        lines.append(f"No answer clears what was seen ({', '.join(noted)}): correct it, mend its cause, and have it looked at again.")
    recorded = [records_words(one, knowledge) for one in explanation.finding.records]
    if recorded:
        lines.append(f"No answer clears what the registers show ({'; '.join(recorded)}): mend these records, or what they stand for.")
    if not lines and explanation.finding.status in (Status.GAP, Status.NOT_ASSESSED):
        lines.append("No other answer of its own would change this; look at what it stands on.")
    return lines


# The terminal


def print_explanation(console: Console, explanation: Explanation, knowledge: KnowledgeBase) -> None:
    """Prints the chain from answers to grade to what would clear it, no wider than the console."""
    from .terminal import Page

    printed = _Printed(Page(console), explanation, knowledge)
    printed.requirement()
    printed.answers()
    printed.observed()
    printed.records()
    printed.rules()
    printed.links("What it stands on", explanation.foundations)
    printed.links("What stands on it", explanation.dependents)
    printed.clearing()


class _Printed:
    def __init__(self, page: Page, explanation: Explanation, knowledge: KnowledgeBase) -> None:
        self.page = page
        self.explanation = explanation
        self.knowledge = knowledge
        self.finding = explanation.finding
        self.template = knowledge.template[knowledge.requirement[self.finding.requirement].template]

    def told(self, text: str) -> str:
        return text.replace(f"{self.explanation.standards[0]}/", "") if len(self.explanation.standards) == 1 else text

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
        for note in edition_notes(self.finding.requirement, self.knowledge):
            self.page.labelled("Edition", note, indent=0)
        self.page.blank()
        self.page.hanging(self._lead(mark(self.finding)), (state_words(self.explanation), "bold"))
        self.page.line(self.told(self.finding.because), indent=2)

    def _lead(self, name: str) -> Part:
        from .terminal import SIGNS, STYLES

        return f"{SIGNS[name]} ", STYLES[name]

    def answers(self) -> None:
        self.page.section("Answers")
        for answer in self.finding.answers:
            fact = self.knowledge.fact[answer.fact]
            self.page.line(fact.ask)
            self.page.line((answer_words(answer, fact), "bold"), (f"  {answer.fact}, {place(answer.at)}", "dim"), indent=2)
            for evidence in answer.evidence:
                self.page.labelled("Evidence", evidence_words(evidence))
            if answer.note:
                self.page.labelled("Note", answer.note)
        if not self.finding.answers:
            self.page.line("None: nothing it reads has been answered.")
        if self.explanation.open_questions:
            self.page.blank()
            self.page.line(("Open questions", "bold"))
        for fact in self.explanation.open_questions:
            self.page.hanging("? ", question_words(fact), (f"  {fact.id}", "dim"))

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
        for raised in self.finding.escalations:
            self.page.hanging("↑ ", ("Raised ", "bold"), self.told(raise_words(raised, self.knowledge)), (f"  {place(raised.at)}", "dim"))
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
            return f"No rule has fired so far; {len(self.explanation.could_fire)} of {rules} wait for an answer."
        return f"Of its {rules}, none fires."

    def _rule(self, read: RuleRead, *, brief: bool = False) -> None:
        rule = read.rule
        self.page.hanging(self._lead(rule.grade.word), (rule.grade.word, "bold"), f" by {rule.id}", (f"  {place(rule.at)}", "dim"))
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


# JSON


def explanation_json(explanation: Explanation, knowledge: KnowledgeBase) -> Json:
    """The explanation for programs. `holds` is null where the answer is missing."""
    template = knowledge.template[knowledge.requirement[explanation.finding.requirement].template]
    return {
        "requirement": explanation.finding.requirement,
        "as_of": explanation.as_of,
        "evidence": list(template.evidence),
        "documented": knowledge.requirement[explanation.finding.requirement].documented.value,
        "edition_notes": edition_notes(explanation.finding.requirement, knowledge),
        "finding": finding_json(explanation.finding, knowledge),
        "open_questions": [
            {"fact": fact.id, "ask": fact.ask, "who": fact.who.value, "answer": fact.answer_words} for fact in explanation.open_questions
        ],
        "rules": [_rule_json(one) for one in explanation.fired],
        "could_fire": [_rule_json(one) for one in explanation.could_fire],
        "escalations": [escalation_json(one) for one in explanation.finding.escalations],
        "foundations": [_link_json(one, knowledge) for one in explanation.foundations],
        "dependents": [_link_json(one, knowledge) for one in explanation.dependents],
        "root_cause": explanation.root_cause is not None,
        "undermines": list(explanation.root_cause.undermines) if explanation.root_cause else [],
        "root_causes": list(explanation.roots),
        "would_clear": [_clearing_json(one) for one in explanation.clearings],
        "with_root_causes": _clearing_json(explanation.together) if explanation.together else None,
    }


def _rule_json(read: RuleRead) -> Json:
    return {
        "rule": read.rule.id,
        "grade": read.rule.grade.word,
        "because": read.rule.because,
        "fix": read.rule.fix,
        "rule_at": place_json(read.rule.at),
        "each": each_words(read.rule.each) if read.rule.each is not None else [],
        "choice": choice_json(read.choice) if read.choice else None,
        "conditions": [
            {"fact": one.fact, "condition": one.condition, "answer": one.answer or None, "holds": TRUTHS[one.holds]}
            for one in read.conditions
        ],
    }


def _link_json(read: LinkRead, knowledge: KnowledgeBase) -> Json:
    link = read.link
    return {
        "link": link.id,
        "from": link.source,
        "to": link.target,
        "kind": link.kind.value,
        "basis": link.basis.value,
        "strength": link.strength.value,
        "because": link.because,
        "stands": read.mark,
        "failure": failure_json(read.failure, knowledge) if read.failure else None,
    }


def _clearing_json(one: Clearing) -> Json:
    return {"grade": grade_word(one.grade), "changes": [{"fact": change.fact, "to": change.to} for change in one.changes]}


# Markdown


def explanation_markdown(explanation: Explanation, knowledge: KnowledgeBase) -> str:
    """The explanation for filing and sending; text of answers and files is escaped."""
    finding = explanation.finding
    template = knowledge.template[knowledge.requirement[finding.requirement].template]
    documented = documented_words(explanation, knowledge)
    lines = [
        f"# `{finding.requirement}`",
        "",
        plain(knowledge.says(finding.requirement)),
        "",
        f"Shown by: {plain(', '.join(template.evidence))}.",
        "",
    ]
    lines += [f"Needs {documented}.", ""] if documented else []
    lines += [line for note in edition_notes(finding.requirement, knowledge) for line in (f"Edition: {plain(note)}", "")]
    lines += [f"**{state_words(explanation).capitalize()}** as of {explanation.as_of}: {escaped(finding.because)}", ""]
    lines += _section("Answers", _answers_markdown(explanation, knowledge))
    lines += _section("What was seen", [observed_markdown(one) for one in finding.observed])
    lines += _section("What the registers show", [records_markdown(one, knowledge) for one in finding.records])
    lines += _section("Open questions", [f"{plain(question_words(fact))} `{fact.id}`" for fact in explanation.open_questions])
    lines += _section("Rules that fired", [_rule_markdown(read) for read in explanation.fired])
    before = [plain(earlier_words(finding.earlier, finding.requirement))] if finding.earlier else []
    lines += _section("At the earlier assessment", before)
    lines += _section(
        "Raised by the policy",
        [f"{plain(raise_words(one, knowledge))}: {plain(one.because)} ({_at(one.at)})" for one in finding.escalations],
    )
    lines += _section("Rules that could still fire", [_rule_markdown(read) for read in explanation.could_fire])
    lines += _section("What it stands on", [_link_markdown(read) for read in explanation.foundations])
    lines += _section("What stands on it", [_link_markdown(read) for read in explanation.dependents])
    cause = cause_words(explanation)
    lines += _section("The cause", [plain(cause)] if cause else [])
    lines += _section("What would clear it", [plain(line) for line in clearing_lines(explanation, knowledge)])
    return "\n".join(lines).rstrip("\n") + "\n"


def _section(title: str, points: list[str]) -> list[str]:
    return [f"## {title}", "", *(f"- {point}" for point in points), ""] if points else []


def _answers_markdown(explanation: Explanation, knowledge: KnowledgeBase) -> list[str]:
    points = []
    for answer in explanation.finding.answers:
        fact = knowledge.fact[answer.fact]
        evidence = f"; evidence: {', '.join(escaped(evidence_words(one)) for one in answer.evidence)}" if answer.evidence else ""
        note = f"; note: {escaped(answer.note)}" if answer.note else ""
        points.append(f"{plain(fact.ask)} **{escaped(answer_words(answer, fact))}** (`{fact.id}`, {_at(answer.at)}{evidence}{note})")
    return points


def _at(at: Location) -> str:
    return escaped(place(at))


def _rule_markdown(read: RuleRead) -> str:
    conditions = "; ".join(escaped(words) for words in when_words(read))
    rule = read.rule
    chosen = f" Choice: {plain(choice_words(read.choice))}" if read.choice else ""
    says = f"{plain(rule.because)}{chosen} {plain(rule.fix)}".rstrip()
    return f"**{rule.grade.word}** by `{rule.id}` ({_at(rule.at)}), when {conditions}. {says}"


def _link_markdown(read: LinkRead) -> str:
    link = read.link
    failing = ""
    if read.failure:
        failing = f" **{read.failure.kind}**: {FAILURES[read.failure.kind]}; path: {plain(' → '.join(read.failure.path))}"
    stands = COUNTED[read.mark][0]
    return f"`{read.other}` ({stands}; {link.kind}, {link.basis}, {link.strength}): {plain(link.because)}{failing}"

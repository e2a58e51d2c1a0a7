"""An explanation as Markdown, for filing and sending."""

from __future__ import annotations

from ...analysis.explanation.chain import Explanation, LinkRead, RuleRead
from ...analysis.overlaid import changes_behind
from ...model import KnowledgeBase
from ...problems import Location
from ..words.assessment import (
    COUNTED,
    FAILURES,
    answer_words,
    choice_words,
    edition_notes,
    evidence_words,
    inferred_words,
    place,
    raise_words,
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
from ..words.since import earlier_words
from .assessment import escaped, observed_markdown, plain, records_markdown


def explanation_markdown(explanation: Explanation, knowledge: KnowledgeBase) -> str:
    """The explanation for filing and sending; text of answers and files is escaped."""
    lines = [
        *_head(explanation, knowledge),
        *_evidence(explanation, knowledge),
        *_grading(explanation, knowledge),
    ]
    lines += _section("What it stands on", [_link_markdown(read) for read in explanation.foundations])
    lines += _section("What stands on it", [_link_markdown(read) for read in explanation.dependents])
    cause = cause_words(explanation)
    lines += _section("The cause", [plain(cause)] if cause else [])
    lines += _section("What would clear it", [plain(line) for line in clearing_lines(explanation, knowledge)])
    lines += [plain(versions_words(knowledge.versions))]
    return "\n".join(lines).rstrip("\n") + "\n"


def _head(explanation: Explanation, knowledge: KnowledgeBase) -> list[str]:
    """The requirement, how it stands and where that is recorded."""
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
    inferred = inferred_words(finding.requirement, knowledge)
    lines += [f"Inferred {plain(inferred)}", ""] if inferred else []
    lines += [
        line
        for note in edition_notes(finding.requirement, knowledge)
        for line in (f"Edition: {plain(note)}", "")
    ]
    lines += [
        f"**{state_words(explanation).capitalize()}** as of {explanation.as_of}: {escaped(finding.because)}",
        "",
    ]
    lines += [
        line
        for label, number, statement in recorded_words(explanation)
        for line in (f"**{label}** {plain(number)}: {escaped(statement)}", "")
    ]
    return lines


def _evidence(explanation: Explanation, knowledge: KnowledgeBase) -> list[str]:
    """What the verdict goes by: answers, what was seen, records, and what nobody has said."""
    finding = explanation.finding
    lines = _section("Answers", _answers_markdown(explanation, knowledge))
    lines += _section("What was seen", [observed_markdown(one) for one in finding.observed])
    lines += _section(
        "What the registers show", [records_markdown(one, knowledge) for one in finding.records]
    )
    lines += _section(
        "Open questions",
        [f"{plain(question_words(question))} `{question.id}`" for question in explanation.open_questions],
    )
    return lines


def _grading(explanation: Explanation, knowledge: KnowledgeBase) -> list[str]:
    """The rules behind the grade, what raised it, and the rules that could still change it."""
    finding = explanation.finding
    lines = _section("Rules that fired", [_rule_markdown(read) for read in explanation.fired])
    before = [plain(earlier_words(finding.earlier, finding.requirement))] if finding.earlier else []
    lines += _section("At the earlier assessment", before)
    lines += _section(
        "Raised by the policy",
        [
            f"{plain(raise_words(one, knowledge))}: {plain(one.because)} ({_at(one.at)})"
            for one in finding.escalations
        ],
    )
    lines += _section(
        "Changed by overlays",
        [escaped(change_words(one)) for one in changes_behind(explanation.finding, knowledge)],
    )
    lines += _section(
        "Rules that could still fire", [_rule_markdown(read) for read in explanation.could_fire]
    )
    return lines


def _section(title: str, points: list[str]) -> list[str]:
    return [f"## {title}", "", *(f"- {point}" for point in points), ""] if points else []


def _answers_markdown(explanation: Explanation, knowledge: KnowledgeBase) -> list[str]:
    points = []
    for answer in explanation.finding.answers:
        question = knowledge.question[answer.fact]
        evidence = (
            f"; evidence: {', '.join(escaped(evidence_words(one)) for one in answer.evidence)}"
            if answer.evidence
            else ""
        )
        note = f"; note: {escaped(answer.note)}" if answer.note else ""
        points.append(
            f"{plain(question.ask)} **{escaped(answer_words(answer, question))}** (`{question.id}`,"
            f" {_at(answer.at)}{evidence}{note})"
        )
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
        failing = (
            f" **{read.failure.kind}**: {FAILURES[read.failure.kind]}; path:"
            f" {plain(' → '.join(read.failure.path))}"
        )
    stands = COUNTED[read.mark][0]
    return (
        f"`{read.other}` ({stands}; {link.kind}, {link.basis}, {link.strength}):"
        f" {plain(link.because)}{failing}"
    )

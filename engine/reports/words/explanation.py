"""The words of an explanation, the same in every format. `explanation` decides what it says."""

from __future__ import annotations

from ...analysis.explanation.chain import ConditionRead, Explanation, RuleRead
from ...analysis.explanation.clearing import clearing_words
from ...analysis.marks import mark
from ...analysis.nonconformities.nonconformity import Nonconformity
from ...model import KnowledgeBase, Question, Status
from .assessment import COUNTED, DOCUMENTED, place, printable, short_name, short_names
from .registers import each_words, records_words


def state_words(explanation: Explanation) -> str:
    """The finding in a few words: grade or status, and what it could become."""
    finding = explanation.finding
    state = COUNTED[mark(finding)][0]
    return f"{state}, could become {finding.could_become.word}" if finding.could_become else state


def recorded_words(explanation: Explanation) -> list[tuple[str, str, str]]:
    """What the requirement is recorded in, and what carries it: a label, the number with its grade and what
    else it touches, and what is recorded. Empty where it is part of neither."""
    found: list[tuple[str, str, str]] = []
    if known := explanation.nonconformity:
        found.append(("Recorded", _recorded_in(known, explanation), printable(known.statement)))
    if known := explanation.carried_by:
        found.append(("Carried", _carried_by(known, explanation), printable(known.statement)))
    return found


def _recorded_in(known: Nonconformity, explanation: Explanation) -> str:
    standards = explanation.standards
    others = [name for name in known.members if name != explanation.finding.requirement]
    parts = [f"in {known.id} ({known.grade.word})"]
    parts += [f"it shows a breakdown of {short_name(known.breakdown, standards)}"] if known.breakdown else []
    parts += [f"it touches {short_names(others, standards)} too"] if others else []
    parts += [f"it carries {short_names(known.carries, standards)}"] if known.carries else []
    return "; ".join(parts)


def _carried_by(known: Nonconformity, explanation: Explanation) -> str:
    against = short_name(known.requirement, explanation.standards)
    return f"by {known.id} ({known.grade.word}, against {against}): it follows from that and is not counted"


def question_words(question: Question) -> str:
    """A question with the kind of answer and who can give it."""
    return f"{question.ask} ({question.answer_words}; {question.who})"


def condition_words(read: ConditionRead) -> str:
    """A condition beside the answer, or beside what a note tells."""
    if read.noted:
        return f"{read.fact}: {read.condition} (noted: {read.answer})"
    return (
        f"{read.fact}: {read.condition} ({f'answered {read.answer}' if read.answer else 'not answered yet'})"
    )


def documented_words(explanation: Explanation, knowledge: KnowledgeBase) -> str:
    """What the standard asks as documented information; empty if nothing."""
    return DOCUMENTED.get(knowledge.requirement[explanation.finding.requirement].documented, "")


def cause_words(explanation: Explanation) -> str:
    """Whether the requirement is a root cause, or what is; empty if nothing is to be said."""
    if explanation.root_cause:
        undermines = [short_name(one, explanation.standards) for one in explanation.root_cause.undermines]
        tail = (
            f" It undermines {len(undermines)}: {', '.join(undermines)}."
            if undermines
            else " Nothing assessed builds on it."
        )
        return f"A root cause: no foundation that fails explains it.{tail}"
    if explanation.roots:
        return (
            "Its cause lies upstream:"
            f" {', '.join(short_name(one, explanation.standards) for one in explanation.roots)}."
        )
    return ""


def when_words(read: RuleRead) -> list[str]:
    """What makes a rule fire: conditions on answers, each with the answer, or what it asks of every record of
    a register."""
    return (
        each_words(read.rule.each)
        if read.rule.each is not None
        else [condition_words(one) for one in read.conditions]
    )


def clearing_lines(explanation: Explanation, knowledge: KnowledgeBase) -> list[str]:
    """What would clear the finding, in sentences."""
    lines = [clearing_words(one) for one in explanation.clearings]
    if explanation.together:
        lines.append(f"With its root causes mended: {clearing_words(explanation.together)}")
    noted = [
        place(one.note.at) for one in explanation.finding.observed if one.rules and not one.note.on_clause
    ]
    if noted:
        lines.append(
            f"No answer clears what was seen ({', '.join(noted)}): correct it, mend its cause, and have it"
            " looked at again."
        )
    recorded = [records_words(one, knowledge) for one in explanation.finding.records]
    if recorded:
        lines.append(
            f"No answer clears what the registers show ({'; '.join(recorded)}): mend these records, or what"
            " they stand for."
        )
    if not lines and explanation.finding.status in (Status.GAP, Status.NOT_ASSESSED):
        lines.append("No other answer of its own would change this; look at what it stands on.")
    return lines

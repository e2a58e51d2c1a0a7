"""The words every report for people uses: marks and their names, short names, answers and places, kinds of
failure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...analysis.assessment import Assessment
from ...analysis.dependencies import DependencyFailure, Fragility
from ...analysis.findings import Observed, Raise
from ...model import (
    AnswerKind,
    Confidence,
    Consequence,
    Documented,
    Extent,
    FailureKind,
    Grade,
    GradeChoice,
    KnowledgeBase,
    NoteKind,
    Question,
    Status,
    Transition,
    count,
    lineage,
)
from ...organisation.organisation import Answer, Counted, Evidence, Note
from ...problems import Location

DOCUMENTED = {
    Documented.MAINTAIN: "a document to maintain",
    Documented.RETAIN: "a record to retain",
    Documented.BOTH: "a document to maintain and a record to retain",
}

HEADINGS = {
    Grade.MAJOR: "Major nonconformities",
    Grade.MINOR: "Minor nonconformities",
    Grade.OBSERVATION: "Observations",
    Grade.OPPORTUNITY: "Opportunities for improvement",
}

COUNTED = {
    "major": ("major", "major"),
    "minor": ("minor", "minor"),
    "observation": ("observation", "observations"),
    "opportunity": ("opportunity", "opportunities"),
    "conforms": ("conforms", "conform"),
    "not-assessed": ("not assessed", "not assessed"),
    "not-applicable": ("not applicable", "not applicable"),
}
"""What a mark is called beside its number: one, several."""

FAILURES = {
    FailureKind.UNFOUNDED: "met, but what it stands on is absent: it works by luck",
    FailureKind.INHERITED: "not met, and explained by a foundation that fails",
    FailureKind.STRANDED: "the plan holds, but has not reached what builds on it",
    FailureKind.PROVISIONAL: "met, but nobody has said whether its foundation holds",
}

SAMPLE = (
    "This is a gap analysis from the answers given. Like every audit it is a sample: it shows what the"
    " answers show and proves no conformity, and what nobody answered is not assessed, never passed. Every"
    " number that raises a grade is a house rule of the policy."
)


def printable(text: str) -> str:
    """Text on one line without control characters, so that an answer can neither break the layout nor
    steer a terminal."""
    return "".join(char if char.isprintable() else "�" for char in " ".join(text.split()))


def short_name(name: str, standards: Sequence[str]) -> str:
    """A requirement or clause without its standard where only one is assessed."""
    return name.removeprefix(f"{standards[0]}/") if len(standards) == 1 else name


def short_names(names: Sequence[str], standards: Sequence[str]) -> str:
    """Requirements or clauses one after the other."""
    return ", ".join(short_name(one, standards) for one in names)


def clause_title(clause: str, knowledge: KnowledgeBase) -> str:
    """The title of a clause; where that is no more than `General`, the title of the clause above it."""
    one = knowledge.clause[clause]
    above = knowledge.clause.get(f"{one.standard}/{one.number.rpartition('.')[0]}")
    return above.title if above and one.title == "General" else one.title


def place(at: Location) -> str:
    """File and line, or file and cell of a workbook."""
    if at.sheet:
        return str(at)
    return f"{at.file}:{at.line}" if at.line else at.file


def answer_words(answer: Answer, question: Question) -> str:
    """An answer with its unit, the discipline where it is given by discipline, who gave it, and the records
    that say so."""
    beside = [str(answer.discipline)] if answer.discipline else []
    beside += [f"by {printable(answer.by)}"] if answer.by else []
    beside += [counted_words(answer.counted)] if answer.counted else []
    text = told_words(answer.text, answer.counted, question)
    return f"{text} ({', '.join(beside)})" if beside else text


MOST_COUNTED = 8
"""How many of the records that an answer was counted from are named."""


def counted_words(counted: Counted) -> str:
    """That an answer was counted from records, from which, and what people had answered instead."""
    names = [printable(name) for name, _ in counted.records[:MOST_COUNTED]]
    more = len(counted.records) - len(names)
    listed = f": {', '.join(names)}{f' and {more} more' if more else ''}" if names else ""
    register = counted.register.rpartition(".")[2].replace("_", " ")
    told = f"; answered: {printable(counted.written)}" if counted.written else ""
    return f"from records, {len(counted.records)} of {counted.among} in {register}{listed}{told}"


def told_words(text: str, counted: Counted | None, question: Question) -> str:
    """An answer with its unit; of one counted from records also that it may be worse, or a later day."""
    open_ = counted is not None and bool(counted.possible)
    other = (" or later" if question.answer is AnswerKind.DATE else " or worse") if open_ else ""
    return f"{text_words(text, question)}{other}"


def text_words(text: str, question: Question) -> str:
    """An answer as it was written, with its unit."""
    text = printable(text)
    if question.answer is AnswerKind.NUMBER:
        return f"{text} {one_of(question.unit) if text == '1' else question.unit}"
    return f"{text} %" if question.answer is AnswerKind.PERCENTAGE and not text.endswith("%") else text


def one_of(things: str) -> str:
    """The singular of a unit, by its first word: breach, delivery, audit of a supplier."""
    first, *rest = things.split(" ")
    for ending, single in (("ies", "y"), ("ches", "ch"), ("sses", "ss"), ("xes", "x"), ("s", "")):
        if first.endswith(ending):
            return " ".join([first.removesuffix(ending) + single, *rest])
    return things


def evidence_words(evidence: Evidence) -> str:
    """A piece of evidence: reference, date, note."""
    dated = f"{evidence.ref} of {evidence.date}" if evidence.date else evidence.ref
    return printable(f"{dated}: {evidence.note}" if evidence.note else dated)


def observed_words(one: Observed) -> str:
    """What a note says beside what was seen: what it is called, extent or sample, consequences, what it
    repeats, on which clause, its grade, and the auditor's own where the note gives one."""
    note = one.note
    words = [f"called {note.kind}"] if note.kind is not NoteKind.JUDGED else []
    if note.kind.finds_fault or note.extent is Extent.SAMPLE:
        words += [_reach_words(note), f"consequence: {_listed(note.all_consequences)}"]
    words += [f"could follow: {_listed(note.could)}"] if note.could else []
    words += ["goes on"] if note.ongoing else []
    words += [_again_words(note)] if note.repeats else []
    words += [f"seen against all of {note.target}"] if note.on_clause else []
    words.append(_judged_words(one))
    words += [f"the auditor's own grade: {note.grade.word}"] if note.grade is not None else []
    return ", ".join(words)


def _reach_words(note: Note) -> str:
    if note.extent is Extent.SAMPLE:
        return f"{note.failed} of {note.checked}"
    return (
        f"{note.extent}, {count(note.essential, 'essential part')} missing"
        if note.essential
        else note.extent.value
    )


def _listed(consequences: Iterable[Consequence]) -> str:
    return " and ".join(one.value for one in consequences)


def _again_words(note: Note) -> str:
    """That it was found before: what, how often, and whether it was left open."""
    if note.back is None:
        return "found again"
    often = f" {count(note.back.times, 'time')}" if note.back.times > 1 else ""
    return (
        f"found again{often}:"
        f" {printable(note.back.what)}{', which was left open' if note.back.left_open else ''}"
    )


def _judged_words(one: Observed) -> str:
    if one.rules:
        return one.grade.word
    return "conformity seen" if one.note.shows_conformity else "no finding"


def shown_by(requirement: str, knowledge: KnowledgeBase) -> tuple[str, ...]:
    """What an auditor would ask to see for a requirement."""
    return knowledge.template[knowledge.requirement[requirement].template].evidence


def inferred_from(place: str, knowledge: KnowledgeBase) -> tuple[str, ...]:
    """The questions off whose answers a requirement is read that none asks for; empty where one does, and for
    a clause as a whole."""
    known = knowledge.requirement.get(place)
    if known is None or not knowledge.template[known.template].inferred:
        return ()
    asked = (knowledge.question[name] for name in knowledge.reads_of[known.template])
    return tuple(one.id for one in asked if not one.computed and one.answer is not AnswerKind.REGISTER)


def inferred_words(place: str, knowledge: KnowledgeBase) -> str:
    """That no question asks for a requirement, and what it is read off; empty where one does."""
    asked = [knowledge.question[name].ask for name in inferred_from(place, knowledge)]
    return f"from {' '.join(asked)} No question asks for this by itself." if asked else ""


def edition_notes(place: str, knowledge: KnowledgeBase) -> list[str]:
    """What is not sure about a clause or requirement in an edition built on another, for itself and the
    clauses it stands under."""
    standard, number, *_ = place.split("/")
    places = dict.fromkeys((place, *(f"{standard}/{upper}" for upper in lineage(number))))
    changes = [change for one in places for change in knowledge.changed_in.get(one, ())]
    return [
        f"{change.kind}, {change.confidence} confidence: {change.note}"
        for change in changes
        if change.confidence is not Confidence.HIGH
    ]


def transition_words(transition: Transition) -> str:
    """Until when to change over to an edition, and how sure that is."""
    sure = "" if transition.confidence is Confidence.HIGH else f" ({transition.confidence} confidence)"
    return f"change over by {transition.until}{sure}."


def fragility_words(fragility: Fragility) -> str:
    """The share of what is met that stands on doubtful ground; empty where there is none."""
    if not fragility.shaky:
        return ""
    stand = "stands" if fragility.shaky == 1 else "stand"
    shaky = f"{fragility.shaky} of the {fragility.met} requirements met ({fragility.share:g} %)"
    return f"{shaky} {stand} on a foundation that is absent or not assessed."


def raise_words(one: Raise, knowledge: KnowledgeBase) -> str:
    """What a rule of the policy did to a grade, and on account of what: a clause that was counted, a
    foundation that fails, or what was found before."""
    link = knowledge.link.get(one.because_of)
    cause = (
        _what_came_before(one)
        if one.because_of in knowledge.requirement
        else link.source
        if link
        else one.because_of
    )
    return f"from {one.before.word} to {one.after.word} by the policy's {one.rule}, on account of {cause}"


def _what_came_before(one: Raise) -> str:
    return (
        f"the {one.earlier.grade.word} of {one.earlier.as_of}"
        if one.earlier
        else "an earlier finding that a note tells of"
    )


def choice_words(choice: GradeChoice | None) -> str:
    """What the policy decided on the grade of a rule; empty if nothing."""
    if choice is None:
        return ""
    point = f"{choice.setting} is " if choice.setting else ""
    return f"{point}graded {choice.grade.word} by the policy: {choice.because}"


def path_of(failure: DependencyFailure, standards: Sequence[str], arrow: str = " → ") -> str:
    """The path of a dependency failure, foundation first."""
    return arrow.join(short_name(step, standards) for step in failure.path)


def editions(assessment: Assessment, knowledge: KnowledgeBase) -> str:
    """The standards assessed, with their editions."""
    return ", ".join(knowledge.standard[standard].edition for standard in assessment.standards)


def counts(assessment: Assessment) -> list[tuple[str, int]]:
    """How many requirements carry each mark, worst first; what was not assessed and what does not apply
    comes last."""
    summary = assessment.summary
    graded = [(grade.word, number) for grade, number in summary.grades.items()]
    return [
        *graded,
        (Status.NOT_ASSESSED.value, summary.not_assessed),
        (Status.NOT_APPLICABLE.value, summary.not_applicable),
    ]


def counted(name: str, number: int) -> str:
    """A number with its mark: 1 observation, 3 not assessed."""
    one, several = COUNTED[name]
    return f"{number} {one if number == 1 else several}"


def not_assessed_words(assessment: Assessment) -> str:
    """How much of the picture is open."""
    summary = assessment.summary
    applicable = summary.requirements - summary.not_applicable
    if not summary.not_assessed:
        return f"All {count(applicable, 'applicable requirement')} could be judged."
    share = round(100 * summary.not_assessed / applicable) or 1
    part = f"{summary.not_assessed} of {count(applicable, 'applicable requirement')} ({share} %)"
    missing = f"{part} are not assessed: answers are missing."
    return f"{missing} {count(len(assessment.unanswered), 'open question')} could still change the picture."

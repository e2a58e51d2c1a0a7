"""The words every report on an overlap uses: what is counted and how it is defined, short names of
standards, lines on what holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from ...analysis.assessment import Assessment
from ...analysis.overlap.adding import Adding, EffortOfAdding, ToAnswer
from ...analysis.overlap.held import Held, HeldState, HeldTheme, Split, Used
from ...analysis.overlap.shared import Correspondence, Figures, Overlap, Requirements, SameStep, Shared
from ...model import ChangeKind, Confidence, EditionChange, KnowledgeBase, Status, clause_order, count
from .assessment import answer_words, clause_title, transition_words
from .overlaid import versions_words

WHY = (
    "What is shared is evidence and effort, never conformity. Auditors judge each standard on its own: the"
    " same practice has to do there what that standard wants of it, within its scope, and the same answer can"
    " be graded otherwise."
)

EDITIONS = (
    "Two editions of one standard are among them. They do not make two systems: what they share says how much"
    " of the work done for the one serves the other."
)

RELATIONS = {
    Correspondence.COMMON: (
        "every standard that has the theme asks the same questions about it, so one set of answers and"
        " evidence serves all. The last column counts the questions shared"
    ),
    Correspondence.EXTENDED: (
        "a core is shared, and at least one standard asks for more. 9+1: nine requirements are shared, and"
        " one more is the standard's own. The last column counts the questions shared"
    ),
    Correspondence.PARALLEL: (
        "the same step of the cycle, taken by each discipline with its own method and content. It promises no"
        " shared evidence and counts as nothing shared; what may be shared is the way to go about it"
    ),
}

DEFINITIONS = {
    "requirements": "all requirements of the standards, each counted in its own",
    "shared": (
        "those with a counterpart in another of the standards: on the same theme, the same requirement or a"
        " question in common"
    ),
    "same": "those of them that are one and the same requirement, placed in several standards",
    "questions one by one": "the questions of each standard on its own, added up",
    "questions once": "each question a single time, whatever number of standards it serves",
    "questions shared": "the questions that serve at least two of the standards, under whatever theme",
    "evidence": (
        "the things an auditor would ask to see, told apart by their words and counted like the questions"
    ),
    "stages": (
        "plan is clauses 4 to 7, do is 8 (and Annex A of ISO/IEC 27001), check 9, act 10; what serves two"
        " stages counts in both, and once in the total"
    ),
}

STATES = {
    HeldState.PAPER: ("on paper only", "what is shared holds under one standard and fails under another"),
    HeldState.FAILS: (
        "failing",
        "there is a nonconformity, and nothing shared holds under one standard and fails under another",
    ),
    HeldState.OPEN: ("open", "no nonconformity, but not every question is answered"),
    HeldState.HOLDS: ("holding everywhere", "no nonconformity under any standard that has the theme"),
    HeldState.NOT_APPLICABLE: ("not applicable", "nothing of the theme applies here"),
}

EFFORTS = {
    EffortOfAdding.SHARED: "every question behind it is asked already for the standards you have",
    EffortOfAdding.EXTENDED: (
        "it asks for more, or for something else, where part of the theme is asked already"
    ),
    EffortOfAdding.NEW: "nothing of it is asked yet",
}

STANDINGS = {
    Status.CONFORMS: "met",
    Status.GAP: "gap",
    Status.NOT_ASSESSED: "open",
    Status.NOT_APPLICABLE: "not applicable",
}
"""How a requirement stands by the answers given, as the head of a column."""

CHANGES = {
    ChangeKind.ADDED: "Added",
    ChangeKind.RENUMBERED: "Renumbered",
    ChangeKind.REWORDED: "Reworded",
    ChangeKind.WITHDRAWN: "Withdrawn",
}


def labels(standards: Sequence[str]) -> dict[str, str]:
    """Short names: 14001, or 14001:2015 where another edition is there too."""
    names = [one.partition(":")[0] for one in standards]
    short = {one: one if names.count(name) > 1 else name for one, name in zip(standards, names, strict=True)}
    return {one: name.removeprefix("iso-") for one, name in short.items()}


def has_two_editions(standards: Sequence[str]) -> bool:
    return len({one.partition(":")[0] for one in standards}) < len(standards)


def about(overlap: Overlap, knowledge: KnowledgeBase) -> list[str]:
    """What a reader has to know of an overlap, in paragraphs."""
    return [
        WHY,
        *([EDITIONS] if has_two_editions(overlap.standards) else []),
        *_followed(overlap.standards, knowledge),
        f"It rests on {versions_words(knowledge.versions)}",
    ]


def _followed(standards: Sequence[str], knowledge: KnowledgeBase) -> list[str]:
    """Which of the standards have a later edition that is not among them, and until when one may stay."""
    return [
        f"{knowledge.standard[one.based_on].edition} is followed by {one.edition}:"
        f" {transition_words(one.transition)} The option --adding {one.id} shows what that changes."
        for one in sorted(knowledge.standards, key=lambda one: one.id)
        if one.transition and one.based_on in standards and one.id not in standards
    ]


def names(standards: Iterable[str], knowledge: KnowledgeBase) -> str:
    """The standards as they are printed, with `and` before the last."""
    *first, last = [knowledge.standard[one].edition for one in standards]
    return f"{', '.join(first)} and {last}" if first else last


def figure_cells(figures: Figures) -> list[str]:
    """One row of the numbers: stage; requirements, shared, same; questions and evidence one by one, once,
    shared."""
    numbers = [figures.requirements, figures.shared, figures.same]
    for tally in (figures.questions, figures.evidence):
        numbers += [tally.apart, tally.once, tally.shared]
    return [figures.stage.value if figures.stage else "all", *map(str, numbers)]


def saving(overlap: Overlap) -> str:
    """The line that matters most: how many questions are spared by asking once."""
    questions = overlap.figures[-1].questions
    return f"Questions asked standard by standard: {questions.apart}. Asked once: {questions.once}."


def theme_cells(shared: Shared, standards: Iterable[str]) -> list[str]:
    """How many requirements each standard shares on a theme, and how many it has besides: 9+1; a dash
    where it has none."""
    cells = []
    for one in standards:
        mine, more = len(shared.requirements.get(one, ())), len(shared.more.get(one, ()))
        cells.append(f"{mine}+{more}" if more else str(mine) if mine else "-")
    return cells


def step_words(step: SameStep, knowledge: KnowledgeBase) -> tuple[str, str]:
    """What a parallel is called, and what its method has in common."""
    return next((one.title, one.because) for one in knowledge.parallels if one.id == step.parallel)


def by_relation(overlap: Overlap, relation: Correspondence) -> list[Shared]:
    return [one for one in overlap.shared if one.relation is relation]


def by_theme(requirements: Iterable[str], knowledge: KnowledgeBase) -> list[tuple[str, int]]:
    """The titles of the themes of some requirements with how many there are, most first."""
    counted: dict[str, int] = {}
    for one in requirements:
        title = knowledge.theme[knowledge.requirement[one].theme].title
        counted[title] = counted.get(title, 0) + 1
    return sorted(counted.items(), key=lambda one: (-one[1], one[0]))


def clauses(requirements: Iterable[str], knowledge: KnowledgeBase) -> str:
    """The clauses of some requirements, each once, in their order."""
    return ", ".join(sorted({knowledge.requirement[one].clause for one in requirements}, key=clause_order))


def places(requirements: Requirements, knowledge: KnowledgeBase, short: dict[str, str]) -> str:
    """Where something stands in each standard: 14001 8.2; 45001 6.1.4, 8.2."""
    return "; ".join(f"{short[standard]} {clauses(ids, knowledge)}" for standard, ids in requirements.items())


def state_counts(held: Held) -> str:
    """How many shared themes are in each state, those that need attention first."""
    counted = [(state, sum(one.state is state for one in held.themes)) for state in HeldState]
    told = ", ".join(f"{number} {STATES[state][0]}" for state, number in counted if number)
    return f"{count(len(held.themes), 'shared theme')}: {told or 'nothing to hold'}."


def evidence_counts(held: Held) -> list[str]:
    """How many pieces of evidence serve how many standards, most standards first."""
    counted: dict[int, int] = {}
    for one in held.evidence:
        counted[len(one.standards)] = counted.get(len(one.standards), 0) + 1
    return [
        f"{number} for {count(standards, 'standard')}"
        for standards, number in sorted(counted.items(), reverse=True)
    ]


def of_several(held: Held) -> list[Used]:
    return [one for one in held.evidence if len(one.standards) > 1]


def in_state(held: Held, state: HeldState) -> list[HeldTheme]:
    return [one for one in held.themes if one.state is state]


def failing_alike(split: Split, assessment: Assessment) -> list[tuple[str, list[str]]]:
    """The requirements of a split that fail, those with one reason together, each reason before them."""
    found: dict[str, list[str]] = {}
    for one in split.fails:
        found.setdefault(assessment.finding[one].because, []).append(one)
    return list(found.items())


def answers_apart(fact: str, split: Split, assessment: Assessment, knowledge: KnowledgeBase) -> list[str]:
    """How the disciplines concerned answer a question, each answer once."""
    findings = [assessment.finding[name] for name in (*split.holds, *split.fails)]
    given = [one for one in chain.from_iterable(each.answers for each in findings) if one.fact == fact]
    return list(dict.fromkeys(answer_words(one, knowledge.question[fact]) for one in given))


def confirm_words(question: ToAnswer, standard: str, knowledge: KnowledgeBase) -> str:
    """For whom an open question is answered, and for whom that has to be confirmed; empty if nobody
    answered it."""
    if not question.given_for:
        return ""
    given = " and ".join(one.value.replace("-", " ") for one in question.given_for)
    return f"given for {given}: confirm for {knowledge.standard[standard].discipline.value.replace('-', ' ')}"


def effort_rows(adding: Adding) -> list[list[str]]:
    """Rows for each effort: its word, how many requirements, and with findings how they stand."""
    judged = adding.plan is not None
    return [
        [
            effort.value,
            str(adding.count(effort)),
            *([str(adding.count(effort, status)) for status in STANDINGS] if judged else []),
        ]
        for effort in EffortOfAdding
    ]


def changes_by_kind(adding: Adding) -> list[tuple[str, list[EditionChange]]]:
    found = [(title, [one for one in adding.changes if one.kind is kind]) for kind, title in CHANGES.items()]
    return [(title, changes) for title, changes in found if changes]


def change_lines(changes: Iterable[EditionChange], knowledge: KnowledgeBase) -> list[tuple[str, str]]:
    """What changed, each with what is known of it; requirements that moved from one clause to another
    without a remark in one line."""
    found: dict[tuple[str, ...], list[EditionChange]] = {}
    for change in changes:
        moved = change.was.count("/") == 2 and not change.note
        key = (_clause(change.was), _clause(change.what)) if moved else (change.was, change.what)
        found.setdefault((*key, change.confidence), []).append(change)
    return [(_what(alike), _known(alike[0], knowledge)) for alike in found.values()]


def _what(changes: list[EditionChange]) -> str:
    first = changes[0]
    if len(changes) > 1:
        moved = ", ".join(one.what.rpartition("/")[2] for one in changes)
        return f"{_clause(first.was)} is now {_clause(first.what)} for {moved}"
    what, was = (name.partition("/")[2] for name in (first.what, first.was))
    return f"{was} is now {what}" if was else what


def _clause(place: str) -> str:
    return place.partition("/")[2].partition("/")[0]


def _known(change: EditionChange, knowledge: KnowledgeBase) -> str:
    """How sure it is and what is known of it; without a note, what the place asks or is called."""
    sure = "" if change.confidence is Confidence.HIGH else f"{change.confidence} confidence"
    return ": ".join(part for part in (sure, change.note or _asks(change, knowledge)) if part)


def _asks(change: EditionChange, knowledge: KnowledgeBase) -> str:
    if change.kind is ChangeKind.RENUMBERED:
        return ""
    return (
        knowledge.says(change.what)
        if change.what in knowledge.requirement
        else clause_title(change.what, knowledge)
    )

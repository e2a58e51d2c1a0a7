"""What standards share as Markdown: the same as on the terminal, with every theme, question and gap listed
whole."""

from __future__ import annotations

from collections.abc import Iterable

from ...analysis.assessment import Assessment
from ...analysis.overlap.adding import Adding
from ...analysis.overlap.held import Held, HeldTheme, Split
from ...analysis.overlap.result import OverlapResult
from ...analysis.overlap.shared import Correspondence, Overlap
from ...model import KnowledgeBase, count
from ..words.assessment import COUNTED, transition_words
from ..words.overlap import (
    DEFINITIONS,
    EFFORTS,
    RELATIONS,
    STANDINGS,
    STATES,
    about,
    answers_apart,
    by_relation,
    by_theme,
    change_lines,
    changes_by_kind,
    confirm_words,
    effort_rows,
    evidence_counts,
    failing_alike,
    figure_cells,
    in_state,
    labels,
    names,
    of_several,
    places,
    saving,
    state_counts,
    step_words,
    theme_cells,
)
from .assessment import changes_markdown, escaped, plain, table


def overlap_markdown(result: OverlapResult) -> str:
    """The whole comparison."""
    lines = _head(result)
    if result.adding is not None:
        lines += _adding(result.adding, result.knowledge)
    if result.held is not None and result.assessment is not None:
        lines += _Held(result.held, result.assessment, result.knowledge).lines()
    lines += _overlap(result.overlap, result.knowledge)
    lines += changes_markdown(result.knowledge.changes)
    lines += [
        "## About this report",
        "",
        *(line for one in about(result.overlap, result.knowledge) for line in (plain(one), "")),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _head(result: OverlapResult) -> list[str]:
    of = f": {escaped(result.assessment.organisation)}" if result.assessment else ""
    day = f", as of {result.assessment.as_of}" if result.assessment else ""
    told = [
        f"# Overlap{of}",
        "",
        f"{plain(names(result.overlap.standards, result.knowledge))}{day}.",
        "",
        f"**{saving(result.overlap)}**",
    ]
    return [
        *told,
        "",
        "Shared evidence and effort, not conformity: auditors judge each standard on its own.",
        "",
    ]


# The overlap itself


def _overlap(overlap: Overlap, knowledge: KnowledgeBase) -> list[str]:
    short = labels(overlap.standards)
    return [
        *_numbers(overlap),
        *_standards(overlap, knowledge, short),
        *[line for relation in Correspondence for line in _themes(overlap, relation, knowledge, short)],
        *_serving(overlap, knowledge),
        *_specific(overlap, knowledge, short),
        *_parallel(overlap, knowledge, short),
        *_apart(overlap, knowledge, short),
        *_same_numbers(overlap, knowledge, short),
    ]


def _numbers(overlap: Overlap) -> list[str]:
    kinds = [
        f"{kind} {how}" for kind in ("questions", "evidence") for how in ("one by one", "once", "shared")
    ]
    rows = [figure_cells(one) for one in overlap.figures]
    told = [f"- **{term}**: {plain(meaning)}" for term, meaning in DEFINITIONS.items()]
    return ["## In numbers", "", *table(["Stage", "requirements", "shared", "same", *kinds], rows), *told, ""]


def _standards(overlap: Overlap, knowledge: KnowledgeBase, short: dict[str, str]) -> list[str]:
    rows = [
        (
            short[one],
            *map(
                str,
                (len(knowledge.asked_by[one]), len(knowledge.asked_by[one]) - len(specific), len(specific)),
            ),
        )
        for one, specific in overlap.specific.items()
    ]
    return ["## Standard by standard", "", *table(["Standard", "Requirements", "Shared", "Its own"], rows)]


def _themes(
    overlap: Overlap, relation: Correspondence, knowledge: KnowledgeBase, short: dict[str, str]
) -> list[str]:
    found = by_relation(overlap, relation)
    if not found:
        return []
    rows = [
        (plain(_title(one.theme, knowledge)), *theme_cells(one, overlap.standards), str(len(one.facts)))
        for one in found
    ]
    word = relation.value.capitalize()
    head = [f"## {word} ({count(len(found), 'theme')})", "", f"{word}: {RELATIONS[relation]}.", ""]
    return [*head, *table(["Theme", *short.values(), "Questions shared"], rows)]


def _serving(overlap: Overlap, knowledge: KnowledgeBase) -> list[str]:
    """Which questions and which evidence serve several standards."""
    rows = [
        (
            plain(_title(one.theme, knowledge)),
            " ".join(plain(knowledge.question[fact].ask) for fact in one.facts) or "-",
            plain("; ".join(one.evidence)) or "-",
        )
        for one in overlap.shared
    ]
    head = ["## What serves several standards", ""]
    return [*head, *table(["Theme", "Questions", "Evidence an auditor would ask for"], rows)] if rows else []


def _specific(overlap: Overlap, knowledge: KnowledgeBase, short: dict[str, str]) -> list[str]:
    rows = [
        (
            short[standard],
            str(len(ids)),
            plain(", ".join(f"{title} {number}" for title, number in by_theme(ids, knowledge))),
        )
        for standard, ids in overlap.specific.items()
        if ids
    ]
    head = ["## Specific", "", "What shares nothing with another of the standards, by theme.", ""]
    return [*head, *table(["Standard", "Requirements", "Themes"], rows)] if rows else []


def _parallel(overlap: Overlap, knowledge: KnowledgeBase, short: dict[str, str]) -> list[str]:
    rows = []
    for one in overlap.parallel:
        title, because = step_words(one, knowledge)
        rows.append((plain(title), plain(places(one.requirements, knowledge, short)), plain(because)))
    head = [
        f"## Parallel ({count(len(rows), 'step')})",
        "",
        f"Parallel: {RELATIONS[Correspondence.PARALLEL]}.",
        "",
    ]
    return [*head, *table(["Step", "Where", "What the method has in common"], rows)] if rows else []


def _apart(overlap: Overlap, knowledge: KnowledgeBase, short: dict[str, str]) -> list[str]:
    rows = [
        (plain(_title(one.theme, knowledge)), plain(places(one.requirements, knowledge, short)))
        for one in overlap.apart
    ]
    says = "Nothing is counted as shared here. Look whether one arrangement could serve all the same."
    return (
        [
            f"## Same theme, nothing asked in common ({len(rows)})",
            "",
            says,
            "",
            *table(["Theme", "Where"], rows),
        ]
        if rows
        else []
    )


def _same_numbers(overlap: Overlap, knowledge: KnowledgeBase, short: dict[str, str]) -> list[str]:
    rows = [
        (
            one.number,
            *(
                plain(_title(one.themes[standard], knowledge)) if standard in one.themes else "-"
                for standard in overlap.standards
            ),
        )
        for one in overlap.same_numbers
    ]
    return (
        [f"## Same number, other subject ({len(rows)})", "", *table(["Clause", *short.values()], rows)]
        if rows
        else []
    )


def _title(theme: str, knowledge: KnowledgeBase) -> str:
    return knowledge.theme[theme].title


# What holds in an organisation


class _Held:
    """What of an overlap holds, as lines."""

    def __init__(self, held: Held, assessment: Assessment, knowledge: KnowledgeBase) -> None:
        self.held = held
        self.assessment = assessment
        self.knowledge = knowledge
        self.short = labels(held.standards)

    def lines(self) -> list[str]:
        head = ["## What of it holds here", "", f"**{state_counts(self.held)}**", ""]
        return [
            *head,
            f"Between {plain(names(self.held.standards, self.knowledge))}.",
            "",
            *self._states(),
            *self._evidence(),
            *self._twice(),
        ]

    def _states(self) -> list[str]:
        lines = []
        for state, (name, meaning) in STATES.items():
            found = in_state(self.held, state)
            if found:
                lines += [
                    f"### {name.capitalize()} ({count(len(found), 'theme')})",
                    "",
                    f"{meaning.capitalize()}.",
                    "",
                ]
                lines += [
                    *table(["Theme", "How it stands"], [self._theme(one) for one in found]),
                    *self._splits(found),
                ]
        return lines

    def _theme(self, one: HeldTheme) -> tuple[str, str]:
        marks = ", ".join(
            f"{self.short[standard]} {COUNTED[mark][0]}" for standard, mark in one.marks.items()
        )
        return plain(_title(one.theme, self.knowledge)), marks

    def _splits(self, found: Iterable[HeldTheme]) -> list[str]:
        rows = [
            (plain(_title(one.theme, self.knowledge)), *self._split(split))
            for one in found
            for split in one.splits
        ]
        return table(["Theme", "Fails", "Holds", "Answered"], rows) if rows else []

    def _split(self, split: Split) -> tuple[str, str, str]:
        fails = " ".join(
            f"{self._names(failing)}: {plain(because)}"
            for because, failing in failing_alike(split, self.assessment)
        )
        return (
            fails,
            self._names(split.holds),
            "; ".join(f"`{fact}`: {self._answers(fact, split)}" for fact in split.facts),
        )

    def _answers(self, fact: str, split: Split) -> str:
        return ", ".join(escaped(one) for one in answers_apart(fact, split, self.assessment, self.knowledge))

    def _names(self, requirements: Iterable[str]) -> str:
        return ", ".join(f"`{one}`" for one in requirements)

    def _evidence(self) -> list[str]:
        rows = [
            (
                escaped(one.ref),
                ", ".join(self.short[standard] for standard in one.standards),
                ", ".join(f"`{fact}`" for fact in one.facts),
            )
            for one in of_several(self.held)
        ]
        told = (
            f"Of {count(len(self.held.evidence), 'reference')} given as evidence:"
            f" {', '.join(evidence_counts(self.held))}."
        )
        head = ["### Evidence that serves several standards", "", told, ""]
        return [*head, *table(["Evidence", "Standards", "Questions"], rows)] if rows else []

    def _twice(self) -> list[str]:
        rows = []
        for one in self.held.twice:
            refs = "; ".join(
                f"{discipline}: {escaped(', '.join(found))}" for discipline, found in one.refs.items()
            )
            rows.append(
                (
                    plain(self.knowledge.question[one.fact].ask),
                    refs,
                    "differ" if one.differs else "are the same: one may do",
                )
            )
        head = [f"### Kept more than once ({count(len(rows), 'question')})", ""]
        return [*head, *table(["Question", "Evidence", "The answers"], rows)] if rows else []


# What one more standard asks


def _adding(adding: Adding, knowledge: KnowledgeBase) -> list[str]:
    edition = knowledge.standard[adding.standard].edition
    standings = STANDINGS.values() if adding.plan is not None else ()
    efforts = [f"- **{effort}**: {meaning}" for effort, meaning in EFFORTS.items()]
    lines = [f"## Adding {plain(edition)}", "", f"To {plain(names(adding.has, knowledge))}.", ""]
    lines += [*table(["", "requirements", *standings], effort_rows(adding)), *efforts, ""]
    if adding.plan is not None:
        lines += ["Met means by the answers given, as evidence to show an auditor; it is not conformity.", ""]
    return [
        *lines,
        *_edition(adding, knowledge),
        *_questions(adding, knowledge),
        *_gaps(adding),
        *_efforts(adding, knowledge),
    ]


def _edition(adding: Adding, knowledge: KnowledgeBase) -> list[str]:
    if not adding.changes and adding.transition is None:
        return []
    lines = ["### What the new edition changed", ""]
    if (transition := adding.transition) is not None:
        lines += [f"**{transition_words(transition).capitalize()}** {plain(transition.note)}".rstrip(), ""]
    for title, changes in changes_by_kind(adding):
        rows = [(plain(what), plain(known)) for what, known in change_lines(changes, knowledge)]
        lines += table([f"{title} ({len(changes)})", "What is known"], rows)
    return lines


def _questions(adding: Adding, knowledge: KnowledgeBase) -> list[str]:
    rows = []
    for one in adding.questions:
        question = knowledge.question[one.fact]
        before = confirm_words(one, adding.standard, knowledge) or (
            "no" if one.new else "yes, for the standards you have"
        )
        rows.append(
            (plain(question.ask), f"`{question.id}`", question.who.value, _decides(one.requirements), before)
        )
    head = [f"### Questions to answer ({len(rows)})", ""]
    return [
        *head,
        *(table(["Question", "Fact", "Who", "Decides", "Asked before"], rows) if rows else ["None.", ""]),
    ]


def _decides(requirements: Iterable[str]) -> str:
    return ", ".join(f"`{one.partition('/')[2]}`" for one in requirements)


def _gaps(adding: Adding) -> list[str]:
    if adding.plan is None:
        return []
    steps = adding.plan.steps
    told = ["Do"] if any(step.fix for step in steps) else []
    rows = [
        (
            str(number),
            _decides(step.requirements),
            step.grade.word,
            plain(step.because),
            *(plain(step.fix) for _ in told),
        )
        for number, step in enumerate(steps, 1)
    ]
    head = [f"### Gaps to close, in this order ({len(rows)})", ""]
    return [
        *head,
        *(
            table(["Step", "Requirement", "Grade", "Because", *told], rows)
            if rows
            else ["None by the answers given.", ""]
        ),
    ]


def _efforts(adding: Adding, knowledge: KnowledgeBase) -> list[str]:
    """What serves already and what has to be extended or is new, by theme."""
    rows = []
    for effort in EFFORTS:
        found = by_theme((one.requirement for one in adding.requirements if one.effort is effort), knowledge)
        rows.append((effort.value, plain(", ".join(f"{title} {number}" for title, number in found)) or "-"))
    return ["### By theme", "", *table(["", "Themes, with the number of requirements"], rows)]

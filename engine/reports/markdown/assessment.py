"""The gap analysis as Markdown: complete, to be filed or sent. Text of answers and files is always
escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ...analysis.assessment import Assessment
from ...analysis.audience import PURPOSE, Audience, addressed
from ...analysis.dependencies import DependencyFailure
from ...analysis.findings import Finding, Observed, RecordsFound
from ...analysis.nonconformities.nonconformity import Nonconformity
from ...analysis.overlaid import changes_behind
from ...model import Change, FailureKind, Grade, KnowledgeBase, Status
from ...organisation.organisation import Answer, Evidence
from ..findings import Alike, failures_of_dependents, gaps, heat
from ..words.assessment import (
    COUNTED,
    FAILURES,
    HEADINGS,
    SAMPLE,
    answer_words,
    choice_words,
    clause_title,
    counts,
    edition_notes,
    editions,
    evidence_words,
    fragility_words,
    inferred_words,
    not_assessed_words,
    observed_words,
    path_of,
    place,
    printable,
    raise_words,
    short_name,
    shown_by,
)
from ..words.method import (
    asked,
    asked_words,
    counts_of,
    house_rules,
    judged_words,
    registers_words,
    scope_words,
)
from ..words.nonconformity import SHOWN_BY, Said, Teller, claims_words, standing_words
from ..words.overlaid import change_words
from ..words.plan import clears_words, plan_for, smallest_words
from ..words.registers import records_words
from ..words.since import earlier_words, since_lines

FINDINGS = (
    "The judgement on each requirement behind what is recorded above; none of it is counted a second time."
)

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~$>-])")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;"})


def escaped(text: str) -> str:
    """Text on one line that Markdown shows as it is: no markup, no HTML, no new cell of a table."""
    return _SPECIAL.sub(r"\\\1", printable(text)).translate(_ENTITIES)


def plain(text: str) -> str:
    """Text of ours, with only what would break a paragraph or a table escaped, so that the source stays
    readable."""
    return re.sub(r"([\\`*_\[\]|])", r"\\\1", printable(text)).translate(_ENTITIES)


def said_markdown(part: Said) -> str:
    """A labelled part of a nonconformity. What people wrote is in `strong`, and escaped."""
    strong = (
        escaped(part.strong)
        if part.label == SHOWN_BY
        else f"**{escaped(part.strong)}**"
        if part.strong
        else ""
    )
    at = f" ({escaped(part.at)})" if part.at else ""
    return f"{plain(part.text)} {strong}".strip() + at


def records_markdown(one: RecordsFound, knowledge: KnowledgeBase) -> str:
    """The records that a rule over a register meets, with the place of the first."""
    return f"{plain(records_words(one, knowledge))} ({escaped(place(one.records[0].at))})"


def observed_markdown(one: Observed) -> str:
    """A note of what an auditor saw, with its place and evidence."""
    note = one.note
    return (
        f"**{escaped(note.saw)}** ({plain(observed_words(one))};"
        f" {escaped(place(note.at))}{evidence_markdown(note.evidence)})"
    )


def evidence_markdown(evidence: Iterable[Evidence]) -> str:
    """Evidence, to stand after a place; empty if there is none."""
    listed = ", ".join(escaped(evidence_words(one)) for one in evidence)
    return f"; evidence: {listed}" if listed else ""


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table. The cells are escaped already."""
    lines = [header, ["---"] * len(header), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines] + [""]


def changes_markdown(changes: Iterable[Change]) -> list[str]:
    """The section on what overlays changed in the rules; empty where they changed nothing."""
    rows = [
        (f"`{one.rule}`", plain(one.told), escaped(one.because), f"{one.overlay}, {escaped(place(one.at))}")
        for one in changes
    ]
    return (
        ["## Rules changed by overlays", "", *table(["Rule", "Change", "Because", "Overlay"], rows)]
        if rows
        else []
    )


def assessment_markdown(
    assessment: Assessment, knowledge: KnowledgeBase, report: Audience = "consultant"
) -> str:
    """The whole assessment: nonconformities and observations first, then every finding, failure, root
    cause and open question; what conforms is one table at the end. An auditor's has no plan."""
    written = _WrittenAssessment(assessment, knowledge, report)
    lines = [
        *written.summary(),
        *written.since(),
        *written.picture(),
        *written.recorded(),
        *written.root_causes(),
        *(written.plan() if report == "consultant" else ()),
        *written.findings(),
        *written.failures(),
        *written.unanswered(),
        *written.conforming(),
        *written.not_applicable(),
        *changes_markdown(assessment.changes),
        *written.house_rules(),
        *written.about(),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


class _WrittenAssessment:
    """One assessment in Markdown, section by section, as lines."""

    def __init__(self, assessment: Assessment, knowledge: KnowledgeBase, report: Audience) -> None:
        self.assessment = assessment = addressed(assessment, report)
        self.knowledge = knowledge
        self.report = report
        self.teller = Teller(assessment, knowledge)
        self.failing = failures_of_dependents(assessment, knowledge)
        self.finding = {one.requirement: one for one in assessment.findings}

    def name(self, requirement: str) -> str:
        return f"`{short_name(requirement, self.assessment.standards)}`"

    def names(self, requirements: Iterable[str]) -> str:
        return ", ".join(self.name(one) for one in requirements)

    def summary(self) -> list[str]:
        about = [escaped(self.assessment.about), ""] if self.assessment.about else []
        registers = registers_words(self.assessment, self.knowledge)
        return [
            f"# Gap analysis: {escaped(self.assessment.organisation)}",
            "",
            f"{plain(editions(self.assessment, self.knowledge))}, as of {self.assessment.as_of}.",
            "",
            *about,
            f"**{plain(self.assessment.summary.verdict)}**",
            "",
            (
                f"{plain(scope_words(self.assessment, self.knowledge))}"
                f" {asked_words(self.assessment, self.knowledge)}"
            ),
            "",
            *([plain(registers), ""] if registers else []),
            *self._counts(),
        ]

    def _counts(self) -> list[str]:
        """How many nonconformities and observations were recorded, then how many requirements have which
        grade; a column a standard where there are several, in which what touches two standards stands
        twice."""
        several = self.assessment.standards if len(self.assessment.standards) > 1 else ()
        by_standard = self.assessment.summary.by_standard
        rows = [
            (
                COUNTED[grade.word][0],
                *(str(by_standard[standard][grade]) for standard in several),
                str(number),
            )
            for grade, number in self.assessment.summary.recorded.items()
        ]
        recorded = table(["Recorded", *several, "All" if several else "Number"], rows)
        return [*recorded, plain(claims_words(self.assessment)), "", *self._grades()]

    def _grades(self) -> list[str]:
        """How many requirements have which grade; a column a standard where there are several."""
        several = self.assessment.standards if len(self.assessment.standards) > 1 else ()
        parts = [counts_of(standard, self.assessment) for standard in several]
        rows = [
            (COUNTED[name][0], *(str(one[name]) for one in parts), str(number))
            for name, number in counts(self.assessment)
        ]
        return table(["Grade", *several, "All" if several else "Requirements"], rows)

    def picture(self) -> list[str]:
        lines = ["## Clause by clause", "", "The worst under each clause.", ""]
        for standard in self.assessment.standards:
            chapters = heat(standard, self.assessment, self.knowledge)
            rows = [
                (
                    f"{chapter.number} {plain(chapter.title)}",
                    ", ".join(f"{cell.clause} {_strong(cell.mark)}" for cell in chapter.cells),
                )
                for chapter in chapters
            ]
            lines += table([plain(self.knowledge.standard[standard].edition), "Clauses"], rows)
        return lines

    def root_causes(self) -> list[str]:
        lines = ["## Root causes", ""]
        rows = []
        for cause in self.assessment.root_causes:
            finding = self.finding[cause.requirement]
            carries = self.names(cause.undermines) or "nothing assessed"
            rows.append(
                (
                    self.name(cause.requirement),
                    finding.grade.word,
                    plain(finding.because),
                    str(len(cause.undermines)),
                    carries,
                )
            )
        if not rows:
            return [*lines, "None: no requirement fails.", ""]
        fragile = fragility_words(self.assessment.fragility)
        lines += table(["Requirement", "Grade", "Because", "Undermines", "Which"], rows)
        return [*lines, fragile, ""] if fragile else lines

    def plan(self) -> list[str]:
        """Every step, foundations first, each mending one nonconformity."""
        plan = plan_for(self.assessment, self.knowledge)
        if not plan.steps:
            return []
        rows = [
            (
                str(number),
                step.nonconformity or self.names(step.requirements),
                step.grade.word,
                plain(step.fix),
                clears_words(step, lambda names, _: self.names(names)) or "nothing else",
            )
            for number, step in enumerate(plan.steps, 1)
        ]
        says = (
            "Foundations come before what builds on them. A step clears what is named beside it once the"
            " steps before it are done."
        )
        smallest = smallest_words(plan.smallest, lambda names, _: self.names(names), 0)
        return [
            *("## What to mend first", "", says, ""),
            *table(["Step", "Mends", "Grade", "Do", "Clears also"], rows),
            *([smallest, ""] if smallest else []),
        ]

    def since(self) -> list[str]:
        since = self.assessment.since
        if since is None:
            return []
        lines = since_lines(since, self.assessment.policy, self.names)
        return [
            f"## Since the assessment of {since.as_of}",
            "",
            f"From {escaped(since.file)}.",
            "",
            *(f"- {one}" for one in lines),
            "",
        ]

    def recorded(self) -> list[str]:
        """What was recorded, grade by grade, each with its parts."""
        everything = (*self.assessment.nonconformities, *self.assessment.observations)
        lines = []
        for grade in self.assessment.summary.recorded:
            found = [one for one in everything if one.grade is grade]
            lines += [f"## {HEADINGS[grade]} ({len(found)})", ""] if found else []
            for nonconformity in found:
                lines += self._nonconformity(nonconformity)
        return lines

    def _nonconformity(self, one: Nonconformity) -> list[str]:
        place = f" at {escaped(one.place)}" if one.place else ""
        points = [f"- **{part.label}:** {said_markdown(part)}" for part in self.teller.parts(one)]
        standing = standing_words(self.assessment, one.requirement)
        recorded = f"- **Recorded against:** {self.names(one.members)}"
        return [
            f"### {one.id} {plain(self.teller.title(one))}{place}",
            "",
            *points,
            *([f"- **Luck:** {standing}"] if standing else []),
            recorded,
            "",
        ]

    def findings(self) -> list[str]:
        lines = (
            ["## Findings, requirement by requirement", "", FINDINGS, ""]
            if self.assessment.nonconformities
            else []
        )
        for grade, found in gaps(self.assessment, self.knowledge).items():
            lines += [f"### Requirements graded {grade.word} ({sum(len(alike) for alike in found)})", ""]
            for alike in found:
                lines += self._alike(alike)
        return lines

    def _alike(self, alike: Alike) -> list[str]:
        finding = alike[0]
        title = clause_title(f"{finding.standard}/{finding.clause}", self.knowledge)
        return [
            f"#### {self.names(one.requirement for one in alike)} {plain(title)}",
            "",
            plain(self.knowledge.says(finding.requirement)),
            "",
            *self._judged(finding, alike),
            *self._shown(finding, alike),
            "",
        ]

    def _judged(self, finding: Finding, alike: Alike) -> list[str]:
        """Why some alike findings have their grade, where they are recorded, and what is to be done."""
        points = [f"- **Because:** {plain(finding.because)} {self._rule(finding)}".rstrip()]
        points += [
            f"- **Recorded in:** {number}"
            for number in dict.fromkeys(one.nonconformity for one in alike)
            if number
        ]
        points += [
            f"- **Carried by:** {number}"
            for number in dict.fromkeys(one.carried_by for one in alike)
            if number
        ]
        points += [
            f"- **Also:** {plain(one.because)} (`{one.rule}`, {one.grade.word})"
            for one in finding.reasons[1:]
        ]
        if finding.fix:
            points.append(f"- **Do:** {plain(finding.fix)}")
        points += [
            f"- **Overlay:** {escaped(change_words(one))}" for one in changes_behind(finding, self.knowledge)
        ]
        points += [
            f"- **Choice:** {plain(chosen)}"
            for one in finding.reasons
            if (chosen := choice_words(one.choice))
        ]
        if finding.earlier:
            before = dict.fromkeys(
                earlier_words(one.earlier, one.requirement) for one in alike if one.earlier
            )
            points.append(f"- **Before:** {plain(', '.join(before))}")
        points += [
            f"- **Raised** {plain(raise_words(one, self.knowledge))}: {plain(one.because)}"
            f" ({plain(place(one.at))})"
            for one in finding.escalations
        ]
        return points

    def _shown(self, finding: Finding, alike: Alike) -> list[str]:
        """What some alike findings go by, and what else bears on them."""
        points = [f"- **Answer:** {self._answer(answer)}" for answer in finding.answers]
        points += [f"- **Records:** {records_markdown(one, self.knowledge)}" for one in finding.records]
        points += [f"- **Seen:** {observed_markdown(one)}" for one in finding.observed]
        if finding.could_become:
            points.append(
                f"- **Open:** could become {finding.could_become.word}; ask {self._facts(finding.ask)}"
            )
        points += [
            f"- **Dependency:** {one.kind}: {plain(path_of(one, self.assessment.standards))}"
            for one in self._failing(alike)
        ]
        if inferred := inferred_words(finding.requirement, self.knowledge):
            points.append(f"- **Inferred:** {plain(inferred)}")
        points.append(f"- **Shown by:** {plain(', '.join(shown_by(finding.requirement, self.knowledge)))}")
        points += [
            f"- **Edition:** {plain(note)}" for note in edition_notes(finding.requirement, self.knowledge)
        ]
        return points

    def _failing(self, alike: Alike) -> list[DependencyFailure]:
        """The dependency failures that bear on what alike findings judge, each once."""
        return list(
            dict.fromkeys(failure for one in alike for failure in self.failing.get(one.requirement, ()))
        )

    def _rule(self, finding: Finding) -> str:
        decided = finding.decided_by
        return f"(`{decided.rule}`, {plain(place(decided.at))})" if decided else ""

    def _answer(self, answer: Answer) -> str:
        fact = self.knowledge.question[answer.fact]
        evidence = evidence_markdown(answer.evidence)
        note = f"; note: {escaped(answer.note)}" if answer.note else ""
        return (
            f"`{answer.fact}`: **{escaped(answer_words(answer, fact))}**"
            f" ({escaped(place(answer.at))}{evidence}{note})"
        )

    def _facts(self, facts: Iterable[str]) -> str:
        return ", ".join(f"`{fact}`" for fact in facts)

    def failures(self) -> list[str]:
        failures = self.assessment.dependency_failures
        if not failures:
            return []
        lines = [f"## Dependency failures ({len(failures)})", ""]
        for kind in FailureKind:
            found = [one for one in failures if one.kind is kind]
            rows = [
                (
                    plain(path_of(one, self.assessment.standards)),
                    one.basis.value,
                    plain(self.knowledge.link[one.link].because),
                )
                for one in found
            ]
            if rows:
                lines += [
                    f"### {kind.value.capitalize()} ({len(rows)})",
                    "",
                    f"{FAILURES[kind].capitalize()}.",
                    "",
                    *table(["Path", "Basis", "Because"], rows),
                ]
        return lines

    def unanswered(self) -> list[str]:
        rows = [
            (
                plain(question.ask),
                f"`{question.id}`",
                question.who.value,
                self.names(one.requirements),
                one.could_become.word,
            )
            for one in self.assessment.unanswered
            for question in [self.knowledge.question[one.fact]]
        ]
        questions = table(["Question", "Fact", "Who", "Decides", "Could become"], rows) if rows else []
        return [
            "## What was not assessed",
            "",
            not_assessed_words(self.assessment),
            "",
            *questions,
            *self._asked(),
        ]

    def conforming(self) -> list[str]:
        rows = [
            (self.name(one.requirement), plain(self.knowledge.says(one.requirement)), self._evidence(one))
            for one in self._with(Status.CONFORMS)
        ]
        return (
            [f"## What conforms ({len(rows)})", "", *table(["Requirement", "What is met", "Evidence"], rows)]
            if rows
            else []
        )

    def _evidence(self, finding: Finding) -> str:
        """What was given to show that a requirement is met, what an auditor saw included."""
        given = [escaped(evidence_words(one)) for answer in finding.answers for one in answer.evidence]
        return (
            "; ".join(dict.fromkeys([*given, *(observed_markdown(one) for one in finding.observed)]))
            or "none given"
        )

    def not_applicable(self) -> list[str]:
        rows = [
            (self.name(one.requirement), escaped(one.because)) for one in self._with(Status.NOT_APPLICABLE)
        ]
        return (
            [f"## What does not apply ({len(rows)})", "", *table(["Requirement", "Because"], rows)]
            if rows
            else []
        )

    def _with(self, status: Status) -> list[Finding]:
        return [finding for finding in self.assessment.findings if finding.status is status]

    def about(self) -> list[str]:
        judged = judged_words(self.assessment, f"`{self.assessment.policy}`", self.knowledge)
        return ["## About this report", "", PURPOSE[self.report], "", SAMPLE, "", judged, ""]

    def house_rules(self) -> list[str]:
        rows = [
            (f"`{one.id}`", one.grade.word, plain(one.because), plain(place(one.at)))
            for one in house_rules(self.assessment, self.knowledge)
        ]
        return (
            ["## House rules of the policy", "", *table(["Rule", "Raises to", "Because", "Place"], rows)]
            if rows
            else []
        )

    def _asked(self) -> list[str]:
        rows = [
            (one.who.value, str(one.questions), str(one.answered), str(one.evidenced))
            for one in asked(self.assessment, self.knowledge)
        ]
        return (
            [
                "### Questions by who can answer them",
                "",
                *table(["Who can answer", "Questions", "Answered", "With evidence"], rows),
            ]
            if rows
            else []
        )


def _strong(name: str) -> str:
    shown = COUNTED[name][0]
    return f"**{shown}**" if name in (Grade.MAJOR.word, Grade.MINOR.word) else shown

"""What of an overlap holds in an organisation: everywhere, on paper only, nowhere; which evidence serves,
and what is kept twice."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from clausegraph.engine.analysis.assessment import assess
from clausegraph.engine.analysis.overlap.held import Held, HeldState, HeldTheme, held_of
from clausegraph.engine.analysis.overlap.shared import overlap_of
from clausegraph.engine.commands.assess import Request, run
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.model import Consequence, Discipline, Extent, KnowledgeBase
from clausegraph.engine.organisation.organisation import Answer, Evidence, Exclusion, Note, Organisation
from clausegraph.tests.unit.analysis.overlap.test_shared import BOTH, about, reading
from clausegraph.tests.unit.inference.small_world import HERE, SECOND_STANDARD, STANDARD, TODAY, world

QUALITY, OHS = Discipline.QUALITY, Discipline.OHS
AUDITS = world([about("audit", "9.2", "audits"), about("audit", "9.2", "audits", SECOND_STANDARD)])


def answered(value: str, discipline: Discipline | None = None, *refs: str, fact: str = "audits") -> Answer:
    return Answer(fact, value, value, HERE, discipline, tuple(Evidence(ref) for ref in refs))


def holding(
    *answers: Answer, knowledge: KnowledgeBase = AUDITS, exclusions: tuple[Exclusion, ...] = ()
) -> Held:
    organisation = Organisation("Acme", TODAY, BOTH, answers, exclusions)
    findings = assess(organisation, knowledge, PlainEvaluator(knowledge), knowledge.policies[0]).findings
    return held_of(overlap_of(knowledge, BOTH), findings, organisation, knowledge)


def only(held: Held) -> HeldTheme:
    (theme,) = held.themes
    return theme


# Themes


def test_a_shared_theme_that_conforms_under_every_standard_holds_everywhere() -> None:
    theme = only(holding(answered("yes")))
    assert (theme.state, theme.marks, theme.splits) == (
        HeldState.HOLDS,
        {STANDARD: "conforms", SECOND_STANDARD: "conforms"},
        (),
    )


def test_a_shared_requirement_that_fails_in_one_of_two_disciplines_is_integrated_on_paper_only() -> None:
    theme = only(holding(answered("yes", QUALITY), answered("no", OHS)))
    assert (theme.state, theme.marks) == (HeldState.PAPER, {STANDARD: "conforms", SECOND_STANDARD: "minor"})
    (split,) = theme.splits
    assert (split.holds, split.fails, split.facts) == (
        (f"{STANDARD}/9.2/audits",),
        (f"{SECOND_STANDARD}/9.2/audits",),
        ("audits",),
    )


def test_what_fails_everywhere_alike_is_no_matter_of_integration() -> None:
    assert only(holding(answered("no"))).state is HeldState.FAILS


def test_what_nobody_answered_for_one_discipline_neither_holds_nor_comes_apart() -> None:
    theme = only(holding(answered("yes", QUALITY)))
    assert (theme.state, theme.marks[SECOND_STANDARD]) == (HeldState.OPEN, "not-assessed")


def test_a_gap_beside_an_open_question_is_failing_and_not_yet_on_paper_only() -> None:
    assert only(holding(answered("no", QUALITY))).state is HeldState.FAILS


def test_requirements_of_their_own_come_apart_where_the_question_they_share_is_answered_differently() -> None:
    knowledge = world(
        [about("audit", "9.2", "audits"), about("audit", "9.2", "safety-audits", SECOND_STANDARD)],
        [reading("audits", "done"), reading("safety-audits", "done")],
    )
    apart = holding(
        answered("yes", QUALITY, fact="done"), answered("no", OHS, fact="done"), knowledge=knowledge
    )
    assert (only(apart).state, only(apart).splits[0].facts) == (HeldState.PAPER, ("done",))
    assert only(holding(answered("no", fact="done"), knowledge=knowledge)).state is HeldState.FAILS


def test_what_an_auditor_saw_in_one_discipline_brings_a_shared_requirement_apart(
    knowledge: KnowledgeBase, examples: Path
) -> None:
    result = run(Request(examples / "integrated-manufacturer.yaml", engine="plain"), today=TODAY)
    seen = "iso-45001:2018/7.2/people-competent"
    assert not result.assessment.finding[seen].grade.fails
    note = Note(
        seen, "Nobody was trained.", Extent.ABSENT, Consequence.NONE, HERE, evidence=(Evidence("walk"),)
    )
    organisation = msgspec.structs.replace(result.organisation, notes=(note,))
    findings = assess(organisation, knowledge, PlainEvaluator(knowledge), result.policy).findings
    held = held_of(overlap_of(knowledge, organisation.standards), findings, organisation, knowledge)
    theme = {one.theme: one for one in held.themes}["competence"]
    assert (theme.state, theme.splits[0].fails, theme.splits[0].facts) == (HeldState.PAPER, (seen,), ())


def test_what_does_not_apply_under_one_standard_is_judged_by_the_other() -> None:
    allowed = [msgspec.structs.replace(one, may_exclude=("9.2",)) for one in AUDITS.standards]
    knowledge = msgspec.structs.replace(AUDITS, standards=tuple(allowed))
    exclusion = Exclusion(f"{SECOND_STANDARD}/9.2/audits", "Nothing to audit.", HERE)
    theme = only(holding(answered("yes"), knowledge=knowledge, exclusions=(exclusion,)))
    assert (theme.state, theme.marks[SECOND_STANDARD]) == (HeldState.HOLDS, "not-applicable")


# Evidence


def test_evidence_of_one_answer_serves_every_standard_that_asks_the_question() -> None:
    (used,) = holding(answered("yes", None, "IA-7")).evidence
    assert (used.ref, used.standards, used.facts) == ("IA-7", BOTH, ("audits",))


def test_evidence_of_an_answer_by_discipline_serves_its_own_standards_only() -> None:
    used = holding(answered("yes", QUALITY, "IA-7"), answered("yes", OHS, "IA-8")).evidence
    assert [(one.ref, one.standards) for one in used] == [("IA-7", (STANDARD,)), ("IA-8", (SECOND_STANDARD,))]


def test_a_shared_question_answered_by_discipline_with_different_evidence_is_kept_twice() -> None:
    (twice,) = holding(answered("yes", QUALITY, "IA-7"), answered("yes", OHS, "IA-8")).twice
    assert (twice.fact, twice.refs, twice.differs) == ("audits", {QUALITY: ("IA-7",), OHS: ("IA-8",)}, False)


@pytest.mark.parametrize("ohs", [("IA-7",), ()])
def test_one_piece_of_evidence_for_both_or_for_one_alone_is_not_kept_twice(ohs: tuple[str, ...]) -> None:
    assert holding(answered("yes", QUALITY, "IA-7"), answered("yes", OHS, *ohs)).twice == ()


def test_the_integrated_manufacturer_is_integrated_on_paper_where_its_story_says_so(
    knowledge: KnowledgeBase, examples: Path
) -> None:
    result = run(Request(examples / "integrated-manufacturer.yaml", engine="plain"), today=TODAY)
    overlap = overlap_of(knowledge, result.assessment.standards)
    held = held_of(overlap, result.assessment.findings, result.organisation, knowledge)
    on_paper = {one.theme for one in held.themes if one.state is HeldState.PAPER}
    assert {
        "internal-audit",
        "management-review",
        "evaluation-of-compliance",
        "policy",
    } <= on_paper
    review = {one.ref: one for one in held.evidence}["MR-2026"]
    assert len(review.standards) == 4

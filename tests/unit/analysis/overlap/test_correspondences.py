"""Which clauses published tables put side by side, and which of these pairs share a question here.

A published table says that two clauses belong together; it does not say that one answer serves both. So
each pair is decided: it shares under these themes, or it shares nothing, and why not stands in
docs/decisions/0014-overlap.md. Of those that share nothing, many take the same step of the cycle by
methods of their own: these are parallel.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from clausegraph.engine.analysis.overlap.shared import asked, overlap_of
from clausegraph.engine.knowledge.load import PACKAGE
from clausegraph.engine.model import KnowledgeBase

QUALITY, ENVIRONMENT, SECURITY, SAFETY = "iso-9001:2015", "iso-14001:2015", "iso-27001:2022", "iso-45001:2018"

TABLE = "comparison table of ISO 9001, 14001 and 45001, March 2018"
NQA = "NQA, comparison tool for Annex SL"
OHSAS = "OHSAS 18001:2007, table A.1 with ISO 14001:2004 and ISO 9001, its clauses as they are numbered today"
GUIDES = "guides of certification and advisory bodies to integrated systems"

SHARED = [
    (TABLE, ENVIRONMENT, "8.2", SAFETY, "8.2", {"emergency-preparedness"}),
    (GUIDES, ENVIRONMENT, "6.1.1", SAFETY, "6.1.2.1", {"emergency-preparedness"}),
    (TABLE, ENVIRONMENT, "6.1.3", SAFETY, "6.1.3", {"compliance-obligations"}),
    (TABLE, ENVIRONMENT, "9.1.2", SAFETY, "9.1.2", {"evaluation-of-compliance"}),
    (GUIDES, ENVIRONMENT, "6.1.3", SECURITY, "A.5.31", {"compliance-obligations"}),
    (GUIDES, SAFETY, "6.1.3", SECURITY, "A.5.31", {"compliance-obligations"}),
    (TABLE, ENVIRONMENT, "7.4.1", SAFETY, "7.4.1", {"communication"}),
    (TABLE, ENVIRONMENT, "7.4.2", SAFETY, "7.4.2", {"communication"}),
    (TABLE, ENVIRONMENT, "7.4.3", SAFETY, "7.4.3", {"communication"}),
    (TABLE, QUALITY, "7.1.1", ENVIRONMENT, "7.1", {"resources"}),
    (TABLE, QUALITY, "7.1.1", SAFETY, "7.1", {"resources"}),
    (NQA, QUALITY, "7.1.1", SECURITY, "7.1", {"resources"}),
    (OHSAS, QUALITY, "7.1.5", ENVIRONMENT, "9.1.1", {"measuring-resources"}),
    (OHSAS, QUALITY, "7.1.5", SAFETY, "9.1.1", {"measuring-resources"}),
    (TABLE, ENVIRONMENT, "9.1.1", SAFETY, "9.1.1", {"measuring-resources", "monitoring-and-measurement"}),
    (TABLE, QUALITY, "9.1.3", SAFETY, "9.1.1", {"monitoring-and-measurement"}),
    (GUIDES, QUALITY, "8.4", ENVIRONMENT, "8.1", {"external-providers"}),
    (GUIDES, QUALITY, "8.4", SAFETY, "8.1.4", {"external-providers"}),
    (GUIDES, QUALITY, "8.4", SECURITY, "8.1", {"external-providers"}),
    (GUIDES, ENVIRONMENT, "8.1", SAFETY, "8.1.4", {"external-providers"}),
    (GUIDES, QUALITY, "8.5.6", ENVIRONMENT, "8.1", {"operational-change"}),
    (GUIDES, QUALITY, "8.5.6", SAFETY, "8.1.3", {"operational-change"}),
    (GUIDES, QUALITY, "8.5.6", SECURITY, "8.1", {"operational-change"}),
    (GUIDES, ENVIRONMENT, "8.1", SAFETY, "8.1.3", {"operational-change"}),
    (NQA, QUALITY, "6.3", SECURITY, "6.3", {"planning-of-changes"}),
    (TABLE, QUALITY, "10.2", SAFETY, "10.2", {"corrective-action"}),
    (NQA, QUALITY, "10.3", SECURITY, "10.1", {"continual-improvement"}),
]

APART = [
    (TABLE, QUALITY, "7.1.2", ENVIRONMENT, "7.1"),
    (TABLE, QUALITY, "7.1.2", SAFETY, "7.1"),
    (TABLE, QUALITY, "7.1.3", SAFETY, "7.1"),
    (TABLE, QUALITY, "7.1.4", SAFETY, "7.1"),
    (GUIDES, QUALITY, "7.1.4", SAFETY, "6.1.2.1"),
    (GUIDES, QUALITY, "7.1.3", SECURITY, "A.7.13"),
    (GUIDES, QUALITY, "7.1.2", SECURITY, "A.6"),
    (GUIDES, QUALITY, "6.3", SAFETY, "8.1.3"),
    (GUIDES, QUALITY, "8.3", ENVIRONMENT, "8.1"),
    (GUIDES, QUALITY, "8.3", SECURITY, "A.8.25"),
    (GUIDES, QUALITY, "8.4", SECURITY, "A.5.19"),
    (GUIDES, QUALITY, "8.4", SECURITY, "A.5.22"),
    (GUIDES, QUALITY, "8.5.3", SECURITY, "A.5"),
    (GUIDES, QUALITY, "8.5.6", SECURITY, "A.8.32"),
    (GUIDES, QUALITY, "9.2", SECURITY, "A.5.35"),
    (GUIDES, QUALITY, "7.3", SECURITY, "A.6.3"),
    (GUIDES, SAFETY, "10.2", SECURITY, "A.5.24"),
    (OHSAS, QUALITY, "8.2.1", SAFETY, "7.4.3"),
    (OHSAS, QUALITY, "8.2.2", ENVIRONMENT, "6.1.3"),
    (OHSAS, QUALITY, "8.7", ENVIRONMENT, "8.2"),
    (OHSAS, QUALITY, "8.7", SAFETY, "8.2"),
    (OHSAS, ENVIRONMENT, "6.1.2", SAFETY, "6.1.2"),
    (GUIDES, ENVIRONMENT, "8.2", SECURITY, "A.5.29"),
    (GUIDES, SAFETY, "8.2", SECURITY, "A.5.30"),
]

PARALLEL = [
    (OHSAS, ENVIRONMENT, "6.1.2", SAFETY, "6.1.2", "finding-what-can-do-harm"),
    (GUIDES, ENVIRONMENT, "6.1.2", SECURITY, "6.1.2", "finding-what-can-do-harm"),
    (GUIDES, SAFETY, "6.1.2", SECURITY, "6.1.2", "finding-what-can-do-harm"),
    (GUIDES, SAFETY, "6.1.2.2", SECURITY, "8.2", "finding-what-can-do-harm"),
    (GUIDES, ENVIRONMENT, "8.2", SECURITY, "A.5.29", "emergencies-and-continuity"),
    (GUIDES, SAFETY, "8.2", SECURITY, "A.5.30", "emergencies-and-continuity"),
    (GUIDES, ENVIRONMENT, "8.2", SECURITY, "A.5.24", "emergencies-and-continuity"),
    (GUIDES, QUALITY, "6.3", SAFETY, "8.1.3", "change"),
    (GUIDES, SECURITY, "6.3", SAFETY, "8.1.3", "change"),
    (GUIDES, QUALITY, "8.5.6", SECURITY, "A.8.32", "change"),
    (GUIDES, ENVIRONMENT, "9.1.2", SECURITY, "A.5.36", "keeping-to-the-rules"),
    (GUIDES, SAFETY, "9.1.2", SECURITY, "A.5.36", "keeping-to-the-rules"),
    (GUIDES, ENVIRONMENT, "8.1", SAFETY, "8.1.2", "controls-from-planning"),
    (GUIDES, SAFETY, "8.1.2", SECURITY, "6.1.3", "controls-from-planning"),
    (GUIDES, ENVIRONMENT, "8.1", SECURITY, "8.3", "controls-from-planning"),
    (GUIDES, ENVIRONMENT, "6.1.4", SECURITY, "6.1.3", "controls-from-planning"),
    (GUIDES, QUALITY, "8.1", SECURITY, "8.3", "controls-from-planning"),
    (OHSAS, QUALITY, "8.5.1", ENVIRONMENT, "8.1", "controls-from-planning"),
    (OHSAS, QUALITY, "8.5.1", SAFETY, "8.1.1", "controls-from-planning"),
    (GUIDES, SAFETY, "10.2", SECURITY, "A.5.24", "what-went-wrong"),
    (GUIDES, SAFETY, "10.2", SECURITY, "A.6.8", "what-went-wrong"),
    (GUIDES, QUALITY, "8.7", SECURITY, "A.5.26", "what-went-wrong"),
    (OHSAS, QUALITY, "8.2.1", SAFETY, "7.4.3", "telling-and-hearing"),
    (OHSAS, ENVIRONMENT, "7.4", SAFETY, "5.4", "telling-and-hearing"),
    (OHSAS, QUALITY, "8.2.2", ENVIRONMENT, "6.1.3", "law-to-keep"),
    (GUIDES, QUALITY, "8.4", SECURITY, "A.5.19", "suppliers"),
    (GUIDES, QUALITY, "8.4", SECURITY, "A.5.22", "suppliers"),
    (GUIDES, QUALITY, "8.5.3", SECURITY, "A.5.9", "care-of-what-is-entrusted"),
]


SAME_SUBJECT = {
    ("8.2", ENVIRONMENT, SAFETY): {
        "emergencies.handled",
        "emergencies.last_test",
        "emergencies.others",
        "emergencies.plan",
        "emergencies.ready",
        "emergencies.reviewed",
        "emergencies.test_interval",
        "emergencies.training",
    },
    ("7.4.2", ENVIRONMENT, SAFETY): {"communication.ideas", "communication.reaches"},
    ("7.4.3", ENVIRONMENT, SAFETY): {
        "communication.duties",
        "communication.reaches",
        "communication.settled",
    },
}
"""Clauses with one number and one title in two standards, and the questions that serve both."""


def named(row: tuple[Any, ...]) -> str:
    """The name of a pair in the list of tests, with the table it is from."""
    source, standard, clause, other, its_clause = row[:5]
    return f"{standard} {clause} and {other} {its_clause}, {source}"


def under(knowledge: KnowledgeBase, standard: str, clause: str) -> set[str]:
    """The requirements of a clause and of all below it; `A.6` stands for every control of that part."""
    places = (f"{standard}/{clause}/", f"{standard}/{clause}.")
    return {one for one in knowledge.asked_by[standard] if one.startswith(places)}


def shared_themes(knowledge: KnowledgeBase, one: set[str], other: set[str]) -> set[str]:
    """The themes under which requirements of both sides are shared between their standards."""
    standards = tuple(min(side).partition("/")[0] for side in (one, other))
    everything = (
        (each.theme, {req for ids in each.requirements.values() for req in ids})
        for each in overlap_of(knowledge, standards).shared
    )
    return {theme for theme, shared in everything if shared & one and shared & other}


def questions(knowledge: KnowledgeBase, standard: str, clause: str) -> set[str]:
    return {
        fact
        for one in under(knowledge, standard, clause)
        for fact in asked(knowledge.requirement[one].template, knowledge)
    }


@pytest.mark.parametrize(
    ("standard", "clause", "other", "its_clause", "themes"),
    [row[1:] for row in SHARED],
    ids=map(named, SHARED),
)
def test_clauses_that_published_tables_put_together_share_their_questions(
    knowledge: KnowledgeBase, standard: str, clause: str, other: str, its_clause: str, themes: set[str]
) -> None:
    assert themes <= shared_themes(
        knowledge, under(knowledge, standard, clause), under(knowledge, other, its_clause)
    )
    assert questions(knowledge, standard, clause) & questions(knowledge, other, its_clause)


@pytest.mark.parametrize(
    ("standard", "clause", "other", "its_clause"), [row[1:] for row in APART], ids=map(named, APART)
)
def test_clauses_that_no_single_answer_serves_share_nothing_whatever_tables_say(
    knowledge: KnowledgeBase, standard: str, clause: str, other: str, its_clause: str
) -> None:
    assert not questions(knowledge, standard, clause) & questions(knowledge, other, its_clause)


@pytest.mark.parametrize(
    ("standard", "clause", "other", "its_clause", "parallel"),
    [row[1:] for row in PARALLEL],
    ids=map(named, PARALLEL),
)
def test_clauses_that_take_one_step_by_methods_of_their_own_are_parallel(
    knowledge: KnowledgeBase, standard: str, clause: str, other: str, its_clause: str, parallel: str
) -> None:
    step = next(one for one in overlap_of(knowledge, (standard, other)).parallel if one.parallel == parallel)
    assert under(knowledge, standard, clause) & set(step.requirements[standard])
    assert under(knowledge, other, its_clause) & set(step.requirements[other])


def test_the_decision_says_of_every_pair_that_shares_nothing_why_not() -> None:
    page = (PACKAGE / "docs/decisions/0014-overlap.md").read_text("utf-8")
    rows = re.findall(r"^\| (\d{4,5}) ([A-Z\d.]+) \| ([^|]+) \| ([^|]+) \|$", page, re.MULTILINE)
    decided = {
        (f"{one} {clause}", other)
        for one, clause, others, why in rows
        for other in others.split(", ")
        if why.strip()
    }
    short = {QUALITY: "9001", ENVIRONMENT: "14001", SECURITY: "27001", SAFETY: "45001"}
    assert decided == {
        (f"{short[one]} {clause}", f"{short[other]} {its}") for _, one, clause, other, its in APART
    }


@pytest.mark.parametrize(("place", "facts"), SAME_SUBJECT.items())
def test_what_two_standards_ask_alike_under_one_number_is_asked_once(
    knowledge: KnowledgeBase, place: tuple[str, str, str], facts: set[str]
) -> None:
    clause, one, other = place
    assert questions(knowledge, one, clause) & questions(knowledge, other, clause) == facts


def test_emergencies_keep_questions_of_their_own_where_the_two_standards_differ(
    knowledge: KnowledgeBase,
) -> None:
    environment, safety = questions(knowledge, ENVIRONMENT, "8.2"), questions(knowledge, SAFETY, "8.2")
    assert environment - safety == {"emergencies.environment", "emergencies.tried_out"}
    assert safety - environment == {
        "emergencies.first_aid",
        "emergencies.duties_known",
        "emergencies.records",
    }


def test_disruption_of_information_security_is_no_theme_of_emergencies(knowledge: KnowledgeBase) -> None:
    controls = under(knowledge, SECURITY, "A.5.29") | under(knowledge, SECURITY, "A.5.30")
    assert {knowledge.requirement[one].theme for one in controls} == {"continuity-of-systems"}

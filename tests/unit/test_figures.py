"""The figures in the READMEs are those of the knowledge base."""

from __future__ import annotations

import re

import pytest

from clausegraph.engine.knowledge.load import PACKAGE
from clausegraph.engine.model import KnowledgeBase

FOUR = ("iso-9001:2015", "iso-14001:2015", "iso-27001:2022", "iso-45001:2018")
ROW = re.compile(r"^\| `([a-z0-9:-]+)`.*?\| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)


def questions(knowledge: KnowledgeBase, *standards: str) -> set[str]:
    """The facts that somebody is asked for these standards."""
    read = {
        fact
        for one in knowledge.requirements
        if one.standard in standards
        for fact in knowledge.reads_of[one.template]
    }
    return {fact for fact in read if not knowledge.question[fact].computed}


def figures(knowledge: KnowledgeBase, standard: str) -> tuple[int, int, int, int]:
    """Requirements, questions, rules and links of one edition."""
    requirements = [one for one in knowledge.requirements if one.standard == standard]
    rules = sum(len(knowledge.rules_of[template]) for template in {one.template for one in requirements})
    links = sum(link.source.startswith(f"{standard}/") for link in knowledge.links)
    return len(requirements), len(questions(knowledge, standard)), rules, links


def test_the_readme_gives_the_figures_of_every_edition(knowledge: KnowledgeBase) -> None:
    told = {
        name: tuple(int(number) for number in numbers)
        for name, *numbers in ROW.findall((PACKAGE / "README.md").read_text("utf-8"))
    }
    assert told == {standard: figures(knowledge, standard) for standard in knowledge.standard}


def test_the_readme_says_how_many_questions_four_standards_share(knowledge: KnowledgeBase) -> None:
    told = re.search(
        r"together ask (\d+) questions, (\d+) of them .*? they would ask (\d+)",
        (PACKAGE / "README.md").read_text("utf-8"),
    )
    together = questions(knowledge, *FOUR)
    apart = sum(len(questions(knowledge, standard)) for standard in FOUR)
    controls = sum(fact.startswith("controls.") for fact in together)
    assert told is not None
    assert [int(number) for number in told.groups()] == [len(together), controls, apart]


@pytest.mark.parametrize("standard", [*FOUR, "iso-9001:2026", "iso-14001:2026"])
def test_the_readme_of_the_standards_gives_the_same_figures(knowledge: KnowledgeBase, standard: str) -> None:
    requirements, asked, _, links = figures(knowledge, standard)
    name = standard.removeprefix("iso-").replace(":", ":")
    row = next(
        line
        for line in (PACKAGE / "standards/README.md").read_text("utf-8").splitlines()
        if line.startswith("| ISO") and name in line
    )
    numbers = [int(number) for number in re.findall(r"\| (\d+)", row)]
    clauses = sum(clause.standard == standard for clause in knowledge.clauses)
    normative = sum(
        link.source.startswith(f"{standard}/") and link.basis.value == "normative" for link in knowledge.links
    )
    assert numbers == [clauses, requirements, asked, links, normative]


def test_the_four_standards_ask_far_fewer_questions_together_than_apart(knowledge: KnowledgeBase) -> None:
    controls = {fact for fact in questions(knowledge, "iso-27001:2022") if fact.startswith("controls.")}
    assert len(questions(knowledge, *FOUR) - controls) <= 420
    assert len(questions(knowledge, "iso-9001:2015")) <= 185

"""The page on registers names each register with the clauses in which rules judge its records."""

from __future__ import annotations

from clausegraph.engine.analysis.questions.registers import record_rules
from clausegraph.engine.knowledge.load import PACKAGE
from clausegraph.engine.model import KnowledgeBase

FOUR = ("iso-9001:2015", "iso-14001:2015", "iso-27001:2022", "iso-45001:2018")


def row(register: str, knowledge: KnowledgeBase) -> str:
    """A register as a line of the table."""
    cells = (", ".join(clauses(register, standard, knowledge)) or "-" for standard in FOUR)
    return f"| {register.rpartition('.')[2].replace('_', ' ')} | {' | '.join(cells)} |"


def clauses(register: str, standard: str, knowledge: KnowledgeBase) -> list[str]:
    """In the order of the standard."""
    judged = {
        knowledge.requirement[one].clause
        for one in knowledge.asked_by[standard]
        if any(each.register == register for _, each in record_rules(one, knowledge))
    }
    return [one.number for one in knowledge.clauses if one.standard == standard and one.number in judged]


def test_the_page_gives_the_clauses_that_each_register_bears_on(knowledge: KnowledgeBase) -> None:
    told = (PACKAGE / "docs/registers.md").read_text("utf-8").splitlines()
    first = told.index("|---|---|---|---|---|") + 1
    rows = [row(one.id, knowledge) for one in knowledge.registers]
    assert told[first : first + len(rows) + 1] == [*rows, ""]

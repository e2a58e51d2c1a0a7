"""The knowledge base on the terminal: which standards there are, what each asks, and which questions
decide it."""

from __future__ import annotations

from rich.console import Console

from ...analysis.questions.registers import record_rules, registers_in
from ...model import KnowledgeBase, Standard, clause_order, count, lineage
from ..as_json.knowledge import own_requirements
from ..words.assessment import DOCUMENTED, edition_notes, inferred_words, transition_words
from .page import Page


def print_place(console: Console, knowledge: KnowledgeBase, standard: str, number: str) -> None:
    """Prints a clause, a standard if there is no clause, or the list of standards if there is neither."""
    if number:
        print_clause(console, knowledge, standard, number)
    elif standard:
        print_standard(console, knowledge, standard)
    else:
        print_standards(console, knowledge)


def print_standards(console: Console, knowledge: KnowledgeBase) -> None:
    """Lists the standards with what they ask for."""
    page = Page(console)
    for standard in sorted(knowledge.standards, key=lambda one: one.id):
        page.line((standard.id, "bold"), f"  {standard.title}")
        page.line((f"{standard.edition} · {_size(standard, knowledge)}", "dim"), indent=2)
    page.blank()
    page.line("clausegraph standards ID shows the outline of one, standards ID/CLAUSE what a clause asks.")


def print_standard(console: Console, knowledge: KnowledgeBase, standard: str) -> None:
    """Prints the outline of a standard, with the number of requirements under each clause. KeyError if it
    is not known."""
    page = Page(console)
    one = knowledge.standard[standard]
    _head(page, one, knowledge)
    clauses = sorted(
        (clause for clause in knowledge.clauses if clause.standard == standard),
        key=lambda clause: clause_order(clause.number),
    )
    leads = {clause.id: "  " * clause.number.count(".") + clause.number for clause in clauses}
    widest = max(map(len, leads.values()), default=0)
    for clause in clauses:
        chapter = "." not in clause.number
        if chapter:
            page.blank()
        asked = len(knowledge.members[clause.id])
        size = count(asked, "requirement") if chapter else str(asked)
        page.hanging(
            f"{leads[clause.id]:<{widest}}  ", (clause.title, "bold" if chapter else ""), (f"  {size}", "dim")
        )


def _head(page: Page, standard: Standard, knowledge: KnowledgeBase) -> None:
    page.line((standard.id, "bold"), f"  {standard.title}")
    page.line((f"{standard.edition} · {standard.discipline} · {_size(standard, knowledge)}", "dim"))
    if standard.transition:
        page.line(
            (
                (
                    f"From {standard.based_on}: {transition_words(standard.transition)}"
                    f" {standard.transition.note}"
                ),
                "dim",
            )
        )


def _size(standard: Standard, knowledge: KnowledgeBase) -> str:
    own = [one for one in knowledge.requirements if one.standard == standard.id]
    read = set().union(*(knowledge.reads_of[one.template] for one in own))
    asked = {fact for fact in read if not knowledge.question[fact].computed}
    clauses = sum(clause.standard == standard.id for clause in knowledge.clauses)
    return f"{count(clauses, 'clause')}, {count(len(own), 'requirement')}, {count(len(asked), 'question')}"


def print_clause(console: Console, knowledge: KnowledgeBase, standard: str, number: str) -> None:
    """Prints what a clause and those under it ask, with the evidence and the questions. KeyError if it is
    not known."""
    page = Page(console)
    clause = knowledge.clause[f"{standard}/{number}"]
    page.line((clause.id, "bold"), f"  {clause.title}")
    page.line((f"{knowledge.standard[standard].edition} · {clause.stage}", "dim"))
    below = [one for one in knowledge.clauses if one.standard == standard and number in lineage(one.number)]
    for one in sorted(below, key=lambda one: clause_order(one.number)):
        asked = own_requirements(one.id, knowledge)
        if asked and one.id != clause.id:
            page.section(f"{one.number} {one.title}")
        for requirement in asked:
            page.blank()
            _requirement(page, knowledge, requirement)


def _requirement(page: Page, knowledge: KnowledgeBase, requirement: str) -> None:
    one = knowledge.requirement[requirement]
    template = knowledge.template[one.template]
    page.line(
        (requirement.partition("/")[2], "bold"),
        (f"  {knowledge.theme[one.theme].title if one.theme in knowledge.theme else ''}", "dim"),
    )
    page.line(knowledge.says(requirement), indent=2)
    page.labelled("Evidence", ", ".join(template.evidence))
    if one.documented in DOCUMENTED:
        page.labelled("Needs", DOCUMENTED[one.documented])
    if inferred := inferred_words(requirement, knowledge):
        page.labelled("Inferred", inferred)
    for note in edition_notes(requirement, knowledge):
        page.labelled("Edition", note)
    for name in knowledge.reads_of[one.template]:
        question = knowledge.question[name]
        if question.computed:
            page.labelled("Counted", (question.id, "dim"))
        else:
            kind = f"  {question.id}: {question.answer_words}; {question.who}{_from_records(name, knowledge)}"
            page.labelled("Asks", question.ask, (kind, "dim"))
    for told, rules in _registers(requirement, knowledge).items():
        page.labelled("Records", told, (f"  {', '.join(rules)}", "dim"))


def _from_records(question: str, knowledge: KnowledgeBase) -> str:
    """The register whose records answer a question, if one does."""
    return "".join(f"; or {one.each.register}" for one in knowledge.counts if one.question == question)


def _registers(requirement: str, knowledge: KnowledgeBase) -> dict[str, list[str]]:
    """The registers that decide a requirement, each with those its records are joined with, and the rules
    that do it."""
    found: dict[str, list[str]] = {}
    for rule, each in record_rules(requirement, knowledge):
        main, *joined = registers_in(each, requirement, knowledge)
        told = f"{main}, with {', '.join(joined)}" if joined else main
        found.setdefault(told, []).append(rule.name)
    return found

"""The knowledge base as JSON: standards with what they ask, and the graph. The keys are fixed: things
outside the project read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...analysis.assessment import Assessment
from ...analysis.marks import marks_of
from ...model import EditionChange, KnowledgeBase, Transition, clause_order, lineage
from ..words.assessment import inferred_from
from .assessment import Json

if TYPE_CHECKING:
    from ...knowledge.graph import Graph

NODES = ("clause", "requirement")


def browse_json(knowledge: KnowledgeBase, standard: str = "", number: str = "") -> Json:
    """All standards without their clauses; one standard; or one with no clauses but those under a number."""
    if standard:
        return standard_json(knowledge, standard, number)
    known = sorted(knowledge.standards, key=lambda one: one.id)
    return {
        "standards": [
            {"id": one.id, "title": one.title, "edition": one.edition, "discipline": one.discipline.value}
            for one in known
        ]
    }


def standard_json(knowledge: KnowledgeBase, standard: str, number: str = "") -> Json:
    """One standard with its clauses, or those under one number, and what each of them asks. KeyError if it
    is not known."""
    one = knowledge.standard[standard]
    clauses = [
        clause
        for clause in knowledge.clauses
        if clause.standard == standard and (not number or number in lineage(clause.number))
    ]
    return {
        "id": one.id,
        "title": one.title,
        "edition": one.edition,
        "discipline": one.discipline.value,
        "based_on": one.based_on or None,
        "transition": transition_json(one.transition),
        "changes": [
            edition_change_json(change) for change in knowledge.edition_changes if change.standard == standard
        ],
        "clauses": [
            {
                "clause": clause.number,
                "title": clause.title,
                "stage": clause.stage.value,
                "requirements": [
                    _requirement(requirement, knowledge)
                    for requirement in own_requirements(clause.id, knowledge)
                ],
            }
            for clause in sorted(clauses, key=lambda clause: clause_order(clause.number))
        ],
    }


def transition_json(transition: Transition | None) -> Json | None:
    """Until when certificates to the edition before count; null where that is not known."""
    if transition is None:
        return None
    return {"until": transition.until, "confidence": transition.confidence.value, "note": transition.note}


def edition_change_json(change: EditionChange) -> Json:
    """What an edition did to the one before."""
    return {
        "kind": change.kind.value,
        "what": change.what,
        "was": change.was or None,
        "confidence": change.confidence.value,
        "note": change.note,
    }


def own_requirements(clause: str, knowledge: KnowledgeBase) -> list[str]:
    """The requirements that stand directly under a clause."""
    return [one for one in knowledge.members[clause] if knowledge.requirement[one].clause_id == clause]


def _requirement(requirement: str, knowledge: KnowledgeBase) -> Json:
    one = knowledge.requirement[requirement]
    return {
        "id": one.id,
        "says": knowledge.says(one.id),
        "theme": one.theme,
        "documented": one.documented.value,
        "inferred_from": list(inferred_from(one.id, knowledge)),
    }


def graph_json(graph: Graph, assessment: Assessment | None = None) -> Json:
    """The clauses and requirements of the knowledge graph and the links between them, what contains what
    included.

    With an assessment every requirement in it also has its `mark`: its grade, or its status where it has
    none.
    """
    marks = marks_of(assessment) if assessment else {}
    kept = {node: about for node, about in graph.nodes(data=True) if about["kind"] in NODES}
    links = [
        (source, target, about)
        for source, target, about in graph.edges(data=True)
        if source in kept and target in kept
    ]
    return {
        "nodes": [
            _node(node, about) | ({"mark": marks[node]} if node in marks else {})
            for node, about in kept.items()
        ],
        "links": [
            _link(source, target, about)
            for source, target, about in sorted(links, key=lambda link: str(link[2]["id"]))
        ],
    }


def _node(node: str, about: Json) -> Json:
    return {"id": node} | {
        key: about[key] or None for key in ("kind", "standard", "clause", "title", "stage", "theme")
    }


def _link(source: str, target: str, about: Json) -> Json:
    ends = {"id": about["id"], "from": source, "to": target}
    return ends | {key: about[key] or None for key in ("kind", "basis", "strength", "because")}

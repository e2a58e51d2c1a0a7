"""The knowledge graph in networkx: standards, clauses, requirements and themes, joined by what contains what and what builds on what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import networkx as nx

from ..model import KnowledgeBase, Link, clause_order

CONTAINS = "contains"


Graph: TypeAlias = "nx.MultiDiGraph[str]"


def knowledge_graph(knowledge: KnowledgeBase, standards: Iterable[str] | None = None) -> Graph:
    """The graph of some standards (default: all).

    Nodes carry `kind` (standard, clause, requirement, theme) and, for clauses and requirements, `standard`, `clause`, `title`, `stage`
    and `theme`. Edges carry `kind`, and for links also `id`, `basis`, `strength`, `because`; their key is their id.
    """
    wanted = set(standards) if standards is not None else set(knowledge.standard)
    graph: Graph = nx.MultiDiGraph()
    _add_outline(graph, knowledge, wanted)
    _add_requirements(graph, knowledge, wanted)
    for link in sorted(knowledge.links, key=lambda link: link.id):
        if link.source in graph and link.target in graph:
            graph.add_edge(
                link.source,
                link.target,
                link.id,
                id=link.id,
                kind=link.kind.value,
                basis=link.basis.value,
                strength=link.strength.value,
                because=link.because,
            )
    return graph


def _add_outline(graph: Graph, knowledge: KnowledgeBase, wanted: set[str]) -> None:
    for standard in sorted(wanted):
        one = knowledge.standard[standard]
        graph.add_node(standard, kind="standard", standard=standard, clause="", title=one.title, stage="", theme="")
    clauses = [clause for clause in knowledge.clauses if clause.standard in wanted]
    for clause in sorted(clauses, key=lambda clause: (clause.standard, clause_order(clause.number))):
        graph.add_node(
            clause.id,
            kind="clause",
            standard=clause.standard,
            clause=clause.number,
            title=clause.title,
            stage=clause.stage.value,
            theme=clause.theme,
        )
        upper = f"{clause.standard}/{clause.number.rpartition('.')[0]}"
        _contain(graph, upper if upper in knowledge.clause else clause.standard, clause.id)


def _add_requirements(graph: Graph, knowledge: KnowledgeBase, wanted: set[str]) -> None:
    chosen = [one for one in knowledge.requirements if one.standard in wanted]
    for one in sorted(chosen, key=lambda one: (one.standard, clause_order(one.clause), one.id)):
        graph.add_node(
            one.id,
            kind="requirement",
            standard=one.standard,
            clause=one.clause,
            title=knowledge.says(one.id),
            stage=one.stage.value,
            theme=one.theme,
        )
        _contain(graph, one.clause_id, one.id)
        theme = f"theme/{one.theme}"
        graph.add_node(theme, kind="theme", standard="", clause="", title=knowledge.theme[one.theme].title, stage="", theme=one.theme)
        graph.add_edge(one.id, theme, f"{one.id} -> {theme}", id=f"{one.id} -> {theme}", kind="about", basis="", strength="", because="")


def _contain(graph: Graph, whole: str, part: str) -> None:
    key = f"{whole} > {part}"
    graph.add_edge(whole, part, key, id=key, kind=CONTAINS, basis="", strength="", because="")


def circles(knowledge: KnowledgeBase) -> list[list[Link]]:
    """Circles among links that may not close one, each as the links that make it up; one for every knot of circles.

    A clause passes on what comes from any requirement under it, and what comes to it reaches each of them; the two sides are kept apart,
    so that belonging to one clause is not a dependency.
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    for link in knowledge.links:
        if not link.kind.may_close_a_circle:
            for source in knowledge.members[link.source]:
                for target in knowledge.members[link.target]:
                    if not graph.has_edge(source, target):
                        graph.add_edge(source, target, link=link)
    knots = [sorted(knot) for knot in nx.strongly_connected_components(graph) if len(knot) > 1]
    found = []
    for knot in sorted(knots):
        circle = nx.find_cycle(graph.subgraph(knot), knot[0])
        found.append([graph.edges[edge[0], edge[1]]["link"] for edge in circle])
    return found

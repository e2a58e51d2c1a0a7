"""The knowledge graph in networkx: standards, clauses, requirements and themes, joined by what contains
what and what builds on what."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TypeAlias

import networkx as nx

from ..model import KnowledgeBase, Link, LinkKind, Strength, clause_order, lineage

CONTAINS = "contains"
STEPS = 2

Edge: TypeAlias = "tuple[str, str, str]"

Graph: TypeAlias = "nx.MultiDiGraph[str]"


def knowledge_graph(knowledge: KnowledgeBase, standards: Iterable[str] | None = None) -> Graph:
    """The graph of some standards (default: all).

    Nodes carry `kind` (standard, clause, requirement, theme) and, for clauses and requirements,
    `standard`, `clause`, `title`, `stage` and `theme`. Edges carry `kind`, and for links also `id`,
    `basis`, `strength`, `because`; their key is their id.
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
        graph.add_node(
            standard, kind="standard", standard=standard, clause="", title=one.title, stage="", theme=""
        )
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
        graph.add_node(
            theme,
            kind="theme",
            standard="",
            clause="",
            title=knowledge.theme[one.theme].title,
            stage="",
            theme=one.theme,
        )
        graph.add_edge(
            one.id,
            theme,
            f"{one.id} -> {theme}",
            id=f"{one.id} -> {theme}",
            kind="about",
            basis="",
            strength="",
            because="",
        )


def _contain(graph: Graph, whole: str, part: str) -> None:
    key = f"{whole} > {part}"
    graph.add_edge(whole, part, key, id=key, kind=CONTAINS, basis="", strength="", because="")


def around(graph: Graph, centres: Iterable[str]) -> Graph:
    """The part of a graph near some requirements: what they stand on and what stands on them, with their
    clauses.

    Hard links are followed two steps each way, soft ones one; a link of a clause is one of every
    requirement under it. Nodes also carry `step`: 0 for the centres, below 0 for what they stand on, above
    0 for what stands on them; of two ways the shorter counts.
    """
    steps = {centre: 0 for centre in centres if centre in graph}
    edges: set[Edge] = {
        edge for centre in steps for edge in _outline_over(graph, centre, _upper(graph, centre)[:1])
    }
    down = _follow(graph, list(steps), edges, forward=True)
    up = _follow(graph, list(steps), edges, forward=False)
    for node in {**up, **down}:
        before, after = up.get(node, STEPS + 1), down.get(node, STEPS + 1)
        steps.setdefault(node, -before if before <= after else after)
    found: Graph = nx.MultiDiGraph()
    ends = {end for edge in edges for end in edge[:2]} | set(steps)
    found.add_nodes_from(
        (node, {**about, "step": steps.get(node, 0)})
        for node, about in graph.nodes(data=True)
        if node in ends
    )
    for source, target, key, about in graph.edges(keys=True, data=True):
        if (source, target, key) in edges:
            found.add_edge(source, target, key, **about)
    return found


def _follow(graph: Graph, centres: list[str], edges: set[Edge], *, forward: bool) -> dict[str, int]:
    """The steps to everything reached in one direction; the edges walked along are added to `edges`."""
    steps = dict.fromkeys(centres, 0)
    here = centres
    for step in range(1, STEPS + 1):
        reached: dict[str, bool] = {}
        for node in here:
            for end in (node, *_upper(graph, node)):
                for edge, hard in _links_at(graph, end, forward=forward):
                    if hard or step == 1:
                        edges |= {edge, *_outline_over(graph, node, [end])}
                        steps.setdefault(end, step - 1)
                        other = edge[1] if forward else edge[0]
                        reached[other] = reached.get(other, False) or hard
        here = [node for node, hard in reached.items() if hard and node not in steps]
        steps = dict.fromkeys(reached, step) | steps
    return steps


def _links_at(graph: Graph, end: str, *, forward: bool) -> list[tuple[Edge, bool]]:
    """The links that leave or reach a node, and whether each is hard."""
    found = (
        graph.out_edges(end, keys=True, data=True) if forward else graph.in_edges(end, keys=True, data=True)
    )
    kinds = {kind.value for kind in LinkKind}
    return [
        ((source, target, key), about["strength"] == Strength.HARD)
        for source, target, key, about in found
        if about["kind"] in kinds
    ]


def _upper(graph: Graph, node: str) -> list[str]:
    """The clauses over a requirement or clause, the lowest first."""
    standard, number, *rest = node.split("/")
    return [
        clause
        for upper in [*lineage(number)][0 if rest else 1 :]
        if (clause := f"{standard}/{upper}") in graph
    ]


def _outline_over(graph: Graph, node: str, ends: list[str]) -> list[Edge]:
    """What joins a node to clauses over it: every `contains` from them down to it."""
    chain = [node, *_upper(graph, node)]
    highest = [chain.index(end) for end in ends if end in chain[1:]]
    steps = [chain[: place + 1] for place in highest]
    return [(whole, part, f"{whole} > {part}") for way in steps for part, whole in pairwise(way)]


def circles(knowledge: KnowledgeBase) -> list[list[Link]]:
    """Circles among links that may not close one, each as the links that make it up; one for every knot of
    circles.

    A clause passes on what comes from any requirement under it, and what comes to it reaches each of them;
    the two sides are kept apart, so that belonging to one clause is not a dependency.
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

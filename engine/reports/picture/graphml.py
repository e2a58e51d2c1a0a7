"""The knowledge graph as GraphML, for programs that lay out and explore graphs (yEd, Gephi, Cytoscape).
Written by networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx

from ...analysis.assessment import Assessment
from ..words.assessment import printable
from .assessed import Assessed, assessed

if TYPE_CHECKING:
    from ...knowledge.graph import Graph


def graph_graphml(graph: Graph, assessment: Assessment | None = None) -> str:
    """GraphML text: every node and edge with what is known of it, all of it text; `label` is what programs
    show.

    With an assessment requirements and clauses also have `mark`, root causes `undermines` (how many), and
    failing links `failure`.
    """
    shown = assessed(assessment)
    written: Graph = nx.MultiDiGraph()
    for node, about in graph.nodes(data=True):
        written.add_node(node, **_text({"label": node, **about, **_of_node(node, shown)}))
    for source, target, key, about in graph.edges(keys=True, data=True):
        failure = shown.failures.get(key)
        named = {name: value for name, value in about.items() if name != "id"}
        written.add_edge(
            source,
            target,
            key,
            **_text({"label": named["kind"], **named, **({"failure": failure} if failure else {})}),
        )
    return "\n".join(nx.generate_graphml(written, named_key_ids=True)) + "\n"


def _of_node(node: str, shown: Assessed) -> dict[str, Any]:
    mark = {"mark": shown.marks[node]} if node in shown.marks else {}
    return mark | ({"undermines": shown.roots[node]} if node in shown.roots else {})


def _text(about: dict[str, Any]) -> dict[str, str]:
    return {name: printable(str(value)) for name, value in about.items()}

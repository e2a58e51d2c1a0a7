"""The knowledge graph as DOT text for Graphviz: the stages of PDCA side by side, links coloured by what they mean."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from ..assessment import Assessment
from ..model import LinkKind, Stage
from .findings import marks_of

if TYPE_CHECKING:
    from ..knowledge.graph import Graph

COLOURS = {
    LinkKind.GROUNDS: "#8c510a",
    LinkKind.LEADS: "#762a83",
    LinkKind.PLANS: "#b2182b",
    LinkKind.SUPPORTS: "#01665e",
    LinkKind.EVALUATES: "#2166ac",
    LinkKind.IMPROVES: "#4d9221",
    LinkKind.REFERS: "#999999",
}

FILLS = {
    "major": "#f4a6a0",
    "minor": "#fbd78f",
    "observation": "#bfe3ee",
    "opportunity": "#c9d3f5",
    "conforms": "#c8e6c0",
    "not-assessed": "#eeeeee",
    "not-applicable": "#ffffff",
}


def graph_dot(graph: Graph, assessment: Assessment | None = None) -> str:
    """DOT text: requirements and the ends of links, one cluster for each stage; with an assessment filled by how they stand."""
    marks = marks_of(assessment) if assessment else {}
    links = [(source, target, about) for source, target, about in graph.edges(data=True) if about["kind"] in list(LinkKind)]
    ends = {end for source, target, _ in links for end in (source, target)}
    drawn = {node: about for node, about in graph.nodes(data=True) if about["kind"] == "requirement" or node in ends}
    lines = [
        "digraph clausegraph {",
        '  graph [rankdir=LR, compound=true, fontname="Helvetica"];',
        '  node [shape=box, style="rounded,filled", fillcolor="#ffffff", fontname="Helvetica", fontsize=10];',
        '  edge [fontname="Helvetica", fontsize=9];',
    ]
    for stage in Stage:
        lines += _cluster(stage, {node: about for node, about in drawn.items() if about["stage"] == stage.value}, marks)
    lines += [_edge(*link) for link in sorted(links, key=lambda link: str(link[2]["id"]))]
    return "\n".join([*lines, "}"]) + "\n"


def _cluster(stage: Stage, nodes: dict[str, Any], marks: dict[str, str]) -> list[str]:
    if not nodes:
        return []
    inside = [f"    {_node(node, about, marks.get(node))}" for node, about in nodes.items()]
    return [f"  subgraph cluster_{stage} {{", f"    label={quoted(stage.value.capitalize())};", *inside, "  }"]


def _node(node: str, about: dict[str, Any], mark: str | None) -> str:
    label = "\n".join([node, *textwrap.wrap(about["title"], 36, max_lines=3, placeholder=" …")])
    shape = ', shape=folder, style="filled"' if about["kind"] == "clause" else ""
    fill = f', fillcolor="{FILLS[mark]}"' if mark else ""
    return f"{quoted(node)} [label={quoted(label)}{shape}{fill}];"


def _edge(source: str, target: str, about: dict[str, Any]) -> str:
    kind = LinkKind(about["kind"])
    line = "solid" if about["strength"] == "hard" else "dashed"
    tip = quoted(f"{about['id']}: {about['because']}")
    return f'  {quoted(source)} -> {quoted(target)} [label="{kind}", color="{COLOURS[kind]}", style={line}, edgetooltip={tip}];'


def quoted(text: str) -> str:
    """A string of DOT: quotes and backslashes escaped, line ends as it writes them."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'

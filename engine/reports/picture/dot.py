"""The knowledge graph as DOT text for Graphviz: the stages of PDCA side by side, links coloured by what
they mean."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from ...analysis.assessment import Assessment
from ...model import LinkKind, Stage
from ..looks import FAILURE_STROKES, FILLS, HOLDS, KINDS
from .assessed import Assessed, assessed

if TYPE_CHECKING:
    from ...knowledge.graph import Graph


def graph_dot(graph: Graph, assessment: Assessment | None = None) -> str:
    """DOT text: requirements and the ends of links, one cluster for each stage; with an assessment filled
    by how they stand, and links that fail coloured and named by how they fail."""
    shown = assessed(assessment)
    links = [
        (source, target, about)
        for source, target, about in graph.edges(data=True)
        if about["kind"] in list(LinkKind)
    ]
    ends = {end for source, target, _ in links for end in (source, target)}
    drawn = {
        node: about
        for node, about in graph.nodes(data=True)
        if about["kind"] == "requirement" or node in ends
    }
    lines = [
        "digraph clausegraph {",
        '  graph [rankdir=LR, compound=true, fontname="Helvetica"];',
        '  node [shape=box, style="rounded,filled", fillcolor="#ffffff", fontname="Helvetica", fontsize=10];',
        '  edge [fontname="Helvetica", fontsize=9];',
    ]
    for stage in Stage:
        lines += _cluster(
            stage,
            {node: about for node, about in drawn.items() if about["stage"] == stage.value},
            shown.marks,
        )
    lines += [_edge(*link, shown) for link in sorted(links, key=lambda link: str(link[2]["id"]))]
    return "\n".join([*lines, "}"]) + "\n"


def _cluster(stage: Stage, nodes: dict[str, Any], marks: dict[str, str]) -> list[str]:
    if not nodes:
        return []
    inside = [f"    {_node(node, about, marks.get(node))}" for node, about in nodes.items()]
    return [
        f"  subgraph cluster_{stage} {{",
        f"    label={quoted(stage.value.capitalize())};",
        *inside,
        "  }",
    ]


def _node(node: str, about: dict[str, Any], mark: str | None) -> str:
    label = "\n".join([node, *textwrap.wrap(about["title"], 36, max_lines=3, placeholder=" …")])
    shape = ', shape=folder, style="filled"' if about["kind"] == "clause" else ""
    fill = f', fillcolor="{FILLS[mark]}"' if mark else ""
    return f"{quoted(node)} [label={quoted(label)}{shape}{fill}];"


def _edge(source: str, target: str, about: dict[str, Any], shown: Assessed) -> str:
    kind, failure = LinkKind(about["kind"]), shown.failures.get(about["id"])
    label = f"{kind}, {failure}" if failure else str(kind)
    colour = FAILURE_STROKES[failure].colour if failure else HOLDS.colour if shown.marks else KINDS[kind]
    line = "solid" if about["strength"] == "hard" else "dashed"
    tip = quoted(f"{about['id']}: {about['because']}")
    return (
        f'  {quoted(source)} -> {quoted(target)} [label="{label}", color="{colour}", style={line},'
        f" edgetooltip={tip}];"
    )


def quoted(text: str) -> str:
    """A string of DOT: quotes and backslashes escaped, line ends as it writes them."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'

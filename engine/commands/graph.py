"""A whole graph: from the names and the file a person gives to what is to be drawn, with how everything
stands in an organisation."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec

from ..analysis.assessment import Assessment
from ..knowledge.graph import Graph, around, knowledge_graph
from ..knowledge.language.named import find_requirement
from ..model import KnowledgeBase
from .assess import Request, run
from .workspace import Workspace


class DrawnGraph(msgspec.Struct, frozen=True):
    """A knowledge graph, the assessment that says how everything in it stands, if there is one, and whether
    it is what lies `around` one requirement only."""

    graph: Graph
    assessment: Assessment | None
    around: bool


def graph_of_standards(
    standards: tuple[str, ...], overlays: tuple[Path, ...], centre: str | None, *, today: date
) -> DrawnGraph:
    """The graph of the standards named, or of all; with `centre`, only what a requirement stands on and
    what stands on it. Changes of overlays count as far as they are in force on the day `today`. Raises
    BadInput."""
    workspace = Workspace(overlays)
    chosen = workspace.all_or(standards)
    return _drawn(workspace.on(today), chosen, None, centre)


def graph_of_organisation(request: Request, centre: str | None, *, today: date) -> DrawnGraph:
    """The same for the standards of an organisation, with its assessment. Raises BadInput, EvaluatorFault."""
    result = run(request, today=today)
    return _drawn(result.knowledge, result.assessment.standards, result.assessment, centre)


def _drawn(
    knowledge: KnowledgeBase, standards: tuple[str, ...], assessment: Assessment | None, centre: str | None
) -> DrawnGraph:
    graph = knowledge_graph(knowledge, standards)
    if centre is None:
        return DrawnGraph(graph, assessment, around=False)
    return DrawnGraph(around(graph, find_requirement(knowledge, standards, centre)), assessment, around=True)

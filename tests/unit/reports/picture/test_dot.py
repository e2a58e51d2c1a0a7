"""The graph as DOT text: coloured by kind, or by what an assessment says of its links."""

from clausegraph.engine.knowledge.graph import knowledge_graph
from clausegraph.engine.model import FailureKind, LinkKind
from clausegraph.engine.reports.looks import FAILURE_STROKES, HOLDS, KINDS
from clausegraph.engine.reports.picture.dot import graph_dot


def edge(text, source, target):
    (line,) = [line for line in text.splitlines() if f'{source}" -> "iso-9001:2015/{target}"' in line]
    return line


def test_links_have_the_colour_of_their_kind(knowledge):
    line = edge(graph_dot(knowledge_graph(knowledge, ["iso-9001:2015"])), "6.1/risks", "8.1/control")
    assert f'label="plans", color="{KINDS[LinkKind.PLANS]}"' in line


def test_links_that_fail_say_how_and_the_others_step_back(case):
    made = case(audit__last="")
    text = graph_dot(knowledge_graph(made.knowledge, ["iso-9001:2015"]), made.assessment)
    assert f'label="plans, unfounded", color="{FAILURE_STROKES[FailureKind.UNFOUNDED].colour}"' in edge(
        text, "6.1/risks", "8.1/control"
    )
    assert f'label="evaluates", color="{HOLDS.colour}"' in edge(text, "8.1/control", "9.2.2/audit")

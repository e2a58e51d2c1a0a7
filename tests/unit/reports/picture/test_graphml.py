"""The graph as GraphML, read back by networkx."""

import networkx as nx

from clausegraph.engine.knowledge.graph import knowledge_graph
from clausegraph.engine.reports.picture.graphml import graph_graphml

ISSUES, RISKS = "iso-9001:2015/4.1/issues", "iso-9001:2015/6.1/risks"


def written(case, **answers):
    made = case(**answers)
    return graph_graphml(knowledge_graph(made.knowledge, made.assessment.standards), made.assessment)


def test_what_is_written_is_read_back_whole(knowledge):
    graph = knowledge_graph(knowledge, ["iso-9001:2015"])
    found = nx.parse_graphml(graph_graphml(graph), force_multigraph=True)
    assert set(found) == set(graph)
    assert set(found.edges(keys=True)) == set(graph.edges(keys=True))
    assert found.nodes[ISSUES]["title"] == "Issues are determined."
    assert found.edges[ISSUES, RISKS, "harmonised/issues-feed-risks@iso-9001:2015"]["kind"] == "grounds"


def test_with_an_assessment_nodes_have_marks_and_failing_links_say_how(case):
    found = nx.parse_graphml(written(case), force_multigraph=True)
    assert (found.nodes[ISSUES]["mark"], found.nodes[ISSUES]["undermines"]) == ("major", "3")
    assert found.nodes["iso-9001:2015/8.1"]["mark"] == "minor"
    assert found.edges[ISSUES, RISKS, "harmonised/issues-feed-risks@iso-9001:2015"]["failure"] == "unfounded"


def test_everything_is_text_and_has_a_label(case):
    text = written(case)
    assert 'attr.type="int"' not in text
    found = nx.parse_graphml(text, force_multigraph=True)
    assert all(about["label"] for _, about in found.nodes(data=True))
    assert all(about["label"] for *_, about in found.edges(data=True))


def test_the_same_graph_gives_the_same_text(case):
    assert written(case) == written(case)

"""The part of the graph near a requirement: how far it reaches, and what it leaves out."""

import networkx as nx
import pytest

from clausegraph.engine.knowledge.graph import around

S = "iso-9001:2015"


def graph(*links):
    """A graph of clauses 1 and 2 and the requirements that links name: `1/a plans hard 2/b`."""
    made = nx.MultiDiGraph()
    for clause in ("1", "2"):
        made.add_node(f"{S}/{clause}", kind="clause")
    for text in links:
        source, kind, strength, target = text.split()
        for end in (source, target):
            if "/" in end and f"{S}/{end}" not in made:
                made.add_node(f"{S}/{end}", kind="requirement")
                whole = f"{S}/{end.partition('/')[0]}"
                made.add_edge(whole, f"{S}/{end}", f"{whole} > {S}/{end}", kind="contains", strength="")
        made.add_edge(f"{S}/{source}", f"{S}/{target}", text, id=text, kind=kind, strength=strength)
    return made


def steps(made, centre):
    found = around(made, [f"{S}/{centre}"])
    return {node.removeprefix(f"{S}/"): about["step"] for node, about in found.nodes(data=True)}


def test_hard_links_are_followed_two_steps_each_way():
    chain = graph(*(f"1/{a} plans hard 1/{b}" for a, b in ("ab", "bc", "cd", "de", "ef", "fg")))
    assert steps(chain, "1/d") == {"1": 0, "1/b": -2, "1/c": -1, "1/d": 0, "1/e": 1, "1/f": 2}


def test_soft_links_are_followed_one_step_and_lead_no_further():
    made = graph("1/a plans soft 1/b", "1/b plans soft 1/c", "1/z plans hard 1/a", "1/c plans hard 1/d")
    assert steps(made, "1/b") == {"1": 0, "1/a": -1, "1/b": 0, "1/c": 1}


def test_a_link_of_the_clause_above_is_one_of_the_requirement():
    made = graph("1/a plans hard 2", "2/b plans hard 2/c")
    found = around(made, [f"{S}/2/b"])
    assert found.nodes[f"{S}/1/a"]["step"] == -1
    assert {key for *_, key in found.edges(keys=True)} == {
        "1/a plans hard 2",
        "2/b plans hard 2/c",
        f"{S}/2 > {S}/2/b",
    }


def test_of_two_ways_the_shorter_counts():
    assert steps(graph("1/a plans hard 1/b", "1/b plans hard 1/c", "1/a plans hard 1/c"), "1/c")["1/a"] == -1


def test_a_circle_ends():
    made = graph("1/a plans hard 1/b", "1/b improves hard 1/a")
    assert steps(made, "1/a") == {"1": 0, "1/a": 0, "1/b": -1}


@pytest.mark.parametrize("centre", ["1/a", "1/b"])
def test_the_whole_graph_stays_as_it_is(centre):
    made = graph("1/a plans hard 1/b")
    before = nx.node_link_data(made, edges="links")
    around(made, [f"{S}/{centre}"])
    assert nx.node_link_data(made, edges="links") == before

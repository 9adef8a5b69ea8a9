from dataclasses import replace

import networkx as nx
from hypothesis import given

from regimen_review.graph import connected_by_drugs, drug_weights, regimen_graph
from tests.regimen_review.test_folding import a_finding, some_findings


def test_a_finding_of_three_drugs_is_one_node_with_three_edges():
    graph = regimen_graph([a_finding("tramadol", "codeine", "gabapentin", kind="multi-drug")])
    assert graph.degree[("finding", "tramadol-codeine-gabapentin:codeine+gabapentin+tramadol")] == 3


def test_what_shares_no_drug_does_not_hang_together():
    groups = connected_by_drugs([a_finding("warfarin", "aspirin"), a_finding("tramadol", "codeine"), a_finding("aspirin", "ibuprofen")])
    assert sorted(len(g) for g in groups) == [1, 2]


def test_the_drug_in_the_most_findings_weighs_the_most():
    weights = drug_weights([a_finding("warfarin", "aspirin", severity="major"), a_finding("warfarin", "tramadol", severity="minor")])
    assert weights["warfarin"].findings == 2
    assert weights["warfarin"].weight == 4
    assert weights["warfarin"].betweenness > weights["aspirin"].betweenness


@given(some_findings)
def test_every_finding_is_in_exactly_one_group(findings):
    grouped = [f.id for group in connected_by_drugs(findings) for f in group]
    assert sorted(grouped) == sorted(f.id for f in findings)


@given(some_findings)
def test_groups_are_the_connected_parts_of_the_graph_in_the_order_of_the_list(findings):
    graph = nx.Graph()
    for place, finding in enumerate(findings):
        graph.add_node(place)
        graph.add_edges_from((place, drug) for drug in finding.drugs)
    parts = sorted(sorted(n for n in part if isinstance(n, int)) for part in nx.connected_components(graph))
    assert [[f.id for f in group] for group in connected_by_drugs(findings)] == [[findings[n].id for n in part] for part in parts]


def test_a_finding_without_a_drug_stands_alone():
    without = a_finding("warfarin", "aspirin", rule="a condition alone")
    alone = replace(without, drugs=())
    assert connected_by_drugs([alone, without, alone]) == [[alone], [without], [alone]]

"""The interaction graph of a regimen: the only home of networkx.

Nodes are drugs, conditions and findings (a finding of any number of drugs is a node of its own, so that three drugs
that share one problem are one thing). Edges join a finding to what takes part in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from regimen_review.findings import Finding
from regimen_review.knowledge import SEVERITY_RANK
from regimen_review.regimen import SubstanceId


@dataclass(frozen=True, slots=True)
class DrugWeight:
    """How much hangs on one drug: findings it takes part in, their severities added, and how far it bridges others."""

    substance: SubstanceId
    findings: int
    weight: int
    betweenness: float


def regimen_graph(findings: Iterable[Finding]):  # type: ignore[no-untyped-def]  # noqa: ANN201 - networkx has no types
    """Drugs, conditions and findings as one undirected graph. Node attribute ``kind`` is drug, condition or finding."""
    import networkx as nx

    graph = nx.Graph()
    for finding in findings:
        graph.add_node(("finding", finding.id), kind="finding", severity=finding.severity, tier=finding.tier)
        for substance in finding.drugs:
            graph.add_node(("drug", substance), kind="drug")
            graph.add_edge(("finding", finding.id), ("drug", substance), weight=SEVERITY_RANK[finding.severity])
        for condition in finding.conditions:
            graph.add_node(("condition", condition), kind="condition")
            graph.add_edge(("finding", finding.id), ("condition", condition), weight=SEVERITY_RANK[finding.severity])
    return graph


def connected_by_drugs(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings in groups that hang together through shared drugs, in the order given (union-find over the drugs)."""
    listed = list(findings)
    above: dict[SubstanceId, SubstanceId] = {}

    def top(drug: SubstanceId) -> SubstanceId:
        while above[drug] != drug:
            drug = above[drug]
        return drug

    for finding in listed:
        for drug in finding.drugs:
            above.setdefault(drug, drug)
            above[top(drug)] = top(finding.drugs[0])
    groups: dict[SubstanceId | int, list[Finding]] = {}
    for place, finding in enumerate(listed):
        groups.setdefault(top(finding.drugs[0]) if finding.drugs else place, []).append(finding)
    return list(groups.values())


def drug_weights(findings: Iterable[Finding]) -> Mapping[SubstanceId, DrugWeight]:
    """For each drug the number and weight of its findings and its betweenness (Freeman, Sociometry 1977;40:35-41:
    the share of shortest paths between other drugs that pass through it).
    """
    import networkx as nx

    graph = regimen_graph(findings)
    between = nx.betweenness_centrality(graph) if len(graph) > 2 else {}
    found = {}
    for node, kind in graph.nodes(data="kind"):
        if kind == "drug":
            weights = [w for _, _, w in graph.edges(node, data="weight")]
            found[node[1]] = DrugWeight(node[1], len(weights), sum(weights), round(between.get(node, 0.0), 4))
    return found

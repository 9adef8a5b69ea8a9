"""Findings that share a problem become one finding with members: a conference decides problems, not pairs."""

from __future__ import annotations

from regimen_review.findings import Finding, Quiet
from regimen_review.folding.alike import same_drug, same_pair, same_partner, same_rule, same_value
from regimen_review.folding.clusters import beside_clusters, clustered, loads_as_notes, under_cascades, under_combinations
from regimen_review.folding.merging import ONE_DRUG, PAIRED, reading_order
from regimen_review.regimen import SubstanceId
from regimen_review.rules.situation import Situation

__all__ = ["ONE_DRUG", "fold", "reading_order"]


def fold(findings: list[Finding], quiet: list[Quiet], situation: Situation) -> list[Finding]:
    """Drop what is superseded, then fold: the same pair, the same rule round one drug, several drugs, clusters."""
    kept = _without_general(_without_superseded(findings, quiet, situation), situation)
    kept = same_pair(kept)
    kept = under_combinations(kept)
    kept = under_cascades(clustered(kept, situation))
    return loads_as_notes(same_drug(beside_clusters(same_value(same_partner(same_rule(kept, situation), situation))), situation))


def _without_superseded(findings: list[Finding], quiet: list[Quiet], situation: Situation) -> list[Finding]:
    beaten: set[tuple[str, frozenset[SubstanceId]]] = set()
    rules = situation.knowledge.rules_by_id
    everything: tuple[Finding | Quiet, ...] = (*findings, *quiet)
    for said in everything:
        for other in rules[said.rule_id].supersedes if said.rule_id in rules else ():
            beaten.add((other, frozenset(said.drugs)))
    ruled = {frozenset(f.drugs) for f in findings if f.basis == "rule" and f.kind in PAIRED}
    ruled |= {frozenset(q.drugs) for q in quiet if q.rule_id}
    told = ruled | {frozenset(f.drugs) for f in findings if f.basis == "inferred" and f.kind in PAIRED}
    better = {"inferred": ruled, "outside": told}
    return [
        f for f in findings if (f.rule_id, frozenset(f.drugs)) not in beaten and frozenset(f.drugs) not in better.get(f.basis, frozenset())
    ]


def _without_general(findings: list[Finding], situation: Situation) -> list[Finding]:
    """A rule that names no drug of its own (an allergy to the drug itself) gives way to one of its kind that names them."""
    general = situation.knowledge.general
    if not any(f.rule_id in general for f in findings):
        return findings
    named = [(f.kind, set(f.drugs)) for f in findings if f.rule_id not in general]
    return [f for f in findings if f.rule_id not in general or not any(k == f.kind and set(f.drugs) <= drugs for k, drugs in named)]

"""The findings underneath the folded ones: each is one rule on its own drugs, which is what a change clears or leaves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from regimen_review.findings import Finding

CLUSTER = "-cluster"
"""How the rule id of a folded whole ends (:mod:`regimen_review.folding`)."""


def elementary(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Every finding of one rule on its own drugs, each once, without members. A folded finding whose words are its own
    (a cluster, one rule round several drugs) gives only its members; one that stands above others gives itself too.
    """
    found: dict[str, Finding] = {}
    for finding in findings:
        for own in ((finding,) if stands_alone(finding) else ()) + finding.members:
            if not own.rule_id.endswith(CLUSTER):
                found.setdefault(own.id, replace(own, members=()) if own.members else own)
    return tuple(found.values())


def stands_alone(finding: Finding) -> bool:
    """Whether the finding says something that none of its members says."""
    if finding.rule_id.endswith(CLUSTER):
        return False
    return all(m.rule_id != finding.rule_id for m in finding.members)

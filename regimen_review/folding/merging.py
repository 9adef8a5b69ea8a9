"""The pieces of folding: which of several findings speaks, and how it takes the others in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain

from regimen_review.changing import changed
from regimen_review.findings import Finding
from regimen_review.knowledge import SEVERITY_RANK, TIER_RANK
from regimen_review.rules.firing import URGENCY

PAIRED = frozenset({"drug-drug", "timing", "incompatibility"})
TWO_DRUGS = PAIRED | {"cascade"}
"""Kinds that speak of two drugs. A cascade says why the second is there, not how the two get on, and so takes the place of
no inference.
"""
ONE_DRUG = frozenset({"drug-condition", "drug-lab", "drug-age", "monitoring", "high-alert", "drug-food", "pregnancy", "symptom"})
AGAINST_ONE = frozenset({"drug-condition", "renal-dose", "hepatic-dose", "drug-age"})
FOLDED = frozenset({"drug-drug", "multi-drug", "duplicate", "pregnancy", "timing"})
"""Kinds that fold by problem. A drug in this patient's condition, a dose, a test due, an omission and a burden are
decisions of their own, and stay beside the cluster that shares their problem."""
_EVIDENCE = {"established": 0, "probable": 1, "suspected": 2, "theoretical": 3}
_ACTION = {"avoid": 0, "modify": 1, "monitor": 2, "none": 3}


def reading_order(finding: Finding) -> tuple[object, ...]:
    """Sort key: the most important first, stable for the same findings."""
    span = -len({*finding.drugs, *finding.conditions})
    return (
        -TIER_RANK[finding.tier],
        finding.intended,
        -SEVERITY_RANK[finding.severity],
        -min(len(finding.members), 3),
        _EVIDENCE[finding.evidence],
        _ACTION[finding.action],
        span,
        finding.id,
    )


def strongest(findings: Iterable[Finding]) -> Finding:
    """The finding that is read first."""
    return min(findings, key=reading_order)


def absorb(parent: Finding, members: Iterable[Finding]) -> Finding:
    """The parent with the members folded in: it is graded at least as high as any of them and knows what they knew."""
    folded = tuple(sorted({m.id: m for m in (*parent.members, *(x for m in members for x in _flat(m)))}.values(), key=reading_order))
    every = (parent, *folded)
    top = max(every, key=lambda f: SEVERITY_RANK[f.severity])
    tier = max((f.tier for f in every), key=TIER_RANK.__getitem__)
    conditions, labels = _context(every)
    return changed(
        parent,
        members=folded,
        severity=top.severity,
        tier=tier,
        urgency=parent.urgency if parent.tier == tier and parent.urgency else URGENCY[tier],
        drugs=union(f.drugs for f in every),
        medications=union(f.medications for f in every),
        because=union(f.because for f in every),
        questions=union(f.questions for f in every),
        conditions=conditions,
        condition_labels=labels,
        sources=union(f.sources for f in every),
        monitoring=union(f.monitoring for f in every),
        clears=union(f.clears for f in every),
    )


def _flat(finding: Finding) -> tuple[Finding, ...]:
    if not finding.members:
        return (finding,) if finding.rule_id else ()
    return (changed(finding, members=()), *finding.members) if finding.rule_id else finding.members


def union(lists: Iterable[tuple]) -> tuple:  # type: ignore[type-arg]
    """Everything in the lists once, in order."""
    return tuple(dict.fromkeys(chain.from_iterable(lists)))


def _context(findings: Iterable[Finding]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    labels = dict(pair for f in findings for pair in zip(f.conditions, f.condition_labels, strict=True))
    return tuple(labels), tuple(labels.values())


def grouped(findings: list[Finding], key: Callable[[Finding], object | None], merge: Callable[[list[Finding]], Finding]) -> list[Finding]:
    """Findings with one key merged where the first of them stood; a key of None leaves a finding alone."""
    groups: dict[object, list[Finding]] = {}
    for n, finding in enumerate(findings):
        own = key(finding)
        groups.setdefault(("alone", n) if own is None else own, []).append(finding)
    return [group[0] if len(group) == 1 else merge(group) for group in groups.values()]


def in_place_of(findings: list[Finding], gone: list[Finding], whole: Finding, where: Finding) -> list[Finding]:
    """The list with ``whole`` where ``where`` stood and without the others; findings are told apart by identity."""
    ids = {id(f) for f in gone}
    return [whole if f is where else f for f in findings if f is where or id(f) not in ids]

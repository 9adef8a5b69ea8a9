"""Two drugs together that only an imported source speaks of: shown as that, and never as something to decide today."""

from __future__ import annotations

from collections.abc import Iterable

from regimen_review.findings import Finding
from regimen_review.knowledge import SEVERITY_RANK, Evidence, OutsidePair, Selector, Severity, Tier
from regimen_review.regimen import SubstanceId
from regimen_review.rules.firing import URGENCY, Said
from regimen_review.rules.situation import Exposure, Situation

RULE = "outside"
_AGREED = 2
"""Independent lists that must call a pair major before anybody is asked to look at it; compendia disagree on most pairs."""


def check_outside(situation: Situation) -> Said:
    """Each pair that an imported source rates, both drugs acting in the whole body; those of which the base itself speaks
    are taken out when all is folded.
    """
    said = Said()
    pairs: dict[tuple[SubstanceId, SubstanceId], list[OutsidePair]] = {}
    for pair in situation.knowledge.outside:
        pairs.setdefault((pair.a, pair.b), []).append(pair)
    for (a, b), told in sorted(pairs.items()):
        one, other = _taken(a, situation), _taken(b, situation)
        entries = {e.medication.id for e in (*one, *other)}
        if one and other and len(entries) > 1:
            said.add(_finding((a, b), told, (*one, *other), situation))
    return said


def _taken(substance: SubstanceId, situation: Situation) -> tuple[Exposure, ...]:
    return situation.fitting((Selector(substance, "substance", substance),))


def _graver(pair: OutsidePair) -> int:
    return SEVERITY_RANK[pair.grade] if pair.grade else -1


def _tier(told: Iterable[OutsidePair]) -> Tier:
    """A single list is not agreement; neither are two lists of one family."""
    grave = {p.family or p.source for p in told if _graver(p) >= SEVERITY_RANK["major"]}
    return "review" if len(grave) >= _AGREED else "note"


def _finding(drugs: tuple[SubstanceId, SubstanceId], told: list[OutsidePair], taken: tuple[Exposure, ...], situation: Situation) -> Finding:
    worst = max(told, key=_graver)
    severity: Severity = worst.grade or "minor"
    tier = _tier(told)
    a, b = (situation.name(d) for d in drugs)
    return Finding(
        id=f"{RULE}:{'+'.join(drugs)}",
        kind="drug-drug",
        tier=tier,
        severity=severity,
        action="monitor",
        evidence="suspected",
        basis="outside",
        headline=f"{a} with {b}: {worst.source} says {worst.severity.lower()}",
        drugs=drugs,
        medications=tuple(dict.fromkeys(e.medication.id for e in taken)),
        consequence=worst.text,
        management=("This program has no rule of its own for the pair: look it up in the product information.",),
        rule_id=RULE,
        rule_version=worst.imported,
        sources=tuple(Evidence(p.source, p.severity, p.imported) for p in told),
        urgency=URGENCY[tier],
    )

"""The structure of a regimen: how much hangs on each drug, what hangs together, who protects whom. No single score."""

from __future__ import annotations

from dataclasses import dataclass

from regimen_review.findings import Finding, Review, Step
from regimen_review.graph import connected_by_drugs, drug_weights
from regimen_review.knowledge import SEVERITY_RANK
from regimen_review.plans.elementary import elementary
from regimen_review.regimen import SubstanceId
from regimen_review.rules.firing import joined


@dataclass(frozen=True, slots=True)
class DrugRole:
    """One drug: ``findings`` it takes part in, of which ``act`` are to decide today; ``weight`` adds their severities (minor 1,
    moderate 2, major 3, contraindicated 4); ``bridging`` is its betweenness (0 to 1): how far problems hang together only
    through it; ``protects`` what it is meant to protect, ``protected_by`` what protects against it.
    """

    substance: SubstanceId
    findings: int
    act: int
    weight: int
    bridging: float
    protects: tuple[str, ...]
    protected_by: tuple[SubstanceId, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Knot:
    """Drugs that hang together through findings to decide or to look at."""

    drugs: tuple[SubstanceId, ...]
    findings: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Chain:
    """An inferred finding drawn step by step."""

    headline: str
    drugs: tuple[SubstanceId, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Structure:
    """Drugs by what hangs on them, knots, drugs without any finding, and inferred chains."""

    drugs: tuple[DrugRole, ...]
    knots: tuple[Knot, ...]
    free: tuple[SubstanceId, ...]
    chains: tuple[Chain, ...]
    says: str


def structure_of(review: Review) -> Structure:
    """How the regimen hangs together. The measures count findings; none of them says which drug is the right one to stop."""
    everything = elementary(review.findings)
    problems = tuple(f for f in everything if not f.intended)
    weights = drug_weights(problems)
    current = tuple(dict.fromkeys(s for m in review.regimen.current() for s in m.substances))
    roles = [_role(s, problems, everything, weights[s].betweenness if s in weights else 0.0) for s in current]
    roles.sort(key=lambda r: (-r.act, -r.weight, r.substance))
    loud = [f for f in problems if f.tier in ("act", "review") and len(f.drugs) > 1]
    knots = tuple(sorted((_knot(group) for group in connected_by_drugs(loud)), key=lambda k: (-len(k.drugs), k.drugs)))
    free = tuple(r.substance for r in roles if not r.findings)
    chains = tuple(Chain(f.headline, f.drugs, f.steps) for f in everything if f.steps)
    return Structure(tuple(roles), knots, free, chains, _sentence(roles, knots, free))


def _role(substance: SubstanceId, problems: tuple[Finding, ...], everything: tuple[Finding, ...], bridging: float) -> DrugRole:
    own = [f for f in problems if substance in f.drugs]
    meant = [f for f in everything if f.intended and f.protects and substance in f.drugs]
    protects = tuple(dict.fromkeys(f.protects or "" for f in meant if f.object != substance))
    shields = tuple(dict.fromkeys(d for f in meant if f.object == substance for d in f.drugs if d != substance))
    act = sum(f.tier == "act" for f in own)
    says = f"{substance}: {len(own)} finding{'' if len(own) == 1 else 's'}, {act} to decide today"
    says += f"; protects {joined(protects)}" if protects else ""
    says += f"; protected by {joined(shields)}" if shields else ""
    return DrugRole(substance, len(own), act, sum(SEVERITY_RANK[f.severity] for f in own), bridging, protects, shields, f"{says}.")


def _knot(findings: list[Finding]) -> Knot:
    drugs = tuple(sorted({d for f in findings for d in f.drugs}))
    return Knot(drugs, tuple(f.id for f in findings), f"{joined(drugs)} hang together through {len(findings)} findings.")


def _sentence(roles: list[DrugRole], knots: tuple[Knot, ...], free: tuple[SubstanceId, ...]) -> str:
    if not roles or not roles[0].findings:
        return "No drug takes part in any finding among what was checked."
    first = roles[0]
    knot = f" {len(knots[0].drugs)} of {len(roles)} drugs hang together." if knots else ""
    without = f" {len(free)} take part in no finding." if free else ""
    return f"Most hangs on {first.substance}: {first.findings} findings, {first.act} to decide today.{knot}{without}"

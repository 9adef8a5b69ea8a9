"""Every kind of unsafe event that the base knows, with its priority and the reason: the catalogue behind the findings. No Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from regimen_review.knowledge import SEVERITY_RANK, TIER_RANK, Rule, Severity, Tier
from regimen_review.rules.firing import default_tier

NAMES: Mapping[str, str] = {
    "qt": "QT prolongation",
    "drug-drug": "two drugs, other harm",
    "multi-drug": "several drugs, other harm",
    "duplicate": "the same twice",
    "drug-condition": "drug in a condition",
    "drug-allergy": "drug in an allergy",
    "drug-lab": "drug with a laboratory value",
    "drug-age": "drug at an age",
    "drug-food": "drug with food or drink",
    "dose": "dose too high or too low",
    "renal-dose": "dose in kidney disease",
    "hepatic-dose": "dose in liver disease",
    "timing": "taken too close together",
    "burden": "burdens that add up",
    "omitted": "drug that is missing",
    "monitoring": "test that is due",
    "incompatibility": "not to be mixed",
    "pharmacogenomic": "drug with a genotype",
    "symptom": "complaint that a drug could cause",
    "cascade": "drug given for an effect of another",
    "no-indication": "drug without a reason on record",
    "drug-burden": "Drug Burden Index",
}
"""Names of events whose id says too little: kinds of rules that share no problem, and ids that are abbreviations."""


@dataclass(frozen=True)
class UnsafeEvent:
    """One kind of event: its highest priority, how many rules of each priority speak of it, and what may happen at worst."""

    name: str
    tier: Tier
    severity: Severity
    tiers: tuple[tuple[Tier, int], ...]
    reason: str
    kinds: tuple[str, ...]

    @property
    def rules(self) -> int:
        """How many rules speak of it."""
        return sum(count for _, count in self.tiers)


def tier_of(rule: Rule) -> Tier:
    """The priority that a rule's findings have before the patient's own facts count."""
    return rule.tier or default_tier(rule.severity, rule.evidence)


def unsafe_events(rules: Iterable[Rule]) -> tuple[UnsafeEvent, ...]:
    """The rules in use by the problem that they share (by their kind where they share none), the most urgent first.
    What is meant to go together, and what is never shown, is no unsafe event.
    """
    groups: dict[str, list[Rule]] = {}
    for rule in rules:
        if rule.status != "retired" and not rule.intended and tier_of(rule) != "none":
            groups.setdefault(rule.problem or rule.kind, []).append(rule)
    events = (_event(name, group) for name, group in groups.items())
    return tuple(sorted(events, key=lambda e: (-TIER_RANK[e.tier], -SEVERITY_RANK[e.severity], -e.rules, e.name)))


def _event(name: str, group: list[Rule]) -> UnsafeEvent:
    counts = Counter(tier_of(rule) for rule in group)
    worst = min(group, key=lambda r: (-TIER_RANK[tier_of(r)], -SEVERITY_RANK[r.severity], "{" in r.consequence, r.id))
    return UnsafeEvent(
        name=NAMES.get(name) or name.replace("-", " "),
        tier=tier_of(worst),
        severity=worst.severity,
        tiers=tuple(sorted(counts.items(), key=lambda one: -TIER_RANK[one[0]])),
        reason=_plain(worst.consequence),
        kinds=tuple(sorted({rule.kind for rule in group})),
    )


def _plain(consequence: str) -> str:
    """The consequence without the marks that a finding fills with its drugs."""
    for mark in ("{object}", "{precipitant}", "{drug}"):
        consequence = consequence.replace(mark, "the drug")
    return consequence

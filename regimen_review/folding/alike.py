"""Statements that are one decision: of one pair, of one rule, of one inducer, of one drug, of one value."""

from __future__ import annotations

from regimen_review.changing import changed
from regimen_review.findings import Finding
from regimen_review.folding.merging import AGAINST_ONE, ONE_DRUG, TWO_DRUGS, absorb, grouped, strongest, union
from regimen_review.regimen import SubstanceId
from regimen_review.rules.firing import worded
from regimen_review.rules.situation import Situation


def same_pair(findings: list[Finding]) -> list[Finding]:
    """Several statements about one pair and one problem: the strongest speaks, the others are its members."""

    def key(f: Finding) -> object | None:
        return (frozenset(f.drugs), f.problem or f.kind, f.intended) if f.kind in TWO_DRUGS else None

    def merge(group: list[Finding]) -> Finding:
        top = strongest(group)
        return absorb(top, [f for f in group if f is not top])

    return grouped(findings, key, merge)


def same_rule(findings: list[Finding], situation: Situation) -> list[Finding]:
    """One rule is one finding: for one drug with several others (iron and calcium with an antibiotic), and for several
    drugs in the same condition (two opioids where breathing has no reserve).
    """
    rules = situation.knowledge.rules_by_id

    def key(f: Finding) -> object | None:
        if f.intended or any({*m.drugs} != {*f.drugs} for m in f.members):
            return None
        if f.kind in ONE_DRUG:
            return (f.rule_id, f.kind, f.tier, f.severity)
        return (f.rule_id, f.object, f.tier) if f.kind in TWO_DRUGS and f.object else None

    def merge(group: list[Finding]) -> Finding:
        top = strongest(group)
        merged = absorb(top, group)
        rule = rules.get(top.rule_id)
        roles = _roles(top, group, merged)
        headline = worded(rule.headline, roles, merged.drugs, situation) if rule else top.headline
        consequence = worded(rule.consequence, roles, merged.drugs, situation) if rule else top.consequence
        identity = f"{top.rule_id}:{'+'.join(sorted(merged.drugs))}"
        return changed(merged, id=identity, headline=headline, consequence=consequence, precipitant=None)

    return grouped(findings, key, merge)


def same_partner(findings: list[Finding], situation: Situation) -> list[Finding]:
    """What one drug does to several others, inferred and said in the same words, is one finding: carbamazepine lowers four drugs."""
    rules = situation.knowledge.rules_by_id

    def key(f: Finding) -> object | None:
        alone = f.basis == "inferred" and f.precipitant and not f.members and not f.intended
        return (f.precipitant, f.tier, rules[f.rule_id].headline) if alone and f.rule_id in rules else None

    def merge(group: list[Finding]) -> Finding:
        top = strongest(group)
        merged, rule = absorb(top, group), rules[top.rule_id]
        roles = {"object": union((f.object,) for f in group if f.object), "precipitant": (top.precipitant,) if top.precipitant else ()}

        def say(template: str) -> str:
            return worded(template, roles, merged.drugs, situation)

        return changed(
            merged,
            id=f"{top.rule_id}:{'+'.join(sorted(merged.drugs))}",
            headline=say(rule.headline),
            consequence=say(rule.consequence),
            mechanism=" ".join(dict.fromkeys(f.mechanism for f in group)),
            management=tuple(say(step) for step in rule.management),
            object=None,
        )

    return grouped(findings, key, merge)


def same_drug(findings: list[Finding], situation: Situation) -> list[Finding]:
    """Several reasons in this patient to avoid one drug are one decision, with each reason as a member."""

    def key(f: Finding) -> object | None:
        alone = f.kind in AGAINST_ONE and len(f.drugs) == 1 and f.action == "avoid" and not f.members and not f.intended
        return (f.drugs, f.tier) if alone and f.tier == "act" else None

    def merge(group: list[Finding]) -> Finding:
        merged = absorb(strongest(group), group)
        headline = worded(f"{{drug}}: {len(group)} reasons to avoid it", {"drug": merged.drugs}, merged.drugs, situation)
        return changed(merged, id=f"against:{merged.drugs[0]}", headline=headline, problem="")

    return grouped(findings, key, merge)


def same_value(findings: list[Finding]) -> list[Finding]:
    """One value out of range beside several drugs that share its problem is one decision, with each drug's as a member."""

    def key(f: Finding) -> object | None:
        return (f.problem, f.conditions[:1], f.tier) if f.kind == "drug-lab" and f.problem and f.conditions and not f.intended else None

    def merge(group: list[Finding]) -> Finding:
        merged = absorb(strongest(group), group)
        value = merged.condition_labels[0]
        headline = f"{value[0].upper()}{value[1:]} beside {len(merged.drugs)} drugs"
        return changed(merged, id=f"{merged.problem}-{merged.conditions[0]}:{'+'.join(sorted(merged.drugs))}", headline=headline)

    return grouped(findings, key, merge)


def _roles(top: Finding, group: list[Finding], merged: Finding) -> dict[str, tuple[SubstanceId, ...]]:
    if top.kind in ONE_DRUG:
        return {"drug": merged.drugs}
    precipitants = union((f.precipitant,) for f in group if f.precipitant)
    return {"object": (top.object,) if top.object else (), "precipitant": precipitants}

"""Findings that share a problem become one finding with members: a conference decides problems, not pairs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import chain

from regimen_review.findings import Finding, Quiet
from regimen_review.graph import connected_by_drugs
from regimen_review.knowledge import SEVERITY_RANK, TIER_RANK, Cluster
from regimen_review.regimen import SubstanceId
from regimen_review.rules.firing import URGENCY, joined, worded
from regimen_review.rules.situation import Situation
from regimen_review.rules.terms import holds

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


def fold(findings: list[Finding], quiet: list[Quiet], situation: Situation) -> list[Finding]:
    """Drop what is superseded, then fold: the same pair, the same rule round one drug, several drugs, clusters."""
    kept = _without_general(_without_superseded(findings, quiet, situation), situation)
    kept = _same_pair(kept)
    kept = _under_combinations(kept)
    kept = _under_cascades(_clustered(kept, situation))
    return _loads_as_notes(_same_drug(_beside_clusters(_same_value(_same_partner(_same_rule(kept, situation), situation))), situation))


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
    general = {r.id for r in situation.knowledge.rules if r.every_drug}
    if not any(f.rule_id in general for f in findings):
        return findings
    named = [(f.kind, set(f.drugs)) for f in findings if f.rule_id not in general]
    return [f for f in findings if f.rule_id not in general or not any(k == f.kind and set(f.drugs) <= drugs for k, drugs in named)]


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


def _strongest(findings: Iterable[Finding]) -> Finding:
    return min(findings, key=reading_order)


def _absorb(parent: Finding, members: Iterable[Finding]) -> Finding:
    """The parent with the members folded in: it is graded at least as high as any of them and knows what they knew."""
    folded = tuple(sorted({m.id: m for m in (*parent.members, *(x for m in members for x in _flat(m)))}.values(), key=reading_order))
    every = (parent, *folded)
    top = max(every, key=lambda f: SEVERITY_RANK[f.severity])
    tier = max((f.tier for f in every), key=TIER_RANK.__getitem__)
    conditions, labels = _context(every)
    return replace(
        parent,
        members=folded,
        severity=top.severity,
        tier=tier,
        urgency=parent.urgency if parent.tier == tier and parent.urgency else URGENCY[tier],
        drugs=_union(f.drugs for f in every),
        medications=_union(f.medications for f in every),
        because=_union(f.because for f in every),
        questions=_union(f.questions for f in every),
        conditions=conditions,
        condition_labels=labels,
        sources=_union(f.sources for f in every),
        monitoring=_union(f.monitoring for f in every),
        clears=_union(f.clears for f in every),
    )


def _flat(finding: Finding) -> tuple[Finding, ...]:
    if not finding.members:
        return (finding,) if finding.rule_id else ()
    return (replace(finding, members=()), *finding.members) if finding.rule_id else finding.members


def _union(lists: Iterable[tuple]) -> tuple:  # type: ignore[type-arg]
    return tuple(dict.fromkeys(chain.from_iterable(lists)))


def _context(findings: Iterable[Finding]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    labels = dict(pair for f in findings for pair in zip(f.conditions, f.condition_labels, strict=True))
    return tuple(labels), tuple(labels.values())


def _beside_clusters(findings: list[Finding]) -> list[Finding]:
    """What a finding of several drugs already asks to be decided today is not asked again drug by drug: a finding of
    the same problem among its drugs stays in the list, to be looked at. A value far out of range (major) stays a decision.
    """
    wholes = [(f.problem, set(f.drugs)) for f in findings if f.kind == "multi-drug" and f.tier == "act" and f.problem]

    def covered(f: Finding) -> bool:
        grave_value = f.kind == "drug-lab" and SEVERITY_RANK[f.severity] >= SEVERITY_RANK["major"]
        same = any(f.problem == p and set(f.drugs) <= drugs for p, drugs in wholes)
        return same and f.kind in ONE_DRUG and f.tier == "act" and not grave_value

    return [replace(f, tier="review", urgency=URGENCY["review"]) if covered(f) else f for f in findings]


def _loads_as_notes(findings: list[Finding]) -> list[Finding]:
    """A load whose problem is in the list already, as high or higher, is a note: it shows how the parts add up, and asks
    for nothing new.
    """
    asked = {(f.problem, f.tier) for f in findings if f.kind != "burden" and f.tier in ("act", "review") and not f.intended and f.problem}

    def told(f: Finding) -> bool:
        return f.kind == "burden" and ((f.problem, "act") in asked or (f.tier == "review" and (f.problem, "review") in asked))

    return [replace(f, tier="note", urgency=URGENCY["note"]) if told(f) else f for f in findings]


def _grouped(findings: list[Finding], key: Callable[[Finding], object | None], merge: Callable[[list[Finding]], Finding]) -> list[Finding]:
    """Findings with one key merged where the first of them stood; a key of None leaves a finding alone."""
    groups: dict[object, list[Finding]] = {}
    for n, finding in enumerate(findings):
        own = key(finding)
        groups.setdefault(("alone", n) if own is None else own, []).append(finding)
    return [group[0] if len(group) == 1 else merge(group) for group in groups.values()]


def _same_pair(findings: list[Finding]) -> list[Finding]:
    """Several statements about one pair and one problem: the strongest speaks, the others are its members."""

    def key(f: Finding) -> object | None:
        return (frozenset(f.drugs), f.problem or f.kind, f.intended) if f.kind in TWO_DRUGS else None

    def merge(group: list[Finding]) -> Finding:
        top = _strongest(group)
        return _absorb(top, [f for f in group if f is not top])

    return _grouped(findings, key, merge)


def _under_combinations(findings: list[Finding]) -> list[Finding]:
    """A finding of several drugs takes in what speaks of the same problem among its own drugs."""
    parents = sorted((f for f in findings if f.kind == "multi-drug" and f.problem), key=lambda f: (-len(f.drugs), reading_order(f)))
    kept = list(findings)
    for parent in parents:
        if not any(f is parent for f in kept):
            continue
        inside = [
            f for f in kept
            if f is not parent and f.problem == parent.problem and f.kind in FOLDED and not f.intended and set(f.drugs) <= set(parent.drugs)
        ]  # fmt: skip
        if inside:
            kept = _in_place_of(kept, [parent, *inside], _absorb(parent, inside), parent)
    return kept


def _under_cascades(findings: list[Finding]) -> list[Finding]:
    """A complaint that a drug can cause stands within the finding that names the drug given for it."""
    kept = list(findings)
    for cascade in (f for f in findings if f.kind == "cascade" and f.problem):
        inside = [f for f in kept if f.kind == "symptom" and f.problem == cascade.problem and set(f.drugs) <= set(cascade.drugs)]
        if inside:
            kept = _in_place_of(kept, [cascade, *inside], _absorb(cascade, inside), cascade)
    return kept


def _in_place_of(findings: list[Finding], gone: list[Finding], whole: Finding, where: Finding) -> list[Finding]:
    """The list with ``whole`` where ``where`` stood and without the others; findings are told apart by identity."""
    ids = {id(f) for f in gone}
    return [whole if f is where else f for f in findings if f is where or id(f) not in ids]


def _clustered(findings: list[Finding], situation: Situation) -> list[Finding]:
    kept = list(findings)
    problems = {f.problem for f in findings}
    for cluster in situation.knowledge.clusters:
        if not cluster.kinds and cluster.problem not in problems:
            continue
        mine = [f for f in kept if (cluster.kinds or f.problem == cluster.problem) and _belongs(f, cluster)]
        for hub, found in _groups(cluster, mine, situation):
            group = _to_decide(found)
            if len(group) >= cluster.least:
                kept = _in_place_of(kept, group, _cluster_finding(cluster, hub, group, situation), group[0])
    return kept


def _to_decide(group: list[Finding]) -> list[Finding]:
    """What a conference decides together. A minor note asks for nothing: it keeps its own grade in the list, and swells no
    headline, unless there is nothing but notes.
    """
    asking = [f for f in group if f.tier != "note" or SEVERITY_RANK[f.severity] > SEVERITY_RANK["minor"]]
    return asking if any(f.tier != "note" for f in asking) else group


def _belongs(finding: Finding, cluster: Cluster) -> bool:
    if finding.intended or (cluster.tiers and finding.tier not in cluster.tiers):
        return False
    if cluster.kinds:
        return finding.kind in cluster.kinds and finding.object is None
    return finding.problem == cluster.problem and finding.kind in FOLDED


def _groups(cluster: Cluster, findings: list[Finding], situation: Situation) -> list[tuple[SubstanceId | None, list[Finding]]]:
    if cluster.together:
        return [(None, findings)] if findings else []
    if not cluster.hub:
        return [(None, group) for group in connected_by_drugs(findings)] if findings else []
    hubs = dict.fromkeys(e.substance for e in situation.fitting(cluster.hub))
    taken: set[str] = set()
    groups: list[tuple[SubstanceId | None, list[Finding]]] = []
    for hub in sorted(hubs, key=lambda h: -sum(h in f.drugs for f in findings)):
        group = [f for f in findings if hub in f.drugs and f.id not in taken]
        taken |= {f.id for f in group}
        groups.append((hub, group))
    return groups


_ONE_DRUG = re.compile(r"\b1 drugs( (?!to\b|that\b)\w+)?")


def _singular(found: re.Match[str]) -> str:
    """``1 drug adds`` for ``1 drugs add``."""
    return f"1 drug{found.group(1)}s" if found.group(1) else "1 drug"


def _cluster_finding(cluster: Cluster, hub: SubstanceId | None, group: list[Finding], situation: Situation) -> Finding:
    top = _strongest(group)
    drugs = _union(f.drugs for f in sorted(group, key=reading_order))
    ordered = tuple(d for d in ((hub,) if hub else ()) if d) + tuple(d for d in drugs if d != hub)
    others = tuple(d for d in ordered if d != hub)
    roles = {"hub": (hub,) if hub else (), "others": others}
    words = {"{count}": str(len(others)), "{total}": str(len(ordered))}
    kinds = {f.kind for f in group}
    spoken = next((v for v in cluster.variant if holds(v.when, {}, situation).holds), cluster)

    def say(template: str) -> str:
        for mark, word in words.items():
            template = template.replace(mark, word)
        return worded(_ONE_DRUG.sub(_singular, template), roles, ordered, situation)

    shell = replace(
        top,
        id=f"{cluster.problem}-cluster:{hub or '+'.join(sorted(ordered))}",
        kind=kinds.pop() if len(kinds) == 1 and not kinds & TWO_DRUGS else "multi-drug",
        rule_id="",
        members=(),
        headline=say(spoken.headline),
        consequence=say(cluster.consequence),
        management=tuple(say(m) for m in spoken.management),
        mechanism=joined(dict.fromkeys(f.mechanism for f in group)) if len(group) < 3 else cluster.mechanism,
        object=hub,
        precipitant=None,
        drugs=ordered,
        factors=(),
    )
    whole = _absorb(shell, group)
    return replace(
        whole,
        severity=cluster.severity or whole.severity,
        tier=cluster.tier or whole.tier,
        rule_id=f"{cluster.problem}-cluster",
        drugs=ordered,
    )


def _same_rule(findings: list[Finding], situation: Situation) -> list[Finding]:
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
        top = _strongest(group)
        merged = _absorb(top, group)
        rule = rules.get(top.rule_id)
        roles = _roles(top, group, merged)
        headline = worded(rule.headline, roles, merged.drugs, situation) if rule else top.headline
        consequence = worded(rule.consequence, roles, merged.drugs, situation) if rule else top.consequence
        identity = f"{top.rule_id}:{'+'.join(sorted(merged.drugs))}"
        return replace(merged, id=identity, headline=headline, consequence=consequence, precipitant=None)

    return _grouped(findings, key, merge)


def _same_partner(findings: list[Finding], situation: Situation) -> list[Finding]:
    """What one drug does to several others, inferred and said in the same words, is one finding: carbamazepine lowers four drugs."""
    rules = {r.id: r for r in situation.knowledge.rules}

    def key(f: Finding) -> object | None:
        alone = f.basis == "inferred" and f.precipitant and not f.members and not f.intended
        return (f.precipitant, f.tier, rules[f.rule_id].headline) if alone and f.rule_id in rules else None

    def merge(group: list[Finding]) -> Finding:
        top = _strongest(group)
        merged, rule = _absorb(top, group), rules[top.rule_id]
        roles = {"object": _union((f.object,) for f in group if f.object), "precipitant": (top.precipitant,) if top.precipitant else ()}

        def say(template: str) -> str:
            return worded(template, roles, merged.drugs, situation)

        return replace(
            merged,
            id=f"{top.rule_id}:{'+'.join(sorted(merged.drugs))}",
            headline=say(rule.headline),
            consequence=say(rule.consequence),
            mechanism=" ".join(dict.fromkeys(f.mechanism for f in group)),
            management=tuple(say(step) for step in rule.management),
            object=None,
        )

    return _grouped(findings, key, merge)


def _same_drug(findings: list[Finding], situation: Situation) -> list[Finding]:
    """Several reasons in this patient to avoid one drug are one decision, with each reason as a member."""

    def key(f: Finding) -> object | None:
        alone = f.kind in AGAINST_ONE and len(f.drugs) == 1 and f.action == "avoid" and not f.members and not f.intended
        return (f.drugs, f.tier) if alone and f.tier == "act" else None

    def merge(group: list[Finding]) -> Finding:
        merged = _absorb(_strongest(group), group)
        headline = worded(f"{{drug}}: {len(group)} reasons to avoid it", {"drug": merged.drugs}, merged.drugs, situation)
        return replace(merged, id=f"against:{merged.drugs[0]}", headline=headline, problem="")

    return _grouped(findings, key, merge)


def _same_value(findings: list[Finding]) -> list[Finding]:
    """One value out of range beside several drugs that share its problem is one decision, with each drug's as a member."""

    def key(f: Finding) -> object | None:
        return (f.problem, f.conditions[:1], f.tier) if f.kind == "drug-lab" and f.problem and f.conditions and not f.intended else None

    def merge(group: list[Finding]) -> Finding:
        merged = _absorb(_strongest(group), group)
        value = merged.condition_labels[0]
        headline = f"{value[0].upper()}{value[1:]} beside {len(merged.drugs)} drugs"
        return replace(merged, id=f"{merged.problem}-{merged.conditions[0]}:{'+'.join(sorted(merged.drugs))}", headline=headline)

    return _grouped(findings, key, merge)


def _roles(top: Finding, group: list[Finding], merged: Finding) -> dict[str, tuple[SubstanceId, ...]]:
    if top.kind in ONE_DRUG:
        return {"drug": merged.drugs}
    precipitants = _union((f.precipitant,) for f in group if f.precipitant)
    return {"object": (top.object,) if top.object else (), "precipitant": precipitants}

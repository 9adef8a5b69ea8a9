"""Findings that share a problem become one finding with members: round a hub, through shared drugs, or all together."""

from __future__ import annotations

import re
from collections.abc import Iterable

from regimen_review.changing import changed
from regimen_review.findings import Finding
from regimen_review.folding.merging import FOLDED, ONE_DRUG, TWO_DRUGS, absorb, in_place_of, reading_order, strongest, union
from regimen_review.graph import connected_by_drugs
from regimen_review.knowledge import SEVERITY_RANK, Cluster
from regimen_review.regimen import SubstanceId
from regimen_review.rules.firing import URGENCY, worded
from regimen_review.rules.situation import Situation
from regimen_review.rules.terms import holds

_ONE_DRUG = re.compile(r"\b1 drugs( (?!to\b|that\b)\w+)?")


def under_combinations(findings: list[Finding]) -> list[Finding]:
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
            kept = in_place_of(kept, [parent, *inside], absorb(parent, inside), parent)
    return kept


def under_cascades(findings: list[Finding]) -> list[Finding]:
    """A complaint that a drug can cause stands within the finding that names the drug given for it."""
    kept = list(findings)
    for cascade in (f for f in findings if f.kind == "cascade" and f.problem):
        inside = [f for f in kept if f.kind == "symptom" and f.problem == cascade.problem and set(f.drugs) <= set(cascade.drugs)]
        if inside:
            kept = in_place_of(kept, [cascade, *inside], absorb(cascade, inside), cascade)
    return kept


def clustered(findings: list[Finding], situation: Situation) -> list[Finding]:
    """The list with each cluster of the base folded into one finding, where enough of its findings are there."""
    kept = list(findings)
    problems = {f.problem for f in findings}
    for cluster in situation.knowledge.clusters:
        if not cluster.kinds and cluster.problem not in problems:
            continue
        mine = [f for f in kept if (cluster.kinds or f.problem == cluster.problem) and _belongs(f, cluster)]
        for hub, found in _groups(cluster, mine, situation):
            group = _to_decide(found)
            if len(group) >= cluster.least:
                kept = in_place_of(kept, group, _cluster_finding(cluster, hub, group, situation), group[0])
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


def _singular(found: re.Match[str]) -> str:
    """``1 drug adds`` for ``1 drugs add``."""
    return f"1 drug{found.group(1)}s" if found.group(1) else "1 drug"


def _in_a_row(mechanisms: Iterable[str]) -> str:
    """Two mechanisms as one sentence; a name or an abbreviation keeps its capitals."""
    first, *others = [m.rstrip(".") for m in mechanisms] or [""]
    return "; ".join([first, *(m[0].lower() + m[1:] if m[1:2].islower() else m for m in others)])


def _cluster_finding(cluster: Cluster, hub: SubstanceId | None, group: list[Finding], situation: Situation) -> Finding:
    top = strongest(group)
    drugs = union(f.drugs for f in sorted(group, key=reading_order))
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

    shell = changed(
        top,
        id=f"{cluster.problem}-cluster:{hub or '+'.join(sorted(ordered))}",
        kind=kinds.pop() if len(kinds) == 1 and not kinds & TWO_DRUGS else "multi-drug",
        rule_id="",
        members=(),
        headline=say(spoken.headline),
        consequence=say(cluster.consequence),
        management=tuple(say(m) for m in spoken.management),
        mechanism=_in_a_row(dict.fromkeys(f.mechanism for f in group if f.mechanism)) if len(group) < 3 else cluster.mechanism,
        object=hub,
        precipitant=None,
        drugs=ordered,
        factors=(),
    )
    whole = absorb(shell, group)
    return changed(
        whole,
        severity=cluster.severity or whole.severity,
        tier=cluster.tier or whole.tier,
        rule_id=f"{cluster.problem}-cluster",
        drugs=ordered,
    )


def beside_clusters(findings: list[Finding]) -> list[Finding]:
    """What a finding of several drugs already asks to be decided today is not asked again drug by drug: a finding of
    the same problem among its drugs stays in the list, to be looked at. A value far out of range (major) stays a decision.
    """
    wholes = [(f.problem, set(f.drugs)) for f in findings if f.kind == "multi-drug" and f.tier == "act" and f.problem]

    def covered(f: Finding) -> bool:
        grave_value = f.kind == "drug-lab" and SEVERITY_RANK[f.severity] >= SEVERITY_RANK["major"]
        same = any(f.problem == p and set(f.drugs) <= drugs for p, drugs in wholes)
        return same and f.kind in ONE_DRUG and f.tier == "act" and not grave_value

    return [changed(f, tier="review", urgency=URGENCY["review"]) if covered(f) else f for f in findings]


def loads_as_notes(findings: list[Finding]) -> list[Finding]:
    """A load whose problem is in the list already, as high or higher, is a note: it shows how the parts add up, and asks
    for nothing new.
    """
    asked = {(f.problem, f.tier) for f in findings if f.kind != "burden" and f.tier in ("act", "review") and not f.intended and f.problem}

    def told(f: Finding) -> bool:
        return f.kind == "burden" and ((f.problem, "act") in asked or (f.tier == "review" and (f.problem, "review") in asked))

    return [changed(f, tier="note", urgency=URGENCY["note"]) if told(f) else f for f in findings]

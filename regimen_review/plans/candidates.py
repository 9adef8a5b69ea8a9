"""What one drug that is not on the list would bring: only the rules that name it are asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from regimen_review.findings import Finding
from regimen_review.folding import fold, reading_order
from regimen_review.plans.changes import entry_of
from regimen_review.plans.comparison import weight
from regimen_review.plans.elementary import elementary
from regimen_review.plans.rechecking import ask_only, keys_of, named_by
from regimen_review.plans.sandbox import Sandbox
from regimen_review.regimen import Dosage, Regimen, SubstanceId
from regimen_review.rules.situation import Situation


@dataclass(frozen=True, slots=True)
class Candidate:
    """A drug with the findings that it would cause here, the most important first. ``weighs`` orders candidates: findings to
    decide today, findings to look at, severities added.
    """

    substance: SubstanceId
    findings: tuple[Finding, ...]
    weighs: tuple[int, int, int]
    usage_rank: int | None = None
    unchecked: tuple[str, ...] = ()


def with_candidate(regimen: Regimen, substance: SubstanceId, *, instead_of: str | None = None, route: str | None = None) -> Regimen:
    """The regimen with the drug added, or in the place of an entry."""
    new = entry_of((substance,), instead_of or "candidate", Dosage(route=route))
    if instead_of is None:
        return replace(regimen, medications=(*regimen.medications, new))
    return replace(regimen, medications=tuple(new if m.id == instead_of else m for m in regimen.medications))


def judge(
    sandbox: Sandbox, substance: SubstanceId, *, instead_of: str | None = None, route: str | None = None, usage_rank: int | None = None
) -> Candidate:
    """What the drug would cause in this patient beside the others; what is meant (intended) does not count against it."""
    regimen = with_candidate(sandbox.regimen, substance, instead_of=instead_of, route=route)
    knowledge = sandbox.knowledge_for(regimen)
    keys = keys_of((substance,), knowledge)
    rules = [r for r in knowledge.rules if r.status != "retired" and not keys.isdisjoint(named_by(r))]
    situation = Situation(regimen, sandbox.patient, knowledge)
    said = ask_only(rules, situation)
    own = [f for f in said.findings if substance in f.drugs]
    folded = fold(own, said.quiet, replace_clusters(situation))
    findings = tuple(sorted((f for f in elementary(folded) if not f.intended and f.tier != "none"), key=reading_order))
    unchecked = tuple(n.what for n in said.not_checked if substance in n.what)
    if substance not in knowledge.covered:
        unchecked = (f"the base knows nothing of {substance} beyond its name", *unchecked)
    return Candidate(substance, findings, weight(findings), usage_rank, unchecked)


def replace_clusters(situation: Situation) -> Situation:
    """The situation without clusters: a single drug is judged by its own findings, not by the problems they join."""
    from copy import copy

    bare = copy(situation)
    bare.knowledge = replace(situation.knowledge, clusters=())
    return bare


def ranked(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The best first: fewest findings to decide today, then to look at, then the lightest; of equals the more usual drug."""
    return tuple(sorted(candidates, key=lambda c: (bool(c.unchecked and not c.findings), c.weighs, c.usage_rank or 10_000, c.substance)))


def usage(substances: Mapping[SubstanceId, object], substance: SubstanceId) -> int | None:
    """The usage rank of a substance, where the base has one."""
    return getattr(substances.get(substance), "usage_rank", None)

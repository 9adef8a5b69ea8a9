"""What one drug that is not on the list would bring: only the rules that name it are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from regimen_review.findings import Finding
from regimen_review.folding import fold, reading_order
from regimen_review.knowledge import Rule, Substance
from regimen_review.plans.changes import entry_of
from regimen_review.plans.comparison import weight
from regimen_review.plans.elementary import elementary
from regimen_review.plans.rechecking import ask_only, filled_by, keys_of
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
    sandbox: Sandbox,
    substance: SubstanceId,
    *,
    instead_of: str | None = None,
    route: str | None = None,
    usage_rank: int | None = None,
    matters: Callable[[Rule], bool] = lambda _: True,
) -> Candidate:
    """What the drug would cause in this patient beside the others; what is meant (intended) does not count against it. Only
    rules that ``matters`` says yes to are asked.
    """
    regimen = with_candidate(sandbox.regimen, substance, instead_of=instead_of, route=route)
    knowledge = sandbox.knowledge_for(regimen)
    keys = keys_of((substance,), knowledge)
    rules = [r for r in knowledge.rules if r.status != "retired" and (r.every_drug or not keys.isdisjoint(filled_by(r))) and matters(r)]
    situation = Situation(regimen, sandbox.patient, knowledge)
    said = ask_only(rules, situation)
    named = [f for f in said.findings if substance in f.drugs]
    own = [f for f in named if f.rule_id not in knowledge.switched_off]
    folded = fold(own, said.quiet, without_clusters(situation))
    findings = tuple(sorted((f for f in elementary(folded) if not f.intended and f.tier != "none"), key=reading_order))
    unchecked = tuple(n.what for n in said.not_checked if substance in n.what)
    if off := len({f.rule_id for f in named if f.tier != "none"} & set(knowledge.switched_off)):
        unchecked += ("1 rule switched off here" if off == 1 else f"{off} rules switched off here",)
    if substance not in knowledge.covered:
        unchecked = (f"the base knows nothing of {substance} beyond its name", *unchecked)
    return Candidate(substance, findings, weight(findings), usage_rank, unchecked)


LOCAL_CODES = (("D", "topical"), ("S01", "ophthalmic"), ("S02", "otic"), ("S03", "ophthalmic"), ("R01", "nasal"), ("R03BA", "inhaled"),
               ("R03BB", "inhaled"), ("R03AC", "inhaled"), ("R03AK", "inhaled"), ("R03AL", "inhaled"), ("G01", "vaginal"))  # fmt: skip
"""WHO ATC groups whose drugs are given where they act; a drug with any other code is taken as systemic."""


def usual_route(substance: Substance) -> str | None:
    """The route of a drug that is only ever given locally, from its ATC codes; None for one that also reaches the blood."""
    routes = [next((route for group, route in LOCAL_CODES if code.startswith(group)), None) for code in substance.atc]
    return routes[0] if routes and all(routes) else None


def without_clusters(situation: Situation) -> Situation:
    """The situation without clusters: a single drug is judged by its own findings, not by the problems they join."""
    from copy import copy

    bare = copy(situation)
    bare.knowledge = replace(situation.knowledge, clusters=())
    return bare


def ranked(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The best first: fewest findings to decide today, then to look at, then the lightest; of equals the more usual drug."""
    return tuple(sorted(candidates, key=lambda c: (bool(c.unchecked and not c.findings), c.weighs, c.usage_rank or 10_000, c.substance)))

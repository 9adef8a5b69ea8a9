"""The page for the ward: common drugs that would bring a finding to decide today beside this list, by reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from regimen_review.findings import Finding
from regimen_review.knowledge import Rule, Substance
from regimen_review.plans.candidates import judge, usual_route
from regimen_review.plans.sandbox import Sandbox
from regimen_review.progress import Progress, silent
from regimen_review.regimen import SubstanceId
from regimen_review.rules.firing import default_tier, joined

COMMON = 300
"""A drug is common when its usage rank is at most this."""


@dataclass(frozen=True, slots=True)
class Unwanted:
    """One common drug with the finding that speaks most against it here, and all others of tier act."""

    substance: SubstanceId
    usage_rank: int
    finding: Finding
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Drugs not to add for one reason: the problem, and what of this list or patient makes it one."""

    problem: str
    because: str
    drugs: tuple[Unwanted, ...]
    says: str


@dataclass(frozen=True, slots=True)
class DoNotAdd:
    """The whole page. ``looked_at`` drugs were tried; ``unknown`` are those of which the base knows only the name."""

    reasons: tuple[Reason, ...]
    looked_at: int
    unknown: tuple[SubstanceId, ...]
    says: str


def do_not_add(
    sandbox: Sandbox, substances: Mapping[SubstanceId, Substance], *, up_to_rank: int = COMMON, report: Progress = silent
) -> DoNotAdd:
    """Each common drug that is not on the list, added by itself. ``substances`` is the base's vocabulary; ``report`` may raise
    Cancelled.
    """
    taken = sandbox.regimen.substances()
    common = [
        (s.usage_rank, n) for n, s in substances.items() if s.usage_rank is not None and s.usage_rank <= up_to_rank and n not in taken
    ]
    unwanted: list[Unwanted] = []
    unknown: list[SubstanceId] = []
    for done, (rank, substance) in enumerate(sorted(common)):
        report(done, len(common))
        candidate = judge(sandbox, substance, route=usual_route(substances[substance]), matters=could_act)
        acts = tuple(f for f in candidate.findings if f.tier == "act")
        if acts:
            unwanted.append(Unwanted(substance, rank, acts[0], acts))
        elif candidate.unchecked and not candidate.findings and "beyond its name" in candidate.unchecked[0]:
            unknown.append(substance)
    reasons = _reasons(unwanted)
    return DoNotAdd(reasons, len(common), tuple(unknown), _sentence(reasons, len(unwanted), len(common), unknown))


def could_act(rule: Rule) -> bool:
    """Whether a rule can give a finding of tier act at all, by its own grade or by a factor, or drops one that can."""
    if rule.inferred or rule.kind in ("burden", "monitoring", "high-alert"):
        return False
    grades = [(rule.tier, rule.severity, rule.evidence)]
    grades += [(f.tier, f.severity or rule.severity, f.evidence or rule.evidence) for f in rule.factors]
    return bool(rule.supersedes) or any((tier or default_tier(severity, evidence)) == "act" for tier, severity, evidence in grades)


def _reasons(unwanted: list[Unwanted]) -> tuple[Reason, ...]:
    groups: dict[tuple[str, tuple[str, ...]], list[Unwanted]] = {}
    for drug in unwanted:
        groups.setdefault((_problem(drug.finding), _others(drug)), []).append(drug)
    reasons = [_reason(problem, others, drugs) for (problem, others), drugs in groups.items()]
    return tuple(sorted(reasons, key=lambda r: (-len(r.drugs), r.problem, r.because)))


def _problem(finding: Finding) -> str:
    return (finding.problem or finding.kind).replace("-", " ")


def _others(drug: Unwanted) -> tuple[str, ...]:
    """What on this list, or in this patient, the drug meets."""
    others = tuple(sorted(d for d in drug.finding.drugs if d != drug.substance))
    return others or drug.finding.condition_labels or tuple(b.fact for b in drug.finding.because[:1])


def _reason(problem: str, others: tuple[str, ...], drugs: list[Unwanted]) -> Reason:
    because = joined(others) or "this patient"
    names = joined([d.substance for d in drugs])
    says = f"{problem[0].upper()}{problem[1:]} with {because}: do not add {names}."
    return Reason(problem, because, tuple(drugs), says)


def _sentence(reasons: tuple[Reason, ...], unwanted: int, looked_at: int, unknown: list[SubstanceId]) -> str:
    gap = f" Of {len(unknown)} the base knows only the name." if unknown else ""
    if not reasons:
        return f"None of {looked_at} common drugs would add a finding to decide today; that is not the same as safe.{gap}"
    return f"{unwanted} of {looked_at} common drugs would add a finding to decide today, for {len(reasons)} reasons.{gap}"

"""Other drugs of the same kind or for the same use, ranked by the findings that they would cause in this patient.

Kind and use are those of the WHO ATC classification: the same chemical subgroup (its first five characters) is the same
kind; the same pharmacological subgroup (first four) and, where asked for, the same therapeutic subgroup (first three) are
the same use. ATC places a drug by its main use in the WHO's view; it does not say that one can replace the other in this patient.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from regimen_review.knowledge import Substance
from regimen_review.plans.candidates import Candidate, judge, ranked
from regimen_review.plans.changes import find_entry
from regimen_review.plans.sandbox import Sandbox
from regimen_review.progress import Progress, silent
from regimen_review.regimen import SubstanceId
from regimen_review.routes import LOCAL

LOCAL_GROUPS = ("A01", "A07", "C05", "D", "G01", "M02", "R01", "R02", "S")
"""ATC groups of drugs that act where they are given: mouth, gut wall, veins and haemorrhoids, skin, vagina, joints by way of
the skin, nose, throat, eyes and ears. A code in them says nothing of the same drug when it is swallowed.
"""
LEVELS = ((5, "the same kind"), (4, "the same use"))
WIDER = (3, "a related use")
"""Looked at only where the narrower groups are nearly empty."""
FEW = 3
RARE = 10_000


@dataclass(frozen=True, slots=True)
class Alternative:
    """One alternative: what it would cause, and how near it is to the drug it would replace."""

    candidate: Candidate
    nearness: str
    findings_less: int


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Alternatives to one drug, the best first; ``now`` is what the drug itself causes."""

    drug: SubstanceId
    medication: str
    now: Candidate
    options: tuple[Alternative, ...]
    says: str


def alternatives_to(
    sandbox: Sandbox,
    medication: str,
    substances: Mapping[SubstanceId, Substance],
    *,
    drug: SubstanceId | None = None,
    most: int = 24,
    report: Progress = silent,
) -> Alternatives:
    """Alternatives to one entry (to ``drug`` of it, where it has several substances), drawn from ``substances`` (the base's
    vocabulary): those in use (with a usage rank) first, at most ``most``. Raises UserError for an entry that is not there;
    ``report`` may raise Cancelled.
    """
    entry = find_entry(sandbox.regimen, medication)
    target = drug or (entry.substances[0] if entry.substances else SubstanceId(""))
    now = judge(sandbox, target, instead_of=medication, route=entry.route, usage_rank=_rank(substances, target))
    near = _near(target, substances, sandbox.regimen.substances(), local=entry.route in LOCAL)[:most]
    judged = {}
    for n, (other, _) in enumerate(near):
        report(n, len(near))
        judged[other] = judge(sandbox, other, instead_of=medication, route=entry.route, usage_rank=_rank(substances, other))
    nearness = dict(near)
    options = tuple(Alternative(c, nearness[c.substance], len(now.findings) - len(c.findings)) for c in ranked(judged.values()))
    return Alternatives(target, medication, now, options, _sentence(target, now, options))


def _rank(substances: Mapping[SubstanceId, Substance], substance: SubstanceId) -> int | None:
    known = substances.get(substance)
    return known.usage_rank if known else None


def _codes(substance: Substance, *, local: bool) -> set[str]:
    """The codes that fit the route; all of them where none does (loperamide acts in the gut and has no other)."""
    fitting = {str(c) for c in substance.atc if c.startswith(LOCAL_GROUPS) == local}
    return fitting or {str(c) for c in substance.atc}


def _near(
    target: SubstanceId, substances: Mapping[SubstanceId, Substance], taken: frozenset[SubstanceId], *, local: bool
) -> list[tuple[SubstanceId, str]]:
    """Other substances by how near they are, the usual ones first."""
    known = substances.get(target)
    own = _codes(known, local=local) if known else set()
    found: list[tuple[int, int, SubstanceId, str]] = []
    for name, other in substances.items():
        if name == target or name in taken or other.kind not in ("drug", "biologic"):
            continue
        level = _level(own, _codes(other, local=local))
        if level is not None:
            found.append((level, other.usage_rank or RARE, name, (*LEVELS, WIDER)[level][1]))
    usual = [f for f in found if f[1] < RARE] or found
    near = [f for f in usual if f[0] < len(LEVELS)]
    return [(name, nearness) for _, _, name, nearness in sorted(near if len(near) >= FEW else usual)]


def _level(own: set[str], codes: set[str]) -> int | None:
    """How near two drugs are: the place of the longest group that they share."""
    for n, (length, _) in enumerate((*LEVELS, WIDER)):
        if {c[:length] for c in own} & {c[:length] for c in codes}:
            return n
    return None


def _sentence(target: SubstanceId, now: Candidate, options: tuple[Alternative, ...]) -> str:
    if not target:
        return "The name of this entry is not settled, so nothing can be said of alternatives to it."
    if not options:
        return f"The base has no other drug of the kind or use of {target}."
    best = options[0]
    less = (
        f"{len(best.candidate.findings)} finding{'s' if len(best.candidate.findings) != 1 else ''} of its own where {target} has {len(now.findings)}"
        if best.candidate.weighs < now.weighs
        else "no fewer findings"
    )
    sentence = f"Of {len(options)} alternatives to {target}, {best.candidate.substance} ({best.nearness}) comes first with {less}."
    return sentence + " Fewer findings is not the same as fit for the indication."

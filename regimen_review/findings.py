"""What a review says: findings with their parts, what stays quiet and why, and what was not checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from regimen_review.knowledge import (
    Action,
    Basis,
    Evidence,
    EvidenceGrade,
    Kind,
    MonitoringItem,
    RuleStatus,
    Severity,
    Spacing,
    Tier,
)
from regimen_review.patient import Patient
from regimen_review.regimen import Regimen, SubstanceId


@dataclass(frozen=True, slots=True)
class Because:
    """One of the patient's own facts that counted, with its date where it has one."""

    fact: str
    when: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an inference (``ciprofloxacin inhibits CYP1A2, strong``) with its source."""

    says: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class FactorOutcome:
    """A modifying factor and how it came out: True raised or lowered the finding, None could not be told."""

    says: str
    holds: bool | None
    effect: str = ""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one drug (or the patient) adds to a burden."""

    what: str
    points: float
    why: str = ""
    substance: SubstanceId | None = None


@dataclass(frozen=True)
class Finding:
    """One thing to decide or to know. ``drugs`` are substances in reading order; ``medications`` their entry ids.

    ``members`` are the findings folded into this one. ``question`` is what was not told and could change it;
    ``questions`` holds the ids of the missing facts (``weight``, ``potassium``, ``dose of warfarin``).
    """

    id: str
    kind: Kind
    tier: Tier
    severity: Severity
    action: Action
    evidence: EvidenceGrade
    basis: Basis
    headline: str
    drugs: tuple[SubstanceId, ...]
    medications: tuple[str, ...] = ()
    object: SubstanceId | None = None
    precipitant: SubstanceId | None = None
    intended: bool = False
    protects: str | None = None
    consequence: str = ""
    mechanism: str = ""
    management: tuple[str, ...] = ()
    because: tuple[Because, ...] = ()
    questions: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    factors: tuple[FactorOutcome, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    score: float | None = None
    onset: str | None = None
    frequency: str | None = None
    problem: str | None = None
    rule_id: str = ""
    rule_version: str = ""
    rule_status: RuleStatus = "draft"
    rule_updated: date | None = None
    sources: tuple[Evidence, ...] = ()
    monitoring: tuple[MonitoringItem, ...] = ()
    spacing: Spacing | None = None
    clears: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    """Condition and measure ids that took part: hexagons of the graph."""
    condition_labels: tuple[str, ...] = ()
    """The same in this patient's words (``lung fibrosis``, ``hemoglobin 8.8 g/dL``), in the same order."""
    members: tuple[Finding, ...] = ()
    urgency: str = ""
    disagreement: tuple[str, ...] = ()
    """What other loaded sources say of the same pair (``DDInter: Major``)."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """A pair (or drug) that was looked at and deliberately left out, with the reason."""

    drugs: tuple[SubstanceId, ...]
    why: str
    rule_id: str = ""


@dataclass(frozen=True, slots=True)
class NotChecked:
    """Something that could not be checked, and why; never the same as nothing found.

    ``decides`` counts the findings or checks that the missing fact could change.
    """

    what: str
    why: str
    missing: str | None = None
    decides: int = 0


@dataclass(frozen=True)
class Review:
    """The whole answer for one regimen at one date: everything that the window, the print and the files show."""

    regimen: Regimen
    patient: Patient
    as_of: date | None
    findings: tuple[Finding, ...]
    quiet: tuple[Quiet, ...]
    not_checked: tuple[NotChecked, ...]
    knowledge_version: str
    knowledge_sha256: str
    knowledge_compiled: date | None = None
    tall_man: Mapping[SubstanceId, str] = field(default_factory=dict)
    high_alert: frozenset[SubstanceId] = frozenset()
    source_name: str = ""
    left_out: tuple[str, ...] = ()

    def in_tier(self, tier: Tier) -> tuple[Finding, ...]:
        """Findings of one tier, in reading order."""
        return tuple(f for f in self.findings if f.tier == tier)

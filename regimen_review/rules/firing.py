"""From a rule and the drugs that fill its roles to what is said: a finding, a quiet line, or a line not checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain
from typing import NamedTuple, TypeVar

from regimen_review.changing import changed
from regimen_review.findings import Because, FactorOutcome, Finding, NotChecked, Quiet
from regimen_review.knowledge import Action, EvidenceGrade, Factor, Kind, MonitoringItem, Rule, Severity, Tier
from regimen_review.regimen import SubstanceId
from regimen_review.rules.outcome import TRUE, Binding, Outcome
from regimen_review.rules.situation import Exposure, Situation
from regimen_review.rules.terms import holds

T = TypeVar("T")

LOWER: Mapping[Tier, Tier] = {"act": "review", "review": "note", "note": "note", "none": "none"}
NOT_CHECKED_KINDS: frozenset[Kind] = frozenset(
    {"renal-dose", "hepatic-dose", "dose", "drug-lab", "drug-age", "pharmacogenomic", "drug-allergy", "drug-condition", "symptom"}
)
URGENCY: Mapping[Tier, str] = {"act": "today", "review": "this week", "note": "next visit", "none": ""}


@dataclass
class Said:
    """What one check has to say, collected while it runs."""

    findings: list[Finding] = field(default_factory=list)
    quiet: list[Quiet] = field(default_factory=list)
    not_checked: list[NotChecked] = field(default_factory=list)

    def add(self, said: Finding | Quiet | NotChecked | None) -> None:
        """Put one statement where it belongs."""
        if isinstance(said, Finding):
            self.findings.append(said)
        elif isinstance(said, Quiet):
            self.quiet.append(said)
        elif isinstance(said, NotChecked):
            self.not_checked.append(said)

    def extend(self, other: Said) -> None:
        """Take over everything another check said."""
        self.findings += other.findings
        self.quiet += other.quiet
        self.not_checked += other.not_checked


def default_tier(severity: Severity, evidence: str) -> Tier:
    """How a finding is shown where its rule does not say: ``docs/knowledge.md``, "Tier"."""
    if severity == "contraindicated":
        return "act"
    if severity == "major":
        return "act" if evidence in ("established", "probable") else "review"
    by_severity: Mapping[Severity, Tier] = {"moderate": "review", "minor": "note"}
    return by_severity.get(severity, "none")


def substances_of(exposures: Iterable[Exposure]) -> tuple[SubstanceId, ...]:
    """The substances of some exposures, each once, in order."""
    return tuple(dict.fromkeys([e.substance for e in exposures]))


def fire(rule: Rule, binding: Binding, situation: Situation) -> Finding | Quiet | NotChecked | None:
    """What the rule says with these drugs in its roles; None where its condition is false."""
    outcome = holds(rule.when, binding, situation) if rule.when else TRUE
    if outcome.holds is False or (outcome.holds is None and rule.unknown == "silent"):
        return None
    roles = {name: substances_of(bound) for name, bound in binding.items()}
    drugs = tuple(dict.fromkeys(chain.from_iterable(roles.values())))
    if outcome.holds is None and rule.unknown == "not-checked":
        return NotChecked(
            _check_words(rule, drugs, situation), _why_words(outcome.missing), outcome.missing[0] if outcome.missing else None, 1
        )
    if rule.severity == "none" and not rule.intended:
        return Quiet(drugs, worded(rule.consequence or rule.headline, roles, drugs, situation), rule.id)
    exposures = tuple(dict.fromkeys(chain.from_iterable(binding.values())))
    return _finding(rule, _Bound(binding, roles, drugs, exposures), outcome, situation)


@dataclass(frozen=True, slots=True)
class _Bound:
    """The drugs in the roles of a rule, as exposures and as substances, by role and all together."""

    binding: Binding
    roles: Mapping[str, tuple[SubstanceId, ...]]
    drugs: tuple[SubstanceId, ...]
    exposures: tuple[Exposure, ...]


def _tier(rule: Rule, weighed: _Weighed, outcome: Outcome) -> Tier:
    tier = weighed.tier or default_tier(weighed.severity, weighed.evidence)
    if rule.intended:
        tier = rule.tier or "note"
    return LOWER[tier] if outcome.holds is None and rule.unknown == "ask" else tier


_BLANK = Finding(
    "", kind="drug-drug", tier="none", severity="none", action="none", evidence="theoretical", basis="rule", headline="", drugs=()
)  # fmt: skip
"""What every finding of a rule is made from: see :mod:`regimen_review.changing` for why."""


def _finding(rule: Rule, bound: _Bound, outcome: Outcome, situation: Situation) -> Finding:
    roles, drugs, exposures = bound.roles, bound.drugs, bound.exposures
    weighed = _weigh(rule, bound.binding, situation)
    tier = _tier(rule, weighed, outcome)
    context = _once(outcome.context, weighed.context)
    return changed(
        _BLANK,
        id=f"{rule.id}:{'+'.join(sorted(drugs))}",
        kind=rule.kind,
        tier=tier,
        severity=weighed.severity,
        action=weighed.action,
        evidence=weighed.evidence,
        headline=worded(weighed.headline, roles, drugs, situation),
        drugs=drugs,
        medications=tuple(dict.fromkeys(e.medication.id for e in exposures)),
        object=roles["object"][0] if roles.get("object") else None,
        precipitant=roles["precipitant"][0] if roles.get("precipitant") else None,
        intended=rule.intended,
        protects=rule.protects,
        consequence=worded(rule.consequence, roles, drugs, situation),
        mechanism=worded(rule.mechanism, roles, drugs, situation),
        management=tuple([worded(m, roles, drugs, situation) for m in (*weighed.management, *rule.management)]),
        because=_once(outcome.because, weighed.because, _lingering(exposures, situation)),
        questions=_once(outcome.missing, weighed.questions),
        factors=tuple(weighed.outcomes),
        onset=rule.onset,
        frequency=rule.frequency,
        problem=rule.problem,
        rule_id=rule.id,
        rule_version=rule.version,
        rule_status=rule.status,
        rule_updated=rule.updated,
        sources=rule.sources,
        monitoring=tuple(_asked_of(item, roles, drugs, situation) for item in rule.monitoring),
        spacing=rule.spacing,
        clears=rule.clears,
        conditions=tuple([c for c, _ in context]),
        condition_labels=tuple([label for _, label in context]),
        urgency=rule.urgency or URGENCY[tier],
    )


def _asked_of(
    item: MonitoringItem, roles: Mapping[str, tuple[SubstanceId, ...]], drugs: tuple[SubstanceId, ...], situation: Situation
) -> MonitoringItem:
    """A test that is named after the drug (``{object} trough``): its own level, never that of another member of the class."""
    if "{" not in item.test:
        return item
    measure = re.sub(r"\{(\w+)\}", lambda m: next(iter(roles.get(m.group(1), drugs)), ""), item.measure or "")
    known = measure if measure in situation.knowledge.measures else None
    return replace(item, test=worded(item.test, roles, drugs, situation), measure=known)


def _once(*parts: Sequence[T]) -> tuple[T, ...]:
    """Everything in the parts, each once, in order."""
    return tuple(dict.fromkeys(chain.from_iterable(parts))) if any(parts) else ()


@dataclass(slots=True)
class _Weighed:
    """A rule's grades while its factors are weighed, and what the factors brought along."""

    severity: Severity
    tier: Tier | None
    action: Action
    evidence: EvidenceGrade
    headline: str
    management: list[str] = field(default_factory=list)
    outcomes: list[FactorOutcome] = field(default_factory=list)
    because: list[Because] = field(default_factory=list)
    context: list[tuple[str, str]] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)

    def take(self, factor: Factor, outcome: Outcome) -> None:
        """A factor that holds: what it names replaces what stood; a new severity without a tier drops the old tier."""
        self.because.extend(outcome.because or (Because(factor.says),))
        self.context.extend(outcome.context)
        self.tier = factor.tier or (None if factor.severity else self.tier)
        self.severity = factor.severity or self.severity
        self.action = factor.action or self.action
        self.evidence = factor.evidence or self.evidence
        self.headline = factor.headline or self.headline
        self.management.extend(factor.management)


def _weigh(rule: Rule, binding: Binding, situation: Situation) -> _Weighed:
    """The rule's grades after its modifying factors, in the order written: a later factor overrides an earlier."""
    weighed = _Weighed(rule.severity, rule.tier, rule.action, rule.evidence, rule.headline)
    for factor in rule.factors:
        outcome = holds(factor.when, binding, situation)
        weighed.outcomes.append(_came_out(factor.says, factor.severity, factor.tier, holds=outcome.holds))
        if outcome.holds is None:
            weighed.questions.extend(outcome.missing)
        elif outcome.holds:
            weighed.take(factor, outcome)
    return weighed


@lru_cache(maxsize=8192)
def _came_out(says: str, severity: Severity | None, tier: Tier | None, *, holds: bool | None) -> FactorOutcome:
    """A factor as it is shown, made once: it comes out one of three ways for every patient."""
    changes = [f"severity {severity}" if severity else "", f"shown as {tier}" if tier else ""]
    return FactorOutcome(says, holds, ", ".join(c for c in changes if c))


def _lingering(exposures: tuple[Exposure, ...], situation: Situation) -> list[Because]:
    return [
        Because(f"{situation.name(e.substance)} was stopped and still counts", e.medication.statement.stop)
        for e in exposures
        if e.lingering
    ]


def joined(names: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    words = list(names)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


_VERBS = {"is": "are", "has": "have", "was": "were", "does": "do"}


class _Slot(NamedTuple):
    """A place for names in a template: the text before it, whose names, and the verb right behind it."""

    before: str
    role: str
    verb: str


@lru_cache(maxsize=8192)
def _slots(template: str) -> tuple[tuple[_Slot, ...], str]:
    """The places of a template in order, and the text behind the last."""
    found, end = [], 0
    for match in re.finditer(r"\{([\w-]+)\}( \w+s\b)?", template):
        found.append(_Slot(template[end : match.start()], match[1], match[2] or ""))
        end = match.end()
    return tuple(found), template[end:]


def worded(template: str, roles: Mapping[str, tuple[SubstanceId, ...]], drugs: tuple[SubstanceId, ...], situation: Situation) -> str:
    """A template with the drugs' display names in it; a verb right behind several drugs becomes plural."""
    if "{" not in template:
        return template
    slots, rest = _slots(template)
    said = []
    for before, role, verb in slots:
        found = drugs if role == "drugs" else roles.get(role.replace("_", "-"), roles.get(role))
        said.append(before)
        if found is None:
            said.append(f"{{{role}}}{verb}")
            continue
        said.append(joined([situation.name(s) for s in found]))
        said.append(f" {_VERBS.get(verb.strip()) or _plural(verb.strip())}" if verb and len(found) > 1 else verb)
    text = "".join((*said, rest))
    if not slots or slots[0].before or not text or any(c.isupper() for c in text.split()[0][1:]):
        return text
    return text[0].upper() + text[1:]


def _plural(verb: str) -> str:
    """``empties`` to ``empty``, ``pushes`` to ``push``, ``goes`` to ``go``, ``raises`` to ``raise``."""
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    return re.sub(r"(?<=[^s])s$", "", re.sub(r"(sh|ch|x|ss|o)es$", r"\1", verb))


_CHECKS: Mapping[Kind, str] = {
    "renal-dose": "kidney dosing",
    "hepatic-dose": "liver dosing",
    "dose": "dose limits",
    "drug-lab": "laboratory checks",
    "drug-age": "age checks",
    "pharmacogenomic": "pharmacogenomic checks",
    "drug-allergy": "allergies",
    "drug-condition": "conditions",
    "pregnancy": "pregnancy",
    "symptom": "symptoms",
    "no-indication": "indications",
}


def _check_words(rule: Rule, drugs: tuple[SubstanceId, ...], situation: Situation) -> str:
    check = _CHECKS.get(rule.kind, rule.kind)
    return f"{check}: {joined(situation.name(d) for d in drugs)}"


def _why_words(missing: tuple[str, ...]) -> str:
    return missing_words(missing[0]) if missing else "not known"


def missing_words(missing: str) -> str:
    """Why a check could not run, from the id of the missing fact."""
    special = {
        "conditions": "no condition list on record",
        "allergies": "allergies not asked",
        "age": "age not recorded",
        "sex": "sex not recorded",
        "pregnancy": "pregnancy not asked",
        "breastfeeding": "breastfeeding not asked",
    }
    if missing in special:
        return special[missing]
    if missing.startswith(("dose of", "frequency of", "start of", "duration of", "indication of", "onset of")):
        return f"{missing.split(' of ', maxsplit=1)[0]} not written"
    return f"no {measure_words(missing)} on record"


_AS_WRITTEN = {
    "hba1c": "HbA1c",
    "qtc": "QTc",
    "egfr": "eGFR",
    "ft4": "free T4",
    "systolic-bp": "systolic pressure",
    "diastolic-bp": "diastolic pressure",
}
_CAPITALS = frozenset(
    ["inr", "alt", "ast", "alp", "ck", "crp", "tsh", "bun", "tsat", "ldl", "wbc", "bmi", "lvef", "b12", "igg", "anc", "cd4", "bnp"]
)


def measure_words(measure: str) -> str:
    """A measure's id as people write it: ``INR``, ``HbA1c``, ``digoxin level``."""
    if measure in _AS_WRITTEN:
        return _AS_WRITTEN[measure]
    return " ".join(w.upper() if w in _CAPITALS else w for w in measure.replace("-", " ").split(" "))

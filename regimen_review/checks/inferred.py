"""Two drugs together, inferred from what each does: the steps are shown and the severity has a ceiling."""

from __future__ import annotations

from collections.abc import Iterator

from regimen_review.changing import changed
from regimen_review.findings import Finding, Step
from regimen_review.knowledge import SEVERITY_RANK, Property, Role, Rule
from regimen_review.regimen import SubstanceId
from regimen_review.rules.binding import pairs, rules_of
from regimen_review.rules.firing import Said, fire
from regimen_review.rules.situation import Exposure, Situation

CEILING = "moderate"
"""No inferred finding is graded above this without a person who wrote a rule."""


def check_inferences(situation: Situation) -> Said:
    """Each pair against the inferences over properties; pairs with a written rule are taken out when all is folded."""
    said = Said()
    for rule in rules_of(situation, "drug-drug"):
        if rule.inferred:
            for binding in pairs(rule, situation):
                finding = fire(rule, binding, situation)
                if isinstance(finding, Finding):
                    steps = tuple(s for role in rule.roles for s in _steps(role, binding.get(role.name, ()), situation))
                    said.add(_limited(finding, steps, rule))
    return said


def _limited(finding: Finding, steps: tuple[Step, ...], rule: Rule) -> Finding:
    severity = finding.severity if SEVERITY_RANK[finding.severity] <= SEVERITY_RANK[CEILING] else CEILING
    tier = "review" if finding.tier == "act" else finding.tier
    last = (Step(finding.consequence),) if finding.consequence else ()
    return changed(finding, basis="inferred", severity=severity, tier=tier, steps=(*steps, *last), rule_id=rule.id)


def _steps(role: Role, bound: tuple[Exposure, ...], situation: Situation) -> Iterator[Step]:
    for substance in dict.fromkeys(e.substance for e in bound):
        for fact in _facts(role, substance, situation):
            grade = fact.grade.replace("-", " ")
            note = f" ({fact.note})" if fact.note else ""
            yield Step(f"{situation.name(substance)}: {_READABLE.get(fact.property, fact.property)}, {grade}{note}", fact.source)


def _facts(role: Role, substance: SubstanceId, situation: Situation) -> Iterator[Property]:
    known = situation.knowledge.properties.get(substance, {})
    seen: set[Property] = set()
    for selector in role.selectors:
        if selector.kind == "property" and not selector.negated:
            for fact in known.get(selector.name, ()):
                if fact not in seen and (fact.grade in selector.grades if selector.grades else fact.grade != "none"):
                    seen.add(fact)
                    yield fact


_READABLE = {
    **{f"cyp{e}": f"CYP{e.upper()}" for e in ("1a2", "2b6", "2c8", "2c9", "2c19", "2d6", "3a")},
    "pgp": "P-glycoprotein",
    "oatp1b": "OATP1B",
    "bcrp": "BCRP",
    "oat": "OAT1/3",
    "oct2-mate": "OCT2/MATE",
    "ugt": "UGT",
    "qt": "QT prolongation",
    "potassium-up": "raises potassium",
    "potassium-down": "lowers potassium",
    "sodium-down": "lowers sodium",
    "glucose-up": "raises glucose",
    "glucose-down": "lowers glucose",
    "narrow-margin": "narrow margin",
}

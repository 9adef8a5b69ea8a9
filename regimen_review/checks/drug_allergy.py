"""A drug in a patient who reacted to it or to a relative of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from regimen_review.findings import Finding
from regimen_review.knowledge import Rule
from regimen_review.patient import Allergy
from regimen_review.regimen import SubstanceId
from regimen_review.rules.binding import check_singles
from regimen_review.rules.firing import Said, fire
from regimen_review.rules.situation import Exposure, Situation

SAME_DRUG = Rule(
    id="allergy-to-the-drug-itself",
    kind="drug-allergy",
    version="1",
    status="draft",
    updated=date(2026, 11, 22),
    roles=(),
    severity="major",
    action="avoid",
    evidence="theoretical",
    tier="act",
    headline="{drug} although a reaction to it is on record",
    consequence="The reaction again, and a second one may be worse",
    mechanism="The same drug, or another form of it",
    management=(
        "Ask what happened, when, and whether it was taken again since.",
        "A true allergy: stop it and choose a drug of another class; else correct the record.",
    ),
    clears=("stop:drug", "swap:drug"),
    topic="allergy",
)
"""Needs no knowledge base: what is taken is what was reacted to. Rules on classes say more where there are any."""
_INTOLERANCE = replace(
    SAME_DRUG,
    severity="moderate",
    tier="review",
    action="modify",
    headline="{drug} was not tolerated before",
    consequence="The same side effect again",
    management=(
        "Ask how bad it was and at which dose.",
        "A lower dose, another form or another drug; correct the record where it is tolerated.",
    ),
)
_UNTOLD = replace(SAME_DRUG, severity="moderate", tier="review")
"""No reaction was written down: it may have been anything."""


def check_allergies(situation: Situation) -> Said:
    """Each drug against the recorded allergies and intolerances, with cross-reactivity as the rules state it; then each
    drug against a record of the drug itself, where no rule spoke.
    """
    said = check_singles(situation, "drug-allergy")
    spoken = {d for f in said.findings for d in f.drugs}
    for finding in _of_the_drug_itself(situation):
        if not spoken & set(finding.drugs):
            said.add(finding)
    return said


def _of_the_drug_itself(situation: Situation) -> Iterator[Finding]:
    taken: dict[SubstanceId, list[Exposure]] = {}
    for exposure in situation.exposures:
        if not exposure.lingering:
            taken.setdefault(exposure.substance, []).append(exposure)
    for substance, exposures in taken.items():
        allergy = next((situation.allergies[t] for t in _names_of(substance, situation) if t in situation.allergies), None)
        if allergy is None:
            continue
        target = next(t for t in _names_of(substance, situation) if t in situation.allergies)
        found = fire(replace(_grade(allergy), when=f"allergy({target})"), {"drug": tuple(exposures)}, situation)
        if isinstance(found, Finding):
            yield found


def _names_of(substance: SubstanceId, situation: Situation) -> Iterator[str]:
    """The substance, and the forms of it that the base knows as the same drug (``same-as-citalopram``)."""
    yield substance
    for fact in situation.knowledge.properties.get(substance, {}).get("allergen-group", ()):
        if fact.grade.startswith("same-as-"):
            yield fact.grade.removeprefix("same-as-")


def _grade(allergy: Allergy) -> Rule:
    if allergy.kind == "intolerance":
        return _INTOLERANCE
    return SAME_DRUG if allergy.reaction or allergy.severity == "severe" else _UNTOLD

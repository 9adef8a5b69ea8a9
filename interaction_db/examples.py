"""Running the examples that a rule carries: regimens on which it must fire, and near misses on which it must not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from interaction_db.faults import Fault
from interaction_db.rule_files import Example, RuleText
from interaction_db.store import KnowledgeStore
from regimen_review.checks.inferred import check_inferences
from regimen_review.findings import Finding, Review
from regimen_review.patient import Allergy, Condition, Genotype, Observation, Patient
from regimen_review.regimen import (
    Dosage,
    Frequency,
    Ingredient,
    Medication,
    MedicationStatement,
    Quantity,
    Regimen,
    Resolution,
    Status,
    SubstanceId,
)
from regimen_review.review import review_regimen
from regimen_review.routes import GROUPS, LOCAL
from regimen_review.rules.situation import Situation

AS_OF = date(2026, 1, 1)
"""The day on which every example takes place."""

_ROUTES = LOCAL | {r for group in GROUPS.values() if group for r in group}
_DOSE = re.compile(r"(\d[\d,.]*)\s*(mg|g|mcg|ug|units|IU|meq|mEq|mL)$")
_FREQUENCY = re.compile(r"(\d+(?:\.\d+)?)\s*/\s*(?:(\d+)\s*)?(h|d|wk|mo)$")
_DATED = re.compile(r"(started|stopped)\s+(\d{4}-\d\d-\d\d)$")
_UNITS = {"mcg": "ug", "units": "[IU]", "IU": "[IU]", "mEq": "meq"}


def medication_of(text: str, number: int) -> Medication:
    """The entry that an example wrote as ``name | dose | frequency | route | words``. Raises ValueError on a part that
    is none of these.
    """
    name, *parts = (p.strip() for p in text.split("|"))
    dosage: dict[str, Any] = {}
    statement: dict[str, Any] = {}
    for part in parts:
        _read_part(part, dosage, statement)
    own = MedicationStatement(as_written=name, name=name, dosage=Dosage(**dosage), **statement)
    ingredients = tuple(Ingredient(SubstanceId(s.strip())) for s in name.split(" + "))
    return Medication(f"m{number}", own, Resolution("resolved", ingredients, "exact"))


def _read_part(part: str, dosage: dict[str, Any], statement: dict[str, Any]) -> None:
    dose, often, dated = _DOSE.match(part), _FREQUENCY.match(part), _DATED.match(part)
    if dose:
        dosage["dose"] = Quantity(float(dose.group(1).replace(",", "")), _UNITS.get(dose.group(2), dose.group(2)))
    elif often:
        dosage["frequency"] = Frequency(float(often.group(1)), float(often.group(2) or 1), often.group(3))
    elif dated and dated.group(1) == "started":
        statement["start"] = date.fromisoformat(dated.group(2))
    elif dated:
        statement |= {"stop": date.fromisoformat(dated.group(2)), "status": "stopped"}
    elif part in _ROUTES:
        dosage["route"] = part
    elif part == "prn":
        dosage["prn"] = True
    elif part.startswith("for "):
        statement["indication"] = part[4:].replace("-", " ")
    elif re.fullmatch(r"\d+ days", part):
        dosage["duration_days"] = float(part.split(maxsplit=1)[0])
    elif part in ("planned", "on-hold", "given"):
        status: Status = part  # type: ignore[assignment]
        statement["status"] = status
    else:
        dosage["form"] = part


_PATIENT = frozenset(
    {"age", "sex", "weight", "height", "conditions", "labs", "allergies", "pregnancy", "breastfeeding", "genes", "tobacco", "alcohol"}
)


def patient_of(told: Mapping[str, Any]) -> Patient:
    """The patient of an example. Raises ValueError on a field that does not exist."""
    strange = set(told) - _PATIENT
    if strange:
        raise ValueError(f"a patient has no field {', '.join(sorted(strange))}")
    return Patient(
        sex=told.get("sex"),
        age_years=told.get("age"),
        weight_kg=told.get("weight"),
        height_cm=told.get("height"),
        conditions=tuple(Condition(c, concepts=(c,)) for c in told.get("conditions", ())),
        conditions_known="conditions" in told,
        allergies=tuple(_allergy(a) for a in told.get("allergies", ())),
        allergies_known="allergies" in told,
        observations=tuple(o for m, v in told.get("labs", {}).items() for o in _observations(m, v)),
        pregnancy=told.get("pregnancy"),
        breastfeeding=told.get("breastfeeding"),
        genotypes=tuple(Genotype(g, p) for g, p in told.get("genes", {}).items()),
        tobacco=told.get("tobacco"),
        alcohol=told.get("alcohol"),
    )


def _allergy(text: str) -> Allergy:
    """``codeine``, ``codeine | rash``, ``codeine | intolerance``."""
    target, _, told = (p.strip() for p in text.partition("|"))
    if told == "intolerance":
        return Allergy(target, kind="intolerance", targets=(target,))
    return Allergy(target, reaction=told or None, targets=(target,))


def _observations(measure: str, value: Any) -> Iterator[Observation]:
    for n, one in enumerate(value if isinstance(value, list) else [value]):
        number, _, when = str(one).partition("@")
        day = date.fromisoformat(when.strip()) if when else AS_OF - timedelta(days=1) + timedelta(days=n if isinstance(value, list) else 0)
        yield Observation(measure, float(number.split()[0]), when=day, measure=measure)


def regimen_of(example: Example) -> Regimen:
    """The regimen of an example."""
    return Regimen(tuple(medication_of(d, n) for n, d in enumerate(example.drugs, 1)), AS_OF)


def review_of(example: Example, store: KnowledgeStore) -> Review:
    """The review of an example's regimen."""
    regimen = regimen_of(example)
    patient = patient_of(example.patient)
    return review_regimen(regimen, patient, store.knowledge_for(regimen, patient))


def findings_of_rule(review: Review, rule_id: str) -> tuple[Finding, ...]:
    """Findings of one rule, members of others included."""
    return tuple(f for top in review.findings for f in (top, *top.members) if f.rule_id == rule_id)


def _inferred(text: RuleText, example: Example, store: KnowledgeStore) -> tuple[Finding, ...]:
    """What an inference says by itself: in a review a written rule on the same pair would take its place."""
    regimen, patient = regimen_of(example), patient_of(example.patient)
    said = check_inferences(Situation(regimen, patient, store.knowledge_for(regimen, patient)))
    return tuple(f for f in said.findings if f.rule_id == text.rule.id)


def run_examples(text: RuleText, store: KnowledgeStore) -> list[Fault]:
    """Every example of a rule that did not come out as it says."""
    faults: list[Fault] = []
    for number, example in enumerate(text.examples, 1):
        try:
            wrong = _wrong(text, example, store)
        except (ValueError, KeyError) as fault:
            wrong = f"it cannot be read: {fault}"
        if wrong:
            faults.append(Fault(text.file, 0, f"Example {number} ({'; '.join(example.drugs)}): {wrong}."))
    return faults


def _wrong(text: RuleText, example: Example, store: KnowledgeStore) -> str:
    unknown = [s for d in example.drugs for s in d.split("|")[0].strip().split(" + ") if s.strip() not in store.vocabulary().substances]
    if unknown:
        return f"'{unknown[0]}' is not in substances.csv"
    review = review_of(example, store)
    found = _inferred(text, example, store) if text.rule.inferred else findings_of_rule(review, text.rule.id)
    quiet = [q for q in review.quiet if q.rule_id == text.rule.id]
    fired = bool(found or quiet)
    if fired != example.fires:
        return "the rule fires and must not" if fired else "the rule does not fire and must"
    if example.tier and example.tier not in {f.tier for f in found}:
        return f"the tier is {', '.join(f.tier for f in found) or 'none'} and must be {example.tier}"
    if example.severity and example.severity not in {f.severity for f in found}:
        return f"the severity is {', '.join(f.severity for f in found) or 'none'} and must be {example.severity}"
    return ""

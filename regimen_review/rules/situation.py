"""One patient on one regimen, indexed so that hundreds of rules can be held against it in milliseconds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from regimen_review.formulae import child_pugh, creatinine_clearance, egfr_ckd_epi_2021
from regimen_review.knowledge import Aim, Knowledge, Role, Rule, Selector, aims_of, selector_keys
from regimen_review.patient import Allergy, Condition, Observation, Patient
from regimen_review.regimen import Medication, Regimen, SubstanceId
from regimen_review.routes import ORAL, routes_untold
from regimen_review.rules.matching import Exposure, Matching, by_substance
from regimen_review.rules.outcome import Outcome
from regimen_review.rules.selectors import parse_selectors

__all__ = ["DEPOT_ROUTES", "HALF_LIVES_THAT_COUNT", "Exposure", "Situation", "Value", "readable_unit"]

DEPOT_ROUTES = frozenset({"injection", "intramuscular", "subcutaneous", "intra-articular", "implant"})
"""Routes by which a drug can be laid down as a depot that acts for longer than its half-life."""
HALF_LIVES_THAT_COUNT = 5
"""After five half-lives about 3 % is left; a stopped drug counts for that long."""


@dataclass(frozen=True, slots=True)
class Value:
    """A measured or computed value in the measure's own unit, with how it came about."""

    amount: float
    unit: str
    when: date | None
    says: str


@lru_cache(maxsize=8192)
def _aims(texts: tuple[str, ...]) -> tuple[Aim, ...]:
    return aims_of(parse_selectors(texts))


class Situation:
    """Everything the rules may ask about one patient. Built once for a review; read-only afterwards."""

    def __init__(self, regimen: Regimen, patient: Patient, knowledge: Knowledge) -> None:
        self.regimen = regimen
        self.patient = patient
        self.knowledge = knowledge
        self.as_of = regimen.as_of
        self.age = patient.age(regimen.as_of)
        self.exposures = tuple(self._exposures())
        self.matching = Matching(self.exposures, self._keys)
        self.entries_of = by_substance(self.exposures)
        self._names = knowledge.display_names
        self.rules_by_kind: Mapping[str, Sequence[Rule]] = knowledge.rules_by_kind
        """The rules that touch this regimen, retired ones left out."""
        self.told: dict[str, Outcome] = {}
        """How conditions that ask of the patient alone came out, by their text: they are asked once for all drugs."""

    def on(self, regimen: Regimen, knowledge: Knowledge) -> Situation:
        """The same patient on another regimen, with knowledge from the same base: what was asked of the patient alone is
        not asked again on the same day.
        """
        changed = Situation(regimen, self.patient, knowledge)
        same_words = knowledge.conditions is self.knowledge.conditions and knowledge.measures is self.knowledge.measures
        if same_words and changed.as_of == self.as_of:
            changed.told = self.told
        return changed

    def _exposures(self) -> Iterable[Exposure]:
        for medication in self.regimen.medications:
            if medication.current:
                yield from (Exposure(s, medication, untold=self._untold(s)) for s in medication.substances)
            elif medication.statement.status in ("stopped", "completed"):
                yield from (
                    Exposure(s, medication, lingering=True, untold=self._untold(s))
                    for s in medication.substances
                    if self._lingers(s, medication)
                )

    def _lingers(self, substance: SubstanceId, medication: Medication) -> bool:
        since = self.days_stopped(medication)
        return since is not None and 0 <= since <= self.days_left(substance, medication)

    def days_stopped(self, medication: Medication) -> int | None:
        """Days since a medication was stopped (a single injection has only the day of it); None where no day is written."""
        return self.days_since(medication.statement.stop or medication.statement.start)

    def days_left(self, substance: SubstanceId, medication: Medication) -> float:
        """How many days a substance still counts after its medication was stopped: by its half-life, or by its depot."""
        days = HALF_LIVES_THAT_COUNT * self._days_of(substance, "half-life-days")
        return max(days, self._days_of(substance, "depot-days")) if medication.route in DEPOT_ROUTES else days

    def _untold(self, substance: SubstanceId) -> frozenset[str]:
        known = self.knowledge.substances.get(substance)
        return routes_untold(tuple(known.atc)) if known else ORAL

    def _days_of(self, substance: SubstanceId, name: str) -> float:
        facts = self.knowledge.properties.get(substance, {}).get(name, ())
        return max((float(p.grade) for p in facts if p.grade != "none"), default=0.0)

    def _keys(self, substance: SubstanceId) -> frozenset[str]:
        kept = self.knowledge.keys.get(substance)
        if kept is not None:
            return kept
        return selector_keys(substance, self.knowledge.classes.get(substance, frozenset()), self.knowledge.properties.get(substance, {}))

    def fitting(self, selectors: tuple[Selector, ...]) -> tuple[Exposure, ...]:
        """Exposures that a list of selectors picks, in the order of the regimen."""
        return self.matching.fitting(selectors)

    def substances(self, selectors: tuple[Selector, ...]) -> Mapping[SubstanceId, tuple[Exposure, ...]]:
        """The same, by substance."""
        return self.matching.substances(selectors)

    def filling(self, role: Role) -> tuple[Exposure, ...]:
        """Exposures that fill a role, in the order of the regimen."""
        return self.matching.filling(role.aims)

    def drugs_for(self, role: Role) -> Mapping[SubstanceId, tuple[Exposure, ...]]:
        """The same, by substance."""
        return self.matching.by_substance(role.aims)

    def fitting_texts(self, texts: tuple[str, ...]) -> tuple[Exposure, ...]:
        """Exposures that selectors pick, as they are written."""
        return self.matching.filling(_aims(texts))

    def name(self, substance: SubstanceId) -> str:
        """The display name: tall-man where the base lists it."""
        return self._names.get(substance, substance)

    def forms_of(self, substance: SubstanceId) -> tuple[str, ...]:
        """The substance, and the forms of it that the base knows as the same drug (``same-as-citalopram``)."""
        facts = self.knowledge.properties.get(substance, {}).get("allergen-group", ())
        return (substance, *(f.grade.removeprefix("same-as-") for f in facts if f.grade.startswith("same-as-")))

    def one_by_one(self, rules: Iterable[Rule]) -> Iterator[tuple[Rule, Situation]]:
        """Each rule with this situation as if it were the only rule; what was worked out once is shared by all. A
        situation that was handed out holds the next rule when that is handed out.
        """
        part = copy(self)
        for rule in rules:
            part.rules_by_kind = {rule.kind: (rule,)}
            yield rule, part

    def days_since(self, then: date | None) -> int | None:
        """Days from a date to the day of the review; None where either is not known."""
        return None if then is None or self.as_of is None else (self.as_of - then).days

    @cached_property
    def conditions(self) -> dict[str, Condition]:
        """Every condition concept the patient has, parents included, to the condition that says so."""
        found: dict[str, Condition] = {}
        for condition in self.patient.conditions:
            if condition.active:
                pending = list(condition.concepts)
                while pending:
                    concept = pending.pop()
                    found.setdefault(concept, condition)
                    known = self.knowledge.conditions.get(concept)
                    pending.extend(p for p in (known.parents if known else ()) if p not in found)
        return found

    @cached_property
    def _observations(self) -> dict[str, tuple[Observation, ...]]:
        found: dict[str, list[Observation]] = {}
        for observation in self.patient.observations:
            if observation.measure and observation.value is not None:
                found.setdefault(observation.measure, []).append(observation)
        return {m: tuple(sorted(o, key=lambda x: x.when or date.min)) for m, o in found.items()}

    def value(self, measure: str) -> Value | None:
        """The latest value of a measure in the base's unit; weight, egfr and bmi also from what is known otherwise."""
        latest = self._observations.get(measure, ())
        if latest:
            return self._converted(measure, latest[-1])
        if measure == "weight" and self.patient.weight_kg is not None:
            return Value(self.patient.weight_kg, "kg", None, f"weight {self.patient.weight_kg:g} kg")
        if measure == "height" and self.patient.height_cm is not None:
            return Value(self.patient.height_cm, "cm", None, f"height {self.patient.height_cm:g} cm")
        return self.egfr_computed if measure == "egfr" else None

    def earlier(self, measure: str) -> Value | None:
        """The value before the latest one, for a trend."""
        found = self._observations.get(measure, ())
        return self._converted(measure, found[-2]) if len(found) > 1 else None

    def _converted(self, measure: str, observation: Observation) -> Value | None:
        known = self.knowledge.measures.get(measure)
        amount = observation.value
        if amount is None:
            return None
        unit = observation.unit or (known.unit if known else "")
        says = f"{known.title if known else measure} {amount:g} {readable_unit(unit)}".strip()
        if known and unit != known.unit:
            factor = known.convert.get(unit)
            if factor is None and unit.lower() != known.unit.lower():
                return None
            amount *= factor or 1.0
        return Value(amount, known.unit if known else unit, observation.when, says)

    @cached_property
    def creatinine_clearance(self) -> Value | None:
        """Cockcroft-Gault with the actual weight, as drug labels use it; None where a part is missing."""
        creatinine, weight = self.value("creatinine"), self.value("weight")
        if creatinine is None or weight is None or self.age is None or self.patient.sex not in ("female", "male"):
            return None
        female = self.patient.sex == "female"
        amount = creatinine_clearance(self.age, weight.amount, creatinine.amount, female=female)
        says = f"creatinine clearance {amount:.0f} mL/min (Cockcroft-Gault, actual weight {weight.amount:g} kg, {creatinine.says})"
        return Value(amount, "mL/min", creatinine.when, says)

    @cached_property
    def egfr_computed(self) -> Value | None:
        """CKD-EPI 2021 from the latest creatinine; None where a part is missing."""
        creatinine = self.value("creatinine")
        if creatinine is None or self.age is None or self.patient.sex not in ("female", "male"):
            return None
        amount = egfr_ckd_epi_2021(self.age, creatinine.amount, female=self.patient.sex == "female")
        return Value(amount, "mL/min/{1.73_m2}", creatinine.when, f"eGFR {amount:.0f} mL/min/1.73 m² (CKD-EPI 2021, {creatinine.says})")

    @cached_property
    def child_pugh(self) -> Value | None:
        """Child-Pugh points where bilirubin, albumin and INR are known and a liver disease is on record."""
        parts = [self.value(m) for m in ("bilirubin", "albumin", "inr")]
        if any(p is None for p in parts) or not {"liver-cirrhosis", "liver-disease"} & set(self.conditions):
            return None
        bilirubin, albumin, inr = (p.amount for p in parts if p is not None)
        ascites = 2 if "ascites" in self.conditions else 1
        brain = 2 if "hepatic-encephalopathy" in self.conditions else 1
        points, letter = child_pugh(bilirubin, albumin, inr, ascites=ascites, encephalopathy=brain)
        return Value(points, letter, None, f"Child-Pugh {letter} ({points} points)")

    @cached_property
    def allergies(self) -> dict[str, Allergy]:
        """Substances, ``class:`` ids and allergen groups that the patient reacted to."""
        found: dict[str, Allergy] = {}
        for allergy in self.patient.allergies:
            for target in allergy.targets:
                found.setdefault(target, allergy)
                for c in self.knowledge.classes.get(SubstanceId(target), ()):
                    found.setdefault(f"class:{c}", allergy)
        return found


def readable_unit(unit: str) -> str:
    """A UCUM unit as people write it on this side of the screen: ``ug/dL`` is ``µg/dL``, ``[IU]`` is ``units``."""
    words = {"%": "%", "{INR}": "", "{score}": "", "1": "", "mL/min/{1.73_m2}": "mL/min/1.73 m²", "/min": "/min"}
    if unit in words:
        return words[unit]
    return (
        unit.replace("ug", "µg")
        .replace("[IU]", "IU")
        .replace("[GPL'U]", "GPL")
        .replace("10*3/uL", "×10³/µL")
        .replace("uL", "µL")
        .replace("mm[Hg]", "mmHg")
    )

"""One patient on one regimen, indexed so that hundreds of rules can be held against it in milliseconds."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from regimen_review.formulae import child_pugh, creatinine_clearance, egfr_ckd_epi_2021
from regimen_review.knowledge import Knowledge, Rule, Selector, selector_keys
from regimen_review.patient import Allergy, Condition, Observation, Patient
from regimen_review.regimen import Medication, Regimen, SubstanceId
from regimen_review.routes import in_group
from regimen_review.rules.selectors import parse_selectors

DEPOT_ROUTES = frozenset({"injection", "intramuscular", "subcutaneous", "intra-articular", "implant"})
"""Routes by which a drug can be laid down as a depot that acts for longer than its half-life."""
HALF_LIVES_THAT_COUNT = 5
"""After five half-lives about 3 % is left; a stopped drug counts for that long."""


@dataclass(frozen=True, slots=True, eq=False)
class Exposure:
    """One substance that reaches the patient through one medication; ``lingering`` when that was stopped. Each is
    itself and no other: made once for a situation, compared by identity, so that sets of them are quick.
    """

    substance: SubstanceId
    medication: Medication
    lingering: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """A measured or computed value in the measure's own unit, with how it came about."""

    amount: float
    unit: str
    when: date | None
    says: str


class Situation:
    """Everything the rules may ask about one patient. Built once for a review; read-only afterwards."""

    def __init__(self, regimen: Regimen, patient: Patient, knowledge: Knowledge) -> None:
        self.regimen = regimen
        self.patient = patient
        self.knowledge = knowledge
        self.as_of = regimen.as_of
        self.age = patient.age(regimen.as_of)
        self.exposures = tuple(self._exposures())
        self._index = self._build_index()
        self._by_text: dict[tuple[str, ...], tuple[Exposure, ...]] = {}
        self._matched: dict[int, tuple[tuple[Selector, ...], tuple[Exposure, ...]]] = {}
        """By identity of the selectors, which are kept beside the answer so that no other tuple takes their place."""

    def _exposures(self) -> Iterable[Exposure]:
        for medication in self.regimen.medications:
            if medication.current:
                yield from (Exposure(s, medication) for s in medication.substances)
            elif medication.statement.status in ("stopped", "completed"):
                yield from (Exposure(s, medication, lingering=True) for s in medication.substances if self._lingers(s, medication))

    def _lingers(self, substance: SubstanceId, medication: Medication) -> bool:
        stop = medication.statement.stop or medication.statement.start  # a single injection has only its day
        if stop is None or self.as_of is None:
            return False
        days = HALF_LIVES_THAT_COUNT * self._days_of(substance, "half-life-days")
        if medication.route in DEPOT_ROUTES:
            days = max(days, self._days_of(substance, "depot-days"))
        return 0 <= (self.as_of - stop).days <= days

    def _days_of(self, substance: SubstanceId, name: str) -> float:
        facts = self.knowledge.properties.get(substance, {}).get(name, ())
        return max((float(p.grade) for p in facts if p.grade != "none"), default=0.0)

    def _build_index(self) -> dict[str, tuple[Exposure, ...]]:
        index: dict[str, list[Exposure]] = {}
        for exposure in self.exposures:
            for key in self._keys(exposure.substance):
                index.setdefault(key, []).append(exposure)
        return {key: tuple(found) for key, found in index.items()}

    def _keys(self, substance: SubstanceId) -> frozenset[str]:
        kept = self.knowledge.keys.get(substance)
        if kept is not None:
            return kept
        return selector_keys(substance, self.knowledge.classes.get(substance, frozenset()), self.knowledge.properties.get(substance, {}))

    def _one(self, selector: Selector) -> Iterable[Exposure]:
        if selector.kind == "substance":
            keys = [selector.name]
        elif selector.kind == "class":
            keys = [f"class:{selector.name}"]
        elif selector.grades:
            keys = [f"property:{selector.name}={g}" for g in selector.grades]
        else:
            keys = [f"property:{selector.name}"]
        for key in keys:
            for exposure in self._index.get(key, ()):
                if in_group(exposure.medication.route, selector.route):
                    yield exposure

    def fitting(self, selectors: tuple[Selector, ...]) -> tuple[Exposure, ...]:
        """Exposures that a list of selectors picks, in the order of the regimen."""
        same = self._matched.get(id(selectors))
        if same is not None:
            return same[1]
        key = tuple(s.text for s in selectors)
        known = self._by_text.get(key)
        if known is None:
            known = self._by_text[key] = self._pick(selectors)
        self._matched[id(selectors)] = (selectors, known)
        return known

    def _pick(self, selectors: tuple[Selector, ...]) -> tuple[Exposure, ...]:
        picked: set[Exposure] = set()
        for selector in selectors:
            if not selector.negated:
                picked.update(self._one(selector))
        for selector in selectors:
            if selector.negated:
                picked.difference_update(self._one(selector))
        return tuple(e for e in self.exposures if e in picked) if picked else ()

    def fitting_texts(self, texts: tuple[str, ...]) -> tuple[Exposure, ...]:
        """The same for selectors as written."""
        return self.fitting(parse_selectors(texts))

    def name(self, substance: SubstanceId) -> str:
        """The display name: tall-man where the base lists it."""
        known = self.knowledge.substances.get(substance)
        return (known.tall_man if known and known.tall_man else None) or substance

    def forms_of(self, substance: SubstanceId) -> tuple[str, ...]:
        """The substance, and the forms of it that the base knows as the same drug (``same-as-citalopram``)."""
        facts = self.knowledge.properties.get(substance, {}).get("allergen-group", ())
        return (substance, *(f.grade.removeprefix("same-as-") for f in facts if f.grade.startswith("same-as-")))

    @cached_property
    def rules_by_kind(self) -> dict[str, list[Rule]]:
        """The rules that touch this regimen, retired ones left out."""
        found: dict[str, list[Rule]] = {}
        for rule in self.knowledge.rules:
            if rule.status != "retired":
                found.setdefault(rule.kind, []).append(rule)
        return found

    def about(self, rule: Rule) -> Situation:
        """The same situation with this one rule in it; what was worked out already is shared, not worked out again."""
        part = copy(self)
        part.__dict__["rules_by_kind"] = {rule.kind: [rule]}
        return part

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

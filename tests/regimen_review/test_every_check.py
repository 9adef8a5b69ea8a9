"""Every check once where it speaks and once where it must not, each time with other medicines in the room."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from regimen_review.checks import CHECKS

NOISE = ("folic acid | 1 mg | 1/d", "cholecalciferol | 1000 mg | 1/d")
LABS = {"creatinine": 1.0, "potassium": 4.2, "sodium": 140, "hemoglobin": 13.5}
WELL: dict[str, Any] = {"age": 50, "sex": "male", "weight": 80, "conditions": [], "allergies": [], "labs": LABS}


@dataclass(frozen=True)
class Case:
    """A check, the kind of its findings, and two regimens that differ in what decides."""

    check: str
    kind: str
    speaks: tuple[str, ...]
    quiet: tuple[str, ...]
    about: frozenset[str]
    ill: dict[str, Any] = field(default_factory=dict)
    well: dict[str, Any] | None = None
    basis: str = "rule"


def case(check, kind, speaks, quiet, about, *, ill=None, well=None, basis="rule"):
    return Case(check, kind, tuple(speaks), tuple(quiet), frozenset(about.split(" + ")), ill or {}, well, basis)


CASES = (
    case("several drugs together", "multi-drug", ["lisinopril", "furosemide", "ibuprofen"], ["lisinopril", "furosemide", "acetaminophen"],
         "lisinopril + furosemide + ibuprofen"),
    case("drug pairs", "drug-drug", ["warfarin", "fluconazole"], ["warfarin", "cephalexin"], "warfarin + fluconazole"),
    case("inferred pairs", "drug-drug", ["suvorexant", "itraconazole"], ["suvorexant", "terbinafine"], "suvorexant + itraconazole", basis="any"),
    case("duplicates", "duplicate", ["atorvastatin", "simvastatin"], ["atorvastatin", "ezetimibe"], "atorvastatin + simvastatin"),
    case("conditions", "drug-condition", ["ibuprofen"], ["ibuprofen"], "ibuprofen", ill={"conditions": ["heart-failure"]}, well={}),
    case("allergies", "drug-allergy", ["amoxicillin"], ["amoxicillin"], "amoxicillin", ill={"allergies": ["class:penicillins"]}, well={}),
    case("laboratory values", "drug-lab", ["spironolactone"], ["spironolactone"], "spironolactone", ill={"labs": {**LABS, "potassium": 6.1}}, well={}),
    case("age", "drug-age", ["glyburide"], ["glyburide"], "glyburide", ill={"age": 82}, well={}),
    case("pregnancy", "pregnancy", ["valproate"], ["valproate"], "valproate", ill={"sex": "female", "age": 30, "pregnancy": "pregnant"}, well={}),
    case("doses", "dose", ["citalopram | 60 mg | 1/d"], ["citalopram | 20 mg | 1/d"], "citalopram"),
    case("kidney dosing", "renal-dose", ["metformin | 1000 mg | 2/d"], ["metformin | 1000 mg | 2/d"], "metformin",
         ill={"labs": {**LABS, "creatinine": 3.6}}, well={}),
    case("liver dosing", "hepatic-dose", ["rivaroxaban"], ["rivaroxaban"], "rivaroxaban",
         ill={"conditions": ["liver-cirrhosis", "ascites"], "labs": {**LABS, "bilirubin": 2.5, "albumin": 2.9, "inr": 1.8}}, well={}),
    case("timing", "timing", ["levothyroxine | oral", "ferrous sulfate | oral"], ["levothyroxine | oral", "lisinopril"],
         "levothyroxine + ferrous sulfate"),
    case("food", "drug-food", ["simvastatin"], ["pravastatin"], "simvastatin"),
    case("burdens", "burden", ["oxybutynin", "amitriptyline"], ["oxybutynin", "sertraline"], "oxybutynin + amitriptyline"),
    case("omitted therapy", "omitted", ["morphine | 10 mg | 4/d"], ["morphine | 10 mg | 4/d", "sennosides"], "morphine"),
    case("monitoring", "monitoring", ["lithium | 400 mg | 2/d"], ["lisinopril"], "lithium"),
    case("high-alert medications", "high-alert", ["methotrexate | 15 mg | 1/wk"], ["leflunomide"], "methotrexate"),
    case("incompatibility", "incompatibility", ["ceftriaxone | intravenous", "calcium gluconate | intravenous"],
         ["ceftriaxone | intravenous", "calcium carbonate | oral"], "ceftriaxone + calcium gluconate"),
    case("pharmacogenomics", "pharmacogenomic", ["clopidogrel"], ["clopidogrel"], "clopidogrel", ill={"genes": {"cyp2c19": "poor"}},
         well={"genes": {"cyp2c19": "normal"}}),
    case("symptoms", "symptom", ["lisinopril"], ["losartan"], "lisinopril", ill={"conditions": ["cough"]}),
    case("prescribing cascades", "cascade", ["amlodipine | started 2025-01-01", "furosemide | started 2025-04-01"],
         ["amlodipine | started 2025-04-01", "furosemide | started 2025-01-01"], "amlodipine + furosemide"),
    case("indications", "no-indication", ["allopurinol"], ["allopurinol"], "allopurinol", well={"conditions": ["gout"]}),
)  # fmt: skip
each = pytest.mark.parametrize("one", CASES, ids=lambda c: c.check)


def found(review, one):
    every = (f for top in review.findings for f in (top, *top.members))
    return [f for f in every if f.kind == one.kind and one.about <= set(f.drugs) and not f.intended and f.tier != "none"]


def test_no_check_is_without_its_two_cases():
    assert {c.check for c in CASES} | {"imported sources"} == {name for name, _ in CHECKS}  # imported sources: test_outside.py


@each
def test_it_speaks_where_it_should_and_says_what_to_do(reviewed, one):
    findings = found(reviewed(*NOISE, *one.speaks, **{**WELL, **one.ill}), one)
    assert findings
    assert all(f.headline and f.consequence and f.mechanism and f.rule_id for f in findings)
    assert any(f.management for f in findings)


@each
def test_it_stays_quiet_where_one_thing_is_otherwise(reviewed, one):
    patient = WELL | (one.ill if one.well is None else one.well)
    assert not found(reviewed(*NOISE, *one.quiet, **patient), one)


@each
def test_nothing_said_of_the_other_medicines_in_the_room(reviewed, one):
    findings = found(reviewed(*NOISE, *one.speaks, **{**WELL, **one.ill}), one)
    assert not any("folic acid" in f.drugs for f in findings if f.kind not in ("no-indication", "drug-food", "high-alert"))

"""Each check without the one fact that it needs: it says so by name, with the drug, and lets the others run."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from interaction_db.examples import patient_of
from regimen_review.checks.symptom import check_symptoms
from regimen_review.findings import NotChecked
from regimen_review.plans.questions import next_questions
from regimen_review.regimen import Medication, MedicationStatement, Regimen, Resolution
from regimen_review.review import review_regimen
from regimen_review.rules.situation import Situation
from tests.conftest import a_regimen

LABS = {"creatinine": 1.0, "potassium": 4.2, "sodium": 140, "hemoglobin": 13.5}
WELL = {"age": 50, "sex": "male", "weight": 80, "conditions": [], "allergies": [], "labs": LABS}
BYSTANDERS = ("folic acid | 1 mg | 1/d", "latanoprost | ophthalmic")

BLIND = [
    ("conditions", "ibuprofen | 400 mg | 3/d", "conditions", "conditions"),
    ("allergies", "amoxicillin | 500 mg | 3/d", "allergies", "allergies"),
    ("age", "glyburide | 5 mg | 1/d", "age", "age checks"),
    ("labs", "gabapentin | 600 mg | 3/d", "creatinine", "kidney dosing"),
    ("labs", "spironolactone | 25 mg | 1/d", "potassium", "laboratory checks"),
]


@pytest.mark.parametrize(("forgotten", "drug", "missing", "check"), BLIND, ids=[b[3] for b in BLIND])
def test_without_its_fact_a_check_says_that_it_could_not_run_and_of_which_drug(reviewed, forgotten, drug, missing, check):
    told = {k: v for k, v in WELL.items() if k != forgotten}
    name = drug.partition(" | ")[0]
    lines = [n for n in reviewed(drug, *BYSTANDERS, **told).not_checked if n.missing == missing]
    assert any(name in n.what.casefold() for n in lines), lines
    assert not [n for n in reviewed(drug, *BYSTANDERS, **WELL).not_checked if n.missing == missing and name in n.what.casefold()]


@pytest.mark.parametrize(("forgotten", "drug", "missing", "check"), BLIND, ids=[b[3] for b in BLIND])
def test_what_could_not_run_becomes_a_question_with_its_weight(reviewed, forgotten, drug, missing, check):
    told = {k: v for k, v in WELL.items() if k != forgotten}
    asked = {q.missing: q for q in next_questions(reviewed(drug, *BYSTANDERS, **told))}
    assert asked[missing].settles >= 1
    assert asked[missing].asks.endswith("?")


def test_a_dose_that_was_not_written_is_asked_of_that_drug_alone(reviewed):
    review = reviewed("citalopram", "acetaminophen | 500 mg | 2/d", *BYSTANDERS, **WELL)
    assert any(n.missing == "dose of citalopram" for n in review.not_checked)
    assert not any(n.missing and "acetaminophen" in n.missing for n in review.not_checked)


def test_without_a_genotype_the_drugs_that_depend_on_it_are_named(reviewed):
    review = reviewed("codeine | 30 mg | 4/d", "clopidogrel | 75 mg | 1/d", *BYSTANDERS, **WELL)
    missing = {n.missing for n in review.not_checked}
    assert {"CYP2D6 genotype", "CYP2C19 genotype"} <= missing


def test_without_liver_values_a_known_liver_disease_is_not_checked_and_without_the_disease_nothing_is_missing(reviewed):
    ill = {**WELL, "conditions": ["liver-cirrhosis"]}
    review = reviewed("rivaroxaban | 20 mg | 1/d", *BYSTANDERS, **ill)
    assert any("Child-Pugh" in (n.missing or "") for n in review.not_checked) or any(
        "Child-Pugh" in q for f in review.findings for q in f.questions
    )
    assert not any("Child-Pugh" in (n.missing or "") for n in reviewed("rivaroxaban | 20 mg | 1/d", *BYSTANDERS, **WELL).not_checked)


def test_a_woman_whom_nobody_asked_is_asked_and_a_man_is_not(reviewed):
    woman = reviewed("valproate | 500 mg | 2/d", *BYSTANDERS, **{**WELL, "sex": "female", "age": 28})
    about = [f for f in woman.findings if f.kind == "pregnancy" or any(m.kind == "pregnancy" for m in f.members)]
    assert about
    assert not any("pregnan" in (n.missing or "") for n in reviewed("valproate | 500 mg | 2/d", *BYSTANDERS, **WELL).not_checked)


@pytest.mark.parametrize("told", [{"pregnancy": "pregnant"}, {"pregnancy": "pregnant", "age": 57}, {"pregnancy": "trying"}])
def test_a_recorded_pregnancy_counts_although_neither_sex_nor_a_fitting_age_is_recorded(reviewed, told):
    review = reviewed("valproate | 500 mg | 2/d", *BYSTANDERS, conditions=[], allergies=[], **told)
    kinds = {m.kind for f in review.findings for m in (f, *f.members)}
    assert "pregnancy" in kinds


def test_a_burden_with_a_drug_of_unknown_dose_is_at_least_what_the_others_add(reviewed):
    written = ("amitriptyline | 50 mg | 1/d", "oxybutynin | 5 mg | 2/d")
    review = reviewed(*written, "hydroxyzine", *BYSTANDERS, **{**WELL, "age": 80})
    burdens = [f for top in review.findings for f in (top, *top.members) if f.kind == "burden" and f.contributions]
    unsure = [f for f in burdens if "dose of hydroxyzine" in f.questions]
    assert unsure
    assert all("at least" in f.headline for f in unsure)
    for finding in burdens:
        assert round(sum(c.points for c in finding.contributions), 2) == pytest.approx(finding.score)


def test_a_cascade_without_dates_asks_for_them_and_names_the_drugs(reviewed):
    review = reviewed("amlodipine | 10 mg | 1/d", "furosemide | 40 mg | 1/d", *BYSTANDERS, **WELL)
    cascades = [f for top in review.findings for f in (top, *top.members) if f.kind == "cascade" and "amlodipine" in f.drugs]
    assert cascades
    assert {"start of amlodipine", "start of furosemide"} <= {q for f in cascades for q in f.questions}


def test_a_remedy_that_was_there_first_is_quiet_and_says_when(reviewed):
    review = reviewed("amlodipine | started 2025-04-01", "furosemide | started 2025-01-01", *BYSTANDERS, **WELL)
    assert any("2025-01-01" in q.why and "2025-04-01" in q.why for q in review.quiet)


def test_a_complaint_that_was_there_before_the_drug_is_quiet(situation):
    here = situation("lisinopril | started 2025-06-01", *BYSTANDERS, conditions=["cough"])
    (cough,) = here.patient.conditions

    def said(**when):
        patient = replace(here.patient, conditions=(replace(cough, **when),))
        return check_symptoms(Situation(here.regimen, patient, here.knowledge))

    before, after, unknown = said(onset=date(2025, 1, 1)), said(onset=date(2025, 9, 1)), said()
    assert not before.findings
    assert any("was there" in q.why for q in before.quiet)
    assert after.findings
    assert not after.findings[0].questions
    assert "onset of cough" in unknown.findings[0].questions


def test_a_name_that_is_not_settled_hides_nothing_of_the_others(store):
    regimen, patient = a_regimen("warfarin", "ibuprofen", *BYSTANDERS), patient_of(WELL)
    odd = Medication("m9", MedicationStatement("xqzzy 5 mg", "xqzzy"), Resolution("unresolved"))
    with_odd = Regimen((odd, *regimen.medications), regimen.as_of)
    plain, noisy = (review_regimen(r, patient, store.knowledge_for(r, patient)) for r in (regimen, with_odd))
    assert noisy.findings == plain.findings
    assert [n for n in noisy.not_checked if n not in plain.not_checked] == [
        NotChecked("xqzzy 5 mg", "name not recognised", "name of xqzzy 5 mg")
    ]

"""What a condition may ask of the patient: each term at its boundary, and where nobody knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regimen_review.patient import Condition, Observation
from regimen_review.rules.situation import Situation
from tests.regimen_review.rules.conftest import asked

OPERATORS = {
    ">=": (False, True, True),
    "<=": (True, True, False),
    ">": (False, False, True),
    "<": (True, False, False),
    "=": (False, True, False),
    "!=": (True, False, True),
}


@pytest.mark.parametrize("operator", OPERATORS)
def test_a_number_is_compared_below_at_and_above_its_boundary(of_patient, operator):
    assert tuple(of_patient(f"age {operator} 65", age=a) for a in (64, 65, 66)) == OPERATORS[operator]


@given(age=st.integers(0, 110), limit=st.integers(0, 110))
def test_an_age_is_below_a_limit_or_it_is_not(of_patient, age, limit):
    assert of_patient(f"age < {limit}", age=age) is not of_patient(f"age >= {limit}", age=age)


def test_body_mass_index_is_measured_or_worked_out_or_asked_for_by_what_is_missing(situation):
    assert asked("bmi >= 30", situation("lisinopril", weight=98, height=180)).holds is True
    assert asked("bmi >= 30", situation("lisinopril", weight=97, height=180)).holds is False
    assert asked("bmi >= 30", situation("lisinopril", weight=97, height=180, labs={"bmi": 31})).holds is True
    assert asked("bmi >= 30", situation("lisinopril", weight=97)).missing == ("height",)
    assert asked("bmi >= 30", situation("lisinopril", height=180)).missing == ("weight",)


def test_a_weight_that_was_measured_counts_before_the_one_that_was_only_stated(of_patient):
    assert of_patient("weight < 60", weight=80, labs={"weight": 55}) is True
    assert of_patient("weight < 60", weight=55) is True


def test_one_of_several_conditions_is_enough(of_patient):
    assert of_patient("condition(gout | copd)", conditions=["hypertension", "copd"]) is True
    assert of_patient("condition(gout | copd)", conditions=["hypertension"]) is False


def test_a_condition_that_is_over_does_not_count(situation):
    here = situation("lisinopril", conditions=["hypertension"])
    over = Condition("gout in 2009", active=False, concepts=("gout",))
    past = Situation(here.regimen, replace(here.patient, conditions=(*here.patient.conditions, over)), here.knowledge)
    assert asked("condition(gout)", past).holds is False
    assert asked("condition(hypertension)", past).holds is True


def test_a_parent_condition_is_not_taken_for_its_child(of_patient):
    assert of_patient("condition(copd)", conditions=["lung-disease"]) is False
    assert of_patient("condition(lung-disease)", conditions=["copd"]) is True


def test_a_value_without_a_date_is_older_than_any_that_has_one(with_values):
    undated, dated = Observation("K", 6.0, measure="potassium"), Observation("K", 4.0, when=date(2020, 1, 1), measure="potassium")
    assert asked("lab(potassium) > 5", with_values(dated, undated)).holds is False
    assert asked("lab(potassium) > 5", with_values(undated)).holds is True


def test_a_value_is_judged_in_the_unit_of_the_base(with_values):
    umol = Observation("creatinine", 177.0, unit="umol/L", when=date(2025, 12, 1), measure="creatinine")
    outcome = asked("lab(creatinine) >= 2", with_values(umol))
    assert outcome.holds is True
    assert "177" in outcome.because[0].fact, "the reader sees the number that the laboratory wrote"


def test_a_value_in_a_unit_that_cannot_be_converted_is_not_known_and_yet_was_measured(with_values):
    strange = with_values(Observation("potassium", 5.9, unit="furlong", when=date(2025, 12, 1), measure="potassium"))
    assert asked("lab(potassium) > 5.5", strange).missing == ("potassium",)
    assert asked("no-lab(potassium)", strange).holds is False


def test_a_result_in_words_was_measured(with_values):
    words = with_values(Observation("INR", None, text_value="therapeutic", when=date(2025, 12, 20), measure="inr"))
    assert asked("no-lab(inr)", words).holds is False
    assert asked("no-lab(potassium)", words).holds is True
    assert asked("lab(inr) > 4", words).missing == ("inr",)


@pytest.mark.parametrize(("days_ago", "old"), [("2025-10-09", False), ("2025-10-08", True)])
def test_a_value_is_too_old_from_the_day_after_its_limit(of_patient, days_ago, old):
    assert of_patient("lab-age(inr) > 84", labs={"inr": f"2.5 @{days_ago}", "potassium": "4 @2025-12-30"}) is old


def test_the_age_of_a_value_that_has_no_date_is_not_known(with_values):
    assert asked("lab-age(inr) > 84", with_values(Observation("INR", 2.5, measure="inr"))).missing == ("inr",)


def test_a_trend_is_in_per_cent_of_the_earlier_value_of_the_last_year(of_patient):
    rising = {"creatinine": ["1.0 @2025-10-01", "1.3 @2025-12-01"]}
    assert of_patient("lab-change(creatinine) >= 30", labs=rising) is True
    assert of_patient("lab-change(creatinine) > 31", labs=rising) is False
    assert of_patient("lab-change(creatinine) < -20", labs={"creatinine": ["2.0 @2025-10-01", "1.5 @2025-12-01"]}) is True
    assert of_patient("lab-change(creatinine) >= 30", labs={"creatinine": 1.3}) is None
    assert of_patient("lab-change(creatinine) >= 30", labs={"creatinine": ["1.0 @2023-10-01", "1.3 @2025-12-01"]}) is None


def test_a_trend_uses_the_value_right_before_the_latest(of_patient):
    up_and_down = {"potassium": ["3.0 @2025-09-01", "5.0 @2025-10-01", "5.1 @2025-12-01"]}
    assert of_patient("lab-change(potassium) > 20", labs=up_and_down) is False


def test_a_reported_egfr_counts_before_one_that_is_worked_out(of_patient):
    person = {"age": 50, "sex": "male"}
    assert of_patient("egfr < 30", **person, labs={"egfr": 25, "creatinine": 1.0}) is True
    assert of_patient("egfr < 30", **person, labs={"creatinine": 1.0}) is False
    assert of_patient("egfr < 30", labs={"creatinine": 1.0}) is None


def test_on_dialysis_the_stage_counts_and_not_the_creatinine(of_patient):
    person = {"age": 50, "sex": "male", "weight": 80, "labs": {"creatinine": 1.0}, "conditions": ["dialysis"]}
    for term in ("egfr < 15", "crcl < 15", "egfr < 30"):
        assert of_patient(term, **person) is True
    assert of_patient("egfr < 5", **person) is None


def test_clearance_without_a_weight_falls_back_step_by_step_and_then_asks(situation):
    full = {"age": 80, "sex": "female", "weight": 50, "labs": {"creatinine": 1.5}}
    assert "Cockcroft-Gault" in asked("crcl < 60", situation("lisinopril", **full)).because[0].fact
    reported = asked("crcl < 60", situation("lisinopril", labs={"egfr": 40}))
    assert reported.holds is True
    assert "used for creatinine clearance" in reported.because[0].fact
    staged = asked("crcl < 60", situation("lisinopril", conditions=["ckd-stage-4"]))
    assert (staged.holds, staged.context[0][0]) == (True, "ckd-stage-4")
    assert asked("crcl < 60", situation("lisinopril", age=80, labs={"creatinine": 1.5})).missing == ("weight",)


LIVER = {"conditions": ["liver-cirrhosis"], "labs": {"bilirubin": 2.5, "albumin": 3.0, "inr": 1.8}}


def test_child_pugh_needs_a_liver_disease_and_its_three_values(of_patient):
    assert of_patient("child-pugh = B|C", **LIVER) is True
    assert of_patient("child-pugh = A", **LIVER) is False
    assert of_patient("child-pugh = B|C", conditions=["gout"], labs=LIVER["labs"]) is False
    assert of_patient("child-pugh = B|C", labs=LIVER["labs"]) is None
    assert of_patient("child-pugh = B|C", conditions=["liver-cirrhosis"], labs={"bilirubin": 2.5}) is None


def test_ascites_and_encephalopathy_each_add_a_point(of_patient):
    worse = {**LIVER, "conditions": ["liver-cirrhosis", "ascites", "hepatic-encephalopathy"]}
    assert of_patient("child-pugh = B", **LIVER) is True
    assert of_patient("child-pugh = C", **worse) is True


def test_a_gene_is_asked_by_any_case_and_another_gene_does_not_answer(of_patient):
    assert of_patient("gene(cyp2c19) = poor|intermediate", genes={"CYP2C19": "Intermediate", "cyp2d6": "normal"}) is True
    assert of_patient("gene(cyp2c19) = poor", genes={"cyp2d6": "poor"}) is None
    assert of_patient("gene(cyp2c19) != normal", genes={"cyp2c19": "normal"}) is False


def test_a_diagnosis_tells_of_tobacco_and_alcohol_where_nobody_wrote_the_habit(of_patient):
    assert of_patient("tobacco = current", conditions=["smoking"]) is True
    assert of_patient("tobacco = current", conditions=["smoking"], tobacco="former") is False
    assert of_patient("alcohol = heavy", conditions=["alcohol-use-disorder"]) is True
    assert of_patient("alcohol = heavy", conditions=["gout"]) is None
    assert of_patient("alcohol = heavy|moderate", alcohol="none") is False

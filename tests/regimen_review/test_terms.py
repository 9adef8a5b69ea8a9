"""Conditions of rules held against patients: true, false and not known are three different things."""

import pytest

from regimen_review.rules.terms import holds


def outcome(text, situation, **roles):
    return holds(text, {name: situation.fitting_texts((f"{sub}@any",)) for name, sub in roles.items()}, situation)


def test_a_missing_fact_is_neither_true_nor_false_and_is_named(situation):
    found = outcome("age >= 65 or weight < 60", situation("warfarin", sex="female"))
    assert found.holds is None
    assert found.missing == ("age", "weight")


def test_one_true_part_decides_an_or_whatever_is_unknown(situation):
    assert outcome("weight < 60 or age >= 65", situation("warfarin", age=80)).holds is True


def test_one_false_part_decides_an_and_whatever_is_unknown(situation):
    assert outcome("weight < 60 and age >= 65", situation("warfarin", age=40)).holds is False


def test_the_opposite_of_unknown_is_unknown(situation):
    assert outcome("not age >= 65", situation("warfarin")).holds is None


def test_a_condition_is_false_only_where_a_list_was_given(situation):
    assert outcome("condition(heart-failure)", situation("warfarin")).holds is None
    assert outcome("condition(heart-failure)", situation("warfarin", conditions=[])).holds is False
    assert outcome("condition(heart-failure)", situation("warfarin", conditions=["heart-failure"])).holds is True


def test_a_child_condition_counts_as_its_parent(situation):
    assert outcome("condition(lung-disease)", situation("warfarin", conditions=["copd"])).holds is True


def test_the_latest_value_counts_and_is_shown_with_its_date(situation):
    found = outcome("lab(potassium) > 5.5", situation("lisinopril", labs={"potassium": ["6.1 @2025-11-01", "4.4 @2025-12-01"]}))
    assert found.holds is False
    assert "4.4" in found.because[0].fact
    assert found.because[0].when.isoformat() == "2025-12-01"


def test_no_lab_is_true_where_nothing_was_measured(situation):
    assert outcome("no-lab(inr)", situation("warfarin")).holds is True
    assert outcome("no-lab(inr)", situation("warfarin", labs={"inr": 2.4})).holds is False


def test_the_age_of_a_value_is_in_days(situation):
    here = situation("warfarin", labs={"inr": "2.4 @2025-10-01"})
    assert outcome("lab-age(inr) > 84", here).holds is True
    assert outcome("lab-age(inr) > 120", here).holds is False


def test_without_a_weight_egfr_stands_in_for_creatinine_clearance_and_says_so(situation):
    found = outcome("crcl < 30", situation("apixaban", age=80, sex="female", labs={"creatinine": 2.1}))
    assert found.holds is True
    assert "used for creatinine clearance (no weight)" in found.because[0].fact


def test_without_creatinine_nothing_can_be_said_of_the_kidneys(situation):
    assert outcome("crcl < 30", situation("apixaban", age=80, sex="female", weight=50)).missing == ("creatinine",)


def test_creatinine_clearance_is_cockcroft_gault_with_the_actual_weight(situation):
    told = {"age": 80, "sex": "female", "labs": {"creatinine": 1.4}}
    found = outcome("crcl < 30", situation("apixaban", weight=45, **told))
    assert found.holds is True
    assert "Cockcroft-Gault" in found.because[0].fact


def test_the_rules_own_drug_is_not_its_own_company(situation):
    here = situation("furosemide", "lisinopril")
    assert outcome("taking(class:loop-diuretics)", here, object="lisinopril").holds is True
    assert outcome("taking(class:loop-diuretics)", here, object="furosemide").holds is False


def test_doses_of_all_entries_of_one_substance_are_added(situation):
    here = situation("acetaminophen | 1000 mg | 3/d", "acetaminophen | 500 mg | 4/d | prn")
    assert outcome("daily-dose(acetaminophen) > 4 g", here).holds is True
    assert outcome("daily-dose(acetaminophen) > 6 g", here).holds is False


def test_a_dose_that_was_not_written_is_a_question(situation):
    found = outcome("daily-dose(drug) > 4 g", situation("acetaminophen"), drug="acetaminophen")
    assert found.missing == ("dose of acetaminophen",)


def test_a_dose_without_its_times_asks_how_often(situation):
    found = outcome("daily-dose(drug) > 4 g", situation("acetaminophen | 500 mg"), drug="acetaminophen")
    assert found.missing == ("frequency of acetaminophen",)


def test_a_dose_known_in_part_can_prove_too_much_but_never_too_little(situation):
    here = situation("acetaminophen | 1000 mg | 5/d", "acetaminophen")
    assert outcome("daily-dose(acetaminophen) > 4 g", here).holds is True
    assert outcome("daily-dose(acetaminophen) < 6 g", here).holds is None


def test_dose_per_kilogram_uses_the_patients_weight(situation):
    here = situation("hydroxychloroquine | 200 mg | 2/d", weight=50)
    assert outcome("dose-per-kg(drug) > 5 mg", here, drug="hydroxychloroquine").holds is True
    assert outcome("dose-per-kg(drug) > 9 mg", here, drug="hydroxychloroquine").holds is False


def test_a_weekly_drug_given_daily_is_seven_times_a_week(situation):
    assert outcome("times-per-week(drug) > 1", situation("methotrexate | 12.5 mg | 1/d"), drug="methotrexate").holds is True
    assert outcome("times-per-week(drug) > 1", situation("methotrexate | 12.5 mg | 1/wk"), drug="methotrexate").holds is False


@pytest.mark.parametrize(("age", "sex", "expected"), [(30, "female", True), (70, "female", False), (30, "male", False)])
def test_pregnancy_is_possible_for_a_woman_of_child_bearing_age_unless_recorded(situation, age, sex, expected):
    assert outcome("pregnancy = possible", situation("methotrexate", age=age, sex=sex)).holds is expected


def test_nobody_asked_about_pregnancy_is_not_the_same_as_not_pregnant(situation):
    assert outcome("pregnancy = pregnant", situation("methotrexate", age=30, sex="female")).holds is None
    assert outcome("pregnancy = pregnant", situation("methotrexate", age=30, sex="female", pregnancy="not-pregnant")).holds is False


def test_an_allergy_to_a_member_is_an_allergy_to_its_class(situation):
    assert outcome("allergy(class:penicillins)", situation("cephalexin", allergies=["amoxicillin"])).holds is True
    assert outcome("allergy(class:penicillins)", situation("cephalexin", allergies=[])).holds is False
    assert outcome("allergy(class:penicillins)", situation("cephalexin")).missing == ("allergies",)


def test_order_of_starting_needs_both_dates(situation):
    here = situation("warfarin | started 2025-01-01", "ciprofloxacin | started 2025-12-20")
    assert outcome("started-after(precipitant, object)", here, object="warfarin", precipitant="ciprofloxacin").holds is True
    assert outcome("started(precipitant) < 14", here, precipitant="ciprofloxacin").holds is True
    bare = situation("warfarin", "ciprofloxacin")
    assert outcome("started-after(precipitant, object)", bare, object="warfarin", precipitant="ciprofloxacin").holds is None


def test_genotype_tobacco_and_alcohol_are_asked_for_when_unknown(situation):
    assert outcome("gene(cyp2d6) = poor", situation("codeine", genes={"cyp2d6": "poor"})).holds is True
    assert outcome("gene(cyp2d6) = poor", situation("codeine")).missing == ("CYP2D6 genotype",)
    assert outcome("tobacco = current", situation("clozapine", tobacco="never")).holds is False
    assert outcome("alcohol = heavy", situation("methotrexate")).holds is None


def test_a_regular_dose_with_more_as_needed_beside_it_is_not_as_needed(situation):
    assert outcome("prn(drug)", situation("oxycodone | 5 mg | prn"), drug="oxycodone").holds is True
    assert outcome("prn(drug)", situation("oxycodone | 20 mg | 2/d", "oxycodone | 5 mg | prn"), drug="oxycodone").holds is False


def test_an_allergy_to_the_drug_in_a_role_counts_its_other_forms_and_tells_how_it_was_recorded(situation):
    here = situation("escitalopram", allergies=["citalopram | rash"])
    assert outcome("allergy(drug)", here, drug="escitalopram").holds is True
    assert outcome("reaction(drug) = told", here, drug="escitalopram").holds is True
    assert outcome("reaction(drug) = intolerance", here, drug="escitalopram").holds is False
    unlike = situation("sertraline", allergies=["citalopram | intolerance"])
    assert outcome("allergy(drug)", unlike, drug="sertraline").holds is False
    assert outcome("reaction(drug) = intolerance", situation("citalopram", allergies=["citalopram | intolerance"]), drug="citalopram").holds


def test_the_reaction_to_a_drug_is_not_known_where_nobody_asked_about_allergies(situation):
    assert outcome("reaction(drug) = told", situation("codeine"), drug="codeine").missing == ("allergies",)

"""Every kind of check on the shipped base: where it speaks, where it stays quiet, and where it says it could not run."""

import pytest

from regimen_review.findings import Finding, Review
from regimen_review.patient import Allergy, Patient
from regimen_review.review import review_regimen
from tests.conftest import a_regimen

LABS = {"creatinine": 1.0, "potassium": 4.2, "inr": 2.4, "hemoglobin": 13.5}
WELL = {"age": 50, "sex": "male", "weight": 80, "conditions": [], "allergies": [], "labs": LABS}


def of_kind(review: Review, kind: str, *drugs: str) -> list[Finding]:
    every = [f for top in review.findings for f in (top, *top.members)]
    return [f for f in every if f.kind == kind and set(drugs) <= set(f.drugs)]


def loud(review: Review, *drugs: str) -> list[Finding]:
    return [f for f in review.findings if f.tier in ("act", "review") and not f.intended and set(f.drugs) == set(drugs)]


def test_a_written_pair_is_shown_with_its_sources_and_the_rule_that_said_it(reviewed):
    (finding, *_) = of_kind(reviewed("warfarin", "ibuprofen", **WELL), "drug-drug", "warfarin", "ibuprofen")
    assert finding.basis == "rule"
    assert finding.sources
    assert (finding.rule_status, finding.severity) == ("draft", "major")
    assert finding.management


def test_an_inferred_pair_shows_its_steps_with_sources_and_never_exceeds_moderate(reviewed, store):
    inferred = [r for r in store.all_rules() if r.inferred]
    assert inferred
    assert all(r.severity in ("minor", "moderate") for r in inferred)
    shown = [
        f for f in reviewed("sirolimus", "fluconazole", "ivabradine", "aprepitant", "suvorexant", **WELL).findings if f.basis == "inferred"
    ]
    for finding in shown:
        assert finding.tier in ("review", "note")
        assert len(finding.steps) >= 2
        assert all(step.source for step in finding.steps[:2])


def test_two_opioids_with_a_gabapentinoid_in_lung_disease_are_one_finding(reviewed):
    review = reviewed("tramadol", "acetaminophen + codeine", "gabapentin", age=50, conditions=["pulmonary-fibrosis", "home-oxygen"])
    (whole, *_) = of_kind(review, "multi-drug", "tramadol", "codeine", "gabapentin")
    assert whole.tier == "act"
    assert whole.members
    assert not [
        f for f in review.findings if set(f.drugs) == {"tramadol", "gabapentin"} and f.tier != "note" and f.problem == whole.problem
    ]


def test_acetaminophen_in_two_products_is_a_duplicate_and_in_one_is_not(reviewed):
    assert of_kind(reviewed("acetaminophen | 500 mg | 4/d", "acetaminophen + codeine", **WELL), "duplicate", "acetaminophen")
    assert not of_kind(reviewed("acetaminophen + codeine", **WELL), "duplicate")


def test_two_inhaled_steroids_are_a_duplicate_and_a_reliever_beside_a_steroid_is_not(reviewed):
    assert of_kind(reviewed("budesonide | inhaled", "fluticasone | inhaled", **WELL), "duplicate", "budesonide", "fluticasone")
    assert not of_kind(reviewed("albuterol | inhaled", "fluticasone | inhaled", **WELL), "duplicate")


def test_the_parts_of_one_product_are_neither_a_pair_nor_a_duplicate(reviewed):
    assert not loud(reviewed("acetaminophen + codeine", **WELL), "acetaminophen", "codeine")


def test_an_nsaid_in_heart_failure_speaks_and_without_it_does_not(reviewed):
    ill = {**WELL, "conditions": ["heart-failure"]}
    assert of_kind(reviewed("ibuprofen | oral", **ill), "drug-condition", "ibuprofen")
    assert not [f for f in of_kind(reviewed("ibuprofen | oral", **WELL), "drug-condition") if f.tier == "act"]


def test_without_a_condition_list_the_check_of_conditions_says_it_could_not_run(reviewed):
    review = reviewed("ibuprofen", age=50)
    assert any(n.missing == "conditions" and "ibuprofen" in n.what for n in review.not_checked)


def test_a_high_potassium_speaks_against_potassium_and_a_normal_one_does_not(reviewed):
    high = {**WELL, "labs": {**LABS, "potassium": 5.9}}
    assert of_kind(reviewed("potassium chloride", **high), "drug-lab", "potassium chloride")
    assert not of_kind(reviewed("potassium chloride", **WELL), "drug-lab", "potassium chloride")


def test_a_value_in_another_unit_is_converted_before_it_is_judged(reviewed, store):
    assert store.measures["creatinine"].convert["umol/L"] == pytest.approx(1 / 88.4, rel=0.01)


def test_age_rules_gate_themselves(reviewed):
    assert of_kind(reviewed("zopiclone | 7.5 mg | 1/d", **{**WELL, "age": 84}), "drug-age", "zopiclone")
    assert not of_kind(reviewed("zopiclone | 7.5 mg | 1/d", **WELL), "drug-age", "zopiclone")


def test_methotrexate_in_a_young_woman_asks_about_pregnancy_and_in_a_man_does_not(reviewed):
    woman = {**WELL, "sex": "female", "age": 30}
    (finding, *_) = of_kind(reviewed("methotrexate | 12.5 mg | 1/wk", **woman), "pregnancy", "methotrexate")
    assert any("not recorded" in b.fact for b in finding.because)
    assert not of_kind(reviewed("methotrexate | 12.5 mg | 1/wk", **WELL), "pregnancy")


def test_penicillin_allergy_speaks_for_amoxicillin_and_not_for_trimethoprim(reviewed):
    allergic = {**WELL, "allergies": ["class:penicillins"]}
    assert of_kind(reviewed("amoxicillin", **allergic), "drug-allergy", "amoxicillin")
    assert not of_kind(reviewed("trimethoprim", **allergic), "drug-allergy")


def test_allergies_that_nobody_asked_about_are_not_no_allergies(reviewed):
    assert any(n.missing == "allergies" for n in reviewed("amoxicillin", age=50).not_checked)
    assert not any(n.missing == "allergies" for n in reviewed("amoxicillin", **WELL).not_checked)


def test_too_much_acetaminophen_is_added_up_over_all_products(reviewed):
    assert of_kind(reviewed("acetaminophen | 1 g | 4/d", "acetaminophen | 650 mg | 2/d", **WELL), "dose", "acetaminophen")
    assert not of_kind(reviewed("acetaminophen | 500 mg | 4/d", **WELL), "dose", "acetaminophen")


def test_weekly_methotrexate_given_daily_is_the_first_thing_to_read(reviewed):
    review = reviewed("methotrexate | 12.5 mg | 1/d", **WELL)
    assert "methotrexate" in review.findings[0].drugs
    assert review.findings[0].tier == "act"


def test_kidney_dosing_uses_the_patients_clearance_and_says_so_when_it_cannot(reviewed):
    failing = {**WELL, "age": 82, "weight": 52, "labs": {"creatinine": 2.4}}
    (finding, *_) = of_kind(reviewed("gabapentin | 600 mg | 3/d", **failing), "renal-dose", "gabapentin")
    assert any("Cockcroft-Gault" in b.fact for b in finding.because)
    blind = {**WELL, "labs": {}}
    assert any(n.missing == "creatinine" and "gabapentin" in n.what for n in reviewed("gabapentin | 600 mg | 3/d", **blind).not_checked)


def test_cations_are_spaced_from_a_quinolone_with_hours_in_the_rule(reviewed):
    (finding, *_) = of_kind(
        reviewed("ciprofloxacin | oral", "calcium carbonate | oral", **WELL), "timing", "ciprofloxacin", "calcium carbonate"
    )
    assert finding.spacing is not None
    assert finding.spacing.before_h or finding.spacing.after_h


def test_food_is_at_most_a_note(reviewed):
    assert all(f.tier == "note" for f in of_kind(reviewed("simvastatin", "warfarin", **WELL), "drug-food"))


def test_a_burden_names_what_every_drug_contributes_and_is_never_above_review(reviewed):
    burdens = of_kind(reviewed("amitriptyline", "oxybutynin", "tolterodine", **{**WELL, "age": 80}), "burden")
    assert any(f.contributions and f.score and {"amitriptyline", "oxybutynin"} <= set(f.drugs) for f in burdens)
    assert all(f.tier in ("review", "note") for f in burdens)


def test_an_opioid_without_a_laxative_is_an_omission_and_with_one_is_not(reviewed):
    assert any("axative" in f.headline for f in of_kind(reviewed("morphine | 10 mg | 4/d", **WELL), "omitted"))
    assert not any("axative" in f.headline for f in of_kind(reviewed("morphine | 10 mg | 4/d", "sennosides", **WELL), "omitted"))


def test_atrial_fibrillation_without_an_anticoagulant_speaks_although_no_drug_of_it_is_taken(reviewed):
    ill = {**WELL, "age": 78, "conditions": ["atrial-fibrillation", "hypertension"]}
    assert any("anticoagulant" in f.headline for f in of_kind(reviewed("folic acid", **ill), "omitted"))
    assert not any("anticoagulant" in f.headline for f in of_kind(reviewed("apixaban", **ill), "omitted"))


def test_warfarin_without_an_inr_is_due_and_with_a_fresh_one_is_not(reviewed):
    assert of_kind(reviewed("warfarin", **{**WELL, "labs": {}}), "monitoring", "warfarin")
    fresh = {**WELL, "labs": {"inr": "2.4 @2025-12-28"}}
    assert not [f for f in of_kind(reviewed("warfarin", **fresh), "monitoring", "warfarin") if "INR" in f.headline]


def test_a_poor_metaboliser_on_codeine_speaks_and_an_unknown_one_is_not_checked(reviewed):
    assert of_kind(reviewed("codeine", **WELL, genes={"cyp2d6": "ultrarapid"}), "pharmacogenomic", "codeine")
    assert any("CYP2D6" in n.why for n in reviewed("codeine", **WELL).not_checked)


def test_ceftriaxone_and_calcium_in_one_line_are_incompatible_and_by_mouth_are_not(reviewed):
    assert of_kind(reviewed("ceftriaxone | intravenous", "calcium gluconate | intravenous", **WELL), "incompatibility")
    assert not of_kind(reviewed("ceftriaxone | intravenous", "calcium carbonate | oral", **WELL), "incompatibility")


def test_folic_acid_with_methotrexate_is_intended_and_says_what_it_protects(reviewed):
    review = reviewed("methotrexate | 12.5 mg | 1/wk", "folic acid | 5 mg | 1/wk", **WELL)
    assert any(q.drugs and set(q.drugs) == {"methotrexate", "folic acid"} and q.why.startswith("intended") for q in review.quiet)
    assert not loud(review, "methotrexate", "folic acid")


def test_modifying_factors_say_how_they_came_out(reviewed):
    (finding, *_) = of_kind(reviewed("warfarin", "ibuprofen", **WELL), "drug-drug", "warfarin", "ibuprofen")
    assert finding.factors
    assert all(f.says and f.holds in (True, False, None) for f in finding.factors)


def test_an_allergy_that_the_base_cannot_name_is_no_all_clear(store):
    regimen = a_regimen("amoxicillin | 500 mg | 3/d", "folic acid")
    told = (Allergy("penicilina", "rash"), Allergy("latex"), Allergy("codeine", targets=("codeine",)))
    for allergies, said in ((told, ["allergies: penicilina and latex"]), (told[2:], []), ((), [])):
        patient = Patient(age_years=50, conditions_known=True, allergies_known=True, allergies=allergies)
        review = review_regimen(regimen, patient, store.knowledge_for(regimen, patient))
        lines = [n for n in review.not_checked if n.what.startswith("allergies: ")]
        assert [n.what for n in lines] == said
        assert all("by hand" in n.why for n in lines)


def test_adult_dose_limits_are_no_all_clear_for_a_child(reviewed):
    def lines(age):
        return [n.what for n in reviewed("acetaminophen | 320 mg | 6/d", age=age, weight=20).not_checked if "for adults" in n.why]

    assert lines(6) == ["dose limits: all drugs"]
    assert lines(17) == ["dose limits: all drugs"]
    assert lines(18) == lines(70) == []


def test_an_inhaled_drug_written_without_its_route_is_still_there_twice(reviewed):
    twice = of_kind(
        reviewed("fluticasone | 250 mcg | 2/d | inhaled", "salmeterol | 50 mcg | 2/d | inhaled", "salmeterol"), "duplicate", "salmeterol"
    )
    assert [f.rule_id for f in twice] == ["inhaled-ingredient-twice"]
    once = reviewed("fluticasone | 250 mcg | 2/d | inhaled", "salmeterol | 50 mcg | 2/d | inhaled", "albuterol | 2 puffs | prn | inhaled")
    assert not of_kind(once, "duplicate", "salmeterol")

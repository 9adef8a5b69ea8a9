"""A drug that the patient reacted to before is found whether or not a rule speaks of its class."""

import pytest


def allergy_findings(review):
    return {f.drugs[0]: (f.tier, f.rule_id) for f in review.findings if f.kind == "drug-allergy"}


@pytest.mark.parametrize("drug", ["gabapentin", "citalopram", "warfarin", "allopurinol", "paracetamol"])
def test_a_drug_on_record_as_an_allergy_is_always_found(reviewed, drug):
    drug = {"paracetamol": "acetaminophen"}.get(drug, drug)
    assert drug in allergy_findings(reviewed(drug, "folic acid", age=60, allergies=[drug]))


def test_the_enantiomer_of_a_drug_is_that_drug(reviewed):
    assert "escitalopram" in allergy_findings(reviewed("escitalopram", age=60, allergies=["citalopram"]))


def test_another_drug_is_not_meant(reviewed):
    assert not allergy_findings(reviewed("sertraline", "gabapentin", age=60, allergies=["citalopram"]))


def test_where_a_rule_speaks_of_the_class_it_speaks_alone(reviewed):
    found = allergy_findings(reviewed("ciprofloxacin", age=60, allergies=["ciprofloxacin"]))
    assert [rule for _, rule in found.values()] == ["fluoroquinolone-allergy"]


def test_a_reaction_nobody_wrote_down_is_asked_about_and_not_shouted(reviewed):
    assert allergy_findings(reviewed("gabapentin", age=60, allergies=["gabapentin"]))["gabapentin"][0] == "review"

"""A condition that is written wrongly is a fault of its file, and never a rule that is silent on everyone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regimen_review.rules.language import terms_of
from regimen_review.rules.shapes import SHAPES, misshapen
from regimen_review.rules.terms import TERMS, faults_in, holds
from tests.regimen_review.rules.conftest import BYSTANDERS


def test_every_term_has_a_shape_and_every_shape_a_term():
    assert set(SHAPES) == TERMS


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("lab > 5", "needs an argument"),
        ("gene = poor", "needs an argument"),
        ("taking", "needs an argument"),
        ("condition", "needs an argument"),
        ("daily-dose > 5 mg", "needs an argument"),
        ("started-after(object)", "needs 2 arguments"),
        ("has(drug)", "needs 2 arguments"),
        ("indication(drug)", "needs 2 arguments"),
        ("age(drug) > 3", "takes nothing in parentheses"),
        ("breastfeeding = yes", "takes no comparison"),
        ("condition(gout) = true", "takes no comparison"),
        ("age", "needs a comparison with a number"),
        ("lab(inr) = high", "needs a comparison with a number"),
        ("age >= 65 years", "has a unit"),
        ("lab(potassium) > 5 mmol/L", "has a unit"),
        ("daily-dose(drug) > 2 tablets", "a unit that is not an amount"),
        ("daily-dose(drug) = high", "needs a comparison with a number"),
        ("gene(cyp2d6)", "needs '=' or '!='"),
        ("tobacco", "needs '=' or '!='"),
        ("tobacco >= current", "needs '=' or '!='"),
        ("sex = 1", "needs '=' or '!='"),
        ("tobacco = smoker", "'smoker' is none of"),
        ("sex = woman", "'woman' is none of"),
        ("child-pugh = B|D", "'D' is none of"),
        ("pregnancy = maybe", "'maybe' is none of"),
        ("route(drug) = moon", "'moon' is none of"),
        ("reaction(drug) != rash", "'rash' is none of"),
        ("alcohol = some", "'some' is none of"),
    ],
)
def test_what_could_never_be_true_of_anybody_is_a_fault(written, fault):
    for text in (written, f"age >= 65 and (sex = female or {written})"):
        assert any(fault in found for found in faults_in(text)), faults_in(text)


SOUND = {
    "age": "age >= 65", "weight": "weight < 60", "bmi": "bmi < 18.5", "egfr": "egfr < 30", "crcl": "crcl < 30",
    "lab": "lab(potassium) > 5.5", "lab-age": "lab-age(inr) > 84", "lab-change": "lab-change(creatinine) >= 30",
    "no-lab": "no-lab(inr)", "count": "count(property:qt=known) >= 2", "taking": "taking(class:loop-diuretics | digoxin@oral)",
    "times-per-week": "times-per-week(drug) <= 1", "duration": "duration(drug) > 90", "started": "started(drug) < 14",
    "daily-dose": "daily-dose(drug) > 20 mg", "weekly-dose": "weekly-dose(drug) > 25", "single-dose": "single-dose(drug) > 1 g",
    "dose-per-kg": "dose-per-kg(drug) > 5 mg", "condition": "condition(gout | copd)", "allergy": "allergy(class:penicillins)",
    "prn": "prn(drug)", "started-after": "started-after(drug, warfarin)", "indication": "indication(drug, gout)",
    "has": "has(drug, qt=known|possible)", "gene": "gene(cyp2d6) != normal", "form": "form(drug) = patch", "breastfeeding": "breastfeeding",
    "sex": "sex = female", "child-pugh": "child-pugh = B|C", "pregnancy": "pregnancy = possible", "tobacco": "tobacco != never",
    "alcohol": "alcohol = heavy", "reaction": "reaction(drug) = told", "route": "route(drug) = oral",
}  # fmt: skip
"""Each term as a rule writes it."""


def test_every_term_is_tried_below():
    assert set(SOUND) == TERMS


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_what_is_sound_has_no_fault_and_comes_out_on_a_patient_of_whom_nothing_is_known(situation, text):
    assert faults_in(text) == ()
    here = situation("warfarin", *BYSTANDERS)
    outcome = holds(text, {"drug": here.fitting_texts(("warfarin",))}, here)
    assert outcome.holds in (True, False, None)
    assert bool(outcome.missing) == (outcome.holds is None)


NAMES = st.sampled_from(sorted(TERMS))
ARGUMENTS = st.sampled_from(["", "(drug)", "(drug, gout)", "(potassium)", "(class:nsaids)", "(cyp2d6)", "()"])
COMPARED = st.sampled_from(["", " > 5", " = 5 mg", " = poor", " != female|male", " >= oral", " < 3 tablets", " = 0"])


@given(NAMES, ARGUMENTS, COMPARED)
def test_a_condition_without_a_fault_never_falls_over_on_a_patient(situation, name, arguments, compared):
    text = f"{name}{arguments}{compared}"
    if faults_in(text):
        return
    here = situation("warfarin | 5 mg | 1/d", *BYSTANDERS, age=70, sex="female", genes={"cyp2d6": "poor"}, labs={"potassium": 4.1})
    for binding in ({}, {"drug": here.fitting_texts(("warfarin",))}):
        assert holds(text, binding, here).holds in (True, False, None)


@given(NAMES, ARGUMENTS, COMPARED)
def test_a_fault_names_the_term_as_it_was_written(name, arguments, compared):
    from regimen_review.rules.language import parse_condition

    for term in terms_of(parse_condition(f"{name}{arguments}{compared}")):
        for fault in misshapen(term):
            assert term.text in fault

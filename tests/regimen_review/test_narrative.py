"""Conditions and values in prose: what is the patient's, what is denied, what belongs to a relative."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regimen_review.narrative import concepts_in, measure_of, resolve_context, ucum
from regimen_review.patient import Allergy, Condition, MedicationList, Observation, Patient
from regimen_review.regimen import Coding, MedicationStatement, Place


@pytest.fixture(scope="module")
def vocabulary(store):
    return store.vocabulary()


@pytest.fixture
def found(vocabulary):
    def concepts(text):
        listing = MedicationList("text", narrative=text)
        told = resolve_context(listing, Patient(), vocabulary)
        return {c for condition in told.conditions for c in condition.concepts}

    return concepts


def test_a_condition_in_a_sentence_is_the_patients(found):
    assert "atrial-fibrillation" in found("She has had atrial fibrillation since 2019 and walks with a stick.")


def test_what_is_denied_is_not(found):
    text = "No history of heart failure. Denies asthma. MRI showed no evidence of osteomyelitis. Negative for tuberculosis."
    assert not found(text) & {"heart-failure", "asthma", "tuberculosis"}


def test_a_denial_ends_with_its_sentence(found):
    assert "asthma" in found("No known drug allergies. Asthma since childhood.")


def test_what_the_mother_had_is_not_the_patients(found):
    assert "stroke" not in found("Family history: mother had a stroke at 60.")


def test_a_short_abbreviation_counts_only_in_capitals(found):
    assert "peripheral-artery-disease" not in found("finger pad atrophy and bone resorption")
    assert "peripheral-artery-disease" in found("PMH: PAD, gout")


def test_the_longest_name_wins(found):
    concepts = found("pulmonary hypertension on oxygen")
    assert "pulmonary-hypertension" in concepts
    assert "hypertension" not in concepts


def test_a_plural_is_the_same_condition(found):
    assert "falls" in found("recurrent falls this month")


def test_a_code_names_the_condition_where_the_words_do_not(vocabulary):
    listing = MedicationList("fhir")
    patient = Patient(conditions=(Condition("see letter", codes=(Coding("icd10", "I48.91"),)),))
    (condition,) = resolve_context(listing, patient, vocabulary).conditions
    assert "atrial-fibrillation" in condition.concepts


def test_the_place_of_a_condition_points_at_its_words(vocabulary):
    text = "First line.\nKnown gout, on allopurinol."
    (condition, *_) = resolve_context(MedicationList("text", narrative=text), Patient(), vocabulary).conditions
    start, end = condition.place.span
    assert text[start:end].lower() == condition.text.lower() == "gout"
    assert condition.place.line == 2


@pytest.mark.parametrize(
    ("written", "measure"),
    [
        ("Potassium", "potassium"),
        ("serum creatinine", "creatinine"),
        ("Hb", "hemoglobin"),
        ("INR", "inr"),
        ("C3 complement", "c3"),
        ("QTc", "qtc"),
    ],
)
def test_a_value_is_known_by_the_names_people_write(vocabulary, written, measure):
    assert measure_of(Observation(written, 1.0), vocabulary) == measure


def test_a_value_is_known_by_its_code_before_its_name(vocabulary):
    assert measure_of(Observation("result 4", 4.1, codes=(Coding("loinc", "2823-3"),)), vocabulary) == "potassium"


@pytest.mark.parametrize(
    ("written", "unit", "measure"),
    [
        ("digoxin", "nmol/L", "digoxin-level"),
        ("Phenytoin", "mg/L", "phenytoin-level"),
        ("lithium", "mmol/L", "lithium-level"),
        ("digoxin", "ug", None),
        ("digoxin", "mg/d", None),
        ("digoxin", None, None),
    ],
)
def test_a_drug_with_so_much_in_a_volume_of_blood_is_its_level_and_a_dose_is_not(vocabulary, written, unit, measure):
    assert measure_of(Observation(written, 2.4, unit), vocabulary) == measure


@pytest.mark.parametrize("strange", ["nRNP/Sm IgG autoantibodies", "shoe size", "iron man score", "potassium channel antibody"])
def test_a_name_that_only_resembles_a_measure_is_left_alone(vocabulary, strange):
    assert measure_of(Observation(strange, 1.0), vocabulary) is None


@pytest.mark.parametrize(
    ("written", "code"), [("µg/dL", "ug/dL"), ("mmol/l", "mmol/L"), ("IU/mL", "[IU]/mL"), ("bananas", "bananas"), (None, None)]
)
def test_written_units_become_ucum_where_known(written, code):
    assert ucum(written) == code


@given(st.text(max_size=200))
def test_no_text_makes_the_scan_fall_over(store, text):
    assert isinstance(concepts_in(text, store.vocabulary()), tuple)


def treated(vocabulary, *reasons, status="active", conditions=()):
    statements = tuple(MedicationStatement(f"drug {n}", name=f"drug {n}", status=status, indication=r) for n, r in enumerate(reasons))
    listing = MedicationList("text", statements)
    return resolve_context(listing, Patient(conditions=tuple(Condition(c) for c in conditions)), vocabulary)


def test_what_a_drug_is_taken_for_is_a_condition_of_the_patient(vocabulary):
    patient = treated(vocabulary, "atrial fibrillation", "pain and pulmonary embolism 2 months ago", None)
    assert {c for condition in patient.conditions for c in condition.concepts} >= {"atrial-fibrillation", "pulmonary-embolism"}
    assert not patient.conditions_known


@pytest.mark.parametrize(
    "reason", ["DVT prophylaxis", "to prevent stroke", "stroke prevention", "if asthma comes back", "risk of gout", "rule out epilepsy"]
)
def test_what_is_to_be_prevented_or_ruled_out_is_none(vocabulary, reason):
    assert treated(vocabulary, reason).conditions == ()


@pytest.mark.parametrize("status", ["stopped", "cancelled", "not-taken", "planned"])
def test_what_a_drug_was_once_taken_for_is_none(vocabulary, status):
    assert treated(vocabulary, "asthma", status=status).conditions == ()


def test_a_condition_is_not_told_twice(vocabulary):
    patient = treated(vocabulary, "asthma", "asthma", conditions=("asthma",))
    assert [c.text for c in patient.conditions] == ["asthma"]


def test_what_a_drug_once_caused_is_no_complaint_of_today_but_a_severe_reaction_is_a_history(vocabulary):
    text = "Problems: asthma\nAllergies: codeine (nausea), lisinopril (angioedema)\nToday: vomiting"
    allergies = (
        Allergy("codeine", "nausea", "intolerance", place=Place(line=2)),
        Allergy("lisinopril", "angioedema", "allergy", "severe", place=Place(line=2)),
    )
    found = resolve_context(MedicationList("text", narrative=text), Patient(allergies=allergies), vocabulary).conditions
    assert [c.text for c in found] == ["asthma", "angioedema", "vomiting"]

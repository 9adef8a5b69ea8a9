"""Why a drug is there: complaints that a drug could cause, drugs given for an effect of another, drugs without a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from interaction_db.examples import medication_of, patient_of
from regimen_review.patient import Condition
from regimen_review.picture.content import pair_links
from regimen_review.plans.questions import next_questions
from regimen_review.regimen import Regimen
from regimen_review.review import review_regimen
from regimen_review.silence import why_silent

AS_OF = date(2026, 1, 1)
WELL = {"age": 60, "sex": "male", "weight": 80, "allergies": []}
MARCH, JUNE = "started 2025-03-01", "started 2025-06-01"


def of_kind(review, kind):
    return [f for f in review.findings if f.kind == kind]


def everywhere(review, kind):
    return [f for top in review.findings for f in (top, *top.members) if f.kind == kind]


@pytest.fixture
def with_complaint(store):
    """A function: drugs, and one complaint with the days on which it began or was written down."""

    def make(*drugs, complaint="edema", **days):
        regimen = Regimen(tuple(medication_of(d, n) for n, d in enumerate(drugs, 1)), AS_OF)
        told = Condition(complaint, concepts=(complaint,), **days)
        patient = replace(patient_of({**WELL, "conditions": ["hypertension"]}), conditions=(told,))
        return review_regimen(regimen, patient, store.knowledge_for(regimen, patient))

    return make


# complaints


def test_a_complaint_that_a_drug_could_cause_is_looked_at(reviewed):
    (found,) = of_kind(reviewed("amlodipine | 10 mg | 1/d", "levothyroxine", **WELL, conditions=["edema"]), "symptom")
    assert (found.drugs, found.tier) == (("amlodipine",), "review")
    assert found.sources
    assert found.condition_labels


def test_without_the_complaint_nothing_is_said_of_it(reviewed):
    assert not of_kind(reviewed("amlodipine | 10 mg | 1/d", **WELL, conditions=["hypertension"]), "symptom")


def test_a_complaint_with_another_cause_on_record_is_a_note(reviewed):
    (found,) = of_kind(reviewed("amlodipine | 10 mg | 1/d", **WELL, conditions=["edema", "heart-failure"]), "symptom")
    assert found.tier == "note"


def test_several_suspects_of_one_complaint_are_one_finding(reviewed):
    (found,) = of_kind(reviewed("amlodipine | 10 mg | 1/d", "pregabalin | 150 mg | 2/d", **WELL, conditions=["edema"]), "symptom")
    assert set(found.drugs) == {"amlodipine", "pregabalin"}
    assert "amLODIPine and pregabalin can cause it" in found.headline


def test_a_complaint_older_than_the_drug_is_left_quiet_and_says_why(with_complaint):
    review = with_complaint(f"amlodipine | {JUNE}", "folic acid", onset=date(2025, 1, 1))
    assert not of_kind(review, "symptom")
    (quiet,) = [q for q in review.quiet if q.drugs == ("amlodipine",)]
    assert "was there (2025-01-01) before" in quiet.why


def test_a_complaint_written_down_before_the_drug_was_started_is_older_than_it(with_complaint):
    assert not of_kind(with_complaint(f"amlodipine | {JUNE}", recorded=date(2025, 1, 1)), "symptom")


def test_a_complaint_that_came_after_the_drug_needs_no_further_question(with_complaint):
    (found,) = of_kind(with_complaint(f"amlodipine | {MARCH}", onset=date(2025, 9, 1)), "symptom")
    assert not found.questions
    assert any("started before" in b.fact for b in found.because)


def test_where_the_order_is_not_known_both_dates_are_asked_for(with_complaint):
    review = with_complaint("amlodipine")
    (found,) = of_kind(review, "symptom")
    assert found.questions == ("start of amlodipine", "onset of edema")
    asked = {q.missing: q.asks for q in next_questions(review)}
    assert asked["start of amlodipine"] == "Since when is amlodipine taken?"
    assert asked["onset of edema"] == "Since when: edema?"


def test_without_a_condition_list_complaints_were_not_checked(reviewed):
    review = reviewed("amlodipine | 10 mg | 1/d", age=60)
    assert not of_kind(review, "symptom")
    (line,) = [n for n in review.not_checked if n.missing == "conditions"]
    assert line.decides > 1
    assert "amlodipine" in line.what.lower()


# drugs given for an effect of another


def test_a_diuretic_after_a_calcium_blocker_is_a_cascade(reviewed):
    review = reviewed(f"amlodipine | 10 mg | {MARCH}", f"furosemide | 20 mg | {JUNE}", **WELL, conditions=["hypertension"])
    (found,) = of_kind(review, "cascade")
    assert (found.object, found.precipitant, found.tier) == ("amlodipine", "furosemide", "review")
    assert [b.when for b in found.because if b.fact.endswith("started")] == [date(2025, 3, 1), date(2025, 6, 1)]


def test_heart_failure_calls_for_the_diuretic(reviewed):
    drugs = (f"amlodipine | 10 mg | {MARCH}", f"furosemide | 20 mg | {JUNE}")
    assert not of_kind(reviewed(*drugs, **WELL, conditions=["heart-failure"]), "cascade")


def test_a_remedy_that_was_there_first_is_left_quiet_and_says_so(reviewed):
    review = reviewed(f"sertraline | {JUNE}", f"ramelteon | {MARCH}", **WELL, conditions=["depression", "insomnia"])
    assert not everywhere(review, "cascade")
    assert "was taken (2025-03-01) before" in why_silent(review, "sertraline", "ramelteon")


def test_a_cascade_of_unknown_order_is_a_note_that_asks_for_both_dates(reviewed):
    review = reviewed("sertraline | 50 mg | 1/d", "zolpidem | 5 mg | 1/d", **WELL, conditions=["depression", "insomnia"])
    (found,) = of_kind(review, "cascade")
    assert found.tier == "note"
    assert {"start of sertraline", "start of zolpidem"} <= set(found.questions)
    assert "start dates" not in found.questions


def test_only_the_missing_date_is_asked_for(reviewed):
    review = reviewed(f"sertraline | {MARCH}", "zolpidem", **WELL, conditions=["depression", "insomnia"])
    (found,) = of_kind(review, "cascade")
    assert [q for q in found.questions if q.startswith("start")] == ["start of zolpidem"]


def test_a_cascade_does_not_silence_what_is_inferred_of_the_pair(reviewed):
    review = reviewed(f"amlodipine | 10 mg | {MARCH}", f"furosemide | 20 mg | {JUNE}", **WELL, conditions=["hypertension"])
    assert [f for f in everywhere(review, "drug-drug") if f.basis == "inferred" and set(f.drugs) == {"amlodipine", "furosemide"}]


def test_the_complaint_stands_within_the_cascade_that_treats_it(reviewed):
    review = reviewed(f"amlodipine | 10 mg | {MARCH}", f"furosemide | 20 mg | {JUNE}", **WELL, conditions=["edema", "hypertension"])
    (cascade,) = of_kind(review, "cascade")
    assert not of_kind(review, "symptom")
    assert [m.kind for m in cascade.members] == ["symptom"]


def test_a_cascade_beside_a_written_pair_of_the_same_problem_is_one_finding(reviewed):
    review = reviewed(f"donepezil | {MARCH}", f"oxybutynin | 5 mg | {JUNE}", **WELL, conditions=["dementia"])
    about = [f for f in review.findings if set(f.drugs) == {"donepezil", "oxybutynin"} and f.kind != "burden"]
    assert len(about) == 1
    assert "cascade" in {m.kind for m in about[0].members}


# drugs without a reason


def test_drugs_without_a_reason_are_one_note_that_names_them(reviewed):
    review = reviewed("allopurinol | 100 mg | 1/d", "donepezil | 5 mg | 1/d", "lisinopril", **WELL, conditions=["hypertension"])
    (found,) = of_kind(review, "no-indication")
    assert (set(found.drugs), found.tier) == ({"allopurinol", "donepezil"}, "note")


def test_more_than_two_are_counted_in_the_headline(reviewed):
    review = reviewed("allopurinol", "donepezil", "levothyroxine", "lisinopril", **WELL, conditions=["hypertension"])
    (found,) = of_kind(review, "no-indication")
    assert found.headline == "No recorded reason for 3 drugs"
    assert found.because[-1].fact == "1 condition on record, none that it is used for"


@pytest.mark.parametrize(
    ("drug", "because"),
    [
        ("allopurinol | 100 mg | 1/d | for gout", "the entry says what it is for"),
        ("ondansetron | 4 mg | prn", "it is taken now and then"),
        ("ciprofloxacin | 500 mg | 2/d | 7 days", "it is a short course"),
        ("triamcinolone | topical", "it acts where it is put"),
    ],
)
def test_a_drug_needs_no_reason_where(reviewed, drug, because):
    assert not of_kind(reviewed(drug, "lisinopril", **WELL, conditions=["hypertension"]), "no-indication"), because


@pytest.mark.parametrize(
    ("companion", "drug"),
    [("morphine | 10 mg | 4/d", "sennosides"), ("isoniazid | 300 mg | 1/d", "pyridoxine"), ("clozapine | 200 mg | 1/d", "valproate")],
)
def test_a_drug_that_accompanies_another_has_its_reason(reviewed, companion, drug):
    review = reviewed(companion, drug, **WELL, conditions=["hypertension"])
    assert not [f for f in of_kind(review, "no-indication") if drug in f.drugs]
    alone = reviewed("lisinopril", drug, **WELL, conditions=["hypertension"])
    assert [f for f in of_kind(alone, "no-indication") if drug in f.drugs]


def test_a_child_of_a_condition_is_reason_enough(reviewed):
    assert not of_kind(reviewed("empagliflozin", **WELL, conditions=["heart-failure-reduced"]), "no-indication")


def test_an_empty_list_of_conditions_is_a_list_and_none_at_all_is_not_checked(reviewed):
    assert of_kind(reviewed("allopurinol", **WELL, conditions=[]), "no-indication")
    review = reviewed("allopurinol", age=60)
    assert not of_kind(review, "no-indication")
    assert any("allopurinol" in n.what and n.missing == "conditions" for n in review.not_checked)


@pytest.mark.parametrize(("age", "tier"), [(50, "note"), (80, "review")])
def test_acid_suppression_without_a_reason_is_looked_at_in_the_old(reviewed, age, tier):
    (found,) = of_kind(reviewed("omeprazole | 20 mg | 1/d", age=age, conditions=["hypertension"]), "no-indication")
    assert found.tier == tier


def test_a_list_of_drugs_without_a_reason_says_nothing_of_their_pairs(reviewed):
    review = reviewed("allopurinol", "levothyroxine", **WELL, conditions=["hypertension"])
    assert set(of_kind(review, "no-indication")[0].drugs) == {"allopurinol", "levothyroxine"}
    assert "not the same as safe" in why_silent(review, "allopurinol", "levothyroxine")
    assert not pair_links(review)

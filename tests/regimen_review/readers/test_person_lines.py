"""Who a note is about, what it says of problems, and spans of time: read with a list and its noise beside them."""

from __future__ import annotations

from datetime import date

import pytest

from regimen_review.narrative import resolve_context
from regimen_review.readers import read_text
from regimen_review.regimen import MedicationStatement


@pytest.fixture(scope="module")
def vocabulary(store):
    return store.vocabulary()


@pytest.mark.parametrize(
    ("written", "sex", "age"),
    [
        ("Woman, 83 years, 58 kg", "female", 83),
        ("F 83", "female", 83),
        ("71/F", "female", 71),
        ("Age/Sex: 71/M", "male", 71),
        ("81yoF with falls", "female", 81),
        ("81 y.o. female", "female", 81),
        ("Frau, 83 Jahre", "female", 83),
        ("Mujer de 76 años", "female", 76),
        ("83 ♀", "female", None),
        ("Sex: F", "female", None),
        ("A man, 70 years old", "male", 70),
        ("walks 100 m a day", None, None),
        ("took it for 10 years", None, None),
    ],
)
def test_age_and_sex_are_read_however_they_stand(written: str, sex: str | None, age: float | None) -> None:
    patient = read_text(f"{written}\nMeds: metformin 500 mg BID\nramipril 5 mg daily").patient
    assert (patient.sex, patient.age_years) == (sex, age)


def entry(line: str, vocabulary, *, noise: str = "ramipril 5 mg daily") -> MedicationStatement:
    found = read_text(f"Date: 20 May 2026\n71 yo man\nMeds:\n{noise}\n{line}", vocabulary).statements
    assert len(found) == 2
    return found[1]


def test_british_weeks_ago_are_a_start(vocabulary) -> None:
    assert entry("bisoprolol 2.5 mg started 3/52 ago", vocabulary).start == date(2026, 4, 29)
    assert entry("bisoprolol 2.5 mg started 2 weeks ago", vocabulary).start == date(2026, 5, 6)
    assert entry("losartan 50 mg stopped 2/52 ago", vocabulary).stop == date(2026, 5, 6)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("amoxicillin 500 mg TDS for 5/7", 5),
        ("prednisolone 30 mg 5/7 course", 5),
        ("clopidogrel 75 mg for 6/12", 180),
        ("bisoprolol 2.5 mg 3/52 ago", None),
    ],
)
def test_british_spans_are_durations(vocabulary, written: str, days: float | None) -> None:
    assert entry(written, vocabulary).dosage.duration_days == days


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("apixaban 5 mg BID (AF)", "AF"),
        ("apixaban 5 BID (DVT 2 mo ago)", "DVT 2 mo ago"),
        ("amlodipine 5 mg (hypertension)", "hypertension"),
        ("warfarin 3 mg (was 2.5)", None),
        ("aspirin 81 mg (old bottle)", None),
        ("warfarin 5 mg (INR goal 2-3)", None),
        ("enalapril 5 mg (caused angioedema)", None),
    ],
)
def test_a_condition_in_brackets_behind_a_drug_is_what_it_is_for(vocabulary, written: str, reason: str | None) -> None:
    assert entry(written, vocabulary).indication == reason


def concepts(note: str, vocabulary) -> set[str]:
    listing = read_text(f"74M\n{note}\n\nMeds:\nramipril 5 mg daily\nmetformin 500 mg BID", vocabulary)
    return {c for x in resolve_context(listing, listing.patient, vocabulary).conditions if x.active for c in x.concepts}


@pytest.mark.parametrize(
    ("note", "there", "absent"),
    [
        ("PMH: no asthma, COPD", {"copd"}, {"asthma"}),
        ("PMH: HTN/DM2/CKD3", {"hypertension", "diabetes-type-2", "ckd-stage-3"}, set()),
        ("PMH: gout, ?COPD, r/o DVT, family history of breast cancer", {"gout"}, {"copd", "deep-vein-thrombosis", "breast-cancer"}),
        ("PMH: resolved pneumonia, gout", {"gout"}, {"pneumonia"}),
        ("PMH: hx of gout, s/p CABG", {"gout", "ischemic-heart-disease"}, set()),
        ("History of: COPD, atrial fibrillation, and gout", {"copd", "atrial-fibrillation", "gout"}, set()),
        ("Problems:\nhypertension, gout, heart failure with preserved ejection fraction and a long history\nDenies asthma, seizures.", {"gout"}, {"asthma", "epilepsy"}),
        ("Plan: Monitor potassium for hyperkalemia. Watch for gout.", set(), {"hyperkalemia", "gout"}),
    ],
)  # fmt: skip
def test_what_is_denied_a_relatives_or_only_asked_is_no_condition(vocabulary, note: str, there: set[str], absent: set[str]) -> None:
    found = concepts(note, vocabulary)
    assert there <= found
    assert not absent & found


PLANS = """Problem list:
1. COPD
   - continue tiotropium 18 mcg daily
   - will start prednisone 40 mg x 5 days
2. Type 2 diabetes
   metformin 500 mg BID, recheck in 3 months
3. CKD stage 4
   low salt diet
Meds: tiotropium 18 mcg daily
metformin 500 mg BID
"""


def test_plans_below_numbered_problems_are_no_problems_and_problems_no_medicines(vocabulary) -> None:
    found = read_text(PLANS, vocabulary)
    assert {(s.name, s.status) for s in found.statements} == {("tiotropium", "active"), ("prednisone", "planned"), ("metformin", "active")}
    assert {s.name: s.dosage.dose.value for s in found.statements if s.dosage.dose} == {
        "tiotropium": 18,
        "prednisone": 40,
        "metformin": 500,
    }
    assert [c.text for c in found.patient.conditions] == ["COPD", "Type 2 diabetes", "CKD stage 4"]

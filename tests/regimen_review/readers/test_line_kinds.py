"""Lines that belong elsewhere than under the heading they stand below."""

import pytest

from regimen_review.readers.known_names import KnownNames
from regimen_review.readers.line_kinds import MeasureNames, begins_list, is_result_line
from regimen_review.readers.text import read_note


@pytest.fixture
def vocabulary(store):
    return store.vocabulary()


def names(note, vocabulary):
    return [s.name for s in read_note(note, vocabulary).statements]


def test_a_list_below_the_allergies_is_no_allergy(vocabulary):
    note = "Mr A Jones, 71M\nAllergies: penicillin (rash)\nWarfarin 5 mg daily\nBisoprolol 2.5 mg od\nSenna 15 mg nocte\n"
    told = read_note(note, vocabulary)
    assert [s.name.lower() for s in told.statements] == ["warfarin", "bisoprolol", "senna"]
    assert [a.text for a in told.patient.allergies] == ["penicillin"]


def test_an_allergy_with_a_dose_stays_an_allergy(vocabulary):
    told = read_note("Allergies:\naspirin 75 mg caused wheeze\nCurrent medications:\nmetformin 500 mg bd\n", vocabulary)
    assert [s.name for s in told.statements] == ["metformin"]
    assert [a.text for a in told.patient.allergies] == ["aspirin 75 mg"]


@pytest.mark.parametrize(
    ("line", "allergens"),
    [("ALLERGIES penicillin (anaphylaxis)", ["penicillin"]), ("Allergies - latex", ["latex"]), ("No allergies", []), ("NKDA", [])],
)
def test_an_allergy_said_in_its_heading_is_read(vocabulary, line, allergens):
    patient = read_note(f"72F\n{line}\n\nMeds:\nmetformin 500 mg bd\nramipril 5 mg od", vocabulary).patient
    assert [a.text for a in patient.allergies] == allergens
    assert patient.allergies_known


def test_results_within_a_list_are_no_medicines(vocabulary):
    told = read_note("Meds:\nlisinopril 10 mg daily\nslow-K 600 mg bd\nK 6.1, creat 98, Hb 131 g/L\nmetformin 1 g bd", vocabulary)
    assert [s.name.lower() for s in told.statements] == ["lisinopril", "slow-k", "metformin"]
    assert {o.text: o.value for o in told.patient.observations} == {"K": 6.1, "creat": 98.0, "Hb": 131.0}


@pytest.mark.parametrize("line", ["iron 65 mg, zinc 15 mg", "magnesium 400", "vitamin D 1000 units", "K 20 mEq daily", "glucose 40 % gel"])
def test_a_supplement_is_no_result(vocabulary, line):
    assert not is_result_line(line, MeasureNames.of(vocabulary))


def test_the_persons_own_line_is_no_medicine(vocabulary):
    note = "Miss B Lane 34F 58kg migraine, depression, 8 weeks pregnant\nNo allergies\natenolol 50 mg od\ncitalopram 20mg\n"
    assert names(note, vocabulary) == ["atenolol", "citalopram"]


def test_a_bare_name_does_not_begin_a_list(vocabulary):
    assert not begins_list("penicillin", KnownNames(vocabulary))
    assert begins_list("- warfarin 3 mg od", KnownNames(vocabulary))


def test_a_medicine_with_its_form_is_no_heading(vocabulary):
    note = "Harold, 79M\nNKDA\nCoumadin 5 mg daily\ngarlic tabs\nturmeric 1000 mg daily\n"
    assert [n.lower() for n in names(note, vocabulary)] == ["coumadin", "garlic tabs", "turmeric"]


def test_the_drugs_of_a_syringe_driver_are_entries_of_their_own(vocabulary):
    told = read_note(
        "Meds:\nSyringe driver over 24h SC: morphine 60mg + midazolam 20 mg + cyclizine 150mg\nFentanyl patch 50 mcg/hr", vocabulary
    )
    assert [s.name.lower() for s in told.statements][:3] == ["morphine", "midazolam", "cyclizine"]
    assert {s.dosage.route for s in told.statements[:3]} == {"subcutaneous"}


def test_a_planned_vaccine_is_named_without_its_plan(vocabulary):
    told = read_note("Meds:\nwarfarin 5 mg od\nvaricella vaccine planned (VZV IgG neg)\nYellow fever vaccine 10 Nov booked", vocabulary)
    assert [(s.name.lower(), s.status) for s in told.statements[1:]] == [
        ("varicella vaccine", "planned"),
        ("yellow fever vaccine", "planned"),
    ]


@pytest.mark.parametrize(
    ("note", "day"),
    [
        ("Clinic 11/06/26 79M NKDA\nMeds:\nwarfarin 5 mg BID\nINR 6.8 (11/06/26), last INR 2.9 (9/14/26)", "2026-11-06"),
        ("Clinic 11/06/26 79M\nMeds:\nwarfarin 5 mg nocte, ramipril 5 mg od\nINR 6.8 (11/06/26), K 4.1", "2026-06-11"),
        ("ED 11/06/26 79 y/o M, NKDA\nMeds:\nwarfarin 5 mg QHS\nINR 6.8 (11/06/26), K 4.1", "2026-11-06"),
    ],
)
def test_a_date_is_read_as_its_note_writes_dates(vocabulary, note, day):
    told = read_note(note, vocabulary)
    assert told.as_of.isoformat() == day
    assert {o.value: o.when.isoformat() for o in told.patient.observations}[6.8] == day


def test_a_long_line_does_not_swallow_the_entries_below_it(vocabulary):
    note = (
        "Meds:\nmethotrexate 20 mg PO daily (per new med list from hospital; it was once weekly before)\n"
        "folic acid 1 mg daily\nleflunomide (Arava) 20 mg daily\nXeljanz 5 mg BID\n"
    )
    assert [n.split()[0].lower() for n in names(note, vocabulary)] == ["methotrexate", "folic", "leflunomide", "xeljanz"]


def test_the_dose_given_now_counts_and_not_the_former_one(vocabulary):
    note = "CONTINUE:\n- Lasix 40 mg PO BID (increased from 20 mg)\nCHANGED:\n- lisinopril 10 mg daily -> 5 mg daily\n- digoxin 125 mcg od (was 250 mcg)"
    told = read_note(note, vocabulary).statements
    assert [s.dosage.dose.value for s in told] == [40.0, 5.0, 125.0]
    assert told[0].as_written.endswith("(increased from 20 mg)")


def test_what_is_to_be_stopped_is_not_current(vocabulary):
    note = "NEW:\n- warfarin 5 mg daily\nSTOP taking:\n- Eliquis 5 mg BID\n- ibuprofen 600 mg\n"
    assert [(s.name.lower(), s.status) for s in read_note(note, vocabulary).statements] == [
        ("warfarin", "active"), ("eliquis", "stopped"), ("ibuprofen", "stopped")
    ]  # fmt: skip


def test_an_allergy_told_in_a_sentence_is_an_allergy(vocabulary):
    told = read_note(
        "She takes apixaban 5 mg bd and ramipril 5 mg. She is allergic to penicillin (rash). Not allergic to latex.", vocabulary
    )
    assert [(a.text, a.reaction) for a in told.patient.allergies] == [("penicillin", "rash")]


def test_a_short_word_for_allergies_is_a_heading(vocabulary):
    told = read_note("Meds: lisinopril 20 mg daily, Zoloft 50 mg\nPMH: HTN\nAll: PCN\nLabs: K 5.6", vocabulary)
    assert [a.text for a in told.patient.allergies] == ["PCN"]


def test_values_told_in_a_sentence_are_read(vocabulary):
    told = read_note("Meds: ramipril 5 mg od, metformin 1 g bd\n\nHer potassium was 5.4 and creatinine 132 last week.\n", vocabulary)
    assert {o.text.lower(): o.value for o in told.patient.observations} == {"potassium": 5.4, "creatinine": 132.0}


def test_a_sentence_with_a_supplement_tells_no_value(vocabulary):
    told = read_note("Meds: ramipril 5 mg od\n\nShe was told to buy magnesium 400 and calcium 500 mg. CKD 3, aged 70.\n", vocabulary)
    assert not told.patient.observations


@pytest.mark.parametrize(("line", "dose"), [("apixaban 2.5 BD", None), ("oxybutynin 5 TDS", None), ("senna 2 nocte", 2.0)])
def test_a_bare_number_is_a_count_only_where_it_can_be_one(vocabulary, line, dose):
    (statement,) = read_note(f"Meds:\n{line}\n", vocabulary).statements
    assert (statement.dosage.dose.value if statement.dosage.dose else None) == dose

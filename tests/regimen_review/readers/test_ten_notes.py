"""Whole notes as people write them, in ten styles, each with everything that is to be read from it."""

from __future__ import annotations

import pytest

from regimen_review.patient import MedicationList
from regimen_review.readers import read_text

Row = tuple[str, str, str, str]
"""Name, status, dose, frequency (times/per unit); an empty text where nothing was written."""


@pytest.fixture(scope="module")
def vocabulary(store):
    return store.vocabulary()


def rows(listing: MedicationList) -> list[Row]:
    found = []
    for s in listing.statements:
        dose, often = s.dosage.dose, s.dosage.frequency
        found.append(
            (
                s.name,
                s.status,
                f"{dose.value:g} {dose.unit}" if dose else "",
                f"{often.times:g}/{often.per:g} {often.unit}" if often else "",
            )
        )
    return found


ED_TRIAGE = """ED TRIAGE 14:32
81F BIBA fall at home, on blood thinners
Allg: morphine (itch), NKFA
PMHx: AF, HTN, T2DM, OA, ?dementia
Meds: warfarin 3 mg OD (AF), metoprolol 25 BD, metformin 1 g BD, panadol osteo 665 mg 2 tabs TDS, no longer takes ibuprofen
Obs: BP 148/82 HR 94 SpO2 96%
Bloods: INR 4.6, K 5.1, creat 132
"""
ED_TRIAGE_ROWS = [
    ("warfarin", "active", "3 mg", "1/1 d"),
    ("metoprolol", "active", "", "2/1 d"),
    ("metformin", "active", "1 g", "2/1 d"),
    ("panadol osteo", "active", "1330 mg", "3/1 d"),
    ("ibuprofen", "stopped", "", ""),
]

GP_LETTER = """Dear Dr Patel,

Re: Mrs Joan Harmer, DOB 12/03/1944

Thank you for seeing this 82 year old lady with worsening breathlessness.

Past medical history:
COPD
Hypertension
Polymyalgia rheumatica

Current medication:
Ramipril 5mg capsules - one daily
Bendroflumethiazide 2.5mg tablets - one each morning
Prednisolone 5mg tablets - one daily (reduced from 7.5mg 3/52 ago)
Tiotropium 18mcg inhaler - one puff OD
Salbutamol 100mcg inhaler - two puffs PRN
Adcal-D3 - two daily

Recently stopped: amlodipine (ankle swelling)

Allergies: Penicillin - anaphylaxis

Yours sincerely
"""
GP_LETTER_ROWS = [
    ("Ramipril", "active", "5 mg", "1/1 d"),
    ("Bendroflumethiazide", "active", "2.5 mg", "1/1 d"),
    ("Prednisolone", "active", "5 mg", "1/1 d"),
    ("Tiotropium", "active", "18 ug", "1/1 d"),
    ("Salbutamol", "prn", "200 ug", ""),
    ("Adcal-D3", "active", "2 {piece}", "1/1 d"),
    ("amlodipine", "stopped", "", ""),
]

DISCHARGE = """DISCHARGE SUMMARY
Patient: 68 y/o M
Discharge diagnosis: NSTEMI, heart failure (EF 30%), CKD stage 3
Allergies: sulfa drugs (hives)

START taking these medications
clopidogrel 75 mg tablet  Take 1 tablet by mouth daily
spironolactone 25 mg tablet  Take 1 tablet by mouth daily

CHANGE how you take these medications
metoprolol succinate 50 mg tablet  Take 2 tablets by mouth daily (was 1 tablet)
furosemide 40 mg tablet  Take 1 tablet by mouth twice daily

CONTINUE taking these medications
atorvastatin 80 mg tablet  Take 1 tablet by mouth nightly
aspirin 81 mg tablet  Take 1 tablet by mouth daily

STOP taking these medications
ibuprofen 600 mg tablet
amlodipine 10 mg tablet
"""
DISCHARGE_ROWS = [
    ("clopidogrel", "active", "75 mg", "1/1 d"),
    ("spironolactone", "active", "25 mg", "1/1 d"),
    ("metoprolol succinate", "active", "100 mg", "1/1 d"),
    ("furosemide", "active", "40 mg", "2/1 d"),
    ("atorvastatin", "active", "80 mg", "1/1 d"),
    ("aspirin", "active", "81 mg", "1/1 d"),
    ("ibuprofen", "stopped", "600 mg", ""),
    ("amlodipine", "stopped", "10 mg", ""),
]

NURSING_HOME_MAR = """MEDICATION ADMINISTRATION RECORD  May 2026
Resident: Edna Moss  F  91  Rm 12
Allergies: Sulfa, codeine

Donepezil 10 mg tab PO QHS   2100
Levothyroxine 75 mcg tab PO QD   0600
Metoprolol tartrate 25 mg tab PO BID hold for SBP < 100 or HR < 55   0900 2100
Seroquel 25 mg tab PO QHS   2100
MOM 30 mL PO PRN constipation
Tylenol 325 mg 2 tabs PO Q4H PRN pain, max 3 g/day
Lasix 20 mg tab PO QAM   D/C
"""
NURSING_HOME_MAR_ROWS = [
    ("Donepezil", "active", "10 mg", "1/1 d"),
    ("Levothyroxine", "active", "75 ug", "1/1 d"),
    ("Metoprolol tartrate", "active", "25 mg", "2/1 d"),
    ("Seroquel", "active", "25 mg", "1/1 d"),
    ("MOM", "prn", "30 mL", ""),
    ("Tylenol", "prn", "650 mg", "1/4 h"),
    ("Lasix", "stopped", "20 mg", "1/1 d"),
]

WEBSTER_PACK = """WEBSTER-PAK PROFILE
Name: Bruce Dale   DOB 03/07/1948   Sex: M
Allergies: Nil known

PACKED:
                         B  L  D  Bed
Perindopril 5 mg         1  0  0  0
Metformin XR 1000 mg     0  0  2  0
Apixaban 5 mg            1  0  1  0
Temazepam 10 mg          0  0  0  1
Panadol Osteo 665 mg     2  0  2  2

NON-PACKED:
Ventolin inhaler 2 puffs prn
Ostelin 1 daily
CEASED: Crestor 10 mg
"""
WEBSTER_PACK_ROWS = [
    ("Perindopril", "active", "5 mg", "1/1 d"),
    ("Metformin XR", "active", "2000 mg", "1/1 d"),
    ("Apixaban", "active", "5 mg", "2/1 d"),
    ("Temazepam", "active", "10 mg", "1/1 d"),
    ("Panadol Osteo", "active", "1330 mg", "3/1 d"),
    ("Ventolin inhaler", "prn", "2 {puff}", ""),
    ("Ostelin", "active", "1 {piece}", "1/1 d"),
    ("Crestor", "stopped", "10 mg", ""),
]

HANDWRITTEN = """mums tablets
water tablet furosemide 40 in morning
blood pressure - ramipril 10
warfrin 3mg
thyroxine 100
co-codamol 30/500 2 four times
eye drops (latanoprost) both eyes night
fish oil
stopped the aspirin
"""
HANDWRITTEN_ROWS = [
    ("water tablet furosemide", "active", "", "1/1 d"),
    ("ramipril", "active", "", ""),
    ("warfrin", "active", "3 mg", ""),
    ("thyroxine", "active", "", ""),
    ("co-codamol", "active", "", ""),
    ("eye drops (latanoprost)", "active", "", ""),
    ("fish oil", "active", "", ""),
    ("aspirin", "stopped", "", ""),
]

MEDIKATIONSPLAN = """Medikationsplan für: Erika Beispiel, geb. 04.02.1941, weiblich
Allergien: Penicillin
Diagnosen: Vorhofflimmern, Hypertonie

Ramipril 5 mg Tabletten 1-0-0-0 Blutdruck
Bisoprolol 2,5 mg Tbl. 1-0-1-0
Marcumar 3 mg nach Plan
Pantoprazol 40 mg 1-0-0-0
Novaminsulfon 500 mg bei Bedarf
Simvastatin 20 mg 0-0-1-0 abgesetzt
"""
MEDIKATIONSPLAN_ROWS = [
    ("Ramipril", "active", "5 mg", "1/1 d"),
    ("Bisoprolol", "active", "2.5 mg", "2/1 d"),
    ("Marcumar", "active", "3 mg", ""),
    ("Pantoprazol", "active", "40 mg", "1/1 d"),
    ("Novaminsulfon", "prn", "500 mg", ""),
    ("Simvastatin", "stopped", "20 mg", "1/1 d"),
]

SPANISH = """Mujer de 76 años
Alergias: penicilina
Medicación actual:
Enalapril 10 mg cada 12 horas
Omeprazol 20 mg 1 comprimido al día
Sintrom 4 mg según pauta
Metformina 850 mg 1-0-1
Furosemida 40 mg 1 comprimido por la mañana
Paracetamol 1 g cada 8 horas si dolor
"""
SPANISH_ROWS = [
    ("Enalapril", "active", "10 mg", "1/12 h"),
    ("Omeprazol", "active", "20 mg", "1/1 d"),
    ("Sintrom", "active", "4 mg", ""),
    ("Metformina", "active", "850 mg", "2/1 d"),
    ("Furosemida", "active", "40 mg", "1/1 d"),
    ("Paracetamol", "prn", "1 g", "1/8 h"),
]

FRENCH = """Homme, 79 ans
Allergies : aucune connue
Traitement :
Amlodipine 5 mg 1 comprimé le matin
Kardégic 75 mg 1 sachet par jour
Bisoprolol 2,5 mg matin et soir
Lévothyrox 75 µg 1 cp le matin
Doliprane 1 g si besoin
"""
FRENCH_ROWS = [
    ("Amlodipine", "active", "5 mg", "1/1 d"),
    ("Kardégic", "active", "75 mg", "1/1 d"),
    ("Bisoprolol", "active", "2.5 mg", "2/1 d"),
    ("Lévothyrox", "active", "75 ug", "1/1 d"),
    ("Doliprane", "prn", "1 g", ""),
]

DICTATED = """This is a 72-year-old gentleman with atrial fibrillation and gout. He takes apixaban 5 mg twice a day, allopurinol 300 mg daily and colchicine 0.6 mg as needed. His digoxin was stopped last month because of nausea. He was recently started on amiodarone 200 mg daily. He is allergic to penicillin, which gave him hives. No history of asthma. His mother had diabetes.
"""
DICTATED_ROWS = [
    ("apixaban", "active", "5 mg", "2/1 d"),
    ("allopurinol", "active", "300 mg", "1/1 d"),
    ("colchicine", "prn", "0.6 mg", ""),
    ("amiodarone", "active", "200 mg", "1/1 d"),
    ("digoxin", "stopped", "", ""),
]

EHR_EXPORT = """Current Outpatient Medications on File Prior to Visit
Medication Sig Dispense Refill
• lisinopril (PRINIVIL) 20 MG tablet Take 1 tablet by mouth daily. 90 tablet 3
• metFORMIN (GLUCOPHAGE) 1000 MG tablet Take 1 tablet (1,000 mg total) by mouth 2 times daily with meals. 180 tablet 3
• gabapentin 300 MG capsule Take 1 capsule by mouth nightly. Disp: 90 capsule, Rfl: 1
• [DISCONTINUED] hydrochlorothiazide 25 MG tablet Take 1 tablet daily 30 tablet 0
• albuterol HFA 90 mcg/actuation inhaler Inhale 2 puffs every 4 hours as needed for wheezing. 1 each 5

No current facility-administered medications on file prior to visit.

Allergies
Allergen Reactions
• Lisinopril-Hydrochlorothiazide Cough
• Shellfish Hives
"""
EHR_EXPORT_ROWS = [
    ("lisinopril (PRINIVIL)", "active", "20 mg", "1/1 d"),
    ("metFORMIN (GLUCOPHAGE)", "active", "1000 mg", "2/1 d"),
    ("gabapentin", "active", "300 mg", "1/1 d"),
    ("hydrochlorothiazide", "stopped", "25 mg", "1/1 d"),
    ("albuterol HFA", "prn", "180 ug", "1/4 h"),
]


@pytest.mark.parametrize(
    ("note", "expected", "allergies", "problems"),
    [
        (ED_TRIAGE, ED_TRIAGE_ROWS, {"morphine": "itch"}, ["AF", "HTN", "T2DM", "OA"]),
        (GP_LETTER, GP_LETTER_ROWS, {"Penicillin": "anaphylaxis"}, ["COPD", "Hypertension", "Polymyalgia rheumatica"]),
        (DISCHARGE, DISCHARGE_ROWS, {"sulfa drugs": "hives"}, ["NSTEMI", "heart failure (EF 30%)", "CKD stage 3"]),
        (NURSING_HOME_MAR, NURSING_HOME_MAR_ROWS, {"Sulfa": None, "codeine": None}, []),
        (WEBSTER_PACK, WEBSTER_PACK_ROWS, {}, []),
        (HANDWRITTEN, HANDWRITTEN_ROWS, {}, []),
        (MEDIKATIONSPLAN, MEDIKATIONSPLAN_ROWS, {"Penicillin": None}, ["Vorhofflimmern", "Hypertonie"]),
        (SPANISH, SPANISH_ROWS, {"penicilina": None}, []),
        (FRENCH, FRENCH_ROWS, {}, []),
        (DICTATED, DICTATED_ROWS, {"penicillin": "hives"}, []),
        (EHR_EXPORT, EHR_EXPORT_ROWS, {"Lisinopril-Hydrochlorothiazide": "Cough", "Shellfish": "Hives"}, []),
    ],
    ids=[
        "ed_triage",
        "gp_letter",
        "discharge",
        "nursing_home_mar",
        "webster_pack",
        "handwritten",
        "medikationsplan",
        "spanish",
        "french",
        "dictated",
        "ehr_export",
    ],
)
def test_a_note_gives_all_it_says_and_no_more(
    vocabulary, note: str, expected: list[Row], allergies: dict[str, str | None], problems: list[str]
) -> None:
    found = read_text(note, vocabulary)
    assert rows(found) == expected
    assert {a.text: a.reaction for a in found.patient.allergies} == allergies
    assert found.patient.allergies_known == ("lerg" in note or "Allg" in note)
    assert [c.text for c in found.patient.conditions] == problems

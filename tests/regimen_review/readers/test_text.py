"""Notes and pasted lists."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regimen_review.knowledge import NameEntry, Vocabulary, name_key
from regimen_review.patient import MedicationList
from regimen_review.readers import read_text


def vocabulary(*names: str) -> Vocabulary:
    return Vocabulary({name_key(n): (NameEntry(n, (n.lower(),), "generic"),) for n in names}, {})  # type: ignore[arg-type]


def names(found: MedicationList) -> list[str]:
    return [s.name for s in found.statements]


def statuses(found: MedicationList) -> dict[str, str]:
    return {s.name: s.status for s in found.statements}


def test_a_run_in_paragraph_is_cut_at_its_commas_and_not_within_directions() -> None:
    found = read_text(
        "MEDICATIONS:  Zelphar 50 mg p.o. q.h.s., 25 mg p.o. q.a.m., Quorvane 1,000 units daily, Mirtol (an ointment, thin) and Bexa p.r.n.\n\nALLERGIES:  Dorvex."
    )
    assert names(found) == ["Zelphar", "Quorvane", "Mirtol", "Bexa"]
    assert statuses(found)["Bexa"] == "prn"


def test_allergies_beside_the_list_are_no_medicines() -> None:
    found = read_text(
        "ALLERGIES: Dorvex - rash (2009). Pelline: swelling of the lips.\nMEDICATIONS:\n1. Zelphar 10 mg daily.\n2. Quorvane 5 mg daily."
    )
    assert names(found) == ["Zelphar", "Quorvane"]
    assert [(a.text, a.kind) for a in found.patient.allergies] == [("Dorvex", "allergy"), ("Pelline", "allergy")]


def test_no_known_allergies_is_told_apart_from_nothing_said() -> None:
    assert read_text("Allergies: NKDA\nMedications: Zelphar 5 mg daily, Quorvane 2 mg daily").patient.allergies_known
    assert not read_text("Medications: Zelphar 5 mg daily, Quorvane 2 mg daily").patient.allergies_known


def test_numbers_may_be_missing_and_run_in() -> None:
    found = read_text(
        "OUTPATIENT MEDICATIONS:  1.  Zelphar.  2.  Quorvane 4 mg q.h.s.  4.  Mirtol 300 mg p.o. t.i.d.  5. Bexa, dose unknown p.r.n."
    )
    assert names(found) == ["Zelphar", "Quorvane", "Mirtol", "Bexa"]


@pytest.mark.parametrize(
    "nothing",
    ["None.", "Unknown.", "Please see chart.", "As above.", "No current medications.", "He takes no medications.", "Refer to the chart."],
)
def test_a_list_that_says_there_is_none_stays_empty(nothing: str) -> None:
    assert read_text(f"MEDICATIONS:  {nothing}\nPLAN: review in a week").statements == ()


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("stopped 20/10/2026", "stopped"),
        ("held because of a low pulse", "on-hold"),
        ("but we have had to hold it", "on-hold"),
        ("finished on 3 May 2026", "completed"),
        ("refused by the patient", "not-taken"),
        ("to be started tomorrow", "planned"),
        ("as needed for pain", "prn"),
        ("pain clinic never stopped it", "active"),
        ("for the back", "active"),
    ],
)
def test_the_words_of_an_entry_say_whether_it_is_taken(words: str, status: str) -> None:
    found = read_text(f"Medications:\n- Quorvane 5 mg daily\n- Zelphar 10 mg daily, {words}\n- Mirtol 2 mg nocte")
    assert statuses(found)["Zelphar"] == status
    assert statuses(found)["Quorvane"] == "active"


def test_a_heading_for_one_line_does_not_stop_the_rest_of_the_list() -> None:
    found = read_text("Drug card:\n * Zelphar 5 mg bd\n   Crossed off: Quorvane 200 mg bd, last dose 10/10.\n * Mirtol 20 mg om\n")
    assert statuses(found) == {"Zelphar": "active", "Quorvane": "stopped", "Mirtol": "active"}


def test_a_block_under_stopped_is_stopped_and_one_under_as_required_is_prn() -> None:
    found = read_text(
        "REGULAR\nZelphar 50 mg TDS\nQuorvane 20 mg OM\nAS REQUIRED\nMirtol 10 mg TDS\nSTOPPED\nBexa 5 mg mane, last dose 20/10/26\n\nBLOODS  sodium 133 mmol/L"
    )
    assert statuses(found) == {"Zelphar": "active", "Quorvane": "active", "Mirtol": "prn", "Bexa": "stopped"}
    assert found.statements[-1].stop == date(2026, 10, 20)


def test_the_past_medical_history_is_no_list_of_stopped_medicines() -> None:
    found = read_text("PAST MEDICAL HISTORY:  Gout, falls and a hip fracture.\n\nMEDICATIONS:  Zelphar 5 mg daily, Quorvane 2 mg daily.")
    assert names(found) == ["Zelphar", "Quorvane"]
    assert [c.text for c in found.patient.conditions][:2] == ["Gout", "falls and a hip fracture"]


def test_a_sentence_in_a_case_report_is_a_list() -> None:
    found = read_text(
        "A 70-year-old man came with a rash. His medications included zelphar (5 mg/d), quorvane, mirtol inhaler, and bexa. The results were normal: potassium, 4.1 mmol/L."
    )
    assert names(found) == ["zelphar", "quorvane", "mirtol inhaler", "bexa"]
    assert found.patient.sex == "male"
    assert found.patient.age_years == 70
    assert [(o.text, o.value, o.unit) for o in found.patient.observations] == [("potassium", 4.1, "mmol/L")]


def test_a_bare_list_needs_no_heading() -> None:
    found = read_text(
        "hi here are my tabs\n\nzelphar 60mg 1 morning 1 night\nquorvane 5mg 1 three times a day\nmirtol 2 for headache\n\nalergic: DORVEX - hives"
    )
    assert names(found) == ["zelphar", "quorvane", "mirtol"]
    assert found.patient.allergies[0].text == "DORVEX"


def test_known_names_separate_what_no_mark_separates() -> None:
    known = vocabulary("Zelphar", "Quorvane", "Mirtol")
    found = read_text("HOME MEDICATIONS:  Zelphar 1 puff bid Quorvane 10 mg qd Mirtol 50 mg bid", known)
    assert names(found) == ["Zelphar", "Quorvane", "Mirtol"]


def test_a_known_combination_is_not_torn_at_its_and() -> None:
    known = vocabulary("zelphar and quorvane", "zelphar", "quorvane", "mirtol")
    found = read_text("MEDICATIONS:  Zelphar and quorvane daily, mirtol and zelphar twice a day.", known)
    assert names(found) == ["Zelphar and quorvane", "mirtol", "zelphar"]


def test_a_sentence_that_tells_of_an_end_is_heard() -> None:
    known = vocabulary("zelphar", "quorvane", "mirtol")
    found = read_text(
        "CURRENT MEDICATIONS:  She is on zelphar and quorvane.  She was on mirtol, but she stopped it because of pain.", known
    )
    assert statuses(found) == {"zelphar": "active", "quorvane": "active", "mirtol": "stopped"}


def test_a_missing_unit_is_a_question_and_never_filled_in() -> None:
    found = read_text("Medications:\n1. Zelphar 100 daily\n2. Quorvane 5 mg daily")
    assert found.statements[0].name == "Zelphar"
    assert found.statements[0].dosage.strength is None
    assert any("100 what?" in q for q in found.asked)
    assert len(found.asked) == 1


def test_error_prone_spellings_are_read_and_flagged() -> None:
    found = read_text("Medications:\n- Zelphar 10U SC QD\n- Quorvane 5.0 mg daily\n- Mirtol .5 mg daily\n- Bexa 5 mg daily")
    flags = [s.flags for s in found.statements]
    assert any("units" in f for f in flags[0])
    assert any("trailing zero" in f for f in flags[1])
    assert any("no zero before" in f for f in flags[2])
    assert flags[3] == ()


def test_a_repeated_entry_folds_and_keeps_its_places() -> None:
    found = read_text("Medications:\n- Zelphar 5 mg bd\n- Quorvane 5 mg bd\n- Zelphar 5 mg bd\n- Zelphar 10 mg bd")
    assert names(found) == ["Zelphar", "Quorvane", "Zelphar"]
    assert [p.line for p in found.statements[0].sources] == [4]


def test_the_header_of_a_note_tells_who_it_is_about() -> None:
    patient = read_text(
        "Pt: Nora Field, 84 F, DOB 14/03/1942, wt 51 kg, lives alone.\nPMH: HFrEF (EF 32%), CKD 4, HTN.\nMeds:\n- Zelphar 5 mg OD\nBloods: creatinine 2.1 mg/dL (2026-10-28); QTc 452 ms (2026-10-28); BP 102/58"
    ).patient
    assert (patient.sex, patient.age_years, patient.birth_date, patient.weight_kg) == ("female", 84, date(1942, 3, 14), 51)
    assert [c.text for c in patient.conditions] == ["HFrEF (EF 32%)", "CKD 4", "HTN"]
    labs = {o.text: (o.value, o.unit, o.when) for o in patient.observations}
    assert labs["creatinine"] == (2.1, "mg/dL", date(2026, 10, 28))
    assert labs["QTc"] == (452, "ms", date(2026, 10, 28))
    assert labs["systolic blood pressure"][0] == 102


def test_a_reference_range_is_not_a_result() -> None:
    observations = read_text(
        "The results: albumin, 31 g/L (reference range, 35-50 g/L); zinc, 9 umol/L (reference value, <18 umol/L)."
    ).patient.observations
    assert [(o.text, o.value, o.low, o.high) for o in observations] == [("albumin", 31, 35, 50), ("zinc", 9, None, 18)]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = read_text(f"note {text}")
    assert all(s.name.strip() for s in found.statements)


WORDS = st.sampled_from(
    [
        "aspirin",
        "5 mg",
        ",",
        ".",
        "and",
        "MEDICATIONS:",
        "\n",
        "1.",
        "(",
        ")",
        "daily",
        "p.r.n.",
        "She is on",
        "including",
        "stopped",
        "Allergies:",
        "/",
        "-",
        "½",
        "q.4h.",
        "\t",
        ";",
    ]
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(WORDS, max_size=40))
def test_no_order_of_the_usual_words_breaks_the_reader(words: list[str]) -> None:
    found = read_text("x " + " ".join(words), vocabulary("aspirin"))
    assert all(s.as_written for s in found.statements)


def test_many_entries_are_bounded_and_said_so() -> None:
    found = read_text("MEDICATIONS: " + ", ".join(f"drug{i}x 5 mg" for i in range(2300)))
    assert len(found.statements) <= 2000
    assert found.left_out


def test_a_list_above_a_line_that_says_no_other_medicines_is_kept() -> None:
    listing = read_text("warfarin 5 mg daily\nibuprofen 400 mg TID\nno other medicines\n", vocabulary("warfarin", "ibuprofen"))
    assert [s.name for s in listing.statements][:2] == ["warfarin", "ibuprofen"]

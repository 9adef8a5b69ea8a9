"""Allergies in notes: every name whole, every reaction with its drug, and no denial that swallows an allergy."""

import pytest

from regimen_review.readers.text import read_note


def allergies(line, *more):
    listing = read_note(f"{line}\nMedications: warfarin 5 mg daily", *more)
    return {a.text: a.reaction for a in listing.patient.allergies}


@pytest.mark.parametrize(
    "name",
    [
        "isoniazid",
        "Toradol",
        "shellfish",
        "aspirin",
        "hemp oil",
        "tolbutamide",
        "arecoline",
        "theophylline",
        "pterostilbene",
        "hashish",
        "withania",
        "includol",
    ],
)
def test_a_name_that_begins_like_a_small_word_stays_whole(name):
    assert list(allergies(f"Allergies: {name}, penicillin (hives)")) == [name, "penicillin"]
    assert list(allergies(f"Allergies: penicillin (hives), {name}")) == ["penicillin", name]


@pytest.mark.parametrize("word", ["except", "except for", "other than", "apart from", "but"])
@pytest.mark.parametrize("none", ["NKDA", "No known drug allergies"])
def test_none_but_one_is_one(none, word):
    assert allergies(f"Allergies: {none} {word} penicillin (hives), latex") == {"penicillin": "hives", "latex": None}


@pytest.mark.parametrize("line", ["Allergies: NKDA", "No known drug allergies", "Allergies: none"])
def test_none_is_none_and_is_known(line):
    listing = read_note(f"{line}\nMedications: warfarin 5 mg daily")
    assert listing.patient.allergies == ()
    assert listing.patient.allergies_known


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Allergies: lisinopril - cough, angioedema, penicillin", {"lisinopril": "cough, angioedema", "penicillin": None}),
        ("Allergies: lisinopril - cough; angioedema; penicillin", {"lisinopril": "cough, angioedema", "penicillin": None}),
        ("Allergies: sulfa: rash, fever, codeine", {"sulfa": "rash, fever", "codeine": None}),
        ("Allergies: penicillin -> anaphylaxis, morphine -> itch, latex", {"penicillin": "anaphylaxis", "morphine": "itch", "latex": None}),
        ("Allergies: the patient is allergic to amoxicillin", {"amoxicillin": None}),
    ],
)
def test_a_reaction_goes_with_its_drug_and_the_next_drug_stands_alone(line, told):
    assert allergies(line) == told


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("ALLERGY: PCN—hives; sulfa?; NKFA", {"PCN": "hives", "sulfa?": None}),
        ("Allergies: PCN (rash), ?sulfa, NKFA", {"PCN": "rash", "?sulfa": None}),
        ("Drug allergies/ADRs: aspirin (bronchospasm) / NSAIDs", {"aspirin": "bronchospasm", "NSAIDs": None}),
        ("NKDA. Intolerant of codeine (vomiting).", {"codeine": "vomiting"}),
        ("Penicillin allergy (rash as child).", {"Penicillin": "rash as child"}),
        ("Medication allergies include penicillin and codeine, which causes vomiting.", {"penicillin": None, "codeine": "vomiting"}),
        ("Adverse reactions: lisinopril cough; amlodipine oedema", {"lisinopril": "cough", "amlodipine": "oedema"}),
        ("Allergies:\nSubstance       Reaction\nPenicillin      Anaphylaxis\nCodeine         Nausea", {"Penicillin": "Anaphylaxis", "Codeine": "Nausea"}),
        ("Allergies: NKDA\nHPI: She says she is allergic to penicillin (hives).", {"penicillin": "hives"}),
        ("Allergies: none known. Mother allergic to penicillin.", {}),
        ("HPI: her mother has a penicillin allergy", {}),
        ("Allergies: isoniazid, asparaginase, withania, aripiprazole, hasenol, toradol", dict.fromkeys(("isoniazid", "asparaginase", "withania", "aripiprazole", "hasenol", "toradol"))),
    ],
)  # fmt: skip
def test_an_allergy_is_read_in_whatever_shape_it_stands(written: str, expected: dict[str, str | None]) -> None:
    found = read_note(f"71 yo man\n{written}\n\nMedications:\nmetformin 500 mg BID\nramipril 5 mg daily\n").patient
    assert {a.text: a.reaction for a in found.allergies} == expected

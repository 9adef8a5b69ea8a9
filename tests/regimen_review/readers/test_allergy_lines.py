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

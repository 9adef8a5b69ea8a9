"""What is denied in one breath, told of a drug or to be looked for is not what the patient has."""

from __future__ import annotations

import pytest

from regimen_review.narrative import concepts_in
from regimen_review.readers.patient_text import read_conditions
from regimen_review.readers.sections import Line


def listed(text):
    return [c.text for c in read_conditions([Line(text, 1)])]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Hypertension, depression. Denies dizziness, cough or ankle swelling.", ["Hypertension", "depression"]),
        ("Hypertension, no diabetes, asthma", ["Hypertension", "asthma"]),
        ("Asthma; no stroke, diabetes or gout; hypertension", ["Asthma", "hypertension"]),
        ("She denied chest pain, palpitations. Gout", ["Gout"]),
        ("Gout, tremor or restlessness at night", ["Gout", "tremor or restlessness at night"]),
    ],
)
def test_a_denial_covers_what_follows_it_in_the_sentence(text, kept):
    assert listed(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "Counselled: may cause dizziness and tremor",
        "Monitor for hypoglycemia",
        "warned about cough",
        "could lead to edema",
        "watch for constipation",
    ],
)
def test_what_is_told_of_a_drug_or_looked_for_is_no_condition(store, text):
    assert not concepts_in(text, store.vocabulary())


@pytest.mark.parametrize(
    ("text", "concept"), [("Dizziness since May", "dizziness"), ("monitored for years; has gout", "gout"), ("Ankle swelling", "edema")]
)
def test_what_the_patient_has_is_kept(store, text, concept):
    assert concept in concepts_in(text, store.vocabulary())

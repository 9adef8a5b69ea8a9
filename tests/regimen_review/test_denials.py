"""What a note denies after naming it, or only vaccinates against, is no condition of the patient."""

import pytest

from regimen_review.narrative import concepts_in


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("AF, HIV neg, GERD", {"atrial-fibrillation", "gerd"}),
        ("HIV antibody negative", set()),
        ("HIV positive", {"hiv"}),
        ("shingles vaccine planned", set()),
        ("shingles last month", {"herpes-zoster"}),
    ],
)
def test_a_denied_condition_is_none(store, text, told):
    assert set(concepts_in(text, store.vocabulary())) == told

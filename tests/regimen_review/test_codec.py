import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regimen_review.codec import from_plain, to_plain
from regimen_review.patient import Condition, MedicationList, Observation, Patient
from regimen_review.regimen import Dosage, Frequency, MedicationStatement, Place, Quantity

quantities = st.builds(Quantity, st.floats(0, 1e6), st.sampled_from(["mg", "[IU]", "{tablet}"]), st.none() | st.floats(0, 1e6))
dosages = st.builds(
    Dosage, text=st.text(max_size=20), dose=st.none() | quantities, prn=st.booleans(),
    frequency=st.none() | st.builds(Frequency, st.floats(1, 6), st.floats(1, 4), st.sampled_from(["d", "wk"])),
    days=st.lists(st.integers(1, 7), max_size=3).map(tuple),
)  # fmt: skip
statements = st.builds(
    MedicationStatement, st.text(min_size=1, max_size=20), st.text(max_size=20), dosage=dosages,
    place=st.builds(Place, st.none() | st.integers(1, 99), st.none() | st.tuples(st.integers(0, 9), st.integers(9, 20))),
    status=st.sampled_from(["active", "stopped", "prn"]), start=st.none() | st.dates(),
)  # fmt: skip


@given(st.builds(MedicationList, st.just("text"), st.lists(statements, max_size=4).map(tuple), as_of=st.none() | st.dates()))
def test_what_is_stored_comes_back_the_same(listing):
    assert from_plain(MedicationList, json.loads(json.dumps(to_plain(listing)))) == listing


def test_defaults_take_no_room():
    assert to_plain(Patient(sex="female")) == {"sex": "female"}


def test_fields_of_a_newer_program_are_passed_over():
    assert from_plain(Condition, {"text": "gout", "mood": "blue"}) == Condition("gout")


@pytest.mark.parametrize("wrong", [{"text": 3}, {"text": "gout", "active": "yes"}, "gout", {"text": "gout", "onset": "soon"}])
def test_another_shape_is_refused(wrong):
    with pytest.raises((TypeError, ValueError)):
        from_plain(Condition, wrong)


def test_a_word_outside_its_list_is_refused():
    with pytest.raises(ValueError, match="not one of"):
        from_plain(Patient, {"sex": "blue"})


def test_dates_are_iso():
    assert to_plain(Observation("INR", 2.0, when=date(2026, 1, 2)))["when"] == "2026-01-02"

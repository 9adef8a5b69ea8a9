"""ISMP's rules for doses on display, and sentences that never sound like an all-clear."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regimen_review import wording
from regimen_review.amounts import daily_amount, in_base_unit, single_amount, times_per_week
from regimen_review.findings import NotChecked
from regimen_review.regimen import Dosage, Frequency, Ingredient, Medication, MedicationStatement, Quantity, Resolution


def entry(*substances, written="x", **dosage):
    statement = MedicationStatement(written, written, dosage=Dosage(**dosage))
    return Medication("m1", statement, Resolution("resolved", tuple(Ingredient(s) for s in substances)))


@pytest.mark.parametrize(("value", "text"), [(5.0, "5"), (0.5, "0.5"), (1000.0, "1,000"), (12.5, "12.5"), (0.125, "0.125")])
def test_numbers_have_no_trailing_zero_a_leading_one_and_thousands_apart(value, text):
    assert wording.number(value) == text


@given(st.floats(0.001, 1e6))
def test_no_number_ever_ends_in_a_point_or_in_a_zero_behind_one(value):
    text = wording.number(value)
    assert not text.endswith(".")
    assert not ("." in text and text.endswith("0"))


@pytest.mark.parametrize(
    ("dosage", "text"),
    [
        (Dosage(dose=Quantity(12.5, "mg"), frequency=Frequency(1, 1, "wk")), "12.5 mg weekly"),
        (Dosage(dose=Quantity(12.5, "mg"), frequency=Frequency(1, 1, "wk"), days=(7,)), "12.5 mg weekly on Sunday"),
        (Dosage(dose=Quantity(10, "[IU]"), frequency=Frequency(1, 1, "d")), "10 units daily"),
        (Dosage(dose=Quantity(100, "ug"), frequency=Frequency(2, 1, "d")), "100 mcg twice daily"),
        (Dosage(dose=Quantity(1, "{tablet}", 2), frequency=Frequency(4, 1, "d"), prn=True), "1 to 2 tablets four times daily as needed"),
        (Dosage(dose=Quantity(500, "mg"), frequency=Frequency(1, 8, "h")), "500 mg every 8 hours"),
        (Dosage(), ""),
    ],
)
def test_doses_are_spelt_out(dosage, text):
    assert wording.dose(dosage) == text


def test_what_was_not_checked_says_what_and_why():
    assert (
        wording.not_checked(NotChecked("kidney dosing: gabapentin", "no creatinine on record"))
        == "kidney dosing: gabapentin (no creatinine on record)"
    )


def test_the_scope_names_what_is_outside_it(reviewed):
    review = reviewed("warfarin")
    assert wording.scope(review) == "1 of 1 medications checked."


def test_grams_and_micrograms_are_milligrams_and_units_are_not():
    assert in_base_unit(Quantity(1, "g")) == (1000, "mg")
    assert in_base_unit(Quantity(100, "ug")) == pytest.approx((0.1, "mg"))
    assert in_base_unit(Quantity(10, "[IU]")) == (10, "[IU]")
    assert in_base_unit(Quantity(2, "{tablet}")) is None


def test_tablets_count_by_their_strength():
    two = entry("acetaminophen", dose=Quantity(2, "{tablet}"), strength=Quantity(500, "mg"), frequency=Frequency(4, 1, "d"))
    assert single_amount(two, "acetaminophen") == (1000, "mg")
    assert daily_amount(two, "acetaminophen") == (4000, "mg")


def test_the_parts_of_a_combination_are_told_apart_by_its_strengths():
    both = entry("acetaminophen", "codeine", written="Co-codamol 30/500", dose=Quantity(2, "{tablet}"), frequency=Frequency(4, 1, "d"))
    assert daily_amount(both, "acetaminophen") == (4000, "mg")
    assert daily_amount(both, "codeine") == (240, "mg")


def test_a_combination_without_strengths_has_no_amount():
    assert daily_amount(entry("acetaminophen", "codeine", dose=Quantity(2, "{tablet}"), frequency=Frequency(4, 1, "d")), "codeine") is None


def test_named_weekdays_count_as_days():
    three = entry("warfarin", dose=Quantity(5, "mg"), frequency=Frequency(1, 1, "d"), days=(1, 3, 5))
    assert daily_amount(three, "warfarin") == pytest.approx((5 * 3 / 7, "mg"))
    assert times_per_week(Dosage(days=(7,))) == 1


@given(st.floats(0.1, 500), st.integers(1, 6), st.integers(1, 4))
def test_a_day_is_as_many_times_a_dose_as_its_frequency_says(value, times, per):
    found = daily_amount(entry("warfarin", dose=Quantity(value, "mg"), frequency=Frequency(times, per, "d")), "warfarin")
    assert found == pytest.approx((value * times / per, "mg"))


def test_what_could_not_be_read_stands_among_what_was_not_checked(reviewed):
    review = replace(reviewed("warfarin"), left_out=("Entry 3 of the bundle is broken and was left out.",))
    assert NotChecked("Entry 3 of the bundle is broken and was left out", "left out while reading") in wording.unchecked(review)
    assert set(review.not_checked) <= set(wording.unchecked(review))


def test_a_dose_can_be_said_in_another_language_and_keeps_its_numbers():
    german = {"weekly": "wöchentlich", "tablets": "Tabletten", "{low} to {high}": "{low} bis {high}", "as needed": "bei Bedarf"}
    dosage = Dosage(dose=Quantity(1.5, "{tablet}", 2), frequency=Frequency(1, 1, "wk"), prn=True)
    assert wording.dose(dosage, lambda phrase: german.get(phrase, phrase)) == "1.5 bis 2 Tabletten wöchentlich bei Bedarf"


def test_half_a_time_more_than_twice_a_day_is_not_said_to_be_twice():
    assert wording.frequency(Dosage(frequency=Frequency(2.5, 1, "d"))) == "2.5 times daily"

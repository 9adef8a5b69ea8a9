"""How much of a substance is taken: each time, a day, a week; never a number that the list does not support."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regimen_review.amounts import daily_amount, in_base_unit, single_amount, times_per_week
from regimen_review.regimen import Dosage, Frequency, Ingredient, Medication, MedicationStatement, Quantity, Resolution, SubstanceId

DAILY = Frequency(1, 1, "d")


def entry(*substances, written="x", **dosage):
    statement = MedicationStatement(written, written, dosage=Dosage(**dosage))
    return Medication("m1", statement, Resolution("resolved", tuple(Ingredient(SubstanceId(s)) for s in substances)))


@pytest.mark.parametrize(
    ("value", "unit", "base"),
    [
        (1, "kg", (1e6, "mg")),
        (2, "g", (2000, "mg")),
        (5, "mg", (5, "mg")),
        (250, "ug", (0.25, "mg")),
        (250, "mcg", (0.25, "mg")),
        (500, "ng", (0.0005, "mg")),
        (10, "[iU]", (10, "[IU]")),
        (10, "IU", (10, "[IU]")),
        (10, "U", (10, "[IU]")),
        (10, "units", (10, "[IU]")),
        (20, "meq", (20, "meq")),
        (20, "mEq", (20, "meq")),
        (8, "mmol", (8, "mmol")),
    ],
)
def test_every_unit_of_mass_is_milligrams_and_every_other_stays_itself(value, unit, base):
    assert in_base_unit(Quantity(value, unit)) == pytest.approx(base)


@pytest.mark.parametrize("unit", ["{tablet}", "{puff}", "mL", "L", "%", "[drp]", "h", "", "furlong", "mg/mL"])
def test_a_piece_a_volume_and_nonsense_are_no_amount(unit):
    assert in_base_unit(Quantity(2, unit)) is None


def test_no_unit_of_mass_is_ever_taken_for_another_by_its_capitals():
    assert in_base_unit(Quantity(1, "MG")) is None
    assert in_base_unit(Quantity(1, "G")) is None


@given(st.floats(1e-3, 1e5), st.floats(1e-3, 1e5))
def test_a_range_counts_by_its_upper_end(low, more):
    assert in_base_unit(Quantity(low, "mg", low + more)) == (low + more, "mg")


def test_a_dose_in_pieces_without_a_strength_is_not_known():
    assert single_amount(entry("warfarin", dose=Quantity(2, "{tablet}"), frequency=DAILY), "warfarin") is None
    assert daily_amount(entry("warfarin", dose=Quantity(2, "{tablet}"), frequency=DAILY), "warfarin") is None


def test_a_strength_alone_is_what_one_piece_holds_and_not_what_is_taken():
    assert single_amount(entry("warfarin", strength=Quantity(5, "mg"), frequency=DAILY), "warfarin") is None


def test_half_a_tablet_is_half_its_strength():
    half = entry("warfarin", dose=Quantity(0.5, "{tablet}"), strength=Quantity(5, "mg"), frequency=DAILY)
    assert daily_amount(half, "warfarin") == (2.5, "mg")


def test_one_to_two_tablets_count_as_two():
    some = entry("warfarin", dose=Quantity(1, "{tablet}", 2), strength=Quantity(5, "mg"), frequency=DAILY)
    assert single_amount(some, "warfarin") == (10, "mg")


def test_puffs_count_by_what_one_puff_holds():
    puffs = entry("fluticasone", dose=Quantity(2, "{puff}"), strength=Quantity(250, "ug"), frequency=Frequency(2, 1, "d"))
    assert daily_amount(puffs, "fluticasone") == pytest.approx((1, "mg"))


def test_a_daily_total_is_the_dose_of_a_day_whatever_stands_beside_it():
    written = entry("prednisone", total_daily=Quantity(15, "mg"), dose=Quantity(5, "mg"), frequency=Frequency(2, 1, "d"))
    assert daily_amount(written, "prednisone") == (15, "mg")


def test_a_total_of_a_combination_is_of_neither_part():
    both = entry("acetaminophen", "codeine", total_daily=Quantity(4, "g"))
    assert daily_amount(both, "codeine") is None
    assert daily_amount(both, "acetaminophen") is None


def test_a_maximum_in_tablets_leaves_the_dose_to_its_frequency():
    needed = entry("oxycodone", dose=Quantity(5, "mg"), frequency=Frequency(4, 1, "d"), prn=True, max_daily=Quantity(6, "{tablet}"))
    assert daily_amount(needed, "oxycodone") == (20, "mg")


@pytest.mark.parametrize(
    ("frequency", "a_day"),
    [
        (Frequency(1, 8, "h"), 3),
        (Frequency(2, 1, "d"), 2),
        (Frequency(1, 2, "d"), 0.5),
        (Frequency(1, 1, "wk"), 1 / 7),
        (Frequency(3, 1, "wk"), 3 / 7),
        (Frequency(1, 4, "wk"), 1 / 28),
        (Frequency(1, 1, "mo"), 1 / 30.4375),
        (Frequency(1, 30, "min"), 48),
    ],
)
def test_a_frequency_is_so_many_times_a_day(frequency, a_day):
    assert frequency.per_day() == pytest.approx(a_day)
    assert daily_amount(entry("warfarin", dose=Quantity(10, "mg"), frequency=frequency), "warfarin") == pytest.approx((10 * a_day, "mg"))
    assert times_per_week(Dosage(frequency=frequency)) == pytest.approx(7 * a_day)


@pytest.mark.parametrize("frequency", [Frequency(1, 1, "moon"), Frequency(1, 0, "d")])
def test_a_frequency_that_is_none_gives_no_amount(frequency):
    assert frequency.per_day() is None
    assert daily_amount(entry("warfarin", dose=Quantity(10, "mg"), frequency=frequency), "warfarin") is None
    assert times_per_week(Dosage(frequency=frequency)) is None


@given(days=st.lists(st.integers(1, 7), min_size=1, max_size=7, unique=True), dose=st.floats(0.1, 500))
def test_a_daily_dose_on_named_days_is_a_week_of_those_days(days, dose):
    named = entry("warfarin", dose=Quantity(dose, "mg"), frequency=DAILY, days=tuple(days))
    amount = daily_amount(named, "warfarin")
    assert amount == pytest.approx((dose * len(days) / 7, "mg"))
    assert times_per_week(named.statement.dosage) == pytest.approx(len(days))


def test_a_weekly_dose_on_its_named_day_is_not_made_smaller_by_naming_it():
    sunday = entry("methotrexate", dose=Quantity(15, "mg"), frequency=Frequency(1, 1, "wk"), days=(7,))
    assert daily_amount(sunday, "methotrexate") == pytest.approx((15 / 7, "mg"))
    assert times_per_week(sunday.statement.dosage) == pytest.approx(1)


def test_nothing_written_is_not_known():
    bare = entry("warfarin")
    assert (single_amount(bare, "warfarin"), daily_amount(bare, "warfarin"), times_per_week(bare.statement.dosage)) == (None, None, None)


@pytest.mark.parametrize(
    ("written", "substances", "amounts"),
    [
        ("Percocet 5/325", ("oxycodone", "acetaminophen"), {"oxycodone": 5, "acetaminophen": 325}),
        ("acetaminophen-codeine 300-30 mg", ("acetaminophen", "codeine"), {"acetaminophen": 300, "codeine": 30}),
        ("Vicodin 5 mg/300 mg", ("hydrocodone", "acetaminophen"), {"hydrocodone": 5, "acetaminophen": 300}),
        ("losartan / HCTZ 100/12.5", ("losartan", "hydrochlorothiazide"), {"losartan": 100, "hydrochlorothiazide": 12.5}),
    ],
)
def test_the_parts_of_a_combination_have_their_own_strengths(written, substances, amounts):
    both = entry(*substances, written=written, dose=Quantity(2, "{tablet}"), frequency=DAILY)
    assert {s: daily_amount(both, s) for s in substances} == {s: (2 * mg, "mg") for s, mg in amounts.items()}


def test_three_parts_are_more_than_two_numbers_can_tell():
    three = entry("a", "b", "c", written="abc 5/160/25", dose=Quantity(1, "{tablet}"), frequency=DAILY)
    assert {daily_amount(three, s) for s in ("a", "b", "c")} == {None}


@pytest.mark.parametrize(
    "written",
    [
        "acetaminophen-codeine, 1-2 tablets every 6 hours",
        "Percocet 1-2 tabs po q4-6h prn",
        "Percocet every 4-6 hours",
        "Percocet 2-3 times daily",
        "Percocet 1/2 daily",
        "Percocet 1/2 tab",
        "Percocet started 01/02/2026",
        "Percocet since 2025-12-01",
    ],
)
def test_how_many_tablets_how_often_and_since_when_are_no_strengths(written):
    both = entry("oxycodone", "acetaminophen", written=written, dose=Quantity(1, "{tablet}", 2), frequency=Frequency(4, 1, "d"))
    assert daily_amount(both, "acetaminophen") is None
    assert daily_amount(both, "oxycodone") is None


@pytest.mark.parametrize(
    "written", ["Percocet 1-2 tabs 5/325 every 4-6 hours", "Percocet 5 mg/325 mg, since 2025-12-01, 1-2 tablets", "Percocet 5-325"]
)
def test_strengths_are_found_among_other_numbers(written):
    both = entry("oxycodone", "acetaminophen", written=written, dose=Quantity(1, "{tablet}", 2), frequency=Frequency(4, 1, "d"))
    assert daily_amount(both, "acetaminophen") == (2600, "mg")

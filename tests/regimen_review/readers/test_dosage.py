"""Directions as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regimen_review.readers.dosage import read_directions
from regimen_review.readers.numbers import read_number
from regimen_review.regimen import Dosage, Frequency, Quantity


def directions(text: str) -> Dosage:
    return read_directions(text).dosage


def test_a_weekly_dose_is_not_read_as_daily() -> None:
    dosage = directions("methotrexate 15 mg once a week on Mondays, folic acid the day after")
    assert dosage.frequency == Frequency(1, 1, "wk")
    assert dosage.days == (1,)


def test_a_rate_per_week_in_the_unit_is_a_weekly_dose() -> None:
    dosage = directions("something (7.5 mg/wk)")
    assert dosage.dose == Quantity(7.5, "mg")
    assert dosage.frequency == Frequency(1, 1, "wk")
    assert dosage.total_daily is None


@pytest.mark.parametrize(
    ("written", "times", "per", "unit"),
    [
        ("40 mg b.i.d.", 2, 1, "d"),
        ("40 mg TDS with water", 3, 1, "d"),
        ("40 mg q.4-6h. p.r.n.", 1, 4, "h"),
        ("40 mg every other day", 1, 2, "d"),
        ("40 mg every six hours", 1, 6, "h"),
        ("40 mg two to three times daily", 3, 1, "d"),
        ("40 mg nocte", 1, 1, "d"),
        ("40 mg 4-hourly", 1, 4, "h"),
        ("40 mg twice weekly", 2, 1, "wk"),
        ("40 mg q.8", 1, 8, "h"),
        ("40 mg 06-14-22 h", 3, 1, "d"),
        ("40 mg 8am and 2pm", 2, 1, "d"),
        ("40 mg 1-0-0-1", 2, 1, "d"),
        ("40 mg monthly", 1, 1, "mo"),
        ("40 mg Mon, Wed and Fri", 3, 1, "wk"),
    ],
)
def test_frequencies_of_several_schools_are_read(written: str, times: float, per: float, unit: str) -> None:
    assert directions(f"Exampline {written}").frequency == Frequency(times, per, unit)


def test_half_a_tablet_is_half_the_strength() -> None:
    assert directions("Exampline 25 mg one-half tablet daily").dose == Quantity(12.5, "mg")
    assert directions("Exampline 25 mg, ½ tab OD").dose == Quantity(12.5, "mg")


def test_two_doses_of_one_day_are_a_range_with_their_sum() -> None:
    dosage = directions("Exampline 150 mg mane + 350 mg nocte")
    assert dosage.dose == Quantity(150, "mg", 350)
    assert dosage.total_daily == Quantity(500, "mg")


def test_a_volume_of_a_solution_is_its_mass() -> None:
    assert directions("Exampline 2 mg/mL mixture - 10 mL daily").dose == Quantity(20, "mg")


def test_strengths_of_a_combination_give_no_single_dose() -> None:
    dosage = directions("Alphaline 300 MG / Betaline 30 MG Oral Tablet, 2 tablets twice daily")
    assert dosage.dose == Quantity(2, "{tablet}")
    assert dosage.strength is None


def test_a_patch_by_the_hour_has_a_daily_total() -> None:
    assert directions("Exampline patch 25 mcg/h every 72 hours").total_daily == Quantity(600, "ug")


def test_a_maximum_is_not_the_frequency() -> None:
    dosage = directions("Exampline 5 mg prn agitation, max 20 mg/24h")
    assert dosage.max_daily == Quantity(20, "mg")
    assert dosage.frequency is None
    assert dosage.prn


def test_an_or_written_beside_drops_is_an_eye_and_not_once_daily() -> None:
    dosage = directions("Exampline 1 drop OD at bedtime")
    assert dosage.route == "ophthalmic"
    assert dosage.times == ("bedtime",)


def test_nothing_is_invented_where_nothing_was_written() -> None:
    dosage = directions("Exampline")
    assert (dosage.dose, dosage.frequency, dosage.route, dosage.prn, dosage.duration_days) == (None, None, None, False, None)


def test_a_course_has_its_length() -> None:
    assert directions("Exampline 200 mg BD for 7 days").duration_days == 7
    assert directions("Exampline 200 mg BD x 5/7").duration_days == 5
    assert directions("Exampline 200 mg BD for two weeks").duration_days == 14


@pytest.mark.parametrize(
    ("written", "value"),
    [("1,000", 1000), ("2,5", 2.5), ("0,125", 0.125), ("½", 0.5), ("1 1/2", 1.5), ("one-half", 0.5), (".5", 0.5), ("1½", 1.5), ("two", 2)],
)
def test_numbers_of_all_kinds(written: str, value: float) -> None:
    assert read_number(written) == value


@given(st.text(max_size=120))
def test_no_text_breaks_the_reading_of_directions(text: str) -> None:
    dosage = directions(text)
    assert dosage.dose is None or dosage.dose.value >= 0


@given(
    st.integers(1, 900),
    st.sampled_from(["mg", "mcg", "g", "units"]),
    st.sampled_from(["daily", "b.i.d.", "TDS", "every 8 hours", "weekly"]),
)
def test_a_plain_dose_survives_whatever_its_number(amount: int, unit: str, often: str) -> None:
    dosage = directions(f"Exampline {amount} {unit} p.o. {often}")
    assert dosage.dose is not None
    assert dosage.dose.value == amount
    assert dosage.frequency is not None
    assert dosage.route == "oral"

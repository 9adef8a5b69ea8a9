"""Everything that a line of a list says beside the name: tapers, days that differ, grids, parts of tablets, units, spellings to flag."""

from __future__ import annotations

from datetime import date

import pytest

from regimen_review.readers import read_text
from regimen_review.readers.dosage import read_directions
from regimen_review.regimen import Dosage, Frequency, MedicationStatement, Quantity


def said(text: str) -> Dosage:
    return read_directions(text).dosage


def entry(text: str) -> MedicationStatement:
    """The entry between two others, so that none of their words can be its own."""
    first, found, last = read_text(f"Medications:\n- Quorvane 7 mg weekly\n- {text}\n- Zelphar 3 mg prn").statements
    assert (first.name, last.name) == ("Quorvane", "Zelphar")
    return found


@pytest.mark.parametrize(
    ("written", "low", "high", "days"),
    [
        ("20 mg daily x 5 days then 10 mg daily x 5 days then stop", 10, 20, 10),
        ("40 mg x3d, 30 mg x3d, 20 mg x3d, off", 20, 40, 9),
        ("60 mg for 1 week, then 40 mg for 1 week, then 20 mg for 2 weeks", 20, 60, 28),
    ],
)
def test_a_taper_written_out_is_a_range_over_all_its_steps_and_no_daily_sum(written: str, low: float, high: float, days: float) -> None:
    dosage = said(f"noisoline {written}")
    assert dosage.taper
    assert dosage.dose == Quantity(low, "mg", high)
    assert dosage.duration_days == days
    assert dosage.total_daily is None


@pytest.mark.parametrize("written", ["20 mg tapering by 5 mg a week", "reducing course", "titrate to effect"])
def test_a_taper_that_is_only_named_is_one(written: str) -> None:
    assert said(written).taper


@pytest.mark.parametrize(
    "written", ["20 mg for 5 days", "20 mg am and 10 mg noon", "500 mg tablet, 250 mg bid for 7 days", "5 mg, then stop"]
)
def test_one_course_or_two_doses_of_a_day_are_no_taper(written: str) -> None:
    assert not said(written).taper


def test_another_dose_on_the_other_days_counts_for_the_rest_of_the_week() -> None:
    dosage = said("5 mg Mon/Wed/Fri, 2.5 mg other days")
    assert dosage.dose == Quantity(2.5, "mg", 5)
    assert (dosage.frequency, dosage.days) == (Frequency(1, 1, "d"), ())
    assert dosage.total_daily is not None
    assert dosage.total_daily.value * 7 == pytest.approx(25)


def test_doses_by_day_that_fill_the_week_are_daily() -> None:
    dosage = said("5 mg on Mon, Wed and Fri, 2.5 mg on Tue, Thu, Sat and Sun")
    assert dosage.frequency == Frequency(1, 1, "d")
    assert dosage.dose == Quantity(2.5, "mg", 5)


@pytest.mark.parametrize("written", ["alternate days", "every other day", "q.o.d.", "QOD", "EOD", "every second day"])
def test_alternate_days_are_every_second_day(written: str) -> None:
    assert said(f"5 mg {written}").frequency == Frequency(1, 2, "d")


@pytest.mark.parametrize(
    ("written", "times", "each"),
    [
        ("1-0-0-1", ("morning", "bedtime"), 500),
        ("1-0-1-0", ("morning", "evening"), 500),
        ("1-1-1", ("morning", "noon", "evening"), 500),
        ("0-0-0-2", ("bedtime",), 1000),
        ("½-0-½-0", ("morning", "evening"), 250),
    ],
)
def test_a_grid_says_when_and_how_many(written: str, times: tuple[str, ...], each: float) -> None:
    dosage = said(f"500 mg {written}")
    assert dosage.times == times
    assert dosage.frequency == Frequency(len(times), 1, "d")
    assert dosage.dose == Quantity(each, "mg")


@pytest.mark.parametrize("written", ["q.4h.", "q4h", "every 4 hours", "Q 4 H", "q.4h"])
def test_every_four_hours_however_it_is_dotted(written: str) -> None:
    assert said(f"5 mg {written}").frequency == Frequency(1, 4, "h")


@pytest.mark.parametrize("written", ["one-half tablet", "1/2 tab", "½ tablet", "half a tablet", "0.5 tablet"])
def test_half_a_tablet_is_half_its_strength(written: str) -> None:
    dosage = said(f"50 mg {written} b.i.d.")
    assert dosage.dose == Quantity(25, "mg")
    assert dosage.strength == Quantity(50, "mg")


@pytest.mark.parametrize(
    ("written", "value"), [("2,5 mg", 2.5), ("0,125 mg", 0.125), ("1,000 mg", 1000), ("1.000,5 mg", 1000.5), ("12,5 mg", 12.5)]
)
def test_a_comma_is_decimal_or_thousands_by_its_place(written: str, value: float) -> None:
    dose = said(f"{written} daily").dose
    assert dose is not None
    assert dose.value == value


@pytest.mark.parametrize(
    ("written", "unit"),
    [("5 mg", "mg"), ("5 mcg", "ug"), ("5 µg", "ug"), ("5 g", "g"), ("5 IU", "[IU]"), ("5 units", "[IU]"), ("5 U", "[IU]"), ("5 mEq", "meq"), ("5 mL", "mL"), ("5 mg/kg", "mg/kg"), ("5 mcg/kg", "ug/kg"), ("75 mg/m2", "mg/m2"), ("75 mg/m²", "mg/m2")],
)  # fmt: skip
def test_units_are_ucum_codes(written: str, unit: str) -> None:
    dose = said(f"{written} daily").dose
    assert dose is not None
    assert dose.unit == unit


def test_a_dose_by_weight_is_never_taken_for_the_dose_itself() -> None:
    assert said("1 mg/kg q12h").dose == Quantity(1, "mg/kg")
    assert said("80 mg (1 mg/kg) q12h").dose == Quantity(80, "mg")
    assert said("5 mg/kg (350 mg) IV daily").dose == Quantity(350, "mg")
    assert entry("Noisoline 1 mg/kg q12h").name == "Noisoline"
    a_day = said("5 mg/kg/day").dose
    assert a_day is not None
    assert a_day.unit == "mg/kg"


def test_a_number_without_a_unit_is_no_dose() -> None:
    assert entry("Noisoline 10").dosage.dose is None
    assert entry("Noisoline 5 TDS").dosage.dose is None


@pytest.mark.parametrize(
    ("written", "times", "total"),
    [("40 mg am and 20 mg noon", ("morning", "noon"), 60), ("20 units AM 10 units PM", ("morning", "evening"), 30), ("150 mg mane + 350 mg nocte", ("morning", "bedtime"), 500)],
)  # fmt: skip
def test_two_doses_of_a_day_give_their_sum(written: str, times: tuple[str, ...], total: float) -> None:
    dosage = said(written)
    assert dosage.times == times
    assert dosage.total_daily is not None
    assert dosage.total_daily.value == total


@pytest.mark.parametrize(
    ("written", "times"),
    [("1x tgl.", 1), ("2 x täglich", 2), ("3 mal täglich", 3), ("4x/jour", 4), ("2 fois par jour", 2), ("3 veces al día", 3), ("2 volte al giorno", 2), ("2x daags", 2), ("3 ganger daglig", 3)],
)  # fmt: skip
def test_how_often_is_read_in_other_languages(written: str, times: float) -> None:
    assert said(f"5 mg {written}").frequency == Frequency(times, 1, "d")


@pytest.mark.parametrize("written", ["morgens", "abends", "le matin", "zur Nacht", "mittags"])
def test_times_of_the_day_are_read_in_other_languages(written: str) -> None:
    assert len(said(f"5 mg {written}").times) == 1


@pytest.mark.parametrize(
    ("written", "start", "stop"),
    [
        ("500 mg bid started 3/4/2024 stop 3/11/2024", date(2024, 3, 4), date(2024, 3, 11)),
        ("500 mg bid since 2024-03-04 until 2024-03-11", date(2024, 3, 4), date(2024, 3, 11)),
        ("500 mg bid from 2024-03-04, ends 2024-03-11", date(2024, 3, 4), date(2024, 3, 11)),
        ("500 mg bid since 2024-03-04", date(2024, 3, 4), None),
    ],
)
def test_start_and_stop_are_dates(written: str, start: date, stop: date | None) -> None:
    found = entry(f"Noisoline {written}")
    assert (found.start, found.stop) == (start, stop)


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("Noisoline 5 mg daily", "active"),
        ("Noisoline 5 mg prn", "prn"),
        ("Noisoline 5 mg daily - STOPPED", "stopped"),
        ("Noisoline 5 mg daily, discontinued last week", "stopped"),
        ("Noisoline - on hold", "on-hold"),
        ("Noisoline 5 mg (patient declined)", "not-taken"),
        ("Noisoline 5 mg to be started next week", "planned"),
    ],
)
def test_the_status_is_the_one_that_is_written(written: str, status: str) -> None:
    assert entry(written).status == status


@pytest.mark.parametrize(
    ("written", "flag"),
    [
        ("10U daily", "“U” for units"),
        ("5 mg QD", "“QD” for daily"),
        ("5 mg q.o.d.", "“QOD” for every other day"),
        ("5.0 mg daily", "trailing zero after the decimal point"),
        (".5 mg daily", "no zero before the decimal point"),
        ("10 IU daily", "“IU” for international units"),
        ("5 mg QHS", "“HS” for bedtime"),
        ("5 mg SC daily", "“SC”, “SQ” or “sub q” for subcutaneous"),
        ("5 µg daily", "“µg” for micrograms"),
        ("5 cc daily", "“cc” for mL"),
    ],
)
def test_an_error_prone_spelling_is_read_and_flagged(written: str, flag: str) -> None:
    found = entry(f"Noisoline {written}")
    assert flag in found.flags
    assert found.dosage.dose is not None
    assert entry("Noisoline 5 mg daily").flags == ()


def test_msoiv_is_flagged_and_left_as_it_is_written() -> None:
    found = entry("MSO4 10 mg IV")
    assert found.name == "MSO4"
    assert any("MSO4" in f for f in found.flags)


def test_the_same_entry_twice_is_one_that_keeps_both_places_and_another_dose_is_another() -> None:
    found = read_text(
        "Medications:\n- Noisoline 5 mg daily\n- Quorvane 5 mg daily\n- Noisoline 5 mg daily\n- Noisoline 10 mg daily"
    ).statements
    assert [s.name for s in found] == ["Noisoline", "Quorvane", "Noisoline"]
    assert (found[0].place.line, [p.line for p in found[0].sources]) == (2, [4])


def test_indication_prescriber_and_most_a_day_are_kept() -> None:
    found = entry("Noisoline 500 mg 1-2 tablets every 6 hours as needed for pain, max 4 g/day")
    assert (found.indication, found.dosage.max_daily, found.dosage.dose) == ("pain", Quantity(4, "g"), Quantity(500, "mg", 1000))


@pytest.mark.parametrize(
    ("written", "units"), [("20.000 IE", 20_000), ("1.000 IE", 1_000), ("1.000.000 IE", 1_000_000), ("2.5 IE", 2.5), ("20.5 units", 20.5)]
)
def test_a_point_between_thousands_is_read_where_units_are_written_so(written: str, units: float) -> None:
    assert said(f"{written} daily").dose == Quantity(units, "[IU]")


@pytest.mark.parametrize(
    "written",
    ["5 mg tablets - One To Be Taken Each Day - 28 tablet", "5 mg tablet, 30 tablets, 1 tablet daily", "5 mg 1 tab daily 90 tabs"],
)
def test_what_was_dispensed_is_no_dose(written: str) -> None:
    assert said(written).dose == Quantity(5, "mg")


def test_ten_tablets_a_week_are_a_dose() -> None:
    assert said("2.5 mg 10 tablets weekly").dose == Quantity(25, "mg")

"""The date of a note: near the top, never a birthday, never the day of a drug."""

from datetime import date

import pytest

from regimen_review.readers.text import note_date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Seen on 2026-03-04.\nMedications: warfarin 5 mg started 2026-02-01", date(2026, 3, 4)),
        ("Clinic letter 4 March 2026\nwarfarin", date(2026, 3, 4)),
        ("DOB: 1950-02-03\nVisit: 2026-03-04", date(2026, 3, 4)),
    ],
)
def test_the_first_date_of_the_note_is_its_day(text, day):
    assert note_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "rifapentine weekly, start 2026-10-15",
        "warfarin 5 mg since 2025-01-01",
        "prednisone until 2026-01-05, then stop",
        "ciprofloxacin, stopped on 2026-01-05",
        "metformin filled 2026-01-05; last filled: 2026-01-05",
        "born 1950-02-03",
        "no date at all",
    ],
)
def test_the_day_of_a_drug_or_a_birthday_is_not_the_day_of_the_note(text):
    assert note_date(text) is None

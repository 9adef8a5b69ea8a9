"""What is missing, as people write it: measures with their capitals, drugs in tall-man letters, both languages."""

import pytest

from ui.desktop.words import missing_name, value_name


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ("inr", "INR"),
        ("qtc", "QTc"),
        ("digoxin-level", "digoxin level"),
        ("vitamin-b12", "vitamin B12"),
        ("systolic-bp", "systolic pressure"),
    ],
)
def test_a_measure_keeps_the_capitals_people_give_it(measure, said):
    assert value_name(measure) == said
    assert missing_name(measure, None) == said


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("dose of aspirin", "dose of aspirin"),
        ("frequency of aspirin", "how often aspirin"),
        ("start of prednisone", "start of predniSONE"),
        ("duration of ciprofloxacin", "duration of ciprofloxacin"),
        ("indication of warfarin", "reason for warfarin"),
    ],
)
def test_what_is_not_known_of_a_drug_names_it_in_tall_man_letters(reviewed, missing, said):
    assert missing_name(missing, reviewed("prednisone", "warfarin", "folic acid")) == said

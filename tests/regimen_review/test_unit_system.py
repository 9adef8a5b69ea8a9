"""Bare numbers get the unit of the note they stand in."""

import pytest

from regimen_review.patient import Observation
from regimen_review.unit_system import shown_in, with_units


@pytest.fixture
def measures(store):
    return store.vocabulary().measures


def units(measures, **values):
    told = [
        Observation(m.replace("_", " "), v[0], v[1], measure=m) if isinstance(v, tuple) else Observation(m, v, measure=m)
        for m, v in values.items()
    ]
    return {o.measure: o.unit for o in with_units(told, measures)}


def test_a_creatinine_of_182_is_in_micromoles(measures):
    assert units(measures, creatinine=182.0) == {"creatinine": "umol/L"}


@pytest.mark.parametrize("value", [0.4, 1.9, 4.5, 9.0])
def test_a_creatinine_in_single_figures_stays_as_it_is(measures, value):
    assert units(measures, creatinine=value) == {"creatinine": None}


def test_a_value_that_could_be_either_follows_its_note(measures):
    assert units(measures, glucose=17.4, creatinine=104.0)["glucose"] == "mmol/L"
    assert units(measures, glucose=48.0, creatinine=2.6)["glucose"] is None
    assert units(measures, bilirubin=4.0, creatinine=(1.1, "mg/dL"))["bilirubin"] is None


def test_a_written_unit_is_never_changed(measures):
    assert units(measures, hemoglobin=(9.9, "g/dL"), creatinine=150.0) == {"hemoglobin": "g/dL", "creatinine": "umol/L"}


def test_hemoglobin_of_three_figures_is_in_grams_a_liter(measures):
    assert units(measures, hemoglobin=88.0)["hemoglobin"] == "g/L"


def test_a_measure_with_one_unit_is_left_alone(measures):
    assert units(measures, potassium=6.1, creatinine=150.0)["potassium"] is None


@pytest.mark.parametrize(
    ("measure", "value", "unit", "system", "shown"),
    [
        ("creatinine", 1.9, None, "si", (168.0, "umol/L")),
        ("creatinine", 168, "umol/L", "mass", (1.9, "mg/dL")),
        ("hemoglobin", 8.8, "g/dL", "si", (88.0, "g/L")),
        ("glucose", 7.0, "mmol/L", "mass", (126.0, "mg/dL")),
        ("potassium", 3.4, "mmol/L", "mass", (3.4, "mmol/L")),
        ("creatinine", 1.9, "furlongs", "si", (1.9, "furlongs")),
    ],
)
def test_a_value_is_shown_in_the_chosen_units_or_left_alone(store, measure, value, unit, system, shown):
    turned = shown_in(Observation(measure, value, unit, measure=measure), store.measures[measure], system)
    assert (turned.value, turned.unit) == (pytest.approx(shown[0], rel=0.01), shown[1])

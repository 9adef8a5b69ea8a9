import pytest
from hypothesis import given
from hypothesis import strategies as st

from regimen_review.formulae import (
    body_mass_index,
    child_pugh,
    creatinine_clearance,
    drug_burden,
    egfr_ckd_epi_2021,
    ideal_body_weight,
)


def test_cockcroft_and_gaults_formula_for_a_man_of_forty_with_creatinine_one():
    # (140 - 40) x 72 / (72 x 1.0): the formula's own reference point is 100 mL/min
    assert creatinine_clearance(40, 72, 1.0, female=False) == pytest.approx(100)


def test_a_woman_has_fifteen_per_cent_less():
    assert creatinine_clearance(40, 72, 1.0, female=True) == pytest.approx(85)


@pytest.mark.parametrize(
    ("age", "creatinine", "female", "expected"),
    [(50, 1.0, False, 92), (50, 1.0, True, 69), (80, 2.1, True, 23), (30, 0.6, True, 124), (60, 1.2, False, 69)],
)
def test_ckd_epi_2021_gives_the_values_of_the_published_calculator(age, creatinine, female, expected):
    assert egfr_ckd_epi_2021(age, creatinine, female=female) == pytest.approx(expected, abs=1)


def test_body_mass_index_and_ideal_weight():
    assert body_mass_index(80, 200) == pytest.approx(20)
    assert ideal_body_weight(152.4, female=True) == pytest.approx(45.5)
    assert ideal_body_weight(177.8, female=False) == pytest.approx(73)


def test_child_pugh_from_five_normal_parts_is_a_with_five_points():
    assert child_pugh(1.0, 4.0, 1.0, ascites=1, encephalopathy=1) == (5, "A")


def test_child_pugh_from_five_bad_parts_is_c_with_fifteen_points():
    assert child_pugh(4.0, 2.0, 3.0, ascites=3, encephalopathy=3) == (15, "C")


def test_the_smallest_usual_dose_is_half_a_drug_burden_and_ten_times_that_is_nearly_one():
    # Hilmer 2007: a person on the smallest approved dose carries 0.5; on ten times that dose 0.91
    assert drug_burden(5, 5) == pytest.approx(0.5)
    assert drug_burden(50, 5) == pytest.approx(0.91, abs=0.005)


@given(daily=st.floats(0.01, 10_000), more=st.floats(0.01, 10_000), smallest=st.floats(0.01, 10_000))
def test_a_drugs_burden_grows_with_its_dose_and_never_reaches_one(daily, more, smallest):
    assert 0 < drug_burden(daily, smallest) <= drug_burden(daily + more, smallest) <= 1

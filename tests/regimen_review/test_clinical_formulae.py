"""Clinical formulae by what must be true of them: their fixed points, their limits, and which way they go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regimen_review.formulae import body_mass_index, child_pugh, creatinine_clearance, drug_burden, egfr_ckd_epi_2021, ideal_body_weight

AGES, WEIGHTS, CREATININES = st.integers(18, 100), st.floats(35, 200), st.floats(0.3, 12)
SEXES = st.booleans()


@given(age=AGES, weight=WEIGHTS, creatinine=CREATININES, female=SEXES)
def test_clearance_falls_with_age_and_creatinine_and_rises_with_weight(age, weight, creatinine, female):
    here = creatinine_clearance(age, weight, creatinine, female=female)
    assert here > 0
    assert creatinine_clearance(age + 1, weight, creatinine, female=female) < here
    assert creatinine_clearance(age, weight + 1, creatinine, female=female) > here
    assert creatinine_clearance(age, weight, creatinine * 2, female=female) == pytest.approx(here / 2)


@given(age=AGES, weight=WEIGHTS, creatinine=CREATININES)
def test_a_womans_clearance_is_eighty_five_per_cent_of_a_mans(age, weight, creatinine):
    man, woman = (creatinine_clearance(age, weight, creatinine, female=f) for f in (False, True))
    assert woman == pytest.approx(0.85 * man)


@given(age=AGES, creatinine=CREATININES, female=SEXES)
def test_egfr_falls_with_age_and_with_creatinine(age, creatinine, female):
    here = egfr_ckd_epi_2021(age, creatinine, female=female)
    assert here > 0
    assert egfr_ckd_epi_2021(age + 1, creatinine, female=female) == pytest.approx(here * 0.9938)
    assert egfr_ckd_epi_2021(age, creatinine + 0.1, female=female) < here


@pytest.mark.parametrize(("female", "kappa", "at_kappa"), [(True, 0.7, 142 * 1.012), (False, 0.9, 142)])
def test_at_its_own_creatinine_egfr_is_its_constant_times_age_alone(female, kappa, at_kappa):
    assert egfr_ckd_epi_2021(60, kappa, female=female) == pytest.approx(at_kappa * 0.9938**60)


@pytest.mark.parametrize("female", [True, False])
def test_the_two_halves_of_the_equation_meet_where_they_change(female):
    kappa = 0.7 if female else 0.9
    below, above = (egfr_ckd_epi_2021(60, kappa + step, female=female) for step in (-1e-9, 1e-9))
    assert below == pytest.approx(above, rel=1e-6)


@pytest.mark.parametrize(("bilirubin", "points"), [(1.99, 5), (2.0, 6), (3.0, 6), (3.01, 7)])
def test_bilirubin_adds_points_at_two_and_above_three(bilirubin, points):
    assert child_pugh(bilirubin, 4.0, 1.0, ascites=1, encephalopathy=1)[0] == points


@pytest.mark.parametrize(("albumin", "points"), [(3.51, 5), (3.5, 6), (2.8, 6), (2.79, 7)])
def test_albumin_adds_points_at_three_and_a_half_and_below_two_point_eight(albumin, points):
    assert child_pugh(1.0, albumin, 1.0, ascites=1, encephalopathy=1)[0] == points


@pytest.mark.parametrize(("inr", "points"), [(1.69, 5), (1.7, 6), (2.3, 6), (2.31, 7)])
def test_inr_adds_points_at_one_point_seven_and_above_two_point_three(inr, points):
    assert child_pugh(1.0, 4.0, inr, ascites=1, encephalopathy=1)[0] == points


GRADED = st.integers(1, 3)


@given(bilirubin=st.floats(0.1, 30), albumin=st.floats(1, 5), inr=st.floats(0.8, 8), ascites=GRADED, brain=GRADED)
def test_child_pugh_has_five_to_fifteen_points_and_its_letter_follows_them(bilirubin, albumin, inr, ascites, brain):
    points, letter = child_pugh(bilirubin, albumin, inr, ascites=ascites, encephalopathy=brain)
    assert 5 <= points <= 15
    assert letter == ("A" if points < 7 else "B" if points < 10 else "C")
    worse, _ = child_pugh(bilirubin + 5, albumin, inr, ascites=ascites, encephalopathy=brain)
    assert worse >= points


@given(height=st.floats(140, 210), female=SEXES)
def test_ideal_weight_rises_two_point_three_kilograms_an_inch(height, female):
    taller = ideal_body_weight(height + 2.54, female=female)
    assert taller - ideal_body_weight(height, female=female) == pytest.approx(2.3)
    assert ideal_body_weight(height, female=False) - ideal_body_weight(height, female=True) == pytest.approx(4.5)


@given(weight=WEIGHTS, height=st.floats(120, 220))
def test_body_mass_index_times_height_squared_is_weight(weight, height):
    assert body_mass_index(weight, height) * (height / 100) ** 2 == pytest.approx(weight)


@given(dose=st.floats(0.01, 5000), smallest=st.floats(0.01, 5000), times=st.floats(0.1, 10))
def test_a_burden_does_not_depend_on_the_unit_and_the_smallest_dose_is_half(dose, smallest, times):
    assert drug_burden(smallest, smallest) == pytest.approx(0.5)
    assert drug_burden(dose * times, smallest * times) == pytest.approx(drug_burden(dose, smallest))

"""What is shown can be read one way only: numbers keep their value, frequencies their meaning, silence its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regimen_review import wording
from regimen_review.findings import Because
from regimen_review.regimen import Dosage, Frequency, Medication, MedicationStatement, Quantity, Regimen, Resolution
from regimen_review.silence import why_silent

TABLET_STRENGTHS_MG = (0.0625, 0.125, 0.25, 0.025, 0.0375, 0.088, 0.112, 0.137, 0.00025, 0.0005, 0.5, 1.25, 2.5, 6.25, 12.5, 1000, 2500)


@pytest.mark.parametrize("strength", TABLET_STRENGTHS_MG)
def test_a_strength_on_the_market_is_shown_as_it_is(strength):
    assert float(wording.number(strength).replace(",", "")) == strength


@given(st.integers(1, 9999), st.integers(-6, 3))
def test_a_number_of_four_figures_keeps_its_value_however_small_it_is(figures, power):
    value = figures * 10.0**power
    shown = wording.number(value)
    tolerance = 0.0005 if value >= 1 else 0
    assert float(shown.replace(",", "")) == pytest.approx(value, abs=tolerance, rel=1e-9)


@given(st.floats(1e-7, 1e7))
def test_no_number_above_zero_is_shown_as_zero_or_without_its_leading_zero(value):
    shown = wording.number(value)
    assert float(shown.replace(",", "")) > 0
    assert shown[0].isdigit()
    assert "e" not in shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (10, "10"), (100, "100"), (1000, "1,000"), (10_000, "10,000"), (1_000_000, "1,000,000"), (0.1, "0.1"), (2.0, "2")],
)
def test_zeros_that_count_stay_and_those_behind_the_point_go(value, shown):
    assert wording.number(value) == shown


@pytest.mark.parametrize(
    ("frequency", "words"),
    [
        (Frequency(1, 1, "d"), "daily"),
        (Frequency(3, 1, "d"), "three times daily"),
        (Frequency(5, 1, "d"), "5 times daily"),
        (Frequency(1, 1, "wk"), "weekly"),
        (Frequency(2, 1, "wk"), "2 times weekly"),
        (Frequency(1, 2, "d"), "every 2 days"),
        (Frequency(1, 1, "mo"), "every month"),
        (Frequency(1, 1, "h"), "every hour"),
        (Frequency(1, 72, "h"), "every 72 hours"),
        (Frequency(2, 3, "wk"), "2 times in 3 weeks"),
        (Frequency(1, 6, "mo"), "every 6 months"),
    ],
)
def test_a_frequency_is_spelt_out(frequency, words):
    assert wording.frequency(Dosage(frequency=frequency)) == words


@given(st.integers(1, 6), st.integers(1, 12), st.sampled_from(["h", "d", "wk", "mo"]))
def test_no_frequency_is_an_abbreviation_that_has_been_misread(times, per, unit):
    words = wording.frequency(Dosage(frequency=Frequency(times, per, unit))).split()
    assert words
    assert not {"qd", "qod", "bid", "tid", "qid", "od", "bd", "hs"} & {w.casefold() for w in words}


def test_every_day_of_the_week_by_name_is_daily_and_six_are_named():
    every = Dosage(frequency=Frequency(1, 1, "d"), days=(1, 2, 3, 4, 5, 6, 7))
    assert wording.frequency(every) == "daily"
    assert wording.frequency(replace(every, days=(1, 3))) == "daily on Monday, Wednesday"


@pytest.mark.parametrize(
    ("dosage", "text"),
    [
        (Dosage(total_daily=Quantity(5, "mg")), "5 mg daily"),
        (Dosage(strength=Quantity(20, "mg")), "20 mg"),
        (Dosage(dose=Quantity(1, "{tablet}"), strength=Quantity(20, "mg")), "1 tablet of 20 mg"),
        (Dosage(dose=Quantity(2, "{tablet}"), strength=Quantity(20, "mg"), frequency=Frequency(1, 1, "d")), "2 tablets of 20 mg daily"),
        (Dosage(dose=Quantity(20, "meq")), "20 mEq"),
        (Dosage(dose=Quantity(2, "[drp]")), "2 drops"),
        (Dosage(prn=True), "as needed"),
        (Dosage(dose=Quantity(0.5, "mg"), frequency=Frequency(1, 1, "wk"), days=(1,)), "0.5 mg weekly on Monday"),
    ],
)
def test_a_dose_is_said_as_far_as_it_was_written(dosage, text):
    assert wording.dose(dosage) == text


def test_facts_stand_with_their_dates(reviewed):
    finding = replace(
        reviewed("warfarin", "ibuprofen", "folic acid").findings[0], because=(Because("INR 5.1", date(2025, 12, 3)), Because("age 80"))
    )
    assert wording.because(finding) == ("INR 5.1 (2025-12-03)", "age 80")


def with_unsettled(review, state):
    odd = Medication("m9", MedicationStatement("xqzzy 5 mg", "xqzzy"), Resolution(state))
    return replace(review, regimen=Regimen((*review.regimen.medications, odd), review.regimen.as_of))


@pytest.mark.parametrize(("state", "why"), [("unresolved", "name not recognised"), ("confirm", "name not settled")])
def test_the_scope_counts_what_was_left_out_and_says_why(reviewed, state, why):
    text = wording.scope(with_unsettled(reviewed("warfarin", "folic acid", "ibuprofen | stopped 2020-01-01"), state))
    assert text == f"2 of 3 medications checked; not checked: xqzzy 5 mg ({why})."


def test_no_sentence_about_silence_calls_a_pair_safe_without_its_not(reviewed):
    review = reviewed("folic acid", "cholecalciferol", "latanoprost | ophthalmic", "acetaminophen + codeine")
    for pair in (("folic acid", "cholecalciferol"), ("folic acid", "latanoprost"), ("acetaminophen", "codeine")):
        said = why_silent(review, *pair)
        assert said.endswith(".")
        assert "safe" not in said.replace("not the same as safe", "")


def test_a_pair_that_stands_in_a_finding_is_pointed_to(reviewed):
    review = reviewed("warfarin", "ibuprofen", "folic acid")
    finding = next(f for f in review.findings if {"warfarin", "ibuprofen"} <= set(f.drugs))
    assert why_silent(review, "ibuprofen", "warfarin") == f"Shown in '{finding.headline}'."


def test_a_quiet_pair_gives_its_reason(reviewed):
    review = reviewed("methotrexate | 10 mg | 1/wk", "folic acid", "lisinopril")
    quiet = next(q for q in review.quiet if set(q.drugs) == {"methotrexate", "folic acid"})
    without = replace(review, findings=())
    assert why_silent(without, "folic acid", "methotrexate") == f"Nothing shown for folic acid + methotrexate: {quiet.why}."


def test_the_parts_of_one_product_and_a_local_route_are_reasons_of_their_own(reviewed):
    review = replace(reviewed("acetaminophen + codeine", "latanoprost | ophthalmic", "folic acid"), findings=(), quiet=())
    assert "parts of one product" in why_silent(review, "codeine", "acetaminophen")
    assert "latanoprost is ophthalmic" in why_silent(review, "folic acid", "latanoprost")


def test_a_drug_taken_also_by_mouth_is_not_explained_by_its_drops(reviewed):
    review = replace(reviewed("timolol | ophthalmic", "timolol | oral", "folic acid"), findings=(), quiet=())
    assert "No rule and no inference" in why_silent(review, "folic acid", "timolol")


def test_a_drug_of_which_only_the_name_is_known_is_not_checked(reviewed):
    from regimen_review.findings import NotChecked

    bare = replace(reviewed("folic acid", "lisinopril"), findings=(), quiet=(), not_checked=(NotChecked("folic acid", "only its name"),))
    assert why_silent(bare, "lisinopril", "folic acid").startswith("Not checked: the base knows nothing about folic acid")

"""What a condition may ask of the drugs: doses, schedules, company, order in time, reasons and properties."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regimen_review.regimen import Dosage, Frequency, Quantity, Regimen
from regimen_review.rules.situation import Situation
from regimen_review.rules.terms import holds
from tests.conftest import a_regimen
from tests.regimen_review.rules.conftest import BYSTANDERS, asked


@pytest.fixture(scope="session")
def dosed(situation):
    """A function: one drug with a dosage that the notation of examples cannot write."""

    def make(drug: str, dosage: Dosage) -> Situation:
        here = situation(drug, *BYSTANDERS)
        (first, *others) = here.regimen.medications
        own = replace(first, statement=replace(first.statement, dosage=dosage))
        return Situation(Regimen((own, *others), here.as_of), here.patient, here.knowledge)

    return make


@pytest.mark.parametrize(("dose", "over"), [("19.9 mg", False), ("20 mg", False), ("20.1 mg", True)])
def test_a_daily_dose_is_over_its_limit_only_above_it(of_drugs, dose, over):
    assert of_drugs("daily-dose(drug) > 20 mg", f"simvastatin | {dose} | 1/d", "pravastatin | 80 mg | 1/d") is over


@pytest.mark.parametrize("limit", ["0.5 mg", "500 mcg", "0.0005 g", "500 ug"])
def test_a_limit_means_the_same_in_every_unit_of_mass(of_drugs, limit):
    assert of_drugs(f"daily-dose(drug) >= {limit}", "digoxin | 250 mcg | 2/d") is True
    assert of_drugs(f"daily-dose(drug) > {limit}", "digoxin | 0.25 mg | 2/d") is False


def test_units_and_milligrams_are_never_compared_and_the_question_is_the_dose(situation):
    here = situation("heparin | 5000 units | 2/d", *BYSTANDERS)
    assert asked("daily-dose(drug) > 5000 units", here, drug="heparin").holds is True
    assert asked("daily-dose(drug) > 10 mg", here, drug="heparin").holds is None
    assert asked("single-dose(drug) > 1 g", here, drug="heparin").missing == ("dose of heparin",)


def test_a_range_counts_by_its_upper_end(dosed):
    here = dosed("oxycodone", Dosage(dose=Quantity(5, "mg", 10), frequency=Frequency(4, 1, "d")))
    assert asked("daily-dose(drug) >= 40 mg", here, drug="oxycodone").holds is True
    assert asked("daily-dose(drug) > 40 mg", here, drug="oxycodone").holds is False


def test_a_written_maximum_a_day_counts_before_dose_times_frequency(dosed):
    here = dosed("oxycodone", Dosage(dose=Quantity(10, "mg"), frequency=Frequency(6, 1, "d"), prn=True, max_daily=Quantity(30, "mg")))
    assert asked("daily-dose(drug) <= 30 mg", here, drug="oxycodone").holds is True


def test_a_week_is_seven_days_of_the_daily_dose_and_one_of_the_weekly(of_drugs):
    assert of_drugs("weekly-dose(drug) > 25 mg", "methotrexate | 25 mg | 1/wk") is False
    assert of_drugs("weekly-dose(drug) > 25 mg", "methotrexate | 2.5 mg | 2/d") is True
    assert of_drugs("weekly-dose(drug) > 25 mg", "methotrexate") is None


def test_the_largest_single_dose_counts_and_doses_at_once_are_not_added(of_drugs):
    two = ("potassium chloride | 40 meq | 1/d", "potassium chloride | 20 meq | 1/d")
    assert of_drugs("single-dose(drug) >= 40 meq", *two) is True
    assert of_drugs("single-dose(drug) > 40 meq", *two) is False


def test_the_same_drug_by_another_route_is_not_added(of_drugs):
    assert (
        of_drugs("daily-dose(diclofenac@oral) > 150 mg", "diclofenac | 75 mg | 2/d | oral", "diclofenac | 40 mg | 4/d | topical") is False
    )
    assert of_drugs("daily-dose(diclofenac) > 150 mg", "diclofenac | 75 mg | 2/d | oral", "diclofenac | 50 mg | 1/d | rectal") is True


@given(doses=st.lists(st.integers(1, 400), min_size=1, max_size=4), limit=st.integers(1, 1600))
def test_all_entries_of_a_drug_are_added_whatever_their_order(of_drugs, doses, limit):
    entries = [f"tramadol | {d} mg | 1/d" for d in doses]
    assert of_drugs(f"daily-dose(drug) > {limit} mg", *entries) is (sum(doses) > limit)
    assert of_drugs(f"daily-dose(drug) > {limit} mg", *reversed(entries)) is (sum(doses) > limit)


@given(doses=st.lists(st.integers(1, 400), min_size=1, max_size=3), limit=st.integers(1, 1600))
def test_an_entry_without_a_dose_never_makes_too_much_into_enough(of_drugs, doses, limit):
    entries = [f"tramadol | {d} mg | 1/d" for d in doses]
    assert of_drugs(f"daily-dose(drug) > {limit} mg", *entries, "tramadol") is (True if sum(doses) > limit else None)
    assert of_drugs(f"daily-dose(drug) <= {limit} mg", *entries, "tramadol") is None


def test_a_dose_by_weight_needs_the_weight_and_shows_it(situation):
    assert asked("dose-per-kg(drug) > 5 mg", situation("hydroxychloroquine | 400 mg | 1/d"), drug="hydroxychloroquine").missing == (
        "weight",
    )
    small = asked("dose-per-kg(drug) > 5 mg", situation("hydroxychloroquine | 400 mg | 1/d", weight=79), drug="hydroxychloroquine")
    assert small.holds is True
    assert "weight 79 kg" in [b.fact for b in small.because]
    assert (
        asked("dose-per-kg(drug) > 5 mg", situation("hydroxychloroquine | 400 mg | 1/d", weight=80), drug="hydroxychloroquine").holds
        is False
    )


def test_daily_on_one_named_weekday_is_once_a_week(dosed):
    monday = dosed("methotrexate", Dosage(dose=Quantity(15, "mg"), frequency=Frequency(1, 1, "d"), days=(1,)))
    assert asked("times-per-week(drug) > 1", monday, drug="methotrexate").holds is False
    assert asked("weekly-dose(drug) <= 15 mg", monday, drug="methotrexate").holds is True
    every_day = dosed("methotrexate", Dosage(dose=Quantity(15, "mg"), frequency=Frequency(1, 1, "d"), days=(1, 2, 3, 4, 5, 6, 7)))
    assert asked("times-per-week(drug) > 1", every_day, drug="methotrexate").holds is True


def test_how_often_is_asked_for_where_only_one_of_two_entries_says_it(of_drugs):
    assert of_drugs("times-per-week(drug) > 7", "oxycodone | 5 mg | 1/d", "oxycodone | 5 mg") is None
    assert of_drugs("times-per-week(drug) > 7", "oxycodone | 5 mg | 4/d", "oxycodone | 5 mg") is True


@pytest.mark.parametrize(
    ("route", "groups"),
    [
        ("oral", {"oral", "systemic", "any"}),
        ("intravenous", {"intravenous", "injected", "systemic", "any"}),
        ("subcutaneous", {"injected", "systemic", "any"}),
        ("inhaled", {"inhaled", "local", "any"}),
        ("rectal", {"rectal", "systemic", "any"}),
        ("ophthalmic", {"ophthalmic", "local", "any"}),
        ("transdermal", {"transdermal", "systemic", "any"}),
    ],
)
def test_a_route_belongs_to_its_groups_and_to_no_other(of_drugs, route, groups):
    every = ("any", "oral", "systemic", "injected", "intravenous", "transdermal", "inhaled", "ophthalmic", "rectal", "local", "topical")
    assert {g for g in every if of_drugs(f"route(drug) = {g}", f"fentanyl | {route}")} == groups
    assert of_drugs(f"route(drug) != {route}", f"fentanyl | {route}") is False


def test_a_form_is_found_where_the_list_wrote_it(of_drugs):
    assert of_drugs("form(drug) = suspension", "phenytoin | 300 mg | suspension") is True
    assert of_drugs("form(drug) = suspension|solution", "phenytoin | 300 mg | capsule") is False


def test_a_course_counts_by_its_planned_length_and_else_by_its_start(of_drugs):
    assert of_drugs("duration(drug) > 7", "ciprofloxacin | 5 days | started 2025-01-01") is False
    assert of_drugs("duration(drug) > 90", "omeprazole | started 2025-10-02") is True
    assert of_drugs("duration(drug) > 91", "omeprazole | started 2025-10-02") is False
    assert of_drugs("duration(drug) > 90", "omeprazole") is None


def test_a_drug_was_started_so_many_days_ago(of_drugs):
    assert of_drugs("started(drug) < 14", "clarithromycin | started 2025-12-19") is True
    assert of_drugs("started(drug) < 14", "clarithromycin | started 2025-12-18") is False
    assert of_drugs("started(drug) < 14", "clarithromycin") is None


def test_a_drug_planned_for_later_is_new_and_no_day_is_counted_below_zero(situation):
    here = situation("clarithromycin | planned | started 2026-02-01", *BYSTANDERS)
    for text in ("started(drug) < 14", "duration(drug) < 14"):
        outcome = asked(text, here, drug="clarithromycin")
        assert outcome.holds is True
        assert not any("-" in b.fact for b in outcome.because)


def test_of_two_drugs_the_later_one_came_after_and_the_same_day_is_neither(situation):
    here = situation("warfarin | started 2025-01-01", "amiodarone | started 2025-06-01", "aspirin | started 2025-01-01")
    assert asked("started-after(precipitant, object)", here, object="warfarin", precipitant="amiodarone").holds is True
    assert asked("started-after(precipitant, object)", here, object="amiodarone", precipitant="warfarin").holds is False
    assert asked("started-after(precipitant, object)", here, object="warfarin", precipitant="aspirin").holds is False


@pytest.mark.parametrize("reason", ["atrial fibrillation", "AF", "stroke prevention in AF", "nonvalvular atrial fibrillation"])
def test_a_written_reason_is_recognised(of_drugs, reason):
    assert of_drugs("indication(drug, atrial-fibrillation)", f"apixaban | for {reason}") is True


@pytest.mark.parametrize("reason", ["pain after surgery", "a leaf allergy", "knee replacement"])
def test_an_abbreviation_inside_another_word_is_no_reason(of_drugs, reason):
    assert of_drugs("indication(drug, atrial-fibrillation)", f"apixaban | for {reason}") is False


def test_a_reason_in_the_plural_counts_and_a_missing_one_is_asked_for(of_drugs):
    assert of_drugs("indication(drug, migraine)", "propranolol | for migraines") is True
    assert of_drugs("indication(drug, migraine)", "propranolol") is None


def test_all_drugs_in_a_role_must_have_the_property(situation):
    here = situation("warfarin", "amlodipine", *BYSTANDERS)
    bound = {"object": here.fitting_texts(("warfarin", "amlodipine"))}
    assert holds("has(object, narrow-margin)", {"object": bound["object"][:1]}, here).holds is True
    assert holds("has(object, narrow-margin)", bound, here).holds is False
    assert holds("has(object, narrow-margin)", {}, here).holds is False


def test_a_count_is_of_substances_and_not_of_entries(of_drugs):
    assert of_drugs("count(class:opioids) >= 2", "tramadol | 50 mg", "tramadol | 100 mg") is False
    assert of_drugs("count(class:opioids) >= 2", "tramadol | 50 mg", "morphine | 10 mg") is True
    assert of_drugs("count(class:opioids) = 0", "ibuprofen", "acetaminophen") is True


def test_company_is_judged_by_its_route_and_the_rules_own_drug_is_none(of_drugs):
    assert of_drugs("taking(class:nsaids)", "warfarin", "diclofenac | topical") is False
    assert of_drugs("taking(class:nsaids@topical)", "warfarin", "diclofenac | topical") is True
    assert of_drugs("taking(class:nsaids)", "diclofenac | oral", "diclofenac | 50 mg | oral") is False


def test_a_drug_is_as_needed_only_where_every_entry_of_it_is(of_drugs):
    assert of_drugs("prn(drug)", "lorazepam | 1 mg | prn", "lorazepam | 0.5 mg | prn") is True
    assert of_drugs("prn(drug)", "lorazepam | 1 mg | 2/d", "lorazepam | 0.5 mg | prn") is False


def test_a_regimen_without_a_day_knows_no_spans(situation):
    here = situation("omeprazole | started 2025-01-01", "warfarin | stopped 2025-12-31")
    timeless = Situation(
        replace(a_regimen("omeprazole | started 2025-01-01", "warfarin | stopped 2025-12-31"), as_of=None), here.patient, here.knowledge
    )
    assert asked("duration(drug) > 90", timeless, drug="omeprazole").holds is None
    assert asked("started(drug) < 14", timeless, drug="omeprazole").holds is None
    assert timeless.fitting_texts(("warfarin",)) == ()

"""How long a stopped drug still counts: five half-lives, or as long as its depot acts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regimen_review.knowledge import Property
from regimen_review.patient import Patient
from regimen_review.regimen import Regimen
from regimen_review.rules.situation import Situation
from tests.conftest import a_regimen
from tests.regimen_review.rules.conftest import BYSTANDERS

DAY = date(2026, 1, 1)


@pytest.fixture(scope="session")
def stopped(store):
    """A function: whether warfarin, stopped so many days ago, still counts with these figures on record for it."""

    def ask(days: int, *, half_life: str = "none", depot: str = "none", words: str = "") -> bool:
        regimen = a_regimen(f"warfarin | stopped {DAY - timedelta(days)}{words}", *BYSTANDERS, as_of=DAY)
        knowledge = store.knowledge_for(regimen)
        figures = {name: (Property("warfarin", name, grade),) for name, grade in (("half-life-days", half_life), ("depot-days", depot))}
        here = Situation(regimen, Patient(), replace(knowledge, properties={**knowledge.properties, "warfarin": figures}))
        return any(e.substance == "warfarin" and e.lingering for e in here.exposures)

    return ask


@given(half_life=st.sampled_from(["1", "2.5", "7", "40"]), days=st.integers(0, 400))
def test_a_stopped_drug_counts_for_five_half_lives_and_not_a_day_longer(stopped, half_life, days):
    assert stopped(days, half_life=half_life) is (days <= 5 * float(half_life))


@pytest.mark.parametrize("half_life", ["none", "0"])
def test_a_drug_without_a_half_life_counts_on_the_day_it_was_stopped_and_not_after(stopped, half_life):
    assert stopped(0, half_life=half_life) is True
    assert stopped(1, half_life=half_life) is False


@pytest.mark.parametrize(
    ("route", "counts"), [("intramuscular", True), ("subcutaneous", True), ("implant", True), ("oral", False), ("intravenous", False)]
)
def test_a_depot_counts_by_the_routes_that_lay_one_down(stopped, route, counts):
    assert stopped(80, half_life="1", depot="84", words=f" | {route}") is counts


def test_the_longer_of_half_life_and_depot_counts(stopped):
    assert stopped(90, half_life="20", depot="30", words=" | intramuscular") is True
    assert stopped(101, half_life="20", depot="30", words=" | intramuscular") is False


def test_a_drug_that_is_to_be_stopped_tomorrow_is_not_a_drug_that_lingers(stopped):
    assert stopped(-1, half_life="40") is False


def lingering(situation, *drugs):
    return {e.substance for e in situation(*drugs, *BYSTANDERS).exposures if e.lingering}


def test_amiodarone_lingers_for_months_and_ciprofloxacin_does_not(situation):
    assert lingering(situation, "amiodarone | stopped 2025-10-01", "ciprofloxacin | stopped 2025-10-01") == {"amiodarone"}


def test_a_drug_on_hold_or_never_taken_neither_counts_nor_lingers(situation):
    here = situation("amiodarone | on-hold", "warfarin", *BYSTANDERS)
    assert "amiodarone" not in {e.substance for e in here.exposures}
    assert "warfarin" in {e.substance for e in here.exposures}


def test_a_drug_stopped_without_a_date_does_not_linger_for_ever(situation):
    here = situation("amiodarone | stopped 2025-12-01", *BYSTANDERS)
    (old, *rest) = here.regimen.medications
    undated = replace(old, statement=replace(old.statement, stop=None))
    again = Situation(Regimen((undated, *rest), here.as_of), here.patient, here.knowledge)
    assert "amiodarone" not in {e.substance for e in again.exposures}


def test_a_single_injection_lingers_from_its_day(situation):
    here = situation("amiodarone | stopped 2025-12-01", *BYSTANDERS)
    (old, *rest) = here.regimen.medications
    once = replace(old, statement=replace(old.statement, stop=None, start=date(2025, 12, 1), status="completed"))
    again = Situation(Regimen((once, *rest), here.as_of), here.patient, here.knowledge)
    assert any(e.lingering for e in again.exposures if e.substance == "amiodarone")

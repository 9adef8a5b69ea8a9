"""Pregnancy and breastfeeding: what was recorded beats what can be guessed, and what nobody asked stays open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

RECORDED = st.sampled_from([None, "pregnant", "not-pregnant", "not-possible", "trying"])
AGES = st.none() | st.integers(0, 100)


def person(**told):
    return {key: value for key, value in told.items() if value is not None}


@pytest.mark.parametrize(("age", "possible"), [(11, False), (12, True), (55, True), (56, False)])
def test_pregnancy_is_possible_from_twelve_to_fifty_five(of_patient, age, possible):
    assert of_patient("pregnancy = possible", age=age, sex="female") is possible


@given(age=AGES, sex=st.sampled_from([None, "female", "other"]))
def test_a_recorded_pregnancy_is_possible_whatever_else_is_known(of_patient, age, sex):
    told = person(age=age, sex=sex, pregnancy="pregnant")
    assert of_patient("pregnancy = pregnant", **told) is True
    assert of_patient("pregnancy = possible", **told) is True


@pytest.mark.parametrize("told", [{}, {"sex": "female", "age": 57}, {"sex": "female", "conditions": ["menopause"], "age": 40}])
def test_whoever_tries_for_a_child_is_asked_no_further_whether_it_is_possible(of_patient, told):
    assert of_patient("pregnancy = possible", pregnancy="trying", **told) is True


@given(age=AGES, recorded=RECORDED)
def test_a_man_is_never_pregnant(of_patient, age, recorded):
    told = person(age=age, sex="male", pregnancy=recorded)
    assert of_patient("pregnancy = pregnant", **told) is False
    assert of_patient("pregnancy = possible", **told) is False


@given(age=AGES, sex=st.sampled_from([None, "female", "other"]), recorded=RECORDED)
def test_whoever_may_be_pregnant_is_never_said_not_to_be_without_a_record(of_patient, age, sex, recorded):
    told = person(age=age, sex=sex, pregnancy=recorded)
    if recorded is None and of_patient("pregnancy = possible", **told) is not False:
        assert of_patient("pregnancy = pregnant", **told) is None
    if recorded == "not-possible":
        assert of_patient("pregnancy = possible", **told) is False


def test_a_condition_on_the_list_is_a_record_of_pregnancy(of_patient):
    assert of_patient("pregnancy = pregnant", sex="female", conditions=["pregnancy", "asthma"]) is True
    assert of_patient("pregnancy = pregnant", sex="female", age=30, conditions=["asthma"]) is None


@pytest.mark.parametrize("told", [{"age": 30}, {"sex": "female"}])
def test_without_age_or_sex_the_missing_one_is_asked(of_patient, told):
    assert of_patient("pregnancy = possible", **told) is None


def test_after_a_hysterectomy_pregnancy_is_neither_possible_nor_a_question(of_patient):
    told = {"age": 40, "sex": "female", "conditions": ["hysterectomy"]}
    assert of_patient("pregnancy = possible", **told) is False
    assert of_patient("pregnancy = pregnant", **told) is False


def test_unrecorded_is_true_only_while_nobody_asked_a_woman_of_that_age(of_patient):
    woman = {"age": 30, "sex": "female"}
    assert of_patient("pregnancy = unrecorded", **woman) is True
    assert of_patient("pregnancy = unrecorded", **woman, pregnancy="not-pregnant") is False
    assert of_patient("pregnancy = unrecorded", age=70, sex="female") is False


def test_breastfeeding_is_asked_of_those_who_could_and_of_nobody_else(of_patient):
    assert of_patient("breastfeeding", age=30, sex="female") is None
    assert of_patient("breastfeeding", age=30, sex="female", breastfeeding=False) is False
    assert of_patient("breastfeeding", age=30, sex="female", breastfeeding=True) is True
    assert of_patient("breastfeeding", age=80, sex="female") is False
    assert of_patient("breastfeeding", sex="male") is False
    assert of_patient("breastfeeding", sex="female", conditions=["breastfeeding"]) is True

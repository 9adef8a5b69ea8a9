"""Values that are shown in other units: there and back they are what they were, and no judgement changes on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regimen_review.patient import Observation
from regimen_review.rules.situation import Situation, readable_unit
from regimen_review.unit_system import shown_in

SYSTEMS = ("mass", "si")
COMMON = ("creatinine", "hemoglobin", "glucose", "bilirubin", "albumin", "potassium", "inr", "calcium")


@given(measure=st.sampled_from(COMMON), times=st.floats(0.2, 5), first=st.sampled_from(SYSTEMS), second=st.sampled_from(SYSTEMS))
def test_a_value_turned_twice_is_what_it_was_to_three_figures(store, measure, times, first, second):
    known = store.measures[measure]
    usual = known.high or known.low or 1.0
    written = Observation(measure, round(usual * times, 3), known.unit, measure=measure)
    there = shown_in(shown_in(written, known, first), known, second)
    in_base = there.value * {known.unit: 1.0, **known.convert}[there.unit]
    assert in_base == pytest.approx(written.value, rel=0.011)


@given(measure=st.sampled_from(COMMON), times=st.floats(0.2, 5))
def test_as_written_is_as_written_whatever_it_is(store, measure, times):
    known = store.measures[measure]
    written = Observation(measure, times, known.unit, low=1.0, high=2.0, measure=measure)
    assert shown_in(written, known, "as-written") is written
    assert shown_in(written, None, "si") is written


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_result_in_words_has_no_unit_to_turn(store, system):
    words = Observation("INR", None, text_value="therapeutic", measure="inr")
    assert shown_in(words, store.measures["inr"], system) is words


def test_the_range_is_turned_with_its_value(store):
    written = Observation("creatinine", 1.0, "mg/dL", low=0.6, high=1.2, measure="creatinine")
    turned = shown_in(written, store.measures["creatinine"], "si")
    assert turned.unit == "umol/L"
    assert turned.low < turned.value < turned.high
    assert turned.high / turned.low == pytest.approx(2, rel=0.02)


@given(measure=st.sampled_from([m for m in COMMON if m != "inr"]), times=st.floats(0.2, 5), system=st.sampled_from(SYSTEMS))
def test_the_rules_see_one_value_in_whatever_unit_it_is_written(situation, store, measure, times, system):
    here = situation("lisinopril", "folic acid")
    known = store.measures[measure]
    written = Observation(measure, float(f"{(known.high or 1.0) * times:.3g}"), known.unit, measure=measure)
    seen = [
        Situation(here.regimen, replace(here.patient, observations=(o,)), here.knowledge).value(measure)
        for o in (written, shown_in(written, known, system))
    ]
    assert None not in seen
    assert seen[1].amount == pytest.approx(seen[0].amount, rel=0.011)
    assert {v.unit for v in seen} == {known.unit}


@pytest.mark.parametrize(
    ("ucum", "words"),
    [
        ("ug/dL", "µg/dL"),
        ("mL/min/{1.73_m2}", "mL/min/1.73 m²"),
        ("{INR}", ""),
        ("mm[Hg]", "mmHg"),
        ("10*3/uL", "×10³/µL"),
        ("%", "%"),
        ("mg/dL", "mg/dL"),
    ],
)
def test_a_unit_is_shown_as_people_write_it(ucum, words):
    assert readable_unit(ucum) == words

"""The Drug Burden Index: by dose, with what every drug adds and which drugs had no dose."""

from __future__ import annotations

import pytest

from regimen_review.checks.burden import NO_DOSE

OLD = {"age": 80, "sex": "female", "conditions": ["hypertension"], "allergies": []}


def index_of(review):
    return next((f for f in review.findings if f.rule_id == "drug-burden-index"), None)


def parts(finding):
    return {c.substance: c.points for c in finding.contributions}


def test_a_woman_on_twice_and_once_the_smallest_dose_carries_two_thirds_and_a_half(reviewed):
    # darifenacin 15 mg and temazepam 7.5 mg: the regimen of the clinical scenario in Kouladjian 2014
    found = index_of(reviewed("darifenacin | 15 mg | 1/d", "temazepam | 7.5 mg | 1/d", "irbesartan | 300 mg | 1/d", **OLD))
    assert parts(found) == pytest.approx({"darifenacin": 0.67, "temazepam": 0.5})
    assert found.score == pytest.approx(1.17)
    assert found.headline == "Drug Burden Index 1.17"
    assert found.tier == "note"


def test_a_drug_without_a_dose_is_named_and_the_sum_says_at_least(reviewed):
    found = index_of(reviewed("oxybutynin | 5 mg | 2/d", "lorazepam | 2 mg | 1/d", "amitriptyline", **OLD))
    assert parts(found)["amitriptyline"] == 0
    assert "dose of amitriptyline" in found.questions
    assert found.headline.startswith("Drug Burden Index at least 1.17")


def test_where_no_dose_is_written_the_index_was_not_worked_out_and_says_so(reviewed):
    review = reviewed("oxybutynin", "lorazepam", **OLD)
    assert index_of(review) is None
    assert any(n.what.startswith("Drug Burden Index") and n.why == NO_DOSE for n in review.not_checked)


def test_one_drug_alone_has_no_index_and_leaves_no_question(reviewed):
    review = reviewed("oxybutynin", "folic acid", **OLD)
    assert index_of(review) is None
    assert not any(n.what.startswith("Drug Burden Index") for n in review.not_checked)


def test_two_entries_of_one_drug_are_one_dose(reviewed):
    found = index_of(reviewed("lorazepam | 1 mg | 1/d", "lorazepam | 1 mg | 1/d", "oxybutynin | 5 mg | 1/d", **OLD))
    assert parts(found) == pytest.approx({"lorazepam": 0.5, "oxybutynin": 0.5})


def test_a_drug_that_neither_sedates_nor_dries_does_not_count(reviewed):
    assert index_of(reviewed("oxybutynin | 5 mg | 2/d", "lisinopril | 10 mg | 1/d", **OLD)) is None


def test_a_patch_or_a_stopped_drug_adds_nothing(reviewed):
    assert index_of(reviewed("oxybutynin | 5 mg | 2/d", "lorazepam | 2 mg | 1/d | stopped 2025-12-31", **OLD)) is None

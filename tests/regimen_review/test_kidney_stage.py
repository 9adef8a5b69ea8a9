"""A recorded stage of kidney disease answers where no creatinine does."""

import pytest

from regimen_review.rules.terms import holds


@pytest.mark.parametrize(
    ("told", "term", "answer"),
    [
        (["dialysis"], "egfr < 30", True),
        (["dialysis"], "crcl >= 30", False),
        (["ckd-stage-5"], "egfr < 10", None),
        (["ckd-stage-4"], "egfr < 30", True),
        (["ckd-stage-4"], "egfr < 15", False),
        (["ckd-stage-4"], "egfr < 20", None),
        (["ckd-stage-3"], "egfr < 60", True),
        (["ckd-stage-3"], "egfr < 45", None),
        (["chronic-kidney-disease"], "egfr < 60", None),
    ],
)
def test_a_stage_says_as_much_as_it_says(situation, told, term, answer):
    assert holds(term, {}, situation("metformin", age=70, sex="female", conditions=told)).holds is answer


def test_a_creatinine_counts_before_the_stage(situation):
    patient = situation("metformin", age=40, sex="male", conditions=["ckd-stage-4"], labs={"creatinine": 0.8})
    assert holds("egfr < 30", {}, patient).holds is False


def test_on_dialysis_a_creatinine_does_not_count(situation):
    patient = situation("metformin", age=40, sex="male", weight=90, conditions=["dialysis"], labs={"creatinine": 2.0})
    assert holds("egfr < 15", {}, patient).holds is True
    assert holds("crcl < 15", {}, patient).holds is True

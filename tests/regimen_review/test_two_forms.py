"""An enantiomer or a prodrug beside its drug is one drug twice."""

import pytest


def duplicates(review):
    return [set(f.drugs) for f in review.findings if f.kind == "duplicate"]


@pytest.mark.parametrize(("one", "other"), [("acyclovir", "valacyclovir"), ("cetirizine", "levocetirizine"), ("modafinil", "armodafinil")])
def test_two_forms_of_one_drug_are_a_duplicate(reviewed, one, other):
    assert {one, other} in duplicates(reviewed(one, other, "folic acid", age=50))


def test_a_rule_on_the_class_speaks_alone(reviewed):
    assert len([d for d in duplicates(reviewed("omeprazole", "esomeprazole", age=50)) if {"omeprazole", "esomeprazole"} <= d]) == 1


def test_a_drug_that_was_stopped_is_no_second_form(reviewed):
    assert not duplicates(reviewed("valacyclovir", "acyclovir | stopped 2025-12-31", age=50))


def test_a_cream_is_no_second_form(reviewed):
    assert not duplicates(reviewed("valacyclovir", "acyclovir | topical", age=50))

"""Sentences that rules compose: verbs behind several drugs, and how many a count found."""

import pytest

from regimen_review.rules.firing import worded
from regimen_review.rules.terms import holds


@pytest.mark.parametrize(
    ("template", "one", "two"),
    [
        ("{precipitant} empties {object}", "Phenytoin empties warfarin", "Phenytoin and rifAMPin empty warfarin"),
        ("{precipitant} raises {object}", "Phenytoin raises warfarin", "Phenytoin and rifAMPin raise warfarin"),
        ("{precipitant} pushes {object}", "Phenytoin pushes warfarin", "Phenytoin and rifAMPin push warfarin"),
        ("{precipitant} is stopped", "Phenytoin is stopped", "Phenytoin and rifAMPin are stopped"),
    ],
)
def test_a_verb_behind_several_drugs_is_plural(situation, template, one, two):
    now = situation("warfarin", "phenytoin", "rifampin", "salbutamol")

    def said(*precipitants):
        return worded(template, {"precipitant": precipitants, "object": ("warfarin",)}, ("warfarin", *precipitants), now)

    assert said("phenytoin") == one
    assert said("phenytoin", "rifampin") == two


def test_a_count_of_one_names_the_drug_and_says_no_number(situation):
    now = situation("tramadol", "gabapentin", "morphine", "paracetamol")
    assert [b.fact for b in holds("count(gabapentin) >= 1", {}, now).because] == ["taking gabapentin"]
    assert next(b.fact for b in holds("count(tramadol | morphine) >= 2", {}, now).because).startswith("2 drugs: ")

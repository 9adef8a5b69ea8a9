"""Copies of frozen values are those of the standard library, only made sooner."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace

import pytest

from regimen_review.changing import changed
from regimen_review.findings import Because, Finding

FINDING = Finding(
    "warfarin-ibuprofen", "drug-drug", "act", "major", "avoid", "established", "rule", "Warfarin with ibuprofen", ("warfarin", "ibuprofen"),
    because=(Because("age 81"),), members=(), score=3.0,
)  # fmt: skip


@pytest.mark.parametrize("name", [f.name for f in fields(Finding)])
def test_every_field_can_be_changed_and_the_others_stay_as_they_were(name):
    before = replace(FINDING)
    assert changed(FINDING, **{name: "other"}) == replace(FINDING, **{name: "other"})
    assert before == FINDING, "the value that was copied is untouched"


def test_a_copy_without_changes_is_equal_and_hashes_alike_but_is_another_value():
    copy = changed(FINDING)
    assert copy == FINDING
    assert hash(copy) == hash(FINDING)
    assert copy is not FINDING


def test_a_copy_is_as_frozen_as_its_original():
    with pytest.raises(FrozenInstanceError):
        changed(FINDING, tier="note").tier = "act"


def test_a_field_that_does_not_exist_is_named_and_nothing_is_made():
    with pytest.raises(TypeError, match="Finding has no field dose, tiers"):
        changed(FINDING, tiers="act", severity="minor", dose=3)
    assert not hasattr(FINDING, "tiers")

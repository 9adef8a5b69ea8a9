"""An imported source stands beside what the base knows: it adds a voice, and never outranks, hides or hurries a rule."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interaction_db.examples import patient_of
from regimen_review.knowledge import OutsidePair
from regimen_review.regimen import SubstanceId
from regimen_review.review import review_regimen
from tests.conftest import a_regimen
from tests.regimen_review.plans.conftest import COMMON

GRADES = st.sampled_from(["contraindicated", "major", "moderate", "minor", None])
PERSON = {"age": 70, "sex": "female", "conditions": [], "allergies": []}


def every(review):
    return [f for top in review.findings for f in (top, *top.members)]


def of_the_base(review):
    return {(f.rule_id, f.drugs, f.tier, f.severity, f.headline) for f in every(review) if f.basis != "outside"}


@pytest.fixture(scope="session")
def imported(store):
    """A function: the review without and with what sources say of every two drugs of the list."""

    def make(drugs, grades):
        regimen, patient = a_regimen(*drugs), patient_of(PERSON)
        knowledge = store.knowledge_for(regimen, patient)
        pairs = combinations(sorted(regimen.substances()), 2)
        told = tuple(
            OutsidePair(source, SubstanceId(a), SubstanceId(b), str(grade or "odd").capitalize(), "Says so.", family, grade, "2026-11-22")
            for (a, b), grade in zip(pairs, grades * 40, strict=False)
            for source, family in (("List A", "a"), ("List B", "b"), ("List A in French", "a"))
        )
        return review_regimen(regimen, patient, knowledge), review_regimen(regimen, patient, replace(knowledge, outside=told))

    return make


LISTS = st.lists(st.sampled_from(COMMON), min_size=2, max_size=6, unique=True)
ON_REAL_BASE = settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])


@ON_REAL_BASE
@given(LISTS, st.lists(GRADES, min_size=1, max_size=6))
def test_whatever_is_imported_what_the_base_says_stays_as_it_was(imported, drugs, grades):
    without, with_it = imported(drugs, grades)
    assert of_the_base(with_it) == of_the_base(without)
    assert with_it.not_checked == without.not_checked


@ON_REAL_BASE
@given(LISTS, st.lists(GRADES, min_size=1, max_size=6))
def test_what_only_a_source_says_is_never_to_be_decided_today_and_names_its_source(imported, drugs, grades):
    _, with_it = imported(drugs, grades)
    for finding in every(with_it):
        if finding.basis == "outside":
            assert finding.tier in ("review", "note")
            assert finding.sources
            assert "List" in finding.headline


@ON_REAL_BASE
@given(LISTS)
def test_a_pair_has_one_voice_of_the_sources_and_none_where_a_rule_speaks(imported, drugs):
    _, with_it = imported(drugs, ["contraindicated"])
    outside = [frozenset(f.drugs) for f in every(with_it) if f.basis == "outside"]
    assert len(outside) == len(set(outside))
    ruled = {frozenset(f.drugs) for f in every(with_it) if f.basis != "outside" and f.kind == "drug-drug"}
    assert not ruled & set(outside)

"""What folds into a decision and what stays beside it: minor notes, statements about one pair, complaints and their remedies."""

from __future__ import annotations

PATIENT = {"age": 70, "sex": "male", "weight": 80, "conditions": ["atrial-fibrillation"], "allergies": []}


def cluster_of(review, problem):
    return next(f for f in review.findings if f.rule_id == f"{problem}-cluster")


def test_a_minor_note_stays_a_note_beside_the_decision_and_is_not_counted_in_it(reviewed):
    review = reviewed("warfarin", "ibuprofen", "amiodarone", "acetaminophen | 500 mg | 3/d", "folic acid", **PATIENT)
    bleeding = cluster_of(review, "bleeding")
    assert "acetaminophen" not in bleeding.drugs
    (note,) = [f for f in review.findings if set(f.drugs) == {"warfarin", "acetaminophen"}]
    assert (note.tier, note.severity) == ("note", "minor")


def test_nothing_but_notes_still_fold_into_one_note(reviewed):
    review = reviewed("warfarin", "acetaminophen | 500 mg | 3/d", "vitamin e", **PATIENT)
    bleeding = cluster_of(review, "bleeding")
    assert bleeding.tier == "note"
    assert {"warfarin", "acetaminophen", "vitamin e"} <= set(bleeding.drugs)


def test_nothing_is_lost_when_a_note_stays_outside(reviewed):
    review = reviewed("warfarin", "ibuprofen", "amiodarone", "acetaminophen | 500 mg | 3/d", "vitamin e", **PATIENT)
    every = {frozenset(f.drugs) for top in review.findings for f in (top, *top.members)}
    assert {frozenset({"warfarin", d}) for d in ("ibuprofen", "amiodarone", "acetaminophen", "vitamin e")} <= every


def test_one_rule_round_one_drug_is_one_finding_though_each_pair_has_a_member_of_its_own(reviewed):
    drugs = ("levodopa + carbidopa | 100 mg | 3/d", "haloperidol", "metoclopramide")
    review = reviewed(*drugs, **{**PATIENT, "conditions": ["parkinson"]})
    (blocked,) = [f for f in review.findings if f.rule_id == "dopaminergic-d2-blockers"]
    assert {"levodopa", "haloperidol", "metoclopramide"} <= set(blocked.drugs)
    assert "cascade" in {m.kind for m in blocked.members}

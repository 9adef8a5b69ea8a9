"""Trying things out: a change is weighed exactly as a full review would, and taking it back leaves nothing behind."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interaction_db.examples import medication_of, patient_of
from regimen_review.errors import UserError
from regimen_review.plans.changes import Add, Redose, Reroute, Stop, Swap, apply_changes
from regimen_review.plans.comparison import compare
from regimen_review.plans.sandbox import Sandbox, side_by_side
from regimen_review.regimen import Dosage, Quantity
from regimen_review.review import review_regimen
from tests.conftest import a_regimen
from tests.regimen_review.plans.conftest import COMMON

ON_REAL_BASE = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
REGIMENS = st.lists(st.sampled_from(COMMON), min_size=1, max_size=9, unique=True)


def ids(findings):
    return {f.id for f in findings}


def test_stopping_a_drug_clears_its_pairs_and_leaves_the_others(sandbox):
    tried = sandbox("warfarin", "ibuprofen", "levothyroxine", "calcium", "fexofenadine").try_out([Stop("m2")])
    assert tried.comparison.members.gone
    assert all("ibuprofen" in f.drugs for f in tried.comparison.members.gone if f.kind == "drug-drug")
    assert any({"levothyroxine", "calcium"} <= set(f.drugs) for f in tried.review.findings)
    assert "gone" in tried.says


def test_the_list_itself_is_not_touched_by_what_is_tried(sandbox):
    box = sandbox("warfarin", "ibuprofen")
    before = box.review
    box.try_out([Stop("m2"), Add(("amiodarone",))])
    assert box.review is before
    assert [m.id for m in box.regimen.medications] == ["m1", "m2"]


def test_losing_a_protector_is_said(sandbox):
    tried = sandbox("methotrexate | 10 mg | 1/wk", "folic acid", "lisinopril").try_out([Stop("m2")])
    assert any("folic acid" in f.drugs for f in tried.comparison.protection_lost)
    assert "protection lost" in tried.says


def test_a_drug_that_lingers_is_said_to_count_on(sandbox):
    tried = sandbox("amiodarone", "warfarin").try_out([Stop("m1")])
    assert any("amiodarone still counts for about" in sentence for sentence in tried.lingering)


def test_a_stop_with_a_date_keeps_what_lingers(sandbox):
    box = sandbox("amiodarone", "warfarin")
    worn_off, today = box.try_out([Stop("m1")]), box.try_out([Stop("m1", on=box.regimen.as_of)])
    assert ids(today.review.findings) > ids(worn_off.review.findings)


def test_swapping_to_a_local_route_drops_what_needs_the_blood(sandbox):
    tried = sandbox("warfarin", "diclofenac | oral", "metformin").try_out([Reroute("m2", "topical")])
    assert any({"warfarin", "diclofenac"} <= set(f.drugs) for f in tried.comparison.members.gone)


def test_another_dose_is_weighed_by_the_dose_rules(sandbox):
    box = sandbox("acetaminophen | 1 g | 6/d", "fexofenadine", age=50)
    lower = box.regimen.medications[0].statement.dosage
    tried = box.try_out([Redose("m1", Dosage(dose=Quantity(0.5, "g"), frequency=lower.frequency))])
    assert any(f.kind == "dose" for f in tried.comparison.members.gone)


def test_a_swap_brings_the_findings_of_the_new_drug(sandbox):
    tried = sandbox("warfarin", "acetaminophen", "fexofenadine").try_out([Swap("m2", ("ibuprofen",))])
    assert any({"warfarin", "ibuprofen"} <= set(f.drugs) for f in tried.comparison.members.new)
    assert tried.regimen.medications[1].label == "ibuprofen"


def test_scenarios_stand_side_by_side(sandbox):
    box = sandbox("warfarin", "ibuprofen", "tramadol", "gabapentin")
    table = side_by_side([box.try_out([Stop("m2")]), box.try_out([Stop("m4")])])
    assert {cells for _, cells in table} >= {("gone", ""), ("", "gone")}


def test_an_entry_that_is_not_there_or_not_taken_cannot_be_changed(sandbox):
    box = sandbox("warfarin", "amiodarone | stopped 2025-12-20")
    with pytest.raises(UserError, match="no entry m9"):
        box.try_out([Stop("m9")])
    with pytest.raises(UserError, match="not taken any more"):
        box.try_out([Stop("m2")])


@given(drugs=REGIMENS, added=st.sampled_from(COMMON))
@ON_REAL_BASE
def test_adding_then_removing_a_drug_changes_nothing(store, drugs, added):
    regimen, patient = a_regimen(*drugs), patient_of({"age": 70, "sex": "female"})
    new = medication_of(added, 99)
    changes = (Add(new.substances, new.statement.dosage), Stop("new1"))
    box = Sandbox(regimen, patient, lambda r: store.knowledge_for(r, patient))
    box.try_out(changes[:1])
    assert apply_changes(regimen, changes) == regimen
    assert box.try_out(changes).review == box.review


@given(drugs=REGIMENS, data=st.data())
@ON_REAL_BASE
def test_a_scenario_is_reviewed_exactly_as_a_full_review_would(store, drugs, data):
    regimen, patient = (
        a_regimen(*drugs),
        patient_of({"age": 70, "sex": "female", "labs": {"creatinine": 1.4}, "conditions": ["heart-failure"]}),
    )
    box = Sandbox(regimen, patient, lambda r: store.knowledge_for(r, patient))
    current = [m.id for m in regimen.current()] or None
    stop = st.sampled_from(current).map(Stop) if current else st.nothing()
    add = st.sampled_from(COMMON).map(lambda d: Add(medication_of(d, 1).substances, medication_of(d, 1).statement.dosage))
    route = st.sampled_from(current).map(lambda m: Reroute(m, "topical")) if current else st.nothing()
    changes = data.draw(st.lists(st.one_of(stop, add, route), max_size=3, unique_by=lambda c: getattr(c, "medication", repr(c))))
    tried = box.try_out(changes)
    full = review_regimen(tried.regimen, patient, store.knowledge_for(tried.regimen, patient))
    assert tried.review == full


@given(drugs=REGIMENS, others=REGIMENS)
@ON_REAL_BASE
def test_comparing_back_and_forth_mirrors_gone_and_new(store, drugs, others):
    patient = patient_of({"age": 70})
    a, b = (review_regimen(r, patient, store.knowledge_for(r, patient)) for r in (a_regimen(*drugs), a_regimen(*others)))
    there, back = compare(a, b), compare(b, a)
    assert ids(there.members.gone) == ids(back.members.new)
    assert ids(there.members.new) == ids(back.members.gone)
    assert there.members.kept == back.members.kept

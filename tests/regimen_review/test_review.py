"""The whole review on small regimens: what is found, what stays quiet, and what was not checked."""

from dataclasses import replace

from regimen_review import review as review_module
from regimen_review.findings import NotChecked
from regimen_review.patient import Patient
from regimen_review.plans.questions import next_questions
from regimen_review.regimen import Medication, MedicationStatement, Regimen, Resolution
from regimen_review.review import review_regimen
from regimen_review.silence import why_silent
from tests.conftest import a_regimen


def test_an_unknown_name_is_not_checked_and_never_just_missing(store):
    unknown = Medication("m9", MedicationStatement("xqzzy 5 mg daily", "xqzzy"), Resolution("unresolved"))
    regimen = Regimen((*a_regimen("folic acid").medications, unknown), None)
    review = review_regimen(regimen, Patient(), store.knowledge_for(regimen))
    assert NotChecked("xqzzy 5 mg daily", "name not recognised", "name of xqzzy 5 mg daily") in review.not_checked


def test_a_check_that_fails_is_said_and_the_others_run(store, monkeypatch):
    def broken(_situation):
        raise RuntimeError("out of order")

    monkeypatch.setattr(review_module, "CHECKS", (("timing", broken), *review_module.CHECKS))
    regimen = a_regimen("warfarin", "ibuprofen")
    review = review_regimen(regimen, Patient(), store.knowledge_for(regimen))
    assert any(n.what == "timing" and "by hand" in n.why for n in review.not_checked)
    assert review.findings


def test_checks_without_their_value_are_named_with_their_drugs_and_counted(reviewed):
    review = reviewed("gabapentin", "famciclovir", age=60, sex="female")
    lines = [n for n in review.not_checked if n.missing == "creatinine"]
    assert any("gabapentin" in n.what and "famciclovir" in n.what and n.decides >= 2 for n in lines)


def test_a_topical_drug_does_not_count_as_a_systemic_one(reviewed):
    loud = [f for f in reviewed("warfarin", "diclofenac | topical", age=50).findings if f.tier == "act"]
    assert not [f for f in loud if set(f.drugs) == {"warfarin", "diclofenac"}]


def test_the_same_review_twice_is_the_same(reviewed):
    drugs = ("warfarin", "ciprofloxacin", "tramadol", "gabapentin")
    assert reviewed(*drugs, age=41, sex="female") == reviewed(*drugs, age=41, sex="female")


def test_the_order_of_the_list_does_not_change_what_is_found(reviewed):
    one, other = reviewed("warfarin", "tramadol", "gabapentin"), reviewed("gabapentin", "warfarin", "tramadol")
    assert [f.id for f in one.findings] == [f.id for f in other.findings]


def test_a_stopped_drug_counts_as_long_as_its_half_life_says(reviewed):
    def speaks(stopped):
        review = reviewed(f"amiodarone | stopped {stopped}", "warfarin", age=60)
        return any({"amiodarone", "warfarin"} <= set(f.drugs) for f in review.findings)

    assert speaks("2025-12-01")
    assert not speaks("2023-01-01")


def test_silence_is_explained_and_never_called_safe(reviewed):
    review = reviewed("folic acid", "fexofenadine")
    assert "not the same as safe" in why_silent(review, "folic acid", "fexofenadine")


def test_a_depot_injection_acts_for_weeks_and_a_tablet_of_the_same_drug_does_not(situation):
    given = {route: situation(f"triamcinolone | {route} | stopped 2025-12-10", "cobicistat") for route in ("intra-articular", "oral")}
    assert [e.substance for e in given["intra-articular"].exposures] == ["triamcinolone", "cobicistat"]
    assert [e.substance for e in given["oral"].exposures] == ["cobicistat"]


def stopped_some_day(store, *drugs):
    """The review of a list whose stopped entries have lost their dates."""
    regimen = a_regimen("warfarin", *drugs)
    undated = tuple(replace(m, statement=replace(m.statement, stop=None)) for m in regimen.medications)
    patient = Patient(conditions_known=True, allergies_known=True)
    return review_regimen(Regimen(undated, regimen.as_of), patient, store.knowledge_for(regimen))


def test_a_lasting_drug_stopped_on_a_day_that_nobody_wrote_is_not_checked_and_asked_for(store):
    review = stopped_some_day(store, "amiodarone | stopped 2025-12-01", "folic acid")
    assert (
        NotChecked("effects after stopping: amiodarone", "the day it was stopped is not written", "stop of amiodarone", 1)
        in review.not_checked
    )
    assert any(q.asks == "When was amiodarone stopped?" for q in next_questions(review))


def test_a_drug_that_is_gone_in_days_or_is_taken_again_needs_no_such_day(store):
    for drugs in (("ciprofloxacin | stopped 2025-12-01",), ("amiodarone | stopped 2025-12-01", "amiodarone | 200 mg | 1/d")):
        review = stopped_some_day(store, *drugs, "folic acid")
        assert not any(n.what.startswith("effects after stopping") for n in review.not_checked)


def test_the_day_it_was_started_does_not_tell_when_a_drug_was_stopped(store):
    review = stopped_some_day(store, "amiodarone | started 2020-01-01 | stopped 2025-12-01", "folic acid")
    assert any(n.missing == "stop of amiodarone" for n in review.not_checked)


def test_a_drug_that_was_started_so_lately_that_it_must_still_count_is_counted_and_not_asked_for(store):
    review = stopped_some_day(store, "amiodarone | started 2025-11-20 | stopped 2025-12-01", "folic acid")
    assert any({"amiodarone", "warfarin"} <= set(f.drugs) for f in review.findings)
    assert not any(n.missing == "stop of amiodarone" for n in review.not_checked)


def test_a_depot_that_was_given_once_has_the_day_it_was_given(store):
    review = stopped_some_day(store, "paliperidone | intramuscular | started 2024-01-01 | stopped 2024-01-01", "folic acid")
    assert not any(n.missing == "stop of paliperidone" for n in review.not_checked)

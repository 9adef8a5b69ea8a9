"""A review after a change is the review of the changed list: to the letter, whatever was tried before."""

from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interaction_db.examples import medication_of, patient_of
from regimen_review.checks import CHECKS
from regimen_review.plans import rechecking
from regimen_review.plans.rechecking import ask_only, changed_substances, check_again, check_all, named_by
from regimen_review.regimen import Regimen
from regimen_review.review import review_regimen
from regimen_review.rules.situation import Situation
from tests.conftest import a_regimen
from tests.regimen_review.plans.conftest import COMMON

ON_REAL_BASE = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
REGIMENS = st.lists(st.sampled_from(COMMON), min_size=1, max_size=10, unique=True)
PATIENTS = st.sampled_from(
    [
        {},
        {"age": 82, "sex": "female", "weight": 48, "conditions": ["atrial-fibrillation", "ckd-stage-4"]},
        {"age": 30, "sex": "female", "pregnancy": "pregnant", "conditions": []},
        {"age": 71, "sex": "male", "conditions": ["heart-failure", "gout"], "allergies": ["codeine"]},
    ]
)


@ON_REAL_BASE
@given(REGIMENS, REGIMENS, REGIMENS, PATIENTS)
def test_a_review_from_an_earlier_one_is_the_full_review_of_the_new_list(store, first, second, third, told):
    patient = patient_of(told)

    def known(regimen):
        return store.knowledge_for(regimen, patient)

    before = a_regimen(*first)
    checked = check_all(before, patient, known(before))
    assert checked.review == review_regimen(before, patient, known(before))
    for drugs in (second, third):
        after = a_regimen(*drugs)
        checked = check_again(checked, after, known(after))
        assert checked.review == review_regimen(after, patient, known(after))


@ON_REAL_BASE
@given(REGIMENS, st.data())
def test_a_dose_a_route_or_a_stop_is_as_much_a_change_as_a_drug(store, drugs, data):
    patient, before = patient_of({"age": 70}), a_regimen(*drugs)
    place = data.draw(st.integers(0, len(drugs) - 1))
    old = before.medications[place]
    name = old.substances[0]
    written = data.draw(st.sampled_from([f"{name} | 500 mg | 4/d", f"{name} | topical", f"{name} | stopped 2025-12-30", f"{name} | prn"]))
    fresh = medication_of(written, place + 1)
    after = Regimen((*before.medications[:place], fresh, *before.medications[place + 1 :]), before.as_of)
    again = check_again(check_all(before, patient, store.knowledge_for(before)), after, store.knowledge_for(after))
    assert again.review == review_regimen(after, patient, store.knowledge_for(after))


def test_another_day_asks_everything_again(store):
    patient = patient_of({})
    before, after = a_regimen("amiodarone | stopped 2025-12-20", "warfarin"), a_regimen("amiodarone | stopped 2025-12-20", "warfarin")
    later = replace(after, as_of=date(2030, 1, 1))
    again = check_again(check_all(before, patient, store.knowledge_for(before)), later, store.knowledge_for(later))
    assert again.review == review_regimen(later, patient, store.knowledge_for(later))


def test_only_rules_that_name_what_changed_are_asked_again(store, monkeypatch):
    patient = patient_of({})
    before, after = a_regimen("warfarin", "levothyroxine", "iron"), a_regimen("warfarin", "levothyroxine", "iron", "ibuprofen")
    checked = check_all(before, patient, store.knowledge_for(before))
    asked = []
    ask = rechecking._ask

    def listened(rules, situation):
        listed = list(rules)
        asked.extend(r.id for r in listed)
        return ask(listed, situation)

    monkeypatch.setattr(rechecking, "_ask", listened)
    check_again(checked, after, store.knowledge_for(after))
    about_iron = {r.id for r in checked.situation.knowledge.rules if any(s.name == "levothyroxine" for x in r.roles for s in x.selectors)}
    assert about_iron
    assert about_iron.isdisjoint(asked)
    assert 0 < len(asked) < len(store.knowledge_for(after).rules)


def test_the_same_list_again_changes_no_drug():
    regimen = a_regimen("warfarin", "iron")
    assert changed_substances(regimen, a_regimen("warfarin", "iron")) == frozenset()
    assert changed_substances(regimen, a_regimen("warfarin", "aspirin")) == {"iron", "aspirin"}


def test_every_rule_of_the_base_is_asked_by_some_check(store):
    kinds = {rule.kind for rule in store.all_rules()}
    unasked = {kind for kind in kinds if not rechecking._checks_of(kind)}
    assert unasked == set()


def test_what_single_rules_say_together_is_what_the_checks_say(store):
    patient = patient_of({"age": 80})
    regimen = a_regimen("warfarin", "aspirin", "ibuprofen")
    knowledge = store.knowledge_for(regimen, patient)
    said = ask_only(knowledge.rules, Situation(regimen, patient, knowledge))
    whole = [f for _, check in CHECKS for f in check(Situation(regimen, patient, knowledge)).findings]
    assert said.findings == whole


def test_a_rule_names_the_drugs_of_its_conditions_too(store):
    naming = [r for r in store.all_rules() if any(f"taking({word}" in (r.when or "") for word in ("class:", "property:"))]
    assert naming
    for rule in naming:
        assert any(name.startswith(("class:", "property:")) for name in named_by(rule))

"""How hard a regimen is, what a change does to a review, and which fact to ask for: small judgements, each checkable by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regimen_review.errors import UserError
from regimen_review.plans.changes import Add, Redose, Reroute, Stop, Swap, apply_changes, change_words, changes_words
from regimen_review.plans.comparison import compare, weight
from regimen_review.plans.complexity import FORMS, complexity_of
from regimen_review.plans.dont_add import could_act
from regimen_review.plans.elementary import elementary
from regimen_review.plans.questions import next_questions, question_words
from regimen_review.regimen import Dosage, Frequency, Quantity, Regimen
from tests.conftest import a_regimen
from tests.regimen_review.plans.conftest import COMMON

LISTS = st.lists(st.sampled_from(COMMON), min_size=1, max_size=6, unique=True)
ON_REAL_BASE = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="session")
def burden_of(reviewed):
    """A function: the complexity of one tablet with this dosage, nothing else on the list."""

    def ask(**dosage):
        review = reviewed("folic acid")
        (entry,) = review.regimen.medications
        taken = replace(entry, statement=replace(entry.statement, dosage=Dosage(**{"route": "oral", **dosage})))
        return complexity_of(replace(review, findings=(), regimen=Regimen((taken,), review.regimen.as_of)))

    return ask


ONCE = Frequency(1, 1, "d")


@pytest.mark.parametrize(
    ("frequency", "prn", "points"),
    [
        (ONCE, False, 1.0),
        (ONCE, True, 0.5),
        (Frequency(3, 1, "d"), False, 3.0),
        (Frequency(1, 8, "h"), False, 3.5),
        (Frequency(1, 6, "h"), True, 2.5),
        (Frequency(1, 2, "d"), False, 2.0),
        (Frequency(2, 1, "d"), False, 2.0),
        (Frequency(1, 12, "h"), False, 2.5),
        (Frequency(1, 1, "wk"), False, 2.0),
        (Frequency(2, 1, "d"), True, 1.0),
    ],
)
def test_a_frequency_has_its_weight_and_as_needed_half_of_it(burden_of, frequency, prn, points):
    (share,) = burden_of(frequency=frequency, prn=prn).frequencies
    assert share.points == points


def test_every_direction_adds_what_it_adds(burden_of):
    assert burden_of(frequency=ONCE).directions == ()
    taken = {
        "at a set time": {"times": ("08:00",)},
        "in relation to food": {"with_food": True},
        "several at a time": {"dose": Quantity(2, "{tablet}")},
        "in a variable dose": {"dose": Quantity(1, "{tablet}", 2)},
        "tapering": {"taper": True},
    }
    for words, dosage in taken.items():
        (share,) = burden_of(frequency=ONCE, **dosage).directions
        assert share.what == f"folic acid {words}"
        assert share.points == (2.0 if words == "tapering" else 1.0)


def test_a_frequency_that_is_not_written_makes_the_total_a_floor(burden_of):
    told = burden_of()
    assert told.unknown == ("frequency of folic acid",)
    assert "at least" in told.says
    assert burden_of(frequency=Frequency(1, 1, "moon")).unknown == ("frequency of folic acid",)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_recognised_by_its_own_name_and_not_by_a_shorter_one(burden_of, form):
    (share,) = burden_of(frequency=ONCE, form=form).forms
    assert (share.what, share.points, share.worked_out) == (form, FORMS[form], False)


@ON_REAL_BASE
@given(LISTS)
def test_the_index_is_the_sum_of_its_parts_and_one_drug_more_is_never_easier(reviewed, drugs):
    fewer, all_of_them = complexity_of(reviewed(*drugs[:-1])), complexity_of(reviewed(*drugs))
    parts = (*all_of_them.forms, *all_of_them.frequencies, *all_of_them.directions)
    assert all_of_them.total == sum(p.points for p in parts)
    assert {f.what for f in fewer.forms} <= {f.what for f in all_of_them.forms}
    assert len(fewer.frequencies) + len(fewer.unknown) <= len(all_of_them.frequencies) + len(all_of_them.unknown)


@ON_REAL_BASE
@given(LISTS)
def test_a_review_held_against_itself_has_nothing_gone_new_or_changed(reviewed, drugs):
    review = reviewed(*drugs, age=70)
    same = compare(review, review)
    assert (same.shown.gone, same.shown.new, same.shown.changed, same.not_checked_new) == ((), (), (), ())
    assert same.says.startswith("Nothing changes in what was found; to decide today:")


@ON_REAL_BASE
@given(LISTS, LISTS)
def test_every_finding_is_kept_changed_gone_or_new_and_only_one_of_them(reviewed, before, after):
    one, other = reviewed(*before, age=70), reviewed(*after, age=70)
    diff = compare(one, other).members
    stayed = diff.kept + len(diff.changed)
    assert len(elementary(one.findings)) == len(diff.gone) + stayed
    assert len(elementary(other.findings)) == len(diff.new) + stayed


@ON_REAL_BASE
@given(LISTS)
def test_elementary_findings_are_each_once_and_have_no_members(reviewed, drugs):
    found = elementary(reviewed(*drugs, age=70).findings)
    assert len({f.id for f in found}) == len(found)
    assert not any(f.members or f.rule_id.endswith("-cluster") for f in found)
    assert elementary(found) == found


def test_intended_findings_weigh_nothing(reviewed):
    findings = reviewed("methotrexate | 10 mg | 1/wk", "folic acid", "lisinopril").findings
    assert weight(findings) == weight([f for f in findings if not f.intended])


@ON_REAL_BASE
@given(LISTS)
def test_questions_stand_by_what_they_settle_each_once_and_none_about_what_is_known(reviewed, drugs):
    asked = next_questions(reviewed(*drugs, age=70, allergies=[]))
    assert [q.settles for q in asked] == sorted((q.settles for q in asked), reverse=True)
    assert len({q.missing for q in asked}) == len(asked)
    assert not {"age", "allergies"} & {q.missing for q in asked}
    assert all(q.asks.endswith("?") and q.says.startswith(q.asks) for q in asked)


@pytest.mark.parametrize(
    ("missing", "asks"),
    [
        ("weight", "What does the patient weigh?"),
        ("dose of warfarin", "What is the dose of warfarin?"),
        ("frequency of warfarin", "How often is warfarin taken?"),
        ("stop of amiodarone", "When was amiodarone stopped?"),
        ("onset of cough", "Since when: cough?"),
        ("name of xqzzy", "What is 'xqzzy'?"),
        ("inr", "What is the latest INR?"),
    ],
)
def test_a_missing_fact_is_asked_for_as_one_would(missing, asks):
    assert question_words(missing) == asks


DRUGS = ("warfarin | 5 mg | 1/d | oral", "ibuprofen | 400 mg | 3/d | oral", "folic acid")


def test_changes_are_made_in_their_order_on_a_list_of_its_own():
    before = a_regimen(*DRUGS)
    after = apply_changes(before, [Stop("m2"), Add(("tramadol",)), Swap("m3", ("cyanocobalamin",)), Reroute("m1", "topical")])
    assert [m.label for m in after.medications] == ["warfarin", "ibuprofen", "cyanocobalamin", "tramadol"]
    assert [m.id for m in after.medications] == ["m1", "m2", "m3", "new1"]
    assert [m.label for m in after.current()] == ["warfarin", "cyanocobalamin", "tramadol"]
    assert after.medications[0].route == "topical"
    assert before == a_regimen(*DRUGS)


def test_what_was_added_and_then_stopped_was_never_there():
    before = a_regimen(*DRUGS)
    assert apply_changes(before, [Add(("tramadol",)), Stop("new1")]) == before


def test_a_swap_keeps_the_route_and_drops_the_dose_and_another_dose_keeps_the_route():
    before = a_regimen("diclofenac | 50 mg | 3/d | topical", "folic acid")
    (swapped, _) = apply_changes(before, [Swap("m1", ("ibuprofen",))]).medications
    assert (swapped.route, swapped.statement.dosage.dose) == ("topical", None)
    (redosed, _) = apply_changes(before, [Redose("m1", Dosage(dose=Quantity(25, "mg")))]).medications
    assert (redosed.route, redosed.statement.dosage.dose, redosed.statement.dosage.frequency) == ("topical", Quantity(25, "mg"), None)


@pytest.mark.parametrize("change", [Stop("m9"), Swap("m9", ("tramadol",)), Redose("m9", Dosage()), Reroute("m9", "oral"), Add(())])
def test_a_change_that_cannot_be_made_is_a_sentence(change):
    with pytest.raises(UserError, match=r"\.$"):
        apply_changes(a_regimen(*DRUGS), [change])


def test_what_is_stopped_cannot_be_stopped_again():
    with pytest.raises(UserError, match="not taken any more"):
        apply_changes(a_regimen(*DRUGS), [Stop("m2"), Stop("m2")])


def test_changes_are_said_with_the_names_of_the_list_and_of_what_they_add():
    regimen = a_regimen(*DRUGS)
    assert change_words(Stop("m1"), regimen) == "stop warfarin"
    assert change_words(Reroute("m2", "topical"), regimen) == "give ibuprofen by the route topical"
    assert change_words(Redose("m1", Dosage(dose=Quantity(2.5, "mg"), frequency=ONCE)), regimen) == "take warfarin as 2.5 mg daily"
    assert changes_words([Add(("tramadol",)), Stop("new1")], regimen) == "add tramadol and stop tramadol"
    assert changes_words([], regimen) == "no change"


def test_whatever_is_to_be_decided_today_comes_from_a_rule_that_could_say_so(store, reviewed):
    """The ward page asks only rules that can reach tier act; one left out wrongly would be a false all-clear."""
    rules = {r.id: r for r in store.all_rules()}
    lists = [("warfarin", "ibuprofen"), ("methotrexate | 10 mg | 1/d", "trimethoprim"), ("tramadol", "lorazepam", "gabapentin"),
             ("clopidogrel", "omeprazole", "aspirin"), ("lithium", "lisinopril", "hydrochlorothiazide"), ("simvastatin", "clarithromycin")]  # fmt: skip
    acts = [f for drugs in lists for f in elementary(reviewed(*drugs, age=80, conditions=["heart-failure"]).findings) if f.tier == "act"]
    assert len(acts) > len(lists)
    assert [f.rule_id for f in acts if not could_act(rules[f.rule_id])] == []

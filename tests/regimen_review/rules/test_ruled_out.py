"""A rule that the patient alone keeps silent looks for no drugs; every other rule is asked as before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regimen_review.rules.binding import pairs, parts, singles
from regimen_review.rules.terms import holds, ruled_out
from tests.regimen_review.rules.conftest import BYSTANDERS
from tests.regimen_review.rules.rules_of_our_own import a_pair, a_rule, a_single, role

PATIENT = ("age >= 65", "condition(gout)", "lab(potassium) > 5", "not condition(asthma)")
DRUGS = ("taking(ibuprofen)", "prn(drug)", "daily-dose(drug) >= 100 mg", "taking(lithium)")
TOLD = st.fixed_dictionaries(
    {}, optional={"age": st.sampled_from([40, 81]), "conditions": st.sampled_from([[], ["gout"], ["asthma", "gout"]])}
)
CONDITIONS = st.recursive(
    st.sampled_from([*PATIENT, *DRUGS]),
    lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner),
    max_leaves=5,
)


@given(when=CONDITIONS, unknown=st.sampled_from(["ask", "silent", "not-checked", "assume"]), told=TOLD)
def test_a_rule_is_only_ruled_out_where_it_would_have_said_nothing_of_any_drug(situation, when, unknown, told):
    here = situation("tramadol | 50 mg | 4/d", "ibuprofen | 400 mg | prn", *BYSTANDERS, **told)
    rule = a_single("tramadol", when=when, unknown=unknown)
    if ruled_out(rule, here):
        for drug in ("tramadol", "ibuprofen", "folic acid"):
            outcome = holds(when, {"drug": here.fitting_texts((f"{drug}@any",))}, here)
            assert outcome.holds is False or (outcome.holds is None and unknown == "silent")


@given(parts_of=st.lists(st.sampled_from(PATIENT), min_size=1, max_size=3), told=TOLD)
def test_a_condition_of_the_patient_alone_rules_out_exactly_where_it_is_false(situation, parts_of, told):
    here = situation("tramadol", *BYSTANDERS, **told)
    when = " and ".join(parts_of)
    assert ruled_out(a_single("tramadol", when=when), here) is (holds(when, {}, here).holds is False)


@pytest.mark.parametrize("alternative", ["age >= 65 or taking(ibuprofen)", "not (age >= 65 and taking(lithium))"])
def test_what_a_drug_can_still_make_true_is_never_ruled_out(situation, alternative):
    here = situation("tramadol", "ibuprofen", *BYSTANDERS, age=40)
    assert not ruled_out(a_single("tramadol", when=alternative), here)


def test_a_rule_without_a_condition_is_never_ruled_out(situation):
    assert not ruled_out(a_single("tramadol", unknown="silent"), situation("tramadol"))


def test_what_is_not_known_of_the_patient_silences_only_a_rule_that_says_so(situation):
    here = situation("tramadol", *BYSTANDERS)
    assert ruled_out(a_single("tramadol", when="age >= 65 and prn(drug)", unknown="silent"), here)
    for speaks in ("ask", "not-checked", "assume"):
        assert not ruled_out(a_single("tramadol", when="age >= 65 and prn(drug)", unknown=speaks), here)


def test_pairs_singles_and_parts_are_not_looked_for_where_the_patient_rules_them_out(situation):
    old, young = (situation("tramadol", "ibuprofen", *BYSTANDERS, age=age) for age in (81, 40))
    when = "age >= 65"
    several = a_rule(role("one", "tramadol"), role("other", "ibuprofen"), kind="multi-drug", when=when)
    for look, rule in ((pairs, a_pair("tramadol", "ibuprofen", when=when)), (singles, a_single("tramadol", when=when)), (parts, several)):
        assert len(list(look(rule, old))) == 1
        assert list(look(rule, young)) == []

"""Which drugs fill the roles of a rule: no drug twice, no pair twice, no product against itself, and no combination missed."""

from __future__ import annotations

from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regimen_review.rules.binding import check_pairs, check_singles, pairs, parts, singles, taken
from tests.regimen_review.rules.conftest import BYSTANDERS
from tests.regimen_review.rules.rules_of_our_own import a_pair, a_rule, a_single, knowing, role

SEDATIVES = ("oxycodone", "tramadol", "gabapentin", "lorazepam", "diazepam")
OTHERS = ("warfarin", "lisinopril", "metformin", "omeprazole")


def bound(rule, here):
    return [(b["object"][0].substance, b["precipitant"][0].substance) for b in pairs(rule, here)]


def test_a_drug_that_fits_both_sides_never_pairs_with_itself(situation):
    rule = a_pair("property:sedative", "property:sedative")
    assert bound(rule, situation("tramadol", "tramadol | 100 mg", *BYSTANDERS)) == []


def test_where_both_sides_overlap_each_pair_counts_once(situation):
    rule = a_pair("property:sedative", "property:sedative")
    assert bound(rule, situation("tramadol", *BYSTANDERS, "lorazepam")) == [("tramadol", "lorazepam")]


@given(drugs=st.lists(st.sampled_from([*SEDATIVES, *OTHERS]), max_size=7))
def test_every_two_different_drugs_that_fit_are_one_pair_and_no_others_are(situation, drugs):
    rule = a_pair("property:sedative", "property:sedative")
    found = [frozenset(p) for p in bound(rule, situation(*drugs, *BYSTANDERS))]
    fitting = {d for d in drugs if d in SEDATIVES}
    assert len(found) == len(set(found))
    assert set(found) == {frozenset((a, b)) for a in fitting for b in fitting if a != b}


def test_two_entries_of_one_drug_are_one_pair_that_names_both_entries(situation):
    (binding,) = pairs(a_pair("warfarin", "aspirin"), situation("aspirin | 81 mg | 1/d", "warfarin", "aspirin | 500 mg | prn", *BYSTANDERS))
    assert [e.medication.id for e in binding["precipitant"]] == ["m1", "m3"]


def test_the_parts_of_one_product_do_not_pair_and_the_same_drugs_apart_do(situation):
    rule = a_pair("acetaminophen", "codeine")
    assert bound(rule, situation("acetaminophen + codeine", *BYSTANDERS)) == []
    assert bound(rule, situation("acetaminophen", "codeine", *BYSTANDERS)) == [("acetaminophen", "codeine")]
    assert bound(rule, situation("acetaminophen + codeine", "codeine | 15 mg", *BYSTANDERS)) == [("acetaminophen", "codeine")]


def test_a_drug_that_lingers_pairs_with_one_that_is_taken_and_two_that_linger_do_not(situation):
    rule = a_pair("warfarin", "amiodarone")
    assert bound(rule, situation("warfarin", "amiodarone | stopped 2025-12-01", *BYSTANDERS)) == [("warfarin", "amiodarone")]
    assert bound(rule, situation("warfarin | stopped 2025-12-31", "amiodarone | stopped 2025-12-01", *BYSTANDERS)) == []


def test_a_drug_that_is_gone_from_the_body_takes_no_part(situation):
    rule = a_pair("warfarin", "ciprofloxacin")
    assert bound(rule, situation("warfarin", "ciprofloxacin | stopped 2025-06-01", *BYSTANDERS)) == []
    assert bound(rule, situation("warfarin", "ciprofloxacin | on-hold", *BYSTANDERS)) == []


def test_a_drug_that_only_lingers_is_nobodys_single_drug_except_for_its_tests(situation):
    here = situation("amiodarone | stopped 2025-12-01", *BYSTANDERS)
    assert list(singles(a_single("amiodarone"), here)) == []
    assert len(list(singles(a_single("amiodarone", kind="monitoring"), here))) == 1
    assert "amiodarone" not in taken(here)


def test_what_is_taken_now_counts_although_an_older_course_of_it_was_stopped(situation):
    here = situation("amiodarone | stopped 2025-12-01", "amiodarone | 200 mg | 1/d", *BYSTANDERS)
    ((name, exposures),) = next(iter(singles(a_single("amiodarone"), here))).items()
    assert name == "drug"
    assert [e.lingering for e in exposures] == [True, False]


def combination(rule, here):
    return [{name: [e.substance for e in bound] for name, bound in binding.items()} for binding in parts(rule, here)]


OVERLAP = a_rule(role("opioid", "class:opioids"), role("sedative", "property:sedative", least=2), kind="multi-drug")


def test_one_drug_never_fills_two_parts(situation):
    assert combination(OVERLAP, situation("tramadol", "lorazepam", *BYSTANDERS)) == []


SEROTONIN = a_rule(role("opioid", "class:opioids"), role("serotonin", "class:ssris", "tramadol", least=2), kind="multi-drug")


@pytest.mark.parametrize("order", list(permutations(("tramadol", "morphine", "sertraline"))))
def test_a_combination_is_found_in_whatever_order_its_drugs_stand(situation, order):
    """Morphine must take the opioid's place and leave tramadol to the other part."""
    (found,) = combination(SEROTONIN, situation(*BYSTANDERS, *order))
    assert found["opioid"] == ["morphine"]
    assert set(found["serotonin"]) == {"tramadol", "sertraline"}


def test_everything_that_fits_a_part_is_named_in_it(situation):
    three = a_rule(role("anticoagulant", "class:anticoagulants"), role("others", "class:nsaids", "class:ssris", least=2), kind="multi-drug")
    (found,) = combination(three, situation("warfarin", "ibuprofen", "sertraline", "naproxen", *BYSTANDERS))
    assert found == {"anticoagulant": ["warfarin"], "others": ["ibuprofen", "sertraline", "naproxen"]}
    assert combination(three, situation("warfarin", "ibuprofen", *BYSTANDERS)) == []


def can_be_filled(candidates, needs):
    """The long way: every choice of one drug a place, held against one another."""
    places = [c for c, need in zip(candidates, needs, strict=True) for _ in range(need)]
    return any(len(set(choice)) == len(places) for choice in product(*places))


PARTS = ("class:opioids", "property:sedative", "class:benzodiazepines", "class:gabapentinoids", "class:antiepileptics")


@given(
    drugs=st.lists(st.sampled_from([*SEDATIVES, "difelikefalin", "clonazepam", "pregabalin"]), min_size=1, max_size=5, unique=True),
    wanted=st.lists(st.tuples(st.sampled_from(PARTS), st.integers(1, 2)), min_size=2, max_size=3),
)
def test_a_combination_fires_exactly_where_different_drugs_can_fill_all_its_parts(situation, drugs, wanted):
    here = situation(*drugs, *BYSTANDERS)
    rule = a_rule(*(role(f"part {n}", text, least=least) for n, (text, least) in enumerate(wanted)), kind="multi-drug")
    candidates = [sorted(here.substances(r.selectors)) for r in rule.roles]
    found = combination(rule, here)
    assert bool(found) == can_be_filled(candidates, [least for _, least in wanted])
    for binding in found:
        assert set(binding) == {r.name for r in rule.roles}, "no part stands empty"
        named = [s for bound in binding.values() for s in bound]
        assert len(named) == len(set(named))
        assert set(named) == {s for own in candidates for s in own}
        assert all(len(binding[r.name]) >= r.least for r in rule.roles)


def test_only_rules_of_the_kind_that_are_not_retired_are_asked(situation):
    loud, old = a_pair("warfarin", "aspirin"), a_pair("warfarin", "aspirin", id="old", status="retired")
    other = a_pair("warfarin", "aspirin", id="other", kind="incompatibility")
    said = check_pairs(knowing(situation("warfarin", "aspirin", *BYSTANDERS), loud, old, other), "drug-drug")
    assert [f.rule_id for f in said.findings] == ["our-own"]


def test_a_rule_of_one_drug_speaks_of_each_drug_that_fits_and_of_each_once(situation):
    here = knowing(situation("ibuprofen", "naproxen", "ibuprofen | 200 mg | prn", *BYSTANDERS), a_single("class:nsaids"))
    assert [f.drugs for f in check_singles(here, "drug-condition").findings] == [("ibuprofen",), ("naproxen",)]

"""The first promise, held against random lists: more drugs, fewer facts and another order never make a danger vanish."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regimen_review.checks import CHECKS
from regimen_review.plans.elementary import elementary
from tests.conftest import a_regimen
from tests.regimen_review.plans.conftest import COMMON

ON_REAL_BASE = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
DRUGS = st.sampled_from([c for c in COMMON if "stopped" not in c])
LISTS = st.lists(DRUGS, min_size=2, max_size=7, unique=True)
PERSON = {"age": 70, "sex": "female", "weight": 60, "conditions": ["hypertension"], "allergies": [],
          "labs": {"creatinine": 1.0, "potassium": 4.2, "inr": 2.4}}  # fmt: skip


def every(review):
    return [f for top in review.findings for f in (top, *top.members)]


def speaks_of(review, drugs):
    shown = [f for f in every(review) if set(drugs) <= set(f.drugs) and f.tier != "none"]
    return bool(shown) or any(set(drugs) <= set(q.drugs) for q in review.quiet)


@ON_REAL_BASE
@given(DRUGS, DRUGS, LISTS)
def test_a_pair_that_must_be_decided_stays_in_the_list_whatever_else_is_taken(reviewed, a, b, others):
    alone = reviewed(a, b, **PERSON)
    more = reviewed(*dict.fromkeys((a, b, *others)), **PERSON)
    for finding in elementary(alone.findings):
        if finding.tier == "act" and len(finding.drugs) > 1 and not finding.intended:
            assert speaks_of(more, finding.drugs), finding.headline


@ON_REAL_BASE
@given(LISTS, st.randoms(use_true_random=False))
def test_the_order_of_the_list_changes_no_finding_and_nothing_that_was_not_checked(reviewed, drugs, random):
    mixed = list(drugs)
    random.shuffle(mixed)
    one, other = reviewed(*drugs, **PERSON), reviewed(*mixed, **PERSON)
    assert {(f.rule_id, frozenset(f.drugs), f.tier, f.severity) for f in every(one)} == {
        (f.rule_id, frozenset(f.drugs), f.tier, f.severity) for f in every(other)
    }
    assert {(n.why, n.missing) for n in one.not_checked} == {(n.why, n.missing) for n in other.not_checked}


@ON_REAL_BASE
@given(LISTS, st.sets(st.sampled_from(sorted(PERSON))))
def test_what_was_found_of_one_patient_is_found_asked_or_not_checked_when_less_is_known(situation, drugs, forgotten):
    """Each rule that speaks where all is known speaks, asks or says it could not run where some of it is not; only a rule
    whose author chose silence, or that reads from a habit or a gap, may fall silent.
    """
    full = situation(*drugs, **PERSON)
    partial = situation(*drugs, **{k: v for k, v in PERSON.items() if k not in forgotten})
    rules = full.knowledge.rules_by_id
    for _, check in CHECKS:
        loud, dim = check(full), check(partial)
        spoken = {(f.rule_id, d) for f in dim.findings for d in f.drugs}
        for finding in loud.findings:
            rule = rules.get(finding.rule_id)
            if rule is None or rule.unknown == "silent" or finding.tier == "none":
                continue
            told = all((finding.rule_id, d) in spoken for d in finding.drugs)
            assert told or dim.not_checked or "no-lab" in (rule.when or "") or rule.kind == "burden", (finding.rule_id, forgotten)


@ON_REAL_BASE
@given(LISTS)
def test_every_finding_names_only_drugs_of_the_list_and_their_entries(reviewed, drugs):
    review = reviewed(*drugs, **PERSON)
    entries = {m.id: set(m.substances) for m in review.regimen.medications}
    for finding in every(review):
        assert set(finding.drugs) <= set(a_regimen(*drugs).substances())
        assert set(finding.medications) <= set(entries)
        assert all(entries[m] & set(finding.drugs) for m in finding.medications)


@ON_REAL_BASE
@given(LISTS)
def test_every_finding_that_is_shown_can_be_checked(reviewed, drugs):
    for finding in every(reviewed(*drugs, **PERSON)):
        assert finding.headline
        assert "{" not in finding.headline + finding.consequence + " ".join(finding.management)
        assert finding.rule_id
        assert finding.sources or finding.basis == "inferred" or finding.evidence == "theoretical" or finding.members
        if finding.basis == "inferred":
            assert finding.steps
            assert finding.severity in ("minor", "moderate")


@ON_REAL_BASE
@given(LISTS)
def test_of_a_patient_of_whom_nothing_is_known_something_always_remains_unchecked(reviewed, drugs):
    missing = {n.missing for n in reviewed(*drugs).not_checked}
    assert "allergies" in missing
    assert missing - {None, "allergies"}

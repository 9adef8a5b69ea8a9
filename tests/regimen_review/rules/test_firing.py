"""From a rule and its drugs to what is said: grades and their factors, questions, words, and what cannot be told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regimen_review.findings import Finding, NotChecked, Quiet
from regimen_review.knowledge import SEVERITY_RANK, TIER_RANK, Factor, MonitoringItem
from regimen_review.rules.binding import check_pairs, check_singles
from regimen_review.rules.firing import default_tier, joined, missing_words, worded
from tests.regimen_review.rules.conftest import BYSTANDERS
from tests.regimen_review.rules.rules_of_our_own import a_pair, a_single, knowing

SEVERITIES = ("none", "minor", "moderate", "major", "contraindicated")
EVIDENCE = ("established", "probable", "suspected", "theoretical")


@pytest.fixture(scope="session")
def fired(situation):
    """A function: what one pair rule says of warfarin and aspirin, bystanders in the room."""

    def fire(rule, *, drugs=("warfarin", "aspirin | 81 mg | 1/d"), **told):
        said = check_pairs(knowing(situation(*drugs, *BYSTANDERS, **told), rule), "drug-drug")
        (one,) = (*said.findings, *said.quiet, *said.not_checked) or (None,)
        return one

    return fire


def pair(**more):
    return a_pair("warfarin", "aspirin", **more)


@pytest.mark.parametrize(
    ("severity", "evidence", "tier"),
    [
        ("contraindicated", "theoretical", "act"),
        ("major", "established", "act"),
        ("major", "probable", "act"),
        ("major", "suspected", "review"),
        ("moderate", "established", "review"),
        ("minor", "established", "note"),
        ("none", "established", "none"),
    ],
)
def test_the_tier_follows_from_severity_and_evidence(fired, severity, evidence, tier):
    assert default_tier(severity, evidence) == tier
    if severity != "none":
        assert fired(pair(severity=severity, evidence=evidence)).tier == tier


@given(st.sampled_from(SEVERITIES), st.sampled_from(SEVERITIES), st.sampled_from(EVIDENCE))
def test_what_is_graver_is_never_shown_lower(a, b, evidence):
    graver, milder = sorted((a, b), key=SEVERITY_RANK.__getitem__, reverse=True)
    assert TIER_RANK[default_tier(graver, evidence)] >= TIER_RANK[default_tier(milder, evidence)]


def test_a_factor_that_holds_raises_and_one_that_lowers_lowers(fired):
    up = Factor("age >= 65", "age 65 or more", severity="contraindicated")
    down = Factor("age < 65", "younger", severity="minor")
    assert fired(pair(severity="moderate", factors=(up, down)), age=80).severity == "contraindicated"
    young = fired(pair(severity="moderate", factors=(up, down)), age=30)
    assert (young.severity, young.tier) == ("minor", "note")


def test_of_two_factors_that_hold_the_later_one_speaks(fired):
    rule = pair(factors=(Factor("age >= 65", "old", severity="contraindicated"), Factor("sex = female", "a woman", severity="minor")))
    assert fired(rule, age=80, sex="female").severity == "minor"


def test_a_new_severity_brings_its_own_tier_unless_the_factor_names_one(fired):
    rule = pair(tier="note", factors=(Factor("age >= 65", "old", severity="contraindicated"),))
    assert fired(rule, age=30).tier == "note"
    assert fired(rule, age=80).tier == "act"
    named = pair(tier="note", factors=(Factor("age >= 65", "old", severity="contraindicated", tier="review"),))
    assert fired(named, age=80).tier == "review"


def test_a_factor_that_holds_gives_its_reason_its_steps_and_its_headline(fired):
    factor = Factor("age >= 65", "age 65 or more", management=("Halve the dose.",), headline="{precipitant} in old age", action="modify")
    finding = fired(pair(factors=(factor,)), age=80)
    assert finding.management == ("Halve the dose.", "Stop one.")
    assert (finding.headline, finding.action) == ("Aspirin in old age", "modify")
    assert "age 80" in [b.fact for b in finding.because]


def test_a_factor_that_does_not_hold_changes_nothing_and_is_shown_as_such(fired):
    factor = Factor("age >= 65", "age 65 or more", severity="contraindicated", management=("Halve the dose.",))
    finding = fired(pair(factors=(factor,)), age=30)
    assert (finding.severity, finding.management) == ("major", ("Stop one.",))
    assert [(f.says, f.holds) for f in finding.factors] == [("age 65 or more", False)]
    assert finding.questions == ()


def test_a_factor_that_cannot_be_told_is_a_question_and_changes_nothing(fired):
    factor = Factor("age >= 65 or lab(inr) > 4", "old or thin", severity="contraindicated")
    finding = fired(pair(factors=(factor,)))
    assert finding.severity == "major"
    assert finding.questions == ("age", "inr")
    assert finding.factors[0].holds is None


UNKNOWN = {"ask": Finding, "assume": Finding, "not-checked": NotChecked, "silent": type(None)}


@pytest.mark.parametrize("unknown", UNKNOWN)
def test_what_cannot_be_told_is_asked_assumed_listed_or_left(fired, unknown):
    said = fired(pair(when="lab(inr) > 4", unknown=unknown))
    assert isinstance(said, UNKNOWN[unknown])
    if isinstance(said, Finding):
        assert said.questions == ("inr",)
        assert said.tier == ("review" if unknown == "ask" else "act")
    if isinstance(said, NotChecked):
        assert said.missing == "inr"
        assert said.why == "no INR on record"
        assert "warfarin" in said.what


@pytest.mark.parametrize("unknown", UNKNOWN)
def test_what_is_known_needs_no_such_choice(fired, unknown):
    assert fired(pair(when="lab(inr) > 4", unknown=unknown), labs={"inr": 2}) is None
    certain = fired(pair(when="lab(inr) > 4", unknown=unknown), labs={"inr": 5})
    assert (certain.tier, certain.questions) == ("act", ())


@given(tier=st.sampled_from(["act", "review", "note"]))
def test_a_finding_that_is_only_asked_is_one_tier_lower_and_never_gone(fired, tier):
    said = fired(pair(when="lab(inr) > 4", unknown="ask", tier=tier))
    assert TIER_RANK[said.tier] == max(TIER_RANK[tier] - 1, TIER_RANK["note"])


def test_a_pair_that_was_looked_at_and_does_not_interact_is_quiet_with_its_reason(fired):
    said = fired(pair(severity="none", action="none", consequence="{object} and {precipitant} were studied together"))
    assert said == Quiet(("warfarin", "aspirin"), "Warfarin and aspirin were studied together", "our-own")


def test_an_intended_pair_is_a_finding_of_its_own_that_says_what_it_protects(fired):
    said = fired(pair(severity="none", action="none", intended=True, protects="the stent"))
    assert (said.intended, said.protects, said.tier) == (True, "the stent", "note")


def test_a_finding_is_known_by_its_rule_and_drugs_in_whatever_order_they_stand(fired):
    one = fired(pair(), drugs=("warfarin", "aspirin"))
    other = fired(pair(), drugs=("aspirin", "warfarin"))
    assert one.id == other.id == "our-own:aspirin+warfarin"
    assert (one.object, one.precipitant) == (other.object, other.precipitant) == ("warfarin", "aspirin")


def test_a_stopped_drug_that_still_counts_is_told_with_its_day(situation):
    here = knowing(situation("warfarin", "amiodarone | stopped 2025-12-01", *BYSTANDERS), a_pair("warfarin", "amiodarone"))
    (finding,) = check_pairs(here, "drug-drug").findings
    told = {b.fact: b.when for b in finding.because}
    assert str(told["amiodarone was stopped and still counts"]) == "2025-12-01"


def test_the_condition_and_its_value_are_named_for_the_picture(situation):
    rule = a_single("class:nsaids", when="condition(heart-failure) and lab(potassium) > 5")
    here = knowing(situation("ibuprofen", *BYSTANDERS, conditions=["heart-failure"], labs={"potassium": 5.6}), rule)
    (finding,) = check_singles(here, "drug-condition").findings
    assert finding.conditions == ("heart-failure", "potassium")
    assert len(finding.condition_labels) == 2


def test_a_test_named_after_the_drug_is_measured_by_that_drugs_own_level(situation):
    level = MonitoringItem("{drug} trough", "{drug}-level", "day 5")
    here = knowing(
        situation("digoxin", "warfarin", *BYSTANDERS),
        a_single("digoxin", monitoring=(level,)),
        a_single("warfarin", id="second", monitoring=(level,)),
    )
    by_rule = {f.rule_id: f.monitoring[0] for f in check_singles(here, "drug-condition").findings}
    assert (by_rule["our-own"].test, by_rule["our-own"].measure) == ("Digoxin trough", "digoxin-level")
    assert by_rule["second"].measure is None, "there is no warfarin level to be asked for"


@pytest.mark.parametrize(
    ("names", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c"), (["a", "b", "c", "d"], "a, b, c and d")],
)
def test_names_are_joined_as_people_join_them(names, text):
    assert joined(names) == text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{drug} passes", "Warfarin and aspirin pass"),
        ("{drug} suppresses", "Warfarin and aspirin suppress"),
        ("{drug} goes", "Warfarin and aspirin go"),
        ("{drug} undoes", "Warfarin and aspirin undo"),
        ("{drug} does", "Warfarin and aspirin do"),
        ("{drug} has", "Warfarin and aspirin have"),
        ("{drug} mixes", "Warfarin and aspirin mix"),
        ("{drug} carries", "Warfarin and aspirin carry"),
        ("{drug} causes", "Warfarin and aspirin cause"),
        ("{drug} loses", "Warfarin and aspirin lose"),
        ("{drug} and more", "Warfarin and aspirin and more"),
        ("Loss of {drug}", "Loss of warfarin and aspirin"),
    ],
)
def test_verbs_behind_two_drugs_are_plural(situation, template, text):
    assert worded(template, {"drug": ("warfarin", "aspirin")}, ("warfarin", "aspirin"), situation("warfarin")) == text


def test_a_tall_man_name_keeps_its_letters_at_the_start_of_a_sentence(situation):
    here = situation("rifampin", "warfarin")
    assert worded("{drug} is taken", {"drug": ("rifampin",)}, ("rifampin",), here).startswith(here.name("rifampin"))


@pytest.mark.parametrize(
    ("missing", "why"),
    [
        ("conditions", "no condition list on record"),
        ("allergies", "allergies not asked"),
        ("dose of warfarin", "dose not written"),
        ("frequency of warfarin", "frequency not written"),
        ("inr", "no INR on record"),
        ("hba1c", "no HbA1c on record"),
        ("digoxin-level", "no digoxin level on record"),
        ("ldl", "no LDL on record"),
    ],
)
def test_what_is_missing_is_said_in_words(missing, why):
    assert missing_words(missing) == why

"""The logic of conditions: true, false and not known, whatever is joined to whatever."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.regimen_review.rules.conftest import asked

TRUE, FALSE, UNKNOWN = "age >= 65", "age < 65", "weight < 60"
"""Of a patient of 70 whose weight nobody wrote down."""
VALUES = {TRUE: True, FALSE: False, UNKNOWN: None}
MORE = {"sex = female": True, "tobacco = current": None, "condition(gout)": False, "lab(inr) > 4": None, "no-lab(inr)": True}
ATOMS = st.sampled_from([*VALUES, *MORE])


def joined(parts):
    both = st.builds(lambda a, b, w: f"({a} {w} {b})", parts, parts, st.sampled_from(["and", "or"]))
    return both | parts.map(lambda c: f"not ({c})")


CONDITIONS = st.recursive(ATOMS, joined, max_leaves=6)
PERSON = {"age": 70, "sex": "female", "conditions": ["hypertension"]}


def out(text, situation, **more):
    return asked(text, situation("lisinopril", "folic acid", **{**PERSON, **more}))


@given(CONDITIONS)
def test_what_is_denied_twice_is_said(situation, text):
    assert out(f"not not ({text})", situation).holds is out(text, situation).holds


@given(CONDITIONS, CONDITIONS)
def test_neither_holds_where_not_both_can_be_said_to_fail_and_the_other_way_round(situation, a, b):
    assert out(f"not ({a} and {b})", situation).holds is out(f"not ({a}) or not ({b})", situation).holds
    assert out(f"not ({a} or {b})", situation).holds is out(f"not ({a}) and not ({b})", situation).holds


@given(CONDITIONS, CONDITIONS)
def test_the_order_of_two_parts_changes_nothing_but_what_is_read_first(situation, a, b):
    for word in ("and", "or"):
        one, other = out(f"({a}) {word} ({b})", situation), out(f"({b}) {word} ({a})", situation)
        assert one.holds is other.holds
        assert set(one.missing) == set(other.missing)


@given(CONDITIONS)
def test_a_condition_with_itself_is_itself(situation, text):
    for word in ("and", "or"):
        assert out(f"({text}) {word} ({text})", situation).holds is out(text, situation).holds


@given(CONDITIONS)
def test_whatever_is_not_known_names_what_is_missing_and_what_is_known_names_nothing(situation, text):
    outcome = out(text, situation)
    assert bool(outcome.missing) == (outcome.holds is None)


TOLD = st.fixed_dictionaries(
    {},
    optional={
        "weight": st.integers(30, 150),
        "tobacco": st.sampled_from(["current", "never"]),
        "labs": st.fixed_dictionaries({"inr": st.floats(1, 9)}),
    },
)


@given(CONDITIONS.filter(lambda c: "no-lab" not in c), TOLD)
def test_telling_more_settles_what_was_open_and_never_overturns_what_was_settled(situation, text, told):
    before, after = out(text, situation), out(text, situation, **told)
    assert before.holds is None or before.holds is after.holds


@given(CONDITIONS)
def test_with_everything_told_every_condition_is_decided(situation, text):
    assert out(text, situation, weight=80, tobacco="never", labs={"inr": 2.0}).holds is not None


@given(CONDITIONS)
def test_each_missing_fact_is_named_once(situation, text):
    missing = out(text, situation).missing
    assert len(missing) == len(set(missing))


@given(st.lists(ATOMS, min_size=2, max_size=5))
def test_an_or_gives_every_true_part_as_a_reason(situation, parts):
    known = VALUES | MORE
    outcome = out(" or ".join(parts), situation)
    alone = {b for p in parts if known[p] for b in out(p, situation).because}
    assert set(outcome.because) >= alone
    assert outcome.holds is (True if any(known[p] for p in parts) else None if any(known[p] is None for p in parts) else False)


@given(st.lists(ATOMS, min_size=2, max_size=5))
def test_an_and_is_as_true_as_its_weakest_part(situation, parts):
    values = [(VALUES | MORE)[p] for p in parts]
    wanted = False if False in values else None if None in values else True
    assert out(" and ".join(parts), situation).holds is wanted


def test_words_that_must_not_be_is_the_same_as_the_opposite_of_words_that_must_be(situation):
    for told in ({}, {"tobacco": "current"}, {"tobacco": "never"}, {"tobacco": "former"}):
        assert out("tobacco != current", situation, **told).holds is out("not tobacco = current", situation, **told).holds
    assert out("tobacco != never|former", situation, tobacco="former").holds is False
    assert out("tobacco != never|former", situation, tobacco="current").holds is True


def test_a_denied_word_is_remembered_apart_from_the_word_itself(situation):
    here = situation("lisinopril", "folic acid", tobacco="never")
    assert asked("tobacco != never", here).holds is False
    assert asked("tobacco != never or age > 200", here).holds is None
    assert asked("tobacco = never", here).holds is True
    assert asked("tobacco != never", here).holds is False


def test_a_denied_sex_that_nobody_recorded_stays_a_question(situation):
    assert asked("sex != male", situation("lisinopril")).missing == ("sex",)
    assert asked("sex != male", situation("lisinopril", sex="female")).holds is True
    assert asked("sex != male", situation("lisinopril", sex="other")).holds is True
    assert asked("sex != male", situation("lisinopril", sex="male")).holds is False

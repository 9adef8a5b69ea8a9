import pytest
from hypothesis import given
from hypothesis import strategies as st

from regimen_review.rules.language import All, Not, Some, Term, parse_condition, terms_of
from regimen_review.rules.selectors import parse_selector
from regimen_review.rules.terms import TERMS, faults_in

names = st.sampled_from(["age", "egfr", "weight", "bmi"])
terms = st.builds(lambda n, o, v: f"{n} {o} {v}", names, st.sampled_from([">=", "<=", ">", "<", "="]), st.integers(0, 200))


def nested(children):
    joined = st.builds(lambda a, b, w: f"({a} {w} {b})", children, children, st.sampled_from(["and", "or"]))
    return joined | children.map(lambda c: f"not {c}")


def test_and_binds_tighter_than_or_and_not_tighter_than_both():
    tree = parse_condition("not sex = male and age >= 65 or breastfeeding")
    assert isinstance(tree, Some)
    assert isinstance(tree.parts[0], All)
    assert isinstance(tree.parts[0].parts[0], Not)
    assert tree.parts[1] == Term("breastfeeding", text="breastfeeding")


def test_arguments_keep_their_selectors_whole():
    (term,) = terms_of(parse_condition("taking(class:loop-diuretics@oral | property:qt=known)"))
    assert term.arguments == ("class:loop-diuretics@oral | property:qt=known",)


def test_a_number_carries_its_unit_and_the_next_word_is_not_taken_for_one():
    first, second = terms_of(parse_condition("daily-dose(object) > 20 mg and age > 70 or lab(inr) > 4.5"))[:2]
    assert (first.number, first.unit) == (20, "mg")
    assert (second.number, second.unit) == (70, "")


def test_words_may_be_alternatives():
    (term,) = terms_of(parse_condition("gene(cyp2d6) = poor|intermediate"))
    assert term.words == ("poor", "intermediate")


@pytest.mark.parametrize("broken", ["", "age >=", "age >= 65 and", "(age > 1", "age > 1)", "and", "taking(x", "age >= 65 65"])
def test_a_broken_condition_says_where(broken):
    with pytest.raises(ValueError, match="character"):
        parse_condition(broken)


def test_a_term_that_does_not_exist_is_a_fault_with_its_name():
    assert "there is no term 'mood'" in faults_in("mood = low and age > 3")[0]


def test_a_comparison_with_a_word_where_a_number_is_needed_is_a_fault():
    assert "needs a comparison with a number" in faults_in("age = old")[0]


@given(st.recursive(terms, nested, max_leaves=8))
def test_every_well_formed_condition_parses_to_known_terms(text):
    assert {t.name for t in terms_of(parse_condition(text))} <= set(TERMS)


@given(st.text(max_size=60))
def test_no_text_makes_the_parser_fall_over(text):
    said = "parsed"
    try:
        parse_condition(text)
    except ValueError as fault:
        said = str(fault)
    assert said


def test_a_selector_without_a_route_means_systemic_and_an_exclusion_means_any():
    assert parse_selector("class:corticosteroids").route == "systemic"
    assert parse_selector("not:class:corticosteroids").route == "any"
    assert parse_selector("class:corticosteroids@inhaled").route == "inhaled"


@pytest.mark.parametrize("broken", ["", "class:x@moon", "@oral"])
def test_a_selector_that_cannot_mean_anything_is_refused(broken):
    with pytest.raises(ValueError, match=r"route group|empty"):
        parse_selector(broken)

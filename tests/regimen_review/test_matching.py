"""Which drugs a rule's selectors pick: quick, and never another answer than looking at every drug in turn."""

from hypothesis import given
from hypothesis import strategies as st

from regimen_review.knowledge import Property, Selector, selector_keys
from regimen_review.regimen import Ingredient, Medication, MedicationStatement, Resolution, SubstanceId
from regimen_review.routes import GROUPS, in_group
from regimen_review.rules.matching import Exposure, Matching, by_substance
from regimen_review.rules.selectors import parse_selectors
from tests.conftest import a_regimen

CLASSES = {"warfarin": {"anticoagulants"}, "ibuprofen": {"nsaids"}, "diclofenac": {"nsaids"}, "codeine": {"opioids"}}
GRADES = {"codeine": "high", "tramadol": "moderate", "ibuprofen": "none"}
DRUGS = (*CLASSES, "tramadol")
WRITTEN = (
    "warfarin", "ibuprofen@any", "class:nsaids", "class:nsaids@topical", "class:nsaids@any", "class:opioids@oral", "property:sedative",
    "property:sedative=high", "property:sedative=high|moderate", "property:sedative=none@any", "not:diclofenac", "not:class:nsaids@topical",
    "not:property:sedative=high",
)  # fmt: skip
ENTRIES = st.lists(st.tuples(st.sampled_from(DRUGS), st.sampled_from(["oral", "topical", "intravenous", None]), st.booleans()), max_size=8)


def keys_of(substance):
    own = GRADES.get(substance)
    facts = {"sedative": (Property(substance, "sedative", own),)} if own else {}
    return selector_keys(substance, frozenset(CLASSES.get(substance, ())), facts)


def taken(entries):
    found = []
    for place, (drug, route, lingering) in enumerate(entries, 1):
        resolved = Resolution("resolved", (Ingredient(SubstanceId(drug)),), route=route)
        found.append(Exposure(SubstanceId(drug), Medication(f"m{place}", MedicationStatement(drug, drug), resolved), lingering))
    return tuple(found)


def fits(exposure: Exposure, selector: Selector) -> bool:
    """The long way: what the selector says, held against one drug."""
    grade = GRADES.get(exposure.substance)
    by_kind = {
        "substance": exposure.substance == selector.name,
        "class": selector.name in CLASSES.get(exposure.substance, ()),
        "property": grade in selector.grades if selector.grades else grade not in (None, "none"),
    }
    return by_kind[selector.kind] and in_group(exposure.medication.route, selector.route)


@given(ENTRIES, st.lists(st.sampled_from(WRITTEN), max_size=4))
def test_a_list_of_selectors_picks_what_looking_at_every_drug_would_pick(entries, written):
    exposures, selectors = taken(entries), parse_selectors(written)
    wanted = tuple(
        e for e in exposures
        if any(fits(e, s) for s in selectors if not s.negated) and not any(fits(e, s) for s in selectors if s.negated)
    )  # fmt: skip
    matching = Matching(exposures, keys_of)
    assert matching.fitting(selectors) == wanted
    assert matching.fitting(selectors) == wanted, "the second answer comes from what was kept"
    assert dict(matching.substances(selectors)) == by_substance(wanted)


@given(ENTRIES)
def test_the_order_of_the_list_is_kept_and_each_drug_has_all_its_entries(entries):
    exposures = taken(entries)
    found = by_substance(exposures)
    assert list(found) == list(dict.fromkeys(e.substance for e in exposures))
    assert sorted((e for own in found.values() for e in own), key=exposures.index) == list(exposures)


def test_what_is_left_out_is_left_out_wherever_it_stands_in_the_list():
    matching = Matching(taken([("ibuprofen", "oral", False), ("diclofenac", "oral", False)]), keys_of)
    for written in (("class:nsaids", "not:diclofenac"), ("not:diclofenac", "class:nsaids")):
        assert [e.substance for e in matching.fitting(parse_selectors(written))] == ["ibuprofen"]


def test_two_drugs_by_different_routes_are_told_apart_though_both_were_asked_before():
    matching = Matching(taken([("ibuprofen", "oral", False), ("ibuprofen", "topical", False)]), keys_of)
    picked = {group: matching.fitting(parse_selectors((f"ibuprofen@{group}",))) for group in (*GROUPS, "systemic")}
    assert len(picked["any"]) == 2
    assert [e.medication.route for e in picked["topical"]] == ["topical"]
    assert [e.medication.route for e in picked["systemic"]] == ["oral"]
    assert picked["intravenous"] == ()


def test_a_situation_asks_what_concerns_the_patient_once_for_all_drugs(situation, monkeypatch):
    from regimen_review.rules import terms

    asked = []

    def age(term, here):
        asked.append(term.text)
        return terms.Outcome(here.age >= term.number)

    monkeypatch.setitem(terms.PATIENT_TERMS, "age", age)
    here = situation("warfarin", "tramadol", age=80)
    for drug in ("warfarin", "tramadol"):
        binding = {"drug": here.fitting_texts((f"{drug}@any",))}
        assert terms.holds("age >= 65", binding, here).holds is True
        assert terms.holds("age >= 65 and route(drug) = oral", binding, here).holds is True
    assert asked == ["age >= 65"]


def test_another_patient_is_asked_anew(situation):
    from regimen_review.rules.terms import holds

    assert holds("age >= 65", {}, situation("warfarin", age=80)).holds is True
    assert holds("age >= 65", {}, situation("warfarin", age=30)).holds is False


def test_an_allergy_to_the_drug_in_a_role_is_asked_for_each_drug(situation):
    from regimen_review.rules.terms import holds

    here = situation("warfarin", "tramadol", allergies=["tramadol"])
    came_out = {d: holds("allergy(drug)", {"drug": here.fitting_texts((f"{d}@any",))}, here).holds for d in ("warfarin", "tramadol")}
    assert came_out == {"warfarin": False, "tramadol": True}


def test_a_regimen_in_the_notation_of_the_examples_matches_by_the_shipped_classes(store):
    regimen = a_regimen("ibuprofen", "diclofenac | topical")
    from regimen_review.patient import Patient
    from regimen_review.rules.situation import Situation

    here = Situation(regimen, Patient(), store.knowledge_for(regimen))
    assert [e.substance for e in here.fitting_texts(("class:nsaids",))] == ["ibuprofen"]
    assert [e.substance for e in here.fitting_texts(("class:nsaids@any",))] == ["ibuprofen", "diclofenac"]

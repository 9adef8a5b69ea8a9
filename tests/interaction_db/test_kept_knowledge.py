"""Knowledge for a list is put together once, and nothing that changes beside the list is kept with it."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interaction_db.examples import patient_of
from interaction_db.store import KnowledgeStore
from regimen_review.knowledge import OutsidePair
from regimen_review.regimen import SubstanceId
from tests.conftest import a_regimen

DRUGS = ("warfarin", "tramadol", "omeprazole", "folic acid", "amiodarone", "metformin")


@pytest.fixture
def fresh(base_file):
    with KnowledgeStore(base_file) as opened:
        yield opened


def test_the_same_drugs_in_another_order_dose_and_day_share_what_was_put_together(fresh):
    first = fresh.knowledge_for(a_regimen("warfarin | 3 mg | 1/d", "tramadol", "omeprazole"))
    again = fresh.knowledge_for(a_regimen("omeprazole | 40 mg | 2/d", "warfarin", "tramadol"))
    assert again is first


def test_one_drug_more_or_an_allergy_more_is_other_knowledge(fresh):
    regimen = a_regimen("warfarin", "tramadol")
    first = fresh.knowledge_for(regimen)
    allergic = fresh.knowledge_for(regimen, patient_of({"allergies": ["amoxicillin"]}))
    assert "amoxicillin" in allergic.classes
    assert "amoxicillin" not in first.classes
    assert "metformin" in fresh.knowledge_for(a_regimen("warfarin", "tramadol", "metformin")).covered
    assert "metformin" not in fresh.knowledge_for(regimen).covered


def test_a_rule_switched_off_and_on_again_counts_from_the_next_question(fresh):
    regimen = a_regimen("warfarin", "ibuprofen", "folic acid")
    assert fresh.knowledge_for(regimen).switched_off == {}
    fresh.switched_off = {"some-rule": "agreed by the ward"}
    assert fresh.knowledge_for(regimen).switched_off == {"some-rule": "agreed by the ward"}
    fresh.switched_off = {}
    assert fresh.knowledge_for(regimen).switched_off == {}


def test_a_source_imported_after_the_first_question_is_in_the_next_answer(fresh):
    class Imported:
        def pairs_among(self, own):
            return (OutsidePair("List A", SubstanceId("tramadol"), SubstanceId("warfarin"), "Major"),) if "warfarin" in own else ()

    regimen = a_regimen("warfarin", "tramadol")
    assert fresh.knowledge_for(regimen).outside == ()
    fresh.outside = Imported()
    assert [p.source for p in fresh.knowledge_for(regimen).outside] == ["List A"]
    fresh.outside = None
    assert fresh.knowledge_for(regimen).outside == ()


@settings(max_examples=25)
@given(drugs=st.lists(st.sampled_from(DRUGS), unique=True, max_size=5), before=st.lists(st.sampled_from(DRUGS), max_size=5))
def test_what_was_asked_before_never_shows_in_the_answer(store, base_file, drugs, before):
    store.knowledge_for(a_regimen(*before))
    kept = store.knowledge_for(a_regimen(*drugs))
    with KnowledgeStore(base_file) as other:
        alone = other.knowledge_for(a_regimen(*drugs))
    assert {f.name: getattr(kept, f.name) for f in fields(kept)} == {f.name: getattr(alone, f.name) for f in fields(alone)}


def test_what_is_worked_out_from_the_rules_agrees_with_them(fresh):
    known = fresh.knowledge_for(a_regimen(*DRUGS))
    live = [r for r in known.rules if r.status != "retired"]
    assert sorted(r.id for rules in known.rules_by_kind.values() for r in rules) == sorted(r.id for r in live)
    assert all(r.kind == kind for kind, rules in known.rules_by_kind.items() for r in rules)
    assert known.general == {r.id for r in known.rules if r.every_drug}
    assert known.display_names["tramadol"] == known.substances["tramadol"].tall_man
    assert "warfarin" not in known.display_names

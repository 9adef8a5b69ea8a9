"""Every kind of finding has its words wherever kinds are named, and other programs meet only the kinds they know."""

from __future__ import annotations

from typing import get_args

import pytest

from exports import plain
from exports.pdf.plain_words import said_plainly
from regimen_review.findings import Finding
from regimen_review.knowledge import Kind
from ui.unsafe_events import unsafe_events

PUBLISHED = {
    "drug-drug", "multi-drug", "duplicate", "drug-condition", "drug-allergy", "drug-lab", "drug-age", "pregnancy", "dose", "renal-dose",
    "hepatic-dose", "timing", "drug-food", "burden", "omitted", "monitoring", "high-alert", "incompatibility", "pharmacogenomic",
}  # fmt: skip
KINDS = get_args(Kind)


def a_finding(kind):
    return Finding(
        id=f"x:{kind}", kind=kind, tier="review", severity="moderate", action="modify", evidence="probable", basis="rule",
        headline="A headline", drugs=("warfarin",),
    )  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_other_programs_meet_a_published_kind_and_the_finer_name_beside_it(kind):
    written = plain.finding(a_finding(kind))
    assert written["kind"] in PUBLISHED
    assert written["check"] == kind
    assert written["kind"] == kind or kind not in PUBLISHED


@pytest.mark.parametrize("kind", [k for k in KINDS if k not in ("drug-drug", "multi-drug", "incompatibility")])
def test_a_patient_reads_a_sentence_of_its_own_for_each_kind(kind):
    assert said_plainly(a_finding(kind)) != said_plainly(a_finding("drug-drug"))


def test_no_event_of_the_catalogue_is_named_by_a_bare_kind(store):
    new = {"symptom", "cascade", "no-indication"}
    events = unsafe_events(store.all_rules())
    assert not {e.name for e in events} & {*new, "no indication"}
    assert {k for e in events for k in e.kinds} >= new


def test_every_kind_has_a_rule_in_the_base(store):
    assert {r.kind for r in store.all_rules()} == set(KINDS)

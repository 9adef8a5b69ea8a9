"""What only an imported source knows is shown as that; what the base knows too stands with the others' ratings beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interaction_db.examples import patient_of
from interaction_db.store import KnowledgeStore
from regimen_review.findings import Finding, Review
from regimen_review.knowledge import OutsidePair, Severity
from regimen_review.plans.rechecking import check_again, check_all
from regimen_review.regimen import SubstanceId
from regimen_review.review import review_regimen
from tests.conftest import a_regimen


def pair(a: str, b: str, grade: Severity | None, source: str = "List A", family: str = "") -> OutsidePair:
    first, second = sorted((a, b))
    return OutsidePair(
        source, SubstanceId(first), SubstanceId(second), (grade or "odd word").capitalize(), "What it says.", family, grade, "2026-11-22"
    )


@pytest.fixture
def asked(store: KnowledgeStore):  # type: ignore[no-untyped-def]
    def run(*drugs: str, outside: tuple[OutsidePair, ...]) -> Review:
        regimen, patient = a_regimen(*drugs), patient_of({})
        return review_regimen(regimen, patient, replace(store.knowledge_for(regimen, patient), outside=outside))

    return run


def of(review: Review, *drugs: str) -> list[Finding]:
    every = [f for top in review.findings for f in (top, *top.members)]
    return [f for f in every if set(f.drugs) == set(drugs) and f.kind == "drug-drug"]


QUIET = ("cetirizine", "folic acid")


def test_a_pair_that_one_list_alone_calls_major_is_a_note(asked) -> None:  # type: ignore[no-untyped-def]
    assert not of(asked(*QUIET, "amlodipine", outside=()), *QUIET)
    (found,) = of(asked(*QUIET, "amlodipine", outside=(pair(*QUIET, "major"),)), *QUIET)
    assert (found.basis, found.tier, found.severity) == ("outside", "note", "major")
    assert "List A" in found.headline
    assert found.disagreement == ("List A: Major",)
    assert [s.title for s in found.sources] == ["List A"]


def test_two_lists_of_one_family_are_one_opinion(asked) -> None:  # type: ignore[no-untyped-def]
    same = (pair(*QUIET, "major", "French", "ANSM"), pair(*QUIET, "contraindicated", "English", "ANSM"))
    assert [f.tier for f in of(asked(*QUIET, outside=same), *QUIET)] == ["note"]


def test_two_independent_lists_ask_for_a_look_and_never_for_a_decision_today(asked) -> None:  # type: ignore[no-untyped-def]
    both = (pair(*QUIET, "contraindicated", "A", "A"), pair(*QUIET, "contraindicated", "B", "B"), pair(*QUIET, "minor", "C", "C"))
    (found,) = of(asked(*QUIET, outside=both), *QUIET)
    assert (found.tier, found.severity) == ("review", "contraindicated")
    assert found.disagreement == ("A: Contraindicated", "B: Contraindicated", "C: Minor")


def test_a_rule_of_the_base_stays_as_it_is_and_shows_the_other_ratings(asked) -> None:  # type: ignore[no-untyped-def]
    drugs = ("warfarin", "ciprofloxacin")
    alone = of(asked(*drugs, outside=()), *drugs)
    told = of(asked(*drugs, outside=(pair(*drugs, "minor"),)), *drugs)
    assert [(f.id, f.tier, f.severity, f.basis) for f in told] == [(f.id, f.tier, f.severity, f.basis) for f in alone]
    assert all(f.disagreement == ("List A: Minor",) for f in told)
    assert not any(f.basis == "outside" for f in told)


def test_a_word_on_no_scale_is_shown_and_raises_nothing(asked) -> None:  # type: ignore[no-untyped-def]
    (found,) = of(asked(*QUIET, outside=(pair(*QUIET, None),)), *QUIET)
    assert (found.tier, found.severity) == ("note", "minor")
    assert "odd word" in found.headline


def test_a_change_is_rechecked_with_the_imported_ratings_too(store: KnowledgeStore) -> None:
    before, after, patient = a_regimen(QUIET[0], "amlodipine"), a_regimen(*QUIET, "amlodipine"), patient_of({})
    outside = (pair(*QUIET, "major"),)
    first = check_all(before, patient, replace(store.knowledge_for(before, patient), outside=outside))
    assert not of(first.review, *QUIET)
    again = check_again(first, after, replace(store.knowledge_for(after, patient), outside=outside))
    assert [f.basis for f in of(again.review, *QUIET)] == ["outside"]


def test_an_eye_drop_is_not_the_drug_of_the_list(asked) -> None:  # type: ignore[no-untyped-def]
    outside = (pair("timolol", "folic acid", "major"),)
    assert not of(asked("timolol | ophthalmic", "folic acid", outside=outside), "timolol", "folic acid")
    assert of(asked("timolol", "folic acid", outside=outside), "timolol", "folic acid")

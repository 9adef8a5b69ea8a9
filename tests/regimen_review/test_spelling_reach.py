"""The quick search for close spellings finds all that a slow one finds."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from interaction_db.store import KnowledgeStore
from regimen_review.names.spelling import SpellingIndex, distance, folded
from regimen_review.regimen import SubstanceId
from regimen_review.resolve import resolve_name

words = st.text("abcdeilmnoprstuxz", min_size=4, max_size=16)


@settings(max_examples=150, deadline=None)
@given(st.lists(words, min_size=1, max_size=40, unique=True), st.data())
def test_no_spelling_within_reach_is_missed(names: list[str], data: st.DataObject) -> None:
    index = SpellingIndex({n: ((SubstanceId(n),),) for n in names})
    written = list(data.draw(st.sampled_from(names)))
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(written)))
        written[at : at + data.draw(st.integers(0, 1))] = data.draw(st.sampled_from(["", "x", "e", "st"]))
    heard = folded("".join(written))
    for reach in (1, 2, 3):
        close = {folded(n) for n in names if Levenshtein.distance(heard, folded(n)) <= reach}
        assert close <= set(index._within(heard, reach))


@given(words, words)
def test_a_distance_is_the_same_from_either_end(a: str, b: str) -> None:
    assert distance(a, a) == 0
    assert distance(a, b) == distance(b, a)
    assert (distance(a, b) == 0) == (a == b)


def test_what_people_mishear_costs_half() -> None:
    assert distance("amlodipine", "amlodepine") == 0.5
    assert distance("amlodipine", "amlodippine") == 0.5
    assert distance("amlodipine", "amlodipnie") == 0.75
    assert distance("amlodipine", "amlodigine") == 1.0


def test_a_misspelt_word_for_the_eye_leaves_the_medicine_settled(store: KnowledgeStore) -> None:
    for written in ("timolol opthal. 0.5%", "timolol ophtalmic drops", "timolol opth drops"):
        found = resolve_name(written, store.vocabulary())
        assert (found.state, [i.name for i in found.ingredients]) == ("resolved", ["timolol"])

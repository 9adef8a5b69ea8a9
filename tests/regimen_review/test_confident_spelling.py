"""When a misspelling is settled alone, and when a person is asked: on the shipped names, which hold ten thousand neighbours."""

from __future__ import annotations

import random
import string

import pytest

from interaction_db.store import KnowledgeStore
from regimen_review.knowledge import name_key
from regimen_review.names.index import index_of
from regimen_review.names.ordinary import ORDINARY
from regimen_review.names.spelling import SHORTEST
from regimen_review.names.words import misspelt_beside
from regimen_review.regimen import Resolution
from regimen_review.resolve import resolve_name


def settled(found: Resolution) -> list[str]:
    return [i.name for i in found.ingredients] if found.state == "resolved" else []


@pytest.mark.parametrize(
    ("written", "medicine"),
    [
        ("sertaline", "sertraline"),
        ("tamadol", "tramadol"),
        ("glipiide", "glipizide"),
        ("mesapamine", "mesalamine"),
        ("propranoloo", "propranolol"),
        ("seftraline 50 mg", "sertraline"),
    ],
)
def test_one_letter_from_one_medicine_and_two_from_every_other_is_settled(store: KnowledgeStore, written: str, medicine: str) -> None:
    found = resolve_name(written, store.vocabulary())
    assert (settled(found), found.how) == ([medicine], "spelling")


@pytest.mark.parametrize("written", ["amoicillin", "oxycodon", "fulconazole"])
def test_one_letter_from_two_medicines_is_asked(store: KnowledgeStore, written: str) -> None:
    found = resolve_name(written, store.vocabulary())
    assert found.state == "confirm"
    assert len(found.candidates) > 1


def test_a_pair_known_to_be_confused_is_clear_only_where_the_first_letter_tells(store: KnowledgeStore) -> None:
    assert settled(resolve_name("codiene", store.vocabulary())) == ["codeine"], "iodine, a known look-alike, begins otherwise"
    assert resolve_name("hydroxyzne", store.vocabulary()).state in ("confirm", "resolved")
    assert settled(resolve_name("hydralzine", store.vocabulary())) != ["hydroxyzine"]


@pytest.mark.parametrize("written", ["hypertension", "arthritis", "creating", "either", "disease", "reaction", "string", "ability"])
def test_an_ordinary_word_is_never_settled_as_the_medicine_it_resembles(store: KnowledgeStore, written: str) -> None:
    assert resolve_name(written, store.vocabulary()).state != "resolved"


def test_every_ordinary_word_asks_beside_a_strength_too(store: KnowledgeStore) -> None:
    vocabulary = store.vocabulary()
    known = index_of(vocabulary)
    wrong = [w for w in sorted(ORDINARY)[::7] if known.find(w) is None and resolve_name(f"{w} 10 mg", vocabulary).state == "resolved"]
    assert wrong == []


@pytest.mark.parametrize(
    ("written", "medicine"),
    [
        ("insullin detemir", "insulin detemir"),
        ("isosorbide dunitrate", "isosorbide dinitrate"),
        ("potassium chlorid 20 meq", "potassium chloride"),
        ("calcium aceate", "calcium acetate"),
    ],
)
def test_a_name_of_several_words_with_one_misspelt_is_the_whole_name(store: KnowledgeStore, written: str, medicine: str) -> None:
    assert settled(resolve_name(written, store.vocabulary())) == [medicine]


@pytest.mark.parametrize("written", ["lisinopril tabelt", "lisinopril 10 mg tabets oraly", "metformin hydrochlorde", "amlodipine besilat"])
def test_a_misspelt_form_or_salt_beside_a_medicine_leaves_it_settled(store: KnowledgeStore, written: str) -> None:
    assert settled(resolve_name(written, store.vocabulary())) == [written.split(maxsplit=1)[0]]


def test_a_misspelt_word_beside_a_medicine_that_may_be_another_medicine_asks(store: KnowledgeStore) -> None:
    assert resolve_name("warfarin ranitadine", store.vocabulary()).state == "confirm"
    assert resolve_name("tabelt", store.vocabulary()).state != "resolved"


def test_short_words_are_no_misspelt_forms() -> None:
    assert misspelt_beside("tabelt") == "tablet"
    assert misspelt_beside("tab") is None
    assert misspelt_beside("xyzzyq") is None


def slips(word: str, dice: random.Random) -> str:
    """One slip of the kinds that people make: a letter left out, doubled, exchanged with the next, or hit beside."""
    at = dice.randrange(1, len(word) - 1)
    return dice.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + dice.choice(string.ascii_lowercase) + word[at + 1 :],
        ]
    )


def test_of_four_hundred_slips_in_common_names_nearly_all_are_settled_and_none_as_another_medicine(store: KnowledgeStore) -> None:
    vocabulary, dice = store.vocabulary(), random.Random(20260102)
    ranked = sorted((s for s in vocabulary.substances.values() if s.usage_rank), key=lambda s: s.usage_rank or 0)[:250]
    common = [name_key(s.name) for s in ranked if s.name.isalpha() and len(s.name) >= SHORTEST]
    known = index_of(vocabulary)
    right = asked = 0
    for _ in range(400):
        word = dice.choice(common)
        written = slips(word, dice)
        if known.find(written) is not None:
            continue
        found = settled(resolve_name(written, vocabulary))
        assert found in ([], [str(s) for s in known.meanings[word].sets[0]]), f"{written} is no {found}"
        right, asked = right + bool(found), asked + (not found)
    assert right / (right + asked) > 0.9

"""The names that the base ships: many, consistent, and safe to take at their word."""

from __future__ import annotations

from pathlib import Path

import pytest

from interaction_db import tables
from interaction_db.faults import Fault
from regimen_review.knowledge import NameEntry, Vocabulary, name_key
from regimen_review.resolve import resolve_name

FOLDER = Path(tables.__file__).parent / "knowledge"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    faults: list[Fault] = []
    substances = tables.read_substances(FOLDER, faults)
    names: dict[str, list[NameEntry]] = {}
    for entry in tables.read_names(FOLDER, substances, faults):
        names.setdefault(name_key(entry.name), []).append(entry)
    pairs = tables.read_look_alikes(FOLDER, substances, faults)
    codes = tables.read_codes(FOLDER, substances, faults)
    assert faults == []
    return Vocabulary({k: tuple(v) for k, v in names.items()}, substances, codes, frozenset(map(frozenset, pairs)))


def names_of(written: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(i.name for i in resolve_name(written, vocabulary).ingredients)


def test_the_base_knows_what_clinicians_meet(vocabulary: Vocabulary) -> None:
    assert len(vocabulary.substances) >= 1_800
    assert sum(len(v) for v in vocabulary.names.values()) - len(vocabulary.substances) >= 8_000


def test_every_substance_is_recognised_by_its_own_name(vocabulary: Vocabulary) -> None:
    open_names = [s for s in vocabulary.substances if names_of(s, vocabulary) != (s,)]
    assert open_names == ["isosorbide"]  # said of both nitrates as well: asked about


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("paracetamol", "acetaminophen"),
        ("Frusemide 40 mg", "furosemide"),
        ("Epilim Chrono 500", "valproate"),
        ("Slow-K", "potassium chloride"),
        ("Galfer", "ferrous fumarate"),
        ("Kwells", "scopolamine"),
        ("Adcal-D3", "calcium carbonate + cholecalciferol"),
        ("Co-amoxiclav 625", "amoxicillin + clavulanate"),
        ("Benzhexol 2 mg", "trihexyphenidyl"),
        ("Eliquis 5mg BD", "apixaban"),
        ("Trikafta", "elexacaftor + ivacaftor + tezacaftor"),
        ("Mounjaro pen", "tirzepatide"),
        ("isophane insulin", "insulin isophane"),
        ("grapefruit juice", "grapefruit"),
        ("saint john's wort", "st. john's wort"),
        ("Warfarin sodium", "warfarin"),
    ],
)
def test_names_of_several_countries_mean_one_substance(written: str, expected: str, vocabulary: Vocabulary) -> None:
    assert names_of(written, vocabulary) == tuple(expected.split(" + "))


@pytest.mark.parametrize("written", ["isosorbide", "MS 10 mg", "levo", "T3", "CTX", "Metastron"])
def test_an_abbreviation_with_two_meanings_is_asked_about(written: str, vocabulary: Vocabulary) -> None:
    assert resolve_name(written, vocabulary).state == "confirm"


@pytest.mark.parametrize(
    ("written", "never"),
    [
        ("erythropoietin", "erythromycin"),
        ("hydroxychloroqine", "hydrochlorothiazide"),
        ("clonidin", "clonazepam"),
        ("prednisolon", "prednisone"),
        ("metolazole", "methimazole"),
        ("Celexia", "celecoxib"),
        ("Zantax", "alprazolam"),
        ("lamictil", "terbinafine"),
    ],
)
def test_a_look_alike_is_never_taken_for_the_other(written: str, never: str, vocabulary: Vocabulary) -> None:
    assert never not in names_of(written, vocabulary)


def test_every_error_prone_abbreviation_is_marked(vocabulary: Vocabulary) -> None:
    for short in ("MTX", "MSO4", "HCTZ", "AZT"):
        assert any(e.error_prone for e in vocabulary.names[name_key(short)])


def test_look_alike_pairs_are_of_two_substances_each(vocabulary: Vocabulary) -> None:
    assert len(vocabulary.look_alikes) > 200
    assert all(len(pair) == 2 and pair <= set(vocabulary.substances) for pair in vocabulary.look_alikes)


@pytest.mark.parametrize("written", ["oxygen 2 L/min", "Ensure Plus", "hydrocolloid dressing", "NKDA", "test strips", "none"])
def test_what_is_no_medicine_is_recognised(written: str, vocabulary: Vocabulary) -> None:
    assert resolve_name(written, vocabulary).state == "not-a-medicine"


@pytest.mark.parametrize("written", ["water pill", "blood thinner", "sleeping pill", "birth control pills", "thyroid supplementation"])
def test_a_kind_of_medicine_stays_open(written: str, vocabulary: Vocabulary) -> None:
    assert resolve_name(written, vocabulary).state == "unresolved"


@pytest.mark.parametrize(
    ("written", "medicines"),
    [
        ("sodium salicylate 600 mg", ["sodium salicylate"]),
        ("roxatidine acetate 75 mg", ["roxatidine"]),
        ("nabiximols spray", ["cannabidiol", "dronabinol"]),
        ("dihydroxyaluminum aminoacetate", ["dihydroxyaluminum aminoacetate"]),
        ("Aluminium glycinate", ["dihydroxyaluminum aminoacetate"]),
        ("calcium polystyrene sulphonate powder", ["calcium polystyrene sulfonate"]),
    ],
)
def test_less_usual_medicines_have_their_names(vocabulary: Vocabulary, written: str, medicines: list[str]) -> None:
    found = resolve_name(written, vocabulary)
    assert (found.state, [i.name for i in found.ingredients]) == ("resolved", medicines)


def test_two_letters_that_may_be_an_infusion_are_asked_about(vocabulary: Vocabulary) -> None:
    assert resolve_name("LR", vocabulary).state == "confirm"
    assert resolve_name("lactated ringers", vocabulary).state == "resolved"


def test_isosorbide_alone_is_a_question_between_its_two_salts(vocabulary: Vocabulary) -> None:
    found = resolve_name("isosorbide", vocabulary)
    assert found.state == "confirm"
    assert {i for c in found.candidates for i in c.ingredients} >= {"isosorbide dinitrate", "isosorbide mononitrate"}

"""A written name becomes a medicine only where one would stake a patient on it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from regimen_review.knowledge import NameEntry, Substance, Vocabulary, name_key
from regimen_review.patient import Allergy, MedicationList, Patient
from regimen_review.regimen import AtcCode, Coding, MedicationStatement, RxCui, SubstanceId
from regimen_review.resolve import resolve_name, resolve_patient, resolve_regimen

SUBSTANCES = [
    "acetaminophen",
    "albuterol",
    "amiodarone",
    "amlodipine",
    "amoxicillin",
    "aspirin",
    "atorvastatin",
    "caffeine",
    "calcium",
    "cetirizine",
    "codeine",
    "diclofenac",
    "diltiazem",
    "escitalopram",
    "citalopram",
    "erythromycin",
    "fexofenadine",
    "furosemide",
    "glipizide",
    "glyburide",
    "hydralazine",
    "hydrochlorothiazide",
    "hydrocodone",
    "hydroxychloroquine",
    "hydroxyzine",
    "ibuprofen",
    "ipratropium",
    "iron",
    "lisinopril",
    "fosinopril",
    "loratadine",
    "metformin",
    "metoprolol",
    "misoprostol",
    "montelukast",
    "omeprazole",
    "ondansetron",
    "pentoxifylline",
    "phenytoin",
    "prednisone",
    "prednisolone",
    "quinapril",
    "simvastatin",
    "sulfamethoxazole",
    "trimethoprim",
    "tramadol",
    "trazodone",
    "valsartan",
    "warfarin",
    "zinc",
]
PHRASES = (
    "epoetin alfa", "insulin", "insulin glargine", "vitamin d", "potassium", "potassium chloride", "penicillin g", "calcium carbonate",
    "strontium chloride sr-89", "isosorbide dinitrate", "isosorbide mononitrate",
)  # fmt: skip
ENTRIES = (
    ("Lipitor", "atorvastatin", "brand", None, None),
    ("Lasix", "furosemide", "brand", None, None),
    ("Allegra", "fexofenadine", "brand", None, None),
    ("Lantus", "insulin glargine", "brand", None, None),
    ("Vicodin", "acetaminophen + hydrocodone", "brand", None, None),
    ("Arthrotec", "diclofenac + misoprostol", "brand", None, None),
    ("Combivent", "albuterol + ipratropium", "brand", "inhaled", None),
    ("Zestoretic", "hydrochlorothiazide + lisinopril", "brand", None, None),
    ("Bactrim", "sulfamethoxazole + trimethoprim", "brand", None, None),
    ("Co-codamol", "acetaminophen + codeine", "combination", None, None),
    ("Diovan Plus Forte", "hydrochlorothiazide + valsartan", "brand", None, None),
    ("Diovan Plus", "hydrochlorothiazide + valsartan", "brand", None, None),
    ("Voltarol Emulgel", "diclofenac", "brand", "topical", None),
    ("Metastron", "strontium chloride sr-89", "brand", None, "confirm"),
    ("paracetamol", "acetaminophen", "generic", None, None),
    ("salbutamol", "albuterol", "generic", None, None),
    ("HCTZ", "hydrochlorothiazide", "abbreviation", None, None),
    ("ASA", "aspirin", "abbreviation", None, None),
    ("APAP", "acetaminophen", "abbreviation", None, None),
    ("erythropoietin", "epoetin alfa", "synonym", None, "unspecified"),
    ("calcium supplement", "calcium", "synonym", None, "unspecified"),
    ("Rhinex", "cetirizine", "brand", None, None),
    ("Rhinex", "loratadine", "brand", None, None),
    ("water pill", "", "class-word", None, "a diuretic; which one is not said"),
    ("sulfa", "", "class-word", None, None),
    ("inhaler", "", "class-word", None, None),
    ("oxygen", "", "not-medicine", None, "oxygen"),
    ("Ensure", "", "not-medicine", None, "a food"),
)


def _vocabulary() -> Vocabulary:
    names: dict[str, list[NameEntry]] = {}
    for name, parts, kind, route, note in ENTRIES:
        ids = tuple(SubstanceId(p) for p in parts.split(" + ") if p)
        names.setdefault(name_key(name), []).append(
            NameEntry(name, ids, kind, route, None, note, False, note == "unspecified")  # type: ignore[arg-type]
        )
    known = {SubstanceId(s): Substance(SubstanceId(s)) for s in (*SUBSTANCES, *PHRASES)}
    known[SubstanceId("metformin")] = Substance(SubstanceId("metformin"), rxcui=RxCui("6809"), atc=(AtcCode("A10BA02"),))
    alike = frozenset({frozenset({SubstanceId("hydroxyzine"), SubstanceId("hydralazine")})})
    members = {
        "penicillins": frozenset({SubstanceId("penicillin g"), SubstanceId("amoxicillin")}),
        "sulfonamide-antibiotics": frozenset({SubstanceId("sulfamethoxazole")}),
    }
    codes = {("rxnorm", "83367"): (SubstanceId("atorvastatin"),)}
    return Vocabulary(
        {k: tuple(v) for k, v in names.items()}, known, codes, alike, class_members=members, class_titles={"penicillins": "penicillins"}
    )


VOCABULARY = _vocabulary()


def names_of(written: str) -> tuple[str, ...]:
    found = resolve_name(written, VOCABULARY)
    return tuple(i.name for i in found.ingredients)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Lipitor", "atorvastatin"),
        ("[Lipitor]", "atorvastatin"),
        ("atorvastatin 40 mg oral tablet", "atorvastatin"),
        ("AtorvaSTATin Calcium 40MG TABS", "atorvastatin"),
        ("200 ACTUAT Albuterol 0.09 MG/ACTUAT Metered Dose Inhaler", "albuterol"),
        ("albuterol inhaler", "albuterol"),
        ("hydrOXYzine HCl 25 mg", "hydroxyzine"),
        ("METFORMIN HEX FTBL 500MG", "metformin"),
        ('Omeprazole "Teva"', "omeprazole"),
        ("Lipitor (atorvastatin calcium)", "atorvastatin"),
        ("Itch Comfort (fexofenadine) 180 mg tablet", "fexofenadine"),
        ("Diclofenac 75 MG / Misoprostol 0.2 MG Enteric Coated Tablet [Arthrotec]", "diclofenac + misoprostol"),
        ("acetaminophen-codeine", "acetaminophen + codeine"),
        ("IPRATROPIUM-ALBUTEROL 0.5-2.5 (3) MG/3ML IN SOLN", "albuterol + ipratropium"),
        ("HYDROCODONE W/APAP", "acetaminophen + hydrocodone"),
        ("lisinopril/HCTZ 20/12.5", "hydrochlorothiazide + lisinopril"),
        ("hydrochlorothiazide with lisinopril", "hydrochlorothiazide + lisinopril"),
        ("glipizide & metformin", ""),
        ("insulin Lantus", "insulin glargine"),
        ("calcium + D", "calcium + vitamin d"),
        ("Co-codamol 30/500", "acetaminophen + codeine"),
        ("cocodamol", "acetaminophen + codeine"),
        ("Diovan", ""),
        ("potassium chloride 20 mEq", "potassium chloride"),
        ("tramadol 50 mg as needed for knee pain", "tramadol"),
        ("ramipril-like thing", ""),
    ],
)
def test_a_product_as_lists_write_it_is_recognised(written: str, expected: str) -> None:
    assert names_of(written) == tuple(n for n in expected.split(" + ") if n)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("atorvistatin", "atorvastatin"),
        ("pentoxyphilline", "pentoxifylline"),
        ("fenytoin", "phenytoin"),
        ("hydroxychloraquine", "hydroxychloroquine"),
        ("montelucast", "montelukast"),
        ("omperazole", "omeprazole"),
        ("amiodorone", "amiodarone"),
        ("vicadin", "acetaminophen + hydrocodone"),
        ("potassuim chloride", "potassium chloride"),
    ],
)
def test_a_spelling_close_to_one_medicine_only_is_read_as_it(written: str, expected: str) -> None:
    found = resolve_name(written, VOCABULARY)
    assert (found.state, found.how, tuple(i.name for i in found.ingredients)) == ("resolved", "spelling", tuple(expected.split(" + ")))


@pytest.mark.parametrize(
    "written", ["prednisolne", "prednison e", "hydraxazine", "isosorbide nitrate", "lisnopril fosinopril", "xinc", "codin"]
)
def test_a_spelling_between_two_medicines_is_never_decided_alone(written: str) -> None:
    found = resolve_name(written, VOCABULARY)
    assert found.state != "resolved" or found.how != "spelling"


def test_a_salt_beside_a_misspelt_word_does_not_hide_which_medicine_it_is() -> None:
    assert "potassium" not in names_of("potasium chlorid")


@pytest.mark.parametrize(
    "written", ["no aspirin", "aspirin-free", "aspirin free cold tablets", "lisinopril or metformin", "aspirin Zolgrix"]
)
def test_a_word_that_nobody_knows_leaves_the_name_open(written: str) -> None:
    found = resolve_name(written, VOCABULARY)
    assert found.state == "confirm"
    assert found.candidates


def test_a_sugar_free_product_is_still_the_product() -> None:
    assert names_of("ibuprofen sugar-free suspension") == ("ibuprofen",)


def test_two_medicines_joined_by_a_word_that_no_product_joins_are_asked_about() -> None:
    found = resolve_name("lisinopril and metformin", VOCABULARY)
    assert found.state == "confirm"
    assert set(found.candidates[0].ingredients) == {"lisinopril", "metformin"}


def test_a_class_word_joined_to_a_medicine_may_be_another_one() -> None:
    assert resolve_name("trimethoprim-sulfa", VOCABULARY).state == "confirm"


def test_a_brand_that_means_two_medicines_is_asked_about_with_both() -> None:
    found = resolve_name("Rhinex", VOCABULARY)
    assert found.state == "confirm"
    assert {c.ingredients for c in found.candidates} == {("cetirizine",), ("loratadine",)}


def test_erythropoietin_is_epoetin_of_an_unspecified_kind_and_never_erythromycin() -> None:
    found = resolve_name("Erythropoietin", VOCABULARY)
    assert [(i.name, i.unspecified) for i in found.ingredients] == [("epoetin alfa", True)]


def test_hydroxychloroquine_is_never_hydrochlorothiazide() -> None:
    for written in ("hydroxychloroquin", "hydroxychlorquine", "hydrochloroquine", "hydroxycholorquine"):
        assert "hydrochlorothiazide" not in names_of(written)


@pytest.mark.parametrize("written", ["Metastron for nausea", "Metastron", "Paradox mouthwash"])
def test_a_misheard_name_is_never_a_confident_answer(written: str) -> None:
    assert resolve_name(written, VOCABULARY).state in ("confirm", "unresolved")


def test_a_kind_of_medicine_is_said_to_be_one_and_stays_open() -> None:
    found = resolve_name("water pill", VOCABULARY)
    assert (found.state, found.why) == ("unresolved", "a diuretic; which one is not said")


@pytest.mark.parametrize("written", ["oxygen", "Oxygen 2 L", "Ensure"])
def test_what_is_no_medicine_is_named_as_such(written: str) -> None:
    assert resolve_name(written, VOCABULARY).state == "not-a-medicine"


def test_the_route_that_a_brand_implies_is_kept() -> None:
    assert resolve_name("Voltarol Emulgel 1%", VOCABULARY).route == "topical"


def _with_brands(ingredients: tuple[str, ...], *brands: str) -> Vocabulary:
    entries = {name_key(b): (NameEntry(b, tuple(map(SubstanceId, ingredients)), "brand"),) for b in brands}
    return Vocabulary({**VOCABULARY.names, **entries}, VOCABULARY.substances)


def test_a_brand_known_only_with_its_release_form_is_the_brand() -> None:
    vocabulary = _with_brands(("metformin",), "Glucobina XR")
    assert tuple(i.name for i in resolve_name("Glucobina", vocabulary).ingredients) == ("metformin",)


def test_a_brand_known_only_with_an_added_word_is_suggested_and_not_taken() -> None:
    found = resolve_name("Glucobina", _with_brands(("glipizide", "metformin"), "Glucobina Met", "Glucobina Met XR"))
    assert found.state == "confirm"
    assert found.candidates[0].ingredients == ("glipizide", "metformin")


def test_a_code_settles_what_the_text_does_not_name() -> None:
    found = resolve_name("drug 1", VOCABULARY, (Coding("http://www.nlm.nih.gov/research/umls/rxnorm", "83367"),))
    assert (found.state, found.how, found.ingredients[0].name) == ("resolved", "code", "atorvastatin")
    assert names_of("A10BA02") == ("metformin",)


def test_a_code_that_contradicts_the_name_is_asked_about() -> None:
    found = resolve_name("warfarin", VOCABULARY, (Coding("rxnorm", "83367"),))
    assert found.state == "confirm"
    assert {c.ingredients for c in found.candidates} == {("warfarin",), ("atorvastatin",)}


def test_what_the_user_confirmed_is_remembered_and_shown_as_remembered() -> None:
    found = resolve_name("My blue tabs", VOCABULARY, remembered={name_key("my blue tabs"): (SubstanceId("metformin"),)})
    assert (found.state, found.how) == ("resolved", "remembered")
    assert resolve_name("Gizmo", VOCABULARY, remembered={name_key("gizmo"): None}).state == "not-a-medicine"


def test_a_list_becomes_a_regimen_in_its_own_order() -> None:
    listing = MedicationList("text", (MedicationStatement("Lasix 40", "Lasix"), MedicationStatement("??", "??", status="stopped")))
    regimen = resolve_regimen(listing, VOCABULARY)
    assert [(m.id, m.resolution.state, m.statement.status) for m in regimen.medications] == [
        ("m1", "resolved", "active"),
        ("m2", "unresolved", "stopped"),
    ]


@pytest.mark.parametrize(
    ("text", "targets", "reaction"),
    [
        ("amoxicillin - urticaria", ("amoxicillin",), "urticaria"),
        ("PENICILLIN = anaphylaxis", ("class:penicillins",), "anaphylaxis"),
        ("sulfa", ("class:sulfonamide-antibiotics",), None),
        ("Sulfa drugs (rash)", ("class:sulfonamide-antibiotics",), "rash"),
        ("codeine and aspirin", ("codeine", "aspirin"), None),
        ("bee stings", (), None),
    ],
)
def test_an_allergy_text_gives_its_targets_and_the_reaction(text: str, targets: tuple[str, ...], reaction: str | None) -> None:
    (found,) = resolve_patient(Patient(allergies=(Allergy(text),)), VOCABULARY).allergies
    assert found.reaction == reaction
    assert set(found.targets) >= set(targets)
    assert bool(found.targets) == bool(targets)


@given(st.text(max_size=80))
def test_no_text_makes_it_fail(text: str) -> None:
    assert resolve_name(text, VOCABULARY).state in ("resolved", "confirm", "unresolved", "not-a-medicine")


LETTERS = "abcdefghiklmnoprstuvxyz"


@st.composite
def misspelt(draw: st.DrawFn) -> str:
    word = draw(st.sampled_from([s for s in SUBSTANCES if len(s) > 4]))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(word) - 1))
        word = word[:at] + draw(st.sampled_from(("", *LETTERS))) + word[at + draw(st.integers(0, 1)) :]
    return word


@settings(max_examples=300)
@given(misspelt())
def test_a_spelling_that_is_settled_is_never_one_letter_away_from_another_medicine(word: str) -> None:
    found = resolve_name(word, VOCABULARY)
    if found.how != "spelling":
        return
    taken = tuple(i.name for i in found.ingredients)
    for key, entries in VOCABULARY.names.items():
        if entries[0].ingredients and tuple(sorted(entries[0].ingredients)) != taken:
            assert OSA.distance(name_key(word), key) > 1
    for name in VOCABULARY.substances:
        if (name,) != taken:
            assert OSA.distance(name_key(word), name) > 1


@given(
    st.sampled_from(SUBSTANCES),
    st.sampled_from(["{} 5 mg", "{} 10MG TABLET", "{} hydrochloride oral", "{}, 20 mcg daily", "[{}]", "{} ER caps"]),
)
def test_strength_form_and_salt_never_change_the_medicine(name: str, frame: str) -> None:
    if name in ("calcium", "iron", "zinc"):
        return
    assert names_of(frame.format(name)) == (name,)

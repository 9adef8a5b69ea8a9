"""Whatever text a record holds in any of its fields, none of it goes out: every field that can hold words is tried with secrets."""

from __future__ import annotations

import json
import string
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exports.deidentify import without_identity
from exports.safe_words import safe_codes, safe_form, safe_unit
from regimen_review.codec import to_plain
from regimen_review.narrative import resolve_context
from regimen_review.patient import Allergy, Condition, Genotype, Observation, Patient
from regimen_review.readers import read_text
from regimen_review.regimen import (
    Candidate,
    Coding,
    Dosage,
    Frequency,
    Medication,
    MedicationStatement,
    Place,
    Quantity,
    Regimen,
    Resolution,
)
from regimen_review.resolve import resolve_patient, resolve_regimen
from tests.conftest import a_regimen

OFFSET = timedelta(weeks=-157)
OF_THE_BASE = {"concepts", "targets", "measure", "gene", "phenotype", "ingredients", "id"}
"""Fields whose words come from the base or from this program, never from the record."""


def _record() -> tuple[Regimen, Patient]:
    """A record in which every field is filled, so that each can be tried."""
    settled = a_regimen("warfarin").medications[0]
    dosage = Dosage(
        text="one at night", dose=Quantity(1, "{tablet}", 2), strength=Quantity(5, "mg"), total_daily=Quantity(5, "mg"), max_daily=Quantity(10, "mg"),
        frequency=Frequency(1, 1, "d"), route="oral", form="tablet", times=("08:00",), days=(1,),
    )  # fmt: skip
    statement = MedicationStatement(
        "warfarin 5 mg", "warfarin", Place(1, None, "x"), "active", dosage, date(2025, 1, 2), date(2025, 3, 4), "clot", "Dr. X", (Coding("rxnorm", "11289", "warfarin"),),
        ("U for units",), (Place(2, None, "y"),), "a note",
    )  # fmt: skip
    open_name = Medication(
        "m2",
        replace(statement, name="zq"),
        Resolution("confirm", candidates=(Candidate((settled.substances[0],), 0.9, "zq"),), why="because"),
    )
    patient = Patient(
        sex="male", birth_date=date(1950, 2, 3), name="N", identifier="I", conditions_known=True, allergies_known=True,
        conditions=(Condition("gout", (Coding("snomed", "90560007", "gout"),), concepts=("gout",), onset=date(2020, 1, 1)),),
        allergies=(Allergy("penicillin", "rash", severity="mild", codes=(Coding("rxnorm", "7980", "penicillin"),), targets=("class:penicillins",)),),
        observations=(Observation("potassium", 4.1, "mmol/L", "high", date(2025, 5, 6), 3.5, 5.1, (Coding("loinc", "2823-3", "K"),), Place(3, None, "z"), "potassium"),),
        genotypes=(Genotype("cyp2c9", "poor", date(2024, 1, 1)),),
    )  # fmt: skip
    return Regimen((replace(settled, statement=statement), open_name), date(2025, 6, 7)), patient


def _text_fields(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths to every field that may hold any words."""
    if is_dataclass(value) and not isinstance(value, type):
        hints = get_type_hints(type(value))
        for field in fields(value):
            if field.name in OF_THE_BASE:
                continue
            here = getattr(value, field.name)
            free = hints[field.name] is str or str in get_args(hints[field.name])
            if isinstance(here, str) and free:
                yield (*path, field.name)
            else:
                yield from _text_fields(here, (*path, field.name))
    elif isinstance(value, tuple):
        for n, part in enumerate(value):
            if isinstance(part, str):
                yield (*path, n)
            else:
                yield from _text_fields(part, (*path, n))


def _with(value: Any, path: tuple[Any, ...], text: str) -> Any:
    """The value with the text at the path."""
    if not path:
        return text
    first, rest = path[0], path[1:]
    if isinstance(first, int):
        return (*value[:first], _with(value[first], rest, text), *value[first + 1 :])
    return replace(value, **{first: _with(getattr(value, first), rest, text)})


PATHS = [(which, path) for which, part in enumerate(_record()) for path in _text_fields(part)]
SECRETS = st.one_of(
    st.sampled_from(
        [
            "Zebulon Quackenbush",
            "MRN-90210-X",
            "12 Elm Street, Springfield",
            "z.quack@example.org",
            "+1 555 0100 4711",
            "born 1950-02-03",
            "St. Elsewhere Klinik",
        ]
    ),
    st.text(alphabet=string.ascii_letters + string.digits + " .-@/äßÖ", min_size=8, max_size=30).filter(
        lambda t: len(t.strip()) > 7 and any(c.isalpha() for c in t)
    ),
)


def test_there_are_many_fields_to_try():
    assert len(PATHS) > 30


@pytest.mark.parametrize(("which", "path"), PATHS, ids=lambda x: ".".join(map(str, x)) if isinstance(x, tuple) else None)
def test_no_field_of_a_record_lets_words_out(which, path):
    for secret in ("Zebulon Quackenbush", "MRN90210X", "4711081502-19500203"):
        parts = list(_record())
        parts[which] = _with(parts[which], path, secret)
        assert secret.casefold() not in json.dumps(to_plain(without_identity(*parts, OFFSET)), ensure_ascii=False, default=str).casefold()


@settings(max_examples=150, deadline=None)
@given(data=st.data(), secret=SECRETS)
def test_no_words_in_any_fields_at_once_go_out(data, secret):
    parts = list(_record())
    for which, path in data.draw(st.lists(st.sampled_from(PATHS), min_size=1, max_size=8, unique=True)):
        parts[which] = _with(parts[which], path, secret)
    assert secret not in json.dumps(to_plain(without_identity(*parts, OFFSET)), ensure_ascii=False, default=str)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    secret=st.sampled_from(["Quackenbush", "MRN-90210", "zeb@example.org", "Elm Street 12"]),
    day=st.dates(date(2011, 1, 1), date(2026, 1, 1)),
    line=st.integers(0, 5),
)
def test_names_ids_addresses_and_days_anywhere_in_a_note_stay_behind(store, secret, day, line):
    lines = [
        "A woman with heart failure, seen today.", "Medications:", "warfarin 5 mg daily", "metoprolol 50 mg twice daily", "Allergies: penicillin (rash)", "Potassium 5.1 mmol/L",
    ]  # fmt: skip
    lines[line] += f" as told by {secret} on {day.isoformat()}"
    vocabulary = store.vocabulary()
    listing = read_text("\n".join(lines), vocabulary)
    patient = resolve_context(listing, resolve_patient(listing.patient, vocabulary), vocabulary)
    regimen = resolve_regimen(listing, vocabulary)
    text = json.dumps(to_plain(without_identity(replace(regimen, as_of=day), patient, OFFSET)), ensure_ascii=False, default=str)
    assert secret.casefold() not in text.casefold()
    assert day.isoformat() not in text
    assert "warfarin" in text


def test_units_of_the_base_and_usual_forms_stay_so_that_values_keep_their_meaning(store):
    units = {u for m in store.vocabulary().measures.values() for u in (m.unit, *m.convert)}
    assert [u for u in sorted(units) if not safe_unit(u)] == []
    assert all(safe_unit(u) for u in (None, "", "mg", "mg/dL", "{tablet}", "{puff}", "[IU]", "mL/min/{1.73_m2}", "umol/l"))
    assert [safe_form(f) for f in ("tablet", "Extended Release tablets", "caps", "eye drops")] == [
        "tablet",
        "Extended Release tablets",
        "caps",
        "eye drops",
    ]


def test_a_number_whose_unit_is_unknown_goes_with_its_unit():
    regimen, patient = _record()
    odd = replace(patient.observations[0], unit="per Mrs Q")
    _, told = without_identity(regimen, replace(patient, observations=(odd,)), OFFSET)
    assert (told.observations[0].value, told.observations[0].unit, told.observations[0].low) == (None, None, None)
    assert told.observations[0].measure == "potassium"


@pytest.mark.parametrize(
    ("system", "code", "kept"),
    [
        ("snomed", "90560007", True),
        ("snomed", "Quack", False),
        ("rxnorm", "11289", True),
        ("icd10", "I48.91", True),
        ("icd10", "MRN-1", False),
        ("loinc", "2823-3", True),
        ("atc", "B01AA03", True),
        ("local", "1", False),
    ],
)
def test_only_codes_that_look_like_codes_of_open_systems_stay(system, code, kept):
    assert safe_codes((Coding(system, code, "Zebulon"),)) == ((Coding(system, code),) if kept else ())

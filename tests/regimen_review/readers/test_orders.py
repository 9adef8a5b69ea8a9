"""Orders in a list (stop, start, increase, switch …): they say what becomes of a medicine and leave its name alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regimen_review.knowledge import NameEntry, Vocabulary, name_key
from regimen_review.readers import read_text
from regimen_review.readers.directives import read_directive, undirected
from regimen_review.regimen import MedicationStatement

_KNOWN = (
    "lisinopril", "losartan", "aspirin", "clopidogrel", "metoprolol", "warfarin", "apixaban", "digoxin", "prednisone", "ibuprofen",
    "naproxen", "furosemide", "codeine", "tramadol", "atorvastatin", "Stopain", "Addaprin", "Increlex", "Holdrin", "Startil", "Begrivac",
)  # fmt: skip
_VOCABULARY = Vocabulary({name_key(n): (NameEntry(n, (n.lower(),), "generic"),) for n in _KNOWN}, {})  # type: ignore[arg-type]


def listed(*lines: str) -> list[MedicationStatement]:
    """The entries of a list of which one other entry makes the noise."""
    text = "82 yo woman\nAllergies: penicillin (rash)\nMedications:\nmetoprolol 25 mg BID\n" + "\n".join(lines)
    return [s for s in read_text(text, _VOCABULARY).statements if s.place.line != 4]


def only(line: str) -> MedicationStatement:
    found = listed(line)
    assert len(found) == 1, [s.name for s in found]
    return found[0]


@pytest.mark.parametrize(
    ("written", "name", "status", "dose"),
    [
        ("Stop lisinopril 40", "lisinopril", "stopped", None),
        ("STOP aspirin 81 mg daily", "aspirin", "stopped", 81),
        ("Discontinue lisinopril 10 mg daily", "lisinopril", "stopped", 10),
        ("d/c furosemide 25", "furosemide", "stopped", None),
        ("Stopped aspirin 75 mg in March", "aspirin", "stopped", 75),
        ("Stop: warfarin", "warfarin", "stopped", None),
        ("Please stop her warfarin", "warfarin", "stopped", None),
        ("No longer takes ibuprofen", "ibuprofen", "stopped", None),
        ("off digoxin", "digoxin", "stopped", None),
        ("Hold warfarin", "warfarin", "on-hold", None),
        ("Begin losartan 25 mg daily", "losartan", "active", 25),
        ("Add aspirin 81 mg daily", "aspirin", "active", 81),
        ("Continue Zelphar 5 mg daily", "Zelphar", "active", 5),
        ("Resume apixaban 5 mg BID on 12/1", "apixaban", "active", 5),
        ("Will start digoxin 125 mcg daily", "digoxin", "planned", 125),
        ("Consider adding digoxin 0.125", "digoxin", "planned", None),
        ("Consider stopping aspirin 75 mg", "aspirin", "active", 75),
        ("Increase losartan to 50 mg BID", "losartan", "active", 50),
        ("Increase losartan from 25 mg BID to 50 mg BID", "losartan", "active", 50),
        ("Decrease prednisone 20 mg to 10 mg daily", "prednisone", "active", 10),
        ("Reduce furosemide back to 20 mg", "furosemide", "active", 20),
        ("Change atorvastatin to 80 mg", "atorvastatin", "active", 80),
        ("Change to losartan 50 mg", "losartan", "active", 50),
        ("Increase losartan by 25 mg", "losartan", "active", None),
        ("Never started warfarin 3 mg daily", "warfarin", "not-taken", 3),
        ("Refuses atorvastatin", "atorvastatin", "not-taken", None),
        ("Avoid ibuprofen", "ibuprofen", "not-taken", None),
        ("Stop Zelphar", "Zelphar", "stopped", None),
        ("codeine 30 mg TID - stop", "codeine", "stopped", 30),
        ("furosemide 40 mg daily (STOP)", "furosemide", "stopped", 40),
        ("losartan 50 mg daily - hold due to AKI", "losartan", "on-hold", 50),
        ("losartan 50 mg daily\tSTOP", "losartan", "stopped", 50),
    ],
)
def test_an_order_sets_status_and_dose_and_leaves_the_name_alone(written: str, name: str, status: str, dose: float | None) -> None:
    found = only(written)
    assert (found.name, found.status, found.dosage.dose.value if found.dosage.dose else None) == (name, status, dose)


def test_what_was_written_keeps_its_order() -> None:
    assert only("Stop lisinopril 10 mg daily").as_written == "Stop lisinopril 10 mg daily"


@pytest.mark.parametrize(
    "written", ["losartan 50 mg daily x 8 weeks then stop", "warfarin 5 mg daily, hold if INR > 4", "losartan 50 mg BID hold for SBP < 100"]
)
def test_an_order_for_later_or_for_a_condition_has_not_happened(written: str) -> None:
    assert only(written).status == "active"


def test_a_limit_is_no_count_of_tablets() -> None:
    found = only("warfarin 5 mg daily, hold if INR > 4")
    assert found.dosage.dose is not None
    assert found.dosage.dose.value == 5
    assert only("warfarin 5 mg daily (INR goal 2-3)").dosage.dose == found.dosage.dose


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Switch lisinopril 10 mg to losartan 50 mg daily", {"lisinopril": "stopped", "losartan": "active"}),
        ("Replace warfarin with apixaban 5 mg BID", {"warfarin": "stopped", "apixaban": "active"}),
        ("Start apixaban 5 mg BID instead of warfarin", {"apixaban": "active", "warfarin": "stopped"}),
        ("codeine 30 mg QID changed to tramadol 50 mg TDS", {"codeine": "stopped", "tramadol": "active"}),
        ("Stop aspirin and start clopidogrel 75 mg daily", {"aspirin": "stopped", "clopidogrel": "active"}),
        ("Stop aspirin; continue warfarin", {"aspirin": "stopped", "warfarin": "active"}),
        ("Stop: aspirin, ibuprofen and naproxen", {"aspirin": "stopped", "ibuprofen": "stopped", "naproxen": "stopped"}),
    ],
)  # fmt: skip
def test_a_sentence_with_several_orders_is_several_entries(written: str, expected: dict[str, str]) -> None:
    assert {s.name: s.status for s in listed(written)} == expected


@pytest.mark.parametrize(
    "name", ["Stopain", "Addaprin", "Increlex", "Holdrin", "Startil", "Begrivac", "Changest", "Reducil", "Continuin", "Offlox"]
)
def test_a_name_that_begins_like_an_order_keeps_its_letters(name: str) -> None:
    found = only(f"{name} 5 mg daily")
    assert (found.name, found.status) == (name, "active")
    assert read_directive(f"{name} 5 mg daily") is None


@pytest.mark.parametrize("order", ["Stop", "d/c", "Hold", "Start", "Increase", "Continue"])
@pytest.mark.parametrize("name", ["Stopain", "Addaprin", "Holdrin"])
def test_an_order_before_such_a_name_is_still_one(order: str, name: str) -> None:
    assert only(f"{order} {name} 5 mg daily").name == name


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=8),
    st.sampled_from(["stop", "add", "hold", "start", "increase", "dc", "off", "not"]),
)
def test_no_word_loses_its_first_letters_to_an_order(tail: str, verb: str) -> None:
    written = f"{verb}{tail}ine 5 mg daily"
    assert read_directive(written) is None
    assert undirected(written) == written


def test_advice_about_all_medicines_is_no_entry() -> None:
    assert listed("Continue all home medications", "Resume home meds", "Continue current management") == []


def test_an_unknown_word_after_an_order_is_asked_about_and_not_lost() -> None:
    assert [(s.name, s.status) for s in listed("Increase Zelphar", "Stop Quorvane")] == [("Zelphar", "active"), ("Quorvane", "stopped")]


PLAN = """74M
Medications:
metoprolol 25 mg BID
lisinopril 10 mg daily
apixaban 5 mg BID
Assessment and Plan:
1. Atrial fibrillation - continue apixaban 5 mg BID, increase metoprolol to 50 mg BID
2. Hypertension: stop lisinopril, start losartan 50 mg daily
3. Falls: physiotherapy, stop smoking
"""


def test_a_plan_beside_the_list_adds_what_it_starts_and_asks_about_what_it_changes() -> None:
    found = read_text(PLAN, _VOCABULARY)
    assert {(s.name, s.status) for s in found.statements} == {
        ("metoprolol", "active"), ("lisinopril", "active"), ("apixaban", "active"), ("losartan", "planned"),
    }  # fmt: skip
    assert [s.dosage.dose.value for s in found.statements if s.name == "metoprolol" and s.dosage.dose] == [25]
    assert ["increase metoprolol to 50 mg BID" in found.asked[0], "stop lisinopril" in found.asked[1]] == [True, True]
    assert len(found.asked) == 2


def test_a_plan_that_only_continues_the_list_asks_nothing() -> None:
    found = read_text(
        "74M\nMedications:\nmetoprolol 25 mg BID\nwarfarin 3 mg daily\nPlan: continue metoprolol and warfarin. Start physiotherapy. Recheck INR.",
        _VOCABULARY,
    )
    assert (len(found.statements), found.asked) == (2, ())

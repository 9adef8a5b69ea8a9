"""One list in the shapes in which vendors, wards and people write it: three medicines come out, in order, and nothing else."""

from __future__ import annotations

import pytest

from regimen_review.knowledge import NameEntry, Vocabulary, name_key
from regimen_review.readers import read_text
from regimen_review.regimen import SubstanceId

NAMES = ("noisoline", "quorvane", "zelphar")
DOSES = (5, 10, 500)
LINES = ("noisoline 5 mg daily", "quorvane 10 mg once daily", "zelphar 500 mg twice daily")
KNOWN = Vocabulary({name_key(n): (NameEntry(n, (SubstanceId(n),), "generic"),) for n in NAMES}, {})


def each(shape: str, between: str = "\n") -> str:
    return between.join(shape.format(n=n, N=n.upper(), T=n.title(), s=s, i=i) for i, (n, s) in enumerate(zip(NAMES, DOSES, strict=True), 1))


SHAPES = {
    "clinic export with a table head": "Current Outpatient Medications on File Prior to Visit\nMedication Sig Dispense Refill\n"
    + each("• {n} ({N}) {s} MG tablet Take 1 tablet by mouth daily. 30 tablet 3"),
    "portal with a line of directions under each": "Medications\nReviewed Medications\n"
    + each("{n} {s} mg tablet\nTake 1 tablet every day by oral route.\n01/02/20 filled"),
    "two columns with a ruled head": "Active Outpatient Medications (including Supplies):\n\n     Active Outpatient Medications                     Status\n"
    + "=" * 60 + "\n" + each("{i})   {N} {s}MG TAB TAKE ONE TABLET BY MOUTH EVERY     ACTIVE\n       DAY") + "\n\n3 Total Medications",
    "ward list with the doctor's name": "Current Facility-Administered Medications:\n"
    + each("  {n} (tablet) {s} mg, Oral, Daily, Dr. Who, {s} mg at 01/02/24 0900"),
    "repeat slip": "Repeat Medication\n" + each("{T} {s}mg tablets - One To Be Taken Each Day - 28 tablet - Last issued 12-Jan-2024"),
    "groups with their labels": f"MEDICATIONS:\nCardiac:\n- {LINES[0]}\n- {LINES[1]}\nDiabetes:\n- {LINES[2]}",
    "heading in another language": "Traitement habituel :\n- " + each("{T} {s} mg 1 cp/j", "\n- "),
    "heading with a remark": "Medication list (updated by wife)\n" + "\n".join(LINES),
    "remarks behind dashes": f"Medication list\n{LINES[0]} -- for clots\n{LINES[1]} // bp\n{LINES[2]} # sugar",
    "nothing between the entries": "noisoline 5mg od quorvane 10mg od zelphar 500mg bd",
    "run in with numbers": f"MEDICATIONS: 1. {LINES[0]} 2. {LINES[1]} 3. {LINES[2]} ALLERGIES: dorvex",
    "prose": f"The patient takes {LINES[0]}, {LINES[1]} and {LINES[2]}.",
    "quoted in a message": "> Medications:\n> " + "\n> ".join(LINES),
    "marked-down table": "| Drug | Dose |\n|:---|---:|\n" + each("| {n} | {s} mg |"),
    "page copied from a browser": "<div>Medications:</div><ul>" + each("<li>{n} {s} mg daily", "</li>") + "</li></ul><script>var drug='dorvex 5 mg'</script>",
    "page with a table": "<html><body><table><tr><th>Drug</th><th>Dose</th></tr>" + each("<tr><td>{n}</td><td>{s}&nbsp;mg</td></tr>", "") + "</table></body></html>",
    "unclosed page": "<!DOCTYPE html><p>Medications:<br>" + each("{n} {s} mg daily<br>", ""),
    "labelled fields": each("Drug Name: {n}  Strength: {s} mg  Sig: daily"),
    "grid of the day": "Medikation:\n" + each("{T} {s} mg 1-0-0"),
    "wrapped lines": "Medications:\n1. noisoline 5 mg\n   daily\n2. quorvane 10 mg\n   once daily\n3. zelphar 500 mg twice\n   daily",
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_three_medicines_with_their_doses_and_nothing_else(shape: str) -> None:
    found = read_text(SHAPES[shape], KNOWN).statements
    assert [name_key(s.name).split()[0] for s in found] == list(NAMES)
    assert [s.dosage.dose.value if s.dosage.dose else None for s in found] == list(DOSES)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("shape", ["groups with their labels", "marked-down table", "run in with numbers"])
def test_line_ends_change_nothing(shape: str, end: str) -> None:
    assert len(read_text(SHAPES[shape].replace("\n", end), KNOWN).statements) == 3


def test_a_medicine_that_nobody_knows_is_not_lost_under_a_label() -> None:
    found = read_text("Medications:\nHeart:\n- dorvex 5 mg daily\nQuorvane:\n- 10 mg daily", KNOWN).statements
    assert "dorvex" in [s.name for s in found]
    assert any("Quorvane" in s.as_written for s in found), "a label that is a medicine stays"


def test_a_kind_of_medicine_is_an_entry_and_no_heading() -> None:
    found = read_text("Medications:\n- blood pressure medication\n- noisoline 5 mg daily", KNOWN).statements
    assert [s.name for s in found] == ["blood pressure medication", "noisoline"]


def test_a_page_that_opens_scripts_without_end_ends() -> None:
    page = "<html><p>Medications: noisoline 5 mg daily, quorvane 10 mg daily</p>" + "<script>" * 50_000 + "<a " * 50_000
    assert len(read_text(page, KNOWN).statements) == 2

"""Names, numbers and words of a patient stay out of logs in every command, and out of every de-identified file whatever its ending."""

from __future__ import annotations

import io
import json
import logging
import zipfile
from pathlib import Path

import openpyxl
import pypdf
import pytest

PERSONAL = ("zebulon", "quackenbush", "4711", "1950-02-03", "2026-01-17", "eagle street", "blue heart pill", "for his sore knee")
NAME = {"family": "Quackenbush", "given": ["Zebulon"]}


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A bundle with a person in every place where one may stand."""
    order = {
        "resourceType": "MedicationRequest", "id": "o-4711", "status": "active", "intent": "order", "authoredOn": "2026-01-17",
        "requester": {"display": "Dr. Quackenbush"}, "note": [{"text": "for his sore knee"}], "reasonCode": [{"text": "for his sore knee"}],
    }  # fmt: skip
    patient = {
        "resourceType": "Patient", "id": "p-4711", "name": [NAME], "birthDate": "1950-02-03", "identifier": [{"value": "MRN-4711"}],
        "address": [{"line": ["7 Eagle Street"]}],
    }  # fmt: skip
    orders = [{**order, "medicationCodeableConcept": {"text": t}} for t in ("warfarin 5 mg", "ciprofloxacin 500 mg", "blue heart pill")]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in (patient, *orders)]}
    path = tmp_path / "quackenbush zebulon 4711.json"
    path.write_text(json.dumps(bundle), encoding="utf-8")
    return path


def everything_in(path: Path) -> str:
    """All text of a file, with what is packed into it, in lower case."""
    content = path.read_bytes()
    parts = [content.decode("utf-8", "replace")]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts += [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]
    if content.startswith(b"%PDF"):
        reader = pypdf.PdfReader(io.BytesIO(content))
        parts += [" ".join(page.extract_text().split()) for page in reader.pages]
        parts += [str(dict(reader.metadata or {}))]
        parts += [data.decode("utf-8", "replace") for files in reader.attachments.values() for data in files]
    return " ".join(parts).casefold()


@pytest.mark.parametrize("ending", [".json", ".fhir.json", ".md", ".csv", ".xlsx", ".svg", ".matrix.svg", ".ics", ".pdf"])
def test_no_de_identified_file_holds_anything_of_the_person(command, record, tmp_path, ending):
    out = tmp_path / f"given{ending}"
    status, _, error = command("export", record, "-o", out, "--deidentify")
    assert (status, error) == (0, "")
    text = everything_in(out)
    assert "warfarin" in text
    assert not [word for word in PERSONAL if word in text]


def test_the_search_finds_the_person_where_nothing_was_taken_out(command, record, tmp_path):
    for ending in (".pdf", ".xlsx"):
        command("export", record, "-o", tmp_path / f"out{ending}")
        assert "blue heart pill" in everything_in(tmp_path / f"out{ending}")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert any("blue heart pill" in str(cell.value) for row in book["Medications"].iter_rows() for cell in row)


def test_no_command_writes_a_name_a_number_or_a_medicine_to_a_log(command, record, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    broken = tmp_path / "zebulon.json"
    broken.write_bytes(record.read_bytes()[:-60])
    for arguments in (
        ("medications", "--json", record), ("check", record, broken, tmp_path / "quackenbush.txt"), ("compare", record, broken),
        ("timetable", record), ("report", record, "-o", tmp_path / "out.pdf"), ("export", record, "-o", tmp_path / "out.fhir.json"),
        ("names", "list"), ("columns", record),
    ):  # fmt: skip
        assert command(*arguments)[0] in (0, 2)
    command("resolve", stdin="blue heart pill\n")
    assert not [word for word in (*PERSONAL, "warfarin", "ciprofloxacin") if word in caplog.text.casefold()]

"""C-CDA, HL7 v2, tables, spreadsheets, PDF, and files that are none of these."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from regimen_review.errors import UserError
from regimen_review.patient import MedicationList
from regimen_review.readers import read_bytes, read_medication_list, read_text
from regimen_review.readers.columns import guess_mapping
from regimen_review.readers.table import read_table, table_of_text
from regimen_review.regimen import Frequency, Quantity


def names(found: MedicationList) -> list[str]:
    return [s.name for s in found.statements]


def administration(name: str, status: str = "active", more: str = "", narrative: str = "", negated: str = "false") -> str:
    reference = f'<originalText><reference value="#{narrative}"/></originalText>' if narrative else ""
    return (
        f'<entry><substanceAdministration classCode="SBADM" moodCode="EVN" negationInd="{negated}"><statusCode code="{status}"/>{more}'
        f'<consumable><manufacturedProduct><manufacturedMaterial><code code="1" codeSystem="2.16.840.1.113883.6.88" displayName="{name}">{reference}</code>'
        "</manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration></entry>"
    )


def document(*entries: str, text: str = "", more: str = "") -> MedicationList:
    return read_text(
        '<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><effectiveTime value="20260101"/>'
        f'<component><structuredBody><component><section><code code="10160-0"/><title>MEDICATIONS</title><text>{text}</text>{"".join(entries)}</section></component>{more}</structuredBody></component></ClinicalDocument>'
    )


ENDED = '<effectiveTime xsi:type="IVL_TS"><low value="20250101"/><high value="20250201"/></effectiveTime>'
OPEN = '<effectiveTime xsi:type="IVL_TS"><low value="20250101"/><high nullFlavor="UNK"/></effectiveTime>'


def test_completed_on_everything_says_nothing_but_an_end_date_does() -> None:
    found = document(administration("Zelphar", "completed", OPEN), administration("Quorvane", "completed", ENDED))
    assert [s.status for s in found.statements] == ["active", "completed"]


def test_completed_beside_active_is_meant() -> None:
    found = document(administration("Zelphar", "completed", OPEN), administration("Quorvane", "active", OPEN))
    assert [s.status for s in found.statements] == ["completed", "active"]


def test_the_narrative_tells_what_the_codes_do_not() -> None:
    table = (
        "<table><thead><tr><th>Medication</th><th>Instructions</th><th>Status</th></tr></thead><tbody>"
        '<tr><td><content ID="a">Zelphar 10 mg tablet</content></td><td>1 tab PO BID</td><td>Discontinued</td></tr>'
        '<tr><td><content ID="b">Quorvane 5 mg tablet</content></td><td>1 tab PO QHS PRN</td><td>Active</td></tr></tbody></table>'
    )
    found = document(administration("????", "completed", OPEN, "a"), administration("????", "completed", OPEN, "b"), text=table)
    assert [(s.name, s.status) for s in found.statements] == [("Zelphar 10 mg tablet", "stopped"), ("Quorvane 5 mg tablet", "prn")]
    assert found.statements[0].dosage.frequency == Frequency(2, 1, "d")


def test_a_refused_medicine_is_not_taken_and_no_medicines_are_none() -> None:
    found = document(administration("Zelphar", negated="true"), administration("No known medications", negated="true"))
    assert [(s.name, s.status) for s in found.statements] == [("Zelphar", "not-taken")]


def test_a_section_with_words_only_is_read_from_its_words() -> None:
    found = document(text="<list><item>Zelphar 5 mg twice daily</item><item>Quorvane as needed</item></list>")
    assert [(s.name, s.status) for s in found.statements] == [("Zelphar", "active"), ("Quorvane", "prn")]


def test_allergies_and_problems_of_a_document_are_context_and_no_medicines() -> None:
    allergy = (
        '<component><section><code code="48765-2"/><title>ALLERGIES</title><text/><entry><act><entryRelationship><observation><value xsi:type="CD" code="416098002"/>'
        '<participant><participantRole><playingEntity><code displayName="Dorvex"/></playingEntity></participantRole></participant></observation></entryRelationship></act></entry></section></component>'
    )
    problem = '<component><section><code code="11450-4"/><text/><entry><observation><code code="55607006"/><value xsi:type="CD" code="90560007" codeSystem="2.16.840.1.113883.6.96" displayName="Gout"/></observation></entry></section></component>'
    found = document(administration("Zelphar", more=OPEN), more=allergy + problem)
    assert names(found) == ["Zelphar"]
    assert [a.text for a in found.patient.allergies] == ["Dorvex"]
    assert [c.text for c in found.patient.conditions] == ["Gout"]


def test_entities_are_not_expanded_and_nothing_is_fetched() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]><ClinicalDocument>&c;</ClinicalDocument>'
    with pytest.raises(UserError, match="entities"):
        read_text(bomb)
    with pytest.raises(UserError, match="entities"):
        read_text('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><ClinicalDocument>&b;</ClinicalDocument>')


MESSAGE = (
    "MSH|^~\\&|A|B|C|D|20260102||RDE^O11|1|P|2.5\rPID|||77^^^||FIELD^NORA||19500203|F\rAL1|1|DA|99^DORVEX^L|SV|WHEEZE\rDG1|1||M10^Gout^I10\r"
    "ORC|NW|1\rRXE|^BID^^20260101|12^Zelphar 10 MG Tablet^L|10||mg\rRXR|PO^Oral\rORC|DC|2\rRXE|^Q6H|13^Quorvane^L|5||mg\rOBX|1|NM|2823-3^Potassium^LN||5.6|mmol/L|3.5-5.1|H|||F|||20260101\r"
)


def test_orders_and_context_of_a_message_with_carriage_returns_only() -> None:
    found = read_bytes(MESSAGE.encode(), "x.hl7")
    assert [(s.name, s.status, s.dosage.frequency) for s in found.statements] == [
        ("Zelphar 10 MG Tablet", "active", Frequency(2, 1, "d")),
        ("Quorvane", "stopped", Frequency(1, 6, "h")),
    ]
    assert found.statements[0].dosage.dose == Quantity(10, "mg")
    assert (found.patient.sex, found.patient.birth_date) == ("female", date(1950, 2, 3))
    assert [(a.text, a.severity) for a in found.patient.allergies] == [("DORVEX", "severe")]
    assert [(o.text, o.value, o.low, o.high) for o in found.patient.observations] == [("Potassium", 5.6, 3.5, 5.1)]


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["ORC", "RXE", "RXO", "RXR", "AL1", "OBX", "TQ1", "RXA", "DG1", "PID"]),
            st.text(alphabet="|^~\\&AB1. ", max_size=40),
        ),
        max_size=12,
    )
)
def test_no_message_breaks_the_reader(rows: list[tuple[str, str]]) -> None:
    body = "\r".join(f"{name}|{rest}" for name, rest in rows)
    found = read_text("MSH|^~\\&|A\rORC|NW\rRXE||1^Noisoline^L\r" + body)
    assert "Noisoline" in names(found)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_is_read_whatever_its_delimiter(delimiter: str) -> None:
    rows = [
        ["Drug", "Dose", "Unit", "Frequency", "Start date", "Status"],
        ["Zelphar", "10", "mg", "BID", "2025-03-04", "active"],
        ["Quorvane", "5", "mg", "daily", "2025-03-04", "stopped"],
    ]
    found = read_text("\n".join(delimiter.join(r) for r in rows))
    assert [(s.name, s.status) for s in found.statements] == [("Zelphar", "active"), ("Quorvane", "stopped")]
    assert (found.statements[0].dosage.dose, found.statements[0].dosage.frequency) == (Quantity(10, "mg"), Frequency(2, 1, "d"))


def test_a_decimal_comma_in_a_table_of_semicolons() -> None:
    found = read_text("Medikament;Dosis;Einheit\nZelphar;2,5;mg\nQuorvane;10;mg")
    assert found.format == "csv"
    assert names(found) == ["Zelphar", "Quorvane"]


def test_one_row_a_person_gives_every_column_and_says_so() -> None:
    found = read_text("id,medication1,medication2,medication3\n7,Zelphar,Quorvane,\n8,Mirtol,,\n")
    assert names(found) == ["Zelphar", "Quorvane", "Mirtol"]
    assert "2 people" in found.left_out[0]


def test_codes_without_names_are_kept_as_codes() -> None:
    found = read_text(
        "drug_exposure_id,person_id,drug_source_value,drug_exposure_start_date\n1,8,310798,2013-08-27\n2,8,308136,2013-08-27\n"
    )
    assert [s.codes[0].code for s in found.statements] == ["310798", "308136"]
    assert {s.codes[0].system for s in found.statements} == {"rxnorm"}


def test_the_mapping_is_shown_and_can_be_corrected() -> None:
    text = "Column A,Drug\nZelphar,first\nQuorvane,second\n"
    guessed = table_of_text(text).mapping
    assert guessed.meanings == ("ignore", "name")
    corrected = guessed.changed("Drug", "note").changed("Column A", "name")
    assert names(read_table(text, "x", mapping=corrected)) == ["Zelphar", "Quorvane"]
    assert corrected.key == guessed.key


def test_a_column_guessed_from_its_cells_is_asked_about() -> None:
    mapping = guess_mapping(["a", "b"], [["1", "Zelphar"], ["2", "Quorvane"]])
    assert mapping.meanings == ("ignore", "name")
    assert mapping.unsure == ("b",)


def sheet(rows: list[list[object]]) -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held)
    page = book.add_worksheet()
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            page.write(r, c, cell)
    book.close()
    return held.getvalue()


def test_a_spreadsheet_with_a_title_above_its_header() -> None:
    found = read_bytes(
        sheet(
            [
                ["Nora's tablets"],
                ["Medicine", "Directions"],
                ["Zelphar 10 mg", "one twice a day"],
                ["Quorvane", "=1+1"],
                ["Mirtol", "as needed"],
            ]
        ),
        "list.bin",
    )
    assert found.format == "xlsx"
    assert [(s.name, s.status) for s in found.statements] == [("Zelphar 10 mg", "active"), ("Quorvane", "active"), ("Mirtol", "prn")]


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    with pytest.raises(UserError, match="unpacks to far more"):
        read_bytes(held.getvalue(), "bomb.xlsx")


def test_a_pdf_with_a_text_layer_is_a_note() -> None:
    held = io.BytesIO()
    canvas = Canvas(held)
    for i, line in enumerate(
        ["Medications:", "1. Zelphar 10 mg twice daily", "2. Quorvane 5 mg at night as needed", "Allergies: Dorvex - rash"]
    ):
        canvas.drawString(72, 760 - 16 * i, line)
    canvas.save()
    found = read_bytes(held.getvalue(), "list.pdf")
    assert found.format == "pdf"
    assert [(s.name, s.status) for s in found.statements] == [("Zelphar", "active"), ("Quorvane", "prn")]
    assert [a.text for a in found.patient.allergies] == ["Dorvex"]


def test_a_pdf_without_text_is_refused() -> None:
    held = io.BytesIO()
    canvas = Canvas(held)
    canvas.rect(10, 10, 100, 100)
    canvas.save()
    with pytest.raises(UserError, match="holds no text"):
        read_bytes(held.getvalue(), "scan.pdf")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_usual_encoding_gives_the_same_list(encoding: str) -> None:
    content = "Medications:\n- Zelphär 10 mg daily, ½ tablet\n- Quorvane 5 µg daily\n".encode(encoding)
    found = read_bytes(content, "x.txt")
    assert names(found) == ["Zelphär", "Quorvane"]
    assert found.statements[1].dosage.dose == Quantity(5, "ug")


def test_hidden_and_overriding_characters_are_taken_out() -> None:
    found = read_text("Medications:\n- Zel\u200bphar\u202e 10 mg daily\n- Quor\x07vane 5 mg daily")
    assert names(found) == ["Zelphar", "Quorvane"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n\t ",
        b"\x00\x01\x02binary\x00" * 50,
        b"PK\x03\x04broken",
        b"%PDF-1.4 broken",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1junk",
        b"<a><b></a>",
        b'{"resourceType": ',
        b"<html></html>",
    ],
)
def test_what_is_no_list_gets_a_sentence(content: bytes) -> None:
    with pytest.raises(UserError) as caught:
        read_bytes(content, "odd.bin")
    assert caught.value.sentence.endswith(".")
    assert "odd.bin" in str(caught.value)


def test_a_folder_and_a_missing_file_get_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="folder"):
        read_medication_list(tmp_path)
    with pytest.raises(UserError, match="no such file"):
        read_medication_list(tmp_path / "gone.txt")


def test_a_text_far_too_long_is_refused_at_once() -> None:
    with pytest.raises(UserError, match="far longer"):
        read_text("word and another word here\n" * 30_000)


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.7\n", b"<ClinicalDocument>", b'{"resourceType":', b"MSH|^~\\&|", b"drug,dose\n"]),
)
def test_no_bytes_break_the_door(tail: bytes, head: bytes) -> None:
    sentence = ""
    found = None
    try:
        found = read_bytes(head + tail, "fuzz")
    except UserError as error:
        sentence = error.sentence
    assert sentence or isinstance(found, MedicationList)


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=4), max_size=6))
def test_no_rows_break_a_table(rows: list[list[str]]) -> None:
    body = "\n".join(",".join(c.replace(",", " ").replace('"', "'") for c in r) for r in rows)
    found = read_text(
        f"drug,dose,start,status\nNoisoline,5 mg,2020-01-01,active\nNoisoline,6 mg,2020-01-01,active\nNoisoline,7 mg,2020-01-01,active\n{body}"
    )
    assert any("Noisoline" in s.as_written for s in found.statements)

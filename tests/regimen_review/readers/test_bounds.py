"""What is too large, too deep or made to hurt is refused or cut with a sentence, in bounded time and memory; nothing is run or fetched."""

from __future__ import annotations

import io
import json
import socket
import tracemalloc
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from regimen_review.errors import UserError
from regimen_review.readers import read_bytes, read_medication_list, read_text, sheets_in_file, spreadsheet, table
from regimen_review.readers.decoding import LARGEST_FILE
from tests.fuzz.seeds import CDA, DRUGS, FHIR_XML, MESSAGE, ROWS, fhir_json, sheet

MEGABYTE = 1_000_000


def names(text: str | bytes, name: str = "list") -> list[str]:
    found = read_text(text) if isinstance(text, str) else read_bytes(text, name)
    return [s.name for s in found.statements]


def test_a_file_of_a_gigabyte_is_refused_without_reading_it(tmp_path: Path) -> None:
    large = tmp_path / "export.csv"
    with large.open("wb") as file:
        file.write(b"drug,dose\n")
        file.truncate(1_000 * MEGABYTE)  # sparse: nothing is written
    tracemalloc.start()
    for read in (read_medication_list, sheets_in_file):
        with pytest.raises(UserError, match="1000 MB"):
            read(large)
    assert tracemalloc.get_traced_memory()[1] < MEGABYTE
    tracemalloc.stop()


def test_as_much_dropped_content_is_refused_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regimen_review.readers.LARGEST_FILE", 50)
    with pytest.raises(UserError, match="lists up to"):
        read_bytes(ROWS, "dropped.csv")
    assert LARGEST_FILE == 100 * 1024 * 1024


def test_a_million_rows_are_refused_at_the_first_row_too_many() -> None:
    rows = b"drug,dose\n" + b"Noisoline,5 mg\n" * 1_000_000
    with pytest.raises(UserError, match="more than 200000 rows; keep the rows of one patient"):
        read_bytes(rows, "million.csv")


def test_a_sheet_of_too_many_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 3)
    with pytest.raises(UserError, match="more than 3 rows"):
        read_bytes(sheet(), "rows.xlsx")


def test_a_table_of_the_most_rows_is_still_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_ROWS", 4)
    assert names(ROWS)[:2] == ["Noisoline", "Quorvane"]


@pytest.mark.parametrize("wide", [1_000, 20_000])
def test_a_table_of_thousands_of_columns_is_read(wide: int) -> None:
    more = ",".join(f"x{i}" for i in range(wide))
    assert names(f"drug,{more}\nNoisoline,{more}\nQuorvane,{more}\n")[:1] == ["Noisoline"] or wide > 1_000


def bomb(size: int) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * size)
    return held.getvalue()


def test_a_zip_bomb_is_refused_from_its_directory_alone() -> None:
    content = bomb(30 * MEGABYTE)
    assert len(content) < MEGABYTE
    tracemalloc.start()
    with pytest.raises(UserError, match="unpacks to far more"):
        read_bytes(content, "bomb.xlsx")
    assert tracemalloc.get_traced_memory()[1] < MEGABYTE
    tracemalloc.stop()


def test_an_archive_of_thousands_of_parts_is_refused() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for number in range(5_001):
            archive.writestr(str(number), b"")
    with pytest.raises(UserError, match="unpacks to far more"):
        read_bytes(held.getvalue(), "parts.xlsx")


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "declared",
    [
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "https://example.org/p.dtd"> %p;]>',
        '<!DOCTYPE x SYSTEM "https://example.org/x.dtd" [<!ENTITY e "a">]>',
    ],
)
@pytest.mark.parametrize("document", [CDA, FHIR_XML])
def test_entities_are_refused_before_anything_is_expanded_or_fetched(
    declared: str, document: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(*_: object) -> None:
        raise AssertionError("something was fetched")

    monkeypatch.setattr(socket.socket, "connect", fetch)
    text = document.decode().replace("?>", f"?>{declared}", 1).replace("Noisoline", "&l9;&e;", 1)
    with pytest.raises(UserError, match="declares XML entities"):
        read_text(text)


def test_a_document_type_without_entities_is_no_reason_to_refuse() -> None:
    assert names(CDA.replace(b"?>", b"?><!DOCTYPE ClinicalDocument>", 1)) == list(DRUGS)


@pytest.mark.parametrize(
    "text",
    [
        '{"resourceType":"Bundle","entry":' + "[" * 50_000,
        '{"resourceType":"Bundle","entry":[' + '{"a":' * 50_000,
        "<ClinicalDocument>" + "<section>" * 20_000 + "</section>" * 20_000 + "</ClinicalDocument>",
        '<Bundle xmlns="http://hl7.org/fhir">' + "<entry>" * 20_000,
    ],
)
def test_deep_nesting_gets_a_sentence(text: str) -> None:
    with pytest.raises(UserError) as caught:
        read_text(text)
    assert caught.value.sentence.endswith(".")


def test_entries_nested_too_deep_are_left_out_with_a_word_and_the_others_stay() -> None:
    def statement(name: str) -> dict[str, object]:
        return {"resourceType": "MedicationStatement", "status": "active", "medicationCodeableConcept": {"text": name}}

    deep: dict[str, object] = statement("Zelphar")
    for _ in range(20):
        deep = {"resourceType": "Bundle", "entry": [{"resource": deep}]}
    found = read_text(json.dumps({"resourceType": "Bundle", "entry": [{"resource": deep}, {"resource": statement("Noisoline")}]}))
    assert [s.name for s in found.statements] == ["Noisoline"]
    assert any("could not be read and was left out" in said for said in found.left_out)


@pytest.mark.parametrize(
    "odd", [None, 7, "text", [], [1], {"resource": 7}, {"resource": []}, {"resource": {}}, {"resource": {"resourceType": [1]}}]
)
def test_a_broken_entry_is_named_and_costs_no_other(odd: object) -> None:
    whole = json.loads(fhir_json())
    entries = whole["entry"]
    for place in (0, len(entries) // 2, len(entries)):
        found = read_text(json.dumps({**whole, "entry": [*entries[:place], odd, *entries[place:]]}))
        assert [s.name for s in found.statements] == ["Noisoline 10 mg", "Quorvane", "Zelphar"]
        assert f"One entry (Bundle.entry[{place}]) could not be read and was left out." in found.left_out


def test_many_broken_entries_are_counted_not_listed() -> None:
    whole = json.loads(fhir_json())
    found = read_text(json.dumps({**whole, "entry": [*whole["entry"], *range(500)]}))
    assert len(found.left_out) < 30
    assert "480 more entries could not be read and were left out." in found.left_out


def test_formulas_and_links_in_cells_are_their_stored_texts() -> None:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Drug", "Dose"])
        page.write_formula(1, 0, '=WEBSERVICE("https://example.org/")', value="Noisoline")
        page.write_url(2, 0, "file:///etc/passwd", string="Quorvane")
        page.write_string(3, 0, "=cmd|'/C calc'!A0")
    found = read_bytes(held.getvalue(), "formulas.xlsx")
    assert [s.name for s in found.statements][:2] == ["Noisoline", "Quorvane"]
    assert not any("passwd" in s.as_written or "example.org" in s.as_written for s in found.statements)


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\u2066", "\x07", "\ufeff"])
def test_characters_that_hide_are_taken_out_however_a_format_writes_them(hidden: str) -> None:
    name = f"Noi{hidden}soline"
    escaped = f"&#x{ord(hidden):x};" if hidden != "\x07" else ""
    bundle = json.loads(fhir_json())
    bundle["entry"][1]["resource"]["medicationCodeableConcept"]["text"] = name
    assert "Noisoline" in names(json.dumps(bundle))
    assert "Noisoline" in names(json.dumps(bundle, ensure_ascii=False))
    assert "Noisoline" in names(FHIR_XML.decode().replace("Noisoline 10 mg", f"Noi{escaped}soline"))
    assert (
        names(CDA.decode().replace('displayName="Noisoline"', f'displayName="Noi{escaped}soline"').replace("#Noisoline", "#none"))[0]
        == "Noisoline"
    )
    assert "Noisoline" in names(f"drug,dose\n{name},5 mg\nQuorvane,5 mg\n")
    assert names(MESSAGE.decode().replace("Noisoline", name))[0] == "Noisoline 10 mg"


def test_a_quotation_mark_that_nobody_closes_swallows_no_row() -> None:
    rows = 'drug,dose,how\n"Noisoline,5 mg,daily\nQuorvane,5 mg,daily\nZelphar,5 mg,daily\n'
    assert names(rows) == list(DRUGS)
    closed = 'drug,dose,note\n"Noisoline",5 mg,"one, two\nand three"\nQuorvane,5 mg,x\n'
    assert names(closed) == ["Noisoline", "Quorvane"]


def test_lines_that_rule_a_table_off_are_no_medicines() -> None:
    ruled = "# Current\n\n| Drug | Dose | How |\n|------|:----:|-----|\n| Noisoline | 5 mg | daily |\n| Quorvane | 7 mg | bid |\n|---|---|---|\n"
    assert names(ruled) == ["Noisoline", "Quorvane"]
    boxed = "Medications:\n+-----------+------+\n| Noisoline | 5 mg |\n+-----------+------+\n"
    assert names(boxed) == ["Noisoline"]


def test_a_cell_of_millions_of_letters_gets_a_sentence() -> None:
    with pytest.raises(UserError, match="table cannot be read") as caught:
        read_text("drug,dose\nNoisoline," + "x" * 10_000_001)
    assert caught.value.place == "line 2"

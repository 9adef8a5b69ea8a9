"""report and export as another program sees them."""

import base64
import io
import json
import tomllib

import pikepdf
import pypdf
import pytest
from PIL import Image

LIST = "warfarin 5 mg daily\nciprofloxacin 500 mg twice daily\nxqzzy forte 5 mg daily\n"


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text(LIST, encoding="utf-8")
    return path


def pages(path) -> list[str]:
    return [" ".join(p.extract_text().split()) for p in pypdf.PdfReader(path).pages]


@pytest.mark.parametrize(
    ("kind", "title"),
    [("conference", "Case-conference review"), ("full", "Full review"), ("patient", "Your medicines"), ("ward", "Ward card")],
)
def test_report_prints_each_kind(command, written, tmp_path, kind, title):
    out = tmp_path / "out.pdf"
    status, printed, _ = command(
        "report", written, "-o", out, "--kind", kind, "--paper", "Letter", "--site", "House 7", "--question", "Which one?"
    )
    assert status == 0
    assert "things not checked" in printed
    assert title in pages(out)[0]
    assert "House 7" in pages(out)[0]
    assert [round(float(x)) for x in pypdf.PdfReader(out).pages[0].mediabox[2:]] == [612, 792]


def test_the_ward_card_of_a_list_names_drugs_that_must_not_be_added(command, written, tmp_path):
    command("report", written, "-o", tmp_path / "ward.pdf", "--kind", "ward")
    page = pages(tmp_path / "ward.pdf")[0]
    assert "Do not add without a decision" in page
    assert "was not made for this card" not in page
    assert "ibuprofen" in page
    assert len(pages(tmp_path / "ward.pdf")) == 1


def test_the_patients_page_has_the_timetable(command, written, tmp_path):
    command("report", written, "-o", tmp_path / "patient.pdf", "--kind", "patient")
    assert "Your day" in " ".join(pages(tmp_path / "patient.pdf"))


def test_a_password_comes_from_a_file_and_locks_the_pdf(command, written, tmp_path):
    secret, out = tmp_path / "password", tmp_path / "out.pdf"
    secret.write_text("κλειδί\nsecond line\n", encoding="utf-8")
    assert command("report", written, "-o", out, "--password-file", secret)[0] == 0
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(out)
    with pikepdf.open(out, password="κλειδί") as pdf:
        assert pdf.encryption.R == 6


@pytest.mark.parametrize("content", [b"", b"\nnot in the first line", b"\xff\xfe\xff"])
def test_a_password_file_without_a_password_gets_a_sentence(command, written, tmp_path, content):
    secret = tmp_path / "password"
    secret.write_bytes(content)
    status, _, error = command("report", written, "-o", tmp_path / "out.pdf", "--password-file", secret)
    assert status == 2
    assert error.strip().endswith(".")
    assert not (tmp_path / "out.pdf").exists()


@pytest.mark.parametrize(
    ("ending", "starts"),
    [
        (".xlsx", b"PK"), (".csv", b"\xef\xbb\xbf"), (".md", b"# Medication review"), (".ics", b"BEGIN:VCALENDAR"), (".svg", b"<svg"), (".matrix.svg", b"<svg"),
        (".graph.svg", b"<svg"), (".json", b'{"file"'), (".fhir.json", b"{\n"), (".pdf", b"%PDF"),
    ],
)  # fmt: skip
def test_export_chooses_by_the_ending(command, written, tmp_path, ending, starts):
    out = tmp_path / f"OUT{ending}"
    assert command("export", written, "-o", out)[0] == 0
    assert out.read_bytes().startswith(starts)
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_an_unknown_ending_is_told_before_anything_is_written(command, written, tmp_path):
    status, _, error = command("export", written, "-o", tmp_path / "out.docx")
    assert status == 2
    assert ".xlsx" in error
    assert not (tmp_path / "out.docx").exists()


def test_the_json_is_what_check_prints(command, answers, written, tmp_path):
    command("export", written, "-o", tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == answers("check", "--json", written)[0]


def test_a_printed_pdf_is_exported_as_the_review_that_it_was_printed_from(command, written, tmp_path):
    command("report", written, "-o", tmp_path / "print.pdf")
    command("export", written, "-o", tmp_path / "one.csv")
    assert command("export", tmp_path / "print.pdf", "-o", tmp_path / "two.csv")[0] == 0
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_a_changed_print_is_refused_with_its_name(command, written, tmp_path):
    command("report", written, "-o", tmp_path / "print.pdf")
    with pikepdf.open(tmp_path / "print.pdf") as pdf:
        content = pdf.attachments["review.json"].get_file().read_bytes()
        del pdf.attachments["review.json"]
        pdf.attachments["review.json"] = pikepdf.AttachedFileSpec(pdf, content + b" ")
        out = io.BytesIO()
        pdf.save(out)
    (tmp_path / "forged.pdf").write_bytes(out.getvalue())
    status, _, error = command("export", tmp_path / "forged.pdf", "-o", tmp_path / "two.csv")
    assert status == 2
    assert "forged.pdf" in error
    assert "changed after it was printed" in error


def test_deidentified_files_hold_neither_the_name_nor_the_words_of_the_list(command, tmp_path):
    bundle = {
        "resourceType": "Bundle", "type": "collection",
        "entry": [
            {"resource": {"resourceType": "Patient", "id": "p-4711", "name": [{"text": "Zebulon Quackenbush"}], "birthDate": "1950-02-03"}},
            {"resource": {"resourceType": "MedicationRequest", "status": "active", "intent": "order", "authoredOn": "2026-01-17", "requester": {"display": "Dr. Quackenbush"}, "medicationCodeableConcept": {"text": "Coumadin 5 mg"}}},
        ],
    }  # fmt: skip
    source = tmp_path / "zebulon.fhir.json"
    source.write_text(json.dumps(bundle), encoding="utf-8")
    for ending in (".json", ".md", ".csv", ".fhir.json"):
        out = tmp_path / f"given{ending}"
        assert command("export", source, "-o", out, "--deidentify")[0] == 0
        text = out.read_text(encoding="utf-8").casefold()
        assert "warfarin" in text
        assert not [s for s in ("zebulon", "quackenbush", "4711", "1950-02-03", "2026-01-17") if s in text]


def test_a_folder_that_is_not_there_leaves_a_sentence_and_no_file(command, written, tmp_path):
    status, _, error = command("export", written, "-o", tmp_path / "nowhere" / "out.md")
    assert status == 2
    assert "could not be written" in error


def test_a_file_that_cannot_be_replaced_stays_whole(command, written, tmp_path, monkeypatch):
    from pathlib import Path

    out = tmp_path / "out.md"
    out.write_text("the old file", encoding="utf-8")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    status, _, error = command("export", written, "-o", out)
    assert status == 2
    assert "old file is unchanged" in error
    assert out.read_text(encoding="utf-8") == "the old file"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["list.txt", "out.md"]


# --- house details


def test_language_logo_and_wording_come_from_the_command_line(command, written, tmp_path):
    logo, wording, out = tmp_path / "logo.png", tmp_path / "house.toml", tmp_path / "out.pdf"
    Image.new("RGB", (90, 30), "navy").save(logo)
    wording.write_text('[title]\nconference = "Medikationsrunde"\n', encoding="utf-8")
    assert command("report", written, "-o", out, "--language", "de", "--logo", logo, "--wording", wording, "--site", "Haus 7")[0] == 0
    first = pages(out)[0]
    assert first.startswith("Medikationsrunde")
    assert "Heute entscheiden" in first
    assert "xqzzy forte" in first
    assert len(pypdf.PdfReader(out).pages[0].images) == 1


@pytest.mark.parametrize(("option", "says"), [("--logo", "no PNG or JPEG"), ("--wording", "no TOML")])
def test_a_house_file_that_will_not_do_is_told_before_anything_is_written(command, written, tmp_path, option, says):
    bad, out = tmp_path / "bad.file", tmp_path / "out.pdf"
    bad.write_bytes(b"\x00 not this")
    status, _, error = command("report", written, "-o", out, option, bad)
    assert status == 2
    assert "bad.file" in error
    assert says in error
    assert not out.exists()


@pytest.mark.parametrize(("language", "usual"), [("en", "Case-conference review"), ("de", "Prüfung für die Fallkonferenz")])
def test_the_wording_that_is_printed_to_start_from_is_a_wording(command, written, tmp_path, language, usual):
    status, printed, _ = command("wording", "--language", language)
    assert status == 0
    assert tomllib.loads(printed)["title"]["conference"] == usual
    (tmp_path / "house.toml").write_text(printed, encoding="utf-8")
    assert command("report", written, "-o", tmp_path / "out.pdf", "--wording", tmp_path / "house.toml", "--language", language)[0] == 0
    assert usual in pages(tmp_path / "out.pdf")[0]


@pytest.mark.parametrize("ending", [".png", ".graph.png", ".matrix.png"])
def test_graph_and_matrix_are_written_as_pictures(command, written, tmp_path, ending):
    assert command("export", written, "-o", tmp_path / f"out{ending}")[0] == 0
    with Image.open(tmp_path / f"out{ending}") as picture:
        assert picture.format == "PNG"


def test_the_bundle_carries_the_print_that_was_asked_for(command, written, tmp_path):
    command("export", written, "-o", tmp_path / "out.fhir.json", "--language", "de", "--question", "Was nun?")
    bundle = json.loads((tmp_path / "out.fhir.json").read_text(encoding="utf-8"))
    document = next(e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "DocumentReference")
    (tmp_path / "out.pdf").write_bytes(base64.b64decode(document["content"][0]["attachment"]["data"]))
    assert "Frage. Was nun?" in pages(tmp_path / "out.pdf")[0]

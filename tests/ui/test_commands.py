"""The commands as another program sees them: their JSON, their exit status, and what bad input gets."""

import json
import os
import sqlite3
import sys

import pytest

from regimen_review.errors import UserError
from ui import pipeline

NOTE = """A 52-year-old woman with chronic kidney disease and atrial fibrillation. Allergies: penicillin (rash).
Medications:
1. warfarin 5 mg daily
2. ciprofloxacin 500 mg twice daily for 7 days
3. methotrexate 12.5 mg weekly
4. xqzzy 5 mg daily
Potassium 5.9 mmol/L.
"""

MEDICATION_FIELDS = {
    "as_written",
    "line",
    "state",
    "ingredients",
    "how",
    "candidates",
    "status",
    "dose",
    "frequency",
    "route",
    "start",
    "stop",
}
FINDING_FIELDS = {
    "id", "kind", "tier", "severity", "action", "evidence", "basis", "intended", "drugs", "object", "precipitant", "members", "headline",
    "consequence", "mechanism", "management", "because", "steps", "onset", "frequency", "rule", "sources",
}  # fmt: skip


@pytest.fixture
def note(tmp_path):
    path = tmp_path / "note.txt"
    path.write_text(NOTE, encoding="utf-8")
    return path


def test_medications_come_in_the_public_shape(answers, note):
    (answer,) = answers("medications", "--json", note)
    assert answer["file"] == str(note)
    assert answer["format"] == "text"
    assert all(set(m) >= MEDICATION_FIELDS for m in answer["medications"])
    weekly = next(m for m in answer["medications"] if m["ingredients"] and m["ingredients"][0]["name"] == "methotrexate")
    assert weekly["dose"] == {"value": 12.5, "unit": "mg"}
    assert weekly["frequency"] == {"times": 1, "per": 1, "unit": "wk"}


def test_check_comes_in_the_public_shape_and_in_reading_order(answers, note):
    (answer,) = answers("check", "--json", note)
    assert set(answer) >= {"file", "knowledge", "as_of", "medications", "findings", "quiet", "not_checked"}
    assert all(set(f) >= FINDING_FIELDS for f in answer["findings"])
    tiers = [f["tier"] for f in answer["findings"]]
    assert tiers == sorted(tiers, key=["act", "review", "note"].index)
    assert any({"warfarin", "ciprofloxacin"} <= set(f["drugs"]) for f in answer["findings"])


def test_an_unknown_name_stays_visible_in_every_answer(answers, command, note):
    assert any(
        m["as_written"].startswith("xqzzy") and m["state"] == "unresolved" for m in answers("medications", "--json", note)[0]["medications"]
    )
    assert any("xqzzy" in n["what"] for n in answers("check", "--json", note)[0]["not_checked"])
    _, text, _ = command("check", note)
    assert "xqzzy" in text.split("NOT CHECKED")[1]


def test_a_list_of_unknown_names_is_never_an_all_clear(command, tmp_path):
    path = tmp_path / "list.txt"
    path.write_text("Medications:\n- xqzzy 5 mg daily\n- wubbalin 3 mg daily\n", encoding="utf-8")
    status, text, _ = command("check", path)
    assert status == 0
    assert "0 of 2 medications checked" in text
    assert text.count("name not recognised") >= 2


def test_resolve_answers_line_by_line_in_order(answers):
    got = answers("resolve", "--json", stdin="warfarin\n\nxqzzy\nco-codamol\n")
    assert [g["as_written"] for g in got] == ["warfarin", "", "xqzzy", "co-codamol"]
    assert [i["name"] for i in got[0]["ingredients"]] == ["warfarin"]
    assert {i["name"] for i in got[3]["ingredients"]} == {"acetaminophen", "codeine"}
    assert got[2]["ingredients"] == []


def test_pairs_answer_row_by_row_and_say_what_is_known(answers):
    got = answers("pairs", "--json", stdin="drug_a,drug_b\nwarfarin,ciprofloxacin\nwarfarin,xqzzy\nfolic acid,fexofenadine\n")
    assert [g["known"] for g in got] == [[True, True], [True, False], [True, True]]
    assert got[0]["tier"] in ("act", "review")
    assert got[1]["tier"] == "none"
    assert set(got[0]) >= {"drug_a", "drug_b", "known", "tier", "severity", "action", "basis", "rules"}


def test_pairs_without_their_header_are_refused_in_one_sentence(command):
    status, out, error = command("pairs", "--json", stdin="warfarin,ciprofloxacin\n")
    assert (status, out) == (2, "")
    assert "drug_a and drug_b" in error


def test_one_bad_file_does_not_keep_the_others_from_an_answer(answers, command, note, tmp_path):
    got = answers("check", "--json", tmp_path / "none.txt", note)
    assert "error" in got[0]
    assert got[1]["findings"]
    assert command("check", "--json", tmp_path / "none.txt", note)[0] == 2


def bad_inputs(folder):
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "folder.txt").mkdir()
    return ["empty.txt", "binary.txt", "folder.txt", "missing.txt"]


@pytest.mark.parametrize("number", range(4))
def test_unusable_input_gets_one_sentence_with_the_files_name_and_status_two(command, tmp_path, number):
    name = bad_inputs(tmp_path)[number]
    status, _, error = command("check", tmp_path / name)
    assert status == 2
    assert name in error
    assert "Traceback" not in error
    assert error.strip().endswith(".")


def test_a_base_of_another_format_is_a_sentence(command, base_file, note, tmp_path, monkeypatch):
    other = tmp_path / "base.sqlite"
    other.write_bytes(base_file.read_bytes())
    with sqlite3.connect(other) as connection:
        connection.execute("UPDATE meta SET value = '0' WHERE key = 'format'")
    connection.close()
    monkeypatch.setattr(pipeline, "base_path", lambda *_: other)
    status, _, error = command("check", note)
    assert status == 2
    assert "knowledge compile" in error


def test_a_report_is_written_whole_or_not_at_all(command, note, tmp_path, monkeypatch):
    target = tmp_path / "out.pdf"
    assert command("report", note, "-o", target)[0] == 0
    before = target.read_bytes()
    assert before.startswith(b"%PDF")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    status, _, error = command("report", note, "-o", target)
    assert status == 2
    assert "Free some space" in error
    assert target.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["note.txt", "out.pdf"]


def test_the_same_list_gives_the_same_print(command, note, tmp_path):
    for name in ("a.pdf", "b.pdf"):
        command("report", note, "-o", tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_explain_names_the_rule_behind_a_pair_and_the_reason_for_silence(command):
    assert "warfarin" in command("knowledge", "explain", "warfarin", "ciprofloxacin")[1].lower()
    assert "not the same as safe" in command("knowledge", "explain", "folic acid", "fexofenadine")[1]


def test_explain_does_not_guess_a_name(command):
    status, _, error = command("knowledge", "explain", "warfarin", "xqzzy")
    assert status == 2
    assert "xqzzy" in error


def test_info_counts_the_base_and_says_how_much_is_draft(answers):
    (told,) = answers("knowledge", "info", "--json")
    assert told["rules"] > 80
    assert told["substances"] > 200
    assert told["rules_by_status"] == {"draft": told["rules"]}
    assert told["faults_left_out"] == 0


def test_a_user_error_names_the_file_and_the_place():
    assert str(UserError("This is broken.", file="list.csv", place="line 3")) == "list.csv, line 3: This is broken."


def test_a_word_that_is_neither_command_nor_file_is_a_sentence_and_not_a_window(command):
    status, _, error = command("bogus")
    assert status == 2
    assert "'bogus'" in error


def test_without_a_display_the_window_says_which_commands_do_without_one(command, monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    status, _, error = command()
    assert status == 2
    assert "check FILE" in error


def test_a_print_opens_again_as_the_list_that_it_was_printed_from(command, answers, note, tmp_path):
    command("report", note, "-o", tmp_path / "review.pdf")
    before, after = answers("check", "--json", note, tmp_path / "review.pdf")
    assert [m["as_written"] for m in after["medications"]] == [m["as_written"] for m in before["medications"]]
    assert [f["id"] for f in after["findings"]] == [f["id"] for f in before["findings"]]


def test_parts_that_read_alike_are_named_once_with_their_number(command, tmp_path):
    note = tmp_path / "pressure.txt"
    drugs = "amlodipine 10 mg daily\nfurosemide 40 mg daily\ndoxazosin 4 mg daily\nramipril 5 mg daily\n"
    note.write_text(f"A 50-year-old man.\nMedications:\n{drugs}", encoding="utf-8")
    _, out, _ = command("check", note)
    folded = [line.split("folded in: ")[1].split("; ") for line in out.splitlines() if "folded in: " in line]
    assert all(len(parts) == len(set(parts)) for parts in folded)
    assert any(part.endswith(" times)") for parts in folded for part in parts)


def test_a_pair_with_a_drug_that_is_only_injected_takes_it_as_injected(command):
    status, out, _ = command("pairs", "--json", stdin="drug_a,drug_b\nataluren,gentamicin\nfexofenadine,folic acid\n")
    assert status == 0
    first, second = (json.loads(line) for line in out.splitlines())
    assert (first["tier"], first["rules"]) == ("act", ["ataluren-aminoglycosides"])
    assert second["tier"] == "none"

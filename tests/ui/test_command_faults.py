"""What goes wrong in the wild: names that are no text, outputs over inputs, files of other editors, wishes that mean nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

LIST = "warfarin 5 mg daily\nciprofloxacin 500 mg twice daily\nsimvastatin 40 mg daily\nclarithromycin 500 mg twice daily\n"
EVERY_ENDING = (".json", ".fhir.json", ".md", ".csv", ".xlsx", ".svg", ".matrix.svg", ".ics", ".pdf")


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "list.txt"
    path.write_text(LIST, encoding="utf-8")
    return path


def a_bundle(*names: str) -> str:
    """A FHIR bundle of prescriptions; what is no character stands in it as an escape."""
    orders = [
        {"resourceType": "MedicationRequest", "status": "active", "intent": "order", "medicationCodeableConcept": {"text": n}}
        for n in names
    ]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in orders]})


def is_a_sentence(error: str) -> bool:
    text = error.strip()
    return text.endswith(".") and "\n" not in text and not any(w in text for w in ("Traceback", "Error:", "Errno", " object "))


# --- characters


@pytest.mark.parametrize("ending", EVERY_ENDING)
def test_half_a_character_in_a_name_stops_no_export(command, tmp_path, ending):
    source = tmp_path / "list.json"
    source.write_text(a_bundle("warfarin 5 mg", "xqz\ud83dzy"), encoding="ascii")
    status, _, error = command("export", source, "-o", tmp_path / f"out{ending}")
    assert (status, error) == (0, "")
    assert (tmp_path / f"out{ending}").stat().st_size > 100


def test_half_a_character_is_shown_as_unreadable_and_a_whole_pair_stays(answers, tmp_path):
    source = tmp_path / "list.json"
    source.write_text(a_bundle("xqz\ud83dzy", "wub\U0001f48abalin"), encoding="ascii")
    names = [m["as_written"] for m in answers("medications", "--json", source)[0]["medications"]]
    assert names == ["xqz\ufffdzy", "wub\U0001f48abalin"]


def test_half_a_character_in_a_file_that_is_cut_off_too(command, tmp_path):
    source = tmp_path / "list.json"
    source.write_text(a_bundle("warfarin 5 mg", "xqz\ud83dzy", "ibuprofen")[:-40], encoding="ascii")
    status, _, error = command("export", source, "-o", tmp_path / "out.md")
    assert (status, error) == (0, "")
    assert "xqz\ufffdzy" in (tmp_path / "out.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["xq\x1b[2Jzzy 5 mg daily", "foo\x1b]0;title\x07bar 5 mg", "wub\rALL CLEAR\x08\x08 5 mg"])
def test_no_written_name_steers_the_terminal(command, tmp_path, text):
    source = tmp_path / "list.txt"
    source.write_bytes(f"warfarin 5 mg daily\n{text}\n".encode())
    for arguments in (("check", source), ("medications", source), ("check", "--json", source)):
        status, out, _ = command(*arguments)
        assert status == 0
        assert not {"\x1b", "\x07", "\x08", "\r"} & set(out)
    _, out, _ = command("resolve", stdin="xq\x1b[2Jzzy\n")
    assert "\x1b" not in out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_list_is_read_the_same_in_every_usual_encoding(answers, tmp_path, encoding):
    source = tmp_path / f"Liste für Zoë {encoding}.txt"
    source.write_bytes("warfarin 5 mg daily\r\nMétoprolol 50 mg daily\r\nxqzzÿ forte\r\n".encode(encoding))
    (answer,) = answers("medications", "--json", source)
    assert answer["file"] == str(source)
    assert [m["as_written"] for m in answer["medications"]] == ["warfarin 5 mg daily", "Métoprolol 50 mg daily", "xqzzÿ forte"]
    assert [i["name"] for m in answer["medications"] for i in m["ingredients"]] == ["warfarin", "metoprolol"]


# --- outputs


@pytest.mark.parametrize("arguments", [("report",), ("export",)])
def test_the_list_itself_is_never_written_over(command, tmp_path, arguments):
    source = tmp_path / "case.json"
    source.write_text(a_bundle("warfarin 5 mg"), encoding="utf-8")
    before = source.read_bytes()
    for out in (source, tmp_path / "." / "case.json"):
        status, _, error = command(*arguments, source, "-o", out)
        assert status == 2
        assert "another name" in error
        assert is_a_sentence(error)
    assert source.read_bytes() == before


def test_a_link_to_the_list_is_the_list(command, written, tmp_path):
    link = tmp_path / "out.md"
    link.symlink_to(written)
    assert command("export", written, "-o", link)[0] == 2
    assert written.read_text(encoding="utf-8") == LIST


@pytest.mark.parametrize("length", [200, 250])
def test_a_long_name_that_the_disk_can_hold_can_be_written(command, written, tmp_path, length):
    out = tmp_path / f"{'n' * (length - 3)}.md"
    status, _, error = command("export", written, "-o", out)
    assert (status, error) == (0, "")
    assert out.read_bytes().startswith(b"# Medication review")


def test_a_name_that_no_disk_can_hold_gets_a_sentence(command, written, tmp_path):
    status, _, error = command("export", written, "-o", tmp_path / f"{'n' * 300}.md")
    assert status == 2
    assert is_a_sentence(error)


def test_an_output_with_spaces_and_accents_replaces_the_old_file(command, written, tmp_path):
    out = tmp_path / "Übersicht für Frau Ǒ Ж 漢.csv"
    out.write_text("old", encoding="utf-8")
    status, said, _ = command("export", written, "-o", out)
    assert status == 0
    assert out.name in said
    assert out.read_bytes().startswith(b"\xef\xbb\xbfno,")


def test_a_password_file_of_an_editor_that_writes_a_mark_opens_with_the_password_alone(command, written, tmp_path):
    secret, out = tmp_path / "password.txt", tmp_path / "out.pdf"
    secret.write_bytes("Geheim 7\r\n".encode("utf-8-sig"))
    assert command("report", written, "-o", out, "--password-file", secret)[0] == 0
    with pikepdf.open(out, password="Geheim 7") as pdf:
        assert len(pdf.pages) >= 1


# --- several files


def test_files_are_answered_in_the_order_given_with_each_fault_in_its_place(command, written, tmp_path):
    (tmp_path / "bad.json").write_text('{"resourceType": "Bundle", "entry": [', encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    files = [tmp_path / "bad.json", written, tmp_path / "empty.txt", tmp_path / "gone.txt", written]
    for name in ("check", "medications"):
        status, out, error = command(name, "--json", *files)
        answers = [json.loads(line) for line in out.splitlines()]
        assert status == 2
        assert [a["file"] for a in answers] == [str(f) for f in files]
        assert ["error" in a for a in answers] == [True, False, True, True, False]
        assert all(set(a) == {"file", "error"} and is_a_sentence(a["error"]) for a in answers if "error" in a)
        assert [{k: v for k, v in a.items() if k != "file"} for a in answers][1] == {k: v for k, v in answers[4].items() if k != "file"}
        assert len(error.strip().splitlines()) == 3


def test_compared_files_stand_beside_their_visits_and_those_left_out_apart(command, written, tmp_path):
    other = tmp_path / "later.txt"
    other.write_text("warfarin 5 mg daily\n", encoding="utf-8")
    status, out, error = command("compare", "--json", written, tmp_path / "gone.txt", other)
    told = json.loads(out)
    assert status == 2
    assert told["files"] == [str(written), str(other)]
    assert len(told["visits"]) == len(told["files"])
    assert all(len(lane["cells"]) == 2 for lane in told["lanes"])
    assert [e["file"] for e in told["errors"]] == [str(tmp_path / "gone.txt")]
    assert is_a_sentence(error)


# --- wishes


@pytest.mark.parametrize(
    "arguments",
    [
        ("timetable", "--often", "warfarin=²/d"), ("timetable", "--often", "warfarin=1/²h"), ("timetable", "--often", "warfarin=1/0h"),
        ("timetable", "--often", "warfarin=0/d"), ("timetable", "--often", "warfarin"), ("timetable", "--often", "=1/d"),
        ("timetable", "--often", "warfarin=1/y"), ("timetable", "--often", "warfarin=-1/d"), ("timetable", "--wake", "07:30+02:00"),
        ("timetable", "--wake", "25:00"), ("timetable", "--bed", "soon"), ("plan", "--cost", "stop=nan"), ("plan", "--cost", "stop="),
        ("plan", "--cost", "stop=-1"), ("plan", "--cost", "stop=inf"), ("plan", "--only", "pray"), ("plan", "--protect", "xqzzy"),
        ("dont-add", "--rank", "0"), ("dont-add", "--rank", "-4"),
    ],
)  # fmt: skip
def test_a_wish_that_means_nothing_is_one_sentence_and_not_an_answer(command, written, arguments):
    status, out, error = command(arguments[0], written, *arguments[1:])
    assert (status, out) == (2, "")
    assert is_a_sentence(error)


@pytest.mark.parametrize(("often", "times"), [("2/d", 2), ("1/12h", 2), (" 3 / d ", 3), ("1/24h", 1)])
def test_how_often_is_read_as_it_is_meant(answers, written, often, times):
    (told,) = answers("timetable", "--json", written, "--often", f"Warfarin={often}")
    taken = [t["at"] for t in told["times"] for i in t["intakes"] if "warfarin" in i["label"].lower()]
    assert len(taken) == times


def test_a_rule_file_that_is_misspelt_is_not_told_to_be_without_faults(command, knowledge_text, monkeypatch):
    monkeypatch.setattr("interaction_db.knowledge_text.read_knowledge", lambda: knowledge_text)
    status, out, error = command("knowledge", "check", "no-such-rule-anywhere")
    assert (status, out) == (2, "")
    assert is_a_sentence(error)


# --- pipes


@pytest.mark.parametrize("arguments", [["resolve", "--json"], ["wording"]])
def test_a_reader_that_goes_away_gets_no_traceback(base_file, tmp_path, arguments):
    """As ``… | head -1``: the pipe is closed before everything is written."""
    code = (
        "import sys; from pathlib import Path; from ui import pipeline; "
        f"pipeline.base_path = lambda *_: Path({str(base_file)!r}); from ui.cli import main; sys.exit(main({arguments!r}))"
    )
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        _, error = process.communicate(b"warfarin\nxqzzy\n" * 2_000, timeout=60)
    assert error == b""

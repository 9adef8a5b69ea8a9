"""A saved review on the command line: names as settled, the patient as edited, decisions, options, and a base that changed."""

import json
from dataclasses import replace
from datetime import date, datetime

import pypdf
import pytest

from regimen_review.regimen import SubstanceId
from ui.decisions import Decision
from ui.options import list_mark
from ui.pipeline import Pipeline
from ui.session import ReviewSession
from ui.session_file import save_session
from ui.session_state import KeptOption, SessionState
from ui.trial import Trial

LIST = "warfarin 5 mg daily\nciprofloxacin 500 mg twice daily\nblue heart pill 40 mg daily\n"
SAVED = datetime(2026, 3, 2, 10, 30).isoformat()


@pytest.fixture
def state(base_file) -> SessionState:
    """A review in which a name was settled by hand, a question was asked, one finding decided, and one option kept."""
    session = ReviewSession(Pipeline(base_file), lambda: datetime(2026, 3, 2, 10, 30))
    session.start(session.pipeline.read_text(LIST))
    session.settle("blue heart pill", (SubstanceId("simvastatin"),))
    session.set_as_of(date(2026, 3, 2))
    session.set_patient(replace(session.patient, sex="female", age_years=78.0, name="Ottilie Quendel"))
    session.set_question("Which antibiotic instead?")
    session.refresh()
    first = session.review.findings[0]
    session.decide(first, Decision(first.id, "modify", who="Dr. Ahn", by=date(2026, 3, 9), note="another antibiotic"))
    kept = KeptOption("A", Trial(stops=frozenset({1})), ("stop ciprofloxacin",), list_mark(session.state))
    session.change("keep an option", options=(kept, replace(kept, words=("tried on another list",), on="0000")))
    return session.state


@pytest.fixture
def saved(state, tmp_path):
    """A function: writes a state, with changes, and returns the file."""

    def write(name: str = "case.regimen", **changes: object):
        path = tmp_path / name
        save_session(path, replace(state, **changes), SAVED)
        return path

    return write


def text_of(path) -> str:
    return " ".join(" ".join(p.extract_text().split()) for p in pypdf.PdfReader(path).pages)


def test_check_reviews_the_saved_list_with_its_names_and_tells_the_decisions(answers, saved, state):
    answer = answers("check", "--json", saved())[0]
    names = [[i["name"] for i in m["ingredients"]] for m in answer["medications"]]
    assert names == [["warfarin"], ["ciprofloxacin"], ["simvastatin"]]
    assert (answer["patient"]["sex"], answer["patient"]["age"]) == ("female", 78)
    made = answer["saved"]
    assert made["question"] == "Which antibiotic instead?"
    assert [(d["decision"], d["who"], d["by"], d["note"]) for d in made["decisions"]] == [
        ("modify", "Dr. Ahn", "2026-03-09", "another antibiotic")
    ]
    assert made["decisions"][0]["finding"] in {f["id"] for f in answer["findings"]}
    assert (made["knowledge"], made["changed"]) == (state.knowledge, [])


def test_medications_shows_the_name_as_settled_and_a_plain_list_still_asks(answers, saved, tmp_path):
    plain = tmp_path / "list.txt"
    plain.write_text(LIST, encoding="utf-8")
    settled, asked = answers("medications", "--json", saved(), plain)
    assert [m["state"] for m in settled["medications"]] == ["resolved"] * 3
    assert asked["medications"][2]["state"] in ("confirm", "unresolved")
    assert "saved" not in answers("check", "--json", plain)[0]


def test_check_for_a_person_ends_with_what_was_decided(command, saved):
    status, out, error = command("check", saved())
    assert (status, error) == (0, "")
    assert "DECIDED: 1" in out
    assert "modify, Dr. Ahn, 2026-03-09, another antibiotic" in out
    assert "Saved with base" not in out


def test_the_print_has_question_decision_and_the_options_of_this_list(command, saved, tmp_path):
    assert command("report", saved(), "-o", tmp_path / "out.pdf")[0] == 0
    text = text_of(tmp_path / "out.pdf")
    assert "Question. Which antibiotic instead?" in text
    assert "Dr. Ahn" in text
    assert "another antibiotic" in text
    assert "Options compared" in text
    assert "A stop ciprofloxacin" in text
    assert "tried on another list" not in text


def test_a_question_on_the_command_line_stands_above_the_saved_one(command, saved, tmp_path):
    command("report", saved(), "-o", tmp_path / "out.pdf", "--question", "Stop it today?")
    text = text_of(tmp_path / "out.pdf")
    assert "Stop it today?" in text
    assert "Which antibiotic" not in text


def test_the_workbook_and_the_bundle_carry_the_decision(command, saved, tmp_path):
    for ending in (".csv", ".fhir.json", ".md"):
        assert command("export", saved(), "-o", tmp_path / f"out{ending}")[0] == 0
        assert "another antibiotic" in (tmp_path / f"out{ending}").read_text(encoding="utf-8")


def test_without_identity_neither_decision_nor_question_nor_name_goes_out(command, saved, tmp_path):
    for ending in (".csv", ".fhir.json", ".md", ".json"):
        assert command("export", saved(), "-o", tmp_path / f"out{ending}", "--deidentify")[0] == 0
        text = (tmp_path / f"out{ending}").read_text(encoding="utf-8")
        assert "simvastatin" in text
        assert not [
            s for s in ("Ottilie", "Quendel", "Ahn", "another antibiotic", "Which antibiotic", "blue heart", "2026-03") if s in text
        ]


def test_a_base_that_changed_since_is_told_with_what_came_and_went(command, answers, saved, state):
    first = next(iter(state.headlines))
    heads = {key: words for key, words in state.headlines.items() if key != first} | {"gone-rule:x": "A harm that the old base knew"}
    path = saved(knowledge="2024.01", headlines=heads)
    status, out, _ = command("check", path)
    assert status == 0
    assert out.startswith("Saved with base 2024.01, reviewed with ")
    assert "- A harm that the old base knew" in out
    changed = answers("check", "--json", path)[0]["saved"]["changed"]
    assert changed == [f"+ {state.headlines[first]}", "- A harm that the old base knew"]


def test_report_says_on_standard_error_that_the_base_changed_and_prints_all_the_same(command, saved, tmp_path):
    status, _, error = command("report", saved(knowledge="2024.01"), "-o", tmp_path / "out.pdf")
    assert status == 0
    assert "Saved with base 2024.01" in error
    assert "no finding came or went" in error


def test_a_decision_on_a_finding_that_is_gone_is_still_told(command, saved, state):
    lost = Decision("gone-rule:x", "accept", who="Kim", note="done long ago")
    _, out, _ = command("check", saved(decisions={**state.decisions, lost.finding: lost}))
    assert "gone-rule:x (no longer found): accept, Kim, done long ago" in out


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b'{"format": "regimen-review", "version": 99}',
        b'{"format": "regimen-review", "version": 1, "review": {"listing": 4}}',
        b"\xff\xfe",
    ],
)
def test_a_damaged_saved_review_gets_a_sentence_with_its_name(command, tmp_path, content):
    path = tmp_path / "bad.regimen"
    path.write_bytes(content)
    status, _, error = command("check", path)
    assert status == 2
    assert "bad.regimen" in error
    assert "Traceback" not in error


def test_a_saved_review_is_known_by_its_content_too(answers, saved):
    assert len(answers("check", "--json", saved("case.json"))[0]["medications"]) == 3


def test_a_fhir_file_is_not_taken_for_a_saved_review(answers, tmp_path):
    path = tmp_path / "list.json"
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [
            {
                "resource": {
                    "resourceType": "MedicationStatement",
                    "status": "active",
                    "subject": {"reference": "Patient/1"},
                    "medicationCodeableConcept": {"text": "warfarin"},
                }
            }
        ],
    }
    path.write_text(json.dumps(bundle), encoding="utf-8")
    assert [m["as_written"] for m in answers("medications", "--json", path)[0]["medications"]] == ["warfarin"]

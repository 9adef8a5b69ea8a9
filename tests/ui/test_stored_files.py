"""What lies on the disk between two days: a file that is cut off, from a newer program or filled with rubbish costs itself only."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regimen_review.errors import UserError
from regimen_review.patient import MedicationList, Patient
from regimen_review.regimen import MedicationStatement, SubstanceId
from ui.decisions import Decision
from ui.local_rules import LocalRules, SwitchedOff
from ui.recovery import RecoveryCopy
from ui.remembered import Memory
from ui.session_file import open_session, parse_session, render_session, save_session
from ui.session_state import KeptList, SessionState
from ui.settings import Settings, keep_settings, load_settings

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
RUBBISH = ["", "{", "[]", "null", "7", '"text"', "[" * 100_000, "9" * 5_000, "{}" * 2, "\x00\x00", '{"names": 4}']
STATE = SessionState(
    listing=MedicationList("text", (MedicationStatement("warfarin 5 mg", "warfarin"), MedicationStatement("Ω-3 ж 漢", "Ω-3"))),
    confirmed={"Ω-3": (SubstanceId("fish oil"),)},
    patient=Patient(name="Ottilie Quendel", age_years=78.0),
    decisions={"a:b": Decision("a:b", "accept", who="Kim", by=date(2026, 3, 1))},
    question="Stop it?",
)
WHOLE = render_session(STATE, "2026-03-02T10:30:00")


def a_sentence_for(content: bytes) -> str:
    """The sentence that a file of this content gets; fails where it gets none."""
    with pytest.raises(UserError) as refused:
        parse_session(content, "case.regimen")
    return str(refused.value)


def state_or_sentence(content: bytes) -> SessionState | None:
    """What a file holds; None where it gets a sentence. Any other fault passes through."""
    said = ""
    try:
        return parse_session(content, "case.regimen")[0]
    except UserError as refused:
        said = str(refused)
    assert said.startswith("case.regimen: ")
    assert said.endswith(".")
    return None


# --- a saved review


@pytest.mark.parametrize("content", RUBBISH)
def test_rubbish_under_the_name_of_a_saved_review_gets_a_sentence(content):
    said = a_sentence_for(content.encode())
    assert said.startswith("case.regimen: ")
    assert said.endswith(".")


@given(cut=st.integers(0, len(WHOLE.rstrip()) - 1))
def test_a_saved_review_that_is_cut_off_anywhere_gets_a_sentence_and_never_half_a_list(cut):
    assert a_sentence_for(WHOLE[:cut]).endswith(".")


@given(place=st.integers(0, len(WHOLE) - 1), byte=st.integers(0, 255))
@settings(max_examples=200)
def test_one_byte_that_changed_gives_a_review_or_a_sentence(place, byte):
    changed = bytearray(WHOLE)
    changed[place] = byte
    state = state_or_sentence(bytes(changed))
    assert state is None or parse_session(render_session(state, ""), "again")[0] == state


@given(field=st.sampled_from([f.name for f in fields(SessionState)]), value=JSON)
@settings(max_examples=150)
def test_a_field_of_another_form_gives_a_review_or_a_sentence_and_nothing_else(field, value):
    body = json.loads(WHOLE)
    body["review"][field] = value
    state = state_or_sentence(json.dumps(body).encode())
    assert state is None or isinstance(state, SessionState)


def test_what_a_newer_program_added_is_passed_over_and_a_newer_format_is_refused():
    body = json.loads(WHOLE)
    body["review"]["mood"] = {"of": "the day"}
    body["review"]["listing"]["weather"] = "rain"
    assert parse_session(json.dumps(body).encode(), "case.regimen")[0] == STATE
    body["version"] = 2
    assert "newer version" in a_sentence_for(json.dumps(body).encode())


def test_a_mark_before_the_text_and_half_a_character_do_not_keep_a_review_from_opening_and_being_saved(tmp_path):
    content = WHOLE.decode().replace("Stop it?", "Stop \\ud83d it?").encode("utf-8-sig")
    state, _ = parse_session(content, "case.regimen")
    assert state.question == "Stop \ufffd it?"
    save_session(tmp_path / "case.regimen", state, "2026-03-02")
    assert open_session(tmp_path / "case.regimen") == (state, "2026-03-02")


def test_a_full_disk_leaves_the_review_that_was_saved_before(tmp_path, monkeypatch):
    path = tmp_path / "case.regimen"
    save_session(path, STATE, "2026-03-02")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(UserError, match="could not be saved"):
        save_session(path, replace(STATE, question="another"), "2026-03-03")
    assert open_session(path) == (STATE, "2026-03-02")
    assert [p.name for p in tmp_path.iterdir()] == ["case.regimen"]


def test_a_review_under_the_longest_name_of_the_disk_is_saved(tmp_path):
    path = tmp_path / f"{'n' * 242}.regimen"
    save_session(path, STATE, "2026-03-02")
    assert open_session(path)[0] == STATE


@given(texts=st.lists(st.text(max_size=12), min_size=1, max_size=4), number=st.integers(0, 3))
def test_any_words_anywhere_in_a_review_come_back(texts, number):
    word = texts[number % len(texts)]
    listing = MedicationList("text", tuple(MedicationStatement(t, t) for t in texts), left_out=(word,))
    state = SessionState(
        listing, {word: ()}, Patient(name=word), {word: Decision(word, "defer", note=word)}, word, word, visits=(KeptList(word, listing),)
    )
    assert parse_session(render_session(state, word), "a")[0] == state


# --- work in progress


@pytest.mark.parametrize("content", RUBBISH)
def test_a_damaged_copy_does_not_hide_a_whole_one(tmp_path, content):
    RecoveryCopy(tmp_path, 7).keep(STATE, datetime(2026, 3, 2, 10, 30))
    (tmp_path / "work-8.regimen").write_text(content, encoding="utf-8")
    (tmp_path / "work-².regimen").write_bytes(WHOLE)
    found = RecoveryCopy(tmp_path, 9).lost(frozenset())
    assert found is not None
    assert (found.state, found.path.name) == (STATE, "work-7.regimen")
    assert (tmp_path / "work-8.regimen").exists()


def test_the_newest_copy_with_a_list_is_offered_and_an_empty_one_never(tmp_path):
    for process, state, hour in ((1, STATE, 9), (2, replace(STATE, title="newer"), 11), (3, SessionState(), 12)):
        RecoveryCopy(tmp_path, process).keep(state, datetime(2026, 3, 2, hour))
    found = RecoveryCopy(tmp_path, 4).lost(frozenset())
    assert found is not None
    assert found.state.title == "newer"
    assert RecoveryCopy(tmp_path, 4).lost(frozenset({1, 2})) is None


# --- settings, memory, rules


@pytest.mark.parametrize("content", RUBBISH)
def test_rubbish_costs_settings_memory_and_local_rules_nothing_but_themselves(tmp_path, content):
    path = tmp_path / "kept.json"
    path.write_text(content, encoding="utf-8")
    assert load_settings(path) == Settings()
    assert not Memory(path).kept.names
    assert not LocalRules(path).kept


@given(plain=st.dictionaries(st.sampled_from([f.name for f in fields(Settings)]), JSON, max_size=3))
@settings(max_examples=150)
def test_whatever_the_settings_hold_each_is_of_its_kind(tmp_path_factory, plain):
    path: Path = tmp_path_factory.mktemp("settings") / "settings.json"
    path.write_text(json.dumps(plain), encoding="utf-8")
    told = load_settings(path)
    for name, kind in get_type_hints(Settings).items():
        value, allowed = getattr(told, name), get_args(kind)
        assert value in allowed if allowed and isinstance(allowed[0], str) else isinstance(value, tuple if allowed else kind)


def test_files_that_were_edited_by_hand_and_saved_with_a_mark_are_read(tmp_path):
    path = tmp_path / "kept.json"
    keep_settings(path, Settings(theme="dark", site="House 7"))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_settings(path) == Settings(theme="dark", site="House 7")
    names, rules = tmp_path / "names.json", tmp_path / "rules.json"
    Memory(names).remember("blue heart pill", (SubstanceId("simvastatin"),))
    LocalRules(rules).switch_off(SwitchedOff("a-rule", "of no use here"))
    for kept in (names, rules):
        kept.write_bytes(b"\xef\xbb\xbf" + kept.read_bytes())
    Memory(names).remember("another", (SubstanceId("warfarin"),))
    assert {n.written for n in Memory(names).kept.names.values()} == {"blue heart pill", "another"}
    assert LocalRules(rules).reasons() == {"a-rule": "of no use here"}


@given(words=st.lists(st.tuples(st.text(min_size=1, max_size=6), st.text(max_size=6)), max_size=5))
def test_a_rule_is_off_with_its_last_reason_until_it_is_switched_on(tmp_path_factory, words):
    rules = LocalRules(tmp_path_factory.mktemp("rules") / "rules.json")
    expected: dict[str, str] = {}
    for rule, reason in words:
        if not reason.strip():
            with pytest.raises(UserError):
                rules.switch_off(SwitchedOff(rule, reason))
        elif rule.strip():
            rules.switch_off(SwitchedOff(rule, reason))
            expected[rule] = reason.strip()
    assert rules.reasons() == expected
    assert all(rules.switch_on(rule) for rule in expected)
    assert not rules.reasons()

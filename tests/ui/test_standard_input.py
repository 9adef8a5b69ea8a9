"""resolve and pairs as other programs feed them: one answer for each line, whatever stands in the line."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ui.one_run import run_once
from ui.commands import _pair_rows

WORDS = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=20)
STATES = {"resolved", "confirm", "unresolved", "not-a-medicine"}
WAYS = {"exact", "synonym", "brand", "code", "abbreviation", "spelling", "combination", None}


@settings(max_examples=30)
@given(names=st.lists(WORDS, min_size=1, max_size=4))
def test_every_line_has_its_own_answer_in_order_whatever_signs_it_holds(base_file, names):
    written = ["warfarin", *names, "ibuprofen"]
    status, out, error = run_once(base_file, ["resolve", "--json"], "\n".join(written))
    got = [json.loads(line) for line in out.split("\n") if line]
    assert (status, error) == (0, "")
    assert [g["as_written"] for g in got] == written
    assert {g["state"] for g in got} <= STATES
    assert all(bool(g["ingredients"]) == (g["state"] == "resolved") for g in got)


def test_a_line_separator_or_form_feed_within_a_name_does_not_make_two_names_of_it(answers):
    got = answers("resolve", "--json", stdin="war\x0cfarin\nwar\u2028farin\nwar\x85farin\n")
    assert len(got) == 3
    assert [g["as_written"] for g in got] == ["war\x0cfarin", "war\u2028farin", "war\x85farin"]


def test_the_mark_that_editors_put_before_a_text_is_no_part_of_the_first_name(answers):
    first, second = answers("resolve", "--json", stdin="\ufeffCoumadin\nibuprofen\n")
    assert first["as_written"] == "Coumadin"
    assert [i["name"] for i in first["ingredients"]] == ["warfarin"]
    assert second["as_written"] == "ibuprofen"


def test_lines_that_end_as_on_windows_are_answered_without_their_ending(answers):
    assert [g["as_written"] for g in answers("resolve", "--json", stdin="warfarin\r\nibuprofen\r\n")] == ["warfarin", "ibuprofen"]


def test_no_names_are_no_answers_and_no_fault(command):
    assert command("resolve", "--json") == (0, "", "")


def test_resolve_says_how_each_name_was_settled_in_a_closed_list_of_words(answers):
    written = "warfarin\nCoumadin\npentoxyphilline\nASA\nco-codamol\nxqzzy\nthe patient\n\nHCTZ 25\n"
    got = answers("resolve", "--json", stdin=written)
    assert {g["how"] for g in got} <= WAYS
    assert {g["state"] for g in got} <= STATES
    assert all({"as_written", "state", "how", "ingredients", "candidates"} <= set(g) for g in got)
    assert all(0 < c["score"] <= 1 and c["ingredients"] for g in got for c in g["candidates"])


def test_resolve_for_a_person_never_leaves_a_name_unanswered(command):
    _, out, _ = command("resolve", stdin="warfarin\nqqqqqqqq\n")
    assert out.splitlines() == ["warfarin  ->  warfarin (exact)", "qqqqqqqq  ->  NOT RECOGNISED: not checked"]


# --- pairs


def test_pairs_saved_by_a_spreadsheet_with_its_mark_are_read(answers):
    (got,) = answers("pairs", "--json", stdin="\ufeffdrug_a,drug_b\r\nwarfarin,ciprofloxacin\r\n")
    assert (got["drug_a"], got["drug_b"], got["known"]) == ("warfarin", "ciprofloxacin", [True, True])
    assert got["rules"]


def test_further_columns_and_quotes_do_not_disturb_a_pair(answers):
    rows = 'id,drug_b,drug_a,remark\n7,"ciprofloxacin",warfarin,"seen, twice"\n8,warfarin,simvastatin\n'
    first, second = answers("pairs", "--json", stdin=rows)
    assert (first["drug_a"], first["drug_b"]) == ("warfarin", "ciprofloxacin")
    assert (second["drug_a"], second["drug_b"]) == ("simvastatin", "warfarin")


def test_a_row_with_one_drug_is_answered_as_not_known_and_never_as_clear(answers):
    rows = "drug_a,drug_b\nwarfarin\n,\nwarfarin,\n"
    got = answers("pairs", "--json", stdin=rows)
    assert [g["known"] for g in got] == [[True, False], [False, False], [True, False]]
    assert all((g["tier"], g["rules"], g["basis"]) == ("none", [], None) for g in got)


def test_a_pair_is_the_same_whichever_drug_is_named_first(answers):
    rows = "drug_a,drug_b\nwarfarin,ciprofloxacin\nciprofloxacin,warfarin\nsimvastatin,clarithromycin\nclarithromycin,simvastatin\n"
    got = answers("pairs", "--json", stdin=rows)
    said = [(g["tier"], g["severity"], g["action"], g["basis"], g["rules"]) for g in got]
    assert said[0] == said[1]
    assert said[2] == said[3]
    assert {g["basis"] for g in got} <= {"rule", "inferred", "outside"}
    assert {g["tier"] for g in got} <= {"act", "review", "note"}


def test_a_cell_without_end_gets_a_sentence(command):
    status, _, error = command("pairs", "--json", stdin=f"drug_a,drug_b\n{'a' * 140_000},warfarin\n")
    assert status == 2
    assert "line 2" in error
    assert error.strip().endswith(".")


@given(rows=st.lists(st.tuples(WORDS, WORDS), max_size=5))
def test_what_was_written_as_csv_is_the_pairs_that_are_asked(rows):
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([("drug_a", "drug_b"), *rows])
    assert list(_pair_rows(text.getvalue())) == [(a.strip(), b.strip()) for a, b in rows]


def test_a_table_that_was_read_before_changes_nothing_for_a_cell_without_end(command, tmp_path):
    listing = tmp_path / "list.csv"
    listing.write_text("name,dose\nwarfarin,5 mg\n", encoding="utf-8")
    assert command("medications", listing)[0] == 0
    status, _, error = command("pairs", "--json", stdin=f"drug_a,drug_b\n{'a' * 140_000},warfarin\n")
    assert status == 2
    assert "line 2" in error

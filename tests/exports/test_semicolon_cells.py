"""CSV in houses whose spreadsheets part cells at semicolons or tabs: no text becomes a formula there either."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exports import plain
from exports.spreadsheet import findings_csv
from exports.tables import starts_a_formula
from regimen_review.findings import NotChecked

FORMULA = ("=", "+", "@")
EVIL = st.lists(st.sampled_from(["=1+1", "@SUM(A1)", "+1", ";", "\t", "\n", " ", "a", '"', ",", "'"]), max_size=6).map("".join)


@pytest.fixture
def told(review):
    """A function that keeps the review out of Hypothesis's reports: words to the CSV that holds them."""
    return lambda words: findings_csv(with_words(review, words)).decode("utf-8-sig")


def with_words(review, words):
    """A review without findings in which something unchecked is called by these words."""
    return replace(review, findings=(), quiet=(), not_checked=(NotChecked(words, words),), left_out=(words,))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=EVIL)
def test_no_cell_is_a_formula_whichever_sign_parts_the_cells(told, words):
    text = told(words)
    for sign in ",;\t":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
            assert not [cell for cell in row if cell.lstrip(" \t\r\n").startswith(FORMULA)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=EVIL)
def test_a_spreadsheet_that_does_not_know_of_quotes_finds_no_formula(told, words):
    text = told(words)
    for part in text.replace("\r", "\n").replace("\t", ";").replace("\n", ";").split(";"):
        assert not part.lstrip(" ").startswith(FORMULA)


@pytest.mark.parametrize("words", [" \t=1", "\xa0=1", "\t\t@x", " \n+1", "=1", " -1"])
def test_white_space_before_a_formula_does_not_hide_it(words):
    assert starts_a_formula(words)


@pytest.mark.parametrize("words", ["5 mg; 10 mg", "one; - two", "a = b", "x@y", "β-blocker; α-blocker", ""])
def test_words_that_are_no_formula_stay_as_they_are(told, words):
    rows = list(csv.reader(io.StringIO(told(words), newline="")))
    assert rows[1][rows[0].index("headline")] == words


@given(words=st.text(max_size=10))
def test_a_json_line_is_one_line_for_every_reader(words):
    import json

    line = plain.line({"name": words})
    assert len(line.splitlines()) == 1
    assert json.loads(line) == {"name": words}

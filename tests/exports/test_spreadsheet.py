"""Workbook and CSV: read back with another library, whole, and with no cell that a spreadsheet would run."""

import csv
import io
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.decided import Decided
from exports.spreadsheet import _csv_cell, findings_csv, workbook
from exports.tables import starts_a_formula
from regimen_review.findings import Review
from tests.exports.conftest import unknown

EVIL = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1", "  =1", "\r=1")


def sheets(content: bytes):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [[c.value for c in row] for row in sheet.iter_rows()] for sheet in book}


def with_evil_names(review: Review) -> Review:
    entries = tuple(unknown(f"e{n}", name) for n, name in enumerate(EVIL))
    return replace(review, regimen=replace(review.regimen, medications=entries))


def test_the_workbook_has_every_finding_and_member_in_order(review):
    rows = sheets(workbook(review))["Findings"]
    ids = [row[-1] for row in rows[1:]]
    assert ids == [m.id for f in review.findings for m in (f, *f.members)]


def test_the_workbook_says_what_was_not_checked_and_which_base(review):
    found = sheets(workbook(review))
    assert [row[0] for row in found["Not checked"][1:]] == [n.what for n in review.not_checked]
    about = dict(row[:2] for row in found["About"])
    assert about["base sha256"] == review.knowledge_sha256


def test_the_workbook_keeps_numbers_and_dates_as_such(review):
    rows = sheets(workbook(review))["Monitoring"]
    due = [row[rows[0].index("due")] for row in rows[1:]]
    assert any(hasattr(d, "year") for d in due)


def test_decisions_stand_in_their_row(review):
    first = review.findings[0]
    rows = sheets(workbook(review, {first.id: Decided("defer", who="Kim", note="wait for INR")}))["Findings"]
    row = dict(zip(rows[0], rows[1], strict=True))
    assert (row["decision"], row["who"], row["note"]) == ("defer", "Kim", "wait for INR")


def test_the_same_review_gives_the_same_workbook(review):
    assert workbook(review) == workbook(review)


def test_no_cell_of_the_workbook_is_a_formula(review):
    book = openpyxl.load_workbook(io.BytesIO(workbook(with_evil_names(review))))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert not [c for c in cells if c.data_type == "f"]
    evil = [c for c in cells if isinstance(c.value, str) and starts_a_formula(c.value)]
    assert len(evil) >= len(EVIL) - 2
    assert all(c.quotePrefix for c in evil)


def test_the_csv_ends_with_what_was_not_checked(review):
    rows = list(csv.DictReader(io.StringIO(findings_csv(review).decode("utf-8-sig"))))
    findings = [r for r in rows if r["kind"] != "not-checked"]
    assert [r["id"] for r in findings] == [m.id for f in review.findings for m in (f, *f.members)]
    assert [r["headline"] for r in rows[len(findings) :]] == [n.what for n in review.not_checked]


@pytest.mark.parametrize("evil", EVIL)
def test_a_cell_that_looks_like_a_formula_is_neutralised(evil):
    assert _csv_cell(evil).startswith("'")


@given(st.text(max_size=30))
def test_no_text_becomes_a_cell_that_starts_a_formula(text):
    cell = _csv_cell(text)
    assert not starts_a_formula(cell)
    assert cell.endswith(text)

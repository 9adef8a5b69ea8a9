"""The columns of a table on the command line: shown, set, remembered for the heading, forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

# The fixtures of the command line are functions of any arguments.
# mypy: disable-error-code="no-untyped-def"

HEADING = "Brand,Drug,Dose,How\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(f"{HEADING}Coumadin,warfarin,5 mg,daily\nZestril,lisinopril,10 mg,daily\n", encoding="utf-8")
    return path


def as_written(answers, path: Path) -> list[str]:
    (answer,) = answers("medications", "--json", path)
    return [m["as_written"] for m in answer["medications"]]


def test_the_guess_is_shown_and_changes_nothing(command, answers, table: Path) -> None:
    status, out, _ = command("columns", table)
    assert status == 0
    assert "columns guessed" in out
    assert "Drug: name  (warfarin · lisinopril)" in out
    (answer,) = answers("columns", "--json", table)
    assert [(c["heading"], c["role"]) for c in answer["columns"]] == [
        ("Brand", "ignore"), ("Drug", "name"), ("Dose", "dose"), ("How", "ignore"),
    ]  # fmt: skip
    assert answer["remembered"] is False
    assert answer["row"] == "medicine"


def test_a_column_that_is_set_is_read_so_from_then_on_until_it_is_forgotten(command, answers, table: Path) -> None:
    assert as_written(answers, table) == ["warfarin", "lisinopril"]
    assert command("columns", table, "--set", "brand=name", "--set", "How=frequency")[0] == 0
    assert as_written(answers, table) == ["Coumadin", "Zestril"]
    (answer,) = answers("columns", "--json", table)
    assert answer["remembered"] is True
    assert "columns brand|drug|dose|how: name, ignore, dose, frequency" in command("names", "list")[1]
    assert command("names", "forget", "Brand|Drug|Dose|How")[0] == 0
    assert as_written(answers, table) == ["warfarin", "lisinopril"]


def test_one_row_a_person_is_remembered_too(command, answers, tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text("id,first drug,drug\n1,warfarin,amlodipine\n2,lisinopril,\n", encoding="utf-8")
    assert as_written(answers, path) == ["amlodipine"]
    assert command("columns", path, "--row", "person", "--set", "first drug=name")[0] == 0
    assert as_written(answers, path) == ["warfarin", "amlodipine", "lisinopril"]


def test_a_sheet_is_chosen_by_its_title(command, answers, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for title in ("Old", "Current"):
            book.add_worksheet(title).write_column(0, 0, ["Drug", f"{title} drug"])
    (answer,) = answers("columns", "--json", "--sheet", "current", path)
    assert (answer["sheet"], answer["columns"][0]["cells"]) == ("Current", ["Current drug"])
    status, _, error = command("columns", "--sheet", "Older", path)
    assert status == 2
    assert "“Old”, “Current”" in error


@pytest.mark.parametrize(
    ("setting", "says"),
    [("Nothing=name", "No column is headed"), ("Drug=colour", "nothing that a column can be read as"), ("x", "No column")],
)
def test_a_setting_that_fits_nothing_gets_a_sentence_and_is_not_kept(command, table: Path, setting: str, says: str) -> None:
    status, out, error = command("columns", table, "--set", setting)
    assert (status, out) == (2, "")
    assert says in error
    assert "Nothing is remembered" in command("names", "list")[1]


def test_a_note_has_no_columns(command, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Medications:\n- warfarin 5 mg daily", encoding="utf-8")
    status, _, error = command("columns", note)
    assert status == 2
    assert "no table" in error

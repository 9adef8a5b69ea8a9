"""knowledge import, sources, forget, explain: as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ui.pipeline import OUTSIDE

QUIET = "cetirizine,folic acid"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "house.csv"
    path.write_text(
        "drug a,drug b,severity,comment\ncetirizine,folic acid,major,of our own\nwarfarin,ciprofloxacin,minor,\nqqqzz,warfarin,major,\n",
        encoding="utf-8",
    )
    return path


def test_a_table_is_imported_listed_and_forgotten(command, answers, table: Path) -> None:  # type: ignore[no-untyped-def]
    asked = f"drug_a,drug_b\n{QUIET}\n"
    assert answers("pairs", "--json", stdin=asked)[0]["basis"] is None
    status, out, _ = command("knowledge", "import", "table", table, "--name", "House list")
    assert status == 0
    assert "House list: 3 rows read; 2 pairs" in out
    assert "“drug a” and “drug b”" in out
    assert "qqqzz" in out
    found = answers("pairs", "--json", stdin=asked)[0]
    assert (found["basis"], found["tier"], found["severity"]) == ("outside", "note", "major")
    (source,) = answers("knowledge", "sources", "--json")
    assert (source["name"], source["pairs"], source["unmatched"]) == ("House list", 2, 1)
    assert command("knowledge", "forget", "House list")[0] == 0
    assert answers("pairs", "--json", stdin=asked)[0]["basis"] is None
    assert "No outside source" in command("knowledge", "sources")[1]


def test_all_ratings_of_a_pair_stand_side_by_side(command, table: Path) -> None:  # type: ignore[no-untyped-def]
    assert "side by side" not in command("knowledge", "explain", "warfarin", "ciprofloxacin")[1]
    command("knowledge", "import", "table", table, "--name", "House list")
    lines = command("knowledge", "explain", "warfarin", "ciprofloxacin")[1].splitlines()
    rows = lines[lines.index("ratings side by side:") + 1 :]
    assert rows[0].split()[:3] == ["this", "program", "major,"]
    assert rows[-1].split() == ["House", "list", "minor"]


def test_what_cannot_be_imported_gets_a_sentence_and_keeps_nothing(command, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for arguments, words in ((("ddinter", tmp_path / "gone.csv"), "no such file"), (("table", tmp_path), "folder")):
        status, _, error = command("knowledge", "import", *arguments)
        assert (status, words in error) == (2, True)
    assert "none" in command("knowledge", "forget", "x")[2]


def test_a_damaged_import_does_not_stop_a_review_and_is_said(command, own_folder: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    own_folder.mkdir(parents=True)
    (own_folder / OUTSIDE).write_text("not a database at all, " * 60, encoding="utf-8")
    listing = tmp_path / "list.txt"
    listing.write_text("Medications:\nwarfarin 5 mg daily\nciprofloxacin 500 mg bid", encoding="utf-8")
    status, out, _ = command("check", "--json", listing)
    assert status == 0
    assert "imported sources cannot be read" in out
    assert json.loads(out)["findings"]

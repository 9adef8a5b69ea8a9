"""Texts and files made to hurt: bounded by how they are read, not by a stop-watch."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from regimen_review.errors import UserError
from regimen_review.knowledge import NameEntry, Vocabulary, name_key
from regimen_review.patient import MedicationList
from regimen_review.readers import list_cutting, read_bytes, read_medication_list, read_text, sig_tokens
from regimen_review.regimen import SubstanceId

VOCABULARY = Vocabulary(
    {name_key(n): (NameEntry(n, (SubstanceId(n),), "generic"),) for n in ("noisoline", "quorvane", "zelphar")},
    {},
)


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The lengths of all texts that were searched for directions, asked for once each."""
    lengths: list[int] = []
    scan: Callable[[str], tuple[sig_tokens.Token, ...]] = sig_tokens.scan.__wrapped__

    def counting(text: str) -> tuple[sig_tokens.Token, ...]:
        lengths.append(len(text))
        return scan(text)

    sig_tokens.scan.cache_clear()
    monkeypatch.setattr(list_cutting, "scan", counting)
    yield lengths


@pytest.mark.parametrize(
    "piece", ["include ", "She is on ", "and ", "1. ", "- ", "( ", "for ", ", ", "a, b and ", "noisoline and ", "10 mg "]
)
def test_a_phrase_said_thousands_of_times_is_searched_at_most_in_proportion(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with counted(monkeypatch) as few:
        read_text("Medications: " + piece * 200, VOCABULARY)
    with counted(monkeypatch) as many:
        read_text("Medications: " + piece * 1_600, VOCABULARY)
    assert sum(many) <= 40 * max(sum(few), 2_000), "eight times the text may not be a hundred times the work"


@pytest.mark.parametrize("piece", ["include ", "She is on ", "SHE IS ON noisoline, "])
def test_fifty_thousand_repeats_end(piece: str) -> None:
    try:
        found = read_text((piece * 50_000)[:499_000], VOCABULARY)
    except UserError as error:
        assert error.sentence.endswith(".")  # noqa: PT017 - either answer is a proper one
    else:
        assert isinstance(found, MedicationList)


@pytest.mark.skipif(os.name == "nt" or (hasattr(os, "geteuid") and os.geteuid() == 0), reason="nothing is unreadable to this user")
def test_a_file_without_permission_gets_a_sentence(tmp_path: Path) -> None:
    closed = tmp_path / "closed.txt"
    closed.write_text("Medications: noisoline 10 mg daily", encoding="utf-8")
    closed.chmod(0)
    with pytest.raises(UserError, match="no permission") as caught:
        read_medication_list(closed)
    closed.chmod(0o600)
    assert "closed.txt" in str(caught.value)


def test_a_refusing_system_gets_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "list.txt"
    path.write_text("noisoline 10 mg", encoding="utf-8")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UserError, match="no permission"):
        read_medication_list(path)


def test_the_same_row_thousands_of_times_is_one_medication_that_keeps_a_hundred_places() -> None:
    rows = "drug,dose,frequency\nNoisoline,5 mg,daily\n" + "Noisoline,5 mg,daily\n" * 3_000 + "Quorvane,7 mg,bid\n"
    found = read_bytes(rows.encode(), "rows.csv", VOCABULARY)
    assert [s.as_written for s in found.statements] == ["Noisoline", "Quorvane"]
    assert found.statements[0].place.line == 2
    assert len(found.statements[0].sources) == 100
    assert found.statements[0].sources[0].line == 3


def test_rows_that_differ_in_one_cell_stay_two() -> None:
    rows = "drug,dose,frequency,start\nNoisoline,5 mg,daily,2020-01-01\nNoisoline,10 mg,daily,2020-01-01\nZelphar,5 mg,ON,2020-01-01\n"
    found = read_bytes(rows.encode(), "rows.csv", VOCABULARY)
    doses = [(s.as_written, s.dosage.dose.value if s.dosage.dose else None, s.dosage.times) for s in found.statements]
    assert doses == [("Noisoline", 5, ()), ("Noisoline", 10, ()), ("Zelphar", 5, ("bedtime",))]


def test_what_stands_in_the_name_cell_still_counts_for_its_row_alone() -> None:
    rows = "drug,frequency\nNoisoline 5 mg tablet,daily\nQuorvane,daily\nZelphar stopped in May,daily\nNoisoline U-100,daily\n"
    first, plain, ended, marked = read_bytes(rows.encode(), "rows.csv", VOCABULARY).statements
    assert first.dosage.dose is not None
    assert first.dosage.dose.value == 5
    assert plain.dosage.dose is None
    assert (plain.status, ended.status) == ("active", "stopped")
    assert marked.as_written == "Noisoline U-100"


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n", "\x0c", "\u2028"])
@pytest.mark.parametrize("hidden", ["\x07", "\x7f", "\u200b", "\u202e", "\ufeff"])
def test_line_ends_and_hidden_characters_are_cleaned_in_plain_and_in_other_texts(end: str, hidden: str) -> None:
    found = read_text(f"Medications:{end}- Noi{hidden}soline 10 mg{end}- Quorvane 5{hidden} mg", VOCABULARY)
    assert [s.name for s in found.statements] == ["Noisoline", "Quorvane"]

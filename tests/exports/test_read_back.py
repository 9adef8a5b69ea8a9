"""Calendar and chart note read by other libraries; files written whole or not at all."""

import errno
import os
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from exports.calendar import monitoring_ics
from exports.files import write_beside
from exports.markdown import chart_note
from regimen_review.errors import UserError
from regimen_review.plans.monitoring import monitoring_calendar
from tests.exports.conftest import unknown

WORDS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), min_size=1, max_size=120)


class Held:
    """A review that is short to print where a test with many examples fails."""

    def __init__(self, review) -> None:
        self.review = review

    def __repr__(self) -> str:
        return "Held()"


@pytest.fixture(scope="module")
def held(review) -> Held:
    return Held(review)


# --- calendar


def read_calendar(content: bytes) -> icalendar.Calendar:
    calendar = icalendar.Calendar.from_ical(content)
    assert not calendar.errors
    assert not [part.name for part in calendar.walk() if part.errors]
    return calendar


def test_another_library_reads_every_test_with_its_day_and_its_words(review):
    calendar = read_calendar(monitoring_ics(review))
    due = {t.test: t.due for t in monitoring_calendar(review).tests if t.due}
    events = {str(e["SUMMARY"]).removesuffix(" (overdue)"): e for e in calendar.walk("VEVENT")}
    assert {name: e["DTSTART"].dt for name, e in events.items()} == due
    for event in events.values():
        assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(days=1)
        assert "Findings: " in str(event["DESCRIPTION"])
        assert event["UID"]
        assert event["DTSTAMP"].dt


def test_repeated_tests_end_with_the_span(review):
    until = monitoring_calendar(review).until
    rules = [e["RRULE"] for e in read_calendar(monitoring_ics(review)).walk("VEVENT") if "RRULE" in e]
    assert rules
    for rule in rules:
        assert rule["FREQ"] == ["DAILY"]
        assert rule["INTERVAL"][0] >= 1
        assert rule["UNTIL"] == [until]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=WORDS)
def test_no_words_of_a_test_forge_another_entry_or_break_the_calendar(held, words):
    review = held.review
    finding = next(f for f in review.findings if monitoring_calendar(replace(review, findings=(replace(f, members=()),))).tests)
    item = replace(finding.monitoring[0], test=f"{words} level", when=words, act=words, measure=None)
    odd = replace(review, findings=(replace(finding, monitoring=(item,), members=()),))
    content = monitoring_ics(odd)
    calendar = read_calendar(content)
    parts = [*calendar.walk("VEVENT"), *calendar.walk("VTODO")]
    assert len(parts) == len(monitoring_calendar(odd).tests) == 1
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert len(calendar.subcomponents) == 1


def test_the_same_review_gives_the_same_calendar(review):
    assert monitoring_ics(review) == monitoring_ics(review)


# --- chart note


def read_note(content: bytes) -> tuple[list[str], list[str], list[str]]:
    """Headings, items of lists, and the kinds of all tokens, as CommonMark has them."""
    tokens = MarkdownIt("commonmark").parse(content.decode())
    headings = [tokens[n + 1].content for n, t in enumerate(tokens) if t.type == "heading_open"]
    items = [tokens[n + 2].content for n, t in enumerate(tokens) if t.type == "list_item_open" and n + 2 < len(tokens)]
    inner = [c.type for t in tokens if t.children for c in t.children]
    return headings, items, [t.type for t in tokens] + inner


def test_another_library_reads_the_note_as_headings_and_lists(review):
    headings, items, kinds = read_note(chart_note(review))
    assert headings[0].startswith("Medication review")
    assert any(h.startswith("Decide today") for h in headings)
    assert any(h.startswith("Not checked") for h in headings)
    assert len(items) >= len(review.findings)
    assert not {"html_block", "html_inline", "link_open", "image", "code_block", "fence"} & set(kinds)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=WORDS)
def test_no_written_name_becomes_a_heading_a_link_or_html(held, words):
    review = held.review
    plain = chart_note(replace(review, regimen=replace(review.regimen, medications=(unknown("m1", "x"),))))
    odd = chart_note(replace(review, regimen=replace(review.regimen, medications=(unknown("m1", words),))))
    before, after = read_note(plain), read_note(odd)
    assert after[0] == before[0]
    assert len(after[1]) == len(before[1])
    assert not {"html_block", "html_inline", "link_open", "image"} & set(after[2])


# --- whole or not at all


class _Full:
    """A disk that is full when something is written, synced or moved."""

    def __init__(self, monkeypatch, step: str, number: int) -> None:
        def fail(*_: object, **__: object) -> None:
            raise OSError(number, os.strerror(number))

        target = {"sync": (os, "fsync"), "move": (Path, "replace"), "make": (__import__("tempfile"), "mkstemp")}[step]
        monkeypatch.setattr(*target, fail)


@pytest.mark.parametrize(
    ("step", "number"), [("sync", errno.ENOSPC), ("move", errno.EACCES), ("make", errno.EROFS), ("make", errno.ENOSPC), ("sync", errno.EIO)]
)
def test_a_full_disk_an_open_file_and_a_locked_folder_leave_the_old_file_whole(tmp_path, monkeypatch, step, number):
    target = tmp_path / "review.pdf"
    target.write_bytes(b"the old file")
    _Full(monkeypatch, step, number)
    with pytest.raises(UserError) as fault:
        write_beside(target, b"new" * 1000)
    monkeypatch.undo()
    assert target.read_bytes() == b"the old file"
    assert [p.name for p in tmp_path.iterdir()] == ["review.pdf"]
    assert "could not be written" in str(fault.value)
    assert "old file is unchanged" in str(fault.value)
    assert re.search(r"review\.pdf", str(fault.value))


def test_a_real_full_disk_is_told(tmp_path):
    if not Path("/dev/full").exists():
        pytest.skip("There is no device here that is always full.")
    with pytest.raises(OSError, match="No space left"), Path("/dev/full").open("wb", buffering=0) as full:
        full.write(b"x")
    write_beside(tmp_path / "new.csv", b"a,b\r\n")
    assert (tmp_path / "new.csv").read_bytes() == b"a,b\r\n"


def test_a_folder_in_the_place_of_the_file_gets_a_sentence(tmp_path):
    (tmp_path / "out.md").mkdir()
    with pytest.raises(UserError, match="could not be written"):
        write_beside(tmp_path / "out.md", b"x")


@given(content=st.binary(max_size=2000))
def test_what_was_written_is_what_is_read(tmp_path_factory, content):
    target = tmp_path_factory.getbasetemp() / "any.bin"
    write_beside(target, content)
    assert target.read_bytes() == content


def test_the_calendar_of_a_day_stands_on_that_day(review):
    moved = replace(review, as_of=date(2024, 2, 29))
    assert all(e["DTSTART"].dt >= date(2024, 2, 29) for e in read_calendar(monitoring_ics(moved)).walk("VEVENT"))
